"""Small referentials: their texts are French data, not translated."""

from odoo import api, fields, models


class MobilityFiliere(models.Model):
    _name = "mobility.filiere"
    _description = "Filière"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    cadre_ids = fields.One2many("mobility.cadre", "filiere_id")

    _name_unique = models.UniqueIndex("(name)", "This filière already exists.")


class MobilityCadre(models.Model):
    _name = "mobility.cadre"
    _description = "Cadre d'emplois"
    _order = "filiere_id, sequence, id"
    _rec_names_search = ["name", "filiere_id.name"]

    name = fields.Char(required=True)
    filiere_id = fields.Many2one(
        "mobility.filiere", required=True, ondelete="restrict", index=True
    )
    category = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], required=True)
    extinct = fields.Boolean(
        string="In extinction",
        help="No longer recruits: kept for the agents who still belong to it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(filiere_id, name)", "This cadre d'emplois already exists in its filière."
    )

    @api.depends("name", "category")
    def _compute_display_name(self):
        """With the category: two filières have a cadre of nurses."""
        for cadre in self:
            cadre.display_name = f"{cadre.name} ({cadre.category})"


class MobilityCondition(models.Model):
    """One shared list: what a post demands, what an agent must avoid."""

    _name = "mobility.condition"
    _description = "Working condition"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This code already exists.")
