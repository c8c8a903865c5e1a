"""What event.toml and the figures come to, kept for as long as they and the program stay as they are.

To validate the one and to work out the other takes longer than to read what they came to. Whatever is not exactly what
was kept is worked out anew. All of it may be thrown away, and then costs time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from reportgen.application.build.digest_cache import mark_of_figures, program, remember, remembered
from reportgen.config.event_folder import parsed_event_toml
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, check_certificate, load_event_file
from reportgen.config.timezone import local_time
from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.figures.statistics import Statistics
from reportgen.domain.identifiers import BRIEFING, pack_key
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.statistics import statistics_from

What = TypeVar("What")


class _Kept(msgspec.Struct, Generic[What], frozen=True, forbid_unknown_fields=True):
    """Something that was worked out, and the mark of all it follows from."""

    mark: str
    what: What


def known(folder: Path, paths: Paths, kind: str = BRIEFING, keep: bool = False) -> LoadedEvent:
    """The event of a folder as ``config.load`` gives it, with the same errors; from what was kept, where that holds.

    Args:
        keep: keeps it, where it was not; who only looks leaves nothing.
    """
    mark = fingerprint(program(), str(folder), kind, repr(parsed_event_toml(folder)))
    path = paths.draft(pack_key(folder.resolve().name, kind))
    read: Callable[[bytes], _Kept[LoadedEvent]] = partial(msgspec.json.decode, type=_Kept[LoadedEvent], dec_hook=_read)
    if draft := _recalled(path, mark, read):
        check_certificate(draft)
        return _in_its_zone(draft)
    draft = load_event_file(folder, kind)
    if keep:
        remember(path, msgspec.json.encode(_Kept(mark, draft), enc_hook=str))
    return draft


def figures_known(snapshot: Snapshot, paths: Paths, keep: bool = False) -> Statistics:
    """The figures as ``statistics_from`` gives them, with the same errors; from what was kept, where that holds.

    Args:
        keep: as above.
    """
    mark = fingerprint(program(), mark_of_figures(snapshot))
    read: Callable[[bytes], _Kept[Statistics]] = partial(msgspec.msgpack.decode, type=_Kept[Statistics])
    if statistics := _recalled(paths.statistics, mark, read):
        return statistics
    statistics = statistics_from(snapshot)
    if keep:
        remember(paths.statistics, msgspec.msgpack.encode(_Kept(mark, statistics)))
    return statistics


def _recalled(path: Path, mark: str, read: Callable[[bytes], _Kept[What]]) -> What | None:
    """What a file of the memory holds, where it is whole and follows from the same."""
    try:
        kept = read(remembered(path))
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return kept.what if kept.mark == mark else None


def _read(kind: type, said: object) -> object:
    """What JSON knows no form for: paths."""
    return kind(said)


def _in_its_zone(draft: LoadedEvent) -> LoadedEvent:
    """JSON keeps how far a moment is from UTC; which zone it is in, and so when summer ends there, it does not."""
    rules = draft.settings.rules
    window = DeliveryWindow(local_time(rules.window.not_before), local_time(rules.window.not_after))
    return replace(draft, settings=replace(draft.settings, rules=replace(rules, window=window)))
