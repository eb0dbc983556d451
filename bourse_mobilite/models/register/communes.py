import re
from collections import defaultdict
from typing import NamedTuple

from ...rules.register.repair import fold_commune

# « Beauvois (62) »: of two communes of one name, that of this département.
_OF_DEPARTMENT = re.compile(r"(.+?)\s*\((2[AB]|\d{2,3})\)", re.IGNORECASE)
# More names than this in one sentence help nobody.
_SHOWN = 12


class Commune(NamedTuple):
    id: int
    name: str
    department: str
    zips: tuple
    active: bool = True


class Communes:
    """The référentiel of communes, by name and by postal code."""

    def __init__(self, env):
        self.by_id = {}
        self.by_code = {}
        self.by_name = defaultdict(list)
        self.by_zip = defaultdict(list)
        # Of a commune that has merged, those who were there are still known.
        self.merged = defaultdict(list)
        names = ["code", "name", "department_code", "postal_codes", "active"]
        communes = env["mobility.commune"].with_context(active_test=False)
        for record in communes.search_fetch([], names):
            zips = tuple((record.postal_codes or "").split())
            commune = Commune(
                record.id, record.name, record.department_code, zips, record.active
            )
            self.by_id[commune.id] = commune
            self.by_code[record.code] = commune
            if not record.active:
                self.merged[fold_commune(commune.name)].append(commune)
                continue
            self.by_name[fold_commune(commune.name)].append(commune)
            for code in zips:
                self.by_zip[code].append(commune)

    def named(self, name):
        """The only commune of this name, or None."""
        found = self.by_name.get(fold_commune(name), [])
        return found[0] if len(found) == 1 else None

    def find(self, row):
        """The commune of a row, or None when it says nothing or once it is refused.

        A postal code alone is not enough when it covers several communes; an INSEE
        code is.
        """
        name, code = row.values["commune"], row.values["zip"]
        insee = row.values.get("insee")
        if insee:
            if insee not in self.by_code:
                row.refuse("insee_unknown", value=insee)
            return self.by_code.get(insee)
        if not name and not code:
            return None
        return self._by_name(row, name, code) if name else self._by_zip(row, code)

    def _by_zip(self, row, code):
        found = self.by_zip.get(code, [])
        if not found:
            row.refuse("zip_unknown", zip=code)
        elif len(found) > 1:
            row.refuse("zip_ambiguous", zip=code, names=_names(found))
        return found[0] if len(found) == 1 else None

    def _named(self, name):
        key = fold_commune(name)
        found = self.by_name.get(key) or self.merged.get(key, [])
        said = None if found else _OF_DEPARTMENT.fullmatch(name)
        if said:
            wanted = said[2].upper()
            found = [one for one in self._named(said[1]) if one.department == wanted]
        return found

    def _by_name(self, row, name, code):
        found = self._named(name)
        if not found:
            row.refuse("commune_unknown", value=name)
            return None
        if code:
            fits = [commune for commune in found if self.fits(commune, code)]
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

    def fits(self, commune, code):
        """Whether a postal code may be this commune's: one of its own, or one that
        no commune has (a CEDEX) in its département."""
        if code in commune.zips:
            return True
        department = "20" if commune.department in ("2A", "2B") else commune.department
        return code not in self.by_zip and code.startswith(department)


def _names(communes):
    names = sorted(commune.name for commune in communes)
    return [*names[:_SHOWN], "…"] if len(names) > _SHOWN else names
