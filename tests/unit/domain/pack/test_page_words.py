"""Pages of two packs beside each other, and the words in which they differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.pack.page_words import Box, PageWord, PageWords, joined_boxes, page_pairs


def _page(text: str, top: float = 0.0) -> PageWords:
    """A page with words of 10 points each on one line."""
    placed = (PageWord(word, Box(12.0 * at, top, 12.0 * at + 10, top + 8)) for at, word in enumerate(text.split()))
    return PageWords(595, 842, tuple(placed))


COVER, FIGURES, TABLE = "Aan de burgemeester van Urk", "In Urk wonen 21.000 mensen", "U zit aan tafel 3 met zes anderen"


def test_a_word_that_is_another_is_marked_on_both_pages_and_told() -> None:
    (cover, table) = page_pairs(
        [_page(COVER), _page(TABLE)], [_page(COVER), _page("U zit aan tafel 4 met zes anderen")]
    )
    assert cover.has_same_words
    (change,) = table.changes
    assert (change.before, change.after) == ("3", "4")
    assert change.removed == change.added == (Box(48, 0, 58, 8),)
    assert (cover.moved, table.moved) == (False, False)


def test_words_that_stand_together_on_a_line_have_one_box_and_those_of_two_lines_two() -> None:
    line, next_line = [Box(0, 0, 10, 8), Box(12, 1, 22, 9)], [Box(0, 20, 10, 28)]
    assert joined_boxes([*line, *next_line]) == [Box(0, 0, 22, 9), Box(0, 20, 10, 28)]


def test_a_page_that_came_or_went_stands_alone() -> None:
    pages = [_page(COVER), _page(FIGURES), _page(TABLE)]
    came = page_pairs([pages[0], pages[2]], pages)
    assert [(each.before, each.after) for each in came] == [(1, 1), (0, 2), (2, 3)]
    went = page_pairs(pages, [pages[0], pages[2]])
    assert [(each.before, each.after) for each in went] == [(1, 1), (2, 0), (3, 2)]
    assert [each.has_same_words for each in went] == [True, False, True]


def test_the_same_words_elsewhere_on_the_page_are_moved_and_not_changed() -> None:
    (pair,) = page_pairs([_page(COVER)], [_page(COVER, top=30)])
    assert pair.moved
    assert pair.has_same_words


def test_without_pages_there_is_nothing_to_see() -> None:
    assert page_pairs([], []) == ()
    assert [(each.before, each.after) for each in page_pairs([], [_page(COVER)])] == [(0, 1)]


PAGES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=6).map(" ".join).map(_page), max_size=6)


@given(PAGES, PAGES)
def test_every_page_occurs_once_in_order_and_what_is_unmarked_is_the_same(
    before: list[PageWords], after: list[PageWords]
) -> None:
    pairs = page_pairs(before, after)
    assert [each.before for each in pairs if each.before] == list(range(1, len(before) + 1))
    assert [each.after for each in pairs if each.after] == list(range(1, len(after) + 1))
    for each in pairs:
        if each.before and each.after:
            was, now = before[each.before - 1].texts, after[each.after - 1].texts
            assert each.has_same_words == (was == now)


@given(PAGES)
def test_a_pack_beside_itself_has_no_difference(pages: list[PageWords]) -> None:
    pairs = page_pairs(pages, pages)
    assert all(each.has_same_words and not each.moved and each.before == each.after for each in pairs)
