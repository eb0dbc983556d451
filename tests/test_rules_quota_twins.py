"""Days counted over three years, against every window, one after the other."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rules.immersion import check
from rules.quota import days_back_on, days_left, peak_in_window, peak_touching
from rules.regime import CIVIL_YEARS, ROLLING, Regime

# Days close to the bounds of windows of one or two years, leap day included.
AROUND = st.one_of(
    st.dates(date(2024, 2, 25), date(2024, 3, 4)),
    st.dates(date(2025, 2, 25), date(2025, 3, 4)),
    st.dates(date(2026, 2, 25), date(2026, 3, 4)),
    st.dates(date(2024, 12, 29), date(2025, 1, 3)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
# Parts that a half day may count for, tenths that floats do not hold included.
DAYS = st.dictionaries(AROUND, st.sampled_from([0.5, 1.0, 0.4, 0.8]), max_size=12)
MOST = st.sampled_from([1.0, 2.5, 4.0, 20.0])
YEARS = st.integers(1, 3)
KINDS = st.sampled_from([ROLLING, CIVIL_YEARS])
judged = settings(deadline=None, derandomize=True, max_examples=150)


def quota(most, years, kind):
    return Regime(
        "x",
        max_days_window=most,
        window_years=years,
        window_kind=kind,
        counts_in_quota=True,
    )


def years_later(day, years):
    """The same date, or 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def windows(years, kind, touching):
    """Every window with one of these days in it: first day and first day after."""
    start = date(min(touching).year - years, 1, 1)
    while start <= max(touching):
        end = years_later(start, years)
        possible = kind == ROLLING or (start.month, start.day) == (1, 1)
        if possible and any(start <= day < end for day in touching):
            yield start, end
        start += timedelta(days=1)


def brute_force(days, years, kind, touching):
    spent = {day: Decimal(str(part)) for day, part in days.items()}
    return float(
        max(
            sum(part for day, part in spent.items() if start <= day < end)
            for start, end in windows(years, kind, touching)
        )
    )


def minus(one, other):
    return float(Decimal(str(one)) - Decimal(str(other)))


def plus(one, other):
    return float(Decimal(str(one)) + Decimal(str(other)))


@judged
@given(DAYS.filter(bool), YEARS, KINDS)
@example({date(2024, 2, 29): 1.0, date(2025, 2, 28): 1.0}, 1, ROLLING)
@example({date(2024, 2, 28): 1.0, date(2025, 2, 28): 1.0}, 1, ROLLING)
@example({date(2024, 1, 1): 1.0, date(2025, 12, 31): 1.0}, 2, CIVIL_YEARS)
@example({date(2024, 12, 31): 1.0, date(2025, 1, 1): 1.0}, 1, CIVIL_YEARS)
def test_peak(days, years, kind):
    total, first, last = peak_in_window(days, years, kind)
    assert total == brute_force(days, years, kind, days)
    assert last + timedelta(days=1) == years_later(first, years)
    inside = {day: part for day, part in days.items() if first <= day <= last}
    assert total == brute_force(inside, years, kind, inside)
    if kind == CIVIL_YEARS:
        assert (first.month, first.day) == (1, 1)


@judged
@given(DAYS.filter(bool), st.data(), YEARS, KINDS)
def test_peak_touching_some_of_the_days(days, data, years, kind):
    some = data.draw(st.sets(st.sampled_from(sorted(days)), min_size=1))
    total, first, last = peak_touching(days, years, some, kind)
    assert total == brute_force(days, years, kind, some)
    assert any(first <= day <= last for day in some)


@judged
@given(DAYS.filter(bool), YEARS)
def test_of_equal_windows_that_start_on_a_day_taken_the_earliest(days, years):
    total, first, _last = peak_in_window(days, years)
    full = [
        start
        for start, end in windows(years, ROLLING, days)
        if start in days
        and total
        == brute_force(
            {day: days[day] for day in days if start <= day < end},
            years,
            ROLLING,
            [start],
        )
    ]
    assert first == min(full)


@judged
@given(DAYS.filter(bool), YEARS)
def test_civil_years_never_hold_more_than_a_rolling_window(days, years):
    civil, *_window = peak_in_window(days, years, CIVIL_YEARS)
    rolling, *_window = peak_in_window(days, years, ROLLING)
    assert civil <= rolling


@judged
@given(DAYS, AROUND, YEARS, MOST, KINDS)
def test_days_left(others, on_day, years, most, kind):
    used = brute_force(others, years, kind, [on_day])
    expected = max(0.0, minus(most, used))
    assert days_left(others, on_day, quota(most, years, kind)) == expected


@judged
@given(DAYS, AROUND, st.integers(1, 2), MOST, KINDS)
def test_days_back_on(others, on_day, years, most, kind):
    regime = quota(most, years, kind)
    left = days_left(others, on_day, regime)
    back = days_back_on(others, on_day, regime)
    assert (back is None) == (left == most)
    if back:
        wanted = min(plus(left, 1), most)
        day = on_day + timedelta(days=1)
        while days_left(others, day, regime) < wanted:
            day += timedelta(days=1)
        assert back == day


@judged
@given(DAYS, DAYS.filter(bool), YEARS, MOST, KINDS)
def test_quota_of_a_request(others, days, years, most, kind):
    union = {
        day: plus(days.get(day, 0), others.get(day, 0)) for day in {*days, *others}
    }
    used = brute_force(union, years, kind, days)
    asked = date(2023, 1, 2)
    found = check(quota(most, years, kind), days, asked, asked, others)
    found = [finding for finding in found if finding.code == "quota"]
    assert bool(found) == (used > most)
    for finding in found:
        assert (finding.figure, finding.actual) == (most, used)
        assert finding.shortfall == minus(used, most)


@judged
@given(DAYS, AROUND, YEARS, MOST, KINDS)
def test_what_is_left_may_be_taken_and_not_more(others, on_day, years, most, kind):
    regime = quota(most, years, kind)
    asked = date(2023, 1, 2)
    left = days_left(others, on_day, regime)

    def codes(part):
        found = check(regime, {on_day: part}, asked, asked, others)
        return {finding.code for finding in found}

    if left:
        assert "quota" not in codes(left)
    assert "quota" in codes(plus(left, 0.1))
