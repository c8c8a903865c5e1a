"""The floors of the house: an import points down, never sideways between rooms, never up."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

import pytest
from house.modules import ROOT, Module, house

DOORS = {
    "cli",
    "desk",
    "foreseeing",
    "show",
    "show_letters",
    "show_progress",
    "show_rehearsal",
    "terminal",
    "scheduler",
    "web",
    "__main__",
}
JOURNEYS = {
    "pipeline",
    "gathering",
    "adopting",
    "clearing",
    "looking_back",
    "readying",
    "remembering",
    "recollecting",
    "knowing",
    "asking",
    "checking",
    "examining",
    "explaining",
    "listing",
    "archiving",
    "collecting",
    "reporting",
    "forgetting",
    "rebuilding",
    "holding",
    "moving",
    "refreshing",
    "sealing",
    "sending",
    "matching",
    "reading_ahead",
    "verifying",
    "inspecting",
    "recognizing",
    "releasing",
    "trying",
    "rehearsing",
    "mending",
    "telling",
    "hearing",
    "printing_ahead",
    "looking_ahead",
    "starting",
}
ROOMS = {"sources", "render", "mail", "records"}
BESIDE = {"config", "event_file", "event_folder", "zone", "house", "errors", "breaking"}
GROUND = {"domain"}

ALLOWED: dict[str, set[str]] = {
    **dict.fromkeys(DOORS, DOORS | JOURNEYS | ROOMS | BESIDE | GROUND),
    **dict.fromkeys(JOURNEYS, JOURNEYS | ROOMS | BESIDE | GROUND),
    **{room: {room, "errors"} | GROUND for room in ROOMS},
    "config": {"errors", "event_file", "event_folder", "zone"} | GROUND,
    "event_folder": {"errors"} | GROUND,
    "house": GROUND,
    "event_file": {"zone"} | GROUND,
    "zone": set(),
    "errors": set(),
    "breaking": {"errors"},
    "domain": GROUND,
    "": set(),
}
"""What may be imported where, by the place of a module; the house itself, ``reportgen``, imports nothing."""

HOMES: dict[str, set[str]] = {
    # Lists and figures
    "pandas": {"sources"},
    "cbsodata": {"sources"},
    "requests": {"sources"},
    "tenacity": {"sources"},
    "rapidfuzz": {"sources"},
    "email_validator": {"sources"},
    # Paper
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "weasyprint": {"render"},
    "pydyf": {"render"},
    "cssselect2": {"render"},
    "pyphen": {"render"},
    "babel": {"render"},
    "pikepdf": {"render"},
    "fontTools": {"render"},
    "page": {"render"},
    "xlsxwriter": {"render"},
    "PIL": {"render"},
    "pypdfium2": {"render"},
    "distributed": {"render"},
    # Mail
    "email": {"mail"},
    "smtplib": {"mail"},
    "imaplib": {"mail"},
    "mailbox": {"mail"},
    "icalendar": {"mail"},
    "dns": {"mail"},
    "aiosmtpd": {"mail"},
    # Memory
    "sqlite3": {"records"},
    "fcntl": {"records"},
    # Doors
    "schedule": {"scheduler"},
    "typer": {"cli"},
    "rich": {"show", "show_letters", "show_progress", "terminal"},
    "starlette": {"web"},
    "argon2": {"web"},
    "uvicorn": {"web"},
    "python_multipart": {"web"},
    # Whoever reads a TOML file that people write
    "tomlkit": {"event_file"},
    # Whoever reads a file that the program wrote itself
    "msgspec": {"knowing", "sources.snapshots", "sources.kept", "sources.groupings"},
    "pydantic": {"config", "event_file"},
}
"""The one place of each library from outside, and of those of Python itself that reach out of the process."""

PURE = {
    *("__future__", "abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions"),
    *("functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "statistics", "string", "types"),
    *("typing", "unicodedata"),
}
"""What the domain may use: nothing that knows files, processes, networks, chance or the time."""

CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}


def faults_in(modules: Sequence[Module]) -> list[str]:
    """Every import and every look at the clock that the plan of the house forbids."""
    return [fault for module in modules for fault in (*_wrong_imports(module), *_clocks(module))]


def _wrong_imports(module: Module) -> Iterator[str]:
    within = module.name.partition(".")[2]
    if module.place not in ALLOWED:
        yield f"{module.name} is on no floor"
        return
    for name in sorted(set(module.imports())):
        top, _, rest = name.partition(".")
        if top == "reportgen":
            place = rest.partition(".")[0]
            if place and place not in ALLOWED[module.place] and place in ALLOWED:
                yield f"{module.name} imports {name}"
        elif top in HOMES:
            if not any(within == home or within.startswith(f"{home}.") for home in HOMES[top]):
                yield f"{module.name} imports {name}, whose home is {', '.join(sorted(HOMES[top]))}"
        elif top not in sys.stdlib_module_names:
            if not (module.place == "render" and top.startswith("font_source_")):
                yield f"{module.name} imports {name}, which has no home"
        elif module.place in GROUND and top not in PURE:
            yield f"{module.name} imports {name}, and the domain knows no such thing"


def _clocks(module: Module) -> Iterator[str]:
    if module.place in DOORS:
        return
    used = set(module.attributes())
    yield from (f"{module.name} looks at the clock with .{each}" for each in sorted(used & CLOCKS))
    timed = {name for name in module.imports() if name.partition(".")[0] == "time"}
    if timed and timed != {"time", "time.sleep"}:
        yield f"{module.name} imports {max(timed)}"


def _circle(modules: Sequence[Module]) -> list[str]:
    """Modules that import each other in a circle; the packages around them left out."""
    names = {module.name for module in modules}
    waiting = {module.name: (set(module.imports()) & names) - {module.name} for module in modules}
    while free := [name for name, needed in waiting.items() if not needed & waiting.keys()]:
        for name in free:
            del waiting[name]
    return sorted(waiting)


def test_no_module_imports_what_its_floor_forbids_or_asks_the_clock() -> None:
    assert faults_in(house()) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert _circle(house()) == []


def test_every_module_of_the_house_is_looked_at() -> None:
    places = {module.place for module in house()}
    assert places >= {"cli", "pipeline", "domain", "config", "errors"} | ROOMS


def test_the_readme_draws_the_floors_that_hold() -> None:
    lines = [re.split(r" {2,}", line) for line in (ROOT / "README.md").read_text("utf-8").splitlines()]
    drawn = {line[0]: set(line[1].split()) for line in lines if line[0] in ("doors", "journeys", "rooms", "ground")}
    places = {module.place for module in house()} - {""}
    assert drawn["doors"] == DOORS & places
    assert drawn["journeys"] == JOURNEYS
    assert drawn["rooms"] == ROOMS
    assert drawn["ground"] >= GROUND


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("reportgen.domain.x", "from reportgen.errors import SourceError", "domain.x imports reportgen.errors"),
        ("reportgen.domain.x", "from reportgen.sources import cbs", "domain.x imports reportgen.sources"),
        ("reportgen.domain.x", "from reportgen import config", "domain.x imports reportgen.config"),
        ("reportgen.domain.x", "from .. import pipeline", "domain.x imports reportgen.pipeline"),
        ("reportgen.domain.x", "from ..mail.letter import read", "domain.x imports reportgen.mail.letter"),
        ("reportgen.domain.x", "import pandas as pd", "domain.x imports pandas"),
        ("reportgen.domain.x", "from pathlib import Path", "domain.x imports pathlib"),
        ("reportgen.domain.x", "def f():\n    import os.path", "domain.x imports os.path"),
        ("reportgen.domain.x", "import sqlite3", "domain.x imports sqlite3"),
        ("reportgen.domain.x", "import random", "domain.x imports random"),
        ("reportgen.domain.x", "import httpx", "domain.x imports httpx, which has no home"),
        ("reportgen.domain.x", "from datetime import date\nd = date.today()", "domain.x looks at the clock"),
        ("reportgen.domain.x", "import datetime as d\nclock = d.datetime.now", "domain.x looks at the clock"),
        ("reportgen.render.x", "from reportgen.mail import letter", "render.x imports reportgen.mail"),
        ("reportgen.mail.x", "from reportgen.records.ledger import Ledger", "mail.x imports reportgen.records"),
        ("reportgen.sources.x", "from reportgen.config import ZONE", "sources.x imports reportgen.config"),
        ("reportgen.records.x", "import reportgen.pipeline", "records.x imports reportgen.pipeline"),
        ("reportgen.records.x", "from time import time", "records.x imports time.time"),
        ("reportgen.records.x", "import time", "records.x imports time"),
        ("reportgen.pipeline", "from reportgen.cli import app", "pipeline imports reportgen.cli"),
        ("reportgen.pipeline", "import sqlite3", "pipeline imports sqlite3, whose home is records"),
        ("reportgen.pipeline", "import typer", "pipeline imports typer, whose home is cli"),
        ("reportgen.pipeline", "from datetime import datetime\nnow = datetime.now()", "pipeline looks at the clock"),
        ("reportgen.sources.x", "import pydantic", "sources.x imports pydantic, whose home is"),
        ("reportgen.sources.x", "from email.message import Message", "sources.x imports email.message"),
        ("reportgen.config", "from reportgen.gathering import House", "config imports reportgen.gathering"),
        ("reportgen.errors", "from reportgen.domain.event import Event", "errors imports reportgen.domain"),
        ("reportgen.attic", "", "attic is on no floor"),
        ("reportgen.mail.x", "__import__('pandas')", "mail.x imports pandas"),
        ("reportgen.mail.x", "import importlib\nimportlib.import_module('pandas.io')", "mail.x imports pandas.io"),
    ],
)
def test_the_rule_bites(name: str, text: str, fault: str) -> None:
    assert any(each.startswith(f"reportgen.{fault}") for each in faults_in([Module(name, text)]))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reportgen.domain.x", "from reportgen.domain.event import Event\nfrom datetime import date"),
        ("reportgen.render.x", "from reportgen.render import dutch\nimport jinja2, font_source_sans_pro"),
        ("reportgen.mail.smtp", "import smtplib, ssl\nfrom reportgen.errors import MailError"),
        ("reportgen.sources.snapshots", "import msgspec"),
        ("reportgen.pipeline", "from reportgen.mail import letter\nfrom reportgen import config"),
        ("reportgen.records.x", "from time import sleep"),
        ("reportgen.scheduler", "import schedule\nfrom datetime import datetime\nnow = datetime.now()"),
        ("reportgen.web.app", "import starlette\nfrom reportgen import pipeline"),
    ],
)
def test_the_rule_lets_what_belongs_pass(name: str, text: str) -> None:
    assert faults_in([Module(name, text)]) == []


def test_a_circle_is_seen() -> None:
    one = Module("reportgen.mail.one", "from reportgen.mail.two import x")
    two = Module("reportgen.mail.two", "from reportgen.mail import one")
    three = Module("reportgen.mail.three", "from reportgen.mail import one")
    assert _circle([one, two]) == ["reportgen.mail.one", "reportgen.mail.two"]
    assert _circle([three, Module("reportgen.mail.one", "")]) == []
