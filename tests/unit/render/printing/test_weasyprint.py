"""The replacements of WeasyPrint's functions change no byte, and can be turned off."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.render.content.parts import Part
from reportgen.render.content.style import Style
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing import weasyprint
from reportgen.render.printing.job import Job
from reportgen.render.printing.weasyprint import PLAIN, replacements
from reportgen.render.printing.whole_document import reference_pack

PRINT = """
import pickle, sys
from hashlib import sha256
from pathlib import Path
from reportgen.render.printing.whole_document import reference_pack
from reportgen.render.printing.weasyprint import is_plain
from reportgen.render.printing.worker import printed_part
print(is_plain())
*jobs, last = pickle.loads(Path(sys.argv[1]).read_bytes())
for job in jobs:
    print(sha256(reference_pack(job.parts, job.identity, job.document_info())).hexdigest())
for part in last.parts:
    print(sha256(printed_part(part, validate=False)).hexdigest())
"""


def _jobs(packs: Mapping[str, Sequence[Part]], guest: Sequence[Part]) -> list[Job]:
    """Packs that share styles, and one in other colours between them."""
    purple = Style(subject="#6b2d73", own="#1f6f43")
    coloured = tuple(replace(part, style=purple) for part in packs["GM0088"])
    made = (packs["GM0363"], guest, coloured, packs["GM0088"], packs["GM0363"])
    return [
        Job(Identity(f"x.{number:04d}", "0" * 64), tuple(parts), "VNG", "2018-12-10")
        for number, parts in enumerate(made)
    ]


def _printed(jobs: Path, plain: str) -> tuple[bool, list[str]]:
    """Whether WeasyPrint ran as it was published, and the digests of packs and parts that another process printed."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(jobs)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, PLAIN: plain},
    )
    first, *digests = done.stdout.splitlines()
    return first == "True", digests


def test_packs_and_parts_have_the_same_bytes_with_and_without_the_replacements(
    packs: Mapping[str, Sequence[Part]], guest: Sequence[Part], tmp_path: Path
) -> None:
    jobs = tmp_path / "jobs"
    jobs.write_bytes(pickle.dumps(_jobs(packs, guest)))
    was_plain, plain = _printed(jobs, "1")
    was_replaced, replaced = _printed(jobs, "")
    assert was_plain
    assert not was_replaced
    assert plain == replaced
    assert len(plain) == 4 + len(packs["GM0363"])


def _digests(jobs: Sequence[Job]) -> list[str]:
    return [sha256(reference_pack(job.parts, job.identity, job.document_info())).hexdigest() for job in jobs]


def test_styles_are_kept_for_the_next_part_and_not_for_ever(
    packs: Mapping[str, Sequence[Part]], guest: Sequence[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = _jobs(packs, guest)[:2]
    before = _digests(jobs)
    known = len(weasyprint._STYLE_CACHE.styles)
    assert _digests(jobs[:1]) == before[:1]
    assert len(weasyprint._STYLE_CACHE.styles) == known > 50
    monkeypatch.setattr(weasyprint, "MAX_STYLES", 20)
    monkeypatch.setattr(weasyprint, "_STYLE_CACHE", weasyprint._StyleCache())
    assert _digests(jobs) == before
    assert len(weasyprint._STYLE_CACHE.styles) <= 20


def test_another_document_of_the_same_process_is_left_alone() -> None:
    originals = [(owner, name, getattr(owner, name)) for owner, name, _, _ in weasyprint._REPLACED]
    assert len(originals) > 8
    with replacements():
        assert all(getattr(owner, name) is not original for owner, name, original in originals)
    assert all(getattr(owner, name) is original for owner, name, original in originals)


def test_the_switch_turns_all_of_them_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLAIN, "1")
    with replacements():
        assert all(getattr(owner, name) is original for owner, name, _, original in weasyprint._REPLACED)
