"""Printed parts on disk: what comes out is what went in, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.printing.part_cache import PartCache

ONE, OTHER = "a" * 64, "b" * 64


@given(content=st.binary(max_size=2000))
def test_what_is_taken_is_what_was_put(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    cache = PartCache(tmp_path_factory.mktemp("stock"), 10)
    cache.put(ONE, content)
    assert cache.has(ONE)
    assert cache.take(ONE) == content
    assert (cache.has(OTHER), cache.take(OTHER)) == (False, None)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "foreign", "renamed"])
def test_what_is_damaged_foreign_or_under_another_name_is_not_taken_and_goes(tmp_path: Path, damage: str) -> None:
    cache = PartCache(tmp_path, 10)
    cache.put(ONE, b"een gedrukt deel")
    (path,) = tmp_path.glob("??/*")
    content = path.read_bytes()
    match damage:
        case "flip":
            path.write_bytes(content[:-1] + b"X")
        case "cut":
            path.write_bytes(content[:-3])
        case "empty":
            path.write_bytes(b"")
        case "foreign":
            path.write_bytes(b"%PDF-1.7")
        case "renamed":
            path.write_bytes(b"")
            cache.put(OTHER, b"een ander deel")
            (tmp_path / OTHER[:2] / OTHER).replace(path)
    assert cache.take(ONE) is None
    assert not path.exists()
    cache.put(ONE, b"opnieuw")
    assert cache.take(ONE) == b"opnieuw"


def test_beyond_its_size_it_gives_up_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = PartCache(tmp_path, 1)
    names = [f"{number:064x}" for number in range(12)]
    for age, name in enumerate(names):
        cache.put(name, bytes(100_000))
        os.utime(tmp_path / name[:2] / name, (age, age))
    assert cache.take(names[0]) is not None  # which makes it recent
    assert cache.trim() == 4
    assert [cache.has(name) for name in names] == [True, False, False, False, False, *[True] * 7]
    assert cache.trim() == 0


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "stock").write_text("no folder")
    cache = PartCache(tmp_path / "stock", 10)
    cache.put(ONE, b"x")
    assert cache.take(ONE) is None
    assert cache.trim() == 0


WRITER = """
import sys
from pathlib import Path
from reportgen.render.printing.part_cache import PartCache

cache = PartCache(Path(sys.argv[1]), 10)
for turn in range(200):
    for name in ("a" * 64, "b" * 64):
        cache.put(name, name[0].encode() * 50_000)
        taken = cache.take(name)
        assert taken == name[0].encode() * 50_000, taken and len(taken)
"""


def test_several_writers_never_see_half_a_part(tmp_path: Path) -> None:
    script = tmp_path / "writer.py"
    script.write_text(WRITER, "utf-8")
    writers = [subprocess.Popen([sys.executable, str(script), str(tmp_path / "stock")]) for _ in range(3)]
    assert [each.wait(60) for each in writers] == [0, 0, 0]
