"""The summary on paper says what is: where the file stands, the leaves that count."""

from datetime import date

from odoo.tests import tagged

from .ppr_case import PprCase
from .ppr_pages_case import PprPagesCase


@tagged("post_install", "-at_install")
class TestPprSummaryStates(PprPagesCase):
    def test_where_each_file_stands(self):
        report = self.env["report.bourse_mobilite.ppr_summary_document"]
        seen = set()
        for state, make in self.each_state().items():
            ppr = make()
            issue = dict(report._act(ppr.sudo())["outcome"])["Issue"]
            self.assertEqual("en cours" in issue, state in ("accepted", "underway"))
            self.assertTrue(issue)
            seen.add(issue)
            if state != "closed":
                self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))
        self.assertEqual(len(seen), len(self.each_state()))


@tagged("post_install", "-at_install")
class TestPprSummaryFacts(PprCase):
    def act(self, ppr, day):
        report = self.env["report.bourse_mobilite.ppr_summary_document"]
        with self.on(day):
            return report._act(ppr.sudo())

    def issue(self, ppr, day):
        return dict(self.act(ppr, day)["outcome"])["Issue"]

    def test_a_ppr_refused_ten_months_ago_is_not_under_way(self):
        today = date(2027, 3, 1)
        ppr = self.live(self.make_ppr(), ("propose", date(2026, 3, 18)))
        self.live(ppr, ("decline", date(2026, 3, 25)))
        self.assertEqual(self.issue(ppr, today), "L’agent a refusé la période")
        self.assertNotIn("Dernier jour prévu", dict(self.act(ppr, today)["dates"]))

    def test_kept_in_activity_only_when_it_is(self):
        ppr = self.live(self.underway_ppr(), ("extend", date(2026, 12, 15)))
        today = date(2026, 12, 20)
        self.assertEqual(self.issue(ppr, today), "Le reclassement est demandé")
        with self.on(today):
            ppr.action_undo()
        self.live(ppr, ("extend", date(2026, 12, 16)))
        self.assertIn("maintenu en activité", self.issue(ppr, today))
        self.assertIn("16 mars 2027", self.issue(ppr, today))

    def test_a_leave_counts_once_and_within_the_period(self):
        ppr = self.underway_ppr()
        leaves = ppr.leave_ids
        for first, last in (
            ("2026-02-02", "2026-02-20"),  # before it begins
            ("2026-06-01", "2026-06-10"),
            ("2026-06-05", "2026-06-12"),  # two days more, the others told already
        ):
            leaves.create({"ppr_id": ppr.id, "date_start": first, "date_end": last})
        told = self.act(ppr, date(2026, 7, 1))
        self.assertEqual(told["leaves"], ["du 1er juin 2026 au 12 juin 2026"])
        self.assertEqual(told["leaves_label"], "Congés, qui reportent le terme")
        self.live(ppr, ("suspend", date(2026, 7, 1)))
        told = self.act(ppr, date(2026, 7, 3))
        self.assertEqual(told["leaves"][1], "depuis le 1er juillet 2026")
