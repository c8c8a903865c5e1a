"""The SMTP server of an event: address, encryption, limits and timeouts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names of the machine itself."""


class Tls(StrEnum):
    """Encryption of the connection; a server that does not offer it is not used."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"  # on the machine itself only


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """An SMTP server as event.toml describes it; its password is not part of it.

    Attributes:
        user: name to log in with; empty to send without.
        ca_file: certificate to trust instead of the machine's; empty for those.
        per_minute: most letters a minute; 0 for no limit.
        per_minute_per_domain: most letters a minute to one domain; 0 for no limit.
        max_bytes: size of the largest letter as it is sent, in bytes.
        envelope_sender: address that bounces go to; with ``verp`` it contains the letter's key.
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
