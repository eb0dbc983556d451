from odoo import models
from odoo.fields import Domain

from ..rules.territory import commune_as_employer, typographic

# INSEE's "type de nom en clair" before which "de" elides: a vowel or a mute h, and
# the article Aux.
_ELIDED = ("1", "6")


class MobilityCommune(models.Model):
    """The local authorities that the official list knows."""

    _inherit = "mobility.commune"

    def _open_data_employers(self, department_codes):
        """The communes and the EPCI of these départements, as public employers.

        A commune has the official address, e-mail and telephone of its town hall.
        The list does not say where an EPCI has its seat: its commune is then its most
        populated member among the communes that are loaded, and it has no address,
        which would be a guess. An EPCI is of the département of most of its members.

        :return: a list of dicts: siren, name, kind ("commune" or "epci"), commune_id
            (False when it is not loaded), street, zip, city, email, phone ("" when
            unknown)
        :raises UserError: there is no list for one of these codes.
        """
        codes = sorted(set(department_codes))
        tables = {code: self._read_table(code) for code in codes}
        seats, ids = self._loaded_communes(tables)
        employers = [
            self._commune_employer(row, ids.get(row["code"], False))
            for code in codes
            for row in tables[code]
        ]
        return employers + [
            {
                **dict.fromkeys(("street", "zip", "city", "email", "phone"), ""),
                "siren": row["siren"],
                "name": typographic(row["name"]),
                "kind": "epci",
                "commune_id": seats.get(row["siren"], False),
            }
            for row in self._read_epci()
            if row["department_code"] in codes
        ]

    def _loaded_communes(self, tables):
        """Answer two dicts: the most populated commune of each EPCI, by its SIREN, and
        the communes of the tables by INSEE code."""
        members = {row["epci_siren"] for table in tables.values() for row in table}
        communes = self.with_context(active_test=False).search_fetch(
            Domain("department_code", "in", list(tables))
            | Domain("epci_siren", "in", list(members - {""})),
            ["code", "epci_siren"],
            order="population desc nulls last, code",
        )
        seats = {}
        for commune in communes:
            seats.setdefault(commune.epci_siren, commune.id)
        return seats, {commune.code: commune.id for commune in communes}

    def _commune_employer(self, row, commune_id):
        return {
            "siren": row["siren"],
            "name": commune_as_employer(row["name"], row["liaison"] in _ELIDED),
            "kind": "commune",
            "commune_id": commune_id,
            "street": row["street"],
            "zip": row["postal_codes"].split(" ")[0],
            "city": row["name"],
            "email": row["email"],
            "phone": row["phone"],
        }
