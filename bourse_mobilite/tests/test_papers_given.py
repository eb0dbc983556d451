"""The attestation, and who may have the papers of an immersion."""

import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..reports import french
from ..rules import consent
from .assessment_case import DAY
from .papers_case import PaperCase


@tagged("post_install", "-at_install")
class TestAttestations(PaperCase):
    def test_once_it_took_place(self):
        convention = self.sealed()
        self.move_to(convention.request_id, self._today() - DAY)
        self.pass_by()
        self.assertFalse(convention._papers("attestation"), "not closed yet")
        convention.request_id.action_done()
        self.pass_by()
        paper = convention._papers("attestation")
        self.assertEqual((len(paper), paper.name), (1, f"AT-{convention.number}"))
        self.assertFalse(paper.issuer_id)
        self.assertEqual(
            (paper.signatory_ids.role, paper.signatory_ids.party), ("visa", "cdg")
        )
        self.pass_by()
        self.assertEqual(convention._papers("attestation"), paper)
        self.assertEqual(convention.state, "done")
        self.assertEqual(convention.document_id.kind, "convention")

    def test_not_of_one_who_did_not_come(self):
        convention = self.sealed()
        self.move_to(convention.request_id, self._today())
        convention.request_id.action_no_show("Absente")
        self.pass_by()
        self.assertFalse(convention._papers("attestation"))

    def test_of_the_days_that_were_held(self):
        convention = self.sealed()
        request = convention.request_id
        self.move_to(request, self._today() - DAY)
        missed = request.day_ids.sorted("date")[-1]
        request.action_done(missed=missed.ids)
        self.pass_by()
        summary = dict(convention._papers("attestation").summary)
        self.assertEqual(summary["Durée effective"], "2 jours ouvrés")
        self.assertNotIn(french.day(missed.date), summary["Dates"])

    def test_the_visa_is_given_by_staff(self):
        convention, paper = self.attested()
        todo = convention.activity_ids
        self.assertEqual(
            todo.activity_type_id, self.env.ref("bourse_mobilite.activity_visa")
        )
        self.assertEqual(todo.user_id, self.adviser)
        # The words of the button.
        self.assertIn("Donner l’attestation", todo.summary)
        for user in (self.internal, self.agent, self.rh):
            with self.assertRaises(AccessError):
                paper.with_user(user).action_sign_for_cdg()
        self.assertEqual(convention.signing_turn, "attestation")
        paper.with_user(self.adviser).action_sign_for_cdg()
        self.assertEqual(paper.state, "signed")
        self.assertEqual(paper.signatory_ids.name, "Odile Vasseur")
        self.assertFalse(convention.activity_ids, "nobody has to give it any more")
        self.assertEqual(convention.signing_turn, "complete")
        with self.assertRaises(UserError):
            paper.with_user(self.adviser).action_sign_for_cdg()
        self.seal(paper)
        self.assertFalse(convention.activity_ids)
        self.assertEqual(paper.given_to_agent_on, self._today())

    def test_what_is_declared_by_whom_and_in_what_quality(self):
        convention, paper = self.attested()
        declared = consent.text("attestation")
        row = paper.signatory_ids
        own = paper.with_user(self.adviser)
        action = convention.with_user(self.adviser).action_open_attestation()
        form = Form(own.browse(action["res_id"]), view=action["views"][0][0])
        self.assertEqual(form.declared_text, declared)
        self.assertEqual(form.giver_text, "Odile Vasseur, agent du centre de gestion")
        self.adviser.partner_id.function = "Conseillère mobilité"
        self.env.invalidate_all()
        self.assertEqual(own.giver_text, "Odile Vasseur, Conseillère mobilité")
        role = self._cast_role(
            self.adviser, convention.cdg_id, "authority", quality="Directrice"
        )
        role.date_end = self._today()
        self.env.invalidate_all()
        self.assertEqual(own.giver_text, "Odile Vasseur, Directrice")
        said = own.action_sign_for_cdg()
        self.assertIn("Aurélie Durand", said["params"]["message"])
        self.assertEqual((row.name, row.quality), ("Odile Vasseur", "Directrice"))
        line = paper.journal_ids.filtered(lambda one: one.event == "signed")
        self.assertEqual(line.details["consent_text"], declared)
        self.assertEqual(line.details["quality"], "Directrice")
        self.assertEqual(paper._findings()[paper.sudo()], [])
        (signature,) = paper.sudo()._certificate().signatures
        self.assertEqual(
            (signature.party, signature.name, signature.quality),
            ("Attestation donnée par", "Odile Vasseur", "Directrice"),
        )
        # What was given is shown as it was, whoever looks.
        self.assertEqual(
            paper.with_user(self.manager).giver_text, "Odile Vasseur, Directrice"
        )

    def test_an_agent_without_a_mailbox_is_handed_it(self):
        _convention, paper = self.attested()
        self.agent.partner_id.email = "mairie@origine.example.org"
        by_mail = paper.with_user(self.adviser).action_sign_for_cdg()
        self.assertIn("print it", by_mail["params"]["message"])

    def test_a_visa_of_a_convention_declares_something_else(self):
        convention = self.frozen_convention()
        row = convention.signatory_ids.filtered(lambda one: one.role == "visa")
        self.assertEqual(row._declares(), "visa")
        self.assertEqual(convention.signatory_ids[0]._declares(), "signature")
        self.assertFalse(convention.document_id.declared_text)


