"""Who is signed in, and for how long; and how often someone may guess."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import monotonic

LASTS = 12 * 3600
IDLE = 2 * 3600
"""Seconds after which someone has to sign in again: at most, and without a click."""

MOST_SESSIONS = 1000

GUESSES = 5
"""Wrong passwords for one name, or from one address, before a wait."""
MEMORY = 15 * 60
"""Seconds for which a wrong password counts."""
MOST_GUESSERS = 10_000


@dataclass(slots=True)
class LoginSession:
    """Someone who signed in.

    Attributes:
        kept: the hash of the password they came in with; with another one they come in anew.
        said: what the next page tells them, of which kind, and about which field.
    """

    name: str
    kept: str
    token: str
    begun: float
    seen: float
    said: list[tuple[str, str, str]] = field(default_factory=list)


class LoginSessions:
    """All who are signed in. They sign in again when the program starts again."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, LoginSession] = OrderedDict()
        self._secret = secrets.token_bytes(32)
        self._lock = Lock()

    def begin(self, name: str, kept: str) -> str:
        """A session for someone; what their browser keeps of it."""
        key, now = secrets.token_urlsafe(32), monotonic()
        with self._lock:
            self._sessions[_mark(key)] = LoginSession(name, kept, secrets.token_urlsafe(32), now, now)
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return key

    def of(self, key: str, click: bool = True) -> LoginSession | None:
        """The session a browser tells of, unless it is over; a click keeps it going."""
        now = monotonic()
        with self._lock:
            session = self._sessions.get(_mark(key))
            if session and (now - session.begun > LASTS or now - session.seen > IDLE):
                del self._sessions[_mark(key)]
                session = None
            if session and click:
                session.seen = now
        return session

    def end(self, key: str) -> None:
        """Signs someone out."""
        with self._lock:
            self._sessions.pop(_mark(key), None)

    def token_for(self, visitor: str) -> str:
        """What the form to sign in holds, for a visitor who is nobody yet: another site cannot know it."""
        return hmac.new(self._secret, visitor.encode(), sha256).hexdigest()


class LoginThrottle:
    """Wrong passwords, by name and by address."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def may_guess(self, *who: str) -> bool:
        """Whether none of these guessed too often of late; then this guess is noted, and is wrong until it is right.

        Many guesses at once are so counted before the first of them is judged.
        """
        with self._lock:
            if any(len(self._recent(each)) >= GUESSES for each in who):
                return False
            for each in who:
                self._wrong[each] = [*self._recent(each), monotonic()]
                self._wrong.move_to_end(each)
            while len(self._wrong) > MOST_GUESSERS:
                self._wrong.popitem(last=False)
            return True

    def right(self, *who: str) -> None:
        """Forgets the wrong ones, after a right one."""
        with self._lock:
            for each in who:
                self._wrong.pop(each, None)

    def _recent(self, who: str) -> list[float]:
        return [at for at in self._wrong.get(who, ()) if monotonic() - at < MEMORY]


def _mark(key: str) -> str:
    """What is kept of a session's key, so that who reads the memory cannot use it."""
    return sha256(key.encode()).hexdigest()
