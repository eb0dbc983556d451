import json
import logging
from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_matrix import MATRIX, ROLES
from .access_stories import AccessStories
from .common import MobilityHttpCase

_logger = logging.getLogger(__name__)

_QUIET = (
    "odoo.http",
    "odoo.sql_db",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)
# Refused by rights, by a guard, or because the record is not there for that person.
_REFUSED = (401, 403, 404, 409, 422)


class Json2Case(AccessStories, MobilityHttpCase):
    """``POST /json/2/<model>/<method>`` with each role's own bearer key."""

    def setUp(self):
        super().setUp()
        self._tell_stories()
        expires = fields.Datetime.now() + timedelta(hours=1)
        self.keys = {
            role: self.env["res.users.apikeys"]
            .with_user(getattr(self, role))
            .sudo()
            ._generate("rpc", "matrix", expires)
            for role in ROLES
            if role != "public"
        }

    def call(self, role, model, method, ids=None, **parameters):
        """The HTTP status and the answer; what was written is undone."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            return self.call_for_good(role, model, method, ids, **parameters)
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def call_for_good(self, role, model, method, ids=None, **parameters):
        """The HTTP status and the answer; what was written stays."""
        body = dict(parameters, ids=ids) if ids is not None else parameters
        headers = {"Content-Type": "application/json"}
        if role in self.keys:
            headers["Authorization"] = f"Bearer {self.keys[role]}"
        self.env.flush_all()
        response = self.url_open(
            f"/json/2/{model}/{method}", data=json.dumps(body), headers=headers
        )
        self.env.invalidate_all()
        return response.status_code, response.json() if response.content else None


@tagged("post_install", "-at_install")
class TestAccessJson2(Json2Case):
    def _may(self, role, model, letter, record=None):
        """Whether the operation was allowed; anything but a yes or a clear no fails."""
        ids = record.ids if record is not None else None
        if letter == "c":
            values = [self.new_values[model]]
            status, answer = self.call(role, model, "create", vals_list=values)
        elif letter == "r":
            status, answer = self.call(
                role, model, "search_read", domain=[["id", "in", ids]], fields=["id"]
            )
            if status != 200 or not answer:
                # What a search does not find cannot be read by its id either.
                status, answer = self.call(role, model, "read", ids, fields=["id"])
                if status in (200, 404):
                    self._assert_nobody_s(role, model, ids, status, answer)
                    return False
        elif letter == "w":
            values = self.changes[model]
            status, answer = self.call(role, model, "write", ids, vals=values)
        else:
            status, answer = self.call(role, model, "unlink", ids)
        self.assertIn(status, (200, *_REFUSED), (role, model, letter, answer))
        return status == 200

    def _assert_nobody_s(self, role, model, ids, status, answer):
        """Read as an id that nobody uses."""
        unused = [one + 1_000_000 for one in ids]
        as_nobody, nothing = self.call(role, model, "read", unused, fields=["id"])
        self.assertEqual(status, as_nobody, (role, model, answer, nothing))
        if status == 200:
            self.assertEqual([row["id"] for row in answer], ids, (role, model))
            self.assertEqual([row["id"] for row in nothing], unused, (role, model))
            self.assertEqual({len(row) for row in answer}, {1}, (role, model))

    @mute_logger(*_QUIET)
    def _different(self, records):
        """One record for each set of rights: by ORM, all of them are tried."""
        return {
            frozenset(cells.items()): (label, cells) for label, cells in records.items()
        }.values()

    def test_matrix_over_http(self):
        wrong, counts = [], Counter()
        for model, expected in MATRIX.items():
            for role in ROLES:
                counts["create"] += 1
                may = self._may(role, model, "c")
                if may != (role != "public" and role in expected["create"]):
                    wrong.append(f"{model}: {role} create → {may}")
                for label, cells in self._different(expected["records"]):
                    record = self.records[model][label]
                    # Without a key nobody passes, whatever is public on the pages.
                    cell = cells.get(role, "") if role != "public" else ""
                    for letter in "rwu":
                        counts[letter] += 1
                        may = self._may(role, model, letter, record)
                        if may != (letter in cell):
                            wrong.append(f"{model} {label}: {role} {letter} → {may}")
        self.assertFalse(wrong, "\n".join(["", *wrong]))
        _logger.info("Access matrix over JSON-2: %s cells", counts.total())

    @mute_logger(*_QUIET)
    def test_a_crafted_context_opens_nothing(self):
        row = self.pending.decision_ids[0]
        for context in ({"mobility_act": True}, {"mobility_act": {}}, {"su": True}):
            for role in ("adviser", "manager", "agent", "rh"):
                for model, record, values in (
                    ("mobility.request", self.pending, {"state": "agreed"}),
                    ("mobility.request", self.pending, {"submitted_on": False}),
                    ("mobility.decision", row, {"answer": "agreed"}),
                    ("mobility.signatory", self.conventions["own"].signatory_ids[0],
                     {"state": "signed"}),
                ):  # fmt: skip
                    status, answer = self.call(
                        role, model, "write", record.ids, vals=values, context=context
                    )
                    self.assertEqual(status, 403, (role, model, answer))

    @mute_logger(*_QUIET)
    def test_what_is_not_a_button_cannot_be_called(self):
        for model, method, ids, parameters in (
            ("mobility.decision", "_answer", [1], {"answer": "agreed"}),
            ("mobility.link", "_mint", None, {"purpose": "decide"}),
            ("mobility.link", "_find", None, {"secret": "a", "purpose": "decide"}),
            ("mobility.request", "_end", [1], {"ended_as": "done"}),
            ("mobility.document", "_freeze", None, {"content": "", "signatories": []}),
            ("mobility.request", "sudo", [1], {}),
            ("mobility.request", "with_user", [1], {"user": 1}),
        ):
            for role in ("manager", "agent"):
                status, answer = self.call(role, model, method, ids, **parameters)
                self.assertIn(status, (403, 404, 422), (role, method, answer))

    @mute_logger(*_QUIET)
    def test_restrictions_over_http(self):
        condition = self.env.ref("bourse_mobilite.condition_charges_5kg")
        self.candidate.restriction_ids = condition
        calls = (
            ("search_read", {"fields": ["restriction_ids"]}),
            ("search_count", {"domain": [["restriction_ids", "in", condition.ids]]}),
            ("web_search_read", {"domain": [], "specification": {"restriction_ids": {}}}),
            ("formatted_read_group",
             {"domain": [], "groupby": ["restriction_ids"], "aggregates": ["__count"]}),
            ("web_read_group",
             {"domain": [], "groupby": ["restriction_ids"], "aggregates": ["__count"]}),
        )  # fmt: skip
        for method, parameters in calls:
            status, answer = self.call(
                "referent", "mobility.candidate", method, **parameters
            )
            self.assertEqual(status, 200, (method, answer))
            for role in ("adviser", "manager", "agent"):
                status, answer = self.call(
                    role, "mobility.candidate", method, **parameters
                )
                self.assertEqual(status, 403, (role, method, answer))
