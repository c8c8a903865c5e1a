"""Real mail servers: postfix receives letters and dovecot stores them, both on loopback.

The machine's own mail is not touched: configuration, queue and mailboxes are in a folder that is removed afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from doubles.certificate import certificate_in
from doubles.mail_server_config import DOVECOT, MAIN, MASTER

USER = "briefing@organisatie.example"
PASSWORD = "Zéér geheim"
"""The password of every user, which is not ASCII on purpose."""

PROGRAMS = ("postfix", "dovecot")
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def lacking() -> str:
    """Why these servers cannot run on this machine; empty where they can."""
    if os.geteuid() != 0:
        return "postfix runs as root only"
    missing = [each for each in PROGRAMS if shutil.which(each, path=PATH) is None]
    if missing or not Path("/usr/lib/dovecot/lmtp").exists():
        return "postfix and dovecot with LMTP are not installed; .ci/test-packages does it"
    version = _run("dovecot", "--version").split(".")[:2]
    return "" if version == ["2", "3"] else f"dovecot {'.'.join(version)} wants another configuration than 2.3"


@dataclass
class RealMail:
    """Both servers, running.

    Attributes:
        folder: with configuration, queue and mailboxes.
        starttls, implicit, narrow: the ports of postfix; the last accepts no letter over
            100 kB, and only AUTH LOGIN.
        imap, imaps: the ports of dovecot.
    """

    folder: Path
    starttls: int
    implicit: int
    narrow: int
    imap: int
    imaps: int
    _dovecot: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def ca_file(self) -> Path:
        """The certificate of both, which no machine trusts by default."""
        return self.folder / "cert.pem"

    @property
    def log(self) -> str:
        """The log of postfix."""
        return (self.folder / "postfix.log").read_text("utf-8", "replace")

    def maildir(self, user: str) -> Path:
        """The Maildir of a user."""
        return self.folder / "mail" / _home(user) / "Maildir"

    def messages(self, user: str) -> list[bytes]:
        """All messages of a user, read or unread."""
        return [each.read_bytes() for place in ("cur", "new") for each in sorted(self.maildir(user).glob(f"{place}/*"))]

    def copies_to(self, folder: str, user: str) -> None:
        """Makes a folder beside someone's mailbox, and copies everything to it."""
        dovecot = ("-c", str(self.folder / "dovecot.conf"))
        _run("doveadm", *dovecot, "mailbox", "create", "-u", user, folder)
        _run("doveadm", *dovecot, "copy", "-u", user, folder, "mailbox", "INBOX", "all")

    def start_postfix(self) -> None:
        """Starts postfix, and waits until it answers."""
        _run("postfix", "-c", str(self.folder / "postfix"), "start")
        _until(lambda: _answers(self.starttls))

    def kill_postfix(self) -> None:
        """Ends all of postfix at once, as a power cut would."""
        noted = self.folder / "queue" / "pid" / "master.pid"
        with suppress(ProcessLookupError):
            os.killpg(int(noted.read_text()), signal.SIGKILL)
        noted.unlink()  # the number may soon be another's
        _until(lambda: not _answers(self.starttls))

    def start_dovecot(self, output: IO[bytes]) -> None:
        """Starts dovecot, and waits until it answers."""
        command = [_program("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")]
        self._dovecot.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output))
        _until(lambda: _answers(self.imap) and (self.folder / "queue" / "private" / "dovecot-lmtp").exists())

    def stop(self) -> None:
        """Ends both."""
        for each in self._dovecot:
            each.terminate()
            each.wait(20)
        with suppress(FileNotFoundError):  # it was ended before, or never came up
            self.kill_postfix()

    def until_idle(self) -> None:
        """Waits until postfix has nothing left to deliver."""
        queues = [self.folder / "queue" / each for each in ("maildrop", "incoming", "active")]

        def is_empty() -> bool:
            return not any(each.is_file() for queue in queues for each in queue.rglob("*"))

        _until(lambda: is_empty() and is_empty())  # a report may come up between two looks


@contextmanager
def real_mail(users: Sequence[str], *, refused: Sequence[str] = ()) -> Iterator[RealMail]:
    """Both servers for a while.

    Args:
        users: who has a mailbox; a letter to anybody else is accepted, and bounces.
        refused: recipients that postfix refuses.
    """
    with tempfile.TemporaryDirectory(prefix="mail-") as name:  # a short path, for sockets
        folder = Path(name)
        folder.chmod(0o755)  # each server works under users of its own
        ports = _free_ports(5)
        mail = RealMail(folder, *ports)
        certificate_in(folder)
        for each in ("postfix", "queue", "data", "mail", "queue/private"):
            (folder / each).mkdir(mode=0o755)
        shutil.chown(folder / "data", "postfix")
        shutil.chown(folder / "queue/private", "postfix")
        shutil.chown(folder / "mail", "mail")
        names = [_home(each).replace("'", r"\'") for each in dict.fromkeys((USER, *users))]  # as dovecot looks them up
        people = "".join(f"{each}:{{PLAIN}}{PASSWORD}::::::\n" for each in names)
        starttls, implicit, narrow, imap, imaps = ports
        for file, text in {
            "users": people,
            "access": "".join(f"{each} REJECT\n" for each in refused),
            "postfix/main.cf": MAIN.format(folder=folder),
            "postfix/master.cf": MASTER.format(starttls=starttls, implicit=implicit, narrow=narrow),
            "dovecot.conf": DOVECOT.format(folder=folder, imap=imap, imaps=imaps),
        }.items():
            (folder / file).write_text(text, "utf-8")
        with (folder / "output.log").open("wb") as output:
            try:
                mail.start_dovecot(output)
                mail.start_postfix()
                yield mail
            finally:
                mail.stop()


def _home(address: str) -> str:
    """The user of an address: without what follows a plus."""
    return re.sub(r"\+[^@]*", "", address)


def _program(name: str) -> str:
    return shutil.which(name, path=PATH) or name


def _run(name: str, *options: str) -> str:
    """The output of a command; its children keep no pipe of ours open."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [_program(name), *options], stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=60, check=False
        )
        output.seek(0)
        text = output.read()
    assert done.returncode == 0, text
    return text


def _free_ports(count: int) -> tuple[int, ...]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = tuple(each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    return ports


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never became so"
        time.sleep(0.05)
