"""Someone without an account, who holds a personal link."""

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .frame import page, too_long, typed

_URL = "/demande/decider/<string:secret>"


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
    def decide(self, secret, **_more):
        """The request and the form to answer. Nothing is consumed: scanners of mail
        open links."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo)
        return self._private(self._show(link_sudo, decision_sudo))

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
    def decided(self, secret, answer="", reasons="", **_more):
        """Record the answer, once."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo)
        reasons = typed(reasons)
        error = too_long(reasons)
        try:
            if error:
                raise UserError(error)
            with request.env.cr.savepoint():
                decision_sudo._answer(
                    answer, reasons=reasons, author=link_sudo.partner_id, way="link"
                )
        except UserError as refusal:
            return self._private(
                self._show(
                    link_sudo,
                    decision_sudo,
                    error=refusal.args[0],
                    reasons=reasons,
                )
            )
        return self._private(self._show(link_sudo, decision_sudo, answered=True))

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

    def _show(self, link_sudo, decision_sudo, **values):
        person_sudo = link_sudo.partner_id
        return page(
            "portal_link_decide",
            immersion=decision_sudo.request_id._portal_values(
                person_sudo, decision_sudo.organisation_id
            ),
            decision_id=decision_sudo.id,
            organisation=decision_sudo.organisation_id.name,
            person=person_sudo.name,
            **{"error": "", "reasons": "", "answered": False, **values},
        )

    def _dead(self, link_sudo):
        """One page for every link that does not open, with what to do. It tells that
        an answer was recorded to the one who held the link, and nothing else."""
        notice = ""
        if link_sudo and link_sudo.revoked_on:
            decision_sudo = link_sudo._record()
            if decision_sudo and decision_sudo.answer:
                notice = decision_sudo._already_answered()
        return self._private(
            page(
                "portal_link_dead",
                status=410 if link_sudo else 404,
                notice=notice,
                company_sudo=request.env.company.sudo(),
            )
        )

    def _private(self, response):
        """An address with a secret is neither indexed, kept nor passed on."""
        response.headers.update(
            {
                "X-Robots-Tag": "noindex, nofollow",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-store",
                "X-Frame-Options": "SAMEORIGIN",
            }
        )
        return response
