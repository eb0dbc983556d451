from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class MobilitySkillLine(models.AbstractModel):
    """A skill of ``hr_skills`` and one of the levels of its type."""

    _name = "mobility.skill.line"
    _description = "Skill and its level"
    _order = "skill_id, id"
    _rec_name = "skill_id"

    skill_id = fields.Many2one(
        "hr.skill", required=True, index=True, ondelete="cascade"
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    level_id = fields.Many2one(
        "hr.skill.level",
        string="Level",
        compute="_compute_level_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )

    # From 1, so that a skill whose level nobody gave still counts.
    progress = fields.Integer(compute="_compute_progress", store=True, precompute=True)

    @api.depends("level_id.level_progress")
    def _compute_progress(self):
        for line in self:
            line.progress = max(1, line.level_id.level_progress)

    @api.depends("skill_id")
    def _compute_level_id(self):
        """The usual level of its type, as long as nobody says another."""
        for line in self:
            levels = line.skill_type_id.skill_level_ids
            if line.level_id not in levels:
                line.level_id = (levels.filtered("default_level") or levels)[:1]

    @api.constrains("skill_id", "level_id")
    def _check_level_id(self):
        for line in self:
            if line.level_id and line.level_id.skill_type_id != line.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is not a level of the skill “%(skill)s”: please "
                        "choose one of its own.",
                        level=line.level_id.name,
                        skill=line.skill_id.name,
                    )
                )


class MobilityCandidateSkill(models.Model):
    _name = "mobility.candidate.skill"
    _description = "Skill of an agent"
    _inherit = ["mobility.skill.line"]

    candidate_id = fields.Many2one(
        "mobility.candidate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="candidate_id.company_id")

    _once = models.UniqueIndex(
        "(candidate_id, skill_id)", "This skill is already in the file."
    )


class MobilityOfferSkill(models.Model):
    _name = "mobility.offer.skill"
    _description = "Skill used at a place"
    _inherit = ["mobility.skill.line"]

    offer_id = fields.Many2one(
        "mobility.offer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="offer_id.company_id")

    _once = models.UniqueIndex(
        "(offer_id, skill_id)", "This skill is already in the offer."
    )


class MobilitySkillOwner(models.AbstractModel):
    """A record with skills: the list in which people choose, and the levels behind
    it, which nobody has to give."""

    _name = "mobility.skill.owner"
    _description = "Owner of skills"

    skill_ids = fields.Many2many(
        "hr.skill",
        string="Skills",
        compute="_compute_skill_ids",
        inverse="_inverse_skill_ids",
        store=True,
        groups="base.group_user",
    )

    @api.depends("skill_line_ids.skill_id")
    def _compute_skill_ids(self):
        for owner in self:
            owner.skill_ids = owner.skill_line_ids.skill_id

    def _inverse_skill_ids(self):
        for owner in self:
            chosen, lines = owner.skill_ids, owner.skill_line_ids
            gone = lines.filtered(
                lambda line, chosen=chosen: line.skill_id not in chosen
            )
            owner.skill_line_ids = [Command.delete(line.id) for line in gone] + [
                Command.create({"skill_id": skill.id})
                for skill in chosen - lines.skill_id
            ]
