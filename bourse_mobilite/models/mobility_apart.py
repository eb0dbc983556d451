from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import SQL
from odoo.tools.translate import get_translation

_GROUP = "bourse_mobilite.group_mobility_ppr"
# Far above any number that the others reach, and within those of PostgreSQL.
FIRST_ID = 1_000_000_000


class MobilityApart(models.AbstractModel):
    """Rows of which some are a PPR's. For who is no party these are not there at all:
    neither found nor counted, an id of theirs is answered as one that nobody uses, and
    they are numbered apart, so that no number is missing between two others."""

    _name = "mobility.apart"
    _description = "Rows of which some are kept apart"

    @api.model
    def _goes_apart(self, vals):
        """Whether the row of these values is one of those."""
        return bool(vals.get("ppr_id"))

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

    @api.private
    def exists(self):
        """What one may not read does not exist: a hidden id answers as an unused one."""
        found = super().exists()
        apart = found._apart()
        if self.env.su or not apart or self.env.user.has_group(_GROUP):
            return found
        hidden = apart - apart.browse(apart._search([("id", "in", apart.ids)]))
        return found - hidden

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if (
            result
            and result[0]._apart()
            and self.env["ir.model.access"].check(self._name, operation, False)
            and not self.env.user.has_group(_GROUP)
        ):
            raise result[0]._apart()._missing()
        return result

    def _missing(self):
        """The error of Odoo for an id that nobody uses, word for word."""
        lang = self.env.lang or "en_US"
        where = {"record": self[:1], "user": self.env.uid}
        return MissingError(
            "\n".join(
                [
                    get_translation(
                        "base", lang, "Record does not exist or has been deleted.", ()
                    ),
                    get_translation(
                        "base", lang, "(Record: %(record)s, User: %(user)s)", where
                    ),
                ]
            )
        )
