from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, remove_accents

from ..rules.register.repair import fold
from ..rules.words import stem

_MOST_WORDS = 8
_SHOWN = (
    "name", "host_name", "commune_id", "metier_id", "date_from", "date_to",
)  # fmt: skip


class MobilityOffer(models.Model):
    """The public list: what it searches, and in which order, whoever reads it.

    100,000 offers are read like 10,000: each question that the page asks has an index
    that answers it without the rows.
    """

    _inherit = "mobility.offer"

    # In one place, so that one index finds a word wherever it is; without accents,
    # so that PostgreSQL does not take them off 100,000 texts at each search.
    searched_text = fields.Text(
        string="Words of the offer",
        compute="_compute_searched_text",
        store=True,
        help="What the public list searches, without accents or capitals.",
    )

    _published_count_idx = models.Index(
        "(company_id, date_to) WHERE state = 'published'"
    )
    _published_idx = models.Index(
        "(company_id, metier_id, commune_id, date_to) WHERE state = 'published'"
    )
    _published_commune_idx = models.Index(
        "(commune_id, company_id, metier_id, date_to, published_on DESC, id DESC) "
        "WHERE state = 'published'"
    )
    _published_recent_idx = models.Index(
        "(published_on DESC, id DESC, company_id, metier_id, date_to) "
        "WHERE state = 'published'"
    )
    _published_words_idx = models.Index(
        lambda registry: registry.has_trigram
        and "USING gin (searched_text gin_trgm_ops) WHERE state = 'published'"
    )

    @api.depends(
        "name",
        "host_name",
        "service",
        "description",
        "metier_id.name",
        "commune_id.name",
    )
    def _compute_searched_text(self):
        for offer in self:
            texts = (
                offer.name,
                offer.host_name,
                offer.service,
                offer.metier_id.name,
                offer.commune_id.name,
                offer.description,
            )
            offer.searched_text = "\n".join(fold(text) for text in texts if text)

    @api.model
    def _catalogue_domain(self, text="", metier=None):
        """Domain of the open offers that have every word of ``text`` somewhere.

        :param metier: the only métier wanted, when given
        """
        domain = self._open_domain()
        for word in fold(text).split()[:_MOST_WORDS]:
            domain &= Domain("searched_text", "like", stem(word))
        if metier:
            domain &= Domain("metier_id", "=", metier.id)
        return domain

    @api.model
    def _catalogue_search(
        self, domain, near=None, radius_km=0, number=1, size=20, at_once=False
    ):
        """One page of the list, and how many offers the whole list has.

        The nearest come first when a place is given, else the most recently published.
        The database sorts, and reads whole rows only for those that are shown.

        :param near: the commune within ``radius_km`` of which they all are
        :param number: the page; the last one when it is beyond
        :param at_once: read the whole list once: for words, finding is what costs
        """
        query = self._search(domain)
        order = self._order_to_sql("published_on desc, id desc", query)
        if near:
            communes = self.env["mobility.commune"]._within_sql(near, radius_km)
            query.add_join(
                "JOIN",
                "near",
                SQL("(%s)", communes),
                SQL("near.id = %s", SQL.identifier(self._table, "commune_id")),
            )
            order = SQL("near.km, %s", order)
        if at_once:
            query.order = order
        total = len(query.get_result_ids() if at_once else query)
        first = size * (min(max(1, number), max(1, -(-total // size))) - 1)
        if not at_once:
            query.order, query.offset, query.limit = order, first, size
            first = 0
        offers = self.browse(query.get_result_ids()[first : first + size])
        offers.fetch(_SHOWN)
        return offers, total

    @api.model
    def _catalogue_metiers(self):
        """The métiers of the open offers, in the order of their names."""
        offered = self._search(self._open_domain())
        return (
            self.env["mobility.metier"]
            .search_fetch(Domain("id", "in", offered.subselect("metier_id")), ["name"])
            .sorted(lambda metier: remove_accents(metier.name).lower())
        )
