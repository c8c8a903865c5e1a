"""Hashing and checking passwords of organisers."""

from __future__ import annotations

import pytest

from reportgen.errors import UsageError
from reportgen.interfaces.web.access.passwords import password_hash, password_matches


def test_passwords_are_kept_as_a_hash_and_known_again() -> None:
    kept = password_hash("een goed wachtwoord")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "the second recommended option of RFC 9106, section 4"
    assert password_matches(kept, "een goed wachtwoord")
    assert not password_matches(kept, "een goed wachtwoord ")
    assert not password_matches(None, "nobody has this password")
    assert not password_matches("geen hash", "een goed wachtwoord")


@pytest.mark.parametrize("password", ["", "negen let", "x" * 201])
def test_a_password_that_keeps_nobody_out_is_refused(password: str) -> None:
    with pytest.raises(UsageError):
        password_hash(password)
