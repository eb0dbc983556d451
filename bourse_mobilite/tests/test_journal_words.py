"""The journal as staff read it: who acted, in plain words; what is chained stays."""

import json

from odoo.tests import tagged

from ..models.guard import acting
from ..models.mobility_journal_words import _TECHNICAL
from ..rules.journal import digest
from .check_case import CheckCase
from .sign_case import NAME, SignCase


@tagged("post_install", "-at_install")
class TestJournalAuthors(SignCase):
    """By personal links, as nobody in particular or in the browser of somebody."""

    def actors(self, row):
        lines = row.document_id.journal_ids.filtered(
            lambda line: line.signatory_id == row
        )
        return {line.event: line.with_user(self.adviser).actor for line in lines}

    def test_the_person_of_the_link_acts_and_no_public_user(self):
        self.page(self.url)
        self._name()
        code = self._codes(self.authority)[0]
        self._code(self._wrong(code))
        self._code(code)
        lines = self._events(self.row, "signed")
        self.assertTrue(lines.user_id._is_public(), "what is stored says so")
        acts = ("opened", "code_sent", "code_failed", "signed")
        self.assertEqual(self.actors(self.row), dict.fromkeys(acts, self.row.name))
        self.assertNotIn("Account open", lines.details_text)

    def test_another_account_open_in_the_same_browser(self):
        self.sign_in(self.rh_third)
        self._name()
        self._code(self._codes(self.authority)[0])
        line = self._events(self.row, "signed").with_user(self.adviser)
        self.assertEqual(line.user_id, self.rh_third)
        self.assertEqual(line.actor, self.row.name)
        self.assertIn(
            f"Account open in the browser: {self.rh_third.name}", line.details_text
        )

    def test_a_refusal_by_link(self):
        self.send(f"{self.url}/refuser", {"reason": "Le lieu est faux."})
        line = self._events(self.row, "refused").with_user(self.adviser)
        self.assertEqual(line.actor, self.row.name)
        self.assertEqual(line.details_short, "Link and code ; Le lieu est faux.")

    def test_what_follows_by_itself(self):
        """Those of the next step are written to: nobody connected did that."""
        act = self._other_act()
        document, agent = act.document_id, self._row(act, self.agent2)
        others = document.signatory_ids - agent
        acting(others).write({"step": 2, "asked_on": False})
        before = document.journal_count
        self._sign_by_link(agent, self.agent2)
        sent = document.journal_ids.filtered(
            lambda line: line.rank > before and line.event == "sent"
        )
        self.assertIn(self.authority.name, sent.details_short)
        self.assertEqual(sent.actor, "The system")

    def test_every_word_that_is_kept_has_a_label(self):
        self._name()
        self._code(self._codes(self.authority)[0])
        self._sign_by_link(self._row(self.act, self.agent), self.agent)
        known = {*self.env["mobility.journal"]._labels(), *_TECHNICAL}
        for line in self.act.document_id.journal_ids:
            self.assertFalse(set(line.details) - known, line.event)

    def test_in_french(self):
        self._name()
        self._code(self._codes(self.authority)[0])
        line = self._events(self.row, "signed").with_context(lang="fr_FR")
        said = dict(
            one.split("\N{NO-BREAK SPACE}: ", 1)
            for one in line.details_text.split("\n")
        )
        self.assertEqual(said["Nom saisi"], NAME)
        self.assertEqual(said["Comment"], "Lien et code")
        self.assertEqual(said["Langue"], "Français")
        self.assertEqual(said["Reconnu par"], "Le lien personnel reçu par courriel")
        self.assertEqual(said["Date"], self.row._day_in_words(self.row.signed_on))
        self.assertRegex(said["Code saisi le"], r"^\d+ \w+ \d{4} à \d\d:\d\d$")
        self.assertEqual(
            said["Empreinte du fichier"], f"{self.act.document_id.frozen_sha256[:12]}…"
        )


