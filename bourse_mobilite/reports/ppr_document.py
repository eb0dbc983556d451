from odoo import api, models

from ..models.guard import act_day, is_acting
from ..pdf.edition import DRAFT
from . import french, ppr_words


class PprParts(models.AbstractModel):
    """What the papers of a PPR print alike. Nothing on health: the date of the opinion
    that the law asks for, and no restriction."""

    _name = "mobility.ppr.parts"
    _description = "Parts of the papers of a PPR"
    _inherit = ["mobility.act.articles"]

    @api.model
    def _person(self, person):
        return self._joined(person.name, person.phone, person.email)

    @api.model
    def _plan_rows(self, ppr):
        """The actions of the plan, in the order of their dates."""
        return [
            {
                "kind": ppr_words.ACTIONS[action.kind],
                "name": self._title(action),
                "place": action.place or "",
                "dates": self._from_to(action.date_start, action.date_end),
                "hours": ppr_words.length(action.hours),
                "result": ppr_words.RESULTS.get(action.result, ""),
                "line": action.result_line or "",
            }
            for action in ppr.action_ids.sorted(
                lambda one: (one.date_start or act_day(ppr), one.id)
            )
        ]

    @api.model
    def _title(self, action):
        """What was typed, unless it says the kind again."""
        typed = action.name or ""
        return "" if typed == ppr_words.ACTIONS[action.kind] else typed

    @api.model
    def _from_to(self, first, last):
        """Short: it stands in a table."""
        if first and last and first != last:
            return f"du {french.short(first)} au {french.short(last)}"
        return french.short(first or last)

    @api.model
    def _agent_rows(self, ppr):
        agent = ppr.candidate_id
        category = agent.category and f"catégorie {agent.category}"
        return [
            ("Nom", agent.name or ppr.candidate_name),
            ("Cadre d’emplois", self._joined(agent._grade(), category)),
            ("Employeur", ppr.employer_name),
        ]


