"""A part whose text does not fit as designed is set closer, and refused only when that does not help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from PIL import ImageChops

from reportgen.domain.canonical_json import canonical_json, digest
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content.pages import pages_of
from reportgen.render.content.parts import Part, deciding_digest_of
from reportgen.render.pdf.binder import bound_pack
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.pdf.pdf_part import pdf_part_in
from reportgen.render.printing import worker
from reportgen.render.printing.density import DENSITIES, NO_DAY, laid_out_part
from reportgen.render.printing.shared_objects import shared_objects
from reportgen.render.printing.whole_document import reference_pack

Packs = Mapping[str, tuple[Part, ...]]

OWNER = Identity("x.0001", "0" * 64)
INFO = DocumentInfo("Proef", "VNG", "2018-12-10")


def with_content(part: Part, **fields: Any) -> Part:
    assert isinstance(part.content, dict)
    content = {**part.content, **fields}
    marks = digest(canonical_json(content)), deciding_digest_of(content)
    return replace(part, content=content, content_digest=marks[0], deciding_digest=marks[1])


def programme(packs: Packs, times: int) -> Part:
    """A programme of one session with a note as long as this, on one page."""
    part = next(each for each in packs["GM0356"] if each.kind is PartKind.EVENT)
    assert isinstance(part.content, dict)
    day: Any = part.content["day"]
    session = {**day[0]["session"], "note": "Van het station is het tien minuten lopen. " * times}
    return with_content(part, day=[{**day[0], "session": session}])


@pytest.fixture(scope="module")
def densities(packs: Packs) -> Mapping[int, tuple[str, int]]:
    """By length of the text: the density of the page, and how many pages it became."""
    found = {}
    for times in (1, *range(120, 180, 6), 600):
        document, density = laid_out_part(programme(packs, times))
        found[times] = density, len(document.pages)
    return found


def test_a_page_that_fits_is_set_as_designed(packs: Packs, densities: Mapping[int, tuple[str, int]]) -> None:
    assert densities[1] == ("", 1)
    part = programme(packs, 1)
    pages = pages_of((part,), str(part.kind), "", NO_DAY, {part.kind: ""})
    assert pages == pages_of((part,), str(part.kind), "", NO_DAY)


def test_the_longer_the_text_the_closer_it_is_set(densities: Mapping[int, tuple[str, int]]) -> None:
    tried = [DENSITIES.index(density) for density, _ in densities.values()]
    assert tried == sorted(tried)
    assert {*tried} == {0, 1, 2}
    assert all(pages == 1 for density, pages in densities.values() if density != DENSITIES[-1])


@pytest.mark.parametrize("density", DENSITIES[1:])
def test_a_page_set_closer_is_printed_valid_and_the_same_each_time_and_in_one_go(
    packs: Packs, densities: Mapping[int, tuple[str, int]], density: str
) -> None:
    times = next(times for times, found in densities.items() if found == (density, 1))
    crowded = programme(packs, times)
    printed = worker.printed_part(crowded)
    assert printed == worker.printed_part(crowded)
    parts = [crowded if each.kind is PartKind.EVENT else each for each in packs["GM0356"]]
    whole = pypdfium2.PdfDocument(reference_pack(parts, OWNER, INFO))
    assert len(whole) == parts[0].total
    folio = crowded.folios[0][1]
    alone = bound_pack([(pdf_part_in(printed), [1])], {}, shared_objects(), OWNER, INFO)
    both = pypdfium2.PdfDocument(alone)[0], whole[folio - 1]
    drawn = [each.render(scale=1.5).to_pil().convert("L") for each in both]
    assert ImageChops.difference(*drawn).getextrema()[1] <= 40  # type: ignore[operator]  # widths of letters are rounded apart


def test_a_page_that_no_density_helps_has_smaller_type(packs: Packs, densities: Mapping[int, tuple[str, int]]) -> None:
    longest = max(times for times in densities if times < 600)
    document, density = laid_out_part(programme(packs, longest + 40))
    assert (len(document.pages), density) == (1, DENSITIES[-1])


def test_a_page_that_no_setting_helps_is_refused_with_what_to_do(packs: Packs) -> None:
    with pytest.raises(RenderingError, match=r"\d+ pages instead of 1: the text of a page does not fit") as refused:
        worker.printed_part(programme(packs, 600))
    assert refused.value.where == "event"
    assert "shorten the texts" in refused.value.todo


@pytest.mark.parametrize("density", DENSITIES[1:])
def test_no_text_of_people_gets_the_class_of_a_density(packs: Packs, density: str) -> None:
    part = with_content(packs["GM0356"][0], organisation='<section class="sheet"')
    pages = pages_of((part,), "x", "", NO_DAY, {part.kind: density})
    assert pages.html.count(density) == len(part.folios)
