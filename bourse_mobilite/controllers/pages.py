"""Anyone: the pages that the law asks for."""

from odoo.http import Controller, route

from .frame import house_sudo, page


class LegalPages(Controller):
    @route("/accessibilite", type="http", auth="public", website=True, readonly=True)
    def accessibility(self, **_more):
        """The declaration of accessibility (loi n° 2005-102, art. 47)."""
        return page("portal_accessibility", company_sudo=house_sudo())

    @route(
        "/donnees-personnelles",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def personal_data(self, **_more):
        """What is kept, why, how long and one's rights (RGPD, arts 13 and 14)."""
        return page("portal_personal_data", company_sudo=house_sudo())
