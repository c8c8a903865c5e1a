"""Templates that were compiled are not compiled again; what is kept of them is never trusted beyond that."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from reportgen.render.content import compiled as module
from reportgen.render.content.compiled import compiled


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which Python would keep modules."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def _files(kept: Path) -> list[Path]:
    return sorted(kept.rglob("*.template"))


def _said(folder: Path, which: str = "pack") -> str:
    """What a template of a new process says."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=compiled(which))
    made.filters["twice"] = lambda text: text * 2
    return made.get_template("a.html").render(name="Jansen & Zn")


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from here on."""
    done: list[str] = []
    compile_ = Environment._generate

    def counting(self: Environment, source: object, name: str, *rest: object, **more: object) -> str:
        done.append(name)
        return compile_(self, source, name, *rest, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Environment, "_generate", counting)
    return done


def test_a_template_is_compiled_once(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("{{ name }} {{ 'a'|twice }}")
    done = _counted(monkeypatch)
    assert _said(tmp_path) == _said(tmp_path) == "Jansen &amp; Zn aa"
    assert done == ["a.html"]
    (tmp_path / "a.html").write_text("{{ name }}!")
    assert _said(tmp_path) == "Jansen &amp; Zn!"
    assert len(_files(kept)) == 1


def test_what_templates_call_is_part_of_what_they_are(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    done = _counted(monkeypatch)
    _said(tmp_path)
    monkeypatch.setattr(module, "design_digest", lambda: "another")
    _said(tmp_path)
    assert len(done) == 2


def test_who_compiles_otherwise_has_files_of_its_own(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    done = _counted(monkeypatch)
    _said(tmp_path, "pack")
    _said(tmp_path, "web")
    assert len(done) == len(_files(kept)) == 2


@pytest.mark.parametrize("share", [0, 0.05, 0.2, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_made_anew(kept: Path, tmp_path: Path, share: float) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    _said(tmp_path)
    path = _files(kept)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert _said(tmp_path) == "Jansen &amp; Zn"
    assert path.read_bytes() == whole


@pytest.mark.parametrize("strange", [b"nonsense", b"\x00" * 400])
def test_a_file_that_is_something_else_is_made_anew(kept: Path, tmp_path: Path, strange: bytes) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    _said(tmp_path)
    path = _files(kept)[0]
    path.write_bytes(path.read_bytes()[:16] + strange)
    assert _said(tmp_path) == "Jansen &amp; Zn"


def test_where_python_keeps_nothing_what_is_there_is_read(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    done = _counted(monkeypatch)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _said(tmp_path)
    assert not kept.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    _said(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _said(tmp_path)
    assert len(done) == 2


def test_where_nothing_can_be_kept_templates_work_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    (tmp_path / "kept").write_text("no folder")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    assert _said(tmp_path) == "Jansen &amp; Zn"
