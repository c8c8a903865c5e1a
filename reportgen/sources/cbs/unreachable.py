"""What is said where CBS cannot be asked; apart from asking it, which takes long to load and few commands do."""

from __future__ import annotations

from reportgen.errors import SourceError


class Unreachable(SourceError):
    """CBS is not there, or this machine has no network."""
