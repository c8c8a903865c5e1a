"""Checks of the installation: whether the fonts and templates that packs are printed with are complete."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from fontTools.ttLib import TTFont
from jinja2 import TemplateError, TemplateSyntaxError

from reportgen.domain.pack.kinds import PackKind
from reportgen.render.content.environment import environment
from reportgen.render.content.resources import FONTS, TEMPLATES
from reportgen.render.content.web_pages import web_environment

EVERY_TABLE = 2
"""fontTools's way to say that a table whose checksum differs is a fault."""

FAMILIES = {"sans": "Source Sans Pro", "serif": "Source Serif Pro"}

WORDS = ("words.toml", "findings.toml", "report.toml", "web.toml", "venue.toml")


def font_flaws(fonts: Mapping[str, Path] = FONTS) -> dict[str, str]:
    """The fonts that are missing, damaged or not what they should be: file → what is wrong."""
    checked = ((str(path), _flaw(path, FAMILIES[name.partition("-")[0]])) for name, path in fonts.items())
    return {file: flaw for file, flaw in checked if flaw}


def _flaw(path: Path, family: str) -> str:
    if not path.is_file():
        return "is not there"
    try:
        with TTFont(path, checkChecksums=EVERY_TABLE) as font:
            for table in font.reader.keys():  # noqa: SIM118 - it has the method only
                font.reader[table]
            found = font["name"].getBestFamilyName()
    except Exception as fault:  # a damaged font breaks its reader in any way
        return f"is damaged ({fault or type(fault).__name__})"
    return "" if found == family else f"is {found} instead of {family}"


def template_flaws() -> dict[str, str]:
    """Everything in the templates that cannot be read, by file and line; none is filled in."""
    flaws: dict[str, str] = {}
    for name in WORDS:
        try:
            tomllib.loads((TEMPLATES / name).read_text("utf-8"))
        except (OSError, ValueError) as fault:
            flaws[f"templates/{name}"] = _words(fault)
    if flaws:
        return flaws  # without their words templates cannot be read
    screens = "web/"
    found = [name for name in environment().list_templates(["html", "txt"]) if not name.startswith(screens)]
    found += [f"{screens}{name}" for name in web_environment().list_templates(["html"])]
    for folder in ("pack", "mail", "web"):
        if not any(name.startswith(f"{folder}/") for name in found):
            flaws[str(TEMPLATES / folder)] = "holds no templates"
    for name in found:
        try:
            if name.startswith(screens):
                web_environment().get_template(name.removeprefix(screens))
            else:
                environment().get_template(name)
        except TemplateSyntaxError as fault:
            where = name if name.startswith(screens) else fault.name or name
            flaws[f"templates/{where}, line {fault.lineno}"] = _words(fault)
        except (OSError, ValueError, TemplateError) as fault:
            flaws[f"templates/{name}"] = _words(fault)
    return flaws


def kind_flaws(kind: PackKind) -> dict[str, str]:
    """Everything in the templates of a kind of pack that cannot be read, by file and line."""
    flaws: dict[str, str] = {}
    for file, _ in kind.templates:
        name = f"{kind.name}/{file}"
        try:
            environment(kind).get_template(name)
        except TemplateSyntaxError as fault:
            flaws[f"templates/{fault.name or name}, line {fault.lineno}"] = _words(fault)
        except (RecursionError, MemoryError):
            flaws[f"templates/{name}"] = "its tags are within each other too deep"
        except Exception as fault:  # what a template holds may break its compiler in any way
            flaws[f"templates/{name}"] = f"{type(fault).__name__}: {_words(fault)}"
    return flaws


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())
