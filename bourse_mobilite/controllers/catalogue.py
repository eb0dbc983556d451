"""Anyone: the offers that are published and still open."""

from odoo.fields import Domain
from odoo.http import Controller, request, route

from .frame import PAGE_SIZE, page, pager, typed, typed_id

RADIUSES = (10, 20, 30, 50, 80)
USUAL_RADIUS = 30
_URL = "/immersions"


class Catalogue(Controller):
    # No filter on working conditions: addresses are kept in logs, and what someone
    # must avoid is a matter of health.
    @route(
        [_URL, f"{_URL}/page/<int:number>"],
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def offers(
        self,
        number=1,
        q="",
        metier="",
        lieu="",
        commune="",
        rayon="",
        semaine="",
        **_more,
    ):
        """The list.

        :param q: words; ``metier``: id of a métier; ``lieu``: a commune or a postal
            code as typed; ``commune``: INSEE code of the one meant; ``rayon``: km;
            ``semaine``: id of an immersion week
        """
        offers = self._offers()
        metiers = offers._catalogue_metiers()
        chosen = metiers.filtered(lambda one: one.id == typed_id(metier))
        place, others = self._place(typed(lieu), typed(commune))
        radius = typed_id(rayon)
        radius = radius if radius in RADIUSES else USUAL_RADIUS
        domain = offers._catalogue_domain(typed(q), chosen)
        asked = {"q": typed(q), "metier": chosen.id or "", "lieu": typed(lieu)}
        weeks = offers._weeks_to_choose()
        shown = {week["id"] for week in weeks} & {typed_id(semaine)}
        if shown:
            domain &= offers._week_domain(*shown)
            asked["semaine"] = typed_id(semaine)
        if place:
            asked["rayon"] = radius
            asked["commune"] = place.code if typed(commune) == place.code else ""
        found, total = offers._catalogue_search(
            domain, place, radius, number, PAGE_SIZE, at_once=bool(typed(q))
        )
        return page(
            "portal_catalogue",
            offers=found,
            distances={
                commune_id: request.env._("%s km", round(far))
                if far >= 1
                else request.env._("less than 1 km")
                for commune_id, far in found.commune_id._distances_from(place).items()
            },
            pager=pager(_URL, total, number, **asked),
            metiers=metiers,
            metier=chosen,
            place=place,
            other_places=others,
            unknown_place=typed(lieu) if typed(lieu) and not place else "",
            radius=radius,
            radiuses=RADIUSES,
            wider=next((wide for wide in RADIUSES if place and wide > radius), 0),
            asked=asked,
            weeks=weeks,
            week_shown=asked.get("semaine", 0),
            filtered=bool(typed(q) or chosen or typed(lieu) or shown),
        )

    @route(
        f"{_URL}/<int:offer_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def offer(self, offer_id, **_more):
        """One offer, as long as it is open."""
        offers = self._offers()
        offer = offers.search(offers._open_domain() & Domain("id", "=", offer_id))
        if not offer:
            raise request.not_found()
        return page("portal_offer", offer=offer)

    def _offers(self):
        """The offers, read as the person who looks; a member of staff without any
        of our rights reads what anyone reads."""
        offers = request.env["mobility.offer"]
        if offers.has_access("read"):
            return offers
        return offers.with_user(request.env.ref("base.public_user"))

    def _place(self, lieu, code):
        """The commune meant and the others of that name."""
        communes = request.env["mobility.commune"]
        if not lieu:
            return communes, communes
        found = communes._search_typed(lieu)
        place = found.filtered(lambda one: one.code == code) or found[:1]
        return place, found - place
