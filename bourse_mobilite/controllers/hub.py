"""A connected person, agent or not: what waits, on one page."""

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.web import Home
from odoo.addons.web.controllers.utils import is_user_internal

from ..models.ir_http import PRIVATE
from .frame import house_sudo, own_candidate
from .party import Party, own_organisations_sudo


class SignIn(Home):
    def _login_redirect(self, uid, redirect=None):
        """Someone who has a part in an immersion arrives where it waits."""
        if not redirect and not is_user_internal(uid):
            user = request.env["res.users"].browse(uid)
            user = user.with_user(user)
            if user._mobility_candidate() or user._mobility_employers():
                redirect = "/my/mobilite"
        return super()._login_redirect(uid, redirect=redirect)


class Hub(Party):
    @route("/my/mobilite", type="http", auth="user", website=True, readonly=True)
    def mobility(self, **_more):
        """The hub: one's own file, one's organisations, and what waits."""
        partner = request.env.user.partner_id
        candidate = own_candidate()
        organisations_sudo = own_organisations_sudo()
        own = request.env["mobility.request"]
        if candidate:
            own = own.search(
                Domain("partner_id", "=", partner.id)
                & (
                    Domain("state", "in", ["draft", "submitted", "agreed"])
                    | Domain("waiting_for", "=", "agent")
                    | Domain("state", "=", "refused")
                    & Domain("decision_ids.answered_on", ">=", "today -30d")
                ),
            ).sorted(lambda one: one.waiting_for != "agent")
        to_sign = self._to_sign(partner)
        files = request.env["mobility.ppr"]
        own_ppr = bool(candidate) and files._portal_any("agent")
        ppr_files = bool(organisations_sudo) and files._portal_any("employer")
        response = self._page(
            "portal_mobility",
            "mobility",
            mobility_own_file=bool(candidate),
            file=candidate and candidate._portal_values(),
            immersions=[
                immersion._portal_values(partner, organisations_sudo)
                for immersion in own
            ],
            to_sign=to_sign.get(False, []),
            organisations=self._organisations(organisations_sudo, to_sign),
            hosted=request.env["mobility.convention"]._portal_hosted(partner),
            bilans=request.env["mobility.assessment"]._portal_own(
                partner, waiting=True
            ),
            own_ppr=own_ppr,
            ppr_files=ppr_files,
            company_sudo=house_sudo(),
        )
        if own_ppr or ppr_files:
            response.headers.update(PRIVATE)
        return response

    def _to_sign(self, partner):
        """What waits for the signature of the connected person and can be opened, by
        id of the organisation for which they sign (False: as the agent)."""
        acts = request.env["mobility.convention"]
        waiting = acts._portal_to_sign(partner) if acts.has_access("read") else []
        if not waiting:
            return {}
        ids = [one["convention_id"] for one in waiting]
        readable = acts.search(self._conventions_domain() & Domain("id", "in", ids))
        found = {}
        for one in waiting:
            if one["convention_id"] in (False, *readable.ids):
                found.setdefault(one["organisation_id"], []).append(one)
        return found

    def _organisations(self, organisations_sudo, to_sign):
        """``{name, waiting, offers, to_sign}`` of each organisation."""
        if not organisations_sudo:
            return []
        decisions, offers = (
            request.env["mobility.decision"],
            request.env["mobility.offer"],
        )
        inside = Domain("organisation_id", "in", organisations_sudo.ids)
        waiting = decisions._read_group(
            self._to_answer_domain() & inside, ["organisation_id"], ["__count"]
        )
        waiting = {organisation.id: count for organisation, count in waiting}
        places = offers._read_group(self._own_offers_domain(), ["host_id"], ["__count"])
        places = {host.id: count for host, count in places}
        return [
            {
                "name": organisation.name,
                "waiting": waiting.get(organisation.id, 0),
                "to_sign": to_sign.get(organisation.id, []),
                "offers": places.get(organisation.id, 0),
            }
            for organisation in organisations_sudo
        ]
