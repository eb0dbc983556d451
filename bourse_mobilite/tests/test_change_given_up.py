"""What everyone has signed is given up by a party, never by an adviser alone."""

import base64
import hashlib
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.guard import on_day
from .change_case import AvenantCase
from .common import small_pdf

REASON = "Le service d’accueil ferme à ces dates."
LETTER = base64.b64encode(small_pdf("Lettre"))
NAME = "Gilles Maire-Accueil, Maire"


@tagged("post_install", "-at_install")
class TestGivenUp(AvenantCase):
    def record(self, user=None, **more):
        wizard = self.wizard(user, **more)
        return wizard.action_confirm()

    def wizard(self, user=None, **more):
        convention = self.convention.with_user(user or self.adviser)
        made = convention.action_open_cancel()
        wizard = self.env[made["res_model"]].with_user(user or self.adviser)
        wizard = wizard.browse(made["res_id"])
        self.assertTrue(wizard.given_up)
        values = {"party": "host", "asked_name": NAME, "reason": REASON}
        wizard.write({**values, "proof": LETTER, "proof_name": "lettre.pdf", **more})
        return wizard

    def assertStands(self):
        self.assertEqual(self.convention.state, "signed")
        self.assertEqual(self.request.state, "agreed")
        self.assertTrue(all(self.request.day_ids.mapped("live")))
        self.assertFalse(self.lines("given_up"))
        self.assertFalse(self._new())

    def test_nobody_of_the_centre_de_gestion_cancels_it_alone(self):
        for user in (self.adviser, self.referent, self.manager):
            for record in (self.convention, self.request):
                with self.assertRaisesRegex(UserError, "only the agent, the employer"):
                    record.with_user(user).action_cancel(REASON)
            with self.assertRaisesRegex(UserError, "only the agent, the employer"):
                self.request.with_user(user).action_withdraw(REASON)
        self.assertStands()

    def test_the_letter_of_the_host(self):
        self.assertEqual(len(self.candidate._counted_days()), 3)
        self.record()
        convention, request = self.convention, self.request
        self.assertEqual((convention.state, request.state), ("cancelled",) * 2)
        self.assertFalse(any(request.day_ids.mapped("live")))
        self.assertFalse(self.candidate._counted_days())
        self.assertEqual(convention.given_up_by, "host")
        self.assertEqual(convention.given_up_way, "letter")
        self.assertEqual(convention.given_up_recorded_by_id, self.adviser)
        (line,) = self.lines("given_up")
        self.assertEqual(
            {name: line.details[name] for name in ("party", "by", "reason", "way")},
            {"party": "host", "by": NAME, "reason": REASON, "way": "letter"},
        )
        sha256 = hashlib.sha256(base64.b64decode(LETTER)).hexdigest()
        self.assertEqual(line.details["proof_sha256"], sha256)
        self.assertEqual(line.details["asked_on"], str(self._today()))
        self.assertEqual(line.user_id, self.adviser)
        self.assertEqual(self.lines("cancelled").rank, line.rank + 1)
        self.assertFalse(self.document._findings()[self.document])

    def test_everyone_is_told_once_who_and_why(self):
        self.record()
        mails = self._new()
        people = (
            self.agent, self.rh, self.rh_host, self.authority, self.authority_host,
            self.tutor,
        )  # fmt: skip
        self.assertWrittenTo(mails, *people)
        for mail in mails:
            self.assertIn(NAME, mail.body_html)
            self.assertIn(REASON, mail.body_html)

    def test_the_tutor_named_by_an_avenant_is_told(self):
        other = self._cast_user("autre.tuteur", "Lise Tuteur", "base.group_portal")
        new = {"tutor_id": other.partner_id.id, "tutor_function": "Cheffe"}
        self.sign_all(self.freeze(self.avenant(change_tutor=True, **new)))
        self._new()
        self.record()
        self.assertEqual(len(self.mail_to(self._new(), other)), 1)

    def test_who_no_longer_acts_is_told_too(self):
        self.role_authority.date_end = self._today() - timedelta(days=1)
        self.record()
        mail = self.mail_to(self._new(), self.authority)
        self.assertEqual(len(mail), 1)
        self.assertIn(NAME, mail.body_html)

    def test_the_agent_withdraws(self):
        self.record(party="agent", asked_name="Aurélie Durand")
        self.assertEqual(self.request.state, "withdrawn")
        self.assertEqual(self.convention.state, "cancelled")

    def test_its_parties_still_read_what_was_signed(self):
        document = self.convention.document_id
        self.record()
        self.env.invalidate_all()
        for user in (self.agent, self.rh, self.rh_host):
            act = self.convention.with_user(user)
            shown = act._portal_values()
            self.assertTrue(shown["has_file"])
            self.assertEqual(shown["state"], "cancelled")
            self.assertTrue(shown["signatories"])
            self.assertFalse(shown["my_turn"])
            self.assertEqual(act._portal_document(), document)
            self.assertTrue(act._portal_document().frozen_file)

    def test_the_document_verifies_as_cancelled(self):
        avenant = self.moved()
        self.sign_all(self.freeze(avenant))
        codes = (self.document | avenant.document_id).mapped("verification_code")
        verified = self.env["mobility.document"].with_user(self.public).sudo()._verified
        self.assertNotIn("cancelled", [verified(code)["status"] for code in codes])
        self.record()
        self.assertEqual(
            [verified(code)["status"] for code in codes], ["cancelled"] * 2
        )
        self.assertEqual(avenant.state, "cancelled")
        self.assertFalse(self.links(avenant.document_ids.signatory_ids))

    def test_an_adviser_attaches_what_they_wrote(self):
        with self.assertRaisesRegex(UserError, "attach what they wrote"):
            self.record(proof=False)
        self.assertStands()

    def test_what_they_wrote_can_be_opened(self):
        for content in (
            b"MZ\x90 programme",
            b"%PDF-1.4 coup\xc3\xa9",
            b"<html></html>",
        ):
            with self.subTest(content):
                with self.assertRaisesRegex(UserError, "cannot be kept"):
                    self.record(proof=base64.b64encode(content))
                with self.assertRaisesRegex(UserError, "cannot be kept"):
                    self.record(self.manager, proof=base64.b64encode(content))
        self.assertStands()

    def test_a_manager_says_who_asked_and_why(self):
        for missing in ("party", "asked_name", "reason", "asked_on"):
            with self.subTest(missing), self.assertRaises(UserError):
                self.record(self.manager, proof=False, **{missing: False})
        self.assertStands()
        self.record(self.manager, proof=False, party="cdg", asked_name="La présidente")
        self.assertEqual(self.convention.given_up_way, "manager")
        self.assertEqual(self.convention.given_up_recorded_by_id, self.manager)
        self.assertEqual(self.request.state, "cancelled")

    def test_an_adviser_does_not_speak_for_the_centre_de_gestion(self):
        wizard = self.env["mobility.change.wizard"]
        for user, offered in ((self.adviser, False), (self.manager, True)):
            field = wizard.with_user(user).fields_get(["party"])["party"]
            self.assertEqual("cdg" in dict(field["selection"]), offered, user.name)
        with self.assertRaisesRegex(UserError, "only the agent, the employer"):
            self.record(party="cdg", asked_name="La présidente")
        self.assertStands()

    def test_the_letter_is_dated_since_the_convention_was_made(self):
        today, one = self._today(), timedelta(days=1)
        for day in (today - one, today + one):
            with self.subTest(day), self.assertRaisesRegex(UserError, "is dated"):
                self.record(asked_on=day)
        self.assertStands()
        self.record(asked_on=today)
        self.assertEqual(self.convention.given_up_on, today)

    def test_until_the_eve_of_the_first_day(self):
        first = self.request.date_start
        give_up = ("host", NAME, REASON, "letter")
        with self.assertRaisesRegex(UserError, "first day has come"):
            on_day(self.convention, first)._give_up(*give_up)
        self.assertStands()
        on_day(self.convention, first - timedelta(days=1))._give_up(*give_up)
        self.assertEqual(self.convention.state, "cancelled")

    def test_once(self):
        wizard, late = self.wizard(), self.wizard()
        wizard.action_confirm()
        self._new()
        with self.assertRaises(UserError):
            late.action_confirm()
        self.assertFalse(self._new())
        self.assertEqual(len(self.lines("given_up")), 1)

    def test_only_staff_record_it(self):
        for user in (self.agent, self.rh, self.authority, self.tutor, self.internal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.wizard(user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.convention.with_user(user)._give_up_on_record(
                    "host", NAME, self._today(), REASON, LETTER
                )
        self.assertStands()

    def test_the_trace_is_not_written_by_hand(self):
        for user in (self.adviser, self.manager):
            for vals in ({"given_up_by": "agent"}, {"given_up_proof": LETTER}):
                with self.assertRaises(AccessError):
                    self.convention.with_user(user).write(vals)
        self.record()
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mobility.convention"),
                ("res_id", "=", self.convention.id),
                ("res_field", "=", "given_up_proof"),
            ]
        )
        self.assertEqual(len(file), 1)
        for act in (lambda: file.write({"raw": b"autre"}), file.unlink):
            with self.assertRaises(AccessError):
                act()

    def test_closing_the_request_asks_the_same(self):
        for way, party in (("withdrawn", "agent"), ("cancelled", False)):
            wizard = (
                self.env["mobility.ending.wizard"].with_user(self.adviser)
                .create({"request_id": self.request.id, "way": way, "reason": REASON})
            )  # fmt: skip
            action = wizard.action_confirm()
            asks = self.env[action["res_model"]].browse(action["res_id"])
            self.assertTrue(asks.given_up)
            self.assertEqual((asks.party, asks.reason), (party, REASON))
            self.assertStands()

    def test_the_name_of_who_signed_is_proposed(self):
        wizard = self.wizard(party="employer")
        for party, user in (("agent", self.agent), ("employer", self.authority)):
            wizard.party = party
            self.assertIn(user.name, wizard.asked_name)

    def test_before_everyone_has_signed_it_stays_as_it_was(self):
        convention = self.frozen_convention(self.agreed_request(self.candidate2))
        with self.assertRaisesRegex(UserError, "no longer signed"):
            convention._give_up("host", NAME, REASON, "letter")
        convention.with_user(self.adviser).action_cancel(REASON)
        self.assertEqual(convention.request_id.state, "agreed")
