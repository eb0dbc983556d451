"""The sentences of an import: what was refused, which rule, what to do."""

from datetime import date

from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# Translated when they are shown, in the language of who reads.
# pylint: disable=prefer-env-translation

FILE_MESSAGES = {
    "empty_file": _lt("This file is empty. Choose the register again."),
    "not_excel": _lt(
        "This is not an .xlsx spreadsheet. Open your register in a spreadsheet "
        "program, choose “Save as”, then “Excel workbook (.xlsx)”."
    ),
    "old_excel": _lt(
        "This file is in an old Excel format (.xls, .xlsb) or has a password. Save it "
        "as “Excel workbook (.xlsx)” without a password."
    ),
    "too_big": _lt(
        "Unpacked, this file is larger than %(limit)s MB: a register is never that "
        "large. Copy its rows into the template and try again."
    ),
    "damaged": _lt(
        "This spreadsheet cannot be read: it is damaged. Open it in a spreadsheet "
        "program, save it again as .xlsx, or copy its rows into the template."
    ),
    "no_sheet": _lt("This spreadsheet has no visible sheet."),
    "empty": _lt("The sheet “%(sheet)s” is empty. It is the first visible one."),
    "no_headings": _lt(
        "No known heading was found in the first %(within)s rows of the sheet "
        "“%(sheet)s”. Download the template to see the headings, for instance "
        "“Employeur”, “Commune”, “Intitulé de l'offre”."
    ),
    "missing_headings": _lt(
        "The sheet “%(sheet)s” has no column for: %(headings)s. Add it, or copy "
        "your rows into the template."
    ),
    "no_rows": _lt("There is no row under the headings of the sheet “%(sheet)s”."),
    "too_many_rows": _lt(
        "This register has more than %(limit)s rows, which is the most for one "
        "import. Please divide it into several files: what is already imported is "
        "recognised."
    ),
}

