from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..pdf.edition import Edition
from ..rules.changes import Change
from ..rules.verification import new_code
from .guard import acting


class MobilityAvenant(models.Model):
    """From the draft to the frozen file, and who signs it: those who signed the
    convention, or who holds their charge today."""

    _inherit = "mobility.avenant"

    signers_html = fields.Html(
        string="Who signs",
        compute="_compute_signers_html",
        sanitize=False,
        groups="base.group_user",
    )

    def _signers(self):
        """``(row, role)`` for each signatory of the convention: ``role`` is the one by
        which somebody signs today, empty when nobody can; None for the agent, and for
        the visa, who need none."""
        self.ensure_one()
        roles = self.env["mobility.role"]
        rows = self.convention_id.document_id.sudo().signatory_ids.filtered(
            lambda row: row.state != "replaced"
        )
        agent = self.request_id.sudo().partner_id
        held, free = {}, {}
        for organisation in rows.organisation_id:
            current = roles._current(organisation, "authority")
            own = rows.filtered(
                lambda row, one=organisation: row.organisation_id == one
            )
            held[organisation] = current
            free[organisation] = current.filtered(
                lambda role, own=own: role.partner_id not in own.partner_id | agent
            )
        signers = []
        for row in rows.sorted(lambda row: (row.step, row.sequence, row.id)):
            if row.role == "visa" or not row.organisation_id:
                signers.append((row, None))
                continue
            organisation = row.organisation_id
            role = held[organisation].filtered(
                lambda one, row=row: one.partner_id == row.partner_id
            )[:1]
            if not role:
                role = free[organisation][:1]
                free[organisation] -= role
            signers.append((row, role))
        return signers

    def _signatories(self):
        """The values of the signatory rows, in the order of the convention."""
        self.ensure_one()
        house = self.company_id
        values = []
        for row, role in self._signers():
            vals = {"party": row.party, "step": row.step, "sequence": row.sequence}
            if row.role == "visa":
                vals |= {
                    "role": "visa",
                    "partner_id": house.partner_id.id,
                    "name": house.name,
                    "organisation_id": house.partner_id.id,
                    "organisation_name": house.name,
                }
            elif role is None:
                vals |= {"partner_id": row.partner_id.id, "name": row.partner_id.name}
            else:
                vals |= role._signatory_vals()
            values.append(vals)
        return values

    @api.depends("convention_id", "state")
    @api.depends_context("lang")
    def _compute_signers_html(self):
        for avenant in self:
            if avenant.state != "draft":
                avenant.signers_html = False
                continue
            lines = [avenant._signer_line(*one) for one in avenant._signers()]
            avenant.signers_html = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % line for line in lines
            )

    def _signer_line(self, row, role):
        name = role.partner_id.name if role else row.name
        figures = {
            "person": name,
            "organisation": row.organisation_name or "",
            "before": row.name,
        }
        if row.role == "visa":
            return self.env._("%s, for its visa", row.organisation_name)
        if role is None:
            return row.partner_id.name
        if not role:
            return self.env._(
                "%(organisation)s: %(before)s no longer signs, and no signing authority "
                "is known",
                **figures,
            )
        if role.partner_id != row.partner_id:
            return self.env._(
                "%(person)s, for %(organisation)s: %(before)s, who signed the "
                "convention, no longer holds this role",
                **figures,
            )
        return self.env._("%(person)s, for %(organisation)s", **figures)

    def action_freeze(self):
        """Write the PDF once and for all and ask for the signatures.

        :raises UserError: naming each thing that is missing, and each rule that the
            new days do not meet
        """
        self.check_access("write")
        # Written before it is read: of two people at once, the second is replayed.
        self.request_id.candidate_id._take_turn()
        self.request_id._take_turn()
        refused = [why for avenant in self if (why := avenant._why_not_frozen())]
        if refused:
            raise UserError("\n".join(refused))
        for avenant in self:
            avenant._freeze()

    def _why_not_frozen(self):
        """The sentence that says why the file cannot be made, '' when it can."""
        self.ensure_one()
        if self.state != "draft":
            return self.env._(
                "%s is already made: correct it or cancel it first.", self.display_name
            )
        convention = self.convention_id
        under_way = convention.state == "signed" and self.request_id.state == "agreed"
        if not under_way and not self._acknowledges():
            return self.env._(
                "%s is no longer signed and under way: no avenant can be made.",
                convention.display_name,
            )
        missing = self._missing()
        if missing:
            return self.env._(
                "%(avenant)s cannot be made yet. Missing: %(missing)s.",
                avenant=self.display_name,
                missing=", ".join(label for label, _record in missing),
            )
        return self._why_not_made()

    def _change_rows(self):
        """What it changes, as the file says it: `Change` rows."""
        self.ensure_one()
        return [Change(*change[1:]) for change in self.sudo().changes or ()]

    def _freeze(self):
        self.ensure_one()
        documents = self.env["mobility.document"]
        version = max(self.document_ids.mapped("version"), default=0) + 1
        edition = Edition(version, new_code())
        printed = self._in_french("report.bourse_mobilite.avenant_document")
        changes = printed._changes(self)
        content = self._render_pdf(edition)
        acting(self.sudo()).changes = changes
        document = documents._freeze(
            [
                {
                    "content": content,
                    "signatories": self._signatories(),
                    "name": self.name,
                    "kind": "avenant",
                    "version": version,
                    "verification_code": edition.code,
                    "summary": printed._summary(self),
                    "avenant_id": self.id,
                    "clause_set_id": self.clause_set_id.id,
                    "company_id": self.company_id.id,
                }
            ]
        )
        document._ask_signatures()
        return document


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    kind = fields.Selection(
        selection_add=[("avenant", "Avenant")], ondelete={"avenant": "cascade"}
    )
    avenant_id = fields.Many2one(
        "mobility.avenant", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    _avenant_version_unique = models.UniqueIndex(
        "(avenant_id, kind, version) WHERE avenant_id IS NOT NULL"
    )

    def write(self, vals):
        if "avenant_id" in vals:
            raise AccessError(
                self.env._("A document is frozen: nothing of it can be changed.")
            )
        return super().write(vals)

    def _owner(self):
        return self.avenant_id or super()._owner()

    def _in_force(self):
        """Of an avenant that was corrected, its next version."""
        replaced = self.dropped_as == "replaced"
        if not self.avenant_id or not replaced:
            return super()._in_force()
        return self.avenant_id.document_id

    def _changes(self):
        """Of an avenant, what it changes in the convention."""
        if self.kind != "avenant":
            return super()._changes()
        return self.avenant_id._change_rows()


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def action_open_paper(self):
        """Record the paper that this person has signed."""
        action = super().action_open_paper()
        if avenant := self.document_id.avenant_id:
            action["context"] |= {
                "default_convention_id": avenant.convention_id.id,
                "default_avenant_id": avenant.id,
            }
        return action