@tagged("post_install", "-at_install")
class TestPaperReaders(PaperCase):
    def test_by_the_orm(self):
        convention, order = self.ordered()
        document = convention.document_id
        readers = {"agent", "rh", "authority"}
        for name, user in self.portal_users.items():
            with self.subTest(name):
                found = order.with_user(user).search([("id", "=", order.id)])
                rows = order.signatory_ids.with_user(user).search(
                    [("document_id", "=", order.id)]
                )
                self.assertEqual(bool(found), name in readers)
                self.assertEqual(bool(rows), name in readers)
                if name not in readers:
                    with self.assertRaises(AccessError):
                        order.with_user(user).read(["frozen_file"])
        # The host reads the convention as before.
        self.assertTrue(document.with_user(self.rh_host).read(["frozen_file"]))

    def test_an_attestation_is_its_agent_s(self):
        _convention, paper = self.attested()
        for given in (False, True):
            if given:
                paper.with_user(self.adviser).action_sign_for_cdg()
            for name, user in self.portal_users.items():
                with self.subTest(name, given=given):
                    found = paper.with_user(user).search([("id", "=", paper.id)])
                    self.assertEqual(bool(found), given and name == "agent")

    def test_on_the_page_only_what_is_sealed(self):
        convention, order = self.ordered()
        partner = self.agent.partner_id
        (waiting,) = convention._portal_papers(partner)
        self.assertEqual(waiting["still"], self.authority.name)
        self.assertFalse(convention._portal_paper(partner, order.id))
        self.sign_all(order)
        self.seal(order)
        self.assertEqual(
            [one["id"] for one in convention._portal_papers(partner)], order.ids
        )
        for user, count in (
            (self.rh, 1), (self.authority, 1), (self.rh_host, 0), (self.agent2, 0),
            (self.tutor, 0), (self.rh_third, 0),
        ):  # fmt: skip
            papers = convention._portal_papers(user.partner_id)
            self.assertEqual(len(papers), count, user.login)
            paper = convention._portal_paper(user.partner_id, order.id)
            self.assertEqual(len(paper), count)
        # The number of another document opens nothing.
        self.assertFalse(convention._portal_paper(partner, convention.document_id.id))

    def test_no_paper_from_the_address_of_a_report(self):
        convention = self.sealed()
        report = self.env["ir.actions.report"]
        for name in ("mission_order", "attestation"):
            for user in (self.manager, self.adviser):
                with self.assertRaises(AccessError):
                    report.with_user(user)._render_qweb_html(
                        f"bourse_mobilite.report_{name}",
                        convention.ids,
                        data={
                            "role": False,
                            "name": "x",
                            "edition": False,
                            "said": {},
                        },  # fmt: skip
                    )

    def test_a_day_later_nothing_has_moved(self):
        _convention, order = self.ordered()
        before = base64.b64decode(order.frozen_file), order.frozen_sha256
        self.origin.name = "Un autre nom"
        self.pass_by()
        self.assertEqual(
            (base64.b64decode(order.frozen_file), order.frozen_sha256), before
        )
        self.assertLess(order.frozen_on.date(), self._today() + timedelta(days=2))
