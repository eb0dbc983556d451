"""An ordre de mission that is refused or lacks something: who is told, who may make it
again, and what the convention says meanwhile."""

from html import unescape

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.guard import acting
from .assessment_case import DAY
from .papers_case import PaperCase

REASON = "Le trajet n’est pas prévu."


class OrderCase(PaperCase):
    def refused(self):
        convention, order = self.ordered()
        order.signatory_ids._refuse(REASON, {"identity": "test"})
        self.env.flush_all()
        return convention, order

    def again(self, order, reason="Véhicule permis", said=None, role=None, user=None):
        with self.small_papers():
            return order.convention_id.with_user(
                user or self.adviser
            )._make_order_again(order, reason, said or {}, role or order._usual_role())


@tagged("post_install", "-at_install")
class TestOrderRefused(OrderCase):
    def test_the_agent_is_told_what_happens(self):
        convention, order = self.ordered()
        before = self.mails()
        order.signatory_ids._refuse(REASON, {"identity": "test"})
        mail = self.mails() - before
        self.assertEqual(mail.email_to, self.agent.partner_id.email_formatted)
        for word in (REASON, self.authority.name, order.name, self.host.name):
            self.assertIn(word, unescape(mail.body_html))
        self.assertIn(f"/my/conventions/{convention.id}", mail.body_html)
        self.assertNotIn("/convention/signer/", mail.body_html)
        self.assertFalse(mail.model or mail.res_id)

    def test_an_agent_without_a_mailbox_of_their_own(self):
        convention, order = self.ordered()
        self.agent.partner_id.email = "mairie@origine.example.org"
        before = self.mails()
        order.signatory_ids._refuse(REASON, {"identity": "test"})
        self.assertFalse(self.mails() - before)
        self.assertIn(self.agent.name, convention.message_ids[0].body)

    def test_the_adviser_has_to_act_and_nothing_may_begin(self):
        convention, order = self.refused()
        act = convention.with_user(self.adviser)
        self.assertEqual(convention.state, "signed")
        self.assertEqual(act.signing_turn, "order_refused")
        for word in (self.authority.name, self.origin.name, REASON[:-1]):
            self.assertIn(word, act.next_step)
        self.assertNotIn("can begin", act.next_step)
        self.assertEqual(
            act.request_id.with_user(self.adviser).next_step, act.next_step
        )
        todo = convention.activity_ids
        self.assertEqual(
            todo.activity_type_id,
            self.env.ref("bourse_mobilite.activity_signature_refused"),
        )
        self.again(order)
        self.env.invalidate_all()
        self.assertFalse(convention.activity_ids)
        self.assertEqual(act.signing_turn, "order")
        self.assertIn(self.authority.name, act.next_step)

    def test_what_the_agent_reads_meanwhile(self):
        convention, order = self.ordered()
        request = convention.request_id
        texts = [self.next_of(request)]
        order.signatory_ids._refuse(REASON, {"identity": "test"})
        texts.append(self.next_of(request))
        again = self.again(order)
        self.assertEqual(self.next_of(request), texts[0])
        self.sign_all(again)
        self.seal(again)
        texts.append(self.next_of(request))
        self.assertEqual(len(set(texts)), 3)
        self.assertIn("Everything is ready", texts[2])

    def next_of(self, request):
        self.env.invalidate_all()
        partner = self.agent.partner_id
        return request.with_context(lang="en_US")._portal_page(partner)["next"]

    def test_until_the_last_day(self):
        convention, _order = self.refused()
        act = convention.with_user(self.adviser)
        for last, turn in (
            (self._today(), "order_refused"),
            (self._today() - DAY, "complete"),
        ):
            self.move_to(convention.request_id, last)
            self.env.invalidate_all()
            with self.subTest(last=last):
                self.assertEqual(act.signing_turn, turn)

    def test_nothing_is_left_to_do_once_it_is_closed(self):
        convention, _order = self.refused()
        self.move_to(convention.request_id, self._today() - DAY)
        convention.request_id.action_done()
        refused = self.env.ref("bourse_mobilite.activity_signature_refused")
        self.assertNotIn(refused, convention.activity_ids.activity_type_id)
        self.assertFalse(
            [
                one
                for one in convention._portal_papers(self.agent.partner_id)
                if one["refused_by"]
            ]
        )


