"""How letters leave: the window, where they go, and the mail server with what its domain says; nothing is sent."""

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
"""Seconds to wait for the mail server; a run waits as long as event.toml says."""

LETTER_OVERHEAD = 1.4
"""Bytes of a letter for each of its pack."""


def window(case: DoctorContext) -> HealthCheck:
    """Whether letters may leave, and will have in time."""
    projection = projection_for(case.workspace, case.to_print)
    opens, closes = projection.window.not_before, projection.window.not_after
    until = f"{closes:%d-%m-%Y %H:%M}"
    where = str(case.folder / "event.toml")
    if case.moment > closes:
        if case.ledger.deliveries(case.key) and not projection.letters_left:
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
    if case.moment < opens:
        return good(f"opens in {_long(opens - case.moment)}, on {opens:%d-%m-%Y %H:%M}; closes on {until}")
    return good(f"open until {until}")


def letters(case: DoctorContext) -> HealthCheck:
    """Where letters go."""
    settings = case.draft.settings
    by_hand, at_once = (
        "all wait for: reportgen release",
        "first ones go at once, later ones wait for: reportgen release",
    )
    how = f"{at_once if settings.automatic_release else by_hand} {case.folder}"
    if to := settings.rules.redirect_all:
        return doubtful(
            f"a trial: a copy of each letter goes to {to}, and nothing to participants",
            "take redirect_all out of event.toml for the real thing",
            str(case.folder / "event.toml"),
        )
    if settings.server is None:
        return good(f"become files in {case.paths.outbox(case.key)}, nothing leaves this machine; {how}")
    return good(f"go over {settings.server.host}; {how}")


def password(case: DoctorContext) -> HealthCheck | None:
    """Whether there is a password for the mail server."""
    server = case.draft.settings.server
    if server is None:
        return None
    if not server.user:
        return good("none is needed: event.toml names no user")
    if not case.password(server):
        return wrong("it is empty", "put the password in it: REPORTGEN_SMTP_PASSWORD, or the file that _FILE names")
    return good(f"there is one for {server.user}")


def server(case: DoctorContext) -> HealthCheck | None:
    """Whether the mail server lets us in, and takes letters as large as ours."""
    told = case.draft.settings.server
    if told is None:
        return None
    quick = replace(told, timeout=min(told.timeout, PROBE_TIMEOUT))
    seen = Smtp(quick, case.password(told), case.clock, lambda seconds: None).probe()
    privacy = f"{seen.tls}, certificate good" if seen.tls else "plain text, on this machine"
    limit = min(seen.max_bytes or told.max_bytes, told.max_bytes)
    offer = f"takes letters up to {document_size(seen.max_bytes)}" if seen.max_bytes else "says no largest size"
    said = f"{privacy}{', logged in' if told.user else ''}; it {offer}, event.toml {document_size(told.max_bytes)}"
    place = f"{told.host}:{told.port}"
    largest = int(case.pack_bytes * LETTER_OVERHEAD)
    if largest > limit:
        todo = "ask who runs it for more, or make packs smaller (a smaller logo); most_bytes is in event.toml"
        return wrong(f"{said}; a letter has about {document_size(largest)}", todo, place)
    closes = case.draft.settings.rules.window.not_after
    if seen.expires and seen.expires < closes:
        todo = "ask who runs it to renew its certificate in time"
        return doubtful(f"{said}; its certificate ends on {seen.expires:%d-%m-%Y}, before the window", todo, place)
    return good(said)


def spf(case: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the envelope says who sends its mail."""
    told = case.draft.settings.server
    if told is None:
        return None
    domain = _domain(told.envelope_sender)
    hint = f"ask who runs the DNS of {domain} for one SPF record (TXT) that names {told.host}"
    try:
        found = spf_of(domain, case.ask)
    except MailError as fault:
        return unknown(f"could not be looked up: {fault.what}", f"{hint}, or whether there is one")
    if not found:
        return doubtful(f"{domain} has no SPF record, so its letters are easily taken for spam", hint)
    if len(found) > 1:
        return doubtful(f"{domain} has {len(found)} SPF records, which counts as none", hint)
    if found[0].split()[1:] == ["-all"]:
        return doubtful(f"{domain} says that nobody sends mail for it ({found[0]})", hint)
    return good(f"{domain}: {found[0]} (it has to cover {told.host})")


def dmarc(case: DoctorContext) -> HealthCheck | None:
    """Whether the domain of the organiser's address says what becomes of mail that is not its own."""
    told = case.draft.settings.server
    if told is None:
        return None
    domain = _domain(case.draft.event.organiser.email)
    hint = f"ask who runs the DNS of {domain} for a DMARC record: TXT of _dmarc.{domain}, v=DMARC1; p=none"
    try:
        found = dmarc_of(domain, case.ask)
    except MailError as fault:
        return unknown(f"could not be looked up: {fault.what}", f"{hint}; or whether there is one")
    if not found:
        return doubtful(f"{domain} has no DMARC record; large mail providers ask for one", hint)
    if policy_in(found) in ("reject", "quarantine") and not _akin(domain, told):
        return doubtful(
            f"{domain} asks to {policy_in(found)} mail of others, and letters leave as {told.envelope_sender}",
            f"ask who runs {told.host} whether it signs letters for {domain} (DKIM), or use an address there",
        )
    return good(f"{domain}: {found}")


def _akin(domain: str, told: SmtpServer) -> bool:
    """Whether the envelope is of the same domain, or one is below the other."""
    envelope = _domain(told.envelope_sender)
    return f".{envelope}".endswith(f".{domain}") or f".{domain}".endswith(f".{envelope}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _long(span: timedelta) -> str:
    """A span as people say it."""
    hours = span // timedelta(hours=1)
    if span.days >= 2:
        return f"{span.days} days"
    return f"{hours} hours" if hours >= 2 else f"{span // timedelta(minutes=1)} minutes"
