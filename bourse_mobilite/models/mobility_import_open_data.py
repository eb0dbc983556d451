import base64

from odoo import api, models
from odoo.exceptions import UserError

from ..rules.register.file import write_table
from ..rules.register.kinds import EMPLOYERS
from .guard import acting

_COLUMNS = ("siren", "employer", "kind", "street", "zip", "commune", "insee", "phone",
            "email")  # fmt: skip


class MobilityImport(models.Model):
    """The public employers of a département, from the official list.

    They come as any other file: seen before they are written, matched with those
    already known, undone if need be.
    """

    _inherit = "mobility.import"

    @api.model
    def _of_open_data(self, departments):
        """The import, checked, of the communes and EPCI of some départements.

        :raises UserError: no département was chosen
        """
        if not departments:
            raise UserError(self.env._("Choose your départements first."))
        codes = departments.mapped("code")
        employers = self.env["mobility.commune"]._open_data_employers(codes)
        columns = [EMPLOYERS.by_key[key] for key in _COLUMNS]
        communes = self.env["mobility.commune"].browse(
            {one["commune_id"] for one in employers} - {False}
        )
        known = {commune.id: commune for commune in communes}
        rows = [
            [
                column.shown(self._open_data_cell(column.key, one, known))
                for column in columns
            ]
            for one in employers
        ]
        headings = [column.heading for column in columns]
        content = write_table(EMPLOYERS.title, headings, rows)
        batch = acting(self).create(
            {
                "kind": EMPLOYERS.code,
                "file": base64.b64encode(content),
                "file_name": f"employeurs-{'-'.join(codes)}.xlsx",
            }
        )
        batch.action_preview()
        return batch

    @api.model
    def _open_data_cell(self, key, employer, communes):
        commune = communes.get(employer["commune_id"])
        if key == "employer":
            return employer["name"]
        if key == "insee":
            return commune.code if commune else ""
        if key == "commune":
            return commune.name if commune else ""
        return employer[key]
