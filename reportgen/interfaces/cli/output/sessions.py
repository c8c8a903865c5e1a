"""Terminal output of sessions: who goes where, how full each is, and which wishes were met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.application.sessions.load_sessions import LoadedSessions
from reportgen.application.sessions.move_session import MovePreview
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.programme.assignment import Assignment, Missed, Why
from reportgen.domain.programme.occupancy import Occupancy, occupancy, wish_counts
from reportgen.domain.programme.rounds import Round, Slot, session_name, sessions_by_slot
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.wish import wishes_text
from reportgen.i18n.message import Message, joined, named, said
from reportgen.interfaces.cli.output.runs import finding_json
from reportgen.interfaces.cli.output.terminal import console, plain_text, say, say_counted, table_of
from reportgen.interfaces.language import here, language
from reportgen.render.content.finding_texts import objective_text

RANKS = {1: said("first"), 2: said("second"), 3: said("third")}

SHOWN = 5
"""People without a session who are shown by name; JSON has them all."""


def show_sessions(loaded: LoadedSessions, participant: int | None) -> None:
    """Shows every session with its people, and how many wishes were met.

    Args:
        participant: show only what concerns this one.
    """
    plan = loaded.plan
    if not plan.rounds:
        say("The programme has no rounds: give it a column Ronde.")
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
        say("all rounds, wishes met: {counts}", counts=list(_counts_text(plan, plan.rounds)))
    say(_proof_text(plan.assignment))


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
        old, new = (titles.get(Slot(each.round, key), key) or here(said("no session")) for key in (each.old, each.new))
        name = full_name(people[each.number].name)
        facts = {"number": each.number, "name": name, "round": each.round, "old": old, "new": new}
        if each.told:
            say("{number:04d} {name}, round {round}: {old} → {new} (was told the first)", **facts)
        else:
            say("{number:04d} {name}, round {round}: {old} → {new}", **facts)
    if not preview.changes:
        say("Nothing changes: that is where they go.")
    if preview.packs:
        numbers = ", ".join(f"{each:04d}" for each in sorted(preview.packs))
        say_counted(
            len(preview.packs),
            "{count} pack to make again: {numbers}",
            "{count} packs to make again: {numbers}",
            numbers=numbers,
        )
    if preview.older_lists:
        numbers = ", ".join(f"{each:04d}" for each in sorted(preview.older_lists))
        say("an older list of who attends what they lead stays with: {numbers}", numbers=numbers)
    if preview.crowded:
        say("The session gets more people than fit.")
    if preview.meant_for:
        say("The session is for others: {meant_for}", meant_for=", ".join(preview.meant_for))


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
    table = table_of("session", "room", "people", "minimum", "first wishes", "led by")
    for one in occupancy(loaded.plan):
        if one.slot.round != each.label:
            continue
        session = one.session
        leader, people = session.leader or "–", said("{count}", count=len(one.people))
        if one.dropped:
            people = said("does not take place")
        elif session.capacity is not None:
            people = said("{count} of {capacity}", count=len(one.people), capacity=session.capacity)
        table.add_row(
            plain_text(session_name(session)),
            plain_text(session.room or "–"),
            here(people),
            str(session.minimum or "–"),
            str(one.wanted),
            plain_text(leader),
        )
    say("[bold]{name}[/] from {start}", name=each.name, start=each.start)
    console.print(table)
    say("wishes met: {counts}", counts=list(_counts_text(loaded.plan, [each])))
    if nobody := loaded.plan.assignment.without_session(each.label):
        names: list[str] = [f"{number:04d} {full_name(loaded.participants[number].name)}" for number in nobody[:SHOWN]]
        if len(nobody) > SHOWN:
            names.append(said("and {count} more", count=len(nobody) - SHOWN))
        say(
            "[yellow]without a session ({count}):[/] {names}",
            count=len(nobody),
            names=names,
        )


def _proof_text(assignment: Assignment) -> Message:
    short = next((each for each in assignment.reached if not each.proven), None)
    if short is None:
        return said("The assignment is proven to be the best.")
    return said(
        "The assignment is not proven to be the best: of '{objective}' it reaches {value}, "
        "and nobody can reach more than {bound}.",
        objective=objective_text(short.name, language()),
        value=short.value,
        bound=short.bound,
    )


def _counts_text(plan: SessionPlan, rounds: Sequence[Round]) -> Iterator[Message]:
    counts = wish_counts(plan, rounds)
    for rank, count in counts.by_rank.items():
        yield said("{rank} {count}", rank=RANKS.get(rank) or said("number {rank}", rank=rank), count=count)
    for what, count in (
        (said("none of theirs"), counts.unmet),
        (said("no wish said"), counts.unsaid),
        (said("leading"), counts.leading),
        (said("without a session"), counts.nowhere),
    ):
        if count:
            yield said("{what} {count}", what=what, count=count)


def _show_people(loaded: LoadedSessions, participant: int | None) -> None:
    plan, titles = loaded.plan, _titles(loaded.plan)
    for each in plan.assignment.placements:
        if participant not in (None, each.number):
            continue
        if participant is None and each.session and each.why is not Why.FREE:
            continue
        person = loaded.participants[each.number]
        given = titles[each.slot] if each.session else said("no session")
        what = said(
            "{number:04d} {name}, round {round}", number=each.number, name=full_name(person.name), round=each.round
        )
        wish = said("{session} (wish {rank})", session=given, rank=each.rank) if each.rank is not None else given
        missed = joined(_missed_text(one, titles, each.round) for one in each.missed)
        if each.missed:
            say("{what}: {session} – not {missed}", what=what, session=wish, missed=missed)
        else:
            say("{what}: {session}", what=what, session=wish)
    if participant is None:
        shown = sum(each.why in (Why.FREE, Why.NONE) for each in plan.assignment.placements)
        total = len(plan.assignment.placements)
        say_counted(
            total - shown,
            "{count} other place: see --participant, or --format json for all.",
            "{count} other places: see --participant, or --format json for all.",
        )


def _missed_text(missed: Missed, titles: Mapping[Slot, str], label: str) -> Message:
    titled = [titles.get(Slot(label, key), key) for key in missed.wish.sessions]
    return said("{sessions}: {why}", sessions="/".join(titled), why=named("why-not", missed.why))


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
