"""The wishes of somebody in a form: for each round the sessions to choose from, in order of preference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from reportgen.domain.people.person_change import UNREADABLE
from reportgen.domain.programme.rounds import Round, session_name
from reportgen.domain.programme.wish import Wish, wishes_in, wishes_text

RANKS = 3
"""Wishes of a round that can be chosen at least, where it has so many sessions."""

MOST = 12
"""Wishes of a round that are read."""

SENT = "wensen"
"""The field by which a form says that it has wishes."""

FIXED, JOIN = "!", "/"
ANY = "In welke ronde dan ook"
GONE = "staat niet meer in het programma"
NO_WISH = "geen wens"
UNKNOWN = "niet begrepen of leeg"
"""What a place is called that the list leaves free before a later wish."""


@dataclass(frozen=True, slots=True)
class WishChoice:
    """One wish to choose.

    Attributes:
        label: its rank in words.
        options: values, each with what it is called.
    """

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WishGroup:
    """The wishes of one round, or those for whatever round."""

    title: str
    choices: tuple[WishChoice, ...]


def wish_groups(rounds: Sequence[Round], text: str) -> tuple[WishGroup, ...]:
    """What a form shows of somebody's wishes; rounds of one session ask for none.

    Args:
        text: their wishes, as ``wishes_text`` tells them.
    """
    wishes = _known(text)
    groups = []
    for label, title, sessions in _places(rounds):
        values = _values(wishes, label)
        if not values and (len(sessions) < 2 or not label):
            continue
        count = max(len(values), min(RANKS, len(sessions)))
        choices = tuple(
            _choice(f"wens-{label}-{at}", at, values[at] if at < len(values) else None, sessions) for at in range(count)
        )
        groups.append(WishGroup(title, choices))
    return tuple(groups)


def sent_wishes(fields: Mapping[str, list[str]], rounds: Sequence[Round], now: str) -> str | None:
    """The wishes that a form says, as ``wishes_text`` tells them; None where the form has none.

    What was not changed of a round stays as it is, also where the form cannot tell it, such as two first wishes.

    Args:
        now: the wishes as they were when the form was shown.
    """
    if SENT not in fields:
        return None
    before = _known(now)
    kept = list(before)
    for label, _, _ in _places(rounds):
        names = [name for at in range(MOST) if (name := f"wens-{label}-{at}") in fields]
        chosen = [fields[name][0].strip() for name in names]
        shown = _values(before, label)
        if not names or _bare(chosen) == shown:
            continue
        kept = [each for each in kept if each.round != label]
        free = {at for at, value in enumerate(shown) if not value}
        placed = [value for at, value in enumerate(chosen) if value or at in free]
        kept += [_wish(rank, label, value) for rank, value in enumerate(placed, 1) if value]
    return wishes_text(kept)


def _wish(rank: int, label: str, value: str) -> Wish:
    fixed = value.startswith(FIXED)
    keys = tuple(each.replace(";", " ") for each in value.removeprefix(FIXED).split(JOIN) if each.strip())
    return Wish(1 if fixed else rank, label, keys or ("?",), fixed)


def _known(text: str) -> tuple[Wish, ...]:
    with suppress(ValueError):
        return wishes_in(text.removesuffix(UNREADABLE))
    return ()


def _places(rounds: Sequence[Round]) -> list[tuple[str, str, dict[str, str]]]:
    """Label, title, and sessions of each round, and of them all together."""
    found = [
        (each.label, each.name.capitalize(), {key: session_name(one) for key, one in each.sessions.items()})
        for each in rounds
    ]
    every = {key: title for _, _, sessions in found for key, title in sessions.items()}
    return [*found, ("", ANY, every)]


def _values(wishes: Iterable[Wish], label: str) -> list[str]:
    """The wishes of a round as values of a form, each at the place of its rank; empty where no wish has it."""
    values: list[str] = []
    for each in sorted(each for each in wishes if each.round == label):
        if each.rank <= MOST:
            values += [""] * (each.rank - 1 - len(values))
        values.append(f"{FIXED if each.fixed else ''}{JOIN.join(each.sessions)}")
    return values


def _bare(chosen: Sequence[str]) -> list[str]:
    """What was chosen, without the empty places behind it."""
    last = max((at for at, value in enumerate(chosen) if value), default=-1)
    return [*chosen[: last + 1]]


def _choice(name: str, at: int, value: str | None, sessions: Mapping[str, str]) -> WishChoice:
    """One wish to choose.

    Args:
        value: as ``_values`` gives it; None for a place behind them.
    """
    options = (("", UNKNOWN if value == "" else NO_WISH), *sessions.items())
    if value and value not in sessions:
        keys = value.removeprefix(FIXED).split(JOIN)
        titles = " / ".join(sessions.get(key, f"{key} ({GONE})") for key in keys)
        options = (*options, (value, f"{titles} (vast)" if value.startswith(FIXED) else titles))
    return WishChoice(name, f"{at + 1}e wens", value or "", options)
