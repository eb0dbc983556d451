from odoo import api, fields, models
from odoo.tools import SQL


class MobilityMailFailure(models.Model):
    """A mail of ours that could not leave, without its text: the personal links in it
    are for one person."""

    _name = "mobility.mail.failure"
    _description = "Mail that could not leave"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "subject"
    _depends = {
        "mail.mail": [
            "state", "failure_reason", "failure_type", "mobility_person_id",
            "mobility_company_id", "mobility_tries", "mail_message_id", "create_date",
            "mobility_private",
        ],
        "mail.message": ["subject"],
    }  # fmt: skip

    subject = fields.Char(readonly=True)
    date = fields.Datetime(string="Written on", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Written to", readonly=True)
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", readonly=True
    )
    failure_type = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    failure_reason = fields.Text(string="What the mail server said", readonly=True)
    private = fields.Boolean(readonly=True, groups=fields.NO_ACCESS)
    tries = fields.Integer(string="Times tried again", readonly=True)
    advice = fields.Char(string="What to do", compute="_compute_advice")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT mail.id,
                   message.subject,
                   mail.create_date AS date,
                   mail.mobility_person_id AS partner_id,
                   mail.mobility_company_id AS company_id,
                   mail.failure_type,
                   mail.failure_reason,
                   mail.mobility_private AS private,
                   mail.mobility_tries AS tries
              FROM mail_mail mail
              JOIN mail_message message ON message.id = mail.mail_message_id
             WHERE mail.state = 'exception' AND mail.mobility_company_id IS NOT NULL
            """
        )

    @api.depends("failure_type")
    @api.depends_context("lang")
    def _compute_advice(self):
        for failure in self:
            failure.advice = (
                self.env._("Correct the e-mail of this person, then try again.")
                if failure.sudo().failure_type
                in ("mail_email_invalid", "mail_email_missing")
                else self.env._(
                    "Tried again for three nights. Still here? Call the person, and "
                    "tell your IT people."
                )
            )

    def action_retry(self):
        """Send these mails again, now, to the address that the person has today."""
        self.check_access("read")
        self._mails_sudo().write({"state": "outgoing", "mobility_tries": 0})
        self._mails_sudo(failed=False)._mobility_queue()
        self.env.invalidate_all()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("On its way: it leaves within a minute."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_forget(self):
        """Give up these mails: they are deleted, with their links."""
        self.check_access("read")
        self._mails_sudo().unlink()
        self.env.invalidate_all()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _mails_sudo(self, failed=True):
        mails_sudo = self.env["mail.mail"].sudo().browse(self.ids).exists()
        return mails_sudo.filtered(
            lambda mail: mail.mobility_company_id
            and mail.state == ("exception" if failed else "outgoing")
        )

    @api.model
    def _cron_retry(self):
        """Each night: what could not leave is tried again; see ``mail.mail``."""
        return self.env["mail.mail"]._mobility_retry_failed()
