from odoo import api, fields, models

from ..models.guard import civil_day

# What each way asks of the act.
_METHODS = {
    "correct": "action_correct",
    "cancel": "action_cancel",
    "lift": "action_lift",
}


class MobilityChangeWizard(models.TransientModel):
    """Why a document is corrected or cancelled, asked once, in plain words."""

    _name = "mobility.change.wizard"
    _description = "Correct or cancel a document"

    convention_id = fields.Many2one("mobility.convention", readonly=True)
    avenant_id = fields.Many2one("mobility.avenant", readonly=True)
    way = fields.Selection(
        [
            ("correct", "Correct"),
            ("cancel", "Cancel"),
            ("lift", "Go on in spite of a rule"),
            ("same", "Nothing has changed"),
        ],
        required=True,
        readonly=True,
    )
    asked = fields.Boolean(
        compute="_compute_told", help="Somebody was asked to sign: they are told."
    )
    told = fields.Char(string="Who is told", compute="_compute_told")
    signed_again = fields.Char(string="Has signed already", compute="_compute_told")
    findings_html = fields.Html(compute="_compute_told", sanitize=False)
    reason = fields.Text(string="Why")

    # What everyone has signed: a party gives it up, staff record it.
    given_up = fields.Boolean(compute="_compute_given_up")
    by_manager = fields.Boolean(compute="_compute_given_up")
    party = fields.Selection("_select_parties", string="Who gives it up")
    asked_name = fields.Char(
        string="Name and quality",
        compute="_compute_asked_name",
        store=True,
        readonly=False,
        help="As in the letter, for instance “Claire Petit, Maire, Commune de Noyon”.",
    )
    asked_on = fields.Date(string="Letter dated", default=civil_day)
    proof = fields.Binary(
        string="What they wrote", help="The letter, or the e-mail as a PDF."
    )
    proof_name = fields.Char()

    @api.model
    def _select_parties(self):
        """The centre de gestion is no party: only a manager speaks for it."""
        selection = self.env["mobility.convention"]._fields["given_up_by"]
        parties = selection._description_selection(self.env)
        return parties if self._is_manager() else parties[:-1]

    @api.model
    def _is_manager(self):
        return self.env.user.has_group("bourse_mobilite.group_mobility_manager")

    @api.model
    def _open(self, act, way, **vals):
        """The action that asks why, for this convention or avenant."""
        act.ensure_one()
        act.check_access("write")
        wizard = self.create({self._owner_field(act): act.id, "way": way, **vals})
        titles = dict(self._fields["way"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[way],
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _owner_field(self, act):
        """The field of this window that names ``act``."""
        return "avenant_id" if act._name == "mobility.avenant" else "convention_id"

    def _act(self):
        self.ensure_one()
        return self.avenant_id or self.convention_id

    @api.depends("convention_id", "avenant_id", "way")
    def _compute_told(self):
        for wizard in self:
            act = wizard._act()
            rows = act._asked(act.document_id)
            signed = rows.filtered(lambda row: row.state == "signed")
            wizard.asked = bool(act.document_id)
            wizard.told = ", ".join(dict.fromkeys(rows.mapped("name")))
            wizard.signed_again = ", ".join(dict.fromkeys(signed.mapped("name")))
            avenant = wizard.avenant_id
            wizard.findings_html = wizard.way == "lift" and avenant._said_html(
                (), avenant._findings()
            )

    @api.depends("convention_id", "avenant_id", "way")
    @api.depends_context("uid")
    def _compute_given_up(self):
        for wizard in self:
            convention = wizard.convention_id
            wizard.given_up = wizard.way == "cancel" and convention.state == "signed"
            wizard.by_manager = self._is_manager()

    @api.depends("party")
    def _compute_asked_name(self):
        for wizard in self:
            convention = wizard.convention_id
            signatory = convention.signatory_ids.filtered(
                lambda row, party=wizard.party: row.party == party
                and row.role == "signature"
                and row.state == "signed"
            )[:1]
            parts = (signatory.name, signatory.quality, signatory.organisation_name)
            wizard.asked_name = ", ".join(part for part in parts if part)

    def action_confirm(self):
        """Do it, with the reason."""
        self.ensure_one()
        closed = {"type": "ir.actions.act_window_close"}
        if self.given_up:
            self.convention_id._give_up_on_record(
                self.party,
                self.asked_name,
                self.asked_on,
                self.reason,
                self.with_context(bin_size=False).proof,
                self.proof_name,
            )
            return closed
        if self.way == "same":
            said = self._act().action_freeze()
            if said:
                said["params"]["next"] = closed
            return said or closed
        getattr(self._act(), _METHODS[self.way])(self.reason)
        return closed
