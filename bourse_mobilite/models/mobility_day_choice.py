from calendar import monthrange
from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..rules import quota
from ..rules.day_choice import DayChoice
from ..rules.working_days import HALVES, add_months
from .day_words import day_words
from .guard import civil_day

# How far ahead days can be chosen, in months.
_MONTHS_AHEAD = 12


class MobilityOffer(models.Model):
    """What the calendar of the page “Ask for an immersion” knows of an offer."""

    _inherit = "mobility.offer"

    def _day_choice(self, candidate):
        """The days that ``candidate`` can choose, as the rules read them: from
        tomorrow, or from the opening of the offer, and for a year.

        The caller has checked that the file is the reader's own.
        """
        self.ensure_one()
        first = civil_day(self) + timedelta(days=1)
        ahead = add_months(max(first, self.date_from or first), _MONTHS_AHEAD)
        choice = DayChoice(
            calendar=self._calendar(),
            first=first,
            last=ahead.replace(day=monthrange(ahead.year, ahead.month)[1]),
            offered=(self.date_from or None, self.date_to or None),
            own=candidate._own_parts(first),
        )
        start, end = choice.bounds()
        days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        open_days = [day for day in days if choice.half(day)]
        return choice.with_full(self._full_days(open_days) if open_days else ())

    def _day_months(self, choice, counted, rule, shown, chosen):
        """The months of the calendar, as plain values.

        :param choice: what `_day_choice` answers
        :param counted: the days of the quota, as `_counted_days` answers
        :param rule: the regime, as the rules read it
        :param shown: a day of the month that is open at first
        :param chosen: ``{date: half}`` of the days already ticked
        """
        self.ensure_one()
        first = min(chosen, default=shown)
        bounds = choice.bounds()
        # The nearest month that the calendar has.
        first = min(max(first, bounds[0]), bounds[1])
        texts = self._day_reasons()
        months = []
        for year, month in choice.months():
            weeks = [
                [day and self._day_cell(choice, day, chosen, texts) for day in week]
                for week in choice.weeks(year, month)
            ]
            cells = [cell for week in weeks for cell in week if cell]
            possible = [cell["date"] for cell in cells if cell["half"]]
            left = [quota.days_left(counted, day, rule) for day in possible]
            months.append(
                {
                    "key": f"{year}-{month:02d}",
                    "name": format_date(
                        self.env, cells[0]["date"], date_format="MMMM y"
                    ),
                    "weeks": weeks,
                    "possible": len(possible),
                    "left": f"{min(left):g}" if left and rule.has_quota else False,
                    "shown": (year, month) == (first.year, first.month),
                    "open": (year, month) == (first.year, first.month)
                    or any(cell["chosen"] for cell in cells),
                    "notes": self._day_notes(cells),
                }
            )
        return months

    def _day_names(self):
        """Monday to Sunday, short and in full."""
        monday = civil_day(self)
        monday -= timedelta(days=monday.weekday())
        days = [monday + timedelta(days=n) for n in range(7)]
        return [
            tuple(format_date(self.env, day, date_format=f) for f in ("EEE", "EEEE"))
            for day in days
        ]

    def _day_cell(self, choice, day, chosen, texts):
        half = choice.half(day)
        reason = choice.reason(day)
        label = self._day_label(day)
        why = self._day_why(choice, day, texts)
        return {
            "date": day,
            "value": day.isoformat(),
            "number": day.day,
            "label": f"{label}, {why}" if half and why else label,
            "half": half,
            "chosen": bool(half and day in chosen)
            and self._day_part(half, chosen[day]),
            "reason": reason,
            "why": why,
        }

    def _day_label(self, day):
        """“lundi 1er février 2027”."""
        return day_words(self.env, day, weekday=True)

    def _day_part(self, most, wanted):
        """The half that was wanted, when it can be had."""
        fits = set(HALVES.get(wanted, ("none",))) <= set(HALVES[most])
        return wanted if fits else most

    def _day_why(self, choice, day, texts=None):
        """Why a day, or one half of it, cannot be chosen: a few words, or ''."""
        code = choice.reason(day) or f"open_{choice.half(day)}"
        text = (texts or self._day_reasons())[code]
        # Their names come from a library that types straight apostrophes.
        holiday = choice.holiday(day).replace("'", "’")
        return text % holiday if code == "holiday" else text

    def _day_reasons(self):
        return {
            "too_soon": self.env._("no longer possible"),
            "outside": self.env._("outside the dates of the offer"),
            "too_far": self.env._("too far away"),
            "holiday": self.env._("public holiday – %s"),
            "weekend": self.env._("closed at the weekend"),
            "closed": self.env._("closed"),
            "taken": self.env._("you already have an immersion or a request"),
            "full": self.env._("no place left"),
            "open_full": "",
            "open_am": self.env._("morning only"),
            "open_pm": self.env._("afternoon only"),
        }

    def _day_notes(self, cells):
        """What stands in the way in a month, but for what goes without saying: one
        line a reason, with its days."""
        days = {}
        for cell in cells:
            if cell["why"] and cell["reason"] not in (
                "too_soon", "outside", "too_far", "weekend",
            ):  # fmt: skip
                days.setdefault(cell["why"], []).append(str(cell["number"]))
        return [
            self.env._("%(day)s: %(reason)s", day=", ".join(numbers), reason=why)
            for why, numbers in days.items()
        ]

    def _day_words(self):
        """What the calendar says of the days chosen; the page fills the figures in."""
        return {
            "range": self.env._(
                "Choose a first and a last day between %(first)s and %(last)s."
            ),
            "order": self.env._("The last day comes before the first."),
            "none": self.env._("No day chosen yet."),
            "one": self.env._("%(days)s day chosen"),
            "other": self.env._("%(days)s days chosen"),
            "least": self.env._("(%(figure)s at least)."),
            "most": self.env._("(%(figure)s at most)."),
            "over": self.env._("That is %(days)s too many: please remove some."),
            "left": self.env._("You will have %(left)s left out of %(window)s days."),
            "short": self.env._(
                "You have only %(left)s left out of %(window)s days: please remove "
                "some."
            ),
            "full": self.env._("Whole day"),
            "am": self.env._("Morning"),
            "pm": self.env._("Afternoon"),
            "remove": self.env._("Remove %(day)s"),
            "half": self.env._("%(day)s: whole day or half day"),
            "reason": self.env._("%(day)s: %(reason)s"),
        }


class MobilityCandidate(models.Model):
    _inherit = "mobility.candidate"

    def _own_parts(self, first, apart_from=None):
        """``{date: {"am", "pm"}}`` of what the own immersions, apart from that
        request, take from ``first`` on."""
        self.ensure_one()
        domain = (
            Domain("candidate_id", "=", self.id)
            & Domain("date", ">=", first)
            & Domain("live", "=", True)
        )
        if apart_from:
            domain &= Domain("request_id", "not in", apart_from.ids)
        days_sudo = self.env["mobility.day"].sudo()
        taken = {}
        for day, half in days_sudo._read_group(domain, ["date:day", "half"]):
            taken.setdefault(day, set()).update(HALVES[half])
        return taken
