from odoo import api, models

from ..models.guard import is_acting
from ..rules import recourse
from . import french

# A letter in French: these words do not follow the reader's language.
SUBJECTS = {
    ("origin", "agreed"): "accord",
    ("origin", "refused"): "refus",
    ("origin", "postponed"): "report à d’autres dates",
    ("host", "agreed"): "accord pour vous accueillir",
    ("host", "refused"): "impossibilité de vous accueillir",
    ("host", "postponed"): "d’autres dates pour vous accueillir",
    ("cdg", "agreed"): "accord du centre de gestion",
    ("cdg", "refused"): "refus du centre de gestion",
    ("cdg", "postponed"): "d’autres dates",
}
OTHERS = {
    "origin": "de votre employeur",
    "host": "de l’accueil",
    "cdg": "du centre de gestion",
}
# How a text is named in a « Vu »: by its first word.
ARTICLES = {
    "code": "le ",
    "décret": "le ",
    "règlement": "le ",
    "arrêté": "l’",
    "ordonnance": "l’",
    "loi": "la ",
    "circulaire": "la ",
    "délibération": "la ",
    "convention": "la ",
}
HALVES = {"full": "", "am": " (matin)", "pm": " (après-midi)"}
# The agents of such an employer are assigned in several départements.
SPREAD = ("region", "etat", "ep_national", "gip")


