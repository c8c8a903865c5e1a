"""Two letters to one participant beside each other: the pages of their packs, their texts and their calendars."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.delivery.letter_view import calendar_beside
from reportgen.domain.pack.page_words import Box, PagePair, PageWords, page_pairs
from reportgen.domain.text_differences import TextChange, TextPiece, text_pieces
from reportgen.mail.calendar_changes import CalendarChange, EntryChange
from reportgen.mail.letter_reader import ParsedLetter
from reportgen.render.pdf.page_images import drawing_differences
from reportgen.render.pdf.page_words import page_words


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """A page of the earlier pack beside that of the later one.

    Attributes:
        before, after: the pages; None where a pack has no such page.
        drawn: where a page with the same words looks different; None where it does not, or was not looked at.
    """

    pair: PagePair
    before: PageWords | None
    after: PageWords | None
    drawn: Box | None = None

    @property
    def removed(self) -> tuple[Box, ...]:
        """The places of words of the earlier page that are not on the later one."""
        return tuple(box for each in self.pair.changes for box in each.removed)

    @property
    def added(self) -> tuple[Box, ...]:
        """The places of words of the later page that were not on the earlier one."""
        return tuple(box for each in self.pair.changes for box in each.added)

    @property
    def is_same(self) -> bool:
        """Whether nothing is different but perhaps the places of words."""
        return self.pair.has_same_words and self.drawn is None


@dataclass(frozen=True, slots=True)
class LetterComparison:
    """Two letters beside each other.

    Attributes:
        pages: those of the packs, in order; without any where one of both letters has no pack.
        subject, text: the pieces of both.
        calendar: what the later one says beside the earlier one; None where a file cannot be read.
    """

    pages: tuple[ComparedPage, ...]
    subject: tuple[TextPiece, ...]
    text: tuple[TextPiece, ...]
    calendar: tuple[CalendarChange, ...] | None

    @property
    def has_other_text(self) -> bool:
        """Whether subject or text of the letters differ."""
        return any(each.change is not TextChange.SAME for each in (*self.subject, *self.text))

    @property
    def has_other_calendar(self) -> bool:
        """Whether the calendars differ, as far as they can be read."""
        return any(each.change is not EntryChange.SAME for each in self.calendar or ())


def compare_letters(before: ParsedLetter, after: ParsedLetter) -> LetterComparison:
    """An earlier letter beside a later one.

    Raises:
        RenderingError: a pack cannot be read.
    """
    return LetterComparison(
        _pages(before.pack, after.pack) if before.pack and after.pack else (),
        text_pieces(before.subject, after.subject),
        text_pieces(before.text, after.text),
        calendar_beside(before, after),
    )


def _pages(before: bytes, after: bytes) -> tuple[ComparedPage, ...]:
    """The pages of two packs; where all words of a page are the same and in their places, its drawing is compared."""
    was, now = page_words(before), page_words(after)
    pairs = page_pairs(was, now)
    still = [(each.before, each.after) for each in pairs if each.has_same_words and not each.moved]
    drawn = drawing_differences(before, after, still) if before != after else {}
    return tuple(
        ComparedPage(
            each,
            was[each.before - 1] if each.before else None,
            now[each.after - 1] if each.after else None,
            drawn.get((each.before, each.after)),
        )
        for each in pairs
    )
