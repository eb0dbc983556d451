from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

PER_PAGE = 40


class Outbox(http.Controller):
    """The letters of the demonstration, open to all: they carry personal links and
    codes, which a newcomer needs to play every part. Only on one's own machine.
    """

    @http.route(
        ["/demo/courrier", "/demo/courrier/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def letters(self, page=1, to="", **_kwargs):
        letters = request.env["mobility.demo.mail"]
        letters._deliver()
        to = to.strip()
        domain = [("email_to", "ilike", to)] if to else []
        total = letters.search_count(domain)
        pages = pager(
            url="/demo/courrier",
            url_args={"to": to} if to else {},
            total=total,
            page=page,
            step=PER_PAGE,
        )
        return request.render(
            "bourse_mobilite_demo.outbox",
            {
                "letters": letters.search(
                    domain, limit=PER_PAGE, offset=pages["offset"]
                ),
                "recipients": self._recipients(letters),
                "to": to,
                "total": total,
                "pager": pages,
            },
        )

    @http.route(
        "/demo/courrier/<int:letter_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def letter(self, letter_id, **_kwargs):
        letter = request.env["mobility.demo.mail"].browse(letter_id).exists()
        if not letter:
            raise NotFound
        return request.render("bourse_mobilite_demo.letter", {"letter": letter})

    def _recipients(self, letters):
        groups = letters._read_group([], ["email_to"], order="email_to")
        return [address for (address,) in groups if address]
