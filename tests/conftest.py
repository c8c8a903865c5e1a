"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from doubles.cbs import Cbs
from hypothesis import settings

# Derandomised: a test that fails on one machine fails on the next one too. No deadline: printing warms up slowly.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture
def cbs() -> Iterator[Cbs]:
    """CBS's open data on this machine."""
    with Cbs() as service:
        yield service
