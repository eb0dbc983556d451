"""Signing, the same by personal link and on the portal: a name, a code, it is signed."""

import base64
import re
from binascii import Error as NotBase64
from functools import partial
from typing import Any, NamedTuple

from odoo.exceptions import UserError
from odoo.http import request

from ..pdf import drawn
from ..rules.person_name import same_name
from .frame import page, too_long, typed
from .typed_again import retry, what_was_typed

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

    def step(self, name):
        """What `retry` keeps is of this step alone."""
        return f"{name} {self.rows.ids}"

    def question(self, name):
        """What to ask of who signs under another name than the documents bear, ''
        when they bear this one."""
        printed = dict.fromkeys(self.rows.mapped("name"))
        others = [one for one in printed if not same_name(one, name)]
        if not others:
            return ""
        return request.env._(
            "The document bears the name “%(printed)s”. You wrote “%(typed)s”. Press "
            "the button again if this is you; otherwise correct the name.",
            printed=", ".join(others),
            typed=name,
        )


def name_page(ceremony, **values):
    """The page on which one types or draws one's name."""
    values = values or what_was_typed(ceremony.step("name"))
    code_sudo = request.env["mobility.code"]._last(ceremony.rows, ceremony.person)
    return page(
        "portal_sign_name",
        **{
            **ceremony.frame,
            "documents": ceremony.shown(),
            "urls": ceremony.urls,
            "with_code": ceremony.with_code,
            "longest": LONGEST_NAME,
            "name": code_sudo.typed_name or "",
            "error": "",
            "question": "",
            **values,
        },
    )


def name_typed(ceremony, name, sure=""):
    """On to the next step; back to the same page when something is to be said.

    :param sure: the name about which the person was asked already
    """
    step = ceremony.step("name")
    try:
        url = take_name(ceremony, name, sure=sure)
    except UserError as refusal:
        kept = {"error": refusal.args[0], "name": typed(name)}
    else:
        if url:
            return request.redirect(url, code=303)
        name = read_name(name)
        kept = {"question": ceremony.question(name), "name": name}
    show = partial(name_page, ceremony)
    return retry(step, ceremony.urls["name"], show, **kept)


def take_name(ceremony, name, signature="", sure=""):
    """Keep what was typed or drawn, and send the code, or sign when there is none.

    :param sure: the name about which the person was asked already
    :return: the address of the next step; '' when the person is to be asked first
        whether this other name than the printed one is theirs
    :raises UserError: with what to say on the same page
    """
    name, picture = read_name(name), read_drawing(signature)
    if sure != name and ceremony.question(name):
        return ""
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


def take_drawing(ceremony, name, signature, sure=""):
    """What the signature form of Odoo waits for, of a name and a picture."""
    name = str(name or "")
    try:
        url = take_name(ceremony, name, signature, sure)
    except UserError as refusal:
        return {"error": refusal.args[0]}
    if not url:
        name = read_name(name)
        return {"error": ceremony.question(name), "sure": name}
    return {"force_refresh": True, "redirect_url": url}


def code_page(ceremony, **values):
    """The page on which one types the code, or asks for another."""
    codes = request.env["mobility.code"]
    code_sudo = codes._last(ceremony.rows, ceremony.person)
    if not code_sudo and not codes._is_for_others(ceremony.person):
        return request.redirect(ceremony.urls["name"], code=303)
    if not code_sudo:
        said = request.env._(
            "The last code that you asked for was for other documents. Write your name "
            "again: a new code leaves for these."
        )
        show = partial(name_page, ceremony)
        kept = {"error": said, "name": codes._last_name(ceremony.person)}
        return retry(ceremony.step("name"), ceremony.urls["name"], show, **kept)
    values = values or what_was_typed(ceremony.step("code"))
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
            "signer": code_sudo.typed_name,
            "typed_code": "",
            "error": "",
            "question": "",
            **values,
        },
    )


def take_code(ceremony, code):
    """Sign, when the code is right. A wrong one is counted, and said."""
    code = typed(code)[:40]
    if len(re.sub("[^0-9]", "", code)) != DIGITS:
        return _code_again(
            ceremony,
            error=request.env._("The code has six digits: please type them all."),
            typed_code=code,
        )
    code_sudo = request.env["mobility.code"]._waiting(ceremony.rows, ceremony.person)
    if not code_sudo:
        return _code_again(ceremony, error=_no_longer())
    try:
        with request.env.cr.savepoint():
            error = code_sudo._confirm(code, evidence(ceremony.identity))
    except UserError:
        # Signed, refused or replaced in between: the page of the document says which.
        return request.redirect(ceremony.urls["read"], code=303)
    if not error or all(row.state == "signed" for row in ceremony.rows):
        return request.redirect(ceremony.urls["done"], code=303)
    return _code_again(ceremony, error=error, typed_code=code)


def _no_longer():
    return request.env._("This code is no longer valid: please ask for a new one.")


def _code_again(ceremony, **kept):
    show = partial(code_page, ceremony)
    return retry(ceremony.step("code"), ceremony.urls["code"], show, **kept)


def send_again(ceremony):
    """Another code, for what was already typed."""
    code_sudo = request.env["mobility.code"]._last(ceremony.rows, ceremony.person)
    if code_sudo:
        try:
            with request.env.cr.savepoint():
                code_sudo._ask_again()
        except UserError as refusal:
            return _code_again(ceremony, error=refusal.args[0])
        return request.redirect(f"{ceremony.urls['code']}#code", code=303)
    return request.redirect(ceremony.urls["name"], code=303)


def refusal_step(row_sudo):
    """What `retry` keeps is of this refusal alone."""
    return f"refuse {row_sudo.id}"


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
