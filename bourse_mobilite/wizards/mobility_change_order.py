from odoo import api, fields, models


class MobilityChangeWizard(models.TransientModel):
    """What changes in an ordre de mission, and why."""

    _inherit = "mobility.change.wizard"

    order_id = fields.Many2one("mobility.document", readonly=True)
    way = fields.Selection(
        selection_add=[("order", "Correct the ordre de mission")],
        ondelete={"order": "cascade"},
    )
    refused_text = fields.Char(string="Why it was refused", compute="_compute_order")
    possible_ids = fields.Many2many("mobility.role", compute="_compute_order")
    role_id = fields.Many2one(
        "mobility.role",
        string="Signs it",
        domain="[('id', 'in', possible_ids)]",
        help="A signing authority of the employer, whose role is in force and says in "
        "what quality.",
    )
    own_vehicle = fields.Selection(
        [("yes", "Allowed by the employer"), ("no", "Not allowed by the employer")],
        string="The agent's own vehicle",
        help="Empty: the employer has not said; the ordre de mission says that its "
        "authorisation is needed.",
    )
    transport = fields.Char(
        string="Means of transport",
        help="For instance the train, or a service vehicle.",
    )
    residence = fields.Char(
        string="Administrative residence",
        help="The commune where the agent's usual service is.",
    )

    @api.model
    def _open_order(self, order):
        """The action that asks what changes in this ordre de mission."""
        said = order.particulars or {}
        wizard = self.create(
            {
                "convention_id": order.convention_id.id,
                "order_id": order.id,
                "way": "order",
                "role_id": order._usual_role().id,
                **said,
            }
        )
        view = self.env.ref("bourse_mobilite.mobility_change_wizard_view_form_order")
        return {
            "type": "ir.actions.act_window",
            "name": order.display_name,
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    @api.depends("order_id")
    def _compute_order(self):
        for wizard in self:
            order = wizard.order_id
            refused = order.signatory_ids.filtered(lambda row: row.state == "refused")
            wizard.possible_ids = order and order._possible_roles().ids
            wizard.refused_text = refused and self.env._(
                "%(name)s: “%(reason)s”",
                name=refused[:1].name,
                reason=refused[:1].refused_reason,
            )

    def action_confirm(self):
        """Write the next version of the ordre de mission, and ask for its signature."""
        self.ensure_one()
        if not self.order_id:
            return super().action_confirm()
        self.convention_id.check_access("write")
        order = self.order_id
        made = self.convention_id._make_order_again(
            order,
            self.reason,
            order._say_journey(self.own_vehicle, self.transport, self.residence),
            self.role_id,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(paper)s, version %(version)s, is made. %(name)s is asked to "
                    "sign it; once signed it is sealed and sent to the agent.",
                    paper=made.display_name,
                    version=made.version,
                    name=self.role_id.partner_id.name,
                ),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
