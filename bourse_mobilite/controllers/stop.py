"""A party puts an end to an immersion whose convention everyone has signed: from its
account, or by the personal link with which it signed."""

from odoo.exceptions import UserError
from odoo.http import request, route

from .ceremony import evidence
from .frame import page, too_long, typed, typed_date
from .party import Party
from .signing import SignLinks

_PORTAL = "/my/conventions/<int:convention_id>/arreter"
_LINK = "/convention/signer/<string:secret>/arreter"
# What the form holds before anything is typed.
_NOTHING = {"error": "", "reason": "", "last_day": "", "chosen": ""}
_HERE = {"type": "http", "website": True}
_FORMS = ("give_up", "early_end")


def _choices(act_sudo, person_sudo):
    """``{value: (party, role)}`` of those for whom this person speaks here."""
    return {
        f"{party}-{role.employer_id.id}" if role else party: (party, role)
        for party, role in act_sudo._parties_of(person_sudo)
    }


def _show(act_sudo, choices, **values):
    return page(
        "portal_stop",
        stop=act_sudo._stop_values(),
        choices=[
            (value, role.employer_id.name) for value, (_party, role) in choices.items()
        ],
        company_sudo=act_sudo.company_id,
        **{**_NOTHING, **values},
    )


def _take(act_sudo, person_sudo, way, identity, form):
    """Record what the party wrote.

    :param way: ``portal`` or ``link``
    :param form: what was typed: ``way``, ``chosen``, ``last_day``, ``reason``
    :return: '' when it is recorded, else what to say on the same page
    """
    choices = _choices(act_sudo, person_sudo)
    chosen = form["chosen"] if len(choices) > 1 else next(iter(choices))
    try:
        if error := too_long(form["reason"]):
            raise UserError(error)
        if chosen not in choices:
            raise UserError(request.env._("Please say for whom you ask it."))
        if form["way"] != act_sudo._stop_way():
            raise UserError(
                request.env._(
                    "Things have changed since you opened this page: please read it "
                    "again."
                )
            )
        party, role = choices[chosen]
        name = act_sudo._party_name(person_sudo, role)
        asked = {"way": way, "reason": form["reason"], **evidence(identity)}
        with request.env.cr.savepoint():
            if form["way"] == "give_up":
                act_sudo._give_up(party, name, **asked)
            else:
                last_day = typed_date(form["last_day"])
                act_sudo._ask_early_end(party, name, last_day, **asked)
    except UserError as refusal:
        return refusal.args[0]
    return ""


def _typed(way="", chosen="", last_day="", reason="", **_more):
    return {
        "way": typed(way),
        "chosen": typed(chosen),
        "last_day": typed(last_day),
        "reason": typed(reason),
    }


def _kept(form):
    return {name: form[name] for name in ("chosen", "last_day", "reason")}


class Stop(Party):
    @route(_PORTAL, auth="user", methods=["GET"], readonly=True, **_HERE)
    def stop(self, convention_id, **_more):
        """What one can still do, and the form; or what was done."""
        act_sudo, choices = self._stop_own(convention_id)
        return self._stop_page(act_sudo, choices)

    @route(_PORTAL, auth="user", methods=["POST"], **_HERE)
    def stopped(self, convention_id, **form):
        """Record it, once."""
        act_sudo, choices = self._stop_own(convention_id)
        form, user = _typed(**form), request.env.user
        error = ""
        if act_sudo._stop_way() in _FORMS:
            identity = f"user {user.login}"
            error = _take(act_sudo, user.partner_id, "portal", identity, form)
        if error:
            return self._stop_page(act_sudo, choices, error=error, **_kept(form))
        # Touched twice, or sent again by the phone: the page says what is recorded.
        url = f"/my/conventions/{act_sudo.id}/arreter"
        return request.redirect(url, code=303)

    def _stop_own(self, convention_id):
        """The convention (sudo) and for whom one speaks in it; 404 for who does not."""
        act = self._own_convention(convention_id)
        person = request.env.user.partner_id
        # Read above as the person; each choice is a party for whom they speak.
        act_sudo = act.sudo()
        choices = _choices(act_sudo, person) if act else {}
        if not choices:
            raise request.not_found()
        return act_sudo, choices

    def _stop_page(self, act_sudo, choices, **values):
        return _show(
            act_sudo,
            choices,
            page_name="mobility_convention",
            act={"id": act_sudo.id, "number": act_sudo.number},
            url=f"/my/conventions/{act_sudo.id}/arreter",
            back=f"/my/conventions/{act_sudo.id}",
            by_link=False,
            **values,
        )


class StopLinks(SignLinks):
    @route(
        _LINK, auth="public", methods=["GET"], multilang=False, sitemap=False, **_HERE
    )
    def stop_by_link(self, secret, **_more):
        """As on the portal, for someone without an account."""
        act_sudo, link_sudo = self._stop_signed(secret)
        if not act_sudo:
            return self._sign_back(secret)
        return self._stop_link_page(secret, act_sudo, link_sudo)

    # The secret is in the address: whoever can forge the request can also open the
    # link.
    @route(
        _LINK,
        auth="public",
        methods=["POST"],
        multilang=False,
        csrf=False,
        sitemap=False,
        **_HERE,
    )
    def stopped_by_link(self, secret, **form):
        """Record it, once."""
        act_sudo, link_sudo = self._stop_signed(secret)
        if not act_sudo:
            return self._sign_back(secret)
        form, error = _typed(**form), ""
        if act_sudo._stop_way() in _FORMS:
            person_sudo = link_sudo.partner_id
            identity = f"link {link_sudo.id}"
            error = _take(act_sudo, person_sudo, "link", identity, form)
        if error:
            return self._stop_link_page(
                secret, act_sudo, link_sudo, error=error, **_kept(form)
            )
        url = f"/convention/signer/{secret}/arreter"
        return self._private(request.redirect(url, code=303))

    def _stop_signed(self, secret):
        """The convention that the holder of this link has signed, and still speaks
        for, with the link (sudo); nothing to stop otherwise."""
        link_sudo, row_sudo, status = self._sign_open(secret)
        acts = request.env["mobility.convention"].sudo()
        if status not in ("signed", "cancelled") or row_sudo.state != "signed":
            return acts, link_sudo
        document_sudo = row_sudo.document_id
        act_sudo = document_sudo.convention_id or document_sudo.avenant_id.convention_id
        if not act_sudo or not act_sudo._parties_of(link_sudo.partner_id):
            return acts, link_sudo
        return act_sudo, link_sudo

    def _stop_link_page(self, secret, act_sudo, link_sudo, **values):
        path = f"/convention/signer/{secret}"
        response = _show(
            act_sudo,
            _choices(act_sudo, link_sudo.partner_id),
            url=f"{path}/arreter",
            back=path,
            by_link=True,
            **values,
        )
        return self._private(response)
