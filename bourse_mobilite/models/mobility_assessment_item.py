from odoo import api, fields, models

LEVELS = [
    ("0", "Not seen"),
    ("1", "To be learned"),
    ("2", "Getting there"),
    ("3", "Good"),
    ("4", "Very good"),
]
FAMILIES = [
    ("1_knowledge", "Knowledge"),
    ("2_practice", "Know-how"),
    ("3_attitude", "Attitude at work"),
]


class MobilityAssessmentItem(models.Model):
    """A line of the grid on which the tutor and the agent both answer."""

    _name = "mobility.assessment.item"
    _description = "Line of the bilan's grid"
    _order = "family, sequence, id"

    name = fields.Char(required=True)
    family = fields.Selection(FAMILIES, required=True, default="2_practice")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class MobilityAssessmentMark(models.Model):
    """One answer on one line; the words of the line are those of that day."""

    _name = "mobility.assessment.mark"
    _description = "Skill seen"
    _inherit = ["mobility.act"]
    _order = "assessment_id, family, sequence, id"
    _rec_name = "item_name"

    assessment_id = fields.Many2one(
        "mobility.assessment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="assessment_id.company_id", store=True)
    item_id = fields.Many2one(
        "mobility.assessment.item",
        string="Skill",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    item_name = fields.Char(string="As it was asked", required=True, readonly=True)
    family = fields.Selection(FAMILIES, required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    level = fields.Selection(LEVELS, required=True, readonly=True)
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="From 1 (to be learned) to 4 (very good); 0: not seen.",
    )
    side = fields.Selection(related="assessment_id.side", store=True)
    host_id = fields.Many2one(related="assessment_id.host_id", store=True)
    metier_id = fields.Many2one(related="assessment_id.metier_id", store=True)
    in_force = fields.Boolean(
        compute="_compute_in_force",
        store=True,
        help="The answer was not replaced by a corrected one.",
    )

    _one_an_item = models.UniqueIndex("(assessment_id, item_id)")

    @api.depends("level")
    def _compute_score(self):
        for mark in self:
            mark.score = int(mark.level or "0")

    @api.depends("assessment_id.state")
    def _compute_in_force(self):
        for mark in self:
            mark.in_force = mark.assessment_id.state == "given"
