"""The pages added to a document when everyone has signed: who, when, how, and what
proves it. In French: they are part of the act.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from babel.dates import format_date
from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from . import qr, stamp

TITLE = "Certificat de signature"
ELECTRONIC = (
    "Une signature faite dans un espace personnel, ou avec un lien et un code, est une "
    "« signature électronique simple » (règlement européen n° 910/2014, dit eIDAS, "
    "articles 3 et 25 ; code civil, articles 1366 et 1367) : ce qui est écrit ici aide "
    "à prouver qui a signé, quand, et quel fichier."
)
ON_PAPER = (
    "Une signature sur papier est faite à la main sur le document imprimé ; le centre "
    "de gestion en garde la copie."
)
SEAL = (
    "Le cachet électronique posé sur ce fichier, après la dernière signature, montre "
    "qu’il n’a pas changé depuis : un lecteur de PDF le vérifie. L’original est ce "
    "fichier ; imprimé, il n’en est qu’une copie."
)

_MARGIN = 20 * mm
_PADDING = 6.0  # of the frame of a page
_WIDTH = A4[0] - 2 * _MARGIN
_LABEL = 38 * mm
_PICTURE = (50 * mm, 20 * mm)
_QR = 32 * mm
_GREY = HexColor("#555555")
_LINE = HexColor("#bbbbbb")
_BOLD_NAME = f"{stamp.FONT_NAME}-Bold"
# No drawn signature needs more points than this.
_MOST_PIXELS = (900, 360)


@dataclass(frozen=True)
class Signature:
    """One signature or visa, as plain French text; what is empty is not shown.

    `picture` is the signature as it was drawn (PNG, JPEG): one that cannot be read is
    left out. `on_paper`: made by hand on the printed document.
    """

    party: str
    name: str
    when: str
    how: str
    organisation: str = ""
    quality: str = ""
    delegation: str = ""
    instead_of: str = ""
    picture: bytes = b""
    on_paper: bool = False


@dataclass(frozen=True)
class Certificate:
    """What the pages say. `document` names the act and its version; `address` is the
    site on which its `code` is verified ("https://mobilite.example.fr"); `declared`,
    the words that the signatories agreed to."""

    document: str
    house: str
    frozen_on: str
    frozen_sha256: str
    journal_sha256: str
    journal_lines: int
    code: str
    address: str
    signatures: tuple[Signature, ...]
    declared: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """Where anyone verifies the document: what one types, without its scheme."""
        site = self.address.rpartition("://")[2].rstrip("/")
        return f"{site}{stamp.VERIFY_PATH}"


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


def certificate(told: Certificate) -> bytes:
    """The pages, A4, as a PDF of their own; the same input gives the same bytes."""
    story = _opening(told)
    for signature in told.signatures:
        story.append(KeepTogether(_signature(signature)))
    story.append(KeepTogether(_proofs(told)))
    drawn = BytesIO()
    SimpleDocTemplate(
        drawn,
        pagesize=A4,
        leftMargin=_MARGIN - _PADDING,
        rightMargin=_MARGIN - _PADDING,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        invariant=1,
        initialFontName=_fonts()[0],
    ).build(story)
    footer = f"{told.document} – {TITLE.lower()} – {told.house}"
    return stamp.stamped(drawn.getvalue(), stamp.Stamp(footer, TITLE, "fr-FR"))


def _opening(told: Certificate) -> list[Flowable]:
    electronic = [one for one in told.signatures if not one.on_paper]
    sentences = [ELECTRONIC] if electronic else []
    if len(electronic) < len(told.signatures):
        sentences.append(ON_PAPER)
    return [
        _text(TITLE, bold=True, size=16, after=2),
        _text(told.document, bold=True, size=11, after=1),
        _text(told.house, size=9, color=_GREY, after=8),
        *(_text(one, size=8.5, after=3) for one in (*sentences, SEAL)),
        Spacer(1, 6),
        _text("Qui a signé, quand et comment", bold=True, size=11, after=4),
    ]


def _signature(one: Signature) -> list[Flowable]:
    facts = [
        ("Pour", one.organisation),
        ("Qualité", one.quality),
        ("Délégation", one.delegation),
        ("À la place de", one.instead_of),
        ("Quand", one.when),
        ("Comment", one.how),
    ]
    rows = [
        [_text(label, size=8.5, color=_GREY), _text(text, size=8.5)]
        for label, text in facts
        if text
    ]
    drawn = _drawn(one.picture)
    width = _WIDTH - (_PICTURE[0] + 4 * mm if drawn else 0)
    heading = [_text(one.party, size=8.5, color=_GREY), _text(one.name, bold=True)]
    table = _table([heading, *rows], _LABEL, width - _LABEL)
    if drawn:
        table = _table([[table, drawn]], width, _WIDTH - width)
    return [_table([[table]], _WIDTH, ruled=True), Spacer(1, 4)]


def _proofs(told: Certificate) -> list[Flowable]:
    lines = "1 ligne" if told.journal_lines == 1 else f"{told.journal_lines} lignes"
    facts = [
        ("Fichier signé", f"fait le {told.frozen_on}"),
        ("Son empreinte (SHA-256)", told.frozen_sha256),
        ("Journal des signatures", lines),
        ("Empreinte de la dernière ligne (SHA-256)", told.journal_sha256),
        ("Code de vérification", told.code),
        ("Page de vérification", told.page),
    ]
    facts += [("Déclaration acceptée", f"« {one} »") for one in told.declared]
    width = _WIDTH - _QR - 4 * mm
    rows = [
        [_text(label, size=8.5, color=_GREY), _text(text, size=8.5)]
        for label, text in facts
    ]
    table = _table(rows, _LABEL, width - _LABEL)
    code = _Code(f"{told.address.rstrip('/')}{stamp.VERIFY_PATH}/{told.code}", _QR)
    return [
        Spacer(1, 6),
        _text("Pour vérifier ce document", bold=True, size=11, after=4),
        _table([[table, code]], width, _WIDTH - width),
    ]


def _table(rows: list, *widths: float, ruled: bool = False) -> Table:
    everywhere = ((0, 0), (-1, -1))
    style = [
        # Said though no cell is a bare text, or the file names another font.
        ("FONT", *everywhere, _fonts()[0]),
        ("VALIGN", *everywhere, "TOP"),
        ("LEFTPADDING", *everywhere, 0),
        ("RIGHTPADDING", *everywhere, 4),
        ("TOPPADDING", *everywhere, 1),
        ("BOTTOMPADDING", *everywhere, 1),
    ]
    if ruled:
        style.append(("LINEABOVE", (0, 0), (-1, 0), 0.5, _LINE))
    return Table(rows, widths, style=style)


class _Code(Flowable):
    """A QR code, `side` points wide, with its margin."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.rows = qr.modules(text)
        self.width = self.height = side

    def draw(self) -> None:
        one = self.width / (len(self.rows) + 4)
        path = self.canv.beginPath()
        for row, modules in enumerate(self.rows):
            for column, dark in enumerate(modules):
                if dark:
                    top = len(self.rows) + 1 - row
                    path.rect((column + 2) * one, top * one, one, one)
        self.canv.drawPath(path, stroke=0, fill=1)


