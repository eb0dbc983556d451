from odoo import api, fields, models
from odoo.exceptions import UserError


class MobilityConvention(models.Model):
    """Where the signatures stand, and who has to act, for the centre de gestion."""

    _inherit = "mobility.convention"

    signing_turn = fields.Selection(
        [
            ("draft", "Draft"),
            ("signatures", "Signatures awaited"),
            ("visa", "Only the visa is left"),
            ("refused", "Signature refused"),
            ("seal", "Being sealed"),
            ("seal_problem", "Could not be sealed"),
            ("order", "Ordre de mission to sign"),
            ("order_refused", "Ordre de mission refused"),
            ("attestation", "Attestation to give"),
            ("apart", "Contradicted by the bilan"),
            ("complete", "Signed and sealed"),
            ("cancelled", "Cancelled"),
        ],
        string="Where it stands",
        compute="_compute_signing_turn",
        groups="base.group_user",
    )
    next_step = fields.Char(
        string="What happens next",
        compute="_compute_signing_turn",
        groups="base.group_user",
    )
    sealed_file = fields.Binary(
        related="document_id.sealed_file", groups="base.group_user"
    )
    sealed_name = fields.Char(
        related="document_id.sealed_name", groups="base.group_user"
    )

    @api.depends(
        "state",
        "date_start",
        "document_id.state",
        "document_id.sealed_on",
        "document_id.seal_failure",
        "document_id.signatory_ids.state",
        "document_id.signatory_ids.step",
        "document_id.signatory_ids.refused_reason",
        "document_ids.state",
        "document_ids.dropped_as",
        "document_ids.signatory_ids.refused_reason",
        "avenant_ids.state",
        "avenant_ids.problem",
        "avenant_ids.document_id.state",
        "avenant_ids.document_id.signatory_ids.state",
        "activity_ids.active",
        "activity_ids.activity_type_id",
    )
    @api.depends_context("lang")
    def _compute_signing_turn(self):
        for convention in self:
            convention.signing_turn = convention._signing_turn()
            convention.next_step = convention._next_signing()

    def _signing_turn(self):
        self.ensure_one()
        document = self.document_id
        if self.state == "cancelled":
            return "cancelled"
        if not document:
            return "draft"
        if document.state == "refused":
            return "refused"
        if document.state == "signed":
            if document.sealed_on:
                return self._paper_turn() or "complete"
            return "seal_problem" if document.seal_problem else "seal"
        return "visa" if self._visa_left() else "signatures"

    def _visa_left(self):
        """The visa that is asked for now, or nothing."""
        self.ensure_one()
        return self.document_id.signatory_ids.filtered(
            lambda row: row.role == "visa" and row._waits()
        )[:1]

    def _signing_now(self):
        """Those whose turn it is to sign."""
        self.ensure_one()
        return self.document_id.signatory_ids.filtered(
            lambda row: row.role == "signature" and row._waits()
        )

    def _next_signing(self):
        """One or two sentences: who has to act, until when, and how."""
        self.ensure_one()
        document, turn = self.document_id, self._signing_turn()
        if turn == "signatures":
            return self._next_signature()
        if turn == "visa":
            return self.env._(
                "Everyone has signed. The visa of the centre de gestion is left: look "
                "at the document, then give the visa."
            )
        if turn == "refused":
            row = document.signatory_ids.filtered(lambda one: one.state == "refused")
            return self.env._(
                "%(name)s does not sign: “%(reason)s”. Talk with them, then make a "
                "corrected version or cancel the convention.",
                name=row[:1].name,
                reason=(row[:1].refused_reason or "").rstrip(" ."),
            )
        if turn == "seal":
            return self.env._(
                "Everyone has signed. The document is being sealed: it takes a few "
                "minutes, then everyone receives a copy."
            )
        if turn == "seal_problem":
            return self.env._(
                "Everyone has signed and nothing is lost, but the document could not be "
                "sealed: %s It is tried again by itself.",
                document.seal_problem,
            )
        return self._next_sealed(turn) if document else False

    def _next_signature(self):
        now = self._signing_now()
        later = (
            self.document_id.signatory_ids.filtered(
                lambda row: row.state == "pending" and row.role == "signature"
            )
            - now
        )
        figures = {
            "now": ", ".join(now.mapped("name")),
            "later": ", ".join(later.mapped("name")),
            "date": self.env["mobility.request"]._date_text(self.date_start),
        }
        if later:
            return self.env._(
                "Still to sign before the first day (%(date)s): %(now)s now, then "
                "%(later)s.",
                **figures,
            )
        return self.env._(
            "Still to sign: %(now)s, before the first day (%(date)s).", **figures
        )

    def _why_no_visa(self):
        """The sentence that says why no visa can be given, '' when it can."""
        self.ensure_one()
        if not self.document_id:
            return self.env._("%s is still a draft: write its PDF first.", self.number)
        if self._visa_left():
            return ""
        names = ", ".join(self._signing_now().mapped("name"))
        if names:
            return self.env._("The visa comes last. Still to sign: %s.", names)
        return self.env._("%s waits for no visa.", self.number)

    def action_give_visa(self):
        """Give the visa of the centre de gestion, in the name of who presses.

        :return: what tells it, for one convention
        :raises UserError: one of these conventions does not wait for it
        """
        self.check_access("write")
        said = None
        for convention in self:
            if why := convention._why_no_visa():
                raise UserError(why)
            said = convention._visa_left().action_give_visa()
        return said if len(self) == 1 else None

    def action_seal_again(self):
        """Try the seal again now, once what was wrong is mended."""
        return self.document_id.action_seal_again()

    def action_open_document(self):
        """The document in force: its file, its signatories and its journal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.document",
            "res_id": self.document_id.id,
            "view_mode": "form",
        }


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def action_open_paper(self):
        """Record the paper that this person has signed."""
        self.ensure_one()
        self.document_id._owner().check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_paper_wizard"
        )
        wanted = {"default_signatory_ids": self.ids}
        return dict(action, context={**self._paper_of(), **wanted})

    def _paper_of(self):
        """What the paper belongs to, as defaults of the window that records it."""
        self.ensure_one()
        return {"default_convention_id": self.document_id.convention_id.id}

    def action_open_unsign(self):
        """Ask why a paper that was recorded is taken back."""
        self.ensure_one()
        self.document_id._owner().check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_unsign_wizard"
        )
        return dict(action, context={"default_signatory_id": self.id})
