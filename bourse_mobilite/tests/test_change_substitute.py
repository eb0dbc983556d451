"""Somebody else signs for the same organisation."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .change_case import WHY, ChangeCase
from .signing_case import EVIDENCE


@tagged("post_install", "-at_install")
class TestSubstitute(ChangeCase):
    def setUp(self):
        super().setUp()
        self.deputy = new_test_user(
            self.env,
            login="adjointe.test",
            name="Inès Adjointe",
            groups="base.group_portal",
            email="ines.adjointe@personne.example.org",
        )
        self.role_deputy = self._cast_role(
            self.deputy,
            self.host,
            "authority",
            quality="Première adjointe",
            delegation_reference="Arrêté n° 7",
        )

    def substitute(self, party="host", role=None, user=None):
        row = self.row(party).with_user(user or self.adviser)
        role = (role or self.role_deputy).with_user(user or self.adviser)
        return row._substitute(role)

    def test_a_new_row_takes_the_place_of_the_old_one(self):
        old = self.row("host")
        self._new()
        new = self.substitute()
        self.assertEqual(old.state, "replaced")
        self.assertEqual(new.state, "pending")
        self.assertEqual(new.substitute_of_id, old)
        self.assertEqual(
            (new.party, new.step, new.sequence, new.organisation_id),
            (old.party, old.step, old.sequence, self.host),
        )
        self.assertEqual(new.name, "Inès Adjointe")
        self.assertEqual(new.quality, "Première adjointe")
        self.assertEqual(new.delegation_reference, "Arrêté n° 7")
        self.assertFalse(self.links(old))
        self.assertEqual(len(self.links(new)), 1)
        mails = self._new()
        self.assertWrittenTo(mails, self.deputy, self.authority_host)
        self.assertIn("/convention/signer/", self.mail_to(mails, self.deputy).body_html)
        told = self.mail_to(mails, self.authority_host).body_html
        self.assertIn("Inès Adjointe", told)
        self.assertNotIn("/convention/signer/", told)
        line = self.lines("substituted")
        self.assertEqual(line.signatory_id, new)
        self.assertEqual(line.details["instead_of"]["name"], old.name)

    def test_the_document_is_signed_without_the_one_replaced(self):
        self.substitute()
        self.sign("agent", "employer")
        self.assertEqual(self.document.state, "to_sign")
        self.sign("host", "cdg")
        self.assertEqual(self.document.state, "signed")

    def test_the_code_of_the_one_replaced_opens_nothing(self):
        code, digits = self.asked(self.row("host"))
        new = self.substitute()
        with self.assertRaises(UserError):
            code._confirm(digits, EVIDENCE)
        self.assertEqual(new.state, "pending")

    def test_who_cannot_sign_instead(self):
        yesterday = "2020-01-01"
        agent_role = self._cast_role(self.agent, self.host, "authority", quality="M.")
        elsewhere = self._cast_role(self.deputy, self.third, "authority", quality="P.")
        ended = self._cast_role(
            self.rh_third, self.host, "authority", quality="P.", date_end=yesterday
        )
        for reason, role in {
            "the agent": agent_role,
            "another organisation": elsewhere,
            "no longer in force": ended,
            "an HR contact": self.role_rh_host,
            "signs already": self.role_authority_host,
            "another party": self.role_authority,
        }.items():
            with self.subTest(reason), self.assertRaises(UserError):
                self.substitute(role=role)
        self.role_deputy.quality = False
        with self.assertRaisesRegex(UserError, "Inès"):
            self.substitute()
        self.assertEqual(len(self.document.signatory_ids), 4)
        self.assertFalse(self._new())

    def test_a_role_that_ends_today_still_signs(self):
        self.role_deputy.date_end = self._today()
        self.assertEqual(self.substitute().state, "pending")

    def test_only_while_it_is_waited_for(self):
        self.sign("host")
        with self.assertRaises(UserError):
            self.substitute()
        self.row("employer")._refuse("Non", EVIDENCE)
        role = self._cast_role(self.deputy, self.origin, "authority", quality="Adj.")
        for party in ("agent", "employer"):
            with self.assertRaises(UserError):
                self.substitute(party, role)

    def test_nobody_signs_for_the_agent_nor_for_the_visa(self):
        for party in ("agent", "cdg"):
            with self.assertRaises(UserError):
                self.substitute(party)

    def test_whose_turn_has_not_come_gets_the_link_in_turn(self):
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.convention.signing_order = "in_turn"
        self.document = self.freeze(self.convention)
        self._new()
        self.substitute()
        self.assertFalse(self._new(), "nobody was asked yet at the host")
        self.sign("agent", "employer")
        self.assertTrue(self.mail_to(self._new(), self.deputy))

    def test_only_staff_name_somebody(self):
        for user in (self.rh_host, self.authority_host, self.agent, self.internal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.substitute(user=user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.row("host").with_user(user).action_open_substitute()
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.env["mobility.substitute.wizard"].with_user(user).create(
                    {
                        "signatory_id": self.row("host").id,
                        "role_id": self.role_deputy.id,
                    }
                )
        self.assertEqual(self.row("host").name, self.authority_host.name)

    def test_the_wizard_proposes_who_can(self):
        wizard = self.env["mobility.substitute.wizard"].with_user(self.adviser)
        wizard = wizard.create(
            {"signatory_id": self.row("host").id, "role_id": self.role_deputy.id}
        )
        self.assertEqual(wizard.possible_ids, self.role_deputy)
        wizard.action_confirm()
        self.assertEqual(self.row("host").name, "Inès Adjointe")

    def test_the_next_version_is_signed_by_the_one_named(self):
        self.substitute()
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.assertEqual(self.convention.host_signatory_id, self.role_deputy)
        document = self.freeze(self.convention)
        self.assertEqual(self.row("host", document).name, "Inès Adjointe")

    def test_a_second_substitute_is_kept_too(self):
        self.substitute()
        other = self._cast_role(self.rh_third, self.host, "authority", quality="DGS")
        self.substitute(role=other)
        states = self.document.signatory_ids.filtered(
            lambda row: row.party == "host"
        ).mapped("state")
        self.assertEqual(sorted(states), ["pending", "replaced", "replaced"])
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.assertEqual(self.convention.host_signatory_id, other)
