"""What the texts ask of a PPR: every figure with its article, and what is a reading.

Read in published sources: the start, the deferral, the leaves, the year, the project and
the fifteen days. Readings, to be confirmed by the centre de gestion:

- the end is pushed by as many days as the leaves take within the PPR;
- the three months more run from the request for reclassement (`extension_from`): they
  are those of the procedure of article 3;
- a time told in months or days that ends on a Saturday, a Sunday or a public holiday
  ends on that day: the decree prolongs nothing. What falls so is told (`Moment.closed`),
  so that somebody acts before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ..working_days import add_months

MONTHS, DAYS = "months", "days"
FROM_REQUEST, FROM_END = "request", "end"

DECREE = "décret n° 85-1054"
ARTICLE_2 = f"{DECREE}, art. 2"
PROJECT = f"{DECREE}, art. 2-2 et 2-3"
PROCEDURE = f"{DECREE}, art. 3"
KEPT = f"{DECREE}, art. 2 et 3"
# The only article behind what no decree dates: the right itself.
RIGHT = "code général de la fonction publique, art. L. 826-2"


@dataclass(frozen=True)
class Figure:
    """So many civil months, or calendar days, and where it is written."""

    amount: int
    unit: str
    article: str


@dataclass(frozen=True)
class Law:
    """The figures in force between two days, both included; None: until a new text.

    `extension_from` says from when the three months more run: the request for
    reclassement, or the end of the PPR.
    """

    valid_from: date
    valid_to: date | None
    texts: tuple[str, ...]
    length: Figure
    deferral: Figure
    project: Figure
    silence: Figure
    extension: Figure
    extension_from: str
    articles: Mapping[str, str]

    def article(self, code: str) -> str:
        """The article that a moment or a finding comes from."""
        return self.articles.get(code, RIGHT)


# The moments of :mod:`.line`, by the article that makes them.
_OF_ARTICLE_2 = (
    "proposed seized opinion start latest_start leave_first leave_last end maximum_end "
    "ended"
)
_OF_PROJECT = (
    "project_due physician notified answer_due agreed refused silence length review "
    "reviewed request_due"
)
_OF_PROCEDURE = "request reclassement_due reclassement_answered"

LAW = Law(
    valid_from=date(2022, 5, 1),
    valid_to=None,
    texts=(
        "Code général de la fonction publique, articles L. 826-1 à L. 826-4",
        "Décret n° 85-1054 du 30 septembre 1985 relatif au reclassement des "
        "fonctionnaires territoriaux reconnus inaptes à l’exercice de leurs fonctions, "
        "modifié par les décrets n° 2019-172 du 5 mars 2019 et n° 2022-626 du "
        "22 avril 2022",
    ),
    length=Figure(12, MONTHS, ARTICLE_2),
    deferral=Figure(2, MONTHS, ARTICLE_2),
    project=Figure(2, MONTHS, PROJECT),
    silence=Figure(15, DAYS, PROJECT),
    extension=Figure(3, MONTHS, KEPT),
    extension_from=FROM_REQUEST,
    articles=MappingProxyType(
        dict.fromkeys(_OF_ARTICLE_2.split(), ARTICLE_2)
        | dict.fromkeys(_OF_PROJECT.split(), PROJECT)
        | dict.fromkeys(_OF_PROCEDURE.split(), PROCEDURE)
        | {"kept_until": KEPT}
    ),
)
LAWS = (LAW,)


def law_on(day: date) -> Law | None:
    """The law in force that day; None before 1 May 2022, whose PPR had other rules.

    >>> law_on(date(2026, 3, 16)) is LAW, law_on(date(2022, 4, 30))
    (True, None)
    """
    for law in LAWS:
        if law.valid_from <= day <= (law.valid_to or date.max):
            return law
    return None


def last_day(first: date, months: int) -> date:
    """Last day, included, of so many months that begin on `first`.

    The eve of the same day of the month; the last day of a month that has no such day
    (Code de procédure civile, art. 641), so that one never loses a day to February.

    >>> last_day(date(2026, 3, 16), 12), last_day(date(2028, 2, 29), 12)
    (datetime.date(2027, 3, 15), datetime.date(2029, 2, 28))
    """
    then = add_months(first, months)
    if then.day == first.day and then > date.min:
        return date.fromordinal(then.toordinal() - 1)
    return then
