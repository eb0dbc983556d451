"""Anyone who holds a document: is it authentic, and still in force?"""

from odoo.http import Controller, request, route

from ..rules.verification import GROUPS, LENGTH, odd_letters, read_code, read_hash
from .frame import house_sudo, page, typed

_URL = "/convention/verifier"
# What a form shows again of what was typed; nothing longer is a code or a hash.
_LONGEST = 200
# Letters and digits of a code.
_WHOLE = GROUPS * LENGTH


class Verify(Controller):
    @route(_URL, type="http", auth="public", website=True, readonly=True)
    def verify(self, code="", sha256="", **_more):
        """The form, and the answer to what it sent.

        :param code: the code printed on each page, as typed
        :param sha256: the hash of the file, made in the browser: the file stays there
        """
        if typed(code):
            return self._answer(code=typed(code))
        if typed(sha256):
            return self._answer(sha256=typed(sha256))
        return self._page(asked="")

    @route(
        f"{_URL}/<string:code>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def verify_code(self, code, **_more):
        """What the QR code on each page opens."""
        return self._answer(code=typed(code))

    def _answer(self, code="", sha256=""):
        code, sha256 = code[:_LONGEST], sha256[:_LONGEST]
        found = request.env["mobility.document"]._verified(code, sha256)
        length, odd = odd_letters(code)
        response = self._page(
            asked="code" if code else "file",
            code=read_code(code) or code,
            sha256=read_hash(sha256) or sha256,
            complete=length == _WHOLE if code else bool(read_hash(sha256)),
            short=length < _WHOLE,
            odd=", ".join(odd),
            found=found,
            status=200 if found else 404,
        )
        # Neither indexed nor kept: tomorrow the answer may be another.
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(self, status=200, **values):
        shown = {"code": "", "sha256": "", "complete": False, "found": {}, **values}
        return page(
            "portal_verify",
            status=status,
            company_sudo=house_sudo(),
            **shown,
        )
