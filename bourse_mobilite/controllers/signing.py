"""Someone without an account, who signs by a personal link."""

from functools import partial

from odoo.http import request, route

from . import act_file
from . import ceremony as steps
from .ceremony import Ceremony, evidence
from .frame import house_sudo, page, typed
from .links import Links
from .typed_again import retry, what_was_typed

_URL = "/convention/signer/<string:secret>"
# The document is shown, to sign or closed; otherwise the page only says why not.
_OPEN = ("sign", "later")
_CLOSED = ("refused", "stopped", "replaced", "cancelled")
_SHOWN = (*_OPEN, "signed", *_CLOSED)
# A new link is of use: to sign, to sign the version in force, to read again.
_RENEWED = ("sign", "signed", "replaced")


def _get(path=""):
    return route(
        _URL + path,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
    )


def _post(path=""):
    # The secret is in the address: whoever can forge the request can also open the
    # link. A token would only lose the name typed in a browser that keeps no cookie.
    return route(
        _URL + path,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )


class SignLinks(Links):
    @_get()
    def sign_read(self, secret, **_more):
        """The document first. Opening consumes nothing: scanners of mail open links."""
        link_sudo, row_sudo, status = self._sign_open(secret)
        if status not in _SHOWN:
            return self._sign_dead(secret, link_sudo, row_sudo, status)
        if request.httprequest.method == "GET":
            row_sudo._note_opened(evidence(_identity(link_sudo)))
        # Of a version that was replaced, the new link opens the version in force.
        return self._sign_page(
            "portal_sign_read",
            secret,
            row_sudo,
            pages=act_file.pages_of(row_sudo.document_id),
            renew=_renew(secret) if status == "replaced" else "",
        )

    @_get("/nom")
    def sign_name(self, secret, **_more):
        """Type or draw one's name."""
        return self._sign_step(secret, steps.name_page)

    @_post("/nom")
    def sign_named(self, secret, name="", sure="", **_more):
        """The name is kept, and a code is sent."""
        return self._sign_step(
            secret, lambda ceremony: steps.name_typed(ceremony, name, sure)
        )

    @route(
        f"{_URL}/dessin",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        max_content_length=steps.HEAVIEST_REQUEST,
    )
    def sign_drawn(self, secret, name="", signature="", sure="", **_more):
        """What the signature form of Odoo sends: a name and a picture."""
        link_sudo, row_sudo, status = self._sign_open(secret)
        if status != "sign":
            url = f"/convention/signer/{secret}"
            return {"force_refresh": True, "redirect_url": url}
        ceremony = self._sign_ceremony(secret, link_sudo, row_sudo)
        return steps.take_drawing(ceremony, name, signature, sure)

    @_get("/code")
    def sign_code(self, secret, **_more):
        """Type the code."""
        return self._sign_step(secret, steps.code_page)

    @_post("/code")
    def sign_confirmed(self, secret, code="", **_more):
        """The code is right: it is signed."""
        return self._sign_step(secret, lambda ceremony: steps.take_code(ceremony, code))

    @_post("/code/nouveau")
    def sign_code_again(self, secret, **_more):
        """Send another code."""
        return self._sign_step(secret, steps.send_again)

    @_get("/refuser")
    def sign_refuse(self, secret, **_more):
        """What a refusal does, before it is one."""
        return self._sign_refuse_page(secret)

    @_post("/refuser")
    def sign_refused(self, secret, reason="", **_more):
        """Record the refusal and its reason."""
        link_sudo, row_sudo, status = self._sign_open(secret)
        if status == "sign":
            reason = typed(reason)
            proof = {**evidence(_identity(link_sudo)), "method": "code"}
            error = steps.take_refusal(row_sudo, reason, proof)
            if error:
                show = partial(self._sign_refuse_page, secret)
                url = f"/convention/signer/{secret}/refuser"
                step = steps.refusal_step(row_sudo)
                return self._private(retry(step, url, show, error=error, reason=reason))
        return self._sign_back(secret)

    @_get("/papier")
    def sign_paper(self, secret, **_more):
        """How to sign on paper."""
        _link_sudo, row_sudo, status = self._sign_open(secret)
        if status not in _OPEN:
            return self._sign_back(secret)
        return self._sign_page("portal_sign_paper", secret, row_sudo)

    @_get("/fichier")
    def sign_file(self, secret, **_more):
        """The very file that is signed; sealed, once everyone has signed."""
        _link_sudo, row_sudo, status = self._sign_open(secret)
        if status not in _SHOWN:
            return self._sign_back(secret)
        return self._private(act_file.file_of(row_sudo.document_id))

    @_get("/page/<int:number>.png")
    def sign_picture(self, secret, number, **_more):
        """A page of the file as a picture."""
        _link_sudo, row_sudo, status = self._sign_open(secret)
        if status not in _SHOWN:
            raise request.not_found()
        response = act_file.picture_of(row_sudo.document_id, number)
        return act_file.keep_picture(self._private(response))

    @_post("/nouveau")
    def sign_link_again(self, secret, **_more):
        """The link is too old: a new one leaves, to the mailbox of its owner only."""
        link_sudo = request.env["mobility.link"]._find(secret, "sign")
        if not link_sudo:
            return self._sign_back(secret)
        request.env["mobility.link.lost"]._note(
            link=link_sudo, source=request.httprequest.remote_addr
        )
        url = f"/convention/signer/{secret}/envoye"
        return self._private(request.redirect(url, code=303))

    @_get("/envoye")
    def sign_link_sent(self, secret, **_more):
        """Where to look for the new link."""
        if not request.env["mobility.link"]._find(secret, "sign"):
            return self._sign_back(secret)
        return self._private(page("portal_sign_link_sent"))

    def _sign_open(self, secret):
        """``(link, row, status)`` of the secret: the status is one of
        `mobility.signatory._portal_status`, or ``expired``, ``revoked``, ``unknown``.

        Signing on paper, refusing or replacing the document closes the links: by them
        nothing is signed any more, and one still reads what became of it.
        """
        link_sudo = request.env["mobility.link"]._find(secret, "sign")
        row_sudo = link_sudo and link_sudo._record()
        if not row_sudo or row_sudo.role != "signature":
            return link_sudo, None, "unknown"
        status = row_sudo._portal_status()
        mine = row_sudo.partner_id == link_sudo.partner_id
        if not mine or row_sudo.state == "replaced":
            status = "substituted"
        elif status in _CLOSED and row_sudo._of_ended_roles():
            status = "no_role"
        elif status in _OPEN and link_sudo.revoked_on:
            status = "revoked"
        elif status in _SHOWN and link_sudo._is_too_old():
            status = "expired"
        return link_sudo, row_sudo, status

    def _sign_ceremony(self, secret, link_sudo, row_sudo):
        path = f"/convention/signer/{secret}"
        return Ceremony(
            row_sudo,
            link_sudo.partner_id,
            "code",
            _identity(link_sudo),
            _urls(path),
            {},
        )

    def _sign_step(self, secret, step):
        """One step of the signature, as long as it is asked for."""
        link_sudo, row_sudo, status = self._sign_open(secret)
        if status != "sign":
            return self._sign_back(secret)
        return self._private(step(self._sign_ceremony(secret, link_sudo, row_sudo)))

    def _sign_page(self, template, secret, row_sudo, **values):
        response = page(
            template,
            document=row_sudo._portal_values(),
            urls=_urls(f"/convention/signer/{secret}"),
            company_sudo=row_sudo.company_id,
            **values,
        )
        return self._private(response)

    def _sign_refuse_page(self, secret, **values):
        _link_sudo, row_sudo, status = self._sign_open(secret)
        if status != "sign":
            return self._sign_back(secret)
        values = values or what_was_typed(steps.refusal_step(row_sudo))
        values = {"error": "", "reason": "", **values}
        return self._sign_page("portal_sign_refuse", secret, row_sudo, **values)

    def _sign_back(self, secret):
        """To the page that says where things are."""
        url = f"/convention/signer/{secret}"
        return self._private(request.redirect(url, code=303))

    def _sign_dead(self, secret, link_sudo, row_sudo, status):
        """Why the link opens nothing, in one sentence, and what to do. No word of
        what the document holds."""
        document = row_sudo and row_sudo._portal_values()
        lost = status in ("expired", "revoked") and document["status"] in _RENEWED
        return self._private(
            page(
                "portal_sign_dead",
                status=410 if link_sudo else 404,
                reached=status,
                document=document,
                renew=_renew(secret) if lost else "",
                company_sudo=row_sudo.company_id if row_sudo else house_sudo(),
            )
        )


def _identity(link_sudo):
    return f"link {link_sudo.id}"


def _renew(secret):
    return f"/convention/signer/{secret}/nouveau"


def _urls(path):
    return {
        "read": path,
        "name": f"{path}/nom",
        "code": f"{path}/code",
        "again": f"{path}/code/nouveau",
        "drawing": f"{path}/dessin",
        "refuse": f"{path}/refuser",
        "paper": f"{path}/papier",
        "file": f"{path}/fichier",
        "page": f"{path}/page",
        "done": path,
    }
