"""What a hostile .ods may cost."""

from register_books import refusal, values
from register_ods import MIMETYPE, cell, content_of, ods, packed, row, table
from rules.register import lines as register_lines
from rules.register import zip as register_zip
from rules.register.file import read_sheet


def test_an_entity_bomb_expands_nothing():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    bomb = content_of(table(row("&a11;")), before=doctype).replace("&amp;", "&")
    assert refusal(packed(bomb)).code == "damaged"


def test_a_zip_bomb(monkeypatch):
    content = content_of(table(row("a")))
    monkeypatch.setattr(register_zip, "MAX_UNPACKED", len(content) + 100)
    spare = 100 - len(MIMETYPE)
    assert values(packed(content, bomb=b"\0" * spare)) == [["a"]]
    assert refusal(packed(content, bomb=b"\0" * (spare + 1))).code == "too_big"


def test_empty_lines_and_cells_repeated_without_end_cost_nothing():
    content = ods(
        row("a", cell(table__number_columns_repeated=10**9)),
        row(cell(table__number_columns_repeated=16384), repeated=10**12),
        row(" ", repeated=10**12),
        row("b"),
    )
    assert read_sheet(content)[1] == [(1, ["a"]), (2 * 10**12 + 2, ["b"])]


def test_lines_repeated_with_a_content_count():
    content = ods(row("a"), row("b", 1, repeated=9))
    assert len(read_sheet(content, 0)[1]) == register_lines.ABOVE
    assert refusal(ods(row("a"), row("b", repeated=10)), limit=0).code == (
        "too_many_rows"
    )
    assert refusal(ods(row("b", repeated=10**12))).code == "too_many_rows"


def test_cells_repeated_with_a_content_stop_at_the_last_column():
    repeated = cell("x", table__number_columns_repeated=10**9)
    assert values(ods(row("a", repeated, "b"))) == [["a"] + ["x"] * 99]
    repeated = cell("x", table__number_columns_repeated=2)
    assert values(ods(row("a", repeated, "b"))) == [["a", "x", "x", "b"]]


def test_spaces_repeated_without_end():
    spaces = '<text:p>a<text:s text:c="999999999999"/>b</text:p>'
    typed = f'<table:table-cell office:value-type="string">{spaces}</table:table-cell>'
    assert values(ods(row(typed))) == [["a" + " " * 1000 + "b"]]


def test_a_text_repeated_counts_each_time(monkeypatch):
    monkeypatch.setattr(register_lines, "MAX_UNPACKED", 1000)
    assert len(values(ods(row("x" * 100, repeated=10)))) == 10
    assert refusal(ods(row("x" * 100, repeated=10), row("x"))).code == "too_big"


def test_elements_within_elements_without_end():
    deep = "<text:span>" * 100_000 + "a" + "</text:span>" * 100_000
    typed = f'<table:table-cell office:value-type="string"><text:p>{deep}</text:p>'
    assert values(ods(row(f"{typed}</table:table-cell>"))) == [["a"]]
