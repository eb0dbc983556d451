import io

from odoo import api, models
from odoo.tools.misc import find_in_path

# The acts that we print: each by its own template, through this method of its model.
ACTS = {
    "bourse_mobilite.assessment_document": "_printed_all",
    "bourse_mobilite.avenant_document": "_printed_all",
    "bourse_mobilite.convention_document": "_printed_all",
    "bourse_mobilite.decision_letter": "_printed_all",
    "bourse_mobilite.ppr_convention_document": "_printed_all",
    "bourse_mobilite.ppr_summary_document": "_printed_summaries",
}


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """An act is printed by its model: Debian's build of wkhtmltopdf takes neither
        several pages at once nor headers and footers."""
        report = self._get_report(report_ref)
        if report.report_name not in ACTS or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        records = self.env[report.model].browse(dict.fromkeys(res_ids))
        printed = getattr(records, ACTS[report.report_name])()
        return {
            act_id: {"stream": io.BytesIO(content), "attachment": None}
            for act_id, content in printed.items()
        }

    @api.model
    def _render_act(self, report_ref, act, data):
        """The PDF of one act as wkhtmltopdf makes it, bytes; nothing is fetched, so
        it needs no running server."""
        # Looked for once: core searches it by its name at each step.
        report = self.env.ref(report_ref)
        html, _kind = self._render_qweb_html(report, act.ids, data=data)
        return self._run_wkhtmltopdf([html.decode()], report_ref=report)

    @api.model
    def _act_command(self, report_ref):
        """wkhtmltopdf with the options of this act.

        :raises OSError: it is not installed
        """
        paper = self._get_report(report_ref).get_paperformat()
        program = find_in_path("wkhtmltopdf")
        return [program, *self._build_wkhtmltopdf_args(paper, landscape=False)]

    @api.model
    def _build_wkhtmltopdf_args(self, paperformat_id, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(paperformat_id, *args, **kwargs)
        if paperformat_id == self.env.ref("bourse_mobilite.paperformat_act"):
            # Our pages hold no script: waiting for one costs a second a document,
            # and running one is never wanted. The last of two delays wins.
            command += ["--disable-javascript", "--javascript-delay", "0"]
        return command
