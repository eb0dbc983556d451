"""A campaign for the agents of the cast, among files that hide them."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from ..models.guard import acting, on_day
from ..models.mobility_campaign_week import PHASES
from .common import MobilityCase


class SolicitationCast:
    """Mixed with a case that has the cast: ``campaign``, a draft for the agent of the
    cast, to the host and the third employer."""

    @classmethod
    def _cast_solicitations(cls):
        cls.env.company.partner_id.email = "cdg@cdg.example.org"
        cls.rh_host.partner_id.email = "denis.hubert@personne.example.org"
        cls._hide_in_a_crowd()
        cls.campaign = cls._campaign()

    @classmethod
    def _hide_in_a_crowd(cls, count=4):
        """``count`` files more that are like the one of the agent."""
        own = cls.candidate | cls.candidate2 | cls.candidate_elsewhere
        # Those of the demonstration would hide them too.
        others = cls.env["mobility.candidate"].search([("id", "not in", own.ids)])
        others.filtered(
            lambda file: not file.name.startswith("Personne ")
        ).active = False
        people = cls.env["res.partner"].create(
            [{"name": f"Personne {rank}"} for rank in range(count)]
        )
        return cls.env["mobility.candidate"].create(
            [
                {
                    "partner_id": person.id,
                    "employer_id": cls.third.id,
                    "cadre_id": cls.candidate.cadre_id.id,
                    "commune_id": cls.candidate.commune_id.id,
                }
                for person in people
            ]
        )

    @classmethod
    def _campaign(cls, employers=None, candidates=None, **vals):
        employers = cls.host | cls.third if employers is None else employers
        candidates = cls.candidate if candidates is None else candidates
        return (
            cls.env["mobility.campaign"]
            .with_user(cls.adviser)
            .create(
                {
                    "name": "Printemps",
                    "candidate_ids": [Command.set(candidates.ids)],
                    "employer_ids": [Command.set(employers.ids)],
                    "answer_by": fields.Date.add(cls._today(), days=30),
                    "message": "Une immersion dure quelques jours.",
                    **vals,
                }
            )
        )

    @classmethod
    def _employers(cls, count, commune=None):
        """Employers with a mailbox of their own, which several people read."""
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Collectivité {rank:02d}",
                    "is_company": True,
                    "mobility_employer_kind": "epa",
                    "mobility_commune_id": (commune or cls.host.mobility_commune_id).id,
                    "email": f"mairie@commune{rank:02d}.example.org",
                }
                for rank in range(count)
            ]
        )

    def _send(self, campaign=None):
        """Send a campaign; answer its rows."""
        campaign = campaign or self.campaign
        campaign.with_user(self.adviser).action_send()
        self._run_cron()
        return campaign.sudo().solicitation_ids

    def _run_cron(self):
        """The cursor of a test cannot commit."""
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *_args, **_more: 1):
            self.env["mobility.solicitation"]._cron_send()
        self.env.flush_all()
        self.env.invalidate_all()

    def _row(self, employer=None, campaign=None):
        rows = self._send(campaign)
        return rows.filtered(lambda row: row.employer_id == (employer or self.host))

    def _secret(self, row):
        return self.env["mobility.link"]._mint("answer", row, row.partner_id)

    def _url(self, row):
        return f"/sollicitation/{self._secret(row)}"

    def _solicited_before(self, employer, days_ago):
        """One row of another campaign, written that many days ago."""
        day = fields.Date.add(self._today(), days=-days_ago)
        campaign = acting(self._campaign(employer).sudo())
        on_day(campaign, day).write({"state": "closed", "sent_on": day})
        return acting(self.env["mobility.solicitation"]).create(
            {
                "campaign_id": campaign.id,
                "employer_id": employer.id,
                "partner_id": employer.id,
                "mailbox": employer.email,
                "state": "no",
                "mailed_on": day,
            }
        )


class WeekCast:
    """Mixed with a case that has the campaigns: ``week``, sent to the host."""

    @classmethod
    def _week(cls, employers=None, **vals):
        today = cls._today()
        return cls._campaign(
            cls.host if employers is None else employers,
            candidates=cls.env["mobility.candidate"],
            **{
                "kind": "week",
                "message": False,
                "answer_by": today + timedelta(days=10),
                "deposit_until": today + timedelta(days=10),
                "publication_until": today + timedelta(days=20),
                "choice_until": today + timedelta(days=30),
                "conventions_until": today + timedelta(days=110),
                "week_from": cls._asked_days()[0],
                "week_to": cls._asked_days()[-1],
                **vals,
            },
        )

    def _in_phase(self, week, phase):
        """Move the dates of the week so that today is the last day of ``phase``."""
        at = [name.removesuffix("_until") for name in PHASES].index(phase)
        week.write(
            {
                name: self._today() + timedelta(days=5 * (rank - at))
                for rank, name in enumerate(PHASES)
            }
        )
        self.assertEqual(week.phase, phase)

    def _given(self, week, **values):
        """The place of an employer who says yes."""
        row = week.sudo().solicitation_ids[:1]
        row._answer("yes", {"title": "Accueil", "capacity": 2, **values})
        return row.offer_id


class SolicitationCase(SolicitationCast, MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast_solicitations()
        cls.before = (
            cls.env["mail.mail"].sudo().search([], order="id desc", limit=1).id or 0
        )

    def _mails(self):
        return (
            self.env["mail.mail"].sudo().search([("id", ">", self.before)], order="id")
        )
