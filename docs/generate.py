"""Writes docs/event-toml.md from the schema of event.toml, and docs/commands.md from the commands: ``make docs``.

The commands are in Dutch too, in docs/opdrachten.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer
from pydantic import AliasChoices, BaseModel

from reportgen.config.schema import EventFile
from reportgen.interfaces.cli import command_line
from reportgen.interfaces.cli.command_help import translate_help

DOCS = Path(__file__).parent

COMMON = 5
"""Options that at least so many commands have are explained once, at the end of the page."""

FORMATS = {"email": "e-mail address", "date": "date", "date-time": "moment"}
PATTERNS = {"^#[0-9a-f]{6}$": "colour `#rrggbb`", r"^\d{1,2}[.:]\d{2}$": "time, as `12.30`"}

WORDS = {
    "en": {
        "head": """# Commands

*This page is generated from `reportgen/interfaces/cli/` by `make docs`. Do not edit it; [in Dutch](opdrachten.md).*

The program is `.venv/bin/reportgen` in a checkout. `EVENT` is the folder of an event, such as
`data/events/2030-05-16-wonen`. Every command ends with one of the
[exit codes](../README.md#exit-codes), and shows its options with `--help`. `reportgen --lang nl` says everything in
Dutch, also behind the command.
""",
        "example": "Example: ",
        "common": "Options that many commands have",
        "anchor": "options-that-many-commands-have",
        "also": "also {options}: see [below](#{anchor})",
        "foot": "Environment variables named there stand in for the option; "
        "[operations](operations.md#environment) names the others.",
        "cores": ("(cores)", "as many as there are cores"),
        "text": "TEXT",
        "path": "PATH",
    },
    "nl": {
        "head": """# Opdrachten

*Deze bladzijde komt uit `reportgen/interfaces/cli/` met `make docs`. Verander haar niet; [in het
Engels](commands.md).*

Het programma is `.venv/bin/reportgen`. `BIJEENKOMST` is de map van een bijeenkomst, zoals
`data/events/2030-05-16-wonen`. Elke opdracht eindigt met een van de [eindcodes](../README.md#exit-codes), en toont met
`--help` haar opties. `reportgen --lang nl` zegt alles in het Nederlands, `--lang en` in het Engels; zonder die optie
beslist `REPORTGEN_LANG`, en anders de taal van het systeem.
""",
        "example": "Voorbeeld: ",
        "common": "Opties die veel opdrachten hebben",
        "anchor": "opties-die-veel-opdrachten-hebben",
        "also": "ook {options}: zie [onderaan](#{anchor})",
        "foot": "Omgevingsvariabelen die daar staan gelden in plaats van de optie.",
        "cores": ("(kernen)", "zoveel als er kernen zijn"),
        "text": "TEKST",
        "path": "PAD",
    },
}
"""What stands around the help of commands, by language."""

EVENT_TOML = """# event.toml

*This page is generated from `reportgen/config/` by `make docs`. Do not edit it.*

All settings of an event stand in `event.toml` in the folder of the event. `reportgen new` writes one with comments to
fill in ([templates/event/event.toml](../templates/event/event.toml)); `reportgen check` names every fault in it at
once. A key that is not on this page is a fault. *Required* keys have no default.

Dates are written as `2030-05-16`, moments as `2030-05-09T07:00:00`: Dutch time, unless the moment names a zone.
Where `[[name]]` has two brackets there can be several of that table, one after the other.
"""


def event_toml() -> str:
    """The reference of event.toml."""
    schema = EventFile.model_json_schema()
    tables = "".join(_tables(EventFile, schema, schema["$defs"], ""))
    return f"{EVENT_TOML}{tables}"


def _tables(model: type[BaseModel], schema: Mapping[str, Any], models: Mapping[str, Any], above: str) -> Iterator[str]:
    """A chapter for each table in a model, those in it included."""
    for name, field in model.model_fields.items():
        said = schema["properties"][name]
        inner = _reference(said)
        many = _is_list(said)
        if inner is None and (above or said.get("type") != "object"):
            continue
        brackets = f"[[{above}{name}]]" if many else f"[{above}{name}]"
        yield f"\n## `{brackets}`\n\n{field.description}{_formerly(field.validation_alias)}"
        yield " Required.\n" if field.is_required() else "\n"
        if inner is None:
            yield f"\nEach line: text = {_kind(_values(said))}.\n"
            continue
        table = _model_named(model, name, inner)
        yield "\n| key | holds | default | meaning |\n|---|---|---|---|\n"
        nested = models[inner]["properties"]
        for key, each in table.model_fields.items():
            default = "*required*" if each.is_required() else _default(each.default)
            meaning = f"{each.description}{_formerly(each.validation_alias)}".replace("|", r"\|")
            yield f"| `{key}` | {_kind(nested[key], models)} | {default} | {meaning} |\n"
        yield from _tables(table, models[inner], models, f"{name}.") if not many else ()


def _reference(said: Mapping[str, Any]) -> str | None:
    """The name of the model that a key holds, alone, as an option or in a list; None where it holds a value."""
    for each in (said, said.get("items", {}), *said.get("anyOf", ())):
        if "$ref" in each:
            return str(each["$ref"]).rpartition("/")[2]
    return None


def _is_list(said: Mapping[str, Any]) -> bool:
    return said.get("type") == "array"


def _model_named(model: type[BaseModel], field: str, name: str) -> type[BaseModel]:
    """The class of the table that a field holds."""
    todo: list[Any] = [model.model_fields[field].annotation]
    while todo:
        each = todo.pop()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ == name:
            return each
        todo.extend(getattr(each, "__args__", ()))
    raise LookupError(f"{model.__name__}.{field} holds no {name}")


def _kind(said: Mapping[str, Any], models: Mapping[str, Any] | None = None) -> str:
    """What a key can hold, in words."""
    match said:
        case {"anyOf": [*options]}:
            return " or ".join(_kind(each, models) for each in options if each.get("type") != "null")
        case {"$ref": reference}:
            keys = (models or {}).get(str(reference).rpartition("/")[2], {}).get("properties", {})
            return f"table with `{'`, `'.join(keys)}`"
        case {"enum": [*values]}:
            return " or ".join(f'`"{each}"`' for each in values)
        case {"type": "array", "items": items}:
            return f"list of: {_kind(items, models)}"
        case {"type": "object"}:
            named = said.get("propertyNames", {}).get("enum", ())
            keys = f" for any of `{'`, `'.join(named)}`" if named else ""
            return f"table of: {_kind(_values(said), models)}{keys}"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer" | "number"}:
            kind = "whole number" if said["type"] == "integer" else "number"
            least = said.get("minimum", said.get("exclusiveMinimum"))
            return kind + _bounds("minimum" in said, least, said.get("maximum"))
        case {"type": "string"}:
            known = FORMATS.get(said.get("format", "")) or PATTERNS.get(said.get("pattern", ""))
            return known or "text"
    raise LookupError(f"no words for {said}")


def _values(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a table with free keys holds; keys that must be like something stand under a pattern."""
    for each in (said.get("additionalProperties"), *said.get("patternProperties", {}).values()):
        if isinstance(each, dict):
            return each
    raise LookupError(f"no values in {said}")


def _bounds(included: bool, least: float | None, most: float | None) -> str:
    low = "" if least is None else f"{'from' if included else 'above'} {least:,.0f}"
    high = "" if most is None else f"to {most:,.0f}"
    return f", {' '.join(filter(None, (low, high)))}" if low or high else ""


def _default(value: object) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f'`"{value}"`'
        case [] | {}:
            return "none"
        case list():
            return f"`{value}`".replace("'", '"')
        case int() | float():
            return f"`{value:g}`" if value < 10_000 else f"`{value}`"
    return ""  # a table of its own, explained below


def _formerly(alias: object) -> str:
    """The name that a key had before, and that is still read."""
    if not isinstance(alias, AliasChoices):
        return ""
    return f" Version 0.1 called it `{alias.choices[1]}`, which is still read."


def commands(language: str = "en") -> str:
    """The reference of the commands."""
    group, words = typer.main.get_group(command_line()), WORDS[language]
    translate_help(group, language)
    found = dict(_leaves(group))
    counts = Counter(_signature(each) for command in found.values() for each in _options(command))
    common = {option for option, count in counts.items() if count >= COMMON}
    chapters = [_chapter(name, command, common, words) for name, command in found.items()]
    shared: dict[str, str] = {}
    for command in found.values():
        for option in _options(command):
            if _signature(option) in common:
                shared.setdefault(_signature(option), _line(command, option, words))
    lines = "".join(sorted(shared.values()))
    contents = "\n".join(
        f"- [{name}](#reportgen-{name.replace(' ', '-')}): {_first(each)}" for name, each in found.items()
    )
    return f"{words['head']}\n{contents}\n\n{''.join(chapters)}## {words['common']}\n\n{lines}\n{words['foot']}\n"


def opdrachten() -> str:
    """The reference of the commands in Dutch."""
    return commands("nl")


def _leaves(group: Any) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by all its words."""
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {each}", leaf) for each, leaf in inner.items())


def _options(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "option"]


def _signature(option: Any) -> str:
    return f"{option.opts[0]} {option.help}"


def _first(command: Any) -> str:
    """The first sentence of a command's help."""
    first, *_ = str(command.help).split("\n\n")
    return " ".join(first.split())


def _chapter(name: str, command: Any, common: set[str], words: Mapping[str, Any]) -> str:
    text, _, example = str(command.help).partition(words["example"])
    paragraphs = "\n\n".join(" ".join(each.split()) for each in text.strip().split("\n\n"))
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    lines = [f"## reportgen {name}\n\n{paragraphs}\n\n```sh\n{' '.join(example.split())}\n```\n\n"]
    for each in arguments:
        lines.append(f"- `{each.make_metavar(_context(command))}`: {each.help}\n")
    options = _options(command)
    lines += [_line(command, each, words) for each in options if _signature(each) not in common]
    if shared := [f"`{each.opts[0]}`" for each in options if _signature(each) in common]:
        lines.append(f"- {words['also'].format(options=', '.join(shared), anchor=words['anchor'])}\n")
    return "".join(lines) + "\n"


def _line(command: Any, option: Any, words: Mapping[str, Any]) -> str:
    usage, said = option.get_help_record(_context(command))
    usage = usage.replace("<%Y-%m-%dT%H:%M|%Y-%m-%dT%H:%M:%S>", "2018-12-03T08:00").replace(" <int range>", " N")
    for kind, shown in (("int", "N"), ("getal", "N"), *((each, words["text"]) for each in ("str", "tekst"))):
        usage = usage.replace(f" <{kind}>", f" {shown}")
    for kind in ("path", "pad"):
        usage = usage.replace(f" <{kind}>", f" {words['path']}")
    return f"- `{usage}`: {' '.join(said.split()).replace(*words['cores'])}\n"


def _context(command: Any) -> Any:
    return command.context_class(command, info_name=command.name)


PAGES = {"event-toml.md": event_toml, "commands.md": commands, "opdrachten.md": opdrachten}


def main() -> int:
    """Writes the pages anew; with ``--check`` only tells which are stale, as the exit code too."""
    stale = [name for name, page in PAGES.items() if not _is(DOCS / name, page())]
    for name in stale:
        if "--check" not in sys.argv:
            (DOCS / name).write_text(PAGES[name](), "utf-8")
        print(f"docs/{name} {'is stale: make docs' if '--check' in sys.argv else 'is written'}")
    return 1 if stale and "--check" in sys.argv else 0


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
