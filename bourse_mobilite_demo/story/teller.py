from datetime import timedelta

from odoo import fields

from odoo.addons.bourse_mobilite.models.guard import acting, on_day
from odoo.addons.bourse_mobilite.rules.working_days import working_days

from .paper import paper

OISE = "60"


class Teller:
    """Plays the requests through the mechanisms of the addon, as the adviser.

    The mechanisms date everything from today, and rightly so; a story has a past.
    So each act is played on its own day, by the key that only this process holds.
    """

    def __init__(self, env):
        adviser = env.ref("bourse_mobilite.user_conseillere")
        self.env = env(user=adviser, su=False, context=dict(env.context, lang="fr_FR"))
        self.today = fields.Date.context_today(adviser)

    def record(self, name):
        return self.env.ref(f"bourse_mobilite.{name}")

    def ago(self, **delay):
        return self.today - timedelta(**delay)

    def span(self, weeks, days):
        """First and last day of an immersion of ``days`` jours ouvrés that starts in
        ``weeks`` weeks (negative: in the past); on a Saturday or a Sunday, this week
        is the one that comes."""
        day = self.today + timedelta(days=2)
        monday = day + timedelta(weeks=weeks, days=-day.weekday())
        chosen = working_days(monday, monday + timedelta(days=30), OISE)[:days]
        return chosen[0], chosen[-1]

    def draft(self, who, offer, weeks, days, why, asked, regime="pip", on_paper=False):
        """A request that nobody has been asked about yet."""
        start, end = self.span(weeks, days)
        values = {
            "candidate_id": self.record(f"candidate_{who}").id,
            "offer_id": self.record(f"offer_{offer}").id,
            "regime_id": self.env["mobility.regime"]._in_force(regime, asked).id,
            "motivation": why,
            "date_start": start,
            "date_end": end,
            "source": "portal",
        }
        if on_paper:
            values |= {
                "source": "paper",
                "received_on": asked,
                "paper": paper("Demande d’immersion", why, "Signé de l’agent."),
                "paper_name": "demande.pdf",
            }
        requests = self.env["mobility.request"].with_context(
            ir_sequence_date=str(asked), tracking_disable=True
        )
        # Otherwise only the agent's own page makes a request of the portal.
        return acting(requests).create(values).with_env(requests.env)

    def submit(self, request, asked):
        """Asked on its day; the offer may have been closed since."""
        then = on_day(request, asked)
        then._check_rules()
        then._submit()

    def answer(self, request, party, answered, answer="agreed", reasons="", **more):
        decision = request.decision_ids.filtered(lambda row: row.party == party)
        roles = self.env["mobility.role"]._current(decision.organisation_id, "hr")
        on_day(decision.sudo(), answered)._answer(
            answer,
            reasons=reasons,
            author=roles[:1].partner_id,
            way="link",
            **more,
        )
        self.date_notes(request, answered)

    def proposed(self, weeks, days=10):
        """The dates that a postponement proposes: ``days`` jours ouvrés, in ``weeks``
        weeks."""
        return {"proposed": self.span(weeks, days)}

    def convention(self, request, made, freeze=True):
        """The draft of the convention, frozen unless told otherwise."""
        convention = (
            self.env["mobility.convention"]
            .with_context(ir_sequence_date=str(made), tracking_disable=True)
            ._for_request(request)
            .sudo(False)
        )
        convention.write(
            {
                "hours": "9 h – 12 h et 13 h 30 – 17 h",
                "objective": "confirm",
                "travel_meals": "Frais remboursés par l’employeur d’origine, comme "
                "pour une mission.",
            }
        )
        if freeze:
            on_day(convention, made).action_freeze()
        return convention

    def sign(self, convention, signed, *parties):
        """Scanned signatures, then the visa; all of them when no party is named."""
        rows = on_day(convention, signed).signatory_ids.filtered(
            lambda row: not parties or row.party in parties
        )
        for row in rows:
            if row.role == "visa":
                row.action_give_visa()
                continue
            row.sudo()._sign_on_paper(
                paper(f"Convention {convention.number}", f"Signé : {row.name}"),
                "convention-signee.pdf",
                signed,
            )

    def end(self, request, ended, way="action_done", *reason):
        getattr(on_day(request, ended), way)(*reason)
        self.date_notes(request, ended)

    def date_notes(self, record, day):
        """The notes that this act has just left in the chatter bear its date."""
        notes = record.sudo().message_ids.filtered(
            lambda note: note.date.date() >= self.today
        )
        notes.date = fields.Datetime.to_datetime(day)
