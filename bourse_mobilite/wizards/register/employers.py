import re
from collections import defaultdict

from odoo.fields import Domain

from ...rules.register_columns import BY_KEY, guess_kind
from ...rules.register_repair import fold

# Column of the register -> field of the contact.
_FIELDS = {
    "siret": "company_registry",
    "kind": "mobility_employer_kind",
    "street": "street",
    "zip": "zip",
    "phone": "phone",
    "email": "email",
}
_READ = ("name", "is_company", "active", "city", "mobility_commune_id",
         *_FIELDS.values())  # fmt: skip


def _digits(phone):
    return re.sub(r"\D", "", re.sub(r"^\+33", "0", phone or ""))


def _same(key, old, new):
    """Whether two values say the same: a re-import never fights over spelling."""
    if key == "phone":
        return _digits(old) == _digits(new)
    return fold(old) == fold(new) if key == "street" else (old or "") == (new or "")


class Employer:
    """An employer that the file speaks of: a contact, or one to be made."""

    def __init__(self, name, commune_id, siret="", record=None, kind=""):
        self.record = record
        self.name = name
        self.commune_id = commune_id
        self.siret = siret
        self.kind = kind
        self.vals = {}
        self.given = {}  # column -> (value, number of the row that gave it first)

    @property
    def archived(self):
        return bool(self.record) and not self.record.active


