"""A right begins and ends with its role, and stays in its centre de gestion."""

from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_stories import AccessStories
from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestAccessRoles(AccessStories, MobilityCase):
    def setUp(self):
        super().setUp()
        self._tell_stories()
        self.today = fields.Date.context_today(self.role_rh)

    def _sees(self, user, model="mobility.request"):
        self.env.flush_all()
        return self.env[model].with_user(user).search([])

    def test_a_role_ended_yesterday_gives_nothing(self):
        self.assertIn(self.own, self._sees(self.rh_host))
        self.role_rh_host.date_end = self.today - timedelta(days=1)
        for model in (
            "mobility.request", "mobility.day", "mobility.decision",
            "mobility.convention", "mobility.document", "mobility.signatory",
        ):  # fmt: skip
            self.assertFalse(self._sees(self.rh_host, model), model)
        self.assertNotIn(self.offer_draft, self._sees(self.rh_host, "mobility.offer"))
        row = self.pending.decision_ids.filtered(lambda one: one.party == "host")
        with self.assertRaises(AccessError):
            row.with_user(self.rh_host).action_answer("agreed")

    def test_a_role_that_ends_today_still_holds(self):
        self.role_rh_host.date_end = self.today
        self.assertIn(self.own, self._sees(self.rh_host))
        row = self.pending.decision_ids.filtered(lambda one: one.party == "host")
        row.with_user(self.rh_host).action_answer("agreed")
        self.assertEqual(row.answer, "agreed")

    def test_a_role_is_felt_at_once(self):
        """Rules are kept in a cache: what they ask must not be."""
        self.role_tutor.unlink()
        self.assertFalse(self._sees(self.tutor))
        role = self._cast_role(self.tutor, self.host, "hr")
        self.assertIn(self.own, self._sees(self.tutor))
        role.kind = "tutor"
        self.assertFalse(self._sees(self.tutor))
        role.kind = "authority"
        self.assertIn(self.own, self._sees(self.tutor))
        role.employer_id = self.third
        self.assertNotIn(self.own, self._sees(self.tutor))
        role.unlink()
        self.assertFalse(self._sees(self.tutor))

    def test_the_tree_of_contacts_gives_no_right(self):
        self.tutor.partner_id.parent_id = self.origin
        self.assertEqual(self.tutor.commercial_partner_id, self.origin)
        self.assertFalse(self._sees(self.tutor))
        self.assertFalse(self._sees(self.tutor, "mobility.candidate"))

    def test_one_clerk_of_two_communes(self):
        self._cast_role(self.rh_host, self.third, "hr")
        self.assertEqual(
            set(self._sees(self.rh_host).ids),
            {*self._sees(self.rh_third).ids, self.own.id, self.colleague.id,
             self.unmade.id, self.pending.id},
        )  # fmt: skip

    def test_a_request_is_known_once_it_is_asked(self):
        draft = self.make_request(self.candidate2)
        for user in (self.rh, self.authority, self.rh_host):
            self.assertNotIn(draft, self._sees(user))
            self.assertFalse(
                self._sees(user, "mobility.day") & draft.day_ids.with_user(user)
            )
            self.assertFalse(self._sees(user, "mobility.candidate"))
            self.assertFalse(self._sees(user, "mobility.employment"))

    @mute_logger(*_QUIET)
    def test_another_centre_de_gestion_sees_nothing(self):
        other = self.env["res.company"].create({"name": "CDG d'un autre département"})
        ours = "bourse_mobilite.group_mobility_"
        people = [
            self._cast_user(
                f"autre.{group}",
                f"Autre {group}",
                f"{ours}{group}",
                company_id=other.id,
                company_ids=[fields.Command.set(other.ids)],
            )
            for group in ("adviser", "ppr", "manager")
        ]
        for user in people:
            for model, records in self.records.items():
                if not model.startswith("mobility.") or "company_id" not in (
                    self.env[model]._fields
                ):
                    continue
                mine = self.env[model].with_user(user)
                if not mine.has_access("read") or model in (
                    "mobility.regime",
                    "mobility.clause.set",
                    "mobility.weights",
                ):
                    continue  # those without a centre de gestion are everyone's
                self.assertFalse(mine.search([]), (user.login, model))
                for record in records.values():
                    one = record.with_user(user)
                    for play in (
                        partial(one.read, ["display_name"]),
                        partial(one.write, self.changes[model]),
                        one.unlink,
                    ):
                        try:
                            told = play()
                        except UserError:
                            continue
                        # What is hidden is answered as an id that nobody uses.
                        self.assertIn(told, ([], [{"id": record.id}]), model)
        adviser = people[0]
        with self.assertRaises(AccessError):
            self.env["mobility.candidate"].with_user(adviser).create(
                {
                    "partner_id": self.tutor.partner_id.id,
                    "company_id": self.env.company.id,
                }
            )
        with self.assertRaises(AccessError):
            self.offer.with_user(adviser).action_publish()
        own = (
            self.env["mobility.offer"]
            .with_user(adviser)
            .create({"name": "Place d'à côté", "host_id": self.host.id})
        )
        self.assertEqual(own.company_id, other)
        self.assertNotIn(own.sudo(), self._sees(self.adviser, "mobility.offer"))
        # A portal user of the first CDG does not see the offers of the second.
        own.write({"state": "published"})
        self.assertNotIn(own.sudo(), self._sees(self.agent, "mobility.offer"))
