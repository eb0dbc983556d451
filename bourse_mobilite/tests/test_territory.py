"""The official list of communes: what loading it writes, and what it leaves alone."""

import csv
import shutil
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..models.mobility_commune_load import DATA

DEPARTMENTS = 101
COMMUNES = 34875


def _edit(path, change):
    """Rewrite a table: ``change`` answers the rows to keep from those it had."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


class TerritoryCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.communes = cls.env["mobility.commune"]

    def load(self, *codes):
        return self.communes._load_departments(codes)

    def counts(self, created=0, updated=0, unchanged=0, archived=0):
        return {
            "created": created,
            "updated": updated,
            "unchanged": unchanged,
            "archived": archived,
        }

    def all_of(self, *codes):
        return self.communes.with_context(active_test=False).search(
            [("department_code", "in", codes)]
        )

    def commune(self, code):
        """The commune of this INSEE code, archived or not."""
        communes = self.communes.with_context(active_test=False)
        return communes.search([("code", "=", code)])

    def own_tables(self):
        """The tables read from a folder of this test, as a later version has them."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "communes").mkdir()
        (folder / "epci").mkdir()
        for name in ("epci/france.csv", "communes/90.csv", "communes/2A.csv"):
            shutil.copy(DATA / name, folder / name)
        self.patch(
            self.env.registry["mobility.commune"], "_data_folder", lambda _: folder
        )
        return folder


