"""An uploaded programme as rows of the form, beside those of the programme as it is; read in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from reportgen.application.event.merge_programme import paired_rows
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.interfaces.web.inputs.programme_form import FormRow
from reportgen.render.processes.timeouts import TooSlow
from reportgen.render.processes.worker_process import WorkerDied, WorkerProcess
from reportgen.sources.lists.programme_table import ProgrammeTable, programme_table

MAX_SECONDS = 30.0
"""Seconds that reading may take; it takes one."""

KINDS = (".csv", ".txt", ".tsv", ".xlsx", ".ods")
"""How names of programmes end."""


@dataclass(frozen=True, slots=True)
class UploadedProgramme:
    """What an uploaded file would make of the programme.

    Attributes:
        name: of the file.
        rows: those of the file, and marked as to be removed those that it lacks.
        others: headings of its columns that are not used.
    """

    name: str
    rows: tuple[FormRow, ...]
    others: tuple[str, ...]


def rows_of_upload(name: str, content: bytes, present: ProgrammeTable) -> UploadedProgramme:
    """The rows of an uploaded file.

    Args:
        name: as the browser sent it; nothing is written under it.
        present: the programme as it is.

    Raises:
        ReportgenError: it is no programme, or cannot be read in time.
    """
    shown = PurePosixPath(PureWindowsPath(name).name).name[-100:]
    kind = PurePosixPath(shown).suffix.casefold()
    if kind not in KINDS:
        raise SourceError(
            "The file is no programme",
            where=shown,
            todo=said("choose one that ends in {kinds}", kinds=", ".join(KINDS)),
        )
    worker = WorkerProcess()
    try:
        found = worker.result(_table_in, (kind, content), MAX_SECONDS)
    except (TooSlow, WorkerDied):
        found = MemoryError()
    finally:
        worker.close()
    if isinstance(found, MemoryError | RecursionError):
        raise SourceError("The list takes too much time or memory to check", where=shown)
    if isinstance(found, Exception):
        raise found
    others = tuple(each for each in found.others if each not in present.others)
    return UploadedProgramme(shown, _beside(present, found), others)


def _beside(present: ProgrammeTable, uploaded: ProgrammeTable) -> tuple[FormRow, ...]:
    rows: Sequence[FormRow] = [FormRow(each) for each in paired_rows(present.rows, uploaded.rows)]
    kept = {each.row.line for each in rows}
    return (*rows, *(FormRow(each, removed=True) for each in present.rows if each.line not in kept))


def _table_in(task: tuple[str, bytes]) -> ProgrammeTable:
    kind, content = task
    with TemporaryDirectory(prefix="reportgen-") as folder:
        path = Path(folder) / f"programma{kind}"
        path.write_bytes(content)
        return programme_table(path)
