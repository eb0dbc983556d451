from odoo import models


class MobilityThread(models.AbstractModel):
    """A chatter that stays inside the CDG.

    The parties of a file can read its record on the portal; what staff write about
    it is for staff. Personal links never pass here (see ``mobility.link``).
    """

    _name = "mobility.thread"
    _description = "Internal discussion thread"
    _inherit = ["mail.thread"]

    def message_post(self, **kwargs):
        kwargs["is_internal"] = True
        return super().message_post(**kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Core checks the groups of every field by which one groups, but not of a
        many2many: grouping would tell the restrictions of each file."""
        field = self._fields.get(groupby_spec.partition(":")[0])
        if field is not None and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)
