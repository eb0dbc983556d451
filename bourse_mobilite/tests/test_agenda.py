"""The days in everybody's calendar: the same events from one version to the next."""

import vobject

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .common import MobilityCase
from .portal_case import PortalCase

HOSTILE = "Mairie, « d'Œuilly »; 🏛\nEND:VEVENT\r\nX-EVIL:1"
MOTIVATION = "Motif réservé"


def read(content):
    """The calendar, and its events by day."""
    calendar = vobject.readOne(content.decode())
    return calendar, {row.dtstart.value: row for row in calendar.vevent_list}


def uids(content):
    return {day: row.uid.value for day, row in read(content)[1].items()}


def statuses(content):
    return [row.status.value for row in read(content)[1].values()]


@tagged("post_install", "-at_install")
class TestAgenda(MobilityCase):
    def test_one_event_a_day(self):
        request = self.submitted_request()
        calendar, events = read(request._agenda())
        self.assertEqual(set(events), set(request.day_ids.mapped("date")))
        self.assertEqual(len(set(uids(request._agenda()).values())), 3)
        self.assertEqual(calendar.method.value, "PUBLISH")

    def test_the_same_events_from_the_asking_to_the_end(self):
        request = self.submitted_request()
        asked = request._agenda()
        self.assertEqual(set(statuses(asked)), {"TENTATIVE"})
        request.action_employer_accept()
        request.action_host_accept()
        agreed = request._agenda()
        self.assertEqual(set(statuses(agreed)), {"CONFIRMED"})
        request.action_cancel("Raison réservée")
        cancelled = request._agenda()
        self.assertEqual(set(statuses(cancelled)), {"CANCELLED"})
        self.assertEqual(read(cancelled)[0].method.value, "CANCEL")
        self.assertEqual(uids(asked), uids(agreed))
        self.assertEqual(uids(agreed), uids(cancelled))
        numbers = [
            int(next(iter(read(content)[1].values())).sequence.value)
            for content in (asked, agreed, cancelled)
        ]
        self.assertEqual(numbers, sorted(set(numbers)), "each version is a later one")
        self.assertNotIn("Raison", cancelled.decode())

    def test_what_each_ending_shows(self):
        for ended_as, shown in (
            ("withdrawn", "CANCELLED"),
            ("cancelled", "CANCELLED"),
            ("no_show", "CANCELLED"),
            ("done", "CONFIRMED"),
            ("interrupted", "CONFIRMED"),
        ):
            request = self.agreed_request()
            acting(request).ended_as = ended_as
            self.assertEqual(set(statuses(request._agenda())), {shown}, ended_as)
            acting(request).ended_as = "cancelled"
        for answer in ("refused", "postponed"):
            request = self.submitted_request()
            request.decision_ids[0]._answer(
                answer, reasons="Service fermé.", proposed=self._other_days()
            )
            self.assertEqual(set(statuses(request._agenda())), {"CANCELLED"}, answer)

    def _other_days(self):
        days = self._asked_days(9)
        return days[4], days[8]

    def test_a_day_missed_is_cancelled_alone(self):
        request = self.agreed_request()
        before = uids(request._agenda())
        missed = request.day_ids.sorted("date")[-1]
        acting(missed).missed = True
        content = request._agenda()
        calendar, events = read(content)
        self.assertEqual(calendar.method.value, "PUBLISH")
        self.assertEqual(uids(content), before)
        for day, row in events.items():
            wanted = "CANCELLED" if day == missed.date else "CONFIRMED"
            self.assertEqual(row.status.value, wanted)

    def test_half_days_say_so(self):
        request = self.make_request()
        days = request.day_ids.sorted("date")
        days[0].half = "am"
        days[1].half = "pm"
        _calendar, events = read(request._agenda())
        titles = [events[day.date].summary.value for day in days]
        self.assertEqual(len(set(titles)), 3)
        self.assertTrue(titles[0].startswith(titles[2]))
        self.assertTrue(titles[1].startswith(titles[2]))
        for day in days:
            self.assertEqual(events[day.date].dtstart.value, day.date)

    def test_titles_name_the_agent_to_the_others_only(self):
        request = self.agreed_request()
        own = request._agenda(for_agent=True).decode()
        others = request._agenda().decode().replace("\r\n ", "")
        self.assertNotIn(self.agent.name, own)
        self.assertIn(self.agent.name, others)
        self.assertIn(self.host.name, others)
        self.assertIn("Lassigny", others)

    def test_tells_nothing_that_a_host_must_not_know(self):
        self.candidate.restriction_ids = self.env.ref(
            "bourse_mobilite.condition_charges_10kg"
        )
        seen = []
        for code in ("pip", "placement"):
            regime = self.env.ref(f"bourse_mobilite.regime_{code}")
            request = self.submitted_request(regime_id=regime.id)
            text = request._agenda().decode().replace("\r\n ", "")
            for secret in (MOTIVATION, "10 kg", regime.name, regime.code.upper()):
                self.assertNotIn(secret, text)
            seen.append(
                {
                    name
                    for row in read(text.encode())[1].values()
                    for name in row.contents
                }
            )
            request.action_withdraw()
        self.assertEqual(seen[0], seen[1])

    def test_names_are_only_text(self):
        self.agent.name = HOSTILE
        self.offer.host_id.name = HOSTILE
        request = self.agreed_request()
        calendar, events = read(request._agenda())
        self.assertEqual(len(events), 3)
        for row in events.values():
            self.assertNotIn("x-evil", row.contents)
            self.assertIn("« d'Œuilly »; 🏛 END:VEVENT", row.summary.value)

    def test_uids_are_ours_alone(self):
        """Two requests never share one, nor two databases; no number in sight."""
        self.offer.capacity = 2
        first, second = self.agreed_request(), self.submitted_request(self.candidate2)
        self.assertFalse(
            set(uids(first._agenda()).values()) & set(uids(second._agenda()).values())
        )
        before = uids(first._agenda())
        for uid in before.values():
            self.assertNotIn(first.name, uid)
        self.env["ir.config_parameter"].set_param("database.uuid", "autre")
        self.assertFalse(set(before.values()) & set(uids(first._agenda()).values()))

    def test_the_place_is_that_of_the_convention(self):
        request = self.agreed_request()
        request.action_make_convention()
        request._convention().place = "Annexe, 7 rue du Port"
        text = request._agenda().decode().replace("\r\n ", "")
        self.assertIn("7 rue du Port", text)


