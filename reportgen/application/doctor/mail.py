"""Checks of delivery: the window, the destination of letters, the mail server, SPF and DMARC; nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reportgen.application.delivery.forecast import projection_for
from reportgen.application.doctor.context import DoctorContext
from reportgen.application.doctor.printing import document_size
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.health import HealthCheck, doubtful, good, unknown, wrong
from reportgen.domain.identifiers import domain_of
from reportgen.errors import MailError
from reportgen.i18n.message import Message, counted, said
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
    until = closes
    where = str(context.folder / "event.toml")
    if context.moment > closes:
        if context.ledger.deliveries(context.key) and not projection.letters_left:
            return good(said("closed since {until}; no letter waits", until=until))
        return wrong(
            said("closed since {until}: no letter leaves any more", until=until),
            "phone the participants, or move not_after under [delivery]",
            where,
        )
    if not projection.in_time:
        return doubtful(
            counted(
                projection.letters_left,
                "the last of {count} letter leaves about {finish}, after {until}",
                "the last of {count} letters leaves about {finish}, after {until}",
                finish=projection.finish,
                until=until,
            ),
            "move not_before or not_after under [delivery], or let more leave a minute (per_minute)",
            where,
        )
    if context.moment < opens:
        return good(
            said(
                "opens in {duration}, on {opens}; closes on {until}",
                duration=_duration_text(opens - context.moment),
                opens=opens,
                until=until,
            )
        )
    return good(said("open until {until}", until=until))


def letters(context: DoctorContext) -> HealthCheck:
    """Where letters go, and whether a person has to release them."""
    settings = context.loaded.settings
    how = said(
        "first ones go at once, later ones wait for: reportgen release {folder}"
        if settings.automatic_release
        else "all wait for: reportgen release {folder}",
        folder=context.folder,
    )
    if to := settings.rules.redirect_all:
        return doubtful(
            said("a trial: a copy of each letter goes to {to}, and nothing to participants", to=to),
            "take redirect_all out of event.toml for the real thing",
            str(context.folder / "event.toml"),
        )
    if settings.server is None:
        return good(
            said(
                "become files in {outbox}, nothing leaves this machine; {how}",
                outbox=context.paths.outbox(context.key),
                how=how,
            )
        )
    return good(said("go over {host}; {how}", host=settings.server.host, how=how))


def password(context: DoctorContext) -> HealthCheck | None:
    """Whether there is a password for the mail server."""
    server = context.loaded.settings.server
    if server is None:
        return None
    secret = context.password(server)
    if not server.user:
        return good("none is needed: event.toml names no user")
    if not secret:
        return wrong("it is empty", "put the password in it: REPORTGEN_SMTP_PASSWORD, or the file that _FILE names")
    return good(said("there is one for {user}", user=server.user))


def server(context: DoctorContext) -> HealthCheck | None:
    """Whether the mail server accepts the login and the size of the letters."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    quick = replace(smtp, timeout=min(smtp.timeout, PROBE_TIMEOUT))
    probe = Smtp(quick, context.password(smtp), context.timer, lambda seconds: None).probe(PROBE_WITHIN)
    privacy = said("plain text, on this machine")
    if probe.tls:
        privacy = said("{version}, certificate good", version=probe.tls)
    if smtp.user:
        privacy = said("{privacy}, logged in", privacy=privacy)
    limit = min(probe.max_bytes or smtp.max_bytes, smtp.max_bytes)
    ours = document_size(smtp.max_bytes)
    summary = said("{privacy}; it says no largest size, event.toml {ours}", privacy=privacy, ours=ours)
    if probe.max_bytes:
        theirs = document_size(probe.max_bytes)
        summary = said(
            "{privacy}; it takes letters up to {theirs}, event.toml {ours}", privacy=privacy, theirs=theirs, ours=ours
        )
    place = f"{smtp.host}:{smtp.port}"
    largest = int(context.pack_bytes * LETTER_OVERHEAD)
    if largest > limit:
        todo = said("ask who runs it for more, or make packs smaller (a smaller logo); most_bytes is in event.toml")
        return wrong(
            said("{summary}; a letter has about {size}", summary=summary, size=document_size(largest)),
            todo,
            place,
        )
    closes = context.loaded.settings.rules.window.not_after
    if probe.expires and probe.expires < closes:
        todo = said("ask who runs it to renew its certificate in time")
        return doubtful(
            said(
                "{summary}; its certificate ends on {expires}, before the window",
                summary=summary,
                expires=probe.expires,
            ),
            todo,
            place,
        )
    return good(summary)


def spf(context: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the envelope sender has one SPF record."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    domain = domain_of(smtp.envelope_sender)
    hint = said(
        "ask who runs the DNS of {domain} for one SPF record (TXT) that names {host}", domain=domain, host=smtp.host
    )
    try:
        records = spf_of(domain, context.txt_lookup)
    except MailError as fault:
        return unknown(
            said("could not be looked up: {reason}", reason=fault.what),
            said("{hint}, or whether there is one", hint=hint),
        )
    if not records:
        return doubtful(
            said("{domain} has no SPF record, so its letters are easily taken for spam", domain=domain), hint
        )
    if len(records) > 1:
        return doubtful(
            said("{domain} has {count} SPF records, which counts as none", domain=domain, count=len(records)), hint
        )
    if records[0].split()[1:] == ["-all"]:
        return doubtful(
            said("{domain} says that nobody sends mail for it ({record})", domain=domain, record=records[0]), hint
        )
    return good(said("{domain}: {record} (it has to cover {host})", domain=domain, record=records[0], host=smtp.host))


def dmarc(context: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the organiser's address has a DMARC record, and the envelope sender fits its policy."""
    smtp = context.loaded.settings.server
    if smtp is None:
        return None
    domain = domain_of(context.loaded.event.organiser.email)
    hint = said(
        "ask who runs the DNS of {domain} for a DMARC record: TXT of _dmarc.{domain}, v=DMARC1; p=none", domain=domain
    )
    try:
        record = dmarc_of(domain, context.txt_lookup)
    except MailError as fault:
        return unknown(
            said("could not be looked up: {reason}", reason=fault.what),
            said("{hint}; or whether there is one", hint=hint),
        )
    if not record:
        return doubtful(said("{domain} has no DMARC record; large mail providers ask for one", domain=domain), hint)
    if policy_in(record) in ("reject", "quarantine") and not _is_aligned(domain, smtp):
        return doubtful(
            said(
                "{domain} asks to {policy} mail of others, and letters leave as {envelope_sender}",
                domain=domain,
                policy=policy_in(record),
                envelope_sender=smtp.envelope_sender,
            ),
            said(
                "ask who runs {host} whether it signs letters for {domain} (DKIM), or use an address there",
                host=smtp.host,
                domain=domain,
            ),
        )
    return good(said("{domain}: {edition}", domain=domain, edition=record))


def _is_aligned(domain: str, smtp: SmtpServer) -> bool:
    """Whether the domain is that of the envelope sender, or one is a subdomain of the other."""
    envelope = domain_of(smtp.envelope_sender)
    return f".{envelope}".endswith(f".{domain}") or f".{domain}".endswith(f".{envelope}")


def _duration_text(span: timedelta) -> Message:
    """A duration in days, hours or minutes."""
    hours = span // timedelta(hours=1)
    if span.days >= 2:
        return said("{count} days", count=span.days)
    if hours >= 2:
        return counted(hours, "{count} hour", "{count} hours")
    return counted(span // timedelta(minutes=1), "{count} minute", "{count} minutes")
