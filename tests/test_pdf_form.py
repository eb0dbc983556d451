"""A partner's own form: what is taken, what is refused, and why."""

import zlib
from io import BytesIO

import pytest
from pdf import form
from pdf_pages import make_pdf, poppler, sizes_of, texts
from pikepdf import (
    Array,
    Dictionary,
    Encryption,
    Name,
    ObjectStreamMode,
    Pdf,
    Stream,
    String,
)
from PIL import Image
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas


def why(pdf):
    """The kind of refusal, '' when the form is taken."""
    try:
        form.check(pdf)
    except form.Refused as refused:
        return refused.kind
    return ""


def edited(change, pdf=None, **options):
    """A small PDF once `change` has had it."""
    written = BytesIO()
    with Pdf.open(BytesIO(pdf or make_pdf())) as opened:
        change(opened)
        opened.save(written, **options)
    return written.getvalue()


def with_fields(value="Service des urgences"):
    written = BytesIO()
    canvas = Canvas(written)
    canvas.drawString(72, 700, "Convention de l'hôpital")
    canvas.acroForm.textfield(name="service", value=value, x=72, y=600, width=300)
    canvas.acroForm.checkbox(name="oui", checked=True, x=72, y=500)
    canvas.save()
    return written.getvalue()


def picture(kind):
    drawn = BytesIO()
    Image.new("RGB", (60, 20), "navy").save(drawn, kind)
    return drawn.getvalue()


def test_any_size_of_paper_is_taken():
    for size in (A4, A5, landscape(A4), (595, 1190), (140, 140), (3400, 3400)):
        assert why(make_pdf(size)) == ""


@pytest.mark.parametrize("size", [(139, 842), (595, 139), (3401, 842), (595, 3401)])
def test_no_page_too_small_or_too_large(size):
    assert why(make_pdf(size)) == "size"


def test_number_of_pages():
    assert why(make_pdf(*[A4] * form.MAX_PAGES)) == ""
    assert why(make_pdf(*[A4] * (form.MAX_PAGES + 1))) == "pages"
    assert why(make_pdf(*[A4] * 1000)) == "pages"


def test_no_page_at_all():
    def emptied(opened):
        del opened.pages[0]

    assert why(edited(emptied)) == "pages"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\n", "no_pdf"),
        (b"PK\x03\x04 un document", "no_pdf"),
        (picture("PNG"), "no_pdf"),
        (picture("JPEG"), "no_pdf"),
        (b"<html>%PDF", "no_pdf"),
        (b"%PDF-1.7", "broken"),
        (b"%PDF-1.7\n%%EOF", "broken"),
        (b"%PDF-1.7" + b"\0" * 5000, "broken"),
        (picture("PNG") + b"%PDF-1.4\n%%EOF", "broken"),
    ],
)
def test_what_is_no_pdf(content, kind):
    assert why(content) == kind


def test_a_cut_or_mended_file_is_refused():
    whole = make_pdf(A4, A4)
    assert why(whole[: len(whole) // 2]) == "broken"
    assert why(whole[:-20]) == "broken"
    at = whole.rindex(b"startxref\n") + 10
    assert why(whole[:at] + b"12" + whole[at:]) == "broken"


def test_weight():
    def heavier(opened):
        opened.Root.Heavy = Stream(opened, b"\0" * 1000)

    assert why(edited(heavier)) == ""
    small = make_pdf()
    assert why(small + b"\n" * (form.MAX_BYTES - len(small) + 1)) == "heavy"


def test_a_small_file_that_would_fill_the_memory(monkeypatch):
    monkeypatch.setattr(form, "MAX_UNPACKED", 3 * 1024 * 1024)
    for megabytes, kind in ((2, ""), (4, "heavy")):
        zeros = zlib.compress(b"\0" * (megabytes * 1024 * 1024), 9)

        def bomb(opened, zeros=zeros):
            opened.Root.Bomb = Stream(opened, zeros, Filter=Name.FlateDecode)

        pdf = edited(bomb, compress_streams=False)
        assert len(pdf) < 100_000
        assert why(pdf) == kind


def test_protected_by_a_password():
    for user in ("secret", ""):
        keys = Encryption(owner="maître", user=user)
        assert why(edited(lambda _pdf: None, encryption=keys)) == "locked"


def _action(**keys):
    def act(opened):
        opened.Root.OpenAction = opened.make_indirect(Dictionary(**keys))

    return act


def _link(**keys):
    def act(opened):
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 50, 50]),
            A=Dictionary(**keys),
        )
        opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])

    return act


