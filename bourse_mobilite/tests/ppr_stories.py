"""The PPR of the agent, for the table of rights."""

from datetime import timedelta

from odoo import fields

from ..models.guard import acting, plain
from ..rules.verification import new_code
from .common import small_pdf


class PprStories:
    """To be mixed with ``MobilityCast``, as a part of the stories."""

    def _ppr_vals(self, candidate):
        day = fields.Date.to_string(self._today() - timedelta(days=30))
        return {
            "candidate_id": candidate.id,
            "sense": "definitive",
            "opinion_date": day,
            "received_on": day,
        }

    def _ppr_document(self, ppr):
        """Its convention, to be signed by the agent."""
        person = self.agent.partner_id
        documents = self.env["mobility.document"]._freeze(
            [
                {
                    "content": small_pdf("Convention"),
                    "signatories": [
                        {
                            "party": "agent",
                            "partner_id": person.id,
                            "name": person.name,
                        }
                    ],
                    "name": "R-TEST",
                    "kind": "ppr_convention",
                    "verification_code": new_code(),
                    "summary": [],
                    "ppr_id": ppr.id,
                    "company_id": ppr.company_id.id,
                }
            ]
        )
        return plain(documents).sudo(False)

    def _ppr_records(self):
        """A file under way, with a line of each kind."""
        env, today = self.env, self._today()
        ppr = env["mobility.ppr"].create(
            {**self._ppr_vals(self.candidate), "referent_id": self.referent.id}
        )
        self.ppr = ppr
        ppr._step("propose", today)
        action = env["mobility.action"].create(
            {"ppr_id": ppr.id, "kind": "training", "name": "Bureautique"}
        )
        lines = {
            "leave": {"date_start": today, "date_end": today},
            "change": {"agreed_on": today},
            "review": {"date": today},
            "post": {"name": "Agent d'accueil", "proposed_on": today},
        }
        rows = {
            f"mobility.ppr.{name}": {
                "ppr": env[f"mobility.ppr.{name}"].create({**vals, "ppr_id": ppr.id})
            }
            for name, vals in lines.items()
        }
        alert = acting(env["mobility.ppr.alert"]).create(
            {"ppr_id": ppr.id, "code": "project_due", "day": today, "before": 1}
        )
        ppr.with_user(self.referent).read(["state"])
        self.ppr_document = self._ppr_document(ppr)
        return {
            "mobility.action": {
                "own": env["mobility.action"].create(
                    {"candidate_id": self.candidate.id, "name": "Entretien"}
                ),
                "ppr": action,
            },
            "mobility.ppr": {"ppr": ppr},
            **rows,
            "mobility.ppr.progress": {
                "ppr": rows["mobility.ppr.review"]["ppr"].progress_ids
            },
            "mobility.ppr.event": {"ppr": ppr.event_ids[0]},
            "mobility.ppr.alert": {"ppr": env[alert._name].browse(alert.id)},
            "mobility.ppr.figure": {
                "ppr": env["mobility.ppr.figure"].search([("ppr_id", "=", ppr.id)])
            },
            "mobility.ppr.step": {
                "others": env["mobility.ppr.step"].create(
                    {"ppr_id": ppr.id, "step": "accept"}
                )
            },
            "mobility.read.log": {
                "ppr": env["mobility.read.log"].search([("ppr_id", "=", ppr.id)])[:1]
            },
        }

    def _ppr_new_values(self):
        day = fields.Date.to_string(self._today())
        line = {"ppr_id": self.ppr.id}
        review = self.ppr.review_ids
        return {
            "mobility.action": {"candidate_id": self.candidate.id},
            "mobility.ppr": self._ppr_vals(self.candidate_elsewhere),
            "mobility.ppr.leave": {**line, "date_start": day, "date_end": day},
            "mobility.ppr.change": {**line, "agreed_on": day},
            "mobility.ppr.review": {**line, "date": day},
            "mobility.ppr.progress": {
                **line,
                "review_id": review.id,
                "action_id": self.ppr.action_ids.id,
            },
            "mobility.ppr.post": {**line, "name": "Poste", "proposed_on": day},
            "mobility.ppr.event": {**line, "rank": 99, "event": "close"},
            "mobility.ppr.alert": {**line, "code": "end", "day": day, "before": 1},
            "mobility.ppr.figure": {**line, "indicator": "INAP011"},
            "mobility.ppr.step": {**line, "step": "accept"},
            "mobility.read.log": {**line, "reader": "Personne", "way": "read"},
        }

    @staticmethod
    def _ppr_changes():
        return {
            "mobility.action": {"place": "Ailleurs"},
            "mobility.ppr": {"employer_referent_id": False},
            "mobility.ppr.leave": {"date_end": False},
            "mobility.ppr.change": {"line": "Autre contenu"},
            "mobility.ppr.review": {"decision": "go_on"},
            "mobility.ppr.progress": {"level": "done"},
            "mobility.ppr.post": {"name": "Autre poste"},
            "mobility.ppr.event": {"dated": False},
            "mobility.ppr.alert": {"before": 10},
            "mobility.ppr.figure": {"indicator": "INAP011"},
            "mobility.ppr.step": {"kind": "content"},
            "mobility.read.log": {"reader": "Personne"},
        }
