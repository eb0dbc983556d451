"""The words that each mail may say, with an example of each for its preview.

A mail knows these words alone: no field of a record can be reached from its text.
"""

from markupsafe import Markup

# The words of the mails, each with what it is in the preview: nobody real.
LETTER = {
    "person": "Claire Petit",
    "company": "Centre de gestion",
    "url": "https://exemple.example.org/page",
}
_UNTIL = {"until": "10 décembre 2026"}
_REQUEST = {
    "agent": "Aurélie Durand",
    "host": "Commune de Lassigny",
    "number": "D-2026-00042",
    "start": "12 octobre 2026",
    "end": "14 octobre 2026",
    "length": "3 jours ouvrés",
    "day_list": "12 octobre, 13 octobre, 14 octobre 2026 (matin)",
    "contact": "Odile Vasseur, 03 99 00 00 00",
}
_DECISION = {
    **_REQUEST,
    "organisation": "Commune de Noyon",
    "due": "12 août 2026",
    "answer": "agreed",
    "reasons": "Service fermé.",
    "proposed_start": "2 novembre",
    "proposed_end": "4 novembre",
}
_AUTHOR = {"author": "Claire Petit"}
_STAGE = {"stage": "half"}
_READER = {"reader": "agent"}
_ENDED = {"ended": "cancelled"}
_LAST_DAY = {"last_day": "13 octobre"}
_SIGNING = {
    **_REQUEST,
    "document": "Convention C-2026-00042",
    "version": "1",
    "quality": "Maire",
    "organisation": "Commune de Noyon",
    "before": "12 octobre 2026",
    "why": "Erreur dans l’adresse.",
    "changes": "Où ? – 2 rue de la Gare (au lieu de : 1 rue de la Gare)",
    "again": "yes",
}
_SIGNED = {"signed": "yes"}
_REASONS = {"reasons": "Le service est fermé."}
_GOES_ON = {"goes_on": "yes"}
_SUBSTITUTE = {"substitute": "Denis Hubert"}
_AMENDED = {
    "document": "Avenant C-2026-00042-A1",
    "changes": "Lieu – 2 rue de la Gare (au lieu de : 1 rue de la Gare)",
}
_URGENCY = {"urgency": "again"}
_CODE = {
    "code": "042 317",
    "signer": "Claire Petit",
    "documents": "C-2026-00042, C-2026-00043",
}
_ASSESS = {"side": "tutor", "turn": "first"}
_ASSESSED = {"what": "bilan"}
_LINKS = {
    "links": Markup(
        "<ul><li>Convention C-2026-00042 : immersion (agent : Aurélie Durand, accueil : "
        "Commune de Lassigny), du 12 octobre 2026 au 14 octobre 2026.<br/>"
        '<a href="https://exemple.example.org/page">Lire et signer</a></li></ul>'
    ),
    "count": "3",
    "contact": "Centre de gestion, 03 99 00 00 00",
    **_UNTIL,
}
_PLACES = {
    "links": Markup(
        '<ul><li><a href="https://exemple.example.org/page">Agent d’accueil</a><br/>'
        "Commune de Lassigny<br/>✓ métier visé · ✓ proche (12 km) · − permis B : à "
        "vérifier</li></ul>"
    ),
    "count": "3",
    "contact": "Centre de gestion, 03 99 00 00 00",
}
_ADVISER = {"adviser": "Odile Vasseur"}
_NEW_MAILBOX = {
    "new_mailbox": "c•••@commune.example.org",
    "contact": "Centre de gestion, 03 99 00 00 00",
}
# Of a document that nobody may guess: nothing but whom to call.
_PRIVATE = {"contact": "Centre de gestion, 03 99 00 00 00"}
_PRIVATE_CODE = {"code": "042 317", "signer": "Claire Petit"}
_SOLICITED = {
    "organisation": "Commune de Lassigny",
    "due": "12 octobre 2026",
    "profile": "Un agent public de la filière administrative · habite à moins de 20 km",
    "message": "Une immersion dure quelques jours.",
    "kind": "profile",
    "phases": "Dépôt des places : jusqu’au 12 octobre 2026",
    "contact": "Odile Vasseur, 03 99 00 00 00",
    "stop": Markup(
        '<a href="https://exemple.example.org/page/stop">Ne plus recevoir de '
        "sollicitations</a>"
    ),
    **_UNTIL,
}

