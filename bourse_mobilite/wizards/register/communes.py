from collections import defaultdict
from typing import NamedTuple

from ...rules.register_repair import fold_commune

# More names than this in one sentence help nobody.
_SHOWN = 12


class Commune(NamedTuple):
    id: int
    name: str
    department: str
    zips: tuple


class Communes:
    """The référentiel of communes, by name and by postal code."""

    def __init__(self, env):
        self.by_id = {}
        self.by_name = defaultdict(list)
        self.by_zip = defaultdict(list)
        names = ["name", "department_code", "postal_codes"]
        for record in env["mobility.commune"].search_fetch([], names):
            zips = tuple((record.postal_codes or "").split())
            commune = Commune(record.id, record.name, record.department_code, zips)
            self.by_id[commune.id] = commune
            self.by_name[fold_commune(commune.name)].append(commune)
            for code in zips:
                self.by_zip[code].append(commune)

    def named(self, name):
        """The only commune of this name, or None."""
        found = self.by_name.get(fold_commune(name), [])
        return found[0] if len(found) == 1 else None

    def find(self, row):
        """The commune of a row, or None once the row is refused.

        A postal code alone is not enough when it covers several communes.
        """
        name, code = row.values["commune"], row.values["zip"]
        return self._by_name(row, name, code) if name else self._by_zip(row, code)

    def _by_zip(self, row, code):
        found = self.by_zip.get(code, [])
        if not found:
            row.refuse("zip_unknown", zip=code)
        elif len(found) > 1:
            row.refuse("zip_ambiguous", zip=code, names=_names(found))
        return found[0] if len(found) == 1 else None

    def _by_name(self, row, name, code):
        found = self.by_name.get(fold_commune(name), [])
        if not found:
            row.refuse("commune_unknown", value=name)
            return None
        if code:
            fits = [commune for commune in found if self._fits(commune, code)]
            if not fits:
                zips = [one for commune in found for one in commune.zips]
                row.refuse("zip_mismatch", zip=code, commune=name, names=zips)
                return None
            found = fits
        if len(found) > 1:
            zips = [" ".join(commune.zips) for commune in found]
            row.refuse("commune_ambiguous", value=name, names=zips)
            return None
        return found[0]

    def _fits(self, commune, code):
        """Whether a postal code may be this commune's: one of its own, or one that
        no commune has (a CEDEX) in its département."""
        if code in commune.zips:
            return True
        department = "20" if commune.department in ("2A", "2B") else commune.department
        return code not in self.by_zip and code.startswith(department)


def _names(communes):
    names = sorted(commune.name for commune in communes)
    return [*names[:_SHOWN], "…"] if len(names) > _SHOWN else names
