"""The HR contact or signing authority of an employer: answers, follows the offers."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from .frame import (
    PAGE_SIZE,
    house_sudo,
    page,
    pager,
    too_long,
    typed,
    typed_date,
    typed_id,
)
from .party import Party, own_organisations_sudo, own_request

_AGENTS = "/my/offres/<int:offer_id>/agents"


class Employer(Controller):
    @route(
        "/my/demandes/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def answer(
        self,
        request_id,
        decision="",
        answer="",
        reasons="",
        proposed_start="",
        proposed_end="",
        **_more,
    ):
        """Answer for one's organisation; a refusal shows the page again with the
        text that was typed."""
        immersion = own_request(request_id)
        if not immersion:
            raise request.not_found()
        row = request.env["mobility.decision"].search(
            Domain("id", "=", typed_id(decision))
            & Domain("request_id", "=", immersion.id)
        )
        if not row or row.organisation_id not in own_organisations_sudo():
            raise request.not_found()
        kept = {
            "reasons": typed(reasons),
            "proposed_start": typed(proposed_start),
            "proposed_end": typed(proposed_end),
        }
        try:
            if problem := too_long(kept["reasons"]):
                raise UserError(problem)
            with request.env.cr.savepoint():
                row.action_answer(
                    answer,
                    reasons=kept["reasons"],
                    proposed_start=typed_date(proposed_start) or False,
                    proposed_end=typed_date(proposed_end) or False,
                )
        except UserError as refusal:
            return Party.show_request(
                immersion,
                error=refusal.args[0],
                error_for=row.id,
                tried=answer,
                **kept,
            )
        return request.redirect(f"/my/demandes/{request_id}?answered=1", code=303)

    @route(
        ["/my/offres", "/my/offres/page/<int:number>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def offers(self, number=1, **_more):
        """The offers of one's organisations, whatever their state."""
        offers = request.env["mobility.offer"]
        organisations_sudo = own_organisations_sudo()
        if not offers.has_access("read"):
            raise request.not_found()
        domain = Domain("host_id", "in", organisations_sudo.ids)
        pages = pager("/my/offres", offers.search_count(domain), number)
        found = offers.search(domain, offset=pages["offset"], limit=PAGE_SIZE)
        return page(
            "portal_own_offers",
            page_name="mobility_own_offers",
            organisations=organisations_sudo.mapped("name"),
            may_send=any(organisations_sudo.mapped("mobility_employer_kind")),
            offers=found,
            pager=pages,
            company_sudo=house_sudo(),
        )

    @route(
        _AGENTS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def agents(self, offer_id, asked="", **_more):
        """Whom one's offer may interest: groups of five at least, and nobody's name."""
        return self._agents_page(self._own_offer(offer_id), asked=bool(asked))

    @route(
        _AGENTS, type="http", auth="user", website=True, methods=["POST"], sitemap=False
    )
    def talk(self, offer_id, **_more):
        """Ask the centre de gestion to tell agents of the place."""
        offer = self._own_offer(offer_id)
        try:
            offer._ask_to_talk()
        except UserError as refusal:
            return self._agents_page(offer, error=refusal.args[0])
        return request.redirect(f"/my/offres/{offer.id}/agents?asked=1", code=303)

    def _own_offer(self, offer_id):
        offers = request.env["mobility.offer"]
        organisations_sudo = own_organisations_sudo()
        offer = offers.has_access("read") and offers.search(
            Domain("id", "=", offer_id)
            & Domain("host_id", "in", organisations_sudo.ids)
        )
        if not offer:
            raise request.not_found()
        return offer

    def _agents_page(self, offer, error="", asked=False):
        return page(
            "portal_offer_agents",
            page_name="mobility_offer_agents",
            offer=offer,
            groups=offer._portal_agents(),
            talk=offer._portal_talk(),
            error=error,
            asked=asked,
            company_sudo=house_sudo(),
        )
