import base64

from odoo import models

from ..pdf import stamp
from ..pdf.edition import DRAFT
from .guard import acting

_CONVENTION = "bourse_mobilite.report_ppr_convention"
SUMMARY = "bourse_mobilite.report_ppr_summary"


class MobilityPpr(models.Model):
    """The PDF of the convention (a preview, or the file to be frozen), and the summary
    of the whole file, printed on demand."""

    _inherit = "mobility.ppr"

    def action_preview(self):
        """Show the convention as it would be today, marked as a preview; the file
        itself once it is written."""
        self.ensure_one()
        return self.env.ref(_CONVENTION).report_action(self, config=False)

    def action_print_summary(self):
        """Print the whole file, for the reclassement."""
        self.ensure_one()
        return self.env.ref(SUMMARY).report_action(self, config=False)

    def _get_report_base_filename(self):
        """What a download is called says nothing of what it is."""
        self.ensure_one()
        return "document"

    def _in_french(self, model):
        """The model that prints: an act is in French, whoever presses the button."""
        french = self.env["res.lang"]._get_data(code="fr_FR")
        lang = "fr_FR" if french else self.env.lang
        return acting(self.env[model].with_context(lang=lang))

    def _render_convention(self, edition=DRAFT, name=""):
        """The finished PDF; without an edition it is a preview, and says so on each
        page."""
        self.ensure_one()
        content = self._in_french("ir.actions.report")._render_act(
            _CONVENTION, self, {"editions": {self.id: (edition, name)}}
        )
        title, house = f"Convention {name}".strip(), self.company_id.name
        return stamp.stamped(content, edition.stamp(title, house, self.get_base_url()))

    def _printed_all(self):
        """The PDF that a reader may have now, ``{id: bytes}``: the file once it is
        frozen, as it was; before that a preview, for the referents."""
        self.check_access("read")
        printed = {}
        for ppr in self:
            ppr._note_read("page")
            # Read above as the person; the parties have a right to the file.
            document_sudo = ppr.sudo().document_id
            if document_sudo:
                content = document_sudo.sealed_file or document_sudo.frozen_file
                printed[ppr.id] = base64.b64decode(content)
            else:
                ppr.check_access("write")
                printed[ppr.id] = ppr._render_convention()
        return printed

    def _printed_summaries(self):
        """The summary of each file, ``{id: bytes}``, for its referents and parties."""
        self.check_access("read")
        printed = {}
        for ppr in self:
            ppr._note_read("page")
            printer = ppr._in_french("ir.actions.report")
            content = printer._render_act(SUMMARY, ppr, {})
            footer = f"Synthèse – {ppr.company_id.name}"
            mark = stamp.Stamp(footer, title="Synthèse", language="fr-FR")
            printed[ppr.id] = stamp.stamped(content, mark)
        return printed
