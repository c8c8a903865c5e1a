"""What is installed: every library known by version and digest, and each with a reason."""

from __future__ import annotations

import re
import tomllib

from house.modules import ROOT

LOCKED = (ROOT / "requirements.txt").read_text("utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def _entries() -> list[str]:
    """The requirements with their continuation lines joined, comments left out."""
    lines = [line for line in LOCKED.splitlines() if line.strip() and not line.strip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def _named(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _declared() -> list[str]:
    project = tomllib.loads(PROJECT)["project"]
    return [*project["dependencies"], *(each for group in project["optional-dependencies"].values() for each in group)]


def test_every_library_is_pinned_to_one_version_with_digests() -> None:
    pinned = re.compile(r"[a-z0-9._-]+==[\w.!+]+( ;[^-]+)?( +--hash=sha256:[0-9a-f]{64})+")
    assert len(_entries()) > 20
    assert [entry for entry in _entries() if not pinned.fullmatch(entry.strip())] == []


def test_no_library_is_pinned_twice() -> None:
    names = [_named(entry) for entry in _entries()]
    assert len(names) == len(set(names))


def test_the_lock_names_no_address() -> None:
    assert re.findall(r"://|--\w*index|--find-links|--trusted-host| @ |^-e|^-r", LOCKED, re.M) == []


def test_everything_that_is_declared_is_locked() -> None:
    locked = {_named(entry) for entry in _entries()}
    assert [each for each in _declared() if _named(each) not in locked] == []


def test_every_dependency_says_why_it_is_there() -> None:
    why = dict(re.findall(r'^    "([^"]+)", +# (\S.*)$', PROJECT, re.M))
    assert [each for each in _declared() if len(why.get(each, "").split()) < 2] == []


def test_no_reason_is_left_behind_by_a_dependency_that_is_gone() -> None:
    why = re.findall(r'^    "([^"]+)", +# ', PROJECT, re.M)
    assert set(_declared()) <= set(why)
    assert len(why) == len(set(why))
