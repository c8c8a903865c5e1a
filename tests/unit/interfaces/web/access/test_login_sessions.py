"""Sessions end in time, and one organiser has only so many."""

from __future__ import annotations

from time import monotonic

import pytest

from reportgen.interfaces.web.access import login_sessions
from reportgen.interfaces.web.access.login_sessions import LoginSessions


def test_a_session_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic()
    monkeypatch.setattr(login_sessions, "monotonic", lambda: now)
    signed = LoginSessions()
    key = signed.start("anna", "hash")
    now += login_sessions.MAX_IDLE - 1
    assert signed.get(key)
    now += login_sessions.MAX_IDLE + 1
    assert signed.get(key) is None
    key = signed.start("anna", "hash")
    for _ in range(20):
        now += login_sessions.MAX_IDLE - 1
        last = signed.get(key)
    assert last is None


def test_one_organiser_takes_the_sessions_of_no_other() -> None:
    signed = LoginSessions()
    bram = signed.start("bram", "hash")
    keys = [signed.start("anna", "hash") for _ in range(login_sessions.MAX_SESSIONS + 5)]
    assert signed.get(bram)
    assert [bool(signed.get(key)) for key in keys[-login_sessions.MAX_SESSIONS_EACH - 1 :]] == [
        False,
        *[True] * login_sessions.MAX_SESSIONS_EACH,
    ]
