"""Signing, the same by personal link and on the portal: a name, a code, it is signed."""

import base64
import re
from binascii import Error as NotBase64
from typing import Any, NamedTuple

from odoo.exceptions import UserError
from odoo.http import request

from ..pdf import drawn, pages
from .frame import page, too_long, typed

# Characters of a name; the longest known are far below.
LONGEST_NAME = 150
DIGITS = 6
_LONGEST_AGENT = 300
# One of a signature drawn on the largest screen is far below, in bytes.
HEAVIEST_REQUEST = 5_000_000


def evidence(identity):
    """Who is at the other end, as the journal keeps it for good."""
    heard = request.httprequest
    return {
        "identity": identity,
        "ip": heard.remote_addr or "",
        "user_agent": typed(heard.user_agent.string)[:_LONGEST_AGENT],
        "language": request.env.lang or "",
    }


def read_name(name):
    """The name that was typed, on one line, without what nobody can see.

    :raises UserError: there is none, or it is too long
    """
    name = " ".join(typed(name).split())
    name = "".join(letter for letter in name if letter.isprintable())
    if not any(letter.isalpha() for letter in name):
        raise UserError(
            request.env._("Please type your first name and your name: they sign.")
        )
    if len(name) > LONGEST_NAME:
        raise UserError(
            request.env._(
                "This name has %(length)s characters, %(most)s at most: please shorten "
                "it.",
                length=len(name),
                most=LONGEST_NAME,
            )
        )
    return name


def read_drawing(signature):
    """The picture that the signature form sends, cleaned; b'' when nothing was drawn.

    :raises UserError: it is no picture of ours
    """
    if not signature:
        return b""
    try:
        return drawn.clean(base64.b64decode(signature, validate=True))
    except (NotBase64, TypeError, ValueError) as error:
        raise UserError(
            request.env._(
                "The drawing could not be read. Please draw it again, or type your "
                "name: it is worth as much."
            )
        ) from error


class Ceremony(NamedTuple):
    """What one person signs in one go, and where each step is."""

    rows: Any  # the signatures that wait, all of `person` (sudo)
    person: Any  # who signs (sudo)
    method: str  # ``code`` or ``portal``
    identity: str  # how one knows who it is
    urls: dict  # read, name, code, again, drawing, done: the address of each step
    frame: dict  # what the pages around it need

    @property
    def with_code(self):
        """Whether a code confirms: only a mailbox that several people read has none,
        and then only the session of its owner's account signs."""
        return self.method == "code" or any(row._code_mailbox() for row in self.rows)

    def shown(self):
        return self.rows._portal_list()


def name_page(ceremony, **values):
    """The page on which one types or draws one's name."""
    return page(
        "portal_sign_name",
        **{
            **ceremony.frame,
            "documents": ceremony.shown(),
            "urls": ceremony.urls,
            "with_code": ceremony.with_code,
            "longest": LONGEST_NAME,
            "name": "",
            "error": "",
            **values,
        },
    )


def take_name(ceremony, name, signature=""):
    """Keep what was typed or drawn, and send the code, or sign when there is none.

    :return: the address of the next step
    :raises UserError: with what to say on the same page
    """
    name, picture = read_name(name), read_drawing(signature)
    with request.env.cr.savepoint():
        if ceremony.with_code:
            ceremony.rows._ask_code(ceremony.person, ceremony.method, name, picture)
            return ceremony.urls["code"]
        ceremony.rows._sign(
            ceremony.method,
            {**evidence(ceremony.identity), "channel": "session"},
            name,
            picture,
        )
        return ceremony.urls["done"]


def take_drawing(ceremony, name, signature):
    """What the signature form of Odoo waits for, of a name and a picture."""
    try:
        url = take_name(ceremony, str(name or ""), signature)
    except UserError as refusal:
        return {"error": refusal.args[0]}
    return {"force_refresh": True, "redirect_url": url}


