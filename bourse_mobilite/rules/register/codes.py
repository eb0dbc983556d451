"""The numbers and codes of a spreadsheet: what is certain is repaired, the rest is
refused.

Spreadsheets lose leading zeros, add spaces, round SIRET.
"""

import re

from stdnum.fr import siren, siret

from .repair import Refused, as_text, is_number

SIRET_LENGTH, SIREN_LENGTH = 14, 9
# The SIREN with most leading zeros begin with three.
MAX_LOST_ZEROS = 3


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
    if is_number(value) and 0 < missing <= MAX_LOST_ZEROS:
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
    if is_number(value) and len(digits) == 4:
        digits = digits.zfill(5)
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise Refused("zip_invalid", value=text)
    return digits


def clean_insee(value):
    """The INSEE code of a commune, or ''.

    >>> clean_insee(1004), clean_insee("2a004")
    ('01004', '2A004')
    """
    text = as_text(value).replace(" ", "").upper()
    if is_number(value) and len(text) == 4:
        text = text.zfill(5)
    if text and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", text):
        raise Refused("insee_invalid", value=text)
    return text


def clean_siren(value):
    """The nine digits of a SIREN, checked, or ''.

    >>> clean_siren("216 000 562"), clean_siren(5720131)
    ('216000562', '005720131')
    """
    text = as_text(value)
    digits = re.sub(r"[\s.\-_'’]", "", text)
    if is_number(value) and 6 <= len(digits) < SIREN_LENGTH:
        digits = digits.zfill(SIREN_LENGTH)
    if text and not siren.is_valid(digits):
        raise Refused("siren_invalid", value=text)
    return digits


def clean_code(value):
    """A code as it is written in a répertoire, in capitals, or ''.

    >>> clean_code(" m1607 "), clean_code(12.0)
    ('M1607', '12')
    """
    return as_text(value).replace("\n", " ").upper()


def clean_rome(value):
    """A ROME code, or ''.

    >>> clean_rome("m 1607")
    'M1607'
    """
    text = clean_code(value).replace(" ", "")
    if text and not re.fullmatch(r"[A-N][0-9]{4}", text):
        raise Refused("rome_invalid", value=text)
    return text