def _note(subtype):
    def act(opened):
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 50, 50])
        )
        opened.pages[0].obj.Annots = Array([note])

    return act


def _layers(opened):
    opened.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def _attached(opened):
    opened.attachments["secret.txt"] = b"secret"


def _on_closing(opened):
    opened.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("x")))


def _named_script(opened):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    names = Dictionary(Names=Array([String("a"), script]))
    opened.Root.Names = Dictionary(JavaScript=names)


def _deep(opened):
    script = Array([Dictionary(S=Name.JavaScript, JS=String("x"))])
    for _level in range(40):
        script = Array([script])
    opened.pages[0].obj.PieceInfo = Dictionary(Any=script)


def _xfa(opened):
    opened.Root.AcroForm = Dictionary(
        Fields=Array([]), XFA=Stream(opened, b"<xdp:xdp/>")
    )


def _signed(opened):
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]))
    field = Dictionary(FT=Name.Sig, T=String("s"), V=opened.make_indirect(value))
    opened.Root.AcroForm = Dictionary(Fields=Array([opened.make_indirect(field)]))


def _elsewhere(opened):
    opened.Root.Any = Stream(opened, b"", F=String("/etc/passwd"))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_action(S=Name.JavaScript, JS=String("app.alert(1)")), "program"),
        (_action(S=Name.GoTo, Next=Dictionary(S=Name.Launch)), "program"),
        (_action(S=Name.Launch, F=String("calc.exe")), "program"),
        (_link(S=Name.SubmitForm, F=String("https://x.example")), "program"),
        (_link(S=Name.ImportData), "program"),
        (_link(S=Name.GoToR, F=String("autre.pdf")), "program"),
        (_link(S=Name.JavaScript, JS=String("x")), "program"),
        (_on_closing, "program"),
        (_named_script, "program"),
        (_deep, "program"),
        (_attached, "files"),
        (_note("/FileAttachment"), "files"),
        (_elsewhere, "files"),
        (_note("/RichMedia"), "moving"),
        (_note("/3D"), "moving"),
        (_note("/Screen"), "moving"),
        (_note("/Square"), "notes"),
        (_note("/FreeText"), "notes"),
        (_layers, "notes"),
        (_note("/Link"), ""),
        (_xfa, "xfa"),
        (_signed, "signed"),
    ],
)
def test_what_is_hidden_in_it(change, kind):
    assert why(edited(change)) == kind
    # The same inside compressed objects.
    packed = {"object_stream_mode": ObjectStreamMode.generate}
    assert why(edited(change, **packed)) == kind


def test_a_link_to_a_page_of_the_web_is_only_a_link():
    link = _link(S=Name.URI, URI=String("https://hopital.example.org"))
    assert why(edited(link)) == ""


def test_a_form_is_taken_and_can_no_longer_be_filled_in():
    flat = form.prepared(with_fields())
    with Pdf.open(BytesIO(flat)) as opened:
        assert Name.AcroForm not in opened.Root
        for page in opened.pages:
            for note in page.obj.get(Name.Annots, []):
                assert note.Subtype != Name.Widget
    assert "Service des urgences" in poppler("pdftotext", flat)
    assert "Convention de l'hôpital" in poppler("pdftotext", flat)


def test_the_pages_and_the_words_stay():
    pdf = make_pdf(A4, A5, landscape(A4), words="Convention du CHU")
    flat = form.prepared(pdf)
    assert texts(flat) == texts(pdf)
    assert sizes_of(flat) == sizes_of(pdf)


def test_the_same_file_is_prepared_in_the_same_way():
    pdf = with_fields()
    assert form.prepared(pdf) == form.prepared(pdf)


def test_what_the_file_says_of_itself_does_not_open_it_elsewhere():
    def opening(opened):
        opened.Root.OpenAction = Dictionary(
            S=Name.GoTo, D=Array([opened.pages[0].obj, Name.Fit])
        )

    with Pdf.open(BytesIO(form.prepared(edited(opening)))) as opened:
        assert Name.OpenAction not in opened.Root


def test_a_font_may_bear_any_name():
    def named(opened):
        fonts = opened.pages[0].obj.Resources.Font
        fonts.JS = fonts.AA = fonts.F1

    assert why(edited(named)) == ""
