from odoo import api, fields, models

from ..rules.site_address import address_problem


class ResCompany(models.Model):
    """The address of the site is printed on every document, with its QR code, and
    every personal link begins with it: a wrong one cannot be mended on paper."""

    _inherit = "res.company"

    @api.model
    def _mobility_site_warning(self):
        """What is wrong with the address of the site, and who mends it; '' when
        nothing is."""
        url = self.get_base_url()
        return {
            "": "",
            "missing": self.env._(
                "The address of this site is not known: links and QR codes would open "
                "nothing. Before you make a document, ask whoever administers Odoo to "
                "write the public address, beginning with https://, in web.base.url "
                "(Settings, Technical, System parameters)."
            ),
            "local": self.env._(
                "The address of this site is %s: it opens on this computer or this "
                "network only. It would be printed on the documents, with its QR code, "
                "and the personal links would open for nobody else. Before you make a "
                "document for good, ask whoever administers Odoo to write the public "
                "address, beginning with https://, in web.base.url (Settings, "
                "Technical, System parameters).",
                url,
            ),
            "insecure": self.env._(
                "The address of this site is %s, without the s of https: what people "
                "read and sign could be read or changed on the way. Before you make a "
                "document, ask whoever administers Odoo to write the address that "
                "begins with https:// in web.base.url (Settings, Technical, System "
                "parameters).",
                url,
            ),
        }[address_problem(url)]

    @api.model
    def _mobility_site_moves(self):
        """What to say when the address follows whichever one an administrator used
        last to sign in; '' when it is fixed."""
        if self.env["ir.config_parameter"].sudo().get_param("web.base.url.freeze"):
            return ""
        return self.env._(
            "This address changes each time an administrator signs in by another one. "
            "To keep it, ask for the system parameter web.base.url.freeze with the "
            "value True."
        )

    @api.model
    def _mobility_site_notice(self):
        """What the screen says once a document is made with such an address; None when
        nothing is wrong."""
        warning = self._mobility_site_warning()
        return warning and {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("The document is made, with this address"),
                "message": warning,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class MobilityDocumentOwner(models.AbstractModel):
    _inherit = "mobility.document.owner"

    site_warning = fields.Char(
        string="About the printed address",
        compute="_compute_site_warning",
        groups="base.group_user",
    )

    @api.depends_context("lang")
    def _compute_site_warning(self):
        """What the printed address would be, as long as it is not printed."""
        warning = self.env.company._mobility_site_warning()
        for owner in self:
            owner.site_warning = owner.state == "draft" and warning


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    @api.depends("state")
    def _compute_site_warning(self):
        return super()._compute_site_warning()

    def action_freeze(self):
        super().action_freeze()
        return self.env.company._mobility_site_notice()


class MobilityAvenant(models.Model):
    _inherit = "mobility.avenant"

    @api.depends("state")
    def _compute_site_warning(self):
        return super()._compute_site_warning()

    def action_freeze(self):
        super().action_freeze()
        return self.env.company._mobility_site_notice()
