"""Terminal output of sessions: who goes where, how full each is, and which wishes were met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from reportgen.application.sessions.load_sessions import LoadedSessions
from reportgen.application.sessions.move_session import MovePreview
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.programme.assignment import Assignment, Missed, Why
from reportgen.domain.programme.occupancy import Occupancy, occupancy, wish_counts
from reportgen.domain.programme.rounds import Round, Slot, session_name, sessions_by_slot
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.wish import wishes_text
from reportgen.interfaces.cli.output.runs import finding_json
from reportgen.interfaces.cli.output.terminal import console, counted, plain_text

RANKS = {1: "first", 2: "second", 3: "third"}

SHOWN = 5
"""People without a session who are shown by name; JSON has them all."""


def show_sessions(loaded: LoadedSessions, participant: int | None) -> None:
    """Shows every session with its people, and how many wishes were met.

    Args:
        participant: show only what concerns this one.
    """
    plan = loaded.plan
    if not plan.rounds:
        console.print("The programme has no rounds: give it a column Ronde.")
        return
    if participant is None:
        show_occupancy(loaded)
    _show_people(loaded, participant)


def show_occupancy(loaded: LoadedSessions) -> None:
    """Shows how full every session is, how many wishes were met, and who has no session."""
    plan = loaded.plan
    for each in plan.rounds:
        _show_round(each, loaded)
    if len(plan.rounds) > 1:
        console.print(f"all rounds, wishes met: {', '.join(_counts_text(plan, plan.rounds))}", soft_wrap=True)
    console.print(_proof_text(plan.assignment), soft_wrap=True)


def occupancy_json(loaded: LoadedSessions) -> dict[str, object]:
    """How full every session is, how many wishes were met, and who has no session, as JSON."""
    plan = loaded.plan
    return {
        "rounds": [
            {
                "round": each.label,
                "sessions": [_session_json(one) for one in occupancy(plan) if one.slot.round == each.label],
                "wishes": _counts_json(plan, [each]),
                "without_session": list(plan.assignment.without_session(each.label)),
            }
            for each in plan.rounds
        ],
        "wishes": _counts_json(plan, plan.rounds),
        "proven": plan.assignment.proven,
        "objectives": to_json_value(plan.assignment.reached),
    }


def sessions_json(key: str, loaded: LoadedSessions) -> dict[str, object]:
    """The sessions of an event and who attends them, as JSON."""
    plan = loaded.plan
    theirs: dict[int, list[object]] = {}
    for placement in plan.assignment.placements:
        theirs.setdefault(placement.number, []).append(to_json_value(placement))
    return {
        "event": key,
        **occupancy_json(loaded),
        "people": [
            {
                "number": number,
                "name": full_name(person.name),
                "wishes": wishes_text(plan.wishes.get(number, ())),
                "sessions": theirs.get(number, []),
            }
            for number, person in loaded.participants.items()
        ],
        "findings": [finding_json(each) for each in loaded.findings],
    }


def show_move(preview: MovePreview, people: Mapping[int, Participant]) -> None:
    """Shows what a move changes for everyone."""
    titles = _titles(preview.after.plan)
    for each in preview.changes:
        old, new = (titles.get(Slot(each.round, key), key) or "no session" for key in (each.old, each.new))
        told = " (was told the first)" if each.told else ""
        name = plain_text(full_name(people[each.number].name))
        console.print(
            f"{each.number:04d} {name}, round {plain_text(each.round)}: {plain_text(old)} → {plain_text(new)}{told}",
            soft_wrap=True,
        )
    if not preview.changes:
        console.print("Nothing changes: that is where they go.")
    if preview.packs:
        numbers = ", ".join(f"{each:04d}" for each in sorted(preview.packs))
        console.print(f"{counted(len(preview.packs), 'pack')} to make again: {numbers}", soft_wrap=True)
    if preview.older_lists:
        numbers = ", ".join(f"{each:04d}" for each in sorted(preview.older_lists))
        console.print(f"an older list of who attends what they lead stays with: {numbers}", soft_wrap=True)
    if preview.crowded:
        console.print("The session gets more people than fit.")
    if preview.meant_for:
        console.print(f"The session is for others: {plain_text(', '.join(preview.meant_for))}", soft_wrap=True)


def move_json(preview: MovePreview) -> dict[str, object]:
    """What a move changes, as JSON."""
    return {
        "number": preview.move.number,
        "round": preview.move.round,
        "session": preview.move.session,
        "crowded": preview.crowded,
        "meant_for": list(preview.meant_for),
        "changes": to_json_value(preview.changes),
        "packs": sorted(preview.packs),
        "older_lists": sorted(preview.older_lists),
    }


def _show_round(each: Round, loaded: LoadedSessions) -> None:
    headings = ("session", "room", "people", "minimum", "first wishes", "led by")
    table = Table(*headings, box=None, padding=(0, 2, 0, 0))
    for one in occupancy(loaded.plan):
        if one.slot.round != each.label:
            continue
        session = one.session
        seats = "" if session.capacity is None else f" of {session.capacity}"
        leader = session.leader or "–"
        people = "does not take place" if one.dropped else f"{len(one.people)}{seats}"
        table.add_row(
            plain_text(session_name(session)),
            plain_text(session.room or "–"),
            people,
            str(session.minimum or "–"),
            str(one.wanted),
            plain_text(leader),
        )
    console.print(f"[bold]{plain_text(each.name)}[/] from {each.start:%H.%M}")
    console.print(table)
    console.print(f"wishes met: {', '.join(_counts_text(loaded.plan, [each]))}", soft_wrap=True)
    if nobody := loaded.plan.assignment.without_session(each.label):
        names = [f"{number:04d} {plain_text(full_name(loaded.participants[number].name))}" for number in nobody[:SHOWN]]
        more = f" and {len(nobody) - SHOWN} more" if len(nobody) > SHOWN else ""
        console.print(f"[yellow]without a session ({len(nobody)}):[/] {', '.join(names)}{more}", soft_wrap=True)


def _proof_text(assignment: Assignment) -> str:
    short = next((each for each in assignment.reached if not each.proven), None)
    if short is None:
        return "The assignment is proven to be the best."
    return (
        f"The assignment is not proven to be the best: of '{short.name}' it reaches {short.value}, "
        f"and nobody can reach more than {short.bound}."
    )


def _counts_text(plan: SessionPlan, rounds: Sequence[Round]) -> Iterator[str]:
    counts = wish_counts(plan, rounds)
    for rank, count in counts.by_rank.items():
        yield f"{RANKS.get(rank, f'number {rank}')} {count}"
    for what, count in (
        ("none of theirs", counts.unmet),
        ("no wish said", counts.unsaid),
        ("leading", counts.leading),
        ("without a session", counts.nowhere),
    ):
        if count:
            yield f"{what} {count}"


def _show_people(loaded: LoadedSessions, participant: int | None) -> None:
    plan, titles = loaded.plan, _titles(loaded.plan)
    for each in plan.assignment.placements:
        if participant not in (None, each.number):
            continue
        if participant is None and each.session and each.why is not Why.FREE:
            continue
        person = loaded.participants[each.number]
        given = titles[each.slot] if each.session else "no session"
        why = "" if each.rank is None else f" (wish {each.rank})"
        missed = "; ".join(_missed_text(one, titles, each.round) for one in each.missed)
        console.print(
            f"{each.number:04d} {plain_text(full_name(person.name))}, round {plain_text(each.round)}: "
            f"{plain_text(given)}{why}{f' – not {plain_text(missed)}' if missed else ''}",
            soft_wrap=True,
        )
    if participant is None:
        shown = sum(each.why in (Why.FREE, Why.NONE) for each in plan.assignment.placements)
        total = len(plan.assignment.placements)
        console.print(f"{counted(total - shown, 'other place')}: see --participant, or --format json for all.")


def _missed_text(missed: Missed, titles: Mapping[Slot, str], label: str) -> str:
    named = [titles.get(Slot(label, key), key) for key in missed.wish.sessions]
    return f"{'/'.join(named)}: {missed.why}"


def _titles(plan: SessionPlan) -> dict[Slot, str]:
    return {slot: session_name(session) for slot, session in sessions_by_slot(plan.rounds).items()}


def _session_json(one: Occupancy) -> dict[str, object]:
    session = one.session
    return {
        "session": one.slot.session,
        "code": session.code,
        "title": session.title,
        "room": session.room,
        "start": session.start.isoformat("minutes"),
        "end": session.end.isoformat("minutes"),
        "capacity": session.capacity,
        "minimum": session.minimum,
        "leaders": list(one.leaders),
        "people": list(one.people),
        "first_wishes": one.wanted,
        "takes_place": not one.dropped,
    }


def _counts_json(plan: SessionPlan, rounds: Sequence[Round]) -> dict[str, object]:
    counts = wish_counts(plan, rounds)
    return {
        "met": {str(rank): count for rank, count in counts.by_rank.items()},
        "unmet": counts.unmet,
        "unsaid": counts.unsaid,
        "leading": counts.leading,
        "nowhere": counts.nowhere,
    }
