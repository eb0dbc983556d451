"""Which employer a row speaks of."""

import re
from collections import defaultdict

from odoo.fields import Domain

from ...rules.register.columns import body_of_commune, guess_kind, names_a_commune
from ...rules.register.repair import fold

READ = (
    "name", "is_company", "active", "city", "mobility_commune_id", "company_registry",
    "mobility_siren", "mobility_employer_kind", "street", "zip", "phone", "email",
    "mobility_affiliation",
)  # fmt: skip


class Employer:
    """An employer that the file speaks of: a contact, or one to be made."""

    def __init__(self, name, commune_id, siret="", siren="", record=None, kind=""):
        self.record = record
        self.name = name
        self.commune_id = commune_id
        self.siret = siret
        self.siren = siret[:9] or siren
        self.kind = kind
        self.vals = {}
        self.given = {}  # column -> (value, number of the row that gave it first)

    @property
    def archived(self):
        return bool(self.record) and not self.record.active


class Employers:
    """The employers known and those of the file, by SIRET, SIREN, name + commune.

    A SIRET is certain. A name is trusted only with the commune, when one employer
    bears it and no SIRET contradicts it; anything else is asked, never merged.
    """

    def __init__(self, env, communes, rows, own=None, only=None):
        """:param rows: `(row, commune)` of the rows that are not refused.
        :param own: the contact that a row without employer speaks of
        :param only: the contacts that the sender may speak of, who learns of no
            other whether it is known; None: anyone
        """
        self.env = env
        self.communes = communes
        self.only = only
        self.by_siret = defaultdict(list)
        self.by_siren = defaultdict(list)
        self.by_name = defaultdict(list)
        self.by_id = {}
        for record in self._search(rows, own):
            self._add_known(record)
        self.own = own and self.by_id[own.id]

    def _search(self, rows, own):
        if self.only is not None:
            return self.only
        sirets = {row.values["siret"] for row, _commune in rows} - {""}
        sirens = {row.values.get("siren") or "" for row, _commune in rows}
        sirens = (sirens | {siret[:9] for siret in sirets}) - {""}
        names = {row.values["employer"] for row, _commune in rows}
        communes = {commune.id for _row, commune in rows if commune}
        employer = Domain("mobility_employer_kind", "!=", False)
        here = Domain("mobility_commune_id", "in", [*communes, False])
        contact = Domain("is_company", "=", True) & (
            Domain("company_registry", "in", list(sirets))
            | Domain("name", "in", list(names))
        )
        known = Domain("mobility_siren", "in", list(sirens))
        partners = self.env["res.partner"].with_context(active_test=False)
        found = Domain("id", "=", own.id if own else False)
        return partners.search_fetch(
            found | (employer & (known | here)) | contact, READ
        )

    def _add_known(self, record):
        kind = record.mobility_employer_kind or ""
        commune_id = record.mobility_commune_id.id
        if not kind and not commune_id:
            # A contact of the CDG that nobody marked as a public employer yet.
            commune = self.communes.named(record.city or "")
            commune_id = commune.id if commune else False
        siret = re.sub(r"\D", "", record.company_registry or "")
        siren = record.mobility_siren or ""
        employer = Employer(record.name, commune_id, siret, siren, record, kind)
        self.by_id[record.id] = employer
        if siret:
            self.by_siret[siret].append(employer)
        if employer.siren:
            self.by_siren[employer.siren].append(employer)
        # Without kind nor town, a name says nothing.
        if kind or commune_id:
            self.by_name[self._key(record.name, commune_id, kind)].append(employer)

    def _key(self, name, commune_id, kind):
        """A commune has one town hall and one CCAS, however a file writes them."""
        commune = self.communes.by_id.get(commune_id)
        body = commune and body_of_commune(name, commune.name, kind)
        return (f"={body}" if body else fold(name), commune_id)

    def _of_name(self, row, commune):
        """Those of this name: the active ones, or the archived when all are."""
        key = self._key(row.values["employer"], commune.id, row.values["kind"])
        found = self.by_name.get(key, [])
        return [one for one in found if not one.archived] or found

    def find(self, row, commune):
        """The employer of a row, made when nobody is known; None once refused."""
        if row.own or self._names_own(row, commune):
            return self.own
        known = self._of_number(row)
        if not known and not commune and self.only is None:
            row.refuse("commune_missing")
            return None
        named = self._of_name(row, commune) if commune else []
        if len(known) > 1 and not row.values["siret"]:
            # Of the establishments of a legal person, the one without a SIRET.
            plain = [one for one in named if one in known and not one.siret]
            known = plain or known
        if known:
            found = self._by_number(row, commune, known, named)
        elif named:
            found = self._by_name(row, commune, named)
        elif self.only is not None:
            row.refuse("employer_not_yours", name=row.values["employer"])
            return None
        else:
            found = self._make(row, commune)
        return found

    def _names_own(self, row, commune):
        """Whether a row without number names the sender itself: it need not say in
        which commune that is."""
        own = self.own
        if not own or row.values["siret"] or row.values.get("siren"):
            return False
        if commune and own.commune_id and commune.id != own.commune_id:
            return False
        name, kind = row.values["employer"], row.values["kind"] or own.kind
        return self._key(name, own.commune_id, kind) == self._key(
            own.name, own.commune_id, own.kind
        )

    def _of_number(self, row):
        """Those whom the SIRET designates, or the SIREN when no SIRET says more."""
        siret = row.values["siret"]
        siren = siret[:9] or row.values.get("siren", "")
        found = self.by_siret.get(siret, []) if siret else []
        if not found and siren:
            same = self.by_siren.get(siren, [])
            found = [one for one in same if not (siret and one.siret)]
        return [one for one in found if not one.archived] or found

    def _by_number(self, row, commune, known, named):
        number = row.values["siret"] or row.values.get("siren")
        name, employer = row.values["employer"], known[0]
        if len(known) > 1:
            row.refuse("siret_several", value=number)
        elif commune and employer.commune_id and employer.commune_id != commune.id:
            row.refuse(
                "siret_other_commune",
                value=number,
                known=employer.name,
                known_commune=self.communes.by_id[employer.commune_id].name
                if employer.commune_id in self.communes.by_id
                else employer.record.city or "?",
                commune=commune.name,
            )
        elif named and employer not in named and not employer.archived:
            row.refuse(
                "employer_two",
                value=number,
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
        siren = siret[:9] or row.values.get("siren", "")
        employer = named[0]
        if len(named) > 1:
            row.refuse("employer_several", name=name, commune=commune.name)
        elif (siret and employer.siret) or (
            siren and employer.siren and siren != employer.siren
        ):
            row.refuse(
                "employer_other_siret",
                name=name,
                commune=commune.name,
                known=employer.siret or employer.siren,
                value=siret or siren,
            )
        elif not employer.kind and not self._kind_of(row):
            row.refuse("kind_missing", name=name)
        else:
            if fold(employer.name) != fold(name):
                row.note("name_kept", known=employer.name)
            return self._learn(row, commune, employer)
        return None

    def _learn(self, row, commune, employer):
        """What a row says of its employer designates it in the other rows too."""
        siret = row.values["siret"]
        siren = siret[:9] or row.values.get("siren", "")
        employer.kind = employer.kind or self._kind_of(row)
        if siret and not employer.siret:
            employer.siret = siret
            self.by_siret[siret].append(employer)
        if siren and not employer.siren:
            employer.siren = siren
            self.by_siren[siren].append(employer)
        if commune:
            key = self._key(row.values["employer"], commune.id, row.values["kind"])
            if employer not in self.by_name[key]:
                self.by_name[key].append(employer)
        return employer

    def _make(self, row, commune):
        siret, name = row.values["siret"], row.values["employer"]
        if not siret and self.by_name.get((fold(name), False)):
            row.refuse("employer_no_commune", name=name)
            return None
        if not commune.active:
            row.refuse("commune_unknown", value=commune.name)
            return None
        kind = self._kind_of(row)
        if not kind:
            row.refuse("kind_missing", name=name)
            return None
        if kind == "commune" and not names_a_commune(name, commune.name):
            row.refuse("kind_not_commune", name=name, commune=commune.name)
            return None
        return self._learn(row, commune, Employer(name, commune.id, kind=kind))

    @staticmethod
    def _kind_of(row):
        return row.values["kind"] or guess_kind(row.values["employer"])
