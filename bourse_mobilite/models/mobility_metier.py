"""The métiers: a referential whose texts are French data, not translated."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import remove_accents

from ..rules.words import stem

# Where a word that someone types is looked for.
_SEARCHED = (
    "name", "champ", "speciality", "description", "rome_label", "rome_code",
    "skill_ids.name",
)  # fmt: skip
_MOST_WORDS = 8
_MOST_TRAININGS = 20


class MobilityMetier(models.Model):
    _name = "mobility.metier"
    _description = "Métier"
    _order = "name, id"
    _rec_names_search = ["name", "rome_code"]

    name = fields.Char(required=True)
    champ = fields.Char(
        string="Field",
        index=True,
        help="One of the champs of the CNFPT's répertoire: métiers are grouped by it.",
    )
    speciality = fields.Char(help="Within its field.")
    description = fields.Text(string="What one does there")
    rome_code = fields.Char(string="ROME code")
    rome_label = fields.Char(
        string="ROME label",
        readonly=True,
        help="As in the official file: filled in when it is imported.",
    )
    cnfpt_code = fields.Char(
        string="CNFPT code",
        help="Code of the sheet in the répertoire des métiers territoriaux.",
    )
    rmfp_code = fields.Char(
        string="RMFP code",
        help="Code in the répertoire des métiers de la fonction publique.",
    )
    near_metier_ids = fields.Many2many(
        "mobility.metier",
        "mobility_metier_near_rel",
        "metier_id",
        "near_id",
        string="Near métiers",
        help="Those to which one moves easily; each is near the other.",
    )
    filiere_id = fields.Many2one(
        "mobility.filiere",
        string="Filière",
        ondelete="restrict",
        help="The filière in which this métier is usually done.",
    )
    categories = fields.Char(
        help="The categories in which it is usually done: one or more of A, B and C."
    )
    condition_ids = fields.Many2many(
        "mobility.condition",
        string="Typical working conditions",
        help="What the post usually demands: each offer says its own.",
    )
    skill_ids = fields.Many2many(
        "hr.skill", string="Typical skills", groups="base.group_user"
    )
    training_ids = fields.Many2many(
        "mobility.training",
        "mobility_training_metier_rel",
        "metier_id",
        "training_id",
        string="Trainings that lead there",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    open_offer_count = fields.Integer(
        compute="_compute_open_offer_count",
        string="Open offers",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(name)", "This métier already exists.")
    _categories_format = models.Constraint(
        "CHECK(categories IS NULL OR categories ~ '^(A|B|C|AB|BC|ABC)$')",
        "The categories are A, B, C, AB, BC or ABC.",
    )
    _rome_code_format = models.Constraint(
        "CHECK(rome_code IS NULL OR rome_code ~ '^[A-N][0-9]{4}$')",
        "A ROME code is a letter from A to N and four digits, for instance M1607.",
    )

    def _compute_open_offer_count(self):
        counts = self._open_offer_counts()
        for metier in self:
            metier.open_offer_count = counts.get(metier.id, 0)

    @api.constrains("near_metier_ids")
    def _check_near_metiers(self):
        for metier in self:
            if metier in metier.near_metier_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be near itself: choose other métiers.", metier.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        metiers = super().create(vals_list)
        for metier in metiers.with_context(active_test=False):
            metier._mirror(metier.near_metier_ids, Command.link)
        return metiers

    def write(self, vals):
        if "near_metier_ids" not in vals:
            return super().write(vals)
        # An archived métier stays near the others.
        metiers = self.with_context(active_test=False)
        before = {metier: metier.near_metier_ids for metier in metiers}
        done = super(MobilityMetier, metiers).write(vals)
        for metier, old in before.items():
            new = metier.near_metier_ids
            metier._mirror(new - old, Command.link)
            metier._mirror(old - new, Command.unlink)
        return done

    def _mirror(self, others, command):
        """Say to ``others`` what was said to this one: both ways are stored."""
        vals = {"near_metier_ids": [command(self.id)]}
        return not others or super(MobilityMetier, others).write(vals)

    @api.model
    def _open_offer_counts(self):
        """``{métier id: open offers that anyone can read}``, in one query.

        Numbers of a public list: the same for everyone who works with the same
        centre de gestion.
        """
        offers_sudo = self.env["mobility.offer"].sudo()
        ours = Domain("company_id", "in", self.env.companies.ids)
        return {
            metier.id: count
            for metier, count in offers_sudo._read_group(
                offers_sudo._open_domain() & ours & Domain("metier_id", "!=", False),
                ["metier_id"],
                ["__count"],
            )
        }

    @api.model
    def _page_list(self, text, limit):
        """The métiers of the public list, sorted by field, speciality and name.

        :param text: words as typed; each must be found somewhere, in a skill too
        :param limit: the longest list
        """
        domain = Domain("active", "=", True)
        for word in (text or "").split()[:_MOST_WORDS]:
            domain &= Domain.OR(Domain(path, "ilike", stem(word)) for path in _SEARCHED)
        # The names of skills are shown on public pages, without the right to hr.skill.
        found = self.sudo().search_fetch(
            domain, ["name", "champ", "speciality"], order="champ, name, id",
            limit=limit,
        )  # fmt: skip

        def place(metier):
            words = (metier.champ, metier.speciality, metier.name)
            # What belongs nowhere yet comes last.
            return [(not word, remove_accents(word or "").lower()) for word in words]

        return found.sudo(False).sorted(place)

    def _page_skills(self):
        """The names of the skills, for a visitor who may not read hr.skill."""
        self.ensure_one()
        return self.sudo().skill_ids.mapped("name")

    def _page_trainings(self):
        """What a visitor may know of the trainings, as plain values: those of the
        centre de gestion that are not over, the nearest first."""
        self.ensure_one()
        trainings_sudo = self.env["mobility.training"].sudo()
        domain = Domain("metier_ids", "in", self.ids)
        return [
            training_sudo._page_values()
            for training_sudo in trainings_sudo.search_fetch(
                domain & trainings_sudo._coming_domain(),
                trainings_sudo._page_fields(),
                limit=_MOST_TRAININGS,
            )
        ]

    def action_open_offers(self):
        """The open offers of this métier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_offer"
        )
        offers = self.env["mobility.offer"]
        action["domain"] = list(
            offers._open_domain() & Domain("metier_id", "=", self.id)
        )
        action["context"] = {"default_metier_id": self.id}
        return action
