from odoo import api, models

from .guard import acting, plain


class MobilityConvention(models.Model):
    """The draft, as it is first written."""

    _inherit = "mobility.convention"

    @api.model
    def _for_request(self, request):
        """A draft for an agreed request, filled with all that is already known."""
        roles = self.env["mobility.role"]

        def authority(organisation):
            return roles._current(organisation, "authority")[:1]

        def beside(organisation):
            found = roles._current(organisation, "authority") - authority(organisation)
            return found.filtered("always_signs").ids

        offer = request.offer_id
        site = offer.site_id or request.host_id
        tutor = offer.tutor_ids[:1]
        tutor_role = roles._current(request.host_id, "tutor").filtered(
            lambda role: role.partner_id == tutor
        )
        made = acting(self.sudo()).create(
            {
                "number": self.env["ir.sequence"].next_by_code("mobility.convention"),
                "request_id": request.id,
                "service": offer.service,
                "place": site._mobility_address_line(),
                "tutor_id": tutor.id,
                "tutor_function": tutor_role[:1].quality or tutor.function,
                "functions_observed": offer.name or request.metier_id.name,
                "activities": offer.description,
                "skills_aimed": ", ".join(offer.skill_ids.mapped("name")) or False,
                "employer_signatory_id": authority(request.employer_id).id,
                "other_signatory_ids": [
                    role.id
                    for row in request.decision_ids
                    if row.party == "origin"
                    and row.organisation_id != request.employer_id
                    for role in authority(row.organisation_id)
                ]
                + beside(request.employer_id)
                + beside(request.host_id),
                "signing_order": request.company_id.mobility_signing_order,
                "host_signatory_id": authority(request.host_id).id,
                "cdg_signatory_id": request.regime_id.cdg_signs
                and authority(request.company_id.partner_id).id,
            }
        )
        return plain(made)
