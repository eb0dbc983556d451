import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.ppr.moment import alerts
from .guard import acting
from .mobility_ppr_choices import GROUP

_logger = logging.getLogger(__name__)


class MobilityPprAlert(models.Model):
    """The referent was told that a last day comes. What is told is a free activity of
    Odoo, tied to no record: it names nobody, and only its owner can read it. What it is
    about is kept here, for the PPR group."""

    _name = "mobility.ppr.alert"
    _description = "Deadline of a PPR that was told"
    _inherit = ["mobility.act", "mobility.read.noted", "mobility.hidden"]
    _order = "day, id"
    _rec_name = "code"

    ppr_id = fields.Many2one(
        "mobility.ppr", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ppr_id.company_id", store=True)
    code = fields.Char(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    before = fields.Integer(string="Days before", required=True, readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", groups=fields.NO_ACCESS
    )

    _once = models.UniqueIndex("(ppr_id, code, day, before)")


class MobilityPpr(models.Model):
    _inherit = "mobility.ppr"

    alert_ids = fields.One2many(
        "mobility.ppr.alert", "ppr_id", readonly=True, groups="base.group_user"
    )

    @api.model
    def _night(self):
        """Look at every open file: an open leave pushes its end, and the referent is
        told 30, 10 and 1 days before each last day."""
        followed = Domain("state", "!=", "closed") | Domain("alert_ids", "!=", False)
        files = self.sudo().search(followed)
        for ppr in files:
            try:
                with self.env.cr.savepoint():
                    if ppr.state != "closed":
                        ppr._look_again()
                    ppr._tell_deadlines()
            except Exception as error:
                if self.env.cr.closed:
                    raise
                # Neither its number nor its words: logs are read by others.
                _logger.error("Nightly pass: a file is left out (%s)", type(error))

    def _tell_deadlines(self):
        """Tell the referent what comes, the last of several alerts that were missed;
        take away what waits no more."""
        self.ensure_one()
        told = self._clock()
        due = {}
        if self.state != "closed":
            for alert in alerts(told.moments):
                if alert.day <= told.today:
                    moment = alert.moment
                    due[moment.code, moment.day] = alert.before
        rows = acting(self.alert_ids)
        for row in rows:
            if row.activity_id and (
                due.get((row.code, row.day)) != row.before
                or row.activity_id.user_id != self.referent_id
            ):
                row.activity_id.unlink()
        known = {(row.code, row.day, row.before) for row in rows}
        referent = self.referent_id
        for (code, day), before in due.items():
            if (code, day, before) in known:
                continue
            activity = self.env["mail.activity"]
            if referent.active and referent.has_group(GROUP):
                activity = self._tell_day(referent, day, before)
            rows.create(
                {
                    "ppr_id": self.id,
                    "code": code,
                    "day": day,
                    "before": before,
                    "activity_id": activity.id,
                }
            )

    @api.model
    def _tell_day(self, referent, day, before):
        """A line among the activities of the referent: of nobody, of no file."""
        words = referent.with_context(lang=referent.lang).env
        todo = words.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        summary = (
            words._("A deadline comes tomorrow: open your list “To do”.")
            if before == 1
            else words._("A deadline comes in %s days: open your list “To do”.", before)
        )
        return self.env["mail.activity"].create(
            {
                "user_id": referent.id,
                "activity_type_id": todo.id if todo else False,
                "summary": summary,
                "date_deadline": day,
                "automated": True,
            }
        )


class MobilityNightly(models.AbstractModel):
    _inherit = "mobility.nightly"

    @api.model
    def _cron_night(self):
        # Not among the tasks whose numbers the cron shows: how many there are is said
        # to nobody.
        self.env["mobility.ppr"]._night()
        return super()._cron_night()
