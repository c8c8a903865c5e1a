"""Terminal output about letters: release preview, status and projection, as text or JSON."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.markup import escape

from reportgen.application.delivery.release import ReleasePreview
from reportgen.domain.delivery.participant_counts import ParticipantCounts
from reportgen.domain.delivery.projection import Projection
from reportgen.domain.delivery.rules import WindowState
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.people.attendance import Attendance, AttendanceRecord
from reportgen.interfaces.cli.output.terminal import console, counted, plain_text


def show_release_preview(preview: ReleasePreview, attendance: Mapping[int, AttendanceRecord], event: str) -> None:
    """Shows the letters that would be released: how many, of which kind, to whom, how large.

    Args:
        attendance: who does not take part any more, and why.
        event: the arguments of a command that name the event.
    """
    letters = preview.letters
    if not letters:
        return
    size = preview.size / 1_000_000
    first = ", the first of this event" if preview.is_first else ""
    wait = "letter waits" if len(letters) == 1 else "letters wait"
    console.print(f"{len(letters)} {wait}{first}; together {size:.1f} MB.")

    def is_gone(letter: Delivery) -> bool:
        record = attendance.get(letter.participant)
        return record is not None and record.state is Attendance.GONE

    if messages := preview.messages:
        console.print(f"{counted(len(messages), 'letter')} of a message to some participants.")
    if cancelled := preview.cancellations:
        cancel = "cancels" if len(cancelled) == 1 else "cancel"
        console.print(f"{len(preview.packs)} with a pack, and {len(cancelled)} that {cancel} an invitation:")
    for each in cancelled:
        why = "[yellow]gone from the list without a word: ask first[/]" if is_gone(each) else "cancelled, says the list"
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}  {why}", soft_wrap=True)
    if any(map(is_gone, cancelled)):
        back = f'reportgen resolve {event} NUMBER --withdraw --reason "..."'
        console.print(f"  to keep one back, also once it is released: {plain_text(back)}", soft_wrap=True)
    letters = (*preview.packs, *messages)
    for each in letters[:3]:
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}", soft_wrap=True)
    if len(letters) > 6:
        console.print("  …")
    for each in letters[max(3, len(letters) - 3) :]:
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}", soft_wrap=True)
    domains = [f"{plain_text(domain)} ({count})" for domain, count in preview.domains]
    more = f" and {len(domains) - 10} more" if len(domains) > 10 else ""
    console.print(f"domains: {', '.join(domains[:10])}{more}", soft_wrap=True)


def delivery_json(each: Delivery) -> dict[str, object]:
    """A letter as JSON; the keys are those of ``status --format json`` since version 0.1."""
    return {
        "key": each.key,
        "number": each.participant,
        "edition": each.edition,
        "recipient": each.recipient,
        "message_id": each.message_id,
        "letter_digest": each.letter_digest,
        "pack_digest": each.pack_digest,
        "follows": each.is_update,
        "state": each.state,
        "attempts": each.attempts,
        "due": each.due.isoformat() if each.due else None,
        "changed": each.state_since.isoformat() if each.state_since else None,
        "kind": each.kind,
    }


def projection_json(projection: Projection) -> dict[str, object]:
    """The projection end of delivery as JSON."""
    return {
        "left": projection.letters_left,
        "finish": projection.finish.isoformat(),
        "not_before": projection.window.not_before.isoformat(),
        "not_after": projection.window.not_after.isoformat(),
        "in_time": projection.in_time,
    }


def show_projection(projection: Projection, window: WindowState = WindowState.OPEN) -> None:
    """Shows the projection end of delivery, and the window; after the window, that it is over."""
    if window is WindowState.OVER:
        left = f", and {counted(projection.letters_left, 'letter')} did not leave" if projection.letters_left else ""
        console.print(
            f"It is over: the window closed on {projection.window.not_after:%d-%m-%Y %H:%M}{left}.", soft_wrap=True
        )
        return
    if not projection.letters_left:
        return
    verdict = "in time" if projection.in_time else "[red]too late[/]"
    letters = counted(projection.letters_left, "letter")
    console.print(
        f"the last of {letters} leaves about {projection.finish:%d-%m-%Y %H:%M}, {verdict}: "
        f"the window is {projection.window.not_before:%d-%m-%Y %H:%M} to {projection.window.not_after:%d-%m-%Y %H:%M}",
        soft_wrap=True,
    )


def people_json(counts: ParticipantCounts) -> dict[str, int]:
    """How many participants stand how, as JSON; the others add up to ``total``."""
    return {"total": counts.total, **dataclasses.asdict(counts)}


def absent_json(attendance: Mapping[int, AttendanceRecord]) -> list[dict[str, object]]:
    """Who does not take part any more, since when and why, as JSON."""
    return [
        {"number": each.number, "state": each.state, "since": each.since.isoformat()}
        for each in sorted(attendance.values(), key=lambda each: each.number)
        if each.state is not Attendance.TAKES_PART
    ]


def show_held(event: str) -> None:
    """Shows what to do about letters that are held.

    Args:
        event: the arguments of a command that name the event.
    """
    console.print(f"held:     make new letters with: reportgen build {event}", soft_wrap=True)
    console.print(f"          or say that they may go, or do not: reportgen resolve {event} --help", soft_wrap=True)


def show_status(
    key: str, deliveries: Sequence[Delivery], attendance: Mapping[int, AttendanceRecord], counts: ParticipantCounts
) -> None:
    """Shows the states of an event's letters, and who does not take part any more.

    Args:
        attendance: everyone whose attendance ever changed, by number.
    """
    states = Counter(each.state for each in deliveries)
    summary = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    console.print(f"{key}: {counted(len(deliveries), 'letter')}{': ' + summary if summary else ''}.")
    people = [(name.replace("_", " "), count) for name, count in dataclasses.asdict(counts).items() if count]
    if people:
        said = ", ".join(f"{count} {name}" for name, count in people)
        console.print(f"{counted(counts.total, 'participant')}: {said}.", soft_wrap=True)
    for each in deliveries:
        kind = "" if each.kind is LetterKind.PACK else f"  {each.kind}"
        console.print(
            f"{each.participant:04d}  edition {each.edition}  {each.state:9}  {escape(each.recipient)}{kind}",
            soft_wrap=True,
        )
    for record in sorted(attendance.values(), key=lambda each: each.number):
        if record.state is not Attendance.TAKES_PART:
            console.print(f"{record.number:04d}  {record.state} since {record.since:%d-%m-%Y %H:%M}")
