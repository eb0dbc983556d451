"""The records on which the matrix is played: four stories, see access_matrix."""

from datetime import timedelta

from odoo import fields

from ..models.guard import acting
from ..rules.verification import new_code
from ..rules.working_days import add_months, working_days
from .common import small_pdf
from .ppr_stories import PprStories


class AccessStories(PprStories):
    """To be mixed with ``MobilityCast``: ``records[model][label]`` and, for each
    model, ``new_values[model]`` and ``changes[model]``."""

    def _tell_stories(self):
        start = add_months(self._today(), 6)
        later = working_days(start, add_months(start, 1), "60")[:2]
        self.draft = self.make_request()
        self.own = self.agreed_request(date_start=later[0], date_end=later[1])
        self.colleague = self.agreed_request(self.candidate2)
        self.origin_offer = self.env["mobility.offer"].create(
            {
                "name": "Gestionnaire d'état civil",
                "host_id": self.origin.id,
                "metier_id": self.offer.metier_id.id,
                "description": "Tenir les registres.",
                "tutor_ids": [fields.Command.set(self.rh.partner_id.ids)],
            }
        )
        self.origin_offer.action_publish()
        self.elsewhere_authority = self._cast_role(
            self.rh_third, self.third, "authority", quality="Président"
        )
        self.elsewhere = self.agreed_request(
            self.candidate_elsewhere, self.origin_offer
        )
        self.requests = {
            "own": self.own,
            "colleague": self.colleague,
            "elsewhere": self.elsewhere,
        }
        self.conventions = {
            label: self.frozen_convention(request)
            for label, request in self.requests.items()
        }
        third_days = working_days(add_months(start, 2), add_months(start, 3), "60")
        self.unmade = self.agreed_request(
            date_start=third_days[0], date_end=third_days[1]
        )
        self.unmade.action_make_convention()
        self.pending = self.submitted_request(
            date_start=third_days[5], date_end=third_days[6]
        )
        self._make_avenants()
        self.records = self._matrix_records()
        self.new_values = self._matrix_new_values()
        self.changes = self._matrix_changes()
        self.env.flush_all()

    def _make_avenants(self):
        """One for each convention; that of the agent is signed, and the next one is
        still a draft."""
        self.avenants = {
            label: self._make_avenant(convention)
            for label, convention in self.conventions.items()
        }
        self.env["mobility.document"]._freeze(
            [
                {
                    "content": small_pdf(avenant.name),
                    "signatories": [
                        {**row, "state": "signed" if label == "own" else "pending"}
                        for row in avenant._signatories()
                    ],
                    "name": avenant.name,
                    "kind": "avenant",
                    "verification_code": new_code(),
                    "avenant_id": avenant.id,
                    "company_id": avenant.company_id.id,
                }
                for label, avenant in self.avenants.items()
            ]
        )
        draft = self._make_avenant(self.conventions["own"])
        draft.day_ids = [fields.Command.create({"date": self._today()})]
        self.avenants["draft"] = draft

    def _make_avenant(self, convention):
        return acting(self.env["mobility.avenant"]).create(
            {"convention_id": convention.id, "change_place": True, "place": "Ici"}
        )

    def _mail_failure(self, private=False):
        """A mail that could not leave; of a PPR when it is private."""
        mail = self.env["mail.mail"].create(
            {
                "subject": "Courriel non parti",
                "state": "exception",
                "mobility_company_id": self.own.company_id.id,
                "mobility_private": private,
            }
        )
        return self.env["mobility.mail.failure"].browse(mail.id)

    def _clause_sets(self):
        """Articles in force, and the draft of their next version."""
        in_force = self.env.ref("bourse_mobilite.clauses_convention")
        draft = in_force.browse(in_force.action_new_version()["res_id"])
        return {"draft": draft, "in_force": in_force}

    def _code(self):
        """A one-time code that its person has not typed yet."""
        row = self.conventions["own"].signatory_ids[0]
        return self.env["mobility.code"]._ask(row, row.partner_id, "code", row.name)

    def _told_bilan(self):
        """The tutor's and the agent's bilan of the own story, each with a mark."""
        bilans = acting(self.env["mobility.assessment"])
        item = self.env["mobility.assessment.item"].search([], limit=1)
        mark = {
            "item_id": item.id,
            "item_name": item.name,
            "family": item.family,
            "level": "3",
        }
        return {
            f"own_{side}": bilans.create(
                {
                    "request_id": self.own.id,
                    "side": side,
                    "partner_id": person.id,
                    "asked_on": self._today(),
                    "mark_ids": [fields.Command.create(mark)],
                }
            )
            for side, person in (
                ("tutor", self.tutor.partner_id),
                ("agent", self.agent.partner_id),
            )
        }

    def _each(self, get):
        return {label: get(request) for label, request in self.requests.items()}

    def _matrix_records(self):
        env = self.env
        decision = {
            f"{label}_{row.party}": row
            for label, request in self.requests.items()
            for row in request.decision_ids
        }
        decision.pop("colleague_host")
        published = self.offer.copy({"name": "Offre publiée sans demande"})
        published.action_publish()
        idle = env["res.partner"].create({"name": "Irène Inactive"})
        wizard = env["mobility.decision.wizard"].create(
            {
                "request_id": self.pending.id,
                "decision_id": self.pending.decision_ids[0].id,
                "answer": "agreed",
            }
        )
        override = acting(env["mobility.override"]).create(
            {
                "request_id": self.own.id,
                "mark": "notice:30:",
                "level": "warning",
                "finding": "Moins de trois mois avant le début.",
                "reason": "Accord de l'employeur.",
                "lifted_on": self._today(),
                "lifted_by_id": self.adviser.id,
            }
        )
        ending = env["mobility.ending.wizard"].create(
            {"request_id": self.pending.id, "way": "cancelled"}
        )
        lift = env["mobility.lift.wizard"].create({"request_id": self.pending.id})
        export = env["mobility.export.wizard"].create({"kind": "places"})
        paper = env["mobility.paper.wizard"].create(
            {
                "convention_id": self.conventions["own"].id,
                "signatory_ids": self.conventions["own"].signatory_ids.ids,
                "scan": b"bm90aGluZw==",
            }
        )
        batch = acting(env["mobility.batch"]).create(
            {
                "kind": "freeze",
                "company_id": env.company.id,
                "user_id": self.adviser.id,
                "line_ids": [
                    fields.Command.create({"convention_id": self.conventions["own"].id})
                ],
            }
        )
        unsign = env["mobility.unsign.wizard"].create(
            {
                "signatory_id": self.conventions["own"].signatory_ids[0].id,
                "reason": "Erreur",
            }
        )
        imported = acting(env["mobility.import"]).create(
            {
                "file_name": "registre.xlsx",
                "state": "columns",
                "column_ids": [fields.Command.create({"heading": "Où"})],
                "line_ids": [fields.Command.create({"status": "created"})],
                "effect_ids": [fields.Command.create({"model": "mobility.offer"})],
            }
        )
        bilan = self._told_bilan()
        link = (
            env["mobility.link"]
            .sudo()
            .search([("res_model", "=", "mobility.decision")], limit=1)
        )
        return {
            "mobility.role": {"any": self._cast_role(self.tutor, self.third, "tutor")},
            **self._matching_records(published),
            **self._solicitation_records(),
            **self._ppr_records(),
            "mobility.clause.set": self._clause_sets(),
            "mobility.clause": {
                label: articles.clause_ids[-1]
                for label, articles in self._clause_sets().items()
            },
            "mobility.offer": {"draft": self.offer_draft, "published": published},
            "mobility.candidate": {
                "idle": env["mobility.candidate"].create({"partner_id": idle.id}),
                **self._each(lambda request: request.candidate_id),
            },
            "mobility.employment": self._each(
                lambda request: request.candidate_id.employment_ids[:1]
            ),
            "mobility.request": {"draft": self.draft, **self.requests},
            "mobility.day": {
                "draft": self.draft.day_ids[0],
                **self._each(lambda request: request.day_ids[0]),
            },
            "mobility.decision": decision,
            "mobility.assessment.item": {
                "any": env["mobility.assessment.item"].create({"name": "Une ligne"})
            },
            "mobility.assessment": bilan,
            "mobility.assessment.mark": {
                label: row.mark_ids[0] for label, row in bilan.items()
            },
            "mobility.assessment.wizard": {
                "others": env["mobility.assessment.wizard"].create(
                    {"act": "stop", "assessment_id": bilan["own_tutor"].id}
                )
            },
            "mobility.link.lost": {
                "any": env["mobility.link.lost"].create({"email": "x@example.org"})
            },
            "mobility.week.half": {"any": env.ref("bourse_mobilite.week_half_0_am")},
            "mobility.department": {"any": env.ref("bourse_mobilite.department_60")},
            "mobility.territory": {"others": env["mobility.territory"].create({})},
            "mobility.override": {"own": override},
            "mobility.ending.wizard": {"others": ending},
            "mobility.lift.wizard": {"others": lift},
            "mobility.export.wizard": {"others": export},
            "mobility.export.column": {"others": export.column_ids[0]},
            "mobility.convention": {
                "draft": self.unmade._convention(),
                **self.conventions,
            },
            "mobility.document": {
                **self._each(lambda request: request._convention().document_id),
                "ppr": self.ppr_document,
            },
            "mobility.signatory": {
                **self._each(lambda request: request._convention().signatory_ids[0]),
                "ppr": self.ppr_document.signatory_ids[0],
            },
            "mobility.avenant": self.avenants,
            "mobility.avenant.day": {"draft": self.avenants["draft"].day_ids},
            "mobility.change.wizard": {
                "others": env["mobility.change.wizard"].create(
                    {"avenant_id": self.avenants["own"].id, "way": "cancel"}
                )
            },
            "mobility.substitute.wizard": {
                "others": env["mobility.substitute.wizard"].create(
                    {
                        "signatory_id": self.conventions["own"].signatory_ids[1].id,
                        "role_id": self.role_authority.id,
                    }
                )
            },
            "mobility.journal": {
                "own": self.conventions["own"].document_id.journal_ids[0],
                "ppr": self.ppr_document.journal_ids[0],
            },
            "mobility.code": {"any": self._code()},
            "mobility.link": {"any": link},
            "mobility.mail.failure": {
                "any": self._mail_failure(),
                "ppr": self._mail_failure(private=True),
            },
            "mobility.request.time": {
                "own": env["mobility.request.time"].search(
                    [("request_id", "=", self.own.id)], limit=1
                )
            },
            "mobility.decision.wizard": {"others": wizard},
            "mobility.paper.wizard": {"others": paper},
            "mobility.unsign.wizard": {"others": unsign},
            "mobility.settings": {"others": env["mobility.settings"].create({})},
            "mobility.batch": {"any": batch},
            "mobility.batch.line": {"any": batch.line_ids},
            "mobility.import": {"any": imported},
            "mobility.import.column": {"any": imported.column_ids},
            "mobility.import.line": {"any": imported.line_ids},
            "mobility.import.effect": {"any": imported.effect_ids},
            "res.partner": {
                name: user.partner_id for name, user in self.portal_users.items()
            },
            "res.users": {"adviser": self.adviser, **self.portal_users},
            **{
                model: {"any": env[model].create(values)}
                for model, values in self._referentials("un").items()
            },
        }

    def _referentials(self, mark):
        """Values of a row of each referential that nothing else uses."""
        filiere = self.env.ref("bourse_mobilite.filiere_administrative")
        return {
            "mobility.filiere": {"name": f"Filière {mark}"},
            "mobility.cadre": {
                "name": f"Cadre {mark}",
                "filiere_id": filiere.id,
                "category": "A",
            },
            "mobility.condition": {"name": f"Condition {mark}", "code": mark},
            "mobility.metier": {"name": f"Métier {mark}"},
            "mobility.training": {
                "name": f"Formation {mark}",
                "provider": "Organisme",
            },
            "mobility.commune": {
                "name": f"Commune {mark}",
                "code": f"99{mark}",
                "department_code": "99",
            },
            "mobility.regime": {
                "name": f"Régime {mark}",
                "public_name": "Immersion",
                "code": mark,
                "legal_reference": "Texte",
            },
        }

    def _matrix_new_values(self):
        today = fields.Date.to_string(self._today())
        now = fields.Datetime.to_string(fields.Datetime.now())
        company = self.env.company.id
        agreed = acting(self.env["mobility.request"]).create(
            {"candidate_id": self.candidate2.id, "submitted_on": today}
        )
        person = self.env["res.partner"].create({"name": "Karim Nouveau"})
        wizard = self.records["mobility.decision.wizard"]["others"]
        imported = self.records["mobility.import"]["any"]
        return {
            **self._referentials("deux"),
            **self._ppr_new_values(),
            "mobility.role": {
                "partner_id": self.tutor.partner_id.id,
                "employer_id": self.origin.id,
                "kind": "tutor",
            },
            "mobility.clause.set": {"name": "Articles"},
            "mobility.clause": {
                "set_id": self._clause_sets()["draft"].id,
                "title": "Article",
                "body": "Texte.",
            },
            "mobility.offer": {"name": "Une place", "host_id": self.host.id},
            "mobility.offer.skill": {
                "offer_id": self.offer.id,
                "skill_id": self._other_skill().id,
            },
            "mobility.candidate.skill": {
                "candidate_id": self.candidate.id,
                "skill_id": self._other_skill().id,
            },
            "mobility.weights": {"why": "Un essai"},
            "mobility.proposal": {
                "candidate_id": self.candidate2.id,
                "offer_id": self.offer.id,
                "company_id": company,
                "weights_id": self.env.ref("bourse_mobilite.weights_first").id,
                "made_on": "2026-01-05",
            },
            "mobility.campaign": {"name": "Printemps"},
            "mobility.campaign.preview": {
                "campaign_id": self.records["mobility.campaign"]["draft"].id
            },
            "mobility.session": {"offer_id": self.offer.id},
            "mobility.solicitation": {
                "campaign_id": self.records["mobility.campaign"]["sent"].id,
                "employer_id": self.third.id,
            },
            "mobility.candidate": {"partner_id": person.id},
            "mobility.employment": {
                "candidate_id": self.candidate.id,
                "employer_id": self.third.id,
            },
            "mobility.request": {"candidate_id": self.candidate.id},
            "mobility.day": {
                "request_id": self.draft.id,
                "date": fields.Date.to_string(self.draft.date_end + timedelta(days=20)),
            },
            "mobility.decision": {
                "request_id": self.draft.id,
                "party": "cdg",
                "organisation_id": self.third.id,
                "asked_on": today,
            },
            "mobility.link.lost": {"email": "y@example.org"},
            "mobility.week.half": {"name": "lundi", "weekday": 0, "half": "am"},
            "mobility.department": {"code": "99", "name": "Ailleurs"},
            "mobility.territory": {"department_ids": []},
            "mobility.override": {
                "request_id": self.draft.id,
                "mark": "past:1:",
                "level": "block",
                "finding": "…",
                "reason": "…",
                "lifted_on": today,
                "lifted_by_id": self.adviser.id,
            },
            "mobility.ending.wizard": {
                "request_id": self.pending.id,
                "way": "cancelled",
            },
            "mobility.lift.wizard": {"request_id": self.pending.id},
            "mobility.export.wizard": {"kind": "places"},
            "mobility.export.column": {
                "wizard_id": self.records["mobility.export.wizard"]["others"].id,
                "key": "places",
            },
            "mobility.convention": {"number": "C-1", "request_id": agreed.id},
            "mobility.document": {
                "name": "C-1",
                "kind": "convention",
                "company_id": company,
                "frozen_on": now,
                "frozen_file": "bm90aGluZw==",
                "frozen_sha256": "0" * 64,
            },
            "mobility.signatory": {
                "document_id": self.conventions["own"].document_id.id,
                "party": "cdg",
                "partner_id": self.tutor.partner_id.id,
                "name": "Signataire",
            },
            "mobility.avenant": {"convention_id": self.unmade._convention().id},
            "mobility.avenant.day": {
                "avenant_id": self.avenants["draft"].id,
                "date": str(self._today() + timedelta(days=1)),
            },
            "mobility.change.wizard": {
                "avenant_id": self.avenants["own"].id,
                "way": "cancel",
            },
            "mobility.substitute.wizard": {
                "signatory_id": self.conventions["own"].signatory_ids[1].id,
                "role_id": self.role_authority.id,
            },
            "mobility.journal": {
                "document_id": self.conventions["own"].document_id.id,
                "rank": 99,
                "on": now,
                "event": "signed",
                "previous_sha256": "0" * 64,
                "sha256": "0" * 64,
            },
            "mobility.code": {
                "partner_id": self.tutor.partner_id.id,
                "company_id": company,
                "method": "code",
                "destination": "h•••@personne.example.org",
                "sent_on": now,
                "expires_on": now,
            },
            "mobility.assessment.item": {"name": "Ligne", "family": "1_knowledge"},
            "mobility.assessment": {
                "request_id": self.colleague.id,
                "side": "agent",
                "partner_id": self.agent2.partner_id.id,
            },
            "mobility.assessment.mark": {
                "assessment_id": self.records["mobility.assessment"]["own_tutor"].id,
                "item_id": self.records["mobility.assessment.item"]["any"].id,
                "item_name": "Ligne",
                "family": "1_knowledge",
                "level": "1",
            },
            "mobility.assessment.wizard": {"act": "stop"},
            "mobility.link": {
                "purpose": "decide",
                "res_model": "mobility.decision",
                "res_id": self.pending.decision_ids[0].id,
                "partner_id": self.tutor.partner_id.id,
                "expires_on": now,
                "company_id": company,
            },
            "mobility.mail.failure": {"subject": "Objet"},
            "mobility.request.time": {"request_id": self.own.id},
            "mobility.decision.wizard": {
                "request_id": self.pending.id,
                "decision_id": wizard.decision_id.id,
                "answer": "agreed",
            },
            "mobility.paper.wizard": {
                "convention_id": self.conventions["own"].id,
                "signatory_ids": self.conventions["own"].signatory_ids.ids,
                "scan": "bm90aGluZw==",
            },
            "mobility.unsign.wizard": {
                "signatory_id": self.conventions["own"].signatory_ids[0].id,
                "reason": "Erreur",
            },
            "mobility.settings": {"mobility_sign_last_call": 3},
            "mobility.batch": {
                "kind": "visa",
                "company_id": company,
                "user_id": self.adviser.id,
            },
            "mobility.batch.line": {
                "batch_id": self.records["mobility.batch"]["any"].id,
                "convention_id": self.conventions["own"].id,
            },
            "mobility.import": {"file_name": "registre.xlsx"},
            "mobility.import.column": {"import_id": imported.id, "key": "title"},
            "mobility.import.line": {"import_id": imported.id, "status": "created"},
            "mobility.import.effect": {"import_id": imported.id, "model": "res.users"},
            "res.partner": {"name": "Contact nouveau"},
            "res.users": {"name": "Compte nouveau", "login": "compte.nouveau"},
        }

    def _other_skill(self):
        return self.env["hr.skill"].search([], order="id desc", limit=1)

    def _matching_records(self, offer):
        """A skill on each side, the weights, and a place that was found."""
        env = self.env
        skill = env["hr.skill"].search([], order="id", limit=1)
        proposal = acting(env["mobility.proposal"]).create(
            {
                "candidate_id": self.candidate.id,
                "offer_id": offer.id,
                "company_id": env.company.id,
                "weights_id": env.ref("bourse_mobilite.weights_first").id,
                "points": [0] * 9,
                "facts": {"missing": [], "skills": 0, "days": 1},
                "made_on": fields.Date.today(),
            }
        )
        offer_skill = env["mobility.offer.skill"].create(
            {"offer_id": offer.id, "skill_id": skill.id}
        )
        own_skill = env["mobility.candidate.skill"].create(
            {"candidate_id": self.candidate.id, "skill_id": skill.id}
        )
        return {
            "mobility.offer.skill": {"any": offer_skill},
            "mobility.candidate.skill": {"any": own_skill},
            "mobility.weights": {"any": env.ref("bourse_mobilite.weights_first")},
            "mobility.proposal": {"any": env[proposal._name].browse(proposal.id)},
        }

    def _solicitation_records(self):
        """A campaign that is prepared, and one that was answered."""
        env = self.env
        draft, sent = env["mobility.campaign"].create(
            [
                {
                    "name": "Campagne",
                    "candidate_ids": [fields.Command.set(self.candidate.ids)],
                    "employer_ids": [fields.Command.set(self.host.ids)],
                    "answer_by": self._today() + timedelta(days=9),
                }
                for _each in range(2)
            ]
        )
        acting(sent).state = "sent"
        row = acting(env["mobility.solicitation"]).create(
            {
                "campaign_id": sent.id,
                "employer_id": self.host.id,
                "partner_id": self.rh_host.partner_id.id,
                "mailbox": self.rh_host.email,
                "state": "yes",
            }
        )
        preview = env["mobility.campaign.preview"].create({"campaign_id": draft.id})
        session = env["mobility.session"].create({"offer_id": self.offer.id})
        return {
            "mobility.campaign": {
                "draft": draft,
                "sent": env[sent._name].browse(sent.id),
            },
            "mobility.campaign.preview": {"others": preview},
            "mobility.session": {"others": session},
            "mobility.solicitation": {"any": env[row._name].browse(row.id)},
        }

    def _matrix_changes(self):
        soon = fields.Datetime.to_string(fields.Datetime.now())
        return {
            **self._ppr_changes(),
            "mobility.filiere": {"sequence": 99},
            "mobility.cadre": {"sequence": 99},
            "mobility.condition": {"sequence": 99},
            "mobility.metier": {"champ": "Champ"},
            "mobility.training": {"theme": "Thème"},
            "mobility.commune": {"population": 1},
            "mobility.regime": {"note": "Note"},
            "mobility.role": {"quality": "Qualité"},
            "mobility.clause.set": {"name": "Nouveau nom"},
            "mobility.clause": {"title": "Nouveau titre"},
            "mobility.offer": {"service": "Service"},
            "mobility.offer.skill": {"level_id": False},
            "mobility.candidate.skill": {"level_id": False},
            "mobility.weights": {"metier": 1},
            "mobility.proposal": {"score": 1},
            "mobility.campaign": {"name": "Automne"},
            "mobility.campaign.preview": {"rank": 1},
            "mobility.session": {"date_start": "2026-01-05"},
            "mobility.solicitation": {"words": "Oui"},
            "mobility.candidate": {"radius_km": 12},
            "mobility.employment": {"hours_per_week": 20},
            "mobility.request": {"metier_id": False},
            "mobility.day": {"half": "am"},
            "mobility.decision": {"reasons": "Motif"},
            "mobility.link.lost": {"email": "z@example.org"},
            "mobility.week.half": {"name": "lundi"},
            "mobility.department": {"name": "Ailleurs"},
            "mobility.territory": {"department_ids": []},
            "mobility.override": {"reason": "Motif"},
            "mobility.ending.wizard": {"reason": "Motif"},
            "mobility.lift.wizard": {"reason": "Motif"},
            "mobility.export.wizard": {"kind": "metiers"},
            "mobility.export.column": {"chosen": False},
            "mobility.convention": {"hours": "9 h – 12 h"},
            "mobility.document": {"dropped_reason": "Motif"},
            "mobility.signatory": {"quality": "Qualité"},
            "mobility.avenant": {"place": "Ailleurs"},
            "mobility.avenant.day": {"half": "am"},
            "mobility.change.wizard": {"reason": "Motif"},
            "mobility.substitute.wizard": {"role_id": self.role_authority_host.id},
            "mobility.journal": {"event": "opened"},
            "mobility.code": {"attempts": 0},
            "mobility.assessment.item": {"sequence": 99},
            "mobility.assessment": {"advice": "Conseil"},
            "mobility.assessment.mark": {"level": "1"},
            "mobility.assessment.wizard": {"text": "Motif"},
            "mobility.link": {"expires_on": soon},
            "mobility.mail.failure": {"subject": "Objet"},
            "mobility.request.time": {"days": 1},
            "mobility.decision.wizard": {"reasons": "Motif"},
            "mobility.paper.wizard": {"scan_name": "papier.pdf"},
            "mobility.unsign.wizard": {"reason": "Motif"},
            "mobility.settings": {"mobility_sign_last_call": 4},
            "mobility.batch": {"state": "done"},
            "mobility.batch.line": {"status": "done"},
            "mobility.import": {"file_name": "registre.xlsx"},
            "mobility.import.column": {"key": "title"},
            "mobility.import.line": {"details": "Détail"},
            "mobility.import.effect": {"states": {}},
            "res.partner": {"comment": "Remarque"},
            "res.users": {"login": "autre.nom"},
        }
