"""Files that are made once for all processes that run the tests, by the first that wants them."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def common_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the session that all its processes have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Path], Made]) -> Made:
    """Makes something in a folder unless that was done; what it came to is the same for everyone.

    The folder may be looked at by several processes at once: whoever goes on from it takes a copy.
    """
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder.with_suffix(".made")
        if not kept.exists():
            folder.mkdir()
            try:
                kept.write_bytes(pickle.dumps(make(folder)))
            except BaseException:
                shutil.rmtree(folder)
                raise
        made: Made = pickle.loads(kept.read_bytes())
        return made
