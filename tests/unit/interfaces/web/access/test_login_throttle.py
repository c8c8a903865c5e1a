"""Failed logins lock an account for a growing while, and slow an address down."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from reportgen.interfaces.web.access import login_throttle
from reportgen.interfaces.web.access.login_throttle import LoginThrottle, TooManyWaiting


@dataclass
class Clock:
    """A monotonic clock that is moved by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def _failing(throttle: LoginThrottle, key: str, times: int) -> None:
    for _ in range(times):
        assert not throttle.locked_for(key)
        throttle.count_attempt(key)


def test_five_failures_lock_an_account_for_a_growing_while() -> None:
    clock = Clock()
    throttle = LoginThrottle(now=clock)
    _failing(throttle, "anna", 5)
    locks = []
    for _ in range(8):
        locks.append(throttle.locked_for("anna"))
        clock.seconds += locks[-1]
        _failing(throttle, "anna", 1)
    assert locks == [30, 60, 120, 240, 480, 900, 900, 900]
    assert not throttle.locked_for("bram")


def test_a_lock_runs_out_and_success_or_quiet_forgets_it() -> None:
    clock = Clock()
    throttle = LoginThrottle(now=clock)
    _failing(throttle, "anna", 5)
    clock.seconds += 29.9
    assert throttle.locked_for("anna")
    clock.seconds += 0.1
    assert not throttle.locked_for("anna")
    throttle.count_attempt("anna")
    throttle.succeeded("anna", "anna", "192.0.2.1")
    assert not throttle.locked_for("anna")
    _failing(throttle, "anna", 4)
    clock.seconds += login_throttle.FORGET_AFTER + 1
    _failing(throttle, "anna", 4)
    assert not throttle.locked_for("anna")


def test_an_address_is_slowed_down_to_a_limit_and_no_other() -> None:
    clock = Clock()
    throttle = LoginThrottle(now=clock)
    delays = []
    for _ in range(100):
        delays.append(throttle.delay("192.0.2.1"))
        throttle.failed("192.0.2.1")
    assert delays[:5] == [0] * 5
    assert delays == sorted(delays)
    assert max(delays) == throttle.longest_delay
    assert not throttle.delay("192.0.2.2")
    clock.seconds += login_throttle.FORGET_AFTER + 1
    assert not throttle.delay("192.0.2.1")


def test_a_flood_of_names_and_addresses_takes_no_memory_and_opens_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "MAX_TRACKED", 50)
    throttle = LoginThrottle(now=Clock())
    _failing(throttle, "anna", 5)
    for number in range(500):
        throttle.count_attempt(f"name {number}")
        throttle.failed(f"address {number}")
        throttle.succeeded("", f"name {number}", f"address {number}")
    assert throttle.locked_for("anna")
    assert len(throttle._accounts) == len(throttle._networks) == len(throttle._known) == 50


def _run(logins: Coroutine[Any, Any, tuple[int, int, int]]) -> tuple[int, int, int]:
    """Runs a coroutine in a thread of its own: tests in a browser leave a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, logins).result()


async def _logins(throttle: LoginThrottle, networks: list[str], known: bool = False) -> tuple[int, int, int]:
    """How many had a turn, how many were too many, and how many had it at the same time."""
    at_once = most = 0

    async def one(network: str) -> None:
        nonlocal at_once, most
        async with throttle.turn(network, known):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1

    results = await asyncio.gather(*map(one, networks), return_exceptions=True)
    refused = sum(isinstance(each, TooManyWaiting) for each in results)
    return results.count(None), refused, most


def test_one_address_has_one_turn_at_once_and_all_have_two() -> None:
    limit = login_throttle.MAX_WAITING
    throttle = LoginThrottle()
    assert _run(_logins(throttle, ["192.0.2.1"] * 100)) == (limit, 100 - limit, 1)
    assert not throttle._waiting
    assert not throttle._one_each
    throttle = LoginThrottle()
    assert _run(_logins(throttle, [f"192.0.2.{number}" for number in range(100)])) == (100, 0, 2)


def test_a_known_browser_does_not_wait_for_strangers() -> None:
    throttle = LoginThrottle(longest_delay=3600)
    for _ in range(50):
        throttle.failed("192.0.2.1")

    async def both() -> tuple[int, int, int]:
        strangers = asyncio.create_task(_logins(throttle, ["192.0.2.1"] * 20))
        await asyncio.sleep(0)
        found = await _logins(throttle, ["192.0.2.1"], known=True)
        strangers.cancel()
        return found

    assert _run(both()) == (1, 0, 1)
