"""What a rule answers when it is not met, and who may go on all the same."""

from dataclasses import dataclass
from datetime import date

# From the gravest to the lightest. An obligation of a text blocks; a manager may
# lift it in writing, except where nothing could make the act lawful (`final`). A
# situation that somebody must look at first (`review`) is lifted by an adviser. The
# rest only warns.
FINAL, BLOCK, REVIEW, WARNING = LEVELS = ("final", "block", "review", "warning")


@dataclass(frozen=True)
class Finding:
    """A rule that is not met: the figure asked, the actual one, what is missing.

    `shortfall` is never negative: what is lacking, or what is in excess. `about` is
    whatever the caller named the organisation by that the finding speaks of.

    ================== ======== ================= ==================== ============
    code               level    figure            actual, shortfall    dates, about
    ================== ======== ================= ==================== ============
    `no_days`          final    minimum, days     days                 none
    `past`             block    0                 days in the past     these days
    `too_few_days`     block    minimum, days     days                 none
    `too_many_days`    block    maximum, days     days                 none
    `quota`            block    maximum, days     days in the fullest  first and
                                                  window               last day of
                                                                       the window
    `not_working_day`  block²   0                 days on such dates   these dates
    `notice`           warning  notice, months    whole months; then   first day
                                                  calendar days        asked, first
                                                  missing              day possible
    `apprentice`       block    0                 0                    none
    `not_employed`     block    0                 days without an      these dates
                                                  employment
    `away`             review   0                 0                    employer
    `other_unknown`    review   0                 0                    employer
    `not_worked`       warning  0                 days on such dates   these dates
    `private_host`     final    0                 0                    host
    `own_employer`     block¹   0                 0                    employer
    `another_employer` block    0                 0                    host
    ================== ======== ================= ==================== ============

    ¹ a warning between two services of the State.
    ² a warning for a regime that counts no jours ouvrés.
    """

    code: str
    level: str
    figure: float = 0
    actual: float = 0
    shortfall: float = 0
    dates: tuple[date, ...] = ()
    about: object = None

    @property
    def blocking(self) -> bool:
        """Does the request stop here, unless somebody lifts it in writing?"""
        return self.level != WARNING
