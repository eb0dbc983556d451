"""The sentences of an import: what was refused, which rule, what to do."""

from datetime import date

from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# Translated when they are shown, in the language of who reads.
# pylint: disable=prefer-env-translation

ROW_MESSAGES = {
    "word_unknown": _lt(
        "%(column)s “%(value)s” is not in the list. Choose one of: %(words)s."
    ),
    "siren_invalid": _lt(
        "SIREN “%(value)s”: a SIREN has 9 digits, the last of which checks the "
        "others. One digit at least is wrong."
    ),
    "number_unreadable": _lt("%(column)s “%(value)s” is not a number."),
    "rome_invalid": _lt(
        "ROME code “%(value)s”: a ROME code is a letter from A to N and four digits, "
        "for instance M1607."
    ),
    "url_invalid": _lt(
        "%(column)s “%(value)s” is not the address of a page: it was left out."
    ),
    "kind_not_commune": _lt(
        "“%(name)s” does not read like the town hall of %(commune)s: write its name "
        "(“Mairie de %(commune)s”) or choose another nature. An immersion is never in "
        "a private body."
    ),
    "employer_not_yours": _lt(
        "“%(name)s” is not the organisation for which this list is sent. Its own HR "
        "contact sends its list; if it is you, send it separately."
    ),
    "offer_reviewed": _lt(
        "This offer has already been reviewed: write to your centre de gestion, which "
        "makes the change with you."
    ),
    "item_twice": _lt("Row %(row)s already describes the same: keep one of the two."),
    "item_several": _lt(
        "Several records are called “%(name)s”: archive or rename one of them first."
    ),
    "metier_two": _lt(
        "The code is that of one métier and the name “%(name)s” that of another: "
        "correct one of the two."
    ),
    "metier_archived": _lt(
        "No métier has this ROME code: it is kept in the archives, where you can bring "
        "it out."
    ),
    "names_unknown": _lt("%(column)s: not in the list, left out: %(names)s."),
    "agent_generic_email": _lt(
        "%(email)s is a mailbox that several people read: personal links never go "
        "there. Give the agent's own e-mail, or leave it empty."
    ),
    "agent_twice": _lt(
        "Row %(row)s already speaks of this agent: keep one of the two."
    ),
    "agent_email_several": _lt(
        "Several contacts have the e-mail %(email)s: merge them first."
    ),
    "agent_email_taken": _lt(
        "The e-mail %(email)s is that of %(known)s. Check which of the two is right."
    ),
    "agent_filed": _lt(
        "%(name)s is filed under %(parent)s in the contacts: colleagues could see the "
        "file. Remove the parent company first."
    ),
    "agent_several": _lt(
        "Several agents of this employer are called “%(name)s”: give the e-mail of the "
        "right one."
    ),
    "agent_other_email": _lt(
        "%(name)s is known at this employer with the e-mail %(known)s. If it is "
        "somebody else, give that person a file by hand."
    ),
    "agent_elsewhere": _lt(
        "The file of %(name)s says that the employer is %(known)s. Correct the row, or "
        "change the employer in the file."
    ),
    "agent_homonym": _lt(
        "An agent called %(name)s is known (%(employer)s): nothing was merged. Check "
        "that these are two persons."
    ),
    "cadre_unknown": _lt(
        "Cadre d'emplois “%(value)s” is not in the list: the file has none yet."
    ),
    "cadre_of_grade": _lt("“%(value)s” was read as a grade of: %(cadre)s."),
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
    "dates_reversed": _lt(
        "The last day (%(last)s) comes before the first (%(first)s)."
    ),
    "tutor_without_name": _lt("The tutor has no name: nobody was added."),
    "description_email": _lt(
        "The description holds an e-mail address and will be published: please "
        "remove it before publishing."
    ),
    "insee_invalid": _lt("INSEE code “%(value)s”: it has 5 signs, such as 60057."),
    "insee_unknown": _lt(
        "INSEE code %(value)s is not in the list of communes of this centre de gestion. "
        "Load its département first (Configuration, Territory)."
    ),
    "commune_missing": _lt("Fill in the commune (or the postal code), or the SIRET."),
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
        "“%(name)s” in %(commune)s is already known with the number %(known)s, not "
        "%(value)s. Correct the number; if it is another establishment, give it a "
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
    "offer_same_title": _lt(
        "This host already has an offer of this title (service: %(service)s): is it the "
        "same one? Then write its service here."
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
    "tutor_reviewed": _lt(
        "%(column)s: %(person)s is already known at this employer. Your centre de "
        "gestion makes this change: write to it."
    ),
    "tutor_kept": _lt("%(column)s: %(person)s is known with “%(kept)s”, kept."),
    "agent_archived": _lt(
        "This person has an archived file: bring it out of the archives rather than "
        "making another."
    ),
    "agent_email_invalid": _lt(
        "“%(value)s” is not an e-mail address: correct it, or empty the cell."
    ),
    "employment_over": _lt(
        "%(column)s: %(first)s comes after the end of this employment in the file "
        "(%(last)s). Correct one of the two."
    ),
    "metier_near_itself": _lt(
        "%(column)s: “%(name)s” is not near itself, this name was left out."
    ),
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
