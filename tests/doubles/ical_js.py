"""The reader of calendars in Thunderbird, ical.js, which is unrelated to the library that writes ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from house.modules import ROOT

BUILD = ROOT / ".venv" / "icaljs" / "node_modules" / "ical.js" / "dist"
NODE = shutil.which("node")

needs_ical_js = pytest.mark.skipif(
    NODE is None or not BUILD.is_dir(), reason="node or ical.js is not installed: .ci/test-packages"
)


def read_by_ical_js(files: Iterable[bytes]) -> list[dict[str, Any]]:
    """Each file as ical.js reads it: its ``method`` and ``entries``; it must accept them all."""
    script = str(Path(__file__).parent / "icaljs" / "read.mjs")
    task = json.dumps([each.decode() for each in files])
    done = subprocess.run(
        [str(NODE), script, str(BUILD)], input=task, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read
