"""The design digest changes with everything that makes a page what it is, and with nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import design
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.parts import Part
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.printing.versions import printer_versions

Packs = Mapping[str, tuple[Part, ...]]


def _fingerprints(parts: tuple[Part, ...]) -> dict[PartKind, str]:
    return {part.kind: part.fingerprint for part in parts}


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The templates in a folder of the test's own."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    monkeypatch.setattr(design, "TEMPLATES", folder)
    design.design_digest.cache_clear()
    yield folder
    monkeypatch.undo()
    design.design_digest.cache_clear()


@pytest.mark.parametrize("file", ["words.toml", "pack/cover.html", "pack/macros.html", "style/page.css"])
def test_another_template_style_or_word_is_another_design(templates: Path, leader: tuple[Part, ...], file: str) -> None:
    before = _fingerprints(leader)
    path = templates / file
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    design.design_digest.cache_clear()
    after = _fingerprints(leader)
    assert all(before[kind] != after[kind] for kind in PartKind)
    assert [part.digest().content for part in leader] == [part.content_digest for part in leader]


def test_another_module_that_prints_is_another_design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "render"
    shutil.copytree(design.RENDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    design.design_digest.cache_clear()
    before = design.design_digest()
    monkeypatch.setattr(design, "RENDER", folder)
    design.design_digest.cache_clear()
    assert design.design_digest() == before
    modules = sorted(folder.rglob("*.py"))
    assert {path.parent.name for path in modules} >= {"render", "content", "pdf", "printing"}
    digests = {before}
    for path in modules:
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        design.design_digest.cache_clear()
        digests.add(design.design_digest())
    assert len(digests) == len(modules) + 1
    modules[-1].rename(folder / "elsewhere.py")
    design.design_digest.cache_clear()
    assert design.design_digest() not in digests
    monkeypatch.undo()
    design.design_digest.cache_clear()


def test_another_title_of_packs_is_another_design() -> None:
    assert design.design_digest(replace(BRIEFING, title="Anders")) != design.design_digest()


def test_the_words_of_findings_and_letters_are_not_in_the_design_of_a_pack(templates: Path) -> None:
    before = design.design_digest()
    for file in ("findings.toml", "mail/letter.txt"):
        (templates / file).write_text("anders", "utf-8")
    design.design_digest.cache_clear()
    assert design.design_digest() == before


@pytest.mark.parametrize("file", ["pack/.cover.html.swp", "pack/cover.html~", "style/.DS_Store"])
def test_what_an_editor_leaves_beside_the_templates_is_not_design(templates: Path, file: str) -> None:
    before = design.design_digest()
    (templates / file).write_bytes(b"left behind")
    design.design_digest.cache_clear()
    assert design.design_digest() == before


def test_a_newer_printer_is_another_design(monkeypatch: pytest.MonkeyPatch) -> None:
    before = design.design_digest()
    assert {"weasyprint", "pango", "reportgen", "pikepdf"} <= printer_versions().keys()
    assert "unknown" not in printer_versions().values()
    newer = {**printer_versions(), "weasyprint": "99.0"}
    design.design_digest.cache_clear()
    monkeypatch.setattr(design, "printer_versions", lambda: newer)
    assert design.design_digest() != before
    monkeypatch.undo()
    design.design_digest.cache_clear()
    assert design.design_digest() == before