@tagged("post_install", "-at_install")
class TestOrderAgain(OrderCase):
    def test_a_next_version_is_asked_at_once(self):
        convention, order = self.refused()
        before = self.mails()
        made = self.again(order, said={"own_vehicle": "yes", "transport": "Voiture"})
        self.assertEqual(
            (order.state, made.state, made.version, made.name, made.issuer_id),
            ("replaced", "to_sign", 2, order.name, self.origin),
        )
        self.assertEqual(convention._papers("mission_order"), made)
        self.assertEqual(made.particulars["own_vehicle"], "yes")
        self.assertEqual(dict(made.summary)["Moyen de transport"], "Voiture")
        mail = self.mails() - before
        self.assertEqual(mail.email_to, self.authority.partner_id.email_formatted)
        self.assertIn("/convention/signer/", mail.body_html)
        self.assertIn("Véhicule permis", mail.body_html)
        self.sign_all(made)
        self.seal(made)
        self.assertEqual(made.given_to_agent_on, self._today())
        self.assertEqual(convention.signing_turn, "complete")

    def test_what_was_said_is_kept_by_the_next_ones(self):
        convention, order = self.ordered()
        made = self.again(order, said={"own_vehicle": "no", "residence": "Noyon"})
        convention._renew_mission_orders("Avenant 1")
        self.pass_by()
        third = convention._papers("mission_order")
        self.assertEqual((third.version, third.particulars), (3, made.particulars))
        # Said no more: it is no longer printed.
        fourth = self.again(third, said={})
        self.assertFalse(fourth.particulars)
        self.assertNotIn("Véhicule personnel", dict(fourth.summary))

    def test_somebody_else_signs(self):
        convention, order = self.ordered()
        role = self._cast_role(self.tutor, self.origin, "authority", quality="DGS")
        before = self.mails()
        made = self.again(order, role=role)
        self.assertEqual(made.signatory_ids.partner_id, self.tutor.partner_id)
        mails = self.mails() - before
        self.assertEqual(
            set(mails.mapped("email_to")),
            {
                self.tutor.partner_id.email_formatted,
                self.authority.partner_id.email_formatted,
            },
        )
        # The next one is asked of the same person.
        convention._renew_mission_orders("Avenant 1")
        self.pass_by()
        row = convention._papers("mission_order").signatory_ids
        self.assertEqual(row.partner_id, self.tutor.partner_id)

    def test_who_signs_must_be_able_to(self):
        _convention, order = self.ordered()
        roles = self.env["mobility.role"]
        agent = self._cast_role(self.agent, self.origin, "authority", quality="DGS")
        mute = self._cast_role(self.rh_third, self.origin, "authority")
        over = self._cast_role(
            self.tutor, self.origin, "authority", quality="Adjoint",
            date_end=self._today() - DAY,
        )  # fmt: skip
        for role in (
            agent, mute, over, self.role_authority_host,
            roles._current(self.origin, "hr")[:1], roles,
        ):  # fmt: skip
            with self.subTest(role=role.display_name), self.assertRaises(UserError):
                self.env["mobility.convention"].browse(
                    order.convention_id.id
                )._make_order_again(order, "Motif", {}, role)
        self.assertEqual(order.state, "to_sign")

    def test_a_reason_is_needed(self):
        _convention, order = self.refused()
        for reason in ("", "  ", "…", None):
            with self.assertRaises(UserError):
                self.again(order, reason)
        self.assertEqual(order.state, "refused")

    def test_not_what_is_signed_or_out_of_force_or_over(self):
        convention, order = self.ordered()
        again = self.again(order)
        with self.assertRaisesRegex(UserError, "no longer in force"):
            self.again(order)
        with self.assertRaisesRegex(UserError, "no longer in force"):
            self.again(convention.document_id, role=order._usual_role())
        self.sign_all(again)
        with self.assertRaisesRegex(UserError, "avenant"):
            self.again(again)
        convention._renew_mission_orders("Avenant 1")
        self.pass_by()
        third = convention._papers("mission_order")
        self.move_to(convention.request_id, self._today() - DAY)
        with self.assertRaisesRegex(UserError, "over"):
            self.again(third)
        self.move_to(convention.request_id, self._today() + 30 * DAY)
        self.assertEqual(self.again(third).version, 4)

    def test_one_of_two_employers(self):
        self._cast_role(self.rh_third, self.third, "authority", quality="Président")
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
        for order in orders:
            order.signatory_ids._refuse(REASON, {"identity": "test"})
        self.env.flush_all()
        act = convention.with_user(self.adviser)
        for name in (self.authority.name, self.rh_third.name):
            self.assertIn(name, act.next_step)
        first, second = orders.sorted("id")
        made = self.again(first)
        self.assertEqual(first._in_force(), made)
        self.assertEqual(second._in_force(), second)
        second_now = self.again(second)
        self.assertEqual(first._in_force(), made)
        self.assertEqual(second._in_force(), second_now)
        second_now.signatory_ids._refuse(REASON, {"identity": "test"})
        second = second_now
        self.assertEqual(made.name, first.name)
        self.env.invalidate_all()
        # The other is still refused: the adviser still has to act.
        self.assertEqual(act.signing_turn, "order_refused")
        self.assertTrue(convention.activity_ids)
        self.assertEqual(second.state, "refused")
        self.again(second)
        self.env.invalidate_all()
        self.assertFalse(convention.activity_ids)

    def test_the_journal_finds_what_is_changed_behind_its_back(self):
        _convention, order = self.ordered()
        made = self.again(order, said={"own_vehicle": "no"})
        self.env.flush_all()
        self.assertEqual(made._findings()[made.sudo()], [])
        with self.assertRaises(AccessError):
            acting(made.sudo()).write({"particulars": {"own_vehicle": "yes"}})
        self.env.cr.execute(
            "UPDATE mobility_document SET particulars = %s WHERE id = %s",
            ['{"own_vehicle": "yes"}', made.id],
        )
        self.assertIn(["document", "particulars", ""], made._findings()[made.sudo()])


