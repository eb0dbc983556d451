"""The pages added to a document when everyone has signed: who, when, how, and what
proves it. In French: they are part of the act.
"""

from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

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
from .certificate_words import Certificate, Signature

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
_LABEL = 42 * mm
_PICTURE = (50 * mm, 20 * mm)
_QR = 30 * mm
_GREY = HexColor("#555555")
_LINE = HexColor("#bbbbbb")
_BOLD_NAME = f"{stamp.FONT_NAME}-Bold"
# No drawn signature needs more points than this.
_MOST_PIXELS = (900, 360)


def certificate(told: Certificate) -> bytes:
    """The pages, A4, as a PDF of their own; the same input gives the same bytes."""
    story = _opening(told)
    for signature in told.signatures:
        story.append(KeepTogether(_signature(signature)))
    story += _declarations(told)
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
        _text("Qui a signé, quand et comment", bold=True, size=11, after=1),
        _text(told.counted, size=8.5, color=_GREY, after=4),
    ]


def _signature(one: Signature) -> list[Flowable]:
    facts = [
        ("Pour", one.organisation),
        ("Qualité", one.quality),
        ("Délégation", one.delegation),
        ("À la place de", one.instead_of),
        ("A signé sous le nom", one.signed_as),
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


def _declarations(told: Certificate) -> list[Flowable]:
    """Who declared what. Apart from the signatures: all say the same, or nearly."""
    story = [
        Spacer(1, 4),
        _text("Ce que chacun a déclaré en signant", bold=True, size=11, after=3),
    ]
    for text, people in told.declared.items():
        who = ", ".join(f"{one.name} ({one.party})" for one in people)
        story.append(_text(f"« {text} »", size=8.5, after=3, who=who))
    return story if told.declared else []


def _proofs(told: Certificate) -> list[Flowable]:
    lines = "1 ligne" if told.journal_lines == 1 else f"{told.journal_lines} lignes"
    facts = [
        ("Fichier signé", f"fait le {told.frozen_on}"),
        ("Son empreinte (SHA-256)", told.frozen_sha256),
        ("Journal des signatures", lines),
        ("Sa dernière ligne (SHA-256)", told.journal_sha256),
        ("Code de vérification", told.code),
        ("Page de vérification", told.page),
    ]
    width = _WIDTH - _QR - 4 * mm
    rows = [
        [_text(label, size=8.5, color=_GREY), _text(text, size=8.5)]
        for label, text in facts
    ]
    table = _table(rows, _LABEL, width - _LABEL)
    code = _Code(f"{told.address.rstrip('/')}{stamp.VERIFY_PATH}/{told.code}", _QR)
    return [
        Spacer(1, 4),
        _text("Pour vérifier ce document", bold=True, size=11, after=3),
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
    text: str,
    bold: bool = False,
    size: float = 9.5,
    color=None,
    after: float = 0,
    who: str = "",
) -> Paragraph:
    """A paragraph of plain text; ``who`` says it, in bold."""
    font = _fonts()[bold]
    style = ParagraphStyle(
        "-",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        spaceAfter=after,
        textColor=color or "black",
    )
    said = f'<font name="{_fonts()[1]}">{_plain(who)} :</font> ' if who else ""
    return Paragraph(said + _plain(text), style)


def _plain(text: str) -> str:
    """What people typed is shown, never obeyed."""
    return escape("".join(letter for letter in text if letter.isprintable()))


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
