"""Keys of a TOML file are changed, and every other line stays as it is."""

from __future__ import annotations

import tomllib
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import pytest
from doubles.small_event import EXAMPLE
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.toml_changes import RowEdit, TomlChanges, changed_values
from reportgen.config.toml_edit import edited_toml
from reportgen.errors import ConfigurationError
from reportgen.render.content.resources import TEMPLATES

FULL = (EXAMPLE / "event.toml").read_text("utf-8")
STARTER = (TEMPLATES / "event" / "event.toml").read_text("utf-8")

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\"'\\#\n[]={}")), min_size=0, max_size=60
)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.datetimes().filter(lambda at: at.year >= 1000),
    st.lists(TEXTS, max_size=4),
    st.floats(-1e6, 1e6),
    st.none(),
)
PATHS = st.one_of(
    st.sampled_from(
        [("event", "title"), ("event", "date"), ("tables", "seats"), ("delivery", "sender"), ("lists", "files")]
    ),
    st.tuples(
        st.sampled_from(["event", "organiser", "figures", "mail", "delivery", "archive", "sessions"]),
        st.sampled_from(["phone", "own", "nieuw", "welcome", "release"]),
    ),
)
ROW_CHANGES = st.dictionaries(st.sampled_from(["text", "hint", "about", "name", "examples"]), VALUES, max_size=3)


def _unchanged_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    gone: list[str] = []
    came: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += old[a:b]
            came += new[c:d]
    return gone, came


@given(st.dictionaries(PATHS, VALUES, min_size=1, max_size=4), st.sampled_from([FULL, STARTER]))
def test_any_change_of_keys_is_read_back_and_every_other_line_stays(changes: dict[Any, object], text: str) -> None:
    wanted = TomlChanges(changes)
    after = edited_toml(text, wanted)
    assert tomllib.loads(after) == changed_values(tomllib.loads(text), wanted)
    gone, _ = _unchanged_lines(text, after)
    keys = {path[-1] for path in changes}
    assert [line for line in gone if line.strip() and line.partition("=")[0].strip() not in keys] == []
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in after.splitlines() if line in comments][: len(comments)] == comments or not gone


@given(
    st.data(), st.sampled_from([(FULL, "question", 3), (FULL, "theme", 6), (STARTER, "theme", 2), (STARTER, "type", 0)])
)
def test_rows_are_added_removed_and_put_in_order_and_comments_between_them_stay(
    data: st.DataObject, which: tuple[str, str, int]
) -> None:
    text, name, count = which
    order = data.draw(st.permutations([*range(count), None, None]))
    rows = [RowEdit(each, data.draw(ROW_CHANGES)) for each in order[: data.draw(st.integers(0, count + 2))]]
    wanted = TomlChanges({}, {(name,): rows})
    after = edited_toml(text, wanted)
    assert tomllib.loads(after) == changed_values(tomllib.loads(text), wanted)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    kept = [line for line in after.splitlines() if line in comments]
    if count > 1 and all(each in order[: len(rows)] for each in range(count)):
        assert sorted(kept) == sorted(comments)


def test_a_change_that_changes_nothing_gives_the_same_bytes() -> None:
    same = TomlChanges({}, {("question",): [RowEdit(0), RowEdit(1), RowEdit(2)]})
    for text in (FULL, f"\ufeff{FULL}", FULL.replace("\n", "\r\n")):
        assert edited_toml(text, same) == text
        assert edited_toml(text, TomlChanges()) == text


def test_ends_of_lines_and_the_mark_at_the_beginning_stay() -> None:
    text = f"\ufeff{FULL}".replace("\n", "\r\n")
    after = edited_toml(text, TomlChanges({("event", "title"): "een\ntwee", ("organiser", "phone"): "030"}))
    assert after.startswith("\ufeff")
    assert "\n" not in after.replace("\r\n", "")
    assert tomllib.loads(after.removeprefix("\ufeff"))["event"]["title"] == "een\ntwee"


def test_a_single_table_of_packs_stays_one_until_there_are_two() -> None:
    text = "[pack]\nform = true  # velden\n\n# hierna\n[z]\na = 1\n"
    assert edited_toml(text, TomlChanges({}, {("pack",): [RowEdit(0, {"form": False})]})) == text.replace(
        "true", "false"
    )
    after = edited_toml(text, TomlChanges({}, {("pack",): [RowEdit(0), RowEdit(None, {"kind": "follow-up"})]}))
    assert after == '[[pack]]\nform = true  # velden\n\n[[pack]]\nkind = "follow-up"\n\n# hierna\n[z]\na = 1\n'


def test_the_last_row_that_goes_leaves_what_was_said_of_the_next_table() -> None:
    after = edited_toml(FULL, TomlChanges({}, {("question",): [], ("theme",): [RowEdit(0)]}))
    assert "# De thema's van de tafels." in after
    assert "# Gemeenten die bij elkaar horen" in after


@pytest.mark.parametrize("hostile", ['"""', "'''", '\\"""\n[mail]\nhost = "x"', '"]\n[x]', "\\", '"\\', "\r\n", "#"])
def test_no_text_breaks_out_of_its_value(hostile: str) -> None:
    for text in (FULL, FULL.replace('title = "Diversiteit door migratie"', 'title = """\nx"""')):
        after = edited_toml(
            text, TomlChanges({("event", "title"): hostile}, {("question",): [RowEdit(0, {"text": hostile})]})
        )
        raw = tomllib.loads(after)
        assert (raw["event"]["title"], raw["question"][0]["text"]) == (hostile, hostile)
        assert "mail" not in raw


@pytest.mark.parametrize("broken", ["[event", 'a = "', "a = 1\na = 2", "[a]\n[a]", "[" * 5000])
def test_what_is_no_toml_is_not_changed(broken: str) -> None:
    with pytest.raises(ConfigurationError):
        edited_toml(broken, TomlChanges({("event", "title"): "x"}))


def test_tables_in_other_notations_are_changed_too() -> None:
    text = 'event = {title = "a", date = 2018-12-10}  # kort\nquestion = [{text = "x"},\n  {text = "y"}]\n'
    text += 'mail.host = "h"\n'
    wanted = TomlChanges(
        {("event", "title"): "b", ("mail", "host"): "k", ("mail", "port"): 25}, {("question",): [RowEdit(1)]}
    )
    after = edited_toml(text, wanted)
    assert tomllib.loads(after) == {
        "event": {"title": "b", "date": date(2018, 12, 10)},
        "question": [{"text": "y"}],
        "mail": {"host": "k", "port": 25},
    }
    assert "# kort" in after
