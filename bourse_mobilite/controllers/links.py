"""Someone without an account, who holds a personal link."""

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.ir_http import PRIVATE
from .frame import NO_ANSWER, house_sudo, page, too_long, typed, typed_date

_URL = "/demande/decider/<string:secret>"
_LOST = "/demande/lien"


class Links(Controller):
    @route(
        _URL,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def decide(self, secret, repondu="", **_more):
        """The request and the form to answer. Nothing is consumed: scanners of mail
        open links."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo, secret)
        return self._private(
            self._show(
                secret,
                link_sudo,
                decision_sudo,
                answered=bool(repondu and decision_sudo.answer),
            )
        )

    # The secret is in the address: whoever can forge the request can also open the
    # link. A token would only lose the text of a browser that keeps no cookie.
    @route(
        _URL,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def decided(
        self,
        secret,
        answer="",
        reasons="",
        proposed_start="",
        proposed_end="",
        **_more,
    ):
        """Record the answer, once."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo, secret)
        kept = {
            "reasons": typed(reasons),
            "proposed_start": typed(proposed_start),
            "proposed_end": typed(proposed_end),
        }
        error = too_long(kept["reasons"])
        try:
            if error:
                raise UserError(error)
            with request.env.cr.savepoint():
                decision_sudo._answer(
                    answer,
                    reasons=kept["reasons"],
                    author=link_sudo.partner_id,
                    way="link",
                    proposed=(
                        typed_date(proposed_start),
                        typed_date(proposed_end),
                    ),
                )
        except UserError as refusal:
            said = decision_sudo.answer == answer and bool(answer)
            if not (said and decision_sudo.author_id == link_sudo.partner_id):
                return self._private(
                    self._show(
                        secret,
                        link_sudo,
                        decision_sudo,
                        error=refusal.args[0],
                        tried=answer,
                        **kept,
                    )
                )
            # Touched twice, or sent again by the phone: it is recorded all the same.
        else:
            path = f"/demande/decider/{secret}"
            decision_sudo._mail_answered(link_sudo.partner_id, path)
        return self._private(
            request.redirect(f"/demande/decider/{secret}?repondu=1", code=303)
        )

    @route(
        f"{_URL}/nouveau",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def send_again(self, secret, **_more):
        """The link is too old: send a new one, to the mailbox of its owner only."""
        link_sudo = request.env["mobility.link"]._find(secret, "decide")
        if not link_sudo:
            return self._dead(link_sudo)
        request.env["mobility.link.lost"]._note(
            link=link_sudo, source=request.httprequest.remote_addr
        )
        return self._private(page("portal_link_sent"))

    @route(
        _LOST,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def lost_link(self, **_more):
        """Someone who has lost the e-mail asks for it again."""
        return self._private(page("portal_link_lost"))

    @route(
        _LOST,
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def send_lost_link(self, email="", **_more):
        """One answer for every address: nobody learns here who is asked for a word."""
        request.env["mobility.link.lost"]._note(
            typed(email), source=request.httprequest.remote_addr
        )
        return self._private(page("portal_link_sent"))

    def _open(self, secret):
        """The link of the secret, and its decision when it may still be opened.

        The link stays closed to a person who no longer acts for the organisation.
        """
        link_sudo = request.env["mobility.link"]._find(secret, "decide")
        if not link_sudo or not link_sudo._is_alive():
            return link_sudo, None
        decision_sudo = link_sudo._record()
        if not decision_sudo or not decision_sudo._may_be_answered_by(
            link_sudo.partner_id
        ):
            return link_sudo, None
        return link_sudo, decision_sudo

    def _show(self, secret, link_sudo, decision_sudo, **values):
        person_sudo = link_sudo.partner_id
        return page(
            "portal_link_decide",
            immersion=decision_sudo.request_id._portal_page(
                person_sudo, decision_sudo.organisation_id
            ),
            decision_id=decision_sudo.id,
            has_answer=bool(decision_sudo.answer),
            path=f"/demande/decider/{secret}",
            organisation=decision_sudo.organisation_id.name,
            person=person_sudo.name,
            **{**NO_ANSWER, "answered": False, **values},
        )

    def _dead(self, link_sudo, secret=""):
        """One page for every link that does not open, with what to do. It tells the
        one who held the link that an answer was recorded, and nothing else."""
        decision_sudo = link_sudo and link_sudo._record()
        notice = renew = ""
        if decision_sudo and decision_sudo.answer:
            notice = decision_sudo._already_answered()
        if decision_sudo and not link_sudo.revoked_on:
            renew = f"/demande/decider/{secret}/nouveau"
        return self._private(
            page(
                "portal_link_dead",
                status=410 if link_sudo else 404,
                notice=notice,
                renew=renew,
                company_sudo=house_sudo(),
            )
        )

    def _private(self, response):
        """An address with a secret is neither indexed, kept nor passed on."""
        response.headers.update(PRIVATE)
        return response
