import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .guard import acting, civil_day

# Days during which a personal link opens.
LASTS = 60


class MobilityLink(models.Model):
    """A personal link: one person, one record, one purpose.

    Only the SHA-256 of the secret is stored, so that nobody who reads the database
    can use the link. Opening a link consumes nothing: mail scanners open links.
    """

    _name = "mobility.link"
    _description = "Personal link"
    _inherit = ["mobility.act"]
    _order = "id desc"
    _rec_name = "purpose"

    purpose = fields.Selection(
        [
            ("decide", "Decide on a request"),
            ("sign", "Sign a document"),
            ("assess", "Give or read a bilan"),
            ("answer", "Answer a solicitation"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, readonly=True, ondelete="cascade"
    )
    secret_sha256 = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    expires_on = fields.Datetime(required=True, readonly=True)
    revoked_on = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    _secret_unique = models.UniqueIndex("(secret_sha256)")
    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _digest(self, secret):
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _mint(self, purpose, record, partner, days=LASTS):
        """Make a link and return its secret, the only time that it is known."""
        return self._mint_many(purpose, [(record, partner)], days)[0]

    @api.model
    def _mint_many(self, purpose, pairs, days=LASTS):
        """Make a link for each ``(record, person)`` at once; the secrets, in order."""
        made = [secrets.token_urlsafe(24) for _pair in pairs]
        expires_on = fields.Datetime.now() + timedelta(days=days)
        acting(self.sudo()).create(
            [
                {
                    "purpose": purpose,
                    "res_model": record._name,
                    "res_id": record.id,
                    "partner_id": person.id,
                    "secret_sha256": self._digest(secret),
                    "expires_on": expires_on,
                    "company_id": record.company_id.id or self.env.company.id,
                }
                for (record, person), secret in zip(pairs, made, strict=True)
            ]
        )
        return made

    @api.model
    def _opens_until(self, company):
        """The last whole day on which a link of today opens."""
        return civil_day(self.with_company(company)) + timedelta(days=LASTS - 1)

    @api.model
    def _find(self, secret, purpose):
        """The link of this secret and purpose, dead or alive, or nothing (sudo)."""
        return self.sudo().search(
            Domain("secret_sha256", "=", self._digest(secret or ""))
            & Domain("purpose", "=", purpose)
        )

    def _is_alive(self):
        self.ensure_one()
        return not self.revoked_on and not self._is_too_old()

    def _is_too_old(self):
        self.ensure_one()
        return self.expires_on <= fields.Datetime.now()

    def _record(self):
        """The record that the link opens, or nothing when it is gone (sudo)."""
        self.ensure_one()
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    @api.model
    def _revoke_for(self, records):
        """Kill every living link to these records."""
        links = self.sudo().search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("revoked_on", "=", False)
        )
        acting(links).write({"revoked_on": fields.Datetime.now()})
