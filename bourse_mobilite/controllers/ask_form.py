"""What an agent types to ask for an immersion: read, kept, and what is wrong."""

from datetime import timedelta

from odoo.http import request
from odoo.tools.misc import format_date

from ..models.guard import civil_day
from ..rules.working_days import HALVES, add_months
from .frame import too_long, typed, typed_date

# No calendar holds more days in a year than a regime could ever allow.
MOST_DAYS = 80


class AskForm:
    """The form as it was sent: ``texts`` to show again, ``days`` as ``{date: half}``
    where an empty half stands for all that is open that day; ``wrong`` names the
    fields that `errors` found wrong."""

    def __init__(self, sent):
        self.texts = {
            name: typed(sent.get(name))
            for name in ("date_start", "date_end", "motivation")
        }
        self.start = typed_date(self.texts["date_start"])
        self.end = typed_date(self.texts["date_end"])
        self.days = {}
        self.wrong = set()
        self.unread = self.too_many = False
        if sent:
            self._read_days(sent)

    def _read_days(self, sent):
        ticked = sent.getlist("day")
        self.too_many = len(ticked) > MOST_DAYS
        for text in ticked[:MOST_DAYS]:
            day = typed_date(text)
            half = typed(sent.get(f"half_{day}"))
            if day and (not half or half in HALVES):
                self.days[day] = half
            else:
                self.unread = True

    def take_up(self, proposal):
        """Begin with what was asked before and with the dates proposed since."""
        self.start, self.end = proposal["date_start"], proposal["date_end"]
        self.texts["motivation"] = proposal["motivation"]
        if proposal["whole"]:
            self.texts["date_start"] = self.start.isoformat()
            self.texts["date_end"] = self.end.isoformat()

    def values(self):
        """What the model makes a request of, once there are no errors."""
        return {
            "date_start": self.start,
            "date_end": self.end,
            "days": sorted(self.days.items()),
            "motivation": self.texts["motivation"],
        }

    def errors(self):
        """What is not even a day or a text, by field."""
        errors = self._day_errors() or self._period_errors()
        if not self.texts["motivation"]:
            errors["motivation"] = request.env._(
                "Please say why you ask for this immersion."
            )
        elif problem := too_long(self.texts["motivation"]):
            errors["motivation"] = problem
        self.wrong |= errors.keys()
        return errors

    def _day_errors(self):
        if self.too_many:
            text = request.env._(
                "That is a great many days: please choose %s at most.", MOST_DAYS
            )
        elif self.unread:
            text = request.env._(
                "One of the days could not be read: please look at them again."
            )
        elif self.days and (outside := self._dates_inside()):
            self.wrong |= outside
            text = request.env._(
                "You ticked days before the first day or after the last. Please "
                "correct these two dates, or empty them."
            )
        else:
            return {}
        return {"days": text}

    def _dates_inside(self):
        """The names of the dates that leave some of the days out."""
        outside = set()
        if self.start and self.start > min(self.days):
            outside.add("date_start")
        if self.end and self.end < max(self.days):
            outside.add("date_end")
        return outside

    def _period_errors(self):
        """With days ticked, the two dates need not be there."""
        errors = {}
        needed = not self.days
        if not self.start and (needed or self.texts["date_start"]):
            errors["date_start"] = request.env._("Please choose the first day.")
        if not self.end and (needed or self.texts["date_end"]):
            errors["date_end"] = request.env._("Please choose the last day.")
        if errors or not needed:
            return errors
        tomorrow = civil_day(request.env.user) + timedelta(days=1)
        if self.start > self.end:
            errors["date_end"] = request.env._("The last day comes before the first.")
        elif self.end > add_months(self.start, 12):
            errors["date_end"] = request.env._(
                "The last day is more than a year after the first."
            )
        elif self.start < tomorrow:
            errors["date_start"] = request.env._(
                "The first day is too soon: choose from the %s on.",
                format_date(request.env, tomorrow),
            )
        return errors
