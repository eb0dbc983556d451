"""Back to the form with what was typed in it, when it could not be taken."""

from odoo.http import request

_KEPT = "mobility_typed"
# Characters of a text that is kept; none of ours is as long.
_LONGEST = 50_000


def retry(step, url, show, **kept):
    """Redirect to the page of the form, which shows what was typed and what is wrong:
    its reader can go back or reload without sending it twice.

    A browser that keeps no cookie is answered at once, and loses nothing either.

    :param step: what the form is, without the secret of its address
    :param show: makes the page, of ``kept``
    """
    if request.cookies.get("session_id") != request.session.sid:
        return show(**kept)
    kept = {name: text[:_LONGEST] for name, text in kept.items()}
    request.session[_KEPT] = {"step": step, **kept}
    return request.redirect(url, code=303)


def what_was_typed(step):
    """What `retry` has kept of this step, once."""
    kept = request.session.get(_KEPT) or {}
    if kept.get("step") != step or request.httprequest.method != "GET":
        return {}
    del request.session[_KEPT]
    return {name: text for name, text in kept.items() if name != "step"}
