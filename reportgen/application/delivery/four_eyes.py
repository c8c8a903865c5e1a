"""Four eyes: letters are released by somebody else than who had them made, where the event asks for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.text_words import words_of
from reportgen.errors import SafetyRefusal
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Who had some letters made, and who may release them.

    Attributes:
        is_required: whether who releases has to be somebody else.
        builders: who had them made, with how many of them each, most first.
        unnamed: numbers of the editions of which nobody is known to have had them made.
    """

    is_required: bool
    builders: tuple[tuple[str, int], ...]
    unnamed: tuple[int, ...]

    def is_builder(self, name: str) -> bool:
        """Whether this person had any of them made, however the name is written."""
        return _plain(name) in {_plain(builder) for builder, _ in self.builders}

    def may_release(self, name: str) -> bool:
        """Whether this person may release them all."""
        return not self.is_required or not (self.unnamed or self.is_builder(name))


def four_eyes_of(workspace: Workspace, letters: Sequence[Delivery]) -> FourEyes:
    """Who had letters made, and who may release them."""
    known = workspace.ledger.looks(workspace.key).builders()
    counts = Counter(known[each.edition] for each in letters if each.edition in known)
    unnamed = sorted({each.edition for each in letters if each.edition not in known})
    return FourEyes(workspace.settings.four_eyes, tuple(counts.most_common()), tuple(unnamed))


def refuse_own_letters(workspace: Workspace, letters: Sequence[Delivery], name: str) -> None:
    """Refuses that somebody releases letters that they had made, where the event asks for two people.

    Args:
        name: of who releases; empty for somebody whose name is not certain, as at a command line.

    Raises:
        SafetyRefusal: the event asks for two people, and this is not known to be another one.
    """
    found = four_eyes_of(workspace, letters)
    if not letters or not found.is_required:
        return
    where = str(workspace.folder)
    if not name:
        raise SafetyRefusal(
            "Letters of this event are released by two people, and a command does not know who types it",
            where=where,
            todo="somebody else than who had them made releases them on the web page: reportgen serve EVENT",
        )
    if found.unnamed:
        raise SafetyRefusal(
            "Letters of this event are released by two people, and nobody is known to have had these made",
            where=where,
            todo="who had them made puts them in their name on the web page, and somebody else releases them",
        )
    if found.is_builder(name):
        raise SafetyRefusal(
            said("Letters of this event are released by two people, and {name} had these made", name=name),
            where=where,
            todo="ask a colleague to look at them and to release them",
        )


def take_in_own_name(workspace: Workspace, letters: Sequence[Delivery], name: str) -> tuple[int, ...]:
    """Records somebody as who had letters made of which nobody is known to; the numbers of their editions."""
    unnamed = four_eyes_of(workspace, letters).unnamed
    for edition in unnamed:
        workspace.ledger.looks(workspace.key).record_builder(edition, name, workspace.moment)
    return unnamed


def _plain(name: str) -> str:
    """A name without what two ways to write it may differ in: capitals, accents, signs and spaces."""
    return " ".join(words_of(name))
