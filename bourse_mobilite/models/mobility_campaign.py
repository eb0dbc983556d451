from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .guard import is_acting, refuse_unless_acting, staff_only_user

_ACTS = {"state", "sent_on", "closed_on", "phase_told"}
# What employers were told stays what they were told.
_TOLD = {
    "kind", "candidate_ids", "employer_ids", "message", "answer_by", "company_id",
    "week_from", "week_to",
}  # fmt: skip
_ANSWERED = ("yes", "later", "no", "forwarded", "opted_out")


class MobilityCampaign(models.Model):
    """Employers are asked, each by a personal mail, whether they could welcome one or
    several agents of whom they learn an anonymous profile alone."""

    _name = "mobility.campaign"
    _description = "Solicitation campaign"
    _inherit = ["mobility.thread", "mail.activity.mixin"]
    _order = "id desc"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    name = fields.Char(required=True, help="For staff: employers do not read it.")
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Followed by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    kind = fields.Selection(
        [("profile", "For one or several agents"), ("week", "Immersion week")],
        required=True,
        default="profile",
    )
    candidate_ids = fields.Many2many(
        "mobility.candidate",
        string="Agents",
        help="Employers read an anonymous profile of each, never a name.",
    )
    employer_ids = fields.Many2many(
        "res.partner",
        "mobility_campaign_employer_rel",
        string="Employers to ask",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    message = fields.Text(
        string="A word to the employers",
        help="It comes after the profile. No name, employer, commune nor grade of an "
        "agent.",
    )
    answer_by = fields.Date(string="Answer wanted by")
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    sent_on = fields.Date(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    solicitation_ids = fields.One2many(
        "mobility.solicitation", "campaign_id", string="Employers asked"
    )
    asked_count = fields.Integer(
        string="Number of employers asked", compute="_compute_results"
    )
    yes_count = fields.Integer(string="Yes", compute="_compute_results")
    later_count = fields.Integer(string="Later", compute="_compute_results")
    no_count = fields.Integer(string="No", compute="_compute_results")
    bounced_count = fields.Integer(string="Mail came back", compute="_compute_results")
    opted_out_count = fields.Integer(string="Want no more", compute="_compute_results")
    queued_count = fields.Integer(string="About to leave", compute="_compute_results")
    not_sent_count = fields.Integer(string="Not written to", compute="_compute_results")
    answered = fields.Char(string="Have answered", compute="_compute_results")

    _answer_by_of_sent = models.Constraint(
        "CHECK (state = 'draft' OR answer_by IS NOT NULL)",
        "A campaign says until when an answer is wanted.",
    )

    @api.depends("solicitation_ids.outcome")
    def _compute_results(self):
        counts = {}
        for campaign, state, count in self.env["mobility.solicitation"]._read_group(
            [("campaign_id", "in", self.ids), ("forwarded_from_id", "=", False)],
            ["campaign_id", "outcome"],
            ["__count"],
        ):
            counts.setdefault(campaign.id, {})[state] = count
        for campaign in self:
            own = counts.get(campaign.id, {})
            for state in ("yes", "later", "no", "bounced", "opted_out", "queued",
                          "not_sent"):  # fmt: skip
                campaign[f"{state}_count"] = own.get(state, 0)
            asked = sum(own.values()) - own.get("queued", 0) - own.get("not_sent", 0)
            said = sum(own.get(state, 0) for state in _ANSWERED)
            reached = asked - own.get("bounced", 0)
            campaign.asked_count = asked
            campaign.answered = reached and self.env._(
                "%(said)s of %(reached)s (%(rate)s %%)",
                said=said,
                reached=reached,
                rate=round(100 * said / reached),
            )

    @api.constrains("candidate_ids", "company_id")
    def _check_one_house(self):
        for campaign in self.sudo():
            if campaign.candidate_ids.company_id - campaign.company_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: every agent has a file at this centre de gestion.",
                        campaign.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, _ACTS & vals.keys())
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self, _ACTS & vals.keys())
        told = _TOLD & vals.keys() and not is_acting(self)
        if told and any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._(
                    "This campaign was sent: employers have read it, and it stays as "
                    "it was. Duplicate it to write to others."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._("A campaign that was sent is kept: close it instead.")
            )

    def _mail_kind(self):
        several = self.kind == "profile" and len(self.candidate_ids) > 1
        return "several" if several else self.kind

    def _mail_words(self):
        """What each mail of the campaign may say."""
        self.ensure_one()
        person = self.user_id.partner_id
        house = self.company_id
        reached = person.phone or house.phone or person.email or house.email
        return {
            "due": self.answer_by,
            "message": self.message,
            "kind": self._mail_kind(),
            "phases": "\n".join(self._phase_lines()),
            "contact": ", ".join(part for part in (person.name, reached) if part),
        }
