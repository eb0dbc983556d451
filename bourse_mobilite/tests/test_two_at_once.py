"""Two people at the same second, as two real transactions."""

import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.working_days import add_months, working_days
from .committed_case import CommittedCase
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
class TestTwoAtOnce(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            cast = Cast(env)
            self.requests = cast.requests.ids
            self.offer = cast.offer.id
            env.cr.commit()

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

    @mute_logger("odoo.sql_db")
    def test_communes_loaded_twice_at_once_come_once(self):
        def load(env):
            env["mobility.commune"]._load_departments(["90"])

        self.assertEqual(self._race(load, load), "done")
        with self._environment() as env:
            communes = env["mobility.commune"].search([("department_code", "=", "90")])
            self.assertEqual(len(communes), len(communes._read_table("90")))
            self.assertEqual(len(set(communes.mapped("code"))), len(communes))
            self.assertEqual(len(communes.get_external_id()), len(communes))
