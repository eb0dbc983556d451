from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..rules.working_days import add_months
from .guard import acting

# The word of a party, not the state of the request that follows from it.
ANSWERS = [
    ("agreed", "Agreement"),
    ("refused", "Refusal"),
    ("postponed", "Other dates asked for"),
]


class MobilityDecision(models.Model):
    """The word of one party on a request. Asked once, answered once, never erased:
    rows are written by the mechanism alone, for staff as for RPC clients.
    """

    _name = "mobility.decision"
    _description = "Decision"
    _inherit = ["mobility.act"]
    # Not by request: its own order would be computed while its state is.
    _order = "id"
    _rec_name = "organisation_id"

    request_id = fields.Many2one(
        "mobility.request", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    party = fields.Selection(
        [
            ("origin", "Employer of origin"),
            ("host", "Host"),
            ("cdg", "Centre de gestion"),
        ],
        required=True,
        readonly=True,
    )
    organisation_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    asked_on = fields.Date(readonly=True, required=True)
    received_on = fields.Date(
        readonly=True, help="The time to answer runs from this day."
    )
    due_on = fields.Date(compute="_compute_due_on", store=True, string="Due on")
    answer = fields.Selection(ANSWERS, readonly=True)
    answered_on = fields.Date(readonly=True)
    author_id = fields.Many2one(
        "res.partner", string="Decided by", readonly=True, ondelete="restrict"
    )
    author_name = fields.Char(readonly=True)
    quality = fields.Char(readonly=True)
    delegation_reference = fields.Char(string="Delegation", readonly=True)
    reasons = fields.Text(readonly=True)
    way = fields.Selection(
        [
            ("portal", "On the portal"),
            ("link", "By personal link"),
            ("paper", "On paper"),
            ("staff", "Entered by the CDG"),
        ],
        readonly=True,
    )
    attachment = fields.Binary(string="Signed paper", readonly=True, attachment=True)
    attachment_name = fields.Char(readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", groups="base.group_user"
    )

    _one_per_party = models.UniqueIndex("(request_id, party, organisation_id)")

    @api.depends("received_on", "request_id.regime_id.answer_months", "party")
    def _compute_due_on(self):
        """The employer of origin answers within the regime's delay of receipt
        (décret n° 2022-1043, art. 10 for the PIP); the host is given the same."""
        for decision in self:
            months = decision.request_id.sudo().regime_id.answer_months
            decision.due_on = (
                add_months(decision.received_on, months)
                if decision.received_on and months
                else False
            )

    @api.model
    def _pending_domain(self):
        return Domain("answer", "=", False) & Domain(
            "request_id.state", "=", "submitted"
        )

    def _is_pending(self):
        self.ensure_one()
        return not self.answer and self.request_id.state == "submitted"

    def _may_be_answered_by(self, partner):
        """Whether ``partner`` may speak for the organisation: its HR contact or its
        signing authority of today, never the agent who asks."""
        self.ensure_one()
        if partner == self.request_id.partner_id:
            return False
        return self.env["mobility.role"]._holds(
            partner, self.organisation_id, "hr", "authority"
        )

    def action_answer(self, answer, reasons=""):
        """Answer for one's own organisation, as the logged-in person.

        :param answer: ``agreed``, ``refused`` or ``postponed``
        :param reasons: required to refuse or postpone
        :raises AccessError: the user does not act for this organisation
        :raises UserError: already answered, or reasons are missing
        """
        self.ensure_one()
        decision_sudo = self.sudo()
        if not decision_sudo._may_be_answered_by(self.env.user.partner_id):
            raise AccessError(
                self.env._("Only a person who acts for this organisation can answer.")
            )
        decision_sudo._answer(
            answer, reasons=reasons, author=self.env.user.partner_id, way="portal"
        )

    def _answer(self, answer, reasons="", author=None, way="staff", **more):
        """Record the answer of one party, once. Rights are the caller's affair."""
        self.ensure_one()
        reasons = (reasons or "").strip()
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Please choose an answer."))
        if answer != "agreed" and not reasons:
            raise UserError(
                self.env._(
                    "Please write the reasons: the agent has a right to know them "
                    "(décret n° 2022-1043, art. 10)."
                )
            )
        self._check_answered_on(more.get("answered_on"))
        # Two people at once: the row is written before it is read, so that the
        # second transaction is replayed and then reads the first one's answer.
        self.request_id._take_turn()
        if not self._is_pending():
            raise UserError(
                self._already_answered()
                if self.answer
                else self.env._("This request no longer waits for an answer.")
            )
        if answer == "agreed" and self.party == "host":
            self.request_id._check_places()
        role = (
            self.env["mobility.role"]
            ._current(self.organisation_id, "authority", "hr")
            .filtered(lambda held: held.partner_id == author)[:1]
        )
        values = {
            "answer": answer,
            "reasons": reasons or False,
            "answered_on": fields.Date.context_today(self),
            "author_id": author.id if author else False,
            "author_name": author.name if author else False,
            "quality": role.quality,
            "delegation_reference": role.delegation_reference,
            "way": way,
            "recorded_by_id": self.env.uid,
        }
        acting(self).write(dict(values, **more))
        self.env["mobility.link"]._revoke_for(self)
        self.request_id._after_answer(self)

    def _check_answered_on(self, day):
        """An answer comes after what was asked was received, and not tomorrow."""
        first = self.received_on or self.asked_on
        if day and not first <= day <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The answer is dated between the day the request was received "
                    "(%s) and today.",
                    self.env["ir.qweb.field.date"].value_to_html(first, {}),
                )
            )

    def _already_answered(self):
        answer = dict(self._fields["answer"]._description_selection(self.env))
        return self.env._(
            "Already answered on %(date)s: %(answer)s.",
            date=self.env["ir.qweb.field.date"].value_to_html(self.answered_on, {}),
            answer=answer[self.answer].lower(),
        )

    def _ask(self):
        """Send a personal link to each person who may answer; tell the adviser when
        nobody can be reached."""
        links = self.env["mobility.link"]
        for decision in self:
            people = decision._people_written_to()
            for person in people:
                secret = links._mint("decide", decision, person)
                decision._mail_link(person, f"/demande/decider/{secret}")
            if not people:
                decision._tell_unreachable()
            elif not decision.received_on:
                acting(decision).received_on = fields.Date.context_today(decision)

    def action_received(self):
        """Staff knows that the organisation has the request since today, by another
        way than its mail: its time to answer runs from now."""
        for decision in self:
            decision.request_id.check_access("write")
            if decision._is_pending() and not decision.received_on:
                today = fields.Date.context_today(decision)
                acting(decision.sudo()).received_on = today

    def _tell_unreachable(self):
        self.ensure_one()
        self.request_id.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=(self.request_id.adviser_id or self.env.user).id,
            summary=self.env._(
                "Nobody at %s can receive the request by e-mail: call them, or name an "
                "HR contact.",
                self.organisation_id.name,
            ),
        )

    def _mail_link(self, person, path):
        self.ensure_one()
        decision = self.with_context(lang=person.lang or self.env.lang)
        person._mobility_write_to(
            decision.env._(
                "Immersion request of %s: your answer is awaited",
                decision.request_id.candidate_name,
            ),
            "bourse_mobilite.mail_decision_asked",
            company=decision.request_id.company_id,
            decision=decision,
            immersion=decision.request_id,
            url=f"{decision.get_base_url()}{path}",
        )
