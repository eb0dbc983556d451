"""The public page: by the printed code, by the file; never anything personal."""

import base64
import hashlib
from unittest.mock import patch

from lxml import html

from odoo.tests import tagged

from ..models.guard import acting
from .common import small_pdf
from .portal_case import PortalCase

URL = "/convention/verifier"


@tagged("post_install", "-at_install")
class TestVerify(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 50

    def setUp(self):
        super().setUp()
        self.convention = self.frozen_convention()
        self.document = self.convention.document_id
        self.code = self.document.verification_code

    def sign_all(self, document=None):
        for row in (document or self.document).signatory_ids.sorted("step"):
            if row.role == "visa":
                row.with_user(self.adviser).action_give_visa()
            else:
                row._sign("portal", {"identity": "user"}, row.name)

    def seal(self, document):
        content = small_pdf("scellé")
        sha256 = hashlib.sha256(content).hexdigest()
        acting(document).write(
            {
                "sealed_on": self.env.cr.now(),
                "sealed_file": base64.b64encode(content),
                "sealed_sha256": sha256,
            }
        )
        document._note("sealed", sha256=sha256)
        return sha256

    def answer(self, status=200, **asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        text = self.page(f"{URL}?{query}", status)
        self.assertNothingPersonal(text)
        return text

    def assertNothingPersonal(self, text):
        rows = self.document.signatory_ids
        self.assertHides(
            text,
            *rows.filtered(lambda row: row.role != "visa").mapped("name"),
            *filter(None, rows.mapped("quality")),
            self.origin.name,
            self.host.name,
            self.convention.candidate_name,
            "personne.example.org",
            self.convention.functions_observed,
        )

    def test_the_form(self):
        text = self.page(URL)
        self.assertShows(
            text, "Vérifier un document", "Code de vérification", "SHA-256"
        )
        self.assertNotIn("X-Robots-Tag", self.url_open(URL).headers)
        self.assertIn(f'href="{URL}"', self.page("/immersions"))

    def test_to_sign_by_code_however_it_is_typed(self):
        plain = self.code.replace("-", "")
        for typed in (
            self.code,
            self.code.lower(),
            plain,
            f"%20{plain[:4]}%20{plain[4:8]}+{plain[8:]}%20",
            self.code.replace("-", "%E2%80%93"),
        ):
            text = self.answer(code=typed)
            self.assertShows(
                text, "Authentique, mais pas encore signé", self.convention.number, "0",
            )  # fmt: skip

    def test_the_address_of_the_qr_code(self):
        response = self.url_open(f"{URL}/{self.code}")
        self.assertEqual(response.status_code, 200)
        self.assertShows(response.text, "Authentique", self.convention.number)
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_frozen_and_sealed_files_are_told_apart(self):
        frozen = self.document.frozen_sha256
        self.assertShows(self.answer(sha256=frozen), "Authentique, mais pas encore")
        self.sign_all()
        self.assertShows(
            self.answer(sha256=frozen), "Authentique\N{NO-BREAK SPACE}: signé par tous"
        )
        sealed = self.seal(self.document)
        self.assertShows(
            self.answer(sha256=sealed),
            "signé par tous, avec le cachet électronique",
            "exactement l’original de ce document",
        )  # fmt: skip
        self.assertShows(
            self.answer(sha256=frozen.upper()),
            "signé par tous, avec le cachet électronique",
            "avant que les signatures et le cachet électronique y soient ajoutés",
        )  # fmt: skip
        self.assertShows(self.answer(code=self.code), "cachet", frozen, sealed)

    def facts(self, text):
        """What the page says of the document, by heading."""
        (facts,) = self.tree(text).xpath("//section[@id='verify_answer']//dl")
        words = [" ".join(one.text_content().split()) for one in facts]
        return dict(zip(words[::2], words[1::2], strict=True))

    def test_signatures_are_counted_as_the_certificate_counts_them(self):
        told = self.facts(self.answer(code=self.code))
        self.assertEqual(told["Signatures"], "0 sur 3")
        self.assertEqual(told["Visa du centre de gestion"], "non donné")
        *people, visa = self.document.signatory_ids.sorted("step")
        for count, row in enumerate(people, 1):
            row._sign("portal", {"identity": "user"}, row.name)
            told = self.facts(self.answer(code=self.code))
            self.assertEqual(told["Signatures"], f"{count} sur 3")
            self.assertEqual(told["Visa du centre de gestion"], "non donné")
        visa.with_user(self.adviser).action_give_visa()
        told = self.facts(self.answer(code=self.code))
        self.assertEqual(told["Signatures"], "3 sur 3")
        self.assertEqual(told["Visa du centre de gestion"], "donné")
        certified = [one.party for one in self.document._certificate().signatures]
        self.assertEqual(
            certified,
            [
                "L’agent",
                "L’employeur d’origine",
                "L’accueil",
                "Visa du centre de gestion",
            ],
        )

    def test_times_are_those_of_the_centre_de_gestion(self):
        """In France it is another day already, and summer time."""
        self.sign_all()
        self.seal(self.document)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_document SET frozen_on = '2027-03-31 22:30:00', "
            "sealed_on = '2027-12-31 23:05:00' WHERE id = %s",
            [self.document.id],
        )
        self.env.invalidate_all()
        told = self.facts(self.answer(code=self.code))
        self.assertEqual(told["Établi le"], "1er avril 2027 à 00:30")
        self.assertEqual(
            told["Cachet électronique posé le"], "1er janvier 2028 à 00:05"
        )
        self.env.company.partner_id.tz = "Indian/Reunion"
        told = self.facts(self.answer(code=self.code))
        self.assertEqual(told["Établi le"], "1er avril 2027 à 02:30")

    def test_cancelled(self):
        self.convention.action_cancel("Erreur")
        self.assertShows(
            self.answer(code=self.code),
            "N’est plus en vigueur\N{NO-BREAK SPACE}: annulé",
        )

    def test_refused(self):
        self.document.signatory_ids[0]._refuse("Motif secret", {})
        text = self.answer(code=self.code)
        self.assertShows(text, "quelqu’un a refusé de signer")
        self.assertHides(text, "Motif secret")

    def test_the_file_of_what_is_no_longer_being_signed(self):
        frozen = self.document.frozen_sha256
        now = "celui qui se signe en ce moment"
        self.assertShows(self.answer(sha256=frozen), now)
        self.document.signatory_ids[0]._refuse("Motif secret", {})
        text = self.answer(sha256=frozen)
        self.assertShows(text, "Quelqu’un a refusé", "ne s’applique pas")
        self.assertHides(text, now, "Motif secret")
        for dropped, said in (
            ("replaced", "Elle a été abandonnée pour une autre"),
            ("cancelled", "Il a été abandonné"),
        ):
            acting(self.document).dropped_as = dropped
            text = self.answer(sha256=frozen)
            self.assertShows(text, said, "ne vous y fiez pas")
            self.assertHides(text, now)

    def test_the_file_that_everyone_has_signed(self):
        self.sign_all()
        self.assertShows(
            self.answer(sha256=self.document.frozen_sha256),
            "exactement celui que tous ont signé",
        )

    def replaced(self):
        self.document._drop("replaced", "Dates corrigées, motif interne")
        model = self.env.registry["mobility.convention"]
        with patch.object(
            model, "_render_pdf", lambda act, edition=None: small_pdf("deux")
        ):
            self.convention._freeze()
        return self.convention.document_id

    def test_replaced_by_a_version_that_waits_then_is_in_force(self):
        newer = self.replaced()
        self.assertEqual((newer.version, newer.state), (2, "to_sign"))
        text = self.answer(code=self.code)
        self.assertShows(
            text, "remplacé par une autre version", "version 2", "pas encore"
        )
        self.assertHides(text, "motif interne")
        self.sign_all(newer)
        self.assertShows(self.answer(code=self.code), "version 2", "en vigueur")

    def test_an_altered_document_is_not_vouched_for(self):
        acting(self.document).findings = [["state", "state", ""]]
        text = self.answer(code=self.code)
        self.assertShows(text, "Ne vous fiez pas à ce document")
        self.assertHides(text, "Authentique")

    def test_of_another_centre_de_gestion(self):
        other = self.env["res.company"].create({"name": "CDG voisin"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_document SET company_id = %s WHERE id = %s",
            [other.id, self.document.id],
        )
        self.env.invalidate_all()
        self.assertShows(self.answer(code=self.code), "CDG voisin")

    def test_unknown(self):
        unknown = "2222-3333-4444"
        self.assertShows(
            self.answer(404, code=unknown),
            "Ce code n’est pas connu",
            "Chaque caractère",
        )
        self.assertShows(self.answer(404, code="7K3M"), "n’est pas un code entier")
        whole = self.code.replace("-", "")
        for cut in (whole[:-1], whole[:-1] + "-"):
            self.assertShows(self.answer(404, code=cut), "n’est pas un code entier")
        self.assertShows(self.answer(404, code=whole + "2"), "Ce code est trop long")
        self.assertShows(
            self.answer(404, sha256="0" * 64), "Ce fichier n’est pas connu ici"
        )
        self.assertShows(self.answer(404, sha256="0" * 63), "n’est pas une empreinte")
        self.assertEqual(self.url_open(f"{URL}/{unknown}").status_code, 404)

    def test_a_character_that_no_code_bears_is_named(self):
        for wrong in "0O1iLu":
            text = self.answer(404, code=self.code[:-1] + wrong)
            self.assertShows(text, "Ce code n’est pas connu", "Chaque caractère")
            self.assertShows(text, f"<strong>{wrong.upper()}</strong>")
            self.assertHides(text, "pas un code entier", self.convention.number)
        text = self.answer(404, code="O0O0-7K3M-7K3M")
        self.assertShows(text, "<strong>O, 0</strong>")
        self.assertHides(
            self.answer(404, code="2222-3333-4444"), "que vous avez saisis"
        )

    def test_hostile_input(self):
        for hostile in (
            "'; DROP TABLE mobility_document; --",
            "%00" + self.code,
            "%F0%9F%92%A3" * 12,
            "ſ" * 12,
            "%25' OR 1=1 --",
            "A" * 3000,
            "<script>alert(1)</script>",
            "__import__",
            "../../etc/passwd",
        ):
            for name in ("code", "sha256"):
                response = self.url_open(f"{URL}?{name}={hostile}")
                self.assertIn(response.status_code, (200, 404), hostile)
                self.assertNotIn("<script>alert(1)", response.text)
                self.assertLess(len(response.text), 60_000)
            self.assertIn(
                self.url_open(f"{URL}/{hostile}").status_code, (200, 404), hostile
            )
        for odd in (f"{URL}?code[]=1", f"{URL}?code=&sha256=", f"{URL}?code=%20"):
            self.assertEqual(self.url_open(odd).status_code, 200)
        self.assertTrue(self.document.exists())

    def test_without_its_script_the_page_asks_for_the_code(self):
        (form,) = self.tree(self.page(URL)).xpath("//form[.//input[@type='file']]")
        (without,) = form.xpath(".//p[contains(., 'JavaScript')]")
        self.assertShows(without.text_content(), "le code imprimé au bas")
        self.assertFalse(without.xpath("ancestor-or-self::*[@hidden]"))
        self.assertTrue(form.xpath(".//input[@type='file']/ancestor::*[@hidden]"))

    def test_a_file_is_never_received(self):
        text = self.page(URL)
        self.assertNotIn("multipart", text)
        self.assertIn("<input", text)
        (field,) = self.tree(text).xpath("//input[@type='file']")
        self.assertNotIn("name", field.attrib)
        for form in self.tree(text).xpath("//form[@action='/convention/verifier']"):
            self.assertEqual(form.get("method"), "get")

    def tree(self, text):
        return html.fromstring(text)

    def test_the_cost_of_an_answer(self):
        """Known or not, a page costs the same whatever else is kept."""
        counts = {
            "form": self.query_count(URL),
            "known": self.query_count(f"{URL}/{self.code}"),
            "file": self.query_count(f"{URL}?sha256={self.document.frozen_sha256}"),
        }
        self.assertEqual(counts, {"form": 7, "known": 12, "file": 12})
