"""The subjects that packs can tell of: those of the program, and those of an event."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.config.subject_file import subject_of, subjects_in
from reportgen.domain.figures.subject import Subject
from reportgen.errors import ConfigurationError


def subjects_of(event: Path | None = None) -> tuple[Mapping[str, Subject], tuple[str, ...]]:
    """All subjects by key, and those that cannot be read in words.

    Args:
        event: folder of an event, whose own subjects and indicators go before those of the program.
    """
    found, faults = {}, []
    for key in sorted(subjects_in(event)):
        try:
            found[key] = subject_of(key, event)
        except ConfigurationError as fault:
            faults.append(f"{key}: {fault.what}")
    return found, tuple(faults)
