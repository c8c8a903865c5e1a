"""What packs share is cut once: what was kept is what was cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.render.pdf import font_subsets
from reportgen.render.pdf.fields import field_face
from reportgen.render.printing import shared_resource
from reportgen.render.printing.part_cache import PartCache
from reportgen.render.printing.shared_objects import as_bytes, furniture, furniture_in


@pytest.fixture
def nothing_there() -> Iterator[Callable[[], None]]:
    """Forgets what this process has, as often as it is called; put back afterwards."""
    shared = (furniture._there, field_face._there)
    before = [list(each) for each in shared]  # type: ignore[call-overload]  # whatever it is

    def forget() -> None:
        for each in shared:
            each.clear()

    forget()
    yield forget
    forget()
    furniture._there += before[0]
    field_face._there += before[1]


def test_it_is_cut_once_and_taken_from_stock_the_next_time(
    nothing_there: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = PartCache(tmp_path, 100)
    first = dict(furniture(stock))
    nothing_there()
    monkeypatch.setattr(font_subsets, "cut", lambda: pytest.fail("it is cut again"))
    assert furniture(stock) == first
    assert furniture() == first


def test_it_is_cut_anew_where_it_was_spoilt_or_is_of_another_design(
    nothing_there: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = PartCache(tmp_path, 100)
    first = dict(furniture(stock))
    (path,) = tmp_path.glob("??/*")
    path.write_bytes(path.read_bytes()[:-1])
    cuts = []
    monkeypatch.setattr(font_subsets, "cut", lambda: cuts.append(1) or first)
    nothing_there()
    assert furniture(stock) == first
    nothing_there()
    furniture(stock)
    assert len(cuts) == 1
    monkeypatch.setattr(shared_resource, "design_digest", lambda: "another")
    nothing_there()
    furniture(stock)
    assert len(cuts) == 2


def test_what_is_kept_says_all_of_it() -> None:
    there = furniture()
    assert 0 in there
    assert len(there) == 7
    assert furniture_in(as_bytes(there)) == there


def test_who_has_no_stock_of_its_own_fetches_it_and_puts_nothing_there(
    nothing_there: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = PartCache(tmp_path / "stock", 0)
    _fetch(stock)
    assert not any(tmp_path.iterdir())
    first, face = dict(furniture(stock)), field_face(stock)
    nothing_there()
    _fetch(stock)
    for shared in (furniture, field_face):
        monkeypatch.setattr(shared, "_make", lambda: pytest.fail("it is cut again"))
    assert furniture() == first
    assert field_face() == face


def _fetch(stock: PartCache) -> None:
    furniture.fetch(stock)
    field_face.fetch(stock)
