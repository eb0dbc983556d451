import re
from collections import defaultdict

from odoo.fields import Command
from odoo.tools import format_date

from ...models.guard import civil_day
from ...rules.register_columns import BY_KEY
from ...rules.register_repair import fold

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
_COMPARED = ("title", "metier", "conditions", "tutor", "tutor_email", *_PLAIN)


def _same(one, other):
    texts = isinstance(one, str) and isinstance(other, str)
    return fold(one) == fold(other) if texts else one == other


class Offer:
    """An offer that the file speaks of: a record, or one to be made."""

    def __init__(self, row, employer, record=None):
        self.row = row
        self.employer = employer
        self.record = record
        self.new = not record
        self.vals = {}
        self.tutor = None

    def lacks_tutor(self):
        """Whether the tutor of the row is not yet one of the offer's."""
        return bool(self.tutor) and not (
            self.tutor.record and self.tutor.record in self.record.tutor_ids
        )


class Offers:
    """The offers of the hosts, recognised by **host + title + service**.

    When several offers or several rows share these three, the first day tells them
    apart (a season each). A date alone never makes a second offer: a host who
    corrects it, or renews an offer for a year, corrects the offer that exists.
    """

    def __init__(self, env, hosts):
        self.env = env
        self.known = defaultdict(list)
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
        first = self.planned.get((key, day))
        if first:
            if all(_same(row.values[k], first.row.values[k]) for k in _COMPARED):
                row.note("offer_duplicate", row=first.row.number)
            else:
                row.refuse("offer_conflict", row=first.row.number)
            return None
        found = self.known[key]
        found = [offer for offer in found if offer.state != "closed"] or found
        days = {other.values["date_from"] for other in self.rows_of_key[key]}
        if len(found) > 1 or len(days) > 1:
            found = [offer for offer in found if (offer.date_from or None) == day]
        if len(found) > 1:
            row.refuse("offer_several")
            return None
        record = found[0] if found else None
        if record and not self._dates_fit(row, record):
            return None
        offer = self.planned[key, day] = Offer(row, employer, record)
        return offer

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
        for key, name in _PLAIN.items():
            value = row.values[key]
            if value in ("", None):
                continue
            old = record[name] if record else None
            same = fold(old) == fold(value) if key == "service" else old == value
            if not same:
                offer.vals[name] = value
                if record:
                    change(BY_KEY[key].heading, self._shown(old), self._shown(value))
        self._give_metier(row, offer, change)
        self._give_conditions(row, offer, change)
        offer.tutor = tutor
        if record and offer.lacks_tutor():
            change(BY_KEY["tutor"].heading, "", tutor.name)
        self._say_state(row, offer)

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
        metier = self._metier(text)
        old = offer.record.metier_id if offer.record else None
        if not metier:
            # An offer that already has its métier needs nothing.
            if not old:
                row.note("metier_unknown", value=text)
        elif metier != old:
            offer.vals["metier_id"] = metier.id
            if offer.record:
                change(BY_KEY["metier"].heading, old.name or "", metier.name)

    def _give_conditions(self, row, offer, change):
        names = row.values["conditions"]
        unknown = [name for name in names if fold(name) not in self.conditions]
        if unknown:
            row.note("condition_unknown", names=unknown)
        known = [self.conditions[fold(n)] for n in names if n not in unknown]
        wanted = self.env["mobility.condition"].union(*known)
        old = offer.record.condition_ids if offer.record else wanted.browse()
        if wanted and wanted != old:
            offer.vals["condition_ids"] = [Command.set(wanted.ids)]
            if offer.record:
                change(
                    BY_KEY["conditions"].heading,
                    ", ".join(old.mapped("name")),
                    ", ".join(wanted.mapped("name")),
                )

    def _say_state(self, row, offer):
        record = offer.record
        if record and record.state in ("published", "suspended", "closed"):
            row.note(f"offer_{record.state}")
        last = row.values["date_to"]
        if last and last < civil_day(self.env["mobility.offer"]):
            row.note("offer_past", last=last)

    def save(self):
        """Make the new offers, to be reviewed, and change the others; their state
        stays what it is."""
        made = [offer for offer in self.planned.values() if not offer.record]
        records = self.env["mobility.offer"].create(
            [
                {
                    "name": offer.row.values["title"],
                    "host_id": offer.employer.record.id,
                    "state": "submitted",
                    "tutor_ids": [Command.set(offer.tutor.record.ids)]
                    if offer.tutor
                    else [],
                    **offer.vals,
                }
                for offer in made
            ]
        )
        for offer in self.planned.values():
            if not offer.record:
                continue
            vals = dict(offer.vals)
            if offer.lacks_tutor():
                vals["tutor_ids"] = [Command.link(offer.tutor.record.id)]
            if vals:
                offer.record.write(vals)
        for offer, record in zip(made, records, strict=True):
            offer.record = record