# Event -> the words of its mail.
EVENTS = {
    "answer_awaited": {**_DECISION, **_UNTIL},
    "reminder": {**_DECISION, **_STAGE, **_UNTIL},
    "link_again": {**_DECISION, **_UNTIL},
    "answer_recorded": _DECISION,
    "answer_made": _DECISION,
    "letter": {**_DECISION, **_AUTHOR, **_UNTIL},
    "sent": _REQUEST,
    "all_agreed": {**_REQUEST, **_READER},
    "stopped": _REQUEST,
    "ended": {**_REQUEST, **_ENDED},
    "to_sign": {**_SIGNING, **_UNTIL},
    "sign_code": {**_SIGNING, **_CODE},
    "sign_reminder": {**_SIGNING, **_URGENCY, **_UNTIL},
    "sign_again": {**_SIGNING, **_UNTIL},
    "sign_refused": {**_SIGNING, **_AUTHOR, **_REASONS},
    "replaced": {**_SIGNING, **_SIGNED, **_REASONS},
    "substituted": {**_SIGNING, **_SUBSTITUTE},
    "sign_cancelled": {**_SIGNING, **_SIGNED, **_AUTHOR, **_REASONS, **_GOES_ON},
    "amended": {**_REQUEST, **_READER, **_AMENDED},
    "sealed": _SIGNING,
    "assess": {**_REQUEST, **_ASSESS, **_UNTIL},
    "assessed": {**_REQUEST, **_ASSESSED, **_UNTIL},
    "private_to_sign": {**_PRIVATE, **_UNTIL},
    "private_code": {**_PRIVATE, **_PRIVATE_CODE},
    "private_sealed": {**_PRIVATE, **_UNTIL},
    "private_told": _PRIVATE,
    "paper": _SIGNING,
    "order_refused": {**_SIGNING, **_AUTHOR, **_REASONS},
    "cancelled": {**_REQUEST, **_READER, **_AUTHOR, **_REASONS},
    "interrupted": {**_REQUEST, **_READER, **_LAST_DAY},
    "reminders": _LINKS,
    "sign_reminders": _LINKS,
    "links_again": _LINKS,
    "places": {**_PLACES, **_ADVISER},
    "agents_places": _PLACES,
    "mailbox_changed": _NEW_MAILBOX,
    "solicited": _SOLICITED,
    "solicit_reminder": _SOLICITED,
    "notice": {"contact": "Centre de gestion, 03 99 00 00 00"},
}
# Without its link, such a mail could not be acted upon.
CARRY_THE_LINK = {
    "answer_awaited",
    "reminder",
    "link_again",
    "letter",
    "to_sign",
    "sign_reminder",
    "sign_again",
    "private_to_sign",
    "private_sealed",
    "reminders",
    "sign_reminders",
    "links_again",
    "assess",
    "assessed",
    "solicited",
    "solicit_reminder",
    "notice",
}
CHOICES = {
    "answer": ("agreed", "refused", "postponed"),
    "stage": ("half", "soon", "today"),
    "urgency": ("again", "last"),
    "reader": ("agent", "other"),
    "ended": ("withdrawn", "cancelled", "no_show"),
    "again": ("yes", ""),
    "signed": ("yes", ""),
    "goes_on": ("yes", ""),
    "side": ("tutor", "agent"),
    "turn": ("first", "again", "corrected"),
    "what": ("bilan", "synthesis"),
    "adviser": ("Odile Vasseur", ""),
    "kind": ("profile", "several", "week"),
}
