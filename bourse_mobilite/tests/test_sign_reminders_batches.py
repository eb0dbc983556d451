"""Reminders to sign in batches: what they cost, what fails, and where it is which
day."""

from datetime import datetime, time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models import mobility_nightly
from ..models.guard import acting
from .many_documents import many_documents
from .sign_remind_case import DAY, SignCase

LOGGER = "odoo.addons.bourse_mobilite.models.mobility_nightly"


@tagged("post_install", "-at_install")
class TestSignBatches(SignCase):
    def many(self, count):
        return many_documents(
            self.env, count, self.adviser, asked_ago=3, remind_on=self.today
        )

    def test_in_batches_with_progress(self):
        documents = self.many(5)
        with patch.object(mobility_nightly, "BATCH", 4):
            mails = self.night()
        self.assertEqual(len(mails), 10)
        self.assertEqual(
            self.progress, [(0, 11), (4, None), (4, None), (2, None), (1, 0)]
        )
        rows = documents.signatory_ids
        self.assertEqual(set(rows.mapped("reminded_on")), {self.today})
        self.assertEqual({self.sign_link(mail)._record() for mail in mails}, set(rows))

    def test_goes_on_when_there_was_no_time_left(self):
        self.many(5)
        with patch.object(mobility_nightly, "BATCH", 4):
            first = self.night(time_left=[1, 0])
            second = self.night()
        self.assertEqual((len(first), len(second)), (8, 2))
        self.assertFalse(set(first.mapped("email_to")) & set(second.mapped("email_to")))
        self.assertFalse(self.night())

    def test_one_that_fails_does_not_stop_the_others(self):
        documents = self.many(5)
        bad = documents[2].signatory_ids[0]
        write_all = self.env.registry["res.partner"]._mobility_write_all

        def fail(partners, letters):
            if any(letter["record"] == bad for letter in letters):
                raise ValueError("bad data")
            return write_all(partners, letters)

        with (
            patch.object(self.env.registry["res.partner"], "_mobility_write_all", fail),
            mute_logger(LOGGER),
        ):
            mails = self.night()
        self.assertEqual(len(mails), 9)
        self.assertFalse(bad.reminded_on)
        links = self.env["mobility.link"].sudo().search([("purpose", "=", "sign")])
        self.assertNotIn(bad.id, links.mapped("res_id"))
        again = self.night()
        self.assertEqual(self.sign_link(again)._record(), bad)

    def test_as_many_queries_for_20_as_for_40(self):
        """Up to what the ORM writes at once, 100 rows."""
        self.many(2)
        self.night()
        counts = []
        for count in (10, 20):
            self.many(count)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(len(self.night()), 2 * count)
            counts.append(self.queries)
        self.assertEqual(*counts)

    def test_the_search_uses_its_index(self):
        many_documents(self.env, 500, remind_on=self.today + 9 * DAY)
        self.many(2)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE mobility_signatory")
        rows = self.env["mobility.signatory"]
        query = rows._search(rows._to_remind_domain(self.today), order="id", limit=1000)
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("_remind_idx", plan)

    def test_each_centre_de_gestion_has_its_own_day(self):
        tomorrow = self.today + DAY
        overseas = self.env["res.company"].create({"name": "CDG d’outre-mer"})
        overseas.partner_id.tz = "Indian/Reunion"
        there = overseas.with_context(allowed_company_ids=overseas.ids).env
        near = many_documents(self.env, 2, self.adviser, 3, tomorrow)
        far = many_documents(there, 2, self.adviser, 3, tomorrow)
        mails = self.night(hour=21)
        self.assertEqual(
            {self.sign_link(mail)._record().document_id for mail in mails}, set(far)
        )
        rows = far.signatory_ids
        self.assertEqual(set(rows.mapped("reminded_on")), {tomorrow})
        self.assertFalse(any(near.signatory_ids.mapped("reminded_on")))

    def test_the_days_are_counted_where_the_centre_is(self):
        """Asked at 21 h UTC: there, it is the day after."""
        overseas = self.env["res.company"].create({"name": "CDG d’outre-mer"})
        overseas.partner_id.tz = "Indian/Reunion"
        convention = self.made()
        row = self.row_of(convention, self.agent)
        row.flush_recordset()
        asked = datetime.combine(self.today, time(21))
        acting(row).asked_on = asked
        self.assertEqual(row.remind_on, self.today + 3 * DAY)
        self.env.cr.execute(
            "UPDATE mobility_signatory SET company_id = %s WHERE id = %s",
            [overseas.id, row.id],
        )
        self.env.invalidate_all()
        overseas.mobility_sign_reminders = "3"
        self.assertEqual(row.remind_on, self.today + 4 * DAY)
