"""The error where CBS cannot be reached; apart from what asks CBS, which takes long to load and few commands need."""

from __future__ import annotations

from reportgen.errors import SourceError


class Unreachable(SourceError):
    """CBS is not there, or this machine has no network."""
