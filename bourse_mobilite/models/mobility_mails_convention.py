from odoo import models


class MobilityConvention(models.Model):
    """What a convention says to those who sign it."""

    _inherit = "mobility.convention"

    def _mail_words(self):
        """What a mail about this convention may say, as plain words."""
        self.ensure_one()
        return self.request_id._mail_words()

    def _unreachable(self, document, rows):
        """What several people read receives neither link nor code: the chatter says
        to whom the paper is to be given."""
        self.sudo().message_post(
            body=self.env._(
                "No e-mail of their own: please give the convention to %s in another "
                "way.",
                ", ".join(rows.mapped("name")),
            )
        )
