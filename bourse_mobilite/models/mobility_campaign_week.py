from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules import solicitation as rules
from .guard import act_day, acting, civil_day

# The phases of an immersion week, in order.
PHASES = ("deposit_until", "publication_until", "choice_until", "conventions_until")


class MobilityCampaign(models.Model):
    """The dates of an immersion week: employers give places, the places are published,
    agents choose, conventions are signed; then comes the week itself."""

    _inherit = "mobility.campaign"

    week_from = fields.Date(string="First day of the week")
    week_to = fields.Date(string="Last day of the week")
    deposit_until = fields.Date(string="Places given until", tracking=True)
    publication_until = fields.Date(string="Places published until", tracking=True)
    choice_until = fields.Date(string="Agents choose until", tracking=True)
    conventions_until = fields.Date(string="Conventions signed until", tracking=True)
    phase = fields.Selection(
        [
            ("deposit", "Employers give places"),
            ("publication", "Places are read over and published"),
            ("choice", "Agents choose"),
            ("conventions", "Conventions are signed"),
            ("over", "All is ready for the week"),
        ],
        compute="_compute_phase",
    )
    phase_told = fields.Char(
        string="Phase told",
        readonly=True,
        copy=False,
        help="The last phase that its follower was told of.",
    )
    phase_words = fields.Char(string="What is next", compute="_compute_phase_words")
    offer_ids = fields.One2many("mobility.offer", "campaign_id", string="Places given")
    place_count = fields.Integer(string="Places", compute="_compute_places")
    to_publish_count = fields.Integer(
        string="Places to publish", compute="_compute_places"
    )
    request_count = fields.Integer(string="Requests", compute="_compute_places")
    to_freeze_count = fields.Integer(
        string="Conventions to write", compute="_compute_places"
    )

    @api.depends("kind", *PHASES)
    def _compute_phase(self):
        today = civil_day(self)
        for campaign in self:
            ends = [(name.removesuffix("_until"), campaign[name]) for name in PHASES]
            over = campaign.conventions_until and "over"
            now = rules.phase(today, ends) or over or False
            campaign.phase = campaign.kind == "week" and now

    def _compute_places(self):
        """Everything that the phases count, in as many queries for one as for many."""
        weeks = self.filtered(lambda campaign: campaign.kind == "week")
        offers, requests = self.env["mobility.offer"], self.env["mobility.request"]
        own = Domain("offer_id.campaign_id", "in", weeks.ids)
        places, asked = {}, {}
        for week, state, count in weeks and offers._read_group(
            Domain("campaign_id", "in", weeks.ids) & Domain("state", "!=", "closed"),
            ["campaign_id", "state"],
            ["__count"],
        ):
            places.setdefault(week.id, {})[state] = count
        live = Domain("state", "in", ("draft", "submitted", "agreed", "done"))
        for kind, domain in (
            ("asked", live),
            ("agreed", requests._to_freeze_domain()),
        ):
            groups = weeks and requests._read_group(
                own & domain, ["offer_id"], ["__count"]
            )
            for offer, count in groups:
                key = offer.campaign_id.id, kind
                asked[key] = asked.get(key, 0) + count
        for campaign in self:
            given = places.get(campaign.id, {})
            campaign.place_count = sum(given.values())
            campaign.to_publish_count = given.get("draft", 0) + given.get(
                "submitted", 0
            )
            campaign.request_count = asked.get((campaign.id, "asked"), 0)
            campaign.to_freeze_count = asked.get((campaign.id, "agreed"), 0)

    @api.depends("phase", "state")
    @api.depends_context("lang")
    def _compute_phase_words(self):
        for campaign in self:
            shown = campaign.state != "draft" and campaign.phase
            campaign.phase_words = shown and campaign._words_of_phase()

    def _words_of_phase(self):
        """Who is to act in the phase of today, until when, and what comes next."""
        self.ensure_one()
        waiting = self.asked_count - self.yes_count - self.no_count
        waiting -= self.opted_out_count
        day = self._day(self[f"{self.phase}_until"]) if self.phase != "over" else ""
        if self.phase == "deposit":
            return self.env._(
                "Employers give places until %(day)s: %(places)s given, %(waiting)s "
                "employers have not said yes or no. Next: read the places over and "
                "publish them together.",
                day=day,
                places=self.place_count,
                waiting=waiting,
            )
        if self.phase == "publication":
            return self.env._(
                "It is your turn: %(waiting)s places to read over and publish together "
                "by %(day)s, out of %(places)s. Next: agents choose.",
                day=day,
                places=self.place_count,
                waiting=self.to_publish_count,
            )
        if self.phase == "choice":
            return self.env._(
                "Agents choose until %(day)s on the public list: %(asked)s requests for "
                "%(places)s places. Next: the conventions.",
                day=day,
                asked=self.request_count,
                places=self.place_count,
            )
        if self.phase == "conventions":
            return self.env._(
                "Conventions are signed until %(day)s: %(waiting)s to write, out of "
                "%(asked)s requests.",
                day=day,
                waiting=self.to_freeze_count,
                asked=self.request_count,
            )
        return self.env._(
            "The phases are over. The week: from %(first)s to %(last)s.",
            first=self._day(self.week_from),
            last=self._day(self.week_to),
        )

    def _day(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {})

    @api.constrains("kind", "state", "week_from", "week_to", *PHASES)
    def _check_phases(self):
        for campaign in self.filtered(lambda one: one.kind == "week"):
            names = (*PHASES, "week_from")
            days = [campaign[name] for name in names if campaign[name]]
            if days != sorted(set(days)):
                raise ValidationError(
                    self.env._(
                        "“%s”: each phase ends after the one before, and the last one "
                        "before the week begins.",
                        campaign.name,
                    )
                )
            first, last = campaign.week_from, campaign.week_to
            if first and last and first > last:
                raise ValidationError(
                    self.env._("“%s”: the week ends before it begins.", campaign.name)
                )
            if campaign.state != "draft":
                campaign._check_week_told()

    def _check_week_told(self):
        """Refuse a week whose dates are not all known: employers read them.

        :raises UserError: which are missing
        """
        missing = [
            self._fields[name]._description_string(self.env)
            for name in (*PHASES, "week_from", "week_to")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Employers and agents need every date of the week. Please fill in: "
                    "%s.",
                    ", ".join(missing),
                )
            )

    def _check_ready(self):
        result = super()._check_ready()
        if self.kind == "week":
            self._check_week_told()
        return result

    @api.onchange("kind", "week_from")
    def _onchange_week_from(self):
        """Propose the phases that are still empty."""
        if self.kind != "week" or not self.week_from:
            return
        regime = self.env["mobility.regime"]._in_force("pip", act_day(self))
        usual = rules.usual_phases(self.week_from, regime.notice_months)
        if not any(self[name] for name in PHASES):
            for phase, day in usual.items():
                self[f"{phase}_until"] = day
        self.week_to = self.week_to or fields.Date.add(self.week_from, days=4)
        self._onchange_deposit_until()

    @api.onchange("deposit_until")
    def _onchange_deposit_until(self):
        if self.kind == "week" and self.deposit_until and not self.answer_by:
            self.answer_by = self.deposit_until

    def _phase_lines(self):
        """The dates of the week, one line each, as employers read them."""
        self.ensure_one()
        if self.kind != "week":
            return []
        labels = dict(self._fields["phase"]._description_selection(self.env))
        lines = [
            self.env._(
                "%(phase)s: until %(day)s",
                phase=labels[name.removesuffix("_until")],
                day=self._day(self[name]),
            )
            for name in PHASES
            if self[name]
        ]
        if self.week_from and self.week_to:
            lines.append(
                self.env._(
                    "The week: from %(first)s to %(last)s",
                    first=self._day(self.week_from),
                    last=self._day(self.week_to),
                )
            )
        return lines

    # Told when the phase changes

    @api.model
    def _phase_domain(self):
        """The weeks that are not over: each night the phase is looked at."""
        return (
            Domain("kind", "=", "week")
            & Domain("state", "!=", "draft")
            & (Domain("phase_told", "=", False) | Domain("phase_told", "!=", "over"))
        )

    def _tell_phase(self):
        """One thing to do for who follows the week, on the first night of a phase."""
        for campaign in self:
            if not campaign.phase or campaign.phase == campaign.phase_told:
                continue
            user = campaign.user_id
            own = campaign.with_context(lang=user.lang or self.env.lang)
            labels = dict(self._fields["phase"]._description_selection(own.env))
            own.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=civil_day(campaign),
                summary=own.env._("Immersion week: %s", labels[campaign.phase]),
                note=own._words_of_phase(),
                user_id=user.id,
            )
            acting(campaign).phase_told = campaign.phase

    def action_send(self):
        """Who sends the week knows its phase."""
        done = super().action_send()
        if self.phase:
            acting(self.sudo()).phase_told = self.phase
        return done


class MobilityNightly(models.AbstractModel):
    _inherit = "mobility.nightly"

    @api.model
    def _tasks(self):
        tasks = super()._tasks()
        for companies in self._civil_days().values():
            zone = companies[0]._mobility_zone()
            night = self.with_company(companies[0]).with_context(tz=zone)
            weeks = night.env["mobility.campaign"]
            own = Domain("company_id", "in", companies.ids)
            tasks.append((weeks, own & weeks._phase_domain(), "_tell_phase"))
        return tasks
