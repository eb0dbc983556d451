"""The calendar file of an immersion (RFC 5545): days in, bytes out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import vobject
from vobject.icalendar import utc


@dataclass(frozen=True)
class Event:
    """One whole day. ``status`` is ``TENTATIVE``, ``CONFIRMED`` or ``CANCELLED``."""

    uid: str
    day: date
    title: str
    status: str
    place: str = ""


def calendar(events, sequence, made_on=None):
    """The file with these events, to be published, or to cancel when none is left.

    :param sequence: grows with each version: readers keep the latest
    :param made_on: the aware time of this version, now by default
    """
    events = list(events)
    file = vobject.iCalendar()
    file.add("prodid").value = "-//Bourse de mobilité//immersion//FR"
    gone = all(event.status == "CANCELLED" for event in events)
    file.add("method").value = "CANCEL" if gone else "PUBLISH"
    stamp = (made_on or datetime.now(utc)).astimezone(utc)
    for event in events:
        row = file.add("vevent")
        row.add("uid").value = event.uid
        row.add("dtstamp").value = stamp.replace(microsecond=0)
        row.add("sequence").value = str(sequence)
        row.add("dtstart").value = event.day
        row.add("dtend").value = event.day + timedelta(days=1)
        row.add("summary").value = _one_line(event.title)
        row.add("status").value = event.status
        if event.place:
            row.add("location").value = _one_line(event.place)
    return file.serialize().encode()


def _one_line(text):
    """Names as people type them, without what a calendar cannot hold."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())
