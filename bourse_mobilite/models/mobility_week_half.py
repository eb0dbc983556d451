from odoo import fields, models


class MobilityWeekHalf(models.Model):
    """A half day of the week: what someone works, employer by employer."""

    _name = "mobility.week.half"
    _description = "Half day of the week"
    _order = "weekday, half"

    name = fields.Char(required=True)
    weekday = fields.Integer(required=True, help="0 for Monday, 6 for Sunday.")
    half = fields.Selection(
        [("am", "Morning"), ("pm", "Afternoon")], required=True, default="am"
    )

    _one_of_each = models.UniqueIndex("(weekday, half)")
    _weekday_known = models.Constraint(
        "CHECK(weekday BETWEEN 0 AND 6)", "A weekday lies between 0 and 6."
    )

    def _as_week(self):
        """These halves as the rules read them; None when there is none."""
        return frozenset((half.weekday, half.half) for half in self) or None
