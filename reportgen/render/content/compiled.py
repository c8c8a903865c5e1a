"""Templates are kept compiled as Python keeps its modules: in the same folder, and on the same conditions."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from reportgen.domain.pack.edition import fingerprint
from reportgen.render.content.parts import design_digest


class _BesideModules(FileSystemBytecodeCache):
    """What is kept is of one design: compiling works out what templates do with fixed values."""

    def get_source_checksum(self, source: str) -> str:
        """A digest of a template and of what it may call."""
        return fingerprint(source, design_digest())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes what was kept, unless it is cut off or something else."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever is in that file
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps it, where that may be and can be; else it costs time later, and nothing now."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def compiled(which: str) -> FileSystemBytecodeCache:
    """Where the program's own templates are kept compiled.

    Args:
        which: for whom they are compiled; who compiles them in another way must not find them.
    """
    return _BesideModules(str(Path(cache_from_source(__file__)).parent), f"{which}-%s.template")
