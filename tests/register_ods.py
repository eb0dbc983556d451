"""An .ods as LibreOffice writes it, for the tests of registers."""

import zipfile
from datetime import datetime, time
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for prefix, uri in {
        "office": "office", "table": "table", "text": "text", "style": "style",
        "draw": "drawing", "form": "form",
    }.items()
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
    'calcext:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)  # fmt: skip
STYLES = (
    '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def cell(value=None, **attributes):
    """A cell with its type, as LibreOffice writes it."""
    more = "".join(
        f" {name.replace('__', ':').replace('_', '-')}={quoteattr(str(value))}"
        for name, value in attributes.items()
    )
    if value is None:
        return f"<table:table-cell{more}/>"
    text = f"<text:p>{escape(str(value))}</text:p>"
    kind, said = "string", ""
    if isinstance(value, bool):
        kind, said = "boolean", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind, said = "float", f' office:value="{value}"'
    elif isinstance(value, datetime):
        iso = value.isoformat().removesuffix("T00:00:00")
        kind, said = "date", f' office:date-value="{iso}"'
    elif isinstance(value, time):
        kind, said = "time", f' office:time-value="PT{value:%HH%MM%SS}"'
    typed = f' office:value-type="{kind}" calcext:value-type="{kind}"{said}'
    return f"<table:table-cell{typed}{more}>{text}</table:table-cell>"


def row(*cells, repeated=None):
    """A row of values, or of cells already written."""
    more = f' table:number-rows-repeated="{repeated}"' if repeated else ""
    written = (
        c if isinstance(c, str) and c.startswith("<table:") else cell(c) for c in cells
    )
    return f"<table:table-row{more}>{''.join(written)}</table:table-row>"


def table(*rows, name="Feuille1", style="ta1"):
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">'
        f'<table:table-column table:number-columns-repeated="1024"/>{"".join(rows)}'
        "</table:table>"
    )


def content_of(*tables, before="", styles=STYLES):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
        f"{NAMESPACES}>{styles}<office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def packed(content, mimetype=MIMETYPE, **entries):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        if content is not None:
            zipped.writestr("content.xml", content)
        for name, more in entries.items():
            zipped.writestr(name.replace("__", "/").replace("_xml", ".xml"), more)
    return written.getvalue()


def ods(*rows, **options):
    return packed(content_of(table(*rows, **options)))
