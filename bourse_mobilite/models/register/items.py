"""The records of a file that stand by themselves; the trainings among them."""

# pylint: disable=missing-return

from collections import defaultdict
from dataclasses import replace

from odoo.fields import Command

from ...rules.register.kinds import TRAININGS
from ...rules.register.repair import Refused, fold
from ..mobility_training import _is_web_address


def _as_said(column, value):
    """What a record says, as a file would: spaces and capitals are no change."""
    if not isinstance(value, str) or column.words:
        return value or None
    try:
        value = column.clean(value)
    except Refused:
        return value
    return " ".join(value.split()) if column.one_line else value


class Item:
    """A record that the file speaks of, or one to be made."""

    def __init__(self, row, record=None):
        self.row = row
        self.record = record
        self.new = not record
        self.vals = {}
        self.later = []  # names of records that come later in the file


class Items:
    """Records that a row describes by itself: how they are found, what changes.

    :attr plain: ``{column: field}`` of what is compared as it is
    :attr lists: ``{column: (field, model)}`` of what names other records
    """

    model = kind = ""
    plain = {}
    lists = {}

    def __init__(self, env):
        self.env = env
        self.planned = {}
        self.names = {
            key: self._by_name(model) for key, (_field, model) in self.lists.items()
        }

    def _by_name(self, model):
        records = self.env[model].search([])
        return {fold(record.name): record for record in records}

    def claim(self, row, record, *keys):
        """The item of a row, refused when another row already describes it.

        :param keys: what no two rows may share; an empty record is no key
        """
        keys = [key for key in keys if key]
        for key in keys:
            if first := self.planned.get(key):
                row.refuse("item_twice", row=first.row.number)
                return None
        item = Item(row, record)
        self.planned.update(dict.fromkeys(keys, item))
        return item

    def give(self, row, item, change):
        """Note what a row says. An empty cell erases nothing.

        :param change: called with (heading, old, new) for each change
        """
        record = item.record
        for key, name in self.plain.items():
            value = row.values[key]
            if value in ("", None):
                continue
            old = record[name] if record else None
            column = self.kind.by_key[key]
            if isinstance(value, float):
                # As many decimals as are kept; nothing said is zero.
                model = self.env[self.model]
                value = model._fields[name].convert_to_cache(value, model)
                same = record and old == value
            else:
                same = _as_said(column, old) == value
            if not same:
                item.vals[name] = value
                if record:
                    change(
                        column.heading, self._shown(column, old),
                        self._shown(column, value),
                    )  # fmt: skip
        for key, (name, model) in self.lists.items():
            self._give_list(row, item, key, name, model, change)

    def _shown(self, column, value):
        if hasattr(value, "isoformat"):
            return value.strftime("%d/%m/%Y")
        text = str(column.shown(value or ""))
        return f"{text[:60]}…" if len(text) > 60 else text

    def _give_list(self, row, item, key, name, model, change):
        old = item.record[name] if item.record else self.env[model]
        # Of two that bear one name, the one that the record has.
        own = {fold(one.name): one for one in old}
        found = {
            text: own.get(fold(text)) or self._named_in_list(key, text)
            for text in row.values[key]
        }
        unknown = [text for text, records in found.items() if not records]
        if unknown:
            column = self.kind.by_key[key].heading
            row.note("names_unknown", column=column, names=unknown)
        wanted = self.env[model].union(*filter(None, found.values()))
        if item.record and model == self.model:
            wanted -= item.record
        if wanted and "active" in old:
            # An archived one is in no list: it stays.
            wanted |= old.filtered(lambda one: not one.active)
        if wanted and wanted != old:
            item.vals[name] = [Command.set(wanted.ids)]
            if item.record:
                heading = self.kind.by_key[key].heading
                change(heading, ", ".join(old.mapped("name")),
                       ", ".join(wanted.mapped("name")))  # fmt: skip

    def _named_in_list(self, key, text):
        """The records that a name of a list stands for, or None."""
        return self.names[key].get(fold(text))

    def save(self, items, journal):
        """Make and change the records of ``items``."""
        made = [item for item in items if not item.record]
        records = journal.make(self.model, [item.vals for item in made])
        for item in items:
            if item.vals:
                for record in item.record or ():
                    journal.change(record, item.vals)
        for item, record in zip(made, records, strict=True):
            item.record = record


class Trainings(Items):
    """Recognised by its provider's code, else by title, provider and first day.

    The first day tells apart the sessions that bear one code.
    """

    model = "mobility.training"
    kind = TRAININGS
    plain = {
        "training": "name", "provider": "provider", "code": "code", "theme": "theme",
        "duration": "duration_days", "modality": "modality", "date_from": "date_from",
        "date_to": "date_to", "url": "url", "description": "description",
    }  # fmt: skip
    lists = {"metiers": ("metier_ids", "mobility.metier")}

    def __init__(self, env):
        super().__init__(env)
        self.by_code, self.by_title = defaultdict(list), defaultdict(list)
        self.days_of_code = defaultdict(set)
        own = [("company_id", "=", env.company.id)]
        for record in env[self.model].search(own):
            provider = fold(record.provider)
            if record.code:
                self.by_code[provider, fold(record.code)].append(record)
            title = (provider, fold(record.name), record.date_from or None)
            self.by_title[title].append(record)

    def _code(self, row):
        code = fold(row.values["code"])
        return (fold(row.values["provider"]), code) if code else None

    def announce(self, row):
        """Every row first: several sessions of one code are then known."""
        self.days_of_code[self._code(row)].add(row.values["date_from"])

    def find(self, row):
        """The training of a row; None once refused."""
        values, code = row.values, self._code(row)
        day = values["date_from"]
        title = (fold(values["provider"]), fold(values["training"]), day)
        found = self.by_code.get(code, [])
        sessions = code and max(len(found), len(self.days_of_code[code])) > 1
        if sessions:
            found = [record for record in found if (record.date_from or None) == day]
        if len(found) > 1:
            same = [one for one in found if fold(one.name) == fold(values["training"])]
            found = same or found
        if not found:
            found = self.by_title.get(title, [])
            plain = [record for record in found if not record.code]
            found = plain if code else plain or found
        if len(found) > 1:
            row.refuse("item_several", name=values["training"])
            return None
        key = (code, day, title if found else None) if sessions else code or title
        record = found[0] if found else None
        if record and not self._dates_fit(row, record):
            return None
        return self.claim(row, record, key, record)

    def _dates_fit(self, row, record):
        """Whether what a row says of its days fits what is known of the others."""
        first = row.values["date_from"] or record.date_from
        last = row.values["date_to"] or record.date_to
        if first and last and first > last:
            row.refuse("dates_reversed", first=first, last=last)
            return False
        return True

    def give(self, row, item, change):
        """See `Items.give`; an address that no link may have is left out."""
        url = row.values["url"]
        if url and not _is_web_address(url):
            row.note("url_invalid", column=self.kind.by_key["url"].heading, value=url)
            row = replace(row, values=dict(row.values, url=""))
        super().give(row, item, change)

    def give_commune(self, item, commune, change):
        """Note where the training takes place."""
        old = item.record.commune_id if item.record else None
        if commune and not (old and old.id == commune.id):
            item.vals["commune_id"] = commune.id
            if item.record:
                change(self.kind.by_key["commune"].heading, old.name, commune.name)
