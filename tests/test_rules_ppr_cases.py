"""Dated PPR, written from the texts: what happened, on what day one looks, what the
clock must answer (CGFP, art. L. 826-1 to L. 826-4; décret n° 85-1054, art. 2 to 3)."""

from dataclasses import replace

import pytest
from ppr_stories import day, facts
from rules.ppr.law import FROM_END, LAW
from rules.ppr_clock import clock

ANSWERS = {
    "start": "date_start",
    "end": "date_end",
    "most": "maximum_end",
    "kept": "kept_until",
    "project": "project_due",
    "silence": "silence_date",
    "review": "next_review",
    "waits": "waiting",
}
OPINION = "opinion 2026-03-16"
NOTIFIED = f"{OPINION}, notified 2026-05-12"
LEAVE = f"{OPINION}, leave 2026-07-01/2026-07-10"
NINE = f"{OPINION}, length 2026-05-20=9"

# What happened · seen on · what the clock answers (« none »: no such date).
CASES = {
    # --- The start: receipt of the opinion, or seizure if the agent asks ---------------
    "nothing is known yet": ("", "2026-03-16", "waits opinion, start none, end none"),
    "the opinion is received: its day is the first of the year": (
        OPINION, "2026-03-16",
        "start 2026-03-16, end 2027-03-15, most 2027-03-15, project 2026-05-16"),
    "proposed later: the proposal dates nothing": (
        f"{OPINION}, proposed 2026-03-30", "2026-04-01", "start 2026-03-16"),
    "the first of January ends with the year": (
        "opinion 2026-01-01", "2026-01-01",
        "start 2026-01-01, end 2026-12-31, project 2026-03-01"),
    "the last of January": (
        "opinion 2026-01-31", "2026-02-01", "end 2027-01-30, project 2026-03-31"),
    "two months from 31 December end on the last of February": (
        "opinion 2025-12-31", "2026-01-05", "end 2026-12-30, project 2026-02-28"),
    "on the 29th in a leap year": (
        "opinion 2027-12-31", "2028-01-05", "end 2028-12-30, project 2028-02-29"),
    "30 December, two months: February has no 30th": (
        "opinion 2026-12-30", "2027-01-05", "end 2027-12-29, project 2027-02-28"),
    "begun on 29 February: no 29 February to end on the eve of": (
        "opinion 2028-02-29", "2028-03-01",
        "start 2028-02-29, end 2029-02-28, project 2028-04-29"),
    "begun on 28 February": ("opinion 2027-02-28", "2027-03-01", "end 2028-02-27"),
    "begun on 1 March before a leap year: 366 days": (
        "opinion 2027-03-01", "2027-03-01", "end 2028-02-29, project 2027-05-01"),
    "received on a Sunday: a day like any other": (
        "opinion 2026-03-15", "2026-03-16", "start 2026-03-15, end 2027-03-14"),
    "at the agent's request, on the day of the seizure": (
        f"{OPINION}, seized 2026-02-02, at-seizure", "2026-03-20",
        "start 2026-02-02, end 2027-02-01, project 2026-04-02"),
    "seized, but the agent asked for nothing": (
        f"{OPINION}, seized 2026-02-02", "2026-03-20", "start 2026-03-16"),
    "on the seizure, the opinion is still to come": (
        "seized 2026-02-02, at-seizure", "2026-02-10",
        "start 2026-02-02, end 2027-02-01, waits "),
    "seized, not asked for, no opinion": (
        "seized 2026-02-02", "2026-02-10", "waits opinion, start none"),
    "asked for on the seizure, whose day nobody knows": (
        f"{OPINION}, at-seizure", "2026-03-20", "waits seizure, start none"),
    "the seizure typed after the opinion cannot delay the start": (
        f"{OPINION}, seized 2026-04-02, at-seizure", "2026-04-20",
        "start 2026-03-16, end 2027-03-15"),
    "the opinion says fit: the employer ends it": (
        f"{OPINION}, seized 2026-02-02, at-seizure, ended 2026-03-16", "2026-03-20",
        "start 2026-02-02, end 2026-03-16, most 2027-02-01"),
    # --- On leave when the opinion comes: the start is the return ---------------------
    "on leave until the end of March": (
        f"{OPINION}, leave 2026-02-01/2026-03-31", "2026-04-01",
        "start 2026-04-01, end 2027-03-31, project 2026-06-01"),
    "the opinion comes on the last day of the leave": (
        f"{OPINION}, leave 2026-02-01/2026-03-16", "2026-04-01", "start 2026-03-17"),
    "back on the very day of the opinion": (
        f"{OPINION}, leave 2026-02-01/2026-03-15", "2026-04-01",
        "start 2026-03-16, end 2027-03-15"),
    "on leave from the very day of the opinion": (
        f"{OPINION}, leave 2026-03-16/2026-03-29", "2026-04-01",
        "start 2026-03-30, end 2027-03-29"),
    "on leave from the day after: begun, and pushed by ten days": (
        f"{OPINION}, leave 2026-03-17/2026-03-26", "2026-04-01",
        "start 2026-03-16, end 2027-03-25, project 2026-05-16"),
    "not back yet: nothing begins": (
        f"{OPINION}, leave 2026-02-01/", "2026-09-01",
        "waits return, start none, end none, project none"),
    "a leave prolonged on the next day": (
        f"{OPINION}, leave 2026-03-01/2026-03-20, leave 2026-03-21/2026-04-10",
        "2026-05-01", "start 2026-04-11"),
    "prolonged after a weekend: nobody came back": (
        f"{OPINION}, leave 2026-03-02/2026-03-27, leave 2026-03-30/2026-04-10",
        "2026-05-01", "start 2026-04-11, end 2027-04-10"),
    "one day of work between both: begun that day, then five days of leave": (
        f"{OPINION}, leave 2026-03-02/2026-03-26, leave 2026-03-30/2026-04-03",
        "2026-05-01", "start 2026-03-27, end 2027-03-31"),
    "Good Friday is worked in the Oise": (
        f"{OPINION}, in 60, leave 2026-03-02/2026-04-02, leave 2026-04-07/2026-04-10",
        "2026-05-01", "start 2026-04-03, end 2027-04-06"),
    "and is a holiday in the Bas-Rhin": (
        f"{OPINION}, in 67, leave 2026-03-02/2026-04-02, leave 2026-04-07/2026-04-10",
        "2026-05-01", "start 2026-04-11, end 2027-04-10"),
    "prolonged without a return yet": (
        f"{OPINION}, leave 2026-03-02/2026-03-27, leave 2026-03-28/", "2026-05-01",
        "waits return, start none"),
    "a leave that ends before it begins does not carry the return over a weekend": (
        f"{OPINION}, leave 2026-03-02/2026-03-27, leave 2026-03-30/2026-03-29",
        "2026-05-01", "start 2026-03-28"),
    "on leave on the day of the seizure": (
        f"{OPINION}, seized 2026-02-02, at-seizure, leave 2026-01-20/2026-02-15",
        "2026-03-20", "start 2026-02-16, end 2027-02-15"),
    "begun on the seizure, on leave when the opinion comes: fourteen days more": (
        f"{OPINION}, seized 2026-02-02, at-seizure, leave 2026-03-10/2026-03-23",
        "2026-04-20", "start 2026-02-02, end 2027-02-15"),
    # --- Deferral by agreement: two months at most -------------------------------------
    "deferred to 1 May": (
        f"{OPINION}, deferred 2026-05-01", "2026-04-01",
        "start 2026-05-01, end 2027-04-30, project 2026-07-01"),
    "deferred to the last day possible": (
        f"{OPINION}, deferred 2026-05-16", "2026-04-01",
        "start 2026-05-16, end 2027-05-15, most 2027-05-15"),
    "deferred one day too far: counted from the last day possible": (
        f"{OPINION}, deferred 2026-05-17", "2026-04-01",
        "start 2026-05-16, end 2027-05-15"),
    "two months from 31 December lead to the end of February": (
        "opinion 2026-12-31, deferred 2027-03-01", "2027-01-10",
        "start 2027-02-28, end 2028-02-27"),
    "deferred after a leave: two months from the return": (
        f"{OPINION}, leave 2026-02-01/2026-03-31, deferred 2026-06-01", "2026-04-10",
        "start 2026-06-01, end 2027-05-31"),
    "agreed before the first day possible": (
        f"{OPINION}, deferred 2026-03-01", "2026-04-01", "start 2026-03-16"),
    "on leave on the day agreed: ten days of leave in the PPR": (
        f"{OPINION}, deferred 2026-05-01, leave 2026-04-20/2026-05-10", "2026-06-01",
        "start 2026-05-01, end 2027-05-10"),
    "a leave within the deferral counts for nothing": (
        f"{OPINION}, deferred 2026-05-01, leave 2026-04-06/2026-04-20", "2026-06-01",
        "start 2026-05-01, end 2027-04-30"),
    # --- A leave during the PPR pushes its end ------------------------------------------
    "ten days of leave": (LEAVE, "2026-08-01",
        "end 2027-03-25, most 2027-03-25, project 2026-05-16"),
    "a leave during the first two months does not push the project": (
        f"{OPINION}, leave 2026-04-01/2026-04-30", "2026-05-01",
        "end 2027-04-14, project 2026-05-16"),
    "days that two leaves share count once": (
        f"{LEAVE}, leave 2026-07-05/2026-07-15", "2026-08-01", "end 2027-03-30"),
    "a leave in the days that another one added": (
        f"{LEAVE}, leave 2027-03-20/2027-03-24", "2027-04-01", "end 2027-03-30"),
    "on leave on the last day": (
        f"{OPINION}, leave 2027-03-15/2027-03-15", "2027-04-01", "end 2027-03-16"),
    "on leave from the day after the end": (
        f"{OPINION}, leave 2027-03-16/2027-03-31", "2027-04-01", "end 2027-03-15"),
    "on leave over the end: the six days left come after": (
        f"{OPINION}, leave 2027-03-10/2027-03-31", "2027-04-01", "end 2027-04-06"),
    "sixteen weeks of maternity leave": (
        f"{OPINION}, leave 2026-06-01/2026-09-20", "2026-10-01", "end 2027-07-05"),
    "a year of leave, over a 29 February": (
        f"{OPINION}, leave 2026-04-01/2027-03-31", "2027-04-01", "end 2028-03-14"),
    "a leave before it all": (
        f"{OPINION}, leave 2025-11-01/2025-12-31", "2026-04-01", "end 2027-03-15"),
    "a leave that ends before it begins": (
        f"{OPINION}, leave 2026-07-10/2026-07-01", "2026-08-01", "end 2027-03-15"),
    "not back yet: ten days so far": (
        f"{OPINION}, leave 2026-07-01/", "2026-07-10", "end 2027-03-25"),
    "not back yet, past the end: the fifteen days left begin tomorrow": (
        f"{OPINION}, leave 2027-03-01/", "2027-06-30", "end 2027-07-15"),
    "an open leave that is to come": (
        f"{OPINION}, leave 2026-09-01/", "2026-07-10", "end 2027-03-15"),
    # --- The length that the project fixes ---------------------------------------------
    "nine months": (NINE, "2026-06-01", "end 2026-12-15, most 2027-03-15"),
    "nine months and ten days of leave": (
        f"{NINE}, leave 2026-07-01/2026-07-10", "2026-08-01",
        "end 2026-12-25, most 2027-03-25"),
    "lengthened by agreement": (
        f"{NINE}, length 2026-10-05=12", "2026-10-06", "end 2027-03-15"),
    "shortened by agreement": (
        f"{NINE}, length 2026-10-05=8", "2026-10-06", "end 2026-11-15"),
    "never more than a year": (
        f"{OPINION}, length 2026-05-20=13", "2026-06-01", "end 2027-03-15"),
    "six months from 31 August end with February": (
        "opinion 2026-08-31, length 2026-10-01=6", "2026-10-02", "end 2027-02-28"),
    # --- The project, the answer, the silence ------------------------------------------
    "notified on 12 May: silence counts after 27 May": (
        NOTIFIED, "2026-05-20", "silence 2026-05-27, end 2027-03-15"),
    "fifteen days over 29 February": (
        "opinion 2028-01-10, notified 2028-02-14", "2028-02-20", "silence 2028-02-29"),
    "fifteen days over the new year": (
        "opinion 2026-11-02, notified 2026-12-20", "2026-12-21", "silence 2027-01-04"),
    "the last day is the Sunday of Whitsun: nothing moves it": (
        f"{OPINION}, notified 2026-05-09", "2026-05-10", "silence 2026-05-24"),
    "nobody answers and nobody has looked: nothing changes": (
        NOTIFIED, "2026-09-01", "silence 2026-05-27, end 2027-03-15"),
    "the silence is confirmed: over from the sixteenth day on": (
        f"{NOTIFIED}, silent 2026-06-03", "2026-06-03", "end 2026-05-27, kept none"),
    "confirmed on the first day possible": (
        f"{NOTIFIED}, silent 2026-05-28", "2026-05-28", "end 2026-05-27"),
    "confirmed on the fifteenth day: too early, it counts for nothing": (
        f"{NOTIFIED}, silent 2026-05-27", "2026-05-27", "end 2027-03-15"),
    "confirmed without a proof of the notification": (
        f"{NOTIFIED}, unproven, silent 2026-06-03", "2026-06-03", "end 2027-03-15"),
    "confirmed although the agent agreed on the fifteenth day": (
        f"{NOTIFIED}, agreed 2026-05-27, silent 2026-06-03", "2026-06-03",
        "end 2027-03-15"),
    "agreed on the sixteenth day, the silence confirmed": (
        f"{NOTIFIED}, agreed 2026-05-28, silent 2026-06-03", "2026-06-03",
        "end 2026-05-27"),
    "agreed on the sixteenth day, nobody confirmed the silence": (
        f"{NOTIFIED}, agreed 2026-05-28", "2026-06-03", "end 2027-03-15"),
    "the project is refused": (
        f"{NOTIFIED}, refused 2026-05-20", "2026-05-21",
        "start 2026-03-16, end 2026-05-20, most 2027-03-15"),
    "agreed, then refused": (
        f"{NOTIFIED}, agreed 2026-05-18, refused 2026-05-20", "2026-05-21",
        "end 2026-05-20"),
    "refused, then agreed": (
        f"{NOTIFIED}, refused 2026-05-18, agreed 2026-05-20", "2026-05-21",
        "end 2027-03-15"),
    "the PPR itself is refused": (
        f"{OPINION}, declined 2026-03-25", "2026-04-01",
        "start 2026-03-16, end 2026-03-25"),
    "refused before it begins: there is none": (
        f"{OPINION}, deferred 2026-05-01, declined 2026-03-25", "2026-05-10",
        "start none, end none, project none, kept none"),
    # --- Reviews ------------------------------------------------------------------------
    "a review every three months from the agreement": (
        f"{NOTIFIED}, agreed 2026-05-20, every 3", "2026-06-01", "review 2026-08-20"),
    "the next one from the one held": (
        f"{NOTIFIED}, agreed 2026-05-20, every 3, review 2026-08-24", "2026-09-01",
        "review 2026-11-24"),
    "one that was not held stays the next one": (
        f"{NOTIFIED}, agreed 2026-05-20, every 3", "2026-10-01", "review 2026-08-20"),
    "agreed on the 31st, every month": (
        "opinion 2026-08-03, notified 2026-08-20, agreed 2026-08-31, every 1",
        "2026-09-01", "review 2026-09-30"),
    "one held before the agreement counts for nothing": (
        f"{NOTIFIED}, agreed 2026-05-20, every 3, review 2026-05-19", "2026-06-01",
        "review 2026-08-20"),
    "agreed on the 30th of November, every three months: the end of February": (
        "opinion 2026-10-01, notified 2026-11-20, agreed 2026-11-30, every 3",
        "2026-12-01", "review 2027-02-28"),
    "none after the end": (
        f"{NOTIFIED}, agreed 2026-05-20, every 3, review 2027-02-20", "2027-02-21",
        "review none"),
    "none without an agreement": (f"{NOTIFIED}, every 3", "2026-06-01", "review none"),
    # --- Early ends, and the three months more -------------------------------------------
    "reclassed on 1 September": (
        f"{NOTIFIED}, agreed 2026-05-20, ended 2026-08-31", "2026-09-01",
        "end 2026-08-31, most 2027-03-15, kept none"),
    "reclassement asked for: three months from the request": (
        f"{OPINION}, request 2027-03-01", "2027-03-02",
        "end 2027-03-15, kept 2027-06-01"),
    "asked for on the last day": (
        f"{OPINION}, request 2027-03-15", "2027-03-15", "kept 2027-06-15"),
    "asked for the day after: too late": (
        f"{OPINION}, request 2027-03-16", "2027-03-16", "kept none"),
    "asked for so early that the three months end with the PPR": (
        f"{OPINION}, request 2026-12-15", "2027-01-01", "end 2027-03-15, kept none"),
    "one day later, one day more": (
        f"{OPINION}, request 2026-12-16", "2027-01-01", "kept 2027-03-16"),
    "three months from 30 November, then the end of February": (
        "opinion 2026-03-01, request 2026-11-30", "2026-12-01",
        "end 2027-02-28, kept none"),
    "a leave makes a late request timely": (
        f"{LEAVE}, request 2027-03-25", "2027-03-25", "end 2027-03-25, kept 2027-06-25"),
    "reclassed while kept in activity": (
        f"{OPINION}, request 2027-03-01, ended 2027-04-30", "2027-05-02",
        "end 2027-03-15, kept 2027-04-30"),
    "closed after the three months: not a day more": (
        f"{OPINION}, request 2027-03-01, ended 2027-06-02", "2027-06-03",
        "end 2027-03-15, kept 2027-06-01"),
    "refused once it was over: too late to change anything": (
        f"{NOTIFIED}, request 2027-03-01, refused 2027-03-20", "2027-03-20",
        "end 2027-03-15, kept 2027-06-01"),
    "closed after the end without a request": (
        f"{OPINION}, ended 2027-03-20", "2027-03-21", "end 2027-03-15, kept none"),
    "refused: nobody is kept in activity by the PPR": (
        f"{NOTIFIED}, refused 2026-05-20, request 2026-05-20", "2026-05-21",
        "end 2026-05-20, kept none"),
}  # fmt: skip


def wrong(told, expected):
    """The answers that are not the expected ones, in words."""
    for answer in map(str.strip, expected.split(",")):
        name, _, value = answer.partition(" ")
        found = getattr(told, ANSWERS[name])
        wanted = value if name == "waits" else None if value == "none" else day(value)
        if found != wanted:
            yield f"{name}: {found}, not {value}"


@pytest.mark.parametrize("case", CASES)
def test_dated_case(case):
    story, today, expected = CASES[case]
    assert not [*wrong(clock(facts(story), day(today)), expected)]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("2026-12-01", "2027-06-15"),
        ("2027-03-15", "2027-06-15"),
        ("2027-03-16", "none"),
    ],
)
def test_the_other_reading_counts_from_the_end(asked, kept):
    law = replace(LAW, extension_from=FROM_END)
    told = clock(facts(f"{OPINION}, request {asked}"), day("2027-03-20"), law)
    assert not [*wrong(told, f"kept {kept}")]


def test_the_other_reading_over_the_end_of_february():
    law = replace(LAW, extension_from=FROM_END)
    story = "opinion 2026-03-01, request 2027-02-01"
    told = clock(facts(story), day("2027-02-20"), law)
    assert not [*wrong(told, "end 2027-02-28, kept 2027-05-31")]
