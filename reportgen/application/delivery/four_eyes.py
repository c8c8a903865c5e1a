"""Four eyes: letters are released by somebody else than who had them made, where the event asks for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.application.delivery.four_eyes_rule import FourEyesRule, LinkUse, four_eyes_rule, plain_name, same_eyes
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Delivery
from reportgen.errors import SafetyRefusal
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Who had some letters made, and who may release them.

    Attributes:
        asked: whether who releases has to be somebody else, and until when.
        builders: who had them made, with how many of them each, most first.
        unnamed: numbers of the editions of which nobody is known to have had them made.
        same: who may be one of the builders, by plain name, as a link was used less than a day ago.
    """

    asked: FourEyesRule
    builders: tuple[tuple[str, int], ...]
    unnamed: tuple[int, ...]
    same: Mapping[str, LinkUse] = field(default_factory=dict)

    @property
    def is_required(self) -> bool:
        """Whether who releases has to be somebody else."""
        return self.asked.is_asked

    def is_builder(self, name: str) -> bool:
        """Whether this person had any of them made, however the name is written."""
        return plain_name(name) in {plain_name(builder) for builder, _ in self.builders}

    def link_of(self, name: str) -> LinkUse | None:
        """The use of a link because of which this person may be one of the builders."""
        return self.same.get(plain_name(name))

    def may_release(self, name: str) -> bool:
        """Whether this person may release them all."""
        return not self.is_required or not (self.unnamed or self.is_builder(name) or self.link_of(name))


def four_eyes_of(workspace: Workspace, letters: Sequence[Delivery]) -> FourEyes:
    """Who had letters made, and who may release them."""
    now = workspace.moment
    asked = four_eyes_rule(workspace.folder, workspace.settings.four_eyes, now)
    known = workspace.ledger.looks(workspace.key).builders()
    counts = Counter(known[each.edition] for each in letters if each.edition in known)
    unnamed = sorted({each.edition for each in letters if each.edition not in known})
    uses = [LinkUse(*each) for each in workspace.ledger.audit().joins()] if asked.is_asked else []
    return FourEyes(asked, tuple(counts.most_common()), tuple(unnamed), same_eyes(counts, uses, now, asked.since))


def releasable_builders(workspace: Workspace, letters: Sequence[Delivery], name: str) -> tuple[tuple[str, int], ...]:
    """Those builders whose letters somebody may release by themselves, with how many of them each had made."""
    known = workspace.ledger.looks(workspace.key).builders()
    theirs = {
        builder: [each for each in letters if known.get(each.edition) == builder]
        for builder, _ in four_eyes_of(workspace, letters).builders
    }
    return tuple(
        (builder, len(some)) for builder, some in theirs.items() if four_eyes_of(workspace, some).may_release(name)
    )


def refuse_own_letters(workspace: Workspace, letters: Sequence[Delivery], name: str) -> None:
    """Refuses that somebody releases letters that they had made, where the event asks for two people.

    Args:
        name: of who releases; empty for somebody whose name is not certain, as at a command line.

    Raises:
        SafetyRefusal: the event asks for two people, and this is not known to be another one.
    """
    if not letters:
        return
    found = four_eyes_of(workspace, letters)
    if found.may_release(name) and (name or not found.is_required):
        return
    where = str(workspace.folder)
    if (until := found.asked.until) is not None:
        raise SafetyRefusal(
            said(
                "{who} switched off that two people release letters, and that counts from {until}",
                who=found.asked.switched_off_by,
                until=until,
            ),
            where=where,
            todo="ask a colleague to look at them and to release them on the web page, or wait until then",
        )
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
    if (use := found.link_of(name)) and not found.is_builder(name):
        raise SafetyRefusal(
            said(
                "Letters of this event are released by two people, and {who} chose a password with a link of {inviter}",
                who=use.who,
                inviter=use.inviter,
            ),
            where=where,
            todo=said("ask another colleague, or wait until {until}: then they count as two people", until=use.until),
        )
    raise SafetyRefusal(
        said("Letters of this event are released by two people, and {name} had these made", name=name),
        where=where,
        todo="ask a colleague to look at them and to release them",
    )


def take_in_own_name(workspace: Workspace, letters: Sequence[Delivery], name: str) -> tuple[int, ...]:
    """Records somebody as who had letters made of which nobody is known to; the numbers of their editions.

    None where the event does not ask for two people.
    """
    found = four_eyes_of(workspace, letters)
    unnamed = found.unnamed if found.is_required else ()
    for edition in unnamed:
        workspace.ledger.looks(workspace.key).record_builder(edition, name, workspace.moment)
    return unnamed
