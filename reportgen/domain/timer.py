"""The type of timers, by which durations are measured."""

from __future__ import annotations

from collections.abc import Callable

Timer = Callable[[], float]
"""Seconds on a monotonic clock, which nobody sets back or forward."""
