"""Two people who change the same programme lose nothing: both changes are there, or one is asked to choose."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.event.merge_programme import Meanwhile, MergedRows, is_changed, merged_rows, rows_beside
from reportgen.sources.lists.programme_table import TableRow


def row(line: int, title: str, **more: str) -> TableRow:
    """A row of a programme."""
    return TableRow(line, {"Begin": f"{8 + line}.00", "Onderdeel": title, **more})


BASE = (row(2, "Inloop", Zaal="Foyer"), row(3, "Opening"), row(4, "Pauze"))


def with_cell(each: TableRow, column: str, text: str) -> TableRow:
    """A row in which one cell is another."""
    return replace(each, cells={**each.cells, column: text})


def titles(merged: MergedRows) -> list[str]:
    """The titles in their order."""
    return [each.cell("Onderdeel") for each in merged.rows]


def test_changes_in_different_cells_are_both_kept_without_a_question() -> None:
    theirs = [with_cell(BASE[0], "Zaal", "Hal"), *BASE[1:]]
    mine = [with_cell(BASE[0], "Spreker", "Zwaluw"), *BASE[1:]]
    merged = merged_rows(BASE, theirs, mine)
    assert not merged.clashes
    assert merged.taken == 1
    assert (merged.rows[0].cell("Zaal"), merged.rows[0].cell("Spreker")) == ("Hal", "Zwaluw")


def test_one_cell_that_both_changed_is_shown_with_what_the_first_person_wrote() -> None:
    theirs, mine = [with_cell(BASE[0], "Zaal", "Hal"), *BASE[1:]], [with_cell(BASE[0], "Zaal", "Aula"), *BASE[1:]]
    merged = merged_rows(BASE, theirs, mine)
    assert merged.rows[0].cell("Zaal") == "Aula"
    assert [(each.row, each.kind, each.column, each.theirs) for each in merged.clashes] == [
        (0, Meanwhile.CELL, "Zaal", "Hal")
    ]


def test_rows_that_either_adds_are_there_and_those_that_either_removes_are_gone() -> None:
    theirs = [BASE[0], replace(row(9, "Lezing"), line=3), replace(BASE[1], line=4), replace(BASE[2], line=5)]
    mine = [BASE[0], BASE[1], TableRow(0, {"Onderdeel": "Borrel"})]
    merged = merged_rows(BASE, theirs, mine)
    assert titles(merged) == ["Inloop", "Lezing", "Opening", "Borrel"]
    assert [each.line for each in merged.rows] == [2, 3, 4, 0]
    assert not merged.clashes


def test_a_row_that_one_removed_and_the_other_changed_stays_and_is_asked_about() -> None:
    changed = with_cell(BASE[1], "Spreker", "Meeuw")
    merged = merged_rows(BASE, [BASE[0], changed, BASE[2]], [BASE[0], BASE[2]])
    assert titles(merged) == ["Inloop", "Opening", "Pauze"]
    assert [(each.row, each.kind) for each in merged.clashes] == [(1, Meanwhile.CHANGED)]
    merged = merged_rows(BASE, [BASE[0], replace(BASE[2], line=3)], [BASE[0], changed, BASE[2]])
    assert titles(merged) == ["Inloop", "Opening", "Pauze"]
    assert [(each.row, each.kind) for each in merged.clashes] == [(1, Meanwhile.REMOVED)]


def test_without_what_both_began_from_every_difference_is_shown() -> None:
    theirs = [with_cell(BASE[0], "Zaal", "Hal"), BASE[1], replace(row(4, "Lezing"), line=4)]
    merged = rows_beside(theirs, BASE[:2])
    assert titles(merged) == ["Inloop", "Opening", "Lezing"]
    assert [(each.column, each.theirs) for each in merged.clashes] == [("Zaal", "Hal")]


CELLS = st.fixed_dictionaries(
    {}, optional={column: st.sampled_from(["", "a", "b"]) for column in ("Begin", "Onderdeel", "Zaal")}
)


def numbered(cells: list[dict[str, str]]) -> list[TableRow]:
    """Rows with lines of a file."""
    return [TableRow(place, each) for place, each in enumerate(cells, 2)]


@given(base=st.lists(CELLS, max_size=4).map(numbered), theirs=st.lists(CELLS, max_size=4).map(numbered))
def test_who_changed_nothing_gets_what_the_other_wrote(base: list[TableRow], theirs: list[TableRow]) -> None:
    merged = merged_rows(base, theirs, base)
    assert not merged.clashes
    assert sorted(each.line for each in merged.rows) == [each.line for each in theirs]
    by_line = {each.line: each for each in merged.rows}
    assert not any(is_changed(each, by_line[each.line]) for each in theirs)


@given(
    base=st.lists(CELLS, max_size=4).map(numbered),
    theirs=st.lists(CELLS, max_size=4).map(numbered),
    data=st.data(),
)
def test_what_one_typed_is_always_there(base: list[TableRow], theirs: list[TableRow], data: st.DataObject) -> None:
    mine = [with_cell(each, "Notitie", data.draw(st.sampled_from(["", "eigen"]))) for each in base]
    mine = data.draw(st.permutations(mine))
    merged = merged_rows(base, theirs, mine)
    assert sum(each.cell("Notitie") == "eigen" for each in merged.rows) == sum(
        each.cell("Notitie") == "eigen" for each in mine
    )
    assert len({each.line for each in merged.rows if each.line}) == sum(bool(each.line) for each in merged.rows)
