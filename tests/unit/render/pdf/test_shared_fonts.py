"""What is measured of our faces is the same from stock as from the fonts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.render.pdf import shared_fonts as module
from reportgen.render.pdf.shared_fonts import FAMILIES, LETTERS, faces
from reportgen.render.printing.part_cache import PartCache


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Nothing was measured in this process yet; put back afterwards."""
    before = list(faces._there)
    faces._there.clear()
    yield
    faces._there[:] = before


@pytest.mark.usefixtures("unmeasured")
def test_from_stock_they_are_what_was_measured_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = PartCache(tmp_path, 100)
    measured = faces(stock)
    assert measured.keys() == set(FAMILIES.values())
    assert set("".join(measured["sans"].texts.values())) >= set(LETTERS) - {"\u00a0", "\u00ad"}
    faces._there.clear()
    monkeypatch.setattr(module, "TTFont", lambda *_, **__: pytest.fail("it is measured again"))
    kept = faces(stock)
    assert kept == measured
    for name, face in measured.items():
        assert [*kept[name].widths.items()] == [*face.widths.items()]
        assert [*kept[name].texts.items()] == [*face.texts.items()]
