"""The catalogue of messages is whole in both languages, and nothing that people read goes past it."""

from __future__ import annotations

import ast
import runpy
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest
from house.modules import ROOT, house

from reportgen.render.content.words import finding_words, list_report_words

CATALOGUE = SimpleNamespace(**runpy.run_path(str(ROOT / "docs" / "messages.py")))

SHOWING = ("say", "say_counted", "say_error", "marked", "labelled", "table_of", "error_text", "show_text", "show_next")
"""What a command shows something with."""

PRINTING = {"print", "echo", "secho", "prompt", "confirm", "add_row", "add_task"}
"""What shows a text as it is."""

MARKUP = ("[bold]", "[/]", "[dim]", "[red]", "[yellow]", "[green]")


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_is_there_in_dutch_with_its_facts_and_nothing_else_is() -> None:
    assert CATALOGUE.faults() == [], "make messages, and translate what it names"


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    assert CATALOGUE.MO.read_bytes() == CATALOGUE.compiled(), "make messages"


def test_findings_are_there_in_both_languages_with_the_same_facts() -> None:
    dutch, english = finding_words("nl"), finding_words("en")
    assert dutch.keys() == english.keys()
    for code, words in dutch.items():
        both = (_facts(" ".join(words.values())), _facts(" ".join(english[code].values())))
        assert (code, both[0]) == (code, both[1])


def test_the_report_about_a_list_is_there_in_both_languages() -> None:
    def leaves(words: object, at: str = "") -> Iterator[tuple[str, str]]:
        if isinstance(words, dict):
            for key, each in words.items():
                yield from leaves(each, f"{at}.{key}")
        else:
            yield at, str(words)

    dutch, english = dict(leaves(list_report_words("nl"))), dict(leaves(list_report_words("en")))
    assert {key: _facts(text) for key, text in dutch.items()} == {key: _facts(text) for key, text in english.items()}


def _texts_past_the_catalogue(tree: ast.Module) -> Iterator[str]:
    """Texts with words that a function shows as they are, and errors whose words are put together in place."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = CATALOGUE.name_of(node.func)
        shown = node.args if name in PRINTING else node.args[:1] if name in SHOWING[:6] else ()
        for each in shown:
            words = _words_in(each) if name in PRINTING else _words_in(each) if isinstance(each, ast.JoinedStr) else ""
            if words:
                yield f"line {each.lineno}: {words}"


def _words_in(text: ast.expr) -> str:
    """The words of a text in the source: of an f-string what stands around its values, but for commands."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    said = " ".join(each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str))
    for each in MARKUP:
        said = said.replace(each, " ")
    return " ".join(word for word in said.split() if word.isalpha() and len(word) > 2 and word != "reportgen")


def test_commands_show_nothing_that_is_not_in_the_catalogue() -> None:
    found = {
        module.name: past
        for module in house()
        if module.name.startswith("reportgen.interfaces.") and ".web" not in module.name
        if (past := list(_texts_past_the_catalogue(module.tree)))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("console.print('Nothing waits.')", "line 1: Nothing"),
        ("terminal.console.print(f'{count} letters wait')", "line 1: letters wait"),
        ("typer.prompt('Password')", "line 1: Password"),
        ("say(f'{count} letters')", "line 1: letters"),
        ("table.add_row('left out', '3')", "line 1: left out"),
    ],
)
def test_a_text_past_the_catalogue_is_seen(source: str, words: str) -> None:
    assert list(_texts_past_the_catalogue(ast.parse(source))) == [words]


@pytest.mark.parametrize(
    "source",
    [
        "say('{count} letters', count=3)",
        "console.print(f'{number:04d}  [bold]{name}[/]')",
        "typer.prompt(here('Password'))",
        "console.print(marked('Nothing waits.'))",
    ],
)
def test_a_text_of_the_catalogue_passes(source: str) -> None:
    assert list(_texts_past_the_catalogue(ast.parse(source))) == []


def _joined_in_place(tree: ast.Module, errors: set[str]) -> Iterator[str]:
    """What errors say that was put together where they are raised: no catalogue finds it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and CATALOGUE.name_of(node.func) in errors:
            said = [*node.args[:1], *(each.value for each in node.keywords if each.arg in ("what", "todo"))]
            for each in said:
                if isinstance(each, ast.JoinedStr | ast.BinOp) or (
                    isinstance(each, ast.Call) and CATALOGUE.name_of(each.func) in ("join", "format")
                ):
                    yield f"line {each.lineno}: {ast.unparse(each)[:80]}"


IN_PLACE = {"reportgen.domain.delivery.states", "reportgen.render.processes.worker_process"}
"""Faults of the program itself, which nobody is told in words."""


def test_errors_say_facts_by_messages_and_not_by_texts_put_together() -> None:
    errors = CATALOGUE.errors_of({Path(module.name): module.tree for module in house()})
    found = {
        module.name: joined
        for module in house()
        if module.name not in IN_PLACE and (joined := list(_joined_in_place(module.tree, errors)))
    }
    assert found == {}


def test_an_error_put_together_in_place_is_seen() -> None:
    tree = ast.parse("raise SourceError(f'The list lost {count} people')")
    assert list(_joined_in_place(tree, {"SourceError"})) == ["line 1: f'The list lost {count} people'"]
