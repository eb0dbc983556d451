"""The seal of a document that everyone has signed."""

import base64
import hashlib
from io import BytesIO

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from ..pdf import seal
from ..rules.journal import first_break
from .common import small_pdf
from .seal_case import SealCase, pdfsig


def words(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@tagged("post_install", "-at_install")
class TestSeal(SealCase):
    def assert_good(self, document):
        frozen = self.bytes_of(document, "frozen_file")
        file = self.bytes_of(document)
        self.assertTrue(file.startswith(frozen))
        self.assertEqual(document.sealed_sha256, hashlib.sha256(file).hexdigest())
        self.assertEqual(document.frozen_sha256, hashlib.sha256(frozen).hexdigest())
        told = pdfsig(file)
        self.assertIn("Signature is Valid", told)
        self.assertIn("Total document signed", told)
        verdict = seal.verdict(file, frozen)
        self.assertTrue(verdict.good)
        (line,) = self.lines(document, "sealed")
        self.assertEqual(line.details["sha256"], document.sealed_sha256)
        self.assertEqual(line.details["certificate_sha256"], verdict.certificate)
        return file

    def test_from_the_last_signature_to_the_seal(self):
        document = self.signed()
        self.assertFalse(document.sealed_on)
        cron = self.env.ref("bourse_mobilite.cron_seal")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))
        self.run_cron()
        self.assertTrue(document.sealed_on)
        self.assertFalse(document.seal_problem)
        self.assert_good(document)
        self.assertEqual(document.convention_id.state, "signed")

    def test_the_real_file_is_sealed_and_one_flipped_byte_breaks_it(self):
        document = self.sealed(render=True)
        file = self.assert_good(document)
        frozen = self.bytes_of(document, "frozen_file")
        pages = PdfReader(BytesIO(file)).pages
        self.assertEqual(len(pages), len(PdfReader(BytesIO(frozen)).pages) + 1)
        for place in (20, len(frozen) // 2, len(frozen) - 9, len(frozen) + 99, -30):
            altered = bytearray(file)
            altered[place] ^= 1
            with self.subTest(place=place):
                self.assertFalse(seal.verdict(bytes(altered), frozen).good)
                self.assertNotIn("Signature is Valid", pdfsig(bytes(altered)))

    def test_the_journal_holds_and_the_certificate_tells_its_last_line(self):
        document = self.signed()
        count, head = document.journal_count, document.journal_head
        self.run_cron()
        (line,) = self.lines(document, "sealed")
        self.assertEqual(line.rank, count + 1)
        self.assertEqual(line.previous_sha256, head)
        self.assertEqual(line.details["journal_sha256"], head)
        self.assertEqual(line.details["journal_lines"], count)
        text = words(self.bytes_of(document)).replace(" ", "")
        self.assertIn(head, text)
        self.assertIn(f"{count}lignes", text)
        self.assertIn(document.frozen_sha256, text)
        lines = [(one._line(), one.sha256) for one in document.journal_ids]
        self.assertIsNone(
            first_break(lines, document.journal_count, document.journal_head)
        )
        self.assertFalse(document._findings()[document])

    @freeze_time("2026-11-22 23:30:00")
    def test_the_certificate_says_who_when_and_how(self):
        """By the clock of the centre de gestion, where it is already tomorrow."""
        document = self.signed()
        for row in document.signatory_ids:
            acting(row).recorded_at = "2026-11-22 23:30:00"
        told = {one.party: one for one in document._certificate().signatures}
        self.assertEqual(
            list(told),
            [
                "L’agent",
                "L’employeur d’origine",
                "L’accueil",
                "Visa du centre de gestion",
            ],
        )
        agent, employer, host, visa = told.values()
        self.assertEqual(agent.name, "Aurélie Durand")
        self.assertEqual(agent.when, "le 23 novembre 2026 à 0 h 30")
        self.assertEqual(
            agent.how,
            "Par un lien personnel et un code à usage unique envoyé à "
            "a•••@personne.example.org",
        )
        self.assertEqual(employer.quality, "Maire")
        self.assertEqual(employer.organisation, self.origin.name)
        self.assertIn("espace personnel", employer.how)
        self.assertTrue(host.on_paper)
        self.assertEqual(
            host.when,
            "le 23 novembre 2026 ; noté par le centre de gestion le 23 novembre 2026 à "
            "0 h 30",
        )
        self.assertEqual(visa.name, self.adviser.name)
        self.assertNotIn("code", visa.how)
        self.run_cron()
        text = words(self.bytes_of(document))
        for one in (agent.name, employer.name, host.name, visa.name, agent.when):
            self.assertIn(one, text)
        self.assertIn(document.verification_code, text)

    def test_who_signs_instead_is_named_and_the_drawing_shown(self):
        document = self.frozen_convention().document_id
        rows = document.signatory_ids
        agent = rows.filtered(lambda row: row.party == "agent")
        employer = rows.filtered(lambda row: row.party == "employer")
        agent._sign("code", {}, "A", signature=self._drawing())
        acting(employer).substitute_of_id = agent
        self.sign_all(document)
        told = document._certificate().signatures
        self.assertEqual(told[0].picture, self._drawing())
        self.assertEqual(told[1].instead_of, agent.name)
        self.assertEqual(told[1].picture, b"")
        self.run_cron()
        last = PdfReader(BytesIO(self.bytes_of(document))).pages[-1]
        self.assertEqual(len(last.images), 1)

    def _drawing(self):
        from .check_case import picture

        return picture()

    def test_what_was_frozen_is_sealed_whatever_happened_to_the_contacts(self):
        document = self.signed(render=True)
        frozen = self.bytes_of(document, "frozen_file")
        names = document.signatory_ids.mapped("name")
        self.agent.partner_id.write({"name": "Autre Nom", "email": "x@y.example"})
        self.origin.write({"name": "Autre Commune", "street": "9 rue Autre"})
        self.role_authority.write({"quality": "Adjoint", "date_end": "2020-01-01"})
        self.host.company_registry = "99906101300028"
        document.invalidate_recordset()
        self.assertEqual(self.bytes_of(document, "frozen_file"), frozen)
        self.run_cron()
        text = words(self.assert_good(document))
        self.assertTrue(self.bytes_of(document).startswith(frozen))
        for name in names:
            self.assertIn(name, text)
        self.assertNotIn("Autre", text)

    def test_only_what_everyone_signed_and_is_in_force_is_sealed(self):
        waiting = self.frozen_convention().document_id
        cancelled = self.signed(self.agreed_request(self.candidate2))
        cancelled._drop("cancelled", "Essai")
        self.run_cron()
        for document in waiting | cancelled:
            self.assertFalse(document.sealed_on)
            self.assertFalse(document.seal_problem)

    def test_once_sealed_nothing_seals_it_again(self):
        document = self.sealed()
        kept = document.read(["sealed_on", "sealed_sha256", "journal_count"])
        mails = self.env["mail.mail"].search_count([])
        self.run_cron()
        document._seal_safely()
        self.assertEqual(
            document.read(["sealed_on", "sealed_sha256", "journal_count"]), kept
        )
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        for vals in (
            {"sealed_file": base64.b64encode(small_pdf())},
            {"sealed_sha256": "0" * 64},
            {"sealed_on": False},
        ):
            with self.assertRaisesRegex(AccessError, "sealed once"):
                acting(document).write(vals)

    def test_no_one_writes_a_seal_by_hand(self):
        document = self.signed()
        for user in (self.adviser, self.manager, self.env.ref("base.user_admin")):
            for name in ("sealed_on", "sealed_file", "seal_failure", "seal_tried_on"):
                with self.assertRaises(AccessError):
                    document.with_user(user).write({name: False})

    def test_the_paper_signature_of_a_sealed_document_stays(self):
        document = self.sealed()
        host = document.signatory_ids.filtered(lambda row: row.method == "paper")
        with self.assertRaisesRegex(Exception, "closed"):
            host.with_user(self.adviser).action_undo_paper("Erreur")

    def test_each_centre_de_gestion_has_its_own_key(self):
        house = self.env.company
        self.assertEqual(house._mobility_seal_path().name, f"company-{house.id}.p12")
        house.partner_id.company_registry = "999 061 013 00010"
        # The number of the company serves until the key has its real name.
        self.assertEqual(house._mobility_seal_path().name, f"company-{house.id}.p12")
        self._put_key(name="99906101300010")
        self.assertEqual(house._mobility_seal_path().name, "99906101300010.p12")
        (self.seal_folder / f"company-{house.id}.p12").unlink()
        self.assertEqual(house._mobility_seal_path().name, "99906101300010.p12")
        self.addCleanup(self._no_key)
        self.assert_good(self.sealed())

    def test_a_registry_is_no_way_out_of_the_folder(self):
        house = self.env.company
        for registry in ("../../etc/passwd", "٣٣٣", "/etc/x", "0/../1"):
            house.partner_id.with_context(
                no_vat_validation=True
            ).company_registry = registry
            self.assertEqual(house._mobility_seal_path().parent, self.seal_folder)

    def test_what_a_reader_downloads_is_the_sealed_file(self):
        document = self.sealed()
        self.assertEqual(document.convention_id._printed(), self.bytes_of(document))

    def test_the_owner_is_told_once(self):
        told = []
        model = self.env.registry["mobility.convention"]
        original = model._on_sealed

        def on_sealed(owner, document):
            told.append((owner, document.sealed_on and document))
            return original(owner, document)

        self.patch(model, "_on_sealed", on_sealed)
        document = self.sealed()
        self.run_cron()
        self.assertEqual(told, [(document.convention_id, document)])

    def test_a_pass_reads_each_file_once(self):
        """However many wait: the files of all are never in memory together."""
        for candidate in (self.candidate, self.candidate2):
            self.signed(self.agreed_request(candidate))
        self.env.invalidate_all()
        model, read = self.env.registry["ir.attachment"], []
        original = model._file_read

        def file_read(attachments, fname, *args, **more):
            content = original(attachments, fname, *args, **more)
            if content.startswith(b"%PDF") and len(content) < 5_000:
                read.append(fname)
            return content

        self.patch(model, "_file_read", file_read)
        self.run_cron()
        frozen = {fname for fname in read if read.count(fname) == 1}
        self.assertGreaterEqual(len(frozen), 2)
        self.assertEqual(len(read), len(frozen), "a file was read again")

    def test_it_is_dated_of_now(self):
        with freeze_time("2026-11-25 10:00:00"):
            document = self.sealed()
        self.assertEqual(
            document.sealed_on, fields.Datetime.to_datetime("2026-11-25 10:00:00")
        )
