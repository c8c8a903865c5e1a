"""Standard output and error of a program: any text can be written, whatever encoding the terminal has."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def escape_what_cannot_be_written() -> None:
    r"""Writes characters that the encoding of the terminal lacks as ``\u2019``, rather than failing.

    Such encodings are those of old terminals, and of cron without a locale; and in UTF-8 file names may have bytes that
    are no text.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None where it was closed before the program began
            stream.reconfigure(errors="backslashreplace")