@tagged("post_install", "-at_install")
class TestTerritoryLoad(TerritoryCase):
    def test_whole_country_in_one_go(self):
        codes = self.env["mobility.department"].search([]).mapped("code")
        self.assertEqual(len(codes), DEPARTMENTS)
        self.assertEqual(
            len({row["siren"] for row in self.communes._read_epci()}), 1255
        )
        self.load(*codes)
        found = self.all_of(*codes)
        self.assertEqual(len(found), COMMUNES)
        self.assertEqual(self.load(*codes), self.counts(unchanged=COMMUNES))
        self.env.cr.execute(
            """
            SELECT count(*), count(nullif(siren, '')), count(nullif(postal_codes, '')),
                   count(*) FILTER (WHERE coalesce(latitude, 0) = 0),
                   count(*) FILTER (WHERE epci_name IS NULL)
              FROM mobility_commune WHERE department_code = ANY(%s)
            """,
            [codes],
        )
        # Four communes made again in 2025 have no point, four islands no EPCI.
        self.assertEqual(self.env.cr.fetchone(), (COMMUNES, COMMUNES, COMMUNES, 4, 4))
        paris = self.commune("75056")
        self.assertEqual(len(paris.postal_codes.split()), 21)

    def test_the_oise(self):
        self.load("60")
        found = self.all_of("60")
        self.assertEqual(len(found), 680)
        self.assertEqual(
            len(
                [
                    row
                    for row in self.communes._read_epci()
                    if row["department_code"] == "60"
                ]
            ),
            21,
        )
        noyon = self.commune("60471")
        self.assertEqual(
            (noyon.name, noyon.code, noyon.postal_codes, noyon.siren, noyon.epci_name),
            (
                "Noyon", "60471", "60400", "216004655",
                "Communauté de communes du Pays Noyonnais",
            ),
        )  # fmt: skip
        self.assertEqual((noyon.latitude, noyon.longitude), (49.5809, 3.0005))

    def test_twice_is_once(self):
        first = self.load("90", "2A")
        self.assertEqual(first, self.counts(created=101 + 124))
        before = self.all_of("90", "2A").ids
        self.assertEqual(self.load("2A", "90", "90"), self.counts(unchanged=225))
        self.assertEqual(self.all_of("90", "2A").ids, before)

    def test_external_ids_are_safe_from_updates_of_the_module(self):
        self.load("90")
        for _again in range(2):
            self.communes._name_loaded(["90"])
        belfort = self.env.ref("bourse_mobilite.commune_90010")
        self.assertEqual(belfort.name, "Belfort")
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "mobility.commune"),
                ("res_id", "in", self.all_of("90").ids),
            ]
        )
        self.assertEqual(len(data), 101)
        self.assertEqual(set(data.mapped("noupdate")), {True})
        self.assertEqual(set(data.mapped("module")), {"bourse_mobilite"})

    def test_a_commune_deleted_by_hand_comes_back_under_its_name(self):
        self.load("90")
        self.commune("90010").unlink()
        self.assertEqual(self.load("90"), self.counts(created=1, unchanged=100))
        self.assertEqual(self.commune("90010").name, "Belfort")

    def test_a_newer_list_changes_what_differs_and_nothing_else(self):
        self.load("90")
        belfort = self.commune("90010")
        partner = self.env["res.partner"].create(
            {"name": "Ville", "mobility_commune_id": belfort.id}
        )
        self.assertEqual(belfort.population, int(belfort.population))
        folder = self.own_tables()

        def change(rows):
            for row in rows:
                if row["code"] == "90010":
                    row.update(name="Belfort-la-Neuve", population="1", phone="x")
            return rows

        _edit(folder / "communes" / "90.csv", change)
        self.assertEqual(self.load("90"), self.counts(updated=1, unchanged=100))
        self.assertEqual(
            (belfort.name, belfort.population, belfort.search_name),
            ("Belfort-la-Neuve", 1, "belfort la neuve"),
        )
        self.assertEqual(belfort.display_name, "Belfort-la-Neuve (90000)")
        self.assertEqual(partner.mobility_commune_id, belfort)
        self.assertEqual(self.communes._search_typed("belfort la n"), belfort)

    def test_what_is_stored_from_a_commune_follows_the_newer_list(self):
        """A public list of offers keeps the words of the commune beside its own."""
        self.load("90")
        belfort = self.commune("90010")
        offer = self.env["mobility.offer"].create(
            {
                "name": "Accueil",
                "host_id": self.env["res.partner"]
                .create(
                    {
                        "name": "Ville",
                        "is_company": True,
                        "mobility_employer_kind": "commune",
                        "mobility_commune_id": belfort.id,
                    }
                )
                .id,
                "metier_id": self.env["mobility.metier"].search([], limit=1).id,
            }
        )
        self.assertIn("belfort", offer.searched_text.lower())
        folder = self.own_tables()
        _edit(
            folder / "communes" / "90.csv",
            lambda rows: [
                {**row, "name": "Neuve"} if row["code"] == "90010" else row
                for row in rows
            ],
        )
        self.load("90")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("neuve", offer.searched_text.lower())
        self.assertNotIn("belfort", offer.searched_text.lower())

    def test_a_hand_made_commune_of_the_list_is_taken_up(self):
        ours = self.communes.create(
            {"code": "90010", "name": "BELFORT", "department_code": "90"}
        )
        self.assertEqual(self.load("90"), self.counts(created=100, updated=1))
        self.assertEqual(self.commune("90010"), ours)
        self.assertEqual((ours.name, ours.postal_codes), ("Belfort", "90000"))

    def test_what_was_typed_and_not_yet_written_is_not_lost_nor_doubled(self):
        self.load("90")
        belfort = self.commune("90010")
        belfort.population = 3
        self.assertEqual(self.load("90"), self.counts(updated=1, unchanged=100))
        self.assertGreater(belfort.population, 10_000)

    def test_archived_stays_archived(self):
        self.load("90")
        belfort = self.commune("90010")
        belfort.write({"active": False, "population": 1})
        self.assertEqual(self.load("90"), self.counts(updated=1, unchanged=100))
        self.assertFalse(belfort.active)

    def test_a_merged_commune_is_archived_and_comes_back(self):
        self.load("90")
        belfort = self.commune("90010")
        folder = self.own_tables()
        whole = (folder / "communes" / "90.csv").read_text(encoding="utf-8")
        _edit(
            folder / "communes" / "90.csv",
            lambda rows: [row for row in rows if row["code"] != "90010"],
        )
        self.assertEqual(self.load("90"), self.counts(unchanged=100, archived=1))
        self.assertEqual((belfort.active, belfort.withdrawn), (False, True))
        self.assertEqual(self.load("90"), self.counts(unchanged=100))
        (folder / "communes" / "90.csv").write_text(whole, encoding="utf-8")
        self.assertEqual(self.load("90"), self.counts(updated=1, unchanged=100))
        self.assertEqual((belfort.active, belfort.withdrawn), (True, False))

    def test_who_brings_a_merged_commune_back_is_obeyed(self):
        self.load("90")
        belfort = self.commune("90010")
        _edit(
            self.own_tables() / "communes" / "90.csv",
            lambda rows: [row for row in rows if row["code"] != "90010"],
        )
        self.load("90")
        belfort.active = True
        self.assertEqual(self.load("90"), self.counts(unchanged=100))
        self.assertTrue(belfort.active)

    def test_only_communes_of_the_list_and_of_the_departement_are_archived(self):
        self.load("90", "2A")
        ours = self.communes.create(
            {"code": "90999", "name": "Lieu à nous", "department_code": "90"}
        )
        self.assertEqual(self.load("90"), self.counts(unchanged=101))
        self.assertTrue(ours.active)
        self.assertEqual(set(self.all_of("2A").mapped("active")), {True})

    def test_an_unknown_or_empty_list_is_refused_and_nothing_is_written(self):
        folder = self.own_tables()
        for code in ("", "99", "../communes/90", "90.csv", "*"):
            with self.assertRaisesRegex(UserError, "There is no list of communes"):
                self.load("90", code)
        self.assertFalse(self.all_of("90"))
        self.load("90")
        _edit(folder / "communes" / "90.csv", lambda _rows: [])
        with self.assertRaisesRegex(UserError, "There is no list of communes"):
            self.load("90")
        self.assertEqual(set(self.all_of("90").mapped("active")), {True})

    def test_nothing_asked_nothing_done(self):
        self.assertEqual(self.load(), self.counts())

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        self.load("90", "2A", "80")
        for codes in (["90"], ["80", "2A"]):
            with self.assertQueryCount(3):
                self.communes._load_departments(codes)
