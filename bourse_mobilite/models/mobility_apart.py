from odoo import api, models
from odoo.tools import SQL

# Far above any number that the others reach, and within those of PostgreSQL.
FIRST_ID = 1_000_000_000


class MobilityApart(models.AbstractModel):
    """Rows of which some are a PPR's: hidden from who is no party, and numbered apart,
    so that no number is missing between two others."""

    _name = "mobility.apart"
    _inherit = ["mobility.hidden"]
    _description = "Rows of which some are kept apart"

    @api.model
    def _goes_apart(self, vals):
        """Whether the row of these values is one of those."""
        return bool(vals.get("ppr_id"))

    def _hideable(self):
        return self._apart()

    def _apart(self):
        """Those of these records that are kept apart: their number says it."""
        return self.browse(
            one for one in self._ids if isinstance(one, int) and one >= FIRST_ID
        )

    def init(self):
        """Two series of ids; which one is taken is said for each creation."""
        if self._abstract:
            return
        ordinary, apart = f"{self._table}_id_seq", f"{self._table}_ppr_id_seq"
        self.env.cr.execute(
            SQL(
                "CREATE SEQUENCE IF NOT EXISTS %s START %s OWNED BY %s",
                SQL.identifier(apart),
                SQL(str(FIRST_ID)),
                SQL.identifier(self._table, "id"),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                ALTER TABLE %s ALTER id SET DEFAULT CASE
                    WHEN current_setting('mobility.series', true) = 'ppr'
                    THEN nextval(%s) ELSE nextval(%s) END
                """,
                SQL.identifier(self._table),
                SQL(f"'{apart}'"),
                SQL(f"'{ordinary}'"),
            )
        )

    @api.model
    def _take_series(self, name):
        self.env.cr.execute(SQL("SELECT set_config('mobility.series', %s, true)", name))

    def _create(self, data_list):
        """Whole batches, each from its own series."""
        apart = [one for one in data_list if self._goes_apart(one["stored"])]
        others = [one for one in data_list if not self._goes_apart(one["stored"])]
        if apart:
            self._take_series("ppr")
            super()._create(apart)
            # When it fails, what undoes the creation undoes the choice too.
            self._take_series("")
        if others:
            super()._create(others)
        # In the order that was asked.
        return self.browse([one["record"].id for one in data_list])
