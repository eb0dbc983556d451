from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from ..pdf.edition import Edition
from ..rules.verification import new_code
from .guard import civil_day

# Files that are in memory at the same time.
_AT_ONCE = 100
_AT = "mobility_at_field"
_TURNS = ("agent", "employer", "host", "cdg")


class MobilityConvention(models.Model):
    """From the draft to the frozen file: what is missing, and who signs it."""

    _inherit = "mobility.convention"

    def _missing(self):
        """What the law or the parties need and the file lacks: a list of
        ``(label, record)`` where ``record`` is the one to open; the convention itself
        stands at the field to fill, see ``_at``."""
        self.ensure_one()
        request, agent = self.request_id, self.candidate_id
        missing = [
            (self._fields[name]._description_string(self.env), self._at(name))
            for name in ("functions_observed", "place", "tutor_id")
            if not self[name]
        ]
        if self.tutor_id and not (self.tutor_id.email or self.tutor_id.phone):
            missing.append(
                (
                    self.env._("Phone or e-mail of the tutor, %s", self.tutor_id.name),
                    self.tutor_id,
                )
            )
        if not agent._grade():
            missing.append((self.env._("Grade or cadre d'emplois of the agent"), agent))
        if not request.days:
            missing.append((self.env._("Days of the immersion"), request))
        for organisation in self.employer_id | self.other_employer_ids | self.host_id:
            if not organisation.company_registry:
                missing.append(
                    (self.env._("SIRET of %s", organisation.name), organisation)
                )
            if not organisation._mobility_address_line():
                missing.append(
                    (self.env._("Address of %s", organisation.name), organisation)
                )
        for name, organisation in (
            ("employer_signatory_id", self.employer_id),
            *(("other_signatory_ids", other) for other in self.other_employer_ids),
            ("host_signatory_id", self.host_id),
            *([("cdg_signatory_id", self.cdg_id)] if self.cdg_signs else ()),
        ):
            missing += self._missing_signatory(name, organisation)
        return missing

    def _missing_signatory(self, name, organisation):
        """What is wrong with who signs for ``organisation``, as ``_missing`` says."""
        role = self[name]
        if name == "other_signatory_ids":
            role = role.filtered(lambda one: one.employer_id == organisation)[:1]
        if not role:
            authorities = self.env["mobility.role"]._current(organisation, "authority")
            label = self.env._(
                "%(role)s (%(organisation)s)",
                role=self._fields[name]._description_string(self.env),
                organisation=organisation.name,
            )
            return [(label, self._at(name) if authorities else organisation)]
        figures = {"person": role.partner_id.name, "organisation": organisation.name}
        wrong = []
        if role.employer_id != organisation or role.kind != "authority":
            label = self.env._(
                "%(person)s is no signing authority of %(organisation)s", **figures
            )
            wrong.append((label, self._at(name)))
        elif role.date_end and role.date_end < civil_day(self):
            label = self.env._(
                "%(person)s no longer signs for %(organisation)s", **figures
            )
            wrong.append((label, self._at(name)))
        if not role.quality:
            wrong.append((self.env._("Quality of %s", role.partner_id.name), role))
        return wrong

    def _at(self, name):
        """The convention, at the field where something is to be filled."""
        return self.with_context(**{_AT: name})

    @api.depends(
        "state",
        "functions_observed",
        "place",
        *(f"tutor_id.{name}" for name in ("name", "email", "phone")),
        "candidate_id.cadre_id",
        "candidate_id.corps_name",
        "request_id.days",
        "other_signatory_ids",
        "cdg_signatory_id",
        *(
            f"{party}_id.{name}"
            for party in ("employer", "host")
            for name in (
                "name", "company_registry", "street", "street2", "zip", "city",
                "mobility_role_ids.date_end", "mobility_role_ids.kind",
            )
        ),
        *(
            f"{party}_signatory_id.{name}"
            for party in ("employer", "host")
            for name in ("quality", "date_end", "kind", "employer_id", "partner_id.name")
        ),
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_missing_html(self):
        for convention in self:
            missing = convention._missing() if convention.state == "draft" else []
            items = Markup().join(
                Markup(
                    '<li><a class="alert-link text-decoration-underline" '
                    'href="/odoo/%s/%s" data-model="%s" data-id="%s" data-field="%s">'
                    "%s</a></li>"
                )
                % (
                    *(record._name, record._origin.id) * 2,
                    record.env.context.get(_AT, ""),
                    label,
                )
                for label, record in missing
            )
            convention.missing_html = items and Markup("<ul>%s</ul>") % items

    def action_freeze(self):
        """Write the PDF once and for all and ask for the signatures.

        :raises UserError: naming each thing that is missing, in every convention;
            then none is made
        """
        self.check_access("write")
        acts = self.browse(dict.fromkeys(self.ids))
        # Written before it is read: of two people at once, the second is replayed
        # and finds the document of the first.
        acts.request_id._take_turn()
        acts._read_parties()
        refused = [why for act in acts if (why := act._why_not_frozen())]
        if refused:
            raise UserError("\n".join(refused))
        for first in range(0, len(acts), _AT_ONCE):
            acts[first : first + _AT_ONCE]._freeze()

    def _read_parties(self):
        """Read at once, and not one after the other, those of whom the files speak."""
        roles = self.employer_signatory_id | self.host_signatory_id
        roles |= self.other_signatory_ids | self.cdg_signatory_id
        roles.mapped("quality")
        people = roles.partner_id | self.tutor_id | self.candidate_id.partner_id
        parties = self.employer_id | self.other_employer_ids | self.host_id
        parties |= self.cdg_id | self.env.user.partner_id
        (people | parties).mapped("name")

    def _why_not_frozen(self):
        """The sentence that says why the file cannot be made, '' when it can."""
        self.ensure_one()
        if self.request_id.state not in ("agreed", "done"):
            return self.env._(
                "The request %s is no longer agreed: no convention can be made.",
                self.request_id.name,
            )
        if self.state != "draft":
            return self.env._("%s is already made: cancel it first.", self.number)
        missing = self._missing()
        if missing:
            return self.env._(
                "The convention %(number)s cannot be made yet. Missing: %(missing)s.",
                number=self.number,
                missing=", ".join(label for label, _record in missing),
            )
        return ""

    def _freeze(self):
        editions = {
            act.id: Edition(
                max(act._versions().mapped("version"), default=0) + 1,
                new_code(),
            )
            for act in self
        }
        files = self._render_pdfs(editions)
        documents = self.env["mobility.document"]._freeze(
            [
                {
                    "content": files[act.id],
                    "signatories": act._signatories(),
                    "name": act.number,
                    "kind": "convention",
                    "version": editions[act.id].version,
                    "verification_code": editions[act.id].code,
                    "summary": act._summary(),
                    "convention_id": act.id,
                    "company_id": act.company_id.id,
                    **act._frozen_with(),
                }
                for act in self
            ]
        )
        documents._ask_signatures()
        self._tell_frozen(documents)
        return documents

    def _tell_frozen(self, documents):
        """A line in the chatter of each, for staff: what was made, and who signs it."""
        bodies = {
            document.convention_id.id: self.env._(
                "The document is made, version %(version)s. To sign: %(names)s.",
                version=document.version,
                names=", ".join(document.signatory_ids.mapped("name")),
            )
            for document in documents
        }
        self.browse(bodies)._message_log_batch(bodies)

    def _frozen_with(self):
        """What the document keeps of how it was written."""
        self.ensure_one()
        return {}

    def _signing_roles(self):
        """``(party, role)`` of each authority that signs: every employer that decided,
        the host, whoever signs beside them (an elected person and a director), and
        the centre de gestion when its regime says so."""
        self.ensure_one()
        beside = self.other_signatory_ids - self._roles_of_others()
        beside -= self.employer_signatory_id | self.host_signatory_id
        # A host that is also an employer of the agent signs once, as the host.
        at_host = beside.filtered(lambda role: role.employer_id == self.host_id)
        at_employer = beside.filtered(lambda role: role.employer_id == self.employer_id)
        return [
            ("employer", self.employer_signatory_id),
            *(("employer", role) for role in at_employer - at_host),
            *(("employer", role) for role in self._roles_of_others()),
            ("host", self.host_signatory_id),
            *(("host", role) for role in at_host),
            *([("cdg", self.cdg_signatory_id)] if self.cdg_signs else ()),
        ]

    def _roles_of_others(self):
        """Who signs for the other employers."""
        self.ensure_one()
        return self.other_signatory_ids.filtered(
            lambda role: role.employer_id in self.other_employer_ids
        )

    def _signatories(self):
        """The values of the signatory rows: the parties, in the order of the law
        (décret n° 2022-1043, art. 11: agent, employer of origin, host), then the visa
        of the centre de gestion when it is no party."""
        self.ensure_one()
        agent = self.candidate_id.partner_id
        rows = [{"party": "agent", "partner_id": agent.id, "name": agent.name}]
        rows += [
            {"party": party, **role._signatory_vals()}
            for party, role in self._signing_roles()
        ]
        if not self.cdg_signs:
            rows.append(
                {
                    "party": "cdg",
                    "role": "visa",
                    "partner_id": self.cdg_id.id,
                    "name": self.company_id.name,
                    "organisation_id": self.cdg_id.id,
                    "organisation_name": self.company_id.name,
                }
            )
        return [
            dict(row, sequence=rank, step=self._signing_step(row))
            for rank, row in enumerate(rows, 1)
        ]

    def _signing_step(self, row):
        """When the signatory of these values signs; the visa comes last."""
        if row.get("role") == "visa":
            return len(_TURNS) + 1
        return _TURNS.index(row["party"]) + 1 if self.signing_order == "in_turn" else 1

    def _summary(self):
        """What one must know of the convention, as the file says it, in French."""
        self.ensure_one()
        document = self._in_french("report.bourse_mobilite.convention_document")
        return [[label, text] for label, text in document._essentials(self) if text]
