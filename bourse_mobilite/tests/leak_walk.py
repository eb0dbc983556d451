"""Everything that one person can ask by RPC, model after model, whatever the models:
what an addition brings is asked too."""

import json
import random
import re
from datetime import date

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel

_GROUP = "bourse_mobilite.group_mobility_ppr"
# Asked field by field; of the others (countries, currencies…), the rows alone.
DEEP = ("mobility.", "mail.", "bus.", "res.partner", "res.users", "ir.attachment",
         "hr.")  # fmt: skip
# Catalogues of Odoo: how many there are, and no more.
_STILL = ("ir.module.", "res.country", "res.currency", "res.lang", "mail.template")
_GROUPED = ("many2one", "many2many", "selection")
# What differs by itself: places in memory, the hour, the size of what is written now.
_DRAWN = re.compile(
    r"0x[0-9a-f]+|\d+\.\d+(?=-openerp-)|(?<=\d{4}-\d\d-\d\d )\d\d:\d\d:\d\d"
    r"|b'[\d.]+ ([KM]b|bytes)'"
)


def is_private(name):
    """Whether the whole model is that of the PPR."""
    return name.startswith("mobility.ppr") or name == "mobility.read.log"


def _plain(value):
    known = (BaseModel, bytes, date, tuple)
    return str(value) if isinstance(value, known) else type(value).__name__


def _read(rows, names):
    """``{field: its value for each row}``; one that cannot be read keeps nothing from
    the others."""
    rows.env.invalidate_all()
    try:
        values = rows.read(names)
        return {name: [row.get(name) for row in values] for name in names}
    except UserError as error:
        if len(names) == 1:
            return {names[0]: str(error)}
        half = len(names) // 2
        return _read(rows, names[:half]) | _read(rows, names[half:])


