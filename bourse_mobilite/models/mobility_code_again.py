import base64

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_time


class MobilityCode(models.Model):
    """What the page of the code shows, and another code for what was already typed."""

    _inherit = "mobility.code"

    @api.model
    def _last(self, rows, person):
        """The last code that was sent for exactly these signatures and is not used,
        even when it opens nothing any more (sudo)."""
        code = self.sudo().search(Domain("partner_id", "=", person.id), limit=1)
        same = code.signatory_ids == rows.sudo() and not code.used_on
        return code if same else code.browse()

    @api.model
    def _last_name(self, person):
        """The name that this person typed the last time, '' when there is none."""
        own = Domain("partner_id", "=", person.id)
        return self.sudo().search(own, limit=1).typed_name or ""

    def _drawn(self):
        """The picture that waits for the code, b'' when the name was typed only."""
        return base64.b64decode(self.signature or b"")

    def _keeps(self, method, name, signature):
        """Whether it confirms this very signature."""
        self.ensure_one()
        kept = (self.method, self.typed_name, self._drawn())
        return kept == (method, name, signature)

    def _ask_again(self):
        """Send another code for what was already typed and drawn.

        :raises UserError: as `_ask`
        """
        self.ensure_one()
        return self._ask(
            self.signatory_ids._portal_sorted(),
            self.partner_id,
            self.method,
            self.typed_name,
            self._drawn(),
        )

    @api.model
    def _is_for_others(self, person):
        """Whether a code of this person still waits, for whatever it was asked."""
        own = Domain("partner_id", "=", person.id) & Domain("used_on", "=", False)
        alive = Domain("expires_on", ">", fields.Datetime.now())
        return bool(self.sudo().search_count(own & alive, limit=1))

    def _hours(self):
        """When it was sent and until when it can be used, by the clock of the centre
        de gestion."""
        self.ensure_one()
        zone = self.company_id._mobility_zone()
        return [
            format_time(self.env, moment, tz=zone, time_format="HH:mm")
            for moment in (self.sent_on, self.expires_on)
        ]
