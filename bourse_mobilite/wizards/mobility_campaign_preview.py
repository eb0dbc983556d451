from odoo import api, fields, models

_NO_SECRET = "apercu"


class MobilityCampaignPreview(models.TransientModel):
    """The mail to each employer, as it will be read; it opens nothing."""

    _name = "mobility.campaign.preview"
    _description = "Preview of a solicitation"

    campaign_id = fields.Many2one(
        "mobility.campaign", required=True, readonly=True, ondelete="cascade"
    )
    rank = fields.Integer(default=0)
    last_rank = fields.Integer(compute="_compute_mail")
    employer_id = fields.Many2one("res.partner", compute="_compute_mail")
    position = fields.Char(string="Mail", compute="_compute_mail")
    written_to = fields.Char(compute="_compute_mail")
    why_not = fields.Char(string="Will not leave", compute="_compute_mail")
    subject = fields.Char(compute="_compute_mail")
    body = fields.Html(compute="_compute_mail", sanitize=False)
    left_out = fields.Text(string="Will not be written to", compute="_compute_mail")

    @api.depends("campaign_id", "rank")
    def _compute_mail(self):
        for preview in self:
            preview.update(preview._shown())

    def _shown(self):
        self.ensure_one()
        self.campaign_id.check_access("read")
        campaign = self.campaign_id.sudo()
        employers = campaign.employer_ids
        employer = employers[min(max(self.rank, 0), len(employers) - 1)]
        recipients = campaign._recipients(employers)
        reasons = campaign._why_not_each(employers, recipients=recipients)
        rows = self.env["mobility.solicitation"]
        labels = dict(rows._fields["not_sent_reason"]._description_selection(self.env))
        values = {
            "employer_id": employer.id,
            "last_rank": len(employers) - 1,
            "position": f"{list(employers).index(employer) + 1} / {len(employers)}",
            "why_not": labels.get(reasons.get(employer), False),
            "written_to": False,
            "subject": False,
            "body": False,
            "left_out": "\n".join(
                f"{one.name} : {labels[reason]}" for one, reason in reasons.items()
            ),
        }
        if employer not in recipients or reasons.get(employer) == "own_employer":
            return values
        person, mailbox = recipients[employer]
        letter = campaign._letter(
            campaign, person, mailbox, _NO_SECRET, "mail_solicitation",
            organisation=employer.name,
            profile=campaign._profile_texts(employer, recipients)[employer],
        )  # fmt: skip
        people = {person.id: person.sudo()}
        (mail,) = person.sudo()._mobility_mail_values([letter], people)
        return {
            **values,
            "written_to": mail["email_to"],
            "subject": mail["subject"],
            "body": mail["body_html"],
        }

    def action_next(self):
        """The mail to the next employer."""
        return self._move(1)

    def action_previous(self):
        """The mail to the employer before."""
        return self._move(-1)

    def _move(self, step):
        self.ensure_one()
        self.rank = min(max(self.rank + step, 0), self.last_rank)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What each employer will read"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
