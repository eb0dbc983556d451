import base64

from odoo import models
from odoo.fields import Domain

from ..pdf import stamp
from ..pdf.edition import DRAFT
from ..rules.working_days import add_months
from .guard import acting, civil_day


class MobilityConvention(models.Model):
    """The PDF of a convention: a preview, or the file to be frozen."""

    _inherit = "mobility.convention"

    def _render_pdf(self, edition=DRAFT):
        """The finished PDF: made from the template, then page and document numbers
        stamped. Without an edition it is a preview, and says so on each page."""
        self.ensure_one()
        content = self._in_french("ir.actions.report")._render_act(
            "bourse_mobilite.report_convention",
            self,
            {"editions": {self.id: edition}},
        )
        return stamp.stamped(content, self._stamp(edition))

    def _render_pdfs(self, editions=None):
        """The finished PDF of each, ``{id: bytes}``, as `_render_pdf` makes it: some
        twenty in one run, one by one when it is not sure whose a page is.

        :param editions: ``{id: Edition}``; previews without
        """
        editions = editions or {}
        document = self._in_french("report.bourse_mobilite.convention_document")
        made = document._render_lots(self, editions) if len(self) > 1 else {}
        return {
            act.id: made.get(act.id) or act._render_pdf(editions.get(act.id, DRAFT))
            for act in self
        }

    def _in_french(self, model):
        """The model that prints: an act is in French, where French is installed,
        whoever presses the button."""
        french = self.env["res.lang"]._get_data(code="fr_FR")
        lang = "fr_FR" if french else self.env.lang
        return acting(self.env[model].with_context(lang=lang))

    def _stamp(self, edition):
        self.ensure_one()
        title, house = f"Convention {self.number}", self.company_id.name
        return edition.stamp(title, house, self.get_base_url())

    def _printed(self):
        """The PDF that a reader may have now: the file once it is frozen, as it was,
        then with its seal; before that a preview, for staff."""
        self.ensure_one()
        return self._printed_all()[self.id]

    def _printed_all(self):
        """What `_printed` gives for each, ``{id: bytes}``, in the same order."""
        self.check_access("read")
        latest = {
            act.id: act.document_id or (act.state != "draft" and act._versions()[-1:])
            for act in self
        }
        previews = self.filtered(lambda act: not latest[act.id])._render_pdfs()
        return {
            act.id: previews[act.id]
            if act.id in previews
            else base64.b64decode(
                latest[act.id].sealed_file or latest[act.id].frozen_file
            )
            for act in self
        }

    def _earlier_days(self, ends=None):
        """``{id: (years, days)}``: over how many years immersions add up, the same for
        every regime (décret n° 2022-1043: three), and the jours ouvrés that count in
        the quota over those that end with this immersion, without its own.

        :param ends: ``{id: last day}`` of those whose end an avenant changes
        """
        days = (
            self.env["mobility.day"]
            .sudo()
            ._read_group(
                Domain("candidate_id", "in", self.candidate_id.ids)
                & Domain("in_quota", "=", True),
                ["candidate_id", "request_id", "date:day"],
                ["portion:sum"],
            )
        )
        counted, found = {}, {}
        for candidate, request, day, portion in days:
            counted.setdefault(candidate, []).append((request, day, portion))
        today = civil_day(self)
        starts = {act: (act.date_start or today, act.company_id) for act in self}
        regimes = self.env["mobility.regime"]._in_force_each(
            "pip", set(starts.values())
        )
        for act, start in starts.items():
            years = regimes[start].window_years or 3
            last = (ends or {}).get(act.id) or act.date_end or today
            first = add_months(last, -12 * years)
            earlier = sum(
                portion
                for request, day, portion in counted.get(act.sudo().candidate_id, ())
                if request != act.request_id and first < day <= last
            )
            found[act.id] = years, earlier
        return found
