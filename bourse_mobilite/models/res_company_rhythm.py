from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import rhythm


class ResCompany(models.Model):
    """When those who have not signed are reminded."""

    _inherit = "res.company"

    mobility_sign_reminders = fields.Char(
        string="Reminders to sign",
        default="3, 7, 14",
        help="How many days after the request for a signature, for instance 3, 7, 14. "
        "Empty: none.",
    )
    mobility_sign_last_call = fields.Integer(
        string="Last reminder to sign",
        default=5,
        help="How many days before the first day of the immersion. 0: none.",
    )

    @api.constrains("mobility_sign_last_call")
    def _check_mobility_sign_last_call(self):
        for company in self:
            if not 0 <= company.mobility_sign_last_call <= rhythm.MOST_DAYS:
                raise ValidationError(
                    self.env._(
                        "The last reminder comes from 1 to %s days before the first "
                        "day; 0 for none.",
                        rhythm.MOST_DAYS,
                    )
                )

    @api.model
    def _mobility_written_days(self, text):
        """The days of the reminders as they are kept.

        :raises ValidationError: these are no numbers of days
        """
        try:
            return rhythm.written_days(rhythm.read_days(text)) or False
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%(typed)s” cannot be read. Write numbers of days from 1 to "
                    "%(days)s, at most %(most)s of them, for instance: 3, 7, 14.",
                    typed=text,
                    days=rhythm.MOST_DAYS,
                    most=rhythm.MOST_REMINDERS,
                )
            ) from error

    def _mobility_sign_days(self):
        """The days of the reminders as numbers."""
        self.ensure_one()
        return rhythm.read_days(self.sudo().mobility_sign_reminders or "")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._mobility_with_days(vals) for vals in vals_list])

    def write(self, vals):
        done = super().write(self._mobility_with_days(vals))
        if {"mobility_sign_reminders", "mobility_sign_last_call"} & vals.keys():
            self.env["mobility.signatory"]._count_reminders_again(self)
        return done

    def _mobility_with_days(self, vals):
        typed = vals.get("mobility_sign_reminders")
        if not typed:
            return vals
        return dict(vals, mobility_sign_reminders=self._mobility_written_days(typed))
