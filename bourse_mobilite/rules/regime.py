"""The shape of a legal basis; its figures are data (`mobility.regime`)."""

from dataclasses import dataclass

# Readings of « sur une période de trois ans »: any window counted on days, or the
# civil years from a 1 January on.
ROLLING, CIVIL_YEARS = "rolling", "civil_years"


@dataclass(frozen=True)
class Regime:
    """What a legal basis asks of an immersion; 0 stands for "no limit".

    `min_days` and `max_days` bound one immersion, `max_days_window` all those of a
    person in any `window_years` civil years (jours ouvrés), read as `window_kind`
    says. `notice_months` parts the request from the first day (civil months). Days
    of a regime that does not count in the quota neither use it up nor are refused
    by it.
    """

    code: str
    min_days: float = 0
    max_days: float = 0
    max_days_window: float = 0
    window_years: int = 0
    window_kind: str = ROLLING
    notice_months: int = 0
    counts_in_quota: bool = False
    public_agents_only: bool = False
    same_employer: str = "allowed"
    legal_reference: str = ""

    @property
    def has_quota(self) -> bool:
        """Does a window limit the days of this regime?"""
        return bool(self.counts_in_quota and self.max_days_window and self.window_years)
