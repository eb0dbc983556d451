"""Who looks for an immersion, and what they know already: the places that fit."""

from odoo.fields import Command

# who, licence, and each skill with its level.
LOOKING = [
    (
        "agent",
        "yes",
        {"accueil": "autonomous", "bureautique": "accompanied",
         "classement": "autonomous", "ecoute": "autonomous"},
    ),
    (
        "agent2",
        "yes",
        {"accueil": "master", "activites": "master", "lecture": "accompanied",
         "bureautique": "accompanied", "classement": "autonomous"},
    ),
    ("lesage", "no", {"catalogage": "autonomous", "accueil": "autonomous"}),
    ("benali", "yes", {"ecoute": "master", "accueil": "autonomous"}),
]  # fmt: skip


def tell(teller):
    offers = teller.env["mobility.offer"].search([("state", "!=", "draft")])
    for offer in offers:
        own = offer.skill_line_ids.skill_id
        usual = offer.metier_id.skill_ids - own
        offer.skill_line_ids = [
            Command.create({"skill_id": skill.id}) for skill in usual
        ]
    for who, licence, skills in LOOKING:
        candidate = teller.record(f"candidate_{who}").with_env(teller.env)
        candidate.with_context(tracking_disable=True).write(
            {
                "seeking": True,
                "licence": licence,
                "skill_line_ids": [
                    Command.create(
                        {
                            "skill_id": teller.record(f"skill_{skill}").id,
                            "level_id": teller.record(f"skill_level_{level}").id,
                        }
                    )
                    for skill, level in skills.items()
                ],
            }
        )
    teller.env["mobility.candidate"]._cron_find_places()
