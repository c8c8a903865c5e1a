"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# Derandomised: a test that fails on one machine fails on the next one too. No deadline: printing warms up slowly.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
