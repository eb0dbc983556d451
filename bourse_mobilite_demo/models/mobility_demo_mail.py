import re

from odoo import api, fields, models
from odoo.tools import plaintext2html


class MobilityDemoMail(models.Model):
    """A letter that would have left. Everyone may read them, without login: they
    carry the personal links and codes, so this addon is for a demonstration on
    one's own machine and for nothing else.
    """

    _name = "mobility.demo.mail"
    _description = "Demonstration letter"
    _order = "sent_on desc, id desc"
    _rec_name = "subject"

    sent_on = fields.Datetime(required=True, readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    email_to = fields.Char(string="To", readonly=True, index="trigram")
    subject = fields.Char(readonly=True)
    body = fields.Html(readonly=True)
    attachment_count = fields.Integer(string="Attachments", readonly=True)

    @api.model
    def _keep(self, message, recipients):
        """Store one outgoing message.

        :param email.message.EmailMessage message: as it would have left
        :param list recipients: the addresses of the envelope
        """
        part = message.get_body(("html", "plain"))
        text = part.get_content() if part else ""
        if part and part.get_content_subtype() == "plain":
            text = plaintext2html(text)
        # The letters of an earlier day must open at today's port.
        here = re.escape(self.get_base_url())
        text = re.sub(rf"""(href=["']){here}/""", r"\1/", text)
        return self.create(
            {
                "sent_on": fields.Datetime.now(),
                "email_from": str(message["From"] or ""),
                "email_to": str(message["To"] or "") or ", ".join(recipients),
                "subject": str(message["Subject"] or ""),
                "body": text,
                "attachment_count": len(list(message.iter_attachments())),
            }
        )

    @api.model
    def _deliver(self):
        """Send now what waits in the queue: whoever opens the outbox has just done
        something and looks for its letter.

        Odoo's own job does the same; the lock lets only one of them work at a time.
        """
        job = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        if job.try_lock_for_update():
            waiting = self.env["mail.mail"].sudo()
            waiting.search([("state", "=", "outgoing")], order="id").send()
