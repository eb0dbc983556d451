"""A PPR told in a few words: « opinion 2026-03-16, leave 2026-07-01/2026-07-10 »."""

from datetime import date

from rules.ppr.facts import Facts, Leave, Length

DAYS = {
    "proposed": "proposed_on",
    "accepted": "accepted_on",
    "declined": "declined_on",
    "given": "opinion_date",
    "opinion": "received_on",
    "seized": "seized_on",
    "deferred": "agreed_start",
    "physician": "physician_on",
    "notified": "notified_on",
    "agreed": "agreed_on",
    "refused": "refused_on",
    "silent": "silence_confirmed_on",
    "request": "requested_on",
    "answered": "answered_on",
    "ended": "ended_on",
}


def day(text):
    return date.fromisoformat(text)


def facts(story):
    """The facts of a story; a leave « D/ » has no return yet. Only « unproven » is
    notified without a proof."""
    known = {"proof": "registered"}
    several = {"leaves": [], "lengths": [], "reviews": []}
    for word in filter(None, map(str.strip, story.split(","))):
        name, _, told = word.partition(" ")
        if name in DAYS:
            assert DAYS[name] not in known, word
            known[DAYS[name]] = day(told)
        elif name == "leave":
            first, last = told.split("/")
            several["leaves"].append(Leave(day(first), day(last) if last else None))
        elif name == "length":
            agreed, months = told.split("=")
            several["lengths"].append(Length(day(agreed), int(months)))
        elif name == "review":
            several["reviews"].append(day(told))
        elif name == "every":
            known["review_months"] = int(told)
        elif name == "in":
            known["department"] = told
        elif name == "unproven":
            known["proof"] = ""
        elif name == "at-seizure":
            known["from_seizure"] = True
        else:
            raise ValueError(word)
    return Facts(**known, **several)
