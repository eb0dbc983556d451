"""The records of a list as the rows of a register, that an import reads again.

Nothing here decides who may read what: the records are read with the rights of the
environment, and only the columns of their kind are written.
"""

from abc import ABC, abstractmethod

from odoo.fields import Domain
from odoo.tools import split_every

from ...rules.register.kinds import KIND_OF
from ...rules.register.repair import Refused, as_text
from ...rules.register.write import MAX_TEXT
from .communes import Communes

# Records read together: what is read depends on their number, not the queries.
BATCH = 1000
# Their digits are no numbers.
TEXT_KEYS = {"siret", "siren", "zip", "insee", "phone", "agent_phone", "code", "ref"}


def written(column, value):
    """What the cell of a column holds for a value; None when an import could not
    read it again as the same, and the record would then seem to have changed."""
    if value in (None, False, "", ()):
        return None
    if column.words:
        return column.shown(value) if value in column.words else None
    cell = column.shown(value)
    if isinstance(cell, str):
        text = " ".join(as_text(cell).split()) if column.one_line else as_text(cell)
        too_long = column.limit and len(text) > column.limit
        if too_long or len(text.encode("utf-16-le")) > 2 * MAX_TEXT:
            return None
    try:
        read = column.clean(cell)
    except Refused:
        return None
    return cell if not isinstance(value, tuple) or read == value else None


class Export(ABC):
    """The rows of one kind.

    :attr always: the columns by which an import recognises a row
    :attr never: the columns whose value no record holds apart
    """

    code = model = ""
    always = never = ()

    def __init__(self, env):
        self.env = env
        self.kind = KIND_OF[self.code]
        self.columns = [one for one in self.kind.known if one.key not in self.never]
        self._same_names = None
        self._communes = None

    def domain(self):
        """The records that an import can recognise."""
        return Domain.TRUE

    def records(self, ids=None):
        """Those of these ids that can be exported, or all, as far as one may read."""
        model = self.env[self.model]
        if ids is None:
            return model.search(self.domain())
        chosen = Domain("id", "in", ids) & self.domain()
        return model.with_context(active_test=False).search(chosen)

    def chosen(self, keys):
        """The columns of these keys, with those without which no row is recognised,
        in the order of the kind."""
        wanted = {*keys, *self.always, *self.kind.required}
        return [column for column in self.columns if column.key in wanted]

    def rows(self, records, columns):
        """The cells of each row, in the order of ``columns``."""
        keys = {column.key for column in columns}
        for ids in split_every(BATCH, records.ids):
            # What an archived record is tied to is read as on its form.
            batch = records.with_context(active_test=True).browse(ids)
            self.prepare(batch)
            for record in batch:
                for values in self.cells(record, keys):
                    yield [self._cell(one, values.get(one.key)) for one in columns]
            if len(records) > BATCH:
                self.env.invalidate_all()

    def _cell(self, column, value):
        cell = written(column, value)
        if cell is None and column.key in self.kind.required:
            return value
        return cell

    def prepare(self, records):  # noqa: B027 (most kinds need nothing)
        """Read together what the records of a batch need."""

    def _read(self, contacts, *others):
        """Read contacts with their communes, and other records, all at once: one
        by one, each would be a query."""
        contacts.mobility_commune_id.mapped("search_name")
        for records in others:
            records.mapped("display_name")

    @abstractmethod
    def cells(self, record, keys):
        """``{column: value}`` of each row of a record."""

    def _commune(self, commune):
        """Its name; with its département when another commune has the same."""
        if self._same_names is None:
            groups = commune.with_context(active_test=False)._read_group(
                [], ["search_name"], having=[("__count", ">", 1)]
            )
            self._same_names = {name for (name,) in groups}
        if commune.search_name in self._same_names:
            return f"{commune.name} ({commune.department_code})"
        return commune.name

    def _zip(self, partner):
        """The postal code of an employer, when it is one of its commune's."""
        commune = partner.mobility_commune_id
        code = "".join((partner.zip or "").split())
        if not commune or code in (commune.postal_codes or "").split():
            return code if commune else ""
        if self._communes is None:
            self._communes = Communes(self.env)
        known = self._communes.by_id[commune.id]
        return code if self._communes.fits(known, code) else ""

    def _employer(self, partner):
        commune = partner.mobility_commune_id
        return {
            "siret": partner.company_registry,
            "siren": partner.mobility_siren,
            "employer": partner.name,
            "kind": partner.mobility_employer_kind,
            "street": partner.street,
            "zip": self._zip(partner),
            "commune": self._commune(commune),
            "insee": commune.code,
            "phone": partner.phone,
            "email": partner.email,
            "affiliation": partner.mobility_affiliation,
        }
