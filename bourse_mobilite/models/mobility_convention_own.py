import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..pdf import form, stamp
from ..pdf.edition import DRAFT

_MEGABYTES = form.MAX_BYTES // (1024 * 1024)


class MobilityConvention(models.Model):
    """A partner's own form instead of our text: the same check, stamp, hash,
    signatures and seal."""

    _inherit = "mobility.convention"

    own_form = fields.Binary(
        string="The partner's own form",
        attachment=True,
        copy=False,
        groups="base.group_user",
        help="When a hospital or a préfecture imposes its own form: filled in, as a "
        "PDF. It is signed instead of our text.",
    )
    own_form_name = fields.Char(
        string="Name of the form", copy=False, groups="base.group_user"
    )

    @api.constrains("own_form")
    def _check_own_form(self):
        """Refuse at once what could not be frozen.

        :raises ValidationError: saying what is wrong and what to do
        """
        for act in self.with_context(bin_size=False):
            if not act.own_form:
                continue
            try:
                form.check(act._own_form_bytes())
            except form.Refused as refused:
                raise ValidationError(act._own_form_refused(refused.kind)) from refused

    def _own_form_bytes(self):
        """The form as it was uploaded, b'' without one.

        :raises Refused: what a program sent is no base64
        """
        content = self.with_context(bin_size=False).own_form or b""
        try:
            return base64.b64decode(content)
        except (binascii.Error, ValueError):
            raise form.Refused("no_pdf") from None

    def _own_form_refused(self, kind):
        """What to tell the person who uploads."""
        again = self.env._(
            "Open it, print it “to a PDF file”, and upload the new file."
        )
        return {
            "empty": self.env._("This file is empty. Choose it again."),
            "no_pdf": self.env._(
                "This file is not a PDF. Print or save it as a PDF, then upload that."
            ),
            "heavy": self.env._(
                "This file is too heavy: %s MB at most. Scan it in black and white, or "
                "print it “to a PDF file”, and upload the new file.",
                _MEGABYTES,
            ),
            "pages": self.env._(
                "This form must have between 1 and %s pages.", form.MAX_PAGES
            ),
            "size": self.env._(
                "A page of this form is too small or too large to be printed and "
                "signed. %s",
                again,
            ),
            "broken": self.env._("This PDF is damaged. %s", again),
            "locked": self.env._(
                "This PDF is protected by a password. Ask the partner for one that is "
                "not."
            ),
            "program": self.env._(
                "This PDF holds a program that could change what is read. %s", again
            ),
            "files": self.env._(
                "Other files are attached inside this PDF: signatories would not see "
                "them. %s",
                again,
            ),
            "moving": self.env._(
                "This PDF holds a film or a drawing that moves: it cannot be signed. %s",
                again,
            ),
            "notes": self.env._(
                "This PDF holds notes or layers, which may show on the screen and not on "
                "paper. %s",
                again,
            ),
            "xfa": self.env._(
                "This form is drawn by another program (XFA): signatories could see "
                "something else. %s",
                again,
            ),
            "signed": self.env._(
                "This PDF is already signed electronically, and stamping it would break "
                "that signature. Ask the partner for the form before it was signed."
            ),
        }[kind]

    def _render_pdf(self, edition=DRAFT):
        content = self._own_form_bytes()
        if not content:
            return super()._render_pdf(edition)
        try:
            ready = form.prepared(content)
        except form.Refused as refused:
            raise UserError(self._own_form_refused(refused.kind)) from refused
        return stamp.stamped(ready, self._stamp(edition))

    def _render_pdfs(self, editions=None):
        theirs = self.filtered("own_form")
        made = super(MobilityConvention, self - theirs)._render_pdfs(editions)
        for act in theirs:
            made[act.id] = act._render_pdf((editions or {}).get(act.id, DRAFT))
        return {act.id: made[act.id] for act in self}

    def _frozen_with(self):
        kept = super()._frozen_with()
        if self.own_form:
            # Our articles are not in it.
            kept.update(made_by="partner", clause_set_id=False)
        return kept

    def _missing_of_clauses(self, known):
        return [] if self.own_form else super()._missing_of_clauses(known)

    @api.depends("own_form")
    def _compute_missing_html(self):
        return super()._compute_missing_html()

    @api.model
    def _drafted_fields(self):
        return super()._drafted_fields() | {"own_form", "own_form_name"}
