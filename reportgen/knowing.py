"""What event.toml comes to, kept as long as it and the program stay as they are: to validate it takes time to load."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from reportgen import config
from reportgen.config import Draft
from reportgen.domain.edition import fingerprint
from reportgen.domain.kind import BRIEFING, key_of
from reportgen.domain.rules import Window
from reportgen.event_folder import raw_event
from reportgen.house import House
from reportgen.recollecting import program, remember, remembered
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


def _read(kind: type, said: object) -> object:
    """What JSON knows no form for: paths."""
    return kind(said)


def _in_its_zone(draft: Draft) -> Draft:
    """JSON keeps how far a moment is from UTC; which zone it is in, and so when summer ends there, it does not."""
    rules = draft.settings.rules
    window = Window(local(rules.window.not_before), local(rules.window.not_after))
    return replace(draft, settings=replace(draft.settings, rules=replace(rules, window=window)))
