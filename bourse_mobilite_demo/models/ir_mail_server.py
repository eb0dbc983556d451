from odoo import models


class Outbox:
    """What takes the place of an SMTP session: each letter goes into a drawer."""

    from_filter = None

    def __init__(self, env, smtp_from=None):
        self.env = env
        self.smtp_from = smtp_from

    def send_message(self, message, _smtp_from, smtp_to_list):
        self.env["mobility.demo.mail"].sudo()._keep(message, smtp_to_list)

    def quit(self):
        """Nothing was opened."""


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @classmethod
    def _disable_send(cls):
        """Keeping a letter in the database is harmless, in tests too: the outbox
        then shows what it shows in the demonstration."""
        return False

    def _connect__(self, *args, smtp_from=None, **kwargs):
        """No server is ever reached, whatever the settings say."""
        return Outbox(self.env, smtp_from)
