from collections import defaultdict

from odoo.fields import Domain

from ...rules.register.kinds import TUTORS
from ...rules.register.repair import fold


class Person:
    """A tutor that the file names: a contact, or one to be made."""

    def __init__(self, name, email="", function="", record=None):
        self.record = record
        self.qualities = set()  # as its roles say them, folded
        self.name = name
        self.email = email
        self.function = function
        self.vals = {}


class Tutors:
    """Persons by employer and name, then by personal e-mail.

    A tutor is never filed under the employer: whoever shares a parent could read
    the colleagues' contacts. The role says where the person works.
    """

    def __init__(self, env, rows, hosts, required=False, strangers=True):
        """:param required: whether a row without a sure tutor is refused
        :param strangers: whether someone of another employer may be recognised: a
            sender from outside is never told who the CDG knows
        """
        self.env = env
        self.required = required
        self.strangers = strangers
        self.at_employer = defaultdict(list)
        self.by_email = defaultdict(list)
        self.persons = {}
        self.roles = set()  # (person, employer's id, or itself when it is new)
        self.wanted = set()  # (person, employer): the roles to make
        roles = env["mobility.role"]
        in_force = roles._current_domain() & Domain("employer_id", "in", hosts.ids)
        in_force &= Domain("company_id", "=", env.company.id)
        for role in roles.search(in_force):
            person = self._known(role.partner_id)
            here = self.at_employer[role.employer_id.id, fold(person.name)]
            if person not in here:
                here.append(person)
            if role.kind == "tutor":
                person.qualities.add(fold(role.quality))
                self.roles.add((person, role.employer_id.id))
        emails = {row.values["tutor_email"] for row in rows} - {""}
        self.shared = env["res.partner"]._mobility_shared_mailboxes(emails)
        people = env["res.partner"].search(
            [("is_company", "=", False), ("email_normalized", "in", list(emails))]
        )
        self.elsewhere = {}
        for record in people:
            if strangers:
                person = self._known(record)
                self._remember_email(person, person.email)
            elif record.id not in self.persons:
                self.elsewhere[record.email_normalized] = record
        self.claimed = {}  # e-mail -> the name that comes first with it in the file

    def known_elsewhere(self, person):
        """The contact of somebody else who has the e-mail of a new tutor, when that
        must not be told to whoever sent the file."""
        return self.elsewhere.get(person.vals.get("email"))

    def _remember_email(self, person, email):
        """A mailbox that several people read designates nobody."""
        if email not in self.shared:
            self.by_email[email].append(person)

    def _known(self, record):
        if record.id not in self.persons:
            email = record.email_normalized or ""
            self.persons[record.id] = Person(
                record.name, email, record.function or "", record
            )
        return self.persons[record.id]

    def know(self, host, contacts):
        """The tutors that the CDG chose at a host are known there, role or not."""
        for person in map(self._known, contacts if self.strangers else ()):
            here = self.at_employer[host.id, fold(person.name)]
            if person not in here:
                here.append(person)

    def find(self, row, employer, change, chosen=()):
        """(tutor, whether the role is new) of a row; the tutor is made when nobody
        is known, and None when the row names nobody whom one can trust.

        :param change: called with (heading, old, new) for each change of a contact.
        :param chosen: the contacts who are tutors already, role or not
        """
        name = row.values["tutor"]
        person = self._find_person(row, employer) if name else None
        if not person:
            return None, False
        self._complete(row, person, change)
        place = employer.record.id if employer.record else employer
        new_role = (person, place) not in self.roles
        if new_role and person.record and person.record in chosen:
            new_role = False
        if new_role:
            self.roles.add((person, place))
            self.wanted.add((person, employer))
        return person, new_role

    def _find_person(self, row, employer):
        name, email = row.values["tutor"], row.values["tutor_email"]
        first = self._claim(name, email)
        if fold(first) != fold(name):
            self._leave_out(
                row, "tutor_email_taken", email=email, known=first, name=name
            )
            return None
        place = (employer.record.id if employer.record else employer, fold(name))
        here = self.at_employer[place]
        found = [p for p in here if not email or p.email in ("", email)]
        same = self.by_email.get(email, []) if email else []
        if not found and same:
            found = [p for p in same if fold(p.name) == fold(name)]
            if not found:
                self._leave_out(
                    row, "tutor_email_taken",
                    email=email, known=same[0].name, name=name,
                )  # fmt: skip
                return None
        exact = [p for p in found if email and p.email == email]
        found = exact or found
        if len(found) > 1:
            self._leave_out(row, "tutor_several", name=name)
            return None
        person = found[0] if found else self._make(name, email)
        if person not in here:
            here.append(person)
        return person

    def _claim(self, name, email):
        """Who comes first in the file with this e-mail. Two people of one file never
        share it, whoever is known: the same file sent twice says the same."""
        if self.strangers or not email or email in self.shared:
            return name
        return self.claimed.setdefault(email, name)

    def _leave_out(self, row, code, **details):
        say = row.refuse if self.required else row.note
        say(code, **details)

    def _make(self, name, email):
        person = Person(name)
        if email:
            self._remember_email(person, email)
        return person

    def _complete(self, row, person, change):
        """Fill what is unknown; what is known of a person is never overwritten
        from a spreadsheet: personal links go to that e-mail."""
        for key, name in (("tutor_email", "email"), ("tutor_function", "function")):
            value, known = row.values[key], getattr(person, name)
            if not value or (name == "function" and not known
                             and fold(value) in person.qualities):  # fmt: skip
                continue
            if person.record and not self.strangers:
                # Personal links go to that e-mail: the CDG alone changes it, and
                # what it knows of a person is not told outside.
                if fold(known) != fold(value):
                    row.note(
                        "tutor_reviewed",
                        column=TUTORS.by_key[key].heading,
                        person=person.name,
                    )
            elif not known:
                person.vals[name] = value
                setattr(person, name, value)
                if person.record:
                    change(TUTORS.by_key[key].heading, "", value)
            elif fold(known) != fold(value):
                row.note(
                    "tutor_kept",
                    column=TUTORS.by_key[key].heading,
                    person=person.name,
                    kept=known,
                )

    def save(self, pairs, journal):
        """Make the persons and the roles of `(person, employer)` pairs, once the
        employers are written."""
        pairs = dict.fromkeys(pairs)
        persons = dict.fromkeys(person for person, _employer in pairs)
        made = [person for person in persons if not person.record]
        records = journal.make(
            "res.partner",
            [
                {"name": person.name, "is_company": False, **person.vals}
                for person in made
            ],
        )
        for person in persons:
            if person.record and person.vals:
                journal.change(person.record, person.vals)
            person.vals = {}
        for person, record in zip(made, records, strict=True):
            person.record = record
        wanted = [pair for pair in pairs if pair in self.wanted]
        self.wanted.difference_update(wanted)
        journal.make(
            "mobility.role",
            [
                {
                    "partner_id": person.record.id,
                    "employer_id": employer.record.id,
                    "kind": "tutor",
                    "quality": person.function or False,
                }
                for person, employer in wanted
            ],
        )
