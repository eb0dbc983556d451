from odoo import api, fields, models
from odoo.exceptions import AccessError


class MobilityTerritory(models.TransientModel):
    """Where the centre de gestion works, for its manager, who may not open Odoo's
    general settings."""

    _name = "mobility.territory"
    _description = "Territory"

    def _chosen(self):
        return self.env.company.mobility_department_ids

    department_ids = fields.Many2many(
        "mobility.department",
        string="Your départements",
        default=lambda self: self._chosen(),
    )
    summary = fields.Text(compute="_compute_summary", string="Communes")

    @api.depends("department_ids")
    @api.depends_context("company")
    def _compute_summary(self):
        for territory in self:
            chosen = territory.department_ids._origin
            lines = [
                self._line(department, known)
                for department, known in chosen._table_counts().items()
            ]
            lines += [
                self.env._(
                    "%(department)s: no longer chosen. Its communes (%(count)s) stay in "
                    "the lists, because files may use them.",
                    department=department.display_name,
                    count=department.commune_count,
                )
                for department in self._chosen() - chosen
                if department.commune_count
            ]
            territory.summary = "\n".join(lines)

    def _line(self, department, known):
        """Where the communes of one département are."""
        loaded = department.commune_count
        if loaded >= known:
            text = self.env._(
                "%(department)s: all its communes are loaded (%(count)s)."
            )
        elif loaded:
            text = self.env._(
                "%(department)s: %(count)s of its %(known)s communes are loaded; the "
                "others will be when you save."
            )
        else:
            text = self.env._(
                "%(department)s: its communes (%(known)s) will be loaded when you save."
            )
        return text % {
            "department": department.display_name,
            "count": loaded,
            "known": known,
        }

    def action_save(self):
        """Keep the choice, and load the communes that are not here yet."""
        company_sudo = self._company_sudo()
        company_sudo.mobility_department_ids = self.department_ids
        if not self.department_ids:
            return self._tell(
                self.env._(
                    "No département is chosen. The communes already loaded stay."
                )
            )
        count = sum(self.department_ids.mapped("commune_count"))
        return self._tell(
            self.env._(
                "Your choice is saved. Communes loaded: %(count)s, in %(departments)s.",
                count=count,
                departments=", ".join(self.department_ids.mapped("display_name")),
            )
        )

    def action_update(self):
        """Keep the choice, and read again the official list of its communes."""
        company_sudo = self._company_sudo()
        company_sudo.mobility_department_ids = self.department_ids
        done = self.env["mobility.commune"]._load_departments(
            self.department_ids.mapped("code")
        )
        told = self.env._(
            "The communes are up to date. New: %(created)s. Changed: %(updated)s. As they "
            "were: %(unchanged)s.",
            **done,
        )
        if done["archived"]:
            told += " " + self.env._(
                "Archived, because merged with another commune: %(archived)s. The files "
                "that use them keep them.",
                archived=done["archived"],
            )
        return self._tell(told)

    def action_employers(self):
        """Keep the choice, and show the communes and EPCI that would become employers
        before any is written."""
        company_sudo = self._company_sudo()
        company_sudo.mobility_department_ids = self.department_ids
        batch = self.env["mobility.import"]._of_open_data(self.department_ids)
        return {
            "type": "ir.actions.act_window",
            "res_model": batch._name,
            "res_id": batch.id,
            "view_mode": "form",
            "target": "current",
        }

    def _company_sudo(self):
        """The company of the user, that a manager of ours may not write.

        :raises AccessError: the user is not a manager.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("bourse_mobilite.group_mobility_manager"):
            raise AccessError(self.env._("Only a manager may choose the départements."))
        return self.env.company.sudo()

    def _tell(self, text):
        """Close the window and say what was done."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": text,
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
