# pylint: disable=missing-return
from odoo import api, models
from odoo.fields import Domain

from ..rules.assessment import ASKED_WITHIN, reminders_past
from .guard import acting, civil_day

_PRESENCE = "bourse_mobilite.activity_presence"


class MobilityNightly(models.AbstractModel):
    _inherit = "mobility.nightly"

    @api.model
    def _tasks(self):
        """And ask for the bilans of what is over, then remind."""
        tasks = super()._tasks()
        for day, companies in self._civil_days().items():
            zone = companies[0]._mobility_zone()
            night = self.with_company(companies[0]).with_context(tz=zone)
            requests = night.env["mobility.request"]
            bilans = night.env["mobility.assessment"]
            own = Domain("company_id", "in", companies.ids)
            tasks += [
                (requests, own & requests._to_assess_domain(day), "_ask_assessments"),
                (bilans, own & bilans._to_remind_domain(day), "_remind"),
            ]
        return tasks


class MobilityRequest(models.Model):
    """Asking for the bilans once the immersion is over, and what follows them."""

    _inherit = "mobility.request"

    @api.model
    def _to_assess_domain(self, day):
        """The last day is past, or it ended early; everyone had signed; nobody was
        asked yet, and people still remember."""
        over = Domain("state", "=", "agreed") & Domain("date_end", "<", day)
        return (
            (over | Domain("state", "=", "done"))
            & Domain("date_end", ">=", day - ASKED_WITHIN)
            & Domain("convention_ids.state", "in", ["signed", "done"])
            & Domain("assessment_ids", "=", False)
        )

    def _ask_assessments(self):
        """Ask the tutor and the agent of each, by a personal link."""
        bilans = self.env["mobility.assessment"]
        today = civil_day(self)
        vals_list = [
            {**vals, "asked_on": today}
            for request in self
            for side in ("tutor", "agent")
            if (vals := bilans._asked_vals(request, side))
        ]
        acting(bilans.sudo()).create(vals_list)._send("first")

    def action_ask_assessments(self):
        """Ask now, without waiting for the night.

        :raises UserError: it is not over, not signed, or already asked
        """
        self.check_access("write")
        for request in self:
            # Read as the night does, but for how long ago it ended.
            request._check_took_place(reason="–")
            if request.assessment_ids:
                continue
            request._ask_assessments()

    def _on_assessment_given(self):
        """When nothing more is awaited, everyone concerned may read it: tell them."""
        self.ensure_one()
        request = self.sudo()
        if not request._assessment_complete():
            return
        people = request._assessment_readers()
        request._send_assessed(people, "bilan")
        unheard = request._origin_organisations() - people["origin_heard"]
        if unheard:
            request.message_post(
                body=self.env._(
                    "The bilan is complete. Nobody at %s has a mailbox of their own: "
                    "please give it to them in another way.",
                    ", ".join(unheard.mapped("name")),
                )
            )

    def _origin_organisations(self):
        """The employers of origin that decided on this request."""
        self.ensure_one()
        rows = self.decision_ids.filtered(lambda row: row.party == "origin")
        return rows.organisation_id

    def _assessment_readers(self):
        """Who is told that the bilan is complete: ``people``, and ``origin_heard``,
        the employers of origin at which somebody is."""
        self.ensure_one()
        people = (
            self.partner_id
            | self.assessment_ids.filtered(
                lambda row: row.side == "tutor" and row.state == "given"
            ).partner_id
        )
        people = people.filtered(lambda one: one._mobility_personal_mailbox())
        heard = self.env["res.partner"]
        for row in self.decision_ids.filtered(lambda one: one.party == "origin"):
            written = row._people_written_to()
            people |= written
            heard |= row.organisation_id if written else heard
        return {"people": people, "origin_heard": heard}

    def _send_assessed(self, readers, what):
        """A personal link to read the bilan, to each of these people.

        :param what: ``bilan`` or ``synthesis``
        """
        self.ensure_one()
        people = readers["people"]
        secrets = self.env["mobility.link"]._mint_many(
            "assess", [(self, person) for person in people]
        )
        self.env["res.partner"]._mobility_write_all(
            [
                self._letter(person, "mail_assessed", url=f"/bilan/{secret}", what=what)
                for person, secret in zip(people, secrets, strict=True)
            ]
        )

    def _tell_presence(self, row):
        """The tutor says that the agent was not there, or not all the time: somebody
        has to close the request accordingly."""
        self.ensure_one()
        if row.side != "tutor" or row.presence == "completed":
            return
        followed = self._followed_by()[self]
        env = self.with_context(lang=followed.lang or self.env.lang).env
        summary = (
            env._("The tutor says that the agent did not come: close the request")
            if row.presence == "absent"
            else env._(
                "The tutor says that the agent was there a part of the time: close the "
                "request"
            )
        )
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(
            {
                "activity_type_id": self.env.ref(_PRESENCE).id,
                "automated": True,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "user_id": followed.id,
                "date_deadline": civil_day(self),
                "summary": summary,
            }
        )

    def _end(self, ended_as, reason=""):
        done = super()._end(ended_as, reason)
        self.sudo().activity_unlink([_PRESENCE])
        return done


