"""The convention of a PPR: ready to be written, written, and signed by its three."""

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import new_test_user

from ..models.guard import acting
from .common import MobilityCase, small_pdf
from .convention_case import poppler, squeezed
from .ppr_case import PprTools

# What no mail, page or log for others may say of it.
FORBIDDEN = ("ppr", "reclassement", "préparation", "inapt", "conseil médical")
# What the convention itself never says.
MEDICAL = (
    "diagnos", "patholog", "maladie", "médicament", "handicap", "rqth", "symptôme",
    "certificat médical", "restriction", "charges",
)  # fmt: skip
SCAN = base64.b64encode(b"%PDF-1.4 signed by hand")


class PprSigningTools(PprTools):
    """To be mixed with ``MobilityCast``."""

    @classmethod
    def cast_signers(cls):
        house = cls.env.company.partner_id
        house.write(
            {
                "mobility_employer_kind": "cdg",
                "street": "1 rue du Centre",
                "zip": "60000",
                "city": "Beauvais",
            }
        )
        cls.president = new_test_user(
            cls.env,
            login="president.test",
            password="president.test",
            groups="base.group_portal",
            name="Solange Présidente",
            email="president.test@personne.example.org",
            tz="Europe/Paris",
        )
        cls.role_president = cls.env["mobility.role"].create(
            {
                "partner_id": cls.president.partner_id.id,
                "employer_id": house.id,
                "kind": "authority",
                "quality": "Présidente",
            }
        )

    def ready_ppr(self, candidate=None, **vals):
        """Under way, and nothing is missing for its convention."""
        today = self._today()
        ppr = self.make_ppr(
            candidate,
            received_on=today - timedelta(days=40),
            opinion_date=today - timedelta(days=45),
            employer_referent_id=self.rh.partner_id.id,
            employer_deliberation="Délibération n° 2026-31 du 2 mars 2026",
            third_deliberation="Délibération n° 2026-12 du 4 mars 2026",
            **vals,
        )
        self.env["mobility.action"].with_user(self.referent).create(
            {
                "ppr_id": ppr.id,
                "kind": "training",
                "name": "Bureautique-Secrète",
                "place": "Beauvais-Formation",
                "date_start": today + timedelta(days=10),
                "date_end": today + timedelta(days=12),
                "hours": 17.5,
            }
        )
        self.live(
            ppr,
            ("propose", today - timedelta(days=39)),
            ("accept", today - timedelta(days=35)),
        )
        return ppr

    def written_ppr(self, candidate=None, render=False, **vals):
        """Its convention is to be signed; one small page unless ``render``."""
        ppr = self.ready_ppr(candidate, **vals)
        return self.write_convention(ppr, render)

    def write_convention(self, ppr, render=False):
        if render:
            ppr.action_freeze()
            return ppr
        with patch.object(
            self.env.registry["mobility.ppr"],
            "_render_convention",
            lambda one, edition=None, name="": small_pdf(f"Bureautique-Secrète {name}"),
        ):
            ppr.action_freeze()
        return ppr

    def rows_of(self, ppr):
        """``(agent, employer, third)``."""
        return ppr.sudo().document_id.signatory_ids.sorted("sequence")

    def sign_all_ppr(self, ppr):
        for row in self.rows_of(ppr):
            row._sign("portal", {"identity": "test"}, row.name)
        return ppr

    def sealed_ppr(self, candidate=None, **vals):
        ppr = self.sign_all_ppr(self.written_ppr(candidate, **vals))
        document = ppr.sudo().document_id
        content = base64.b64decode(document.frozen_file)
        acting(document).write(
            {
                "sealed_on": "2026-11-01 10:00:00",
                "sealed_file": base64.b64encode(content),
                "sealed_sha256": "0" * 64,
            }
        )
        return ppr

    def text_of(self, content):
        return squeezed(poppler("pdftotext", content))

    def mails_since(self, known):
        mails = self.env["mail.mail"].sudo().search([], order="id")
        return mails.filtered(lambda mail: mail.id > known)

    def last_mail(self):
        return self.env["mail.mail"].sudo().search([], order="id desc", limit=1).id or 0

    def assertSaysNothing(self, *texts, also=()):
        for text in texts:
            for word in (*FORBIDDEN, *also):
                self.assertNotIn(word.lower(), (text or "").lower())


class PprConventionCase(PprSigningTools, MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_signers()


class PprApartCase(PprConventionCase):
    def setUp(self):
        super().setUp()
        self.told = []
        self.patch(
            self.env.registry["ir.cron"],
            "_commit_progress",
            lambda _cron, processed=0, remaining=None, **_more: (
                self.told.append((processed, remaining)) or 600
            ),
        )
        self.admin = self.env.ref("base.user_admin")
        self.outsiders = self.adviser | self.manager | self.internal | self.admin
