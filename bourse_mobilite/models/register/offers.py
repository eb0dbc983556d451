import itertools
import re
from collections import defaultdict

from odoo.fields import Command
from odoo.tools import format_date

from ...rules.register.kinds import PLACES
from ...rules.register.repair import as_text, fold
from ..guard import civil_day

# Column of the register -> field of the offer, for what is compared as it is.
_PLAIN = {
    "service": "service",
    "description": "description",
    "places": "capacity",
    "date_from": "date_from",
    "date_to": "date_to",
}
_READ = ("name", "host_id", "state", "metier_id", "condition_ids", "tutor_ids",
         *_PLAIN.values())  # fmt: skip
_COMPARED = ("title", "metier", "conditions", *_PLAIN)
_TUTOR = ("tutor", "tutor_email")


def _same(one, other):
    texts = isinstance(one, str) and isinstance(other, str)
    return fold(one) == fold(other) if texts else one == other


def _changed_title(row, record):
    """A reference may come with a corrected title."""
    return fold(row.values["title"]) != fold(record.name)


class Offer:
    """An offer that the file speaks of: a record, or one to be made."""

    def __init__(self, row, employer, record=None):
        self.row = row
        self.employer = employer
        self.record = record
        self.new = not record
        self.vals = {}
        self.tutors = []

    def made_by(self, row):
        """Whether this row makes the offer; another may add a tutor to it."""
        return self.new and row is self.row

    def lacks(self, tutor):
        """Whether a tutor is not yet one of the offer's."""
        known = self.record and tutor.record and tutor.record in self.record.tutor_ids
        return not known and tutor not in self.tutors

    def tutor_ids(self):
        """The contacts of the tutors of its rows, once they are written."""
        return [tutor.record.id for tutor in self.tutors if tutor.record]


