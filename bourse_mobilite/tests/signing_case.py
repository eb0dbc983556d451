"""A document to sign, and the code that a mail carries."""

import base64
import re

from .common import MobilityCase

EVIDENCE = {"identity": "test", "ip": "192.0.2.7", "agent": "Navigateur d’essai"}
SCAN = base64.b64encode(b"%PDF-1.4 papier")


class SigningCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 9

    def setUp(self):
        super().setUp()
        self.convention = self.frozen_convention()
        self.document = self.convention.document_id

    def row(self, party, document=None):
        rows = (document or self.document).signatory_ids
        return rows.filtered(lambda one: one.party == party and one.state != "replaced")

    def person(self, party):
        return self.row(party).partner_id

    def asked(self, rows, person=None, **more):
        """A code, and its digits as its owner reads them in the mail."""
        person = person or rows.partner_id
        mails = self.env["mail.mail"].search([])
        code = self.env["mobility.code"]._ask(
            rows, person, "code", more.pop("name", person.name), **more
        )
        mail = self.env["mail.mail"].search([]) - mails
        return code, re.search(r"\d{3} \d{3}", mail.subject)[0]

    def sign(self, *parties, document=None):
        """Sign as each party, by a code; the visa in the back office."""
        for party in parties:
            row = self.row(party, document)
            if row.role == "visa":
                row.with_user(self.adviser).action_give_visa()
                continue
            code, digits = self.asked(row)
            self.assertEqual(code._confirm(digits, EVIDENCE), "")

    def lines(self, event, document=None):
        return (document or self.document).journal_ids.filtered(
            lambda line: line.event == event
        )
