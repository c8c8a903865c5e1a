"""A pack as it should be, in parts that are marked: what the ledger compares, and what the press prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.compose import Pack
from reportgen.domain.pack.decisions import WantedPack
from reportgen.domain.programme.event import Event
from reportgen.errors import ArchiveError
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part
from reportgen.render.content.style import Style
from reportgen.render.pdf.identity import Identity

if TYPE_CHECKING:
    from reportgen.render.printing.job import Job


@dataclass(frozen=True, slots=True)
class PreparedPack:
    """A pack as it should be: composed and marked; it is divided in parts when these are asked for."""

    pack: Pack
    wanted: WantedPack
    event: Event
    style: Style
    contents: PartFactory = field(repr=False, compare=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the pack, made now if nobody made them before.

        Raises:
            ArchiveError: they are not what the pack was marked by.
        """
        parts = self.contents.parts(self.pack.sections, self.style)
        if tuple(part.content_digest for part in parts) != tuple(mark.content for mark in self.wanted.parts):
            raise ArchiveError(
                f"What was remembered of pack {self.wanted.number} is not what it holds",
                todo="throw the folder output/cache away, and run the same command again",
            )
        return parts

    @property
    def job(self) -> Job:
        """The pack as the press takes it."""
        from reportgen.render.printing.job import Job  # printer and binder take a second to load

        identity = Identity(participant_id(self.event.key, self.wanted.number), self.wanted.fingerprint)
        return Job(identity, self.parts, self.event.organiser.name, self.event.day.isoformat())


def prepared_pack_of(pack: Pack, event: Event, contents: PartFactory, style: Style) -> PreparedPack:
    """A pack with its marks; ``contents`` knows the parts it shares with packs before it."""
    marks = contents.part_digests(pack.sections, style)
    number = pack.participant.number
    mark = fingerprint(*(part.fingerprint for part in marks))
    wanted = WantedPack(number, pack.participant.code, pack.participant.email, mark, marks)
    return PreparedPack(pack, wanted, event, style, contents)
