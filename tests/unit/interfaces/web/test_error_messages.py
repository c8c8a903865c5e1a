"""Errors as organisers read them tell no folder of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.errors import ArchiveError, ReportgenError, SourceError
from reportgen.interfaces.web.error_messages import error_message


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            SourceError("There is no such file", where="/srv/report gen/lists/deelnemers.csv", todo="x"),
            "deelnemers.csv",
        ),
        (ArchiveError("Gone", where="/srv/reportgen/output/ledger.sqlite", todo="see /srv/reportgen/x.txt"), "x.txt"),
        (ReportgenError("No answer of https://opendata.cbs.nl/ODataApi/x"), "https://opendata.cbs.nl/ODataApi/x"),
        (ReportgenError("and/or 1/2 on 12/3/2030"), "and/or 1/2 on 12/3/2030"),
        (KeyError("/srv/reportgen/x"), "x"),
    ],
)
def test_an_error_tells_no_folder_of_the_server(
    error: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where details of a fault are kept
    message = error_message(error)
    assert told in message
    assert "/srv" not in message
