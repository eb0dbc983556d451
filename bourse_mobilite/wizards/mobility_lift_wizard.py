from odoo import api, fields, models


class MobilityLiftWizard(models.TransientModel):
    """What the rules say of a request, and the written reason to go on all the same."""

    _name = "mobility.lift.wizard"
    _description = "Go on in spite of a rule"

    request_id = fields.Many2one("mobility.request", required=True, readonly=True)
    submit = fields.Boolean(readonly=True, help="Send the request afterwards.")
    findings_html = fields.Html(compute="_compute_findings", sanitize=False)
    may_lift = fields.Boolean(compute="_compute_findings")
    reason = fields.Text(string="Why go on all the same")

    @api.model
    def _open(self, request, submit=False):
        """The action that shows the wizard for ``request``."""
        wizard = self.create({"request_id": request.id, "submit": submit})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before going on"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.depends("request_id")
    def _compute_findings(self):
        for wizard in self:
            findings = wizard.request_id._findings()
            wizard.findings_html = wizard.request_id._findings_as_list(findings)
            wizard.may_lift = all(map(wizard.request_id._may_lift, findings))

    def action_confirm(self):
        """Keep the reason, then send the request when that was the wish."""
        self.ensure_one()
        self.request_id.action_lift(self.reason)
        if self.submit:
            self.request_id.action_submit()
        return {"type": "ir.actions.act_window_close"}