class Offers:
    """The offers of the hosts, recognised by **host + title + service**.

    When several offers or several rows share these three, the first day tells them
    apart (a season each), or the reference that an export wrote. A date alone never
    makes a second offer: a host who corrects it, or renews an offer for a year,
    corrects the offer that exists. An offer of several tutors has a row for each.
    """

    def __init__(self, env, hosts, from_outside=False):
        """:param from_outside: whether the host itself sends the file: what is
        published is changed by the CDG alone
        """
        self.env = env
        self.from_outside = from_outside
        self.known = defaultdict(list)
        self.by_ref = {}
        self.of_title = defaultdict(list)
        self.rows_of_key = defaultdict(list)
        self.planned = {}
        self.metiers = self._metiers()
        self.conditions = {
            fold(text): condition
            for condition in env["mobility.condition"].search([("active", "=", True)])
            for text in (condition.code, condition.name)
        }
        domain = [("host_id", "in", hosts.ids), ("company_id", "=", env.company.id)]
        for record in env["mobility.offer"].search_fetch(domain, _READ, order="id"):
            key = (record.host_id.id, fold(record.name), fold(record.service))
            self.known[key].append(record)
            self.by_ref[key[0], str(record.id)] = record
            self.of_title[key[:2]].append(record)

    def _metiers(self):
        """By unaccented name, and by ROME code when one métier alone has it."""
        by_name, by_rome = {}, defaultdict(list)
        for metier in self.env["mobility.metier"].search([("active", "=", True)]):
            by_name[fold(metier.name)] = metier
            by_rome[metier.rome_code].append(metier)
        alone = {code: found[0] for code, found in by_rome.items() if len(found) == 1}
        return {**alone, **by_name}

    def _key(self, row, employer):
        host = employer.record.id if employer.record else employer
        return (host, fold(row.values["title"]), fold(row.values["service"]))

    def announce(self, row, employer):
        """Every accepted row first: several seasons of one offer are then known."""
        self.rows_of_key[self._key(row, employer)].append(row)

    def find(self, row, employer):
        """The offer of a row, or None: refused, or a repeated row."""
        key = self._key(row, employer)
        day = row.values["date_from"]
        found = self._known(row, key, day)
        if len(found) > 1:
            row.refuse("offer_several")
            return None
        record = found[0] if found else None
        place = record or (key, day)
        first = self.planned.get(place)
        if first:
            return self._again(row, first)
        if record and not self._dates_fit(row, record):
            return None
        if not record and (others := self.of_title.get(key[:2])):
            row.note("offer_same_title", service=others[0].service or "–")
        offer = self.planned[place] = Offer(row, employer, record)
        return offer

    def _known(self, row, key, day):
        """The offers that a row may speak of."""
        named = self.by_ref.get((key[0], row.values["ref"]))
        if named:
            return [named]
        found = self.known[key]
        found = [offer for offer in found if offer.state != "closed"] or found
        days = {other.values["date_from"] for other in self.rows_of_key[key]}
        if len(found) > 1 or len(days) > 1:
            found = [offer for offer in found if (offer.date_from or None) == day]
        return found

    def _again(self, row, first):
        """The offer of a row that comes again: with another tutor, or for nothing."""

        def same(keys):
            return all(_same(row.values[key], first.row.values[key]) for key in keys)

        if same((*_COMPARED, *_TUTOR)):
            row.note("offer_duplicate", row=first.row.number)
        elif same(_COMPARED) and row.values["tutor"] and first.row.values["tutor"]:
            return first
        else:
            row.refuse("offer_conflict", row=first.row.number)
        return None

    def all_known(self):
        """The offers of the hosts."""
        return self.env["mobility.offer"].union(*itertools.chain(*self.known.values()))

    def _dates_fit(self, row, record):
        first = row.values["date_from"] or record.date_from
        last = row.values["date_to"] or record.date_to
        if first and last and first > last:
            row.refuse("dates_reversed", first=first, last=last)
            return False
        return True

    def give(self, row, offer, tutor, change):
        """Note what a row says of its offer. An empty cell erases nothing; a tutor
        is added beside those whom the CDG chose.

        :param change: called with (heading, old, new) for each change of an offer.
        """
        record = offer.record
        if record and _changed_title(row, record):
            offer.vals["name"] = row.values["title"]
            heading = PLACES.by_key["title"].heading
            change(heading, record.name, row.values["title"])
        for key, name in _PLAIN.items():
            value = row.values[key]
            if value in ("", None):
                continue
            old = record[name] if record else None
            if isinstance(value, str):
                clean = fold if key == "service" else as_text
                same = clean(old) == clean(value)
            else:
                same = old == value
            if not same:
                offer.vals[name] = value
                if record:
                    change(
                        PLACES.by_key[key].heading, self._shown(old), self._shown(value)
                    )
        self._give_metier(row, offer, change)
        self._give_conditions(row, offer, change)
        lacking = bool(tutor) and offer.lacks(tutor)
        if lacking:
            offer.tutors.append(tutor)
            if not offer.made_by(row):
                change(PLACES.by_key["tutor"].heading, "", tutor.name)
        self._say_state(row, offer, lacking)

    def understood(self, offer):
        """What was read of a new offer, for whoever looks at the preview."""
        values = {
            **{key: offer.vals.get(name) for key, name in _PLAIN.items()},
            "metier": self.env["mobility.metier"]
            .browse(offer.vals.get("metier_id"))
            .name,
        }
        return [
            self.env._(
                "%(column)s: %(value)s",
                column=PLACES.by_key[key].heading,
                value=self._shown(value),
            )
            for key, value in values.items()
            if value and key != "description"
        ]

    def _shown(self, value):
        if hasattr(value, "isoformat"):
            return format_date(self.env, value)
        text = str(value or "")
        return f"{text[:60]}…" if len(text) > 60 else text

    def _metier(self, text):
        code = re.search(r"\b[A-N][0-9]{4}\b", text.upper())
        return self.metiers.get(fold(text)) or (code and self.metiers.get(code[0]))

    def _give_metier(self, row, offer, change):
        text = row.values["metier"]
        if not text:
            return
        old = offer.record.metier_id if offer.record else None
        if old and fold(old.name) == fold(text):
            return
        metier = self._metier(text)
        if not metier:
            # An offer that already has its métier needs nothing.
            if not old:
                row.note("metier_unknown", value=text)
        elif metier != old:
            offer.vals["metier_id"] = metier.id
            if offer.record:
                change(PLACES.by_key["metier"].heading, old.name or "", metier.name)

    def _give_conditions(self, row, offer, change):
        names = row.values["conditions"]
        old = (offer.record or self.env["mobility.offer"]).condition_ids
        # Of two that bear one name, the one that the offer has.
        meant = {**self.conditions, **{fold(one.name): one for one in old}}
        unknown = [name for name in names if fold(name) not in meant]
        if unknown:
            row.note("condition_unknown", names=unknown)
        wanted = old.browse().union(
            *(meant[fold(n)] for n in names if n not in unknown)
        )
        if wanted and wanted != old:
            offer.vals["condition_ids"] = [Command.set(wanted.ids)]
            if offer.record:
                change(
                    PLACES.by_key["conditions"].heading,
                    ", ".join(old.mapped("name")),
                    ", ".join(wanted.mapped("name")),
                )

    def _say_state(self, row, offer, lacking):
        record = offer.record
        if record and record.state in ("published", "suspended", "closed"):
            if self.from_outside and (offer.vals or lacking):
                row.refuse("offer_reviewed")
            row.note(f"offer_{record.state}")
        last = row.values["date_to"]
        if last and last < civil_day(self.env["mobility.offer"]):
            row.note("offer_past", last=last)

    def save(self, offers, journal):
        """Make the new offers, to be reviewed, and change the others; their state
        stays what it is."""
        offers = list(dict.fromkeys(offers))
        made = [offer for offer in offers if not offer.record]
        records = journal.make(
            "mobility.offer",
            [
                {
                    "name": offer.row.values["title"],
                    "host_id": offer.employer.record.id,
                    "state": "submitted",
                    "tutor_ids": list(map(Command.link, offer.tutor_ids())),
                    **offer.vals,
                }
                for offer in made
            ],
        )
        for offer in offers:
            if not offer.record:
                continue
            vals = dict(offer.vals)
            lacking = set(offer.tutor_ids()) - set(offer.record.tutor_ids.ids)
            if lacking:
                vals["tutor_ids"] = list(map(Command.link, sorted(lacking)))
            if vals:
                journal.change(offer.record, vals)
        for offer, record in zip(made, records, strict=True):
            offer.record = record
        for offer in offers:
            # A later lot may add a tutor: nothing else is written again.
            offer.vals = {}
