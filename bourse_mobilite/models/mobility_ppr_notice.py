from odoo import models

_TEMPLATE = "bourse_mobilite.mail_notice"
# After these steps the agent has to act; after those of the agent, the others.
_FOR_AGENT = ("propose", "notify")
_BY_AGENT = ("accept", "decline", "agree", "refuse", "extend")
# Whose last day it is.
_AGENT_DUE = ("answer_due", "request_due")
_EMPLOYER_DUE = ("project_due", "reclassement_due", "end", "kept_until")


class MobilityPpr(models.Model):
    """What is told by e-mail of a PPR: that something is to be read on the portal, and
    nothing else. It leaves for a mailbox that its owner alone reads, and for someone
    who has an account; one that cannot leave is shown to nobody outside the group."""

    _inherit = "mobility.ppr"

    def _step(self, name, day=None, **values):
        done = super()._step(name, day, **values)
        if name in _FOR_AGENT:
            self._notice(self._agent_person())
        elif name in _BY_AGENT:
            self._notice(self._employer_people())
        return done

    def _answer_own(self, name):
        done = super()._answer_own(name)
        if done:
            self._call_referents(
                lambda env: env._("An answer has come: open your list “To do”.")
            )
        return done

    def _tell_deadlines(self):
        """The parties are told too, of the last days that are theirs."""
        told = self.alert_ids
        result = super()._tell_deadlines()
        codes = set((self.alert_ids - told).mapped("code"))
        if codes & {*_AGENT_DUE}:
            self._notice(self._agent_person())
        if codes & {*_EMPLOYER_DUE}:
            self._notice(self._employer_people())
        return result

    def _agent_person(self):
        return self.sudo().candidate_id.partner_id

    def _employer_people(self):
        """Who acts today for the employer; never the agent."""
        roles = self.env["mobility.role"]._current(
            self.sudo().employer_id, "hr", "authority"
        )
        return roles.partner_id - self._agent_person()

    def _notice(self, people):
        """Write to these people that something waits for them on the portal."""
        self.ensure_one()
        company = self.sudo().company_id
        self.env["res.partner"]._mobility_write_all(
            [
                {
                    "person": person,
                    "template": _TEMPLATE,
                    "record": company,
                    "company": company,
                    "values": {"url": "/my/mobilite"},
                    "private": True,
                }
                for person in people.sudo()
                if person.user_ids and person._mobility_personal_mailbox()
            ]
        )
