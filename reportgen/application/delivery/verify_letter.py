"""Whether a letter is what was promised, and its addressee's own.

As a program of its own (``python -m reportgen.application.delivery.verify_letter``) it looks at letters for a run that
is busy sending: questions come in and answers go out line by line, and it ends with whoever asks. It takes little along, so as to start at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from reportgen.errors import MailError, ReportgenError
from reportgen.mail import letter_identity
from reportgen.render.pdf.identity import identity_in
from reportgen.storage.archive.archive import Archive

NO = "no"
"""The answer about a letter that is not as it should be; one that is, is answered with its digest."""


MODEST = 5
"""How much (nice) the program leaves the processor to the run it works for, and to the mail server."""


@dataclass(frozen=True, slots=True)
class ExpectedLetter:
    """What the ledger promised of one letter, and where the archive keeps it."""

    key: str
    edition: int
    number: int
    recipient: str
    message_id: str
    letter: str
    pack: str
    owner: str


def kept(promise: ExpectedLetter, archive: Archive) -> bytes:
    """The exact bytes that were promised, from the archive.

    Raises:
        ArchiveError: they are missing, or not what was sealed.
    """
    return archive.read(promise.edition, f"letters/{promise.number:04d}.eml", promise.letter)


def match(promise: ExpectedLetter, content: bytes) -> None:
    """Looks whether a letter is for its addressee through and through.

    Raises:
        MailError: the address, the name, the attachment or the pack's owner is not what was promised.
    """
    says = letter_identity.identity_of(content)
    identity = identity_in(says.pdf)
    checks = {
        "address": says.recipient == promise.recipient,
        "Message-ID": says.message_id == promise.message_id,
        "pack": sha256(says.pdf).hexdigest() == promise.pack,
        "pack's owner": identity is not None and identity.participant == promise.owner,
    }
    wrong = [what for what, right in checks.items() if not right]
    if wrong:
        raise MailError(
            f"The letter does not match its addressee: {', '.join(wrong)}",
            where=promise.key,
            todo="do not send it; run: reportgen verify EVENT",
        )


def question(promise: ExpectedLetter) -> str:
    """A line that asks about a letter."""
    return json.dumps(asdict(promise)) + "\n"


def answer(line: str, archive: Archive) -> str:
    """The line that answers a question: the digest of a letter that is as it should be, or that it is not."""
    promise = ExpectedLetter(**json.loads(line))
    try:
        match(promise, kept(promise, archive))
    except ReportgenError:
        return f"{NO}\n"  # the run looks itself, and says what is wrong
    return f"{promise.letter}\n"


def answer_all(questions: Iterable[str], archive: Archive, answers: IO[str]) -> None:
    """Answers each question as it comes, until nobody asks any more."""
    for line in questions:
        answers.write(answer(line, archive))
        answers.flush()


if __name__ == "__main__":
    os.nice(MODEST)
    answer_all(sys.stdin, Archive(Path(sys.argv[1])), sys.stdout)
