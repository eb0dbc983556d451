from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, remove_accents

# Where a word that someone types is looked for.
_SEARCHED = (
    "name", "host_name", "service", "description", "metier_id.name", "commune_id.name",
)  # fmt: skip
_MOST_WORDS = 8
_SHOWN = (
    "name", "host_name", "commune_id", "metier_id", "date_from", "date_to",
)  # fmt: skip


class MobilityOffer(models.Model):
    """The public list: what it searches, and in which order, whoever reads it."""

    _inherit = "mobility.offer"

    @api.model
    def _catalogue_domain(self, text="", metier=None, communes=None):
        """Domain of the open offers that have every word of ``text`` somewhere.

        :param metier: the only métier wanted, when given
        :param communes: ids of the only communes wanted; None: everywhere
        """
        domain = self._open_domain()
        for word in (text or "").split()[:_MOST_WORDS]:
            domain &= Domain.OR(Domain(path, "ilike", word) for path in _SEARCHED)
        if metier:
            domain &= Domain("metier_id", "=", metier.id)
        if communes is not None:
            domain &= Domain("commune_id", "in", list(communes))
        return domain

    @api.model
    def _catalogue_page(self, domain, near=None, offset=0, limit=20):
        """One page of the list: the nearest first when a place is given, else the
        most recently published. The database sorts: 10,000 offers are one query."""
        query = self._search(
            domain, order="published_on desc, id desc", offset=offset, limit=limit
        )
        if near:
            query.join(
                self._table, "commune_id", "mobility_commune", "id", "commune_id"
            )
            distance = self.env["mobility.commune"]._distance_sql(near)
            query.order = SQL("%s, %s", distance, query.order)
        return self._fetch_query(query, self._determine_fields_to_fetch(_SHOWN))

    @api.model
    def _catalogue_metiers(self):
        """The métiers of the open offers, in the order of their names."""
        offered = self._search(self._open_domain())
        return (
            self.env["mobility.metier"]
            .search_fetch(Domain("id", "in", offered.subselect("metier_id")), ["name"])
            .sorted(lambda metier: remove_accents(metier.name).lower())
        )
