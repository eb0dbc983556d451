from odoo import SUPERUSER_ID, api, models

from .guard import staff_only_user
from .mobility_ppr_choices import GROUP


class MobilityRequest(models.Model):
    """Who entered a request, a referent or an adviser, is not said: the placements of a
    PPR would be told from the others. It is noted, for the PPR group to read."""

    _inherit = "mobility.request"

    create_uid = staff_only_user("Created by", groups=GROUP)
    write_uid = staff_only_user("Last updated by", groups=GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        """Of those that staff enter nobody is made a follower, and the house itself
        opens the discussion."""
        if not self.env.user._is_internal():
            return super().create(vals_list)
        quiet = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        requests = super(MobilityRequest, quiet).create(vals_list).with_env(self.env)
        requests.with_user(SUPERUSER_ID)._message_log_batch(
            bodies={request.id: request._creation_message() for request in requests}
        )
        return requests


class MobilityDay(models.Model):
    _inherit = "mobility.day"

    create_uid = staff_only_user("Created by", groups=GROUP)
    write_uid = staff_only_user("Last updated by", groups=GROUP)
