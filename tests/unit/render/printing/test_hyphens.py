"""The patterns that break Dutch words are those of the library, read or from stock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyphen
import pytest

from reportgen.render.printing import hyphens
from reportgen.render.printing.part_cache import PartCache

DUTCH = pyphen.LANGUAGES["nl"]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing was read in this process yet; put back afterwards."""
    monkeypatch.setattr(pyphen, "hdcache", {})
    before = list(hyphens.patterns._there)
    hyphens.patterns._there.clear()
    yield
    hyphens.patterns._there[:] = before


def _as_read() -> dict[str, object]:
    """The patterns as the library reads them; a value may carry more than a number, which would be lost."""
    read = pyphen.HyphDict(DUTCH)
    assert {type(value) for _, values in read.patterns.values() for value in values} == {int}
    return vars(read)


@pytest.mark.usefixtures("unread")
def test_they_are_those_that_the_library_reads() -> None:
    hyphens.read_hyphens()
    assert vars(pyphen.hdcache[DUTCH]) == _as_read()
    assert pyphen.Pyphen(lang="nl").inserted("lettergrepen") == "let-ter-gre-pen"


@pytest.mark.usefixtures("unread")
def test_from_stock_they_are_the_same_and_the_library_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, read = PartCache(tmp_path, 100), _as_read()
    hyphens.read_hyphens(stock)
    hyphens.patterns._there.clear()
    pyphen.hdcache.clear()
    monkeypatch.setattr(pyphen.HyphDict, "__init__", lambda *_: pytest.fail("it is read again"))
    hyphens.read_hyphens(stock)
    assert vars(pyphen.hdcache[DUTCH]) == read
    assert pyphen.Pyphen(lang="nl_NL").inserted("gemeente") == "ge-meen-te"


@pytest.mark.usefixtures("unread")
def test_what_the_library_read_already_stays() -> None:
    there = pyphen.Pyphen(lang="nl").hd
    hyphens.read_hyphens()
    assert pyphen.hdcache[DUTCH] is there
    assert not hyphens.patterns._there
