"""Sessions whose code, or whose round's label, changed: what people were told of them still counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportgen.domain.programme.rounds import Round, Slot, plain
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory
from reportgen.domain.programme.wish import Wish

Renamed = Mapping[Slot, Slot]
"""A session as it was known → as the programme knows it now."""


def renamed_sessions(before: Iterable[Round], now: Sequence[Round]) -> Renamed:
    """The sessions of an earlier programme that the present one knows by another key, or in a round of another label.

    A session is the same when its round and its title are, and no other has that title; a round whose label is gone is
    the same as a new one with the same titles.
    """
    labels = {each.label for each in now}
    rounds = tuple(before)
    new = [each for each in now if each.label not in {each.label for each in rounds}]
    renamed: dict[Slot, Slot] = {}
    for old in rounds:
        if old.label in labels:
            same = next(each for each in now if each.label == old.label)
        else:
            alike = [each for each in new if _titles(each) == _titles(old)]
            if len(alike) != 1:
                continue
            (same,) = alike
        keys = {title: key for key, title in _by_key(same).items() if _titles(same)[title] == 1}
        for key, title in _by_key(old).items():
            if (old.label != same.label or key not in same.sessions) and _titles(old)[title] == 1 and title in keys:
                renamed[Slot(old.label, key)] = Slot(same.label, keys[title])
    return renamed


def with_present_keys(history: SessionHistory, renamed: Renamed) -> SessionHistory:
    """What people were told, and moves by hand, with the keys and labels of the present programme.

    Wishes of then have their former keys as well, which a list may still have.
    """
    if not renamed:
        return history
    told = {number: tuple(_told(each, renamed) for each in theirs) for number, theirs in history.told.items()}
    moves = []
    for each in history.moves:
        slot = renamed.get(Slot(each.round, each.session), Slot(each.round, each.session))
        moves.append(replace(each, round=slot.round, session=slot.session))
    return SessionHistory(told, moves)


def _told(told: AssignedSession, renamed: Renamed) -> AssignedSession:
    labels = {old.round: new.round for old, new in renamed.items()}
    slot = renamed.get(Slot(told.round, told.session), Slot(labels.get(told.round, told.round), told.session))
    wishes = tuple(_wish(each, told.round, renamed, labels) for each in told.wishes)
    return AssignedSession(slot.round, slot.session, wishes)


def _wish(wish: Wish, label: str, renamed: Renamed, labels: Mapping[str, str]) -> Wish:
    present = tuple(renamed.get(Slot(label, key), Slot(label, key)).session for key in wish.sessions)
    former = tuple(key for key in wish.sessions if key not in present)
    return replace(wish, round=labels.get(wish.round, wish.round), sessions=(*present, *former))


def _by_key(of: Round) -> dict[str, str]:
    return {key: plain(session.title) for key, session in of.sessions.items()}


def _titles(of: Round) -> Counter[str]:
    return Counter(_by_key(of).values())
