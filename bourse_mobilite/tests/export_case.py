"""Exporting lists, and importing them again."""

import base64
from io import BytesIO

from openpyxl import load_workbook
from stdnum import luhn

from odoo.fields import Command
from odoo.tools import SQL

from .common import MobilityCase

# What an import could write: none of it may move.
TABLES = (
    "res_partner", "mobility_role", "mobility_offer", "mobility_candidate",
    "mobility_employment", "mobility_training", "mobility_metier", "mobility_commune",
    "mobility_condition", "mobility_cadre", "res_users",
)  # fmt: skip
LINKS = (
    "mobility_offer_tutor_rel", "mobility_condition_mobility_offer_rel",
    "mobility_training_metier_rel", "mobility_metier_near_rel",
    "mobility_condition_mobility_metier_rel", "hr_skill_mobility_metier_rel",
)  # fmt: skip
FORMULA = "=cmd|' /C calc'!A0"
NBSP = "\u00a0"


def a_siret(number):
    """A valid SIRET that nobody has."""
    siren = f"9992{number:04d}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001" + luhn.calc_check_digit(f"{siren}0001")


def long_name(text="Intitulé « long », avec des accents : éàü. ", length=200):
    return (text * length)[: length - 1] + "."


class ExportCase(MobilityCase):
    """The cast, and records that are hard to say in a file. Sentences are asserted
    as they are written, whatever is translated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("base.group_allow_export")
        (cls.adviser | cls.manager).write({"group_ids": [Command.link(group.id)]})
        cls.metiers = cls.env["mobility.metier"]
        cls.accueil = cls.offer.metier_id
        cls.conditions = cls.env["mobility.condition"].search([], limit=4)
        cls.noyon = cls.origin.mobility_commune_id
        cls.everything = cls.env

    @classmethod
    def as_user(cls, user):
        return cls.everything(user=user, context={"lang": "en_US"})

    @classmethod
    def an_employer(cls, name, number=None, **vals):
        return cls.everything["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "mobility_employer_kind": "epa",
                "company_registry": a_siret(number) if number else False,
                "mobility_commune_id": cls.noyon.id,
                "city": "Noyon",
                **vals,
            }
        )

    @classmethod
    def a_person(cls, name, **vals):
        return cls.everything["res.partner"].create({"name": name, **vals})

    @classmethod
    def an_offer(cls, name, host=None, **vals):
        return cls.everything["mobility.offer"].create(
            {"name": name, "host_id": (host or cls.host).id, **vals}
        )

    @classmethod
    def a_tutor(cls, person, employer, **vals):
        return cls.everything["mobility.role"].create(
            {
                "partner_id": person.id,
                "employer_id": employer.id,
                "kind": "tutor",
                **vals,
            }
        )

    @classmethod
    def hard_employers(cls):
        """Employers that are hard to recognise, or to say in a file."""
        communes = cls.everything["mobility.commune"]
        cls.twin_60, cls.twin_62, cls.merged = communes.create(
            [
                {"code": "60998", "name": "Beauvois-Essai", "department_code": "60",
                 "postal_codes": "60998"},
                {"code": "62998", "name": "Beauvois-Essai", "department_code": "62",
                 "postal_codes": "62998"},
                {"code": "60997", "name": "Village-Réuni", "department_code": "60",
                 "postal_codes": "60997", "active": False},
            ]
        )  # fmt: skip
        siret = a_siret(1)
        made = [
            cls.an_employer("Régie « L’Étoile » d'Œuilly", 2, zip="60400"),
            cls.an_employer(FORMULA, 3, street=f"1  rue{NBSP}de la Paix "),
            cls.an_employer(long_name(), phone="+33 3 44 06 12 34"),
            cls.an_employer("@Office +Test", phone="poste 12", zip="60 400"),
            cls.an_employer("Sans SIRET", zip="75001", email="Pas un courriel"),
            cls.an_employer("Courriel", 4, email="Mairie@Courriel.Example.ORG"),
            cls.an_employer("Siège", company_registry=siret),
            cls.an_employer("Antenne du siège", mobility_siren=siret[:9]),
            cls.an_employer("SIREN seul", mobility_siren=a_siret(5)[:9]),
            cls.an_employer("Sans commune", 6, mobility_commune_id=False, city="",
                            zip="60400"),
            cls.an_employer("Réuni", mobility_commune_id=cls.merged.id),
            cls.an_employer("CEDEX", 7, zip="60405", phone="03.44.06.12.35"),
        ]  # fmt: skip
        made += [
            cls.an_employer("Régie des Eaux", mobility_commune_id=commune.id)
            for commune in (cls.twin_60, cls.twin_62)
        ]
        cls.archived = cls.an_employer("Régie archivée", 8)
        cls.archived_plain = cls.an_employer("Régie archivée sans SIRET")
        (cls.archived | cls.archived_plain).active = False
        return cls.everything["res.partner"].union(
            *made, cls.archived, cls.archived_plain
        )

    @classmethod
    def exported(cls, kind, records=None, keys=None, user=None):
        """The bytes of the file of these records, or of all."""
        env = cls.as_user(user or cls.adviser)
        context = {"default_kind": kind}
        if records is not None:
            context.update(active_model=records._name, active_ids=records.ids)
        wizard = env["mobility.export.wizard"].with_context(**context).create({})
        for column in wizard.column_ids:
            column.chosen = keys is None or column.key in keys
        wizard.action_download()
        return base64.b64decode(wizard.file)

    def lines(self, content):
        """The lines of a file: headings first."""
        return [list(row) for row in load_workbook(BytesIO(content)).active.values]

    def rows(self, content):
        """The rows of a file as dictionaries by heading."""
        headings, *lines = self.lines(content)
        return [dict(zip(headings, line, strict=True)) for line in lines]

    def preview(self, kind, content, user=None):
        """The preview of a file, in base64 or not."""
        env = self.as_user(user or self.manager)
        batch = env["mobility.import"].create(
            {"kind": kind, "file": base64.b64encode(content), "file_name": "x.xlsx"}
        )
        batch.action_preview()
        self.assertEqual(batch.state, "preview", batch.column_ids.mapped("heading"))
        return batch

    def age(self):
        """Every record was last written long ago: what is written now is seen."""
        self.env.flush_all()
        for table in TABLES:
            named = SQL.identifier(table)
            aged = SQL("UPDATE %s SET write_date = '2020-01-01'", named)
            self.env.cr.execute(aged)
        self.env.invalidate_all()

    def photograph(self):
        """All that an import could write."""
        self.env.flush_all()
        found = {}
        for table in (*TABLES, *LINKS):
            columns = SQL("*") if table in LINKS else SQL("id, write_date")
            query = SQL(
                "SELECT %s FROM %s ORDER BY 1, 2", columns, SQL.identifier(table)
            )
            self.env.cr.execute(query)
            found[table] = self.env.cr.fetchall()
        return found

    def assert_nothing_changes(self, kind, content):
        """Importing this file says that nothing changes, and changes nothing."""
        before = self.photograph()
        batch = self.preview(kind, content)
        moved = batch.line_ids.filtered(lambda line: line.status != "unchanged")
        told = [f"{line.first} / {line.second} {line.status}: {line.details}"
                for line in moved]  # fmt: skip
        self.assertFalse(moved, "\n".join(told))
        self.assertTrue(batch.line_ids)
        batch.action_import()
        self.assertEqual(batch.state, "done")
        self.assertFalse(batch.effect_ids)
        self.assertEqual(self.photograph(), before)
