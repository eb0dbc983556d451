"""Who signs an avenant: those who signed the convention, or who holds their role on the
day on which they are asked."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .change_case import AvenantCase


@tagged("post_install", "-at_install")
class TestAvenantSigners(AvenantCase):
    def setUp(self):
        super().setUp()
        self.yesterday = self._today() - timedelta(days=1)
        self.tomorrow = self._today() + timedelta(days=1)

    def missing(self, avenant):
        avenant.invalidate_recordset()
        return avenant._missing()

    def test_who_no_longer_holds_the_role_is_replaced_and_it_is_said(self):
        deputy = new_test_user(
            self.env, login="nouvelle.maire", name="Nora Maire", groups="base.group_portal",
            email="nora.maire@personne.example.org",
        )  # fmt: skip
        avenant = self.moved()
        self.role_authority_host.date_end = self.yesterday
        self._cast_role(deputy, self.host, "authority", quality="Maire")
        self.assertFalse(self.missing(avenant))
        self.assertIn("Nora Maire", avenant.signers_html)
        self.assertIn(self.authority_host.name, avenant.signers_html)
        document = self.freeze(avenant)
        self.assertEqual(self.row("host", document).name, "Nora Maire")
        self.assertFalse(self.mail_to(self._new(), self.authority_host))

    def test_a_role_that_has_ended_names_the_person_and_opens_the_role(self):
        avenant = self.moved()
        self.role_authority_host.date_end = self.yesterday
        ((label, record),) = self.missing(avenant)
        self.assertEqual(record, self.role_authority_host)
        self.assertIn(self.authority_host.name, label)
        self.assertIn(self.host.name, label)
        self.assertIn(self.request._date_text(self.yesterday), label)
        self.assertIn(f"/odoo/mobility.role/{record.id}", avenant.missing_html)
        with self.assertRaisesRegex(UserError, self.authority_host.name):
            self.freeze(avenant)
        self.assertFalse(avenant.document_ids)
        self.role_authority_host.date_end = self._today()
        self.assertFalse(self.missing(avenant))

    def test_without_any_role_left_the_organisation_opens(self):
        avenant = self.moved()
        self.role_authority_host.employer_id = self.third
        label = f"A signing authority of {self.host.name}"
        self.assertEqual(self.missing(avenant), [(label, self.host)])

    def test_a_role_that_ends_today_still_signs(self):
        self.role_authority_host.date_end = self._today()
        document = self.freeze(self.moved())
        self.assertEqual(self.row("host", document).name, self.authority_host.name)

    def test_a_delegation_that_has_not_begun(self):
        avenant = self.moved()
        role = self.role_authority_host
        role.delegation_date = self.tomorrow
        ((label, record),) = self.missing(avenant)
        self.assertEqual(record, role)
        self.assertIn(self.authority_host.name, label)
        self.assertIn(self.request._date_text(self.tomorrow), label)
        with self.assertRaisesRegex(UserError, "only begins on"):
            self.freeze(avenant)
        role.delegation_date = self._today()
        self.assertFalse(self.missing(avenant))

    def test_the_agent_never_signs_for_an_organisation_instead(self):
        avenant = self.moved()
        self.role_authority_host.date_end = self.yesterday
        self._cast_role(self.agent, self.host, "authority", quality="Maire")
        ((label, record),) = self.missing(avenant)
        self.assertEqual(record, self.role_authority_host)
        self.assertNotIn(self.agent.name, label)

    def test_a_role_that_ends_before_the_signature(self):
        """Asked in time, it is no longer this person's to sign."""
        document = self.freeze(self.moved())
        row = self.row("host", document)
        self.assertEqual(row._portal_status(), "sign")
        self.role_authority_host.date_end = self.yesterday
        self.assertEqual(row._portal_status(), "no_role")
