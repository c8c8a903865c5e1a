"""One language at a time: in Dutch no command says an English word, and in English none says a Dutch one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po
from typer.testing import CliRunner
from usecases.command_line import IN_TIME, TOO_LATE, CommandLine, asked
from usecases.meeting import COR, PEOPLE, changed

from reportgen.interfaces.cli import command_line
from reportgen.render.content.catalogue import DOMAIN, LOCALES, catalogue
from reportgen.render.content.words import finding_words, list_report_words, pack_words

LANGUAGES = {"nl": "en", "en": "nl"}

AS_THEY_ARE = {
    *("briefing", "participants", "event", "folder", "kind", "pack", "list", "letters", "figures", "about", "text"),
    *("server", "header", "json", "stop", "mail", "domain", "archive", "release", "status", "start", "test", "index"),
    *("true", "false"),
}
"""Names of options, keys and commands, and words that both languages have."""


NO_WORDS = r"\{[^}]*\}|\[[^\]]*\]|[‘'`\"][^’'`\"]*[’'`\"]|--[\w-]+|\S*[_./@=|<>:]\S*|reportgen [a-z-]+"
"""What is typed, quoted, filled in, or a key."""


def _leaves(words: object) -> Iterator[str]:
    if isinstance(words, dict):
        for each in words.values():
            yield from _leaves(each)
    elif isinstance(words, str):
        yield words


def _words(text: str) -> set[str]:
    """The words of a text, without what is typed, quoted, filled in or a key."""
    return _all_words(re.sub(NO_WORDS, " ", text))


def _all_words(text: str) -> set[str]:
    return {each.casefold() for each in re.findall(r"(?<![\w-])[^\W\d_]{4,}(?![\w-])", text)}


@cache
def only_in(language: str) -> frozenset[str]:
    """Words that the catalogue and the findings have in one language, and nothing has in the other."""
    with (LOCALES / "nl" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        found = [each for each in read_po(file) if each.id]
    texts = {"en": [], "nl": []}
    for each in found:
        texts["en"] += each.id if isinstance(each.id, tuple) else [each.id]
        texts["nl"] += each.string if isinstance(each.string, tuple) else [each.string]
    for name, each in texts.items():
        each += [*_leaves(finding_words(name)), *_leaves(list_report_words(name))]
    said = {name: set().union(*map(_words, each)) for name, each in texts.items()}
    said["nl"] |= set().union(*map(_words, _leaves(pack_words()))) if language == "en" else set()
    return frozenset(said[language] - said[LANGUAGES[language]] - AS_THEY_ARE)


def _strangers(text: str, language: str, known: str) -> set[str]:
    """Words of the other language in a text, without those of what was typed and of the files it is about."""
    return (_words(text) & only_in(LANGUAGES[language])) - _all_words(known)


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """An event with something to say of its list."""
    cli = CommandLine.create(tmp_path_factory.mktemp("taal"))
    cli.write_list([*PEOPLE[:-1], changed(COR, municipality="Nieuwegijn", email="")])
    return cli


COMMANDS = (
    ("check", *IN_TIME),
    ("check", *IN_TIME, "--format", "json"),
    ("check", *TOO_LATE),
    ("plan", *IN_TIME),
    ("status", *IN_TIME),
    ("status", *TOO_LATE),
    ("release", *IN_TIME),
    ("release", "--participant", "99", *IN_TIME),
    ("send", *TOO_LATE),
    ("send", "--all", *IN_TIME),
    ("resolve", *IN_TIME),
    ("resolve", "1", "--sent", *IN_TIME),
    ("resolve", "--all-held", "--send-anyway", *IN_TIME),
    ("sessions", *IN_TIME),
    ("move-session", "1", "A", *IN_TIME),
    ("regenerate", "--reason", "", *IN_TIME),
    ("verify",),
    ("preview", "99", *IN_TIME),
    ("purge", *IN_TIME),
    ("forget", "99", "--yes", *IN_TIME),
    ("bounces", *IN_TIME),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_speaks_one_language(cli: CommandLine, command: tuple[str, ...], language: str) -> None:
    done = cli.run(*command, "--lang", language)
    assert done.out + done.err
    files = " ".join(path.read_text("utf-8") for path in sorted(cli.event.iterdir()) if path.is_file())
    assert _strangers(done.out + done.err, language, f"{files} {cli.event} {' '.join(command)}") == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        ("plan",),
        ("plan", "/is/er/niet"),
        ("plann", "x"),
        ("build", "x", "--workers", "0"),
        ("build", "x", "--format", "xml"),
        ("figures", "index", "X", "2019"),
        ("new", "Met Hoofdletters"),
        ("archive", "show", "x", "een"),
        ("check", "x", "--nergens"),
        ("organiser", "list"),
        ("figures", "subjects"),
        ("figures", "indicators"),
    ],
    ids=" ".join,
)
def test_what_is_typed_wrong_is_said_in_one_language(typed: tuple[str, ...], language: str, tmp_path: Path) -> None:
    more = ("--output", str(tmp_path)) if typed[0] == "organiser" else ()
    done = asked("--lang", language, *typed, *more)
    titles = done.out if typed[0] == "figures" and len(typed) == 2 else ""  # of subjects, in Dutch as packs have them
    assert _strangers(done.out + done.err, language, f"{titles} {' '.join(typed)}") == set()


def _groups() -> list[str]:
    group = typer.main.get_group(command_line())
    return [
        name if not inner else f"{name} {each}"
        for name, command in group.commands.items()
        for inner in [getattr(command, "commands", {})]
        for each in (inner or [""])
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", _groups())
def test_help_is_in_one_language(command: str, language: str) -> None:
    done = CliRunner().invoke(command_line(), ["--lang", language, *command.split(), "--help"])
    shown = re.sub(r"(Example|Voorbeeld): [^\n]*(\n  \S[^\n]*)*", "", done.output)
    assert done.exit_code == 0
    assert _strangers(shown, language, command) == set()


def test_without_a_choice_the_locale_decides_and_english_is_for_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.interfaces.language import choose_language, language

    for variables, told in (
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "nl_NL.UTF-8"}, "en"),
        ({"LC_MESSAGES": "nl_BE.UTF-8", "LANG": "C"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "REPORTGEN_LANG": "en"}, "en"),
    ):
        assert choose_language(["plan", "x"], variables) == ["plan", "x"]
        assert (variables, language()) == (variables, told)
    assert choose_language(["plan", "--lang", "nl", "x", "--", "--lang", "en"], {}) == [
        "plan",
        "x",
        "--",
        "--lang",
        "en",
    ]
    assert language() == "nl"


def test_a_language_that_is_not_there_is_refused() -> None:
    done = asked("--lang", "fr", "figures", "subjects")
    assert (done.code, "There is no language 'fr'" in done.err) == (2, True)


def test_the_catalogue_is_that_of_dutch() -> None:
    assert catalogue("nl").gettext("Nothing waits.") == "Er wacht niets."
    assert catalogue("en").gettext("Nothing waits.") == "Nothing waits."
