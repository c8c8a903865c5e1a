"""Pages look as they did: packs of the examples as pictures, beside those that are kept in tests/pictures.

After a change of pages that is meant, look at the new pictures and keep them with: make pictures
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from usecases.command_line import asked

from reportgen.render.pdf.contact_sheet import SheetRow, contact_sheet

EXAMPLES = Path(__file__).parents[2] / "data" / "events"
KEPT = Path(__file__).parents[1] / "pictures"
KEEPING = "KEEP_PICTURES"
"""The variable of the environment by which new pictures are kept."""

PACKS = {
    "2018-12-10-diversiteit-door-migratie": ("2018-12-03T08:00", (1, 16, 61)),
    "2027-03-18-wonen-en-vergrijzing": ("2027-03-11T08:00", (3, 12, 6)),
}
"""Moment, and participants: a city, a border town, the biggest city; then one with sessions, who leads one, a guest."""

BLOCK, STRONG, FEW = 8, 20, 6
"""Side of a block in pixels; from which mean difference (of 255) it looks different; how many such blocks may be.

Fonts are drawn a little differently by other versions of the libraries, which blurred pictures do not show.
"""


def _in_few_greys(picture: Image.Image) -> Image.Image:
    """A picture in sixteen even greys, which takes a third of the room."""
    return picture.convert("L").point([round(grey / 17) * 17 for grey in range(256)])


def _blocks(picture: Image.Image) -> np.ndarray:
    blurred = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(1.5)), dtype=float)
    height, width = (side // BLOCK * BLOCK for side in blurred.shape)
    return blurred[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).mean((1, 3))


def different_blocks(kept: Image.Image, now: Image.Image) -> list[tuple[int, int]]:
    """Row and column of every block in which two pictures look different; all where their sizes differ."""
    if kept.size != now.size:
        return [(row, column) for row in range(now.height // BLOCK) for column in range(now.width // BLOCK)]
    return [(int(row), int(column)) for row, column in np.argwhere(np.abs(_blocks(kept) - _blocks(now)) > STRONG)]


def _marked(kept: Image.Image, now: Image.Image, blocks: list[tuple[int, int]]) -> Image.Image:
    """What was kept above what is there now, the different blocks of that in red."""
    shown = now.convert("RGB")
    for row, column in blocks:
        box = (column * BLOCK, row * BLOCK, (column + 1) * BLOCK, (row + 1) * BLOCK)
        shown.paste(Image.blend(shown.crop(box), Image.new("RGB", (BLOCK, BLOCK), "red"), 0.5), box)
    both = Image.new("RGB", (max(kept.width, now.width), kept.height + now.height), "white")
    both.paste(kept.convert("RGB"), (0, 0))
    both.paste(shown, (0, kept.height))
    return both


@pytest.mark.parametrize("event", PACKS)
def test_pages_look_as_those_that_are_kept(event: str, tmp_path: Path) -> None:
    now, numbers = PACKS[event]
    options = ("--now", now, "--output", str(tmp_path))
    assert asked("preview", str(EXAMPLES / event), *map(str, numbers), "--contact-sheet", *options).code in (0, 1)
    folder, differing = tmp_path / "preview" / event, []
    assert (folder / "contact-sheet.png").stat().st_size > 100_000
    for number in numbers:
        (path,) = folder.glob(f"{number:04d}-*.pdf")
        name = f"{event}-{number:04d}.png"
        picture = _in_few_greys(Image.open(BytesIO(contact_sheet([SheetRow(path.stem, path.read_bytes())]))))
        if os.environ.get(KEEPING):
            KEPT.mkdir(exist_ok=True)
            picture.save(KEPT / name, optimize=True)
            continue
        kept = Image.open(KEPT / name)
        if len(blocks := different_blocks(kept, picture)) > FEW:
            _marked(kept, picture, blocks).save(tmp_path / f"different-{name}")
            differing.append(f"{len(blocks)} blocks of {name} look different: see {tmp_path / f'different-{name}'}")
    assert differing == []


def test_a_word_that_changed_is_seen_and_a_line_that_moved_by_less_than_a_pixel_is_not() -> None:
    kept = Image.open(next(KEPT.glob("*.png"))).convert("L")
    shifted = kept.resize((kept.width * 2, kept.height * 2)).transform(
        (kept.width, kept.height), Image.Transform.AFFINE, (2, 0, 0.6, 0, 2, 0)
    )
    assert len(different_blocks(kept, shifted)) <= FEW
    covered = kept.copy()
    covered.paste(255, (60, 120, 160, 150))  # the name of the municipality on page one
    assert len(different_blocks(kept, covered)) > FEW


def test_a_picture_of_another_size_is_different_everywhere() -> None:
    one, other = Image.new("L", (80, 80)), Image.new("L", (80, 160))
    assert len(different_blocks(one, other)) == 200
