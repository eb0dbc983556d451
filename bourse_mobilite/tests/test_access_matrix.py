import logging
from collections import Counter
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_document import as_markdown
from .access_matrix import MATRIX, PORTAL, ROLES, STAFF
from .access_stories import AccessStories
from .common import MobilityCase

_logger = logging.getLogger(__name__)

# What says no to staff besides rights: a guard, or the database that keeps a
# record which others need.
_REFUSALS = (UserError, RedirectWarning, IntegrityError)


class _Undo(Exception):
    """Leave a savepoint after a success."""


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessStories, MobilityCase):
    """Every role × every record × create, read, write, unlink, by the ORM."""

    def setUp(self):
        super().setUp()
        self._tell_stories()

    def _shown(self, record):
        """The fields to read: each of ours that the user may see (core's mixins have
        some that they announce and refuse)."""
        if record._name in ("res.partner", "res.users"):
            return ["name", "email", "phone"]
        return [
            name
            for name in record.fields_get()
            if "bourse_mobilite" in record._fields[name]._modules
        ]

    def _may(self, role, operation):
        """Play ``operation`` and undo it: True when it was allowed.

        A portal role must be stopped by rights, not by luck with the values.
        """
        self.env.invalidate_all()
        allowed = (AccessError,) if role not in STAFF else _REFUSALS
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                operation()
                self.env.flush_all()
                raise _Undo
        except _Undo:
            return True
        except allowed:
            return False
        finally:
            self.env.invalidate_all()

    def _read(self, record):
        """Search and read agree: what a search does not find cannot be read."""
        found = record.search([("id", "=", record.id)])
        try:
            if not record.read(self._shown(record)):
                # As an id that nobody uses.
                raise AccessError(str(record))
        except AccessError:
            self.assertFalse(found, f"found but not read: {record}")
            raise
        self.assertEqual(found, record, "read but not found")

    def _operations(self, model, record):
        return {
            "r": lambda: self._read(record),
            "w": lambda: record.write(self.changes[model]),
            "u": lambda: record.unlink(),
        }

    def test_every_model_is_in_the_table(self):
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "bourse_mobilite" and not model._abstract
        }
        self.assertEqual(ours - MATRIX.keys(), set(), "Add these to access_matrix.py")
        for model, expected in MATRIX.items():
            self.assertEqual(
                self.records[model].keys(), expected["records"].keys(), model
            )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_matrix_by_orm(self):
        wrong, counts = [], Counter()
        for model, expected in MATRIX.items():
            for role in ROLES:
                user = getattr(self, role)
                may = self._may(
                    role,
                    lambda model=model, user=user: (
                        self.env[model].with_user(user).create(self.new_values[model])
                    ),
                )
                counts["create"] += 1
                if may != (role in expected["create"]):
                    wrong.append(f"{model}: {role} create → {may}")
                for label, cells in expected["records"].items():
                    record = self.records[model][label].with_user(user)
                    cell = cells.get(role, "")
                    for letter, play in self._operations(model, record).items():
                        counts[letter] += 1
                        may = self._may(role, play)
                        if may != (letter in cell):
                            wrong.append(f"{model} {label}: {role} {letter} → {may}")
        self.assertFalse(wrong, "\n".join(["", *wrong]))
        _logger.info(
            "Access matrix by the ORM: %s cells (%s models, %s roles)",
            counts.total(), len(MATRIX), len(ROLES),
        )  # fmt: skip

    def test_the_page_on_rights_is_this_table(self):
        page = Path(__file__).parents[2] / "docs" / "droits.md"
        self.assertEqual(
            page.read_text(),
            as_markdown(),
            "Write it again: python3 bourse_mobilite/tests/access_document.py "
            "> docs/droits.md",
        )

    def test_roles_of_the_table_are_played(self):
        self.assertEqual(set(PORTAL), set(self.portal_users))
