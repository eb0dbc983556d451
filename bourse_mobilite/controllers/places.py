"""The agent: the places that fit, why, and what is looked for."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.http import Controller, request, route

from ..models.mobility_digest import RHYTHMS
from . import catalogue
from .frame import house_sudo, own_candidate, page, typed, typed_date, typed_id

_PLACES, _SEARCH = "/my/mobilite/places", "/my/mobilite/recherche"
MOST_METIERS = 3
# As far as the list of offers goes, and a little nearer for who walks.
RADIUSES = (5, *catalogue.RADIUSES)


class Places(Controller):
    @route(_PLACES, type="http", auth="user", website=True, readonly=True)
    def places(self, saved="", **_more):
        """The best places of today, with what speaks for and against each."""
        candidate = own_candidate()
        if not candidate:
            raise request.not_found()
        return page(
            "portal_places",
            page_name="mobility_places",
            places=candidate._portal_places(),
            search=candidate._portal_search(),
            metiers=self._metiers(),
            weeks=request.env["mobility.offer"]._weeks_to_choose(),
            week_shown=0,
            saved=bool(saved),
        )

    @route(
        _SEARCH, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def search(self, **_more):
        """What the agent looks for, to be changed."""
        candidate = own_candidate()
        if not candidate:
            raise request.not_found()
        return self._form(candidate._portal_search())

    @route(
        _SEARCH, type="http", auth="user", website=True, methods=["POST"], sitemap=False
    )
    def save_search(self, **_more):
        """Keep it and show the places, or show the form again as it was sent."""
        candidate = own_candidate()
        if not candidate:
            raise request.not_found()
        sent = request.httprequest.form
        metiers = self._metiers()
        chosen = dict.fromkeys(typed_id(one) for one in sent.getlist("metier"))
        metiers = metiers.filtered(lambda one: one.id in chosen)[:MOST_METIERS]
        radius = typed_id(sent.get("radius_km"))
        licence = typed(sent.get("licence"))
        rhythm = typed(sent.get("digest"))
        kept = candidate._portal_search()
        # The form offers what the file holds, too; what is unreadable changes nothing.
        offered = {*RADIUSES, kept["radius_km"]}
        search = {
            "metiers": metiers.ids,
            "commune": kept["commune"],
            "radius_km": radius if radius in offered else kept["radius_km"],
            "licence": licence if licence in ("yes", "no") else "",
            "free_from": typed_date(sent.get("free_from")),
            "free_to": typed_date(sent.get("free_to")),
            "seeking": bool(sent.get("seeking")),
            "digest": rhythm if rhythm in dict(RHYTHMS) else kept["digest"],
        }
        errors = {
            name: request.env._("We do not read this date: write it as 31/12/2026.")
            for name in ("free_from", "free_to")
            if typed(sent.get(name)) and not search[name]
        }
        if errors:
            return self._form(search, errors, sent)
        try:
            with request.env.cr.savepoint():
                candidate._save_search(
                    {
                        "target_metier_ids": [Command.set(metiers.ids)],
                        "radius_km": search["radius_km"],
                        "licence": search["licence"] or False,
                        "free_from": search["free_from"] or False,
                        "free_to": search["free_to"] or False,
                        "seeking": search["seeking"],
                        "digest": search["digest"],
                    }
                )
        except ValidationError as refusal:
            return self._form(search, {"free_to": refusal.args[0]}, sent)
        return request.redirect(f"{_PLACES}?saved=1", code=303)

    @route("/rapprochement", type="http", auth="public", website=True, readonly=True)
    def explanation(self, **_more):
        """How places are sorted: criteria, weights, data, operations (CRPA, arts
        L. 311-3-1 and R. 311-3-1-2)."""
        return page(
            "portal_matching",
            rules=request.env["mobility.matching"]._explained(house_sudo()),
            company_sudo=house_sudo(),
        )

    def _form(self, search, errors=None, sent=None):
        return page(
            "portal_search",
            page_name="mobility_search",
            search=search,
            metiers=self._metiers(),
            most_metiers=MOST_METIERS,
            radiuses=sorted({*RADIUSES, search["radius_km"]}),
            errors=errors or {},
            sent=sent or {},
        )

    def _metiers(self):
        return request.env["mobility.metier"].search_fetch([], ["name"])
