"""The official list of communes, shipped as one small file a département, and how it
comes into the database: 35,000 rows are too many for the ORM's one by one."""

import csv
from pathlib import Path

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules.register.repair import fold_commune

DATA = Path(__file__).parent.parent / "data"

# Each column of the database that the list fills, and its type.
_COLUMNS = {
    "code": SQL("varchar"),
    "name": SQL("varchar"),
    "search_name": SQL("varchar"),
    "department_code": SQL("varchar"),
    "postal_codes": SQL("varchar"),
    "siren": SQL("varchar"),
    "epci_siren": SQL("varchar"),
    "epci_name": SQL("varchar"),
    "population": SQL("int4"),
    "latitude": SQL("numeric"),
    "longitude": SQL("numeric"),
}
_COMPARED = [name for name in _COLUMNS if name != "code"]
# Between two cells of a row sent to the database; a row is one line.
_CELL = "\x1f"


def _identifiers(prefix, names):
    return SQL(", ").join(SQL.identifier(prefix, name) for name in names)


class MobilityCommune(models.Model):
    _inherit = "mobility.commune"

    def _data_folder(self):
        """Where the official list is."""
        return DATA

    def _read_table(self, department_code):
        """The rows of the official list for a département, as dicts of text.

        :raises UserError: there is no list for this code, or it is empty; an empty
            list would archive every commune.
        """
        folder = self._data_folder() / "communes"
        path = folder / f"{department_code}.csv"
        # Never a path that the code makes up ("../…").
        rows = self._read_csv(path) if path in folder.glob("*.csv") else []
        if not rows:
            raise UserError(
                self.env._(
                    "There is no list of communes for the département %s.",
                    department_code,
                )
            )
        return rows

    def _read_epci(self):
        """The rows of the EPCI of France, as dicts of text."""
        return self._read_csv(self._data_folder() / "epci" / "france.csv")

    def _read_csv(self, path):
        with path.open(encoding="utf-8", newline="") as stream:
            lines = csv.reader(stream)
            names = next(lines)
            return [dict(zip(names, line, strict=True)) for line in lines]

    def _load_departments(self, codes):
        """Create and update the communes of these départements from the official list.

        Nothing is written where nothing differs; whether a commune is archived is
        left alone. A commune that the list once had and has no more (it merged) is
        archived, not deleted; when a later list has it again, it comes back. One
        made by hand is archived by nobody; its code makes it that of the list.

        The rights are the caller's matter. Two people who load the same rows at once
        have a serialization failure, that Odoo replays: nothing comes twice.

        :param codes: codes of départements ("60", "2A")
        :return: ``{"created": …, "updated": …, "unchanged": …, "archived": …}``
        :raises UserError: there is no list for one of these codes.
        """
        codes = sorted(set(codes))
        rows = self._rows_to_load(codes)
        if not rows:
            return dict.fromkeys(("created", "updated", "unchanged", "archived"), 0)
        insee_codes = [row[0] for row in rows]
        self.env.flush_all()
        written = self._upsert(rows)
        archived = self._archive_withdrawn(codes, insee_codes)
        self.invalidate_model()
        self.env["mobility.department"].invalidate_model(["commune_count"])
        updated = self.browse(
            commune_id for commune_id, created in written if not created
        )
        updated.modified([*_COLUMNS, "active"])
        self.browse(archived).modified(["active"])
        # It came with the name.
        self.env.remove_to_compute(self._fields["search_name"], updated)
        return {
            "created": len(written) - len(updated),
            "updated": len(updated),
            "unchanged": len(rows) - len(written),
            "archived": len(archived),
        }

    def _rows_to_load(self, codes):
        """The cells of `_COLUMNS`, always in the order of the INSEE codes: two
        loadings wait for each other and never lock each other."""
        epci = {row["siren"]: row["name"] for row in self._read_epci()}
        rows = [
            (
                row["code"],
                row["name"],
                fold_commune(row["name"]),
                department_code,
                row["postal_codes"],
                row["siren"],
                row["epci_siren"],
                epci.get(row["epci_siren"], ""),
                row["population"],
                row["latitude"],
                row["longitude"],
            )
            for department_code in codes
            for row in self._read_table(department_code)
        ]
        return sorted(rows)

    def _upsert(self, rows):
        """Write the rows that differ, in one statement. They bear no author: nobody
        typed them.

        :return: a list of ``(commune id, whether it is created)``
        """
        # One text that the database splits: 7,000 parameters take it four times longer.
        text = "\n".join(map(_CELL.join, rows))
        cells = [
            SQL("nullif(cells[%s], '')::%s", position, kind)
            for position, kind in enumerate(_COLUMNS.values(), start=1)
        ]
        return self.env.execute_query(
            SQL(
                """
                INSERT INTO mobility_commune AS known (
                    %(names)s, active, listed, withdrawn, create_date, write_date
                )
                SELECT %(cells)s, true, true, false, %(now)s, %(now)s
                  FROM (
                    SELECT string_to_array(line, %(cell)s) AS cells
                      FROM unnest(string_to_array(%(text)s, E'\\n')) AS line
                  ) AS given
                ON CONFLICT (code) DO UPDATE SET
                    (%(compared)s) = ROW(%(excluded)s),
                    active = known.active OR coalesce(known.withdrawn, false),
                    listed = true,
                    withdrawn = false,
                    write_date = excluded.write_date
                 WHERE (%(known)s) IS DISTINCT FROM (%(excluded)s)
                    OR known.withdrawn OR known.listed IS NOT TRUE
                RETURNING id, (xmax = 0)
                """,
                names=SQL(", ").join(map(SQL.identifier, _COLUMNS)),
                cells=SQL(", ").join(cells),
                now=self.env.cr.now(),
                cell=_CELL,
                text=text,
                compared=SQL(", ").join(map(SQL.identifier, _COMPARED)),
                excluded=_identifiers("excluded", _COMPARED),
                known=_identifiers("known", _COMPARED),
            )
        )

    def _archive_withdrawn(self, codes, insee_codes):
        """Archive the communes of these départements that came from the list and that
        it has no more; answer their ids."""
        found = self.env.execute_query(
            SQL(
                """
                UPDATE mobility_commune AS known
                   SET active = false, withdrawn = true, write_date = %(now)s
                 WHERE department_code = ANY(%(departments)s)
                   AND code NOT IN (SELECT unnest(%(codes)s))
                   AND active AND listed AND withdrawn IS NOT TRUE
             RETURNING id
                """,
                now=self.env.cr.now(),
                departments=codes,
                codes=insee_codes,
            )
        )
        return [commune_id for (commune_id,) in found]

    def _name_loaded(self, codes):
        """Give the communes of these départements their external id,
        ``bourse_mobilite.commune_<INSEE code>``, for data files that name them; an
        update of the module leaves them alone."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"bourse_mobilite.commune_{commune.code}",
                    "record": commune,
                    "noupdate": True,
                }
                for commune in self.with_context(active_test=False).search(
                    [("department_code", "in", codes)]
                )
            ]
        )
