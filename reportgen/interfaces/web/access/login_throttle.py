"""Limits on failed logins: an account is locked for a growing while, and an address is slowed down.

Used from the event loop only, so without locks of threads. In memory only, like sessions.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

MAX_FAILURES = 5
"""Failures after which an account is locked, and an address is slowed down."""

FORGET_AFTER = 3600
"""Seconds without a failure after which the earlier ones do not count any more."""

MAX_TRACKED = 10_000
"""Accounts and addresses of which failures are counted; of those that are not locked the oldest are dropped."""

MAX_WAITING = 20
"""Logins from one address that wait for their turn."""


class TooManyWaiting(Exception):
    """MAX_WAITING other logins from this address wait for their turn."""


@dataclass(slots=True)
class _Failures:
    """Failures of one account or address; times in monotonic seconds."""

    count: int = 0
    last: float = 0.0
    locked_until: float = 0.0


@dataclass(slots=True)
class LoginThrottle:
    """Counts failed logins by key: an account, or an account from a known browser or address, each on its own.

    Attributes:
        first_lock: seconds of an account's first lock; each next one takes twice as long.
        longest_lock: seconds of the longest.
        longest_delay: seconds by which an address is slowed down at most.
        now: a monotonic clock, in seconds.
    """

    first_lock: float = 30
    longest_lock: float = 900
    longest_delay: float = 2
    now: Callable[[], float] = monotonic
    _accounts: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)
    _networks: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)
    _known: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)
    _waiting: Counter[str] = field(default_factory=Counter)
    _one_each: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _strangers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    _acquainted: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    def locked_for(self, key: str) -> float:
        """Seconds for which this key is still locked; 0 when it is not."""
        found = self._accounts.get(key)
        return max(0.0, found.locked_until - self.now()) if found else 0.0

    def count_attempt(self, key: str) -> None:
        """Counts a login as failed until ``succeeded`` is called, so that many at once stay within the limit."""
        kept = self._noted(self._accounts, key)
        if kept.count >= MAX_FAILURES:
            lock = self.first_lock * 2.0 ** min(kept.count - MAX_FAILURES, 30)
            kept.locked_until = kept.last + min(lock, self.longest_lock)

    def succeeded(self, key: str, name: str, network: str) -> None:
        """Forgets the failures of a key, and remembers that this account logs in from this address."""
        self._accounts.pop(key, None)
        self._known[name, network] = None
        self._known.move_to_end((name, network))
        while len(self._known) > MAX_TRACKED:
            self._known.popitem(last=False)

    def failed(self, network: str) -> None:
        """Counts a wrong password against an address."""
        self._noted(self._networks, network)

    def is_known(self, name: str, network: str) -> bool:
        """Whether this account logged in from this address before."""
        return (name, network) in self._known

    def delay(self, network: str) -> float:
        """Seconds that a login from this address is held up: nothing at first, then twice as long each time."""
        found = self._networks.get(network)
        if found is None or found.count < MAX_FAILURES or self.now() - found.last > FORGET_AFTER:
            return 0.0
        return min(0.1 * 2.0 ** min(found.count - MAX_FAILURES, 30), self.longest_delay)

    @asynccontextmanager
    async def turn(self, network: str, known_browser: bool) -> AsyncIterator[None]:
        """The turn to verify a password, which takes time and memory: one at once for each address, two in all.

        A known browser is not held up by what others at its address, or anywhere else, do.

        Raises:
            TooManyWaiting: too many logins from this address wait already.
        """
        if known_browser:
            async with self._acquainted:
                yield
            return
        if self._waiting[network] >= MAX_WAITING:
            raise TooManyWaiting
        self._waiting[network] += 1
        try:
            await asyncio.sleep(self.delay(network))
            async with self._one_each[network], self._strangers:
                yield
        finally:
            self._waiting[network] -= 1
            if not self._waiting[network]:
                del self._waiting[network]
                self._one_each.pop(network, None)

    def _noted(self, among: OrderedDict[str, _Failures], key: str) -> _Failures:
        """The failures of a key with one more; keys that are not locked make room for it."""
        now = self.now()
        kept = among.get(key)
        if kept is None or now - kept.last > FORGET_AFTER:
            kept = _Failures()
        kept.count, kept.last = kept.count + 1, now
        among[key] = kept
        among.move_to_end(key)
        if len(among) > MAX_TRACKED:
            del among[
                next((each for each, failures in among.items() if failures.locked_until <= now), next(iter(among)))
            ]
        return kept
