"""Writing the convention of a PPR: what it still lacks."""

import base64
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .convention_case import squeezed
from .ppr_convention_case import PprConventionCase


@tagged("post_install", "-at_install")
class TestPprConventionMissing(PprConventionCase):
    def assertMissing(self, ppr, label, record=None):
        missing = dict(ppr._missing())
        self.assertIn(label, missing)
        if record is not None:
            self.assertEqual(missing[label], record)
        with self.assertRaises(UserError) as caught:
            ppr.action_freeze()
        self.assertIn(label, str(caught.exception))
        self.assertFalse(ppr.document_ids)

    def test_nothing_is_missing_when_all_is_said(self):
        ppr = self.ready_ppr()
        self.assertEqual(ppr._missing(), [])
        self.assertFalse(ppr.missing_html)

    def test_each_thing_that_misses_is_named_with_what_to_open(self):
        ppr = self.ready_ppr()
        action = ppr.action_ids
        role = ppr.employer_signatory_id
        cases = [
            (ppr, {"review_months": 0}, "How often it is reviewed", ppr),
            (ppr, {"employer_referent_id": False}, "Referent at the employer", ppr),
            (
                ppr,
                {"employer_deliberation": False},
                "Délibération of the employer",
                ppr,
            ),
            (ppr, {"referent_id": False}, "Referent of the centre de gestion", ppr),
            (
                ppr,
                {"third_deliberation": False},
                f"Délibération of {self.env.company.name}",
                ppr,
            ),
            (
                ppr,
                {"employer_signatory_id": False},
                "A signing authority in force of Commune d'Origine-Test",
                self.origin,
            ),
            (
                role.sudo(),
                {"quality": False},
                f"Quality of {self.authority.name}",
                role,
            ),
        ]
        for field in ("place", "hours", "date_end"):
            label = action._fields[field]._description_string(self.env)
            cases.append(
                (
                    action,
                    {field: False},
                    f"{label} of the action “Bureautique-Secrète”",
                    action,
                )
            )
        for record, vals, label, found in cases:
            with self.subTest(label), self.env.cr.savepoint() as savepoint:
                record.write(vals)
                self.assertMissing(ppr, label, found)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_without_a_plan_it_is_not_written(self):
        ppr = self.ready_ppr()
        ppr.action_ids.unlink()
        self.assertMissing(ppr, "The action plan: at least one action")
        self.assertIn("at least one action", ppr.missing_html)

    def test_not_before_the_agent_has_accepted(self):
        ppr = self.ready_ppr()
        for _step in range(2):
            ppr.action_undo()
            with self.refused("once the agent has accepted"):
                ppr.action_freeze()

    def test_neither_the_agent_nor_a_mayor_of_yesterday_signs_for_the_employer(self):
        ppr = self.ready_ppr()
        label = "A signing authority in force of Commune d'Origine-Test"
        self.role_authority.date_end = self._today() - timedelta(days=1)
        self.assertMissing(ppr, label, self.origin)
        self.role_authority.date_end = self._today()
        self.env.invalidate_all()
        self.assertEqual(ppr._missing(), [])
        ppr.employer_signatory_id = self._cast_role(
            self.agent, self.origin, "authority", quality="Maire"
        )
        self.assertMissing(ppr, label, self.origin)

    def test_the_cnfpt_signs_for_its_managers(self):
        cadre = self.env.ref("bourse_mobilite.cadre_administrateurs")
        self.candidate.cadre_id = cadre
        ppr = self.ready_ppr()
        self.assertEqual(ppr.third_party, "cnfpt")
        label = next(label for label, _one in ppr._missing())
        self.assertIn("CNFPT", label)
        self.assertMissing(ppr, label, ppr)
        ppr.cnfpt_id = self.third
        self.assertMissing(
            ppr, "A signing authority in force of Syndicat Tiers-Test", self.third
        )
        role = self._cast_role(
            self.rh_third, self.third, "authority", quality="Directeur"
        )
        ppr.third_signatory_id = role
        ppr.action_freeze()
        row = self.rows_of(ppr)[2]
        self.assertEqual(
            (row.party, row.organisation_id, row.quality, row.role),
            ("cnfpt", self.third, "Directeur", "signature"),
        )
        text = self.text_of(base64.b64decode(ppr.sudo().document_id.frozen_file))
        self.assertIn(squeezed("Engagements du CNFPT"), text)
        self.assertNotIn(squeezed("Engagements du centre de gestion"), text)

    def test_other_managers_are_the_centre_de_gestion_s(self):
        self.candidate.cadre_id = self.env.ref("bourse_mobilite.cadre_attaches")
        self.assertEqual(self.ready_ppr().third_party, "cdg")
