from base64 import b64encode
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas


def paper(title, *lines):
    """A fictitious signed sheet (base64 of a one-page PDF)."""
    output = BytesIO()
    sheet = Canvas(output, pagesize=A4, invariant=True)
    sheet.setTitle(title)
    sheet.setFont("Helvetica-Bold", 14)
    sheet.drawString(2.5 * cm, 26 * cm, title)
    sheet.setFont("Helvetica", 11)
    for rank, line in enumerate((*lines, "", "Document fictif de démonstration.")):
        sheet.drawString(2.5 * cm, (24.5 - 0.8 * rank) * cm, line)
    sheet.save()
    return b64encode(output.getvalue())
