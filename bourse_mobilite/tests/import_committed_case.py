"""Imports whose lots are really committed."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tools import mute_logger

from ..models import (
    mobility_import_background,
    mobility_import_run,
    mobility_import_undo,
)
from ..models.register.plan import Plan
from .committed_case import CommittedCase
from .common import MobilityCast
from .import_case import file_of

LOT = 3
# Whoever knows from how many rows on an import is long.
LIMITED = (mobility_import_run, mobility_import_background, mobility_import_undo)
SIRETS = ("99907000600013", "99907001400017", "99907002200010")
# What an import may make, as one reads it: no id, no date of writing.
SEEN = {
    "res.partner": ("name", "company_registry", "mobility_employer_kind", "street",
                    "mobility_commune_id/name", "city", "zip", "phone", "email",
                    "function", "is_company", "active"),
    "mobility.offer": ("name", "host_id/name", "service", "capacity", "state",
                       "tutor_ids", "metier_id/name", "condition_ids", "date_from"),
    "mobility.role": ("partner_id/name", "employer_id/name", "kind", "quality"),
    "mobility.candidate": ("partner_id/name", "status", "employer_id/name", "versant"),
    "mobility.employment": ("candidate_id/name", "employer_id/name", "job_title", "main",
                            "hours_per_week", "cadre_id/name"),
}  # fmt: skip


class Communes(MobilityCast):
    def __init__(self, env):
        type(self).env = env
        self._cast_communes()


def employer(rank, **values):
    """A row of one of three employers, the last of whom is known."""
    names = ("Noailles", "Lassigny", "Noyon")
    row = {"employer": f"Syndicat Essai-{names[rank]}", "kind": "Syndicat",
           "commune": names[rank], "siret": SIRETS[rank]}  # fmt: skip
    return {**row, **values}


class ImportCommittedCase(CommittedCase):
    """``self.known`` is an employer known beforehand, with an offer."""

    def setUp(self):
        super().setUp()
        with self._environment() as env:
            Communes(env)
            known = env["res.partner"].create(
                {
                    "name": "Syndicat Essai-Noyon",
                    "is_company": True,
                    "mobility_employer_kind": "syndicat",
                    "mobility_commune_id": env.ref("bourse_mobilite.commune_60471").id,
                }
            )
            offer = env["mobility.offer"].create(
                {"name": "Cantine", "host_id": known.id}
            )
            self.known, self.offer = known.id, offer.id
            self.user = env.ref("base.user_admin").id
            env.cr.commit()

    @contextmanager
    def _small(self, lot=LOT, at_once=LOT):
        """Lots of a few rows, and everything longer in the background."""
        with ExitStack() as patches:
            patches.enter_context(patch.object(Plan, "chunk", lot))
            for module in LIMITED:
                patches.enter_context(patch.object(module, "AT_ONCE", at_once))
            yield

    @contextmanager
    def _as_user(self, import_id=None):
        """The imports as the one who asks sees them; what is done is committed."""
        with self._environment(self.user) as env:
            env = env(context={"lang": "en_US"})
            yield env["mobility.import"].browse(import_id or ())
            env.cr.commit()

    def _sent(self, kind, rows):
        """The id of an import whose file is being checked, or already is."""
        with self._as_user() as imports:
            batch = imports.create(
                {"kind": kind, "file": file_of(kind, rows), "file_name": "liste.xlsx"}
            )
            batch.action_preview()
            self.assertNotEqual(batch.state, "columns")
            return batch.id

    def _call(self, import_id, method):
        with self._as_user(import_id) as batch:
            return getattr(batch, method)()

    @contextmanager
    def _failing(self, lot=1, error=None):
        """What is not foreseen happens in this lot."""

        def fail(_records):
            raise error or ValueError("nobody thought of it")

        log = "odoo.addons.bourse_mobilite.models.mobility_import_background"
        writer = mobility_import_run.MobilityImport
        with on_call(writer, "_write_rows", lot, fail), mute_logger(log):
            yield

    def _cron(self):
        """The cron as the scheduler runs it, in this process."""
        with self._environment() as env:
            cron = env.ref("bourse_mobilite.cron_import")
            self.assertIs(cron.method_direct_trigger(), True)
            env.cr.commit()

    def _checked(self, kind, rows):
        """The id of an import whose preview is ready."""
        import_id = self._sent(kind, rows)
        if self._state(import_id) == "checking":
            self._cron()
        self.assertEqual(self._state(import_id), "preview")
        return import_id

    def _running(self, kind, rows):
        """The id of an import that waits to be written in the background."""
        import_id = self._checked(kind, rows)
        self._call(import_id, "action_import")
        self.assertEqual(self._state(import_id), "running")
        return import_id

    def _read(self, import_id, *names):
        with self._as_user(import_id) as batch:
            values = [batch[name] for name in names]
        return values[0] if len(values) == 1 else values

    def _state(self, import_id):
        return self._read(import_id, "state")

    def _lines(self, import_id):
        """(row, status, details, done) of each row."""
        with self._as_user(import_id) as batch:
            lines = batch.line_ids.sorted("row_number")
            return [
                (line.row_number, line.status, line.details, line.done)
                for line in lines
            ]

    def _what_is_there(self):
        """All that was made since the beginning of the test, as one reads it."""
        with self._environment() as env:
            return {
                model: sorted(
                    map(repr, self._made(env, model).export_data(names)["datas"])
                )
                for model, names in SEEN.items()
            }

    def _made(self, env, model):
        records = env[model].with_user(SUPERUSER_ID).with_context(active_test=False)
        return records.search([("id", ">", self.kept[env[model]._table])], order="id")

    def _told(self):
        """What the bus has for whoever asked."""
        return [
            message
            for (message,) in self._query(
                "SELECT message FROM bus_bus WHERE id > %s"
                " AND message LIKE '%%simple_notification%%' ORDER BY id",
                self.kept["bus_bus"],
            )
        ]


def on_call(cls, name, number, act):
    """Patch ``cls.name``: its call number ``number`` does something else first.

    :param act: called with the records; what it raises stops the call
    """
    original, calls = getattr(cls, name), []

    def method(records, *args, **options):
        calls.append(1)
        if len(calls) == number:
            act(records)
        return original(records, *args, **options)

    return patch.object(cls, name, method)
