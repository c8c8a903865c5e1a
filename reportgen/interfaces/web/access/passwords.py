"""Password hashes of organisers (argon2id); passwords themselves are not stored."""

from __future__ import annotations

import hmac
import secrets
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from reportgen.errors import UsageError
from reportgen.i18n.message import said

MIN_LENGTH = 10
MAX_LENGTH = 200


def password_hash(password: str) -> str:
    """The hash to store of a password: argon2id with the parameters of RFC 9106 for limited memory.

    Raises:
        UsageError: the password is shorter than MIN_LENGTH or longer than MAX_LENGTH characters.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise UsageError(
            said(
                "A password has {MIN_LENGTH} to {MAX_LENGTH} characters, and this one has {count}",
                MIN_LENGTH=MIN_LENGTH,
                MAX_LENGTH=MAX_LENGTH,
                count=len(password),
            ),
            todo="choose another; three or four words do well",
        )
    return _hasher().hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether a password has the stored hash.

    Without a stored hash a dummy is verified, so that the response time does not tell whether a name exists.
    """
    try:
        return _hasher().verify(stored or _dummy_hash(), password[: MAX_LENGTH + 1]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def browser_proof(stored: str, name: str, nonce: str = "") -> str:
    """What a browser keeps to be known again as one in which an organiser logged in; over with another password.

    Args:
        stored: the hash of the organiser's password: a secret of the server, from which nothing can be guessed.
        nonce: of an earlier proof, to verify it; a new one when empty.
    """
    nonce = nonce or secrets.token_urlsafe(12)
    message = f"{name}\n{nonce}"
    return f"{nonce}.{hmac.new(stored.encode(), message.encode(), sha256).hexdigest()}"


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    return _hasher().hash("nobody has this password")
