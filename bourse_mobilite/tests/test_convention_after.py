"""What happens next to a convention that is sealed: its avenants and its attestation,
at a cost that does not grow with the list."""

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .change_case import AvenantCase, ChangeCase
from .papers_case import PaperCase


@tagged("post_install", "-at_install")
class TestNextAvenant(AvenantCase):
    def setUp(self):
        super().setUp()
        acting(self.document).sealed_on = fields.Datetime.now()
        self.env.flush_all()

    def next_step(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.convention.with_user(self.adviser).next_step

    def test_each_state_says_who_acts(self):
        bare = self.next_step()
        avenant = self.moved()
        self.assertIn(f"{avenant.display_name} is a draft", self.next_step())
        self.assertTrue(self.next_step().startswith(bare))
        document = self.freeze(avenant)
        text = self.next_step()
        for row in document.signatory_ids.filtered(lambda one: one.role != "visa"):
            self.assertIn(row.name, text)
        document.signatory_ids[0]._refuse("Pas ces jours-là.", {})
        text = self.next_step()
        for word in (document.signatory_ids[0].name, "“Pas ces jours-là”", "cancel it"):
            self.assertIn(word, text)
        avenant.with_user(self.adviser).action_cancel("Projet abandonné")
        self.assertEqual(self.next_step(), bare)

    def test_signed_and_not_in_force(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        acting(document.signatory_ids).write({"state": "signed"})
        text = self.next_step()
        self.assertFalse(avenant.applied_on)
        self.assertIn("cannot be put in force", text)
        acting(avenant).applied_on = self._today()
        self.assertNotIn(avenant.display_name, self.next_step())


@tagged("post_install", "-at_install")
class TestNextPapers(PaperCase):
    def test_the_attestation(self):
        convention, paper = self.attested()
        act = convention.with_user(self.adviser)
        self.assertEqual(act.signing_turn, "attestation")
        request = act.request_id.with_user(self.adviser)
        self.assertEqual(request.next_step, act.next_step)
        paper.with_user(self.adviser).action_sign_for_cdg()
        self.env.invalidate_all()
        self.assertEqual(act.signing_turn, "complete")
        self.assertIn("nothing more to do", act.next_step)
        self.assertNotIn("can begin", act.next_step)

    def test_the_order_to_sign(self):
        convention, order = self.ordered()
        act = convention.with_user(self.adviser)
        self.assertEqual(act.signing_turn, "order")
        self.assertIn(self.authority.name, act.next_step)
        self.assertNotIn("can begin", act.next_step)
        self.sign_all(order)
        self.env.invalidate_all()
        self.assertEqual(act.signing_turn, "complete")
        self.assertIn("can begin", act.next_step)

    def test_the_same_queries_whatever_the_length(self):
        acts = self.env["mobility.convention"]
        for rank in range(4):
            person = self.env["res.partner"].create({"name": f"Agent {rank}"})
            file = self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "employer_id": self.origin.id,
                    "cadre_id": self.candidate.cadre_id.id,
                }
            )
            convention, order = self.ordered(self.agreed_request(file))
            if rank % 2:
                order.signatory_ids._refuse("Non", {"identity": "test"})
            avenant = self.env["mobility.avenant"].browse(
                convention.with_user(self.adviser).action_make_avenant()["res_id"]
            )
            avenant.write(
                {"change_place": True, "place": "9 rue Neuve, 60310 Lassigny"}
            )
            with ChangeCase.small_files(self):
                avenant.with_user(self.adviser).action_freeze()
            acts |= convention
        self.env.flush_all()
        counts = []
        for some in (acts[:2], acts[:2], acts):
            self.env.invalidate_all()
            read = some.with_user(self.adviser)
            before = self.env.cr.sql_log_count
            read.read(["signing_turn", "next_step"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertEqual(
            set(acts.with_user(self.adviser).mapped("signing_turn")),
            {"order", "order_refused"},
        )
