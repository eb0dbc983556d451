"""An employer who is solicited answers by personal link, without an account."""

from odoo.exceptions import UserError
from odoo.http import request, route

from .frame import house_sudo, page, typed, typed_date, typed_id
from .links import Links

_LINK = "/sollicitation/<string:secret>"
_PUBLIC = {
    "type": "http", "auth": "public", "website": True, "multilang": False,
    "sitemap": False,
}  # fmt: skip
CHOICES = {"oui": "yes", "plus-tard": "later", "non": "no", "collegue": "colleague"}
_TEXTS = ("title", "service", "place", "tutor", "details", "words", "reason", "mailbox")
_DATES = ("date_from", "date_to", "later_on")
# Longer than any field takes: what a form of ours would never send.
_LONGEST = 5000


class SolicitationLinks(Links):
    @route(_LINK, methods=["GET"], readonly=True, **_PUBLIC)
    def solicitation(self, secret, choix="", repondu="", **_more):
        """The profile and the four answers; then the form of the one chosen. Nothing
        is recorded by opening: scanners of mail open links."""
        link_sudo, row_sudo = self._open_solicitation(secret)
        if not row_sudo:
            return self._dead_solicitation(link_sudo)
        return self._private(
            self._show_solicitation(
                secret,
                row_sudo,
                choice=choix if choix in CHOICES else "",
                answered=bool(repondu and row_sudo.answered_on),
            )
        )

    @route(_LINK, methods=["POST"], csrf=False, **_PUBLIC)
    def solicited(self, secret, choix="", **form):
        """Record the answer, once."""
        link_sudo, row_sudo = self._open_solicitation(secret)
        if not row_sudo:
            return self._dead_solicitation(link_sudo)
        values, error = self._typed_answer(form)
        state = row_sudo.state
        try:
            if error:
                raise UserError(error)
            with request.env.cr.savepoint():
                row_sudo._answer(CHOICES.get(choix, ""), values)
        except UserError as refusal:
            # Touched twice, or sent again by the phone: it is recorded all the same.
            if state != CHOICES.get(choix) or row_sudo._is_open():
                return self._private(
                    self._show_solicitation(
                        secret,
                        row_sudo,
                        choice=choix if choix in CHOICES else "",
                        error=refusal.args[0],
                        kept={name: typed(form.get(name))[:_LONGEST] for name in form},
                    )
                )
        if row_sudo.state == "forwarded":
            return self._private(page("portal_solicitation_passed_on"))
        return self._private(
            request.redirect(f"/sollicitation/{secret}?repondu=1", code=303)
        )

    @route(f"{_LINK}/stop", methods=["GET"], readonly=True, **_PUBLIC)
    def stop_solicitations(self, secret, **_more):
        """Ask for a confirmation: nothing is recorded by opening."""
        link_sudo, row_sudo = self._open_solicitation(secret)
        if not row_sudo:
            return self._dead_solicitation(link_sudo)
        return self._private(self._show_stop(secret, row_sudo))

    # The mail program of the reader may send it by itself (RFC 8058).
    @route(f"{_LINK}/stop", methods=["POST"], csrf=False, **_PUBLIC)
    def solicitations_stopped(self, secret, **_more):
        """Write no more to this employer; again changes nothing."""
        link_sudo, row_sudo = self._open_solicitation(secret)
        if not row_sudo:
            return self._dead_solicitation(link_sudo)
        row_sudo._stop()
        return self._private(self._show_stop(secret, row_sudo, stopped=True))

    def _open_solicitation(self, secret):
        """The link of the secret, and its solicitation when its person still may
        answer for the employer."""
        link_sudo = request.env["mobility.link"]._find(secret, "answer")
        if not link_sudo or not link_sudo._is_alive():
            return link_sudo, None
        row_sudo = link_sudo._record()
        if not row_sudo or not row_sudo._may_be_opened_by(link_sudo.partner_id):
            return link_sudo, None
        # The language of the page is the visitor's, the words of the CDG its own.
        return link_sudo, row_sudo.with_company(row_sudo.company_id)

    def _typed_answer(self, form):
        """``(values, what is wrong)`` of the form that was sent."""
        values = {name: typed(form.get(name)) for name in _TEXTS}
        for name in _DATES:
            text = typed(form.get(name))
            values[name] = typed_date(text) if text else False
            if text and not values[name]:
                return values, request.env._("This date cannot be read: “%s”.", text)
        values["capacity"] = typed_id(form.get("capacity"))
        return values, ""

    def _show_solicitation(self, secret, row_sudo, **values):
        campaign_sudo = row_sudo.campaign_id
        reasons = row_sudo._fields["reason"]._description_selection(request.env)
        states = dict(row_sudo._fields["state"]._description_selection(request.env))
        return page(
            "portal_solicitation",
            solicited={
                "organisation": row_sudo.employer_id.name,
                "profiles": (row_sudo.profile or "").split("\n")
                if row_sudo.profile
                else [],
                "message": campaign_sudo.message or "",
                "week": campaign_sudo.kind == "week",
                "phases": campaign_sudo._phase_lines(),
                "week_from": str(campaign_sudo.week_from or ""),
                "week_to": str(campaign_sudo.week_to or ""),
                "answer_by": campaign_sudo.answer_by,
                "open": row_sudo._is_open(),
                "state": row_sudo.state,
                "answer": states[row_sudo.state],
                "later_on": row_sudo.later_on,
            },
            path=f"/sollicitation/{secret}",
            reasons=reasons,
            company_sudo=row_sudo.company_id,
            **{"choice": "", "answered": False, "error": "", "kept": {}, **values},
        )

    def _show_stop(self, secret, row_sudo, stopped=False):
        return page(
            "portal_solicitation_stop",
            organisation=row_sudo.employer_id.name,
            path=f"/sollicitation/{secret}",
            stopped=stopped or row_sudo.employer_id.mobility_no_solicitation,
            company_sudo=row_sudo.company_id,
        )

    def _dead_solicitation(self, link_sudo):
        """One page for every link that does not open, with what to do."""
        return self._private(
            page(
                "portal_solicitation_dead",
                status=410 if link_sudo else 404,
                company_sudo=house_sudo(),
            )
        )
