import base64

from stdnum.fr import siret

from odoo import api, models

from . import french

_PARTIES = {
    "employer": "L’employeur d’origine",
    "host": "L’accueil",
    "cdg": "Le centre de gestion",
    "cnfpt": "Le CNFPT",
}


class ActParts(models.AbstractModel):
    """What every act prints alike: letterhead, people, days, boxes to sign in."""

    _name = "mobility.act.parts"
    _description = "Parts of an act as printed"

    @api.model
    def _letterhead(self, company):
        partner = company.partner_id
        shown = not company.uses_default_logo and partner.image_512
        return {
            "name": company.name,
            "address": partner._mobility_address_line(),
            "ways": " – ".join(filter(None, (company.phone, company.email))),
            "siret": self._siret(partner),
            "logo": self._picture(partner) if shown else "",
        }

    @api.model
    def _picture(self, partner):
        """The logo as data. No build of wkhtmltopdf reads WebP: the JPEG that Odoo
        keeps beside the original stands for it."""
        image = partner.image_512
        if base64.b64decode(image[:16]).startswith(b"RIFF"):
            image = partner.image_1920
        qweb = self.env["ir.qweb"].with_context(webp_as_jpg=True)
        return qweb._get_converted_image_data_uri(image)

    @api.model
    def _siret(self, partner):
        """Grouped 3-3-3-5, as on an official letter; '' when unknown."""
        number = partner.company_registry
        return siret.format(number) if number and siret.is_valid(number) else ""

    @api.model
    def _joined(self, *parts):
        return ", ".join(part for part in parts if part)

    @api.model
    def _contact(self, act):
        """The adviser, as people can reach this person."""
        adviser = act.candidate_id.adviser_id.partner_id
        return self._joined(adviser.name, adviser.phone, adviser.email)

    @api.model
    def _delegation(self, role):
        dated = french.short(role.delegation_date)
        return self._joined(role.delegation_reference, dated and f"du {dated}")

    @api.model
    def _signed_on(self, act):
        """The day of the last signature of a convention, '' before the first."""
        rows = act.document_id.signatory_ids.filtered("signed_on")
        return french.short(max(rows.mapped("signed_on"), default=False))

    @api.model
    def _boxes(self, agent, signers):
        """The boxes to sign in: that of the agent, then one an authority.

        :param signers: ``(party, role, organisation)``; the role is empty when nobody
            can sign today
        """
        nothing = {"organisation": "", "quality": "", "delegation": ""}
        return [
            {**nothing, "party": "L’agent", "name": agent},
            *(
                {
                    "party": _PARTIES[party],
                    "organisation": organisation.name,
                    "name": role.partner_id.name,
                    "quality": role.quality,
                    "delegation": self._delegation(role),
                }
                for party, role, organisation in signers
            ),
        ]

    @api.model
    def _day_pairs(self, days, hours):
        """The days, in two columns.

        :param days: rows that have a date, a half and a portion
        :param hours: those of a whole day
        """
        cells = [
            {
                "date": french.day(day.date),
                "hours": french.hours(day.half, hours),
                "length": french.number(day.portion),
            }
            for day in days.sorted(lambda day: (day.date, day.half))
        ]
        middle = (len(cells) + 1) // 2
        return [
            (first, cells[middle + rank] if middle + rank < len(cells) else {})
            for rank, first in enumerate(cells[:middle])
        ]

    @api.model
    def _totals(self, days, years, earlier):
        """The total, and the total over the years: it has one form for all, what
        earlier immersions used up, plus these days. It is the legal count when the
        regime counts in the quota, and says nothing of the regime when it does not.

        :param days: jours ouvrés of this immersion
        :param years: over which immersions add up
        :param earlier: jours ouvrés of the other immersions
        """
        return {
            "total": french.working_days(days),
            "years": years,
            "earlier": french.counted(earlier),
            "cumulative": french.working_days(earlier + days),
        }
