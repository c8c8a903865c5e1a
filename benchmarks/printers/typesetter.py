"""Typst, on a template of its own that makes the same pages from the same words, numbers and drawings.

One warm compiler, which keeps its fonts and what it worked out before; the files are PDF/A-2a and PDF/UA-1, with tags.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from printers.view import Views, files_of
from reportgen.render.content.resources import FONTS
from reportgen.render.printing.job import Job

TEMPLATE = Path(__file__).parent / "pack.typ"
STANDARDS = ["a-2a", "ua-1"]

_MAIN = b'#import "pack.typ": pack\n#pack(json("pack.json"))\n'


@contextmanager
def printer() -> Iterator[Callable[[Job], bytes]]:
    """A function that prints a pack."""
    with TemporaryDirectory() as folder:  # these fonts, and not others that lie beside them
        for font in FONTS.values():
            shutil.copy(font, folder)
        compiler = typst.Compiler(font_paths=typst.Fonts(False, False, [folder]))
        yield _with(compiler)


def _with(compiler: typst.Compiler) -> Callable[[Job], bytes]:
    template, views = TEMPLATE.read_bytes(), Views()

    def printed(job: Job) -> bytes:
        pack = views.of(job)
        files = {"main.typ": _MAIN, "pack.typ": template, "pack.json": json.dumps(pack).encode()}
        files |= {name: views.drawings[name] for name in files_of(pack)}
        pdf: bytes = compiler.compile(files, format="pdf", pdf_standards=STANDARDS)
        return pdf

    return printed
