"""Three years of requests with their days and decisions, as plain values."""

from collections import Counter
from datetime import timedelta

from rules.clock import answer_due, next_reminder
from rules.working_days import add_months

from builder.offers import DAY
from builder.words import MOTIVES, REASONS

# How a request of the past ended, and where one of these weeks stands.
PAST = {
    "done": 66, "refused": 13, "withdrawn": 9, "cancelled": 4, "postponed": 5,
    "no_show": 3,
}  # fmt: skip
RECENT = {"agreed": 55, "submitted": 30, "refused": 8, "draft": 7}
SHARE_RECENT = 0.3
LIVE = ("submitted", "agreed", "done")
# At most this many of one agent: 2 × 10 days is what the law allows in three years.
MOST = 2
APART = timedelta(days=200)


class Requests:
    """The requests of a département, none of which breaks a rule: a host that is not
    the agent's employer, free places, no two immersions of one agent near each other."""

    def __init__(self, rng, agents, offers, calendar):
        self.rng, self.agents, self.calendar = rng, agents, calendar
        self.offers = [
            (rank, offer)
            for rank, offer in enumerate(offers)
            if offer["state"] in ("published", "suspended", "closed")
        ]
        self.published = [one for one in self.offers if one[1]["state"] == "published"]
        self.taken = Counter()  # (offer, date): places
        self.told = {}  # agent: first days of earlier requests

    def rows(self, count):
        """``count`` requests, the oldest first."""
        recent = round(count * SHARE_RECENT)
        rows = [self._past() for _ in range(count - recent)]
        rows += [self._recent() for _ in range(recent)]
        return sorted(rows, key=lambda row: (row["asked"], row["agent"]))

    def _past(self):
        asked = DAY - timedelta(days=self.rng.randint(200, 3 * 365))
        state = self.rng.choices(list(PAST), list(PAST.values()))[0]
        # Over by now, whatever was asked.
        start = add_months(asked, 3) + timedelta(days=self.rng.randint(1, 45))
        return self._row(state, asked, start, self.offers)

    def _recent(self):
        state = self.rng.choices(list(RECENT), list(RECENT.values()))[0]
        asked = DAY - timedelta(days=self.rng.randint(1, 25))
        start = add_months(asked, 3) + timedelta(days=self.rng.randint(5, 90))
        return self._row(state, asked, start, self.published)

    def _row(self, state, asked, start, offers):
        agent = self._agent(start)
        wanted = self.rng.randint(2, 10)
        days = self.calendar.days(start, start + timedelta(days=3 * wanted + 7))
        days = [day for day, _half in days][:wanted]
        offer, values = self._offer(agent, days, offers)
        row = {
            "agent": agent,
            "offer": offer,
            "host": values["host"],
            "employer": self.agents[agent]["jobs"][0]["employer"],
            "metier_id": values["metier_id"],
            "state": state,
            "asked": asked,
            "submitted_on": None if state == "draft" else asked,
            "date_start": days[0],
            "date_end": days[-1],
            "dates": days,
            "motivation": self.rng.choice(MOTIVES),
            "source": self.rng.choice(("portal", "portal", "paper")),
            "decisions": self._decisions(state, asked, days)
            if state != "draft"
            else [],
            **self._ending(state, asked, days),
        }
        host_agreed = any(
            one["party"] == "host" and one["answer"] == "agreed"
            for one in row["decisions"]
        )
        row["live"] = state in LIVE
        row["holds_place"] = row["live"] and host_agreed
        row["waiting_for"], row["due_date"] = self._turn(row)
        row["todo_for"] = row["waiting_for"]
        if row["holds_place"]:
            self.taken.update((offer, day) for day in days)
        return row

    def _agent(self, start):
        while True:
            rank = self.rng.randrange(len(self.agents))
            earlier = self.told.setdefault(rank, [])
            if len(earlier) < MOST and all(abs(start - day) > APART for day in earlier):
                earlier.append(start)
                return rank

    def _offer(self, agent, days, offers):
        own = {job["employer"] for job in self.agents[agent]["jobs"]}
        while True:
            rank, offer = self.rng.choice(offers)
            if offer["host"] not in own and all(
                self.taken[rank, day] < offer["capacity"] for day in days
            ):
                return rank, offer

    def _decisions(self, state, asked, days):
        answers = {"origin": None, "host": None}
        if state in ("agreed", "done", "no_show"):
            answers = dict.fromkeys(answers, "agreed")
        elif state in ("refused", "postponed"):
            first = self.rng.choice(("origin", "host"))
            answers[first] = state
        elif self.rng.random() < 0.5:
            answers[self.rng.choice(("origin", "host"))] = "agreed"
        return [self._decision(one, answers[one], asked, days) for one in answers]

    def _decision(self, party, answer, asked, days):
        due = answer_due(asked, 1)
        answered = answer and min(asked + timedelta(days=self.rng.randint(1, 28)), DAY)
        proposed = answer == "postponed"
        return {
            "party": party,
            "asked_on": asked,
            "received_on": asked,
            "due_on": due,
            "remind_on": None if answer else next_reminder(asked, due, None),
            "answer": answer,
            "answered_on": answered,
            "way": answer and self.rng.choice(("link", "link", "portal")),
            "reasons": self.rng.choice(REASONS) if answer in ("refused", "postponed")
            else None,
            "proposed_start": days[0] + timedelta(days=14) if proposed else None,
            "proposed_end": days[-1] + timedelta(days=28) if proposed else None,
        }  # fmt: skip

    def _ending(self, state, asked, days):
        """The closing: by whom has come the end of a request."""
        if state in ("withdrawn", "cancelled"):
            return {"ended_as": state, "ended_on": asked + timedelta(days=40)}
        if state in ("done", "no_show"):
            return {
                "ended_as": state,
                "ended_on": days[-1] + timedelta(days=3),
                "ended_reason": "Convention signée sur papier, classée au dossier.",
            }
        return {"ended_as": None, "ended_on": None}

    def _turn(self, row):
        """Whose turn it is, as `mobility.request` reads it."""
        eve = row["date_start"] - timedelta(days=1)
        if row["state"] == "draft":
            return "cdg", None
        if row["state"] == "agreed":
            return "cdg", eve  # its convention is to be made
        if row["state"] != "submitted":
            return "nobody", None
        pending = [one for one in row["decisions"] if not one["answer"]]
        parties = {one["party"] for one in pending}
        turn = {frozenset({"origin"}): "employer", frozenset({"host"}): "host"}.get(
            frozenset(parties), "employer_host"
        )
        return turn, min(*(one["due_on"] for one in pending), eve)
