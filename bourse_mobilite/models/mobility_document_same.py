import base64
import re

from odoo import models

from ..pdf import pages
from ..pdf.edition import Edition

# The day on which a version is made is no change of what it says.
_MADE_ON = re.compile(r"Établie? le \d{1,2}(er)? \w+ \d{4}")


class MobilityDocumentOwner(models.AbstractModel):
    """Correcting a document without changing anything in it: asked about, for everyone
    signs again."""

    _inherit = "mobility.document.owner"

    def action_open_freeze(self):
        """Write the PDF and ask for the signatures; first ask, when it would say word
        for word what the version before says.

        :raises UserError: as ``action_freeze``
        """
        self.ensure_one()
        self.check_access("write")
        if self._same_as_before():
            return self.env["mobility.change.wizard"]._open(self, "same")
        return self.action_freeze()

    def _why_asked_first(self):
        """The sentence that says why it is not made among others, '' when it can."""
        former = self._same_as_before()
        if not former:
            return ""
        return self.env._(
            "%(act)s: nothing has changed since version %(version)s. Open it, and write "
            "the PDF there if you want to send it all the same.",
            act=self.display_name,
            version=former.version,
        )

    def _same_as_before(self):
        """The version that was taken back (sudo), when the next one would say the same
        to the same signatories; else nothing."""
        self.ensure_one()
        documents = self.sudo().document_ids
        former = documents.filtered(
            lambda document: document.kind == self._clause_kind
        ).sorted("version")[-1:]
        taken_back = self.state == "draft" and former.dropped_as == "replaced"
        if not taken_back or self._why_not_frozen():
            return documents.browse()
        if self._signed_by() != former._signed_by():
            return documents.browse()
        # As the version before would be written today: the same number, the same code.
        edition = Edition(former.version, former.verification_code)
        now = self._render_pdf(edition)
        before = base64.b64decode(former.with_context(bin_size=False).frozen_file)
        try:
            same = _words(now) == _words(before) and (
                former.made_by == "house" or _looks(now) == _looks(before)
            )
        except pages.UnreadableError:
            same = False
        return former if same else documents.browse()

    def _signed_by(self):
        """Who would sign, for whom and in which order."""
        return sorted(
            (row["party"], row.get("role", "signature"), row["partner_id"], row["step"])
            for row in self._signatories()
        )


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _signed_by(self):
        """Who signs, for whom and in which order."""
        self.ensure_one()
        return sorted(
            (row.party, row.role, row.partner_id.id, row.step)
            for row in self.signatory_ids
            if row.state != "replaced"
        )


def _words(content):
    return [_MADE_ON.sub("", text).split() for text in pages.texts(content)]


def _looks(content):
    """The partner's own form may be a scan, without a word."""
    count = len(pages.sizes(content))
    return [pages.picture(content, number) for number in range(1, count + 1)]
