"""What event.toml and the figures come to, kept for as long as they and the program stay as they are.

To validate the one and to work out the other takes longer than to read what they came to. Whatever is not exactly what
was kept is worked out anew. All of it may be thrown away, and then costs time.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from reportgen import config
from reportgen.config import Draft
from reportgen.domain.edition import fingerprint
from reportgen.domain.kind import BRIEFING, key_of
from reportgen.domain.profile import Statistics
from reportgen.domain.rules import Window
from reportgen.event_folder import raw_event
from reportgen.house import House
from reportgen.recollecting import mark_of_figures, program, remember, remembered
from reportgen.sources.cbs import statistics_from
from reportgen.sources.snapshots import Snapshot
from reportgen.zone import local


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft, and the mark of what it follows from."""

    mark: str
    draft: Draft


def known(folder: Path, house: House, kind: str = BRIEFING, keep: bool = False) -> Draft:
    """The event of a folder as ``config.load`` gives it, with the same errors; from what was kept, where that holds.

    Args:
        keep: keeps it, where it was not; who only looks leaves nothing.
    """
    raw = raw_event(folder)
    mark = fingerprint(program(), str(folder), kind, repr(raw))
    path = house.draft(key_of(folder.resolve().name, kind))
    try:
        kept = msgspec.json.decode(remembered(path), type=_Kept, dec_hook=_read)
        if kept.mark == mark:
            config.assert_certificate(kept.draft)
            return _in_its_zone(kept.draft)
    except (OSError, ValueError, msgspec.DecodeError):
        pass  # it is not there, or something else is
    draft = config.load(folder, kind)
    if keep:
        remember(path, msgspec.json.encode(_Kept(mark, draft), enc_hook=str))
    return draft


class _Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures as they were worked out, and the mark of what they follow from."""

    mark: str
    statistics: Statistics


def figures_known(snapshot: Snapshot, house: House, keep: bool = False) -> Statistics:
    """The figures as ``statistics_from`` gives them, with the same errors; from what was kept, where that holds.

    Args:
        keep: as above.
    """
    mark = fingerprint(program(), mark_of_figures(snapshot))
    try:
        kept = msgspec.msgpack.decode(remembered(house.statistics), type=_Figures)
        if kept.mark == mark:
            return kept.statistics
    except (OSError, ValueError, msgspec.DecodeError):
        pass  # as above
    statistics = statistics_from(snapshot)
    if keep:
        remember(house.statistics, msgspec.msgpack.encode(_Figures(mark, statistics)))
    return statistics


def _read(kind: type, said: object) -> object:
    """What JSON knows no form for: paths."""
    return kind(said)


def _in_its_zone(draft: Draft) -> Draft:
    """JSON keeps how far a moment is from UTC; which zone it is in, and so when summer ends there, it does not."""
    rules = draft.settings.rules
    window = Window(local(rules.window.not_before), local(rules.window.not_after))
    return replace(draft, settings=replace(draft.settings, rules=replace(rules, window=window)))
