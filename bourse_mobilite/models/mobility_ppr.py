from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .guard import is_acting, refuse_unless_acting, staff_only_user
from .mobility_ppr_choices import ACTS, COMPUTED, FACTS, OUTCOMES, PROOFS, STATES


class MobilityPpr(models.Model):
    """The file of a période de préparation au reclassement. Its existence says something
    of the agent's health: its own group, no chatter, no activity, no attachment, no
    number in a series, and no field on any record that others read."""

    _name = "mobility.ppr"
    _description = "PPR"
    _inherit = ["mobility.read.noted", "mobility.hidden"]
    _order = "next_date, id"
    _rec_names_search = ["candidate_name", "employer_name"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    # Never "restrict": whoever deletes a contact or a file learns nothing of a PPR.
    candidate_id = fields.Many2one(
        "mobility.candidate", string="Agent", index=True, ondelete="set null"
    )
    candidate_name = fields.Char(string="Name of the agent", readonly=True)
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer",
        index=True,
        ondelete="set null",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    employer_name = fields.Char(string="Name of the employer", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    referent_id = fields.Many2one(
        "res.users",
        string="PPR referent",
        ondelete="set null",
        default=lambda self: self.env.user if self.env.user._is_internal() else False,
        domain=[("share", "=", False)],
    )
    employer_referent_id = fields.Many2one(
        "res.partner",
        string="Referent at the employer",
        ondelete="set null",
        domain=[("is_company", "=", False)],
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="opened", index=True
    )

    # The opinion of the conseil médical: its date and its sense, nothing more.
    sense = fields.Selection(
        [
            ("definitive", "Unfit for all the functions of the grade, for good"),
            ("temporary", "Unfit for all the functions of the grade, for a time"),
        ],
        string="Sense of the opinion",
        help="The sense alone: no illness, no document of a doctor.",
    )
    opinion_date = fields.Date(string="Opinion given on")
    received_on = fields.Date(
        string="Opinion received on", help="By the employer: the PPR starts there."
    )
    seized_on = fields.Date(string="Conseil médical seized on")
    from_seizure = fields.Boolean(
        string="Starts at the seizure", help="At the agent's request alone."
    )
    agreed_start = fields.Date(
        string="Start put off to",
        help="By agreement between the agent and the employer, two months at most.",
    )
    leave_ids = fields.One2many("mobility.ppr.leave", "ppr_id", string="Leaves")

    proposed_on = fields.Date(string="PPR proposed on", readonly=True)
    accepted_on = fields.Date(string="PPR accepted on", readonly=True)
    declined_on = fields.Date(string="PPR refused on", readonly=True)
    physician_on = fields.Date(string="Occupational physician informed on")
    notified_on = fields.Date(string="Project notified on", readonly=True)
    proof = fields.Selection(PROOFS, string="Proof of notification", readonly=True)
    proof_reference = fields.Char(string="Reference of the proof", readonly=True)
    agreed_on = fields.Date(string="Project agreed on", readonly=True)
    refused_on = fields.Date(string="Project refused on", readonly=True)
    silence_confirmed_on = fields.Date(string="Silence confirmed on", readonly=True)
    project_months = fields.Integer(
        string="Length (months)", default=12, help="As the project fixes it."
    )
    review_months = fields.Integer(
        string="A review every (months)",
        default=lambda self: self.env.company.sudo().mobility_ppr_review_months,
        help="As the project fixes it. 0: nothing is fixed.",
    )
    change_ids = fields.One2many("mobility.ppr.change", "ppr_id", string="Changes")
    review_ids = fields.One2many("mobility.ppr.review", "ppr_id", string="Reviews")
    action_ids = fields.One2many("mobility.action", "ppr_id", string="Action plan")
    post_ids = fields.One2many("mobility.ppr.post", "ppr_id", string="Posts proposed")
    requested_on = fields.Date(string="Reclassement asked for on", readonly=True)
    answered_on = fields.Date(
        string="Employer answered on",
        help="Posts were proposed, or it was written why none can be.",
    )
    outcome = fields.Selection(OUTCOMES, readonly=True)
    ended_on = fields.Date(string="Last day", readonly=True)
    detached_from = fields.Date(string="Detached from")
    detached_to = fields.Date(string="Detached until")
    not_detached = fields.Selection(
        [
            ("same_grade", "Another post in the same grade"),
            ("integrated", "Integrated at once"),
            ("no_post", "No post could be proposed"),
            ("refused", "The agent refused the posts"),
            ("left", "The agent left"),
        ],
        string="Why no detachment",
    )

    event_ids = fields.One2many(
        "mobility.ppr.event", "ppr_id", string="History", readonly=True
    )
    journal_count = fields.Integer(readonly=True, groups="base.group_user")
    journal_head = fields.Char(readonly=True, groups="base.group_user")
    read_ids = fields.One2many(
        "mobility.read.log", "ppr_id", string="Who looked", readonly=True
    )

    _one_open = models.UniqueIndex(
        "(candidate_id, employer_id) WHERE state <> 'closed'",
        "This agent already has an open PPR with this employer.",
    )
    _months_in_a_year = models.Constraint(
        "CHECK (project_months BETWEEN 1 AND 12 AND review_months BETWEEN 0 AND 12)",
        "A PPR lasts from one to twelve months, and is reviewed within the year.",
    )

    @api.depends("candidate_name", "employer_name")
    def _compute_display_name(self):
        for ppr in self:
            names = (ppr.candidate_name, ppr.employer_name)
            ppr.display_name = " — ".join(name for name in names if name)

    @api.model_create_multi
    def create(self, vals_list):
        """Open the file of an agent.

        :raises ValidationError: the agent may not have a PPR
        :raises UserError: a date is not lawful
        """
        self.browse().check_access("create")
        for vals in vals_list:
            refuse_unless_acting(self, (ACTS | COMPUTED) & vals.keys())
            vals.update(self._copied(vals))
        self._check_none_open(vals_list)
        files = super().create(vals_list)
        files._check_trigger()
        files._check_eligible()
        files._refuse_blocked({})
        for ppr in files:
            ppr._note("opened", ppr.received_on, after=ppr._plain(FACTS))
        return files

    @api.model
    def _copied(self, vals):
        """What is kept even when the agent's file or the employer goes."""
        candidate = self.env["mobility.candidate"].browse(vals.get("candidate_id"))
        if not candidate.exists():
            raise ValidationError(self.env._("Whose PPR is it? Name the agent."))
        employer_id = vals.get("employer_id") or candidate.employer_id.id
        return {
            "employer_id": employer_id,
            "company_id": candidate.company_id.id,
            "candidate_name": candidate.name,
            "employer_name": self.env["res.partner"].browse(employer_id).name,
        }

    @api.model
    def _check_none_open(self, vals_list):
        """Before anything is written: what the database refuses, it says in its log.

        :raises UserError: one of these agents has an open PPR with this employer
        """
        known = set()
        for vals in vals_list:
            pair = (vals["candidate_id"], vals["employer_id"])
            same = (
                Domain("candidate_id", "=", pair[0])
                & Domain("employer_id", "=", pair[1])
                & Domain("state", "!=", "closed")
            )
            if all(pair) and (pair in known or self.sudo().search_count(same, limit=1)):
                raise UserError(
                    self.env._("This agent already has an open PPR with this employer.")
                )
            known.add(pair)

    def write(self, vals):
        """Change what is known; each change is a line of the history.

        :raises AccessError: it is the trace of an act, or never typed
        :raises UserError: the file is closed, or a date is not lawful
        """
        if is_acting(self):
            return super().write(vals)
        self.check_access("write")
        self._check_same_parties(vals)
        refuse_unless_acting(self, (ACTS | COMPUTED) & vals.keys())
        facts = FACTS & vals.keys()
        if facts:
            self._check_open()
        before = {ppr: (ppr._blocked(), ppr._plain(facts)) for ppr in self}
        done = super().write(vals)
        if "sense" in facts:
            for ppr in self:
                ppr._check_sense()
        self._refuse_blocked({ppr: blocked for ppr, (blocked, _) in before.items()})
        for ppr, (_blocked, known) in before.items():
            if ppr._plain(facts) != known:
                ppr._note("corrected", before=known, after=ppr._plain(facts))
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A file is closed, never deleted by hand."""
        raise AccessError(
            self.env._("A PPR is kept: close it, and say how it ended instead.")
        )

    def _check_same_parties(self, vals):
        for name in {"candidate_id", "employer_id"} & vals.keys():
            if any(ppr[name].id != vals[name] for ppr in self):
                raise ValidationError(
                    self.env._("A PPR stays the one of its agent and its employer.")
                )

    def _check_open(self):
        """:raises UserError: one of these files is closed"""
        if any(ppr.state == "closed" for ppr in self):
            raise UserError(
                self.env._(
                    "This PPR is closed: nothing is changed any more. If it was closed "
                    "by mistake, undo the last step."
                )
            )

    def _plain(self, names):
        """These fields as plain values, for the journal."""
        self.ensure_one()
        known = self.read(sorted(names), load=None)[0] if names else {}
        known.pop("id", None)
        return {
            name: fields.Date.to_string(value) if isinstance(value, date) else value
            for name, value in known.items()
        }
