"""The days of an immersion, for the calendar of whoever has a part in it."""

from odoo.fields import Domain
from odoo.http import request, route

from .frame import download
from .links import Links
from .party import Party, own_request


def _agenda(content):
    return download(content, "immersion.ics", "text/calendar; charset=utf-8")


class PartyAgenda(Party):
    @route(
        "/my/demandes/<int:request_id>/agenda.ics",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def request_agenda(self, request_id, **_more):
        """The calendar file of a request that the connected person may read."""
        immersion = own_request(request_id) or self._read_by_staff(request_id)
        if not immersion or not immersion._has_agenda():
            raise request.not_found()
        immersion_sudo = immersion.sudo()
        own = immersion_sudo.partner_id == request.env.user.partner_id
        return _agenda(immersion._agenda(for_agent=own))

    def _read_by_staff(self, request_id):
        """The request for staff, to whom the record rules show it."""
        immersions = request.env["mobility.request"]
        if request.env.user._is_internal() and immersions.has_access("read"):
            return immersions.search(Domain("id", "=", request_id))
        return immersions


class LinkAgenda(Links):
    @route(
        "/demande/decider/<string:secret>/agenda.ics",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def link_agenda(self, secret, **_more):
        """The calendar file, for the holder of a living link."""
        link_sudo, decision_sudo = self._open(secret)
        if not decision_sudo:
            return self._dead(link_sudo, secret)
        return self._private(_agenda(decision_sudo.request_id._agenda()))