ROW_MESSAGES = {
    "missing": _lt("“%(column)s” is empty: it is needed."),
    "too_long": _lt(
        "“%(column)s” has %(length)s characters: %(limit)s at most. Put the details "
        "in the description."
    ),
    "siret_letters": _lt("SIRET “%(value)s”: a SIRET is made of digits only."),
    "siret_length": _lt(
        "SIRET “%(value)s”: %(length)s digits, a SIRET has 14. Copy it from an "
        "official letter, or leave it empty."
    ),
    "siret_is_siren": _lt(
        "SIRET “%(value)s”: this is a SIREN (9 digits). Add the 5 digits of the "
        "establishment, or leave it empty."
    ),
    "siret_digits_lost": _lt(
        "SIRET “%(value)s”: the spreadsheet rounded this number and its last digits "
        "are lost. Set the column to “Text”, then type the SIRET again."
    ),
    "siret_invalid": _lt(
        "SIRET “%(value)s”: its last digit, which checks the others, does not match. "
        "One digit at least is wrong."
    ),
    "zip_invalid": _lt("Postal code “%(value)s”: a postal code has 5 digits."),
    "email_invalid": _lt(
        "%(column)s “%(value)s” is not an e-mail address: it was left out."
    ),
    "kind_unknown": _lt(
        "Nature “%(value)s” is not a kind of public employer. Choose a word of the "
        "list in the template; an immersion is never in a private body."
    ),
    "kind_missing": _lt(
        "“%(name)s” is a new employer: fill in “Nature” (commune, CCAS…)."
    ),
    "places_invalid": _lt(
        "Places “%(value)s”: write a whole number from 1 to %(limit)s."
    ),
    "date_unreadable": _lt(
        "%(column)s “%(value)s” is not a date. Write it like 01/09/2026."
    ),
    "dates_reversed": _lt("The offer ends (%(last)s) before it begins (%(first)s)."),
    "tutor_without_name": _lt("The tutor has no name: nobody was added."),
    "description_email": _lt(
        "The description holds an e-mail address and will be published: please "
        "remove it before publishing."
    ),
    "commune_missing": _lt("Fill in the commune (or the postal code)."),
    "commune_unknown": _lt(
        "Commune “%(value)s” is not in the list of communes of this centre de "
        "gestion. Check the spelling; a commune of another département has to be "
        "loaded first."
    ),
    "commune_ambiguous": _lt(
        "Several communes are called “%(value)s”: add the postal code (%(names)s)."
    ),
    "zip_unknown": _lt(
        "Postal code %(zip)s is not in the list of communes of this centre de "
        "gestion. Fill in the commune."
    ),
    "zip_ambiguous": _lt(
        "Postal code %(zip)s covers several communes: fill in which one (%(names)s)."
    ),
    "zip_mismatch": _lt(
        "Postal code %(zip)s is not one of %(commune)s (%(names)s). Correct one of "
        "the two."
    ),
    "employer_several": _lt(
        "Several employers are called “%(name)s” in %(commune)s: give the SIRET of "
        "the right one."
    ),
    "employer_other_siret": _lt(
        "“%(name)s” in %(commune)s is already known with the SIRET %(known)s, not "
        "%(value)s. Correct the SIRET; if it is another establishment, give it a "
        "name of its own."
    ),
    "employer_two": _lt(
        "The SIRET %(value)s is that of “%(known)s”, but another employer is called "
        "“%(name)s” in %(commune)s. Correct the name or the SIRET."
    ),
    "employer_no_commune": _lt(
        "An employer called “%(name)s” is known without a commune: it may be this "
        "one. Fill in its commune in the contacts, or give the SIRET here."
    ),
    "employer_archived": _lt(
        "“%(name)s” is archived in the contacts. Unarchive it first, or give another "
        "employer."
    ),
    "siret_several": _lt(
        "Several contacts have the SIRET %(value)s: merge them first."
    ),
    "siret_other_commune": _lt(
        "The SIRET %(value)s is that of “%(known)s” in %(known_commune)s, not in "
        "%(commune)s. Correct the SIRET or the commune."
    ),
    "name_kept": _lt("Known as “%(known)s”: this name is kept."),
    "value_kept": _lt("%(column)s: row %(row)s says “%(kept)s”, which is kept."),
    "offer_duplicate": _lt("Same as row %(row)s: nothing more to do."),
    "offer_conflict": _lt(
        "Row %(row)s already describes this offer (same employer, title, service and "
        "first day) with other values. Keep one of the two, or change the title or "
        "the service."
    ),
    "offer_several": _lt(
        "Several offers of this employer have this title, this service and this "
        "first day: close or rename one of them first."
    ),
    "offer_published": _lt("The offer is published and stays so."),
    "offer_suspended": _lt("The offer is suspended and stays so."),
    "offer_closed": _lt("The offer is closed and stays so: reopen it if needed."),
    "offer_past": _lt("The offer ended on %(last)s: check the date."),
    "metier_unknown": _lt(
        "Métier “%(value)s” is not in the list: the offer has none yet, and needs "
        "one to be published."
    ),
    "condition_unknown": _lt("Working condition not in the list, left out: %(names)s."),
    "tutor_email_taken": _lt(
        "The e-mail %(email)s is that of %(known)s: the tutor “%(name)s” was left "
        "out. Check which of the two is right."
    ),
    "tutor_several": _lt(
        "Several persons are called “%(name)s” at this employer: the tutor was left "
        "out. Add the tutor's e-mail."
    ),
    "tutor_kept": _lt("%(column)s: %(person)s is known with “%(kept)s”, kept."),
}


def sentence(env, messages, code, details):
    """The sentence of ``code`` in the reader's language."""
    shown = {}
    for name, value in details.items():
        if isinstance(value, date):
            value = format_date(env, value)
        elif isinstance(value, (list, tuple)):
            value = ", ".join(value)
        shown[name] = value
    text = env._(messages[code])
    return text % shown
