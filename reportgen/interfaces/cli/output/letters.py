"""Terminal output about letters: release preview, status and projection, as text or JSON."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from reportgen.application.delivery.release import ReleasePreview
from reportgen.domain.delivery.participant_counts import ParticipantCounts
from reportgen.domain.delivery.projection import Projection
from reportgen.domain.delivery.rules import WindowState
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.people.attendance import Attendance, AttendanceRecord
from reportgen.i18n.message import counted, joined, named, said
from reportgen.interfaces.cli.output.terminal import console, labelled, marked, plain_text, say, say_counted
from reportgen.interfaces.language import here


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
    if preview.is_first:
        say_counted(
            len(letters),
            "{count} letter waits, the first of this event; together {size:.1f} MB.",
            "{count} letters wait, the first of this event; together {size:.1f} MB.",
            size=size,
        )
    else:
        say_counted(
            len(letters),
            "{count} letter waits; together {size:.1f} MB.",
            "{count} letters wait; together {size:.1f} MB.",
            size=size,
        )

    def is_gone(letter: Delivery) -> bool:
        record = attendance.get(letter.participant)
        return record is not None and record.state is Attendance.GONE

    if messages := preview.messages:
        say_counted(
            len(messages),
            "{count} letter of a message to some participants.",
            "{count} letters of a message to some participants.",
        )
    if cancelled := preview.cancellations:
        say_counted(
            len(cancelled),
            "{packs} with a pack, and {count} that cancels an invitation:",
            "{packs} with a pack, and {count} that cancel an invitation:",
            packs=len(preview.packs),
        )
    for each in cancelled:
        why = marked(
            "[yellow]gone from the list without a word: ask first[/]" if is_gone(each) else "cancelled, says the list"
        )
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}  {why}", soft_wrap=True)
    if any(map(is_gone, cancelled)):
        back = f'reportgen resolve {event} NUMBER --withdraw --reason "..."'
        say("  to keep one back, also once it is released: {command}", command=back)
    letters = (*preview.packs, *messages)
    for each in letters[:3]:
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}", soft_wrap=True)
    if len(letters) > 6:
        console.print("  …")
    for each in letters[max(3, len(letters) - 3) :]:
        console.print(f"  {each.participant:04d}  {plain_text(each.recipient)}", soft_wrap=True)
    domains: list[str] = [f"{domain} ({count})" for domain, count in preview.domains[:10]]
    if len(preview.domains) > len(domains):
        domains.append(said("and {count} more", count=len(preview.domains) - len(domains)))
    labelled("domains", joined(domains, ", "))


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
        closed = projection.window.not_after
        if not projection.letters_left:
            say("It is over: the window closed on {not_after}.", not_after=closed)
            return
        say_counted(
            projection.letters_left,
            "It is over: the window closed on {not_after}, and {count} letter did not leave.",
            "It is over: the window closed on {not_after}, and {count} letters did not leave.",
            not_after=closed,
        )
        return
    if not projection.letters_left:
        return
    times = {
        "finish": projection.finish,
        "not_before": projection.window.not_before,
        "not_after": projection.window.not_after,
    }
    if projection.in_time:
        say_counted(
            projection.letters_left,
            "the last of {count} letter leaves about {finish}, in time: the window is {not_before} to {not_after}",
            "the last of {count} letters leaves about {finish}, in time: the window is {not_before} to {not_after}",
            **times,
        )
    else:
        say_counted(
            projection.letters_left,
            "the last of {count} letter leaves about {finish}, [red]too late[/]: "
            "the window is {not_before} to {not_after}",
            "the last of {count} letters leaves about {finish}, [red]too late[/]: "
            "the window is {not_before} to {not_after}",
            **times,
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
    labelled("held", said("make new letters with: reportgen build {event}", event=event))
    say("          or say that they may go, or do not: reportgen resolve {event} --help", event=event)


def show_status(
    key: str, deliveries: Sequence[Delivery], attendance: Mapping[int, AttendanceRecord], counts: ParticipantCounts
) -> None:
    """Shows the states of an event's letters, and who does not take part any more.

    Args:
        attendance: everyone whose attendance ever changed, by number.
    """
    states = Counter(each.state for each in deliveries)
    summary = [
        said("{count} {state}", count=count, state=named("state", state)) for state, count in sorted(states.items())
    ]
    letters = counted(len(deliveries), "{count} letter", "{count} letters")
    if summary:
        say("{key}: {letters}: {summary}.", key=key, letters=letters, summary=summary)
    else:
        say("{key}: {letters}.", key=key, letters=letters)
    told = dataclasses.asdict(counts).items()
    people = [
        said("{count} {state}", count=count, state=named("people", name.replace("_", " ")))
        for name, count in told
        if count
    ]
    if people:
        say_counted(counts.total, "{count} participant: {people}.", "{count} participants: {people}.", people=people)
    for each in deliveries:
        kind = "" if each.kind is LetterKind.PACK else f"  {here(named('letter', each.kind))}"
        state, edition = here(named("state", each.state)), marked("edition {edition}", edition=each.edition)
        console.print(
            f"{each.participant:04d}  {edition}  {state:11}  {plain_text(each.recipient)}{kind}", soft_wrap=True
        )
    for record in sorted(attendance.values(), key=lambda each: each.number):
        if record.state is not Attendance.TAKES_PART:
            state = named("attendance", record.state)
            say("{number:04d}  {state} since {since}", number=record.number, state=state, since=record.since)
