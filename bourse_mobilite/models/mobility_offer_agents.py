from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.profile import groups
from .guard import civil_day
from .mobility_proposal import shown_on

_TALK = "bourse_mobilite.activity_talk"
# What is read to find who follows a host.
_LATEST = 20


class MobilityOffer(models.Model):
    """The agents whom an offer may interest: by name for the adviser, never for the
    host, who learns a name from the agent's own request."""

    _inherit = "mobility.offer"

    proposal_ids = fields.One2many(
        "mobility.proposal",
        "offer_id",
        string="Possible agents",
        domain=shown_on("for_offer"),
        groups="bourse_mobilite.group_mobility_adviser",
    )
    proposal_count = fields.Integer(
        string="Number of possible agents",
        compute="_compute_proposal_count",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    def _compute_proposal_count(self):
        counts = dict(
            self.env["mobility.proposal"]._read_group(
                Domain("offer_id", "in", self.ids) & Domain(shown_on("for_offer")),
                ["offer_id"],
                ["__count"],
            )
        )
        for offer in self:
            offer.proposal_count = counts.get(offer, 0)

    # The adviser

    def action_find_agents(self):
        """Look now for the agents whom the offer fits best, and show them.

        :raises UserError: nobody could ask for it
        """
        self.ensure_one()
        self.check_access("write")
        if not self._is_open():
            raise UserError(
                self.env._(
                    "“%s” is not open: nobody could ask for it. Publish it first, or "
                    "change its last day.",
                    self.name,
                )
            )
        self.env["mobility.proposal"].sudo()._refresh_agents(self.sudo())
        return self.action_open_agents()

    def action_open_agents(self):
        """Show the agents that were found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_proposal_of_offer"
        )
        action["domain"] = [("offer_id", "=", self.id), *shown_on("for_offer")]
        return action

    # The host

    def _host_offer_sudo(self):
        """The offer, for who speaks for its host today.

        :raises AccessError: it is another employer's
        """
        self.ensure_one()
        offer_sudo = self.sudo()
        own = self.env.user._mobility_employers("hr", "authority")
        if offer_sudo.host_id not in own:
            raise AccessError(self.env._("This offer is another employer's."))
        return offer_sudo

    def _portal_agents(self):
        """What the host reads of the agents whom the offer may interest: groups of five
        at least, ``[{"count", "words"}]`` as texts, in the order of their words.

        Whoever must avoid something counts like anyone; the host's own agents are never
        counted.
        """
        offer_sudo = self._host_offer_sudo()
        if not offer_sudo._is_open():
            return []
        ids = self.env["mobility.matching"].sudo()._interested_in(offer_sudo)
        if not ids:
            return []
        profiles = self.env["mobility.profile"].sudo()
        files = profiles._files(SQL("file.id IN %s", tuple(ids))).values()
        found = groups(files, profiles._point_of(offer_sudo.host_id))
        return sorted(
            (
                {
                    "count": self.env._("At least %s agents", count),
                    "words": profiles._group_words(profile),
                }
                for profile, count in found.items()
            ),
            key=lambda group: group["words"],
        )

    def _portal_talk(self):
        """When the host asked that agents be told of the place: ``{"on", "waiting"}``,
        empty when it never did."""
        last = self._host_offer_sudo()._talks()[:1]
        if not last:
            return {}
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=self.env.company._mobility_zone()), last.create_date
        )
        return {"on": day.date(), "waiting": last.active}

    def _talks(self):
        """What the host has asked so far, the last one first."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("activity_type_id", "=", self.env.ref(_TALK).id),
                order="id desc",
            )
        )

    def _ask_to_talk(self):
        """The host asks the centre de gestion to tell agents of the place: one thing to
        do for an adviser, once, however often it is asked.

        :raises UserError: nobody could ask for the place
        """
        offer_sudo = self._host_offer_sudo()
        if not offer_sudo._is_open():
            raise UserError(
                self.env._("This offer is not open: agents could not ask for it.")
            )
        # Pressed twice at once, the second finds what the first wrote.
        offer_sudo._take_turn()
        if offer_sudo._talks().filtered("active"):
            return
        user = offer_sudo._followed_by()
        offer_sudo = offer_sudo.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        env = offer_sudo.env
        offer_sudo.activity_schedule(
            _TALK,
            civil_day(self),
            user_id=user.id,
            summary=env._(
                "%s would like agents to be told of this place", offer_sudo.host_id.name
            ),
            note=env._(
                "Look for agents, then propose the place to those you choose. The "
                "employer knows none of them: it learns a name when an agent asks."
            ),
        )

    def _followed_by(self):
        """Who of the centre de gestion sees to an offer: an adviser who entered it,
        or else follows its host, else any of them; who runs the machines is no
        adviser. When there is none, a manager; when nobody, all advisers see it."""
        self.ensure_one()
        staff = self.env["res.users"].search(
            Domain(
                "all_group_ids",
                "in",
                self.env.ref("bourse_mobilite.group_mobility_adviser").ids,
            )
            & Domain("share", "=", False)
            & Domain("company_ids", "in", self.company_id.ids),
            order="id",
        )
        advisers = staff.filtered(lambda user: not user.has_group("base.group_system"))
        for known in self._who_knows_the_host():
            if known & advisers:
                return (known & advisers)[0]
        managers = staff.filtered(
            lambda user: user.has_group("bourse_mobilite.group_mobility_manager")
        )
        return advisers[:1] or managers[:1]

    def _who_knows_the_host(self):
        """Yield the users who entered the offer, then those of the latest campaigns,
        requests and offers of its host."""
        yield self.create_uid
        host, latest = self.host_id, {"order": "id desc", "limit": _LATEST}
        solicited = self.env["mobility.solicitation"]
        yield solicited.search(
            Domain("employer_id", "=", host.id), **latest
        ).campaign_id.user_id
        requests = self.env["mobility.request"]
        asked = requests.search(Domain("host_id", "=", host.id), **latest)
        yield asked.candidate_id.adviser_id
        yield self.search(Domain("host_id", "=", host.id), **latest).create_uid