class LeakWalk:
    """To be mixed with a case that has an environment."""

    def told_by(self, probe):
        """What is learned, as a plain text: an answer, or a refusal with its words."""
        random.seed(7)  # colours, names of rooms
        try:
            answer = probe()
            if isinstance(answer, dict):
                answer = list(answer.items())
            text = json.dumps(
                answer, default=_plain, sort_keys=True, ensure_ascii=False
            )
            return _DRAWN.sub("…", text)
        except psycopg2.Error:
            raise  # nothing could be asked any more: it would prove nothing
        except Exception as error:  # whatever a client would be shown
            return f"{type(error).__name__}: {' '.join(map(str, error.args))}"

    def _tried(self, probe):
        """The same; nothing is kept of what it wrote."""
        self.env.invalidate_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            try:
                return self.told_by(probe)
            except psycopg2.Error as error:
                return f"{type(error).__name__}"
            finally:
                self.env.transaction.clear()
                savepoint.rollback()

    def asked(self, user, hidden=None, among=""):
        """``{(model, what): answer}`` of all that ``user`` may ask.

        :param hidden: ``{model: ids}`` of rows that may be there or not
        :param among: how the names of the models begin
        """
        seen = {}
        self.env.flush_all()
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user).with_context(bin_size=True)
            if model._abstract or not name.startswith(among):
                continue
            self.env.invalidate_all()
            if model.has_access("read"):
                probes = {**self._rows(model), **self._new(model)}
            elif name.startswith("mobility."):
                probes = {"refused": lambda model=model: model.search_count([])}
            else:
                continue
            for what, probe in probes.items():
                seen[name, what] = self.told_by(probe)
        for name, ids in (hidden or {}).items():
            rows = self.env[name].with_user(user).browse(ids)
            for what, probe in self._by_id(rows).items():
                seen[name, f"by id: {what}"] = self._tried(probe)
        self.env.invalidate_all()
        return {**seen, **self._counters(user)}

    def _rows(self, model):
        """What is told of the rows that are found; when there is none, that alone."""
        everything = model.search([], order="id")
        probes = {
            "count": lambda: model.search_count([]),
            "found": lambda: everything.ids,
        }
        if not everything or model._name.startswith(_STILL):
            return probes
        shown = model.fields_get(attributes=["type", "groupable", "exportable"])
        probes |= {
            "order": lambda: model.search([]).ids,
            "names": lambda: [name for _id, name in model.name_search("", limit=None)],
            "rows": lambda: _read(everything, [*shown]),
        }
        if not model._name.startswith(DEEP):
            return probes
        probes |= {
            "listed": lambda: model.web_search_read([], {"display_name": {}}),
            # Of an id, an external one is drawn at random.
            "export": lambda: everything.export_data(
                [name for name, field in shown.items()
                 if field["exportable"] and name != "id"]
            ),
        }  # fmt: skip
        for name, field in shown.items():
            if field.get("groupable") and field["type"] in _GROUPED:
                probes[f"group: {name}"] = lambda name=name: (
                    model.formatted_read_group([], [name], ["__count"])
                )
        hidden = [name for name in model._fields if name not in shown]
        for name in hidden:
            probes |= {
                f"hidden: {name}": lambda name=name: everything.read([name]),
                f"hidden, order: {name}": lambda name=name: (
                    model.search([], order=f"{name}, id").ids
                ),
                f"hidden, group: {name}": lambda name=name: (
                    model.formatted_read_group([], [name], ["__count"])
                ),
            }
        for path in {*hidden, *self._paths(model._name)}:
            probes[f"set: {path}"] = lambda path=path: (
                model.search_count([(path, "!=", False)])
            )
        return probes

    def _new(self, model):
        """What a form that opens is filled with."""
        if not model._name.startswith(DEEP) or not model.has_access("create"):
            return {}
        names = [*model.fields_get(attributes=["type"])]
        return {
            "new": lambda: model.default_get(names),
            "form": lambda: model.onchange({}, [], {name: {} for name in names}),
        }

    def _paths(self, name, depth=2):
        """The dotted paths from a model to what is private."""
        found = []
        for field in self.env[name]._fields.values():
            to = field.comodel_name or ""
            if is_private(to) or _GROUP in (field.groups or ""):
                found.append(field.name)
            elif depth and to.startswith(("mobility.", "res.partner")):
                found += [f"{field.name}.{rest}" for rest in self._paths(to, depth - 1)]
        return found

    def _by_id(self, rows):
        """What a client may do with ids that it guessed."""
        one, shown = rows[:1], rows.fields_get(attributes=["type"])
        spec = {name: {} for name in ("display_name", *shown)}
        calls = {
            "read": lambda: rows.read(),
            "web_read": lambda: one.web_read(spec),
            "one field": lambda: one.read(["display_name"]),
            "search": lambda: rows.search([("id", "in", rows.ids)]).ids,
            "count": lambda: rows.search_count([("id", ">=", rows.ids[0])]),
            "export": lambda: rows.export_data(["display_name"]),
            "metadata": lambda: one.get_metadata(),
            "copy": lambda: one.copy().ids,
            "write": lambda: one.write({"company_id": 1}),
            "delete": lambda: rows.unlink(),
            "exists": lambda: rows.exists().ids,
            "onchange": lambda: one.onchange({}, [], spec),
            "note": lambda: self.env["mail.message"].with_user(rows.env.user).create(
                {"model": rows._name, "res_id": one.id, "body": "?"}
            ).id,
            "plan": lambda: self.env["mail.activity"].with_user(rows.env.user).create(
                {"res_model_id": self.env["ir.model"]._get_id(rows._name),
                 "res_id": one.id}
            ).id,
            "file": lambda: self.env["ir.attachment"].with_user(rows.env.user).create(
                {"res_model": rows._name, "res_id": one.id, "name": "?"}
            ).id,
            "follow": lambda: self.env["mail.followers"].with_user(rows.env.user).create(
                {"res_model": rows._name, "res_id": one.id,
                 "partner_id": rows.env.user.partner_id.id}
            ).id,
        }  # fmt: skip
        for method in dir(type(rows)):
            if method.startswith("action_") and callable(getattr(type(rows), method)):
                calls[method] = lambda method=method: getattr(one, method)()
        # Named by another record: what a form sends.
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(rows.env.user)
            if not model._abstract and model.has_access("create"):
                for field in model._fields.values():
                    if field.comodel_name == rows._name:
                        link = one.id
                        if field.type != "many2one":
                            link = [Command.link(one.id)]
                        calls[f"{name} {field.name}"] = (
                            lambda model=model, field=field, link=link: (
                                model.create({field.name: link}).ids
                            )
                        )
        return calls

    def _counters(self, user):
        """What the bar at the top shows."""
        users = self.env["res.users"].with_user(user)
        menus = self.env["ir.ui.menu"].with_user(user)
        probes = {"activities": lambda: users._get_activity_groups()}
        if user._is_internal():
            probes["menus"] = lambda: menus.load_web_menus(False)
        return {("", what): self.told_by(probe) for what, probe in probes.items()}
