"""The municipalities that event.toml names, by code: examples of themes and types; all faults of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.toml_lines import line_of
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.domain.programme.event import Event
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import Message, joined, message_of, said
from reportgen.sources.names.municipalities import MunicipalityNames

KEY = "municipalities"


def with_municipalities(event: Event, names: MunicipalityNames, folder: Path) -> Event:
    """The event with the municipalities of its themes and types by code.

    Raises:
        ConfigurationError: some are not known; all are named, with their lines.
    """
    path = folder / EVENT_FILE
    found = _Codes(names, path.read_text("utf-8", errors="replace"))
    coded = replace(
        event,
        themes=tuple(
            replace(
                theme,
                examples=found.codes(
                    said("Theme '{name}'", name=theme.name), ("theme", number, "examples"), theme.examples
                ),
            )
            for number, theme in enumerate(event.themes)
        ),
        kinds=tuple(
            replace(
                kind,
                municipalities=found.codes(
                    said("Type '{name}'", name=kind.name), ("type", number, KEY), kind.municipalities
                ),
            )
            for number, kind in enumerate(event.kinds)
        ),
    )
    if found.faults:
        raise ConfigurationError(
            joined(found.faults),
            where=str(path),
            todo="write the municipality's name as CBS does, or its code; "
            "see all with: reportgen figures municipalities DAY",
        )
    return coded


@dataclass
class _Codes:
    names: MunicipalityNames
    text: str
    faults: list[Message] = field(default_factory=list)

    def codes(self, owner: Message, key: tuple[str | int, ...], given: Sequence[str]) -> tuple[str, ...]:
        """The codes of municipalities; those that are not known become a fault."""
        matches = {each: self.names.resolve(each) for each in given}
        unknown = [_why_unknown(each, match) for each, match in matches.items() if match.code is None]
        if unknown:
            self.faults.append(
                said(
                    "{file}, line {line}: {owner} names municipalities that are not known: {names}",
                    file=EVENT_FILE,
                    line=line_of(self.text, key),
                    owner=owner,
                    names=unknown,
                )
            )
        return tuple(match.code for match in matches.values() if match.code)


def _why_unknown(name: str, match: NameMatch) -> Message:
    """The name, with what is known of it: when it begins, or which municipalities may be meant."""
    if match.since and match.kind is NameMatchKind.FUTURE:
        return said("{name} (only from {since})", name=name, since=match.since)
    if match.candidates:
        return said("{name} (is it one of: {candidates}?)", name=name, candidates=match.candidates)
    return message_of(name)