class PprConventionDocument(models.AbstractModel):
    """What the convention of a PPR prints, as French text."""

    _name = "report.bourse_mobilite.ppr_convention_document"
    _description = "Convention of a PPR as printed"
    _inherit = ["mobility.ppr.parts"]

    @api.model
    def _get_report_values(self, docids, data=None):
        files = self.env["mobility.ppr"].browse(docids)
        # A text that still changes is the referents' own: no party reads it.
        files.check_access("write")
        editions = (data or {}).get("editions") or {}
        if not is_acting(self):
            editions = {}
        return {
            "acts": [
                self._act(ppr, *editions.get(ppr.id, (DRAFT, ""))) for ppr in files
            ],
            "page_title": "Convention",
        }

    @api.model
    def _act(self, ppr, edition, name):
        return {
            "record": ppr,
            "preview": not edition.version,
            "version": edition.version,
            "heading": f"Convention {name}".strip(),
            "made_on": french.short(act_day(ppr)),
            "replaces": self._replaces(ppr),
            "third": "CNFPT" if ppr.third_party == "cnfpt" else "centre de gestion",
            "texts": self._texts(ppr),
            "essentials": self._essentials(ppr),
            "agent": self._agent_rows(ppr),
            "employer": self._organisation(
                ppr.employer_id, ppr.employer_signatory_id, ppr.employer_deliberation
            ),
            "third_rows": self._organisation(
                ppr.third_id, ppr.third_signatory_id, ppr.third_deliberation
            ),
            **self._tables(ppr),
            "articles": self._articles(ppr._clauses(), self._words_of(ppr)),
            "signatures": self._signatures(ppr),
            "letterhead": self._letterhead(ppr.company_id),
        }

    @api.model
    def _texts(self, ppr):
        opinion = french.short(ppr.opinion_date)
        return [
            "le code général de la fonction publique, notamment ses articles L. 826-1 à "
            "L. 826-4",
            "le décret n° 85-1054 du 30 septembre 1985 modifié relatif au reclassement "
            "des fonctionnaires territoriaux",
            *([f"l’avis du conseil médical du {opinion}"] if opinion else ()),
            *(
                [f"l’accord de l’agent du {french.short(ppr.accepted_on)}"]
                if ppr.accepted_on
                else ()
            ),
        ]

    @api.model
    def _replaces(self, ppr):
        """Of a new version of what everyone has signed: what it replaces, and why."""
        before = ppr.sudo().in_force_id
        if not before:
            return ""
        signed = max(before.signatory_ids.mapped("signed_on"), default=False)
        return (
            f"Remplace, à la date de sa dernière signature, la version {before.version} "
            f"signée le {french.short(signed)}. Motif : {ppr.version_reason or '…'}"
        )

    @api.model
    def _essentials(self, ppr):
        return [
            ("Qui ?", self._joined(ppr.candidate_name, ppr.employer_name)),
            ("Quand ?", french.period(ppr.date_start, ppr.date_end)),
            ("Points réguliers", ppr_words.rhythm(ppr.review_months)),
            ("Avec qui ?", self._person(ppr.referent_id.partner_id)),
            ("Chez l’employeur", self._person(ppr.employer_referent_id)),
        ]

    @api.model
    def _organisation(self, organisation, role, deliberation):
        return [
            ("Nom", organisation.name),
            ("SIRET", self._siret(organisation)),
            ("Adresse", organisation._mobility_address_line()),
            ("Représenté par", self._joined(role.partner_id.name, role.quality)),
            ("Habilitation", deliberation),
        ]

    @api.model
    def _tables(self, ppr):
        return {
            "ppr_dates": [
                ("Premier jour", french.day(ppr.date_start)),
                ("Dernier jour prévu", french.day(ppr.date_end)),
                ("Durée du projet", f"{ppr.project_months} mois"),
                (
                    "Projet à notifier avant la fin du",
                    french.short(ppr.project_due_date),
                ),
            ],
            "ppr_plan": self._plan_rows(ppr),
            "ppr_follow": [
                (
                    "Pour le centre de gestion",
                    self._person(ppr.referent_id.partner_id),
                ),
                ("Pour l’employeur", self._person(ppr.employer_referent_id)),
                ("Rythme des points", ppr_words.rhythm(ppr.review_months)),
            ],
        }

    @api.model
    def _words(self, ppr):
        return {
            "agent_nom": ppr.candidate_name,
            "agent_grade": ppr.candidate_id._grade(),
            "employeur_nom": ppr.employer_name,
            "tiers_nom": ppr.third_id.name,
            "cdg_nom": ppr.company_id.name,
            "debut": french.short(ppr.date_start),
            "fin": french.short(ppr.date_end),
            "rythme": ppr_words.rhythm(ppr.review_months),
            "referent_cdg": self._person(ppr.referent_id.partner_id),
            "referent_employeur": self._person(ppr.employer_referent_id),
        }

    @api.model
    def _sample_tables(self, sample):
        return {
            "ppr_dates": [
                ("Premier jour", sample["debut"]),
                ("Dernier jour prévu", sample["fin"]),
            ],
            "ppr_plan": [
                {
                    "kind": "Formation",
                    "name": "Bureautique, niveau 1",
                    "place": "Beauvais",
                    "dates": "du 4 mai 2026 au 6 mai 2026",
                    "hours": "18 h",
                    "result": "",
                    "line": "",
                }
            ],
            "ppr_follow": [
                ("Pour le centre de gestion", sample["referent_cdg"]),
                ("Pour l’employeur", sample["referent_employeur"]),
                ("Rythme des points", sample["rythme"]),
            ],
        }

    @api.model
    def _signatures(self, ppr):
        boxes = self._boxes(
            ppr.candidate_name,
            [
                ("employer", ppr.employer_signatory_id, ppr.employer_id),
                (ppr.third_party, ppr.third_signatory_id, ppr.third_id),
            ],
        )
        for box, by in zip(
            boxes[1:], (ppr.employer_deliberation, ppr.third_deliberation), strict=True
        ):
            box["delegation"] = by
        boxes[1]["party"] = "L’employeur"
        return boxes

    @api.model
    def _summary(self, ppr):
        """What one must know of it, as the file says it."""
        plan = "\n".join(
            self._joined(
                row["name"] and f"{row['kind']} : {row['name']}" or row["kind"],
                row["place"],
                row["dates"],
                row["hours"],
            )
            for row in self._plan_rows(ppr)
        )
        rows = [
            *self._essentials(ppr),
            ("Plan d’actions", plan),
            ("Ce que remplace cette version", self._replaces(ppr)),
        ]
        return [[label, text] for label, text in rows if text]
