"""What was found out about parts of packs, kept so that it need not be found out again: digests, and who is comparable.

It holds for one event as it is written, one set of figures and one program; each digest for what its part follows from
beside those. No name and no figure is in it. It may be thrown away, and then costs time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from reportgen.domain.canonical_json import canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.programme.event import Event
from reportgen.render.content.design import design_digest
from reportgen.render.content.part_factory import SectionMeasure
from reportgen.render.printing.versions import installed_beside
from reportgen.sources.cbs.groupings import FOLDER as GROUPINGS
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.storage.atomic import write_atomically

PROGRAM = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class DigestCache:
    """What is known of the parts of an event's packs.

    Attributes:
        base: one mark over what all of it hangs on.
        nearby: the codes of the comparable municipalities, by code.
        sections: the measure of a part, by its kind and what it follows from.
    """

    base: str
    nearby: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, SectionMeasure] = field(default_factory=dict)


def base_of(event: Event, snapshot: Snapshot, dated: str, kind: PackKind) -> str:
    """One mark over what all parts follow from: the event as it was read, figures, their age, the kind, the program."""
    return fingerprint(
        program(), mark_of_figures(snapshot), dated, digest(canonical_json(to_json_value(event))), mark_of_kind(kind)
    )


def recollected(path: Path, base: str) -> DigestCache:
    """What was kept, if it is whole and hangs on the same; else nothing."""
    nothing = DigestCache(base)
    try:
        kept = json.loads(remembered(path))
        if kept["base"] != base:
            return nothing
        return DigestCache(
            base,
            {code: tuple(codes) for code, codes in kept["nearby"].items()},
            {name: (str(of), tuple(map(int, lengths))) for name, (of, lengths) in kept["sections"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return nothing


def keep(path: Path, recollection: DigestCache) -> None:
    """Keeps what is known now in the place of what was; whole or not at all."""
    remember(path, canonical_json(to_json_value(recollection)))


def remembered(path: Path) -> bytes:
    """What a file of the memory holds.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not as it was written.
    """
    mark, _, content = path.read_bytes().partition(b"\n")
    if mark != digest(content).encode():
        raise ValueError(path)
    return content


def remember(path: Path, content: bytes) -> None:
    """Writes a file of the memory in the place of what was, whole or not at all, so that one sees whether it is."""
    written(path, f"{digest(content)}\n".encode() + content)


def written(path: Path, content: bytes) -> None:
    """Writes a file of the memory, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)


@cache
def program() -> str:
    """One mark over this program, its words and groups, Python, and the libraries that are installed beside it."""
    installed = [f"{name}-{version}" for name, version in installed_beside()]
    own = (*sorted(PROGRAM.rglob("*.py")), *sorted(PROGRAM.rglob("*.sql")), *sorted(GROUPINGS.glob("*.toml")))
    return fingerprint(design_digest(), sys.version, *installed, *(mark_of_file(path) for path in own))


def mark_of_figures(snapshot: Snapshot) -> str:
    """One mark over a set of figures."""
    return digest(canonical_json(to_json_value(replace(snapshot, texts={}))))  # sources have the digests of the texts


def mark_of_kind(kind: PackKind) -> str:
    """One mark over the pages of a kind of pack, and the templates that are its own."""
    return digest(canonical_json(to_json_value(kind)))


def mark_of_file(path: Path) -> str:
    """A file by its place and what is in it."""
    return f"{path} {digest(path.read_bytes())}"
