"""No user, administrator included, changes a frozen file, a signature or a line of a
journal: by the ORM, through attachments, imports, merges or a server action."""

from contextlib import suppress

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .check_case import CheckCase
from .guarded_case import FILE, Guarded

_REFUSALS = (
    AccessError, UserError, ValidationError, RedirectWarning, IntegrityError,
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestGuard(Guarded, CheckCase):
    def setUp(self):
        super().setUp()
        self._tell()

    def refused(self, what, operation):
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            try:
                with self.env.cr.savepoint():
                    operation()
                    self.env.flush_all()
            except _REFUSALS:
                self.env.invalidate_all()
                return
        self.fail(f"{what}: done")

    def tearDown(self):
        # Whatever was tried, the document is as its acts left it.
        self.assertEqual(self.found(self.document), [])
        super().tearDown()

    def test_every_role_by_the_orm_with_and_without_sudo(self):
        for role, user in self.users.items():
            for record in self._records():
                for su in (False, True):
                    own = record.with_user(user).sudo(su)
                    what = f"{role} {record._name} sudo={su}"
                    name, value = next(iter(self._changes(record)))
                    self.refused(
                        f"{what} write",
                        lambda own=own, name=name, value=value: own.write(
                            {name: value}
                        ),
                    )
                    self.refused(f"{what} unlink", own.unlink)
                    self.refused(f"{what} copy", own.copy)
                    self.refused(f"{what} create", lambda own=own: own.create({}))

    def test_every_field_by_the_administrator(self):
        count = 0
        for record in self._records():
            own = record.with_user(self.admin).sudo()
            for name, value in self._changes(record):
                self.refused(
                    f"{record._name}.{name}",
                    lambda own=own, name=name, value=value: own.write({name: value}),
                )
                count += 1
        self.assertGreater(count, 50)

    def test_a_context_that_a_client_sends_opens_nothing(self):
        for key in (True, 1, "mobility_act", {"seal": 1}, [object()]):
            own = self.document.with_user(self.admin).with_context(mobility_act=key)
            self.refused(str(key), lambda own=own: own.write({"name": "x"}))

    def test_a_server_action(self):
        for model, record in (
            ("mobility.document", self.document),
            ("mobility.signatory", self.row),
            ("mobility.journal", self.line),
        ):
            for code in (
                "record.sudo().write({'company_id': 1})",
                "record.with_context(mobility_act=True).sudo().unlink()",
                "env['ir.attachment'].sudo().search([('res_model', '=', model._name), "
                "('res_field', '!=', False)]).write({'raw': b'x'})",
                "env['ir.attachment'].sudo().create({'name': 'x', 'raw': b'x', "
                "'res_model': 'mobility.document', 'res_field': 'frozen_file', "
                f"'res_id': {self.document.id}}})",
            ):
                if "search" in code and model == "mobility.journal":
                    continue  # a journal has no file
                action = self.env["ir.actions.server"].create(
                    {
                        "name": "x", "state": "code", "code": code,
                        "model_id": self.env["ir.model"]._get(model).id,
                    }
                )  # fmt: skip
                self.refused(
                    f"{model}: {code}",
                    lambda action=action, record=record: (
                        action.with_user(self.admin)
                        .with_context(active_model=record._name, active_id=record.id)
                        .run()
                    ),
                )

    def test_files_through_attachments(self):
        files = self._files()
        self.assertEqual(len(files), 2)
        outside = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        for role in ("admin", "manager", "adviser", "internal", "agent"):
            for su in (False, True):
                for file in files.with_user(self.users[role]).sudo(su):
                    place = {
                        "res_model": file.sudo().res_model,
                        "res_field": file.sudo().res_field,
                        "res_id": file.sudo().res_id,
                    }
                    what = f"{role} {place} sudo={su}"
                    for values in (
                        {"raw": b"x"}, {"datas": FILE}, {"res_id": 1},
                        {"res_field": False}, {"res_model": "res.partner"},
                        {"public": True}, {"name": "x"}, {"url": "/x", "type": "url"},
                        {"store_fname": outside.store_fname}, {"db_datas": b"x"},
                    ):  # fmt: skip
                        self.refused(
                            f"{what} {values}",
                            lambda file=file, values=values: file.write(values),
                        )
                    self.refused(f"{what} unlink", file.unlink)
                    self.refused(f"{what} copy", file.copy)
                    self.refused(f"{what} token", file.generate_access_token)
                    second = file.browse().create
                    self.refused(
                        f"{what} second",
                        lambda second=second, place=place: second(
                            {"name": "x", "raw": b"x", **place}
                        ),
                    )
                    moved = outside.with_user(self.users[role]).sudo(su)
                    self.refused(
                        f"{what} moved",
                        lambda moved=moved, place=place: moved.write(place),
                    )

    def test_imports(self):
        for record, header in (
            (self.document, "name"),
            (self.row, "name"),
            (self.line, "event"),
        ):
            own = record.with_user(self.admin)
            result = own.load([".id", header], [[str(record.id), "autre"]])
            self.assertFalse(result["ids"], record)
            result = own.load([header], [["autre"]])
            self.assertFalse(result["ids"], record)

    def test_web_save_and_onchange(self):
        for record in self._records():
            own = record.with_user(self.admin)
            name, value = next(iter(self._changes(record)))
            self.refused(
                f"web_save {record._name}",
                lambda own=own, name=name, value=value: own.web_save({name: value}, {}),
            )
            before = record.read([name])
            with suppress(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                own.onchange({name: value}, [name], {name: {}})
            record.invalidate_recordset()
            self.assertEqual(record.read([name]), before)

    def test_through_what_owns_them(self):
        convention = self.document.convention_id.with_user(self.admin)
        for values in (
            {"document_ids": [fields.Command.update(self.document.id, {"name": "x"})]},
            {"document_ids": [fields.Command.delete(self.document.id)]},
            {"signatory_ids": [fields.Command.update(self.row.id, {"name": "x"})]},
            {"frozen_file": FILE},
            {"document_id": False},
        ):
            self.refused(str(values), lambda values=values: convention.write(values))
            self.refused(
                str(values), lambda values=values: convention.sudo().write(values)
            )
        self.refused("unlink", convention.sudo().unlink)

    def test_contacts_that_signed_are_not_merged_away(self):
        person = self.row.partner_id
        twin = self.env["res.partner"].create({"name": "Aurélie Durand (doublon)"})

        def merge(kept, *others):
            wizard = self.env["base.partner.merge.automatic.wizard"].with_user(
                self.admin
            )
            wizard.create({})._merge([kept.id, *(one.id for one in others)], kept)

        with (
            self.assertRaisesRegex(UserError, "Aurélie Durand"),
            self.env.cr.savepoint(),
        ):
            merge(twin, person)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            merge(twin, self.host)
        self.env.invalidate_all()
        self.assertEqual(self.row.partner_id, person)
        merge(person, twin)
        self.assertFalse(twin.exists())
        self.assertEqual(self.row.partner_id, person)

    def test_who_signed_is_not_deleted(self):
        for record in (
            self.row.partner_id,
            self.host,
            self.line.user_id,
            self.document.convention_id,
            self.document.company_id,
        ):
            self.refused(f"unlink {record}", record.with_user(self.admin).sudo().unlink)

    def test_no_form_opens_them(self):
        for record in (self.document, self.row):
            form = Form(record.with_user(self.admin))
            with self.assertRaisesRegex(AssertionError, "readonly"):
                form.name = "autre"
