from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# After three nights, a mail is news no more: someone has to call.
_MOST_TRIES = 3
_YOUNG = timedelta(days=3)


class MailMail(models.Model):
    """Our mails are kept until they leave: see ``mobility.mail.failure``."""

    _inherit = "mail.mail"

    mobility_person_id = fields.Many2one(
        "res.partner", string="Written to", readonly=True, ondelete="set null"
    )
    mobility_company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion that writes",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    mobility_tries = fields.Integer(string="Times tried again", readonly=True)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Core deletes a mail whose address is wrong, and nobody would know."""
        ours = self.filtered("mobility_company_id") if failure_type else self.browse()
        if ours:
            super(MailMail, ours)._postprocess_sent_message(
                success_pids, success_emails, failure_reason, failure_type="unknown"
            )
        others = self - ours
        if not others:
            return True
        return super(MailMail, others)._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    @api.model
    def _mobility_failed_domain(self):
        return Domain("mobility_company_id", "!=", False) & Domain(
            "state", "=", "exception"
        )

    @api.model
    def _mobility_retry_failed(self):
        """Put our young mails that could not leave back in the queue, three times at
        most.

        :return: how many
        """
        failed_sudo = self.sudo().search(
            self._mobility_failed_domain()
            & Domain("mobility_tries", "<", _MOST_TRIES)
            & Domain("create_date", ">=", fields.Datetime.now() - _YOUNG)
        )
        for tries, mails in failed_sudo.grouped("mobility_tries").items():
            mails.write({"state": "outgoing", "mobility_tries": tries + 1})
        failed_sudo._mobility_queue()
        return len(failed_sudo)

    def _mobility_queue(self):
        """Send soon; to the address that the person has today."""
        for mail in self:
            person = mail.mobility_person_id
            # What carries a personal link stays out of a shared mailbox.
            if person._mobility_personal_mailbox() if person else False:
                address = person.email_formatted
                if address != mail.email_to:
                    mail.email_to = address
        if self:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
