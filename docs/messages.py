"""Brings the catalogue of messages up to date with the program, and compiles it: ``make messages``.

Messages are found in the source text (decision 0056): what functions such as ``said`` and ``say`` are given, what
errors say, the help of commands, and words of fixed sets. Of each that names a command, an option or a file there is
an entry with the context ``page`` too, for the web page, where nobody types commands; any other that a page shows may
have one.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import typer
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reportgen.interfaces.cli import command_line
from reportgen.interfaces.cli.command_help import texts_of_help
from reportgen.interfaces.cli.usage_faults import KNOWN
from reportgen.interfaces.cli.word_sets import WORD_SETS
from reportgen.render.content.catalogue import DOMAIN, DUTCH, LOCALES, PAGE

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reportgen"
SINCE = datetime(2030, 1, 1, tzinfo=UTC)
"""The date in the head of the catalogue: one and the same, so that the same words give the same file."""

PO = LOCALES / DUTCH / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

FUNCTIONS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("said", "say", "say_error", "marked", "here", "message_of", "Message", "errors_shown"), (0,)),
    **dict.fromkeys(("labelled", "doubtful", "wrong", "unknown", "UnusableDrawing"), (0, 1)),
    "good": (0,),
    "foreign_faults_as": (1,),
    "foreign_input": (1,),
}
"""The arguments of functions that are messages."""

COUNTING = ("counted", "say_counted")
"""Functions whose second and third argument are the message for 1 and for other numbers."""

OF_ERRORS = ("what", "todo", "where")
"""Named arguments of errors that are messages where they are a text in the source."""

ROOT_ERROR = "ReportgenError"

NOT_ON_A_PAGE = re.compile(r"reportgen |--\w|\w\.(?:toml|csv|sqlite|md|xlsx)\b|(?<![\w’>.…])/\w|[A-Z]+_[A-Z]+")
"""What the organiser's page never says: commands, options, files, folders, variables."""

NEVER_ON_A_PAGE = ("interfaces/cli", "interfaces/language.py", "interfaces/scheduler.py", "application/doctor")
"""Where messages are made that only a terminal shows."""

Entry = tuple[str, str, str]
"""Context, template, and the template for other numbers than 1; the first and the last may be empty."""


