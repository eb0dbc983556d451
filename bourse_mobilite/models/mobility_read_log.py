import functools

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.web.models import models as web

WAYS = [
    ("opened", "Opened"),
    ("list", "Seen in a list"),
    ("export", "Exported"),
    ("figures", "Counted in a table"),
    ("read", "Data read"),
    ("page", "Read on a page"),
]


class MobilityReadLog(models.Model):
    """Who looked at a file that is nobody else's affair, when and how: the agent reads
    it. Written by Odoo's reads themselves, one row for a person, a file, a way and an
    hour; never changed, by anyone."""

    _name = "mobility.read.log"
    _description = "Who looked at a PPR"
    _inherit = ["mobility.hidden"]
    _order = "read_on desc, id desc"
    _rec_name = "reader"

    ppr_id = fields.Many2one(
        "mobility.ppr", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ppr_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", string="Account", readonly=True, ondelete="set null"
    )
    reader = fields.Char(string="Who", required=True, readonly=True)
    read_on = fields.Datetime(
        string="When",
        required=True,
        readonly=True,
        help="The first time within the hour.",
    )
    hour = fields.Datetime(required=True, readonly=True)
    way = fields.Selection(WAYS, string="How", required=True, readonly=True)

    _once = models.UniqueIndex("(ppr_id, user_id, hour, way)")

    @api.model_create_multi
    def create(self, vals_list):
        """By no one: see ``_note``."""
        if vals_list:
            raise AccessError(self._only_added())
        return super().create(vals_list)

    def write(self, vals):
        """Never."""
        if vals:
            raise AccessError(self._only_added())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A row stays as long as its file."""
        raise AccessError(self._only_added())

    def _only_added(self):
        return self.env._("Who looked at a file is noted by itself, and stays.")

    @api.model
    def _note(self, ppr_ids, way):
        """Note that the user of this environment reads these files.

        ``read`` is what is said when nothing else is within the hour.

        :raises ReadOnlySqlTransaction: the cursor cannot write; Odoo then plays the
            request again with one that can
        """
        if not ppr_ids:
            return
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction("a read that is noted needs to write")
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mobility_read_log
                       (ppr_id, company_id, user_id, reader, read_on, hour, way)
                SELECT ppr.id, ppr.company_id, %(user)s, %(reader)s, now.at,
                       date_trunc('hour', now.at), %(way)s
                  FROM mobility_ppr AS ppr
                  LEFT JOIN mobility_candidate AS candidate
                    ON candidate.id = ppr.candidate_id
                 CROSS JOIN (SELECT %(now)s::timestamp AS at) AS now
                 WHERE ppr.id IN %(ids)s
                   AND candidate.partner_id IS DISTINCT FROM %(own)s
                   AND (%(way)s <> 'read' OR NOT EXISTS (
                       SELECT 1
                         FROM mobility_read_log AS log
                        WHERE log.ppr_id = ppr.id
                          AND log.user_id = %(user)s
                          AND log.hour = date_trunc('hour', now.at)
                   ))
                    ON CONFLICT DO NOTHING
                """,
                user=self.env.uid,
                own=self.env.user.sudo().partner_id.id,
                reader=self.env.user.sudo().name,
                now=fields.Datetime.now(),
                way=way,
                ids=tuple(ppr_ids),
            )
        )


# Odoo answers these from a cursor that cannot write.
_READ_ONLY = (
    "name_search",
    "read",
    "search",
    "search_count",
    "search_read",
    "web_name_search",
    "web_read",
    "web_read_group",
    "web_search_read",
    "formatted_read_group",
    "formatted_read_grouping_sets",
    "read_progress_bar",
)


