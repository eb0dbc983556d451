"""Employers are asked for places: for an agent of whom they read an anonymous profile,
and for an immersion week whose places are about to be published."""

from datetime import timedelta

from odoo.fields import Command

from odoo.addons.bourse_mobilite.models.guard import acting

WORD = (
    "Une immersion dure deux à cinq jours. L’agent reste payé par son employeur, et "
    "nous préparons tous les papiers."
)
WEEK = "Une place suffit : une demi-journée d’observation vaut déjà la peine."

# employer, days until the answer, the choice, what was typed.
FOR_AN_AGENT = [
    ("trois_forets", 2, "yes", {"title": "Guichet de l’espace France services",
                                "service": "Accueil", "capacity": 1,
                                "tutor": "Responsable du guichet",
                                "details": "Recevoir les habitants, les orienter, "
                                "préparer leurs rendez-vous."}),
    ("oph", 3, "later", {"words": "Nous déménageons en ce moment."}),
    ("hopital", 4, "no", {"reason": "no_tutor",
                          "words": "Notre accueil est en sous-effectif."}),
    ("eaux", 5, "colleague", {"mailbox": "c.mercier@eaux-haut-plateau.example"}),
    # Another domain than the town hall's: the adviser confirms it.
    ("passel", 6, "colleague", {"mailbox": "secretariat.passel@courriel.example"}),
]  # fmt: skip
# employer, choice, the place, its métier once the adviser has read it over.
FOR_THE_WEEK = [
    ("ccas", "yes", {"title": "Une journée à l’accueil social", "capacity": 2,
                     "service": "Accueil"}, "agent_accueil_social"),
    ("noyon", "yes", {"title": "Découvrir la médiathèque", "capacity": 3,
                      "service": "Lecture publique"}, "agent_mediatheque"),
    ("departement", "yes", {"title": "Les coulisses des ressources humaines",
                            "capacity": 2, "service": "Carrières"}, ""),
    ("sdis", "no", {"reason": "not_now"}, ""),
]  # fmt: skip


def tell(teller):
    _for_an_agent(teller)
    _week(teller)


def _campaign(teller, sent, employers, **vals):
    """A campaign that left on the day ``sent``; its rows by the name of the employer."""
    records = {name: teller.record(f"employer_{name}") for name in employers}
    campaigns = teller.env["mobility.campaign"].with_context(tracking_disable=True)
    campaign = campaigns.create(
        {
            "employer_ids": [
                Command.link(employer.id) for employer in records.values()
            ],
            "answer_by": teller.today + timedelta(days=16),
            **vals,
        }
    )
    teller.on(campaign, sent).action_send()
    rows = acting(campaign.sudo().solicitation_ids)
    rows._leave()
    rows.mailed_on = teller.working(sent)
    teller.date_notes(campaign, sent)
    by_employer = rows.grouped("employer_id")
    return campaign, {name: by_employer[one] for name, one in records.items()}


def _for_an_agent(teller):
    sent = teller.ago(days=13)
    campaign, rows = _campaign(
        teller,
        sent,
        [*(name for name, *_answer in FOR_AN_AGENT), "chiry", "ddsp"],
        name="Une place à l’accueil, pour un agent qui veut quitter le terrain",
        message=WORD,
        candidate_ids=[Command.link(teller.record("candidate_agent").id)],
    )
    for name, days, choice, values in FOR_AN_AGENT:
        if choice == "later":
            values = {**values, "later_on": teller.today + timedelta(days=9)}
        answered = sent + timedelta(days=days)
        teller.on(rows[name], answered)._answer(choice, values)
    # Reminded a week later, and still silent.
    silent = rows["chiry"] | rows["ddsp"]
    silent._remind()
    silent.reminded_on = teller.ago(days=6)
    _word_of_the_activities(teller, campaign)


def _week(teller):
    sent = teller.ago(days=24)
    first, last = teller.span(20, 5)
    campaign, rows = _campaign(
        teller,
        sent,
        [*(name for name, *_answer in FOR_THE_WEEK), "college"],
        name="Semaine d’immersion dans l’Oise",
        kind="week",
        message=WEEK,
        week_from=first,
        week_to=last,
        deposit_until=teller.today + timedelta(days=16),
        publication_until=teller.today + timedelta(days=20),
        choice_until=teller.today + timedelta(days=34),
        conventions_until=first - timedelta(days=7),
    )
    for name, choice, values, metier in FOR_THE_WEEK:
        row = teller.on(rows[name], sent + timedelta(days=8))
        row._answer(choice, values)
        if metier:
            row.offer_id.metier_id = teller.record(f"metier_{metier}")
    # The time to give places is over: it is the adviser's turn.
    over = teller.today - timedelta(days=2)
    acting(campaign).write(
        {
            "deposit_until": over,
            "answer_by": over,
            "publication_until": teller.today + timedelta(days=6),
        }
    )
    campaign.sudo()._tell_phase()
    _word_of_the_activities(teller, campaign)


def _word_of_the_activities(teller, campaign):
    """They wait since the answers came, a few days at most."""
    campaign.activity_ids.sudo().date_deadline = teller.today
