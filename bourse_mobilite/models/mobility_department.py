from odoo import api, fields, models
from odoo.fields import Domain


class MobilityDepartment(models.Model):
    _name = "mobility.department"
    _description = "Département"
    _order = "code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    commune_count = fields.Integer(
        string="Communes loaded", compute="_compute_commune_count"
    )

    _code_unique = models.UniqueIndex("(code)", "This département already exists.")

    @api.depends("name", "code")
    def _compute_display_name(self):
        for department in self:
            department.display_name = f"{department.name} ({department.code})"

    def _compute_commune_count(self):
        """The communes of the official list that are here, archived or not."""
        counts = dict(
            self.env["mobility.commune"]
            .with_context(active_test=False)
            ._read_group(
                Domain("department_code", "in", self.mapped("code"))
                & Domain("withdrawn", "=", False),
                ["department_code"],
                ["__count"],
            )
        )
        for department in self:
            department.commune_count = counts.get(department.code, 0)

    def _table_counts(self):
        """Answer ``{département: how many communes the official list has}``."""
        communes = self.env["mobility.commune"]
        return {
            department: len(communes._read_table(department.code))
            for department in self
        }

    def _load_missing(self):
        """Load the communes of the départements of which some are not here."""
        missing = [
            department.code
            for department, known in self._table_counts().items()
            if department.commune_count < known
        ]
        if missing:
            self.env["mobility.commune"]._load_departments(missing)
