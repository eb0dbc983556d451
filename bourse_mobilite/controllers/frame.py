"""What every page shares: reading what was typed, and answering."""

import re
from datetime import date
from urllib.parse import urlencode

from odoo.http import content_disposition, request

# The longest text that a form takes, in characters: about two pages.
LONGEST_TEXT = 5000
PAGE_SIZE = 20
# What the form of an answer holds before anything is typed.
NO_ANSWER = {
    "error": "", "reasons": "", "proposed_start": "", "proposed_end": "", "tried": "",
}  # fmt: skip
# The years whose public holidays are known.
YEARS = range(1900, 2100)
# A browser without a date field sends what was typed.
_WRITTEN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def page(template, status=200, **values):
    """The page of ``template``, with the status of the answer."""
    if "page_name" in values and "mobility_own_file" not in values:
        # What the way back is called: an agent has a mobility, a mayor a space.
        values["mobility_own_file"] = bool(own_candidate())
    response = request.render(f"bourse_mobilite.{template}", values)
    response.status_code = status
    return response


def download(content, name, mimetype):
    """The answer that carries a file of one person, kept by nobody on the way."""
    return request.make_response(
        content,
        headers=[
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def own_candidate():
    """The mobility file of the connected person, or nothing."""
    candidates = request.env["mobility.candidate"]
    if not candidates.has_access("read"):
        return candidates
    return request.env.user._mobility_candidate()


def house_sudo():
    """The centre de gestion of this site: whom to write to and to call, which anyone
    may know."""
    return request.env.company.sudo()


def typed(text):
    """``text`` without what a database cannot store."""
    return (text or "").replace("\x00", "").strip()


def typed_date(text):
    """The date of a date field, or as people write it (31/12/2026); None when it is
    none that a calendar holds."""
    text = typed(text)
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            day = date(*map(int, written.group(3, 2, 1)))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def typed_id(text):
    """The number of a record in a form, 0 when it is none."""
    text = typed(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def too_long(text):
    """What to say of a text that is too long, or ''."""
    if len(text) <= LONGEST_TEXT:
        return ""
    return request.env._(
        "This text has %(length)s characters, %(most)s at most: please shorten it.",
        length=len(text),
        most=LONGEST_TEXT,
    )


def pager(url, total, number, **arguments):
    """The values of the template ``portal_pager``; ``number`` is brought back
    between the first page and the last."""
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), last)

    def address(wanted):
        path = f"{url}/page/{wanted}" if wanted > 1 else url
        query = {name: value for name, value in arguments.items() if value}
        return f"{path}?{urlencode(query)}" if query else path

    return {
        "number": number,
        "last": last,
        "total": total,
        "offset": (number - 1) * PAGE_SIZE,
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if number < last else "",
    }
