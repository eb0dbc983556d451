"""Four PPR, one at each moment that matters: a project that waits for its agent's
answer, one under way, one that is late, one that is over."""

from datetime import timedelta

from odoo import Command

from odoo.addons.bourse_mobilite.rules.working_days import working_days

from .teller import OISE

_SOUGHT = "Délibération n° 2025-31 du 2 décembre 2025"
_HOUSE = "Délibération n° 2025-12 du 4 mars 2025"
_HOURS_A_DAY = 7
_LETTER = {"proof": "letter", "proof_reference": "1A 203 456 7890 1"}


def tell(teller):
    """Open them as their referent, who alone sees them with their parties."""
    env = teller.env(user=teller.record("user_referent"))
    _over(teller, env)
    _late(teller, env)
    _under_way(teller, env)
    teller.letters_were_read()
    _awaits_answer(teller, env)
    env["mobility.ppr"]._night()


def _open(teller, env, who, received, **more):
    """The file of an agent whose opinion was received so many days ago."""
    candidate = teller.record(f"candidate_{who}")
    hr = env["mobility.role"]._current(candidate.employer_id, "hr")
    files = teller.on(env["mobility.ppr"], teller.ago(days=received))
    return files.create(
        {
            "candidate_id": candidate.id,
            "sense": "definitive",
            "opinion_date": teller.ago(days=received + 8),
            "received_on": teller.ago(days=received),
            "review_months": 3,
            "employer_referent_id": hr[:1].partner_id.id,
            "employer_deliberation": _SOUGHT,
            "third_deliberation": _HOUSE,
            **more,
        }
    ).with_env(env)


def _live(teller, ppr, *steps):
    """Each step ``(name, days ago)`` or ``(name, days ago, values)`` on its day."""
    for name, days, *values in steps:
        day = teller.ago(days=days)
        teller.on(ppr, day)._step(name, day, **(values[0] if values else {}))


def _plan(teller, ppr, *actions):
    """``(kind, name, place, in how many days, jours ouvrés, result)``: whole days."""
    for kind, name, place, away, lasting, result in actions:
        start = teller.today + timedelta(days=away)
        days = working_days(start, start + timedelta(days=2 * lasting + 15), OISE)
        ppr.action_ids = [
            Command.create(
                {
                    "kind": kind,
                    "name": name,
                    "place": place,
                    "date_start": days[0],
                    "date_end": days[lasting - 1],
                    "hours": _HOURS_A_DAY * lasting,
                    "result": result,
                }
            )
        ]


def _review(teller, ppr, days, levels):
    """A review held so many days ago; how far each action was, in turn."""
    day = teller.ago(days=days)
    reviews = teller.on(ppr.env["mobility.ppr.review"], day)
    review = reviews.create(
        {"ppr_id": ppr.id, "date": day, "presence": "all", "decision": "go_on"}
    )
    for line, level in zip(review.progress_ids, levels, strict=True):
        line.level = level


def _over(teller, env):
    ppr = _open(teller, env, "leroux", 430)
    _live(teller, ppr, ("propose", 424), ("accept", 415))
    _plan(
        teller,
        ppr,
        ("bilan_competences", "Bilan de compétences", "Beauvais", -360, 3, "done"),
        ("training", "Conseiller de prévention", "CNFPT, Amiens", -280, 10, "done"),
    )
    _live(teller, ppr, ("notify", 385, _LETTER), ("agree", 378))
    _review(teller, ppr, 290, ("done", "going"))
    _review(teller, ppr, 200, ("done", "done"))
    _live(teller, ppr, ("extend", 80))
    teller.on(ppr.env["mobility.ppr.post"], teller.ago(days=50)).create(
        {
            "ppr_id": ppr.id,
            "name": "Conseiller de prévention",
            "employer_id": ppr.employer_id.id,
            "proposed_on": teller.ago(days=60),
            "answered_on": teller.ago(days=50),
            "answer": "accepted",
        }
    )
    ppr.answered_on = teller.ago(days=60)
    detached = {"outcome": "reclassed", "detached_from": teller.ago(days=34)}
    _live(teller, ppr, ("close", 35, detached))


def _late(teller, env):
    """Two months after the opinion, its project is not notified."""
    ppr = _open(teller, env, "petit", 75)
    _live(teller, ppr, ("propose", 70), ("accept", 61))


def _under_way(teller, env):
    ppr = _open(teller, env, "tellier", 170)
    _live(teller, ppr, ("propose", 165), ("accept", 157))
    _plan(
        teller,
        ppr,
        ("bilan_parcours", "Bilan avec le référent", "Beauvais", -150, 1, "done"),
        ("training", "Bureautique, niveau 1", "CNFPT, Beauvais", -80, 3, "done"),
        ("observation", "Accueil d’une déchèterie", "Lassigny", 20, 3, False),
    )
    _live(teller, ppr, ("notify", 125, _LETTER), ("agree", 118))
    _review(teller, ppr, 70, ("done", "done", "to_come"))


def _awaits_answer(teller, env):
    """`agent2` answers on a phone; `rh` sees it; its convention can be written."""
    ppr = _open(teller, env, "agent2", 50)
    _live(teller, ppr, ("propose", 45), ("accept", 38))
    ppr.physician_on = teller.ago(days=20)
    _plan(
        teller,
        ppr,
        ("training", "Accueil du public", "CNFPT, Beauvais", 25, 3, False),
        ("observation", "Une journée à la médiathèque", "Noyon", 40, 1, False),
        ("placement", "Accueil d’une mairie", "Lassigny", 60, 10, False),
    )
    _live(teller, ppr, ("notify", 6, _LETTER))
