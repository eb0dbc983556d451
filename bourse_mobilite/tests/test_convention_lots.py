"""Several conventions in one action: the same papers as one by one."""

import hashlib
import re
import subprocess
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

from pypdf import PdfReader
from stdnum import luhn

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..pdf.edition import DRAFT, Edition
from ..reports import convention_lots
from ..rules.working_days import add_months, working_days
from .convention_case import PREVIEW, ConventionCase, poppler, squeezed

TEMPLATE = "bourse_mobilite.convention_document"


@tagged("post_install", "-at_install")
class TestConventionLots(ConventionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 50

    def drafts(self, *names):
        """A draft for a new agent of each name."""
        acts = self.env["mobility.convention"]
        for rank, name in enumerate(names):
            person = self.env["res.partner"].create(
                {"name": name, "email": f"agent{rank}@example.org"}
            )
            file = self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "adviser_id": self.adviser.id,
                    "employer_id": self.origin.id,
                    "cadre_id": self.candidate.cadre_id.id,
                    "commune_id": self.origin.mobility_commune_id.id,
                }
            )
            acts |= self.drafted(self.agreed_request(file))
        return acts

    def drafts_elsewhere(self, count):
        """Drafts of as many agents, each with another host, mayor and first day."""
        start = add_months(self._today(), 4)
        days = working_days(start, add_months(start, 3), "60")
        acts = self.env["mobility.convention"]
        for rank in range(count):
            siren = f"2160{rank:04d}"
            siret = f"{siren}{luhn.calc_check_digit(siren)}0001"
            host = self.host.copy(
                {
                    "name": f"Commune {rank}",
                    "company_registry": siret + luhn.calc_check_digit(siret),
                    "email": False,
                }
            )
            people = [
                self.env["res.partner"].create(
                    {"name": f"{kind} {rank}", "email": f"{kind}{rank}@example.org"}
                )
                for kind in ("agent", "maire", "tuteur")
            ]
            agent, mayor, tutor = people
            for person, kind in ((mayor, "authority"), (tutor, "tutor")):
                self.env["mobility.role"].create(
                    {"partner_id": person.id, "employer_id": host.id, "kind": kind,
                     "quality": "Maire"}
                )  # fmt: skip
            offer = self.offer.copy({"host_id": host.id, "tutor_ids": tutor.ids})
            offer.action_publish()
            file = self.candidate.copy(
                {"partner_id": agent.id, "cadre_id": self.candidate.cadre_id.id}
            )
            file.employer_id = self.origin
            request = self.agreed_request(
                file, offer, date_start=days[rank], date_end=days[rank + 2]
            )
            acts |= self.drafted(request)
        return acts

    @contextmanager
    def runs(self):
        """How many runs of wkhtmltopdf: the lots, and those for one alone."""
        real = convention_lots.convert
        model = self.env.registry["mobility.convention"]
        one = model._render_pdf
        done = {"lots": 0, "alone": []}

        def convert(command, html):
            done["lots"] += 1
            return real(command, html)

        def render(act, edition=DRAFT):
            done["alone"].append(act.id)
            return one(act, edition)

        with (
            patch.object(convention_lots, "convert", convert),
            patch.object(model, "_render_pdf", render),
        ):
            yield done

    def edition(self, act):
        document = act.document_id
        return Edition(document.version, document.verification_code)

    def boxes(self, pdf):
        """The pages and words of the text, and where each is, in points."""
        text = poppler("pdftotext", pdf, "-bbox").split("<body>")[1]
        number = re.compile(r"(?<=[A-Za-z]=\")[\d.]+(?=\")")
        return number.sub("", text), list(map(float, number.findall(text)))

    def assertSamePaper(self, pdf, alone):
        """The same words at the same places, and the same picture of each page."""
        words, places = zip(*map(self.boxes, (pdf, alone)), strict=True)
        self.assertEqual(*words)
        furthest = max(abs(one - other) for one, other in zip(*places, strict=True))
        self.assertLess(furthest, 0.01, "points")
        pictures = [
            subprocess.run(
                ["pdftoppm", "-r", "60", "-gray", "-"],
                input=one,
                capture_output=True,
                check=True,
            ).stdout
            for one in (pdf, alone)
        ]
        self.assertEqual(*pictures)

    def test_frozen_together_they_are_what_they_are_alone(self):
        acts = self.drafts("Zoé d’Œuilly", "Anne Petit", "Jean Grand")
        acts[1].activities = "Une ligne de plus\n" * 90
        with self.runs() as done:
            acts.with_user(self.adviser).action_freeze()
        self.assertEqual(done, {"lots": 1, "alone": []})
        for act in acts:
            pdf = act._printed()
            self.assertSamePaper(pdf, act._render_pdf(self.edition(act)))
            reader = PdfReader(BytesIO(pdf))
            self.assertEqual(reader.metadata.title, f"Convention {act.number}")
            self.assertEqual(reader.trailer["/Root"]["/Lang"], "fr-FR")
            document = act.document_id
            self.assertEqual(document.frozen_sha256, hashlib.sha256(pdf).hexdigest())
            self.assertEqual(document.version, 1)
            self.assertEqual(act.state, "to_sign")
            self.assertEqual(
                document.signatory_ids.mapped("party"),
                ["agent", "employer", "host", "cdg"],
            )
            text = squeezed(poppler("pdftotext", pdf))
            for other in acts - act:
                self.assertNotIn(squeezed(other.candidate_name), text)
                self.assertNotIn(squeezed(other.number), text)
            self.assertLess(len(pdf), 130_000)

    def test_each_signatory_is_told_of_the_own_convention_alone(self):
        acts = self.drafts("Anne Petit", "Jean Grand")
        before = self.env["mail.mail"].search([])
        acts.action_freeze()
        mails = self.env["mail.mail"].search([]) - before
        for act in acts:
            mail = mails.filtered(
                lambda one, act=act: one.mobility_person_id
                == act.candidate_id.partner_id
            )
            self.assertEqual(len(mail), 1)
            self.assertIn("/convention/signer/", mail.body_html)
            self.assertFalse(mail.attachment_ids, "it is read at the link")
            self.assertIn(act.number, f"{mail.subject} {mail.body_html}")
            other = (acts - act).number
            self.assertNotIn(other, f"{mail.subject} {mail.body_html}")
        authority = mails.filtered(
            lambda one: one.mobility_person_id == self.authority.partner_id
        )
        self.assertEqual(len(authority), 2)
        links = [
            re.search(r"/convention/signer/[\w-]+", mail.body_html)[0]
            for mail in authority
        ]
        self.assertEqual(len(set(links)), 2, "one link each")

    def test_hostile_names_and_texts_change_no_other_paper(self):
        acts = self.drafts("Anne Petit", "Jean Grand", "Paul Long")
        first, second, third = acts
        first.candidate_id.partner_id.name = f"Convention n° {second.number}"
        first.service = "00000000000000000000000000000000-1"
        second.write(
            {
                "functions_observed": f"Convention n° {third.number}\n"
                '<div class="apart">0</div>',
                "activities": "</div></body></html>",
                "place": "W" * 900,
            }
        )
        with self.runs() as done:
            acts.action_freeze()
        self.assertEqual(done, {"lots": 1, "alone": []})
        for act in acts:
            self.assertSamePaper(act._printed(), act._render_pdf(self.edition(act)))

    def test_a_rare_letter_is_in_no_other_file(self):
        acts = self.drafts("Anne Petit", "Łukasz Dąbrowski", "Jean Grand")
        with self.runs() as done:
            acts.action_freeze()
        self.assertEqual(done, {"lots": 1, "alone": acts[1].ids})
        self.assertPrinted(acts[1]._printed(), "Łukasz Dąbrowski")

    def test_one_by_one_at_the_least_doubt(self):
        acts = self.drafts("Anne Petit", "Jean Grand")
        with self.runs() as done, patch.object(convention_lots, "cut", lambda *_: None):
            acts.action_freeze()
        self.assertEqual(done, {"lots": 1, "alone": acts.ids})
        for act in acts:
            self.assertPrinted(act._printed(), act.number, act.candidate_name)

    def test_one_by_one_when_the_run_fails(self):
        acts = self.drafts("Anne Petit", "Jean Grand")
        for error in (RuntimeError("broken"), OSError("gone")):
            with (
                self.assertLogs(convention_lots._logger, "WARNING"),
                patch.object(convention_lots, "convert", side_effect=error),
            ):
                files = acts._render_pdfs(dict.fromkeys(acts.ids, Edition(1)))
            self.assertEqual(list(files), acts.ids)
            for act in acts:
                self.assertPrinted(files[act.id], act.number)

    def test_a_convention_more_costs_no_query(self):
        acts = self.drafts_elsewhere(16)

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.action_freeze()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(acts[:2])
        few = queries(acts[2:4])
        self.assertLessEqual(queries(acts[4:]), few + 3)
        self.assertLess(few, 100)

    def test_a_second_lot_costs_one_query_at_most(self):
        acts = self.drafts("Anne Petit", "Jean Grand", "Paul Long", "Zoé Roy")
        report = acts._in_french("report.bourse_mobilite.convention_document")

        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made = report._render_lots(acts, {})
            self.assertEqual(len(made), 4)
            return self.env.cr.sql_log_count - before

        queries()
        one = queries()
        with patch.object(convention_lots, "LOT", 2), self.runs() as done:
            self.assertLessEqual(queries(), one + 1)
        self.assertEqual(done, {"lots": 2, "alone": []})

    def test_when_one_is_refused_none_is_made_and_each_is_named(self):
        acts = self.drafts("Anne Petit", "Jean Grand", "Paul Long")
        acts[1].place = False
        acts[2].functions_observed = False
        before = self.env["mail.mail"].search_count([])
        with self.runs() as done, self.assertRaises(UserError) as refusal:
            acts.action_freeze()
        self.assertEqual(done, {"lots": 0, "alone": []})
        said = str(refusal.exception)
        self.assertIn(acts[1].number, said)
        self.assertIn(acts[2].number, said)
        self.assertNotIn(acts[0].number, said)
        self.assertEqual(len(said.splitlines()), 2)
        self.assertFalse(acts.document_ids)
        self.assertEqual(set(acts.mapped("state")), {"draft"})
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        acts[0].action_freeze()
        acts[1:].write({"place": "Ici", "functions_observed": "Accueil"})
        with self.assertRaisesRegex(UserError, f"{acts[0].number} is already made"):
            acts.with_context(lang="en_US").action_freeze()
        self.assertFalse(acts[1:].document_ids)

    def test_one_that_is_named_twice_is_made_once(self):
        act = self.drafts("Anne Petit")
        act.browse(act.ids * 2).action_freeze()
        self.assertEqual(act.document_ids.mapped("version"), [1])

    def test_printed_together_files_that_are_made_and_previews(self):
        acts = self.drafts("Anne Petit", "Jean Grand", "Paul Long")
        acts[1].action_freeze()
        report = (
            self.env["ir.actions.report"]
            .with_user(self.adviser)
            .with_context(force_report_rendering=True)
        )
        with self.runs() as done:
            pdf, _kind = report._render_qweb_pdf(
                TEMPLATE,
                acts.ids,
                data={
                    "editions": dict.fromkeys(acts.ids, Edition(9)),
                    "marks": ["x"] * 9,
                },
            )
        self.assertEqual(done, {"lots": 1, "alone": []})
        pages = [squeezed(one.extract_text()) for one in PdfReader(BytesIO(pdf)).pages]
        self.assertEqual(len(pages), 9)
        for rank, page in enumerate(pages):
            self.assertIn(f"page{rank % 3 + 1}/3", page)
            self.assertIn(squeezed(f"Convention {acts[rank // 3].number} –"), page)
            self.assertEqual(squeezed(PREVIEW) in page, rank // 3 != 1)
        self.assertNotPrinted(pdf, "Version 9")
        for act, preview in acts[::2]._render_pdfs().items():
            title = PdfReader(BytesIO(preview)).metadata.title
            number = acts.browse(act).number
            self.assertEqual(title, f"Convention {number} – aperçu")

    def test_on_the_screen_nobody_sees_a_mark(self):
        acts = self.drafts("Anne Petit", "Jean Grand")
        report = self.env["ir.actions.report"].with_user(self.adviser)
        html, _kind = report._render_qweb_html(
            TEMPLATE,
            acts.ids,
            data={
                "marks": ["SECRET"] * 9,
                "editions": dict.fromkeys(acts.ids, Edition(9)),
            },
        )
        html = html.decode()
        self.assertNotIn("SECRET", html)
        self.assertEqual(html.count("<html"), 1)
        self.assertEqual(html.count(PREVIEW), 2)
        self.assertNotIn("Version", html)
