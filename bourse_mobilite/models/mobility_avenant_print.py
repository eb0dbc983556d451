import base64

from odoo import models

from ..pdf import stamp
from ..pdf.edition import DRAFT


class MobilityAvenant(models.Model):
    """The PDF of an avenant: a preview, or the file to be frozen."""

    _inherit = "mobility.avenant"

    def action_preview(self):
        """Show the PDF: a picture of today while it is a draft, marked as such; the
        frozen file afterwards."""
        self.ensure_one()
        report = self.env.ref("bourse_mobilite.report_avenant")
        return report.report_action(self, config=False)

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.display_name.replace("/", "-")

    def _render_pdf(self, edition=DRAFT):
        """The finished PDF; without an edition it is a preview, and says so on each
        page."""
        self.ensure_one()
        content = self._in_french("ir.actions.report")._render_act(
            "bourse_mobilite.report_avenant", self, {"editions": {self.id: edition}}
        )
        return stamp.stamped(content, self._stamp(edition))

    def _in_french(self, model):
        """The model that prints: an act is in French, whoever presses the button."""
        return self.convention_id._in_french(model)

    def _stamp(self, edition):
        title, house = f"Avenant {self.name}", self.company_id.name
        return edition.stamp(title, house, self.get_base_url())

    def _printed_all(self):
        """The PDF that a reader may have now, ``{id: bytes}``: the file once it is
        frozen, as it was; before that a preview, for staff."""
        self.check_access("read")
        printed = {}
        for avenant in self:
            document = avenant.document_id
            if not document and avenant.state != "draft":
                document = avenant.document_ids.sorted("version")[-1:]
            printed[avenant.id] = (
                base64.b64decode(document.sealed_file or document.frozen_file)
                if document
                else avenant._render_pdf()
            )
        return printed
