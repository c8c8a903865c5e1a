"""What the documentation names is there, and what is generated is up to date."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from house.documents import PAGES, Page, pages, reportgen_commands
from house.modules import ROOT

from reportgen import errors
from reportgen.config.indicator_file import IndicatorFile
from reportgen.config.schema import EventFile
from reportgen.config.subject_file import SubjectFile, subject_of
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.kinds import PAGED_LISTS
from reportgen.errors import ReportgenError
from reportgen.interfaces.cli import command_line
from reportgen.interfaces.language import OPTION

COMMANDS = typer.main.get_group(command_line()).commands

PROGRAMS = {
    *("reportgen", "make", "pytest", "ruff", "mypy", "python"),
    *("cd", "export", "git", "cp", "crontab", "systemctl", "sqlite3", "pip", "dask"),
}
"""What a reader is asked to type; each is looked at below, as far as it can be."""


# Commands


def test_every_command_is_told_in_the_reference() -> None:
    told = {words[0] for words in reportgen_commands(Page(ROOT / "docs" / "commands.md"))}
    assert told == COMMANDS.keys()


def test_every_option_that_is_mentioned_exists() -> None:
    known = {"--help", OPTION}
    todo = list(COMMANDS.values())
    while todo:
        command = todo.pop()
        todo += getattr(command, "commands", {}).values()
        known |= {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    spans = [span for page in pages() for span in page.spans]
    mentioned = {option for span in spans for option in re.findall(r"(?<!\S)--[a-z0-9-]+", span)}
    assert mentioned - known - {"--"} == set()


# Other programs


def test_only_programs_that_are_looked_at_here_are_typed() -> None:
    assert {words[0].rpartition("/")[2] for page in pages() for words in page.commands()} <= PROGRAMS


def test_every_make_target_exists() -> None:
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    targets = {target for page in pages() for words in page.commands() if words[0] == "make" for target in words[1:]}
    assert {"run", "test"} <= targets
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", *sorted(targets)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_files_that_other_programs_are_given_exist() -> None:
    given = {
        word
        for page in pages()
        for words in page.commands()
        if words[0].rpartition("/")[2] in ("cp", "crontab", "pytest", "ruff", "mypy", "python")
        for word in words[1:]
        if "/" in word and not word.startswith("/")
    }
    assert [each for each in given if not (ROOT / each.partition("::")[0]).exists()] == []


def test_units_that_are_started_exist() -> None:
    units = [words[-1] for page in pages() for words in page.commands() if words[0] == "systemctl"]
    assert units
    for unit in units:
        template, _, rest = unit.partition("@")
        instance, _, kind = rest.rpartition(".")
        assert (ROOT / "cron" / f"{template}@.{kind}").is_file()
        assert (ROOT / "data" / "events" / instance).is_dir()


def test_extras_that_are_installed_exist() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    asked_for = [
        extra
        for page in pages()
        for words in page.commands()
        if words[0].endswith("pip")
        for extra in re.findall(r"\[(\w+)\]", " ".join(words))
    ]
    assert set(asked_for) <= extras.keys()


def test_what_the_clock_starts_is_a_command_too() -> None:
    lines = (ROOT / "cron" / "reportgen.cron").read_text("utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    started = [line for line in lines if re.match(r"[\d*]", line)]
    assert len(started) == 2
    for line in started:
        words = shlex.split(line)
        start, end = words.index(".venv/bin/reportgen"), words.index(">>")
        name, event, *options = words[start + 1 : end]
        COMMANDS[name].make_context(name, [event, *options]).close()
        assert (ROOT / settings[event.removeprefix("$")]).is_dir()


# Settings


FIGURES = Page(ROOT / "docs" / "figures.md")
BLOCKS = [(page.name, block) for page in pages() for block in page.blocks("toml")]


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[f"{page}-{at}" for at, (page, _) in enumerate(BLOCKS)])
def test_settings_are_valid_in_an_event(page: str, block: str) -> None:
    event = tomllib.loads((ROOT / "templates" / "event" / "event.toml").read_text("utf-8"))
    EventFile.model_validate(_merged(event, tomllib.loads(block)))


def _merged(event: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """An event with the tables of a block in it, key by key."""
    return {
        **event,
        **{
            key: _merged(event.get(key, {}), value) if isinstance(value, dict) else value
            for key, value in block.items()
        },
    }


@pytest.mark.parametrize("block", [*FIGURES.blocks("indicator")], ids=len)
def test_an_indicator_of_the_documentation_is_valid(block: str) -> None:
    IndicatorFile.model_validate(tomllib.loads(block))


@pytest.mark.parametrize("block", [*FIGURES.blocks("subject")], ids=len)
def test_a_subject_of_the_documentation_is_valid(block: str, tmp_path: Path) -> None:
    folder = tmp_path / "subjects" / "wonen"
    folder.mkdir(parents=True)
    (folder / "subject.toml").write_text(block, "utf-8")
    assert subject_of("wonen", tmp_path).indicators


def test_every_key_of_an_indicator_and_of_a_subject_is_explained() -> None:
    blocks = FIGURES.blocks("indicator", "subject")
    told = {key for block in blocks for key in tomllib.loads(block)} | set(FIGURES.spans)
    keys = {*IndicatorFile.model_fields, *SubjectFile.model_fields}
    assert keys - {each.strip("[]") for each in told} == set()


def test_the_lists_that_pages_are_counted_by_are_told() -> None:
    rows = re.findall(r"^\| `(\w+)/….*\|(.*)\|$", Page(ROOT / "docs" / "templates.md").text, re.M)
    told = {kind: set(re.findall(r"`(\w+)`", lists)) for kind, lists in rows}
    assert told == {kind.value: set(PAGED_LISTS.get(kind, ())) for kind in PartKind}


# References


def test_generated_pages_are_as_the_program_is_now() -> None:
    generated = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
    stale = [name for name, text in generated.items() if (ROOT / "docs" / name).read_text("utf-8") != text()]
    assert stale == [], "type: make docs"


def test_the_exit_codes_are_those_of_the_errors() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d) \| ", Page(ROOT / "README.md").text, re.M)}
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ReportgenError)]
    assert told == {0, 1} | {kind.exit_code for kind in kinds}


def test_every_file_of_ours_that_is_named_exists() -> None:
    named = [
        (page.name, span)
        for page in pages()
        for span in page.spans
        if re.fullmatch(r"(data|cron|templates|reportgen|tests|benchmarks|docs)/[\w./@-]*", span)
        and not re.match(r"data/(events/2030|edition\.json|packs/|letters/|contents/)", span)
    ]
    assert named
    assert [each for each in named if not (ROOT / each[1]).exists()] == []


def test_every_link_leads_somewhere() -> None:
    known = {page.path: page.anchors() for page in pages()}
    lost = [
        (page.name, str(file), anchor)
        for page in pages()
        for file, anchor in page.links()
        if not file.exists() or (anchor and anchor not in known.get(file, set()))
    ]
    assert lost == []


def test_the_figures_that_are_told_are_those_that_are_asserted() -> None:
    totals = tomllib.loads((ROOT / "data" / "figures" / "snapshot.toml").read_text("utf-8"))["totals"]
    told = " ".join(Page(ROOT / "docs" / "figures.md").text.split())
    assert f"{totals['municipalities']} municipalities, {totals['residents']:,} residents" in told


def test_the_readme_is_short() -> None:
    assert len(Page(ROOT / "README.md").text.splitlines()) <= 150


def test_every_page_is_found_from_an_index() -> None:
    indexes = [Page(ROOT / "docs" / "README.md"), Page(ROOT / "docs" / "decisions" / "README.md"), Page(PAGES[0])]
    linked = {file for index in indexes for file, _ in index.links()} | {index.path for index in indexes}
    assert [page.name for page in pages() if page.path not in linked] == []


def test_every_decision_has_its_context_and_consequences() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        text = path.read_text("utf-8")
        assert re.match(r"# \d{4} ", text), path.name
        assert re.findall(r"^## (.*)$", text, re.M) == ["Context", "Decision", "Consequences"], path.name


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("0*.md"))]
    assert numbers == [f"{at:04d}" for at in range(1, len(numbers) + 1)]


def test_the_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