def errors_of(trees: Mapping[Path, ast.Module]) -> set[str]:
    """The names of all classes of errors, wherever they are."""
    coded = {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and _takes_code(node)
    }
    above = {
        node.name: {each.id for each in node.bases if isinstance(each, ast.Name)}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {ROOT_ERROR, "ValueError"}
    while more := {name for name, bases in above.items() if bases & known} - known:
        known |= more
    return known - coded


def _takes_code(error: ast.ClassDef) -> bool:
    """Whether an error is made of something else than what is wrong, such as a code that a page has words for."""
    made = [each for each in error.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    return any(each.args.args[1:] and each.args.args[1].arg != "what" for each in made)


def messages_in(tree: ast.Module, errors: set[str]) -> Iterator[Entry]:
    """Every message of a module."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name in COUNTING and len(node.args) > 2:
            for one in texts_in(node.args[1]):
                yield from (("", one, many) for many in texts_in(node.args[2]))
        elif name == "named":
            yield from ((context, word, "") for context in texts_in(node.args[0]) for word in texts_in(node.args[1]))
        elif name == "table_of":
            yield from (("", each, "") for argument in node.args for each in texts_in(argument))
        else:
            places = FUNCTIONS.get(name, (0,) if name in errors else ())
            arguments = [node.args[at] for at in places if at < len(node.args)]
            if name in errors or name.startswith("foreign_"):
                arguments += [each.value for each in node.keywords if each.arg in OF_ERRORS]
            yield from (("", each, "") for argument in arguments for each in texts_in(argument))


def name_of(function: ast.expr) -> str:
    """The name of what is called, without the module or the object it is taken from."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def texts_in(argument: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: one, or one of several."""
    match argument:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts_in(one), *texts_in(other))
        case ast.BoolOp(values=values):
            yield from (text for each in values for text in texts_in(each))
        case ast.Starred(value=ast.Tuple(elts=elements)):
            yield from (text for each in elements for text in texts_in(each))


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the program, parsed."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def entries() -> set[Entry]:
    """Everything that the catalogue has to have."""
    found = {entry for _, entry in told()}
    on_pages = {(PAGE, one, many) for _, one, many in shown_on_pages()}
    found |= {each for each in on_pages if not_on_a_page(each[1] + each[2])}
    found |= on_pages & {_name(each) for each in translations() if each.id and each.context == PAGE}
    group = typer.main.get_group(command_line())
    found |= {(each.context, each.template, "") for each in texts_of_help(group)}
    found |= {("", each, "") for each in KNOWN}
    found |= {(context, str(word), "") for context, words in WORD_SETS.items() for word in words}
    return {each for each in found if re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", each[1]))}


def _name(message: BabelMessage) -> Entry:
    one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
    return message.context or "", one, many


@cache
def told() -> tuple[tuple[Path, Entry], ...]:
    """Every message in the source text, with the module that makes it."""
    parsed = trees()
    errors = errors_of(parsed)
    return tuple((path, entry) for path, tree in parsed.items() for entry in messages_in(tree, errors))


def shown_on_pages() -> set[Entry]:
    """The messages that a page may show."""
    return {entry for path, entry in told() if not any(path.is_relative_to(PACKAGE / each) for each in NEVER_ON_A_PAGE)}


def template() -> Catalog:
    """The catalogue without translations."""
    made = Catalog(
        locale=DUTCH, project="reportgen", charset="utf-8", fuzzy=False, creation_date=SINCE, revision_date=SINCE
    )
    for context, one, many in sorted(entries()):
        made.add((one, many) if many else one, context=context or None)
    return made


def translations() -> Catalog:
    """The catalogue as it stands on disk."""
    if not PO.is_file():
        return Catalog(locale=DUTCH, creation_date=SINCE, revision_date=SINCE)
    return read_po(BytesIO(PO.read_bytes()), locale=DUTCH)


def faults() -> list[str]:
    """What is wrong with the catalogue.

    What is missing, fuzzy or unused, has other facts than its message, or names on a page what is not there.
    """
    wanted, there, fuzzy = entries(), {}, set()
    for each in translations():
        if each.id:
            name = _name(each)
            there[name] = each.string if isinstance(each.string, tuple) else (each.string,)
            fuzzy |= {name} if each.fuzzy else set()
    found = [f"missing: {name}" for name in sorted(wanted) if not all(there.get(name, ("",)))]
    found += [f"unused: {name}" for name in sorted(there.keys() - wanted)]
    found += [f"fuzzy: {name}" for name in sorted(fuzzy)]
    for name, texts in there.items():
        facts, of_message = facts_in(" ".join(texts)), facts_in(name[1] + name[2])
        if facts - of_message or (name[0] != PAGE and all(texts) and facts != of_message):
            found.append(f"other facts: {name}")
    for context, one, many in sorted(shown_on_pages()):
        texts = there.get((PAGE, one, many)) or there.get((context, one, many), ())
        found += [f"not for a page: {text}" for text in texts if not_on_a_page(text)]
    return found


def not_on_a_page(text: str) -> bool:
    """Whether a text, whatever it is filled in with, says what the page does not."""
    return bool(NOT_ON_A_PAGE.search(re.sub(r"\{[^}]*\}", "…", text)))


def facts_in(text: str) -> set[str]:
    """The names of the facts in a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def extract() -> None:
    """Writes the catalogue with everything there is to translate, and what was translated before."""
    found = template()
    done = translations()
    for each in found:
        if each.id and (before := done.get(each.id[0] if isinstance(each.id, tuple) else each.id, each.context)):
            each.string = before.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, found, width=120, no_location=True, omit_header=False, sort_output=True)


def compiled() -> bytes:
    """The catalogue as the program reads it."""
    into = BytesIO()
    write_mo(into, translations())
    return into.getvalue()


def main() -> int:
    """Extracts and compiles; with ``--check`` only says what is wrong."""
    if "--check" not in sys.argv:
        extract()
        MO.write_bytes(compiled())
    for each in (found := faults()):
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
