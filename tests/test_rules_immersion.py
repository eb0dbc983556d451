"""Each rule of one immersion at its limit, just under and just over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.finding import BLOCK, FINAL, LEVELS, REVIEW, WARNING, Finding
from rules.immersion import check
from rules.regime import Regime
from rules.working_days import OFFICE_WEEK, Calendar, add_months, working_days

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
DAY = Regime("decouverte", max_days=1)
TODAY = date(2026, 1, 5)
MONDAY = date(2026, 6, 1)


def whole_days(start, count, part=1.0):
    """`count` jours ouvrés from `start` on."""
    days = working_days(start, start + timedelta(days=3 * count + 14))
    return dict.fromkeys(days[:count], part)


def found(days, regime=PIP, requested_on=TODAY, **more):
    findings = check(regime, days, TODAY, requested_on, **more)
    return {finding.code: finding for finding in findings}


def test_findings_and_regimes_are_frozen():
    with pytest.raises(AttributeError):
        PIP.max_days = 12
    with pytest.raises(AttributeError):
        Finding("past", BLOCK, 0, 1, 1).level = "warning"


# --- length -----------------------------------------------------------------


@pytest.mark.parametrize("days", [{}, {MONDAY: 0}, {MONDAY: Decimal(0)}])
def test_no_days(days):
    assert check(PIP, days, TODAY, TODAY) == [Finding("no_days", FINAL, 2, 0, 2)]


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
        Finding("past", BLOCK, 0, 1, 1, (MONDAY,))
    ]


# --- jours ouvrés -----------------------------------------------------------


def test_days_that_are_no_jours_ouvres_do_not_fill_a_length():
    """A Sunday would make two days of one."""
    days = {date(2026, 5, 1): 1, date(2026, 5, 2): 0.5, date(2026, 5, 4): 1}
    assert not found(days, PLACEMENT)["not_working_day"].blocking
    finding = found(days)["not_working_day"]
    assert finding.blocking
    assert finding.dates == (date(2026, 5, 1), date(2026, 5, 2))
    assert finding.actual == finding.shortfall == 1.5


@pytest.mark.parametrize(
    ("half", "closed"), [("am", False), ("pm", True), ("full", True), (None, False)]
)
def test_half_a_day_at_a_host_open_in_the_morning(half, closed):
    mornings = Calendar(week=frozenset((day, "am") for day in range(5)))
    halves = {MONDAY: half} if half else None
    findings = found({MONDAY: 1}, DAY, calendar=mornings, halves=halves)
    assert ("not_working_day" in findings) is closed


@pytest.mark.parametrize(
    ("day", "department"),
    [(date(2026, 4, 3), "67"), (date(2027, 12, 20), "974")],
)
def test_the_departement_of_the_host_decides(day, department):
    assert not found({day: 1}, PLACEMENT)
    findings = found({day: 1}, PLACEMENT, calendar=Calendar(department))
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


def test_all_at_once_blocking_first():
    days = {date(2026, 1, 3): 1, **whole_days(date(2026, 1, 5), 11)}  # a Saturday
    findings = check(PIP, days, TODAY, TODAY, whole_days(date(2025, 6, 2), 10))
    assert [(finding.code, finding.blocking) for finding in findings] == [
        ("past", True),
        ("too_many_days", True),
        ("quota", True),
        ("not_working_day", True),
        ("notice", False),
    ]


# --- what a half day counts -------------------------------------------------


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (0.2, 10),  # 1.9999999999999998 when they are just added up
        (0.2, 50),
        (0.4, 5),
        (0.4, 25),  # 10.000000000000004
        (0.5, 20),
        (0.8, 12),
        (1, 10),
    ],
)
def test_a_limit_just_reached_is_not_passed(value, count):
    assert not found(whole_days(MONDAY, count, value))


@pytest.mark.parametrize(
    ("value", "count", "code", "actual", "shortfall"),
    [
        (0.2, 9, "too_few_days", 1.8, 0.2),
        (0.2, 51, "too_many_days", 10.2, 0.2),
        (0.4, 26, "too_many_days", 10.4, 0.4),
        (0.8, 13, "too_many_days", 10.4, 0.4),
    ],
)
def test_what_is_missing_is_told_to_the_tenth(value, count, code, actual, shortfall):
    finding = found(whole_days(MONDAY, count, value))[code]
    assert (finding.actual, finding.shortfall) == (actual, shortfall)


# --- brute force ------------------------------------------------------------

SPRING = st.dates(date(2027, 11, 20), date(2028, 3, 10))
REGIMES = st.builds(
    Regime,
    st.just("x"),
    min_days=st.sampled_from([0, 1, 2]),
    max_days=st.sampled_from([0, 3, 4.5]),
    notice_months=st.integers(0, 3),
)
CALENDARS = st.builds(
    Calendar, st.sampled_from(["60", "67"]), st.just(OFFICE_WEEK | {(5, "am")})
)


def same_day_later(day, months):
    """The same day of a later month, or the last one before it."""
    for _month in range(months):
        day = day.replace(day=1) + timedelta(days=31)
        day = day.replace(day=1)
    return day


def first_possible(asked, months):
    """Day after day: the first one `months` civil months after `asked`."""
    day = same_day_later(asked, months)
    month = day.month
    while day.day < asked.day and (day + timedelta(days=1)).month == month:
        day += timedelta(days=1)
    return day if months else asked


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    REGIMES,
    st.dictionaries(SPRING, st.sampled_from([0.5, 1.0]), min_size=1, max_size=7),
    SPRING,
    SPRING,
    CALENDARS,
)
def test_check_against_brute_force(regime, days, today, asked, calendar):
    halves = sum(int(part * 2) for part in days.values())
    expected = []
    gone = tuple(day for day in sorted(days) if (today - day).days > 0)
    if gone:
        lost = sum(days[day] for day in gone)
        expected.append(Finding("past", BLOCK, 0, lost, lost, gone))
    if halves < 2 * regime.min_days:
        missing = regime.min_days - halves / 2
        expected.append(
            Finding("too_few_days", BLOCK, regime.min_days, halves / 2, missing)
        )
    if regime.max_days and halves > 2 * regime.max_days:
        excess = halves / 2 - regime.max_days
        expected.append(
            Finding("too_many_days", BLOCK, regime.max_days, halves / 2, excess)
        )
    feasts = {(2027, 12, 25), (2028, 1, 1)}
    if calendar.department == "67":
        feasts.add((2027, 12, 26))
    closed = tuple(
        day
        for day in sorted(days)
        if day.weekday() == 6 or (day.year, day.month, day.day) in feasts
    )
    if closed:
        lost = sum(days[day] for day in closed)
        counted = regime.min_days or regime.max_days
        level = BLOCK if counted else WARNING
        expected.append(Finding("not_working_day", level, 0, lost, lost, closed))
    months, first = regime.notice_months, min(days)
    possible = first_possible(asked, months)
    if months and first < possible:
        whole = sum(first >= first_possible(asked, n) for n in range(1, months + 1))
        dates = (first, possible)
        missing = (possible - first).days
        expected.append(Finding("notice", WARNING, months, whole, missing, dates))
    assert check(regime, days, today, asked, calendar=calendar) == expected


def test_what_blocks():
    blocking = {level: Finding("x", level).blocking for level in LEVELS}
    assert blocking == {FINAL: True, BLOCK: True, REVIEW: True, WARNING: False}
