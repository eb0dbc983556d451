"""Two people at the same second, as two real transactions.

Odoo's tests share one cursor, under which nothing can ever collide: here each
person has a connection of their own, on rows that are really committed and removed
afterwards.
"""

import base64
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from ..rules.working_days import add_months, working_days
from .common import MobilityCast


class Cast(MobilityCast):
    """The cast, in an environment of our own."""

    def __init__(self, env):
        type(self).env = env
        self._cast_employers()
        people = env["res.partner"].create(
            [{"name": f"Personne {rank}"} for rank in range(2)]
        )
        self.files = env["mobility.candidate"].create(
            [
                {"partner_id": person.id, "employer_id": self.origin.id}
                for person in people
            ]
        )
        self.offer = env["mobility.offer"].create(
            {
                "name": "Une seule place",
                "host_id": self.host.id,
                "metier_id": env["mobility.metier"].search([], limit=1).id,
                "capacity": 1,
            }
        )
        self.offer.action_publish()
        self.requests = env["mobility.request"]
        for candidate in self.files:
            self.requests |= self.submitted_request(candidate, self.offer)


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        # Odoo's own runner holds the registry's lock; its HttpCase does the same.
        self.patch(Registry, "_lock", DummyRLock())
        self.kept = {}
        with self._environment() as env:
            tables = [
                name for name, model in env.registry.items()
                if not model._abstract and model._auto and not model._transient
                and name.startswith(("mobility.", "res.partner", "mail.m", "ir.att"))
            ]  # fmt: skip
            for name in tables:
                env.cr.execute(
                    SQL(
                        "SELECT coalesce(max(id), 0) FROM %s",
                        SQL.identifier(env[name]._table),
                    )
                )
                self.kept[env[name]._table] = env.cr.fetchone()[0]
            self.addCleanup(self._remove_what_was_made)
            cast = Cast(env)
            self.requests = cast.requests.ids
            self.offer = cast.offer.id
            env.cr.commit()

    def _environment(self):
        """A connection of its own, closed (and rolled back) at the end."""
        cursor = self.database.cursor()

        class Closing:
            def __enter__(closing):
                return api.Environment(cursor, api.SUPERUSER_ID, {})

            def __exit__(closing, *exc):
                cursor.close()

        return Closing()

    def _remove_what_was_made(self):
        with self._environment() as env:
            env.cr.execute("SET session_replication_role = replica")
            for table, last in self.kept.items():
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), last)
                )
            env.cr.execute("SET session_replication_role = DEFAULT")
            env.cr.commit()
            env.registry.clear_all_caches()

    def _race(self, first, second):
        """Run ``first`` without committing, start ``second``, commit ``first``:
        what the second one read, or "done"."""
        said = []
        with self._environment() as env, self._environment() as late:

            def run_second():
                try:
                    retrying(lambda: second(late), late)
                    late.cr.commit()
                    said.append("done")
                except UserError as refusal:
                    said.append(str(refusal))

            thread = threading.Thread(target=run_second)
            first(env)
            env.cr.flush()
            thread.start()
            # The second one is now waiting for the row that the first one wrote.
            thread.join(1)
            self.assertTrue(thread.is_alive(), "the second one did not have to wait")
            env.cr.commit()
            thread.join(60)
            self.assertFalse(thread.is_alive(), "the second one never ended")
        return said[0]

    @mute_logger("odoo.sql_db")
    def test_the_last_place_goes_to_one(self):
        refusal = self._race(
            lambda env: env["mobility.request"]
            .browse(self.requests[0])
            .action_host_accept(),
            lambda env: env["mobility.request"]
            .browse(self.requests[1])
            .action_host_accept(),
        )
        self.assertIn("No place left", refusal)
        with self._environment() as env:
            answers = (
                env["mobility.request"]
                .browse(self.requests)
                .decision_ids.filtered(lambda decision: decision.party == "host")
            )
            self.assertEqual(
                sorted(answers.mapped(lambda row: row.answer or "")), ["", "agreed"]
            )

    @mute_logger("odoo.sql_db")
    def test_days_asked_for_twice_at_once_are_counted_together(self):
        """Eleven days are left: two requests of six, sent in the same second."""
        with self._environment() as env:
            first = env["mobility.request"].browse(self.requests[0])
            candidate, host = first.candidate_id, first.host_id
            first.action_cancel()
            drafts = env["mobility.request"]
            for months, length in ((6, 9), (8, 6), (10, 6)):
                start = add_months(first.date_start, months)
                days = working_days(start, add_months(start, 1))[:length]
                drafts |= env["mobility.request"].create(
                    {
                        "candidate_id": candidate.id,
                        "host_id": host.id,
                        "motivation": "Découvrir ce métier.",
                        "paper": base64.b64encode(b"papier"),
                        "date_start": days[0],
                        "date_end": days[-1],
                    }
                )
            drafts[0].action_submit()
            ids = drafts.ids
            env.cr.commit()
        refusal = self._race(
            lambda env: env["mobility.request"].browse(ids[1]).action_submit(),
            lambda env: env["mobility.request"].browse(ids[2]).action_submit(),
        )
        self.assertIn("1 too many", refusal)
        with self._environment() as env:
            self.assertEqual(
                env["mobility.request"].browse(ids).mapped("state"),
                ["submitted", "submitted", "draft"],
            )

    @mute_logger("odoo.sql_db")
    def test_a_form_sent_twice_at_once_is_one_request(self):
        with self._environment() as env:
            request = env["mobility.request"].browse(self.requests[0])
            start = add_months(request.date_start, 4)
            values = {
                "days": [
                    (day, "")
                    for day in working_days(start, add_months(start, 1), "60")[:3]
                ],
                "motivation": "Découvrir ce métier.",
            }
            # The one who sends is the user of these connections.
            me = env["mobility.candidate"].create(
                {
                    "partner_id": env.user.partner_id.id,
                    "employer_id": request.employer_id.id,
                }
            )
            candidate_id = me.id
            env.cr.commit()
        sent = []

        def send(env):
            candidate = env["mobility.candidate"].browse(candidate_id)
            offer = env["mobility.offer"].browse(self.offer)
            requests = env["mobility.request"]
            sent.append(requests._create_from_portal(candidate, offer, values).id)

        self.assertEqual(self._race(send, send), "done")
        with self._environment() as env:
            made = env["mobility.request"].search([("candidate_id", "=", candidate_id)])
            self.assertEqual(made.mapped("state"), ["submitted"])
            self.assertEqual(set(sent), set(made.ids))

    @mute_logger("odoo.sql_db")
    def test_one_request_is_answered_once(self):
        def refuse(env):
            request = env["mobility.request"].browse(self.requests[0])
            host = request.decision_ids.filtered(lambda row: row.party == "host")
            host._answer("refused", reasons="Service fermé ce mois-là.")

        refusal = self._race(
            lambda env: env["mobility.request"]
            .browse(self.requests[0])
            .action_host_accept(),
            refuse,
        )
        self.assertIn("Already answered", refusal)

    @mute_logger("odoo.sql_db")
    def test_a_convention_is_frozen_once(self):
        with self._environment() as env:
            request = env["mobility.request"].browse(self.requests[0])
            request.action_employer_accept()
            request.action_host_accept()
            request.action_make_convention()
            act_id = self._completed(request._convention()).id
            env.cr.commit()

        def freeze(env):
            env["mobility.convention"].browse(act_id).action_freeze()

        self.assertIn("already made", self._race(freeze, freeze))
        with self._environment() as env:
            documents = env["mobility.convention"].browse(act_id).document_ids
            self.assertEqual(documents.mapped("version"), [1])

    def _completed(self, act):
        person = act.env["res.partner"].create({"name": "Qui signe", "phone": "03"})
        act.candidate_id.cadre_id = act.env["mobility.cadre"].search([], limit=1)
        roles = {
            party: act.env["mobility.role"]
            .create(
                {
                    "partner_id": person.id,
                    "employer_id": act[f"{party}_id"].id,
                    "kind": "authority",
                    "quality": "Maire",
                }
            )
            .id
            for party in ("employer", "host")
        }
        act.write(
            {
                "tutor_id": person.id,
                "employer_signatory_id": roles["employer"],
                "host_signatory_id": roles["host"],
            }
        )
        return act
