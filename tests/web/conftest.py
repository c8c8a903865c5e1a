"""A browser for the tests that look at the organiser's page as it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.hands import chromium
from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parts that one morning printed, so that the next need not print them again."""
    return tmp_path_factory.mktemp("stock") / "stock"
