from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import civil_day

_ASKED = "bourse_mobilite.activity_early_end"


class MobilityAvenant(models.Model):
    """An early end is a fact, which the parties acknowledge in whatever order: before
    the last day, on it, after it, or once the immersion is closed. The days after the
    last one are given back as of that day."""

    _inherit = "mobility.avenant"

    asked_by = fields.Char(
        string="Asked for by",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The party who wrote that the immersion ends early.",
    )
    asked_on = fields.Date(readonly=True, copy=False, groups="base.group_user")

    turn = fields.Selection(
        [
            ("parties", "Those who sign"),
            ("cdg", "The centre de gestion: the visa"),
            ("refused", "The centre de gestion: somebody has refused"),
        ],
        string="Whose turn",
        compute="_compute_turn",
        groups="base.group_user",
    )
    refused_words = fields.Text(
        string="Who refused", compute="_compute_turn", groups="base.group_user"
    )

    @api.depends("state", "signatory_ids.state", "signatory_ids.role")
    def _compute_turn(self):
        for avenant in self:
            rows = avenant.document_ids.sorted("version")[-1:].signatory_ids
            refused = rows.filtered(lambda row: row.state == "refused")
            pending = rows.filtered(lambda row: row.state == "pending")
            avenant.refused_words = "\n".join(
                f"{row.name} : {row.refused_reason or ''}" for row in refused
            )
            if avenant.state != "to_sign":
                avenant.turn = False
            elif refused:
                avenant.turn = "refused"
            elif pending.filtered(lambda row: row.role == "signature"):
                avenant.turn = "parties"
            else:
                avenant.turn = "cdg"

    def action_give_visa(self):
        """Give the visa of the centre de gestion, in the name of who presses.

        :return: what tells it
        :raises UserError: somebody still has to sign, or it waits for no visa
        """
        self.ensure_one()
        self.check_access("write")
        rows = self.document_id.signatory_ids.filtered(
            lambda row: row.role == "visa" and row.state == "pending"
        )
        if self.turn != "cdg" or not rows:
            raise UserError(
                self.env._("%s does not wait for the visa.", self.display_name)
            )
        return rows[:1].action_give_visa()

    def _acknowledges(self):
        """Whether it says what staff have recorded meanwhile: the immersion is closed,
        as ended early, and the days after this last day were not spent."""
        self.ensure_one()
        request = self.request_id
        if not (self.early_end and self.last_day):
            return False
        if request.ended_as != "interrupted" or self.convention_id.state != "done":
            return False
        held = request.day_ids.filtered(lambda day: not day.missed).mapped("date")
        last = max(held, default=self.last_day)
        return last <= self.last_day and not any(
            last < day.date <= self.last_day for day in request.day_ids
        )

    def _end_early(self, request):
        """Give back the days after the last one; ``request`` is acting."""
        after = request.day_ids.filtered(lambda day: day.date > self.last_day)
        request._miss(after)
        # Only the days that are kept count in the period, whose days all stay.
        request.write({"date_end": self.last_day, "day_ids": []})

    def _is_over(self):
        """Whether it ends the immersion on a day that is past."""
        self.ensure_one()
        return self.early_end and self.last_day < civil_day(self)

    def _freeze(self):
        document = super()._freeze()
        self.sudo().activity_unlink([_ASKED])
        return document

    def _cancel(self, reason, people_told=(), goes_on="yes"):
        self.sudo().activity_unlink([_ASKED])
        return super()._cancel(reason, people_told, goes_on)


class MobilityRequest(models.Model):
    """Closing an immersion about which an early end is said."""

    _inherit = "mobility.request"

    def _early_end_awaited(self):
        """The avenant that says that it ended early, and is not in force yet."""
        self.ensure_one()
        return (
            self.sudo()
            .convention_ids._open_avenants()
            .filtered(lambda avenant: avenant.early_end and avenant.last_day)[:1]
        )

    def _ended_early(self):
        """Whether an avenant in force ends it early; one that came later may have
        given days again."""
        self.ensure_one()
        in_force = self.sudo().convention_ids.avenant_ids.filtered(
            lambda avenant: avenant.applied_on
            and avenant.state == "signed"
            and (avenant.early_end or avenant.change_period)
        )
        return in_force.sorted("number")[-1:].early_end

    def action_done(self, missed=(), reason=""):
        for request in self:
            if avenant := request._early_end_awaited():
                raise UserError(
                    self.env._(
                        "%(avenant)s says that the immersion ended early, on %(date)s, "
                        "and not everyone has signed it. Close the request as ended "
                        "early, on that day: the signatures can still come. Was it an "
                        "error? Cancel the avenant first.",
                        avenant=avenant.display_name,
                        date=request._date_text(avenant.last_day),
                    )
                )
        return super().action_done(missed, reason)

    def action_interrupt(self, last_day, reason=""):
        for request in self:
            avenant = request._early_end_awaited()
            # A draft is only a plan; what is being signed has another last day.
            if avenant.document_id and avenant.last_day != fields.Date.to_date(
                last_day
            ):
                raise UserError(
                    self.env._(
                        "%(avenant)s, which is being signed, says that the last day "
                        "was %(date)s: record that day, or correct the avenant first.",
                        avenant=avenant.display_name,
                        date=request._date_text(avenant.last_day),
                    )
                )
        return super().action_interrupt(last_day, reason)

    def _end(self, ended_as, reason=""):
        early = self.browse()
        if ended_as == "done":
            early = self.filtered(lambda request: request._ended_early())
            if early:
                super(MobilityRequest, early)._end("interrupted", reason)
        if others := self - early:
            return super(MobilityRequest, others)._end(ended_as, reason)
        return None

    def _mail_interrupted(self):
        """Whom an avenant has told already learns nothing new."""
        told = self.filtered(lambda request: request._ended_early())
        return super(MobilityRequest, self - told)._mail_interrupted()
