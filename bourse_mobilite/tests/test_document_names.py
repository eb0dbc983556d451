"""What the files of a document are called: one knows which is which, and in force."""

from urllib.parse import unquote

from odoo.tests import tagged

from ..models.guard import acting
from .change_case import WHY, AvenantCase, ChangeCase
from .seal_case import SealCase
from .sign_case import SignCase


@tagged("post_install", "-at_install")
class TestFrozenNames(ChangeCase):
    def named(self, document):
        return (
            document.with_user(self.adviser).frozen_name,
            document.with_context(lang="fr_FR").frozen_name,
        )

    def test_each_state(self):
        start = f"{self.document.display_name} - version 1"
        for state, english, french in (
            ("to_sign", "to sign", "à signer"),
            ("refused", "refused", "refusée"),
        ):
            if state == "refused":
                self.row("host")._refuse("Non", {})
            with self.subTest(state=state):
                self.assertEqual(
                    self.named(self.document),
                    (f"{start} ({english}).pdf", f"{start} ({french}).pdf"),
                )
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.assertEqual(self.named(self.document)[1], f"{start} (remplacée).pdf")
        newer = self.freeze(self.convention)
        self.assertEqual(
            self.named(newer)[1],
            f"Convention {self.convention.number} - version 2 (à signer).pdf",
        )
        self.sign_all(newer)
        self.assertIn("version 2 (avant le cachet).pdf", self.named(newer)[1])
        newer._drop("cancelled", WHY)
        self.assertIn("version 2 (annulée).pdf", self.named(newer)[1])

    def test_no_slash_in_a_name(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_document SET name = 'C/2026/../7' WHERE id = %s",
            [self.document.id],
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.document.frozen_name,
            "Convention C-2026-..-7 - version 1 (to sign).pdf",
        )


@tagged("post_install", "-at_install")
class TestAvenantName(AvenantCase):
    def test_an_avenant(self):
        document = self.freeze(self.moved())
        self.assertEqual(
            document.frozen_name,
            f"Avenant {self.convention.number}-A1 - version 1 (to sign).pdf",
        )


@tagged("post_install", "-at_install")
class TestSealedNames(SealCase):
    def test_the_two_files_then_once_out_of_force(self):
        document = self.sealed()
        start = f"{document.display_name} - version 1"
        convention = document.convention_id.with_user(self.adviser)
        self.assertEqual(convention.frozen_name, f"{start} (before the seal).pdf")
        self.assertEqual(convention.sealed_name, f"{start} (sealed).pdf")
        self.assertEqual(
            document._given_file(), ("sealed_file", f"{start} (sealed).pdf")
        )
        self.assertEqual(
            document.with_context(lang="fr_FR").sealed_name, f"{start} (scellée).pdf"
        )
        url = document.with_user(self.adviser).action_download()["url"]
        self.assertTrue(unquote(url).endswith(f"?filename={start} (sealed).pdf"))
        self.assertNotIn(" ", url)
        for dropped, said in (("replaced", "remplacée"), ("cancelled", "annulée")):
            acting(document).dropped_as = dropped
            self.assertEqual(
                document.with_context(lang="fr_FR").sealed_name,
                f"{start} (scellée, {said}).pdf",
            )

    def test_nothing_is_sealed_yet(self):
        document = self.signed()
        self.assertFalse(document.sealed_name)
        self.assertEqual(document._given_file()[0], "frozen_file")

    def test_the_copies_bear_the_name_in_the_language_of_who_reads(self):
        document = self.signed()
        self.env["res.partner"].search([]).lang = "fr_FR"
        self.run_cron()
        files = self.copies(document).attachment_ids
        self.assertEqual(
            set(files.mapped("name")),
            {f"{document.display_name} - version 1 (scellée).pdf"},
        )


@tagged("post_install", "-at_install")
class TestDownloadedNames(SignCase):
    def test_by_link_on_the_table_and_on_the_convention(self):
        said = f"Convention {self.act.number} - version 1 (à signer).pdf"
        urls = [f"{self.url}/fichier"]
        self.assertNamed(urls[0], said)
        self.sign_in(self.authority)
        self.assertNamed(f"/my/signatures/{self.row.id}/fichier", said)
        self.assertNamed(f"/my/conventions/{self.act.id}/pdf", said)

    def assertNamed(self, url, said):
        header = self.url_open(url).headers["Content-Disposition"]
        self.assertIn(said, unquote(header))
