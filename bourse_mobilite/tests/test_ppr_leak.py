"""A PPR is told to nobody who is no party of it: every person who is not reads the
same, refusals included, with and without it."""

import json
from datetime import date

from odoo.tests import tagged
from odoo.tools import email_normalize

from .common import MobilityCase
from .leak_walk import is_private
from .ppr_leak_case import MAIL_NUMBERS, OUTSIDE, WORDS, PprLeakCase, marks_in


@tagged("post_install", "-at_install")
class TestPprLeak(PprLeakCase, MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_outside()

    def _asked_by(self, *roles):
        return lambda hidden: {
            role: self.asked(getattr(self, role), hidden) for role in roles
        }

    def test_by_rpc_nobody_learns_that_there_is_one(self):
        with_it, without = self.with_and_without(self._asked_by(*OUTSIDE))
        for role in OUTSIDE:
            self.assertSame(role, with_it[role], without[role])
            said = {key: marks_in(text) for key, text in with_it[role].items()
                    if not key[1].startswith("by id")}  # fmt: skip
            self.assertEqual({key for key in said if said[key]}, set(), role)
        self.assertIn(self.agent.name, with_it["adviser"]["mobility.candidate", "rows"])
        # The log names the numbers that were asked, as for any other row.
        self.assertIn("mobility.ppr", self.log)
        self.assertEqual([mark for mark in WORDS if mark in self.log], [])

    def test_the_parties_learn_it_by_the_same_probes(self):
        """Else the probes would prove nothing."""
        with_it, without = self.with_and_without(self._asked_by("referent", "rh"))
        for role in ("referent", "rh"):
            told = [text for key, text in with_it[role].items()
                    if text != without[role].get(key)]  # fmt: skip
            self.assertGreater(len(told), 100, role)
            for mark in WORDS:
                self.assertTrue(any(mark in text for text in told), (role, mark))

    # What is drawn from a series, and what leaves

    def test_no_number_is_missing(self):
        """Nothing of a PPR takes a number of a series that others read.

        That of the activities alone moves: a deadline is told to the referent there,
        as anyone's own reminders are, and only its owner reads it.
        """

        def last_numbers():
            self.env.cr.flush()
            return {name: (last, drawn) for name, last, drawn in self._drawn()}

        self.number_apart()
        before = last_numbers()
        self.open_ppr()
        after = last_numbers()
        moved = {name.removeprefix("public.") for name, last in after.items()
                 if last != before[name]}  # fmt: skip
        own = {f"{model._table}_id_seq" for name, model in self.env.registry.items()
               if is_private(name)}  # fmt: skip
        others = {name for name in moved - own if not name.endswith("_ppr_id_seq")}
        self.assertLessEqual(others, {"mail_activity_id_seq", *MAIL_NUMBERS})
        self.assertIn("mobility_ppr_id_seq", moved)

    def test_whatever_leaves_goes_to_the_parties(self):
        mails = self.env["mail.mail"].sudo()
        self.env.cr.flush()
        known = mails.search([])
        messages = self.env["mail.message"].sudo().search([])
        self.open_ppr()
        with self.on(date(2027, 3, 6)):  # ten days before the last one
            self.env["mobility.ppr"]._night()
        parties = {user.email for user in (self.agent, self.rh, self.authority,
                                           self.referent)}  # fmt: skip
        for mail in mails.search([]) - known:
            self.assertIn(email_normalize(mail.email_to), parties)
            self.assertFalse(marks_in(f"{mail.subject} {mail.headers}"))
        for message in self.env["mail.message"].sudo().search([]) - messages:
            self.assertFalse(message.model)
        told = self.env["mail.activity"].sudo().search([("res_model", "=", False)])
        self.assertTrue(told)
        self.assertEqual(told.user_id, self.referent)
        self.assertFalse(marks_in(json.dumps(told.mapped("summary"))))

    def test_no_view_of_the_others_names_it(self):
        """Neither a field nor a word of the forms, lists and filters they are given."""
        for role in ("adviser", "manager", "rh_host"):
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(getattr(self, role))
                if not name.startswith("mobility.") or model._abstract:
                    continue
                if model._transient or not model.has_access("read"):
                    continue
                if is_private(name):
                    continue
                kinds = [(False, kind) for kind in ("form", "list", "search")]
                views = model.get_views(kinds)["views"]
                for view in views.values():
                    self.assertNotIn("ppr", view["arch"].lower(), (role, name))