class MobilityReadNoted(models.AbstractModel):
    """Records whose every read is noted in ``mobility.read.log``, by whatever method of
    Odoo they are read. The agent's own reads are not."""

    _name = "mobility.read.noted"
    _description = "Record whose reads are noted"

    def _files_read(self):
        """The ids of the PPR to which these records belong."""
        if self._name == "mobility.ppr":
            return self.ids
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ppr_id FROM %s WHERE id IN %s AND ppr_id IS NOT NULL",
                SQL.identifier(self._table),
                self._ids,
            )
        )
        return [ppr_id for [ppr_id] in rows]

    def _note_read(self, way):
        """Note that the user of this environment reads these records.

        For pages too, which read with all rights: the user stays who it is.
        """
        records = self._origin
        user = self.env.user
        if not records or user.id == api.SUPERUSER_ID:
            return
        if user._is_internal() and not user.has_group(
            "bourse_mobilite.group_mobility_ppr"
        ):
            return  # nothing of a PPR is theirs to read
        self.env["mobility.read.log"]._note(records._files_read(), way)

    def _noted(self, way):
        """What happens with all rights is Odoo's own work, nobody's reading."""
        if not self.env.su:
            self._note_read(way)

    def _noted_readable(self, way):
        """Before anything else is noted, those of these records that will be read."""
        ids = self._origin.ids
        if ids and not self.env.su:
            self.browse(self._search([("id", "in", ids)]))._note_read(way)

    def _fetch_query(self, query, fields):
        """What a transaction reads for the first time passes here."""
        records = super()._fetch_query(query, fields)
        records._noted("read")
        return records

    def _check_access(self, operation):
        """To check a right, Odoo reads with all of them: nothing is fetched later."""
        result = super()._check_access(operation)
        if result is None and not self.env.su:
            self._note_read("read")
        return result

    def read(self, fields=None, load="_classic_read"):
        """What the transaction had in memory already passes here. An id alone is no
        reading: Odoo answers any, even one that nobody uses."""
        values = super().read(fields, load)
        told = [row["id"] for row in values if row["id"] and len(row) > 1]
        self.browse(told)._noted("read")
        return values

    def web_read(self, specification):
        if self._name == "mobility.ppr" and not self.env.context.get("mobility_listed"):
            self._noted_readable("opened" if len(self) == 1 else "list")
        return super().web_read(specification)

    @api.model
    def web_search_read(self, domain, specification, *args, **kwargs):
        listed = self.with_context(mobility_listed=True)
        if not self.env.su:
            page = ("offset", "limit", "order")
            page = {**dict(zip(page, args, strict=False)), **kwargs}
            page.pop("count_limit", None)
            self.browse(self._search(domain, **page))._note_read("list")
        return super(MobilityReadNoted, listed).web_search_read(
            domain, specification, *args, **kwargs
        )

    def export_data(self, fields_to_export):
        self._noted_readable("export")
        return super().export_data(fields_to_export)

    @api.model
    def _read_group(self, domain, *args, **kwargs):
        self._note_figures(domain)
        return super()._read_group(domain, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, *args, **kwargs):
        self._note_figures(domain)
        return super()._read_grouping_sets(domain, *args, **kwargs)

    @api.model
    def search_count(self, domain, limit=None):
        self._note_figures(domain)
        return super().search_count(domain, limit)

    @api.model
    def _note_figures(self, domain):
        """A count says who has a PPR, when it is asked of one person."""
        if not self.env.su:
            self.browse(self._search(domain))._note_read("figures")


def _with_a_cursor_that_writes(name):
    """The method of Odoo, unchanged, for which Odoo opens a cursor that writes."""
    source = getattr(web.Base, name, None) or getattr(models.BaseModel, name)

    @functools.wraps(source)
    def method(self, *args, **kwargs):
        return getattr(super(MobilityReadNoted, self), name)(*args, **kwargs)

    return method


for _name in _READ_ONLY:
    if _name not in vars(MobilityReadNoted):
        setattr(MobilityReadNoted, _name, _with_a_cursor_that_writes(_name))
    vars(MobilityReadNoted)[_name]._readonly = False
