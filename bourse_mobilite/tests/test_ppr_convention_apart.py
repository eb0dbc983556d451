"""For who is no party, the documents of a PPR are not there."""

from datetime import timedelta

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_apart import FIRST_ID
from .ppr_convention_case import SCAN, PprApartCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestPprDocumentHidden(PprApartCase):
    def setUp(self):
        super().setUp()
        self.ppr = self.sealed_ppr()
        document = self.ppr.sudo().document_id
        self.hidden = {
            "mobility.document": document,
            "mobility.signatory": document.signatory_ids,
            "mobility.journal": document.journal_ids,
        }

    def test_they_are_numbered_apart(self):
        act = self.frozen_convention().sudo().document_id
        for records in self.hidden.values():
            self.assertTrue(all(one >= FIRST_ID for one in records.ids))
        for records in (act, act.signatory_ids, act.journal_ids):
            self.assertTrue(all(one < FIRST_ID for one in records.ids))
        self.offer.capacity = 5
        again = self.frozen_convention(self.agreed_request(self.candidate2))
        self.assertEqual(again.sudo().document_id.id, act.id + 1)

    @mute_logger(*_QUIET)
    def test_staff_outside_the_group_finds_nothing_at_all(self):
        for model, records in self.hidden.items():
            for user in self.outsiders - self.internal:
                rows = self.env[model].with_user(user)
                self.assertFalse(rows.search([("id", "in", records.ids)]))
                self.assertFalse(rows.search_count([("id", ">=", FIRST_ID)]))
                self.assertFalse(rows.browse(records.ids).exists())
                (counted,) = rows.formatted_read_group([], [], ["id:max"])
                self.assertLess(counted["id:max"] or 0, FIRST_ID)
                own = rows.browse(records[0].id)
                unused = rows.browse(FIRST_ID * 2)
                for play in (
                    lambda one: one.read(["id"]),
                    lambda one: one.export_data(["company_id"]),
                    lambda one: one.web_read({"id": {}}),
                    lambda one: one.check_access("read"),
                    lambda one: one.write({}),
                    lambda one: one.display_name,
                ):
                    told = [self.error_of(play, one) for one in (own, unused)]
                    self.assertEqual(
                        told[0].replace(str(own.id), "N"),
                        told[1].replace(str(unused.id), "N"),
                    )

    def error_of(self, play, record):
        # As in a request of their own: nothing is known yet.
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            return f"answered {play(record)}"
        except (AccessError, MissingError, UserError) as error:
            return f"{type(error).__name__} {error}"

    @mute_logger(*_QUIET)
    def test_no_method_of_theirs_answers(self):
        document = self.hidden["mobility.document"]
        row = document.signatory_ids[0]
        for user in self.outsiders - self.internal:
            for record, name in (
                (document, "action_check_now"),
                (document, "action_seal_again"),
                (document, "action_download"),
                (row, "action_send_again"),
                (row, "action_open_paper"),
                (row, "action_open_substitute"),
                (row, "action_give_visa"),
                (row, "action_open_unsign"),
            ):
                own = record.with_user(user)
                unused = own.browse(FIRST_ID * 2)
                told = [
                    self.error_of(lambda one, name=name: getattr(one, name)(), one)
                    for one in (own, unused)
                ]
                with self.subTest(name, user=user.login):
                    self.assertEqual(
                        told[0].replace(str(own.id), "N"),
                        told[1].replace(str(unused.id), "N"),
                    )

    @mute_logger(*_QUIET)
    def test_nor_the_files_behind_them(self):
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "in", ["mobility.document", "mobility.signatory"]),
                    ("res_id", ">=", FIRST_ID),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertTrue(files)
        for user in self.outsiders | self.agent2 | self.rh_host | self.tutor:
            rows = self.env["ir.attachment"].with_user(user)
            domain = [("id", "in", files.ids), ("res_field", "!=", False)]
            self.assertFalse(rows.search(domain), user.login)
            with self.assertRaises(UserError):
                rows.browse(files[0].id).read(["datas"])
        self.assertTrue(
            self.env["ir.attachment"]
            .with_user(self.referent)
            .browse(files[0].id)
            .read(["name"])
        )

    @mute_logger(*_QUIET)
    def test_on_the_portal_the_parties_alone(self):
        document = self.hidden["mobility.document"]
        for role, user in self.portal_users.items():
            found = self.env["mobility.document"].with_user(user).search([])
            rows = self.env["mobility.signatory"].with_user(user).search([])
            if role in ("agent", "rh", "authority"):
                self.assertEqual(found, document, role)
                self.assertEqual(rows, document.signatory_ids, role)
                self.assertTrue(found.with_user(user).read(["state", "frozen_file"]))
            else:
                self.assertFalse(found, role)
                self.assertFalse(rows, role)
                self.env.invalidate_all()
                # As of an id that nobody uses.
                self.assertEqual(document.with_user(user).read(["state"]), [])
        self.role_rh.date_end = self._today() - timedelta(days=1)
        self.assertFalse(self.env["mobility.document"].with_user(self.rh).search([]))

    def test_a_tutor_of_the_employer_is_no_party(self):
        self.role_rh.kind = "tutor"
        self.assertFalse(self.env["mobility.document"].with_user(self.rh).search([]))

    @mute_logger(*_QUIET)
    def test_a_printed_code_typed_by_an_adviser_names_nothing(self):
        act = self.frozen_convention()
        code = self.hidden["mobility.document"].verification_code
        wizard = (
            self.env["mobility.paper.wizard"]
            .with_user(self.adviser)
            .create(
                {
                    "convention_id": act.id,
                    "signatory_ids": act.document_id.signatory_ids[0].ids,
                    "code": code,
                    "scan": SCAN,
                }
            )
        )
        with self.assertRaises(UserError) as caught:
            wizard.action_confirm()
        self.assertIn("is not the one of this document", str(caught.exception))

    def test_every_reading_of_a_referent_is_noted(self):
        for records in self.hidden.values():
            self.env.cr.execute("DELETE FROM mobility_read_log")
            self.env.invalidate_all()
            records[0].with_user(self.referent).read(["id", "company_id"])
            self.assertEqual(
                self.ppr.sudo().read_ids.user_id, self.referent, records._name
            )

    def test_the_public_page_says_nothing(self):
        document = self.hidden["mobility.document"]
        said = self.env["mobility.document"]._verified(document.verification_code)
        self.assertEqual(said["kind"], "Document")
        self.assertSaysNothing(str(said), also=["Durand", "Bureautique"])
