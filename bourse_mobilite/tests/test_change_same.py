"""A corrected document that says what the one before said: asked about before everyone
signs again, and not told as a change."""

import base64
from datetime import date
from io import BytesIO
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from odoo.tests import tagged

from ..models.guard import acting
from .change_case import WHY, AvenantCase, ChangeCase
from .convention_case import ConventionCase


def scan(left):
    """A page without a word: one square."""
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.rect(left, 400, 100, 100, fill=1)
    canvas.save()
    return base64.b64encode(drawn.getvalue())


@tagged("post_install", "-at_install")
class TestSame(ConventionCase):
    def setUp(self):
        super().setUp()
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("web.base.url", "https://mobilite.example.org")
        self.act = self.drafted().with_user(self.adviser)

    def again(self, **vals):
        """What pressing the button does, after a correction with these changes."""
        self.act.action_freeze()
        self.act.action_correct(WHY)
        if vals:
            self.act.write(vals)
        return self.act.action_open_freeze()

    def assertAsked(self, action):
        self.assertEqual(action["res_model"], "mobility.change.wizard")
        wizard = self.env["mobility.change.wizard"].browse(action["res_id"])
        self.assertEqual((wizard.way, self.act.state), ("same", "draft"))
        self.assertFalse(self.act.document_id)
        return wizard.with_user(self.adviser)

    def assertMade(self, action):
        self.assertFalse(action)
        self.assertEqual((self.act.state, self.act.document_id.version), ("to_sign", 2))

    def test_a_first_version_is_made_at_once(self):
        self.assertFalse(self.act.action_open_freeze())
        self.assertEqual(self.act.document_id.version, 1)

    def test_nothing_has_changed_then_on_all_the_same(self):
        day = date(2026, 3, 1)
        printed = "odoo.addons.bourse_mobilite.reports.convention_document.act_day"
        with patch(printed, lambda _act: day):
            self.act.action_freeze()
        before = self.act.document_id
        self.act.action_correct(WHY)
        # Made on another day, it says the same.
        wizard = self.assertAsked(self.act.action_open_freeze())
        self.assertEqual(wizard.action_confirm()["type"], "ir.actions.act_window_close")
        self.assertEqual(self.act.document_id.version, 2)
        self.assertNotEqual(self.act.document_id.frozen_sha256, before.frozen_sha256)

    def test_a_word_that_the_summary_does_not_hold_is_a_change(self):
        self.assertMade(self.again(equipment="Chaussures fermées et gants"))

    def test_what_is_no_longer_there_is_a_change(self):
        self.assertMade(self.again(aids=False))

    def test_another_order_of_signing_is_a_change(self):
        self.assertMade(self.again(signing_order="in_turn"))

    def test_a_contact_that_was_mended_is_a_change(self):
        self.act.action_freeze()
        self.act.action_correct(WHY)
        self.host.street = "12 rue Neuve"
        self.assertMade(self.act.action_open_freeze())

    def test_a_change_that_was_undone_is_none(self):
        self.act.action_freeze()
        self.act.action_correct(WHY)
        kept = self.act.equipment
        self.act.equipment = "Gants"
        self.act.equipment = kept
        self.assertAsked(self.act.action_open_freeze())

    def test_what_is_missing_is_said_first(self):
        self.act.action_freeze()
        self.act.action_correct(WHY)
        self.act.place = False
        with self.assertRaisesRegex(Exception, "Missing"):
            self.act.action_open_freeze()

    def test_a_form_without_a_word_is_looked_at(self):
        self.act.own_form = scan(100)
        self.assertAsked(self.again())
        self.act.own_form = scan(102)
        self.assertMade(self.act.action_open_freeze())

    def test_among_others_it_is_left_out_with_the_reason(self):
        self.act.action_freeze()
        self.act.action_correct(WHY)
        ((status, why),) = self.act._freeze_each().values()
        self.assertEqual(status, "failed")
        self.assertIn("nothing has changed since version 1", why)
        self.assertEqual(self.act.state, "draft")

    def test_a_party_asks_nothing(self):
        self.act.action_freeze()
        for user in (self.agent, self.rh, self.internal):
            with self.assertRaisesRegex(Exception, "(?i)access|allowed|autoris"):
                self.act.with_user(user).action_open_freeze()


@tagged("post_install", "-at_install")
class TestSameAvenant(AvenantCase):
    def test_an_avenant_too(self):
        avenant = self.moved().with_user(self.adviser)
        with self.small_files():
            avenant.action_freeze()
            avenant.action_correct(WHY)
            action = avenant.action_open_freeze()
            self.assertEqual(action["res_model"], "mobility.change.wizard")
            self.assertEqual(avenant.state, "draft")
            wizard = self.env["mobility.change.wizard"].browse(action["res_id"])
            wizard.with_user(self.adviser).action_confirm()
        self.assertEqual((avenant.state, avenant.document_id.version), ("to_sign", 2))


@tagged("post_install", "-at_install")
class TestSaidOfANextVersion(ChangeCase):
    def corrected(self, **vals):
        """The mails that ask to sign version 2."""
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.told = self._new()
        if vals:
            self.convention.with_user(self.adviser).write(vals)
        self.freeze(self.convention)
        return self._new()

    def words(self, mails):
        return [" ".join(str(mail.body_html).split()) for mail in mails]

    def test_its_subject_says_that_it_is_corrected(self):
        first = self._mails().filtered(
            lambda mail: "/convention/signer/" in mail.body_html
        )
        subjects = set(first.mapped("subject"))
        mails = self.corrected(equipment="Gants")
        self.assertEqual(len(mails), 3)
        for mail in mails:
            self.assertIn("version corrigée, n° 2", mail.subject.replace("\xa0", " "))
            self.assertIn(self.convention.number, mail.subject)
            self.assertNotIn(mail.subject, subjects)
        for subject in subjects:
            self.assertNotIn("version", subject)

    def test_nothing_is_said_to_have_changed_when_nothing_has(self):
        self.sign("agent")
        self._new()
        for body in self.words(self.corrected()):
            self.assertNotIn("Ce qui a changé", body)
            self.assertNotIn("a changé", body)
            self.assertIn("est le même que dans la version précédente", body)
        for body in self.words(self.told):
            self.assertNotIn("différent", body)
            self.assertNotIn("ne s’ouvre plus", body)

    def test_what_changed_is_said_when_it_has(self):
        for body in self.words(self.corrected(place="9 rue Neuve, 60310 Lassigny")):
            self.assertIn("Ce qui a changé", body)
            self.assertNotIn("est le même", body)

    def test_who_signs_alone_reads_of_no_others(self):
        """An ordre de mission has one signatory."""
        row = self.row("employer")
        acting(self.document.signatory_ids - row).state = "replaced"
        row._send_links("bourse_mobilite.mail_to_sign")
        (body,) = self.words(self._new())
        self.assertIn("La suite", body)
        self.assertNotIn("autres signataires", body)
