"""A mail server with faults by chance, which remembers of each letter what is needed to find one lost or doubled."""

from __future__ import annotations

import logging
from collections import Counter
from email import message_from_bytes
from random import Random

from doubles.mail_server import MailServer

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # what is left of a letter that was cut off is no command

FAULTS = ("451 4.3.0 try again later", "452 4.2.2 mailbox full", "data:451 4.3.0 later", "dot:451 4.3.0 later")
FAULTS += ("421 4.3.2 closing", "cut-data", "cut-dot", "lose-dot")
"""What happens to one letter of ``RATE``; the last two leave the sender without an answer."""

GONE = "550 5.1.1 user unknown"
RATE, GONE_RATE = 0.02, 0.002


class Receipts(list[tuple[str, str, bytes]]):
    """Accepted letters, of which only recipient and Message-ID are kept."""

    def __init__(self, faults: dict[str, list[str]]) -> None:
        super().__init__()
        self._faults = faults
        self.message_ids: Counter[str] = Counter()
        self.recipients: dict[str, str] = {}

    def append(self, letter: tuple[str, str, bytes]) -> None:
        """Keeps recipient and Message-ID of a letter; the next one to the recipient may meet another fault."""
        _, recipient, content = letter
        message_id = str(message_from_bytes(content.partition(b"\r\n\r\n")[0])["Message-ID"])
        self.message_ids[message_id] += 1
        self.recipients[message_id] = recipient
        if self._faults.get(recipient) == ["ok"]:
            del self._faults[recipient]


class FaultyServer(MailServer):
    """A server that chooses a fault for some of the letters."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self.receipts = Receipts(self.faults)
        self.taken = self.receipts
        self.happened: Counter[str] = Counter()
        self._random = random

    def fault(self, recipient: str) -> str:
        """The fault of the next letter to this recipient; the same until it has happened."""
        if recipient not in self.faults:
            chance = self._random.random()
            chosen = GONE if chance < GONE_RATE else self._random.choice(FAULTS) if chance < RATE else "ok"
            self.faults[recipient] = [chosen]
        return super().fault(recipient)

    def done(self, recipient: str) -> None:
        """Removes the fault that has happened, and counts it."""
        for fault in self.faults.pop(recipient, ()):
            self.happened[fault] += 1
