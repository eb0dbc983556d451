"""How long each stage lasted, against cases counted by hand."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from .common import MobilityCase
from .many_requests import many_requests


@tagged("post_install", "-at_install")
class TestTimeReport(MobilityCase):
    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        # A past told by hand: 3 March 2025 is a Monday.
        self._dated(self.request, created=datetime(2025, 3, 3, 12), submitted=5)
        for party, received in (("origin", 6), ("host", 7)):
            self._row(party, received_on=date(2025, 3, received))

    def _dated(self, request, created, submitted):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_request SET create_date = %s, submitted_on = %s,"
            " date_start = '2025-06-02', date_end = '2025-06-04' WHERE id = %s",
            [created, date(2025, 3, submitted), request.id],
        )
        self.env.invalidate_all()

    def _row(self, party, **vals):
        row = self.request.decision_ids.filtered(lambda one: one.party == party)
        acting(row).write(vals)
        return row

    def _agree(self, origin=None, host=None):
        for party, day in (("origin", origin), ("host", host)):
            if day:
                self._row(party, answer="agreed", answered_on=day)

    def _end(self, ended_as, day):
        acting(self.request).write({"ended_as": ended_as, "ended_on": day})

    def _freeze(self, day, hour=12):
        convention = self.frozen_convention(self.request)
        document = convention.document_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_document SET frozen_on = %s WHERE id = %s",
            [datetime(day.year, day.month, day.day, hour), document.id],
        )
        self.env.invalidate_all()
        return document

    def _sign(self, document, *days):
        for row, day in zip(document.signatory_ids, days, strict=False):
            acting(row).write({"state": "signed", "method": "paper", "signed_on": day})

    def _rows(self, request=None):
        report = self.env["mobility.request.time"]
        report.invalidate_model()
        return report.search([("request_id", "=", (request or self.request).id)])

    def _stage(self, stage):
        row = self._rows().filtered(lambda one: one.stage == stage)
        return (row.date_start, row.date_end, row.days) if row else None

    def assertOngoing(self, stage, start):
        row = self._rows().filtered(lambda one: one.stage == stage)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.date_start, row.date_end), (start, False))
        self.assertEqual(row.days, (self._today() - start).days)
        self.assertEqual((row.ongoing, row.stopped), (True, False))

    def assertStopped(self, stage, start, end):
        row = self._rows().filtered(lambda one: one.stage == stage)
        self.assertEqual((row.date_start, row.date_end), (start, end))
        self.assertEqual(row.days, (end - start).days)
        self.assertEqual((row.ongoing, row.stopped), (False, True))

    def test_the_whole_way(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 12))
        document = self._freeze(date(2025, 3, 25))
        self._sign(
            document,
            date(2025, 3, 28),
            date(2025, 4, 2),
            date(2025, 3, 30),
            date(2025, 4, 2),
        )
        self._end("done", date(2025, 6, 10))
        march = date(2025, 3, 1)
        self.assertEqual(
            {
                row.stage: (
                    row.party, row.organisation_id, row.date_start, row.date_end,
                    row.month, row.days, row.ongoing, row.stopped,
                )
                for row in self._rows()
            },
            {
                "1_draft": (
                    "cdg", self.env.company.partner_id, date(2025, 3, 3),
                    date(2025, 3, 5), march, 2, False, False,
                ),
                "2_origin": (
                    "employer", self.origin, date(2025, 3, 6), date(2025, 3, 20),
                    march, 14, False, False,
                ),
                "3_host": (
                    "host", self.host, date(2025, 3, 7), date(2025, 3, 12),
                    march, 5, False, False,
                ),
                "6_writing": (
                    "cdg", self.env.company.partner_id, date(2025, 3, 20),
                    date(2025, 3, 25), march, 5, False, False,
                ),
                "7_signing": (
                    "signatories", self.env["res.partner"], date(2025, 3, 25),
                    date(2025, 4, 2), march, 8, False, False,
                ),
                "8_closing": (
                    "cdg", self.env.company.partner_id, date(2025, 6, 4),
                    date(2025, 6, 10), date(2025, 6, 1), 6, False, False,
                ),
            },
        )  # fmt: skip
        row = self._rows()[0]
        self.assertEqual(row.adviser_id, self.adviser)
        self.assertEqual((row.employer_id, row.host_id), (self.origin, self.host))
        self.assertEqual(row.company_id, self.request.company_id)

    def test_one_still_answers(self):
        self._agree(host=date(2025, 3, 12))
        self.assertOngoing("2_origin", date(2025, 3, 6))
        self.assertEqual(
            self._stage("3_host"), (date(2025, 3, 7), date(2025, 3, 12), 5)
        )
        self.assertIsNone(self._stage("6_writing"))
        self.assertIsNone(self._stage("8_closing"))

    def test_from_the_day_of_asking_until_it_is_received(self):
        self._row("host", received_on=False, asked_on=date(2025, 3, 5))
        self.assertOngoing("3_host", date(2025, 3, 5))
        self._row("host", asked_on=False)
        self.assertIsNone(self._stage("3_host"))

    def test_answered_on_the_day(self):
        self._agree(origin=date(2025, 3, 6))
        self.assertEqual(self._stage("2_origin")[2], 0)

    def test_a_refusal_stops_the_others(self):
        self._row(
            "origin", answer="refused", answered_on=date(2025, 3, 16), reasons="Non."
        )
        self.assertEqual(
            self._stage("2_origin"), (date(2025, 3, 6), date(2025, 3, 16), 10)
        )
        self.assertStopped("3_host", date(2025, 3, 7), date(2025, 3, 16))
        self.assertIsNone(self._stage("5_dates"))
        self.assertIsNone(self._stage("6_writing"))

    def test_other_dates_are_the_agents_turn(self):
        self._row(
            "host", answer="postponed", answered_on=date(2025, 3, 17), reasons="Mai."
        )
        self.assertOngoing("5_dates", date(2025, 3, 17))
        self.assertEqual(self._rows().filtered("ongoing").party, "agent")
        follow = self.make_request()
        acting(follow).follows_id = self.request
        self._dated(follow, created=datetime(2025, 3, 20, 12), submitted=21)
        self.assertEqual(
            self._stage("5_dates"), (date(2025, 3, 17), date(2025, 3, 21), 4)
        )

    def test_other_dates_given_up(self):
        self._row(
            "host", answer="postponed", answered_on=date(2025, 3, 17), reasons="Mai."
        )
        self._end("withdrawn", date(2025, 3, 27))
        self.assertStopped("5_dates", date(2025, 3, 17), date(2025, 3, 27))
        # The other one was freed by the postponement, not by the end.
        self.assertStopped("2_origin", date(2025, 3, 6), date(2025, 3, 17))

    def test_withdrawn_before_an_answer(self):
        self._end("withdrawn", date(2025, 3, 10))
        self.assertStopped("2_origin", date(2025, 3, 6), date(2025, 3, 10))
        self.assertStopped("3_host", date(2025, 3, 7), date(2025, 3, 10))

    def test_convention_being_written(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        self.assertOngoing("6_writing", date(2025, 3, 21))
        self.request.action_make_convention()
        self.assertOngoing("6_writing", date(2025, 3, 21))
        # The last day is past, but nothing was signed: it waits to be written.
        self.assertIsNone(self._stage("8_closing"))

    def test_no_convention_to_write(self):
        self.request.regime_id.needs_convention = False
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        self.assertIsNone(self._stage("6_writing"))
        self.assertOngoing("8_closing", date(2025, 6, 4))

    def test_still_to_sign(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        document = self._freeze(date(2025, 3, 25))
        self._sign(document, date(2025, 3, 28), date(2025, 4, 2))
        self.assertEqual(self._stage("6_writing")[1:], (date(2025, 3, 25), 4))
        self.assertOngoing("7_signing", date(2025, 3, 25))
        self.assertIsNone(self._stage("8_closing"))

    def test_signed_and_not_closed(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        document = self._freeze(date(2025, 3, 25))
        self._sign(document, *[date(2025, 3, 28)] * 4)
        self.assertOngoing("8_closing", date(2025, 6, 4))
        # Signed after the immersion: until then, nobody could close it.
        self._sign(document, *[date(2025, 6, 12)] * 4)
        self.assertOngoing("8_closing", date(2025, 6, 12))

    def test_not_over_yet(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        self._sign(self._freeze(date(2025, 3, 25)), *[date(2025, 3, 28)] * 4)
        today = self._today()
        for last, waits in ((today, False), (today - timedelta(days=1), True)):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mobility_request SET date_end = %s WHERE id = %s",
                [last, self.request.id],
            )
            self.env.invalidate_all()
            self.assertEqual(bool(self._stage("8_closing")), waits)

    def test_cancelled_after_the_convention_was_made(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        document = self._freeze(date(2025, 3, 25))
        document.convention_id.action_cancel("Erreur")
        # A new one has to be written: the first counts for nothing.
        self.assertOngoing("6_writing", date(2025, 3, 21))
        self.assertIsNone(self._stage("7_signing"))
        self._end("cancelled", date(2025, 4, 30))
        self.assertEqual(self._stage("6_writing")[1:], (date(2025, 3, 25), 4))
        self.assertStopped("7_signing", date(2025, 3, 25), date(2025, 4, 30))

    def test_a_day_is_the_one_of_the_centre_de_gestion(self):
        self._agree(origin=date(2025, 3, 20), host=date(2025, 3, 21))
        # 23 h UTC is already the next day.
        self._dated(self.request, created=datetime(2025, 3, 3, 23), submitted=5)
        document = self._freeze(date(2025, 3, 24), hour=23)
        self.assertEqual(self._stage("1_draft")[0], date(2025, 3, 4))
        self.assertEqual(self._stage("7_signing")[0], date(2025, 3, 25))
        self.assertTrue(document)

    def test_a_draft_lies_with_the_centre_de_gestion(self):
        draft = self.make_request()
        row = self._rows(draft)
        self.assertEqual((row.stage, row.party, row.ongoing), ("1_draft", "cdg", True))
        self.assertEqual(row.days, 0)
        # Told after the fact: it cannot be submitted before it exists.
        self._dated(draft, created=datetime(2025, 3, 9, 12), submitted=5)
        row = self._rows(draft).filtered(lambda one: one.stage == "1_draft")
        day = date(2025, 3, 5)
        self.assertEqual((row.date_start, row.date_end, row.days), (day, day, 0))

    def test_each_employer_has_its_own_time(self):
        acting(self.env["mobility.decision"]).create(
            {
                "request_id": self.request.id,
                "party": "origin",
                "organisation_id": self.third.id,
                "asked_on": date(2025, 3, 8),
            }
        )
        rows = self._rows().filtered(lambda one: one.stage == "2_origin")
        self.assertEqual(rows.organisation_id, self.origin | self.third)
        self.assertEqual(len(set(self._rows().ids)), len(self._rows()))

    def test_only_staff_of_the_house_reads_it(self):
        rows = self._rows()
        for user in (self.adviser, self.referent, self.manager):
            self.assertTrue(rows.with_user(user).read(["days", "organisation_id"]))
        for user in (self.internal, self.agent, self.rh, self.public):
            with self.assertRaises(AccessError):
                rows.with_user(user).read(["days"])
        elsewhere = self.env["res.company"].create({"name": "CDG voisin"})
        self.adviser.write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        found = self.env["mobility.request.time"].with_user(self.adviser).search([])
        self.assertFalse(found)

    def test_nobody_writes_it(self):
        row = self._rows()[:1].with_user(self.manager)
        for write in (lambda: row.write({"days": 1}), row.unlink, row.copy):
            with self.assertRaises(AccessError):
                write()

    def test_averages_in_one_query_for_many_requests(self):
        many_requests(self.env, 5000, adviser=self.adviser)
        report = self.env["mobility.request.time"].with_user(self.adviser)
        spent = ["stage"], ["days:avg", "__count"]
        report._read_group([], *spent)
        with self.assertQueryCount(1):
            groups = report._read_group([], *spent)
        counts = {stage: count for stage, _days, count in groups}
        self.assertGreaterEqual(counts["2_origin"], 5000)
        self.assertGreaterEqual(counts["3_host"], 5000)
