"""The métiers of a file, official répertoires among them."""

# pylint: disable=missing-return

from collections import defaultdict
from dataclasses import replace

from odoo.fields import Command

from ...rules.register.codes import clean_code
from ...rules.register.kinds import METIERS
from ...rules.register.repair import fold
from .items import Items


class Metiers(Items):
    """Recognised by its CNFPT or RMFP code, else by its name.

    A row that says no more than a ROME code and its label is of the official ROME
    file: the métiers that bear the code take the label; a code that no métier bears
    becomes an archived métier, ready to be shown, since the ROME is mostly private.
    """

    model = "mobility.metier"
    kind = METIERS
    plain = {
        "name": "name", "rome_code": "rome_code", "champ": "champ",
        "speciality": "speciality", "cnfpt_code": "cnfpt_code",
        "rmfp_code": "rmfp_code", "description": "description",
    }  # fmt: skip
    lists = {
        "conditions": ("condition_ids", "mobility.condition"),
        "skills": ("skill_ids", "hr.skill"),
        "near": ("near_metier_ids", "mobility.metier"),
    }

    def __init__(self, env):
        super().__init__(env)
        self.by_code = defaultdict(list)
        self.by_rome = defaultdict(list)
        self.by_name, self.by_exact_name = {}, {}
        metiers = env[self.model].with_context(active_test=False)
        for record in metiers.search([]):
            self.by_name[fold(record.name)] = record
            self.by_exact_name[record.name] = record
            for key in ("cnfpt_code", "rmfp_code"):
                if record[key]:
                    self.by_code[key, clean_code(record[key])].append(record)
            if record.active and record.rome_code:
                self.by_rome[record.rome_code].append(record)
        self.rows, self.item_of_name = {}, {}
        self.official_file = False

    def announce(self, row):
        """Every row first: a métier may be near one that comes later."""
        name, code = fold(row.values["name"]), row.values["rome_code"]
        self.rows.setdefault(name, row)
        known = self._called(row)
        # Métiers that all are known with their code come from an export of ours.
        self.official_file |= bool(code and not (known and known.rome_code == code))

    def _called(self, row):
        """The métier of the name of a row: written the same rather than nearly so."""
        name = row.values["name"]
        return self.by_exact_name.get(name) or self.by_name.get(fold(name))

    def _official(self, row):
        """Whether a row says no more than a ROME code and its label."""
        filled = {key for key, value in row.values.items() if value}
        return self.official_file and filled == {"name", "rome_code"}

    def find(self, row):
        """The métier of a row; None once refused."""
        item = self._find(row)
        if item:
            self.item_of_name.setdefault(fold(row.values["name"]), item)
        return item

    def _find(self, row):
        values = row.values
        if self._official(row):
            return self._of_rome(row)
        for key in ("cnfpt_code", "rmfp_code"):
            found = self.by_code.get((key, values[key]), [])
            if len(found) > 1:
                # Several may bear one code: the name then says which.
                found = [one for one in found if fold(one.name) == fold(values["name"])]
            if len(found) != 1 and self.by_code.get((key, values[key])):
                row.refuse("item_several", name=values["name"])
                return None
            if found:
                return self._named(row, found[0])
        return self._named(row, self._called(row))

    def _named(self, row, record):
        taken = self._called(row)
        if record and taken and taken != record:
            row.refuse("metier_two", name=taken.name)
            return None
        return self.claim(row, record, fold(row.values["name"]), record)

    def _of_rome(self, row):
        code, label = row.values["rome_code"], row.values["name"]
        holders = self.by_rome.get(code, [])
        named = self._called(row)
        if named:
            # Its own name is the label; its code is checked with the others.
            holders = [*holders, *([named] if named not in holders else [])]
        records = self.env[self.model].union(*holders)
        # A métier that is to be made takes the name: no other row may.
        name = None if records else fold(label)
        return self.claim(row, records or None, ("rome", code, fold(label)), name)

    def give(self, row, item, change):
        """See `Items.give`; for a row of the ROME file, the official label."""
        if not self._official(row):
            return super().give(row, item, change)
        label, code = row.values["name"], row.values["rome_code"]
        if not item.record:
            item.vals.update(name=label, rome_code=code, rome_label=label, active=False)
            row.note("metier_archived")
        elif any(record.rome_label != label for record in item.record):
            item.vals["rome_label"] = label
            change(
                ", ".join(item.record.mapped("name")),
                item.record[:1].rome_label or "",
                label,
            )
        return None

    def _give_list(self, row, item, key, name, model, change):
        if key == "near":
            texts = self._others(row)
            item.later = [text for text in texts if self._to_be_made(text)]
            if item.later and item.record:
                heading = self.kind.by_key[key].heading
                change(heading, "", ", ".join(item.later))
            values = dict(row.values, near=[t for t in texts if t not in item.later])
            row = replace(row, values=values)
        super()._give_list(row, item, key, name, model, change)

    def _others(self, row):
        """The near métiers that a row names, itself left out."""
        name = fold(row.values["name"])
        others = [text for text in row.values["near"] if fold(text) != name]
        if len(others) < len(row.values["near"]):
            heading = self.kind.by_key["near"].heading
            row.note("metier_near_itself", column=heading, name=row.values["name"])
        return others

    def _to_be_made(self, text):
        other = self.item_of_name.get(fold(text))
        return other and other.new and fold(text) not in self.names["near"]

    def _named_in_list(self, key, text):
        """See `Items`; the name of a row stands for all that it speaks of, as the
        métiers of a ROME code."""
        found = super()._named_in_list(key, text)
        if not found and key == "near" and fold(text) in self.item_of_name:
            found = self.item_of_name[fold(text)].record
        return found

    def save(self, items, journal):
        """Make them all, then tie those that are near each other."""
        super().save(items, journal)
        made = {
            fold(item.row.values["name"]): item.record for item in items if item.new
        }
        for item in items:
            near = [made[fold(text)] for text in item.later if fold(text) in made]
            if near:
                links = [Command.link(one.id) for one in near]
                journal.change(item.record, {"near_metier_ids": links})
