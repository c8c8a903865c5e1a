"""A composed pack with its fingerprints: compared with the ledger, and handed to the printer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.compose import Pack
from reportgen.domain.pack.decisions import WantedPack
from reportgen.domain.programme.event import Event
from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part, with_pages
from reportgen.render.content.style import Style
from reportgen.render.pdf.identity import Identity

if TYPE_CHECKING:
    from reportgen.render.printing.job import Job


@dataclass(frozen=True, slots=True)
class PreparedPack:
    """A composed pack with its fingerprints; its parts are made when they are needed."""

    pack: Pack
    wanted: WantedPack
    event: Event
    style: Style
    contents: PartFactory = field(repr=False, compare=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the pack, made once.

        Raises:
            ArchiveError: their digests are not those in the cache.
        """
        parts = self.contents.parts(self.pack.sections, self.style)
        if tuple(part.content_digest for part in parts) != tuple(digest.content for digest in self.wanted.parts):
            raise ArchiveError(
                said("The cached digests of pack {wanted} do not match its content", wanted=self.wanted.number),
                todo="delete the folder output/cache, and run the same command again",
            )
        return parts

    @property
    def job(self) -> Job:
        """The print job of the pack."""
        from reportgen.render.printing.job import Job  # imports the printer: only when needed

        identity = Identity(participant_id(self.event.key, self.wanted.number), self.wanted.fingerprint)
        return Job(identity, with_pages(self.parts), self.event.organiser.name, self.event.day.isoformat())


def prepared_pack_of(pack: Pack, event: Event, contents: PartFactory, style: Style) -> PreparedPack:
    """A pack with its fingerprints; ``contents`` reuses the parts it shares with other packs."""
    part_digests = contents.part_digests(pack.sections, style)
    number = pack.participant.number
    pack_fingerprint = fingerprint(*(part.fingerprint for part in part_digests))
    wanted = WantedPack(number, pack.participant.code, pack.participant.email, pack_fingerprint, part_digests)
    return PreparedPack(pack, wanted, event, style, contents)
