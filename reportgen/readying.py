"""A pack as it should be, in parts that are marked: what the ledger compares, and what the press prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.domain.edition import Wanted, fingerprint
from reportgen.domain.event import Event
from reportgen.domain.pack import Pack, participant_id
from reportgen.render.identity import Identity
from reportgen.render.parts import Contents, Part
from reportgen.render.style import Style

if TYPE_CHECKING:
    from reportgen.render.press import Job


@dataclass(frozen=True, slots=True)
class Ready:
    """A pack as it should be: composed, divided in parts, and marked."""

    pack: Pack
    parts: tuple[Part, ...]
    wanted: Wanted
    event: Event

    @property
    def job(self) -> Job:
        """The pack as the press takes it."""
        from reportgen.render.press import Job  # printer and binder take a second to load

        identity = Identity(participant_id(self.event.key, self.wanted.number), self.wanted.fingerprint)
        return Job(identity, self.parts, self.event.organiser.name, self.event.day.isoformat())


def ready_of(pack: Pack, event: Event, contents: Contents, style: Style) -> Ready:
    """A pack in parts; ``contents`` knows those it shares with packs before it."""
    parts, marks = zip(*contents.parts(pack.sections, style), strict=True)
    number = pack.participant.number
    mark = fingerprint(*(part.fingerprint for part in marks))
    wanted = Wanted(number, pack.participant.code, pack.participant.email, mark, marks)
    return Ready(pack, parts, wanted, event)
