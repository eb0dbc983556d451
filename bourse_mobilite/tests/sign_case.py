"""Conventions to sign, by link and on the portal, and the mail that carries a code."""

import re

from .portal_case import PortalCase

NAME = "Françoise Maire-Origine"


class SignCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 9

    def setUp(self):
        super().setUp()
        self.act = self.frozen_convention()
        self.row = self._row(self.act, self.authority)
        self.url = self._link(self.row)

    def _row(self, act, user):
        return act.document_id.signatory_ids.filtered(
            lambda row: row.partner_id == user.partner_id
        )

    def _link(self, row):
        secret = self.env["mobility.link"]._mint("sign", row, row.partner_id)
        return f"/convention/signer/{secret}"

    def _link_of(self, url):
        return self.env["mobility.link"]._find(url.split("/")[3], "sign")

    def _other_act(self):
        """A second convention, of another agent, that the same mayors sign."""
        return self.frozen_convention(self.agreed_request(self.candidate2))

    def _codes(self, user):
        """The codes that were mailed to this person, the last first."""
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        found = [
            re.search(r">(\d{3} \d{3})<", mail.body_html or "")
            for mail in mails
            if user.email in (mail.email_to or "")
        ]
        return [one[1] for one in found if one]

    def _wrong(self, code):
        """Six digits that are not those of ``code``."""
        return f"{(int(code.replace(' ', '')) + 1) % 10**6:06}"

    def _name(self, url=None, name=NAME, sure=""):
        data = {"name": name, "sure": sure}
        return self.url_open(f"{url or self.url}/nom", data=data)

    def _code(self, typed, url=None):
        return self.url_open(f"{url or self.url}/code", data={"code": typed})

    def _sign_by_link(self, row, user):
        url = self._link(row)
        self._name(url, user.name)
        return self._code(self._codes(user)[0], url)

    def _events(self, row, event):
        return row.document_id.journal_ids.filtered(
            lambda line: line.event == event and line.signatory_id == row
        )

    def _json(self, url, **params):
        """What Odoo's signature form sends, and what it is answered."""
        response = self.url_open(
            url,
            json={"jsonrpc": "2.0", "method": "call", "params": params, "id": 1},
        )
        return response.json()
