"""Tries the mail server that the settings name, before letters go over it; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.application.doctor.mail import PROBE_TIMEOUT, PROBE_WITHIN
from reportgen.application.passwords import ServerNotAllowed, smtp_password
from reportgen.config.mail_server_table import mail_server_in
from reportgen.domain.timer import Timer
from reportgen.errors import ConfigurationError, MailError
from reportgen.mail.connection_failure import failure_kind, server_words
from reportgen.mail.smtp import Smtp


@dataclass(frozen=True, slots=True)
class MailTrial:
    """What came of it.

    Attributes:
        outcome: ``good``, ``plain`` (good, and nothing is encrypted), ``settings``, ``none``, ``password``,
            ``other-server``, ``unnamed-server``, or what ``failure_kind`` says.
        allowed: the mail servers that may be used here, where this one may not.
        said: the mail server's own words, where it had any.
        max_bytes: the largest letter it takes; 0 where it names no limit.
    """

    outcome: str
    host: str = ""
    port: int = 0
    user: str = ""
    said: str = ""
    max_bytes: int = 0
    allowed: str = ""


def try_mail_server(folder: Path, timer: Timer) -> MailTrial:
    """Opens a session as for letters, and ends it.

    Args:
        timer: monotonic seconds.
    """
    try:
        server = mail_server_in(folder)
    except ConfigurationError:
        return MailTrial("settings")
    if server is None:
        return MailTrial("none")
    trial = MailTrial("good", server.host, server.port, server.user)
    try:
        password = smtp_password(server)
    except ServerNotAllowed as refused:
        return replace(trial, outcome="other-server" if refused.allowed else "unnamed-server", allowed=refused.allowed)
    except (ConfigurationError, OSError, UnicodeDecodeError):
        return replace(trial, outcome="password")
    if server.user and not password:
        return replace(trial, outcome="password")
    if server.ca_file and not Path(server.ca_file).is_file():
        return replace(trial, outcome="certificate")
    quick = replace(server, timeout=min(server.timeout, PROBE_TIMEOUT))
    try:
        probe = Smtp(quick, password, timer, lambda seconds: None).probe(PROBE_WITHIN)
    except MailError as fault:
        cause = fault.__context__
        return replace(trial, outcome=failure_kind(cause), said=server_words(cause))
    except OSError as fault:
        return replace(trial, outcome=failure_kind(fault))
    return replace(trial, outcome="good" if probe.tls else "plain", max_bytes=probe.max_bytes)
