"""Passwords of organisers: only their hash is kept."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from reportgen.errors import UsageError

SHORTEST = 10
LONGEST = 200


def hashed(password: str) -> str:
    """What is kept of a password (argon2id, RFC 9106).

    Raises:
        UsageError: it is too short to keep anybody out, or longer than anybody types.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"A password has {SHORTEST} to {LONGEST} characters, and this one has {len(password)}",
            todo="choose another; three or four words do well",
        )
    return _hasher().hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one of which the hash was kept; takes as long when there is none."""
    try:
        return _hasher().verify(kept or _nobody(), password[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
