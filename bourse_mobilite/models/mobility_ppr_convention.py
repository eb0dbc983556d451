from markupsafe import Markup

from odoo import api, fields, models

# Their PPR is the CNFPT's: the cadres d'emplois that it manages itself.
_OF_CNFPT = (
    "bourse_mobilite.cadre_administrateurs",
    "bourse_mobilite.cadre_ingenieurs_en_chef",
    "bourse_mobilite.cadre_conservateurs_du_patrimoine",
    "bourse_mobilite.cadre_conservateurs_bibliotheques",
)
# When the project is known, and still to be agreed or under way.
_WRITTEN_IN = ("accepted", "notified", "underway", "suspended")


class ResCompany(models.Model):
    _inherit = "res.company"

    mobility_ppr_deliberation = fields.Char(
        string="Délibération for PPR conventions",
        help="By which the centre de gestion may sign them, for instance “délibération "
        "n° 2026-12 du 4 mars 2026”.",
    )


class MobilityPpr(models.Model):
    """The convention of a PPR: who signs it, by what right, and what it still lacks.
    Agent, employer and centre de gestion are its parties; the CNFPT instead of the
    centre de gestion for the cadres d'emplois that it manages."""

    _name = "mobility.ppr"
    _inherit = ["mobility.ppr", "mobility.document.owner"]

    third_party = fields.Selection(
        [("cdg", "The centre de gestion"), ("cnfpt", "The CNFPT")],
        string="Third party",
        compute="_compute_third_party",
        store=True,
        readonly=False,
        precompute=True,
        help="Signs the convention with the agent and the employer. The CNFPT for its "
        "A+ managers: enter it as a contact, with who signs for it as a signing "
        "authority; it signs by personal link, or on paper.",
    )
    cnfpt_id = fields.Many2one(
        "res.partner",
        string="CNFPT delegation",
        ondelete="set null",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    employer_signatory_id = fields.Many2one(
        "mobility.role",
        string="Signs for the employer",
        compute="_compute_employer_signatory_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        domain="[('employer_id', '=', employer_id), ('kind', '=', 'authority')]",
    )
    employer_deliberation = fields.Char(
        string="Délibération of the employer",
        help="By which the employer may sign, with its date.",
    )
    third_signatory_id = fields.Many2one(
        "mobility.role",
        string="Signs for the third party",
        compute="_compute_third_signatory_id",
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('employer_id', '=', third_id), ('kind', '=', 'authority')]",
    )
    third_id = fields.Many2one("res.partner", compute="_compute_third_id")
    third_deliberation = fields.Char(
        string="Délibération of the third party",
        default=lambda self: self.env.company.sudo().mobility_ppr_deliberation,
    )
    version_reason = fields.Char(
        string="Why a new version",
        size=160,
        help="Printed, and read by the parties. Nothing on health.",
    )

    document_ids = fields.One2many(
        "mobility.document", "ppr_id", string="Versions", readonly=True
    )
    document_id = fields.Many2one(
        "mobility.document",
        string="Current document",
        compute="_compute_document_id",
        store=True,
        ondelete="set null",
    )
    in_force_id = fields.Many2one(
        "mobility.document",
        string="Version in force",
        compute="_compute_document_id",
        store=True,
        ondelete="set null",
    )
    signatory_ids = fields.One2many(related="document_id.signatory_ids")
    convention_state = fields.Selection(
        [
            ("draft", "To be written"),
            ("to_sign", "To sign"),
            ("refused", "Signature refused"),
            ("signed", "Signed by all"),
        ],
        string="Convention",
        compute="_compute_convention_state",
        store=True,
    )
    missing_html = fields.Html(
        string="Still missing",
        compute="_compute_missing_html",
        sanitize=False,
        groups="base.group_user",
    )

    @api.depends("candidate_id")
    def _compute_third_party(self):
        managers = self.env["mobility.cadre"].sudo()
        for name in _OF_CNFPT:
            managers |= managers.env.ref(name, raise_if_not_found=False) or managers
        for ppr in self:
            cadre = ppr.candidate_id.sudo().cadre_id
            ppr.third_party = "cnfpt" if cadre and cadre in managers else "cdg"

    @api.depends("employer_id")
    def _compute_employer_signatory_id(self):
        for ppr in self:
            ppr.employer_signatory_id = ppr._authority(ppr.employer_id)

    @api.depends("third_party", "cnfpt_id", "company_id")
    def _compute_third_id(self):
        for ppr in self:
            house = ppr.company_id.partner_id
            ppr.third_id = ppr.cnfpt_id if ppr.third_party == "cnfpt" else house

    @api.depends("third_party", "cnfpt_id", "company_id")
    def _compute_third_signatory_id(self):
        for ppr in self:
            ppr.third_signatory_id = ppr._authority(ppr.third_id)

    def _authority(self, organisation):
        """Who signs for it today: the one who has done so for the longest, never the
        agent."""
        roles = self.env["mobility.role"]._current(organisation, "authority")
        agent = self.candidate_id.sudo().partner_id
        return roles.filtered(lambda role: role.partner_id != agent)[:1]

    @api.depends("document_ids.dropped_as", "document_ids.state")
    def _compute_document_id(self):
        for ppr in self:
            kept = ppr.document_ids.filtered(lambda one: not one.dropped_as)
            kept = kept.sorted("version")
            ppr.document_id = kept[-1:]
            ppr.in_force_id = kept.filtered(lambda one: one.state == "signed")[-1:]

    @api.depends("document_id.state")
    def _compute_convention_state(self):
        for ppr in self:
            ppr.convention_state = ppr.document_id.state or "draft"

    # What it still lacks

    def _missing(self):
        """What the convention must say and the file lacks: a list of
        ``(label, record)`` where ``record`` is the one to open."""
        self.ensure_one()
        env, missing = self.env, []
        if not self.date_start or not self.date_end or self.provisional:
            missing.append(
                (env._("First day of the PPR, which is not known yet"), self)
            )
        if not self.candidate_id._grade():
            label = env._("Grade or cadre d'emplois of the agent")
            missing.append((label, self.candidate_id))
        if not self.review_months:
            missing.append((env._("How often it is reviewed"), self))
        if self.in_force_id and not self.version_reason:
            missing.append((env._("Why a new version"), self))
        return [
            *missing,
            *self._missing_plan(),
            *self._missing_referents(),
            *self._missing_signers(),
        ]

    def _missing_plan(self):
        if not self.action_ids:
            return [(self.env._("The action plan: at least one action"), self)]
        missing = []
        for action in self.action_ids:
            for name in ("place", "date_start", "date_end", "hours"):
                if not action[name]:
                    label = self.env._(
                        "%(what)s of the action “%(action)s”",
                        what=action._fields[name]._description_string(self.env),
                        action=action.display_name,
                    )
                    missing.append((label, action))
        return missing

    def _missing_referents(self):
        env, missing = self.env, []
        if not self.referent_id:
            label = env._("Referent of the centre de gestion")
            missing.append((label, self))
        person = self.employer_referent_id
        if not person:
            missing.append((env._("Referent at the employer"), self))
        elif not (person.email or person.phone):
            label = env._("Phone or e-mail of %s", person.name)
            missing.append((label, person))
        return missing

    def _missing_signers(self):
        env = self.env
        missing = self._missing_role(
            self.employer_signatory_id, self.employer_id, self.employer_name
        )
        if not self.employer_deliberation:
            missing.append((env._("Délibération of the employer"), self))
        if self.third_party == "cnfpt" and not self.cnfpt_id:
            label = env._(
                "The CNFPT, which signs for this cadre d'emplois: enter it as a "
                "contact and choose it"
            )
            return [*missing, (label, self)]
        missing += self._missing_role(
            self.third_signatory_id, self.third_id, self.third_id.name
        )
        if not self.third_deliberation:
            label = env._("Délibération of %s", self.third_id.name)
            missing.append((label, self))
        return missing

    def _missing_role(self, role, organisation, name):
        """What is wrong with who signs for ``organisation``."""
        current = self.env["mobility.role"]._current(organisation, "authority")
        agent = self.candidate_id.partner_id
        if role not in current or role.partner_id == agent:
            label = self.env._("A signing authority in force of %s", name)
            return [(label, organisation)]
        if not role.quality:
            return [(self.env._("Quality of %s", role.partner_id.name), role)]
        return []

    @api.depends(
        "candidate_id", "date_start", "date_end", "review_months", "version_reason",
        "referent_id", "employer_referent_id.email", "employer_referent_id.phone",
        "employer_signatory_id.quality", "employer_deliberation", "third_party",
        "cnfpt_id", "third_signatory_id.quality", "third_deliberation", "state",
        "document_id.state",
        *(f"action_ids.{name}" for name in ("place", "date_start", "date_end", "hours")),
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_missing_html(self):
        for ppr in self:
            missing = ppr._missing() if ppr._may_be_written() else []
            items = Markup().join(
                Markup('<li><a class="alert-link" href="/odoo/%s/%s">%s</a></li>')
                % (record._name, record._origin.id, label)
                if record and record != ppr
                else Markup("<li>%s</li>") % label
                for label, record in missing
            )
            ppr.missing_html = items and Markup("<ul class='mb-0'>%s</ul>") % items

    def _may_be_written(self):
        """Whether it is time to write the convention, or a new version of it."""
        self.ensure_one()
        going_on = self.state in _WRITTEN_IN or (
            self.state == "extended" and self.still_runs
        )
        return going_on and self.convention_state in ("draft", "signed")
