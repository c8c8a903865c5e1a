"""What the next build would do, and for whom: who gets a first letter, another one, or a cancellation letter."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import asdict, dataclass

from reportgen.application.build.load_event import load_event
from reportgen.application.build.plan import plan_build
from reportgen.application.lists.change_effects import HasLetter, letter_of
from reportgen.application.lists.check import NOBODY
from reportgen.application.workspace import Workspace
from reportgen.domain.pack.decisions import Keep, Print, Withdraw
from reportgen.domain.people.participant import full_name
from reportgen.render.content.difference_groups import DifferenceGroup, grouped_differences


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom the next build concerns; ``is_known`` says whether the number is theirs already."""

    number: int
    name: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class NextBuild:
    """What the next build would do.

    Attributes:
        first: who gets their first letter.
        instead: whose letter waits, and is replaced by another one.
        again: who has a letter, and gets a second one after it is released.
        withdrawn: whose pack goes, as they do not take part any more or have a fault.
        cancelled: who gets a cancellation letter after it is released.
        kept: how many packs stay as they are.
        why: what differs in the packs that are made again.
    """

    first: tuple[Concerned, ...]
    instead: tuple[Concerned, ...]
    again: tuple[Concerned, ...]
    withdrawn: tuple[Concerned, ...]
    cancelled: tuple[Concerned, ...]
    kept: int
    why: tuple[DifferenceGroup, ...]

    @property
    def does_nothing(self) -> bool:
        """Whether nobody gets anything else than they have."""
        return not (self.first or self.instead or self.again or self.withdrawn or self.cancelled)


def next_build(workspace: Workspace) -> NextBuild:
    """What a build would do now; nothing is made, and nothing recorded.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read, or the archive is damaged.
    """
    ledger = workspace.ledger
    known = {each.number: each.name for each in ledger.enrolled(workspace.people_key)}
    if not ledger.editions(workspace.key):
        return _first_build(workspace, known)
    plan = plan_build(workspace)
    deliveries = ledger.deliveries(workspace.key)
    names = known | {each.number: full_name(each.name) for each in plan.inputs.participants}
    printing = [each.number for each in plan.decisions if isinstance(each, Print)]
    has = {number: letter_of(number, deliveries) for number in printing}

    def concerned(numbers: Iterable[int]) -> tuple[Concerned, ...]:
        return tuple(Concerned(number, names.get(number, ""), number in known) for number in numbers)

    return NextBuild(
        concerned(number for number in printing if has[number] is HasLetter.NONE),
        concerned(number for number in printing if has[number] is HasLetter.WAITING),
        concerned(number for number in printing if has[number] is HasLetter.SENT),
        concerned(each.number for each in plan.decisions if isinstance(each, Withdraw)),
        concerned(each.number for each in plan.cancellations.making),
        sum(isinstance(each, Keep) for each in plan.decisions),
        grouped_differences({number: map(asdict, each) for number, each in plan.reasons.items()}),
    )


def _first_build(workspace: Workspace, known: Container[int]) -> NextBuild:
    """What the first build would do: with nothing made, there is no pack to compare those of thousands with."""
    people = load_event(workspace, only=NOBODY).context.participants
    first = tuple(Concerned(number, full_name(each.name), number in known) for number, each in people.items())
    return NextBuild(first, (), (), (), (), 0, ())