def code_page(ceremony, **values):
    """The page on which one types the code, or asks for another."""
    codes = request.env["mobility.code"]
    code_sudo = codes._last(ceremony.rows, ceremony.person)
    if not code_sudo:
        return request.redirect(ceremony.urls["name"], code=303)
    sent, until = code_sudo._hours()
    return page(
        "portal_sign_code",
        **{
            **ceremony.frame,
            "documents": ceremony.shown(),
            "urls": ceremony.urls,
            "alive": bool(codes._waiting(ceremony.rows, ceremony.person)),
            "destination": code_sudo.destination,
            "sent": sent,
            "until": until,
            "typed_code": "",
            "error": "",
            **values,
        },
    )


def take_code(ceremony, code):
    """Sign, when the code is right. A wrong one is counted, and said."""
    code = typed(code)[:40]
    if len(re.sub("[^0-9]", "", code)) != DIGITS:
        return code_page(
            ceremony,
            error=request.env._("The code has six digits: please type them all."),
            typed_code=code,
        )
    code_sudo = request.env["mobility.code"]._waiting(ceremony.rows, ceremony.person)
    if not code_sudo:
        return code_page(ceremony, error=_no_longer())
    try:
        with request.env.cr.savepoint():
            error = code_sudo._confirm(code, evidence(ceremony.identity))
    except UserError:
        # Signed, refused or replaced in between: the page of the document says which.
        return request.redirect(ceremony.urls["read"], code=303)
    if not error or all(row.state == "signed" for row in ceremony.rows):
        return request.redirect(ceremony.urls["done"], code=303)
    return code_page(ceremony, error=error, typed_code=code)


def _no_longer():
    return request.env._("This code is no longer valid: please ask for a new one.")


def send_again(ceremony):
    """Another code, for what was already typed."""
    code_sudo = request.env["mobility.code"]._last(ceremony.rows, ceremony.person)
    if code_sudo:
        try:
            with request.env.cr.savepoint():
                code_sudo._ask_again()
        except UserError as refusal:
            return code_page(ceremony, error=refusal.args[0])
        return request.redirect(f"{ceremony.urls['code']}#code", code=303)
    return request.redirect(ceremony.urls["name"], code=303)


def take_refusal(row_sudo, reason, proof):
    """Record that its person does not sign.

    :return: '' when it is recorded, else what to say on the same page
    """
    try:
        if error := too_long(reason):
            raise UserError(error)
        with request.env.cr.savepoint():
            row_sudo._refuse(reason, proof)
    except UserError as refusal:
        return refusal.args[0]
    return ""


def content_of(document_sudo):
    """The frozen bytes, those that are signed."""
    return base64.b64decode(document_sudo.with_context(bin_size=False).frozen_file)


def pages_of(document_sudo):
    """The size and the text of each page, as plain values; nothing when the file
    cannot be shown page by page."""
    content = content_of(document_sudo)
    try:
        sizes = pages.sizes(content)
        texts = pages.texts(content)
    except pages.UnreadableError:
        return []
    texts += [""] * len(sizes)
    return [
        {"number": number, "width": width, "height": height, "text": texts[number - 1]}
        for number, (width, height) in enumerate(sizes, start=1)
    ]


def picture_of(document_sudo, number):
    """The answer with the picture of a page, kept by the reader's own browser."""
    try:
        content = pages.picture(content_of(document_sudo), number)
    except pages.UnreadableError as error:
        raise request.not_found() from error
    return request.make_response(
        content,
        headers=[
            ("Content-Type", "image/png"),
            ("Content-Length", len(content)),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def keep_picture(response):
    """A page of a frozen file never changes: the reader's browser may keep it."""
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def file_of(document_sudo):
    """The answer with the file: sealed once it is, else as it was frozen."""
    field = "sealed_file" if document_sudo.sealed_on else "frozen_file"
    stream = request.env["ir.binary"]._get_stream_from(
        document_sudo,
        field,
        filename=document_sudo.frozen_name,
        mimetype="application/pdf",
    )
    response = stream.get_response(as_attachment=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response
