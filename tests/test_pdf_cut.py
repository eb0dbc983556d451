"""Documents of one run of wkhtmltopdf, cut: each file holds its own pages alone."""

import base64
import re
import shutil
import subprocess
from io import BytesIO

import pytest
from pdf.cut import LETTERS, Marks, Part, can_be_cut, cut
from pdf.stamp import Stamp
from pdf.wkhtmltopdf import convert
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, IndirectObject

OPTIONS = (
    "--quiet --page-size A4 --margin-top 13 --margin-bottom 17 --margin-left 15"
    " --margin-right 15 --dpi 96 --disable-javascript"
)
COMMAND = [shutil.which("wkhtmltopdf"), *OPTIONS.split()]
STYLE = """<style>* { font-family: "DejaVu Sans"; } body { margin: 0; width: 956px;
padding-right: 4px; font-size: 16px; } div { word-wrap: break-word; }
.apart { page-break-before: always; } h1 { margin: 0; }</style>"""
PAGE = 1428  # px of a whole page


def opening(marks):
    text = LETTERS.replace("&", "&amp;").replace("<", "&lt;")
    return f"<div>{text}</div><div><b>{text}</b></div><div>{marks[0]}</div>"


def document(number, body="<div>Article 1</div>"):
    return f'<div class="apart"><div>Convention n° {number}</div>{body}</div>'


def ending(mark):
    return f'<div class="apart">{mark}</div>'


def page_of(*pieces):
    """The PDF of these pieces of HTML."""
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8">{STYLE}</head><body>'
    return convert(COMMAND, "".join((head, *pieces, "</body></html>")).encode())


def lot(marks, *documents):
    ends = (ending(marks[rank]) for rank in range(1, len(documents) + 1))
    pairs = zip(documents, ends, strict=True)
    return page_of(opening(marks), *(piece for pair in pairs for piece in pair))


def parts(*numbers):
    return [
        Part(f"Convention n° {one}", Stamp(f"Convention {one} – v1", f"C {one}", "fr"))
        for one in numbers
    ]


