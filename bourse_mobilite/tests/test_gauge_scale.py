"""A whole département: 10,403 agents with three years of history, 5,000 requests
open on the same night."""

import logging
import os
from datetime import timedelta
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from ..models import mobility_nightly
from .many_requests import (
    many_agents,
    many_employers,
    many_open_requests,
    many_past_requests,
)
from .nightly_case import NightlyCase

_logger = logging.getLogger(__name__)

# Oise today.
AGENTS, ESTABLISHMENTS = 10_403, 1_000
OPEN, DUE = 5_000, 1_000


def _seconds():
    """A clock that goes on when the day is frozen."""
    return os.times().elapsed


@tagged("post_install", "-at_install")
class TestGaugeScale(NightlyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        # Nothing here refers to what does not exist: 700,000 checks are spared.
        env.cr.execute("SET LOCAL session_replication_role = replica")
        cls.employers = many_employers(env, ESTABLISHMENTS)
        cls.files = many_agents(env, AGENTS, cls.employers, cls.adviser)
        # 20 days each over the last three years, 8 of which are about to come back.
        for ago, days in ((1090, 8), (500, 7), (90, 5)):
            many_past_requests(env, cls.files, cls.employers, ago, days)
        env.cr.execute("SET LOCAL session_replication_role = DEFAULT")
        env.cr.execute("ANALYZE mobility_day, mobility_request, mobility_candidate")
        env.invalidate_all()

    def test_the_gauge_of_one_agent(self):
        agent = self.env["mobility.candidate"].browse(self.files[5000])
        agent._gauge()
        self.env.invalidate_all()
        started = _seconds()
        queries = self.env.cr.sql_log_count
        gauge = agent._gauge()
        queries = self.env.cr.sql_log_count - queries
        self.assertLessEqual(queries, 5)
        _logger.info(
            "One gauge among %s agents: %s queries, %.3f s",
            AGENTS, queries, _seconds() - started,
        )  # fmt: skip
        self.assertEqual((gauge["used"], gauge["left"]), (20, 0))
        back = gauge["back_on"]
        self.assertGreater(back, self._today())
        self.assertLess(back, self._today() + timedelta(days=30))
        self.assertGreater(agent._gauge(back)["left"], 0)

    def test_a_night_over_5000_open_requests(self):
        today = self._today()
        late, due = OPEN - DUE, OPEN - DUE // 2
        for files, ago in (
            # Each has two answers to give: 500 requests are 1,000 reminders.
            (self.files[:late], 2),
            (self.files[late:due], 5),
            (self.files[due:OPEN], 20),
        ):
            many_open_requests(
                self.env, files, self.employers, today - timedelta(days=ago)
            )
        self.env.cr.execute("ANALYZE mobility_request, mobility_decision")
        self.env.invalidate_all()
        costs = self._costs_of_the_batches()
        self.assertEqual([done for done, _cost, _time in costs], [DUE])
        ((_done, queries, seconds),) = costs
        _logger.info(
            "Night over %s open requests: %s queries, of which %s reminders: %s, %.1f s",
            OPEN, self.queries, DUE, queries, seconds,
        )  # fmt: skip
        self.assertLess(self.queries, 180)

    def test_each_batch_costs_the_same(self):
        received = self._today() - timedelta(days=20)
        many_open_requests(self.env, self.files[:200], self.employers, received)
        self.env.invalidate_all()
        with patch.object(mobility_nightly, "BATCH", 100):
            costs = self._costs_of_the_batches()
        done, queries, _seconds_spent = zip(*costs, strict=True)
        self.assertEqual(done, (100,) * 4)
        # The first also reads what stays in memory: the template, the XML ids.
        self.assertEqual(queries[1:], (queries[1],) * 3)
        self.assertLessEqual(queries[1], queries[0])

    def _costs_of_the_batches(self):
        """``(done, queries, seconds)`` of each batch of reminders."""
        costs = []
        remind = self.env.registry["mobility.decision"]._remind

        def measured(decisions):
            cursor = decisions.env.cr
            self.assertIsInstance(cursor, Cursor)
            decisions.env.flush_all()
            before, started = cursor.sql_log_count, _seconds()
            remind(decisions)
            decisions.env.flush_all()
            cost = cursor.sql_log_count - before
            costs.append((len(decisions), cost, _seconds() - started))

        with patch.object(self.env.registry["mobility.decision"], "_remind", measured):
            mails = self.night()
        # One mail a person, with a link for each answer.
        links = sum(mail.body_html.count("/demande/decider/") for mail in mails)
        self.assertEqual(links, sum(done for done, _cost, _time in costs))
        return costs
