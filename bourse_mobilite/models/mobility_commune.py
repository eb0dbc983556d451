import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, remove_accents

EARTH_RADIUS_KM = 6371.0


class MobilityCommune(models.Model):
    _name = "mobility.commune"
    _description = "Commune"
    _order = "name, id"
    _rec_names_search = ["name", "postal_codes", "code"]

    code = fields.Char(string="INSEE code", required=True)
    name = fields.Char(required=True, index="trigram")
    department_code = fields.Char(string="Département", required=True, index=True)
    postal_codes = fields.Char(help="Separated by spaces.")
    siren = fields.Char(string="SIREN")
    population = fields.Integer()
    latitude = fields.Float(digits=(8, 4))
    longitude = fields.Float(digits=(8, 4))
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This INSEE code already exists.")

    @api.depends("name", "postal_codes")
    def _compute_display_name(self):
        for commune in self:
            first = (commune.postal_codes or "").split(" ")[0]
            commune.display_name = (
                f"{commune.name} ({first})" if first else commune.name or ""
            )

    @api.model
    def _search_typed(self, text, limit=6):
        """The communes that someone may mean by ``text``, the likeliest first: a
        postal code, or a name with or without its accents and hyphens."""
        text = " ".join((text or "").split())
        if not re.search(r"[^\W_]{2}", text):
            return self.browse()
        if text.isdigit():
            return self.search_fetch(
                Domain("postal_codes", "like", text),
                order="population desc",
                limit=limit,
            )
        # One typed character stands for a hyphen, an apostrophe or a space alike.
        pattern = re.sub(r"[\W_]", "_", re.sub(r"\bst(e?)\b", r"saint\1", text.lower()))
        found = self.search_fetch(
            Domain("name", "ilike", pattern), order="population desc", limit=50
        )
        wanted = self._plain_name(pattern)

        def rank(commune):
            name = self._plain_name(commune.name)
            return (name != wanted, not name.startswith(wanted))

        return found.sorted(rank)[:limit]

    @api.model
    def _plain_name(self, name):
        return re.sub(r"[\W_]", " ", remove_accents(name).lower())

    @api.model
    def _search_near(self, commune, radius_km):
        """Domain of the communes within ``radius_km`` (as the crow flies) of one.

        The great-circle distance between town halls; a commune without a point
        is never near.
        """
        return Domain("id", "in", list(self._distances_within(commune, radius_km)))

    @api.model
    def _distances_within(self, commune, radius_km):
        """Answer ``{commune id: km}`` of the communes within ``radius_km`` of one."""
        if not commune or not (commune.latitude or commune.longitude):
            return dict.fromkeys(commune.ids, 0.0)
        distance = self._distance_sql(commune)
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT id, %s FROM mobility_commune
                     WHERE (latitude <> 0 OR longitude <> 0) AND %s <= %s
                    """,
                    distance,
                    distance,
                    radius_km,
                )
            )
        )

    @api.model
    def _distance_sql(self, commune):
        """SQL of the distance in km between ``commune`` and each row."""
        return SQL(
            """
            2 * %(radius)s * asin(least(1, sqrt(
                sin(radians(latitude - %(lat)s) / 2) ^ 2
                + cos(radians(latitude)) * cos(radians(%(lat)s))
                * sin(radians(longitude - %(lon)s) / 2) ^ 2
            )))
            """,
            radius=EARTH_RADIUS_KM,
            lat=commune.latitude,
            lon=commune.longitude,
        )

    def _distances_from(self, commune):
        """Answer ``{commune id: km}`` from ``commune`` to each of ``self``."""
        if not commune or not self:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM mobility_commune WHERE id IN %s",
                    self._distance_sql(commune),
                    tuple(self.ids),
                )
            )
        )
