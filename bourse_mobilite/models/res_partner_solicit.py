from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.matching import spec
from .guard import acting, civil_day


class ResPartner(models.Model):
    """Whether an employer wants to be solicited."""

    _inherit = "res.partner"

    mobility_no_solicitation = fields.Boolean(
        string="No solicitations",
        groups="bourse_mobilite.group_mobility_adviser",
        help="This employer asked not to receive solicitations any more. Requests of "
        "agents are not solicitations: they are still sent.",
    )
    mobility_no_solicitation_on = fields.Date(
        string="Asked on",
        readonly=True,
        groups="bourse_mobilite.group_mobility_adviser",
    )

    def action_mobility_solicit(self):
        """Begin a campaign to these employers.

        :raises UserError: none of them is a public employer
        """
        employers = self.filtered("mobility_employer_kind")
        if not employers:
            raise UserError(self.env._("Choose public employers in the list."))
        return self.env["mobility.campaign"]._begin(employer_ids=employers.ids)

    @api.model
    def _mobility_mail_values(self, letters, people):
        """A solicitation can be stopped from the mail program (RFC 8058), and what
        becomes of its mail is noted on it."""
        vals_list = super()._mobility_mail_values(letters, people)
        base_url = self.get_base_url()
        for vals, letter in zip(vals_list, letters, strict=True):
            if letter["record"]._name == "mobility.solicitation":
                stop = f"{base_url}{letter['values']['url']}/stop"
                vals["mobility_solicitation_id"] = letter["record"].id
                vals["headers"] = repr(
                    {
                        "List-Unsubscribe": f"<{stop}>",
                        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    }
                )
        return vals_list


class MobilityCampaign(models.Model):
    _inherit = "mobility.campaign"

    @api.model
    def _begin(self, **defaults):
        """The window of a new campaign."""
        self.check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New solicitation campaign"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }


class MobilityCandidate(models.Model):
    _inherit = "mobility.candidate"

    def action_solicit(self):
        """Begin a campaign for these agents."""
        return self.env["mobility.campaign"]._begin(candidate_ids=self.ids)


class MobilityProposal(models.Model):
    """A place that an employer gives because it was asked."""

    _inherit = "mobility.proposal"

    state = fields.Selection(
        selection_add=[("offered", "Given by an employer"), ("set_aside",)],
        ondelete={"offered": "cascade"},
    )
    solicitation_id = fields.Many2one(
        "mobility.solicitation",
        string="Solicitation answered",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _refresh(self, candidates):
        result = super()._refresh(candidates)
        self._refresh_given(Domain("candidate_id", "in", candidates.ids))
        return result

    @api.model
    def _refresh_agents(self, offer):
        result = super()._refresh_agents(offer)
        self._refresh_given(Domain("offer_id", "=", offer.id))
        return result

    @api.model
    def _refresh_given(self, domain):
        """Judge again the places given: they were before anybody read them over, and
        are not always among the best that a search finds."""
        given = self.sudo().search(domain & Domain("state", "=", "offered"))
        if not given:
            return
        self.env.flush_all()
        matching = self.env["mobility.matching"].sudo()
        places = matching._places(SQL("offer.id IN %s", tuple(given.offer_id.ids)))
        places = {place.id: place for place in places}
        files = given.candidate_id
        agents = dict(zip(files, matching._agents(files), strict=True))
        for company, rows in given.grouped("company_id").items():
            weights = given.env["mobility.weights"]._in_force(company)
            for row in acting(rows):
                verdict = spec.judge(
                    agents[row.candidate_id],
                    places[row.offer_id.id],
                    weights._as_rules(),
                )
                row.write(
                    {
                        "score": verdict.score,
                        "points": list(verdict.points),
                        "facts": verdict.facts,
                        "weights_id": weights.id,
                        "made_on": civil_day(self),
                    }
                )

    def action_take_back(self):
        """A place given for this agent comes back as such."""
        given = self.filtered("solicitation_id")
        given._decide("offered")
        acting(given).write({"decided_by_id": False, "decided_on": False})
        return super(MobilityProposal, self - given).action_take_back()


class MobilityOffer(models.Model):
    _inherit = "mobility.offer"

    def action_publish(self):
        result = super().action_publish()
        self.env["mobility.proposal"]._refresh_given(Domain("offer_id", "in", self.ids))
        return result
