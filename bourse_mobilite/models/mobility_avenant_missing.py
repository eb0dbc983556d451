from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.words import told
from .guard import act_day


class MobilityAvenant(models.Model):
    """What an avenant still lacks before it can be made, each with what to open."""

    _inherit = "mobility.avenant"

    # Of a draft, which only staff read.
    missing_html = fields.Html(
        string="Still missing", compute="_compute_missing_html", sanitize=False
    )

    def _missing(self):
        """What is not said yet: a list of ``(label, record)`` where ``record`` is the
        one to open."""
        self.ensure_one()
        env, missing = self.env, []
        if not (
            self.change_period
            or self.change_place
            or self.change_tutor
            or self.early_end
        ):
            missing.append((env._("What changes: tick at least one box"), self))
        if self.early_end and self.change_period:
            missing.append((env._("Either other days, or an earlier end"), self))
        if self.change_period and not self.day_ids:
            missing.append((env._("The new days"), self))
        if self.change_place and not self.place:
            missing.append((env._("Place"), self))
        if self.early_end and not self.last_day:
            missing.append((env._("Last day spent there"), self))
        if self.early_end and not told(self.reason):
            missing.append((env._("Why"), self))
        return missing + self._missing_tutor() + self._missing_signers()

    def _missing_tutor(self):
        tutor = self.tutor_id
        if not self.change_tutor:
            return []
        if not tutor:
            return [(self.env._("Tutor"), self)]
        missing = []
        if not (tutor.email or tutor.phone):
            label = self.env._("Phone or e-mail of the tutor, %s", tutor.name)
            missing.append((label, tutor))
        if not self.tutor_function:
            missing.append((self.env._("Function of the tutor, %s", tutor.name), self))
        return missing

    def _missing_signers(self):
        """Who signs must hold a role in force on the day on which one is asked."""
        missing = []
        for row, role in self._signers():
            if role:
                missing += self._missing_of_role(role)
            elif role is not None:
                missing.append(self._missing_role(row))
        return missing

    def _missing_of_role(self, role):
        figures = {
            "person": role.partner_id.name,
            "organisation": role.employer_id.name,
            "date": self.request_id._date_text(role.delegation_date),
        }
        missing = []
        if not role.quality:
            label = self.env._("Quality of %s", role.partner_id.name)
            missing.append((label, role))
        if role.delegation_date and role.delegation_date > act_day(self):
            label = self.env._(
                "A delegation in force: that of %(person)s (%(organisation)s) only "
                "begins on %(date)s",
                **figures,
            )
            missing.append((label, role))
        return missing

    def _missing_role(self, row):
        """Nobody can sign for the organisation of ``row``: is it that a term is over?"""
        ended = self.env["mobility.role"].search(
            Domain("kind", "=", "authority")
            & Domain("partner_id", "=", row.partner_id.id)
            & Domain("employer_id", "=", row.organisation_id.id)
            & Domain("date_end", "<", act_day(self)),
            order="date_end desc",
            limit=1,
        )
        if ended:
            label = self.env._(
                "A signing authority in force: the role of %(person)s "
                "(%(organisation)s) ended on %(date)s",
                person=ended.partner_id.name,
                organisation=row.organisation_id.name,
                date=self.request_id._date_text(ended.date_end),
            )
            return label, ended
        label = self.env._("A signing authority of %s", row.organisation_id.name)
        return label, row.organisation_id

    @api.depends(
        "state", "change_period", "change_place", "change_tutor", "early_end", "place",
        "tutor_function", "last_day", "reason", "day_ids.date",
        *(f"tutor_id.{name}" for name in ("name", "email", "phone")),
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_missing_html(self):
        for avenant in self:
            missing = avenant._missing() if avenant.state == "draft" else []
            items = Markup().join(
                Markup('<li><a class="alert-link" href="/odoo/%s/%s">%s</a></li>')
                % (record._name, record.id, label)
                if record != avenant
                else Markup("<li>%s</li>") % label
                for label, record in missing
            )
            avenant.missing_html = items and Markup("<ul>%s</ul>") % items
