"""Three years of immersions: what the statistics and the quota count."""

from datetime import timedelta

WHY = "Je souhaite découvrir ce métier avant de préparer un changement de poste."

# who, offer, weeks ago, days, how it ended. In date order: numbers follow it.
HISTORY = [
    ("lambert", "cuisine_hopital", 152, 3, "done"),
    ("petit", "prevention_sdis", 145, 2, "done"),
    ("brasseur", "accueil_social", 132, 4, "done"),
    ("morel", "espaces_verts", 128, 5, "done"),
    ("benali", "insertion", 121, 5, "done"),
    ("leroux", "maintenance_oph", 117, 2, "refused"),
    ("dumont", "france_services", 110, 3, "done"),
    ("fournier", "developpement", 104, 5, "postponed"),
    ("jacquet", "rh_departement", 96, 5, "done"),
    ("vandamme", "urbanisme", 90, 5, "done"),
    ("diallo", "accueil_social", 84, 3, "withdrawn"),
    ("amrani", "developpement", 78, 4, "done"),
    ("lesage", "mediatheque", 73, 5, "done"),
    ("benali", "social_departement", 69, 5, "done"),
    ("aubert", "atsem", 64, 2, "host_refused"),
    ("jacquet", "mediatheque", 60, 3, "no_show"),
    # From here on, the conventions were made with this software.
    ("tellier", "decheterie", 58, 3, "done_with_convention"),
    ("masson", "etat_civil", 52, 3, "cancelled_with_convention"),
    ("nguyen", "creche", 46, 4, "done_with_convention"),
    ("petit", "prevention_sdis", 40, 3, "done_with_convention"),
    ("agent", "technique_chiry", 34, 2, "done_with_convention"),
    ("aubert", "accueil_social", 30, 4, "interrupted"),
    ("benali", "locative", 25, 7, "done_with_convention"),
    ("dumont", "archives", 13, 2, "done_with_convention"),
]

BEFORE = "Convention signée avant l’usage de ce logiciel."
REFUSED = "L’effectif du service ne permet pas une absence pendant cette période."
POSTPONED = "Nous proposons de reporter après le renouvellement des marchés."
HOST_REFUSED = "L’école accueille déjà deux stagiaires à ces dates."


def tell(teller):
    for who, offer, weeks, days, outcome in HISTORY:
        _one(teller, who, offer, weeks, days, outcome)
    teller.letters_were_read()


def _one(teller, who, offer, weeks, days, outcome):
    start, end = teller.span(-weeks, days)
    asked = start - timedelta(weeks=14)
    on_paper = not teller.record(f"candidate_{who}").email
    request = teller.draft(who, offer, -weeks, days, WHY, asked, on_paper=on_paper)
    request = request.with_context(tracking_disable=True)
    teller.submit(request, asked)
    early, late = asked + timedelta(days=9), asked + timedelta(days=17)
    if outcome == "refused":
        teller.answer(request, "origin", early, "refused", REFUSED)
    elif outcome == "postponed":
        period = teller.proposed(-weeks + 6)
        teller.answer(request, "origin", early, "postponed", POSTPONED, **period)
    elif outcome == "withdrawn":
        teller.end(request, early, "action_withdraw", "Changement de situation.")
    else:
        teller.answer(request, "origin", early)
        if outcome == "host_refused":
            teller.answer(request, "host", late, "refused", HOST_REFUSED)
        else:
            teller.answer(request, "host", late)
            _after_agreement(teller, request, late, start, end, outcome)


def _after_agreement(teller, request, agreed, start, end, outcome):
    if outcome == "no_show":
        teller.end(request, end, "action_no_show", "Ne s’est pas présenté.")
        return
    if outcome == "interrupted":
        reason = f"Le service a fermé pour travaux. {BEFORE}"
        teller.end(request, end, "action_interrupt", start, reason)
        return
    if outcome.endswith("_with_convention"):
        made = agreed + timedelta(days=10)
        convention = teller.convention(request, made)
        if outcome.startswith("cancelled"):
            reason = "Le service d’accueil déménage à ces dates."
            cancelled = made + timedelta(days=12)
            teller.on(convention, cancelled).action_cancel(reason)
            teller.end(request, cancelled, "action_cancel", reason)
            return
        teller.sign(convention, made + timedelta(days=14))
        teller.end(request, end)
    else:
        teller.end(request, end, "action_done", (), BEFORE)
