"""Each rule at its limit, just under and just over; the window by brute force."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rules import immersion
from rules.immersion import (
    Finding,
    Regime,
    check,
    days_back_on,
    days_left,
    peak_in_window,
)
from rules.working_days import add_months, working_days

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
PLACEMENT = Regime("placement")
TODAY = date(2026, 1, 5)
MONDAY = date(2026, 6, 1)


def whole_days(start, count, part=1.0):
    """`count` jours ouvrés from `start` on."""
    days = working_days(start, start + timedelta(days=3 * count + 14))
    return dict.fromkeys(days[:count], part)


def found(days, regime=PIP, requested_on=TODAY, **more):
    findings = check(regime, days, TODAY, requested_on, **more)
    return {finding.code: finding for finding in findings}


def test_doctests():
    result = doctest.testmod(immersion)
    assert result.attempted and not result.failed


def test_findings_and_regimes_are_frozen():
    with pytest.raises(AttributeError):
        PIP.max_days = 12
    with pytest.raises(AttributeError):
        Finding("past", True, 0, 1, 1).blocking = False


# --- length -----------------------------------------------------------------


@pytest.mark.parametrize("days", [{}, {MONDAY: 0}, {MONDAY: Decimal(0)}])
def test_no_days(days):
    assert check(PIP, days, TODAY, TODAY) == [Finding("no_days", True, 2, 0, 2)]


@pytest.mark.parametrize(
    ("days", "code", "actual", "shortfall"),
    [
        (whole_days(MONDAY, 1), "too_few_days", 1, 1),
        (whole_days(MONDAY, 3, 0.5), "too_few_days", 1.5, 0.5),
        (whole_days(MONDAY, 2), None, 2, 0),
        (whole_days(MONDAY, 4, 0.5), None, 2, 0),
        (whole_days(MONDAY, 10), None, 10, 0),
        (whole_days(MONDAY, 20, 0.5), None, 10, 0),
        (whole_days(MONDAY, 21, 0.5), "too_many_days", 10.5, 0.5),
        (whole_days(MONDAY, 11), "too_many_days", 11, 1),
    ],
)
def test_two_to_ten_days(days, code, actual, shortfall):
    findings = found(days)
    assert set(findings) == ({code} if code else set())
    if code:
        finding = findings[code]
        assert finding.blocking
        assert (finding.actual, finding.shortfall) == (actual, shortfall)
        assert finding.figure == (2 if code == "too_few_days" else 10)


def test_decimals_count_as_floats():
    halves = whole_days(MONDAY, 21, Decimal("0.5"))
    others = whole_days(date(2025, 6, 2), 10, Decimal(1))
    findings = found(halves, other_days=others)
    assert findings["too_many_days"].shortfall == 0.5
    assert findings["quota"].shortfall == 0.5


def test_days_need_not_follow_one_another():
    days = {MONDAY: 1, date(2026, 9, 7): 1}
    assert not found(days)


def test_without_limits_nothing_is_asked():
    days = whole_days(MONDAY, 60)
    assert check(PLACEMENT, days, MONDAY, MONDAY, whole_days(TODAY, 60)) == []


# --- past -------------------------------------------------------------------


def test_today_is_not_past_yesterday_is():
    days = {MONDAY: 1.0, MONDAY + timedelta(days=1): 0.5}
    assert not check(PLACEMENT, days, MONDAY, TODAY)
    tuesday = MONDAY + timedelta(days=1)
    assert check(PLACEMENT, days, tuesday, TODAY) == [
        Finding("past", True, 0, 1, 1, (MONDAY,))
    ]


# --- jours ouvrés -----------------------------------------------------------


def test_days_that_are_not_worked_warn():
    days = {date(2026, 5, 1): 1, date(2026, 5, 2): 0.5, date(2026, 5, 4): 1}
    finding = found(days)["not_working_day"]
    assert not finding.blocking
    assert finding.dates == (date(2026, 5, 1), date(2026, 5, 2))
    assert finding.actual == finding.shortfall == 1.5


@pytest.mark.parametrize(
    ("day", "department"),
    [(date(2026, 4, 3), "67"), (date(2027, 12, 20), "974")],
)
def test_the_departement_of_the_host_decides(day, department):
    assert not found({day: 1}, PLACEMENT)
    findings = found({day: 1}, PLACEMENT, department=department)
    assert findings["not_working_day"].dates == (day,)


# --- notice -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("requested_on", "whole_months", "missing"),
    [
        (date(2026, 2, 28), None, 0),
        (date(2026, 3, 1), None, 0),  # three months to the day
        (date(2026, 3, 2), 2, 1),
        (date(2026, 4, 1), 2, 30),
        (date(2026, 6, 1), 0, 92),
        (date(2026, 6, 8), 0, 99),  # asked afterwards
    ],
)
def test_three_months_before_the_first_day(requested_on, whole_months, missing):
    findings = found(whole_days(MONDAY, 2), requested_on=requested_on)
    if not missing:
        assert not findings
        return
    finding = findings["notice"]
    assert not finding.blocking  # the parties may agree on less
    assert (finding.figure, finding.actual) == (3, whole_months)
    assert finding.shortfall == missing
    assert finding.dates == (MONDAY, add_months(requested_on, 3))


@pytest.mark.parametrize(
    ("requested_on", "warns"),
    [(date(2026, 11, 26), False), (date(2026, 11, 30), True)],
)
def test_notice_at_the_end_of_february(requested_on, warns):
    days = whole_days(date(2027, 2, 26), 2)  # a Friday
    assert ("notice" in found(days, requested_on=requested_on)) is warns


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


def test_all_at_once_blocking_first():
    days = {date(2026, 1, 3): 1, **whole_days(date(2026, 1, 5), 11)}  # a Saturday
    findings = check(PIP, days, TODAY, TODAY, whole_days(date(2025, 6, 2), 10))
    assert [(finding.code, finding.blocking) for finding in findings] == [
        ("past", True),
        ("too_many_days", True),
        ("quota", True),
        ("not_working_day", False),
        ("notice", False),
    ]


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


# Days close to the bounds of windows of one or two years, leap day included.
AROUND = st.one_of(
    st.dates(date(2024, 2, 25), date(2024, 3, 4)),
    st.dates(date(2025, 2, 25), date(2025, 3, 4)),
    st.dates(date(2026, 2, 25), date(2026, 3, 4)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
DAYS = st.dictionaries(AROUND, st.sampled_from([0.5, 1.0]), max_size=12)
SMALL = st.sampled_from([1.0, 2.5, 4.0, 20.0])


def brute_force(days, years, touching):
    """Every window that starts on any calendar day, one after the other."""
    best = 0.0
    start = add_months(min(touching), -12 * years) - timedelta(days=3)
    while start <= max(touching):
        end = add_months(start, 12 * years)
        if any(start <= day < end for day in touching):
            within = (part for day, part in days.items() if start <= day < end)
            best = max(best, sum(within))
        start += timedelta(days=1)
    return best


@settings(deadline=None)
@given(DAYS.filter(bool), st.integers(1, 2))
@example({date(2024, 2, 29): 1.0, date(2025, 2, 28): 1.0}, 1)
@example({date(2024, 2, 28): 1.0, date(2024, 2, 29): 1.0, date(2025, 2, 28): 1.0}, 1)
def test_peak_against_brute_force(days, years):
    total, first, last = peak_in_window(days, years)
    assert total == brute_force(days, years, days)
    assert total == sum(part for day, part in days.items() if first <= day <= last)
    assert last + timedelta(days=1) == add_months(first, 12 * years)


@settings(deadline=None)
@given(DAYS, AROUND, st.integers(1, 2), SMALL)
def test_days_left_against_brute_force(others, on_day, years, most):
    regime = Regime("x", 0, 0, most, years, counts_in_quota=True)
    expected = max(0, most - brute_force(others, years, [on_day]))
    assert days_left(others, on_day, regime) == expected


@settings(deadline=None)
@given(DAYS, AROUND, SMALL)
def test_days_back_against_brute_force(others, on_day, most):
    regime = Regime("x", 0, 0, most, 1, counts_in_quota=True)
    left = days_left(others, on_day, regime)
    back = days_back_on(others, on_day, regime)
    assert (back is None) == (left == most)
    if back:
        wanted = min(left + 1, most)
        day = on_day + timedelta(days=1)
        while days_left(others, day, regime) < wanted:
            day += timedelta(days=1)
        assert back == day


@settings(deadline=None)
@given(DAYS, DAYS.filter(bool), SMALL)
def test_quota_against_brute_force(others, days, most):
    regime = Regime("x", 0, 0, most, 1, counts_in_quota=True)
    union = {day: days.get(day, 0) + others.get(day, 0) for day in {*days, *others}}
    used = brute_force(union, 1, days)
    finding = found(days, regime, other_days=others).get("quota")
    assert (finding is not None) == (used > most)
    if finding:
        assert (finding.actual, finding.shortfall) == (used, used - most)


@settings(deadline=None)
@given(DAYS, AROUND, SMALL)
def test_what_is_left_may_be_taken_and_not_more(others, on_day, most):
    regime = Regime("x", 0, 0, most, 1, counts_in_quota=True)
    left = days_left(others, on_day, regime)
    if left:
        assert "quota" not in found({on_day: left}, regime, other_days=others)
    more = {on_day: left + 0.5}
    assert "quota" in found(more, regime, other_days=others)
