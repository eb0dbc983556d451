"""Whose turn it is while a convention is signed, on its form, in the lists and on its
request; and who may press what."""

from ast import literal_eval

from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..models.guard import acting
from .assessment_case import DAY, AssessmentCast
from .common import MobilityCase


class NextCase(MobilityCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 8
        self.request = self.agreed_request()
        self.convention = self.frozen_convention(self.request)
        self.document = self.convention.document_id

    def sign(self, *users, convention=None):
        rows = (convention or self.convention).signatory_ids
        for user in users:
            rows.filtered(
                lambda row, user=user: row.partner_id == user.partner_id
            )._sign("portal", {}, user.name)

    def sign_all(self, convention=None):
        self.sign(self.authority, self.authority_host, convention=convention)
        agent = (convention or self.convention).signatory_ids.filtered(
            lambda row: row.party == "agent"
        )
        agent._sign("portal", {}, agent.name)


@tagged("post_install", "-at_install")
class TestConventionTurn(NextCase):
    def assertTurn(self, turn, *words, waiting=None):
        self.env.invalidate_all()
        convention = self.convention.with_user(self.adviser)
        self.assertEqual(convention.signing_turn, turn)
        for word in words:
            self.assertIn(word, convention.next_step)
            self.assertIn(word, self.request.with_user(self.adviser).next_step)
        if waiting:
            self.assertEqual(self.request.waiting_for, waiting)

    def test_from_the_draft_to_the_seal(self):
        draft = self.agreed_request(self.candidate2)
        draft.action_make_convention()
        self.assertEqual(draft._convention().signing_turn, "draft")
        names = [self.agent.name, self.authority.name, self.authority_host.name]
        self.assertTurn("signatures", *names, waiting="signatories")
        self.sign(self.agent)
        self.assertTurn("signatures", *names[1:], waiting="signatories")
        self.assertNotIn(self.agent.name, self.convention.next_step)
        self.sign(self.authority, self.authority_host)
        self.assertTurn("visa", "visa", waiting="cdg")
        self.assertEqual(self.request.due_date, self.request._eve())
        self.convention.with_user(self.adviser).action_give_visa()
        self.assertTurn("seal", waiting="nobody")
        acting(self.document).seal_failure = "no_key"
        self.assertTurn("seal_problem", self.document.seal_problem)
        acting(self.document).write(
            {"seal_failure": False, "sealed_on": fields.Datetime.now()}
        )
        self.assertTurn("complete", waiting="nobody")

    def test_one_after_the_other(self):
        request = self.agreed_request(self.candidate2)
        request.action_make_convention()
        request._convention().signing_order = "in_turn"
        convention = self.frozen_convention(request)
        words = convention.next_step
        self.assertLess(words.index(self.agent2.name), words.index(self.authority.name))
        self.assertIn("then", words)
        self.assertIn(self.authority_host.name, words)

    def test_refused(self):
        row = self.convention.signatory_ids.filtered(
            lambda one: one.partner_id == self.authority.partner_id
        )
        row._refuse("Le service est fermé.", {})
        self.assertTurn(
            "refused", self.authority.name, "“Le service est fermé”", waiting="cdg"
        )

    def test_cancelled(self):
        self.convention.with_user(self.adviser).action_cancel("Erreur de personne")
        self.assertEqual(self.convention.signing_turn, "cancelled")
        self.assertFalse(self.convention.next_step)

    def test_what_the_parties_read_of_the_visa(self):
        self.sign_all()
        for user, organisation in (
            (self.agent, None),
            (self.rh, self.origin),
        ):
            shown = (
                self.request._portal_page(user.partner_id, organisation)
                if (organisation)
                else self.request._portal_page(user.partner_id)
            )
            with self.subTest(user=user.login):
                self.assertIn("visa", shown["next"])
                self.assertNotIn("prepares the convention", shown["next"])


@tagged("post_install", "-at_install")
class TestConventionForm(NextCase):
    def primary(self, user=None):
        """The buttons that the form shows as primary, for this convention."""
        convention = self.convention.with_user(user or self.adviser)
        form = Form(convention)
        arch = etree.fromstring(convention.get_view(False, "form")["arch"])
        found = []
        for button in arch.xpath("//header/button[contains(@class, 'oe_highlight')]"):
            rule = button.get("invisible", "False")
            values = {
                name: form[name]
                for name in ("state", "signing_turn", "missing_html", "id")
                if name in rule and name != "id"
            }
            values["date_end"] = str(convention.date_end)
            values["current_date"] = str(self._today())
            if not safe_eval(rule, values):
                found.append(button.get("name"))
        return found

    def test_one_primary_button_per_state(self):
        wizard = self.env.ref("bourse_mobilite.action_mobility_paper_wizard").id
        self.assertEqual(self.primary(), [str(wizard)])
        self.sign_all()
        self.assertEqual(self.primary(), ["action_give_visa"])
        self.convention.with_user(self.adviser).action_give_visa()
        self.assertEqual(self.primary(), [])
        acting(self.document).seal_failure = "no_key"
        self.assertEqual(self.primary(), ["action_seal_again"])

    def test_once_the_last_day_is_past_the_request_is_closed(self):
        self.sign_all()
        self.convention.with_user(self.adviser).action_give_visa()
        acting(self.document).sealed_on = fields.Datetime.now()
        today = self._today()
        for last, shown in ((today, []), (today - DAY, ["action_open_request"])):
            AssessmentCast.move_to(self, self.request, last)
            with self.subTest(last=last):
                self.assertEqual(self.primary(), shown)
        action = self.convention.with_user(self.adviser).action_open_request()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            (self.request._name, self.request.id),
        )

    def test_the_primary_button_of_a_refusal_and_of_a_draft(self):
        self.convention.signatory_ids[0]._refuse("Non", {})
        self.assertEqual(self.primary(), ["action_open_correct"])
        self.convention.with_user(self.adviser).action_correct("On recommence")
        self.assertEqual(self.primary(), ["action_open_freeze"])
        self.convention.place = False
        self.assertEqual(self.primary(), [])

    def test_the_form_opens_in_each_state_for_each_role(self):
        users = (self.adviser, self.referent, self.manager)
        steps = (
            lambda: None,
            self.sign_all,
            lambda: self.convention.with_user(self.adviser).action_give_visa(),
            lambda: self.convention._give_up("host", "La maire", "Fin", "letter"),
        )
        for step in steps:
            step()
            for user in users:
                form = Form(self.convention.with_user(user))
                self.assertEqual(form.signing_turn, self.convention.signing_turn)

    def test_a_director_beside_the_mayor(self):
        director = self._cast_role(
            self.rh, self.origin, "authority", quality="DGS", always_signs=True
        )
        request = self.agreed_request(self.candidate2)
        request.action_make_convention()
        with Form(request._convention().with_user(self.adviser)) as form:
            self.assertEqual(form.other_signatory_ids[:], director)
            form.signing_order = "in_turn"
        convention = self.frozen_convention(request)
        rows = convention.signatory_ids.filtered(lambda row: row.party == "employer")
        self.assertEqual(
            set(rows.mapped("partner_id")),
            {self.authority.partner_id, self.rh.partner_id},
        )
        self.assertEqual(set(rows.mapped("step")), {2})

    def test_the_document_opens_from_the_form(self):
        action = self.convention.with_user(self.adviser).action_open_document()
        document = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(document, self.document)
        Form(document.with_user(self.adviser))

    def test_the_seal_is_tried_again_only_when_it_waits(self):
        with self.assertRaises(UserError):
            self.convention.with_user(self.adviser).action_seal_again()


