from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class MobilityThread(models.AbstractModel):
    """A chatter that stays inside the CDG.

    The parties of a file can read its record on the portal; what staff write about
    it is for staff. Personal links never pass here (see ``mobility.link``).
    """

    _name = "mobility.thread"
    _description = "Internal discussion thread"
    _inherit = ["mail.thread"]

    # Core lets whoever reads a record search the text of its messages.
    message_ids = fields.One2many(groups="base.group_user")
    website_message_ids = fields.One2many(groups="base.group_user")
    has_message = fields.Boolean(groups="base.group_user")

    def _creation_message(self):
        """One for all: “created” would agree with the name of each model."""
        self.ensure_one()
        if not self.env.lang:
            # Made by the machine, it is read by people of the house.
            lang = self.env.company.partner_id._mobility_lang()
            self = self.with_context(lang=lang)
        return self.env._("File opened.")

    def message_post(self, **kwargs):
        """Write among staff.

        :raises AccessError: the user is not staff
        :raises UserError: someone outside would receive it
        """
        if not (self.env.su or self.env.user._is_internal()):
            raise AccessError(self.env._("This discussion is the CDG's own."))
        people = self.env["res.partner"].browse(kwargs.get("partner_ids") or [])
        outside = people - self._inside(people)
        if outside:
            raise UserError(
                self.env._(
                    "This discussion stays inside the centre de gestion: please write "
                    "to %s from your own mailbox.",
                    ", ".join(outside.mapped("name")),
                )
            )
        kwargs["is_internal"] = True
        return super().message_post(**kwargs)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        inside = self._inside(self.env["res.partner"].browse(partner_ids or []))
        return super()._message_subscribe(inside.ids, subtype_ids, customer_ids)

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Nobody is proposed as a recipient: the agent least of all."""
        return []

    def _inside(self, partners):
        """Those of ``partners`` who are staff."""
        return partners.filtered(
            lambda one: any(not user.share for user in one.sudo().user_ids)
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Core checks the groups of every field by which one groups, but not of a
        many2many: grouping would tell the restrictions of each file."""
        field = self._fields.get(groupby_spec.partition(":")[0])
        if field is not None and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)