class Employers:
    """The employers known and those of the file, by SIRET and by name + commune.

    A SIRET is certain. A name is trusted only with the commune, when one employer
    bears it and no SIRET contradicts it; anything else is asked, never merged.
    """

    def __init__(self, env, communes, rows):
        """:param rows: `(row, commune)` of the rows that are not refused."""
        self.env = env
        self.communes = communes
        self.by_siret = defaultdict(list)
        self.by_name = defaultdict(list)
        for record in self._search(rows):
            self._add_known(record)

    def _search(self, rows):
        sirets = {row.values["siret"] for row, _commune in rows} - {""}
        names = {row.values["employer"] for row, _commune in rows}
        communes = {commune.id for _row, commune in rows}
        employer = Domain("mobility_employer_kind", "!=", False)
        here = Domain("mobility_commune_id", "in", [*communes, False])
        contact = Domain("is_company", "=", True) & (
            Domain("company_registry", "in", list(sirets))
            | Domain("name", "in", list(names))
        )
        partners = self.env["res.partner"].with_context(active_test=False)
        known_siret = employer & Domain("company_registry", "in", list(sirets))
        return partners.search_fetch(known_siret | (employer & here) | contact, _READ)

    def _add_known(self, record):
        kind = record.mobility_employer_kind or ""
        commune_id = record.mobility_commune_id.id
        if not kind and not commune_id:
            # A contact of the CDG that nobody marked as a public employer yet.
            commune = self.communes.named(record.city or "")
            commune_id = commune.id if commune else False
        siret = re.sub(r"\D", "", record.company_registry or "")
        employer = Employer(record.name, commune_id, siret, record, kind)
        if siret:
            self.by_siret[siret].append(employer)
        # Without kind nor town, a name says nothing.
        if kind or commune_id:
            self.by_name[fold(record.name), commune_id].append(employer)

    def _of_name(self, name, commune_id):
        """Those of this name: the active ones, or the archived when all are."""
        found = self.by_name.get((fold(name), commune_id), [])
        return [one for one in found if not one.archived] or found

    def find(self, row, commune):
        """The employer of a row, made when nobody is known; None once refused."""
        siret, name = row.values["siret"], row.values["employer"]
        known = self.by_siret.get(siret, []) if siret else []
        known = [one for one in known if not one.archived] or known
        named = self._of_name(name, commune.id)
        if known:
            found = self._by_siret(row, commune, known, named)
        elif named:
            found = self._by_name(row, commune, named)
        else:
            found = self._make(row, commune)
        if found and found.archived:
            row.refuse("employer_archived", name=found.name)
            return None
        return found

    def _by_siret(self, row, commune, known, named):
        siret, name = row.values["siret"], row.values["employer"]
        employer = known[0]
        if len(known) > 1:
            row.refuse("siret_several", value=siret)
        elif employer.commune_id and employer.commune_id != commune.id:
            row.refuse(
                "siret_other_commune",
                value=siret,
                known=employer.name,
                known_commune=self.communes.by_id[employer.commune_id].name
                if employer.commune_id in self.communes.by_id
                else employer.record.city or "?",
                commune=commune.name,
            )
        elif named and employer not in named:
            row.refuse(
                "employer_two",
                value=siret,
                known=employer.name,
                name=name,
                commune=commune.name,
            )
        elif not employer.kind and not self._kind_of(row):
            row.refuse("kind_missing", name=name)
        else:
            if fold(employer.name) != fold(name):
                row.note("name_kept", known=employer.name)
            return self._learn(row, commune, employer)
        return None

    def _by_name(self, row, commune, named):
        siret, name = row.values["siret"], row.values["employer"]
        employer = named[0]
        if len(named) > 1:
            row.refuse("employer_several", name=name, commune=commune.name)
        elif siret and employer.siret:
            row.refuse(
                "employer_other_siret",
                name=name,
                commune=commune.name,
                known=employer.siret,
                value=siret,
            )
        elif not employer.kind and not self._kind_of(row):
            row.refuse("kind_missing", name=name)
        else:
            return self._learn(row, commune, employer)
        return None

    def _learn(self, row, commune, employer):
        """What a row says of its employer designates it in the other rows too."""
        siret = row.values["siret"]
        employer.kind = employer.kind or self._kind_of(row)
        if siret and not employer.siret:
            employer.siret = siret
            self.by_siret[siret].append(employer)
        names = self.by_name[fold(row.values["employer"]), commune.id]
        if employer not in names:
            names.append(employer)
        return employer

    def _make(self, row, commune):
        siret, name = row.values["siret"], row.values["employer"]
        if not siret and self.by_name.get((fold(name), False)):
            row.refuse("employer_no_commune", name=name)
            return None
        kind = self._kind_of(row)
        if not kind:
            row.refuse("kind_missing", name=name)
            return None
        employer = Employer(name, commune.id, kind=kind)
        return self._learn(row, commune, employer)

    @staticmethod
    def _kind_of(row):
        return row.values["kind"] or guess_kind(row.values["employer"])

    def give(self, row, employer, commune, change):
        """Note what an accepted row says of its employer.

        An empty cell erases nothing; of two rows that differ, the first is kept.

        :param change: called with (heading, old, new) for each change of a contact.
        """
        record = employer.record
        values = {key: row.values[key] for key in _FIELDS}
        if not (record and record.mobility_employer_kind):
            values["kind"] = values["kind"] or guess_kind(row.values["employer"])
        for key, value in values.items():
            if not value:
                continue
            first, number = employer.given.setdefault(key, (value, row.number))
            heading = BY_KEY[key].heading
            if number != row.number:
                if not _same(key, first, value):
                    row.note("value_kept", column=heading, row=number,
                             kept=self._shown(key, first))  # fmt: skip
                continue
            old = record[_FIELDS[key]] if record else ""
            if not _same(key, old, value):
                employer.vals[_FIELDS[key]] = value
                if record:
                    change(heading, self._shown(key, old), self._shown(key, value))
        self._give_commune(employer, commune, change)

    def _give_commune(self, employer, commune, change):
        record, vals = employer.record, employer.vals
        if not record or not (
            record.mobility_commune_id or "mobility_commune_id" in vals
        ):
            vals["mobility_commune_id"] = commune.id
            if record:
                change(BY_KEY["commune"].heading, "", commune.name)
        if not record or not record.city:
            vals["city"] = commune.name
        if not record and len(commune.zips) == 1:
            vals.setdefault("zip", commune.zips[0])

    def _shown(self, key, value):
        if key == "kind":
            field = self.env["res.partner"]._fields["mobility_employer_kind"]
            return dict(field._description_selection(self.env)).get(value, "")
        return value or ""

    def save(self, employers):
        """Make and change the contacts of ``employers``."""
        france = self.env.ref("base.fr", raise_if_not_found=False)
        known = [one for one in employers if one.record]
        made = [one for one in employers if not one.record]
        records = self.env["res.partner"].create(
            [
                {
                    "name": one.name,
                    "is_company": True,
                    "country_id": france.id if france else False,
                    **one.vals,
                }
                for one in made
            ]
        )
        for one, record in zip(made, records, strict=True):
            one.record = record
        for one in known:
            if one.vals:
                one.record.write(one.vals)
