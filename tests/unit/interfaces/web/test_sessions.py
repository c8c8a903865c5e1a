"""Sessions end in time, and failed logins are limited."""

from __future__ import annotations

from time import monotonic

import pytest

from reportgen.interfaces.web import sessions
from reportgen.interfaces.web.sessions import LoginSessions, LoginThrottle


def test_a_session_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic()
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    signed = LoginSessions()
    key = signed.start("anna", "hash")
    now += sessions.MAX_IDLE - 1
    assert signed.get(key)
    now += sessions.MAX_IDLE + 1
    assert signed.get(key) is None
    key = signed.start("anna", "hash")
    for _ in range(20):
        now += sessions.MAX_IDLE - 1
        last = signed.get(key)
    assert last is None


def test_guessing_ends_for_a_name_and_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic()
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    throttle = LoginThrottle()
    for turn in range(sessions.MAX_FAILURES):
        assert throttle.allow("naam anna", f"van {turn}")
    assert not throttle.allow("naam anna", "van y")
    assert throttle.allow("naam bram", "van 1")
    now += sessions.FAILURE_WINDOW + 1
    assert throttle.allow("naam anna", "van y")
