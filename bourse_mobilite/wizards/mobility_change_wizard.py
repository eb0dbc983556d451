from odoo import api, fields, models

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

    @api.model
    def _open(self, act, way):
        """The action that asks why, for this convention or avenant."""
        act.ensure_one()
        act.check_access("write")
        name = "avenant_id" if act._name == "mobility.avenant" else "convention_id"
        wizard = self.create({name: act.id, "way": way})
        titles = dict(self._fields["way"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[way],
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

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

    def action_confirm(self):
        """Do it, with the reason."""
        self.ensure_one()
        getattr(self._act(), _METHODS[self.way])(self.reason)
        return {"type": "ir.actions.act_window_close"}
