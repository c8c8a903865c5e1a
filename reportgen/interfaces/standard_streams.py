"""Standard streams of a program: any text can be written, whatever encoding the terminal has and whatever is closed."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def open_what_is_closed() -> None:
    """Opens standard streams that were closed before the program began, to nowhere.

    Otherwise the next file that is opened takes their number, and a library or a process of ours may write into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
            os.set_inheritable(opened, True)
            stream = os.fdopen(opened, "r" if number == 0 else "w", encoding="utf-8")
            setattr(sys, name, stream)


def escape_what_cannot_be_written() -> None:
    r"""Writes characters that the encoding of the terminal lacks as ``\u2019``, rather than failing.

    Such encodings are those of old terminals, and of cron without a locale; and in UTF-8 file names may have bytes that
    are no text.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
