"""The bilan by personal link, without an account."""

from odoo.http import request, route

from .assess_page import add_remark, form_page, give, pdf, typed_form
from .frame import house_sudo, page, typed
from .links import Links

_LINK = "/bilan/<string:secret>"
_PUBLIC = {
    "type": "http", "auth": "public", "website": True, "multilang": False,
    "sitemap": False,
}  # fmt: skip


class AssessmentLinks(Links):
    """Someone without an account, who holds a personal link."""

    @route(_LINK, methods=["GET"], readonly=True, **_PUBLIC)
    def assess(self, secret, donne="", mot="", **_more):
        """The form, or the bilan to read. Nothing is consumed: scanners of mail open
        links."""
        link_sudo, row_sudo, request_sudo = self._open_bilan(secret)
        if row_sudo:
            return self._private(
                form_page(
                    row_sudo,
                    given=bool(donne) and row_sudo.state == "given",
                    remarked=bool(mot and row_sudo.remark),
                    **self._addresses(secret),
                )
            )
        if request_sudo:
            return self._private(
                page(
                    "portal_bilan",
                    bilan=request_sudo._portal_assessment(link_sudo.partner_id),
                    **self._addresses(secret),
                )
            )
        return self._dead_bilan(link_sudo, secret)

    @route(_LINK, methods=["POST"], csrf=False, **_PUBLIC)
    def assessed(self, secret, **_more):
        """Record the answers, once."""
        link_sudo, row_sudo, _request_sudo = self._open_bilan(secret)
        if not row_sudo:
            return self._dead_bilan(link_sudo, secret)
        form = typed_form(row_sudo)
        refusal = give(row_sudo, form, "link")
        # Touched twice, or sent again by the phone: it is recorded all the same.
        if refusal and row_sudo.state != "given":
            return self._private(
                form_page(row_sudo, form, refusal, **self._addresses(secret))
            )
        return self._private(request.redirect(f"/bilan/{secret}?donne=1", code=303))

    @route(f"{_LINK}/mot", methods=["POST"], csrf=False, **_PUBLIC)
    def link_remark(self, secret, remark="", **_more):
        """Add a word on the other's answers, once."""
        link_sudo, row_sudo, _request_sudo = self._open_bilan(secret)
        if not row_sudo:
            return self._dead_bilan(link_sudo, secret)
        problem = add_remark(row_sudo, typed(remark))
        if problem and not row_sudo.remark:
            return self._private(
                form_page(
                    row_sudo,
                    remark=typed(remark),
                    remark_error=problem,
                    **self._addresses(secret),
                )
            )
        return self._private(request.redirect(f"/bilan/{secret}?mot=1", code=303))

    @route(f"{_LINK}/pdf", methods=["GET"], readonly=True, **_PUBLIC)
    def link_bilan_pdf(self, secret, **_more):
        """What the holder of the link may read, to be kept."""
        link_sudo, row_sudo, request_sudo = self._open_bilan(secret)
        request_sudo = request_sudo or (row_sudo and row_sudo.request_id)
        if not request_sudo:
            return self._dead_bilan(link_sudo, secret)
        reader = request_sudo._assessment_reader(link_sudo.partner_id)
        return self._private(pdf(request_sudo, reader))

    @route(f"{_LINK}/nouveau", methods=["POST"], csrf=False, **_PUBLIC)
    def bilan_again(self, secret, **_more):
        """The link is too old: a new one, to the mailbox of its owner only."""
        link_sudo = request.env["mobility.link"]._find(secret, "assess")
        row_sudo = link_sudo and link_sudo._record()
        if not row_sudo or row_sudo._name != "mobility.assessment":
            return self._dead_bilan(link_sudo)
        request.env["mobility.link.lost"]._note(
            link=link_sudo, source=request.httprequest.remote_addr
        )
        return self._private(page("portal_link_sent"))

    def _open_bilan(self, secret):
        """``(link, bilan asked, request to read)``: one of the two last, when the link
        is alive and its person still has a part in it."""
        link_sudo = request.env["mobility.link"]._find(secret, "assess")
        if not link_sudo or not link_sudo._is_alive():
            return link_sudo, None, None
        record_sudo = link_sudo._record()
        person = link_sudo.partner_id
        if record_sudo and record_sudo._name == "mobility.assessment":
            own = record_sudo.partner_id == person
            alive = own and record_sudo.state in ("waiting", "given")
            return link_sudo, record_sudo if alive else None, None
        if record_sudo and record_sudo._assessment_reader(person):
            return link_sudo, None, record_sudo
        return link_sudo, None, None

    def _addresses(self, secret):
        return {
            "action": f"/bilan/{secret}",
            "remark_action": f"/bilan/{secret}/mot",
            "pdf": f"/bilan/{secret}/pdf",
            "with_token": False,
        }

    def _dead_bilan(self, link_sudo, secret=""):
        """One page for every link that does not open, with what to do."""
        row_sudo = link_sudo and link_sudo._record()
        asked = row_sudo and row_sudo._name == "mobility.assessment"
        current_sudo = row_sudo._current() if asked else None
        waits = asked and current_sudo.state == "waiting"
        notice = ""
        if asked and not waits:
            notice = request.env._("Nothing more is expected of you here.")
        return self._private(
            page(
                "portal_assess_dead",
                status=410 if link_sudo else 404,
                notice=notice,
                renew=f"/bilan/{secret}/nouveau" if waits and secret else "",
                company_sudo=house_sudo(),
            )
        )
