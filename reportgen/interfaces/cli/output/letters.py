"""Terminal output about letters: release preview, status and projection, as text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.markup import escape

from reportgen.application.delivery.release import ReleasePreview
from reportgen.domain.delivery.projection import Projection
from reportgen.domain.delivery.states import Delivery
from reportgen.interfaces.cli.output.terminal import console, plain_text


def show_release_preview(preview: ReleasePreview) -> None:
    """Shows the letters that would be released: how many, to whom, how large."""
    letters = preview.letters
    if not letters:
        return
    size = preview.size / 1_000_000
    first = ", the first of this event" if preview.is_first else ""
    console.print(f"{len(letters)} letters wait{first}; together {size:.1f} MB.")
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


def show_projection(projection: Projection) -> None:
    """Shows the projection end of delivery, and the window."""
    if not projection.letters_left:
        return
    verdict = "in time" if projection.in_time else "[red]too late[/]"
    console.print(
        f"the last of {projection.letters_left} letters leaves about {projection.finish:%d-%m-%Y %H:%M}, {verdict}: "
        f"the window is {projection.window.not_before:%d-%m-%Y %H:%M} to {projection.window.not_after:%d-%m-%Y %H:%M}",
        soft_wrap=True,
    )


def show_status(key: str, deliveries: Sequence[Delivery]) -> None:
    """Shows the states of an event's letters."""
    counts = Counter(each.state for each in deliveries)
    summary = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    console.print(f"{key}: {len(deliveries)} letters{': ' + summary if summary else ''}.")
    for each in deliveries:
        console.print(
            f"{each.participant:04d}  edition {each.edition}  {each.state:9}  {escape(each.recipient)}",
            soft_wrap=True,
        )
