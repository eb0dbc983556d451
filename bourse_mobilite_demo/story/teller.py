from datetime import datetime, time, timedelta

from odoo import fields

from odoo.addons.bourse_mobilite.models.guard import acting, on_day
from odoo.addons.bourse_mobilite.rules.working_days import working_days

from .paper import paper

OISE = "60"
# In UTC, so that it is between eight and half past five in France all year round.
_FIRST_HOUR, _LAST_MINUTE = time(7), 8 * 60


class Teller:
    """Plays the requests through the mechanisms of the addon, as the adviser.

    The mechanisms date everything from today, and rightly so; a story has a past.
    So each act is played on its own day, at an hour when people work, by the key that
    only this process holds.
    """

    def __init__(self, env):
        adviser = env.ref("bourse_mobilite.user_conseillere")
        self.env = env(user=adviser, su=False, context=dict(env.context, lang="fr_FR"))
        self.today = fields.Date.context_today(adviser)
        self.began = fields.Datetime.now()
        self.minutes = {}

    def record(self, name):
        return self.env.ref(f"bourse_mobilite.{name}")

    def ago(self, **delay):
        return self.working(self.today - timedelta(**delay))

    def working(self, day):
        """``day``, or the Friday before a week-end: offices are closed."""
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def on(self, records, day):
        """``records`` for an act of that day, each a little later than the one
        before; of today, now."""
        if day >= self.today:
            return records
        return on_day(records, self.instant(self.working(day)))

    def instant(self, day):
        minutes = self.minutes[day] = self.minutes.get(day, 20) + 23
        first = datetime.combine(day, _FIRST_HOUR)
        return first + timedelta(minutes=min(minutes, _LAST_MINUTE))

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
        then = self.on(request, asked)
        then._check_rules()
        then._submit()

    def answer(self, request, party, answered, answer="agreed", reasons="", **more):
        decision = request.decision_ids.filtered(lambda row: row.party == party)
        roles = self.env["mobility.role"]._current(decision.organisation_id, "hr")
        self.on(decision.sudo(), answered)._answer(
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
            self.on(convention, made).action_freeze()
        self.date_notes(convention, made)
        return convention

    def sign(self, convention, signed, *parties):
        """Scanned signatures, then the visa; all of them when no party is named."""
        rows = convention.signatory_ids.filtered(
            lambda row: not parties or row.party in parties
        )
        for row in rows:
            then = self.on(row, signed)
            if row.role == "visa":
                then.action_give_visa()
                continue
            then.sudo()._sign_on_paper(
                paper(f"Convention {convention.number}", f"Signé : {row.name}"),
                "convention-signee.pdf",
                self.working(signed),
                printed_code=row.document_id.verification_code,
            )
        self.date_notes(convention, signed)

    def refuse(self, convention, party, refused, reason):
        """One of the parties does not sign, and says why."""
        row = convention.signatory_ids.filtered(lambda one: one.party == party)
        self.on(row.sudo(), refused)._refuse(reason, {})
        self.date_notes(convention, refused)

    def avenant(self, convention, made, **changes):
        """An avenant with these changes, sent to be signed."""
        action = convention.action_make_avenant()
        avenant = self.env["mobility.avenant"].browse(action["res_id"])
        avenant.write(changes)
        self.on(avenant, made).action_freeze()
        self.date_notes(avenant, made)
        return avenant

    def ask_bilans(self, request, asked):
        """The bilans of the tutor and of the agent, asked for on that day."""
        request._ask_assessments()
        rows = acting(request.sudo().assessment_ids)
        rows.asked_on = self.working(asked)
        return {row.side: row for row in request.assessment_ids}

    def give_bilan(self, bilan, given, levels, **answers):
        """``levels``: the marks of the grid, in turn."""
        items = bilan._items()
        marks = {item.id: levels[rank % len(levels)] for rank, item in enumerate(items)}
        answers["marks"] = marks
        self.on(bilan, given)._give(answers, "link")

    def end(self, request, ended, way="action_done", *reason):
        getattr(self.on(request, ended), way)(*reason)
        self.date_notes(request, ended)

    def letters_were_read(self):
        """Those that wait to leave were sent, and read, long ago."""
        self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).unlink()

    def date_notes(self, record, day):
        """The notes that this act has just left in the chatter bear its date."""
        if day < self.today:
            notes = record.sudo().message_ids.filtered(
                lambda note: note.date >= self.began
            )
            notes.date = self.instant(self.working(day))
