from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ..rules.clock import DAYS_BEFORE
from .guard import acting, civil_day

# Taken back when the answer comes; a call to make for another reason stays.
_NO_ANSWER = "bourse_mobilite.activity_no_answer"
_CALL = "mail.mail_activity_data_call"


class MobilityDecision(models.Model):
    """Silence is never an answer: the people are reminded, then the adviser is told,
    and nothing else changes (décret n° 2022-1043, art. 10)."""

    _inherit = "mobility.decision"

    @api.model
    def _to_remind_domain(self, day):
        """Once the time is over, a reminder comes too late: the adviser calls."""
        return (
            self._pending_domain()
            & Domain("remind_on", "<=", day)
            & Domain("due_on", ">=", day)
        )

    def _remind(self):
        """Write to each person who may answer, with a new personal link: one mail,
        whatever the number of requests, or of reminders that a stopped server has
        missed."""
        today = civil_day(self)
        rows = (self | self._of_the_same_organisations(today)).sorted("due_on")
        people = rows._people_of_each()
        pairs = [(row, person) for row in rows for person in people[row]]
        secrets = self.env["mobility.link"]._mint_many("decide", pairs)
        self.env["res.partner"]._mobility_write_together(
            [
                {
                    "person": person,
                    "template": "bourse_mobilite.mail_decision_reminder",
                    "record": row,
                    "company": row.company_id,
                    "values": {
                        "url": f"/demande/decider/{secret}",
                        "stage": row._stage(today),
                    },
                }
                for (row, person), secret in zip(pairs, secrets, strict=True)
            ],
            "bourse_mobilite.mail_decision_reminders",
        )
        acting(rows).write({"reminded_on": today})
        rows.filtered(lambda row: not people[row])._tell_nobody_reminded()

    def _of_the_same_organisations(self, today):
        """What these organisations have to answer that a later batch would remind them
        of. One that is left alone, since something cannot be written, stays so."""
        if len(self) < 2:
            return self
        return self.search(
            self._to_remind_domain(today)
            & Domain("organisation_id", "in", self.organisation_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
        )

    def _stage(self, today):
        """Where the time to answer stands: ``half``, ``soon`` or ``today``."""
        self.ensure_one()
        if today >= self.due_on:
            return "today"
        return "soon" if today >= self.due_on - DAYS_BEFORE else "half"

    def _people_of_each(self):
        """``{decision: people}`` as ``_people_written_to`` says, for all at once."""
        roles = self.env["mobility.role"].sudo()
        roles = roles.search(
            roles._current_domain("hr", "authority")
            & Domain("employer_id", "in", self.organisation_id.ids),
            order="id",
        )
        roles.partner_id.fetch(["email", "mobility_shared_mailbox"])
        held = roles.grouped("employer_id")
        people = {
            row: held.get(row.organisation_id, roles.browse()).partner_id
            - row.request_id.partner_id
            for row in self
        }
        return {
            row: some.filtered(lambda one: one._mobility_personal_mailbox())
            for row, some in people.items()
        }

    def _tell_nobody_reminded(self):
        """Nobody acts there any more, or has a mailbox: somebody has to call. Told
        once, however many reminders follow."""
        known = self.env["mail.activity"].search_fetch(
            Domain("res_model", "=", "mobility.request")
            & Domain("res_id", "in", self.request_id.ids)
            & Domain("activity_type_id", "=", self.env.ref(_CALL).id),
            ["res_id"],
        )
        known = set(known.mapped("res_id"))
        rows = self.filtered(lambda row: row.request_id.id not in known)
        rows.request_id._plan_calls(
            _CALL,
            rows.grouped("request_id"),
            lambda env, names: env._(
                "Nobody at %s can receive a reminder by e-mail: call them, or name an "
                "HR contact.",
                names,
            ),
        )


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    @api.model
    def _late_rows_domain(self, day):
        return (
            Domain("answer", "=", False)
            & Domain("due_on", "<", day)
            & Domain("overdue_told_on", "=", False)
        )

    @api.model
    def _too_late_rows_domain(self):
        """Once the first day has come, every answer comes too late."""
        return self.env["mobility.decision"]._pending_domain() & Domain(
            "overdue_told_on", "=", False
        )

    @api.model
    def _overdue_domain(self, day):
        """A party has let its time to answer go by, or the first day has come without
        its answer, and nobody was told."""
        begun = Domain("date_start", "<=", day) & Domain(
            "decision_ids", "any", self._too_late_rows_domain()
        )
        late = Domain("decision_ids", "any", self._late_rows_domain(day))
        return Domain("state", "=", "submitted") & (late | begun)

    def _tell_overdue(self):
        """One thing to do for the adviser: call those who have not answered."""
        today = civil_day(self)
        rows = self.env["mobility.decision"].search(
            Domain("request_id", "in", self.ids)
            & (
                self._late_rows_domain(today)
                | Domain("request_id.date_start", "<=", today)
                & self._too_late_rows_domain()
            )
        )
        self._plan_calls(
            _NO_ANSWER,
            rows.grouped("request_id"),
            lambda env, names: env._("No answer from %s: call or write.", names),
        )
        acting(rows).write({"overdue_told_on": today})

    def _plan_calls(self, kind, rows_of_each, summary):
        """An activity on each request, in the language of who follows it; no mail.

        :param kind: the type of the activities (XML id)
        :param rows_of_each: ``{request: the decisions waited for}``
        :param summary: ``(env, names of the organisations) → text``
        """
        kind_id = self.env.ref(kind).id
        model_id = self.env["ir.model"]._get_id(self._name)
        values = []
        for request, user in self._followed_by().items():
            env = self.with_context(lang=user.lang or self.env.lang).env
            rows = rows_of_each[request]
            names = ", ".join(rows.organisation_id.mapped("name"))
            values.append(
                {
                    "activity_type_id": kind_id,
                    "automated": True,
                    "res_model_id": model_id,
                    "res_id": request.id,
                    "user_id": user.id,
                    "date_deadline": civil_day(self),
                    "summary": summary(env, names),
                    "note": request.with_env(env)._silence_note(rows),
                }
            )
        # Without this, core writes a mail for each.
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(values)

    def _silence_note(self, rows):
        """Who was to answer, from when until when, and what silence is not."""
        lines = [
            self.env._(
                "%(organisation)s: asked on %(asked)s, answer due by %(due)s.",
                organisation=row.organisation_id.name,
                asked=self._date_text(row.received_on or row.asked_on),
                due=self._date_text(row.due_on),
            )
            for row in rows
        ]
        lines.append(
            self.env._(
                "Silence is not an agreement: the request waits until an answer is "
                "recorded. Please call or write."
            )
        )
        return Markup().join(Markup("<p>%s</p>") % line for line in lines)

    def _followed_by(self):
        """``{request: user}``: the adviser, else a manager of its centre de gestion;
        nobody when there is none, and all advisers see it. Never who entered it: it
        would tell the requests of a PPR referent from the others."""
        manager_group = self.env.ref("bourse_mobilite.group_mobility_manager")
        managers = (
            self.env["res.users"]
            .sudo()
            .search(
                Domain("all_group_ids", "in", manager_group.ids)
                & Domain("share", "=", False),
                order="id",
            )
        )
        followed = {}
        for request in self.sudo():
            own = request.adviser_id.filtered(
                lambda user: user.active and not user.share
            )
            others = managers.filtered(
                lambda user, house=request.company_id: house in user.company_ids
            )
            followed[request] = (own + others)[:1]
        return followed

    def _forget_calls(self):
        """No late answer is waited for any more: nobody has to be called for one."""
        late = (
            self.env["mobility.decision"]
            .sudo()
            .search(
                Domain("request_id", "in", self.ids)
                & self.env["mobility.decision"]._pending_domain()
                & Domain("overdue_told_on", "!=", False)
            )
        )
        (self.sudo() - late.request_id).activity_unlink([_NO_ANSWER])
