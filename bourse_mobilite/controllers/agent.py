"""The agent: asks for an immersion, gives one up."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from ..models.mobility_request_portal import RequestNotice
from ..rules.working_days import add_months
from .frame import own_candidate, page, too_long, typed, typed_date, typed_id
from .party import Party, own_request

_NEW = "/my/demandes/nouvelle"


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
    def new_request(self, offer="", **_more):
        """The form, for an offer that is open."""
        return self._form(self._offer(offer))

    @route(
        _NEW, type="http", auth="user", website=True, methods=["POST"], sitemap=False
    )
    def send_request(
        self, offer="", date_start="", date_end="", motivation="", confirm="", **_more
    ):
        """Send the request, or show the form again with all that was typed."""
        place, candidate = self._offer(offer), own_candidate()
        if not place or not candidate:
            return self._form(place)
        texts = {
            "date_start": typed(date_start),
            "date_end": typed(date_end),
            "motivation": typed(motivation),
        }
        errors = self._errors(texts)
        if errors:
            return self._form(place, texts, errors=errors)
        values = {
            "date_start": typed_date(date_start),
            "date_end": typed_date(date_end),
            "motivation": texts["motivation"],
        }
        requests = request.env["mobility.request"]
        try:
            immersion = requests._create_from_portal(
                candidate, place, values, confirmed=bool(confirm)
            )
        except RequestNotice as notice:
            return self._form(place, texts, notice=notice.args[0])
        except UserError as refusal:
            return self._form(place, texts, errors={"rules": refusal.args[0]})
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
    def withdraw(self, request_id, **_more):
        """Give up one's own request."""
        immersion = self._own(request_id)
        if not immersion:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                immersion.action_withdraw_own()
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

    def _errors(self, texts):
        """What is not even a date or a text, by field."""
        errors = {}
        start, end = typed_date(texts["date_start"]), typed_date(texts["date_end"])
        if not start:
            errors["date_start"] = request.env._("Please choose the first day.")
        if not end:
            errors["date_end"] = request.env._("Please choose the last day.")
        if start and end and start > end:
            errors["date_end"] = request.env._("The last day comes before the first.")
        elif start and end and end > add_months(start, 12):
            errors["date_end"] = request.env._(
                "The last day is more than a year after the first."
            )
        today = fields.Date.context_today(request.env.user)
        if start and not errors and not today <= start <= add_months(today, 60):
            errors["date_start"] = request.env._(
                "The first day is in the past or too far away."
            )
        if not texts["motivation"]:
            errors["motivation"] = request.env._(
                "Please say why you ask for this immersion."
            )
        elif problem := too_long(texts["motivation"]):
            errors["motivation"] = problem
        return errors

    def _form(self, offer, texts=None, errors=None, notice=""):
        candidate = own_candidate()
        today = fields.Date.context_today(request.env.user)
        # The figures of a text of law are anyone's to know.
        regime_sudo = (
            request.env["mobility.regime"]
            .sudo()
            ._in_force("pip", today, candidate.company_id)
        )
        return page(
            "portal_new_request",
            page_name="mobility_new_request",
            offer=offer,
            file=candidate and candidate._portal_values(),
            regime_sudo=regime_sudo,
            days_text=request.env["mobility.request"]._days_text,
            usual_start=add_months(today, regime_sudo.notice_months),
            earliest=(today + timedelta(days=1)).isoformat(),
            latest=add_months(today, 24).isoformat(),
            texts=texts or {"date_start": "", "date_end": "", "motivation": ""},
            errors=errors or {},
            notice=notice,
            company_sudo=request.env.company.sudo(),
        )
