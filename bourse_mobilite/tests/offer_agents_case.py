"""Agents who look for an immersion near the host of the cast, and its own offer."""

from odoo import fields
from odoo.fields import Command


class OfferAgentsCast:
    """Mixed with a case that has the cast: nobody looks but those of ``_looking``."""

    @classmethod
    def _cast_offer_agents(cls):
        cls.env["mobility.candidate"].search([]).seeking = False
        cls.accueil = cls.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        cls.url = f"/my/offres/{cls.offer.id}/agents"

    @classmethod
    def _looking(cls, count, **vals):
        """``count`` files of agents who look for such a place, of the third employer."""
        people = cls.env["res.partner"].create(
            [
                {"name": f"Zoé Zéphyr {rank}", "email": f"zoe.{rank}@perso.example.org"}
                for rank in range(count)
            ]
        )
        return cls.env["mobility.candidate"].create(
            [
                {
                    "partner_id": person.id,
                    "adviser_id": cls.adviser.id,
                    "employer_id": cls.third.id,
                    "cadre_id": cls.candidate2.cadre_id.id,
                    "commune_id": cls.env.ref("bourse_mobilite.commune_60471").id,
                    "target_metier_ids": [Command.set(cls.accueil.ids)],
                    "seeking": True,
                    **vals,
                }
                for person in people
            ]
        )

    def _day(self, days):
        return fields.Date.add(self._today(), days=days)


def without_token(text):
    """The page without what Odoo draws anew each time."""
    return [line for line in text.splitlines() if "csrf_token" not in line]
