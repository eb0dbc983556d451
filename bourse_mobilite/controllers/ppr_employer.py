"""Those who act for an employer: the PPR of its own agents, and what they have to do."""

from odoo.http import Controller, request, route

from .party import own_organisations_sudo
from .ppr_own import private_page

_USER = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class EmployerPpr(Controller):
    @route("/my/ppr", methods=["GET"], **_USER)
    def employer_ppr_list(self, **_more):
        """The files of the agents of one's organisations: what is due first."""
        if not own_organisations_sudo():
            raise request.not_found()
        cards = request.env["mobility.ppr"]._portal_cards("employer")
        return private_page(
            "portal_ppr_list",
            page_name="mobility_files",
            cards=[card for card in cards if not card["closed"]],
            closed=[card for card in cards if card["closed"]],
        )

    @route("/my/ppr/<int:ppr_id>", methods=["GET"], **_USER)
    def employer_ppr(self, ppr_id, **_more):
        """One file, and what the employer has to do next."""
        ppr = request.env["mobility.ppr"]._portal_search("employer", ppr_id)
        if not ppr:
            raise request.not_found()
        return private_page(
            "portal_ppr_employer", page_name="mobility_files", ppr=ppr._portal_page()
        )
