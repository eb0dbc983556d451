"""By RPC, as people who may otherwise write: no way to agree what the law forbids."""

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.working_days import add_months
from .test_access_json2 import _QUIET, Json2Case


@tagged("post_install", "-at_install")
class TestLawByRpc(Json2Case):
    """Each call is a real one, with the person's own key, and what it wrote stays."""

    def setUp(self):
        super().setUp()
        start = add_months(self._today(), 9)
        calendar = self.env["resource.calendar"]._mobility_calendar("60")
        self.days = [day for day, _half in calendar.days(start, start + timedelta(90))]

    def rpc(self, role, model, method, ids=None, **parameters):
        with mute_logger(*_QUIET):
            return self.call_for_good(role, model, method, ids, **parameters)

    def make(self, role, days, **vals):
        """A draft made by RPC, ``days`` jours ouvrés long; its id."""
        status, ids = self.rpc(
            role,
            "mobility.request",
            "create",
            vals_list=[
                {
                    "candidate_id": self.candidate2.id,
                    "offer_id": self.offer.id,
                    "motivation": "Découvrir ce métier.",
                    "date_start": str(self.days[0]),
                    "date_end": str(self.days[days - 1]),
                    **vals,
                }
            ],
        )
        self.assertEqual(status, 200, ids)
        return ids

    def assertNeverAgreed(self, role, ids):
        """Every way that the person has to move this request forward is refused."""
        requests = self.env["mobility.request"].browse(ids)
        for method in (
            "action_submit",
            "action_send",
            "action_employer_accept",
            "action_host_accept",
            "action_lift",
        ):
            more = {"reason": "Je passe outre."} if method == "action_lift" else {}
            self.rpc(role, "mobility.request", method, ids, **more)
        for vals in (
            {"state": "agreed"},
            {"submitted_on": str(self._today())},
            {"decision_ids": [[0, 0, {"party": "host", "answer": "agreed"}]]},
            {"override_ids": [[0, 0, {"mark": "quota:1:", "reason": "…"}]]},
            {"days": 2},
        ):
            status, _answer = self.rpc(
                role, "mobility.request", "write", ids, vals=vals
            )
            self.assertNotEqual(status, 200, vals)
        requests.invalidate_recordset()
        self.assertEqual(requests.state, "draft")
        self.assertFalse(requests.decision_ids.ids + requests.override_ids.ids)

    def test_too_short_and_too_long(self):
        for length, state in (
            (1, "draft"),
            (2, "submitted"),
            (10, "submitted"),
            (11, "draft"),
        ):
            ids = self.make("adviser", length)
            if state == "draft":
                self.assertNeverAgreed("adviser", ids)
                continue
            self.rpc("adviser", "mobility.request", "action_submit", ids)
            request = self.env["mobility.request"].browse(ids)
            self.assertEqual(request.state, state, length)
            self.rpc("adviser", "mobility.request", "action_cancel", ids)

    def test_days_that_change_after_the_rules_have_looked(self):
        ids = self.make("adviser", 2)
        self.rpc("adviser", "mobility.request", "action_submit", ids)
        request = self.env["mobility.request"].browse(ids)
        day = request.day_ids[0]
        for vals in (
            {"date": str(self.days[30])},
            {"half": "am"},
            {"portion": 0.1},
            {"in_quota": False},
            {"missed": True},
            {"request_id": self.draft.id},
        ):
            status, _answer = self.rpc(
                "adviser", "mobility.day", "write", day.ids, vals=vals
            )
            self.assertNotEqual(status, 200, vals)
        status, _answer = self.rpc(
            "adviser",
            "mobility.day",
            "create",
            vals_list=[{"request_id": request.id, "date": str(self.days[30])}],
        )
        self.assertNotEqual(status, 200)
        for vals in ({"date_end": str(self.days[40])}, {"host_id": self.origin.id}):
            status, _answer = self.rpc(
                "adviser", "mobility.request", "write", ids, vals=vals
            )
            self.assertNotEqual(status, 200, vals)
        self.assertEqual(request.days, 2)

    def test_a_day_too_many_in_a_window(self):
        # Three days are already asked for by the story of this colleague.
        for first in (20, 35):
            ids = self.make(
                "adviser",
                10,
                date_start=str(self.days[first]),
                date_end=str(self.days[first + (7 if first == 20 else 8)]),
            )
            self.rpc("adviser", "mobility.request", "action_submit", ids)
        self.assertEqual(self.candidate2._gauge(self.days[20])["left"], 0)
        self.assertNeverAgreed("adviser", self.make("adviser", 2))

    def test_a_private_host_and_ones_own_employer(self):
        private = self.env["res.partner"].create({"name": "SARL", "is_company": True})
        for host in (private, self.origin):
            ids = self.make("adviser", 2, offer_id=False, host_id=host.id)
            self.assertNeverAgreed("adviser", ids)
            ids = self.make(
                "adviser", 2, offer_id=False, host_id=host.id, employer_id=self.third.id
            )
            self.assertNeverAgreed("adviser", ids)
        # Nothing could make a private host lawful: not even a manager lifts it.
        ids = self.make("manager", 2, offer_id=False, host_id=private.id)
        self.assertNeverAgreed("manager", ids)

    def test_a_start_before_today(self):
        gone = self._today() - timedelta(days=20)
        ids = self.make(
            "adviser", 2, date_start=str(gone), date_end=str(gone + timedelta(days=6))
        )
        self.assertNeverAgreed("adviser", ids)
        # Asked in time, agreed too late.
        ids = self.make("adviser", 2)
        self.rpc("adviser", "mobility.request", "action_submit", ids)
        request = self.env["mobility.request"].browse(ids)
        self.env.cr.execute(
            "UPDATE mobility_day SET date = %s WHERE id = %s",
            [gone, request.day_ids[0].id],
        )
        self.env.invalidate_all()
        for method in ("action_employer_accept", "action_host_accept"):
            status, answer = self.rpc("adviser", "mobility.request", method, ids)
            self.assertNotEqual(status, 200, answer)
        self.assertEqual(request.state, "submitted")

    def test_a_decision_in_anothers_name(self):
        rows = self.pending.decision_ids
        origin = rows.filtered(lambda row: row.party == "origin")
        host = rows - origin
        for role, row in (
            ("rh_host", origin), ("rh", host), ("rh_third", origin), ("tutor", host),
            ("agent", origin), ("agent", host), ("agent2", origin), ("internal", host),
        ):  # fmt: skip
            for method in ("action_answer", "_answer"):
                status, _answer = self.rpc(
                    role, "mobility.decision", method, row.ids, answer="agreed"
                )
                self.assertNotEqual(status, 200, (role, row.party, method))
        for role, method in (
            ("rh_host", "action_employer_accept"),
            ("rh", "action_host_accept"),
            ("agent", "action_employer_accept"),
            ("agent", "action_host_accept"),
        ):
            ids = self.pending.ids
            status, _answer = self.rpc(role, "mobility.request", method, ids)
            self.assertNotEqual(status, 200, (role, method))
        self.assertFalse(any(rows.mapped("answer")))

    def test_a_decision_row_is_not_edited(self):
        row = self.own.decision_ids[0]
        before = row.read()[0]
        for role in ("adviser", "manager", "referent", "rh", "authority", "agent"):
            for vals in (
                {"answer": "refused"},
                {"reasons": "Autre chose"},
                {"received_on": "2020-01-01"},
                {"due_on": "2030-01-01"},
                {"author_id": self.rh_third.partner_id.id},
                {"proposed_start": "2030-01-01"},
                {"remind_on": False},
            ):
                status, _answer = self.rpc(
                    role, "mobility.decision", "write", row.ids, vals=vals
                )
                self.assertNotEqual(status, 200, (role, vals))
            status, _answer = self.rpc(role, "mobility.decision", "unlink", row.ids)
            self.assertNotEqual(status, 200, role)
        row.invalidate_recordset()
        self.assertEqual(row.read()[0], before)

    def test_nobody_sends_links_or_records_a_receipt_for_others(self):
        row = self.pending.decision_ids[0]
        for role in ("rh", "rh_host", "agent", "internal", "tutor"):
            for method in ("action_send_again", "action_received", "_send_lost_links"):
                status, _answer = self.rpc(role, "mobility.decision", method, row.ids)
                self.assertNotEqual(status, 200, (role, method))
