"""A connected person, agent or not: the requests, the conventions."""

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .frame import NO_ANSWER, PAGE_SIZE, own_candidate, page, pager

# A file of this many answers due is a work list; the rest comes as they are given.
_MOST_WAITING = 50


def own_organisations_sudo():
    """The employers for which the connected person speaks (sudo: their names)."""
    return request.env.user._mobility_employers("hr", "authority")


def own_request(request_id):
    """The request, if the connected person has a part in it, or nothing.

    Record rules decide; staff, who may read everything, use the back office.
    """
    immersions = request.env["mobility.request"]
    if not immersions.has_access("read"):
        return immersions
    immersion = immersions.search(Domain("id", "=", request_id))
    try:
        if immersion:
            immersion._portal_values(request.env.user.partner_id)
    except AccessError:
        return immersions
    return immersion


class Party(CustomerPortal):
    def _prepare_portal_layout_values(self):
        return {
            **super()._prepare_portal_layout_values(),
            "mobility_own_file": bool(own_candidate()),
        }

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for counter, model, domain in (
            ("mobility_request_count", "mobility.request", self._requests_domain),
            (
                "mobility_convention_count",
                "mobility.convention",
                self._conventions_domain,
            ),
            ("mobility_offer_count", "mobility.offer", self._own_offers_domain),
        ):
            if counter in counters:
                records = request.env[model]
                readable = records.has_access("read")
                values[counter] = records.search_count(domain()) if readable else 0
        return values

    @route(
        ["/my/demandes", "/my/demandes/page/<int:number>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def requests(self, number=1, **_more):
        """One's own requests, and those asked of one's organisations: first the ones
        that wait for an answer of the reader."""
        partner = request.env.user.partner_id
        organisations_sudo = own_organisations_sudo()
        immersions = request.env["mobility.request"]
        if not immersions.has_access("read"):
            raise request.not_found()
        candidate = own_candidate()
        own = immersions.search(Domain("partner_id", "=", partner.id))
        waiting, others, pages = immersions, immersions, pager("/my/demandes", 0, 1)
        waiting_count = 0
        if organisations_sudo:
            rows = request.env["mobility.decision"].search(
                self._to_answer_domain()
                & Domain("organisation_id", "in", organisations_sudo.ids),
                order="due_on, id",
            )
            waiting_count = len(rows.request_id)
            waiting = rows.request_id[:_MOST_WAITING]
            domain = (
                self._asked_domain("", organisations_sudo)
                & Domain("partner_id", "!=", partner.id)
                & Domain("id", "not in", waiting.ids)
            )
            pages = pager("/my/demandes", immersions.search_count(domain), number)
            others = immersions.search(
                domain, order="id desc", offset=pages["offset"], limit=PAGE_SIZE
            )

        def shown(records):
            return [one._portal_values(partner, organisations_sudo) for one in records]

        return self._page(
            "portal_requests",
            "mobility_requests",
            candidate=candidate,
            mobility_own_file=bool(candidate),
            organisations=organisations_sudo.mapped("name"),
            own=shown(own),
            waiting=shown(waiting),
            waiting_count=waiting_count,
            others=shown(others),
            pager=pages,
        )

    @route(
        "/my/demandes/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def one_request(self, request_id, sent="", answered="", withdrawn="", **_more):
        """One request, as the connected person may see it."""
        immersion = own_request(request_id)
        if not immersion:
            raise request.not_found()
        return self.show_request(
            immersion,
            sent=bool(sent) and immersion.state == "submitted",
            answered=bool(answered),
            withdrawn=bool(withdrawn) and immersion.state == "withdrawn",
        )

    @classmethod
    def show_request(cls, immersion, **values):
        """The page of a request that the connected person may read."""
        shown = immersion._portal_page(request.env.user.partner_id)
        return cls._page(
            "portal_request",
            "mobility_request",
            immersion=shown,
            decisions=request.env["mobility.decision"].browse(shown["pending_ids"]),
            letters=[
                {"id": row["id"], "organisation": row["organisation"]}
                for row in shown["answers"]
                if row["id"] in shown["letter_ids"]
            ],
            **{**NO_ANSWER, "error_for": 0, **values},
        )

    @route(
        ["/my/conventions", "/my/conventions/page/<int:number>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def conventions(self, number=1, **_more):
        """The conventions to which the connected person is a party."""
        acts = request.env["mobility.convention"]
        if not acts.has_access("read"):
            raise request.not_found()
        domain = self._conventions_domain()
        pages = pager("/my/conventions", acts.search_count(domain), number)
        found = acts.search(
            domain, order="id desc", offset=pages["offset"], limit=PAGE_SIZE
        )
        waiting = found._portal_mine()
        return self._page(
            "portal_conventions",
            "mobility_conventions",
            acts=[act._portal_values(waiting) for act in found],
            pager=pages,
        )

    @route(
        "/my/conventions/<int:convention_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def convention(self, convention_id, **_more):
        """One convention: who signed, who still has to, and its PDF."""
        act = self._own_convention(convention_id)
        if not act:
            raise request.not_found()
        document = act._portal_document()
        return self._page(
            "portal_convention",
            "mobility_convention",
            act=act._portal_values(),
            papers=act._portal_papers(request.env.user.partner_id),
            size=self._file(document).size if document else 0,
        )

    @route(
        "/my/conventions/<int:convention_id>/pdf",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        readonly=True,
    )
    def convention_pdf(self, convention_id, **_more):
        """The very file: sealed once everyone has signed, else as it was frozen."""
        act = self._own_convention(convention_id)
        if not act or not act._portal_document():
            raise request.not_found()
        response = self._file(act._portal_document()).get_response(as_attachment=False)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _own_convention(self, convention_id):
        acts = request.env["mobility.convention"]
        if not acts.has_access("read"):
            return acts
        return acts.search(
            self._conventions_domain() & Domain("id", "=", convention_id)
        )

    def _file(self, document):
        # Read as the person: the rules of the document decide.
        document.check_access("read")
        field, name = document._given_file()
        return request.env["ir.binary"]._get_stream_from(
            document,
            field,
            filename=name,
            mimetype="application/pdf",
        )

    @classmethod
    def _page(cls, template, page_name, **values):
        return page(template, page_name=page_name, **values)

    def _own_domain(self, path):
        """What the record rules say, said again: staff read more than their own."""
        return Domain(
            f"{path}partner_id", "=", request.env.user.partner_id.id
        ) | self._asked_domain(path, own_organisations_sudo())

    def _asked_domain(self, path, organisations_sudo):
        """What was asked of these organisations."""
        asked = Domain("asked_on", "!=", False) & Domain(
            "organisation_id", "in", organisations_sudo.ids
        )
        return Domain(f"{path}decision_ids", "any", asked)

    def _requests_domain(self):
        return self._own_domain("")

    def _conventions_domain(self):
        return Domain("state", "!=", "draft") & self._own_domain("request_id.")

    def _own_offers_domain(self):
        return Domain("host_id", "in", own_organisations_sudo().ids)

    def _to_answer_domain(self):
        """The answers that the connected person can give: never on an own request."""
        return request.env["mobility.decision"]._pending_domain() & Domain(
            "request_id.partner_id", "!=", request.env.user.partner_id.id
        )
