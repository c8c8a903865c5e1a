"""Checks of delivery: the window, the destination of letters, the mail server, SPF and DMARC; nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reportgen.application.delivery.forecast import projection_for
from reportgen.application.doctor.context import DoctorContext
from reportgen.application.doctor.printing import document_size
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.health import HealthCheck, doubtful, good, unknown, wrong
from reportgen.errors import MailError
from reportgen.mail.domain_records import dmarc_of, policy_in, spf_of
from reportgen.mail.smtp import Smtp

PROBE_TIMEOUT = 10.0
"""Seconds to wait for the mail server in a check; a run waits as long as event.toml says."""

PROBE_WITHIN = 20.0
"""Seconds for all answers of the mail server together, so that a check ends whatever the server says."""

LETTER_OVERHEAD = 1.4
"""The size of a letter, as a multiple of its pack."""


def window(context: DoctorContext) -> HealthCheck:
    """Whether all letters will leave within the delivery window."""
    projection = projection_for(context.workspace, context.to_print)
    opens, closes = projection.window.not_before, projection.window.not_after
    until = f"{closes:%d-%m-%Y %H:%M}"
    where = str(context.folder / "event.toml")
    if context.moment > closes:
        if context.ledger.deliveries(context.key) and not projection.letters_left:
            return good(f"closed since {until}; no letter waits")
        return wrong(
            f"closed since {until}: no letter leaves any more",
            "phone the participants, or move not_after under [delivery]",
            where,
        )
    if not projection.in_time:
        return doubtful(
            f"the last of {projection.letters_left} letters leaves about {projection.finish:%d-%m-%Y %H:%M}, "
            f"after {until}",
            "move not_before or not_after under [delivery], or let more leave a minute (per_minute)",
            where,
        )
    if context.moment < opens:
        return good(f"opens in {_duration_text(opens - context.moment)}, on {opens:%d-%m-%Y %H:%M}; closes on {until}")
    return good(f"open until {until}")


def letters(context: DoctorContext) -> HealthCheck:
    """Where letters go, and whether a person has to release them."""
    settings = context.loaded.settings
    by_hand, at_once = (
        "all wait for: reportgen release",
        "first ones go at once, later ones wait for: reportgen release",
    )
    how = f"{at_once if settings.automatic_release else by_hand} {context.folder}"
    if to := settings.rules.redirect_all:
        return doubtful(
            f"a trial: a copy of each letter goes to {to}, and nothing to participants",
            "take redirect_all out of event.toml for the real thing",
            str(context.folder / "event.toml"),
        )
    if settings.server is None:
        return good(f"become files in {context.paths.outbox(context.key)}, nothing leaves this machine; {how}")
    return good(f"go over {settings.server.host}; {how}")


def password(context: DoctorContext) -> HealthCheck | None:
    """Whether there is a password for the mail server."""
    server = context.loaded.settings.server
    if server is None:
        return None
    if not server.user:
        return good("none is needed: event.toml names no user")
    if not context.password(server):
        return wrong("it is empty", "put the password in it: REPORTGEN_SMTP_PASSWORD, or the file that _FILE names")
    return good(f"there is one for {server.user}")


def server(context: DoctorContext) -> HealthCheck | None:
    """Whether the mail server accepts the login and the size of the letters."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    quick = replace(smtp, timeout=min(smtp.timeout, PROBE_TIMEOUT))
    probe = Smtp(quick, context.password(smtp), context.timer, lambda seconds: None).probe(PROBE_WITHIN)
    privacy = f"{probe.tls}, certificate good" if probe.tls else "plain text, on this machine"
    limit = min(probe.max_bytes or smtp.max_bytes, smtp.max_bytes)
    offer = f"takes letters up to {document_size(probe.max_bytes)}" if probe.max_bytes else "says no largest size"
    summary = f"{privacy}{', logged in' if smtp.user else ''}; it {offer}, event.toml {document_size(smtp.max_bytes)}"
    place = f"{smtp.host}:{smtp.port}"
    largest = int(context.pack_bytes * LETTER_OVERHEAD)
    if largest > limit:
        todo = "ask who runs it for more, or make packs smaller (a smaller logo); most_bytes is in event.toml"
        return wrong(f"{summary}; a letter has about {document_size(largest)}", todo, place)
    closes = context.loaded.settings.rules.window.not_after
    if probe.expires and probe.expires < closes:
        todo = "ask who runs it to renew its certificate in time"
        return doubtful(f"{summary}; its certificate ends on {probe.expires:%d-%m-%Y}, before the window", todo, place)
    return good(summary)


def spf(context: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the envelope sender has one SPF record."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    domain = _domain(smtp.envelope_sender)
    hint = f"ask who runs the DNS of {domain} for one SPF record (TXT) that names {smtp.host}"
    try:
        records = spf_of(domain, context.txt_lookup)
    except MailError as fault:
        return unknown(f"could not be looked up: {fault.what}", f"{hint}, or whether there is one")
    if not records:
        return doubtful(f"{domain} has no SPF record, so its letters are easily taken for spam", hint)
    if len(records) > 1:
        return doubtful(f"{domain} has {len(records)} SPF records, which counts as none", hint)
    if records[0].split()[1:] == ["-all"]:
        return doubtful(f"{domain} says that nobody sends mail for it ({records[0]})", hint)
    return good(f"{domain}: {records[0]} (it has to cover {smtp.host})")


def dmarc(context: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the organiser's address has a DMARC record, and the envelope sender fits its policy."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    domain = _domain(context.loaded.event.organiser.email)
    hint = f"ask who runs the DNS of {domain} for a DMARC record: TXT of _dmarc.{domain}, v=DMARC1; p=none"
    try:
        record = dmarc_of(domain, context.txt_lookup)
    except MailError as fault:
        return unknown(f"could not be looked up: {fault.what}", f"{hint}; or whether there is one")
    if not record:
        return doubtful(f"{domain} has no DMARC record; large mail providers ask for one", hint)
    if policy_in(record) in ("reject", "quarantine") and not _is_aligned(domain, smtp):
        return doubtful(
            f"{domain} asks to {policy_in(record)} mail of others, and letters leave as {smtp.envelope_sender}",
            f"ask who runs {smtp.host} whether it signs letters for {domain} (DKIM), or use an address there",
        )
    return good(f"{domain}: {record}")


def _is_aligned(domain: str, smtp: SmtpServer) -> bool:
    """Whether the domain is that of the envelope sender, or one is a subdomain of the other."""
    envelope = _domain(smtp.envelope_sender)
    return f".{envelope}".endswith(f".{domain}") or f".{domain}".endswith(f".{envelope}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _duration_text(span: timedelta) -> str:
    """A duration in days, hours or minutes."""
    hours = span // timedelta(hours=1)
    if span.days >= 2:
        return f"{span.days} days"
    return f"{hours} hours" if hours >= 2 else f"{span // timedelta(minutes=1)} minutes"
