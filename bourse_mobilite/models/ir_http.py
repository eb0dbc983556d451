from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed, NotFound, abort

from odoo import http, models
from odoo.http import request

from ..rules.personal_link import read_secret

# An address with a secret is neither indexed, kept nor passed on.
PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "SAMEORIGIN",
}
_READS = ("GET", "HEAD")
# The first words of the addresses of our pages.
OWN_PAGES = (
    "/my/mobilite", "/my/demandes", "/my/conventions", "/my/offres",
    "/my/signatures", "/my/bilans", "/immersions", "/metiers", "/convention",
    "/demande", "/bilan", "/sollicitation", "/my/ppr",
)  # fmt: skip


def _is_ours(endpoint):
    return endpoint.__module__.startswith("odoo.addons.bourse_mobilite")


class IrHttp(models.AbstractModel):
    """What happens to an address before one of our pages answers."""

    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The words of our scripts, in the language of the pages of the portal."""
        names = super()._get_translation_frontend_modules_name()
        return [*names, "bourse_mobilite"]

    @classmethod
    def _match(cls, path):
        """The address of a form that was sent is typed or reloaded, or comes after the
        login: on to the page that has the form. Nothing is recorded by opening."""
        try:
            return super()._match(path)
        except MethodNotAllowed:
            above = cls._mobility_page_above(request.httprequest.path)
            if above:
                abort(cls._mobility_private(request.redirect(quote(above), code=303)))
            raise

    @classmethod
    def _mobility_page_above(cls, path):
        """The nearest address above ``path`` that is a page, or ''; '' too when it was
        not to be read, or is none of ours."""
        if request.httprequest.method not in _READS:
            return ""
        router = http.root.get_db_router(request.db).bind("")
        endpoint, _arguments = router.match(path, method="POST")
        if not _is_ours(endpoint):
            return ""
        while path := path.rpartition("/")[0]:
            try:
                endpoint, _arguments = router.match(path, method="GET")
            except (MethodNotAllowed, NotFound):
                continue
            if endpoint.routing["type"] == "http" and endpoint.routing.get("website"):
                return path
        return ""

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """A personal link that was copied with the full stop behind it opens all the
        same, at its own address."""
        copied = args.get("secret")
        if (
            copied
            and _is_ours(rule.endpoint)
            and request.httprequest.method in _READS
            and (secret := read_secret(copied)) not in ("", copied)
        ):
            _domain, path = rule.build({**args, "secret": secret})
            clean = request.redirect_query(path, request.httprequest.args)
            abort(cls._mobility_private(clean))
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _get_error_html(cls, env, code, values):
        """Under our addresses, one page in plain words for what does not exist and for
        what is somebody else's: nobody learns which of the two it is."""
        path = f"{request.httprequest.path.rstrip('/')}/"
        if code in (403, 404) and path.startswith(
            tuple(f"{one}/" for one in OWN_PAGES)
        ):
            house = {"company_sudo": env.company.sudo()}
            view = "bourse_mobilite.portal_not_here"
            return code, env["ir.ui.view"]._render_template(view, house)
        return super()._get_error_html(env, code, values)

    @classmethod
    def _mobility_private(cls, response):
        response.headers.update(PRIVATE)
        return response
