"""The floors of the house: an import points down, never sideways between rooms, never up."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest
from house.modules import PACKAGE, Module, house

INTERFACES = {"interfaces", "__main__"}
ADAPTERS = {"sources", "render", "mail", "storage", "solver"}

ALLOWED: dict[str, set[str]] = {
    **{each: {*INTERFACES, "application", *ADAPTERS, "config", "errors", "i18n", "domain"} for each in INTERFACES},
    "application": {"application", *ADAPTERS, "config", "errors", "i18n", "domain"},
    **{adapter: {adapter, "errors", "i18n", "domain"} for adapter in ADAPTERS},
    "config": {"config", "errors", "i18n", "domain"},
    "domain": {"domain", "i18n"},
    "errors": {"i18n"},
    "i18n": set(),
    "": set(),
}
"""What may be imported where, by the top-level package of a module; ``reportgen`` itself imports nothing."""

HOMES: dict[str, set[str]] = {
    # Lists and figures
    "pandas": {"sources"},
    "cbsodata": {"sources"},
    "requests": {"sources"},
    "urllib3": {"sources"},
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
    # Sessions
    "highspy": {"solver"},
    "numpy": {"solver"},
    # Mail
    "email": {"mail"},
    "smtplib": {"mail"},
    "flufl": {"mail"},
    "imap_tools": {"mail"},
    "imaplib": {"mail"},
    "mailbox": {"mail"},
    "icalendar": {"mail"},
    "dns": {"mail"},
    "aiosmtpd": {"mail"},
    # Storage
    "sqlite3": {"storage"},
    "fcntl": {"storage"},
    # Interfaces
    "schedule": {"interfaces.scheduler"},
    "typer": {"interfaces.cli"},
    "rich": {"interfaces.cli.output"},
    "starlette": {"interfaces.web"},
    "argon2": {"interfaces.web"},
    "uvicorn": {"interfaces.web"},
    "h11": {"interfaces.web"},
    "python_multipart": {"interfaces.web"},
    # Whoever reads a TOML file that people write
    "tomlkit": {"config"},
    "pydantic": {"config"},
}
"""The one place of each library from outside, and of those of Python itself that reach out of the process."""

PURE = {
    *("__future__", "abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "difflib", "enum"),
    *("fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "statistics"),
    *("string", "types", "typing", "unicodedata"),
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
        elif module.place == "domain" and top not in PURE:
            yield f"{module.name} imports {name}, and the domain knows no such thing"


def _clocks(module: Module) -> Iterator[str]:
    if module.place in INTERFACES:
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
    assert places == {*ALLOWED}


def test_the_root_of_the_package_holds_three_files() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py", "errors.py"}


def test_no_module_is_longer_than_300_lines() -> None:
    assert [module.name for module in house() if module.text.count("\n") > 300] == []


def test_every_package_says_what_lives_in_it() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    described = {path.parent for path in PACKAGE.rglob("__init__.py") if path.read_text("utf-8").startswith('"""')}
    assert folders == described


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("reportgen.domain.x", "from reportgen.errors import SourceError", "domain.x imports reportgen.errors"),
        ("reportgen.domain.x", "from reportgen.sources import cbs", "domain.x imports reportgen.sources"),
        ("reportgen.domain.x", "from reportgen import config", "domain.x imports reportgen.config"),
        ("reportgen.domain.x", "from .. import application", "domain.x imports reportgen.application"),
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
        ("reportgen.mail.x", "from reportgen.storage.ledger.ledger import Ledger", "mail.x imports reportgen.storage"),
        ("reportgen.sources.x", "from reportgen.config.timezone import ZONE", "sources.x imports reportgen.config"),
        ("reportgen.storage.x", "import reportgen.application", "storage.x imports reportgen.application"),
        ("reportgen.storage.x", "from time import time", "storage.x imports time.time"),
        ("reportgen.storage.x", "import time", "storage.x imports time"),
        (
            "reportgen.application.x",
            "from reportgen.interfaces.cli import app",
            "application.x imports reportgen.interfaces",
        ),
        ("reportgen.application.x", "import sqlite3", "application.x imports sqlite3, whose home is storage"),
        ("reportgen.application.x", "import typer", "application.x imports typer, whose home is interfaces.cli"),
        (
            "reportgen.application.x",
            "from datetime import datetime\nnow = datetime.now()",
            "application.x looks at the clock",
        ),
        ("reportgen.sources.x", "import pydantic", "sources.x imports pydantic, whose home is"),
        ("reportgen.sources.x", "from email.message import Message", "sources.x imports email.message"),
        (
            "reportgen.config.x",
            "from reportgen.sources.cbs import tables",
            "config.x imports reportgen.sources",
        ),
        ("reportgen.errors", "from reportgen.domain.programme.event import Event", "errors imports reportgen.domain"),
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
        ("reportgen.domain.x", "from reportgen.domain.programme.event import Event\nfrom datetime import date"),
        ("reportgen.render.x", "from reportgen.render import dutch\nimport jinja2, font_source_sans_pro"),
        ("reportgen.mail.smtp", "import smtplib, ssl\nfrom reportgen.errors import MailError"),
        ("reportgen.sources.cbs.odata", "import cbsodata"),
        ("reportgen.application.x", "from reportgen.mail import letter\nfrom reportgen import config"),
        ("reportgen.storage.x", "from time import sleep"),
        ("reportgen.interfaces.scheduler", "import schedule\nfrom datetime import datetime\nnow = datetime.now()"),
        ("reportgen.interfaces.web.app", "import starlette\nfrom reportgen import application"),
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
