from odoo import api, models

from ..models.guard import act_day
from . import french, ppr_words

# A period that reaches its term, and was not stopped before.
_TERMS = ("year", "length")


class PprSummaryDocument(models.AbstractModel):
    """The whole file on paper, for the reclassement: its dates, what was done, what was
    proposed, how it ended."""

    _name = "report.bourse_mobilite.ppr_summary_document"
    _description = "Summary of a PPR as printed"
    _inherit = ["mobility.ppr.parts"]

    @api.model
    def _get_report_values(self, docids, data=None):
        files = self.env["mobility.ppr"].browse(docids)
        files.check_access("read")
        return {
            # Read above as the person: a party may read the whole of its file.
            "acts": [self._act(ppr_sudo) for ppr_sudo in files.sudo()],
            "page_title": "Synthèse",
        }

    @api.model
    def _act(self, ppr):
        plan, told = self._plan_rows(ppr), ppr._clock()
        done = ppr.action_ids.filtered(lambda one: one.result in ("done", "partial"))
        return {
            "record": ppr,
            "made_on": french.short(act_day(ppr)),
            "agent": [
                *self._agent_rows(ppr),
                (
                    "Référent du centre de gestion",
                    self._person(ppr.referent_id.partner_id),
                ),
                ("Référent de l’employeur", self._person(ppr.employer_referent_id)),
            ],
            "dates": self._dates(ppr, told),
            **self._leaves(told),
            "changes": self._changes(ppr),
            "plan": plan,
            "done_hours": ppr_words.length(sum(done.mapped("hours"))),
            "reviews": self._reviews(ppr),
            "posts": self._posts(ppr),
            "outcome": self._outcome(ppr, told),
            "letterhead": self._letterhead(ppr.company_id),
        }

    @api.model
    def _leaves(self, told):
        """The days of leave that the clock counts: within the period, each once."""
        spans = [
            f"depuis le {french.short(first)}"
            if told.provisional and last == told.today
            else self._from_to(first, last)
            for first, last in told.suspensions
        ]
        pushed = told.dates.end_reason in _TERMS
        label = "Congés, qui reportent le terme" if pushed else "Congés"
        return {"leaves": spans, "leaves_label": label}

    @api.model
    def _dates(self, ppr, told):
        proof = self._joined(ppr_words.PROOFS.get(ppr.proof), ppr.proof_reference)
        rows = [
            ("Avis du conseil médical", ppr.opinion_date),
            ("Avis reçu par l’employeur", ppr.received_on),
            ("Saisine du conseil médical", ppr.seized_on),
            ("Période proposée à l’agent", ppr.proposed_on),
            ("Acceptée par l’agent", ppr.accepted_on),
            ("Refusée par l’agent", ppr.declined_on),
            ("Début reporté d’un commun accord au", ppr.agreed_start),
            ("Premier jour", ppr.date_start),
            ("Médecin du travail informé du projet", ppr.physician_on),
            ("Projet notifié à l’agent", ppr.notified_on),
            ("Projet accepté", ppr.agreed_on),
            ("Projet refusé", ppr.refused_on),
            ("Absence de réponse constatée", ppr.silence_confirmed_on),
            (
                "Dernier jour prévu",
                told.dates.end_reason in _TERMS and told.date_end,
            ),
            ("Reclassement demandé", ppr.requested_on),
            ("Réponse de l’employeur", ppr.answered_on),
            ("Dernier jour effectif", ppr.ended_on),
        ]
        return [
            (
                label,
                self._joined(
                    french.short(day),
                    proof if label == "Projet notifié à l’agent" else "",
                ),
            )
            for label, day in sorted(
                (row for row in rows if row[1]), key=lambda row: row[1]
            )
        ]

    @api.model
    def _changes(self, ppr):
        return [
            (
                french.short(change.agreed_on),
                self._joined(
                    ppr_words.CHANGES[change.kind],
                    change.months and f"{change.months} mois",
                    change.line,
                ),
            )
            for change in ppr.change_ids
        ]

    @api.model
    def _reviews(self, ppr):
        return [
            {
                "date": french.short(review.date),
                "presence": ppr_words.PRESENCES.get(review.presence, "non tenu"),
                "decision": ppr_words.DECISIONS.get(review.decision, ""),
                "next": french.short(review.next_date),
                "progress": [
                    (
                        line.action_id.name or ppr_words.ACTIONS[line.action_id.kind],
                        ppr_words.LEVELS.get(line.level, ""),
                    )
                    for line in review.progress_ids
                ],
            }
            for review in ppr.review_ids
        ]

    @api.model
    def _posts(self, ppr):
        return [
            {
                "name": self._joined(post.name, post.cadre_id.name),
                "employer": post.employer_name or "",
                "proposed": french.short(post.proposed_on),
                "answer": self._joined(
                    ppr_words.ANSWERS.get(post.answer, "Réponse attendue"),
                    ppr_words.REASONS.get(post.reason),
                    post.answered_on and f"le {french.short(post.answered_on)}",
                ),
            }
            for post in ppr.post_ids
        ]

    @api.model
    def _outcome(self, ppr, told):
        detached = self._from_to(ppr.detached_from, ppr.detached_to)
        return [
            ("Issue", ppr_words.OUTCOMES.get(ppr.outcome) or self._where(ppr, told)),
            ("Détachement", detached),
            ("Pas de détachement", ppr_words.NOT_DETACHED.get(ppr.not_detached)),
        ]

    @api.model
    def _where(self, ppr, told):
        """Where a file that is not closed stands."""
        if ppr.state == "refused":
            return next(
                words for name, words in ppr_words.REFUSALS.items() if ppr[name]
            )
        kept = ppr.state == "extended" and told.kept_until
        return self._joined(
            ppr_words.STATES[ppr.state],
            kept
            and f"et l’agent est maintenu en activité jusqu’au {french.short(kept)}",
        )
