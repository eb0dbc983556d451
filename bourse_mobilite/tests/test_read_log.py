"""Every read by staff is noted, by whatever way; who looked is told to the agent."""

import json
from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MobilityHttpCase
from .ppr_case import PprCase, PprTools

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
NOON = datetime(2026, 6, 1, 12, 10)


@tagged("post_install", "-at_install")
class TestReadLog(PprCase):
    def setUp(self):
        super().setUp()
        self.ppr = self.underway_ppr()
        self.hidden = self.placement(self.ppr)
        self.reader = self._cast_user(
            "lectrice.test", "Lise Lectrice", "bourse_mobilite.group_mobility_ppr"
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def noted(self, user=None):
        self.env.invalidate_all()
        rows = (
            self.env["mobility.read.log"]
            .sudo()
            .search([("user_id", "=", (user or self.reader).id)], order="id")
        )
        return rows.mapped("way")

    def mine(self, model="mobility.ppr"):
        self.env.invalidate_all()
        return self.env[model].with_user(self.reader)

    def test_by_whatever_way(self):
        ids = self.ppr.ids
        for way, play in {
            "opened": lambda: self.mine().browse(ids).web_read({"state": {}}),
            "list": lambda: self.mine().web_search_read([], {"state": {}}),
            "export": lambda: self.mine().browse(ids).export_data(["state"]),
            "figures": lambda: self.mine().formatted_read_group(
                [], ["state"], ["__count"]
            ),
        }.items():
            self._forget()
            play()
            self.assertEqual(self.noted(), [way])

    def test_no_way_around(self):
        ids = self.ppr.ids
        domain = [("candidate_name", "ilike", "Durand")]
        plays = {
            "read": lambda: self.mine().browse(ids).read(["state"]),
            "search": lambda: self.mine().search(domain),
            "search_count": lambda: self.mine().search_count(domain),
            "search_read": lambda: self.mine().search_read([], ["state"]),
            "name_search": lambda: self.mine().name_search("Durand"),
            "web_name_search": lambda: self.mine().web_name_search(
                "Durand", {"display_name": {}}
            ),
            "copy_data": lambda: self.mine().browse(ids).copy_data(),
            "web_read_group": lambda: self.mine().web_read_group(
                [], ["candidate_id"], ["__count"]
            ),
            "sets": lambda: self.mine().formatted_read_grouping_sets(
                [], [["candidate_id"]], ["__count"]
            ),
            "onchange": lambda: self.mine().browse(ids).onchange({}, [], {"state": {}}),
            "event": lambda: self.mine("mobility.ppr.event").search_read([], ["event"]),
            "action": lambda: self.mine("mobility.action").search_read([], ["kind"]),
            "figure": lambda: self.mine("mobility.ppr.figure").search_read([], ["day"]),
            "inap": lambda: self.mine().inap(2026),
            "step": lambda: self.mine()
            .browse(ids)
            .with_context(ppr_step="suspend")
            .action_step(),
            "by a domain": lambda: self.mine("mobility.action").search(
                [("ppr_id.state", "=", "underway")]
            ),
        }
        for name, play in plays.items():
            self._forget()
            play()
            self.assertTrue(self.noted(), name)

    def test_what_was_in_memory_is_noted_too(self):
        self.ppr.sudo().read()
        self.env["mobility.ppr"].with_user(self.reader).browse(self.ppr.id).read(
            ["state"]
        )
        self.assertEqual(self.noted(), ["read"])
        self._forget()
        self.ppr.sudo().read()
        rows = self.env["mobility.ppr"].with_user(self.reader).browse(self.ppr.id)
        rows.export_data(["state"])
        self.assertEqual(self.noted(), ["export"])

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute("DELETE FROM mobility_read_log")

    def test_once_an_hour(self):
        for moment, count in (
            (NOON, 1),
            (NOON + timedelta(minutes=49), 1),
            (NOON + timedelta(minutes=50), 2),
        ):
            with freeze_time(moment):
                self.mine().browse(self.ppr.id).web_read({"state": {}})
            self.assertEqual(len(self.noted()), count, moment)

    def test_the_agent_and_the_machine_are_not_noted_others_are(self):
        self._forget()
        for user in (self.agent, self.env.ref("base.user_root"), self.rh):
            self.env.invalidate_all()
            self.env["mobility.ppr"].with_user(user).search([]).read(["state"])
        self.assertEqual(self.noted(self.agent), [])
        self.assertEqual(self.noted(self.env.ref("base.user_root")), [])
        self.assertTrue(self.noted(self.rh))

    @mute_logger(*_QUIET)
    def test_the_agent_reads_who_looked_and_the_employer_does_not(self):
        self.mine().browse(self.ppr.id).web_read({"state": {}})
        rows = self.env["mobility.read.log"]
        own = rows.with_user(self.agent).search([])
        self.assertIn("Lise Lectrice", own.mapped("reader"))
        for role in ("agent2", "rh", "authority", "tutor"):
            self.assertFalse(rows.with_user(getattr(self, role)).search([]))
        self.assertFalse(self.ppr.with_user(self.rh).read_ids)

    def test_nobody_writes_or_takes_away_a_row(self):
        self.mine().browse(self.ppr.id).read(["state"])
        row = self.env["mobility.read.log"].search([], limit=1)
        for user in (self.referent, self.env.ref("base.user_root")):
            for play in (
                lambda one: one.write({"reader": "Personne"}),
                lambda one: one.unlink(),
                lambda one: one.create({"ppr_id": self.ppr.id, "reader": "X"}),
            ):
                with self.assertRaises(AccessError):
                    play(row.with_user(user))

    def test_no_read_where_it_cannot_be_noted(self):
        """On a replica, Odoo plays the request again where one can write."""
        files = self.mine()
        original = type(self.env.cr).readonly
        try:
            type(self.env.cr).readonly = property(lambda _cr: True)
            with self.assertRaises(ReadOnlySqlTransaction):
                files.browse(self.ppr.id).read(["state"])
        finally:
            type(self.env.cr).readonly = original

    def test_odoo_gives_a_cursor_that_writes(self):
        """What it would otherwise play twice, for each of the models."""
        for model in ("mobility.ppr", "mobility.ppr.event", "mobility.action"):
            for name in (
                "read", "web_read", "web_search_read", "search_read", "search",
                "search_count", "name_search", "web_name_search", "web_read_group",
                "formatted_read_group", "formatted_read_grouping_sets",
                "read_progress_bar",
            ):  # fmt: skip
                cls = self.env.registry[model]
                found = [
                    getattr(one, name)._readonly
                    for one in cls.mro()
                    if hasattr(getattr(one, name, None), "_readonly")
                ]
                self.assertIs(found[0], False, (model, name))


@tagged("post_install", "-at_install")
class TestReadLogHttp(PprTools, MobilityHttpCase):
    def test_by_the_web_client_and_by_json2(self):
        ppr = self.underway_ppr()
        log = self.env["mobility.read.log"].sudo()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mobility_read_log")
        self.authenticate("referent.test", "referent.test")
        answer = self.url_open(
            "/web/dataset/call_kw/mobility.ppr/web_read",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": "mobility.ppr",
                        "method": "web_read",
                        "args": [ppr.ids, {"state": {}}],
                        "kwargs": {},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertEqual(answer["result"][0]["state"], "underway")
        self.env.invalidate_all()
        self.assertEqual(log.search([]).mapped("way"), ["opened"])
        self.env.cr.execute("DELETE FROM mobility_read_log")
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.referent)
            .sudo()
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(hours=1))
        )
        for method, body in {
            "search_read": {"domain": [], "fields": ["state"]},
            "search": {"domain": []},
            "name_search": {"name": ""},
            "formatted_read_group": {
                "domain": [],
                "groupby": ["state"],
                "aggregates": ["__count"],
            },
        }.items():
            response = self.url_open(
                f"/json/2/mobility.ppr/{method}",
                data=json.dumps(body),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {key}",
                },
            )
            self.assertEqual(response.status_code, 200, response.text)
            self.env.invalidate_all()
            self.assertTrue(log.search([]), method)
            self.env.cr.execute("DELETE FROM mobility_read_log")