@tagged("post_install", "-at_install")
class TestJournalWords(CheckCase):
    def setUp(self):
        super().setUp()
        self.document = self.frozen_convention().document_id

    def line(self, event):
        lines = self.document.journal_ids.filtered(lambda line: line.event == event)
        return lines.with_user(self.adviser)[-1:]

    def test_each_event_of_the_back_office(self):
        self.signed_by_all(self.document)
        self.sealed_by_hand(self.document)
        paper = self.document.journal_ids.filtered(
            lambda line: line.details.get("method") == "paper"
        )
        self.assertEqual(
            self.line("frozen").details_short, "Version: 1", "and not the whole of it"
        )
        self.assertIn(self.agent.name, self.line("frozen").details_text)
        self.assertEqual(paper.actor, paper.user_id.name, "who recorded it")
        self.assertNotEqual(paper.actor, paper.signatory_id.name)
        self.assertIn("Scanned file: signe.pdf", paper.details_text)
        visa = self.line("signed")
        self.assertEqual(visa.actor, self.adviser.name)
        self.assertEqual(visa.details_short, "At the centre de gestion")
        known = {*visa._labels(), *_TECHNICAL}
        for line in self.document.journal_ids:
            self.assertFalse(set(line.details) - known - {"identity"}, line.event)
            for word in ("_sha256", "frozen_on", "organisation_id", "{", "["):
                self.assertNotIn(word, line.details_text)

    def test_a_cron_is_the_system(self):
        root = self.env.ref("base.user_root")
        self.document.with_user(root)._note("seal_failed", failure="no_key")
        line = self.line("seal_failed")
        self.assertEqual(line.actor, "The system")
        self.assertEqual(line.with_context(lang="fr_FR").actor, "Le système")
        self.assertEqual(line.details_short, "No key")

    def test_of_a_party_that_gives_up_by_link(self):
        public = self.env.ref("base.public_user")
        asked = {"party": "host", "by": "Paule Maire, maire", "reason": "Travaux."}
        self.document.with_user(public)._note("given_up", way="link", **asked)
        self.assertEqual(self.line("given_up").actor, "Paule Maire, maire")
        self.document.with_user(self.adviser)._note("given_up", way="letter", **asked)
        self.assertEqual(self.line("given_up").actor, self.adviser.name)

    def test_who_signs_instead(self):
        role = self._cast_role(self.tutor, self.host, "authority", quality="Adjointe")
        old = self.row(self.document, "host")
        new = old.with_user(self.adviser)._substitute(role)
        line = self.line("substituted")
        self.assertEqual(line.actor, self.adviser.name)
        self.assertIn(f"Instead of: {old.name}", line.details_text)
        self.assertIn(f"Name on the document: {new.name}", line.details_text)

    def test_what_is_chained_is_untouched_and_can_be_hashed_again(self):
        self.signed_by_all(self.document)
        before = self.document.journal_ids.sorted("rank").read(
            ["details", "sha256", "previous_sha256", "user_id"]
        )
        lines = self.document.journal_ids.with_user(self.adviser)
        for line in lines.with_context(lang="fr_FR"):
            self.assertTrue(line.actor)
            self.assertIsInstance(line.details_text, str)
            written = json.loads(line.chained_text)
            self.assertEqual(digest(written, line.previous_sha256), line.sha256)
        self.env.invalidate_all()
        after = self.document.journal_ids.sorted("rank").read(
            ["details", "sha256", "previous_sha256", "user_id"]
        )
        self.assertEqual(after, before)
        self.assertEqual(self.found(self.document), [])

    def test_a_line_that_was_changed_in_the_database_is_still_shown(self):
        self.signed_by_all(self.document)
        line = self.line("sent")
        for details in (
            "[]",
            '"x"',
            "null",
            '{"mailboxes": "x", "names": {"a": 1}, "found": 3}',
            '{"signed_on": "no day", "recorded_at": 7, "sha256": 1, "identity": []}',
            '{"signatories": [1], "instead_of": "x", "party": [], "language": {}}',
            '{"recorded_by": "x", "way": ["link"], "by": {"a": 1}, "channel": {}}',
        ):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mobility_journal SET details = %s WHERE id = %s",
                [details, line.id],
            )
            self.env.invalidate_all()
            with self.subTest(details=details):
                self.assertIsInstance(line.details_text or "", str)
                self.assertTrue(line.actor)
                self.assertTrue(line.chained_text)

    def test_markup_is_plain_text(self):
        hostile = "<script>alert(1)</script>"
        self.row(self.document, "host")._refuse(hostile, {"identity": hostile})
        line = self.line("refused")
        self.assertIn(hostile, line.details_text)
        self.assertEqual(line._fields["details_text"].type, "text")

    def test_as_many_queries_for_ten_lines_as_for_three(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            lines = self.document.journal_ids.with_user(self.adviser)
            lines.mapped("actor")
            before = self.env.cr.sql_log_count
            for name in ("details_text", "details_short"):
                lines.mapped(name)
            return len(lines), self.env.cr.sql_log_count - before

        public = self.env.ref("base.public_user")
        self.document.with_user(public)._note("opened", self.row(self.document, "host"))
        count()
        few, queries = count()
        for _time in range(8):
            self.document.with_user(public)._note(
                "opened", self.row(self.document, "host"), identity="link 1"
            )
        many, later = count()
        self.assertEqual((many - few, later), (8, queries))
