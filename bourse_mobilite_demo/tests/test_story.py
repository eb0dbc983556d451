from unittest.mock import patch

import pytz
from freezegun import freeze_time

from odoo import fields
from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestStory(TransactionCase):
    """The demonstration holds on any day of loading."""

    def _load(self):
        """Both addons' demo data, as bin/demo does; PDFs have their own tests."""
        graph = ModuleGraph(self.env.cr, mode="load")
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        graph.extend(installed.mapped("name"))
        convention = self.env.registry["mobility.convention"]
        avenant = self.env.registry["mobility.avenant"]
        with (
            patch.object(convention, "_render_pdf", lambda *_args: b"%PDF-1.4"),
            patch.object(avenant, "_render_pdf", lambda *_args: b"%PDF-1.4"),
        ):
            for name in ("bourse_mobilite", "bourse_mobilite_demo"):
                self.assertTrue(load_demo(self.env, graph[name], {}, "init"))
        self.requests = self.env["mobility.request"].search([])

    def _count(self, model, field="state"):
        return dict(self.env[model]._read_group([], [field], ["__count"]))

    def test_a_working_day(self):
        with freeze_time("2027-03-10 09:00:00"):
            self._load()
            self._check()

    def test_the_eve_of_a_holiday_in_another_year(self):
        with freeze_time("2028-02-29 09:00:00"):
            self._load()
            self._check()

    def test_a_sunday(self):
        with freeze_time("2027-08-15 22:30:00"):
            self._load()
            self._check()

    def _check(self):
        employers = self.env["res.partner"].search_count(
            [
                ("mobility_employer_kind", "!=", False),
                ("id", "!=", self.env.company.partner_id.id),
            ]
        )
        self.assertEqual(employers, 12)
        given = self.env["mobility.solicitation"].search([]).offer_id
        offers = self.env["mobility.offer"].search([])
        self.assertEqual((len(offers - given), len(given)), (30, 4))
        self.assertEqual(self.env["mobility.candidate"].search_count([]), 20)
        for model, field in (
            ("mobility.offer", "state"),
            ("mobility.request", "state"),
            ("mobility.request", "waiting_for"),
            ("mobility.convention", "state"),
        ):
            states = dict(
                self.env[model]._fields[field]._description_selection(self.env)
            )
            self.assertEqual(
                set(self._count(model, field)), set(states), (model, field)
            )
        self._check_conventions()
        self._check_signing()
        self._check_bilans()
        self._check_journals()
        self._check_law()
        self._check_people()
        self._check_solicitations()
        self._check_places()
        self._check_pprs()
        # Told once: an update of the demonstration adds nothing.
        before = self.requests
        self.env["mobility.demo.story"]._tell()
        self.assertEqual(self.env["mobility.request"].search([]), before)

    def _check_conventions(self):
        drafts = self.env["mobility.convention"].search([("state", "=", "draft")])
        self.assertEqual(
            sorted(bool(draft._missing()) for draft in drafts), [False, True]
        )
        partly = self.env["mobility.signatory"]._read_group(
            [("document_id.state", "=", "to_sign")],
            ["document_id"],
            ["state:array_agg"],
        )
        self.assertIn(
            ["pending", "pending", "signed", "signed"],
            [sorted(states) for _doc, states in partly],
        )

    def _check_signing(self):
        """Somebody has refused, and an avenant waits."""
        refused = self.env["mobility.document"].search([("state", "=", "refused")])
        self.assertEqual(refused.kind, "convention")
        reasons = refused.signatory_ids.mapped("refused_reason")
        self.assertEqual(len([reason for reason in reasons if reason]), 1)
        avenants = self.env["mobility.avenant"].search([])
        self.assertEqual(avenants.mapped("state"), ["to_sign"])
        self.assertEqual(
            avenants.document_id.mapped("signatory_ids.state"), ["pending"] * 4
        )
        todo = self.env["mobility.request"].search([("todo_for", "!=", "nobody")])
        self.assertLessEqual(refused.convention_id.request_id, todo)
        self.assertLessEqual(avenants.request_id, todo)

    def _check_bilans(self):
        bilans = self.env["mobility.assessment"].search([])
        self.assertEqual(
            sorted((one.side, one.state) for one in bilans),
            [
                ("agent", "given"),
                ("agent", "waiting"),
                ("tutor", "given"),
                ("tutor", "waiting"),
            ],
        )
        given = bilans.filtered("given_on")
        self.assertEqual(len(given.request_id), 1)
        self.assertTrue(all(one.asked_on > one.date_end for one in bilans))
        self.assertTrue(all(one.given_on > one.asked_on for one in given))
        self.assertTrue(given.filtered(lambda one: one.side == "tutor").tasks)
        waiting = bilans - given
        self.assertIn(self.env.ref("bourse_mobilite.person_tuteur"), waiting.partner_id)

    def _check_journals(self):
        """The nightly check finds nothing; people acted when offices are open."""
        documents = self.env["mobility.document"].search([])
        found = documents._findings()
        self.assertEqual(set(found), set(documents))
        self.assertFalse({one: said for one, said in found.items() if said})
        paris = pytz.timezone("Europe/Paris")
        lines = documents.journal_ids.filtered(lambda line: line.event != "altered")
        self.assertGreater(len(lines), 40)
        for line in lines:
            then = pytz.utc.localize(line.on).astimezone(paris)
            with self.subTest(document=line.document_id.name, event=line.event):
                self.assertLess(line.on, fields.Datetime.now())
                self.assertLess(then.weekday(), 5)
                self.assertTrue(8 <= then.hour < 18, then)
        for document in documents:
            instants = document.journal_ids.sorted("rank").mapped("on")
            self.assertEqual(instants, sorted(instants))

    def _check_law(self):
        """No request that the rules would have refused on its day, past dates aside."""
        for immersion in self.requests.filtered("submitted_on"):
            findings = [
                finding.code
                for finding in immersion._findings()
                if finding.blocking and finding.code != "past"
            ]
            self.assertFalse(findings, immersion.display_name)
        used = self.env.ref("bourse_mobilite.candidate_benali")._counted_days()
        self.assertEqual(sum(used.values()), 17)
        years = (
            max(self.requests.mapped("date_start"))
            - min(self.requests.mapped("date_start"))
        ).days / 365
        self.assertGreater(years, 2.9)

    def _check_solicitations(self):
        """A campaign with every answer, and a week whose places are to be published."""
        agents, week = self.env["mobility.campaign"].search([], order="kind")
        self.assertEqual((agents.kind, week.kind), ("profile", "week"))
        self.assertEqual(
            set(agents.solicitation_ids.mapped("state")),
            {"yes", "later", "no", "forwarded", "named", "waiting"},
        )
        for row in agents.solicitation_ids:
            self.assertIn("filière", row.profile.lower())
            for word in ("Noyon", "Chiry", agents.candidate_ids.name):
                self.assertNotIn(word, row.profile)
        self.assertEqual(week.phase, "publication")
        self.assertEqual(week.phase_told, "publication")
        self.assertEqual((week.place_count, week.to_publish_count), (3, 3))
        self.assertTrue(week.activity_ids)
        said = week.action_publish_places()["params"]
        self.assertEqual(said["type"], "warning")
        self.assertEqual(week.to_publish_count, 1)

    def _check_places(self):
        """The agents who look find places that fit, the best at the top."""
        for who in ("agent", "agent2"):
            candidate = self.env.ref(f"bourse_mobilite.candidate_{who}")
            own = candidate.with_user(candidate.partner_id.user_ids)
            places = own._portal_places()
            self.assertGreater(len(places), 5)
            self.assertGreaterEqual(len(places[0]["good"]), 3)
            self.assertGreater(len(candidate.proposal_ids), 5)

    def _check_pprs(self):
        """An answer is awaited, one is late, one goes on, one is over."""
        files = self.env["mobility.ppr"].search([])
        self.assertEqual(
            sorted(files.mapped("state")),
            ["accepted", "closed", "notified", "underway"],
        )
        by_state = files.grouped("state")
        waits = by_state["notified"]
        self.assertEqual(waits.candidate_id.partner_id.user_ids.login, "agent2")
        agent2 = waits.with_user(waits.candidate_id.partner_id.user_ids)
        self.assertEqual(agent2._own_choices(), ["agree", "refuse"])
        self.assertGreater(waits.days_left, 5)
        self.assertFalse(waits._missing(), "Its convention can be written.")
        self.assertGreater(by_state["accepted"].days_late, 5)
        self.assertFalse((files - by_state["accepted"]).filtered("days_late"))
        # Nothing that the texts refuse, but what is late.
        self.assertFalse([one for file in files for one in file._blocked()])
        lines = files.event_ids
        self.assertEqual(
            set(lines.user_id.mapped("login")), {"referent"}, "Nobody else acts."
        )
        self.assertTrue(
            all(line.on.date() >= line.dated for line in lines if line.dated)
        )

    def _check_people(self):
        portal = self.env.ref("base.group_portal")
        for login in ("agent", "agent2", "rh", "rh2", "maire", "tuteur"):
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertIn(portal, user.group_ids, login)
            self.assertEqual(user.lang, "fr_FR")
        people = self.env["mobility.candidate"].search([])
        self.assertFalse(people.partner_id.parent_id)
        self.assertEqual(len(people.filtered(lambda one: not one.email)), 1)
        restricted = people.sudo().filtered("restriction_ids")
        self.assertEqual(len(restricted), 3)
        self.assertFalse(
            self.env["mail.mail"].search_count([("state", "!=", "sent")]),
            "Every letter is in the outbox.",
        )
        self.assertFalse(
            self.env["mobility.demo.mail"].search_count(
                [("email_to", "not ilike", ".example>")]
            ),
            "Only fictitious addresses.",
        )
