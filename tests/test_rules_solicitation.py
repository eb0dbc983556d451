"""Who may be solicited, when they are reminded, and what must not be written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.solicitation import gives_away, may_forward, may_write, next_reminder, phase

TODAY = date(2027, 3, 15)
MONTH_AGO = date(2027, 2, 15)


@pytest.mark.parametrize(
    ("days", "most", "may"),
    [
        ([], 1, True),
        ([], 0, False),
        ([TODAY], 2, True),
        ([TODAY, TODAY], 2, False),
        ([TODAY, TODAY], 3, True),
        # A month ago to the day is another month; the day after is this one.
        ([MONTH_AGO, MONTH_AGO], 2, True),
        ([MONTH_AGO + timedelta(days=1), TODAY], 2, False),
    ],
)
def test_never_more_than_so_many_a_month(days, most, may):
    assert may_write(days, TODAY, most) is may


@given(
    st.lists(st.integers(0, 120), max_size=40).map(sorted),
    st.integers(0, 4),
)
def test_never_more_whenever_it_is_tried(tries, most):
    sent = []
    for offset in tries:
        today = TODAY + timedelta(days=offset)
        if may_write(sent, today, most):
            sent.append(today)
    for last in sent:
        # The shortest month has 28 days.
        assert sum(last - timedelta(days=27) <= day <= last for day in sent) <= most


def test_two_reminders_and_no_more():
    sent, by = date(2027, 3, 1), date(2027, 3, 31)
    days, reminded = [], None
    while reminder := next_reminder(sent, by, reminded, None):
        days.append(reminder)
        reminded = reminder
    assert days == [date(2027, 3, 8), date(2027, 3, 29)]


def test_a_short_time_to_answer_has_one_reminder_or_none():
    sent = date(2027, 3, 1)
    for length, day in ((9, 8), (8, 7), (3, 2), (2, None), (1, None)):
        by = sent + timedelta(days=length)
        wanted = day and date(2027, 3, day)
        assert next_reminder(sent, by, None, None) == wanted, length
        if wanted:
            assert next_reminder(sent, by, wanted, None) is None


def test_who_said_later_is_left_alone_until_then():
    sent, by, later = date(2027, 3, 1), date(2027, 3, 31), date(2027, 3, 20)
    assert next_reminder(sent, by, None, later) == later
    assert next_reminder(sent, by, later, later) is None
    assert next_reminder(sent, by, None, by + timedelta(days=1)) is None


def test_phases_without_a_date_are_passed_over():
    ends = [("deposit", TODAY), ("publication", None), ("choice", TODAY)]
    assert phase(TODAY, ends) == "deposit"
    assert phase(TODAY + timedelta(days=1), ends) == ""
    assert phase(TODAY, ends[1:]) == "choice"


def test_a_colleague_is_of_the_same_organisation():
    known = ["Mairie@Noyon.fr", "drh.oise@orange.fr", ""]
    for mailbox in ("p.roy@noyon.fr", "P.ROY@NOYON.FR", "DRH.oise@orange.fr"):
        assert may_forward(mailbox, known), mailbox
    for mailbox in (
        "p.roy@orange.fr",
        "p.roy@noyon.fr.ailleurs.com",
        "p.roy@evilnoyon.fr",
        "noyon.fr@ailleurs.com",
        "p.roy",
        "",
    ):
        assert not may_forward(mailbox, known), mailbox


def test_what_a_text_gives_away():
    names = ["Aurélie Durand", "Commune de Noyon", "Le Mée"]
    phrases = ["Adjoints techniques", "Agent des services", "Jardinier"]
    for text, found in (
        ("Notre agente Mme DURAND.", ["Aurélie Durand"]),
        ("aurelie cherche une place", ["Aurélie Durand"]),
        ("Elle vient de NOYON (60)", ["Commune de Noyon"]),
        ("Le Mee", ["Le Mée"]),
        ("un·e ADJOINT technique", ["Adjoints techniques"]),
        ("Les agents des services", ["Agent des services"]),
        ("Bonjour, votre commune peut-elle accueillir un agent ?", []),
        ("Un adjoint de vos services techniques", []),
        ("Un jardinier", []),
        ("Durandal", []),
        ("", []),
    ):
        assert gives_away(text, names, phrases) == found, text
