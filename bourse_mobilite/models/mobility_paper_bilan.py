from odoo import api, fields, models
from odoo.tools import format_date

from ..rules.assessment import days_seen

APART = "bourse_mobilite.activity_attestation_apart"


class MobilityDocument(models.Model):
    """What the bilan says of the presence, before the attestation is given."""

    _inherit = "mobility.document"

    bilan_text = fields.Text(
        string="About the bilan",
        compute="_compute_bilan_text",
        groups="base.group_user",
        help="What one should know of the bilan before giving the attestation.",
    )

    @api.depends("kind", "state")
    @api.depends_context("lang")
    def _compute_bilan_text(self):
        for document in self:
            asked = document.kind == "attestation" and document.state == "to_sign"
            document.bilan_text = asked and document.convention_id._bilan_words()


class MobilityConvention(models.Model):
    """The attestation and the bilan: whoever gives the one knows where the other
    stands, and is told when it says something else afterwards."""

    _inherit = "mobility.convention"

    def _bilan_words(self):
        """What one should know before giving the attestation, '' for nothing."""
        self.ensure_one()
        rows = self.request_id._assessments()
        given = {side for side, row in rows.items() if row.state == "given"}
        if "tutor" in given:
            apart = self._bilan_apart()
            return apart and self.env._(
                "%s Talk with them before you give this attestation.", apart
            )
        if "agent" in given:
            return self.env._(
                "The tutor has not given a bilan yet: only the agent has. You can give "
                "the attestation all the same; should the tutor say something else "
                "later, you are told."
            )
        return self.env._(
            "No bilan has been received yet: nobody has written that the agent was "
            "there. You can give the attestation all the same; should the tutor say "
            "something else later, you are told."
        )

    def _is_apart(self):
        """Whether the adviser is still to look at a bilan that says something else."""
        self.ensure_one()
        kind = self.env["ir.model.data"]._xmlid_to_res_id(APART)
        # One by one: what is filtered is no longer read for a whole list at once.
        return any(
            one.active and one.activity_type_id.id == kind
            for one in self.sudo().activity_ids
        )

    def _bilan_apart(self):
        """What the tutor says when it is less than what the immersion was closed with,
        in a sentence; '' when it is not."""
        self.ensure_one()
        request = self.request_id.sudo()
        row = request._assessments().get("tutor")
        if not row or row.state != "given":
            return ""
        # What an avenant gave back is no part of it any more.
        days = request.day_ids.filtered(lambda day: day.date <= request.date_end)
        seen = days_seen(
            {
                name: row[name]
                for name in (
                    "presence", "last_day", "missed_half_days", "missed_hours",
                )
            },
            [(day.date, day.portion) for day in days],
        )  # fmt: skip
        held = days.filtered(lambda day: not day.missed)
        closed = sum(held.mapped("portion"))
        if seen >= closed:
            return ""
        figures = {
            "tutor": row.author_name or row.partner_id.name,
            "agent": self.candidate_name,
            "closed": request._length_text(closed),
        }
        if not seen:
            return self.env._(
                "%(tutor)s, the tutor, says that %(agent)s did not come; the immersion "
                "was closed with %(closed)s.",
                **figures,
            )
        return self.env._(
            "%(tutor)s, the tutor, says that %(agent)s was there for %(seen)s, the last "
            "time on %(last)s; the immersion was closed with %(closed)s.",
            seen=request._length_text(seen),
            last=format_date(self.env, row.last_day),
            **figures,
        )

    def _tell_bilan_apart(self):
        """The bilan came after the closing: the adviser looks once at what differs,
        until the tutor says otherwise."""
        self.ensure_one()
        act = self.sudo()
        user = act.request_id._followed_by()[act.request_id]
        told = act.with_context(lang=user.lang or self.env.lang)
        apart = told._bilan_apart()
        if not apart:
            act.activity_unlink([APART])
            return
        kind = self.env.ref(APART)
        if kind in act.activity_ids.activity_type_id:
            return
        paper = told._papers("attestation")
        given = paper.state == "signed"
        act._tell_adviser(
            APART,
            lambda env: (
                env._("The bilan contradicts the attestation that was given")
                if given
                else env._("The bilan contradicts how the immersion was closed")
            ),
            f"{apart} {told._what_to_do_apart(given)}",
        )

    def _what_to_do_apart(self, given):
        """What the adviser can do.

        :param given: whether the attestation is given
        """
        todo = self.env._(
            "Ask the tutor and the agent. If the bilan is wrong, open it again on the "
            "request: the tutor corrects it."
        )
        then = (
            self.env._(
                "If the attestation is wrong, it is sealed and cannot be changed here: "
                "write to the agent and to the employer that it must not be used, and "
                "keep that letter with the convention."
            )
            if given
            else self.env._("Do not give the attestation before that.")
        )
        return f"{todo} {then}"

    def _on_signed(self, document):
        """It is written down when an attestation is given without any bilan."""
        result = super()._on_signed(document)
        rows = self.request_id._assessments().values()
        given = any(row.state == "given" for row in rows)
        if document.kind == "attestation" and not given:
            self.sudo().message_post(
                body=self.env._(
                    "No bilan had been received when %s was given.",
                    document.display_name,
                )
            )
        return result


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _tell_presence(self, row):
        """Of an immersion that is closed, nothing is left to close: what matters is
        what the attestation says."""
        if self.state != "done":
            return super()._tell_presence(row)
        if row.side == "tutor":
            self.sudo()._convention()._tell_bilan_apart()
        return None
