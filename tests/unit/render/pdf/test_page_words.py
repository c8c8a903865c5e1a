"""Words of printed pages with their places, and pictures of pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image
from weasyprint import HTML

from reportgen.errors import RenderingError
from reportgen.render.pdf.page_images import drawing_differences, page_picture, pictures_of
from reportgen.render.pdf.page_words import page_count, page_texts, page_words


def _pdf(*pages: str) -> bytes:
    style = "<style>@page { size: A5; margin: 1cm } body { font: 12px sans-serif } div { break-after: page }</style>"
    return bytes(HTML(string=style + "".join(f"<div>{each}</div>" for each in pages)).write_pdf())


def test_each_word_has_its_place_on_its_page_from_the_upper_left_corner() -> None:
    pdf = _pdf("<p>Eén woord&shy;deel</p><p>onder</p>", "<p>twee</p>")
    first, second = page_words(pdf)
    assert first.texts == ("Eén", "woorddeel", "onder")
    assert second.texts == ("twee",)
    one, other, below = (each.box for each in first.words)
    assert one.left < one.right <= other.left
    assert one.bottom < below.top < first.height / 4
    assert [(each.width, each.height) for each in page_texts(pdf)] == [(first.width, first.height)] * 2
    assert [each.text.splitlines() for each in page_texts(pdf)] == [["Eén woorddeel", "onder"], ["twee"]]


def test_a_page_without_words_has_none() -> None:
    pdf = _pdf("<p></p>")
    assert [each.words for each in page_words(pdf)] == [()]
    assert [each.text for each in page_texts(pdf)] == [""]


def test_a_picture_is_of_the_page_that_is_asked_for_and_grows_with_the_resolution() -> None:
    pdf = _pdf("<p>een</p>", "<p>twee</p>")
    small, large = (Image.open(BytesIO(page_picture(pdf, 2, each) or b"")) for each in (40, 80))
    assert abs(large.width - 2 * small.width) <= 2
    assert list(pictures_of(pdf, 40))[1] == page_picture(pdf, 2, 40)
    assert page_count(pdf) == 2
    for number in (0, -1, 3, 10**9):
        assert page_picture(pdf, number, 40) is None


def test_what_is_no_pdf_is_refused() -> None:
    for content in (b"", b"hallo", _pdf("x")[:200]):
        for read in (page_words, page_texts, page_count, lambda pdf: page_picture(pdf, 1)):
            with pytest.raises(RenderingError):
                read(content)


def test_pages_that_only_look_different_tell_where() -> None:
    box = "<p>tekst</p><p style='background: {}; height: 2cm; margin-top: 5cm'></p>"
    pale, dark = _pdf(box.format("#ffffff"), "<p>x</p>"), _pdf(box.format("#00616b"), "<p>x</p>")
    found = drawing_differences(pale, dark, [(1, 1), (2, 2)])
    assert list(found) == [(1, 1)]
    height = found[1, 1].bottom - found[1, 1].top
    assert abs(height - 2 / 2.54 * 72) < 5


def test_many_may_look_at_once() -> None:
    pdf = _pdf(*("<p>een</p>" * 20 for _ in range(4)))
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(lambda number: page_picture(pdf, number % 4 + 1, 60), range(24)))
    assert len(set(drawn)) <= 4
    assert all(drawn)
