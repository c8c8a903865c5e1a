"""Sessions of signed-in organisers; in memory only."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import monotonic

from reportgen.interfaces.web.background.later_text import LaterText

MAX_AGE = 12 * 3600
"""Seconds after which a session ends, whatever happens in it."""
MAX_IDLE = 2 * 3600
"""Seconds without a request after which a session ends."""

MAX_SESSIONS = 1000

MAX_SESSIONS_EACH = 20
"""Sessions of one organiser; with one more the oldest ends."""


@dataclass(frozen=True, slots=True)
class Undo:
    """A form that takes back what was done.

    Attributes:
        path: the address that it is sent to, in full.
        fields: its fields.
        label: of its button.
    """

    path: str
    fields: Mapping[str, str]
    label: str = "Ongedaan maken"


@dataclass(frozen=True, slots=True)
class Message:
    """What the next page says.

    Attributes:
        kind: ``good`` or ``bad``.
        field: the field of a form that it is about; may be empty.
        undo: how to take back what was done; None where that cannot be.
        later: what follows from what was done, which comes behind the text once it is worked out.
    """

    kind: str
    text: str
    field: str = ""
    undo: Undo | None = None
    later: LaterText | None = None

    @property
    def is_unfinished(self) -> bool:
        """Whether what comes behind the text is not there yet."""
        return self.later is not None and self.later.text is None


@dataclass(slots=True)
class LoginSession:
    """The session of an organiser.

    Attributes:
        password_hash: the hash at login; when the stored hash differs, the session is over.
        token: the CSRF token of every form in this session.
        started, last_seen: monotonic seconds.
        streams: open streams of events.
        wrong_passwords: how often it gave another password of now than the organiser's.
        messages: to show on the next page.
        made: where forms that make something led to, by a digest of the form, so that each makes it once.
        making: held while one of them does.
        dismissed: the version of the state of the job that the organiser does not want to see any more.
    """

    name: str
    password_hash: str
    token: str
    started: float
    last_seen: float
    streams: int = 0
    wrong_passwords: int = 0
    messages: list[Message] = field(default_factory=list)
    made: dict[str, tuple[str, bool]] = field(default_factory=dict)
    making: Lock = field(default_factory=Lock)
    dismissed: int = -1


class LoginSessions:
    """All sessions, by the digest of their key. They end when the program ends."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, LoginSession] = OrderedDict()
        self._secret = secrets.token_bytes(32)
        self._lock = Lock()

    def start(self, name: str, password_hash: str) -> str:
        """Starts a session; returns its key, for the browser's cookie."""
        key, now = secrets.token_urlsafe(32), monotonic()
        with self._lock:
            self._sessions[_digest(key)] = LoginSession(name, password_hash, secrets.token_urlsafe(32), now, now)
            own = [each for each, session in self._sessions.items() if session.name == name]
            for each in (*own[:-MAX_SESSIONS_EACH], *list(self._sessions)[:-MAX_SESSIONS]):
                self._sessions.pop(each, None)
        return key

    def get(self, key: str, touch: bool = True) -> LoginSession | None:
        """The session with this key, or None when there is none or it has ended.

        Args:
            touch: whether this request counts as activity.
        """
        now = monotonic()
        with self._lock:
            session = self._sessions.get(_digest(key))
            if session and (now - session.started > MAX_AGE or now - session.last_seen > MAX_IDLE):
                del self._sessions[_digest(key)]
                session = None
            if session and touch:
                session.last_seen = now
        return session

    def end(self, key: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(_digest(key), None)

    def token_for(self, visitor: str) -> str:
        """The CSRF token of the login form, for a visitor without a session."""
        return hmac.new(self._secret, visitor.encode(), sha256).hexdigest()


def _digest(key: str) -> str:
    """What is kept of a session key, so that a dump of memory or a log gives no usable key."""
    return sha256(key.encode()).hexdigest()
