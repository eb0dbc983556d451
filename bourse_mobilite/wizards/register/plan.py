import hashlib

from ...rules.register import parse_register
from ...rules.register_file import read_sheet
from ...rules.register_repair import fold
from .communes import Communes
from .employers import Employers
from .messages import ROW_MESSAGES, sentence
from .offers import Offers
from .tutors import Tutors


class PlannedRow:
    """What the import does with one row."""

    def __init__(self, row):
        self.row = row
        self.commune = None
        self.employer = None
        self.offer = None
        self.new_employer = False
        self.changes = []

    @property
    def status(self):
        """One of created, updated, unchanged, rejected."""
        if self.row.rejected:
            return "rejected"
        if self.offer and self.offer.new:
            return "created"
        return "updated" if self.changes else "unchanged"


def _by_certainty(planned):
    """The rows that say most of their employer first: whatever the order of the
    file, what one row teaches serves the others, now and at the next import."""
    values = planned.row.values
    return (not values["siret"], not values["kind"])


class RegisterPlan:
    """What a register would change, decided for all its rows, written by `apply`.

    The same file gives the same plan again once applied, but for rows that are then
    unchanged. Making a plan writes nothing.
    """

    def __init__(self, env, content):
        """:param content: the bytes of the .xlsx.
        :raises RegisterError: the file cannot be read.
        """
        self.env = env
        title, lines = read_sheet(content)
        self.register = parse_register(lines, title, self._kinds())
        self.rows = [PlannedRow(row) for row in self.register.rows]
        self._decide()

    def _kinds(self):
        """The labels that the adviser sees on screen are understood too."""
        field = self.env["res.partner"]._fields["mobility_employer_kind"]
        labels = field._description_selection(self.env)
        return {fold(label): kind for kind, label in labels}

    def _accepted(self):
        return [planned for planned in self.rows if not planned.row.rejected]

    def _decide(self):
        """Commune, employer and offer of each row; only then what changes, so that
        a row refused at any step has no effect at all."""
        communes = Communes(self.env)
        for planned in self.rows:
            # All that is wrong with a row is said at once.
            if planned.row.values["commune"] or planned.row.values["zip"]:
                planned.commune = communes.find(planned.row)
        accepted = [(planned.row, planned.commune) for planned in self._accepted()]
        self.employers = Employers(self.env, communes, accepted)
        for planned in sorted(self._accepted(), key=_by_certainty):
            planned.employer = self.employers.find(planned.row, planned.commune)
        accepted = self._accepted()
        hosts = self.env["res.partner"].union(
            *(
                planned.employer.record
                for planned in accepted
                if planned.employer.record
            )
        )
        self.offers = Offers(self.env, hosts)
        for planned in accepted:
            self.offers.announce(planned.row, planned.employer)
        for planned in accepted:
            planned.offer = self.offers.find(planned.row, planned.employer)
        accepted = self._accepted()
        self.tutors = Tutors(self.env, [planned.row for planned in accepted], hosts)
        for planned in accepted:
            self._say_changes(planned)

    def _say_changes(self, planned):
        row, employer, offer = planned.row, planned.employer, planned.offer
        planned.new_employer = not employer.record and not employer.given

        def change(heading, old, new):
            planned.changes.append(
                self.env._(
                    "%(column)s: %(old)s → %(new)s",
                    column=heading,
                    old=old or self.env._("(empty)"),
                    new=new,
                )  # fmt: skip
            )

        if planned.new_employer:
            planned.changes.append(self.env._("New employer: %s", employer.name))
        self.employers.give(row, employer, planned.commune, change)
        if offer:
            if offer.new:
                planned.changes.append(self.env._("New offer, to be reviewed"))
            tutor, new_role = self.tutors.find(row, employer, change)
            if new_role:
                planned.changes.append(self.env._("New tutor: %s", tutor.name))
            self.offers.give(row, offer, tutor, change)

    def details(self, planned):
        """The reasons of a rejected row; the changes and remarks of another."""
        problems = [
            sentence(self.env, ROW_MESSAGES, problem.code, problem.details)
            for problem in planned.row.problems
            if problem.blocking or not planned.row.rejected
        ]
        return [*([] if planned.row.rejected else planned.changes), *problems]

    def rejected(self):
        return [planned for planned in self.rows if planned.row.rejected]

    def digest(self):
        """A fingerprint: two plans that would do the same have the same."""
        said = [
            (planned.row.values, planned.status, self.details(planned))
            for planned in self.rows
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def apply(self):
        """Write it all, with the user's own rights."""
        used = dict.fromkeys(planned.employer for planned in self._accepted())
        self.employers.save(list(used))
        self.tutors.save()
        self.offers.save()
