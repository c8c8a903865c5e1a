"""That there was nothing to do: while nothing changes that this hangs on, it is not thought through again.

What is kept holds for one state: a digest of all that deciding reads. It may be thrown away, and then costs time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.application.build.digest_cache import mark_of_figures, mark_of_file, mark_of_kind, program, written
from reportgen.application.build.known import known
from reportgen.application.build.load_event import figures_in_use
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings
from reportgen.domain.canonical_json import canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.finding import Finding, Place, Severity
from reportgen.domain.identifiers import BRIEFING, pack_key
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class NoopResult:
    """That nothing is to be made: how many packs are as they should be, and what there is to say about the list."""

    kept: int
    findings: tuple[Finding, ...]


def state_of(folder: Path, paths: Paths, ledger: Ledger, today: date, kind: str = BRIEFING) -> str:
    """A digest of everything that packs and what is decided about them follow from: what is seen, and the ledger.

    Raises:
        ReportgenError: the event or the figures cannot be read.
    """
    return state_with(seen_of(folder, paths, today, kind), folder, ledger, kind)


def state_with(seen: str, folder: Path, ledger: Ledger, kind: str = BRIEFING) -> str:
    """The same from what was seen, and from what the ledger knows of the event; empty where nothing was."""
    if not seen:
        return ""
    people = folder.resolve().name
    marks = [ledger.state_digest(pack_key(people, kind))]
    if kind != BRIEFING:  # it looks back on the briefing, and on what was answered since
        marks += [ledger.state_digest(people), digest(canonical_json(to_json_value(ledger.answers(people).all())))]
    return fingerprint(seen, *marks)


def seen_of(folder: Path, paths: Paths, today: date, kind: str = BRIEFING) -> str:
    """A digest of everything outside the ledger that packs and what is decided about them follow from.

    That is every byte of the event's folder and of its lists wherever they lie, the figures in use, the day, and the
    program with what it stands on.

    Empty where a file cannot be read: that is for others to tell, and nothing holds for it.

    Raises:
        ReportgenError: the event or the figures cannot be read.
    """
    draft = known(folder, paths, kind)
    snapshot, kept = figures_in_use(paths)  # checks each file of figures against its digest
    try:
        files = [mark_of_file(path) for path in _files(folder, paths.output, draft.settings)]
    except OSError:
        return ""
    marks = [
        program(),
        today.isoformat(),
        *files,
        mark_of_figures(snapshot),
        *(f"{key} {each.confirmed}" for key, each in sorted(kept.items())),
    ]
    if kind != BRIEFING:
        marks.append(mark_of_kind(load_pack_kind(folder, kind, draft.kind_title, draft.entries)))
    return fingerprint(str(folder.resolve()), *marks)


def recalled(paths: Paths, event: str, state: str) -> NoopResult | None:
    """What was kept, if it is of this very state and whole."""
    if not state:
        return None
    try:
        kept = json.loads(paths.noop_cache(event).read_bytes())
        if kept["state"] != state or kept["digest"] != _digest(state, kept["kept"], kept["findings"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return NoopResult(kept["kept"], tuple(_finding(each) for each in kept["findings"]))


def was_seen(paths: Paths, event: str, seen: str) -> bool:
    """Whether what was kept is of this, whatever the ledger says by now; to ask the ledger takes longer."""
    try:
        return bool(seen) and json.loads(paths.noop_cache(event).read_bytes())["seen"] == seen
    except (OSError, ValueError, KeyError, TypeError):
        return False


def keep(paths: Paths, event: str, state: str, nothing: NoopResult, seen: str = "") -> None:
    """Keeps that in this state there is nothing to do, and what was seen of it; whole or not at all."""
    if not state:
        return
    path, findings = paths.noop_cache(event), to_json_value(nothing.findings)
    content = {
        "state": state,
        "seen": seen,
        "kept": nothing.kept,
        "findings": findings,
        "digest": _digest(state, nothing.kept, findings),
    }
    written(path, json.dumps(content, ensure_ascii=False).encode())


def _digest(state: str, kept: object, findings: object) -> str:
    return digest(canonical_json(to_json_value((state, kept, findings))))


def _finding(said: dict[str, object]) -> Finding:
    match said:
        case {"code": str(code), "severity": str(severity), "place": {"file": file, "line": line, "column": column}}:
            facts = tuple((str(name), str(value)) for name, value in _pairs(said["facts"]))
            return Finding(code, Severity(severity), Place(str(file), int(line), str(column)), facts)
    raise ValueError(said)


def _pairs(facts: object) -> Iterator[Sequence[object]]:
    if isinstance(facts, list):
        yield from facts


def _files(folder: Path, output: Path, settings: Settings) -> Iterator[Path]:
    """Everything in the event's folder but what was made, and lists that lie elsewhere."""
    own, made = folder.resolve(), output.resolve()
    yield from sorted(each for each in own.rglob("*") if each.is_file() and not each.is_relative_to(made))
    for path, _ in settings.lists:
        if not path.is_file():
            raise FileNotFoundError(path)
        yield path.resolve()
