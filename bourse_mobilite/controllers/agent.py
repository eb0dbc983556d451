"""The agent: asks for an immersion, gives one up."""

import json
from urllib.parse import urlencode

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from ..models.guard import civil_day
from ..models.mobility_request_ask import RequestNotice, RequestRefused
from ..rules.working_days import add_months
from .ask_form import AskForm
from .frame import house_sudo, own_candidate, page, typed, typed_id
from .party import Party, own_request

_NEW = "/my/demandes/nouvelle"
_REASON = 200  # characters, as the field says


class Agent(Controller):
    @route(
        _NEW,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def new_request(self, offer="", follows="", **_more):
        """The form, for an offer that is open; ``follows`` is the own postponed
        request that it takes up, with the dates that were proposed."""
        postponed_sudo = self._postponed(follows)
        place = self._offer(offer or str(postponed_sudo.offer_id.id))
        postponed_sudo = self._postponed(follows, place)
        form = AskForm({})
        if postponed_sudo.offer_id:
            form.take_up(postponed_sudo._portal_proposal())
        return self._form(place, form, postponed_sudo)

    @route(
        _NEW, type="http", auth="user", website=True, methods=["POST"], sitemap=False
    )
    def send_request(self, offer="", follows="", confirm="", noticed="", **_more):
        """Send the request, or show the form again with all that was typed."""
        place, candidate = self._offer(offer), own_candidate()
        if not place or not candidate:
            return self._form(place)
        postponed_sudo = self._postponed(follows, place)
        form = AskForm(request.httprequest.form)
        errors = form.errors()
        if errors:
            return self._form(place, form, postponed_sudo, errors=errors)
        requests = request.env["mobility.request"]
        try:
            immersion = requests._create_from_portal(
                candidate,
                place,
                {**form.values(), "follows": postponed_sudo.id},
                confirmed=typed(confirm),
            )
        except RequestNotice as notice:
            again = self._read_again(notice, typed(confirm), typed(noticed))
            return self._form(place, form, postponed_sudo, notice=notice, again=again)
        except RequestRefused as refusal:
            return self._form(
                place,
                form,
                postponed_sudo,
                errors={"rules": refusal.args[0]},
                about_days=refusal.about_days,
            )
        except UserError as refusal:
            errors = {"rules": refusal.args[0]}
            return self._form(place, form, postponed_sudo, errors=errors)
        return request.redirect(f"/my/demandes/{immersion.id}?sent=1", code=303)

    @route(
        "/my/demandes/<int:request_id>/retirer",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ask_withdrawal(self, request_id, **_more):
        """What giving up means, before it is done."""
        return self._withdrawal(request_id)

    @route(
        "/my/demandes/<int:request_id>/retirer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def withdraw(self, request_id, reason="", **_more):
        """Give up one's own request; a second time changes nothing."""
        immersion = self._own(request_id)
        if not immersion:
            raise request.not_found()
        if immersion.state != "withdrawn":
            try:
                with request.env.cr.savepoint():
                    immersion.action_withdraw_own(typed(reason)[:_REASON])
            except UserError as refusal:
                return Party.show_request(immersion, error=refusal.args[0])
        return request.redirect(f"/my/demandes/{request_id}?withdrawn=1", code=303)

    def _withdrawal(self, request_id):
        immersion = self._own(request_id)
        if not immersion:
            raise request.not_found()
        shown = immersion._portal_values(request.env.user.partner_id)
        if not shown["can_withdraw"]:
            return request.redirect(f"/my/demandes/{request_id}", code=303)
        return page("portal_withdraw", page_name="mobility_withdraw", immersion=shown)

    def _own(self, request_id):
        """The request when it is the connected person's own, or nothing."""
        immersion = own_request(request_id)
        return immersion.filtered(
            lambda one: one.partner_id == request.env.user.partner_id
        )

    def _offer(self, offer_id):
        offers = request.env["mobility.offer"]
        return offers.search(
            offers._open_domain() & Domain("id", "=", typed_id(str(offer_id)))
        )

    def _postponed(self, follows, offer=None):
        """The own postponed request that the form takes up (sudo), or nothing: the
        model looks only among those of the file it is given."""
        return request.env["mobility.request"]._portal_postponed(
            own_candidate(), typed_id(str(follows)), offer
        )

    def _read_again(self, notice, confirm, noticed):
        """What to say of a note that was shown before, or ''."""
        if noticed == notice.mark:
            return request.env._("Tick the box below to send your request.")
        if noticed or confirm:
            return request.env._(
                "This note is not the one you read before: please read it again."
            )
        return ""

    def _form(self, offer, form=None, postponed_sudo=None, **said):
        """The page; ``said`` holds what the form comes back with: ``errors`` by field,
        ``about_days`` (the lines of the rules that are), ``notice``, ``again``."""
        candidate = own_candidate()
        form = form or AskForm({})
        follows = postponed_sudo.id if postponed_sudo else 0
        values, barred = {}, []
        if offer and candidate:
            requests = request.env["mobility.request"]
            barred = requests._portal_barred(candidate, offer)
            values = {
                **self._calendar(offer, candidate, form),
                **self._way_back(offer, candidate, follows),
            }
        return page(
            "portal_new_request",
            page_name="mobility_new_request",
            offer=offer,
            file=candidate and candidate._portal_values(),
            days_text=request.env["mobility.request"]._days_text,
            texts=form.texts,
            wrong=form.wrong,
            barred=barred,
            follows=follows,
            proposals=postponed_sudo._portal_proposal()["proposals"]
            if postponed_sudo and postponed_sudo.offer_id
            else [],
            company_sudo=house_sudo(),
            **{"errors": {}, "about_days": (), "notice": None, "again": "", **said},
            **values,
        )

    def _way_back(self, offer, candidate, follows):
        """Where the form is sent: the login page keeps this address, and nothing of
        what was posted. ``kept_of`` and ``kept_for`` say whose what was typed is, and
        for what."""
        query = {"offer": offer.id}
        if follows:
            query["follows"] = follows
        return {
            "form_action": f"{_NEW}?{urlencode(query)}",
            "kept_of": candidate.id,
            "kept_for": f"{offer.id}-{follows}",
        }

    def _calendar(self, offer, candidate, form):
        """What the page shows of the regime and of the days that can be chosen."""
        today = civil_day(request.env.user)
        # The figures of a text of law are anyone's to know; the file is one's own.
        candidate_sudo = candidate.sudo()
        regime_sudo = (
            request.env["mobility.regime"]
            .sudo()
            ._in_force("pip", today, candidate_sudo.company_id)
        )
        choice = offer._day_choice(candidate_sudo)
        rule = regime_sudo._as_rule()
        counted = candidate_sudo._counted_days()
        usual_start = add_months(today, regime_sudo.notice_months)
        first, last = choice.bounds()
        return {
            "regime_sudo": regime_sudo,
            "usual_start": usual_start,
            "earliest": first.isoformat(),
            "latest": last.isoformat(),
            "day_names": offer._day_names(),
            "day_words": json.dumps(offer._day_words()),
            "half_day": regime_sudo.half_day_value or 0.5,
            "months": offer._day_months(
                choice, counted, rule, form.start or usual_start, form.days
            )
            if first <= last
            else [],
        }
