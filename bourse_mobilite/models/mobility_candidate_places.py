from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .guard import civil_day
from .mobility_proposal import shown_on

# What the agent says of the search, alone.
_SEARCH = (
    "target_metier_ids",
    "radius_km",
    "licence",
    "free_from",
    "free_to",
    "seeking",
    "digest",
)


class MobilityCandidate(models.Model):
    """The places that fit a file, for its adviser and for the agent."""

    _inherit = "mobility.candidate"

    seeking = fields.Boolean(
        string="Looks for an immersion",
        tracking=True,
        help="Places are looked for every night, and new ones are told.",
    )
    proposal_ids = fields.One2many(
        "mobility.proposal",
        "candidate_id",
        string="Places that fit",
        domain=shown_on("for_agent"),
        groups="bourse_mobilite.group_mobility_adviser",
    )
    places_left_out = fields.Text(
        string="Left out for the agent",
        compute="_compute_places_left_out",
        groups="bourse_mobilite.group_mobility_ppr",
        help="Places of the list that ask for what the post must not demand. The "
        "agent does not see them; the adviser cannot tell them from the others.",
    )

    @api.constrains("free_from", "free_to")
    def _check_free_dates(self):
        for candidate in self:
            first, last = candidate.free_from, candidate.free_to
            if first and last and first > last:
                raise ValidationError(
                    self.env._(
                        "%s: the last free day comes before the first.", candidate.name
                    )
                )

    @api.depends("restriction_ids", "proposal_ids.offer_id.condition_ids")
    def _compute_places_left_out(self):
        for candidate in self:
            left_out = (
                (place, place.condition_ids & candidate.restriction_ids)
                for place in candidate.proposal_ids.offer_id
            )
            candidate.places_left_out = "\n".join(
                f"{place.display_name} : {', '.join(hurts.mapped('name'))}"
                for place, hurts in left_out
                if hurts
            )

    def action_find_places(self):
        """Look for places now, and show them."""
        self.check_access("write")
        self.env["mobility.proposal"].sudo()._refresh(self.sudo())
        return True

    @api.model
    def _cron_find_places(self):
        """Every night, the places of those who look for an immersion."""
        files = self.sudo().search(Domain("seeking", "=", True), order="id")
        proposals = self.env["mobility.proposal"].sudo()
        proposals._refresh(files)
        proposals._count_shown()

    def _own_file_sudo(self):
        """The file of the connected person.

        :raises AccessError: it is someone else's
        """
        self.ensure_one()
        if self.partner_id != self.env.user.partner_id:
            raise AccessError(self.env._("This mobility file is not yours."))
        return self.sudo()

    def _portal_places(self):
        """The places that fit the connected agent, without those that ask for what
        must be avoided; as plain values, with all that made each score."""
        file_sudo = self._own_file_sudo()
        matching_sudo = self.env["mobility.matching"].sudo()
        found = matching_sudo._best_for(file_sudo, restricted=True)
        offers_sudo = (
            self.env["mobility.offer"]
            .sudo()
            .browse(place.id for place, _verdict in found)
        )
        offers_sudo.fetch(["name", "host_name", "commune_id", "metier_id"])
        weights = matching_sudo._weights(file_sudo.company_id)
        words = matching_sudo._words_of(
            [(verdict.points, verdict.facts) for _place, verdict in found]
        )
        return [
            {
                "id": offer_sudo.id,
                "name": offer_sudo.name,
                "host": offer_sudo.host_name,
                "commune": offer_sudo.commune_id.name or "",
                "metier": offer_sudo.metier_id.name or "",
                "good": [text for good, text in said if good],
                "against": [text for good, text in said if not good],
                "lines": matching_sudo._sum(verdict.points, weights),
                "score": verdict.score,
            }
            for offer_sudo, (_place, verdict), said in zip(
                offers_sudo, found, words, strict=True
            )
        ]

    def _portal_search(self):
        """What the connected agent looks for, as the form shows it."""
        file_sudo = self._own_file_sudo()
        return {
            "metiers": file_sudo.target_metier_ids.ids,
            "commune": file_sudo.commune_id.name or "",
            "radius_km": file_sudo.radius_km,
            "licence": file_sudo.licence or "",
            "free_from": file_sudo.free_from,
            "free_to": file_sudo.free_to,
            "over": bool(file_sudo.free_to and file_sudo.free_to < civil_day(self)),
            "seeking": file_sudo.seeking,
            "digest": file_sudo.digest,
        }

    def _save_search(self, values):
        """Keep what the connected agent looks for.

        :raises ValidationError: the dates contradict each other
        """
        file_sudo = self._own_file_sudo()
        file_sudo.write({name: values[name] for name in _SEARCH if name in values})
