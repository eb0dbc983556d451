"""What a bilan asks of the tutor and of the agent, and who may read which part.

Convention, article 17: presence, tasks seen, skills, what next; for the agent, the
employer of origin and the centre de gestion. Nothing of it asks for a word on health.
"""

import re
from datetime import date, timedelta

# After the question, in days; then it is left to the adviser.
REMIND_AFTER = (3, 10)
# Later, nobody remembers: nothing is asked any more.
ASKED_WITHIN = timedelta(days=60)

PRESENCES = ("completed", "partial", "absent")
LEVELS = ("0", "1", "2", "3", "4")  # "0": not seen
FITS = ("yes", "partly", "no", "unknown")
NEXT_STEPS = ("immersion", "training", "application", "stop", "undecided")
OPENINGS = ("yes", "maybe", "no", "unknown")
SATISFACTIONS = ("4", "3", "2", "1")
CHOICES = {
    "presence": PRESENCES,
    "fit": FITS,
    "next_step": NEXT_STEPS,
    "job_opening": OPENINGS,
    "satisfaction": SATISFACTIONS,
}
SIDES = {
    "tutor": ("presence", "fit", "next_step", "job_opening"),
    "agent": ("satisfaction", "next_step"),
}
# Free fields: few, and none that a form cannot hold.
TEXTS = {"tutor": ("other_tasks", "advice"), "agent": ("comment",)}
LONGEST = 2000
MOST_TASKS = 12
_LONGEST_TASK = 200
MOST_HOURS_A_DAY = 12
# Half of a day of seven hours (35 hours a week on five days).
_HOURS_OF_A_HALF_DAY = 3.5


def tasks_of(*texts: str | None) -> list[str]:
    """The tasks that can be ticked, read from what was agreed: one a line or between
    semicolons, twelve at most, each once.

    >>> tasks_of("- Accueillir ;  orienter\\n• Tenir le registre", None, "orienter")
    ['Accueillir', 'orienter', 'Tenir le registre']
    """
    found = {}
    for text in texts:
        for part in re.split(r"[\n;]+", text or ""):
            task = part.strip(" \t\r-–•*.").strip()
            if any(char.isalnum() for char in task):
                found.setdefault(task.casefold(), task[:_LONGEST_TASK])
    return list(found.values())[:MOST_TASKS]


def remind_on(asked_on: date | None, reminders: int) -> date | None:
    """The day of the next reminder, None when there is none any more."""
    if not asked_on or reminders >= len(REMIND_AFTER):
        return None
    return asked_on + timedelta(days=REMIND_AFTER[reminders])


def reminders_past(asked_on: date, today: date) -> int:
    """How many reminders are due by ``today``: a server that was stopped sends one
    mail for all that it missed."""
    return sum(asked_on + timedelta(days=days) <= today for days in REMIND_AFTER)


def problems(
    side: str, answers: dict, items: list[int], first: date, last: date, days: float
) -> dict[str, str]:
    """What is wrong with the answers: ``{field: code}``, empty when all is well.

    The codes: ``missing``, ``unknown`` (no such choice), ``outside`` (a day that is
    not of the immersion), ``nothing`` (a partial presence that misses nothing),
    ``number``, ``long``. Of an agent who did not come, nothing more is asked.

    :param items: the ids of the lines of the grid
    :param days: length of the immersion, in jours ouvrés
    """
    wrong = {}
    absent = side == "tutor" and answers.get("presence") == "absent"
    for name in SIDES[side]:
        given = answers.get(name) or ""
        if given and given not in CHOICES[name]:
            wrong[name] = "unknown"
        elif not given and not (absent and name != "presence"):
            wrong[name] = "missing"
    marks = answers.get("marks") or {}
    for item in items:
        level = marks.get(item) or ""
        if level and level not in LEVELS:
            wrong[f"mark_{item}"] = "unknown"
        elif not level and not absent:
            wrong[f"mark_{item}"] = "missing"
    for name in TEXTS[side]:
        if len(answers.get(name) or "") > LONGEST:
            wrong[name] = "long"
    if side == "tutor" and answers.get("presence") == "partial":
        wrong |= _partial(answers, first, last, days)
    return wrong


def _partial(answers, first, last, days):
    """What is wrong with a partial presence."""
    wrong = {}
    last_day = answers.get("last_day")
    if not last_day:
        wrong["last_day"] = "missing"
    elif not first <= last_day <= last:
        wrong["last_day"] = "outside"
    for name, most in (
        ("missed_half_days", 2 * days),
        ("missed_hours", MOST_HOURS_A_DAY * days),
    ):
        amount = answers.get(name)
        if amount is None or not 0 <= amount <= most:
            wrong[name] = "number"
    missed = sum(
        answers.get(name) or 0 for name in ("missed_half_days", "missed_hours")
    )
    if not wrong and last_day == last and not missed:
        wrong["missed_half_days"] = "nothing"
    return wrong


def days_seen(answers: dict, days: list[tuple[date, float]]) -> float:
    """How many jours ouvrés of the immersion the tutor says that the agent was there.

    :param answers: of the tutor, with ``presence``
    :param days: each day of the immersion as ``(date, portion)``, 1 or 0.5

    >>> week = [(date(2027, 3, 1), 1.0), (date(2027, 3, 2), 1.0), (date(2027, 3, 3), 0.5)]
    >>> days_seen({"presence": "completed"}, week), days_seen({"presence": "absent"}, week)
    (2.5, 0)
    >>> days_seen({"presence": "partial", "last_day": date(2027, 3, 2)}, week)
    2.0
    """
    if answers["presence"] == "absent":
        return 0
    total = sum(portion for _day, portion in days)
    if answers["presence"] != "partial":
        return total
    last = answers.get("last_day")
    until = sum(portion for day, portion in days if not last or day <= last)
    # Some hours less in a day make no half day less.
    half_days = (answers.get("missed_half_days") or 0) + int(
        (answers.get("missed_hours") or 0) // _HOURS_OF_A_HALF_DAY
    )
    return max(0, min(until, total - half_days / 2))


def readable(reader: str, given: set[str], complete: bool) -> set[str]:
    """The parts of a bilan that a reader may see.

    ``agent``, ``tutor`` and ``host`` (the tutor speaks for it) see their own part as
    soon as it is given; each other part, once the bilan is complete. ``origin`` sees
    both then. ``synthesis``, by the adviser, is for the agent; ``staff`` reads all.

    :param given: the parts that are given, among ``tutor agent synthesis``

    >>> sorted(readable("host", {"tutor", "agent"}, False))
    ['tutor']
    >>> sorted(readable("origin", {"tutor", "agent", "synthesis"}, True))
    ['agent', 'tutor']
    """
    if reader == "staff":
        return set(given)
    own = {"agent": "agent", "tutor": "tutor", "host": "tutor"}.get(reader)
    seen = {own} | ({"tutor", "agent"} if complete else set())
    if reader == "agent":
        seen.add("synthesis")
    return seen & given


def shows_opening(reader: str) -> bool:
    """Whether this reader sees if the host has a job to fill: the employer of origin
    is not told that its agent could leave."""
    return reader != "origin"


def shows_comment(reader: str, cdg_only: bool) -> bool:
    """Whether this reader sees the agent's comment."""
    return reader in ("agent", "staff") or not cdg_only
