"""The nightly pass in batches: what it costs, what fails, when the time is over."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models import mobility_nightly
from .many_requests import many_requests
from .nightly_case import NightlyCase

LOGGER = "odoo.addons.bourse_mobilite.models.mobility_nightly"


@tagged("post_install", "-at_install")
class TestBatches(NightlyCase):
    def _many(self, count, ago):
        return many_requests(
            self.env, count, self.adviser, self._today() - timedelta(days=ago)
        )

    def _batch(self, size):
        return patch.object(mobility_nightly, "BATCH", size)

    def test_in_batches_with_progress(self):
        requests = self._many(5, ago=20)
        with self._batch(4):
            mails = self.night()
        self.assertEqual(len(mails), 10)
        self.assertEqual(
            self.progress, [(0, 11), (4, None), (4, None), (2, None), (1, 0)]
        )
        self.assertEqual(
            set(requests.decision_ids.mapped("reminded_on")), {self._today()}
        )

    def test_goes_on_when_there_was_no_time_left(self):
        self._many(5, ago=20)
        with self._batch(4):
            first = self.night(time_left=[1, 0])
            self.assertEqual(len(first), 8)
            self.assertEqual(self.progress[-1], (4, None))
            second = self.night()
        self.assertEqual(len(second), 2)
        self.assertFalse(set(first.mapped("email_to")) & set(second.mapped("email_to")))
        self.assertFalse(self.night())

    def test_the_failed_mails_are_tried_again_last(self):
        self._many(2, ago=20)
        retried = []
        failures = self.env.registry["mobility.mail.failure"]
        with patch.object(
            failures, "_cron_retry", lambda model: retried.append(list(self.progress))
        ):
            self.night(time_left=[0])
            self.assertFalse(retried)
            self.night()
        self.assertEqual(retried, [[(0, 5), (4, None), (0, 1)]])

    def test_one_that_fails_does_not_stop_the_others(self):
        requests = self._many(5, ago=20)
        bad = requests[2].decision_ids[0]
        write_all = self.env.registry["res.partner"]._mobility_write_all

        def fail(partners, letters):
            if any(letter["record"] == bad for letter in letters):
                raise ValueError("bad data")
            return write_all(partners, letters)

        with (
            patch.object(self.env.registry["res.partner"], "_mobility_write_all", fail),
            self.assertLogs(LOGGER, "ERROR") as logs,
        ):
            mails = self.night()
        self.assertEqual(len(mails), 9)
        self.assertEqual(len(logs.records), 1)
        self.assertIn(str(bad), logs.output[0])
        self.assertFalse(bad.reminded_on)
        self.assertEqual(
            {self.link_in(mail)._record() for mail in mails},
            set(requests.decision_ids - bad),
        )
        # Nothing of the failed one is left: its link neither.
        links = self.env["mobility.link"].sudo().search([("res_id", "=", bad.id)])
        self.assertFalse(links)
        again = self.night()
        self.assertEqual(len(again), 1)
        self.assertEqual(self.link_in(again)._record(), bad)

    def test_one_activity_that_fails(self):
        requests = self._many(4, ago=40)
        plan = self.env.registry["mobility.request"]._silence_note

        def fail(request, rows):
            if request.id == requests[1].id:
                raise ValueError("bad data")
            return plan(request, rows)

        with (
            patch.object(self.env.registry["mobility.request"], "_silence_note", fail),
            mute_logger(LOGGER),
        ):
            self.night()
        self.assertEqual(
            [len(self.activities(request)) for request in requests], [1, 0, 1, 1]
        )
        self.night()
        self.assertEqual(len(self.activities(requests[1])), 1)

    @contextmanager
    def _counted(self):
        """The statements of the pass, by their first word."""
        seen = Counter()
        execute = Cursor.execute

        def count(cursor, query, *args, **more):
            text = query.code if isinstance(query, SQL) else query
            seen[text.split(None, 1)[0].upper()] += 1
            return execute(cursor, query, *args, **more)

        with patch.object(Cursor, "execute", count):
            yield seen

    def _cost(self, count, ago):
        requests = self._many(count, ago)
        self.env.flush_all()
        self.env.invalidate_all()
        with self._counted() as seen:
            mails = self.night()
        return requests, mails, seen

    def _assert_same_cost(self, few, many, **chunks):
        """The same statements whatever the number, but for writing: the ORM inserts
        and updates 100 rows at a time."""
        self.assertGreater(few["SELECT"], 5)
        self.assertEqual({**few, **{w: few[w] + n for w, n in chunks.items()}}, many)

    def test_as_many_queries_for_30_as_for_300_reminders(self):
        self._cost(2, 20)
        self.progress.clear()
        few = self._cost(15, 20)
        many = self._cost(150, 20)
        self.assertEqual((len(few[1]), len(many[1])), (30, 300))
        # 3 chunks instead of 1: links, messages and mails are inserted, decisions
        # updated.
        self._assert_same_cost(few[2], many[2], INSERT=3 * 2, UPDATE=2)

    def test_as_many_queries_for_30_as_for_300_overdue(self):
        self._cost(2, 40)
        few = self._cost(30, 40)
        many = self._cost(300, 40)
        for requests, _mails, _seen in (few, many):
            self.assertEqual(
                self.env["mail.activity"].search_count(
                    [("res_model", "=", "mobility.request"),
                     ("res_id", "in", requests.ids)]
                ),
                len(requests),
            )  # fmt: skip
        # Activities (with the names of their requests, a moment later) and followers,
        # 3 chunks instead of 1; 600 decisions, 6 chunks instead of 1.
        self._assert_same_cost(few[2], many[2], INSERT=2 * 2, UPDATE=2 + 5)

    def test_the_searches_use_their_indexes(self):
        self._many(1000, ago=1)
        self._many(3, ago=20)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE mobility_decision")
        decisions = self.env["mobility.decision"]
        requests = self.env["mobility.request"]
        for domain, index in (
            (decisions._to_remind_domain(self._today()), "_remind_idx"),
            (requests._late_rows_domain(self._today()), "_late_idx"),
        ):
            query = decisions._search(domain, order="id", limit=1000)
            self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            self.assertIn(index, plan)
