"""The labels of the line of dates as a French reader reads them, and the room that they
really take in a wide typeface."""

import ast
from pathlib import Path

import polib
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

ADDON = Path(__file__).parent.parent / "bourse_mobilite"
# Vera is as wide as what a computer without the typeface of the pages falls back on.
registerFont(TTFont("wide", "Vera.ttf"))
registerFont(TTFont("wide bold", "VeraBd.ttf"))


def _french():
    """French label of each moment, by its code."""
    source = (ADDON / "models" / "mobility_ppr_words.py").read_text()
    [method] = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == "_moment_labels"
    ]
    [answer] = [node for node in ast.walk(method) if isinstance(node, ast.Dict)]
    french = polib.pofile(str(ADDON / "i18n" / "fr.po"))
    return {
        code.value: french.find(text.args[0].value).msgstr
        for code, text in zip(answer.keys, answer.values, strict=True)
    }


LABELS = _french()


def drawn_width(label):
    """Per cent of the drawing, whose width is 1000: the label at 10, the day at 12."""
    day = stringWidth("28/02/2028", "wide bold", 12)
    return max(day, stringWidth(label, "wide", 10)) / 10
