"""The convention of a PPR: what it says, who signs it, its versions; and the summary
of the whole file."""

import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .convention_case import squeezed
from .ppr_convention_case import MEDICAL, PprConventionCase


@tagged("post_install", "-at_install")
class TestPprConventionWritten(PprConventionCase):
    def test_it_says_what_it_must_and_nothing_on_health(self):
        self.candidate.restriction_ids = self.env["mobility.condition"].search(
            [], limit=2
        )
        ppr = self.ready_ppr()
        start, end = ppr.date_start, ppr.date_end
        ppr.action_freeze()
        document = ppr.sudo().document_id
        content = base64.b64decode(document.frozen_file)
        text = self.text_of(content)
        for wanted in (
            "Convention de période de préparation au reclassement",
            self.candidate.name, self.candidate._grade(), self.origin.name,
            self.authority.name, "Délibération n° 2026-31 du 2 mars 2026",
            self.president.name, "Présidente", "Délibération n° 2026-12 du 4 mars 2026",
            "Bureautique-Secrète", "Beauvais-Formation", "17 h 30",
            self.referent.name, self.rh.name, "tous les 3 mois",
            "Engagements de l’agent", "Engagements de l’employeur",
            "Engagements du centre de gestion", "Modification", "Fin anticipée",
            "Position et rémunération", "Congés", "Confidentialité",
            str(start.year), str(end.year), document.verification_code, document.name,
        ):  # fmt: skip
            with self.subTest(wanted):
                self.assertIn(squeezed(wanted), text)
        for unwanted in (*MEDICAL, *self.candidate.restriction_ids.mapped("name")):
            self.assertNotIn(squeezed(unwanted).lower(), text.lower())

    def test_no_name_is_said_without_its_article(self):
        """“agent de Ville de Noyon”, “Centre de gestion s’engage”: nobody writes so."""
        ppr = self.ready_ppr()
        ppr.action_freeze()
        document = ppr.sudo().document_id
        text = self.text_of(base64.b64decode(document.frozen_file))
        house = self.env.company.name
        for bare in (
            f"agent de {self.origin.name}", f"ou de {house}", f"{house} s’engage",
            f". {house} garde", f"reclassement de {self.candidate.name}",
        ):  # fmt: skip
            self.assertNotIn(squeezed(bare), text)
        for said in (
            f"employeur : {self.origin.name}", "Le centre de gestion s’engage",
        ):  # fmt: skip
            self.assertIn(squeezed(said), text)

    def test_its_dates_are_those_of_the_clock(self):
        ppr = self.written_ppr()
        said = dict(ppr.sudo().document_id.summary)
        self.assertIn(str(ppr.date_end.day), said["Quand ?"])
        self.env.flush_all()
        with self.assertRaises(AccessError):
            ppr.write({"date_end": self._today()})

    def test_who_signs_and_when(self):
        rows = self.rows_of(self.written_ppr())
        self.assertEqual(
            [(row.party, row.role, row.partner_id.name, row.step) for row in rows],
            [
                ("agent", "signature", self.agent.name, 1),
                ("employer", "signature", self.authority.name, 1),
                ("cdg", "signature", self.president.name, 2),
            ],
        )
        self.assertEqual(rows[2].delegation_reference[:12], "Délibération")

    def test_the_centre_de_gestion_signs_last(self):
        ppr = self.written_ppr()
        agent, employer, house = self.rows_of(ppr)
        self.assertFalse(house.asked_on)
        with self.refused("no longer asked"):
            house._sign("portal", {}, house.name)
        employer._sign("portal", {}, employer.name)
        agent._sign("portal", {}, agent.name)
        self.assertTrue(house.asked_on)
        self.assertEqual(ppr.convention_state, "to_sign")
        house._sign("portal", {}, house.name)
        self.assertEqual(ppr.convention_state, "signed")
        self.assertEqual(ppr.in_force_id, ppr.document_id)
        self.assertIn("signed", ppr.event_ids.mapped("event"))

    def test_it_is_frozen(self):
        document = self.written_ppr().sudo().document_id
        for vals in ({"ppr_id": False}, {"name": "X"}, {"summary": []}):
            with self.assertRaises(AccessError):
                document.write(vals)
        self.assertEqual(document._findings()[document], [])

    def test_not_twice(self):
        ppr = self.written_ppr()
        with self.refused("being signed"):
            ppr.action_freeze()

    def test_its_reference_is_of_no_series(self):
        first, second = self.written_ppr(), self.written_ppr(self.candidate2)
        names = [ppr.sudo().document_id.name for ppr in (first, second)]
        for name in names:
            self.assertRegex(name, r"^R-[2-9A-Z]{4}-[2-9A-Z]{4}$")
        self.assertNotEqual(*names)

    def test_a_correction_is_a_new_version(self):
        ppr = self.written_ppr()
        first = ppr.sudo().document_id
        self.rows_of(ppr)[0]._sign("portal", {}, "Aurélie Durand")
        with self.refused("write why"):
            ppr.action_correct(" ")
        ppr.action_correct("Une date était fausse")
        self.assertEqual((first.state, ppr.convention_state), ("replaced", "draft"))
        ppr.action_freeze()
        second = ppr.sudo().document_id
        self.assertEqual((second.version, second.name), (2, first.name))
        self.assertEqual(second.signatory_ids.mapped("state"), ["pending"] * 3)
        self.assertEqual(first._in_force(), second)
        self.assertIn("taken_back", ppr.event_ids.mapped("event"))

    def test_a_change_by_agreement_replaces_it_at_the_last_signature(self):
        ppr = self.sign_all_ppr(self.written_ppr())
        first = ppr.sudo().document_id
        self.assertIn("Why a new version", dict(ppr._missing()))
        with self.refused("Why a new version"):
            ppr.action_freeze()
        ppr.action_ids.place = "Compiègne-Formation"
        ppr.version_reason = "La formation change de lieu"
        ppr.action_freeze()
        second = ppr.sudo().document_id
        text = self.text_of(base64.b64decode(second.frozen_file))
        for wanted in ("la version 1", "La formation change de lieu", "Compiègne"):
            self.assertIn(squeezed(wanted), text)
        self.assertEqual((first.state, ppr.in_force_id), ("signed", first))
        self.assertIn("Plan d’actions", [change.label for change in second._changes()])
        self.sign_all_ppr(ppr)
        self.assertEqual((first.state, ppr.in_force_id), ("replaced", second))
        self.assertFalse(ppr.version_reason)

    def test_a_new_version_given_up_leaves_the_one_in_force(self):
        ppr = self.sign_all_ppr(self.written_ppr())
        first = ppr.sudo().document_id
        with self.refused("Nothing is being signed"):
            ppr.action_cancel("Pourquoi")
        ppr.version_reason = "La formation change de lieu"
        ppr.action_freeze()
        second = ppr.sudo().document_id
        with self.refused("write why"):
            ppr.action_cancel("")
        ppr.action_cancel("Finalement non")
        self.assertEqual((first.state, second.state), ("signed", "cancelled"))
        self.assertEqual((ppr.document_id, ppr.in_force_id), (first, first))

    def test_an_ended_ppr_has_no_new_convention(self):
        ppr = self.sign_all_ppr(self.written_ppr())
        ppr._step("close", self._today(), outcome="fit")
        with self.refused("not over"):
            ppr.action_freeze()

    def test_the_preview_is_the_referents_own(self):
        ppr = self.ready_ppr()
        content = ppr._printed_all()[ppr.id]
        self.assertIn(squeezed("document sans valeur"), self.text_of(content))
        for user in (self.agent, self.rh):
            with self.assertRaises(AccessError):
                ppr.with_user(user)._printed_all()
        ppr.action_freeze()
        frozen = base64.b64decode(ppr.sudo().document_id.frozen_file)
        for user in (self.agent, self.rh, self.authority):
            self.assertEqual(ppr.with_user(user)._printed_all()[ppr.id], frozen)
        for user in (self.adviser, self.manager, self.agent2, self.rh_host, self.tutor):
            with self.kept_away():
                ppr.with_user(user)._printed_all()


