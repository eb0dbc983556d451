"""What is certain in a cell of a spreadsheet is repaired, the rest is refused.

Each function answers the clean value, or raises `Refused` with a code and the
figures that explain it; the sentences are written by who shows them.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

EXCEL_EPOCH = date(1899, 12, 30)
# 1990 to 2099 as Excel serials: outside, a number in a date column is no date.
SERIALS = range(32874, 73051)
MAX_PLACES = 999

_MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "mars": 3, "avril": 4,
    "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8,
    "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11,
    "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# As Excel says them in English, in French in a .csv.
_ERRORS = {
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A",
    "#NUL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#N/D",
}  # fmt: skip
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


class Refused(ValueError):
    """A cell that cannot be used: a code, and what the sentence needs."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


@lru_cache(maxsize=20_000)
def fold(text):
    """Lower case, no accent, words only: two spellings of one name are equal.

    >>> fold("  Secrétariat – Cœur d'Œuilly ")
    'secretariat coeur d oeuilly'
    """
    text = unicodedata.normalize("NFKD", str(text or "").translate(_LIGATURES))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def fold_commune(text):
    """`fold`, without the abbreviations of a commune's name nor its CEDEX.

    >>> fold_commune("ST-CREPIN S/ BOIS CEDEX 2") == fold("Saint-Crépin-sur-Bois")
    True
    """
    words = re.sub(r"\s*\bcedex\b.*$", "", fold(text)).split()
    short = {"st": "saint", "ste": "sainte", "s": "sur"}
    return " ".join(short.get(word, word) for word in words)


def as_text(value):
    """The cell as a person reads it, without what a database cannot store.

    Unbreakable and double spaces become one space, line breaks stay.

    >>> as_text(60112.0), as_text(" a\\u00a0 b "), as_text("#N/A"), as_text(None)
    ('60112', 'a b', '', '')
    >>> as_text(True), as_text(False), as_text("#NOM?")
    ('oui', 'non', '')
    """
    if value is None or (isinstance(value, str) and value.strip() in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, (datetime, date)):
        value = value.strftime("%d/%m/%Y")
    text = _CONTROL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(lines).strip()


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def clean_phone(value):
    """A French number by pairs of digits; any other as it was typed.

    >>> clean_phone(344061234), clean_phone("03.44.06.12.34"), clean_phone("poste 12")
    ('03 44 06 12 34', '03 44 06 12 34', 'poste 12')
    """
    text = as_text(value)
    digits = re.sub(r"[\s.\-/]", "", text)
    if is_number(value) and len(digits) == 9:
        digits = f"0{digits}"
    if re.fullmatch(r"0[0-9]{9}", digits):
        return " ".join(re.findall("..", digits))
    return text


def clean_email(value):
    """One e-mail address in lower case, or ''.

    >>> clean_email("mailto:Mairie@Example.FR ")
    'mairie@example.fr'
    """
    text = re.sub(r"^mailto:\s*", "", as_text(value), flags=re.IGNORECASE).lower()
    if text and not _EMAIL.fullmatch(text):
        raise Refused("email_invalid", value=text)
    return text


def holds_email(text):
    return bool(_EMAIL.search(text))


def clean_date(value):
    """A date from a date, an Excel serial or French text; None when empty.

    >>> clean_date("12/05/2027"), clean_date(46522), clean_date("1er sept. 2026")
    ... # doctest: +NORMALIZE_WHITESPACE
    (datetime.date(2027, 5, 12), datetime.date(2027, 5, 15),
     datetime.date(2026, 9, 1))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = as_text(value)
    if not text:
        return None
    number = re.fullmatch(r"([0-9]{5})(?:[.,][0-9]+)?", text)
    if number:
        if int(number[1]) in SERIALS:
            return EXCEL_EPOCH + timedelta(days=int(number[1]))
        raise Refused("date_unreadable", value=text)
    try:
        return _date_of_text(text)
    except (ValueError, KeyError):
        raise Refused("date_unreadable", value=text) from None


def _date_of_text(text):
    text = re.sub(r"[\sT]+[0-9]{1,2}:[0-9:.]+$", "", text)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if iso:
        return date(*map(int, iso.groups()))
    parts = fold(text).split()
    if len(parts) == 4:  # "lundi 12 mai 2027"
        parts = parts[1:]
    day, month, year = parts
    if len(year) not in (2, 4):
        raise ValueError(text)
    return date(
        int(year) + (2000 if len(year) == 2 else 0),
        int(month) if month.isdigit() else _MONTHS[month],
        int(re.sub(r"^1er$", "1", day)),
    )


def clean_places(value):
    """A whole number of places, 1 to 999; None when empty.

    >>> clean_places("2 places"), clean_places(3.0), clean_places("")
    (2, 3, None)
    """
    text = as_text(value)
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(?: (?:places?|postes?))?", text.lower())
    if not found or not 1 <= int(found[1]) <= MAX_PLACES:
        raise Refused("places_invalid", value=text, limit=MAX_PLACES)
    return int(found[1])


def clean_list(value):
    """The parts between semicolons or on several lines, each once, in order.

    >>> clean_list("Escaliers ; Bruit;; bruit")
    ('Escaliers', 'Bruit')
    """
    parts = {}
    for part in re.split(r"[;\n]", as_text(value)):
        if fold(part):
            parts.setdefault(fold(part), part.strip())
    return tuple(parts.values())


def choices(words):
    """``{folded word: value}`` of the ``{value: labels}`` of a closed choice.

    >>> choices({"cdd": ("Contractuel (CDD)", "contractuel")})["contractuel cdd"]
    'cdd'
    """
    return {
        fold(label): value
        for value, labels in words.items()
        for label in (value, *labels)
    }


def clean_choice(value, words, labels):
    """The value that a word of a closed choice stands for, or ''.

    :param words: as `choices` gives them; ``labels``: those that a refusal proposes
    >>> labels = {"cdd": ("Contractuel (CDD)", "c d d")}
    >>> clean_choice("C.D.D.", choices(labels), labels)
    'cdd'
    """
    text = as_text(value)
    if not text:
        return ""
    try:
        return words[fold(text)]
    except KeyError:
        proposed = tuple(known[0] for known in labels.values())
        raise Refused("word_unknown", value=text, words=proposed) from None


def clean_number(value):
    """A positive number, with a comma or a point, units left out; None when empty.

    >>> clean_number("1,5 jour"), clean_number("17 h 30"), clean_number("35h")
    (1.5, 17.5, 35.0)
    """
    text = as_text(value).lower()
    if not text:
        return None
    hours = re.fullmatch(r"([0-9]{1,3}) ?h ?([0-5][0-9])", text)
    if hours:
        return int(hours[1]) + int(hours[2]) / 60
    plain = re.fullmatch(
        r"([0-9]{1,5}(?:[.,][0-9]{1,4})?) ?(?:h|j|jours?|heures?)?", text
    )
    if not plain:
        raise Refused("number_unreadable", value=text)
    return float(plain[1].replace(",", "."))


def clean_url(value):
    """The address of a page, or ''.

    >>> clean_url("www.cnfpt.fr/stage")
    'https://www.cnfpt.fr/stage'
    """
    text = as_text(value)
    if not text:
        return ""
    if re.match(r"www\.", text, re.IGNORECASE):
        text = f"https://{text}"
    if not re.fullmatch(r"https?://[^\s/<>\"]+\.[^\s<>\"]+", text, re.IGNORECASE):
        raise Refused("url_invalid", value=text)
    return text