def _drawn(picture: bytes) -> Image | None:
    """The drawn signature, no larger than its place; None without one that can be
    read."""
    if not picture:
        return None
    try:
        with Picture.open(BytesIO(picture)) as opened:
            opened.thumbnail(_MOST_PIXELS)
            shown = opened.convert("RGBA")
    except Exception:  # a broken picture may raise nearly anything
        return None
    # On white: a reader in dark colours shows what was drawn in black.
    white = Picture.new("RGB", shown.size, "white")
    white.paste(shown, mask=shown.getchannel("A"))
    kept = BytesIO()
    white.save(kept, "PNG")
    kept.seek(0)
    scale = min(_PICTURE[0] / white.width, _PICTURE[1] / white.height)
    return Image(kept, white.width * scale, white.height * scale)


def _text(
    text: str, bold: bool = False, size: float = 9.5, color=None, after: float = 0
) -> Paragraph:
    font = _fonts()[bold]
    style = ParagraphStyle(
        "-",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        spaceAfter=after,
        textColor=color or "black",
    )
    # What people typed is shown, never obeyed.
    plain = "".join(letter for letter in text if letter.isprintable())
    return Paragraph(escape(plain), style)


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, str]:
    """Names of the fonts of the text and of what is bold."""
    font = stamp._font()
    if font != stamp.FONT_NAME:
        return font, f"{font}-Bold"
    path = stamp._font_file().with_name(f"{_BOLD_NAME}.ttf")
    try:
        pdfmetrics.registerFont(TTFont(_BOLD_NAME, str(path)))
    except (TTFError, OSError):
        return font, font
    return font, _BOLD_NAME