@tagged("post_install", "-at_install")
class TestPprSummary(PprConventionCase):
    def test_the_whole_file_on_paper(self):
        today = self._today()
        ppr = self.ready_ppr()
        action = ppr.action_ids
        action.write({"result": "done", "result_line": "Sait tenir un tableau"})
        env = self.env(user=self.referent)
        review = env["mobility.ppr.review"].create(
            {"ppr_id": ppr.id, "date": today, "presence": "all", "decision": "go_on"}
        )
        review.progress_ids.level = "done"
        env["mobility.ppr.post"].create(
            {
                "ppr_id": ppr.id,
                "name": "Agente d’accueil",
                "employer_id": self.third.id,
                "proposed_on": today,
                "answered_on": today,
                "answer": "refused",
                "reason": "distance",
            }
        )
        ppr._step("close", today, outcome="posts_refused")
        printed = {
            user: ppr.with_user(user)._printed_summaries()[ppr.id]
            for user in (self.referent, self.agent, self.rh)
        }
        for content in printed.values():
            text = self.text_of(content)
            for wanted in (
                "Synthèse de la période", self.candidate.name, "Bureautique-Secrète",
                "17 h 30", "Réalisée", "Sait tenir un tableau", "poursuivre",
                "Agente d’accueil", self.third.name, "Refusé, trop loin",
                "les postes proposés ont été refusés", "Avis reçu par l’employeur",
                "Total des actions réalisées : 17 h 30",
            ):  # fmt: skip
                self.assertIn(squeezed(wanted), text)
            for unwanted in MEDICAL:
                self.assertNotIn(squeezed(unwanted).lower(), text.lower())
        for user in (self.adviser, self.manager, self.agent2, self.rh_host, self.tutor):
            with self.kept_away():
                ppr.with_user(user)._printed_summaries()

    def test_of_a_file_that_has_just_been_opened(self):
        ppr = self.make_ppr()
        text = self.text_of(ppr._printed_summaries()[ppr.id])
        for wanted in (
            "Aucune action n’est inscrite",
            "Aucun point n’a encore été tenu",
            "Aucun poste n’a encore été proposé",
            "La période n’est pas encore proposée à l’agent",
        ):
            self.assertIn(squeezed(wanted), text)

    def test_printing_is_a_reading(self):
        ppr = self.make_ppr()
        self.env.cr.execute("DELETE FROM mobility_read_log")
        ppr.with_user(self.rh)._printed_summaries()
        self.env.invalidate_all()
        reads = ppr.sudo().read_ids
        self.assertIn("page", reads.mapped("way"))
        self.assertEqual(reads.user_id, self.rh)
