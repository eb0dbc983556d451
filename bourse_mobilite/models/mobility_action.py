from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .guard import staff_only_user
from .mobility_apart import FIRST_ID

# In the order of an accompaniment. What the texts say of each is in `_NOTES`.
KINDS = [
    ("interview", "Interview"),
    ("bilan_parcours", "Bilan de parcours professionnel"),
    ("bilan_competences", "Bilan de compétences"),
    ("pidc", "Plan individuel de développement des compétences"),
    ("vae", "VAE (validation of experience)"),
    ("ctp", "Congé de transition professionnelle"),
    ("training", "Training"),
    ("observation", "Observation of a job"),
    ("workshop", "Workshop"),
    ("placement", "Placement"),
    ("pmsmp", "Placement in a private company (PMSMP, outside)"),
]
RESULTS = [
    ("done", "Done"),
    ("partial", "Done in part"),
    ("missed", "The agent did not come"),
    ("cancelled", "Given up"),
]

_TEXT = "décret n° 2022-1043"
# French data, as the articles of an act: what the law says of a kind of action.
_NOTES = {
    "bilan_parcours": f"{_TEXT} : une synthèse est partagée avec l’agent.",
    "bilan_competences": f"{_TEXT} : l’agent le demande 60 jours avant le début, "
    "l’employeur répond dans les 30 jours. Le congé est de 24 heures, de 72 heures pour "
    "les publics prioritaires (CGFP, art. L. 422-3).",
    "pidc": f"{_TEXT} : le plan est signé par l’agent et par l’employeur.",
    "vae": f"{_TEXT} : le congé est de 24 heures, de 72 heures pour les publics "
    "prioritaires (CGFP, art. L. 422-3).",
    "ctp": f"{_TEXT} : pour les publics prioritaires (CGFP, art. L. 422-3), une "
    "formation certifiante d’au moins 120 heures, demandée au moins 3 mois avant le "
    "début.",
    "training": "Le compte personnel de formation donne 25 heures par an jusqu’à 150 "
    "heures ; 50 heures par an jusqu’à 400 heures pour un agent de catégorie C sans "
    "diplôme de niveau 3.",
    "pmsmp": "Chez un employeur privé, c’est la période de mise en situation en milieu "
    "professionnel de France Travail : elle se demande là-bas, elle est seulement notée "
    "ici.",
}


class MobilityAction(models.Model):
    """A step of an agent's accompaniment. What belongs to a PPR is for the PPR group
    and the parties: see ``mobility_action_ppr``."""

    _name = "mobility.action"
    _description = "Accompaniment of an agent"
    _order = "date_start desc, id desc"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    # Whoever deletes a file learns nothing from what hangs on it: never "restrict".
    candidate_id = fields.Many2one(
        "mobility.candidate", string="Agent", index=True, ondelete="set null"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(KINDS, required=True, default="interview")
    note = fields.Char(string="What the texts say", compute="_compute_note")
    name = fields.Char(
        string="Title",
        help="A few words: “Bilan avec la conseillère”, “Excel, niveau 1”.",
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="To")
    hours = fields.Float()
    place = fields.Char()
    result = fields.Selection(RESULTS, help="Empty: not yet, or not known.")
    result_line = fields.Char(
        string="In one line",
        size=160,
        help="What came out of it for the job. Nothing on health: no illness, no "
        "treatment, no name of a doctor.",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_start <= date_end)",
        "The last day comes before the first: please check the dates.",
    )
    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "A number of hours is not negative."
    )

    @api.depends("kind")
    def _compute_note(self):
        for action in self:
            action.note = _NOTES.get(action.kind)

    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for action in self:
            action.display_name = action.name or kinds.get(action.kind)

    @api.model_create_multi
    def create(self, vals_list):
        """The centre de gestion is that of the agent's file.

        :raises ValidationError: no agent is named
        """
        self.browse().check_access("create")
        for vals in vals_list:
            candidate = self.env["mobility.candidate"].browse(vals.get("candidate_id"))
            if not candidate:
                raise ValidationError(self.env._("Whose action is it? Name the agent."))
            vals["company_id"] = candidate.company_id.id
        return super().create(vals_list)

    def write(self, vals):
        """An action stays its agent's.

        :raises ValidationError: another agent is named
        """
        if "candidate_id" in vals and any(
            action.candidate_id.id != vals["candidate_id"] for action in self
        ):
            raise ValidationError(
                self.env._("An action stays the one of its agent: make another one.")
            )
        return super().write(vals)


class MobilityCandidate(models.Model):
    _inherit = "mobility.candidate"

    action_ids = fields.One2many(
        "mobility.action",
        "candidate_id",
        string="Actions",
        # Those of no PPR, said by their series (an adviser may not name the field):
        # what Odoo itself has read is not filtered again for the user.
        domain=[("id", "<", FIRST_ID)],
        groups="base.group_user",
    )

    def unlink(self):
        """With a file go the actions that staff see; those of a PPR stay with it."""
        actions = self.env["mobility.action"].sudo()
        actions.search(
            [("candidate_id", "in", self.ids), ("ppr_id", "=", False)]
        ).unlink()
        return super().unlink()
