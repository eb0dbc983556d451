"""Fields that some must not read, nor guess. Each probe is played twice, with two
different hidden values: what it answers must be the same."""

import json
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from .access_matrix import STAFF
from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


def hidden_probes(model, path, values):
    """What a client may send to learn the field at ``path``, by public methods.

    :param values: ``[(operator, value)]`` that tell one hidden value from another
    """
    head, _dot, tail = path.partition(".")
    dotted = path.replace(".", "/")
    spec = {head: {"fields": {tail: {"fields": {"display_name": {}}}} if tail else {}}}
    domains = [[(path, operator, value)] for operator, value in values]
    domains += [["!", *domain] for domain in domains]
    domains += [[(path, "!=", False)], [(path, "=", False)]]
    everything = model.sudo().search([]).sudo(False)._filtered_access("read")
    one = everything[:1]
    probes = {}
    for rank, domain in enumerate(domains):
        probes[f"search {rank}"] = lambda domain=domain: model.search(domain).ids
        probes[f"search_count {rank}"] = lambda domain=domain: model.search_count(
            domain
        )
    return {
        **probes,
        "search_read": lambda: model.search_read([], [path]),
        "read": lambda: everything.read([path]),
        "order": lambda: model.search([], order=f"{path} desc").ids,
        "web_search_read": lambda: model.web_search_read([], spec),
        "web_read": lambda: everything.web_read(spec),
        "formatted_read_group": lambda: (
            model.formatted_read_group([], [path], ["__count"])
        ),
        "aggregate": lambda: (
            model.formatted_read_group([], [], [f"{path}:count_distinct"])
        ),
        "web_read_group": lambda: model.web_read_group([], [path], ["__count"]),
        "export_data": lambda: everything.export_data([dotted, f"{dotted}/name"]),
        "name_search": lambda: model.name_search("", domains[0]),
        "filtered_domain": lambda: everything.filtered_domain(domains[0]).ids,
        "mapped": lambda: everything.mapped(path),
        "grouped": lambda: everything.grouped(path),
        "copy_data": lambda: one.copy_data(),
        "onchange": lambda: one.onchange({}, [], {path: {}}),
    }


def _plain(value):
    """A text that is the same each time (no address of an object in memory)."""
    known = (BaseModel, bytes, date, tuple)
    return str(value) if isinstance(value, known) else type(value).__name__


def answer_of(probe):
    """What the client learns: a plain text."""
    try:
        answer = probe()
        if isinstance(answer, dict):
            answer = list(answer.items())
        return json.dumps(answer, default=_plain, sort_keys=True)
    except (UserError, ValueError, KeyError, TypeError) as error:
        return type(error).__name__


