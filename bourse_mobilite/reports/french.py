"""How French acts write dates, days and numbers, whatever languages are installed."""

import re

from babel.dates import format_date

HALVES = {"full": "Journée", "am": "Matin", "pm": "Après-midi"}


def day(date):
    """“lundi 1er mars 2027”; '' without a date."""
    return _first(format_date(date, "EEEE d MMMM y", locale="fr_FR")) if date else ""


def short(date):
    """“1er mars 2027”; '' without a date."""
    return _first(format_date(date, "d MMMM y", locale="fr_FR")) if date else ""


def number(value):
    """3.0 → “3”, 2.5 → “2,5”."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def working_days(value):
    """“1 jour ouvré”, “1,5 jour ouvré”, “2 jours ouvrés” (plural from two on)."""
    return f"{number(value)} {'jours ouvrés' if value >= 2 else 'jour ouvré'}"


def counted(value):
    """“aucun jour déjà décompté”, “2,5 jours ouvrés déjà décomptés”."""
    if not value:
        return "aucun jour déjà décompté"
    return f"{working_days(value)} déjà décompté{'s' if value >= 2 else ''}"


def period(first, last):
    """“du lundi 1er mars 2027 au …”, or “le …” when it is one day."""
    if not first or first == last:
        return f"le {day(first)}" if first else ""
    return f"du {day(first)} au {day(last)}"


def hours(half, of_a_day):
    """When one is there on a day: the hours of a whole day, or the half day and its
    part of them when they name two.

    >>> hours("am", "9 h – 12 h et 13 h 30 – 17 h")
    'Matin, 9 h – 12 h'
    >>> hours("pm", "horaires du service"), hours("full", "")
    ('Après-midi', 'Journée')
    """
    if half == "full":
        return of_a_day or HALVES[half]
    parts = re.split(r"\s+et\s+|\s*[;,/+]\s*", of_a_day or "")
    if len(parts) != 2:
        return HALVES[half]
    return f"{HALVES[half]}, {parts[half == 'pm']}"


def _first(text):
    return re.sub(r"\b1 (?=\w+ \d{4})", "1er ", text)
