"""A partner's own form instead of our text."""

import base64
import hashlib
from io import BytesIO

from pikepdf import Dictionary, Encryption, Name, Pdf, String
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..pdf import form
from .convention_case import PREVIEW, ConventionCase


def hospital_form(pages=2):
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Convention du CHU, feuillet {number}")
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()


def edited(change=lambda _opened: None, **options):
    written = BytesIO()
    with Pdf.open(BytesIO(hospital_form())) as opened:
        change(opened)
        opened.save(written, **options)
    return written.getvalue()


@tagged("post_install", "-at_install")
class TestConventionOwn(ConventionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))

    def with_form(self, request=None, content=None):
        act = self.drafted(request)
        act.with_user(self.adviser).write(
            {
                "own_form": base64.b64encode(content or hospital_form()),
                "own_form_name": "convention CHU.pdf",
            }
        )
        return act

    def test_it_is_frozen_with_our_stamp_instead_of_our_text(self):
        act = self.with_form()
        act.with_user(self.adviser).action_freeze()
        document = act.document_id
        pdf = base64.b64decode(act.frozen_file)
        self.assertEqual(document.made_by, "partner")
        self.assertFalse(document.clause_set_id)
        self.assertEqual(document.frozen_sha256, hashlib.sha256(pdf).hexdigest())
        pages = PdfReader(BytesIO(pdf)).pages
        self.assertEqual(len(pages), 2)
        self.assertPrinted(
            pdf,
            "Convention du CHU, feuillet 2",
            f"Convention {act.number} – version 1 – Centre de gestion de Test",
            "page 2/2",
            document.verification_code,
        )
        self.assertNotPrinted(pdf, "Article 1", PREVIEW)
        self.assertEqual(
            document.signatory_ids.mapped("party"), ["agent", "employer", "host", "cdg"]
        )
        self.assertEqual(act._printed(), pdf)
        self.assertTrue(document.summary)

    def test_its_preview_says_so_on_each_page(self):
        act = self.with_form()
        pdf = act.with_user(self.adviser)._printed()
        for page in PdfReader(BytesIO(pdf)).pages:
            self.assertIn("APERÇU", page.extract_text())
        report = self.env["ir.actions.report"].with_user(self.adviser)
        shown, _kind = report.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("bourse_mobilite.convention_document", act.ids)
        self.assertPrinted(shown, "Convention du CHU, feuillet 1", PREVIEW)

    def test_whatever_the_client_asks_of_the_sizes(self):
        act = self.with_form().with_context(bin_size=True)
        self.assertPrinted(act._printed(), "Convention du CHU, feuillet 1")
        act.service = "Urgences"

    def test_several_at_once_theirs_and_ours(self):
        theirs = self.with_form()
        ours = self.drafted(self.agreed_request(self.candidate2))
        others = self.drafted(self.agreed_request(self.candidate_elsewhere))
        acts = ours | theirs
        acts.action_freeze()
        self.assertEqual(list(acts._render_pdfs()), acts.ids)
        self.assertPrinted(theirs._printed(), "Convention du CHU", theirs.number)
        self.assertPrinted(ours._printed(), "Article 1 – Objet", ours.number)
        self.assertNotPrinted(ours._printed(), "CHU")
        self.assertEqual(acts.document_id.mapped("made_by"), ["house", "partner"])
        self.assertFalse(others.document_id)

    def test_the_same_completeness_check(self):
        act = self.with_form()
        act.place = False
        self.host.company_registry = False
        with self.assertRaisesRegex(UserError, "Missing: Place, SIRET of"):
            act.action_freeze()
        self.assertFalse(act.document_id)

    def test_our_articles_ask_nothing_of_it(self):
        general = self.env.ref("bourse_mobilite.clauses_convention")
        version = general.browse(general.action_new_version()["res_id"])
        version.clause_ids[0].body = "{{ horaires }}"
        version.action_put_in_force()
        act = self.with_form()
        act.hours = False
        self.assertFalse(act._missing())
        act.own_form = False
        self.assertEqual(len(act._missing()), 1)

    def test_taken_away_our_text_is_back(self):
        act = self.with_form()
        act.own_form = False
        self.assertPrinted(act._printed(), "Article 1 – Objet")

    def test_once_frozen_it_cannot_be_changed(self):
        act = self.with_form()
        act.action_freeze()
        pdf = act._printed()
        for vals in ({"own_form": False}, {"own_form_name": "x"}):
            with self.assertRaises(UserError):
                act.write(vals)
        self.assertEqual(act._printed(), pdf)

    def test_only_staff_may_give_or_read_it(self):
        act = self.with_form()
        for user in (self.agent, self.authority_host, self.rh_host, self.internal):
            with self.assertRaises(AccessError):
                act.with_user(user).write({"own_form": False})
            with self.assertRaises(AccessError):
                act.with_user(user).read(["own_form"])
        act.action_freeze()
        for user in (self.agent, self.authority_host):
            with self.assertRaises(AccessError):
                act.with_user(user).read(["own_form"])
            with self.assertRaises(AccessError):
                act.with_user(user).read(["clause_set_id"])

    def test_odd_and_hostile_files_are_refused_in_plain_words(self):
        picture = BytesIO()
        Image.new("RGB", (9, 9)).save(picture, "PNG")

        def script(opened):
            opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("x"))

        def attached(opened):
            opened.attachments["a.txt"] = b"a"

        def xfa(opened):
            opened.Root.AcroForm = Dictionary(XFA=String("x"))

        whole = hospital_form()
        act = self.drafted()
        for sentence, content in (
            ("is not a PDF", b"\n"),
            ("is not a PDF", picture.getvalue()),
            ("is damaged", whole[:-30]),
            ("is damaged", b"%PDF-1.7"),
            ("protected by a password", edited(encryption=Encryption(owner="a"))),
            ("holds a program", edited(script)),
            ("attached inside", edited(attached)),
            ("XFA", edited(xfa)),
            ("between 1 and 40 pages", hospital_form(1000)),
            ("too heavy: 10 MB", whole + b"\n" * form.MAX_BYTES),
        ):
            with (
                self.subTest(sentence),
                self.assertRaisesRegex(ValidationError, sentence),
                self.env.cr.savepoint(),
            ):
                act.own_form = base64.b64encode(content)
        self.env.invalidate_all()
        self.assertFalse(act.own_form)

    def test_every_refusal_has_its_sentence(self):
        act = self.drafted()
        kinds = form.Refused.__doc__.split("``")[1::2]
        self.assertEqual(len(kinds), 13)
        sentences = {act._own_form_refused(kind) for kind in kinds}
        self.assertEqual(len(sentences), 13)

    def test_what_is_not_base64_is_no_form(self):
        act = self.drafted()
        for content, error in (("A", ValueError), ("###", ValidationError)):
            with self.assertRaises(error), self.env.cr.savepoint():
                act.own_form = content
        self.env.invalidate_all()
        self.assertPrinted(act._printed(), "Article 1 – Objet")

    def attachment(self, act):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", act._name),
                ("res_id", "=", act.id),
                ("res_field", "=", "own_form"),
            ]
        )

    def test_its_attachment_opens_no_other_way(self):
        act = self.with_form()
        attachment = self.attachment(act)
        self.assertEqual(len(attachment), 1)
        for user in (self.agent, self.authority_host, self.internal):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
        # Even what was put there without our check is not frozen.
        attachment.raw = b"%PDF-1.7 rien"
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is damaged"):
            act.action_freeze()
        self.assertFalse(act.document_id)
