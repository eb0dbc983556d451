"""The door by which mails of Odoo open a record."""

from odoo.http import request

from odoo.addons.portal.controllers.mail import MailController


class HiddenMailController(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        """What one may not read is answered as an id that nobody uses."""
        if res_id and model in request.env:
            rows, kept = request.env[model], request.env.registry["mobility.hidden"]
            if isinstance(rows, kept) and not rows.browse(res_id).exists():
                return cls._redirect_to_generic_fallback(
                    model, res_id, access_token=access_token, **kwargs
                )
        return super()._redirect_to_record(
            model, res_id, access_token=access_token, **kwargs
        )
