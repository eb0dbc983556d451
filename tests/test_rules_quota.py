"""Days counted over three years: at the limit, then window by window."""

from datetime import date, timedelta

import pytest
from rules.immersion import check
from rules.quota import days_back_on, days_left, peak_in_window
from rules.regime import Regime
from rules.working_days import working_days

# The figures of the décret n° 2022-1043, as the regimes of the addon carry them.
PIP = Regime(
    code="pip",
    min_days=2,
    max_days=10,
    max_days_window=20,
    window_years=3,
    notice_months=3,
    counts_in_quota=True,
    legal_reference="décret n° 2022-1043, arts 9 à 12",
)
TODAY = date(2026, 1, 5)
MONDAY = date(2026, 6, 1)


def whole_days(start, count, part=1.0):
    """`count` jours ouvrés from `start` on."""
    days = working_days(start, start + timedelta(days=3 * count + 14))
    return dict.fromkeys(days[:count], part)


def found(days, regime=PIP, requested_on=TODAY, **more):
    findings = check(regime, days, TODAY, requested_on, **more)
    return {finding.code: finding for finding in findings}


# --- quota ------------------------------------------------------------------


@pytest.mark.parametrize(("before", "over"), [(9.5, 0), (10, 0), (10.5, 0.5), (12, 2)])
def test_twenty_days_in_three_years(before, over):
    others = whole_days(date(2025, 6, 2), int(before))
    if before % 1:
        others[date(2025, 9, 1)] = 0.5
    findings = found(whole_days(MONDAY, 10), other_days=others)
    assert set(findings) == ({"quota"} if over else set())
    if over:
        finding = findings["quota"]
        assert finding.blocking
        assert (finding.figure, finding.actual) == (20, 20 + over)
        assert finding.shortfall == over
        assert finding.dates == (date(2025, 6, 2), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("first_of_others", "refused"),
    [
        (date(2023, 6, 1), False),  # three years to the day: it counts no more
        (date(2023, 6, 2), True),
    ],
)
def test_the_window_slides(first_of_others, refused):
    others = {first_of_others: 1, **whole_days(date(2024, 6, 3), 18)}
    others[date(2024, 9, 2)] = 1
    days = {MONDAY: 1, date(2027, 9, 6): 1}
    # 19 + 1 up to 1 June 2026, and the first one when it still counts
    findings = found(days, other_days=others)
    assert ("quota" in findings) is refused


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2027, 2, 26), True), (date(2027, 3, 1), False)]
)
def test_three_years_from_a_29_february(day, refused):
    full = {date(2024, 2, 29): 1, **whole_days(date(2024, 5, 13), 19)}
    days = {day: 1, date(2027, 9, 6): 1}
    # 19 + 1, and the 29 February, which counts until 27 February 2027
    findings = found(days, requested_on=date(2026, 6, 1), other_days=full)
    assert ("quota" in findings) is refused


def test_planned_days_count_too():
    later = whole_days(date(2028, 9, 4), 19)
    assert found(whole_days(MONDAY, 2), other_days=later)["quota"].shortfall == 1


def test_two_halves_of_one_date_add_up():
    regime = Regime("x", max_days_window=1, window_years=3, counts_in_quota=True)
    assert not found({MONDAY: 0.5}, regime, other_days={MONDAY: 0.5})
    assert found({MONDAY: 1}, regime, other_days={MONDAY: 0.5})["quota"].actual == 1.5


def test_an_old_excess_that_the_request_does_not_touch_is_left_alone():
    others = whole_days(date(2018, 1, 1), 30)
    assert not found(whole_days(MONDAY, 10), other_days=others)


@pytest.mark.parametrize(
    "regime",
    [
        Regime("stage", max_days_window=20, window_years=3, counts_in_quota=False),
        Regime("stage", max_days_window=0, window_years=3, counts_in_quota=True),
        Regime("stage", max_days_window=20, window_years=0, counts_in_quota=True),
    ],
)
def test_no_quota(regime):
    many = whole_days(MONDAY, 40)
    assert not found(many, regime)
    assert days_left(many, MONDAY, regime) is None
    assert days_back_on(many, MONDAY, regime) is None


# --- windows ----------------------------------------------------------------


def test_peak_of_one_day():
    window = (date(2024, 2, 29), date(2027, 2, 27))
    assert peak_in_window({date(2024, 2, 29): 0.5}, 3) == (0.5, *window)


def test_the_earliest_of_equal_peaks():
    days = {date(2020, 1, 2): 1, date(2026, 1, 2): 1}
    assert peak_in_window(days, 3) == (1, date(2020, 1, 2), date(2023, 1, 1))


def test_peak_needs_days_and_years():
    with pytest.raises(ValueError, match="No day"):
        peak_in_window({}, 3)
    with pytest.raises(ValueError, match="at least one year"):
        peak_in_window({MONDAY: 1}, 0)


@pytest.mark.parametrize(
    ("on_day", "left"),
    [
        (date(2024, 1, 1), 0),  # a window from here holds them all
        (date(2026, 6, 1), 0),
        (date(2028, 5, 31), 0),
        (date(2028, 6, 1), 1),  # three years after the first
        (date(2028, 6, 15), 10),
        (date(2030, 1, 1), 20),
        (date(2022, 1, 3), 20),
    ],
)
def test_days_left(on_day, left):
    first = dict.fromkeys(working_days(date(2025, 6, 1), date(2025, 6, 13)), 1)
    assert len(first) == 9
    others = {date(2025, 6, 1): 1, **first, **whole_days(date(2025, 9, 1), 10)}
    assert days_left(others, on_day, PIP) == left


def test_days_left_without_any_day():
    assert days_left({}, MONDAY, PIP) == 20
    assert days_back_on({}, MONDAY, PIP) is None


def test_days_left_never_below_zero():
    others = whole_days(date(2025, 6, 2), 23)
    assert days_left(others, MONDAY, PIP) == 0
    # 2 June 2025 and the three days after it are four of the 23
    assert days_back_on(others, MONDAY, PIP) == date(2028, 6, 5)


@pytest.mark.parametrize(
    ("others", "on_day", "expected"),
    [
        ({date(2025, 6, 2): 1}, MONDAY, date(2028, 6, 2)),
        ({date(2025, 6, 2): 0.5}, MONDAY, date(2028, 6, 2)),  # whole again
        (
            {date(2025, 6, 2): 0.5, date(2025, 6, 3): 0.5, date(2025, 6, 4): 1},
            MONDAY,
            date(2028, 6, 3),  # half a day is not yet one
        ),
        ({date(2025, 6, 2): 1}, date(2028, 6, 1), date(2028, 6, 2)),
        ({date(2025, 6, 2): 1}, date(2028, 6, 2), None),  # already back
        ({date(2024, 2, 29): 1}, date(2025, 1, 2), date(2027, 2, 28)),
        ({date(2027, 6, 1): 1}, MONDAY, date(2030, 6, 1)),  # planned
    ],
)
def test_days_back_on(others, on_day, expected):
    assert days_back_on(others, on_day, PIP) == expected


def test_a_year_typed_wrong_is_counted_like_any_other():
    far = date(9998, 6, 1)
    assert not found({far: 1, date(9999, 12, 30): 1})
    assert days_left({far: 1}, far, PIP) == 19
    assert found({far: 2}, other_days={far: 19})["quota"].dates == (
        far, date.max - timedelta(days=1),
    )  # fmt: skip
