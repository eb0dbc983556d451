from odoo import models
from odoo.exceptions import AccessError


class MobilityCandidate(models.Model):
    """What the agent reads of the own file on the portal."""

    _inherit = "mobility.candidate"

    def _portal_values(self):
        """What the centre de gestion holds on the logged-in agent, as plain values.

        ``days_used`` and ``days_left`` are jours ouvrés around today, all employers
        together, and ``days_back_on`` the date on which some come back; all of them
        None when the regime has no quota.

        :raises AccessError: the file is someone else's
        """
        self.ensure_one()
        if self.partner_id != self.env.user.partner_id:
            raise AccessError(self.env._("This mobility file is not yours."))
        file_sudo = self.sudo()
        gauge = file_sudo._gauge()
        text = self.env["mobility.request"]._days_text
        statuses = dict(self._fields["status"]._description_selection(self.env))
        return {
            "name": file_sudo.name,
            "email": file_sudo.email or "",
            "phone": file_sudo.phone or "",
            "employer": file_sudo.employer_id.name or "",
            "grade": file_sudo._grade(),
            "job": file_sudo.job_title or "",
            "status": statuses.get(file_sudo.status, ""),
            "commune": file_sudo.commune_id.name or "",
            "radius_km": file_sudo.radius_km,
            "metiers": file_sudo.target_metier_ids.mapped("name"),
            "restrictions": file_sudo.restriction_ids.mapped("name"),
            "adviser": file_sudo.adviser_id.name or "",
            "adviser_email": file_sudo.adviser_id.email or "",
            "adviser_phone": file_sudo.adviser_id.partner_id.phone
            or (file_sudo.adviser_id and file_sudo.company_id.phone)
            or "",
            "gauge": bool(gauge),
            "days_left": gauge and text(gauge["left"]),
            "days_used": gauge and text(gauge["used"]),
            "days_most": gauge and text(gauge["most"]),
            "days_percent": gauge and round(100 * gauge["used"] / gauge["most"]),
            "days_back_on": gauge and gauge["back_on"],
            "years": gauge and gauge["years"],
        }