@tagged("post_install", "-at_install")
class TestConventionFilters(NextCase):
    def found(self, name):
        view = self.env.ref("bourse_mobilite.mobility_convention_view_search")
        (node,) = etree.fromstring(view.arch).xpath(f"//filter[@name='{name}']")
        domain = literal_eval(node.get("domain"))
        self.env.flush_all()
        ours = [("candidate_id.adviser_id", "=", self.adviser.id)]
        return (
            self.env["mobility.convention"]
            .with_user(self.adviser)
            .search(domain + ours)
        )

    def test_each_finds_its_own(self):
        others = {}
        for rank, name in enumerate(("visa", "refused", "seal_problem", "signed")):
            person = self.env["res.partner"].create({"name": f"Agent {rank}"})
            file = self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "adviser_id": self.adviser.id,
                    "employer_id": self.origin.id,
                    "cadre_id": self.candidate.cadre_id.id,
                }
            )
            others[name] = act = self.frozen_convention(self.agreed_request(file))
            if name == "refused":
                act.signatory_ids[0]._refuse("Non", {})
                continue
            self.sign_all(act)
            if name != "visa":
                act.with_user(self.adviser).action_give_visa()
        acting(others["seal_problem"].document_id).seal_failure = "no_key"
        acting(others["signed"].document_id).sealed_on = fields.Datetime.now()
        for name in ("visa", "refused", "seal_problem"):
            with self.subTest(filter=name):
                self.assertEqual(self.found(name), others[name])

    def test_more_than_seven_days(self):
        today = self._today()
        for ago, found in ((6, False), (7, False), (8, True)):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mobility_document SET frozen_on = %s WHERE id = %s",
                [f"{fields.Date.subtract(today, days=ago)} 12:00:00", self.document.id],
            )
            self.env.invalidate_all()
            with self.subTest(days=ago):
                self.assertEqual(bool(self.found("waiting_long")), found)
        self.sign_all()
        self.convention.with_user(self.adviser).action_give_visa()
        self.assertFalse(self.found("waiting_long"))
