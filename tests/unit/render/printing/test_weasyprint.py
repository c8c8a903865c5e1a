"""What is worked out once stays right: pages come out as WeasyPrint by itself makes them, in whatever order."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from weasyprint.css import StyleFor

from reportgen.render.content.parts import Part
from reportgen.render.content.style import Style
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing import cascade, whole_pack
from reportgen.render.printing.cascade import remembered_styles
from reportgen.render.printing.press import Job

WITHOUT = """
import pickle, sys
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from reportgen.render import layout
layout.take_shortcuts = lambda: None
layout.remembered_styles = nullcontext
from reportgen.render.printing.worker import whole_pack
for job in pickle.loads(Path(sys.argv[1]).read_bytes()):
    print(sha256(whole_pack(job.parts, job.identity, job.imprint())).hexdigest())
"""


def _jobs(packs: Mapping[str, Sequence[Part]], guest: Sequence[Part]) -> list[Job]:
    """Packs that share styles, and one in other colours between them."""
    purple = Style(subject="#6b2d73", own="#1f6f43")
    coloured = tuple(replace(part, style=purple) for part in packs["GM0363"])
    made = (packs["GM0363"], guest, coloured, packs["GM0088"], packs["GM0363"])
    return [
        Job(Identity(f"x.{number:04d}", "0" * 64), tuple(parts), "VNG", "2018-12-10")
        for number, parts in enumerate(made)
    ]


def _digests(jobs: Sequence[Job]) -> list[str]:
    return [sha256(whole_pack(job.parts, job.identity, job.imprint())).hexdigest() for job in jobs]


def test_pages_come_out_as_the_printer_by_itself_makes_them(
    packs: Mapping[str, Sequence[Part]], guest: Sequence[Part], tmp_path: Path
) -> None:
    jobs = _jobs(packs, guest)
    kept = tmp_path / "jobs"
    kept.write_bytes(pickle.dumps(jobs))
    alone = subprocess.run([sys.executable, "-c", WITHOUT, str(kept)], capture_output=True, text=True, check=True)
    assert _digests(jobs) == alone.stdout.split()


def test_styles_are_remembered_for_the_next_part_and_not_for_ever(
    packs: Mapping[str, Sequence[Part]], guest: Sequence[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = _jobs(packs, guest)[:2]
    before = _digests(jobs)
    known = len(cascade._REMEMBERED.styles)
    assert _digests(jobs[:1]) == before[:1]
    assert len(cascade._REMEMBERED.styles) == known > 50
    monkeypatch.setattr(cascade, "MOST", 20)
    monkeypatch.setattr(cascade, "_REMEMBERED", cascade._Remembered())
    assert _digests(jobs) == before
    assert len(cascade._REMEMBERED.styles) <= 20


def test_another_document_of_the_same_process_is_left_alone() -> None:
    import weasyprint.css

    with remembered_styles():
        assert weasyprint.css.StyleFor is not StyleFor
    assert weasyprint.css.StyleFor is StyleFor