@tagged("post_install", "-at_install")
class TestOrderWindow(OrderCase):
    def window(self, act, user=None):
        action = act.with_user(user or self.adviser).action_open_order()
        wizard = self.env[action["res_model"]].with_user(user or self.adviser)
        return Form(wizard.browse(action["res_id"]), view=action["views"][0][0])

    def test_from_the_convention(self):
        convention, order = self.refused()
        form = self.window(convention)
        self.assertIn(REASON, form.refused_text)
        self.assertEqual(form.role_id.partner_id, self.authority.partner_id)
        form.own_vehicle = "yes"
        form.reason = "Le véhicule est permis"
        wizard = form.save()
        with self.small_papers():
            said = wizard.action_confirm()
        made = convention._papers("mission_order")
        self.assertEqual((made.version, order.state), (2, "replaced"))
        self.assertIn(self.authority.name, said["params"]["message"])
        # The next window shows what was said.
        self.assertEqual(self.window(convention).own_vehicle, "yes")

    def test_what_cannot_be_printed_is_refused_in_the_window(self):
        convention, order = self.refused()
        form = self.window(convention)
        form.transport, form.reason = "x" * 201, "Motif"
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "200"):
            wizard.action_confirm()
        self.assertEqual(order.state, "refused")

    def test_nothing_to_correct(self):
        convention = self.sealed()
        with self.assertRaises(UserError):
            convention.with_user(self.adviser).action_open_order()

    def test_who_may(self):
        convention, order = self.refused()
        for user in (self.internal, self.agent, self.authority, self.rh, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                convention.with_user(user).action_open_order()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                order.with_user(user).action_open_again()
        for user in (self.referent, self.manager):
            self.assertTrue(self.window(convention, user).role_id)

    def test_the_papers_say_in_the_form_what_can_be_done(self):
        convention, _order = self.refused()
        with Form(convention.with_user(self.adviser)) as form:
            self.assertEqual(form.signing_turn, "order_refused")
