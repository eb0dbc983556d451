"""An avenant: made on what everyone signed, in force when everyone has signed it."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting, on_day
from .change_case import WHY, AvenantCase
from .signing_case import EVIDENCE

PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestAvenant(AvenantCase):
    def labels(self, avenant):
        return [label for label, _record in avenant._missing()]

    def test_the_draft_holds_what_is_true_today(self):
        avenant = self.avenant()
        self.assertEqual(avenant.number, 1)
        self.assertEqual(avenant.name, f"{self.convention.number}-A1")
        self.assertEqual(avenant.place, self.convention.place)
        self.assertEqual(avenant.tutor_id, self.convention.tutor_id)
        self.assertEqual(
            avenant.day_ids.mapped("date"),
            self.request.day_ids.sorted("date").mapped("date"),
        )
        self.assertEqual(avenant.state, "draft")
        self.assertFalse(self._new(), "nobody is told of a draft")

    def test_only_on_what_everyone_signed(self):
        request = self.agreed_request(self.candidate2)
        convention = self.frozen_convention(request)
        for user in (self.adviser, self.manager):
            with self.assertRaisesRegex(UserError, "everyone has signed"):
                convention.with_user(user).action_make_avenant()
            with self.assertRaises(AccessError):
                self.env["mobility.avenant"].with_user(user).create(
                    {"convention_id": convention.id}
                )

    def test_one_is_open_at_a_time(self):
        first = self.avenant()
        self.assertEqual(self.avenant(), first, "the button opens the one under way")
        with self.assertRaisesRegex(UserError, "finish it or cancel it"):
            self.convention._check_can_be_amended()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            acting(self.env["mobility.avenant"]).create(
                {"convention_id": self.convention.id}
            )
        first.with_user(self.adviser).action_cancel()
        self.assertEqual(self.avenant().number, 2)

    def test_each_thing_that_is_missing_is_named(self):
        avenant = self.avenant()
        self.assertEqual(self.labels(avenant), ["What changes: tick at least one box"])
        avenant.write({"change_period": True, "day_ids": [(5, 0, 0)]})
        self.assertEqual(self.labels(avenant), ["The new days"])
        avenant.write({"change_period": False, "change_place": True, "place": False})
        self.assertEqual(self.labels(avenant), ["Place"])
        avenant.write({"change_place": False, "change_tutor": True, "tutor_id": False})
        self.assertEqual(self.labels(avenant), ["Tutor"])
        person = self.env["res.partner"].create({"name": "Sans Adresse"})
        avenant.write({"tutor_id": person.id, "tutor_function": False})
        self.assertEqual(
            self.labels(avenant),
            [
                "Phone or e-mail of the tutor, Sans Adresse",
                "Function of the tutor, Sans Adresse",
            ],
        )
        avenant.write({"change_tutor": False, "early_end": True})
        self.assertEqual(self.labels(avenant), ["Last day spent there", "Why"])
        with self.assertRaisesRegex(UserError, "Last day spent there, Why"):
            self.freeze(avenant)
        self.assertFalse(avenant.document_ids)

    def test_what_is_still_the_same_is_no_change(self):
        avenant = self.avenant(change_place=True, change_tutor=True, change_period=True)
        with self.assertRaises(UserError) as refusal:
            self.freeze(avenant)
        for word in ("days", "place", "tutor"):
            self.assertRegex(str(refusal.exception), f"(?i){word}.* still the same")

    def test_nothing_changes_before_the_last_signature(self):
        place, days = self.convention.place, self.request.day_ids.mapped("date")
        new = self.open_days(4)
        avenant = self.on_days(new)
        avenant.write(
            {
                "change_place": True,
                "place": PLACE,
                "service": "Urbanisme",
                "change_tutor": True,
                "tutor_id": self.rh_host.partner_id.id,
                "tutor_function": "DRH",
            }
        )
        document = self.freeze(avenant)
        self.document = document
        self.sign("agent", "employer", "host")
        self.assertEqual(self.convention.place, place)
        self.assertEqual(self.request.day_ids.mapped("date"), days)
        self.assertFalse(avenant.applied_on)
        self.sign("cdg")
        self.assertEqual(avenant.state, "signed")
        self.assertEqual(avenant.applied_on, self._today())
        self.assertEqual(self.convention.place, PLACE)
        self.assertEqual(self.convention.service, "Urbanisme")
        self.assertEqual(self.convention.tutor_id, self.rh_host.partner_id)
        self.assertEqual(self.convention.tutor_function, "DRH")
        self.assertEqual(self.request.day_ids.sorted("date").mapped("date"), new)
        self.assertEqual(
            (self.request.date_start, self.request.date_end), (new[0], new[-1])
        )
        self.assertEqual(self.convention.date_start, new[0])
        self.assertEqual(self.request.days, 4)
        self.assertEqual(self.convention.state, "signed")

    def test_what_was_before_stays_readable(self):
        before = self.convention.place
        avenant = self.moved()
        self.sign_all(self.freeze(avenant))
        self.assertEqual(avenant.changes[0][1:], ["Lieu", before, PLACE])
        for record in (self.convention, self.request):
            self.assertIn(before, record.message_ids[0].body)
            self.assertIn(PLACE, record.message_ids[0].body)
        self.assertEqual(
            self.convention.document_id.state,
            "signed",
            "the convention stays what it was",
        )

    def test_the_same_people_sign(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        first = self.convention.document_id.signatory_ids
        self.assertEqual(
            [(row.party, row.role, row.step) for row in document.signatory_ids],
            [(row.party, row.role, row.step) for row in first],
        )
        self.assertEqual(
            document.signatory_ids.filtered(
                lambda row: row.role == "signature"
            ).partner_id,
            (self.agent | self.authority | self.authority_host).partner_id,
        )
        self.assertWrittenTo(
            self._new(), self.agent, self.authority, self.authority_host
        )

    def test_it_is_a_document_of_its_own(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        self.assertEqual((document.kind, document.version), ("avenant", 1))
        self.assertFalse(document.convention_id)
        self.assertEqual(document._owner(), avenant)
        self.assertEqual(self.convention.document_id, self.document)
        self.assertNotEqual(document.verification_code, self.document.verification_code)
        with self.assertRaises(AccessError):
            acting(document.sudo()).write({"avenant_id": False})

    def test_refused_then_corrected_then_signed(self):
        avenant = self.moved()
        first = self.freeze(avenant)
        self.row("host", first)._refuse(WHY, EVIDENCE)
        self.assertEqual(avenant.state, "to_sign")
        self.assertTrue(self.activities(avenant, "activity_signature_refused"))
        avenant.with_user(self.adviser).action_correct(WHY)
        self.assertEqual(avenant.state, "draft")
        avenant.with_user(self.adviser).place = "10 rue Neuve, 60310 Lassigny"
        second = self.freeze(avenant)
        self.assertEqual((first.state, second.version), ("replaced", 2))
        self.assertEqual(first._in_force(), second)
        self.sign_all(second)
        self.assertEqual(self.convention.place, "10 rue Neuve, 60310 Lassigny")

    def test_a_substitute_signs_an_avenant(self):
        role = self._cast_role(self.rh_third, self.host, "authority", quality="DGS")
        document = self.freeze(self.moved())
        new = self.row("host", document).with_user(self.adviser)._substitute(role)
        self.sign_all(document)
        self.assertEqual(new.state, "signed")
        self.assertEqual(self.convention.place, PLACE)

    def test_cancelled_with_a_reason_while_it_is_signed(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        self._new()
        for nothing in ("", None, " "):
            with self.assertRaises(UserError):
                avenant.with_user(self.adviser).action_cancel(nothing)
        avenant.with_user(self.adviser).action_cancel(WHY)
        mails = self._new()
        self.assertWrittenTo(mails, self.agent, self.authority, self.authority_host)
        self.assertEqual((avenant.state, document.state), ("cancelled", "cancelled"))
        self.assertFalse(self.links(document.signatory_ids))
        self.assertNotEqual(self.convention.place, PLACE)
        self.assertEqual(self.convention.state, "signed")

    def test_what_is_in_force_is_not_cancelled_nor_corrected(self):
        avenant = self.moved()
        self.sign_all(self.freeze(avenant))
        for act in (
            lambda: avenant.action_cancel(WHY),
            lambda: avenant.action_correct(WHY),
            lambda: avenant.action_apply(),
            lambda: avenant.write({"place": "Ailleurs"}),
            lambda: avenant.day_ids.unlink(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_it_dies_with_its_convention(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        self._new()
        self.convention._give_up("host", "La maire", WHY, "letter")
        self.assertEqual((avenant.state, document.state), ("cancelled", "cancelled"))
        # One mail each: that of the immersion.
        self.assertWrittenTo(
            self._new(), self.agent, self.rh, self.rh_host, self.authority,
            self.authority_host, self.tutor,
        )  # fmt: skip
        self.assertFalse(self.links(document.signatory_ids))

    def test_it_dies_with_the_immersion(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        first = on_day(self.request.with_user(self.adviser), self.request.date_start)
        first.action_no_show("Ne s’est pas présentée.")
        self.assertEqual(avenant.state, "cancelled")
        self.assertEqual(document.state, "cancelled")

    def test_a_signature_on_paper_is_not_taken_back_under_it(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        with self.assertRaisesRegex(UserError, "avenant rests on it"):
            self.row("host").with_user(self.adviser).action_undo_paper(WHY)
        self.sign_all(document)
        with self.assertRaisesRegex(UserError, "avenant rests on it"):
            self.row("host", document).with_user(self.adviser).action_undo_paper(WHY)
        self.assertEqual(document.state, "signed")

    def test_two_after_each_other(self):
        self.sign_all(self.freeze(self.moved()))
        second = self.avenant(change_place=True, place="11 rue Vieille, 60310 Lassigny")
        self.assertEqual(second.number, 2)
        self.sign_all(self.freeze(second))
        self.assertEqual(second.changes[0][2], PLACE)
        self.assertEqual(self.convention.place, "11 rue Vieille, 60310 Lassigny")

    def test_a_paper_is_recorded_for_the_avenant(self):
        document = self.freeze(self.moved())
        row = self.row("host", document).with_user(self.adviser)
        context = row.action_open_paper()["context"]
        wizard = (
            self.env["mobility.paper.wizard"].with_user(self.adviser)
            .with_context(**context)
            .create({"scan": "eA==", "code": document.verification_code})
        )  # fmt: skip
        self.assertEqual(wizard.document_id, document)
        self.assertEqual(wizard.signatory_ids, row)
