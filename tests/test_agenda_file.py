"""The calendar file as another program reads it."""

import re
from datetime import UTC, date, datetime

import pytest
import vobject
from pdf.agenda import Event, calendar

DAY = date(2028, 2, 29)


def event(**values):
    return Event(
        **{
            "uid": "a@b",
            "day": DAY,
            "title": "Immersion",
            "status": "CONFIRMED",
            **values,
        }
    )


def read(content):
    return vobject.readOne(content.decode())


def rows(content):
    return read(content).contents["vevent"]


def test_whole_days_that_end_the_next_morning():
    (row,) = rows(calendar([event()], 3))
    assert row.dtstart.value == DAY
    assert row.dtend.value == date(2028, 3, 1)
    assert b"DTSTART;VALUE=DATE:20280229" in calendar([event()], 3)
    assert row.sequence.value == "3"
    assert row.uid.value == "a@b"


def test_made_on_is_written_in_utc():
    made_on = datetime.fromisoformat("2026-05-12T08:30:00+02:00")
    content = calendar([event()], 0, made_on=made_on)
    assert b"DTSTAMP:20260512T063000Z" in content
    before = datetime.now(UTC).replace(microsecond=0)
    assert rows(calendar([event()], 0))[0].dtstamp.value >= before


@pytest.mark.parametrize(
    ("statuses", "method"),
    [
        (["CONFIRMED", "CONFIRMED"], "PUBLISH"),
        (["CONFIRMED", "CANCELLED"], "PUBLISH"),
        (["TENTATIVE"], "PUBLISH"),
        (["CANCELLED"], "CANCEL"),
        (["CANCELLED", "CANCELLED"], "CANCEL"),
    ],
)
def test_method(statuses, method):
    content = calendar([event(status=status) for status in statuses], 0)
    assert read(content).method.value == method
    assert [row.status.value for row in rows(content)] == statuses


@pytest.mark.parametrize(
    "name",
    [
        "Mairie de Saint-Étienne, service « accueil »; 2ᵉ étage \\ gauche",
        "Œuvre 🏛️ municipale",
        "x" * 400,
        "é" * 200,
        'Trait: d\'union "guillemets"',
    ],
)
def test_any_name_is_read_back(name):
    content = calendar([event(title=name, place=name)], 0)
    (row,) = rows(content)
    # A joiner that cannot be seen may go; what is read stays.
    seen = "".join(char for char in name if char.isprintable())
    assert row.summary.value.replace(" ", "") == seen.replace(" ", "")
    assert row.location.value == row.summary.value


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_name_adds_no_line(end):
    hostile = f"Mairie{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTACH:file:///etc/passwd"
    content = calendar([event(title=hostile, place=hostile)], 0)
    assert len(rows(content)) == 1
    assert not re.search(rb"^ATTACH", content, re.MULTILINE)
    assert "attach" not in rows(content)[0].contents
    assert rows(content)[0].summary.value.startswith("Mairie END:VEVENT BEGIN")


def test_lines_end_and_fold_as_the_text_says():
    """RFC 5545, 3.1: CRLF, 75 octets at most, no character cut in two."""
    content = calendar([event(title="é" * 300, place="Œ🏛" * 90)], 0)
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()


def test_no_place_no_line():
    assert b"LOCATION" not in calendar([event()], 0)


def test_tells_nothing_of_the_machine():
    content = calendar([event()], 0)
    assert b"VERSION:2.0" in content
    assert b"PRODID:-//Bourse de mobilit" in content
    assert b"PYVOBJECT" not in content
