"""The cache of decisions: results of earlier builds of an event, in one file that may be deleted.

It holds two things. *Nothing to do*: a digest of inputs and ledger for which there was nothing to make, with the
findings of that build. *Part digests*: the digest of the content of each part, and which municipalities are comparable,
so that unchanged parts need not be composed. It contains no names of people and no figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.domain.finding import Finding, Place, Severity
from reportgen.render.content.part_factory import SectionMeasure
from reportgen.storage.atomic import write_atomically


@dataclass(frozen=True, slots=True)
class NoopResult:
    """The result of a build with nothing to make.

    Attributes:
        kept: how many packs stay as they are.
        left_out: how many people get no pack until a person mends their row.
        findings: about the list.
    """

    kept: int
    left_out: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PartDigests:
    """Digests of the parts of an event's packs.

    Attributes:
        base: a digest of the inputs that all parts share; see ``input_digests.parts_base``.
        peers: the codes of the comparable municipalities, by code.
        measures: the digests and the lengths of a part, by its kind and its other inputs.
    """

    base: str
    peers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: Mapping[str, SectionMeasure] = field(default_factory=dict)


class DecisionCache:
    """The cache of one kind of packs of one event.

    A file that is missing, damaged or of another version is an empty cache.

    Args:
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = _content_of(path)

    def nothing_to_do(self, inputs: str, state: Callable[[], str]) -> NoopResult | None:
        """The result of the last build with nothing to make, if inputs and ledger are the same; else None.

        Args:
            inputs: the digest of the inputs; empty where they could not be read.
            state: computes the digest of inputs and ledger; called only where the inputs are the same.
        """
        stored = self._content.get("noop")
        if not inputs or not stored or stored["inputs"] != inputs or stored["state"] != state():
            return None
        return NoopResult(stored["kept"], stored["left_out"], tuple(_finding(each) for each in stored["findings"]))

    def part_digests(self, base: str) -> PartDigests:
        """The cached part digests; empty where they belong to another base."""
        stored = self._content.get("parts")
        if not stored or stored["base"] != base:
            return PartDigests(base)
        measures = {name: (*of, tuple(lengths)) for name, (*of, lengths) in stored["measures"].items()}
        return PartDigests(base, {code: tuple(codes) for code, codes in stored["peers"].items()}, measures)

    def store_nothing_to_do(self, inputs: str, state: str, result: NoopResult) -> None:
        """Stores that there was nothing to make in this state."""
        noop = {"inputs": inputs, "state": state, **_json(result)}
        self._write({**self._content, "noop": noop})

    def store_part_digests(self, parts: PartDigests) -> None:
        """Stores part digests, in place of earlier ones."""
        self._write({**self._content, "parts": to_json_value(parts)})

    def _write(self, content: dict[str, Any]) -> None:
        self._content = content
        with suppress(OSError, UnicodeEncodeError):  # a cache that cannot be written costs time later, and is no error
            text = canonical_json(to_json_value(content))
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, f"{digest(text)}\n".encode() + text)


def _json(result: NoopResult) -> dict[str, Any]:
    return {"kept": result.kept, "left_out": result.left_out, "findings": to_json_value(result.findings)}


_SHAPES: dict[str, Any] = {
    "noop": {
        "inputs": str,
        "state": str,
        "kept": int,
        "left_out": int,
        "findings": [
            {
                "code": str,
                "severity": Severity,
                "place": {"file": str, "line": int, "column": str},
                "facts": [(str, str)],
            }
        ],
    },
    "parts": {"base": str, "peers": {str: [str]}, "measures": {str: (str, str, [int])}},
}
"""What the file holds, by key: ``{str: x}`` is a mapping to x, ``[x]`` a list of x, ``(x, y)`` an x and a y."""


def _content_of(path: Path) -> dict[str, Any]:
    """The content of the file; empty where its digest does not match or its shape is that of another version."""
    try:
        stored, _, text = path.read_bytes().partition(b"\n")
        content = json.loads(text) if stored == digest(text).encode() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: content[key] for key, shape in _SHAPES.items() if key in content and _has_shape(content[key], shape)}


def _has_shape(value: Any, shape: Any) -> bool:
    if isinstance(shape, list):
        return isinstance(value, list) and all(_has_shape(each, shape[0]) for each in value)
    if isinstance(shape, tuple):
        return isinstance(value, list) and len(value) == len(shape) and all(map(_has_shape, value, shape))
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        expected = dict.fromkeys(value, shape[str]) if str in shape else shape
        return value.keys() == expected.keys() and all(_has_shape(value[key], expected[key]) for key in expected)
    if shape is Severity:
        return value in tuple(Severity)
    return type(value) is shape  # not isinstance: a bool is no number


def _finding(value: dict[str, Any]) -> Finding:
    place = value["place"]
    facts = tuple((name, fact) for name, fact in value["facts"])
    return Finding(
        value["code"], Severity(value["severity"]), Place(place["file"], place["line"], place["column"]), facts
    )
