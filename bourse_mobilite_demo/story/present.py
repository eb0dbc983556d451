"""What is under way on the day of loading: each state, and someone to act in each."""

from datetime import timedelta

WANTED = "Ce métier m’attire et je voudrais le voir de près avant de me former."
TIRED = "Mon poste me fatigue et je voudrais découvrir un autre quotidien."
CERTAIN = "Mon projet est presque arrêté : ces quelques jours le confirmeront."
BACK_TO_OFFICE = "Après quinze ans sur le terrain, je voudrais essayer un bureau."


def tell(teller):
    _drafts(teller)
    _waiting(teller)
    _closed(teller)
    _conventions(teller)
    _bilans(teller)
    teller.env["mobility.demo.mail"].sudo()._deliver()


def _asked(teller, who, offer, weeks, days, why, days_ago, **more):
    asked = teller.ago(days=days_ago)
    request = teller.draft(who, offer, weeks, days, why, asked, **more)
    teller.submit(request, asked)
    return request


def _drafts(teller):
    for who, offer, weeks, days, why in (
        ("fournier", "france_services", 20, 3, WANTED),
        ("lambert", "accueil_social", 18, 4, TIRED),
    ):
        teller.draft(who, offer, weeks, days, why, teller.today, on_paper=True)


def _waiting(teller):
    # The employer's month is over.
    late = _asked(teller, "lesage", "archives", 8, 4, WANTED, 40)
    teller.answer(late, "host", teller.ago(days=30))
    # Its HR contact is `rh`; the host, `rh2`, has agreed.
    agent2 = _asked(teller, "agent2", "accueil_lassigny", 16, 5, BACK_TO_OFFICE, 14)
    teller.answer(agent2, "host", teller.ago(days=6))
    morel = _asked(teller, "morel", "cantine", 15, 5, CERTAIN, 12, regime="placement")
    teller.answer(morel, "origin", teller.ago(days=5))
    _asked(teller, "lambert", "accueil_chiry", 12, 4, TIRED, 9, regime="placement")
    # No e-mail: the agent signed a sheet, the adviser entered it.
    _asked(teller, "tellier", "decheterie", 15, 3, TIRED, 7, on_paper=True)
    _asked(teller, "diallo", "accueil_social", 15, 3, WANTED, 5)
    _asked(teller, "roche", "rh_departement", 6, 1, WANTED, 3, regime="decouverte")


def _closed(teller):
    refused = _asked(teller, "amrani", "insertion", 13, 4, WANTED, 33)
    teller.answer(
        refused,
        "origin",
        teller.ago(days=13),
        "refused",
        "Le technicien qui assure l’astreinte en même temps est en congé.",
    )
    postponed = _asked(teller, "leroux", "technique_chiry", 11, 2, WANTED, 26)
    teller.answer(
        postponed,
        "origin",
        teller.ago(days=10),
        "postponed",
        "Nous sommes d’accord, mais après la saison des feux de végétation.",
        **teller.proposed(24),
    )
    withdrawn = _asked(teller, "aubert", "accueil_social", 12, 3, TIRED, 21)
    reason = "J’ai trouvé une formation à ces dates."
    teller.end(withdrawn, teller.ago(days=4), "action_withdraw", reason)
    cancelled = _asked(teller, "fournier", "locative", 4, 3, CERTAIN, 45)
    teller.answer(cancelled, "origin", teller.ago(days=36))
    reason = "L’agence de Creil est fermée pour travaux."
    teller.end(cancelled, teller.ago(days=2), "action_cancel", reason)


def _agreed(teller, who, offer, weeks, days, days_ago):
    request = _asked(teller, who, offer, weeks, days, CERTAIN, days_ago)
    answered = teller.ago(days=days_ago) + timedelta(days=8)
    teller.answer(request, "origin", answered)
    teller.answer(request, "host", answered + timedelta(days=5))
    return request


def _conventions(teller):
    _agreed(teller, "jacquet", "etat_civil", 9, 3, 30)
    # Nobody signs for this host yet, and no tutor is named.
    incomplete = _agreed(teller, "petit", "france_services", 10, 3, 32)
    teller.convention(incomplete, teller.ago(days=4), freeze=False)
    complete = _agreed(teller, "dumont", "developpement", 8, 5, 50)
    teller.convention(complete, teller.ago(days=3), freeze=False)
    # The mayor signs for this agent's employer.
    to_sign = _agreed(teller, "nguyen", "locative", 7, 5, 55)
    teller.convention(to_sign, teller.ago(days=6))
    # Two signatures out of three; the mayor is the host.
    partly = _agreed(teller, "vandamme", "etat_civil", 5, 3, 70)
    convention = teller.convention(partly, teller.ago(days=16))
    teller.sign(convention, teller.ago(days=9), "agent", "employer")
    # The employer asks for other words: the adviser corrects, or cancels.
    refused = _agreed(teller, "amrani", "mediatheque", 8, 3, 50)
    convention = teller.convention(refused, teller.ago(days=12))
    teller.sign(convention, teller.ago(days=8), "agent")
    reason = "Le remboursement des repas n’est pas prévu par notre délibération."
    teller.refuse(convention, "employer", teller.ago(days=4), reason)
    signed = _agreed(teller, "brasseur", "accueil_lassigny", 3, 3, 95)
    convention = teller.convention(signed, teller.ago(days=40))
    teller.sign(convention, teller.ago(days=20))
    # The parties are asked to sign it.
    teller.avenant(
        convention,
        teller.ago(days=2),
        change_place=True,
        place="Maison des services, 2 rue de l’École, 60310 Lassigny",
        reason="Le guichet de la mairie est fermé pour travaux.",
    )
    # This week.
    under_way = _agreed(teller, "masson", "cantine", 0, 5, 110)
    teller.sign(teller.convention(under_way, teller.ago(days=60)), teller.ago(days=30))


def _over(teller, who, offer, weeks_ago, days):
    """An immersion that took place, convention signed; and its last day."""
    request = _agreed(teller, who, offer, -weeks_ago, days, 7 * (weeks_ago + 14))
    start, end = request.date_start, request.date_end
    convention = teller.convention(request, start - timedelta(days=40))
    teller.sign(convention, start - timedelta(days=20))
    teller.end(request, end)
    return request, end


def _bilans(teller):
    request, end = _over(teller, "lesage", "developpement", 4, 3)
    bilans = teller.ask_bilans(request, end + timedelta(days=1))
    teller.give_bilan(
        bilans["tutor"],
        end + timedelta(days=4),
        "3432",
        presence="completed",
        fit="yes",
        next_step="training",
        job_opening="maybe",
        tasks=[0],
        advice="Se former au montage des dossiers de subvention.",
    )
    teller.give_bilan(
        bilans["agent"],
        end + timedelta(days=6),
        "3332",
        satisfaction="4",
        next_step="training",
        comment="J’ai été très bien accueilli, et je vois mieux ce qu’il me manque.",
    )
    # Both are asked, nobody has answered yet.
    request, end = _over(teller, "diallo", "accueil_lassigny", 2, 2)
    teller.ask_bilans(request, end + timedelta(days=1))
