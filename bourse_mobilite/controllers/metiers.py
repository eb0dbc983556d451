"""Anyone: what the métiers are, and the immersions that let one try them."""

from odoo.fields import Domain
from odoo.http import Controller, request, route

from .frame import page, typed

_URL = "/metiers"
# More than any list of usual métiers: beyond it, one is asked for a word.
LONGEST_LIST = 400
_SHOWN = (
    "name", "champ", "speciality", "description", "rome_code", "rome_label",
)  # fmt: skip


class Metiers(Controller):
    # No filter on working conditions: addresses are kept in logs, and what someone
    # must avoid is a matter of health.
    @route(_URL, type="http", auth="public", website=True, readonly=True)
    def metiers(self, q="", **_more):
        """The métiers by field.

        :param q: words, each to be found in a name, a description or a skill
        """
        metiers = request.env["mobility.metier"]
        text = typed(q)[:200]
        found = metiers._page_list(text, LONGEST_LIST + 1)
        return page(
            "portal_metiers",
            champs=[
                (champ, _grouped(members, "speciality"))
                for champ, members in _grouped(found[:LONGEST_LIST], "champ")
            ],
            counts=metiers._open_offer_counts(),
            total=min(len(found), LONGEST_LIST),
            too_many=len(found) > LONGEST_LIST,
            text=text,
        )

    @route(
        f"{_URL}/<int:metier_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def metier(self, metier_id, **_more):
        """One métier, unless it is archived."""
        metier = request.env["mobility.metier"].search_fetch(
            Domain("id", "=", metier_id), _SHOWN
        )
        if not metier:
            raise request.not_found()
        return page(
            "portal_metier",
            metier=metier,
            skills=metier._page_skills(),
            trainings=metier._page_trainings(),
            counts=metier._open_offer_counts(),
        )


def _grouped(metiers, name):
    """``[(value, métiers)]`` of sorted métiers, by the field ``name``."""
    return list(metiers.grouped(lambda metier: metier[name] or "").items())
