"""What was typed in the form of a bilan: read, and shown again as it was."""

from ..rules.assessment import SIDES, TEXTS
from .frame import typed, typed_date

_NUMBERS = ("missed_half_days", "missed_hours")
# The longest text that is shown again: a form holds 2,000, a hostile one anything.
_SHOWN = 20000


class AssessForm:
    """``answers`` are the plain values for the model; ``shown`` what the page puts
    back into its fields. Nothing that was not asked is read."""

    def __init__(self, form, side, items, tasks):
        self.side = side
        self.shown = {name: typed(form.get(name)) for name in SIDES[side]}
        self.shown |= {name: typed(form.get(name))[:_SHOWN] for name in TEXTS[side]}
        self.marks = {item: typed(form.get(f"mark_{item}"))[:2] for item in items}
        self.ticked = set()
        if side == "tutor":
            for name in ("last_day", *_NUMBERS):
                self.shown[name] = typed(form.get(name))[:20]
            known = {str(rank): rank for rank in range(len(tasks))}
            self.ticked = {
                known[value] for value in form.getlist("task") if value in known
            }
        else:
            self.shown["comment_cdg_only"] = bool(typed(form.get("comment_cdg_only")))

    @property
    def answers(self):
        """The values as ``mobility.assessment._give`` takes them."""
        found = {**self.shown, "marks": {k: v for k, v in self.marks.items() if v}}
        if self.side == "tutor":
            found["tasks"] = self.ticked
            found["last_day"] = typed_date(self.shown["last_day"])
            half_days = _number(self.shown["missed_half_days"])
            whole = half_days is not None and half_days == int(half_days)
            found["missed_half_days"] = int(half_days) if whole else None
            found["missed_hours"] = _number(self.shown["missed_hours"])
        return found


class KeptAnswers:
    """The same shape, from a bilan that is opened again."""

    def __init__(self, row_sudo):
        self.side = row_sudo.side
        names = SIDES[self.side] + TEXTS[self.side]
        self.shown = {name: row_sudo[name] or "" for name in names}
        self.marks = {mark.item_id.id: mark.level for mark in row_sudo.mark_ids}
        self.ticked = set()
        if self.side == "tutor":
            kept = (row_sudo.tasks or "").splitlines()
            proposed = row_sudo.proposed_tasks or []
            self.ticked = {rank for rank, task in enumerate(proposed) if task in kept}
            self.shown["last_day"] = row_sudo.last_day and row_sudo.last_day.isoformat()
            for name in _NUMBERS:
                self.shown[name] = f"{row_sudo[name]:g}" if row_sudo[name] else ""
        else:
            self.shown["comment_cdg_only"] = row_sudo.comment_cdg_only


def _number(text):
    """The number of a field, 0 when it is empty, None when it is none."""
    text = text.replace(",", ".")
    if not text:
        return 0
    if len(text) > 8 or not text.replace(".", "", 1).isdecimal() or not text.isascii():
        return None
    return float(text)
