"""The file that is signed: its pages, its text, its bytes, whoever reads it."""

import base64

from odoo.http import request

from ..pdf import pages


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
    field, name = document_sudo._given_file()
    stream = request.env["ir.binary"]._get_stream_from(
        document_sudo,
        field,
        filename=name,
        mimetype="application/pdf",
    )
    response = stream.get_response(as_attachment=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response
