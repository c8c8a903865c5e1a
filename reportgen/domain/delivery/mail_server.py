"""The mail server of an event: where letters are handed over, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tls(StrEnum):
    """How the connection is kept private; there is never less than was asked for."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"  # on the machine itself only


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server as the organiser describes it; its password is not among it.

    Attributes:
        user: to log in with; empty to send without.
        ca_file: certificates to trust instead of the machine's; empty for those.
        per_minute: the most letters a minute; 0 for no limit.
        per_minute_per_domain: the most a minute to one domain; 0 for no limit.
        max_bytes: the largest letter, as it goes over the wire.
        envelope_sender: where reports of failure go; with ``verp`` the letter's key is put in it.
        timeout: seconds to wait for an answer.
        timeout_after_data: seconds to wait for the answer to the final dot.
    """

    host: str
    port: int
    tls: Tls
    user: str
    ca_file: str
    per_minute: int
    per_minute_per_domain: int
    max_bytes: int
    envelope_sender: str
    verp: bool
    timeout: float
    timeout_after_data: float
