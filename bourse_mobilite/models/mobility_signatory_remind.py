from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import rhythm
from .guard import acting, civil_day

# What the adviser is asked to do, taken back when it is of no more use.
NOT_SIGNED = "bourse_mobilite.activity_not_signed"
ON_PAPER = "bourse_mobilite.activity_on_paper"


class MobilitySignatory(models.Model):
    """Those whose turn it is and who have not signed are reminded, with a link of
    their own, as often as the centre de gestion has chosen."""

    _inherit = "mobility.signatory"

    reminded_on = fields.Date(
        string="Last reminder",
        readonly=True,
        groups="base.group_user",
        help="The last reminder sent.",
    )
    remind_on = fields.Date(
        string="Next reminder",
        compute="_compute_remind_on",
        store=True,
        groups="base.group_user",
    )
    unreached_told_on = fields.Date(
        string="Adviser told",
        readonly=True,
        groups="base.group_user",
        help="The adviser was told that this person cannot be reminded.",
    )

    _remind_idx = models.Index("(remind_on) WHERE state = 'pending'")

    @api.depends(
        "asked_on",
        "reminded_on",
        "role",
        "state",
        "step",
        "document_id.state",
        "document_id.signatory_ids.state",
        "document_id.signatory_ids.step",
        "document_id.convention_id.date_start",
    )
    def _compute_remind_on(self):
        for row in self:
            row.remind_on = row._next_reminder() if row._is_reminded() else False

    def _is_reminded(self):
        """Whether a signature is awaited of a person who was asked for it; a visa is
        given in the back office."""
        self.ensure_one()
        return bool(self.asked_on and self.role == "signature" and self._waits())

    def _next_reminder(self):
        self.ensure_one()
        company = self.company_id
        asked_on = self._asked_day()
        left = rhythm.reminders(
            asked_on,
            company._mobility_sign_days(),
            company.sudo().mobility_sign_last_call,
            self.document_id._first_day(),
        )
        return rhythm.next_reminder(left, asked_on, self.reminded_on) or False

    def _asked_day(self):
        """The civil day on which the signature was asked for."""
        self.ensure_one()
        zoned = self.with_context(tz=self.company_id._mobility_zone())
        return fields.Datetime.context_timestamp(zoned, self.asked_on).date()

    @api.model
    def _count_reminders_again(self, companies):
        """The rhythm has changed: when is each of those who have not signed reminded?"""
        waiting = self.sudo().search(
            Domain("company_id", "in", companies.ids) & Domain("state", "=", "pending")
        )
        self.env.add_to_compute(self._fields["remind_on"], waiting)

    @api.model
    def _to_remind_domain(self, day):
        return Domain("state", "=", "pending") & Domain("remind_on", "<=", day)

    def _remind(self):
        """Write to each whose turn it still is, with a new personal link: one mail for
        all that the same person has to sign. Of those who have no mailbox of their own,
        or no longer sign there, the adviser is told, once."""
        today = civil_day(self)
        rows = (self | self._of_the_same_people(today)).filtered(
            lambda row: row._is_reminded() and not row._too_late()
        )
        rows.partner_id.fetch(["email", "mobility_shared_mailbox"])
        told = rows - rows._of_ended_roles()
        told = told.filtered(lambda row: row.partner_id._mobility_personal_mailbox())
        told = told.sorted(lambda row: row.document_id._first_day() or date.max)
        urgent = told.filtered(lambda row: row._is_last_call(today))
        letters = []
        for some, urgency in ((urgent, "last"), (told - urgent, "again")):
            letters += some._link_letters(
                "bourse_mobilite.mail_sign_reminder", "reminded", urgency=urgency
            )
        self.env["res.partner"]._mobility_write_together(
            letters, "bourse_mobilite.mail_sign_reminders"
        )
        acting(rows).write({"reminded_on": today})
        others = (rows - told).filtered(lambda row: not row.unreached_told_on)
        others._tell_unreached()
        acting(others).write({"unreached_told_on": today})

    def _of_the_same_people(self, today):
        """What these people have to sign that a later batch would remind them of. One
        that is left alone, since something cannot be written, stays so."""
        if len(self) < 2:
            return self
        return self.search(
            self._to_remind_domain(today)
            & Domain("partner_id", "in", self.partner_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
        )

    def _tell_unreached(self):
        """Those who own the documents tell whoever can call these people."""
        owners = {}
        for row in self:
            owner = row.document_id._owner()
            kept = owners.setdefault(owner._name, [owner.browse(), self.browse()])
            owners[owner._name] = [kept[0] | owner, kept[1] | row]
        for owner, rows in owners.values():
            owner._cannot_remind(rows)

    def _is_last_call(self, today):
        self.ensure_one()
        last_call = self.company_id.sudo().mobility_sign_last_call
        return rhythm.is_last_call(today, last_call, self.document_id._first_day())

    def _too_late(self):
        """Whether the first day has come: a call is of more use than a mail."""
        self.ensure_one()
        return self.document_id._is_late(civil_day(self))


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    late_told_on = fields.Date(
        string="Adviser told that it is late",
        readonly=True,
        groups="base.group_user",
        help="The adviser was told that the first day has come without a signature.",
    )

    def _first_day(self):
        """The first day of what the document arranges, before which it must be signed;
        False when there is none."""
        self.ensure_one()
        document = self.sudo()
        if document.kind == "convention":
            return document.convention_id.date_start
        return document.kind == "avenant" and document._owner()._sign_before()

    def _is_late(self, day):
        self.ensure_one()
        first_day = self._first_day()
        return bool(first_day) and first_day <= day

    @api.model
    def _late_domain(self, day):
        """Not signed although the first day has come, and nobody was told."""
        return (
            Domain("state", "=", "to_sign")
            & Domain("late_told_on", "=", False)
            & Domain("kind", "=", "convention")
            & Domain("convention_id.date_start", "<=", day)
        )

    def _tell_late(self):
        """The adviser has to call: a mail comes too late."""
        self.convention_id._not_signed_in_time()
        acting(self).write({"late_told_on": civil_day(self)})

    def _advance(self):
        done = super()._advance()
        self._forget_sign_calls()
        return done

    def _drop(self, dropped_as, reason, **details):
        done = super()._drop(dropped_as, reason, **details)
        self._forget_sign_calls()
        return done

    def _forget_sign_calls(self):
        """Nobody has to be called any more for what was signed or dropped."""
        waiting = self.sudo().filtered(lambda document: document.state == "to_sign")
        on_paper = waiting.signatory_ids.filtered(
            lambda row: row.state == "pending" and row.unreached_told_on
        ).document_id
        conventions = self.sudo().convention_id
        (conventions - waiting.convention_id).activity_unlink([NOT_SIGNED])
        (conventions - on_paper.convention_id).activity_unlink([ON_PAPER])
