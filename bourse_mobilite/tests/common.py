"""The cast: every person and employer that the tests play, once."""

import io
import threading
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from odoo import fields
from odoo.tests import HttpCase, TransactionCase, new_test_user

from ..rules.working_days import add_months, working_days

ORIGIN_SIRET = "99906101300010"
HOST_SIRET = "99906105400014"
THIRD_SIRET = "99906107000010"


def small_pdf(text="Convention"):
    """A real one-page PDF, for the tests that do not look at its pages."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return out.getvalue()


def routes(env):
    """All that the router of the site knows; in a thread that serves a database."""
    thread = threading.current_thread()
    with patch.object(thread, "dbname", env.cr.dbname, create=True):
        return list(env["ir.http"].routing_map().iter_rules())


class MobilityCast:
    """Cast every actor as a class attribute; the password of each is the login.

    Staff: ``adviser``, ``referent`` (PPR), ``manager``, ``internal`` (no group of
    ours). Portal: ``agent`` and ``agent2`` (same employer), ``agent_elsewhere``,
    ``rh``, ``rh_host``, ``rh_third``, ``authority``, ``authority_host``, ``tutor``.
    """

    @classmethod
    def _cast(cls):
        # One civil day for everybody: late in the evening UTC has another.
        cls.env.user.tz = "Europe/Paris"
        cls._cast_employers()
        cls._cast_staff()
        cls._cast_portal()
        cls._cast_roles()
        cls._cast_files()
        cls._cast_offers()

    @classmethod
    def _cast_communes(cls):
        """The Oise, that only the demonstration has already chosen."""
        if not cls.env.ref("bourse_mobilite.commune_60057", raise_if_not_found=False):
            cls.env["mobility.commune"]._load_departments(["60"])
            cls.env["mobility.commune"]._name_loaded(["60"])

    @classmethod
    def _cast_employers(cls):
        cls._cast_communes()

        def employer(name, siret, commune, street, zip_code, city, kind="commune"):
            return cls.env["res.partner"].create(
                {
                    "name": name,
                    "is_company": True,
                    "mobility_employer_kind": kind,
                    "company_registry": siret,
                    "mobility_commune_id": cls.env.ref(f"bourse_mobilite.{commune}").id,
                    "mobility_affiliation": "compulsory",
                    "street": street,
                    "zip": zip_code,
                    "city": city,
                    "email": f"mairie@{commune}.example.org",
                }
            )

        cls.origin = employer(
            "Commune d'Origine-Test", ORIGIN_SIRET, "commune_60471",
            "1 place de la Mairie", "60400", "Noyon",
        )  # fmt: skip
        cls.host = employer(
            "Commune d'Accueil-Test", HOST_SIRET, "commune_60350",
            "2 rue de l'Hôtel de Ville", "60310", "Lassigny",
        )  # fmt: skip
        cls.third = employer(
            "Syndicat Tiers-Test", THIRD_SIRET, "commune_60057",
            "3 avenue du Syndicat", "60000", "Beauvais", kind="syndicat",
        )  # fmt: skip

    @classmethod
    def _cast_user(cls, login, name, groups, **vals):
        """A user whose password is the login and whose e-mail and phone are found
        nowhere else, so that a leak is a string one can look for."""
        user = new_test_user(
            cls.env,
            login=login,
            password=login,
            groups=groups,
            name=name,
            email=f"{login}@personne.example.org",
            tz="Europe/Paris",
            **vals,
        )
        user.partner_id.phone = f"+33 3 99 00 {user.id // 100:02d} {user.id % 100:02d}"
        return user

    @classmethod
    def _cast_staff(cls):
        ours = "bourse_mobilite.group_mobility_"
        cls.adviser = cls._cast_user(
            "conseillere.test", "Odile Vasseur", f"{ours}adviser"
        )
        cls.referent = cls._cast_user("referent.test", "Yannick Peltier", f"{ours}ppr")
        cls.manager = cls._cast_user(
            "responsable.test", "Sylvie Marchal", f"{ours}manager"
        )
        cls.internal = cls._cast_user("interne.test", "Paul Interne", "base.group_user")
        cls.public = cls.env.ref("base.public_user")

    @classmethod
    def _cast_portal(cls):
        cls.portal_users = {}
        for attribute, login, name in (
            ("agent", "agent.test", "Aurélie Durand"),
            ("agent2", "agent2.test", "Bruno Caron"),
            ("agent_elsewhere", "agent.ailleurs.test", "Nadia Lefèvre"),
            ("rh", "drh.origine.test", "Claire Petit"),
            ("rh_host", "drh.accueil.test", "Denis Hubert"),
            ("rh_third", "drh.tiers.test", "Émilie Roger"),
            ("authority", "maire.origine.test", "Françoise Maire-Origine"),
            ("authority_host", "maire.accueil.test", "Gilles Maire-Accueil"),
            ("tutor", "tuteur.test", "Hélène Tuteur"),
        ):
            user = cls._cast_user(login, name, "base.group_portal")
            setattr(cls, attribute, user)
            cls.portal_users[attribute] = user

    @classmethod
    def _cast_role(cls, user, employer, kind, **vals):
        return cls.env["mobility.role"].create(
            {
                "partner_id": user.partner_id.id,
                "employer_id": employer.id,
                "kind": kind,
                **vals,
            }
        )

    @classmethod
    def _cast_roles(cls):
        cls.role_rh = cls._cast_role(cls.rh, cls.origin, "hr")
        cls.role_rh_host = cls._cast_role(cls.rh_host, cls.host, "hr")
        cls.role_rh_third = cls._cast_role(cls.rh_third, cls.third, "hr")
        cls.role_authority = cls._cast_role(
            cls.authority, cls.origin, "authority", quality="Maire"
        )
        cls.role_authority_host = cls._cast_role(
            cls.authority_host, cls.host, "authority", quality="Maire"
        )
        cls.role_tutor = cls._cast_role(
            cls.tutor, cls.host, "tutor", quality="Secrétaire générale"
        )

    @classmethod
    def _cast_file(cls, user, employer, cadre):
        return cls.env["mobility.candidate"].create(
            {
                "partner_id": user.partner_id.id,
                "adviser_id": cls.adviser.id,
                "employer_id": employer.id,
                "cadre_id": cls.env.ref(f"bourse_mobilite.{cadre}").id,
                "job_title": "Agent des services",
                "commune_id": employer.mobility_commune_id.id,
            }
        )

    @classmethod
    def _cast_files(cls):
        cls.candidate = cls._cast_file(
            cls.agent, cls.origin, "cadre_adjoints_techniques"
        )
        cls.candidate2 = cls._cast_file(
            cls.agent2, cls.origin, "cadre_adjoints_administratifs"
        )
        cls.candidate_elsewhere = cls._cast_file(
            cls.agent_elsewhere, cls.third, "cadre_adjoints_administratifs"
        )

    @classmethod
    def _cast_offers(cls):
        vals = {
            "host_id": cls.host.id,
            "metier_id": cls.env.ref("bourse_mobilite.metier_agent_accueil_mairie").id,
            "tutor_ids": [fields.Command.set(cls.tutor.partner_id.ids)],
            "service": "Accueil et état civil",
        }
        cls.offer = cls.env["mobility.offer"].create(
            dict(
                vals,
                name="Agent d'accueil en mairie",
                description="Recevoir les habitants, les renseigner, les orienter.",
            )
        )
        cls.offer.action_publish()
        cls.offer_draft = cls.env["mobility.offer"].create(
            dict(vals, name="Offre en brouillon")
        )

    @classmethod
    def _today(cls):
        """The civil day of the people of the cast."""
        return fields.Date.context_today(cls.env.user)

    @classmethod
    def _asked_days(cls, count=3):
        """``count`` jours ouvrés in a row, four months from today."""
        start = add_months(cls._today(), 4)
        return working_days(start, add_months(start, 1), "60")[:count]

    def make_request(self, candidate=None, offer=None, **vals):
        """A draft request of three jours ouvrés, made by its agent on the portal."""
        days = self._asked_days()
        return self.env["mobility.request"].create(
            {
                "candidate_id": (candidate or self.candidate).id,
                "offer_id": (offer or self.offer).id,
                "source": "portal",
                "motivation": "Motif réservé : envie de découvrir l'accueil.",
                "date_start": days[0],
                "date_end": days[-1],
                **vals,
            }
        )

    def submitted_request(self, candidate=None, offer=None, **vals):
        request = self.make_request(candidate, offer, **vals)
        request.action_submit()
        return request

    def agreed_request(self, candidate=None, offer=None, **vals):
        request = self.submitted_request(candidate, offer, **vals)
        request.action_employer_accept()
        request.action_host_accept()
        return request

    def frozen_convention(self, request=None, render=False):
        """A convention to be signed; its PDF is one small page unless ``render``."""
        request = request or self.agreed_request()
        request.action_make_convention()
        convention = request._convention()
        if render:
            convention.action_freeze()
            return convention
        model = self.env.registry["mobility.convention"]
        with patch.object(
            model, "_render_pdf", lambda act, edition=None: small_pdf(act.number)
        ):
            convention.action_freeze()
        return convention


class MobilityCase(MobilityCast, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast()


class MobilityHttpCase(MobilityCast, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast()
