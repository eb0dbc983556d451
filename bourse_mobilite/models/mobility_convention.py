from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..pdf import stamp
from .guard import acting, refuse_unless_acting

_ACTS = {"number", "request_id", "document_ids", "state", "ended_as", "company_id"}


class MobilityConvention(models.Model):
    """The act for one request. While it is a draft its texts can be edited; once
    frozen they live in the document, and what is here is no longer printed."""

    _name = "mobility.convention"
    _description = "Convention"
    _inherit = ["mobility.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "candidate_name"]

    number = fields.Char(readonly=True, copy=False, required=True)
    request_id = fields.Many2one(
        "mobility.request",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="request_id.company_id", store=True, string="Centre de gestion"
    )
    candidate_id = fields.Many2one(related="request_id.candidate_id", store=True)
    candidate_name = fields.Char(related="request_id.candidate_name", store=True)
    employer_id = fields.Many2one(related="request_id.employer_id", store=True)
    host_id = fields.Many2one(related="request_id.host_id", store=True)
    date_start = fields.Date(related="request_id.date_start", store=True)
    date_end = fields.Date(related="request_id.date_end", store=True)

    service = fields.Char(string="Department or team")
    place = fields.Char(help="The address where the immersion takes place.")
    tutor_id = fields.Many2one(
        "res.partner", string="Tutor", domain=[("is_company", "=", False)]
    )
    tutor_function = fields.Char()
    functions_observed = fields.Text(
        help="What the agent will observe: the law asks for it."
    )
    skills_aimed = fields.Text(string="Skills aimed at")
    objective = fields.Selection(
        [("discover", "Discover a métier"), ("confirm", "Confirm a project")],
        default="discover",
        required=True,
    )
    hours = fields.Char(
        string="Hours of a day", help="For instance 9 h – 12 h and 13 h 30 – 17 h."
    )
    aids = fields.Text(
        string="Aids and adaptations",
        help="Human and material aids that continue, when the agent has some. Never "
        "a diagnosis.",
    )
    equipment = fields.Text(string="Equipment, hygiene and prevention")
    travel_meals = fields.Text(string="Travel and meals")
    employer_signatory_id = fields.Many2one(
        "mobility.role", string="Signs for the employer"
    )
    host_signatory_id = fields.Many2one("mobility.role", string="Signs for the host")

    document_ids = fields.One2many(
        "mobility.document", "convention_id", string="Versions", readonly=True
    )
    document_id = fields.Many2one(
        "mobility.document",
        string="Current document",
        compute="_compute_document_id",
        store=True,
    )
    signatory_ids = fields.One2many(related="document_id.signatory_ids")
    frozen_file = fields.Binary(related="document_id.frozen_file")
    frozen_name = fields.Char(related="document_id.frozen_name")
    ended_as = fields.Selection(
        [("done", "Done"), ("cancelled", "Cancelled")], readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("signed", "Signed"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    missing_html = fields.Html(
        string="Still missing", compute="_compute_missing_html", sanitize=False
    )

    _number_unique = models.UniqueIndex("(number, company_id)")
    _one_in_force = models.UniqueIndex(
        "(request_id) WHERE ended_as IS DISTINCT FROM 'cancelled'",
        "This request already has a convention.",
    )

    @api.depends("document_ids.dropped_as")
    def _compute_document_id(self):
        for convention in self:
            convention.document_id = convention.document_ids.filtered(
                lambda document: not document.dropped_as
            ).sorted("version")[-1:]

    @api.depends("ended_as", "document_id.state", "request_id.ended_as")
    def _compute_state(self):
        for convention in self:
            document = convention.document_id
            if convention.ended_as == "cancelled":
                convention.state = "cancelled"
            elif document.state == "signed":
                finished = convention.request_id.ended_as == "done"
                convention.state = "done" if finished else "signed"
            elif document:
                convention.state = "to_sign"
            else:
                convention.state = "draft"

    def _missing(self):
        """What the law or the parties need and the file lacks: a list of
        ``(label, record, field)`` where ``record`` is the one to open."""
        self.ensure_one()
        request, agent = self.request_id, self.candidate_id
        missing = [
            (self._fields[name]._description_string(self.env), self)
            for name in (
                "functions_observed",
                "place",
                "tutor_id",
                "employer_signatory_id",
                "host_signatory_id",
            )
            if not self[name]
        ]
        if not agent._grade():
            missing.append((_("Grade or cadre d'emplois of the agent"), agent))
        if not request.day_ids:
            missing.append((_("Days of the immersion"), request))
        for organisation in self.employer_id | self.host_id:
            if not organisation._mobility_siren():
                missing.append((_("SIRET of %s", organisation.name), organisation))
            if not organisation._mobility_address_line():
                missing.append((_("Address of %s", organisation.name), organisation))
        for role in self.employer_signatory_id | self.host_signatory_id:
            if not role.quality:
                missing.append((_("Quality of %s", role.partner_id.name), role))
        if self.tutor_id and not (self.tutor_id.email or self.tutor_id.phone):
            missing.append(
                (_("Phone or e-mail of the tutor, %s", self.tutor_id.name), self.tutor_id)
            )
        return missing

    @api.depends(
        "functions_observed",
        "place",
        "tutor_id.email",
        "tutor_id.phone",
        "employer_signatory_id.quality",
        "host_signatory_id.quality",
        "candidate_id.cadre_id",
        "candidate_id.corps_name",
        "employer_id.company_registry",
        "employer_id.street",
        "host_id.company_registry",
        "host_id.street",
        "state",
    )
    def _compute_missing_html(self):
        for convention in self:
            missing = convention._missing() if convention.state == "draft" else []
            items = Markup().join(
                Markup('<li><a href="/odoo/%s/%s">%s</a></li>')
                % (record._name, record.id, label)
                if record != convention
                else Markup("<li>%s</li>") % label
                for label, record in missing
            )
            convention.missing_html = items and Markup("<ul>%s</ul>") % items

    @api.model
    def _for_request(self, request):
        """A draft for an agreed request, filled with all that is already known."""
        roles = self.env["mobility.role"]
        offer = request.offer_id
        site = offer.site_id or request.host_id
        tutor = offer.tutor_ids[:1]
        tutor_role = roles._current(request.host_id, "tutor").filtered(
            lambda role: role.partner_id == tutor
        )
        return acting(self.sudo()).create(
            {
                "number": self.env["ir.sequence"].next_by_code("mobility.convention"),
                "request_id": request.id,
                "service": offer.service,
                "place": site._mobility_address_line(),
                "tutor_id": tutor.id,
                "tutor_function": tutor_role[:1].quality or tutor.function,
                "functions_observed": offer.description or request.metier_id.name,
                "skills_aimed": ", ".join(offer.skill_ids.mapped("name")) or False,
                "employer_signatory_id": roles._current(
                    request.employer_id, "authority"
                )[:1].id,
                "host_signatory_id": roles._current(request.host_id, "authority")[
                    :1
                ].id,
            }
        )

    def action_freeze(self):
        """Write the PDF once and for all and ask for the signatures.

        :raises UserError: naming each thing that is missing
        """
        for convention in self:
            if convention.state != "draft":
                raise UserError(
                    _("%s is already made: cancel it first.", convention.number)
                )
            missing = convention._missing()
            if missing:
                raise UserError(
                    _(
                        "The convention %(number)s cannot be made yet. Missing: "
                        "%(missing)s.",
                        number=convention.number,
                        missing=", ".join(label for label, _record in missing),
                    )
                )
            convention._freeze()

    def _freeze(self):
        self.ensure_one()
        version = max(self.document_ids.mapped("version"), default=0) + 1
        return self.env["mobility.document"]._freeze(
            self._render_pdf(version),
            self._signatories(),
            name=self.number,
            kind="convention",
            version=version,
            convention_id=self.id,
            company_id=self.company_id.id,
        )

    def _render_pdf(self, version=1):
        """The finished PDF of the convention: QWeb, then page and document numbers
        stamped (Debian's wkhtmltopdf prints no header or footer)."""
        self.ensure_one()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True, lang="fr_FR")
            ._render_qweb_pdf(
                "bourse_mobilite.report_convention",
                self.ids,
                data={"version": version},
            )
        )
        return stamp.stamp(
            content,
            f"Convention {self.number} – version {version} – {self.company_id.name}",
        )

    def _signatories(self):
        """The values of the signatory rows: three parties, in the order of the law
        (décret n° 2022-1043, art. 11: agent, employer of origin, host)."""
        self.ensure_one()
        agent = self.candidate_id.partner_id
        rows = [{"party": "agent", "partner_id": agent.id, "name": agent.name}]
        for party, role in (
            ("employer", self.employer_signatory_id),
            ("host", self.host_signatory_id),
        ):
            rows.append(
                {
                    "party": party,
                    "partner_id": role.partner_id.id,
                    "name": role.partner_id.name,
                    "quality": role.quality,
                    "delegation_reference": role.delegation_reference,
                }
            )
        return [dict(row, sequence=rank) for rank, row in enumerate(rows, 1)]

    def action_cancel(self, reason=""):
        """Take the convention out of force; its documents are kept.

        :raises UserError: it is already cancelled or done
        """
        for convention in self:
            if convention.state in ("cancelled", "done"):
                raise UserError(_("%s is already closed.", convention.number))
            convention.document_ids.filtered(
                lambda document: not document.dropped_as
            )._drop("cancelled", reason)
        acting(self).write({"ended_as": "cancelled"})

    def action_preview(self):
        """Show the PDF as it would be: a picture of today, signed by nobody."""
        self.ensure_one()
        return self.env.ref("bourse_mobilite.report_convention").report_action(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return _("Convention %s", self.number).replace("/", "-")

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self, _ACTS & vals.keys())
        if any(convention.state != "draft" for convention in self) and (
            vals.keys() & self._drafted_fields()
        ):
            raise UserError(
                _(
                    "The convention is made: its text can no longer be changed. "
                    "Cancel it and make a new one."
                )
            )
        return super().write(vals)

    @api.model
    def _drafted_fields(self):
        return {
            "service", "place", "tutor_id", "tutor_function", "functions_observed",
            "skills_aimed", "objective", "hours", "aids", "equipment",
            "travel_meals", "employer_signatory_id", "host_signatory_id",
        }  # fmt: skip

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if self.filtered("document_ids"):
            raise UserError(_("A convention that was made is kept: cancel it."))
