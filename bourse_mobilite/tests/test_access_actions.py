"""Every button, pressed through RPC by each person who should not."""

import inspect

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_stories import AccessStories
from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")

# Arguments of the few that ask for some.
_ARGUMENTS = {
    "action_answer": ("agreed",),
    "action_correct": ("Motif",),
    "action_interrupt": ("2026-01-05", "Motif"),
    "action_lift": ("Motif",),
    "action_reopen": ("Motif",),
    "action_stop": ("Motif",),
    "action_undo_paper": ("Motif",),
}

# Who may press what, besides staff: model, method, record.
_ALLOWED = {
    ("mobility.request", "action_withdraw_own", "pending"): ("agent",),
    ("mobility.request", "action_withdraw_own", "unmade"): ("agent",),
    ("mobility.request", "action_withdraw_own", "own"): ("agent",),
    ("mobility.request", "action_withdraw_own", "colleague"): ("agent2",),
    ("mobility.request", "action_withdraw_own", "elsewhere"): ("agent_elsewhere",),
    ("mobility.request", "action_employer_accept", "pending"): ("rh", "authority"),
    ("mobility.request", "action_host_accept", "pending"): (
        "rh_host",
        "authority_host",
    ),
    ("mobility.decision", "action_answer", "origin"): ("rh", "authority"),
    ("mobility.decision", "action_answer", "host"): ("rh_host", "authority_host"),
}


@tagged("post_install", "-at_install")
class TestAccessActions(AccessStories, MobilityCase):
    def setUp(self):
        super().setUp()
        self._tell_stories()
        # Fresh rows for the acts that are still possible.
        self.records["mobility.request"] |= {
            "pending": self.pending,
            "unmade": self.unmade,
        }
        self.records["mobility.decision"] |= {
            row.party: row for row in self.pending.decision_ids
        }
        self.records["hr.employee"] = {
            "any": self.env["hr.employee"].create({"name": "Employée fictive"})
        }
        # The changes that the stories followed are written in the chatters first.
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _buttons(self, model):
        """The public ``action_*`` methods that this addon defines or overrides."""
        for name, method in inspect.getmembers(
            type(self.env[model]), inspect.isfunction
        ):
            modules = {
                vars(cls)[name].__module__
                for cls in type(self.env[model]).mro()
                if name in vars(cls) and hasattr(vars(cls)[name], "__module__")
            }
            if name.startswith("action_") and any(
                module.startswith("odoo.addons.bourse_mobilite") for module in modules
            ):
                yield name, method

    def _photograph(self):
        """What a press could change: all our tables, mails, messages and contacts."""
        self.env.flush_all()
        tables = [
            model._table
            for name, model in self.env.items()
            if not model._abstract
            and model._auto
            and (
                name.startswith("mobility.")
                or name in ("mail.mail", "mail.message", "res.partner", "ir.attachment")
            )
        ]
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM %s t",
                    SQL.identifier(table),
                )
            )
            for table in tables
        }

    def _press(self, record, name):
        """The photograph after the press, or None when it was refused."""
        try:
            with self.env.cr.savepoint() as savepoint:
                getattr(record, name)(*_ARGUMENTS.get(name, ()))
                after = self._photograph()
                savepoint.rollback()
                return after
        except UserError:
            return None
        finally:
            self.env.invalidate_all()

    @mute_logger(*_QUIET)
    def test_no_button_works_for_the_wrong_person(self):
        before = self._photograph()
        played, changed = set(), set()
        for model, records in self.records.items():
            for name, _method in self._buttons(model):
                for label, record in records.items():
                    for role in [*self.portal_users, "public", "internal"]:
                        allowed = _ALLOWED.get((model, name, label), ())
                        after = self._press(record.with_user(getattr(self, role)), name)
                        played.add((model, name))
                        if role in allowed:
                            self.assertIsNotNone(after, (model, name, label, role))
                            self.assertNotEqual(after, before, (model, name, role))
                        elif after is not None:
                            tables = {key for key in after if after[key] != before[key]}
                            # A party of a PPR may look at it, and that is noted.
                            if tables := tables - {"mobility_read_log"}:
                                changed.add((model, name, label, role, *tables))
        self.assertFalse(changed)
        self.assertGreater(len(played), 20)

    @mute_logger(*_QUIET)
    def test_another_ones_record_is_refused_outright(self):
        """Not a silent nothing: an access error, before any word of the record."""
        for model, name, label, role in (
            ("mobility.request", "action_submit", "draft", "agent2"),
            ("mobility.request", "action_withdraw_own", "pending", "agent2"),
            ("mobility.request", "action_withdraw", "pending", "agent2"),
            ("mobility.request", "action_cancel", "pending", "rh"),
            ("mobility.request", "action_host_accept", "pending", "rh_third"),
            ("mobility.request", "action_employer_accept", "pending", "tutor"),
            ("mobility.decision", "action_answer", "origin", "agent"),
            ("mobility.decision", "action_answer", "origin", "rh_host"),
            ("mobility.decision", "action_answer", "host", "rh"),
            ("mobility.decision", "action_answer", "host", "tutor"),
            ("mobility.convention", "action_freeze", "draft", "rh"),
            ("mobility.convention", "action_cancel", "own", "rh"),
            ("mobility.convention", "action_cancel", "own", "agent"),
            ("mobility.offer", "action_publish", "draft", "rh_host"),
            ("mobility.offer", "action_close", "published", "rh_host"),
        ):
            record = self.records[model][label].with_user(getattr(self, role))
            with self.assertRaises(AccessError, msg=(model, name, role)):
                getattr(record, name)(*_ARGUMENTS.get(name, ()))

    def test_nobody_answers_an_own_request(self):
        """An HR contact who is also the agent does not decide on oneself."""
        self._cast_role(self.agent, self.origin, "hr")
        row = self.records["mobility.decision"]["origin"]
        with self.assertRaises(AccessError):
            row.with_user(self.agent).action_answer("agreed")
