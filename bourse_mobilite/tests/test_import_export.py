"""What is exported and imported again changes nothing, whatever the columns."""

import random
from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import tagged

from ..models.register.exports import EXPORT_OF
from ..rules.register.kinds import KIND_OF
from .export_case import FORMULA, NBSP, ExportCase, long_name

SUBSETS = 6


@tagged("post_install", "-at_install")
class TestImportOfExport(ExportCase):
    def there_and_back(self, kind, records):
        """Export and import all the columns, then some drawn at random."""
        self.age()
        self.assert_nothing_changes(kind, self.exported(kind, records))
        self.assert_nothing_changes(kind, self.exported(kind, records, keys=()))
        draw = random.Random(f"{kind} 4")
        keys = [column.key for column in KIND_OF[kind].columns]
        for _time in range(SUBSETS):
            some = {key for key in keys if draw.random() < 0.5}
            with self.subTest(kind=kind, columns=sorted(some)):
                content = self.exported(kind, records, keys=some)
                self.assert_nothing_changes(kind, content)

    def test_employers(self):
        records = self.hard_employers() | self.origin | self.host | self.third
        self.there_and_back("employers", records)
        names = {row["Employeur"] for row in self.rows(self.exported("employers"))}
        self.assertIn("Sans SIRET", names)
        self.assertNotIn(self.archived.name, names)

    def tutors(self):
        employers = self.hard_employers()
        roles = self.role_tutor
        for number, employer in enumerate(employers):
            person = self.a_person(
                f"Tuteur d'essai {number}", email=f"tuteur{number}@exemple.org"
            )
            roles |= self.a_tutor(person, employer, quality="Chef d'équipe")
        one, two = (
            self.a_person(
                "Anne Homonyme", email=f"anne{n}@exemple.org", function="Chef"
            )
            for n in (1, 2)
        )
        odd = self.a_person(f"+{FORMULA}", email="Mairie <MAIRIE@exemple.org>")
        plain = self.a_person("Sans Courriel", email="n'importe quoi")
        for person in (one, two, odd, plain):
            roles |= self.a_tutor(person, self.host, quality="Directrice")
        roles |= self.a_tutor(one, self.third, date_end=self._today())
        return roles

    def test_tutors(self):
        self.there_and_back("tutors", self.tutors())

    def places(self):
        today = self._today()
        self.tutors()
        tutor, helper, stranger, past = (
            self.a_person(name, email=f"{name[:4].lower()}@exemple.org")
            for name in ("Lucie Une", "Marc Deux", "Rôle Aucun", "Role Fini")
        )
        silent = self.a_person("Courriel Aucun")
        self.a_tutor(tutor, self.host, quality="Cheffe")
        self.a_tutor(helper, self.host)
        self.a_tutor(past, self.host, date_end=today - timedelta(days=1))
        several = [Command.set((tutor | helper | stranger | past | silent).ids)]
        gone = self.metiers.create({"name": "Métier retiré M1601", "active": False})
        odd = {"condition_ids": [Command.set(self.conditions.ids)], "capacity": 999}
        season = {"service": "Saison", "metier_id": self.accueil.id}
        offers = self.offer | self.offer_draft
        for name, vals in (
            ("Plusieurs tuteurs", {"tutor_ids": several, **odd}),
            ("Plusieurs tuteurs", {"tutor_ids": several, "service": "Autre"}),
            (FORMULA, {"description": f"-1 +2{NBSP}: a  b\n\n c \n@x", **odd}),
            (long_name(), {"description": "« é » ; " * 900}),
            ("Titre  double", {"service": f"Équipe{NBSP}de  nuit"}),
            ("Métier retiré", {"metier_id": gone.id}),
            ("Saison", {"date_from": date(2030, 5, 1), **season}),
            ("Saison", {"date_from": date(2031, 5, 1), "capacity": 2, **season}),
            ("Saison", {"date_from": date(2031, 5, 1), "date_to": date(2031, 6, 1)}),
            ("Saison", season),
            ("Passée", {"date_from": date(1999, 1, 1), "date_to": date(2000, 1, 1)}),
        ):
            offers |= self.an_offer(name, **vals)
        published = self.an_offer("Jumelle", metier_id=self.accueil.id)
        published.action_publish()
        closed = self.an_offer(
            "Jumelle",
            capacity=3,
            description="Ancienne",
            tutor_ids=several,
            date_to=date(2020, 1, 1),
        )
        closed.action_close()
        suspended = self.an_offer("Suspendue", metier_id=self.accueil.id)
        suspended.action_publish()
        suspended.action_suspend()
        offers |= published | closed | suspended
        for employer in self.hard_employers_known:
            offers |= self.an_offer("Accueil", host=employer, tutor_ids=several)
        return offers

    def hard_employers(self):
        self.hard_employers_known = super().hard_employers()
        return self.hard_employers_known

    def test_places(self):
        offers = self.places()
        self.there_and_back("places", offers)
        rows = self.rows(self.exported("places", offers))
        several = [row for row in rows if row["Intitulé de l'offre"] == "Jumelle"]
        self.assertEqual(
            sorted(filter(None, (row["Nom du tuteur"] for row in several))),
            ["Courriel Aucun", "Lucie Une", "Marc Deux", "Role Fini", "Rôle Aucun"],
        )

    def agents(self):
        cadres = self.env["mobility.cadre"].search([])
        hidden = self.env["mobility.cadre"].create(
            {"name": "Ingénieurs anciens", "filiere_id": cadres[0].filiere_id.id,
             "category": "A", "active": False}
        )  # fmt: skip
        files = self.candidate | self.candidate2 | self.candidate_elsewhere

        def a_file(person, employer, **vals):
            plain = {"cadre_id", "corps_name", "job_title", "hours_per_week",
                     "date_start"}  # fmt: skip
            held = {key: vals.pop(key) for key in plain & vals.keys()}
            return self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "employment_ids": [
                        Command.create({"employer_id": employer.id, "main": True,
                                        **held}),
                        *vals.pop("others", []),
                    ],
                    **vals,
                }
            )  # fmt: skip

        second = Command.create({"employer_id": self.third.id, "hours_per_week": 5})
        same = Command.create({"employer_id": self.origin.id, "hours_per_week": 7})
        for number, cadre in enumerate(cadres | hidden):
            person = self.a_person(
                f"Agent {number}", email=f"agent{number}@personne.org"
            )
            files |= a_file(person, self.third, cadre_id=cadre.id)
        odd = (
            ("Deux Employeurs", {"email": "deux@personne.org"},
             {"others": [second, same], "hours_per_week": 52 / 3,
              "job_title": f"Agent  d’entretien{NBSP}»", "date_start": date(2019, 2, 1)}),
            (FORMULA, {"phone": "06.01.02.03.04"}, {"versant": "FPH",
             "corps_name": "Aides-soignants", "status": "cdi", "hours_per_week": 0}),
            ("Un Couple", {"email": "couple@personne.org"}, {"status": "apprenti"}),
            ("Deux Couple", {"email": "couple@personne.org"}, {"status": "cabinet"}),
            ("Marie Homonyme", {"email": "m1@personne.org"}, {"status": "assmat"}),
            ("Marie Homonyme", {"email": "m2@personne.org"}, {"status": "cdd"}),
            ("Boîte Partagée", {"email": "mairie@noyon.org"}, {"versant": "FPE"}),
            ("Boîte Employeur", {"email": self.host.email}, {"hours_per_week": 17.5}),
            (long_name("Nom Prénom-Composé "), {"phone": "+33 6 01 02 03 04"}, {}),
        )  # fmt: skip
        for name, person, vals in odd:
            files |= a_file(self.a_person(name, **person), self.origin, **vals)
        for number, employer in enumerate(self.hard_employers()):
            files |= a_file(self.a_person(f"Chez {number}"), employer)
        return files

    def test_agents(self):
        files = self.agents()
        self.there_and_back("agents", files)
        rows = self.rows(self.exported("agents", files))
        self.assertEqual(len(rows), len(files))

    def trainings(self):
        self.hard_employers()
        course = {"name": "Accueillir", "provider": "CNFPT"}
        return self.env["mobility.training"].create(
            [
                {**course, "code": "A1", "date_from": date(2030, 1, 5)},
                {**course, "code": "A1", "date_from": date(2030, 6, 5)},
                {**course, "code": "A1"},
                {**course, "code": "A2", "duration_days": 1.5, "modality": "on_site"},
                {**course, "modality": "remote", "url": "https://cnfpt.example.org/a"},
                {**course, "date_from": date(2031, 1, 1), "commune_id": self.noyon.id,
                 "date_to": date(2031, 1, 2), "theme": f"Thème{NBSP}: a  b"},
                {"name": FORMULA, "provider": "@x", "code": "00012",
                 "description": f"=1+1\n\n  b{NBSP}! ", "modality": "mixed"},
                {"name": long_name(), "provider": "CNFPT", "commune_id":
                 self.twin_62.id, "url": "https://x.example.org/" + "é" * 40},
                {"name": "Métiers", "provider": "CNFPT", "metier_ids":
                 [Command.set(self.metiers.search([], limit=9).ids)]},
            ]
        )  # fmt: skip

    def test_trainings(self):
        self.there_and_back("trainings", self.trainings())

    def some_metiers(self):
        known = self.metiers.search([], limit=40)
        hidden = self.metiers.create({"name": "Métier caché", "active": False})
        made = self.metiers.create(
            [
                {"name": FORMULA, "rome_code": "M1601"},
                {"name": "Code et nom seuls", "rome_code": "M1602"},
                {"name": long_name(), "near_metier_ids":
                 [Command.set((known[:5] | hidden).ids)]},
                {"name": "Codes", "cnfpt_code": "a/1", "rmfp_code": "Fp 1",
                 "description": f"a{NBSP}: b  c\n", "champ": f"Champ{NBSP}»"},
                {"name": "Codes bis", "cnfpt_code": "a/1", "speciality": "S"},
                {"name": "Tout", "condition_ids": [Command.set(self.conditions.ids)],
                 "skill_ids": [Command.set(self.env["hr.skill"].search(
                     [], limit=6).ids)]},
            ]
        )  # fmt: skip
        return known | hidden | made

    def test_metiers(self):
        metiers = self.some_metiers()
        self.there_and_back("metiers", metiers)
        # Names with their ROME code alone are ours, not the official file.
        self.there_and_back("metiers", metiers.filtered("rome_code"))

    def test_every_list_as_a_whole(self):
        """What a whole list holds besides the hard cases."""
        self.age()
        for kind in EXPORT_OF:
            with self.subTest(kind=kind):
                if EXPORT_OF[kind](self.as_user(self.adviser)).records():
                    self.assert_nothing_changes(kind, self.exported(kind))

    def test_a_cell_that_was_changed_is_the_only_change(self):
        self.age()
        book = load_workbook(BytesIO(self.exported("places", self.places())))
        headings = [cell.value for cell in book.active[1]]
        self.assertEqual(book.active.cell(2, headings.index("Places") + 1).value, 1)
        title = headings.index("Intitulé de l'offre") + 1
        row = next(row for row in range(2, book.active.max_row)
                   if book.active.cell(row, title).value == "Suspendue")  # fmt: skip
        book.active.cell(row, headings.index("Places") + 1).value = 7
        written = BytesIO()
        book.save(written)
        batch = self.preview("places", written.getvalue())
        moved = batch.line_ids.filtered(lambda line: line.status != "unchanged")
        self.assertEqual(moved.mapped("row_number"), [row])
        self.assertEqual(moved.status, "updated")
        batch.action_import()
        changed = self.env["mobility.offer"].search([("name", "=", "Suspendue")])
        self.assertEqual(changed.capacity, 7)
        self.assertEqual(changed.state, "suspended")

    def test_a_new_offer_of_two_tutors_is_one_offer(self):
        rows = self.rows(self.exported("places", self.offer))
        line = {
            **rows[0],
            "Intitulé de l'offre": "Nouvelle",
            "Référence de l'offre": None,
        }
        book = load_workbook(BytesIO(self.exported("places", self.offer)))
        for name in ("Tutrice Une", "Tuteur Deux", "Tuteur Deux"):
            line.update({"Nom du tuteur": name, "Courriel du tuteur": None})
            book.active.append(list(line.values()))
        written = BytesIO()
        book.save(written)
        batch = self.preview("places", written.getvalue())
        self.assertEqual(
            batch.line_ids.sorted("row_number").mapped("status"),
            ["unchanged", "created", "updated", "unchanged"],
        )
        batch.action_import()
        made = self.env["mobility.offer"].search([("name", "=", "Nouvelle")])
        self.assertEqual(
            sorted(made.tutor_ids.mapped("name")), ["Tuteur Deux", "Tutrice Une"]
        )
        self.age()
        self.assert_nothing_changes("places", written.getvalue())
