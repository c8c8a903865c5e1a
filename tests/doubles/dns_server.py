"""A small DNS server with the TXT records a test gives it, which can also leave queries unanswered."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from threading import Thread
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class DnsServer:
    """Answers on a port of loopback until the block ends.

    Args:
        records: name → its TXT records; a name that is not among them does not exist.
        silent: never answers.
    """

    def __init__(self, records: Mapping[str, Sequence[str]], silent: bool = False) -> None:
        self.records = records
        self.asked: list[str] = []
        self._silent = silent
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        """Its address: ``127.0.0.1:40053``."""
        host, port = self._socket.getsockname()
        return f"{host}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.sendto(b"", self._socket.getsockname())  # an empty datagram ends the thread
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            asked, who = self._socket.recvfrom(4096)
            if not asked:
                return
            query = dns.message.from_wire(asked)
            name = query.question[0].name.to_text(omit_final_dot=True)
            self.asked.append(name)
            if self._silent:
                continue
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.RA
            if name not in self.records:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            elif texts := self.records[name]:
                quoted = [" ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250)) for text in texts]
                answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *quoted))
            self._socket.sendto(answer.to_wire(), who)
