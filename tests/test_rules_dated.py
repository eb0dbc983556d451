"""Dated cases written from the texts, judged by the regimes that the addon ships.

Décret n° 2022-1043, arts 9 to 12; Code du travail, art. L. 3133-1, L. 3134-13 and
L. 3422-2. Dates are read in a printed calendar, never computed by the rules.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from rules.finding import BLOCK, FINAL, WARNING, Finding
from rules.immersion import check
from rules.regime import CIVIL_YEARS, Regime
from rules.working_days import OFFICE_WEEK, Calendar, week_of

DATA = Path(__file__).parents[1] / "bourse_mobilite" / "data" / "regimes.xml"
FIGURES = (
    "min_days", "max_days", "max_days_window", "window_years", "notice_months",
    "answer_months",
)  # fmt: skip
FLAGS = ("counts_in_quota", "public_agents_only")


def shipped():
    """The regimes of data/regimes.xml and their time to answer, by code."""
    regimes, months = {}, {}
    for record in ElementTree.parse(DATA).getroot().iter("record"):
        cell = {node.get("name"): node for node in record.iter("field")}
        code = cell["code"].text
        figures = {name: int(cell[name].text) for name in FIGURES}
        months[code] = figures.pop("answer_months")
        regimes[code] = Regime(
            code,
            **figures,
            **{
                name: name in cell and cell[name].get("eval") == "True"
                for name in FLAGS
            },
            same_employer=cell["same_employer"].text,
        )
    return regimes, months


REGIMES, ANSWER_MONTHS = shipped()
REGIMES["pip in civil years"] = replace(REGIMES["pip"], window_kind=CIVIL_YEARS)


def day(text):
    return date.fromisoformat(text)


def on(text):
    """`2026-06-01`, a half `2026-06-01am`, or every Monday to Friday of
    `2026-06-01:2026-06-12`, holidays included."""
    days = {}
    for word in text.split():
        first, half, last = re.fullmatch(
            r"([\d-]{10})(am|pm)?(?::([\d-]{10}))?", word
        ).groups()
        one, end = day(first), day(last or first)
        while one <= end:
            if not last or one.weekday() < 5:
                days[one] = days.get(one, 0) + (0.5 if half else 1)
            one += timedelta(days=1)
    return days


def finding(code, level, figure, actual, shortfall, dates=""):
    return Finding(
        code, level, figure, actual, shortfall, tuple(map(day, dates.split()))
    )


def too_few(actual, missing, least=2):
    return finding("too_few_days", BLOCK, least, actual, missing)


def too_many(actual, excess, most=10):
    return finding("too_many_days", BLOCK, most, actual, excess)


def past(total, dates):
    return finding("past", BLOCK, 0, total, total, dates)


def off(total, dates):
    return finding("not_working_day", BLOCK, 0, total, total, dates)


def notice(whole_months, missing_days, dates):
    return finding("notice", WARNING, 3, whole_months, missing_days, dates)


def quota(actual, excess, window):
    return finding("quota", BLOCK, 20, actual, excess, window)


class Case(NamedTuple):
    """What is asked for, by whom, when; and the findings, in their order."""

    name: str
    days: str
    expected: tuple = ()
    asked: str = "2026-01-05"
    today: str = ""  # the day of asking when empty
    before: str = ""  # the other days that count, past and planned
    regime: str = "pip"
    host: Calendar = Calendar("60")


NO_DAYS = finding("no_days", FINAL, 2, 0, 2)
TEN = "2026-06-01:2026-06-12"
MONDAYS = (
    "2026-06-01 2026-06-08 2026-06-15 2026-06-22 2026-06-29 2026-07-06 2026-07-13 "
    "2026-07-20 2026-07-27 2026-08-03"
)
LENGTH = (
    Case("no day at all", "", (NO_DAYS,)),
    Case("half a day", "2026-06-01am", (too_few(0.5, 1.5),)),
    Case("one day", "2026-06-01", (too_few(1, 1),)),
    Case("three half days", "2026-06-01am 2026-06-02pm 2026-06-03am",
         (too_few(1.5, 0.5),)),
    Case("two days", "2026-06-01:2026-06-02"),
    Case("four half days", "2026-06-01am:2026-06-04"),
    Case("two halves of a day, another day", "2026-06-01am 2026-06-01pm 2026-06-02"),
    Case("two days three months apart", "2026-06-01 2026-09-07"),
    Case("nine days and a half", "2026-06-01:2026-06-11 2026-06-12am"),
    Case("ten days", TEN),
    Case("ten Mondays", MONDAYS),
    Case("ten days and a half", f"{TEN} 2026-06-15am", (too_many(10.5, 0.5),)),
    Case("eleven days", "2026-06-01:2026-06-15", (too_many(11, 1),)),
    Case("twenty half days", "2026-06-01am:2026-06-26"),
    Case("twenty-one half days", "2026-06-01am:2026-06-29", (too_many(10.5, 0.5),)),
)  # fmt: skip

USED_UP = "2025-06-02:2025-06-27"  # twenty days
OTHERS = (
    Case("discovery of a day", "2026-06-01", regime="decouverte"),
    Case("discovery of half a day", "2026-06-01am", (too_few(0.5, 0.5, least=1),),
         regime="decouverte"),
    Case("discovery of two days", "2026-06-01:2026-06-02", (too_many(2, 1, most=1),),
         regime="decouverte"),
    Case("discovery asked on the eve", "2026-06-01", (), "2026-05-31",
         regime="decouverte"),
    Case("discovery, PIP used up", "2026-06-01", before=USED_UP, regime="decouverte"),
    Case("placement of 31 days, PIP used up", "2026-06-01:2026-07-13", before=USED_UP,
         regime="placement"),
    Case("forty days of a programme, PIP used up", "2026-09-07:2026-10-30",
         before=USED_UP, regime="programme"),
    Case("fifteen days inside, on the day", "2026-06-01:2026-06-19", (), "2026-06-01",
         before=USED_UP, regime="interne"),
    Case("no day of a placement", "", (finding("no_days", FINAL, 0, 0, 0),),
         regime="placement"),
)  # fmt: skip

PAST = (
    Case("it begins today", "2026-06-01:2026-06-02", today="2026-06-01"),
    Case(
        "it began yesterday",
        "2026-06-01:2026-06-03",
        (past(1, "2026-06-01"),),
        today="2026-06-02",
    ),
    Case("two half days are over", "2026-06-01am 2026-06-02pm 2026-06-04:2026-06-05",
         (past(1, "2026-06-01 2026-06-02"),), today="2026-06-03"),
)  # fmt: skip

CHRISTMAS = "2027-12-24 2027-12-27"
AUGUST = frozenset((date(2026, 8, n), half) for n in (10, 11) for half in ("am", "pm"))
MORNING = frozenset({(date(2026, 8, 10), "am")})
SATURDAY = OFFICE_WEEK | {(5, "am")}
JOURS_OUVRES = (
    Case("1 May 2027 is a Saturday", "2027-04-30 2027-05-01 2027-05-03",
         (off(1, "2027-05-01"),)),
    Case("the Monday after 1 May 2027", "2027-04-30 2027-05-03"),
    Case("the Monday after Sunday 15 August", "2027-08-13 2027-08-16"),
    Case("the Monday after Saturday 25 December", CHRISTMAS),
    Case("the same in Bas-Rhin, 26 a Sunday", CHRISTMAS, host=Calendar("67")),
    Case("the Monday after Sunday 1 November", "2026-10-30 2026-11-02"),
    Case("11 November, a Wednesday", "2026-11-10:2026-11-12", (off(1, "2026-11-11"),)),
    Case("Ascension in the morning", "2026-05-13 2026-05-14am 2026-05-15",
         (off(0.5, "2026-05-14"),)),
    Case("Easter Monday and Whit Monday", "2026-04-06:2026-04-07 2026-05-25",
         (off(2, "2026-04-06 2026-05-25"),)),
    Case("Good Friday in Oise", "2026-04-07 2027-03-26"),
    *(Case(f"Good Friday in {code}", "2026-04-07 2027-03-26",
           (off(1, "2027-03-26"),), host=Calendar(code)) for code in ("57", "67", "68")),
    Case("26 December in Oise", "2029-12-26:2029-12-27"),
    *(Case(f"26 December in {code}", "2029-12-26:2029-12-27",
           (off(1, "2029-12-26"),), host=Calendar(code)) for code in ("57", "67", "68")),
    *(Case(f"abolition of slavery in {code}", f"2026-04-07 {feast}",
           (off(1, feast),), host=Calendar(code)) for code, feast in (
        ("971", "2026-05-27"), ("972", "2026-05-22"), ("973", "2026-06-10"),
        ("974", "2027-12-20"), ("976", "2026-04-27"))),
    Case("these days elsewhere", "2026-04-07 2026-04-27 2026-05-22 2026-05-27 "
         "2026-06-10 2027-12-20"),
    Case("the same in Saint-Pierre-et-Miquelon", "2026-04-07 2026-04-27 2026-05-22 "
         "2026-05-27 2026-06-10 2027-12-20", host=Calendar("975")),
    Case("29 February 2028, a Tuesday", "2028-02-28:2028-02-29"),
    Case("a Saturday morning", "2026-06-05 2026-06-06am 2026-06-08",
         (off(0.5, "2026-06-06"),)),
    Case("a Saturday morning, the host is open", "2026-06-05 2026-06-06am 2026-06-08",
         host=Calendar("60", SATURDAY)),
    Case("Saturday 1 May 2027, the host is open on Saturdays", "2027-05-01 2027-05-03am "
         "2027-05-04", (off(1, "2027-05-01"),), host=Calendar("60", SATURDAY)),
    Case("the host is closed on Mondays", "2026-06-01:2026-06-03",
         (off(1, "2026-06-01"),), host=Calendar("60", week_of(1, 2, 3, 4))),
    Case("closed days of August", "2026-08-10:2026-08-12",
         (off(2, "2026-08-10 2026-08-11"),), host=Calendar("60", closed=AUGUST)),
    Case("open in the afternoon", "2026-08-10pm 2026-08-11 2026-08-12",
         host=Calendar("60", closed=MORNING)),
)  # fmt: skip

NOTICE = (
    Case("three months to the day", "2026-06-01:2026-06-02", (), "2026-03-01"),
    Case("a day more", "2026-06-01:2026-06-02", (), "2026-02-28"),
    Case("a day less", "2026-06-01:2026-06-02",
         (notice(2, 1, "2026-06-01 2026-06-02"),), "2026-03-02"),
    Case("asked on the first day", "2026-06-01:2026-06-02",
         (notice(0, 92, "2026-06-01 2026-09-01"),), "2026-06-01"),
    Case("one month before", "2026-06-01:2026-06-02",
         (notice(1, 61, "2026-06-01 2026-08-01"),), "2026-05-01"),
    Case("a half day is the first day", "2026-06-01pm 2026-06-02 2026-06-03",
         (notice(2, 1, "2026-06-01 2026-06-02"),), "2026-03-02"),
    Case("from 31 January to 30 April", "2026-04-30 2026-05-04", (), "2026-01-31"),
    Case("from 31 January to 29 April", "2026-04-29 2026-05-04",
         (notice(2, 1, "2026-04-29 2026-04-30"),), "2026-01-31"),
    Case("from 30 November to 1 March", "2027-03-01:2027-03-02", (), "2026-11-30"),
    Case("from 30 November to 26 February", "2027-02-26 2027-03-01",
         (notice(2, 2, "2027-02-26 2027-02-28"),), "2026-11-30"),
    Case("from 30 November to 29 February", "2028-02-29 2028-03-01", (), "2027-11-30"),
    Case("from 30 November to 28 February 2028", "2028-02-28:2028-02-29",
         (notice(2, 1, "2028-02-28 2028-02-29"),), "2027-11-30"),
    Case("from 31 August to 30 November", "2027-11-30 2027-12-01", (), "2027-08-31"),
)  # fmt: skip

TEN_BEFORE = "2025-06-02:2025-06-13"
NINETEEN = "2025-06-02:2025-06-26"
WINDOW = "2025-06-02 2028-06-01"
PAIR = "2026-06-01 2027-09-06"
LEAP = "2024-02-29 2024-05-13:2024-06-06"  # one day, then nineteen
AFTER_LEAP = "2027-02-26 2027-09-06"
BEFORE_2028 = "2025-05-12:2025-06-05"  # nineteen days
ELEVEN_2024 = "2024-12-02:2024-12-16"
JANUARY = "2027-01-04:2027-01-15"
QUOTA = (
    Case("twenty days", TEN, before=TEN_BEFORE),
    Case("half a day too many", TEN, (quota(20.5, 0.5, WINDOW),),
         before=f"{TEN_BEFORE} 2025-09-01am"),
    Case("a day too many", "2026-06-01:2026-06-02", (quota(21, 1, WINDOW),),
         before=NINETEEN),
    Case("three years to the day", PAIR, before="2023-06-01 2024-06-03:2024-06-27"),
    Case("three years less a day", PAIR, (quota(21, 1, "2023-06-02 2026-06-01"),),
         before="2023-06-02 2024-06-03:2024-06-27"),
    Case("29 February counts until 27 February", AFTER_LEAP,
         (quota(21, 1, "2024-02-29 2027-02-27"),), before=LEAP),
    Case("29 February counts no more", "2027-03-01 2027-09-06", before=LEAP),
    Case("from 28 February to 27 February 2028", "2028-02-25 2028-09-04",
         (quota(21, 1, "2025-02-28 2028-02-27"),), before=f"2025-02-28 {BEFORE_2028}"),
    Case("from 28 February to 28 February 2028", "2028-02-28 2028-09-04",
         before=f"2025-02-28 {BEFORE_2028}"),
    Case("a window that ends on 29 February", "2028-02-29 2028-09-04",
         (quota(21, 1, "2025-03-01 2028-02-29"),), before=f"2025-03-01 {BEFORE_2028}"),
    Case("days planned for later", "2026-06-01:2026-06-02",
         (quota(21, 1, "2026-06-01 2029-05-31"),), before="2028-09-04:2028-09-28"),
    Case("between past and planned days", "2026-06-01:2026-06-02",
         (quota(22, 2, WINDOW),), before=f"{TEN_BEFORE} 2027-06-07:2027-06-18"),
    Case("ten days every three years", TEN,
         before="2023-06-05:2023-06-16 2029-06-04:2029-06-15"),
    Case("the other half of a day taken", "2026-06-01pm 2026-06-02 2026-06-03am",
         (quota(21.5, 1.5, WINDOW),), before=f"{NINETEEN} 2026-06-01am"),
    Case("an old excess that it does not touch", TEN, before="2018-01-01:2018-02-09"),
    Case("rolling, from December to January", JANUARY,
         (quota(21, 1, "2024-12-02 2027-12-01"),), before=ELEVEN_2024),
    Case("civil years, from December to January", JANUARY, before=ELEVEN_2024,
         regime="pip in civil years"),
    Case("civil years, in the third year", "2026-12-07:2026-12-18",
         (quota(21, 1, "2024-01-01 2026-12-31"),), before=ELEVEN_2024,
         regime="pip in civil years"),
    Case("everything at once", "2026-01-03 2026-01-05:2026-01-16",
         (past(1, "2026-01-03"), too_many(11, 1), quota(21, 1, "2025-06-02 2028-06-01"),
          off(1, "2026-01-03"), notice(0, 92, "2026-01-03 2026-04-05")),
         before=TEN_BEFORE),
)  # fmt: skip

# The first request asked for 1 to 12 June; the employer proposes September.
POSTPONED = (
    Case("the first request", TEN, (), "2026-03-01", before=TEN_BEFORE),
    Case("its days are free again", "2026-09-07:2026-09-18", (), "2026-06-02",
         before=TEN_BEFORE),
    Case("were they kept, they would count", "2026-09-07:2026-09-18",
         (quota(30, 10, WINDOW),), "2026-06-02", before=f"{TEN_BEFORE} {TEN}"),
    Case("its own notice", "2026-09-07:2026-09-18",
         (notice(2, 1, "2026-09-07 2026-09-08"),), "2026-06-08"),
    Case("its own past", "2026-09-07:2026-09-08", (past(1, "2026-09-07"),),
         "2026-06-02", today="2026-09-08"),
    Case("its own window", "2026-06-02 2027-09-06",
         before="2023-06-02 2024-06-03:2024-06-27"),
)  # fmt: skip

TABLE = (*LENGTH, *OTHERS, *PAST, *JOURS_OUVRES, *NOTICE, *QUOTA, *POSTPONED)


def test_sixty_cases_and_more_each_with_its_name():
    assert len(TABLE) >= 60
    assert len({case.name for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_findings(case):
    found = check(
        REGIMES[case.regime],
        on(case.days),
        today=day(case.today or case.asked),
        requested_on=day(case.asked),
        other_days=on(case.before),
        calendar=case.host,
    )
    assert found == list(case.expected)


def test_the_figures_of_the_decret():
    assert REGIMES["pip"] == Regime(
        "pip", 2, 10, 20, 3, "rolling", 3, True, True, "forbidden"
    )
    assert ANSWER_MONTHS["pip"] == 1
    others = [
        REGIMES[code] for code in ("interne", "decouverte", "placement", "programme")
    ]
    assert not any(regime.has_quota or regime.notice_months for regime in others)
    assert REGIMES["interne"].same_employer == "required"