class DecisionLetter(models.AbstractModel):
    """What the letter of an answer prints, as French text: the template lays it out.

    Nothing here depends on the regime but its public name and its texts, and nothing
    shows why the agent asked: the host's letter knows no more than its page.
    """

    _name = "report.bourse_mobilite.decision_letter"
    _description = "Letter of an answer as printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        decisions = self.env["mobility.decision"].browse(docids)
        if not is_acting(self):
            # Asked of the report itself: staff alone, whatever the format.
            decisions._check_letter_staff()
        decisions.sudo()._check_letter()
        return {"letters": [self._letter(decision.sudo()) for decision in decisions]}

    @api.model
    def _letter(self, decision):
        request, sender = decision.request_id, decision.organisation_id
        own_act = decision.party == "origin"
        unfavourable = own_act and decision.answer != "agreed"
        return {
            "party": decision.party,
            "answer": decision.answer,
            "number": request.name,
            "letterhead": self._letterhead(sender),
            "made_at": self._made_at(decision),
            "addressee": self._addressee(decision),
            "subject": f"{request.regime_id.public_name} – "
            f"{SUBJECTS[decision.party, decision.answer]}",
            "asked": self._asked(decision),
            "texts": self._texts(decision, unfavourable) if own_act else [],
            "rows": self._rows(decision),
            "reasons": decision.reasons or "",
            "proposed": french.period(decision.proposed_start, decision.proposed_end),
            "others": self._others(decision),
            "house": request.company_id.name,
            "needs_convention": request.regime_id.needs_convention,
            "sender_contact": self._joined(sender.name, sender.phone, sender.email),
            "adviser_contact": self._adviser(request),
            "recourse": self._recourse(sender, decision.company_id)
            if unfavourable
            else {},
            "signature": self._signature(decision),
        }

    @api.model
    def _letterhead(self, sender):
        convention = self.env["report.bourse_mobilite.convention_document"]
        siret = convention._siret(sender)
        return {
            "name": sender.name,
            "address": sender._mobility_address_line(),
            "ways": " – ".join(
                filter(None, (siret and f"SIRET {siret}", sender.phone, sender.email))
            ),
            "logo": convention._picture(sender) if sender.image_512 else "",
        }

    @api.model
    def _made_at(self, decision):
        day = french.short(decision.answered_on)
        if self._signature(decision)["name"] != (decision.author_name or ""):
            # Decided by one and signed by another: dated by hand on that day.
            day = "…………………………"
        city = decision.organisation_id.city
        return f"{city}, le {day}" if city else f"Le {day}"

    @api.model
    def _addressee(self, decision):
        """The lines of the address. The host writes through the employer: it has no
        business with where the agent lives."""
        request = decision.request_id
        if decision.party == "host":
            employer = request.employer_id
            through, address = f"s/c de {employer.name}", employer
        else:
            through, address = "", request.partner_id
        town = " ".join(filter(None, (address.zip, address.city)))
        lines = (through, address.street, address.street2, town)
        return [request.candidate_name, *filter(None, lines)]

    @api.model
    def _asked(self, decision):
        """“du 2 mars 2027, reçue le 4 mars 2027”, with what is known."""
        request = decision.request_id
        # On paper, the request is older than the day it was entered here.
        asked_on = min(
            filter(None, (request.submitted_on, request.received_on)), default=False
        )
        received = french.short(decision.received_on)
        return self._joined(
            asked_on and f"du {french.short(asked_on)}",
            received and f"reçue le {received}",
        )

    @api.model
    def _texts(self, decision, unfavourable):
        """The visas, from the texts of the regime and those that a refusal is under."""
        texts = (decision.request_id.regime_id.legal_reference or "").splitlines()
        if unfavourable:
            texts.append(recourse.CITATION)
        bare = (text.strip(" .;") for text in texts)
        return [self._seen(text) for text in bare if text]

    @api.model
    def _seen(self, text):
        """“Décret n° …” → “Vu le décret n° …”; other names keep their own words."""
        article = ARTICLES.get(text.split()[0].lower())
        if not article:
            return f"Vu : {text}"
        return f"Vu {article}{text[0].lower()}{text[1:]}"

    @api.model
    def _rows(self, decision):
        """The immersion that was asked for; day by day when it is agreed."""
        request = decision.request_id
        offer = request.offer_id
        days = request.day_ids.sorted(lambda day: (day.date, day.half))
        place = (offer.site_id or request.host_id)._mobility_address_line()
        rows = [
            ("Accueil", self._joined(request.host_id.name, offer.service)),
            ("Lieu", place),
            ("Fonctions observées", offer.name or request.metier_id.name),
            ("Dates", french.period(request.date_start, request.date_end)),
            ("Durée", french.working_days(request.days) if request.days else ""),
        ]
        if decision.answer == "agreed" and len(days) > 1:
            listed = (f"{french.day(day.date)}{HALVES[day.half]}" for day in days)
            rows.append(("Jours", " ; ".join(listed)))
        return rows

    @api.model
    def _adviser(self, request):
        adviser = request.candidate_id.adviser_id.partner_id
        return self._joined(adviser.name, adviser.phone, adviser.email)

    @api.model
    def _recourse(self, sender, house):
        """Before whom and until when (CJA, art. R. 421-5: told, or they do not run)."""
        spread = sender.mobility_employer_kind in SPREAD
        department = sender.mobility_commune_id.department_code
        return {
            "court": "" if spread else recourse.tribunal(department),
            "court_months": recourse.COURT_MONTHS,
            "silence_months": recourse.SILENCE_MONTHS,
            "delay_citation": recourse.DELAY_CITATION,
            "place_citation": recourse.PLACE_CITATION,
            "gracieux_citation": recourse.GRACIEUX_CITATION,
            "silence_citation": recourse.SILENCE_CITATION,
            "mediation": sender.mobility_mediation
            and {
                "mediator": self._joined(
                    house.name, house.partner_id._mobility_address_line()
                ),
                "citation": recourse.MEDIATION_CITATION,
            },
            "online": recourse.ONLINE,
        }

    @api.model
    def _signature(self, decision):
        """Who signs: who decided, when this person is the authority or has its
        delegation; else the authority, when there is only one. Nobody known: the
        three words are written by hand (CRPA, art. L. 212-1)."""
        roles = self.env["mobility.role"]._current(
            decision.organisation_id, "authority"
        )
        own = roles.filtered(lambda role: role.partner_id == decision.author_id)[:1]
        if decision.author_id and (own or decision.delegation_reference):
            reference = decision.delegation_reference or own.delegation_reference
            return {
                "name": decision.author_name,
                "quality": decision.quality or own.quality or "",
                "delegation": self._delegation(reference, own),
            }
        role = roles if len(roles) == 1 else roles[:0]
        return {
            "name": role.partner_id.name or "",
            "quality": role.quality or "",
            "delegation": self._delegation(role.delegation_reference, role),
        }

    @api.model
    def _delegation(self, reference, role):
        dated = reference == role.delegation_reference and role.delegation_date
        return self._joined(reference, dated and f"du {french.short(dated)}")

    @api.model
    def _others(self, decision):
        """“de l’accueil (Mairie de …) et de …”: whose agreement is needed as well."""
        return " et ".join(
            f"{OTHERS[other.party]} ({other.organisation_id.name})"
            for other in decision.request_id.decision_ids - decision
            if other.answer != "agreed"
        )

    @api.model
    def _joined(self, *parts):
        return ", ".join(part for part in parts if part)