class MobilityAssessment(models.Model):
    _name = "mobility.assessment"
    _inherit = ["mobility.assessment", "mobility.link.holder"]

    @api.model
    def _to_remind_domain(self, day):
        """What is due; `remind_on` is empty once it is given or useless."""
        return Domain("remind_on", "<=", day) & Domain("state", "=", "waiting")

    def _remind(self):
        """Write again, once for all the reminders that a stopped server has missed."""
        today = civil_day(self)
        for row in acting(self.sudo()):
            row.reminders = max(row.reminders + 1, reminders_past(row.asked_on, today))
        self._send("again")

    def _send(self, turn):
        """Send to each person a new personal link to give the bilan.

        :param turn: ``first``, ``again`` or ``corrected``
        """
        rows = self.sudo()
        told = rows.filtered(lambda row: row.partner_id._mobility_personal_mailbox())
        self.env["res.partner"]._mobility_write_all(told._link_letters(turn))
        if turn != "again":
            (rows - told)._tell_unreachable()

    def _link_letters(self, turn):
        """The letters that bring each person a new personal link."""
        rows = self.sudo()
        secrets = self.env["mobility.link"]._mint_many(
            "assess", [(row, row.partner_id) for row in rows]
        )
        return [
            {
                "person": row.partner_id,
                "template": "bourse_mobilite.mail_assess",
                "record": row,
                "company": row.company_id,
                "values": {"url": f"/bilan/{secret}", "turn": turn},
            }
            for row, secret in zip(rows, secrets, strict=True)
        ]

    def _tell_unreachable(self):
        """No mailbox of their own: staff asks, and may enter the answers."""
        for request, rows in self.grouped("request_id").items():
            request.message_post(
                body=self.env._(
                    "The bilan is awaited of %s, who has no e-mail of their own: "
                    "please call, and enter the answers.",
                    ", ".join(rows.partner_id.mapped("name")),
                )
            )

    def _mail_words(self):
        """What a mail to this person may say, as plain words."""
        self.ensure_one()
        return {**self.request_id._mail_words(), "side": self.side}

    def action_send_again(self):
        """Staff sends the link again.

        :raises UserError: nothing is awaited
        """
        for row in self:
            row.request_id.check_access("write")
            row._check_waits()
        self._send("again")

    def _current(self):
        """The row in force for the same side of the same request."""
        self.ensure_one()
        return self.request_id.assessment_ids.filtered(
            lambda row: row.side == self.side and row.state != "reopened"
        )

    @api.model
    def _links_wanted_by(self, person):
        return self.search(
            Domain("state", "=", "waiting") & Domain("partner_id", "=", person.id)
        )

    def _link_is_of_use_to(self, person):
        self.ensure_one()
        return self.state == "waiting" and self.partner_id == person

    def _opened_instead(self, person):
        return self._current()

    def _letters_again(self, person):
        return self._link_letters("again")
