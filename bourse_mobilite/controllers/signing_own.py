"""A connected person who signs: the mayor's table, one code for what is ticked."""

from functools import partial
from urllib.parse import urlencode

from odoo.http import request, route

from . import act_file
from . import ceremony as steps
from .ceremony import Ceremony, evidence
from .frame import page, typed, typed_id
from .party import Party
from .typed_again import retry, what_was_typed

_URL = "/my/signatures"
# Documents that are signed in one go.
_MOST = 50
_READ = ("sign", "later", "signed", "refused", "stopped", "replaced", "cancelled")


def _get(path="", **options):
    return route(
        _URL + path, type="http", auth="user", website=True, methods=["GET"], **options
    )


def _post(path=""):
    return route(_URL + path, type="http", auth="user", website=True, methods=["POST"])


class OwnSignatures(Party):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "mobility_signature_count" in counters:
            values["mobility_signature_count"] = len(self._sign_waiting())
        return values

    @_get()
    def signatures(self, vide="", **_more):
        """Everything that waits for the signature of the connected person, and what
        has just been signed or refused."""
        waiting = self._sign_waiting()
        done = self._sign_chosen("fait").filtered(lambda row: row.state == "signed")
        no = self._sign_chosen("refus").filtered(lambda row: row.state == "refused")
        return self._sign_show(
            "portal_sign_table",
            documents=waiting._portal_list(),
            everything=self._sign_url("lire", waiting[:_MOST]),
            done=done._portal_list(),
            refused=no._portal_list(),
            empty=bool(vide),
            with_code=self._sign_ceremony(waiting[:1]).with_code,
            most=_MOST,
        )

    @_get("/lire")
    def sign_read(self, rang="1", **_more):
        """Read what was ticked, one document after the other."""
        rows = _reached(self._sign_chosen("piece"), *_READ)
        if not rows:
            return self._sign_back()
        rank = min(max(1, typed_id(rang)), len(rows))
        row = rows[rank - 1]
        row._note_opened(evidence(self._sign_identity()))
        path = self._sign_url("lire", rows)
        ceremony = self._sign_ceremony(self._sign_rows(rows))
        return self._sign_show(
            "portal_sign_own_read",
            document=row._portal_values(),
            pages=act_file.pages_of(row.document_id),
            urls={**ceremony.urls, **_row_urls(row)},
            rank=rank,
            count=len(rows),
            waiting_count=len(ceremony.rows),
            previous=f"{path}&rang={rank - 1}" if rank > 1 else "",
            next=f"{path}&rang={rank + 1}" if rank < len(rows) else "",
            with_code=ceremony.with_code,
            company_sudo=row.company_id,
        )

    @_get("/nom")
    def sign_name(self, **_more):
        """Type or draw one's name, once for all that was ticked."""
        return self._sign_step(steps.name_page)

    @_post("/nom")
    def sign_named(self, name="", sure="", **_more):
        """The name is kept, and a code is sent; or it is signed, without a code."""
        return self._sign_step(lambda ceremony: steps.name_typed(ceremony, name, sure))

    @route(
        f"{_URL}/dessin",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        max_content_length=steps.HEAVIEST_REQUEST,
    )
    def sign_drawn(self, name="", signature="", sure="", **_more):
        """What the signature form of Odoo sends: a name and a picture."""
        ceremony = self._sign_ceremony(self._sign_rows(self._sign_chosen("piece")))
        if not ceremony.rows:
            return {"force_refresh": True, "redirect_url": f"{_URL}?vide=1"}
        return steps.take_drawing(ceremony, name, signature, sure)

    @_get("/code")
    def sign_code(self, **_more):
        """Type the code."""
        return self._sign_step(steps.code_page)

    @_post("/code")
    def sign_confirmed(self, code="", **_more):
        """The code is right: everything that was ticked is signed."""
        return self._sign_step(lambda ceremony: steps.take_code(ceremony, code))

    @_get("/code/nouveau")
    def sign_code_reloaded(self, **_more):
        """Nothing is sent by opening: back to the code of what was ticked."""
        return request.redirect(
            self._sign_url("code", self._sign_chosen("piece")), code=303
        )

    @_post("/code/nouveau")
    def sign_code_again(self, **_more):
        """Send another code."""
        return self._sign_step(steps.send_again)

    @_get("/<int:row_id>/refuser")
    def sign_refuse(self, row_id, **_more):
        """What a refusal does, before it is one."""
        return self._sign_refuse_page(row_id)

    @_post("/<int:row_id>/refuser")
    def sign_refused(self, row_id, reason="", **_more):
        """Record the refusal and its reason."""
        row_sudo = self._sign_row(row_id, "sign")
        if row_sudo:
            reason = typed(reason)
            proof = {**evidence(self._sign_identity()), "method": "portal"}
            error = steps.take_refusal(row_sudo, reason, proof)
            if error:
                show = partial(self._sign_refuse_page, row_id)
                url = _row_urls(row_sudo)["refuse"]
                step = steps.refusal_step(row_sudo)
                return retry(step, url, show, error=error, reason=reason)
        return request.redirect(f"{_URL}?refus={row_id}", code=303)

    @_get("/<int:row_id>/papier")
    def sign_paper(self, row_id, **_more):
        """How to sign on paper."""
        row_sudo = self._sign_row(row_id, "sign", "later")
        if not row_sudo:
            return self._sign_back()
        return self._sign_document_page("portal_sign_paper", row_sudo)

    @_get("/<int:row_id>/fichier", multilang=False, readonly=True)
    def sign_file(self, row_id, **_more):
        """The very file that is signed; sealed, once everyone has signed."""
        row_sudo = self._sign_row(row_id, *_READ)
        if not row_sudo:
            raise request.not_found()
        return act_file.file_of(row_sudo.document_id)

    @_get("/<int:row_id>/page/<int:number>.png", multilang=False, readonly=True)
    def sign_picture(self, row_id, number, **_more):
        """A page of the file as a picture."""
        row_sudo = self._sign_row(row_id, *_READ)
        if not row_sudo:
            raise request.not_found()
        return act_file.keep_picture(act_file.picture_of(row_sudo.document_id, number))

    def _sign_waiting(self):
        return request.env["mobility.signatory"]._portal_waiting(
            request.env.user.partner_id
        )

    def _sign_chosen(self, name):
        """The signatures of the connected person that the address names (sudo), in the
        order of the table; those of others are as if they were not."""
        ids = request.httprequest.args.getlist(name)[:_MOST]
        ids = [typed_id(one) for one in ids]
        rows = request.env["mobility.signatory"]._portal_rows(
            request.env.user.partner_id, ids
        )
        return (rows - rows._of_ended_roles())._portal_sorted()

    def _sign_row(self, row_id, *statuses):
        """The signature, when it is the connected person's and is in one of these
        statuses (sudo)."""
        rows = request.env["mobility.signatory"]._portal_rows(
            request.env.user.partner_id, [row_id]
        )
        return _reached(rows, *statuses)

    def _sign_rows(self, rows):
        """Those of ``rows`` that wait now; without a code, one at a time."""
        found = _reached(rows, "sign")
        return found if all(row._code_mailbox() for row in found) else found[:1]

    def _sign_ceremony(self, rows):
        return Ceremony(
            rows,
            request.env.user.partner_id.sudo(),
            "portal",
            self._sign_identity(),
            {
                "read": self._sign_url("lire", rows),
                "name": self._sign_url("nom", rows),
                "code": self._sign_url("code", rows),
                "again": self._sign_url("code/nouveau", rows),
                "drawing": self._sign_url("dessin", rows),
                "done": f"{_URL}?{urlencode([('fait', row.id) for row in rows])}",
            },
            _frame(),
        )

    def _sign_identity(self):
        return f"user {request.env.user.login}"

    def _sign_url(self, path, rows):
        return f"{_URL}/{path}?{urlencode([('piece', row.id) for row in rows])}"

    def _sign_step(self, step):
        """One step of the signature, for what still waits of what was ticked."""
        chosen = self._sign_chosen("piece")
        ceremony = self._sign_ceremony(self._sign_rows(chosen))
        if ceremony.rows:
            return step(ceremony)
        signed = [("fait", row.id) for row in chosen if row.state == "signed"]
        if signed:
            return request.redirect(f"{_URL}?{urlencode(signed)}", code=303)
        return self._sign_back()

    def _sign_back(self):
        return request.redirect(f"{_URL}?vide=1", code=303)

    def _sign_refuse_page(self, row_id, **values):
        row_sudo = self._sign_row(row_id, "sign")
        if not row_sudo:
            return self._sign_back()
        values = values or what_was_typed(steps.refusal_step(row_sudo))
        values = {"error": "", "reason": "", **values}
        return self._sign_document_page("portal_sign_refuse", row_sudo, **values)

    def _sign_document_page(self, template, row_sudo, **values):
        return self._sign_show(
            template,
            document=row_sudo._portal_values(),
            urls={
                "read": self._sign_url("lire", row_sudo),
                **_row_urls(row_sudo),
            },
            company_sudo=row_sudo.company_id,
            **values,
        )

    def _sign_show(self, template, **values):
        response = page(template, **_frame(), **values)
        # A page left open after signing out, or read again with the back button,
        # would tell what is no longer so.
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _reached(rows, *statuses):
    """Those of ``rows`` that are in one of these statuses."""
    ended = rows._of_ended_roles()
    return rows.filtered(lambda row: row._portal_status(ended) in statuses)


def _frame():
    return {"page_name": "mobility_signatures"}


def _row_urls(row):
    path = f"{_URL}/{row.id}"
    return {
        "refuse": f"{path}/refuser",
        "paper": f"{path}/papier",
        "file": f"{path}/fichier",
        "page": f"{path}/page",
    }
