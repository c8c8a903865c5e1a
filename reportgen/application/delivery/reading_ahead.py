"""Letters are read and looked at while those before them are on their way.

A long run has a process beside it that looks at the letters to come, and only says which are as they should be. The
bytes that go are read by the run itself, against the same digest; where the process vouches for nothing, the run looks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from select import select

from reportgen.application.delivery.verify_letter import ExpectedLetter, kept, match, question
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import participant_id
from reportgen.storage.archive.archive import Archive

FEW = 50
"""Letters that have gone before a process beside the run is of any use."""

IN_HAND = 2
"""Letters that are in memory before their turn."""

ASKED = 32
"""Letters that are asked about before their turn: enough to keep the other at work, few enough for a pipe."""

KEEPS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "67108864", "MALLOC_TRIM_THRESHOLD_": "67108864"}
"""Lets glibc use the memory of one letter for the next, up to 64 MiB: asking anew takes a quarter more time."""

PATIENCE = 10.0
"""Seconds after which the process beside the run is not waited for any more."""


class Ahead:
    """The letters that are due, by their place in the row."""

    def __init__(self, due: Sequence[Delivery], archive: Archive, reader: ThreadPoolExecutor) -> None:
        self._due = tuple(map(promised, due))
        self._archive = archive
        self._reader = reader
        self._coming: dict[int, Future[bytes]] = {}
        self._beside = Beside(self._due, archive.folder) if len(due) > 2 * FEW else None

    def letter(self, place: int) -> bytes:
        """The exact bytes that were promised, if they are for the addressee through and through.

        Raises:
            ReportgenError: the bytes, the address, the attachment or the pack's owner is not what was promised.
        """
        for each in range(place, min(place + 1 + IN_HAND, len(self._due))):
            if each not in self._coming:
                self._coming[each] = self._reader.submit(self._checked, each)
        return self._coming.pop(place).result()

    def is_ready(self, place: int) -> bool:
        """Whether there is such a letter, and nobody has to wait for it."""
        return place in self._coming and self._coming[place].done()

    def close(self) -> None:
        """Lets go of the letters that did not go."""
        for each in self._coming.values():
            each.cancel()
        if self._beside:
            self._beside.end()

    def _checked(self, place: int) -> bytes:
        content = kept(self._due[place], self._archive)
        if not (self._beside and self._beside.vouches_for(place)):
            match(self._due[place], content)
        return content


@contextmanager
def read_ahead(due: Sequence[Delivery], archive: Archive) -> Iterator[Ahead]:
    """The letters that are due, read by a thread of their own."""
    with ThreadPoolExecutor(1) as reader:
        ahead = Ahead(due, archive, reader)
        try:
            yield ahead
        finally:
            ahead.close()


def promised(delivery: Delivery) -> ExpectedLetter:
    """What the ledger promised of a letter, with whose pack must be in it."""
    return ExpectedLetter(
        delivery.key,
        delivery.edition,
        delivery.participant,
        delivery.recipient,
        delivery.message_id,
        delivery.letter_digest,
        delivery.pack_digest,
        participant_id(delivery.event, delivery.participant),
    )


class Beside:
    """A process that looks at the letters from the fiftieth on, in their order."""

    def __init__(self, due: Sequence[ExpectedLetter], folder: Path) -> None:
        self._due = due
        self._asked = self._answered = FEW
        self._said = b""
        self._is_up = False
        self._is_gone = False
        # Out of the reach of an interruption by hand: that is the run's to hear, with which this process ends.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reportgen.application.delivery.verify_letter", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            process_group=0,
            env={**os.environ, **KEEPS_MEMORY, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def vouches_for(self, place: int) -> bool:
        """Whether it looked at this letter, and found it as promised; one that never answers vouches for nothing."""
        if place < self._answered or self._is_gone:
            self._ask(place)
            return False
        self._ask(place)
        while self._answered <= place:
            answer = self._answer()
            if answer is None:
                return False
            self._answered += 1
        return answer == self._due[place].letter

    def end(self) -> None:
        """Ends it."""
        self._is_gone = True
        self._process.kill()
        self._process.communicate()

    def _ask(self, place: int) -> None:
        """Asks about the letters up to some way ahead."""
        until = min(place + ASKED, len(self._due))
        questions = "".join(map(question, self._due[self._asked : until]))
        self._asked = max(self._asked, until)
        if not questions or self._is_gone or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(questions.encode())
        except OSError:
            self._is_gone = True

    def _answer(self) -> str | None:
        """The next answer; None where there is none yet and the process has hardly started, or it is gone."""
        assert self._process.stdout is not None
        while b"\n" not in self._said:
            if self._is_gone or not select([self._process.stdout], [], [], PATIENCE if self._is_up else 0)[0]:
                self._is_gone = self._is_gone or self._is_up
                return None
            said = self._process.stdout.read(1 << 16)
            self._is_up, self._is_gone = True, not said
            self._said += said
        answer, _, self._said = self._said.partition(b"\n")
        return answer.decode()
