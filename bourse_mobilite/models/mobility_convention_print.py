import base64

from odoo import models
from odoo.fields import Domain

from ..pdf import stamp
from ..rules.working_days import add_months
from .guard import acting, civil_day

_PREVIEW = "APERÇU – document sans valeur"


class MobilityConvention(models.Model):
    """The PDF of a convention: a preview, or the file to be frozen."""

    _inherit = "mobility.convention"

    def _render_pdf(self, version=0):
        """The finished PDF: made from the template, then page and document numbers
        stamped. Without a version it is a preview, and says so on each page."""
        self.ensure_one()
        content = self._in_french("ir.actions.report")._render_act(
            "bourse_mobilite.report_convention",
            self,
            {"versions": {self.id: version}},
        )
        return stamp.stamped(content, self._stamp(version))

    def _render_pdfs(self, versions=None):
        """The finished PDF of each, ``{id: bytes}``, as `_render_pdf` makes it: some
        twenty in one run, one by one when it is not sure whose a page is.

        :param versions: ``{id: version}``; previews without
        """
        versions = versions or {}
        document = self._in_french("report.bourse_mobilite.convention_document")
        made = document._render_lots(self, versions) if len(self) > 1 else {}
        return {
            act.id: made.get(act.id) or act._render_pdf(versions.get(act.id, 0))
            for act in self
        }

    def _in_french(self, model):
        """The model that prints: an act is in French, where French is installed,
        whoever presses the button."""
        french = self.env["res.lang"]._get_data(code="fr_FR")
        lang = "fr_FR" if french else self.env.lang
        return acting(self.env[model].with_context(lang=lang))

    def _stamp(self, version):
        self.ensure_one()
        title, house = f"Convention {self.number}", self.company_id.name
        if not version:
            return stamp.Stamp(
                f"{title} – {_PREVIEW} – {house}",
                title=f"{title} – aperçu",
                language="fr-FR",
                watermark=_PREVIEW,
            )
        return stamp.Stamp(
            f"{title} – version {version} – {house}", title=title, language="fr-FR"
        )

    def _printed(self):
        """The PDF that a reader may have now: the file once it is frozen, as it was;
        before that a preview, for staff."""
        self.ensure_one()
        return self._printed_all()[self.id]

    def _printed_all(self):
        """What `_printed` gives for each, ``{id: bytes}``, in the same order."""
        self.check_access("read")
        latest = {act.id: act.document_ids.sorted("version")[-1:] for act in self}
        previews = self.filtered(lambda act: not latest[act.id])._render_pdfs()
        return {
            act.id: previews[act.id]
            if act.id in previews
            else base64.b64decode(latest[act.id].frozen_file)
            for act in self
        }

    def _earlier_days(self):
        """``{id: (years, days)}``: over how many years immersions add up, the same for
        every regime (décret n° 2022-1043: three), and the jours ouvrés that count in
        the quota over those that end with this immersion, without its own."""
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
            last = act.date_end or today
            first = add_months(last, -12 * years)
            earlier = sum(
                portion
                for request, day, portion in counted.get(act.sudo().candidate_id, ())
                if request != act.request_id and first < day <= last
            )
            found[act.id] = years, earlier
        return found
