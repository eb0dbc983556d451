from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules.words import told
from .guard import act_day, acting, plain

_ASKED = "bourse_mobilite.activity_early_end"


class MobilityConvention(models.Model):
    """Each party can put an end to the immersion, by a reasoned writing to the others
    (see the article on an early end): before the first day it gives the convention up,
    afterwards it says which day is the last."""

    _inherit = "mobility.convention"

    def _parties_of(self, person):
        """For whom this person speaks here, as ``[(party, role)]``; the role is empty
        for the agent, who speaks for no organisation beside."""
        self.ensure_one()
        act, roles = self.sudo(), self.env["mobility.role"].sudo()
        if person == act.request_id.partner_id:
            return [("agent", roles)]
        employers = act.employer_id | act.other_employer_ids
        held = roles.search(
            roles._current_domain("hr", "authority")
            & Domain("partner_id", "=", person.id)
            & Domain("employer_id", "in", (employers | act.host_id).ids),
            order="kind, id",
        )
        return [
            ("host" if organisation == act.host_id else "employer", own[:1])
            for organisation, own in held.grouped("employer_id").items()
        ]

    def _party_name(self, person, role):
        """“Claire Petit, Maire, Commune de Noyon”: who wrote, for whom."""
        parts = (person.name, role.quality, role.employer_id.name)
        return ", ".join(part for part in parts if part)

    def _stop_way(self):
        """How a party can put an end to it today: ``give_up`` before the first day,
        ``early_end`` afterwards; ``asked`` while an early end is dealt with, ``busy``
        while another avenant is, '' when there is nothing to stop."""
        self.ensure_one()
        act = self.sudo()
        request = act.request_id
        if act.state != "signed" or request.state != "agreed":
            return ""
        if not request._has_begun():
            return "give_up"
        if act.open_avenant_id:
            return "asked" if act.open_avenant_id.early_end else "busy"
        return "early_end" if len(act._days_held()) > 1 else ""

    def _days_held(self):
        """The dates of the immersion that were not given back, in order."""
        days = self.request_id.day_ids.filtered(lambda day: not day.missed)
        return sorted(days.mapped("date"))

    def _ask_early_end(self, party, name, last_day, reason, way, **evidence):
        """A party says that the immersion ends early: the avenant is drafted, and the
        adviser has it signed. Rights are the caller's affair.

        :param name: who asks, with quality and organisation
        :param way: ``portal`` or ``link``
        :param evidence: plain values for the journal
        :raises UserError: no reason or no possible day, or another avenant is open
        """
        self.ensure_one()
        reason = told(reason)
        if not last_day:
            raise UserError(self.env._("Please say which day is the last one."))
        if not reason:
            raise UserError(
                self.env._("Please write why: all the parties read this reason.")
            )
        act = self.sudo()
        act.request_id._take_turn()
        act._check_can_be_amended()
        made = act.action_make_avenant()
        avenant = act.env["mobility.avenant"].browse(made["res_id"])
        avenant.write({"early_end": True, "last_day": last_day, "reason": reason})
        if refused := avenant._refusals():
            raise UserError("\n".join(refused))
        acting(avenant).write({"asked_by": name, "asked_on": act_day(self)})
        act.document_id._note(
            "end_asked",
            party=party,
            by=name,
            last_day=fields.Date.to_string(last_day),
            way=way,
            reason=reason,
            **evidence,
        )
        plain(avenant)._tell_adviser(
            _ASKED,
            lambda env: env._(
                "%s asks for an early end: look at the avenant, then have it signed.",
                name,
            ),
            reason,
        )

    def _stop_values(self):
        """What the page by which a party stops the immersion shows, as plain values;
        the caller knows that the reader is a party."""
        self.ensure_one()
        act = self.sudo()
        request, avenant = act.request_id, act.open_avenant_id
        days = act._days_held() or [act.date_start, act.date_end]
        values = {
            "id": act.id,
            "number": act.number,
            "way": act._stop_way(),
            "agent": act.candidate_name,
            "host": act.host_id.name,
            "dates": self.env._(
                "from %(start)s to %(end)s",
                start=request._date_text(days[0]),
                end=request._date_text(days[-1]),
            ),
            "cancelled": bool(act.given_up_by),
            "given_up": act._given_up_values(),
            "drafted": avenant.state == "draft",
            "asked": "",
        }
        if values["way"] == "early_end":
            first, last = days[0], days[-1] - timedelta(days=1)
            between = self.env._(
                "Between %(first)s and %(last)s; it may be past.",
                first=request._date_text(first),
                last=request._date_text(last),
            )
            values |= {"first": first, "last": last, "between": between}
        if avenant.asked_by:
            values["asked"] = self.env._(
                "%(name)s asked for it on %(date)s. The last day would be %(last)s.",
                name=avenant.asked_by,
                date=request._date_text(avenant.asked_on),
                last=request._date_text(avenant.last_day),
            )
        return values

    def _given_up_values(self):
        """Who gave the convention up, when and why, as plain values; {} if nobody."""
        act = self.sudo()
        if not act.given_up_by:
            return {}
        text = self.env._(
            "%(name)s gave the immersion up on %(date)s.",
            name=act.given_up_name,
            date=act.request_id._date_text(act.given_up_on),
        )
        return {"text": text, "reason": act.given_up_reason}

    def _portal_values(self, waiting=None):
        values = super()._portal_values(waiting)
        return {**values, "given_up": self._given_up_values()}
