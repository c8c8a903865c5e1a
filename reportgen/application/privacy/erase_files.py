"""Erases personal data in files beside the ledger and the archive: lists, caches, previews, submissions, reports."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from reportgen.application.event.create import LIST, STARTERS
from reportgen.config.edit_event_toml import event_toml_with_list
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings
from reportgen.sources.texts.table_reports import FOLDER as REPORTS
from reportgen.storage.archive.erase import ErasedFile
from reportgen.storage.atomic import write_atomically
from reportgen.storage.originals import ORIGINALS
from reportgen.storage.version_index import EARLIER_FOLDER


def remove_files(folder: Path, paths: Paths, key: str, numbers: Collection[int], everyone: bool) -> Iterator[str]:
    """Removes caches, previews, copies and outbox files with personal data, and yields their paths."""
    output = paths.output
    folders = [
        paths.part_cache,
        *paths.former_caches,
        paths.pending_list(key),
        paths.venue(key),
        output / "preview" / key,
    ]
    folders += [paths.test_outbox(key), output / "test" / "outbox" / key]  # the second: versions before 0.2
    files = [paths.decision_cache(key), paths.solution_cache(key)]
    if everyone:
        folders += [paths.outbox(key), paths.answers(key), folder / EARLIER_FOLDER]
    else:
        files += [path for number in numbers for path in paths.outbox(key).glob(f"{key}.{number:04d}.*")]
    for path in folders:
        if path.exists():
            shutil.rmtree(path)
            yield str(path)
    for path in files:
        if path.is_file():
            path.unlink()
            yield str(path)


def remove_letters(outbox: Path, key: str, erased: Iterable[ErasedFile]) -> Iterator[str]:
    """Removes the letters in the outbox that were erased from the archive, and yields their paths."""
    for each in erased:
        if each.path.startswith("data/letters/"):
            path = outbox / f"{key}.{Path(each.path).stem}.{each.edition:04d}.eml"
            if path.is_file():
                path.unlink()
                yield str(path)


def remove_submissions(folder: Path, digests: Collection[str], words: Collection[str]) -> Iterator[str]:
    """Removes submissions of someone, submissions of others that name them, and reports; yields their paths.

    Args:
        folder: of the answers.
        digests: SHA-256 of their submissions.
        words: a submission with one of these names them.
    """
    named = [word.encode() for word in words if word]
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        is_original = path.parent.name == ORIGINALS
        content = path.read_bytes().lower() if is_original and path.stem not in digests else b""
        if not is_original or path.stem in digests or any(word.lower() in content for word in named):
            path.unlink()
            yield str(path)


def empty_lists(folder: Path, settings: Settings) -> list[str]:
    """Replaces each list of the event by an empty one, and returns the paths of the lists."""
    text = (folder / EVENT_FILE).read_text("utf-8")
    removed = []
    for place, (path, _) in enumerate(settings.lists):
        empty = path.with_suffix(".csv")
        write_atomically(empty, (STARTERS / LIST).read_bytes())
        text = event_toml_with_list(text, place, empty.relative_to(folder).as_posix()) if empty != path else text
        removed.append(str(path))
    write_atomically(folder / EVENT_FILE, text.encode())
    for path, _ in settings.lists:
        if path.suffix != ".csv":
            path.unlink(missing_ok=True)
    return removed


def remove_table_reports(folder: Path) -> list[str]:
    """Removes the table reports, which may name people, and returns their path."""
    reports = folder / REPORTS
    if not reports.exists():
        return []
    shutil.rmtree(reports)
    return [str(reports)]
