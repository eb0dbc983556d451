import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from odoo import api, models

from ..pdf.cut import Marks, Part, can_be_cut, cut
from ..pdf.edition import DRAFT
from ..pdf.wkhtmltopdf import convert

_logger = logging.getLogger(__name__)

# Documents of one run: a run costs as much as some five documents do.
LOT = 25


class ConventionDocument(models.AbstractModel):
    """Several conventions in one run of wkhtmltopdf, cut into one file each."""

    _inherit = "report.bourse_mobilite.convention_document"

    @api.model
    def _render_lots(self, conventions, editions):
        """The finished PDF of those that could be told apart for sure, ``{id: bytes}``;
        the caller makes the others alone.

        While wkhtmltopdf makes a lot, the next is written and the last one is cut.
        """
        made, running = {}, deque()
        try:
            command = self.env["ir.actions.report"]._act_command(
                "bourse_mobilite.report_convention"
            )
        except OSError:
            return made  # making one alone says what is wrong
        with ThreadPoolExecutor(max_workers=2) as pool:
            for acts in self._lots(conventions.with_env(self.env), editions):
                marks = Marks()
                html = self._lot_html(acts, marks)
                running.append((acts, marks, pool.submit(convert, command, html)))
                if len(running) > 2:
                    made |= self._cut_lot(editions, *running.popleft())
            while running:
                made |= self._cut_lot(editions, *running.popleft())
        return made

    @api.model
    def _lots(self, conventions, editions):
        """The values of the conventions, lot by lot: of one centre de gestion, and
        with no letter that would tell of one in the files of the others."""
        earlier = conventions._earlier_days()
        for own in conventions.grouped("company_id").values():
            for first in range(0, len(own), LOT):
                # What is read for one lot is read for all of them.
                lot = own[first : first + LOT].with_prefetch(own.ids)
                acts = self._acts(lot, editions, earlier)
                acts = [act for act in acts if can_be_cut(act)]
                if len(acts) > 1:
                    yield acts

    @api.model
    def _lot_html(self, acts, marks):
        return self.env["ir.actions.report"]._render_template(
            "bourse_mobilite.convention_document", self._page(acts, marks)
        )

    @api.model
    def _cut_lot(self, editions, acts, marks, run):
        records = [act["record"] for act in acts]
        parts = [
            Part(act["heading"], record._stamp(editions.get(record.id, DRAFT)))
            for act, record in zip(acts, records, strict=True)
        ]
        try:
            files = cut(run.result(), marks, parts)
        except (OSError, RuntimeError) as error:
            _logger.warning("A lot of conventions was not made: %s", error)
            return {}
        if files is None:
            _logger.info("A lot of conventions cannot be cut: made one by one")
            return {}
        return {record.id: file for record, file in zip(records, files, strict=True)}
