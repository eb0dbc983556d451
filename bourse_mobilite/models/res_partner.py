from stdnum.fr import siren, siret

from odoo import api, fields, models
from odoo.exceptions import ValidationError

EMPLOYER_KINDS = [
    ("commune", "Commune"),
    ("ccas", "CCAS or CIAS"),
    ("epci", "Intercommunal body (EPCI)"),
    ("syndicat", "Syndicat"),
    ("departement", "Département"),
    ("region", "Région"),
    ("sdis", "Fire and rescue service (SDIS)"),
    ("oph", "Public housing office"),
    ("cdg", "Centre de gestion"),
    ("epa", "Other local public body"),
    ("eple", "Collège or lycée"),
    ("hopital", "Public hospital"),
    ("esms", "Public social or medico-social body"),
    ("etat", "State service"),
    ("ep_national", "National public body"),
    ("gip", "Public interest group (GIP)"),
]


class ResPartner(models.Model):
    _inherit = "res.partner"

    mobility_employer_kind = fields.Selection(
        EMPLOYER_KINDS,
        string="Public employer",
        index="btree_not_null",
        help="Empty: this contact is not a public employer.",
    )
    mobility_commune_id = fields.Many2one(
        "mobility.commune",
        string="Commune",
        index="btree_not_null",
        ondelete="restrict",
    )
    mobility_siren = fields.Char(
        string="SIREN",
        compute="_compute_mobility_siren",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="The legal person: the first nine digits of the SIRET, or what is known "
        "of it until the SIRET is.",
    )
    mobility_affiliation = fields.Selection(
        [
            ("compulsory", "Affiliated (compulsory)"),
            ("voluntary", "Affiliated (voluntary)"),
            ("none", "Not affiliated"),
        ],
        string="Affiliation to the CDG",
    )
    mobility_mediation = fields.Boolean(
        string="Mediation before the court",
        help="This employer has agreed with its centre de gestion on the médiation "
        "préalable obligatoire: its letters of refusal say so. Whether it covers a "
        "refused immersion is a reading.",
    )
    mobility_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening days",
        ondelete="restrict",
        help="When agents can be received. Empty: Monday to Friday, public holidays "
        "apart. Saturday counts as a jour ouvré only when it is here.",
    )
    mobility_role_ids = fields.One2many(
        "mobility.role",
        "employer_id",
        string="People who act for this employer",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    mobility_own_role_ids = fields.One2many(
        "mobility.role",
        "partner_id",
        string="Roles held",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    mobility_candidate_ids = fields.One2many(
        "mobility.candidate",
        "partner_id",
        string="Mobility file",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    mobility_offer_ids = fields.One2many(
        "mobility.offer",
        "host_id",
        string="Offers",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    mobility_offer_count = fields.Integer(
        compute="_compute_mobility_offer_count",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    _mobility_siret_unique = models.UniqueIndex(
        "(company_registry, COALESCE(company_id, 0)) "
        "WHERE mobility_employer_kind IS NOT NULL AND active "
        "AND company_registry IS NOT NULL AND company_registry <> ''",
        "Another employer already has this SIRET.",
    )

    def _compute_mobility_offer_count(self):
        counts = dict(
            self.env["mobility.offer"]._read_group(
                [("host_id", "in", self.ids)], ["host_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mobility_offer_count = counts.get(partner, 0)

    @api.depends("company_registry", "mobility_employer_kind")
    def _compute_mobility_siren(self):
        for partner in self:
            if partner.mobility_employer_kind and siret.is_valid(
                partner.company_registry or ""
            ):
                partner.mobility_siren = siret.compact(partner.company_registry)[:9]
            else:
                partner.mobility_siren = partner.mobility_siren

    @api.constrains("mobility_siren")
    def _check_mobility_siren(self):
        for partner in self:
            number = partner.mobility_siren
            if number and not siren.is_valid(number):
                raise ValidationError(
                    self.env._(
                        "%(name)s: “%(number)s” is not a valid SIREN. A SIREN has 9 "
                        "digits, the last of which checks the others.",
                        name=partner.display_name,
                        number=number,
                    )
                )

    @api.constrains("company_registry", "mobility_employer_kind")
    def _check_mobility_siret(self):
        """The SIRET of a public employer is valid (Luhn; La Poste's own rule)."""
        for partner in self:
            number = partner.company_registry
            if partner.mobility_employer_kind and number and not siret.is_valid(number):
                raise ValidationError(
                    self.env._(
                        "%(name)s: “%(number)s” is not a valid SIRET. A SIRET has 14 "
                        "digits, the last of which checks the others; look it up on "
                        "a pay slip or an official letter.",
                        name=partner.display_name,
                        number=number,
                    )
                )

    @api.constrains("parent_id", "mobility_employer_kind")
    def _check_mobility_agent_parent(self):
        self.env["mobility.candidate"]._check_partners_not_filed(self)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._mobility_compact_siret(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._mobility_compact_siret(vals)
        if "company_registry" in vals and not vals["company_registry"]:
            vals = {"mobility_siren": False, **vals}  # it came from there
        if "tz" in vals:
            self.env.registry.clear_cache()  # see `_mobility_zone`
        return super().write(vals)

    @api.model
    def _mobility_compact_siret(self, vals):
        """Spaces typed in a SIRET are dropped, other registry numbers are kept."""
        number = vals.get("company_registry")
        if number and siret.is_valid(number):
            vals["company_registry"] = siret.compact(number)

    def _mobility_siren(self):
        """The nine digits of the legal person, '' when they are unknown."""
        self.ensure_one()
        return self.mobility_siren or ""

    def _mobility_same_legal_person(self, other):
        """Whether two employers are one legal person (by SIREN; a commune and its
        CCAS are two)."""
        self.ensure_one()
        if self == other:
            return True
        siren = self._mobility_siren()
        return bool(siren) and siren == other._mobility_siren()

    def _mobility_address_line(self):
        """The postal address on one line."""
        self.ensure_one()
        town = " ".join(part for part in (self.zip, self.city) if part)
        return ", ".join(part for part in (self.street, self.street2, town) if part)

    def action_mobility_create_candidate(self):
        """Open the mobility file of this person, made when there is none."""
        self.ensure_one()
        candidate = self.env["mobility.candidate"]._for_partner(self)
        return candidate._open()

    def action_mobility_offers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_offer"
        )
        action["domain"] = [("host_id", "=", self.id)]
        action["context"] = {"default_host_id": self.id}
        return action
