"""Who may have a PPR, what may be typed, and what the clock says of it."""

import re
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules.finding import LEVELS, WARNING, Finding
from ..rules.ppr.facts import Facts, Leave
from ..rules.ppr_clock import clock
from .ppr_case import RECEIVED, PprCase


@tagged("post_install", "-at_install")
class TestPpr(PprCase):
    def test_the_dates_are_those_of_the_clock(self):
        ppr = self.make_ppr()
        self.assertEqual(ppr.date_start, date(2026, 3, 16))
        self.assertEqual(ppr.date_end, date(2027, 3, 15))
        self.assertEqual(ppr.project_due_date, date(2026, 5, 16))
        self.assertFalse(ppr.silence_date)
        self.assertEqual(ppr.next_date, date(2026, 5, 16))
        self.live(
            ppr,
            ("propose", date(2026, 3, 18)),
            ("accept", date(2026, 3, 25)),
            ("notify", date(2026, 5, 12), {"proof": "letter"}),
        )
        self.assertEqual(ppr.silence_date, date(2026, 5, 27))
        self.assertEqual(ppr.next_date, date(2026, 5, 27))
        self.assertEqual(ppr.state, "notified")

    def test_one_day_and_several(self):
        counted = set()
        made = self.make_ppr()
        for lang in ("en_US", self.referent.partner_id._mobility_lang()):
            ppr = made.with_context(lang=lang)
            for code in ppr._finding_sentences():
                for count in (1, 2):
                    finding = Finding(code, WARNING, 15, 15, count, (RECEIVED,) * 2, "")
                    text = ppr._finding_text(finding)
                    self.assertNotRegex(text, r"\b1 (days|jours)\b|\b2 (day|jour)\b")
                    if re.search(r"\b1 (day|jour)\b", text):
                        counted.add(code)
            self.assertEqual(len(counted), 9)

    def test_one_day_of_leave_and_a_review_each_month(self):
        ppr = self.make_ppr(review_months=1)
        known = Facts(
            received_on=RECEIVED,
            notified_on=date(2026, 5, 12),
            agreed_on=date(2026, 5, 20),
            review_months=1,
            leaves=[Leave(date(2026, 7, 1), date(2026, 7, 1))],
        )
        told = clock(known, date(2026, 7, 10))
        words = {one.code: ppr._moment_words(one)[1] for one in told.moments}
        self.assertRegex(words["end"], r"\b1 (day|jour)\b")
        self.assertNotRegex(words["end"], r"1 (days|jours)")
        self.assertNotRegex(words["review"], r"\b1 (months|mois)")

    def test_a_computed_date_is_never_typed(self):
        ppr = self.make_ppr()
        for name in (
            "date_start", "date_end", "project_due_date", "silence_date", "next_date",
            "proposed_on", "notified_on", "agreed_on", "silence_confirmed_on",
            "ended_on", "requested_on",
        ):  # fmt: skip
            with self.assertRaises(AccessError, msg=name):
                ppr.write({name: "2030-01-01"})
            with self.assertRaises(AccessError, msg=name):
                self.env["mobility.ppr"].with_user(self.referent).create(
                    self.ppr_vals(self.candidate2, **{name: "2030-01-01"})
                )
        for name, value in (
            ("state", "closed"),
            ("outcome", "fit"),
            ("proof", "letter"),
        ):
            with self.assertRaises(AccessError, msg=name):
                ppr.write({name: value})

    def test_only_a_titular_of_the_territorial_service(self):
        for field, value in (
            ("status", "stagiaire"), ("status", "cdi"), ("status", "cdd"),
            ("status", "apprenti"), ("versant", "FPH"), ("versant", "FPE"),
        ):  # fmt: skip
            self.candidate.write({"status": "titulaire", "versant": "FPT"})
            self.candidate[field] = value
            with self.refused("L. 826-2"):
                self.make_ppr()
        self.candidate.write({"status": "titulaire", "versant": "FPT"})
        self.assertTrue(self.make_ppr())

    def test_the_employer_is_one_of_the_agent_s(self):
        with self.assertRaises(ValidationError):
            self.make_ppr(employer_id=self.third.id)
        self.assertEqual(self.make_ppr().employer_id, self.origin)

    def test_one_open_file_for_an_agent_and_an_employer(self):
        first = self.make_ppr()
        with self.assertNoLogs("odoo.sql_db"), self.refused("already has an open PPR"):
            self.make_ppr()
        files = self.env["mobility.ppr"].with_user(self.referent)
        with self.assertNoLogs("odoo.sql_db"), self.refused("already has an open PPR"):
            files.create([self.ppr_vals(self.candidate2) for _twice in range(2)])
        # Another employer of the same agent opens its own.
        self.env["mobility.employment"].create(
            {"candidate_id": self.candidate.id, "employer_id": self.third.id}
        )
        self.assertTrue(self.make_ppr(employer_id=self.third.id))
        self.live(first, ("close", date(2026, 4, 1), {"outcome": "resigned"}))
        self.assertTrue(self.make_ppr())

    def test_temporary_unfitness_is_a_choice_of_the_house(self):
        with self.assertRaises(ValidationError):
            self.make_ppr(sense="temporary")
        ppr = self.make_ppr()
        with self.assertRaises(ValidationError):
            ppr.sense = "temporary"
        self.env.company.mobility_ppr_temporary = True
        ppr.sense = "temporary"
        self.assertTrue(self.make_ppr(self.candidate2, sense="temporary"))

    def test_what_sets_it_off(self):
        nothing = {"sense": False, "opinion_date": False, "received_on": False}
        with self.assertRaises(ValidationError):
            self.make_ppr(**nothing)
        for missing in nothing:
            with self.assertRaises(ValidationError, msg=missing):
                self.make_ppr(**{missing: False})
        with self.assertRaises(ValidationError):
            self.make_ppr(**nothing, seized_on=date(2026, 2, 2))
        with self.assertRaises(ValidationError):
            self.make_ppr(opinion_date=date(2026, 3, 17))
        ppr = self.make_ppr(**nothing, seized_on=date(2026, 2, 2), from_seizure=True)
        self.assertEqual(ppr.date_start, date(2026, 2, 2))

    def test_a_deferral_of_two_months_and_not_a_day_more(self):
        self.assertEqual(
            self.make_ppr(agreed_start=date(2026, 5, 16)).date_start, date(2026, 5, 16)
        )
        with self.refused("85-1054"):
            self.make_ppr(self.candidate2, agreed_start=date(2026, 5, 17))

    def test_a_leave_pushes_the_end_and_which_one_is_not_asked(self):
        ppr = self.underway_ppr()
        leave = ppr.leave_ids.create(
            {"ppr_id": ppr.id, "date_start": "2026-06-01", "date_end": "2026-06-10"}
        )
        self.assertEqual(ppr.date_end, date(2027, 3, 25))
        with self.assertRaises(UserError):
            leave.date_end = "2026-05-31"
        self.assertFalse(
            [
                field.name
                for field in ppr.leave_ids._fields.values()
                if field.type in ("char", "text", "selection", "html")
                and field.name != "display_name"
            ]
        )
        leave.unlink()
        self.assertEqual(ppr.date_end, date(2027, 3, 15))

    def test_each_correction_is_in_the_journal(self):
        ppr = self.make_ppr()
        with self.on(date(2026, 4, 1)):
            ppr.physician_on = date(2026, 3, 30)
        event = ppr.event_ids.sorted("rank")[-1]
        self.assertEqual(event.event, "corrected")
        self.assertEqual(event.details["before"], {"physician_on": False})
        self.assertEqual(event.details["after"], {"physician_on": "2026-03-30"})
        self.assertEqual(event.author, self.referent.name)
        with self.on(date(2026, 4, 1)), self.assertRaises(UserError):
            ppr.physician_on = date(2026, 4, 2)

    def test_the_parties_never_change(self):
        ppr = self.make_ppr()
        for vals in (
            {"candidate_id": self.candidate2.id},
            {"employer_id": self.third.id},
        ):
            with self.assertRaises(ValidationError):
                ppr.write(vals)
        ppr.write({"referent_id": self.referent.id})

    def test_a_file_is_never_deleted(self):
        with self.assertRaises(AccessError):
            self.make_ppr().unlink()
        with self.assertRaises(AccessError):
            self.make_ppr(self.candidate2).sudo().unlink()

    def test_each_day_of_the_line_has_its_words(self):
        ppr = self.underway_ppr()
        ppr.leave_ids.create(
            {"ppr_id": ppr.id, "date_start": "2026-06-01", "date_end": "2026-06-10"}
        )
        self.live(
            ppr,
            ("modify", date(2026, 7, 1), {"kind": "length", "months": 10}),
            ("extend", date(2027, 1, 4)),
        )
        with self.on(date(2027, 1, 20)):
            rows = ppr._line_values()["rows"]
            html = ppr.line_html
        self.assertGreater(len(rows), 12)
        for row in rows:
            self.assertTrue(row["label"] and row["reason"] and row["article"], row)
            self.assertNotIn("%(", row["reason"])
            self.assertIn(row["day"], html)
        self.assertIn("<svg", ppr.picture_html)

    def test_every_code_of_the_clock_has_words(self):
        """What `rules.ppr` may say: nothing is left without a sentence."""
        from ..rules.ppr import findings, line

        ppr = self.make_ppr()
        self.assertEqual(set(line._ORDER) - ppr._moment_labels().keys(), set())
        told = {
            row.split("`")[1]
            for row in findings.findings.__doc__.splitlines()
            if row.strip().startswith("`")
            and len(row.split("`")[2].split()) > 2
            and row.split("`")[2].split()[0] in LEVELS
        }
        self.assertGreater(len(told), 20)
        self.assertEqual(told, set(ppr._finding_sentences()))

    def test_no_field_asks_for_a_word_on_health(self):
        """Free text is short, on one line, and its help says what does not belong."""
        models = [
            name
            for name in self.env.registry
            if name.startswith("mobility.ppr") or name == "mobility.action"
        ]
        self.assertGreater(len(models), 8)
        long = [
            str(field)
            for name in models
            for field in self.env[name]._fields.values()
            if field.type in ("text", "html") and field.store
        ]
        self.assertFalse(long)
        files = [
            str(field)
            for name in models
            for field in self.env[name]._fields.values()
            if field.type in ("binary", "image")
        ]
        self.assertFalse(files)
