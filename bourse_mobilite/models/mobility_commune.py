from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.register.repair import fold_commune
from ..rules.territory import EARTH_RADIUS_KM, box_around


class MobilityCommune(models.Model):
    _name = "mobility.commune"
    _description = "Commune"
    _order = "name, id"
    _rec_names_search = ["name", "postal_codes", "code"]

    code = fields.Char(string="INSEE code", required=True)
    name = fields.Char(required=True)
    # Without accents, hyphens nor abbreviations, so that a name is found as people
    # type it even where PostgreSQL has not the unaccent extension. No index of three
    # letters: 35,000 names are read in some milliseconds, and would be loaded slower.
    search_name = fields.Char(
        string="Name without accents", compute="_compute_search_name", store=True
    )
    department_code = fields.Char(string="Département", required=True, index=True)
    postal_codes = fields.Char(
        help="Separated by spaces. The one of the town hall comes first."
    )
    siren = fields.Char(string="SIREN")
    epci_siren = fields.Char(string="SIREN of the EPCI")
    epci_name = fields.Char(string="EPCI")
    population = fields.Integer()
    latitude = fields.Float(digits=(8, 4))
    longitude = fields.Float(digits=(8, 4))
    listed = fields.Boolean(string="From the official list", readonly=True)
    withdrawn = fields.Boolean(
        string="Taken out of the official list",
        readonly=True,
        help="This commune has merged with another since the list was loaded. It is "
        "archived and never deleted: the files that use it keep it.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This INSEE code already exists.")
    _point = models.Index("(latitude, longitude)")

    @api.depends("name", "postal_codes")
    def _compute_display_name(self):
        for commune in self:
            first = (commune.postal_codes or "").split(" ")[0]
            commune.display_name = (
                f"{commune.name} ({first})" if first else commune.name or ""
            )

    @api.depends("name")
    def _compute_search_name(self):
        for commune in self:
            commune.search_name = fold_commune(commune.name)

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ("ilike", "like") and value:
            return self._typed_domain(value)
        return super()._search_display_name(operator, value)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        if operator != "ilike" or not name:
            return super().name_search(name, domain, operator, limit)
        found = self._likeliest(name, Domain(domain or Domain.TRUE), limit)
        return [(commune.id, commune.display_name) for commune in found.sudo()]

    @api.model
    def _search_typed(self, text, limit=6):
        """The communes that someone may mean by ``text``, the likeliest first: a
        name with or without its accents, hyphens and abbreviations, a postal code,
        an INSEE code, or a name and one of these."""
        return self._likeliest(text, Domain.TRUE, limit)

    @api.model
    def _split_typed(self, text):
        """Answer ``(name, code)`` as people type them, each folded, each maybe ''."""
        words = fold_commune(text).split()
        name = [word for word in words if not word[0].isdigit()]
        code = [word for word in words if word[0].isdigit()]
        return " ".join(name), "".join(code)

    @api.model
    def _typed_domain(self, text):
        name, code = self._split_typed(text)
        # One letter is in every name, and is one commune: Y, in the Somme.
        if len(name) == 1:
            return Domain("search_name", "=", name)
        # Beside a name, a code only says which one is meant: it may be a CEDEX.
        if name:
            return Domain("search_name", "like", name)
        if len(code) < 2:
            return Domain.FALSE
        return (
            Domain("postal_codes", "=like", f"{code}%")
            | Domain("postal_codes", "like", f" {code}")
            | Domain("code", "=", code.upper())
        )

    @api.model
    def _likeliest(self, text, domain, limit):
        """The communes of ``domain`` that ``text`` may mean: with the very code, then
        of the very name, then whose name begins so, then the most populated."""
        query = self._search(domain & self._typed_domain(text), limit=limit)
        if query.is_empty():
            return self.browse()
        name, code = self._split_typed(text)
        postal, insee, known = (
            SQL.identifier(self._table, field)
            for field in ("postal_codes", "code", "search_name")
        )
        query.order = SQL(
            """
            %(code)s = ANY(string_to_array(%(postal)s, ' ')) DESC NULLS LAST,
            %(insee)s = %(code_upper)s DESC,
            %(known)s = %(name)s DESC, starts_with(%(known)s, %(name)s) DESC,
            %(population)s DESC NULLS LAST, %(known)s, %(id)s
            """,
            code=code,
            postal=postal,
            insee=insee,
            code_upper=code.upper(),
            known=known,
            name=name,
            population=SQL.identifier(self._table, "population"),
            id=SQL.identifier(self._table, "id"),
        )
        return self._fetch_query(query, self._determine_fields_to_fetch())

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
        if not commune:
            return {}
        return dict(self.env.execute_query(self._within_sql(commune, radius_km)))

    @api.model
    def _within_sql(self, commune, radius_km):
        """SQL of the rows ``(id, km)`` of the communes within ``radius_km`` of one;
        of itself alone when its point is not known."""
        if not (commune.latitude or commune.longitude):
            return SQL(
                "SELECT id, 0.0 AS km FROM mobility_commune WHERE id = %s", commune.id
            )
        distance = self._distance_sql(commune)
        # The box is what the index knows; the distance is reckoned for it alone.
        south, north, west, east = box_around(
            commune.latitude, commune.longitude, radius_km
        )
        return SQL(
            """
            SELECT id, %s AS km FROM mobility_commune
             WHERE latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s
               AND (latitude <> 0 OR longitude <> 0) AND %s <= %s
            """,
            distance,
            south,
            north,
            west,
            east,
            distance,
            radius_km,
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
        if not (commune.latitude or commune.longitude):
            return dict.fromkeys((self & commune).ids, 0.0)
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM mobility_commune WHERE id IN %s",
                    self._distance_sql(commune),
                    tuple(self.ids),
                )
            )
        )
