"""What is certain in a cell of a spreadsheet is repaired, the rest is refused.

Each function answers the clean value, or raises `Refused` with a code and the
figures that explain it; the sentences are written by who shows them.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from stdnum.fr import siren, siret

EXCEL_EPOCH = date(1899, 12, 30)
# 1990 to 2099 as Excel serials: outside, a number in a date column is no date.
SERIALS = range(32874, 73051)
SIRET_LENGTH = 14
# The SIREN with most leading zeros begin with three.
MAX_LOST_ZEROS = 3
MAX_PLACES = 999

_MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "mars": 3, "avril": 4,
    "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8,
    "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11,
    "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


class Refused(ValueError):
    """A cell that cannot be used: a code, and what the sentence needs."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


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
    """
    if value is None or (isinstance(value, str) and value.strip() in _ERRORS):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, (datetime, date)):
        value = value.strftime("%d/%m/%Y")
    text = _CONTROL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(lines).strip()


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def clean_siret(value):
    """The 14 digits of a SIRET, checked (Luhn; La Poste's own rule), or ''.

    Spaces and dots go; the leading zeros that a *number* lost come back, when the
    result is then valid. Digits lost to the scientific notation never come back.

    >>> clean_siret("216 000 562.00019"), clean_siret(99906101300010)
    ('21600056200019', '99906101300010')
    """
    text = as_text(value)
    if not text:
        return ""
    scientific = re.fullmatch(r"(\d)[.,]?(\d*)[eE]\+?(\d+)", text.replace(" ", ""))
    if scientific:
        first, rest, power = scientific.groups()
        if len(rest) != int(power):
            raise Refused("siret_digits_lost", value=text)
        text = first + rest
    digits = re.sub(r"[\s.\-_'’]", "", text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refused("siret_letters", value=text)
    missing = SIRET_LENGTH - len(digits)
    if _is_number(value) and 0 < missing <= MAX_LOST_ZEROS:
        padded = digits.zfill(SIRET_LENGTH)
        if siret.is_valid(padded):
            return padded
    if missing:
        is_siren = siren.is_valid(digits)
        code = "siret_is_siren" if is_siren else "siret_length"
        raise Refused(code, value=text, length=len(digits))
    # No establishment has the number 00000: a spreadsheet rounded these digits.
    if digits.endswith("00000"):
        raise Refused("siret_digits_lost", value=text)
    if not siret.is_valid(digits):
        raise Refused("siret_invalid", value=text)
    return digits


def clean_zip(value):
    """The five digits of a postal code, or ''.

    >>> clean_zip(1234), clean_zip("60 112"), clean_zip("F-60000")
    ('01234', '60112', '60000')
    """
    text = as_text(value)
    if not text:
        return ""
    digits = re.sub(r"^(fr?)[\s\-]*(?=\d)|\s", "", text, flags=re.IGNORECASE)
    if _is_number(value) and len(digits) == 4:
        digits = digits.zfill(5)
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise Refused("zip_invalid", value=text)
    return digits


def clean_phone(value):
    """A French number by pairs of digits; any other as it was typed.

    >>> clean_phone(344061234), clean_phone("03.44.06.12.34"), clean_phone("poste 12")
    ('03 44 06 12 34', '03 44 06 12 34', 'poste 12')
    """
    text = as_text(value)
    digits = re.sub(r"[\s.\-/]", "", text)
    if _is_number(value) and len(digits) == 9:
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
