"""Communes found as people type them, near a place; employers of the open data."""

import math
from unittest.mock import patch

from odoo.tests import tagged

from ..rules.territory import EARTH_RADIUS_KM
from .test_territory import TerritoryCase


@tagged("post_install", "-at_install")
class TestTerritorySearch(TerritoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.communes._load_departments(["60", "80", "2A", "974", "75"])

    def typed(self, text, **more):
        return self.communes._search_typed(text, **more).mapped("name")

    def first(self, text):
        return self.communes._search_typed(text)[:1].name

    def test_names_as_people_type_them(self):
        for text, name in (
            ("eve", "Ève"),
            ("ÈVE", "Ève"),
            ("saint leu d esserent", "Saint-Leu-d'Esserent"),
            ("ST LEU D’ESSERENT", "Saint-Leu-d'Esserent"),
            ("st-leu d'ess", "Saint-Leu-d'Esserent"),
            ("  noyon ", "Noyon"),
            ("Ste Geneviève", "Sainte-Geneviève"),
            ("le plessis belleville", "Le Plessis-Belleville"),
            ("plessis-belleville", "Le Plessis-Belleville"),
            ("Pont s/ Oise", False),
            ("Villers s/ Coudun", "Villers-sur-Coudun"),
            ("Beauvais Cedex 9", "Beauvais"),
            # One letter is in all the names, and is the name of one.
            ("y", "Y"),
            ("e", False),
        ):
            self.assertEqual(self.first(text), name, text)

    def test_the_very_name_first_then_the_beginnings_then_the_most_populated(self):
        found = self.communes._search_typed("eve", limit=20)
        ranks = [
            (
                one.search_name != "eve",
                not one.search_name.startswith("eve"),
                -one.population,
            )
            for one in found
        ]
        self.assertGreater(len(found), 3)
        self.assertEqual(ranks, sorted(ranks))

    def test_codes(self):
        self.assertEqual(self.first("60400"), "Noyon")
        self.assertEqual(self.first("60 400"), "Noyon")
        self.assertIn("Crisolles", self.typed("60400", limit=40))
        for code in ("60057", "2A004", "2a004", "75056", "80021"):
            self.assertEqual(self.communes._search_typed(code).code, code.upper())
        self.assertEqual(self.typed("75012"), ["Paris"])
        # The postal code of a place of Saint-Paul, the INSEE code of Saint-Denis.
        self.assertEqual(self.typed("97411"), ["Saint-Paul", "Saint-Denis"])
        for one in self.communes._search_typed("604", limit=50):
            self.assertRegex(f" {one.postal_codes}", r" 604")
        self.assertEqual(self.typed("6"), [])

    def test_a_name_with_a_code(self):
        self.assertEqual(self.first("60400 Noyon"), "Noyon")
        self.assertEqual(self.first("Noyon (60400)"), "Noyon")
        # The CEDEX of a town is no postal code of its own.
        self.assertEqual(self.first("60021 Beauvais cedex"), "Beauvais")
        self.assertEqual(self.first("Paris 12e"), "Paris")
        twins = self.communes.create(
            [
                {"code": f"9900{rank}", "name": "Jumelle", "department_code": "99",
                 "postal_codes": zips, "population": population}
                for rank, zips, population in ((1, "99100", 900), (2, "99200 99201", 5))
            ]
        )  # fmt: skip
        self.assertEqual(self.communes._search_typed("jumelle"), twins)
        self.assertEqual(self.communes._search_typed("99201 jumelle"), twins[::-1])

    def test_hostile_text_finds_nothing_and_breaks_nothing(self):
        for text in (
            "", " ", None, "%", "_", "%%%", "__", "'; DROP TABLE", "\\", "\x00", "-",
            "\N{ZERO WIDTH SPACE}", "x" * 5000, "0" * 300, "١٢٣٤٥", "²",
        ):  # fmt: skip
            self.assertFalse(self.communes._search_typed(text), repr(text))

    def test_without_the_unaccent_extension(self):
        with (
            patch.object(self.env.registry, "has_unaccent", False),
            patch.object(self.env.registry, "unaccent", lambda text: text),
        ):
            self.assertEqual(self.first("eve"), "Ève")
            self.assertEqual(self.first("Ève"), "Ève")
            self.assertEqual(self.first("saint leu d"), "Saint-Leu-d'Esserent")

    def test_archived_communes_are_not_proposed(self):
        self.commune("60226").active = False
        self.assertNotIn("Ève", self.typed("eve"))

    def test_the_field_of_a_form_finds_them_the_same_way(self):
        noyon = self.commune("60471")
        for text in ("noyon", "60471", "NOYON", "60400 noyon"):
            self.assertEqual(
                self.communes.name_search(text, limit=1),
                [(noyon.id, "Noyon (60400)")],
                text,
            )
        near = [("id", "!=", noyon.id)]
        self.assertNotIn(noyon.id, dict(self.communes.name_search("noyon", near)))
        self.assertEqual(len(self.communes.name_search("", limit=3)), 3)
        self.assertEqual(
            self.communes.search([("display_name", "ilike", "st leu d ess")]).name,
            "Saint-Leu-d'Esserent",
        )
        # An import compares whole names.
        self.assertEqual(
            self.communes.name_search("Noyon", operator="="),
            [(noyon.id, "Noyon (60400)")],
        )
        self.assertEqual(
            self.communes.search_count([("display_name", "not ilike", "noyon")]),
            self.communes.search_count([])
            - self.communes.search_count([("name", "ilike", "noyon")]),
        )

    def test_a_renamed_commune_is_found_by_its_new_name(self):
        self.commune("60471").name = "Nœufbourg-l'Évêque"
        self.assertEqual(self.first("noeufbourg l eveque"), "Nœufbourg-l'Évêque")

    def test_one_query_whatever_is_typed(self):
        for text in ("eve", "60400", "y", "60400 noyon"):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                self.communes._search_typed(text)

    # --- distances ------------------------------------------------------------

    def plain_km(self, one, other):
        lat1, lon1, lat2, lon2 = map(
            math.radians, (one.latitude, one.longitude, other.latitude, other.longitude)
        )
        return (
            2
            * EARTH_RADIUS_KM
            * math.asin(
                math.sqrt(
                    math.sin((lat2 - lat1) / 2) ** 2
                    + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
                )
            )
        )

    def test_the_box_forgets_nobody(self):
        """The same as the haversine of every commune, overseas too."""
        everyone = self.all_of("60", "80", "2A", "974", "75")
        for code in ("60471", "60057", "97411", "2A004", "75056"):
            centre = self.commune(code)
            every_km = {other.id: self.plain_km(centre, other) for other in everyone}
            for radius in (0, 10, 30, 80, 600):
                found = self.communes._distances_within(centre, radius)
                wanted = {one: km for one, km in every_km.items() if km <= radius}
                # Of the communes that this test loaded: a base may hold others.
                found = {one: km for one, km in found.items() if one in every_km}
                self.assertEqual(found.keys(), wanted.keys(), (code, radius))
                for one, km in wanted.items():
                    self.assertAlmostEqual(found[one], km, 6)

    def test_just_within_and_just_without(self):
        noyon = self.commune("60471")
        lassigny = self.commune("60350")
        km = self.plain_km(noyon, lassigny)
        self.assertIn(lassigny.id, self.communes._distances_within(noyon, km + 1e-6))
        self.assertNotIn(lassigny.id, self.communes._distances_within(noyon, km - 1e-6))
        found = self.communes.search(self.communes._search_near(noyon, km + 1e-6))
        self.assertIn(lassigny, found)
        self.assertIn(noyon, found)

    def test_a_commune_without_point_is_near_itself_alone(self):
        nowhere = self.communes.create(
            {"code": "99001", "name": "Nulle part", "department_code": "99"}
        )
        noyon = self.commune("60471")
        self.assertEqual(self.communes._distances_within(nowhere, 50), {nowhere.id: 0})
        everywhere = self.communes._distances_within(noyon, 20_000)
        self.assertNotIn(nowhere.id, everywhere)
        self.assertIn(self.commune("97411").id, everywhere)
        self.assertEqual(self.communes._distances_within(self.communes, 50), {})

    def test_the_distance_reads_an_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        noyon = self.commune("60471")
        query = self.communes._within_sql(noyon, 30)
        plan = self.env.cr.mogrify(query.code, query.params).decode()
        self.env.cr.execute(f"EXPLAIN {plan}")
        self.assertIn(
            "mobility_commune_point",
            "\n".join(line for (line,) in self.env.cr.fetchall()),
        )

    # --- the employers of the open data ---------------------------------------

    def test_employers_of_the_oise(self):
        employers = self.communes._open_data_employers(["60"])
        kinds = [one["kind"] for one in employers]
        self.assertEqual((kinds.count("commune"), kinds.count("epci")), (680, 21))
        self.assertEqual(len({one["siren"] for one in employers}), 701)
        by_siren = {one["siren"]: one for one in employers}
        noyon = self.commune("60471")
        self.assertEqual(
            by_siren["216004655"],
            {
                "siren": "216004655",
                "name": "Commune de Noyon",
                "kind": "commune",
                "commune_id": noyon.id,
                "street": "1 place Bertrand-Labarre",
                "zip": "60400",
                "city": "Noyon",
                "email": "accueil@noyon.fr",
                "phone": "03 44 93 36 36",
            },
        )
        names = {one["name"] for one in employers}
        for name in (
            "Commune d’Abancourt", "Commune d’Ève", "Commune du Plessis-Belleville",
            "Commune des Ageux", "Commune de La Chapelle-en-Serval",
            "Commune d’Hannaches", "Commune d’Aux Marais",
            "Commune de Saint-Leu-d’Esserent",
        ):  # fmt: skip
            self.assertIn(name, names)
        self.assertFalse([name for name in names if "'" in name or "  " in name])

    def test_an_epci_is_of_its_most_populated_member_and_has_no_guessed_address(self):
        employers = self.communes._open_data_employers(["60"])
        (pays,) = [one for one in employers if one["siren"] == "246000756"]
        self.assertEqual(
            pays,
            {
                "siren": "246000756",
                "name": "Communauté de communes du Pays Noyonnais",
                "kind": "epci",
                "commune_id": self.commune("60471").id,
                **dict.fromkeys(("street", "zip", "city", "email", "phone"), ""),
            },
        )

    def test_employers_of_a_departement_that_is_not_loaded_have_no_commune(self):
        employers = self.communes._open_data_employers(["90"])
        self.assertEqual(
            {one["commune_id"] for one in employers if one["kind"] == "commune"},
            {False},
        )

    def test_every_name_of_the_country_is_well_said(self):
        for code in ("02", "2B", "35", "66", "972"):
            for one in self.communes._open_data_employers([code]):
                if one["kind"] == "commune":
                    self.assertRegex(
                        one["name"],
                        r"^Commune (d’[AEÉÈÊIÎÏOÔÖUÜYHŒÂÀ]|de (?!Les? )[^AEÉÈIOU]"
                        r"|de L’|du [A-ZÉÈÎŒ]|des [A-ZÉÈÎŒ])",
                    )

    def test_few_queries_for_many_employers(self):
        for codes in (["974"], ["60", "80"]):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                self.communes._open_data_employers(codes)
