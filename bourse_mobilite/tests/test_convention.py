"""A convention from the draft to the signed paper: complete, guarded, made once."""

import base64
import hashlib

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import guard
from .common import MobilityCase, small_pdf

SCAN = base64.b64encode(small_pdf("Signé à la main"))


@tagged("post_install", "-at_install")
class TestConvention(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 5

    def setUp(self):
        super().setUp()
        self.request = self.agreed_request()
        self.request.action_make_convention()
        self.convention = self.request._convention()

    def labels(self):
        return [label for label, _record in self.convention._missing()]

    def test_a_request_that_is_not_agreed_has_no_convention(self):
        request = self.submitted_request(self.candidate2)
        with self.assertRaisesRegex(UserError, "once the employer and the host"):
            request.action_make_convention()

    def test_the_draft_is_filled_with_all_that_is_known(self):
        convention = self.convention
        self.assertEqual(convention.state, "draft")
        self.assertEqual(convention.functions_observed, self.offer.name)
        self.assertEqual(convention.activities, self.offer.description)
        self.assertEqual(convention.service, "Accueil et état civil")
        self.assertEqual(convention.place, "2 rue de l'Hôtel de Ville, 60310 Lassigny")
        self.assertEqual(convention.tutor_id, self.tutor.partner_id)
        self.assertEqual(convention.tutor_function, "Secrétaire générale")
        self.assertEqual(convention.employer_signatory_id, self.role_authority)
        self.assertEqual(convention.host_signatory_id, self.role_authority_host)
        self.assertEqual(convention._missing(), [])
        self.assertFalse(convention.missing_html)

    def test_asking_twice_opens_the_same_convention(self):
        action = self.request.action_make_convention()
        self.assertEqual(action["res_id"], self.convention.id)

    def test_each_thing_that_is_missing_is_named_alone(self):
        convention, tutor = self.convention, self.tutor.partner_id
        origin, host = self.origin, self.host
        away = {"street": False, "street2": False, "zip": False, "city": False}
        yesterday = fields.Date.subtract(self._today(), days=1)
        cases = [
            ("Functions observed", convention, {"functions_observed": False}),
            ("Place", convention, {"place": False}),
            ("Tutor", convention, {"tutor_id": False}),
            (f"Phone or e-mail of the tutor, {tutor.name}", tutor,
             {"email": False, "phone": False}),
            ("Grade or cadre d'emplois of the agent", self.candidate,
             {"cadre_id": False, "corps_name": False}),
            (f"SIRET of {origin.name}", origin, {"company_registry": False}),
            (f"SIRET of {host.name}", host, {"company_registry": False}),
            (f"Address of {origin.name}", origin, away),
            (f"Address of {host.name}", host, away),
            (f"Signs for the employer ({origin.name})", convention,
             {"employer_signatory_id": False}),
            (f"Signs for the host ({host.name})", convention,
             {"host_signatory_id": False}),
            (f"Quality of {self.authority.name}", self.role_authority,
             {"quality": False}),
            (f"Quality of {self.authority_host.name}", self.role_authority_host,
             {"quality": False}),
            (f"{self.authority.name} no longer signs for {origin.name}",
             self.role_authority, {"date_end": yesterday}),
            (f"{self.rh_host.name} is no signing authority of {host.name}", convention,
             {"host_signatory_id": self.role_rh_host.id}),
        ]  # fmt: skip
        self.role_rh_host.quality = "DRH"
        for label, record, removed in cases:
            kept = {name: record[name] for name in removed}
            kept = record._convert_to_write(kept)
            with self.subTest(label):
                self.assertFalse(convention.missing_html)
                record.write(removed)
                self.assertEqual(self.labels(), [label])
                self.assertIn(label.replace("'", "&#39;"), convention.missing_html)
                with self.assertRaises(UserError) as refusal:
                    convention.action_freeze()
                self.assertIn(f"Missing: {label}.", str(refusal.exception))
                self.assertFalse(convention.document_ids)
            record.write(kept)

    def test_a_request_whose_days_are_gone_is_incomplete(self):
        guard.acting(self.request).day_ids = [fields.Command.clear()]
        self.assertEqual(self.labels(), ["Days of the immersion"])

    def test_what_is_missing_opens_the_record_that_lacks_it(self):
        self.host.company_registry = False
        self.assertIn(
            f'href="/odoo/res.partner/{self.host.id}"', self.convention.missing_html
        )

    def test_without_any_authority_the_employer_is_the_one_to_open(self):
        self.convention.employer_signatory_id = False
        self.role_authority.date_end = "2020-01-01"
        self.assertEqual(self.convention._missing()[0][1], self.origin)

    def test_a_name_in_the_list_of_what_is_missing_is_only_text(self):
        self.host.write({"name": "<img src=x onerror=alert(1)>", "city": False,
                         "zip": False, "street": False})  # fmt: skip
        self.assertIn("&lt;img src=x", self.convention.missing_html)
        self.assertNotIn("<img", self.convention.missing_html)

    def test_a_request_withdrawn_meanwhile_is_not_frozen(self):
        self.request.action_withdraw()
        with self.assertRaisesRegex(UserError, "no longer agreed"):
            self.convention.action_freeze()

    def test_frozen_once_and_only_once(self):
        self.frozen_convention(self.request)
        self.assertEqual(self.convention.state, "to_sign")
        self.assertEqual(self.request.waiting_for, "signatories")
        with self.assertRaisesRegex(UserError, "already made"):
            self.convention.action_freeze()
        self.assertEqual(len(self.convention.document_ids), 1)
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            self.convention.with_user(self.adviser).place = "Ailleurs"

    def test_the_parent_is_written_before_anything_is_read(self):
        """What makes a second person's freezing wait, then find the first one's."""
        turns = self.request.sudo().turns
        self.frozen_convention(self.request)
        self.assertEqual(self.request.sudo().turns, turns + 1)
        self.convention.action_cancel("Erreur")
        self.assertEqual(self.request.sudo().turns, turns + 2)

    def test_the_frozen_file_stays_what_it_was(self):
        self.frozen_convention(self.request)
        document = self.convention.document_id
        before = document.frozen_file
        self.host.write({"name": "Autre nom", "street": "Autre rue"})
        self.agent.partner_id.name = "Autre agent"
        self.role_authority_host.quality = "Autre qualité"
        document.invalidate_recordset()
        self.assertEqual(document.frozen_file, before)
        self.assertEqual(
            document.frozen_sha256,
            hashlib.sha256(base64.b64decode(before)).hexdigest(),
        )
        row = document.signatory_ids.filtered(lambda one: one.party == "host")
        self.assertEqual(row.quality, "Maire")

    def test_three_parties_sign_in_the_order_of_the_law(self):
        self.frozen_convention(self.request)
        rows = self.convention.signatory_ids
        self.assertEqual(rows.mapped("party"), ["agent", "employer", "host", "cdg"])
        people = (self.agent | self.authority | self.authority_host).partner_id
        self.assertEqual(rows.partner_id, people | self.env.company.partner_id)
        self.assertEqual(rows.mapped("step"), [1, 1, 1, 5], "the visa comes last")
        self.assertEqual(rows.mapped("role"), ["signature"] * 3 + ["visa"])

    def _paper(self, rows):
        self.env["mobility.paper.wizard"].with_user(self.adviser).create(
            {
                "convention_id": self.convention.id,
                "signatory_ids": [fields.Command.set(rows.ids)],
                "code": self.convention.document_id.verification_code,
                "scan": SCAN,
                "scan_name": "signée.pdf",
            }
        ).action_confirm()

    def test_signed_on_paper_one_after_the_other(self):
        self.frozen_convention(self.request)
        rows = self.convention.signatory_ids
        *parties, visa = rows
        for row in parties:
            self.assertEqual(self.convention.state, "to_sign")
            self._paper(row)
        with self.assertRaisesRegex(UserError, "given by a person"):
            self._paper(visa)
        visa.with_user(self.adviser).action_give_visa()
        self.assertEqual(self.convention.document_id.state, "signed")
        self.assertEqual(self.convention.state, "signed")
        self.assertEqual(self.request.waiting_for, "nobody")
        self.assertEqual(rows.mapped("method"), ["paper"] * 3 + ["portal"])
        self.assertEqual(rows[:3].recorded_by_id, self.adviser)
        with self.assertRaisesRegex(UserError, "no longer asked to sign"):
            rows[0].sudo()._sign_on_paper(SCAN, "x.pdf", self._today())

    def test_cancelled_then_made_again(self):
        self.frozen_convention(self.request)
        first = self.convention
        first.with_user(self.adviser).action_cancel("Erreur de lieu")
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(first.document_ids.state, "cancelled")
        self.assertTrue(first.document_ids.frozen_file, "the file is kept")
        with self.assertRaisesRegex(UserError, "already closed"):
            first.action_cancel()
        self.request.action_make_convention()
        second = self.request._convention()
        self.assertNotEqual(second, first)
        self.assertNotEqual(second.number, first.number)
        self.frozen_convention(self.request)
        self.assertEqual((first.state, second.state), ("cancelled", "to_sign"))

    def test_no_hand_writes_what_the_acts_write(self):
        self.frozen_convention(self.request)
        convention = self.convention.with_user(self.adviser)
        forged = convention.with_context(mobility_act=True)
        other = self.agreed_request(self.candidate2)
        for name, value in {
            "number": "C-1",
            "state": "signed",
            "ended_as": "done",
            "request_id": other.id,
            "document_id": False,
            "document_ids": [fields.Command.clear()],
            "signatory_ids": [fields.Command.clear()],
            "frozen_file": base64.b64encode(small_pdf()),
            "candidate_id": self.candidate2.id,
            "employer_id": self.third.id,
            "host_id": self.third.id,
            "date_start": "2020-01-01",
        }.items():
            for record in (convention, forged):
                with self.subTest(name), self.assertRaises(AccessError):
                    record.write({name: value})
        document = convention.document_id
        for record, values in (
            (document, {"frozen_file": base64.b64encode(small_pdf())}),
            (document, {"frozen_sha256": "0"}),
            (document, {"dropped_as": "replaced"}),
            (document.signatory_ids[0], {"state": "signed"}),
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                record.with_context(mobility_act=True).write(values)

    def test_the_stored_file_cannot_be_swapped_from_below(self):
        self.frozen_convention(self.request)
        stored = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "mobility.document"),
                    ("res_id", "=", self.convention.document_id.id),
                    ("res_field", "=", "frozen_file"),
                ]
            )
        )
        self.assertEqual(len(stored), 1)
        for user in (self.adviser, self.manager):
            with self.assertRaises(AccessError):
                stored.with_user(user).write({"raw": b"%PDF-1.4 other"})
            with self.assertRaises(AccessError):
                stored.with_user(user).unlink()

    def test_a_party_neither_freezes_nor_cancels(self):
        for user in (self.agent, self.authority, self.rh_host):
            convention = self.convention.with_user(user)
            with self.assertRaises(AccessError):
                convention.action_freeze()
        self.frozen_convention(self.request)
        for user in (self.agent, self.authority, self.rh_host):
            with self.assertRaises(AccessError):
                self.convention.with_user(user).action_cancel("Non")
        self.assertEqual(self.convention.state, "to_sign")

    def test_what_was_made_is_never_deleted(self):
        self.frozen_convention(self.request)
        with self.assertRaisesRegex(UserError, "is kept"):
            self.convention.with_user(self.manager).unlink()
