"""The agent of a PPR: where it stands, an answer, what is held and who looked. Not one
of these pages is kept by a browser, nor has a title that says what it is."""

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.ir_http import PRIVATE
from .frame import PAGE_SIZE, download, page, pager, typed

_LIST = "/my/mobilite/ppr"
_ONE = f"{_LIST}/<int:ppr_id>"
_USER = {"type": "http", "auth": "user", "website": True, "sitemap": False}
# What an answer is called in an address.
CHOICES = {
    "accepter": "accept",
    "decliner": "decline",
    "accord": "agree",
    "refus": "refuse",
    "reclassement": "extend",
}
_WORDS = {step: word for word, step in CHOICES.items()}


def private_page(template, **values):
    """A page that nobody keeps, indexes or passes on."""
    response = page(template, **values)
    response.headers.update(PRIVATE)
    return response


def private_redirect(url):
    response = request.redirect(url, code=303)
    response.headers.update(PRIVATE)
    return response


class OwnPpr(Controller):
    @route(_LIST, methods=["GET"], **_USER)
    def own_ppr(self, **_more):
        """The file of the connected agent, or the list when there are several."""
        files = request.env["mobility.ppr"]._portal_search("agent")
        if not files:
            raise request.not_found()
        if len(files) == 1:
            return self._show(files)
        return private_page(
            "portal_ppr_own_list",
            page_name="mobility_preparation",
            cards=request.env["mobility.ppr"]._portal_cards("agent"),
        )

    @route(_ONE, methods=["GET"], **_USER)
    def one_own_ppr(self, ppr_id, fait="", **_more):
        """One file: where it stands, what comes next and whose turn it is."""
        ppr = self._own(ppr_id)
        step = CHOICES.get(typed(fait))
        done = step if step and ppr.sudo()._answered_so(step) else ""
        return self._show(ppr, done=done)

    @route(f"{_ONE}/repondre", methods=["GET"], **_USER)
    def own_ppr_choose(self, ppr_id, choix="", **_more):
        """What each answer means; then, for the one chosen, a last look."""
        ppr, word = self._own(ppr_id), typed(choix)
        step = CHOICES.get(word)
        error = ppr._own_refusal(step) if step else ""
        if step and ppr.sudo()._answered_so(step):
            return private_redirect(f"{_LIST}/{ppr_id}?fait={word}")
        tried = step if error else ""
        return self._answer_page(ppr, "" if error else step or "", error, tried)

    @route(f"{_ONE}/repondre", methods=["POST"], **_USER)
    def own_ppr_answer(self, ppr_id, choix="", **_more):
        """Record the answer, once; sent twice, it is the same page."""
        ppr, word = self._own(ppr_id), typed(choix)
        step = CHOICES.get(word, "")
        try:
            with request.env.cr.savepoint():
                ppr._answer_own(step)
        except UserError as refusal:
            return self._answer_page(ppr, "", refusal.args[0], step)
        return private_redirect(f"{_LIST}/{ppr_id}?fait={word}")

    @route(f"{_ONE}/donnees", methods=["GET"], **_USER)
    def own_ppr_held(self, ppr_id, **_more):
        """All that is held on the agent in this file."""
        ppr = self._own(ppr_id)
        return private_page(
            "portal_ppr_held",
            page_name="mobility_preparation",
            ppr_id=ppr_id,
            sections=ppr._portal_held(),
        )

    @route(f"{_ONE}/donnees/copie", methods=["GET"], **_USER)
    def own_ppr_copy(self, ppr_id, **_more):
        """The same as a PDF to keep."""
        content = self._own(ppr_id)._printed_held()
        response = download(content, "document.pdf", "application/pdf")
        response.headers.update(PRIVATE)
        return response

    @route(
        [f"{_ONE}/lectures", f"{_ONE}/lectures/page/<int:number>"],
        methods=["GET"],
        **_USER,
    )
    def own_ppr_readings(self, ppr_id, number=1, **_more):
        """Who looked at this file, and when."""
        ppr = self._own(ppr_id)
        url = f"{_LIST}/{ppr_id}/lectures"
        pages = pager(url, ppr._portal_reading_count(), number)
        return private_page(
            "portal_ppr_readings",
            page_name="mobility_preparation",
            ppr_id=ppr_id,
            readings=ppr._portal_readings(pages["offset"], PAGE_SIZE),
            pager=pages,
        )

    def _own(self, ppr_id):
        """The file of this id, of the connected agent.

        :raises NotFound: it is somebody else's, or nobody's
        """
        ppr = request.env["mobility.ppr"]._portal_search("agent", ppr_id)
        if not ppr:
            raise request.not_found()
        return ppr

    def _show(self, ppr, done=""):
        return private_page(
            "portal_ppr_own",
            page_name="mobility_preparation",
            ppr=ppr._portal_page(),
            done=done,
        )

    def _answer_page(self, ppr, step, error="", tried=""):
        shown = ppr._portal_page()
        if not (step or error or shown["asked"]):
            return private_redirect(f"{_LIST}/{ppr.id}")
        return private_page(
            "portal_ppr_answer",
            page_name="mobility_preparation",
            ppr=shown,
            step=step,
            word=_WORDS.get(step, ""),
            options=[
                (name, _WORDS[name]) for name in shown["choices"] if name != "extend"
            ],
            error=error,
            recorded=ppr._portal_recorded(tried) if tried else "",
        )
