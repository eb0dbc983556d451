"""What an import would do, row by row, and the writing of it."""

import hashlib
from abc import ABC, abstractmethod

from .communes import Communes
from .employer_changes import EmployerChanges
from .employers import Employers
from .messages import ROW_MESSAGES, sentence


class PlannedRow:
    """What the import does with one row.

    ``subject`` is what the row describes: its ``new`` says whether it is to be made.
    """

    def __init__(self, row):
        self.row = row
        self.commune = None
        self.employer = None
        self.subject = None
        self.tutor = None
        self.new = False
        self.changes = []
        self.remarks = []  # for the CDG alone

    @property
    def status(self):
        """One of created, updated, unchanged, rejected."""
        if self.row.rejected:
            return "rejected"
        if self.new:
            return "created"
        return "updated" if self.changes else "unchanged"


class Plan(ABC):
    """What a register would change, decided for all its rows, written by `apply`.

    The same file gives the same plan again once applied, but for rows that are then
    unchanged. Making a plan writes nothing.
    """

    # What it makes: whoever may not create this may not import.
    writes = "res.partner"
    # How many rows are written and committed together.
    chunk = 200

    def __init__(self, env, register, own=None, only=None):
        """:param own: the contact that a row without employer speaks of
        :param only: the contacts that the sender may speak of; None: anyone
        """
        self.env = env
        self.register = register
        self.own = own
        self.only = only
        self.rows = [PlannedRow(row) for row in register.rows(bool(own))]
        self._decide()

    def accepted(self):
        """The rows that no step has refused so far."""
        return [planned for planned in self.rows if not planned.row.rejected]

    @abstractmethod
    def _decide(self):
        """What each row designates; only then what changes, so that a row refused
        at any step has no effect at all."""

    @abstractmethod
    def apply(self, rows, journal):
        """Write some of the accepted rows, with the user's own rights."""

    def _find_communes(self):
        self.communes = Communes(self.env)
        for planned in self.rows:
            # All that is wrong with a row is said at once.
            planned.commune = self.communes.find(planned.row)

    def _changer(self, planned):
        """What notes one change of a row: (heading, old, new)."""

        def change(heading, old, new):
            planned.changes.append(
                self.env._(
                    "%(column)s: %(old)s → %(new)s",
                    column=heading,
                    old=old or self.env._("(empty)"),
                    new=new,
                )  # fmt: skip
            )

        return change

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
        said = hashlib.sha256()
        for planned in self.rows:
            row = (planned.row.values, planned.status, self.details(planned))
            said.update(repr(row).encode())
        return said.hexdigest()


class EmployersPlan(Plan):
    """Each row speaks of an employer; alone, it is what the row describes."""

    def _decide(self):
        self._find_communes()
        accepted = [(planned.row, planned.commune) for planned in self.accepted()]
        self.employers = Employers(
            self.env, self.communes, accepted, self.own, self.only
        )
        self.employer_changes = EmployerChanges(self.env)
        for planned in sorted(self.accepted(), key=_by_certainty):
            planned.employer = self.employers.find(planned.row, planned.commune)
        self._find_subjects()
        for planned in self.accepted():
            self._say_employer(planned)
            self._say_subject(planned)
            self._keep_archived(planned)

    def _keep_archived(self, planned):
        """What is archived is known, and nothing of it changes."""
        if planned.employer.archived and (planned.new or planned.changes):
            name = planned.employer.name
            planned.row.refuse("employer_archived", name=name)

    def _find_subjects(self):
        """What the rows describe at their employers."""

    def _hosts(self):
        """The employers of the accepted rows that are known."""
        return self.env["res.partner"].union(
            *(
                planned.employer.record
                for planned in self.accepted()
                if planned.employer.record
            )
        )

    def _say_employer(self, planned):
        employer = planned.employer
        if not employer.record and not employer.given:
            planned.changes.append(self.env._("New employer: %s", employer.name))
            planned.new = True
        # The contact of an employer is the CDG's: its own register tells offers.
        if self.only is None and not planned.row.own:
            self.employer_changes.give(
                planned.row, employer, planned.commune, self._changer(planned)
            )

    def _say_subject(self, planned):
        """Note what a row changes besides its employer."""

    def apply(self, rows, journal):
        employers = dict.fromkeys(planned.employer for planned in rows)
        self.employer_changes.save(list(employers), journal)


def _by_certainty(planned):
    """The rows that say most of their employer first: whatever the order of the
    file, what one row teaches serves the others, now and at the next import."""
    values = planned.row.values
    return (not values["siret"], not values.get("siren"), not values["kind"])
