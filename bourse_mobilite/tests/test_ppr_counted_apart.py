"""What is counted, numbered, named or logged on the way says nothing of a PPR."""

from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import UndefinedColumn

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_apart import FIRST_ID
from .ppr_convention_case import PprApartCase
from .signing_case import EVIDENCE, SigningCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestPprCountedApart(SigningCase, PprApartCase):
    def test_signed_with_the_same_code_each_series_is_counted_apart(self):
        acts = [self.document]
        self.offer.capacity = 9
        again = self.frozen_convention(self.agreed_request(self.candidate2))
        acts.append(again.sudo().document_id)
        ppr = self.written_ppr().sudo().document_id
        rows = self.env["mobility.signatory"].concat(
            *(self.row("employer", act) for act in (*acts, ppr))
        )
        self.assertEqual(len(rows.partner_id), 1)
        code, digits = self.asked(rows)
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        self.assertEqual(set(rows.mapped("state")), {"signed"})
        for act, count in ((acts[0], 2), (acts[1], 2), (ppr, 1)):
            kept = self.lines("signed", act).details
            self.assertEqual(kept["documents"], count)
            self.assertEqual(act._findings()[act], [])
        for act in acts:
            lines = act.journal_ids.with_user(self.adviser)
            told = str(lines.mapped("details")) + str(act._certificate())
            self.assertNotIn(ppr.name, told)
            self.assertNotIn(str(FIRST_ID)[:7], told)

    def test_no_file_and_no_tab_is_called_by_what_it_is(self):
        french = self.env["mobility.document"].with_context(lang="fr_FR")
        document = self.written_ppr().sudo().document_id.with_env(french.env)
        row = self.rows_of(document.ppr_id)[0].with_env(french.env)
        self.assertEqual(row._portal_values()["tab"], f"Document {document.name}")
        self.assertIn("PPR", row._portal_values()["title"])
        self.assertTrue(document.frozen_name.startswith(f"Document {document.name} - "))
        self.sign_all_ppr(document.ppr_id)
        sealed = self.sealed_ppr(self.candidate2).sudo().document_id
        for one in (document, sealed.with_env(french.env)):
            names = (one.frozen_name, one.sealed_name or "", *one._given_file())
            self.assertSaysNothing(
                *names, also=["convention", one.ppr_id.employer_name]
            )
        self.assertTrue(sealed.sealed_name)
        # An ordinary one is called by what it is.
        act = self.document.with_env(french.env)
        self.assertIn("onvention", act.frozen_name)
        self.assertEqual(self.row("agent", act)._portal_values()["tab"],
                         act.display_name)  # fmt: skip

    @mute_logger(*_QUIET)
    def test_the_administrator_counts_what_one_may_read(self):
        models = self.env["ir.model"].with_user(self.admin)

        def counted():
            self.env.flush_all()
            self.env.invalidate_all()
            rows = models.search([("model", "=like", "mobility.%")])
            return {one.model: one.count for one in rows}

        before = counted()
        self.sealed_ppr()
        self.assertEqual(counted(), before)
        self.assertFalse(before["mobility.ppr"])
        # The referent, who reads them, has them counted; Odoo counts its own models.
        self.referent.group_ids += self.env.ref("base.group_erp_manager")
        models = models.with_user(self.referent)
        after = counted()
        for name in ("mobility.ppr", "mobility.ppr.event", "mobility.read.log"):
            self.assertEqual(after[name], self.env[name].sudo().search_count([]), name)
        self.assertGreater(after["mobility.ppr"], 0)
        self.assertGreater(after["mobility.document"], before["mobility.document"])
        users = models.search([("model", "=", "res.users")])
        everyone = self.env["res.users"].sudo().with_context(active_test=False)
        self.assertGreaterEqual(users.count, everyone.search_count([]))

    def test_an_export_leaves_no_external_id(self):
        self.referent.group_ids += self.env.ref("base.group_allow_export")
        document = self.sealed_ppr().sudo().document_id
        act, names = self.document, self.env["ir.model.data"].sudo()
        kept = names.search_count([])
        ppr = document.ppr_id
        for rows in (ppr, ppr.event_ids, ppr.read_ids, ppr.action_ids, document,
                     document.signatory_ids, document.journal_ids):  # fmt: skip
            told = rows.with_user(self.referent).export_data(["id", ".id"])["datas"]
            self.assertEqual(told, [["", str(one)] for one in rows.ids], rows._name)
        told = ppr.with_user(self.referent).export_data(
            ["candidate_name", "document_id/id", "action_ids/id", "event_ids/id"]
        )["datas"]
        self.assertEqual({cell for line in told for cell in line[1:]}, {""})
        self.assertEqual(names.search_count([]), kept)
        # Of the others, Odoo makes one, in the same export too.
        told = (act | document).sudo().export_data(["id"])["datas"]
        self.assertTrue(told[0][0].startswith("__export__.mobility_document_"))
        self.assertEqual(told[1], [""])
        self.assertEqual(names.search_count([]), kept + 1)

    def test_two_at_once_leave_no_word_in_the_log(self):
        self.make_ppr()
        files = self.env.registry["mobility.ppr"]
        with (
            patch.object(files, "_check_none_open", lambda _self, _vals: None),
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.make_ppr()
        self.assertEqual(len(log.output), 1)
        self.assertIn("A query was refused: UniqueViolation", log.output[0])
        self.assertSaysNothing(*log.output, also=["definitive", "INSERT", "Durand"])
        # Any other query is written as it was.
        with (
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(UndefinedColumn),
            self.cr.savepoint(flush=False),
        ):
            self.cr.execute("SELECT nothing FROM mobility_offer")
        self.assertIn("mobility_offer", log.output[0])

    @mute_logger(*_QUIET)
    def test_no_message_and_no_activity_names_one_by_its_number(self):
        document = self.sealed_ppr().sudo().document_id
        rows = (document, document.signatory_ids[0], document.journal_ids[0])
        for user in (self.adviser, self.admin, self.agent2, self.referent):
            messages = self.env["mail.message"].with_user(user)
            activities = self.env["mail.activity"].with_user(user)
            for row in rows:
                model = self.env["ir.model"]._get_id(row._name)
                for number in (row.id, row.id + 900, str(row.id)):
                    target = {"model": row._name, "res_id": number}
                    with self.refused("No message is written here"):
                        messages.create({**target, "body": "?"})
                    named = {f"default_{name}": told for name, told in target.items()}
                    with self.refused("No message is written here"):
                        messages.with_context(**named).create({"body": "?"})
                    with self.refused("No activity is planned here"):
                        activities.create({"res_model_id": model, "res_id": number})
        message = self.env["mail.message"].create({"body": "?"})
        target = {"model": "mobility.document", "res_id": document.id}
        with self.refused("No message is written here"):
            message.write(target)
        message.write({"model": "mobility.document", "res_id": self.document.id})
        with self.refused("No message is written here"):
            message.write({"res_id": document.id})
        with self.assertRaises(UserError):
            message.write({"model": "mobility.ppr"})

    @mute_logger(*_QUIET)
    def test_the_window_of_a_paper_takes_no_number_of_a_document(self):
        document = self.sealed_ppr().sudo().document_id
        wizards = self.env["mobility.paper.wizard"].with_user(self.adviser)
        own = {"convention_id": self.convention.id, "scan": "c2Nhbg=="}
        for number in (document.id, document.id + 900):
            named = wizards.create({**own, "document_id": number})
            default = wizards.with_context(default_document_id=number).create(own)
            for wizard in (named, default):
                wizard.write({"document_id": number})
                self.env.flush_all()
                self.assertEqual(wizard.document_id, self.document)
