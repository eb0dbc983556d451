"""What the rows of a file say of their employers, and the writing of it."""

import re

from ...rules.register.kinds import EMPLOYERS
from ...rules.register.repair import fold

# Column of the register -> field of the contact.
FIELDS = {
    "siret": "company_registry",
    "siren": "mobility_siren",
    "kind": "mobility_employer_kind",
    "street": "street",
    "zip": "zip",
    "phone": "phone",
    "email": "email",
    "affiliation": "mobility_affiliation",
}
_BY_KEY = EMPLOYERS.by_key


def _digits(phone):
    return re.sub(r"\D", "", re.sub(r"^\+33", "0", phone or ""))


def _same(key, old, new):
    """Whether two values say the same: a re-import never fights over spelling."""
    if key == "phone":
        return _digits(old) == _digits(new)
    if key == "email":
        return (old or "").strip().lower() == (new or "")
    if key in ("siren", "zip"):
        return "".join((old or "").split()) == (new or "")
    return fold(old) == fold(new) if key == "street" else (old or "") == (new or "")


class EmployerChanges:
    """Nothing here merges: an employer already known keeps its name."""

    def __init__(self, env):
        self.env = env

    def give(self, row, employer, commune, change):
        """Note what an accepted row says of its employer.

        An empty cell erases nothing; of two rows that differ, the first is kept.

        :param change: called with (heading, old, new) for each change of a contact.
        """
        record = employer.record
        values = {key: row.values[key] for key in FIELDS if key in row.values}
        if values.get("siret"):
            values.pop("siren", None)  # the SIRET says it
        if not (record and record.mobility_employer_kind):
            values["kind"] = employer.kind
        for key, value in values.items():
            if not value:
                continue
            first, number = employer.given.setdefault(key, (value, row.number))
            heading = _BY_KEY[key].heading
            if number != row.number:
                if not _same(key, first, value):
                    row.note("value_kept", column=heading, row=number,
                             kept=self._shown(key, first))  # fmt: skip
                continue
            old = record[FIELDS[key]] if record else ""
            if not _same(key, old, value):
                employer.vals[FIELDS[key]] = value
                if key == "siret":
                    employer.vals["mobility_siren"] = value[:9]
                if record:
                    change(heading, self._shown(key, old), self._shown(key, value))
        self._give_commune(employer, commune, change)

    def _give_commune(self, employer, commune, change):
        record, vals = employer.record, employer.vals
        if not commune or "mobility_commune_id" in vals:
            return
        if not record:
            vals.update(mobility_commune_id=commune.id, city=commune.name)
            if len(commune.zips) == 1:
                vals.setdefault("zip", commune.zips[0])
        elif not record.mobility_commune_id:
            vals.update(mobility_commune_id=commune.id)
            if not record.city:
                vals["city"] = commune.name
            change(_BY_KEY["commune"].heading, "", commune.name)

    def _shown(self, key, value):
        if _BY_KEY[key].words:
            field = self.env["res.partner"]._fields[FIELDS[key]]
            return dict(field._description_selection(self.env)).get(value, "")
        return value or ""

    def save(self, employers, journal):
        """Make and change the contacts of ``employers``."""
        france = self.env.ref("base.fr", raise_if_not_found=False)
        made = [one for one in employers if not one.record]
        records = journal.make(
            "res.partner",
            [
                {
                    "name": one.name,
                    "is_company": True,
                    "country_id": france.id if france else False,
                    **one.vals,
                }
                for one in made
            ],
        )
        for one in employers:
            if one.record and one.vals:
                journal.change(one.record, one.vals)
        for one, record in zip(made, records, strict=True):
            one.record = record
        for one in employers:
            one.vals = {}