@tagged("post_install", "-at_install")
class TestAccessFields(MobilityCase):
    def setUp(self):
        super().setUp()
        self.condition = self.env.ref("bourse_mobilite.condition_charges_5kg")
        self.request = self.agreed_request()
        self.frozen_convention(self.request)

    def _answers(self, role, model, path, values):
        model = self.env[model].with_user(getattr(self, role)).with_context(lang=None)
        answers = {}
        for name, probe in hidden_probes(model, path, values).items():
            self.env.invalidate_all()
            answers[name] = answer_of(probe)
        return answers

    def _differences(self, role, model, path, values, hide):
        """The probes whose answer tells the hidden values apart."""
        answers = []
        for hidden in (False, True):
            hide(hidden)
            self.env.flush_all()
            answers.append(self._answers(role, model, path, values))
        one, other = answers
        return {
            name: (one[name], other[name]) for name in one if one[name] != other[name]
        }

    def _restrict(self, hidden):
        self.candidate.restriction_ids = self.condition if hidden else False

    @mute_logger(*_QUIET)
    def test_restrictions_are_for_the_ppr_group(self):
        values = [("in", self.condition.ids), ("ilike", self.condition.name)]
        paths = {
            "mobility.candidate": "restriction_ids",
            "mobility.request": "candidate_id.restriction_ids",
            "mobility.employment": "candidate_id.restriction_ids",
            "mobility.day": "candidate_id.restriction_ids",
            "mobility.convention": "candidate_id.restriction_ids",
            "res.partner": "mobility_candidate_ids.restriction_ids",
        }
        admin = self.env.ref("base.user_admin")
        self.assertFalse(admin.has_group("bourse_mobilite.group_mobility_ppr"))
        self.admin = admin
        for model, path in paths.items():
            learned = self._differences("referent", model, path, values, self._restrict)
            self.assertTrue(learned, f"the probes of {model} prove nothing")
            roles = ["adviser", "agent", "rh"]
            if model == "mobility.candidate":
                roles += ["manager", "admin", "internal"]
            for role in roles:
                with self.subTest(model=model, role=role):
                    learned = self._differences(
                        role, model, path, values, self._restrict
                    )
                    self.assertFalse(learned)

    @mute_logger(*_QUIET)
    def test_restrictions_are_written_by_the_ppr_group(self):
        command = {"restriction_ids": [(4, self.condition.id)]}
        for role in ("adviser", "manager", "agent", "rh"):
            candidate = self.candidate.with_user(getattr(self, role))
            with self.assertRaises(UserError):
                candidate.write(command)
            with self.assertRaises(UserError):
                candidate.create(dict(command, partner_id=self.tutor.partner_id.id))
        self.candidate.with_user(self.referent).write(command)
        self.assertEqual(self.candidate.restriction_ids, self.condition)

    @mute_logger(*_QUIET)
    def test_conditions_tell_nothing_of_the_people(self):
        """The shared list has no way back to the files."""
        self.candidate.restriction_ids = self.condition
        for role in ("adviser", "agent"):
            condition = self.condition.with_user(getattr(self, role))
            text = json.dumps(condition.read(), default=str)
            self.assertNotIn(self.candidate.name, text)
            self.assertFalse(
                [
                    name
                    for name, field in condition._fields.items()
                    if field.comodel_name in ("mobility.candidate", "mobility.ppr")
                ]
            )

    def _set_regime(self, hidden):
        code = "placement" if hidden else "pip"
        regime = self.env.ref(f"bourse_mobilite.regime_{code}")
        acting(self.request).regime_id = regime

    def _set_motivation(self, hidden):
        acting(self.request).motivation = "Douleurs au dos" if hidden else "Curiosité"

    @mute_logger(*_QUIET)
    def test_no_portal_role_learns_the_regime_or_the_motivation(self):
        regime = self.env.ref("bourse_mobilite.regime_placement")
        hidden = {
            "regime_id": (
                self._set_regime,
                [("in", regime.ids), ("ilike", "placement")],
            ),
            "motivation": (self._set_motivation, [("ilike", "dos"), (">", "D")]),
        }
        models = {
            "mobility.request": "",
            "mobility.day": "request_id.",
            "mobility.decision": "request_id.",
            "mobility.convention": "request_id.",
        }
        for name, (hide, values) in hidden.items():
            for model, prefix in models.items():
                path = f"{prefix}{name}"
                self.assertTrue(
                    self._differences("adviser", model, path, values, hide),
                    f"the probes of {model} prove nothing",
                )
                for role in ("agent", "rh", "rh_host", "authority_host", "tutor"):
                    with self.subTest(model=model, role=role, field=name):
                        self.assertFalse(
                            self._differences(role, model, path, values, hide)
                        )

    def _projection(self, role):
        """All that a role can read of the request and of what hangs on it."""
        user = getattr(self, role)
        seen = {}
        for model in (
            "mobility.request", "mobility.day", "mobility.decision",
            "mobility.convention", "mobility.document", "mobility.signatory",
            "mobility.offer", "res.partner", "mail.message", "ir.attachment",
        ):  # fmt: skip
            self.env.invalidate_all()
            records = self.env[model].with_user(user).with_context(bin_size=True)
            for name in records.fields_get():
                if name in ("write_date", "write_uid", "__last_update"):
                    continue
                seen[model, name] = answer_of(
                    lambda records=records, name=name: (
                        records.search([], order="id").read([name])
                    )
                )
        return seen

    @mute_logger(*_QUIET)
    def test_a_placement_reads_like_any_immersion(self):
        """Everything that a host, an employer or the agent can read is the same,
        whichever of the neutral regimes stands behind."""
        for role in ("rh_host", "authority_host", "rh", "agent", "tutor"):
            self._set_regime(False)
            self.env.flush_all()
            plain = self._projection(role)
            self._set_regime(True)
            self.env.flush_all()
            neutral = self._projection(role)
            self.assertEqual(plain, neutral, role)

    @mute_logger(*_QUIET)
    def test_no_grouping_by_a_many2many_that_is_hidden(self):
        """Odoo lets anyone group by it: each of ours must refuse."""
        played = 0
        for name, model in self.env.registry.items():
            if model._original_module != "bourse_mobilite" or model._abstract:
                continue
            for field in model._fields.values():
                if field.type != "many2many" or not field.store or not field.groups:
                    continue
                for role in ("adviser", "agent", "rh_host"):
                    records = self.env[name].with_user(getattr(self, role))
                    if records._has_field_access(field, "read"):
                        continue
                    played += 1
                    with self.assertRaises(AccessError, msg=f"{field} {role}"):
                        records.formatted_read_group([], [field.name], ["__count"])
        self.assertGreater(played, 3)

    def test_staff_fields_are_hidden_from_portal_forms(self):
        """`fields_get` does not even name them."""
        for role in ("agent", "rh_host"):
            request = self.request.with_user(getattr(self, role))
            for name in (
                "regime_id", "motivation", "paper", "adviser_id", "turns",
                "ended_reason",
            ):  # fmt: skip
                self.assertNotIn(name, request.fields_get())
            candidate = self.candidate.with_user(getattr(self, role))
            self.assertNotIn("restriction_ids", candidate.fields_get())
        for role in STAFF:
            named = self.candidate.with_user(getattr(self, role)).fields_get()
            self.assertEqual("restriction_ids" in named, role == "referent")
