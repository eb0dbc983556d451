"""Nor by RPC, whatever client sends it."""

import json

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MobilityHttpCase
from .guarded_case import FILE, Guarded


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
