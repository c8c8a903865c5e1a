"""How long the response of another machine may take as a whole, and how many bytes it may have.

A limit on each read alone is none: a machine that sends a byte now and then would be waited for without end.
"""

from __future__ import annotations

from math import inf

from reportgen.domain.timer import Timer

SHORTEST_WAIT = 0.001
"""Seconds: sockets take 0 for not waiting at all, which is something else."""


class ResponseLimit:
    """The limit of one response; it is told of every piece that comes in."""

    def __init__(
        self, timer: Timer, seconds: float, max_bytes: int, least_rate: float = inf, longest: float = inf
    ) -> None:
        """
        Args:
            seconds: how long the response may take.
            max_bytes: the most bytes it may have.
            least_rate: bytes a second: a response that comes in faster may go on for longer.
            longest: seconds that it may take at most, however fast it comes in.
        """
        self._timer = timer
        self._begun = timer()
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._least_rate = least_rate
        self._longest = longest
        self._taken = 0

    def seconds_left(self) -> float:
        """How long to wait for the next piece, in seconds.

        Raises:
            TimeoutError: the time is up.
        """
        allowed = min(self._longest, self._seconds + self._taken / self._least_rate)
        left = self._begun + allowed - self._timer()
        if left <= 0:
            raise TimeoutError(f"timed out: the whole answer did not come within {allowed:.3g} seconds")
        return max(left, SHORTEST_WAIT)

    def take(self, count: int) -> None:
        """Notes that so many bytes came in.

        Raises:
            OSError: they are more than a response may have.
        """
        self._taken += count
        if self._taken > self._max_bytes:
            raise OSError(f"the answer has no end: more than {self._max_bytes:,} bytes")
