"""From the file of an agent to the figures: the referent at a desk, the agent on a phone,
a placement that nothing tells from another."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_pages_case import PprPagesCase


class PprTour(PprPagesCase):
    def figures(self):
        """The indicators of this year, as the social report counts them."""
        rows = self.env["mobility.ppr.figure"].sudo()
        year = self._today().year
        found = rows.search([("ppr_id.candidate_id", "=", self.candidate.id)])
        return {row.indicator for row in found if row.day.year == year}


@tagged("post_install", "-at_install")
class TestPprDesk(PprTour):
    def test_the_referent_opens_a_file_from_the_agent(self):
        dates = [self.day(back).strftime("%d/%m/%Y") for back in (12, 10)]
        self.start_tour(
            f"/odoo/mobility.candidate/{self.candidate.id}#{','.join(dates)}",
            "bourse_mobilite_open_ppr",
            login=self.referent.login,
        )
        ppr = self.env["mobility.ppr"].search([])
        self.assertEqual(
            (ppr.candidate_id, ppr.employer_id, ppr.state, ppr.received_on),
            (self.candidate, self.origin, "proposed", self.day(10)),
        )
        self.assertEqual(ppr.event_ids.user_id, self.referent)

    def test_a_placement_of_the_plan_opens_as_a_request(self):
        days = self._asked_days()
        action = self.placement(
            self.underway(), date_start=days[0], date_end=days[-1], place="Lassigny"
        )
        self.start_tour(
            f"/odoo/mobility.ppr/{action.ppr_id.id}",
            "bourse_mobilite_organise_placement",
            login=self.referent.login,
        )
        self.assertEqual(action.request_id.state, "draft")

    def test_the_form_of_others_has_nothing_of_it(self):
        views = self.env["mobility.candidate"]
        form = [(False, "form")]
        arch = views.with_user(self.adviser).get_views(form)["views"]["form"]["arch"]
        self.assertNotIn("PPR", arch)
        self.assertNotIn("fa-lock", arch)
        arch = views.with_user(self.referent).get_views(form)["views"]["form"]["arch"]
        self.assertIn("fa-lock", arch)


@tagged("post_install", "-at_install")
class TestPprPhone(PprTour):
    browser_size = "375x667"
    touch_enabled = True

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_from_the_answer_to_the_figures(self):
        ppr = self.notified(2)
        self.start_tour(
            "/my/mobilite", "bourse_mobilite_answer_ppr", login=self.agent.login
        )
        self.assertEqual((ppr.state, ppr.agreed_on), ("underway", self._today()))
        self.assertEqual(ppr.event_ids[0].user_id, self.agent)

        days = self._asked_days()
        action = self.placement(ppr, date_start=days[0], date_end=days[-1])
        action.action_make_placement()
        request = action.request_id.with_user(self.adviser)
        self.assertEqual(request.regime_id.code, "placement")
        request.write(
            {
                "offer_id": self.offer.id,
                "motivation": "Découvrir l'accueil",
                "paper": "bm90aGluZw==",
                "paper_name": "demande.pdf",
                "received_on": self._today(),
            }
        )
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        self.assertEqual(request.state, "agreed")
        told = str(request.read()) + str(
            request.message_ids.mapped(lambda one: (one.body, one.subject))
        )
        self.assertNotIn("PPR", told)
        with self.assertRaises(AccessError):
            self.env["mobility.ppr"].with_user(self.adviser).search([])
        self.sign_in(self.rh_host)
        self.assertHides(self.page(f"/my/demandes/{request.id}"), "PPR", "reclassement")
        self.sign_in(self.agent)
        self.assertIn(f"/my/demandes/{request.id}", self.page(self.path(ppr)))

        review = ppr.review_ids.create(
            {"ppr_id": ppr.id, "date": self._today(), "presence": "all"}
        )
        review.progress_ids.level = "done"
        self.assertEqual(self.figures(), {"INAP014", "INAP011"})
        tomorrow = self._today() + timedelta(days=1)
        ppr._step("close", self._today(), outcome="reclassed", detached_from=tomorrow)
        self.assertEqual(self.figures(), {"INAP014", "INAP011", "INAP013"})
        page = self.page(self.path(ppr))
        outcome = self.as_read(ppr)._outcome_text()
        self.assertShows(page, outcome)
