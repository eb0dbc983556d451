from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..rules.finding import BLOCK


class MobilityPpr(models.Model):
    """Who may have a PPR, and what the texts refuse."""

    _inherit = "mobility.ppr"

    def _check_eligible(self):
        """CGFP, art. L. 826-2; décret n° 85-1054, art. 2.

        :raises ValidationError: the agent may not have a PPR, with the article
        """
        for ppr in self:
            candidate = ppr.candidate_id.sudo()
            if candidate.status != "titulaire" or candidate.versant != "FPT":
                statuses = candidate._fields["status"]._description_selection(self.env)
                raise ValidationError(
                    self.env._(
                        "A PPR is for a fonctionnaire titulaire of the territorial "
                        "civil service: a stagiaire, a contractuel or an agent of "
                        "another versant is excluded (CGFP, art. L. 826-2; décret "
                        "n° 85-1054, art. 2). The file of %(name)s says: %(status)s, "
                        "%(versant)s.",
                        name=candidate.name,
                        status=dict(statuses)[candidate.status],
                        versant=candidate.versant,
                    )
                )
            if ppr.employer_id not in candidate.employment_ids.employer_id:
                raise ValidationError(
                    self.env._(
                        "%(employer)s does not employ the agent according to the "
                        "mobility file: please correct the file, or the employer.",
                        employer=ppr.employer_id.name or self.env._("No employer"),
                    )
                )
            ppr._check_sense()

    def _check_sense(self):
        self.ensure_one()
        if self.sense == "temporary" and not self.company_id.mobility_ppr_temporary:
            raise ValidationError(
                self.env._(
                    "Your centre de gestion opens a PPR when the agent is unfit for "
                    "good. A manager can open it to temporary unfitness in the "
                    "settings."
                )
            )

    @api.constrains("sense", "opinion_date", "received_on", "seized_on", "from_seizure")
    def _check_trigger(self):
        """What sets a PPR off: the opinion, or the seizure at the agent's request."""
        for ppr in self:
            opinion = (ppr.sense, ppr.opinion_date, ppr.received_on)
            if any(opinion) and not all(opinion):
                raise ValidationError(
                    self.env._(
                        "Of the opinion, three things are needed: its date, the day "
                        "on which the employer received it, and its sense."
                    )
                )
            if not any(opinion) and not (ppr.from_seizure and ppr.seized_on):
                raise ValidationError(
                    self.env._(
                        "A PPR starts from the opinion of the conseil médical or, at "
                        "the agent's request, from the day it was seized (décret "
                        "n° 85-1054, art. 2): please give one of them."
                    )
                )
            if ppr.opinion_date and ppr.received_on < ppr.opinion_date:
                raise ValidationError(
                    self.env._("The opinion was received before it was given.")
                )

    @api.constrains("detached_from", "detached_to")
    def _check_detached(self):
        for ppr in self:
            start, end = ppr.detached_from, ppr.detached_to
            if end and not start:
                raise ValidationError(
                    self.env._("The detachment has a last day: when does it begin?")
                )
            if end and end < start:
                raise ValidationError(
                    self.env._("The detachment ends before it begins.")
                )

    def _blocked(self):
        """What the texts refuse today in this file."""
        self.ensure_one()
        return {one for one in self._clock().findings if one.level == BLOCK}

    def _refuse_blocked(self, before):
        """Refuse what the texts refuse, and did not refuse before.

        :param before: ``{file: findings}``
        :raises UserError: with each rule, its article, and by how much it is missed
        """
        for ppr in self:
            refused = ppr._blocked() - before.get(ppr, set())
            if refused:
                raise UserError("\n".join(ppr._finding_text(one) for one in refused))
