"""What the press takes and gives: a pack to print, a printed pack, and a pack that could not be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.render.pdf.identity import Identity

if TYPE_CHECKING:
    from reportgen.render.content.parts import Part
    from reportgen.render.pdf.metadata import DocumentInfo


@dataclass(frozen=True, slots=True)
class Job:
    """A pack to print: whose it is, its parts, and who publishes it for which day (ISO)."""

    identity: Identity
    parts: tuple[Part, ...]
    author: str
    made_for: str

    def document_info(self) -> DocumentInfo:
        """Title, author and day, as they stand in the metadata of the pack."""
        from reportgen.render.content.pages import pack_title  # templates: only who prints needs them
        from reportgen.render.pdf.metadata import DocumentInfo

        return DocumentInfo(pack_title(self.parts), self.author, self.made_for)


@dataclass(frozen=True, slots=True)
class Document:
    """A printed pack that passed its checks; ``digest`` is the SHA-256 of ``pdf`` in hexadecimal."""

    identity: Identity
    pdf: bytes
    digest: str
    pages: int


@dataclass(frozen=True, slots=True)
class PrintFailure:
    """A pack that could not be printed, and why."""

    identity: Identity
    reason: str
