"""“To do” shows what waits on a request, and what is signed apart from it: avenants,
ordres de mission, attestations."""

from ast import literal_eval

from lxml import etree

from odoo.tests import Form, tagged

from ..models.guard import acting
from .change_case import AvenantCase
from .papers_case import PaperCase


class TodoAsserts:
    def found(self, name):
        """The requests of the cast that this filter of the list finds."""
        view = self.env.ref("bourse_mobilite.mobility_request_view_search")
        (node,) = etree.fromstring(view.arch).xpath(f"//filter[@name='{name}']")
        self.env.flush_all()
        ours = [("candidate_id.adviser_id", "=", self.adviser.id)]
        domain = literal_eval(node.get("domain")) + ours
        return self.env["mobility.request"].with_user(self.adviser).search(domain)

    def assertTodo(self, request, turn, words, *filters):
        self.env.flush_all()
        self.env.invalidate_all()
        shown = request.with_user(self.adviser)
        self.assertEqual((shown.todo_for, shown.todo_words), (turn, words))
        self.assertEqual(request in self.found("open"), turn != "nobody")
        for name in ("avenant", "signature_refused", "attestation"):
            with self.subTest(filter=name):
                self.assertEqual(request in self.found(name), name in filters)


@tagged("post_install", "-at_install")
class TestTodoAvenants(TodoAsserts, AvenantCase):
    def test_from_the_draft_to_the_change(self):
        request = self.convention.request_id
        self.assertTodo(request, "nobody", "")
        avenant = self.moved()
        self.assertTodo(request, "cdg", "Avenant: to be completed", "avenant")
        document = self.freeze(avenant)
        self.assertTodo(request, "signatories", "Avenant: to be signed", "avenant")
        self.assertEqual(request.waiting_for, "nobody", "the request itself is agreed")
        rows = document.signatory_ids
        for row in rows.filtered(lambda one: one.role == "signature"):
            row._sign("portal", {}, row.name)
        self.assertTodo(request, "cdg", "Avenant: visa to give", "avenant")
        rows.filtered(lambda one: one.role == "visa").with_user(
            self.adviser
        ).action_give_visa()
        self.assertTrue(avenant.applied_on)
        self.assertTodo(request, "nobody", "")

    def test_a_refusal_is_the_turn_of_the_centre(self):
        document = self.freeze(self.moved())
        document.signatory_ids[0]._refuse("Pas ces jours-là.", {})
        self.assertTodo(
            self.convention.request_id,
            "cdg",
            "Avenant: signature refused",
            "avenant",
            "signature_refused",
        )

    def test_signed_and_not_in_force(self):
        avenant = self.moved()
        self.sign_all(self.freeze(avenant))
        acting(avenant).applied_on = False
        words = "Avenant: signed, not in force"
        self.assertTodo(self.convention.request_id, "cdg", words, "avenant")

    def test_given_up_it_waits_no_more(self):
        avenant = self.moved()
        self.freeze(avenant)
        avenant.with_user(self.adviser).action_cancel("Finalement non")
        self.assertTodo(self.convention.request_id, "nobody", "")

    def test_the_banner_of_the_request_says_it(self):
        self.freeze(self.moved())
        form = Form(self.convention.request_id.with_user(self.adviser))
        self.assertEqual(form.todo_for, "signatories")
        self.assertEqual(form.todo_words, "Avenant: to be signed")

    def test_nobody_else_reads_the_words(self):
        self.freeze(self.moved())
        request = self.convention.request_id.with_user(self.agent)
        self.assertNotIn("todo_words", request.fields_get())


@tagged("post_install", "-at_install")
class TestTodoDocuments(TodoAsserts, PaperCase):
    def test_a_convention(self):
        request = self.agreed_request()
        self.assertTodo(request, "cdg", "")
        document = self.frozen_convention(request).document_id
        self.assertTodo(request, "signatories", "Convention: to be signed")
        document.signatory_ids[0]._refuse("Non", {})
        words = "Convention: signature refused"
        self.assertTodo(request, "cdg", words, "signature_refused")

    def test_a_seal_that_cannot_be_set(self):
        convention = self.signed()
        document = acting(convention.document_id)
        document.seal_failure = "no_key"
        words = "Convention: could not be sealed"
        self.assertTodo(convention.request_id, "cdg", words)
        self.seal(convention.document_id)
        self.assertTodo(convention.request_id, "nobody", "")

    def test_an_order_of_mission(self):
        convention, orders = self.ordered()
        request = convention.request_id
        self.assertTodo(request, "signatories", "Ordre de mission: to be signed")
        orders.signatory_ids._refuse("Non", {})
        words = "Ordre de mission: signature refused"
        self.assertTodo(request, "cdg", words, "signature_refused")

    def test_an_order_that_comes_too_late(self):
        convention, _orders = self.ordered()
        acting(convention.request_id).ended_as = "done"
        self.assertTodo(convention.request_id, "nobody", "")

    def test_an_attestation(self):
        convention, attestation = self.attested()
        request = convention.request_id
        self.assertEqual((request.state, request.waiting_for), ("done", "nobody"))
        self.assertTodo(request, "cdg", "Attestation: to be given", "attestation")
        attestation.with_user(self.adviser).action_sign_for_cdg()
        self.assertTodo(request, "nobody", "")

    def test_what_a_cancelled_convention_leaves(self):
        convention = self.frozen_convention()
        convention.with_user(self.adviser).action_cancel("Erreur")
        self.assertTodo(convention.request_id, "cdg", "")

    def test_the_columns_put_the_centre_first(self):
        self.attested()
        self.frozen_convention(self.agreed_request(self.candidate2))
        groups = (
            self.env["mobility.request"]
            .with_user(self.adviser)
            .with_context(read_group_expand=True)
            .formatted_read_group(
                [("candidate_id.adviser_id", "=", self.adviser.id)],
                ["todo_for"],
                ["__count"],
            )
        )
        self.assertEqual(
            [group["todo_for"] for group in groups], ["cdg", "signatories"]
        )
