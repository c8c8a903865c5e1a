"""The mail server that event.toml names, whether letters go over it yet or not."""

from __future__ import annotations

from pathlib import Path

from reportgen.config.event_folder import parsed_event_toml
from reportgen.config.schema import EventFile
from reportgen.config.schema_errors import schema_errors
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.errors import ConfigurationError


def mail_server_in(folder: Path) -> SmtpServer | None:
    """The mail server of an event's folder; None where its event.toml names none.

    Raises:
        ConfigurationError: event.toml has faults.
    """
    raw = parsed_event_toml(folder)
    if schema_errors(raw):
        raise ConfigurationError("event.toml has faults", todo="mend them")
    return mail_server_of(EventFile.model_validate(raw), folder)


def mail_server_of(file: EventFile, folder: Path) -> SmtpServer | None:
    """The mail server, whether letters go over it yet or not; None where event.toml has none."""
    mail = file.mail
    if mail is None:
        return None
    return SmtpServer(
        mail.host,
        mail.port,
        Tls(mail.tls),
        mail.user,
        str(folder / mail.ca_file) if mail.ca_file else "",
        mail.per_minute,
        mail.per_minute_per_domain,
        mail.max_bytes,
        mail.envelope_sender or file.organiser.email,
        mail.verp,
        mail.timeout,
        mail.timeout_after_data,
    )
