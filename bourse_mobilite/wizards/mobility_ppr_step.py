from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.guard import act_day
from ..models.mobility_ppr_choices import OUTCOMES, PROOFS
from ..models.mobility_ppr_life import STEPS
from ..rules.finding import REVIEW


class MobilityPprStep(models.TransientModel):
    """One step in the life of a PPR: only what it needs is asked."""

    _name = "mobility.ppr.step"
    _description = "Step of a PPR"

    ppr_id = fields.Many2one(
        "mobility.ppr", required=True, readonly=True, ondelete="cascade"
    )
    step = fields.Selection(
        [
            ("propose", "The PPR is proposed"),
            ("accept", "The agent accepts the PPR"),
            ("decline", "The agent refuses the PPR"),
            ("notify", "The project is notified"),
            ("agree", "The agent agrees to the project"),
            ("refuse", "The agent refuses the project"),
            ("silence", "Confirm that the agent did not answer"),
            ("suspend", "A leave begins"),
            ("resume", "The agent is back"),
            ("modify", "A change is agreed"),
            ("extend", "The agent asks for the reclassement"),
            ("close", "Close the PPR"),
        ],
        required=True,
        readonly=True,
    )
    day = fields.Date(default=lambda self: act_day(self))
    proof = fields.Selection(PROOFS, string="How it was notified")
    proof_reference = fields.Char(
        string="Reference", help="The number of the letter. No document is attached."
    )
    project_months = fields.Integer(string="Length (months)")
    review_months = fields.Integer(string="A review every (months)")
    physician_on = fields.Date(string="Occupational physician informed on")
    kind = fields.Selection(
        [("content", "Content"), ("length", "Length")],
        string="What changes",
        default="content",
    )
    months = fields.Integer(string="Length from the first day (months)", default=12)
    line = fields.Char(string="In one line", size=160)
    outcome = fields.Selection(OUTCOMES)
    detached_from = fields.Date(string="Detached from")
    detached_to = fields.Date(string="Detached until")
    not_detached = fields.Selection(
        lambda self: self.env["mobility.ppr"]._fields["not_detached"].selection,
        string="Why no detachment",
    )
    proof_text = fields.Char(string="The proof", compute="_compute_proof_text")
    findings_html = fields.Html(compute="_compute_findings", sanitize=False)
    to_look_at = fields.Boolean(compute="_compute_findings")
    looked_at = fields.Boolean(string="I have looked at this, and go on")

    @api.model
    def _open(self, ppr, step):
        """The window of this step.

        :raises UserError: it is not its turn
        """
        if step not in STEPS or not ppr._takes(step):
            raise UserError(ppr._not_its_turn())
        known = {name: ppr[name] for name in STEPS[step].asks}
        if step == "close":
            known["day"] = ppr._last_day_to_close()
        wizard = self.create({"ppr_id": ppr.id, "step": step, **known})
        titles = dict(self._fields["step"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[step],
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _new_findings(self):
        """What the texts would say once the step is taken, and do not say now."""
        self.ensure_one()
        step, ppr = STEPS[self.step], self.ppr_id
        supposed = {step.day: self.day or None} if step.day else {}
        if self.step == "notify":
            supposed["proof"] = self.proof or ""
        now = set(ppr._clock().findings)
        return [one for one in ppr._clock(**supposed).findings if one not in now]

    @api.depends("day", "proof", "step", "ppr_id")
    @api.depends_context("lang")
    def _compute_findings(self):
        for wizard in self:
            found = wizard._new_findings() if wizard.ppr_id and wizard.step else []
            texts = [wizard.ppr_id._finding_text(one) for one in found]
            wizard.findings_html = texts and Markup("").join(
                Markup("<p class='mb-1'>%s</p>") % text for text in texts
            )
            wizard.to_look_at = any(one.level == REVIEW for one in found)

    @api.depends("ppr_id")
    @api.depends_context("lang")
    def _compute_proof_text(self):
        """What silence is confirmed against."""
        proofs = dict(self._fields["proof"]._description_selection(self.env))
        for wizard in self:
            ppr = wizard.ppr_id
            how = (proofs.get(ppr.proof), ppr.proof_reference)
            wizard.proof_text = ppr.notified_on and self.env._(
                "The project was notified on %(day)s (%(how)s). The last day to answer "
                "was %(last)s.",
                day=ppr._day_text(ppr.notified_on),
                how=", ".join(part for part in how if part) or self.env._("no proof"),
                last=ppr._day_text(ppr.silence_date),
            )

    def action_confirm(self):
        """Take the step.

        :raises UserError: it is not its turn, the texts refuse it, or somebody must
            look at something first
        """
        self.ensure_one()
        if self.to_look_at and not self.looked_at:
            raise UserError(
                self.env._("Please read what the texts say, and tick the box to go on.")
            )
        names = ("kind", "months", "line", *STEPS[self.step].asks)
        values = {name: self[name] for name in dict.fromkeys(names)}
        day = act_day(self) if self.step == "silence" else self.day
        self.ppr_id._step(self.step, day, **values)
        return {"type": "ir.actions.act_window_close"}
