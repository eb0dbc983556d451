from odoo import api, fields, models
from odoo.fields import Domain

from .guard import acting, civil_day


class MobilitySolicitation(models.Model):
    """Two reminders at most, each with a link; mails that come back."""

    _inherit = "mobility.solicitation"

    @api.model
    def _to_remind_domain(self, day):
        return (
            Domain("remind_on", "<=", day)
            & Domain("state", "in", ("waiting", "later"))
            & Domain("campaign_id.state", "=", "sent")
            & Domain("campaign_id.answer_by", ">=", day)
            & Domain("employer_id.mobility_no_solicitation", "=", False)
        )

    def _remind(self):
        """Write once more to these, unless nobody there may open the link any more."""
        today = civil_day(self)
        rows = self.filtered(lambda row: row._may_be_opened_by(row.partner_id))
        self.env["res.partner"]._mobility_write_all(
            rows._letters("mail_solicitation_reminder")
        )
        acting(self).write({"reminded_on": today})
        for row in acting(rows):
            row.reminders += 1

    def _came_back(self, said):
        """The mail server, ours or theirs, could not deliver it. The link still
        opens: the answer may come all the same."""
        waiting = self.filtered(lambda row: row.state == "waiting")
        acting(waiting).write({"state": "bounced", "bounce_reason": said})

    def _went_through(self):
        """Tried again, it has left."""
        bounced = self.filtered(lambda row: row.state == "bounced")
        acting(bounced).write({"state": "waiting", "bounce_reason": False})


class MobilityNightly(models.AbstractModel):
    _inherit = "mobility.nightly"

    @api.model
    def _tasks(self):
        tasks = super()._tasks()
        for day, companies in self._civil_days().items():
            zone = companies[0]._mobility_zone()
            night = self.with_company(companies[0]).with_context(tz=zone)
            rows = night.env["mobility.solicitation"]
            own = Domain("company_id", "in", companies.ids)
            tasks.append((rows, own & rows._to_remind_domain(day), "_remind"))
        return tasks


class MailMail(models.Model):
    _inherit = "mail.mail"

    mobility_solicitation_id = fields.Many2one(
        "mobility.solicitation",
        string="Solicitation",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        rows = self.sudo().mobility_solicitation_id
        if failure_type:
            rows._came_back((failure_reason or "")[:300])
        else:
            rows._went_through()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """The server of the employer sends a mail back, hours later: ours belong to no
        record, so that core finds nobody to tell."""
        mailbox = message_dict.get("bounced_email")
        if mailbox:
            rows = self.env["mobility.solicitation"].sudo()
            rows.search(
                Domain("mailbox", "=", mailbox) & Domain("state", "=", "waiting")
            )._came_back(self.env._("Sent back by the server of the employer"))
        return super()._routing_handle_bounce(email_message, message_dict)
