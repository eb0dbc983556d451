"""The letter of an answer, ready to sign, for those who act for the organisation."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from .frame import download
from .links import Links
from .party import own_request


def letter_of(decision, partner):
    """The file, or nothing when ``_letter_for`` refuses it: an address does not tell
    whether there is an answer."""
    try:
        content = decision._letter_for(partner)
    except (AccessError, UserError):
        return None
    decision_sudo = decision.sudo()
    name = f"{decision_sudo._get_report_base_filename()}.pdf"
    return download(content, name, "application/pdf")


class OwnLetters(Controller):
    @route(
        "/my/demandes/<int:request_id>/lettre/<int:decision_id>",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def own_letter(self, request_id, decision_id, **_more):
        """The letter of an answer of one's organisation."""
        immersion = own_request(request_id)
        decision = request.env["mobility.decision"]
        if immersion:
            decision = decision.search(
                Domain("id", "=", decision_id) & Domain("request_id", "=", immersion.id)
            )
        response = decision and letter_of(decision, request.env.user.partner_id)
        if not response:
            raise request.not_found()
        return response


class LinkLetters(Links):
    @route(
        "/demande/decider/<string:secret>/lettre",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def letter(self, secret, **_more):
        """The letter of the answer, for the holder of a living link to it. Nothing is
        consumed."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo)
        if not decision_sudo.answer:
            # First things first: the page on which one answers.
            return self._private(request.redirect(f"/demande/decider/{secret}"))
        response = letter_of(decision_sudo, link_sudo.partner_id)
        return self._private(response) if response else self._dead(link_sudo)
