"""No user, administrator included, changes a frozen file, a signature or a line of a
journal: by the ORM, by RPC, through attachments, imports, merges or a server action."""

import base64
import json
from contextlib import suppress

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .check_case import CheckCase, picture
from .common import MobilityHttpCase

_REFUSALS = (
    AccessError, UserError, ValidationError, RedirectWarning, IntegrityError,
)  # fmt: skip
FILE = base64.b64encode(b"%PDF-1.4 autre").decode()


class Guarded:
    """What was done with each record, and how one may try to change it."""

    def _tell(self):
        self.document = self.frozen_convention().document_id
        self.row = self.document.signatory_ids.filtered(
            lambda row: row.party == "agent"
        )
        self.row._sign("portal", {"identity": "user"}, "Aurélie", picture())
        self.line = self.document.journal_ids[0]
        self.admin = self.env.ref("base.user_admin")
        self.env["res.users"].browse(self.admin.id).group_ids += self.env.ref(
            "bourse_mobilite.group_mobility_manager"
        )
        self.users = {
            "admin": self.admin,
            "manager": self.manager,
            "referent": self.referent,
            "adviser": self.adviser,
            "internal": self.internal,
            **self.portal_users,
            "public": self.public,
        }
        self.env.flush_all()

    def _records(self):
        return self.document, self.row, self.line

    def _changes(self, record):
        """Values for each stored field of the record that an act wrote."""
        values = {
            "char": "autre", "text": "autre", "integer": 9, "datetime": "2020-01-01",
            "date": "2020-01-01", "binary": FILE, "json": ["autre"], "boolean": True,
        }  # fmt: skip
        for name, field in record._fields.items():
            if name in models.MAGIC_COLUMNS or not field.store:
                continue
            if field.type == "one2many":
                continue
            if field.type == "selection":
                yield name, field.get_values(self.env)[-1]
            elif field.type == "many2one":
                yield name, record[name].id or 1
            elif field.type == "many2many":
                yield name, [fields.Command.clear()]
            else:
                yield name, values[field.type]

    def _files(self):
        return self.env["ir.attachment"].search(
            [
                "|",
                "&", ("res_model", "=", "mobility.document"),
                ("res_id", "=", self.document.id),
                "&", ("res_model", "=", "mobility.signatory"),
                ("res_id", "=", self.row.id),
                ("res_field", "!=", False),
            ]
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


@tagged("post_install", "-at_install")
class TestGuardRpc(Guarded, MobilityHttpCase):
    def setUp(self):
        super().setUp()
        self._tell()

    def call(self, model, method, *args, **kwargs):
        return self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()

    def attempts(self, record):
        name, value = next(iter(self._changes(record)))
        ids = [record.id]
        yield "write", [ids, {name: value}], {}
        yield "web_save", [ids, {name: value}, {}], {}
        yield "unlink", [ids], {}
        yield "copy", [ids], {}
        yield "create", [{name: value}], {}
        yield "load", [[".id", name], [[str(record.id), str(value)]]], {}
        yield "_note", [ids, "signed"], {}
        yield "_freeze", [[]], {}
        yield "_sign", [ids, "portal", {}, "x"], {}
        yield "write", [ids, {name: value}], {"context": {"mobility_act": True}}

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_by_the_web_client(self):
        for role, login, password in (
            ("manager", self.manager.login, self.manager.login),
            ("admin", "admin", "admin"),
            ("agent", self.agent.login, self.agent.login),
        ):
            if role == "admin":
                self.admin.password = "admin"
            self.authenticate(login, password)
            for record in self._records():
                for method, args, kwargs in self.attempts(record):
                    answer = self.call(record._name, method, *args, **kwargs)
                    refused = "error" in answer or (
                        method == "load" and not answer["result"]["ids"]
                    )
                    self.assertTrue(refused, f"{role} {record._name}.{method}")
            for file in self._files():
                for method, args in (
                    ("write", [[file.id], {"datas": FILE}]),
                    ("unlink", [[file.id]]),
                    ("copy", [[file.id]]),
                ):
                    answer = self.call("ir.attachment", method, *args)
                    self.assertIn("error", answer, f"{role} ir.attachment.{method}")
        self.env.invalidate_all()
        self.assertEqual(list(self.document._findings().values()), [[]])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_by_json_2(self):
        keys = self.env["res.users.apikeys"].with_user(self.admin)
        key = keys._generate("rpc", "essai", fields.Datetime.now().replace(year=2100))
        headers = {"Authorization": f"Bearer {key}"}
        for record in self._records():
            name, value = next(iter(self._changes(record)))
            for method, values in (
                ("write", {"ids": record.ids, "vals": {name: value}}),
                ("unlink", {"ids": record.ids}),
                ("create", {"vals_list": [{name: value}]}),
                ("_note", {"ids": record.ids, "event": "signed"}),
            ):
                answer = self.url_open(
                    f"/json/2/{record._name}/{method}",
                    data=json.dumps(values),
                    headers={**headers, "Content-Type": "application/json"},
                )
                self.assertGreaterEqual(
                    answer.status_code, 400, f"{record._name}.{method}"
                )
        self.env.invalidate_all()
        self.assertEqual(list(self.document._findings().values()), [[]])
