"""Anyone: the pages that the law asks for."""

from odoo.http import Controller, request, route

from .frame import page


class LegalPages(Controller):
    @route("/accessibilite", type="http", auth="public", website=True, readonly=True)
    def accessibility(self, **_more):
        """The declaration of accessibility (loi n° 2005-102, art. 47)."""
        return page("portal_accessibility", company_sudo=self._company_sudo())

    @route(
        "/donnees-personnelles",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def personal_data(self, **_more):
        """What is kept, why, how long and one's rights (RGPD, arts 13 and 14)."""
        return page("portal_personal_data", company_sudo=self._company_sudo())

    def _company_sudo(self):
        # The CDG's own public address, on public pages.
        return request.env.company.sudo()