@tagged("post_install", "-at_install")
class TestAgendaPages(PortalCase):
    def setUp(self):
        super().setUp()
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.offer.capacity = 2
        self.request = self.agreed_request()
        self.url = f"/my/demandes/{self.request.id}/agenda.ics"

    def _status(self, url=None):
        return self.url_open(url or self.url, allow_redirects=False).status_code

    def _link(self, **more):
        request = self.submitted_request(self.candidate2, **more)
        row = request.decision_ids.filtered(lambda one: one.party == "origin")
        secret = self.env["mobility.link"]._mint("decide", row, self.rh.partner_id)
        return request, f"/demande/decider/{secret}/agenda.ics"

    def test_those_who_have_a_part_download_it(self):
        for user in (self.agent, self.rh, self.authority, self.rh_host, self.adviser):
            self.sign_in(user)
            response = self.url_open(self.url)
            self.assertEqual(response.status_code, 200, user.login)
            self.assertIn("text/calendar", response.headers["Content-Type"])
            self.assertIn("immersion.ics", response.headers["Content-Disposition"])
            self.assertIn("no-store", response.headers["Cache-Control"])
            _calendar, events = read(response.content)
            self.assertEqual(set(events), set(self.request.day_ids.mapped("date")))
            named = self.agent.name in response.content.decode().replace("\r\n ", "")
            self.assertEqual(named, user != self.agent, user.login)

    def test_the_others_find_nothing(self):
        for user in (self.agent2, self.agent_elsewhere, self.rh_third, self.internal):
            self.sign_in(user)
            self.assertEqual(self._status(), 404, user.login)
        self.sign_in(self.agent)
        for wrong in (0, 10**9):
            self.assertEqual(self._status(f"/my/demandes/{wrong}/agenda.ics"), 404)
        self.sign_in(None)
        self.assertEqual(self._status(), 303)

    def test_a_draft_is_nobodys_appointment(self):
        draft = self.make_request(self.candidate2)
        self.sign_in(self.agent2)
        self.assertEqual(self._status(f"/my/demandes/{draft.id}/agenda.ics"), 404)

    def test_a_living_link(self):
        request, url = self._link()
        self.sign_in(None)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        _calendar, events = read(response.content)
        self.assertEqual(set(events), set(request.day_ids.mapped("date")))
        self.assertEqual(set(statuses(response.content)), {"TENTATIVE"})

    def test_a_link_that_opens_no_more(self):
        request, url = self._link()
        links = self.env["mobility.link"].search(
            [("res_id", "in", request.decision_ids.ids)]
        )
        self.sign_in(None)
        self.assertEqual(self._status("/demande/decider/faux/agenda.ics"), 404)
        self.role_rh.date_end = fields.Date.subtract(self._today(), days=1)
        self.assertEqual(self._status(url), 410)
        self.role_rh.date_end = False
        self.assertEqual(self._status(url), 200)
        acting(links).write({"expires_on": fields.Datetime.now()})
        self.assertEqual(self._status(url), 410)
