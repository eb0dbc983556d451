from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .guard import civil_day


class MobilityCampaign(models.Model):
    """What staff does with the places of an immersion week, all together."""

    _inherit = "mobility.campaign"

    def action_places(self):
        """The places given for the week; a new one belongs to it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_offer"
        )
        context = {
            "default_campaign_id": self.id,
            "default_date_from": self.week_from,
            "default_date_to": self.week_to,
        }
        return dict(action, domain=[("campaign_id", "=", self.id)], context=context)

    def action_requests(self):
        """What agents have asked for in the week."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_request"
        )
        return dict(action, domain=[("offer_id.campaign_id", "=", self.id)], context={})

    def action_publish_places(self):
        """Publish together the places that can be; the others stay to be completed.

        :return: a message: how many, and what the others lack
        """
        self.ensure_one()
        self.check_access("write")
        offers = self.offer_ids.filtered(
            lambda offer: offer.state in ("draft", "submitted")
        )
        if not offers:
            raise UserError(self.env._("Every place of the week is published already."))
        published, refused = 0, []
        for offer in offers:
            try:
                with self.env.cr.savepoint():
                    offer.action_publish()
                published += 1
            except UserError as refusal:
                refused.append(refusal.args[0])
        said = self.env._("Places published: %s.", published)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "message": "\n".join([said, *refused]),
                "sticky": bool(refused),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_make_conventions(self):
        """Write the conventions of all the agreed requests of the week in one go, and
        ask for the signatures.

        :return: the window that shows what becomes of each
        :raises UserError: none waits for its convention
        """
        self.ensure_one()
        self.check_access("write")
        requests = self.env["mobility.request"]
        requests = requests.search(
            requests._to_freeze_domain() & Domain("offer_id.campaign_id", "=", self.id)
        )
        if not requests:
            raise UserError(
                self.env._(
                    "No request of the week waits for its convention: employer and host "
                    "agree first."
                )
            )
        for immersion in requests:
            immersion.action_make_convention()
        drafts = requests.convention_ids.filtered(lambda act: act.state == "draft")
        return self.env["mobility.batch"]._start("freeze", drafts)


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    @api.model
    def _to_freeze_domain(self):
        """Agreed, and the convention is not written yet, or is still a draft."""
        return (
            Domain("state", "=", "agreed")
            & Domain("regime_id.needs_convention", "=", True)
            & Domain(
                "convention_ids",
                "not any",
                [("state", "not in", ("draft", "cancelled"))],
            )
        )


class MobilityOffer(models.Model):
    _inherit = "mobility.offer"

    campaign_id = fields.Many2one(
        "mobility.campaign",
        string="Immersion week",
        index="btree_not_null",
        ondelete="set null",
        domain=[("kind", "=", "week")],
        copy=False,
        groups="bourse_mobilite.group_mobility_adviser",
        help="Published, it is shown among the places of this week.",
    )

    @api.constrains("campaign_id", "company_id")
    def _check_campaign(self):
        for offer in self.sudo():
            week = offer.campaign_id
            if week and (week.kind != "week" or week.company_id != offer.company_id):
                raise ValidationError(
                    self.env._(
                        "“%s”: choose an immersion week of the same centre de gestion.",
                        offer.name,
                    )
                )

    @api.model
    def _weeks_to_choose(self):
        """The immersion weeks of this centre de gestion in which agents can ask for a
        place today, as plain values that anyone may read."""
        weeks = self.env["mobility.campaign"].sudo()
        weeks = weeks.search(
            Domain("kind", "=", "week")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "!=", "draft")
            & Domain("choice_until", ">=", civil_day(self)),
            order="week_from, id",
        )
        counts = weeks and dict(
            self.sudo()._read_group(
                self._open_domain() & Domain("campaign_id", "in", weeks.ids),
                ["campaign_id"],
                ["__count"],
            )
        )
        return [
            {
                "id": week.id,
                "first": week.week_from,
                "last": week.week_to,
                "until": week.choice_until,
                "count": counts[week],
            }
            for week in weeks
            if week in counts
        ]

    @api.model
    def _week_domain(self, week_id):
        """The open offers of a week that `_weeks_to_choose` has: anyone may read which
        they are."""
        found = self.sudo().search(
            self._open_domain() & Domain("campaign_id", "=", week_id)
        )
        return Domain("id", "in", found.ids)
