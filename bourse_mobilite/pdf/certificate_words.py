"""What a certificate says: who signed, when, how. In French: it is part of the act."""

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from . import stamp


@dataclass(frozen=True)
class Signature:
    """One signature or visa, as plain French text; what is empty is not shown.

    `picture` is the signature as it was drawn (PNG, JPEG): one that cannot be read is
    left out. `on_paper`: made by hand on the printed document. `signed_as`: the name
    under which one signed, when the document bears another one; `declared`: the words
    that one agreed to.
    """

    party: str
    name: str
    when: str
    how: str
    organisation: str = ""
    quality: str = ""
    delegation: str = ""
    instead_of: str = ""
    signed_as: str = ""
    declared: str = ""
    picture: bytes = b""
    on_paper: bool = False
    visa: bool = False


@dataclass(frozen=True)
class Certificate:
    """What the pages say. `document` names the act and its version; `address` is the
    site on which its `code` is verified ("https://mobilite.example.fr")."""

    document: str
    house: str
    frozen_on: str
    frozen_sha256: str
    journal_sha256: str
    journal_lines: int
    code: str
    address: str
    signatures: tuple[Signature, ...]

    @property
    def page(self) -> str:
        """Where anyone verifies the document: what one types, without its scheme."""
        site = self.address.rpartition("://")[2].rstrip("/")
        return f"{site}{stamp.VERIFY_PATH}"

    @property
    def counted(self) -> str:
        """“3 signataires et un visa”, as the page of verification counts them."""
        visas = sum(one.visa for one in self.signatures)
        people = len(self.signatures) - visas
        words = []
        if people:
            words.append(f"{people} signataire{'s' if people > 1 else ''}")
        if visas:
            words.append("un visa" if visas == 1 else f"{visas} visas")
        return " et ".join(words)

    @property
    def declared(self) -> dict[str, list[Signature]]:
        """What was declared, word for word, with those who declared it."""
        said = {}
        for one in self.signatures:
            if one.declared:
                said.setdefault(one.declared, []).append(one)
        return said


def day(when: date) -> str:
    """“1er mars 2027”.

    >>> import datetime
    >>> day(datetime.date(2027, 3, 1)), day(datetime.date(2027, 3, 11))
    ('1er mars 2027', '11 mars 2027')
    """
    written = format_date(when, "d MMMM y", locale="fr_FR")
    return f"1er {written[2:]}" if when.day == 1 else written


def moment(local: datetime) -> str:
    """“3 novembre 2026 à 14 h 05”, by its own clock."""
    return f"{day(local.date())} à {local.hour} h {local.minute:02d}"