def texts(pdf):
    command = ["pdftotext", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def hidden_words(pdf):
    """All that is drawn in the file, be it out of sight, by every page and object."""
    reader = PdfReader(BytesIO(pdf))
    found = []
    for rank in reader.xref[0]:
        thing = reader.get_object(rank)
        if hasattr(thing, "get_data"):
            found.append(thing.get_data())
    assert len(found) > len(reader.pages), "the objects of the file are read"
    pages = [page.extract_text() for page in reader.pages]
    return "\n".join(pages), b"\n".join(found)


def test_each_file_has_its_own_pages_numbers_title_and_language():
    marks = Marks()
    second = document("C-2", f'<div style="height: {PAGE}px">Deux</div><div>Fin</div>')
    one, two = cut(lot(marks, document("C-1"), second), marks, parts("C-1", "C-2"))
    assert [" ".join(text.split()) for text in texts(one)] == [
        "Convention n° C-1 Article 1 Convention C-1 – v1 page 1/1"
    ]
    first, last = texts(two)
    assert "Deux" in first
    assert "page 1/2" in first
    assert "Fin" in last
    assert "page 2/2" in last
    reader = PdfReader(BytesIO(two))
    assert reader.metadata.title == "C C-2"
    assert reader.metadata.creator.startswith("wkhtmltopdf")
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    for name, number in ((one, "C-2"), (two, "C-1")):
        words, objects = hidden_words(name)
        assert number not in words
        assert number.encode() not in objects
        assert marks.secret not in words


def test_a_page_is_made_of_objects_that_any_reader_finds():
    marks = Marks()
    (one,) = cut(lot(marks, document("C-1")), marks, parts("C-1"))
    (page,) = PdfReader(BytesIO(one)).pages
    contents = page.raw_get("/Contents")
    assert isinstance(contents, ArrayObject)
    assert all(isinstance(stream, IndirectObject) for stream in contents)


def test_numbers_where_one_begins_the_other_stay_apart():
    marks = Marks()
    pdf = lot(marks, document("C-1"), document("C-12"), document("C-123"))
    files = cut(pdf, marks, parts("C-1", "C-12", "C-123"))
    for file, number in zip(files, ("C-1", "C-12", "C-123"), strict=True):
        assert re.search(rf"n° {number}\s", texts(file)[0])
    for wrong in (("C-12", "C-1", "C-123"), ("C-1", "C-1", "C-123"),
                  ("C-1", "C-12", "C-12"), ("C-", "C-12", "C-123")):  # fmt: skip
        assert cut(pdf, marks, parts(*wrong)) is None


def test_words_that_imitate_a_number_or_a_mark_are_words():
    marks, others = Marks(), Marks()
    typed = (
        f"<div>Convention n° C-2</div><div>{others[1]}</div><div>{marks.secret[:-1]}"
        f'</div><div>-1</div><div class="apart">{others[2]}</div>'
    )
    pdf = lot(marks, document("C-1", typed), document("C-2"))
    one, two = cut(pdf, marks, parts("C-1", "C-2"))
    assert len(texts(one)) == 2
    assert others[1] in texts(one)[0]
    assert texts(one)[1].startswith(others[2])
    (alone,) = texts(two)
    assert "C-1 " not in alone


@pytest.mark.parametrize("rank", [0, 1, 2, 3])
def test_a_mark_that_somebody_could_have_typed_after_all_is_a_doubt(rank):
    marks = Marks()
    for place in ("", ' class="apart"'):
        body = f"<div{place}>{marks[rank]}</div><div>Suite</div>"
        for bodies in ((body, ""), ("", body)):
            pdf = lot(marks, *map(document, ("C-1", "C-2"), bodies))
            assert cut(pdf, marks, parts("C-1", "C-2")) is None


@pytest.mark.parametrize(("lines", "pages"), [(49, 1), (50, 1), (51, 2), (101, 2)])
def test_a_last_page_that_is_full_to_the_last_line(lines, pages):
    """51 lines of 28 px fill a page; the number is the first."""
    marks = Marks()
    body = "".join(f"<div>Ligne {rank}</div>" for rank in range(lines))
    body = f'<div style="line-height: 28px">{body}</div>'
    documents = (
        document(number, body).replace("<div>", '<div style="line-height: 28px">', 1)
        for number in ("C-1", "C-2")
    )
    pdf = lot(marks, *documents, document("C-3"))
    files = cut(pdf, marks, parts("C-1", "C-2", "C-3"))
    assert [len(texts(file)) for file in files] == [pages, pages, 1]
    for file in files[:2]:
        found = re.findall(r"Ligne\s(\d+)", hidden_words(file)[0])
        assert found == list(map(str, range(lines)))


def test_lines_over_several_pages_are_all_there():
    marks = Marks()
    lines = "".join(f"<div>Ligne {rank} de Dupont</div>" for rank in range(400))
    other = lines.replace("Dupont", "Martin")
    pdf = lot(marks, document("C-1", lines), document("C-2", other))
    for file, own, foreign in zip(
        cut(pdf, marks, parts("C-1", "C-2")),
        ("Dupont", "Martin"), ("Martin", "Dupont"), strict=True,
    ):  # fmt: skip
        words, _objects = hidden_words(file)
        assert set(re.findall(r"Ligne\s(\d+)", words)) == set(map(str, range(400)))
        assert own in words
        assert foreign not in words


def broken_lots(marks):
    one, two = document("C-1"), document("C-2")
    first, second = ending(marks[1]), ending(marks[2])
    start = opening(marks)
    here = f"<div>{marks[1]}</div>"
    yield "no letters", (one, first, two, second)
    yield "letters twice", (start, start.replace("<div", '<div class="apart"', 1), one)
    yield "no first mark", (start, one, two, second)
    yield "no last mark", (start, one, first, two)
    yield "no mark", (start, one, two)
    yield "marks in another order", (start, one, second, two, first)
    yield "a mark twice", (start, one, first, two, first)
    yield "a third document", (start, one, first, two, second, document("C-3"))
    yield "a third mark", (start, one, first, two, second, ending(marks[3]))
    yield "one document", (start, one, first)
    yield "no page of its own", (start, first, two, second)
    yield "a mark below the text", (start, one, here, two, second)
    yield "a text below the mark", (start, one, first, "<div>Dupont</div>", two, second)
    blank = '<div class="apart" style="height: 20px; background: #eee"></div>'
    yield "a page without words", (start, one, blank, first, two, second)
    wide = '<div style="white-space: nowrap">' + "Large " * 400 + "</div>"
    yield "made smaller", (start, document("C-1", wide), first, two, second)


@pytest.mark.parametrize("rank", range(15))
def test_at_the_least_doubt_nothing_is_cut(rank):
    marks = Marks()
    why, pieces = list(broken_lots(marks))[rank]
    assert cut(page_of(*pieces), marks, parts("C-1", "C-2")) is None, why


def test_the_broken_lots_are_broken_by_what_they_say():
    """The same pieces, whole, are cut: the test above can fail."""
    marks = Marks()
    pdf = lot(marks, document("C-1"), document("C-2"))
    assert cut(pdf, marks, parts("C-1", "C-2"))
    assert cut(pdf, Marks(), parts("C-1", "C-2")) is None
    assert len(list(broken_lots(marks))) == 15
    for damaged in (b"", b"%PDF-1.4", pdf[: len(pdf) // 2], pdf[:-2000]):
        assert cut(damaged, marks, parts("C-1", "C-2")) is None


@pytest.mark.parametrize("word", ["Łódź", "עברית", "Ελλάδα"])
def test_a_letter_of_one_document_is_never_in_the_file_of_another(word):
    """The font of a run holds the letters of all of it: a rare name could be read."""
    marks = Marks()
    body = f"<div>{word}</div>"
    pdf = lot(marks, document("C-1", body), document("C-2"))
    assert not can_be_cut(word)
    assert cut(pdf, marks, parts("C-1", "C-2")) is None


def test_all_files_carry_the_same_letters_whatever_they_say():
    marks = Marks()
    pdf = lot(marks, document("C-1", "<b>ÆŒ Zoé</b>"), document("C-2", "<b>Anna</b>"))
    tables = []
    for file in cut(pdf, marks, parts("C-1", "C-2")):
        (page,) = PdfReader(BytesIO(file)).pages
        fonts = page["/Resources"]["/Font"].values()
        tables.append([font.get_object()["/ToUnicode"].get_data() for font in fonts])
    assert tables[0] == tables[1]
    assert len(tables[0]) == 2


def test_which_words_can_be_cut():
    act = {"name": "Zoé d’Œuilly", "rows": [("Né le", "1er mars"), ("Vide", False)],
           "version": 3, "logo": "data:image/png;base64," + "A" * 99}  # fmt: skip
    assert can_be_cut(act)
    assert can_be_cut(LETTERS + "\n\t ")
    for hostile in ("Łukasz", "\u200b", "\x1b", "A" * 50 + "ﬁ", "🎉", "e\u0301"):
        assert not can_be_cut({**act, "rows": [("Nom", hostile)]})
        assert not can_be_cut({**act, "deep": {"er": [[hostile]]}})


def test_a_picture_is_in_the_file_of_its_document_alone():
    def picture(red):
        drawn = BytesIO()
        Image.new("RGB", (30, 30), (red, 0, 0)).save(drawn, "PNG")
        data = base64.b64encode(drawn.getvalue()).decode()
        return f'<img src="data:image/png;base64,{data}"/>'

    marks = Marks()
    pdf = lot(
        marks,
        document("C-1", picture(255)),
        document("C-2", picture(10)),
        document("C-3"),
    )
    files = cut(pdf, marks, parts("C-1", "C-2", "C-3"))
    reds = []
    for file in files:
        (page,) = PdfReader(BytesIO(file)).pages
        images = [one for one in page.images if one.name]
        reds.append([one.image.convert("RGB").getpixel((9, 9))[0] for one in images])
        reader = PdfReader(BytesIO(file))
        things = map(reader.get_object, reader.xref[0])
        count = str(list(things)).count("'/Subtype': '/Image'")
        assert count == len(images)
    assert [bool(one) for one in reds] == [True, True, False]
    assert reds[0][0] > 200
    assert reds[1][0] < 50


def test_the_files_are_small_and_twice_the_same():
    marks = Marks()
    pdf = lot(marks, *(document(f"C-{rank}") for rank in range(20)))
    numbers = parts(*(f"C-{rank}" for rank in range(20)))
    files = cut(pdf, marks, numbers)
    assert max(map(len, files)) < 80_000  # three fonts, and one page
    assert cut(pdf, marks, numbers) == files


def test_a_run_that_fails_says_why():
    with pytest.raises(RuntimeError, match="ended with 1: .+"):
        convert([COMMAND[0], "--no-such-option"], b"<p>Bonjour</p>")
    with pytest.raises(OSError, match="nowhere"):
        convert(["/nowhere/wkhtmltopdf"], b"<p>Bonjour</p>")


def test_a_run_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert convert(COMMAND, b"<p>Bonjour</p>").startswith(b"%PDF")
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
