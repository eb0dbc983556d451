"""The ordre de mission of each employer: when it is written, who signs it, and that it
never stands for the convention."""

import base64
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from ..pdf.edition import Edition
from .assessment_case import DAY
from .papers_case import SEALED, PaperCase


@tagged("post_install", "-at_install")
class TestMissionOrders(PaperCase):
    def test_one_once_the_convention_is_sealed(self):
        convention = self.signed()
        self.pass_by()
        self.assertFalse(convention._papers("mission_order"), "not sealed yet")
        self.seal(convention.document_id)
        self.pass_by()
        order = convention._papers("mission_order")
        self.assertEqual(len(order), 1)
        self.assertEqual(
            (order.issuer_id, order.version, order.name, order.made_by),
            (self.origin, 1, f"OM-{convention.number}", "house"),
        )
        row = order.signatory_ids
        self.assertEqual(
            (row.partner_id, row.party, row.role, row.quality, row.state),
            (self.authority.partner_id, "employer", "signature", "Maire", "pending"),
        )
        self.assertTrue(row.asked_on)
        self.pass_by()
        self.assertEqual(convention._papers("mission_order"), order, "once")

    def test_not_when_the_house_writes_none(self):
        self.env.company.mobility_mission_orders = False
        convention, orders = self.ordered()
        self.assertFalse(orders)
        self.env.company.mobility_mission_orders = True
        self.pass_by()
        self.assertTrue(convention._papers("mission_order"))

    def test_until_the_last_day(self):
        for last, count in ((self._today() - DAY, 0), (self._today(), 1)):
            with self.subTest(last=last):
                convention = self.signed(self.agreed_request(self.person()))
                self.move_to(convention.request_id, last)
                self.seal(convention.document_id)
                self.pass_by()
                self.assertEqual(len(convention._papers("mission_order")), count)

    def test_an_order_says_the_days_that_are_left(self):
        convention, order = self.ordered()
        request = convention.request_id
        self.assertEqual(dict(order.summary)["Durée"], "3 jours ouvrés")
        request._miss(request.day_ids.sorted("date")[-1])
        convention._renew_mission_orders("Fin anticipée")
        self.pass_by()
        again = convention._papers("mission_order")
        self.assertEqual(dict(again.summary)["Durée"], "2 jours ouvrés")
        printer = convention._in_french("report.bourse_mobilite.paper_document")
        role = convention.employer_signatory_id
        printed = printer._order_values(convention, role, "OM", Edition(2, "x"), {})
        self.assertEqual(
            (len(printed["days"]), printed["total"]), (2, "2 jours ouvrés")
        )

    def person(self):
        partner = self.env["res.partner"].create({"name": "Une autre"})
        return self.env["mobility.candidate"].create(
            {
                "partner_id": partner.id,
                "employer_id": self.origin.id,
                "cadre_id": self.candidate.cadre_id.id,
            }
        )

    def test_the_convention_stays_the_convention(self):
        convention, order = self.ordered()
        document = convention.document_id
        self.assertEqual(document.kind, "convention")
        self.assertEqual(convention.state, "signed")
        self.assertEqual(convention.signatory_ids, document.signatory_ids)
        self.assertIn(
            convention._printed(),
            [
                base64.b64decode(document[name])
                for name in ("frozen_file", "sealed_file")
            ],
        )
        self.assertEqual(convention._versions(), document)
        self.assertEqual(order.state, "to_sign")
        # The employer refuses the order: the convention is still signed.
        order.signatory_ids._refuse("Pas de véhicule", {"identity": "test"})
        self.assertEqual((order.state, convention.state), ("refused", "signed"))
        # A next version of the convention is the second one, not the third.
        self.assertEqual(max(convention._versions().mapped("version")), 1)

    def test_given_to_the_agent_once_sealed(self):
        convention, order = self.ordered()
        self.sign_all(order)
        before = self.mails()
        self.seal(order)
        mail = self.mails() - before
        self.assertEqual(mail.email_to, self.agent.partner_id.email_formatted)
        self.assertEqual(mail.attachment_ids.raw, SEALED)
        self.assertIn(f"/my/conventions/{convention.id}", mail.body_html)
        self.assertFalse(mail.model or mail.res_id)
        self.assertEqual(order.given_to_agent_on, self._today())

    def test_to_an_agent_without_a_mailbox_of_their_own(self):
        convention, order = self.ordered()
        self.agent.partner_id.email = "mairie@origine.example.org"
        before = self.mails()
        self.seal(order)
        self.assertFalse(self.mails() - before)
        self.assertFalse(order.given_to_agent_on)
        self.assertIn("Aurélie Durand", convention.message_ids[0].body)

    def test_two_employers_one_order_each(self):
        role = self._cast_role(
            self.rh_third, self.third, "authority", quality="Président"
        )
        request = self.agreed_request()
        acting(self.env["mobility.decision"].sudo()).create(
            {
                "request_id": request.id,
                "party": "origin",
                "organisation_id": self.third.id,
                "asked_on": self._today(),
                "answer": "agreed",
                "answered_on": self._today(),
            }
        )
        convention, orders = self.ordered(request)
        self.assertEqual(convention.other_signatory_ids, role)
        self.assertEqual(orders.issuer_id, self.origin | self.third)
        self.assertEqual(set(orders.mapped("version")), {1})
        self.assertEqual(len(set(orders.mapped("name"))), 2)
        self.assertEqual(len(set(orders.mapped("verification_code"))), 2)
        for order in orders:
            self.assertEqual(order.signatory_ids.organisation_id, order.issuer_id)
            self.assertFalse(order._before())

    def test_other_days_make_a_new_one(self):
        convention, order = self.ordered()
        convention._renew_mission_orders("Avenant 1")
        self.pass_by()
        again = convention._papers("mission_order")
        self.assertEqual(
            (order.state, again.state, again.version), ("replaced", "to_sign", 2)
        )
        self.assertEqual(again._before(), order)

    def test_they_fall_with_the_convention(self):
        convention, order = self.ordered()
        convention._give_up("agent", "L’agente", "Projet abandonné", "letter")
        self.assertEqual(order.state, "cancelled")
        self.pass_by()
        self.assertFalse(convention._papers("mission_order"))

    def test_one_failure_does_not_stop_the_others(self):
        first = self.sealed()
        second = self.sealed(self.agreed_request(self.candidate2))
        make = self.env.registry["mobility.convention"]._make_mission_orders

        def fails(act):
            if act == first:
                raise ValueError("imprimante")
            return make(act)

        model = self.env.registry["mobility.convention"]
        with (
            patch.object(model, "_make_mission_orders", fails),
            self.assertLogs(
                "odoo.addons.bourse_mobilite.models.mobility_paper_make", "ERROR"
            ),
        ):
            self.pass_by()
        self.assertFalse(first._papers("mission_order"))
        self.assertTrue(second._papers("mission_order"))
        self.pass_by()
        self.assertTrue(first._papers("mission_order"), "tried again")

    def test_frozen_as_every_document(self):
        _convention, order = self.ordered()
        for vals in (
            {"issuer_id": self.third.id},
            {"kind": "convention"},
            {"frozen_file": b"eA=="},
            {"sealed_on": False},
        ):
            for user in (self.env.ref("base.user_admin"), self.manager):
                with self.subTest(vals=vals), self.assertRaises(AccessError):
                    order.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            acting(order.sudo()).write({"issuer_id": self.third.id})
