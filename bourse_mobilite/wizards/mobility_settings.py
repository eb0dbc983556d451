from odoo import api, fields, models
from odoo.exceptions import AccessError


class MobilitySettings(models.TransientModel):
    """The choices of the centre de gestion, for its manager, who may not open Odoo's
    general settings. Each field is the one of the company of the same name."""

    _name = "mobility.settings"
    _description = "Settings of the mobility exchange"

    def _kept(self, name):
        return self.env.company.sudo()[name]

    mobility_signing_order = fields.Selection(
        [
            ("together", "Everyone at once"),
            ("in_turn", "One after the other: agent, employer, host"),
        ],
        string="Who signs first",
        required=True,
        default=lambda self: self._kept("mobility_signing_order"),
        help="For the conventions made from now on. The visa of the centre de gestion "
        "comes last, in any case.",
    )
    mobility_sign_reminders = fields.Char(
        string="Days after the request to sign",
        default=lambda self: self._kept("mobility_sign_reminders"),
        help="Who has not signed is reminded on these days, with a personal link.",
    )
    mobility_sign_last_call = fields.Integer(
        string="Days before the first day",
        default=lambda self: self._kept("mobility_sign_last_call"),
        help="The last reminder. 0: none.",
    )
    mobility_solicitations_a_month = fields.Integer(
        string="Solicitations of an employer in a month",
        default=lambda self: self._kept("mobility_solicitations_a_month"),
        help="At most, whoever writes. 0: none leaves.",
    )
    mobility_ppr_temporary = fields.Boolean(
        string="PPR for temporary unfitness too",
        default=lambda self: self._kept("mobility_ppr_temporary"),
        help="Centres de gestion read the text differently. Off: only an agent unfit "
        "for good may have a PPR.",
    )
    mobility_ppr_review_months = fields.Integer(
        string="A review of a PPR every (months)",
        default=lambda self: self._kept("mobility_ppr_review_months"),
        help="What is proposed for a new PPR; its project fixes its own.",
    )
    mobility_ppr_deliberation = fields.Char(
        string="Délibération for PPR conventions",
        default=lambda self: self._kept("mobility_ppr_deliberation"),
        help="By which the centre de gestion may sign them, for instance “délibération "
        "n° 2026-12 du 4 mars 2026”.",
    )

    site_address = fields.Char(
        string="Address of this site",
        default=lambda self: self.get_base_url(),
        readonly=True,
    )
    site_warning = fields.Char(
        string="About the printed address", compute="_compute_site"
    )
    site_moves = fields.Char(string="When it changes", compute="_compute_site")

    @api.depends_context("lang")
    def _compute_site(self):
        company = self.env.company
        self.site_warning = company._mobility_site_warning()
        self.site_moves = company._mobility_site_moves()

    def _names(self):
        """The fields of this window, all of them the company's too."""
        return [
            name
            for name in self._fields
            if name.startswith("mobility_") and name in self.env.company._fields
        ]

    def action_save(self):
        """Keep the choices.

        :raises AccessError: the user is not a manager
        :raises ValidationError: the days cannot be read
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("bourse_mobilite.group_mobility_manager"):
            raise AccessError(self.env._("Only a manager may change these settings."))
        company_sudo = self.env.company.sudo()
        changed = {
            name: company_sudo._fields[name].convert_to_write(self[name], company_sudo)
            for name in self._names()
            if self[name] != company_sudo[name]
        }
        if changed:
            company_sudo.write(changed)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Your choices are saved."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
