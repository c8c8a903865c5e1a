"""A terminal in another encoding than UTF-8: everything is written, and JSON stays JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper

import pytest
from rich.console import Console

from reportgen.interfaces.cli.output.terminal import print_json
from reportgen.interfaces.standard_streams import escape_what_cannot_be_written

TEXT = "‘Súdwest-Fryslân’ 😀 \udce9"


def written(stream: TextIOWrapper) -> bytes:
    stream.flush()
    assert isinstance(stream.buffer, BytesIO)
    return stream.buffer.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_text_can_be_written_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = TextIOWrapper(BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    escape_what_cannot_be_written()
    Console().print(TEXT, soft_wrap=True)
    assert r"\udce9" in written(stream).decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_json_is_the_same_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = TextIOWrapper(BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    print_json({"naam": TEXT})
    assert json.loads(written(stream).decode(encoding)) == {"naam": TEXT}


def test_streams_that_were_closed_before_lead_nowhere() -> None:
    program = (
        "from reportgen.interfaces.standard_streams import *; open_what_is_closed(); escape_what_cannot_be_written()"
    )
    looks = "import os; print('a'); os.write(2, b'b'); assert os.open('/', 0) > 2"
    closed = f'exec 0<&- 1>&- 2>&-; exec {sys.executable} -c "{program}; {looks}"'
    assert subprocess.run(["bash", "-c", closed], check=False).returncode == 0


def test_a_command_says_all_it_has_to_say_in_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "figures", "list"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "20"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u2013" in done.stdout
