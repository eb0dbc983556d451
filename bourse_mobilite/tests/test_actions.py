"""Actions of an accompaniment; those of a PPR are not there for who is no party."""

import json

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_case import PprCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestActions(PprCase):
    def setUp(self):
        super().setUp()
        self.ppr = self.underway_ppr()
        self.hidden = self.placement(self.ppr, place="Salle Zinzolin")
        self.interview = self.add()

    def add(self, user=None, **vals):
        actions = self.env["mobility.action"].with_user(user or self.adviser)
        return actions.create(
            {"candidate_id": self.candidate.id, "name": "Premier entretien", **vals}
        )

    def test_an_adviser_follows_an_agent_without_a_ppr(self):
        self.assertEqual(
            self.candidate.with_user(self.adviser).action_ids, self.interview
        )
        self.interview.write(
            {"result": "done", "result_line": "Veut changer de métier"}
        )
        self.interview.unlink()

    def test_what_the_machine_has_read_is_not_shown(self):
        self.candidate.sudo().read(["action_ids"])
        seen = self.candidate.with_user(self.adviser).read(["action_ids"])
        self.assertEqual(seen[0]["action_ids"], self.interview.ids)

    def test_each_kind_says_what_the_texts_say(self):
        for kind, words in (
            ("bilan_competences", "60 jours"),
            ("vae", "72 heures"),
            ("ctp", "120 heures"),
            ("pmsmp", "France Travail"),
        ):
            self.assertIn(words, self.add(kind=kind).note)

    def test_the_limits_of_the_fields(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.add(date_start="2026-05-02", date_end="2026-05-01")
        with self.assertRaises(ValidationError):
            self.env["mobility.action"].with_user(self.adviser).create({"name": "x"})
        with self.assertRaises(ValidationError):
            self.interview.candidate_id = self.candidate2

    @mute_logger(*_QUIET)
    def test_nothing_tells_an_adviser_that_it_is_there(self):
        for role in ("adviser", "manager"):
            user = getattr(self, role)
            actions = self.env["mobility.action"].with_user(user)
            self.assertEqual(actions.search([]), self.interview)
            self.assertEqual(actions.search_count([]), 1)
            self.assertEqual(actions.name_search("Accueil"), [])
            groups = actions.formatted_read_group([], ["kind"], ["__count"])
            self.assertEqual([row["__count"] for row in groups], [1])
            self.assertNotIn("ppr_id", actions.fields_get())
            self.assertNotIn("request_id", actions.fields_get())
            for domain in ([("ppr_id", "!=", False)], [("request_id", "=", False)]):
                with self.assertRaises(AccessError):
                    actions.search(domain)
            for path in ("action_ids.place", "action_ids.kind"):
                found = (
                    self.env["mobility.candidate"]
                    .with_user(user)
                    .search([(path, "in", ["Salle Zinzolin", "placement"])])
                )
                self.assertFalse(found)

    @mute_logger(*_QUIET)
    def test_a_hidden_id_answers_as_one_that_nobody_uses(self):
        """Even in debug mode, where Odoo names what one may not read."""
        self.adviser.group_ids += self.env.ref("base.group_no_one")
        unused = self.hidden.browse(self.hidden.id + 1000)
        plays = {
            "read": lambda one: one.read(["name"]),
            "web_read": lambda one: one.web_read({"name": {}}),
            "write": lambda one: one.write({"name": "x"}),
            "unlink": lambda one: one.unlink(),
            "export": lambda one: one.export_data(["name"]),
            "copy": lambda one: one.copy_data(),
            "access": lambda one: one.has_access("read"),
            "metadata": lambda one: one.get_metadata(),
            "search": lambda one: one.search([("id", "in", one.ids)]).ids,
        }
        for role in ("adviser", "manager", "agent2", "rh_host", "tutor"):
            user = getattr(self, role)
            for name, play in plays.items():
                answers = []
                for record in (self.hidden, unused):
                    self.env.invalidate_all()
                    record = record.with_user(user)
                    try:
                        with self.env.cr.savepoint():
                            answer = json.dumps(play(record), default=str)
                    except (UserError, MissingError) as error:
                        answer = f"{type(error).__name__}: {error}"
                    answers.append(answer.replace(str(record.id), "ID"))
                self.assertEqual(*answers, msg=f"{role} {name}")
                self.assertNotIn("Accueil", answers[0])

    def test_no_number_is_missing_between_two_actions(self):
        before = self.add()
        self.placement(self.ppr)
        self.placement(self.ppr)
        both = self.env["mobility.action"].create(
            [
                {"candidate_id": self.candidate.id, "name": "un"},
                {"ppr_id": self.ppr.id, "name": "deux"},
                {"candidate_id": self.candidate2.id, "name": "trois"},
            ]
        )
        self.assertEqual(both.mapped("name"), ["un", "deux", "trois"])
        after = self.add()
        self.assertEqual(
            [both[0].id, both[2].id, after.id],
            [before.id + 1, before.id + 2, before.id + 3],
        )

    @mute_logger(*_QUIET)
    def test_an_action_stays_in_or_out_of_its_ppr(self):
        with self.assertRaises(UserError):
            self.interview.with_user(self.referent).ppr_id = self.ppr
        with self.assertRaises(UserError):
            self.hidden.ppr_id = False
        for role in ("adviser", "manager"):
            with self.assertRaises(AccessError):
                self.add(getattr(self, role), ppr_id=self.ppr.id)
        with self.assertRaises(ValidationError):
            self.placement(self.ppr, candidate_id=self.candidate2.id)

    def test_a_placement_is_an_ordinary_request(self):
        self.hidden.with_context(
            default_motivation="PPR", ppr_id=3
        ).action_make_placement()
        request = self.hidden.request_id
        self.assertEqual(request.regime_id.code, "placement")
        self.assertEqual(request.state, "draft")
        self.assertFalse(request.motivation)
        # As an adviser makes it outside any PPR, to the last field.
        other = self.add(self.referent, kind="placement")
        other.action_make_placement()
        own = {
            "id", "name", "display_name", "day_ids", "message_ids", "create_date",
            "write_date", "activity_ids", "website_message_ids",
            "message_follower_ids",
        }  # fmt: skip
        readable = request.with_user(self.adviser).fields_get()
        names = [name for name in readable if name not in own]
        one, two = (
            row.with_user(self.adviser).read(names)[0]
            for row in (request, other.request_id)
        )
        one.pop("id"), two.pop("id")
        self.assertEqual(one, two)
        self.assertFalse(
            [
                field
                for field in request._fields.values()
                if field.comodel_name in ("mobility.action", "mobility.ppr")
            ]
        )
        action = self.hidden.action_make_placement()
        self.assertEqual(action["res_id"], request.id, "made once")

    def test_only_a_placement_becomes_a_request(self):
        with self.assertRaises(UserError):
            self.placement(self.ppr, kind="training").action_make_placement()

    @mute_logger(*_QUIET)
    def test_the_parties_read_the_plan_and_no_one_else(self):
        for role in self.portal_users:
            found = (
                self.env["mobility.action"].with_user(getattr(self, role)).search([])
            )
            wanted = {
                "agent": self.hidden | self.interview,
                "rh": self.hidden,
                "authority": self.hidden,
            }.get(role, self.hidden.browse())
            self.assertEqual(found, wanted, role)
        self.role_rh.date_end = "2020-01-01"
        self.assertFalse(self.env["mobility.action"].with_user(self.rh).search([]))

    def test_deleting_a_file_says_nothing_of_a_ppr(self):
        """The manager gets no error that names it, and the PPR stays."""
        self.env["mobility.request"].search([]).unlink()
        self.candidate.with_user(self.manager).unlink()
        self.assertFalse(self.interview.exists())
        self.assertTrue(self.hidden.exists())
        self.assertEqual(self.ppr.candidate_name, self.agent.name)
        self.assertFalse(self.ppr.candidate_id)
