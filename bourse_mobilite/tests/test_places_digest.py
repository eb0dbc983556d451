from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .matching_case import MatchingCase


@tagged("post_install", "-at_install")
class TestPlacesDigest(MatchingCase):
    """New places are told to the agent and to the adviser, at the rhythm they chose."""

    def setUp(self):
        super().setUp()
        self.accueil = self.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        self.candidate.write(
            {
                "seeking": True,
                "adviser_id": self.adviser.id,
                "commune_id": self.env.ref("bourse_mobilite.commune_60471").id,
                "target_metier_ids": [Command.set(self.accueil.ids)],
            }
        )
        self.fits = self._place(
            name="Accueil de Lassigny",
            published_on=fields.Date.add(self._today(), days=-1),
        )
        self.env["res.users"].search([]).mobility_digest = "never"
        self.adviser.mobility_digest = "weekly"

    def night(self, days=0):
        """The mails of the night that comes ``days`` later, by reader."""
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        day = fields.Date.add(self._today(), days=days)

        def commit(*_args, **_more):
            return float("inf")

        where = "odoo.addons.bourse_mobilite.models.mobility_digest.civil_day"
        with (
            patch.object(self.env.registry["ir.cron"], "_commit_progress", commit),
            patch(where, lambda _records: day),
        ):
            self.env["mobility.candidate"]._cron_find_places()
            self.env["mobility.candidate"]._cron_tell_places()
        mails = self.env["mail.mail"].search([("id", ">", last)])
        return {
            "agent": mails.filtered(lambda one: self.agent.email in one.email_to),
            "adviser": mails.filtered(lambda one: self.adviser.email in one.email_to),
            "all": mails,
        }

    def test_the_agent_reads_what_is_new_and_why(self):
        mail = self.night()["agent"]
        self.assertIn("Accueil de Lassigny", mail.body_html)
        self.assertIn(f"/immersions/{self.fits.id}", mail.body_html)
        self.assertIn("métier visé", mail.body_html)
        self.assertIn("/my/mobilite/places", mail.body_html)
        self.assertFalse(mail.model or mail.res_id)

    def test_no_more_often_than_chosen(self):
        self.assertTrue(self.night()["agent"])
        self._place(
            name="Nouvelle", published_on=fields.Date.add(self._today(), days=6)
        )
        self.assertFalse(self.night(6)["agent"])
        mail = self.night(7)["agent"]
        self.assertIn("Nouvelle", mail.body_html)
        self.assertNotIn("Accueil de Lassigny", mail.body_html, "already told")
        self.candidate.digest = "monthly"
        self._place(name="Encore", published_on=fields.Date.add(self._today(), days=30))
        self.assertFalse(self.night(34)["agent"])
        self.assertTrue(self.night(35)["agent"])

    def test_what_came_on_the_day_of_the_last_mail_is_told_in_the_next(self):
        self.night()
        self._place(name="Du même jour", published_on=self._today())
        mails = self.night(7)
        self.assertIn("Du même jour", mails["agent"].body_html)
        self.assertTrue(mails["adviser"])

    def test_nothing_new_nothing_sent(self):
        self.night()
        self.assertFalse(self.night(7)["all"])

    def test_never_and_not_looking(self):
        self.candidate.digest = "never"
        self.assertFalse(self.night()["agent"])
        self.candidate.write({"digest": "weekly", "seeking": False})
        self.assertFalse(self.night()["agent"])

    def test_nothing_to_a_mailbox_that_several_people_read(self):
        self.agent.partner_id.mobility_shared_mailbox = True
        self.assertFalse(self.night()["agent"])

    def test_what_must_be_avoided_is_not_told_and_the_adviser_cannot_know(self):
        told = self.night()["adviser"].body_html
        self.assertIn(self.candidate.name, told)
        hurts = self.env.ref("bourse_mobilite.condition_charges_10kg")
        self.candidate2.write(
            {
                "seeking": True,
                "adviser_id": self.adviser.id,
                "commune_id": self.candidate.commune_id.id,
                "restriction_ids": [Command.set(hurts.ids)],
            }
        )
        self.candidate.digest_on = self.adviser.mobility_digest_on = False
        self.fits.condition_ids = hurts
        mails = self.night()
        self.assertIn("Accueil de Lassigny", mails["agent"].body_html)
        other = mails["all"].filtered(lambda one: self.agent2.email in one.email_to)
        self.assertFalse(other, "the only place demands what must be avoided")
        for file in (self.candidate, self.candidate2):
            self.assertIn(f"{file.name}</a> (1)", mails["adviser"].body_html)

    def test_a_stopped_night_goes_on_where_it_was(self):
        self.assertTrue(self.night()["agent"])
        self.assertFalse(self.night()["all"], "the same night again")
