"""Agents of a list: recognised without ever merging two persons."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_case import ImportCase


def agent(**values):
    return {
        "agent": "Exemple",
        "first_name": "Dominique",
        "employer": "Commune d'Origine Test",
        "commune": "Noyon",
        **values,
    }


@tagged("post_install", "-at_install")
class TestImportAgents(ImportCase):
    kind = "agents"

    def row(self, **values):
        return agent(employer=self.origin.name, **values)

    def file_called(self, name="Dominique Exemple"):
        return self.env["mobility.candidate"].search([("name", "=", name)])

    def test_a_full_row_becomes_a_contact_a_file_and_an_employment(self):
        batch = self.imported(
            self.row(
                agent_email="D.Exemple@personne.example.org", agent_phone=600000000,
                versant="territoriale", cadre="Adjoints techniques", status="CDI",
                job="Agent d'entretien", hours="17h30", since="01/09/2020",
            )
        )  # fmt: skip
        self.assertEqual(self.statuses(batch), ["created"])
        candidate = self.file_called()
        self.assertRecordValues(
            candidate,
            [
                {
                    "email": "d.exemple@personne.example.org",
                    "phone": "06 00 00 00 00",
                    "employer_id": self.origin.id,
                    "versant": "FPT",
                    "status": "cdi",
                    "job_title": "Agent d'entretien",
                    "cadre_id": self.env.ref(
                        "bourse_mobilite.cadre_adjoints_techniques"
                    ).id,
                    "adviser_id": False,
                    "company_id": self.env.company.id,
                }
            ],
        )
        self.assertFalse(candidate.partner_id.parent_id)
        self.assertEqual(candidate.employment_ids.hours_per_week, 17.5)
        self.assertEqual(candidate.employment_ids.date_start, date(2020, 9, 1))

    def test_a_grade_says_its_cadre_and_a_doubt_says_so(self):
        for text, cadre in (
            ("Adjoint technique principal de 2e classe", "Adjoints techniques"),
            (
                "ATSEM principal de 1re classe",
                "Agents territoriaux spécialisés des écoles maternelles (ATSEM)",
            ),
            ("Rédacteur territorial principal", "Rédacteurs"),
        ):
            with self.subTest(text):
                details = self.preview(self.row(cadre=text)).line_ids.details
                self.assertIn(f"was read as a grade of: {cadre}", details)
        for text in ("Infirmiers", "Chef de quelque chose"):
            with self.subTest(text):
                self.assert_row(self.row(cadre=text), "created", "is not in the list")

    def test_the_same_file_twice_changes_nothing(self):
        rows = (self.row(cadre="Rédacteurs", hours=28), self.row(agent="Autre"))
        self.imported(*rows)
        self.assertEqual(self.preview(*rows).unchanged_count, 2)

    def test_the_order_of_first_name_and_name_does_not_matter(self):
        self.imported(self.row())
        row = agent(employer=self.origin.name, agent="EXEMPLE Dominique")
        row["first_name"] = None
        self.assertEqual(self.preview(row).unchanged_count, 1)

    def test_the_email_of_somebody_else_is_asked(self):
        self.assert_row(
            self.row(agent_email=self.candidate.email),
            "rejected",
            f"is that of {self.candidate.name}",
        )

    def test_how_to_reach_a_person_is_never_overwritten(self):
        email = self.candidate.email
        row = agent(
            agent=self.candidate.name, first_name=None, employer=self.origin.name,
            agent_email="autre@personne.example.org", job="Autre métier",
        )  # fmt: skip
        self.assert_row(row, "rejected", f"with the e-mail {email}")
        row["agent_email"] = email.upper()
        self.imported(row)
        self.assertEqual(self.candidate.email, email)
        self.assertEqual(self.candidate.job_title, "Autre métier")

    def test_an_agent_of_another_employer_is_asked(self):
        row = agent(
            agent=self.candidate.name, first_name=None, employer=self.host.name,
            commune="Lassigny", agent_email=self.candidate.email,
        )  # fmt: skip
        self.assert_row(row, "rejected", f"the employer is {self.origin.name}")

    def test_a_homonym_elsewhere_is_another_person_and_it_is_said(self):
        row = agent(
            agent=self.candidate.name, first_name=None, employer=self.host.name,
            commune="Lassigny",
        )  # fmt: skip
        self.assert_row(row, "created", "nothing was merged")

    def test_a_contact_filed_under_an_employer_is_asked(self):
        filed = self.env["res.partner"].create(
            {
                "name": "Dominique Exemple",
                "email": "d@personne.example.org",
                "parent_id": self.origin.id,
            }
        )
        self.assert_row(
            self.row(agent_email=filed.email), "rejected", "colleagues could see"
        )

    def known_row(self, **values):
        """A row of the agent of the story, at the main employer."""
        known = {"agent": self.candidate.name, "first_name": None}
        return self.row(**known, **values)

    def test_an_employment_does_not_begin_after_its_end(self):
        employment = self.candidate.employment_ids
        employment.write({"date_start": "2020-09-01", "date_end": "2027-08-31"})
        batch = self.preview(
            self.known_row(since="01/09/2027"), self.row(agent="Quelqu'un d'autre")
        )
        self.assertEqual(self.statuses(batch), ["rejected", "created"])
        details = batch.line_ids.sorted("row_number")[0].details
        self.assertIn("comes after the end of this employment", details)
        self.assertIn(self.shown(date(2027, 8, 31)), details)
        batch.action_import()
        self.assertEqual(batch.state, "done")
        self.assertEqual(employment.date_start, date(2020, 9, 1))
        self.imported(self.known_row(since="31/08/2027"))
        self.assertEqual(employment.date_start, date(2027, 8, 31))

    def test_who_has_an_archived_file_is_given_no_other(self):
        said = "bring it out of the archives"
        email = self.candidate.email
        self.candidate.active = False
        other = {"employer": self.host.name, "commune": "Lassigny"}
        at_another = {**self.known_row(agent_email=email), **other}
        self.assert_row(self.known_row(), "rejected", said)
        self.assert_row(self.known_row(agent_email=email), "rejected", said)
        self.assert_row(at_another, "rejected", said)
        # The same name elsewhere, without the e-mail, is another person.
        self.assert_row({**self.known_row(), **other}, "created")
        # The contact itself may be archived too.
        self.candidate.partner_id.user_ids.sudo().active = False
        self.candidate.partner_id.active = False
        self.assert_row(at_another, "rejected", said)
        self.assert_row(self.known_row(), "rejected", said)
        self.candidate.partner_id.active = self.candidate.active = True
        self.assert_row(self.known_row(), "unchanged")

    def test_a_file_beside_an_archived_one_is_the_one(self):
        self.candidate.active = False
        self.env.flush_all()
        again = self.candidate.create({"partner_id": self.candidate.partner_id.id})
        row = self.known_row(agent_email=again.email, job="Nouvel emploi")
        # It has no employment yet: the row gives it one, and says so.
        self.assert_row(row, "updated", f"Employeur: (empty) → {self.origin.name}")
        self.imported(row)
        self.assert_row(row, "unchanged")
        self.assertEqual(again.job_title, "Nouvel emploi")
        self.assertNotEqual(self.candidate.job_title, "Nouvel emploi")

    def test_an_unreadable_email_rejects_the_row_and_says_so(self):
        line = self.preview(self.row(agent_email="dominique chez lui")).line_ids
        self.assertEqual(line.status, "rejected")
        self.assertIn(
            "“dominique chez lui” is not an e-mail address: correct it, or empty",
            line.details,
        )
        self.assertNotIn("left out", line.details)

    def test_a_shared_mailbox_is_nobodys(self):
        self.assert_row(
            self.row(agent_email="mairie@noyon.example.org"),
            "rejected",
            "a mailbox that several people read",
        )

    def test_an_agent_twice_in_a_file_is_asked(self):
        batch = self.preview(self.row(), self.row(job="Autre"))
        self.assertEqual(self.statuses(batch), ["created", "rejected"])

    def test_a_word_out_of_a_list_proposes_the_list(self):
        self.assert_row(
            self.row(status="Intérimaire"), "rejected", "Choose one of: Titulaire"
        )

    def test_nothing_of_health_can_be_imported(self):
        keys = self.env["mobility.import.column"]._keys()
        self.assertNotIn("restriction", " ".join(key for key, _label in keys))

    def test_another_cdg_does_not_see_the_files(self):
        self.imported(self.row())
        company = self.env["res.company"].sudo().create({"name": "CDG voisin"})
        self.adviser.sudo().company_ids |= company
        there = self.sent(self.row()).with_company(company)
        self.assertEqual(there.company_id, self.env.company)
        there = there.create({"kind": "agents", "file": self.file_of(self.row())})
        there.action_preview()
        self.assertEqual(there.company_id, company)
        self.assertEqual(there.created_count, 1)

    def test_only_those_who_may_make_files_import_agents(self):
        batch = self.sent(self.row())
        for user in (self.internal, self.agent, self.rh, self.tutor, self.public):
            with self.subTest(user.name), self.assertRaises(AccessError):
                batch.with_user(user).action_preview()
