"""Carrying letters out of the house: each checked, claimed before and recorded after, and stopped where it must be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reportgen.domain.delivery import MOST_FAILURES, Act, Delivery, State, tells_of_the_server
from reportgen.domain.edition import digest
from reportgen.domain.event import Window
from reportgen.domain.finding import Finding, Gravity, finding
from reportgen.domain.pack import participant_id
from reportgen.errors import MailError, ReportgenError, SafetyRefusal, UsageError
from reportgen.gathering import House
from reportgen.mail import letter
from reportgen.mail.sender import OnStage, Sender
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.render.binder import identity_in
from reportgen.sealing import Progress, refuse_old_ledger


def send(
    key: str,
    house: House,
    ledger: Ledger,
    sender: Sender,
    window: Window,
    clock: Callable[[], datetime],
    made_up_clock: bool,
    progress: Progress,
) -> tuple[int, list[Finding]]:
    """Carries every letter that is due, one at a time, each claimed before and recorded after.

    Raises:
        SafetyRefusal: letters are due and the window is not open, or a made-up clock would send real mail.
        MailError: the mail server takes no letter at all; none was touched.
    """
    now = clock()
    archive = Archive(house.archive(key))
    refuse_old_ledger(key, archive, ledger)
    ledger.recover(key, now)
    due = ledger.due(key, now)
    if due and made_up_clock and sender.leaves_the_machine:
        raise SafetyRefusal("A made-up clock never sends real mail", todo="leave --now out")
    if due:
        _refuse_outside(window, now, len(due))
    sent = 0
    findings = [
        finding("letter-uncertain", Gravity.DOUBTFUL, number=each.number, recipient=each.recipient)
        for each in ledger.deliveries(key)
        if each.state is State.UNCERTAIN
    ]
    limit = sender.limit() if due else 0
    failures = 0
    for done, delivery in enumerate(due, 1):
        try:
            content = _checked_letter(delivery, archive)
            if len(content) > limit:
                raise MailError(f"The letter has {len(content)} bytes, and the mail server takes {limit}")
        except ReportgenError as fault:
            findings.append(finding("letter-failed", Gravity.REFUSED, number=delivery.number, reason=fault))
            continue
        try:
            sender.ready(delivery.recipient)
        except MailError as fault:
            if not done - 1:
                raise
            findings.append(finding("mail-stopped", Gravity.REFUSED, left=len(due) - done + 1, reason=fault.what))
            break
        now = clock()
        if not window.is_open(now):
            break
        ledger.claim(delivery.key, now)
        outcome = sender.send(delivery.key, delivery.recipient, content, _noting(delivery.key, ledger, clock))
        state = ledger.record(delivery, outcome, clock())
        sent += state is State.SENT
        if state is not State.SENT:
            reason = outcome.answer
            findings.append(finding("letter-failed", Gravity.DOUBTFUL, number=delivery.number, reason=reason))
        progress("send", done, len(due))
        failures = failures + 1 if tells_of_the_server(outcome) else 0
        if failures == MOST_FAILURES and done < len(due):
            findings.append(finding("mail-stopped", Gravity.REFUSED, left=len(due) - done, reason=outcome.answer))
            break
    sender.close()
    return sent, findings


def resolve(key: str, participant: int, ledger: Ledger, now: datetime, arrived: bool) -> State:
    """Settles the uncertain letter of a participant as a person says; its new state.

    Raises:
        UsageError: no letter of this participant is uncertain.
    """
    uncertain = [
        each for each in ledger.deliveries(key) if each.number == participant and each.state is State.UNCERTAIN
    ]
    if not uncertain:
        raise UsageError(
            f"No letter to participant {participant} is uncertain",
            where=key,
            todo="see how letters stand with: reportgen status EVENT",
        )
    act, said = (Act.ACCEPT, "it arrived, says a person") if arrived else (Act.RELEASE, "once more, says a person")
    return ledger.act(uncertain[-1].key, act, now, said)


def _refuse_outside(window: Window, now: datetime, due: int) -> None:
    if now < window.not_before:
        raise SafetyRefusal(
            f"{due} letters are ready, and may not leave before {window.not_before:%d-%m-%Y %H:%M}",
            todo="run again then; nothing is lost",
        )
    if now > window.not_after:
        raise SafetyRefusal(
            f"{due} letters are ready, and may not leave after {window.not_after:%d-%m-%Y %H:%M}",
            todo="phone the participants, or move not_after in event.toml",
        )


def _noting(key: str, ledger: Ledger, clock: Callable[[], datetime]) -> OnStage:
    return lambda stage: ledger.stage(key, stage, clock())


def _checked_letter(delivery: Delivery, archive: Archive) -> bytes:
    """The exact bytes that were promised, if they are for the addressee through and through.

    Raises:
        ReportgenError: the bytes, the address, the attachment or the pack's owner is not what was promised.
    """
    content = archive.read(delivery.edition, f"letters/{delivery.number:04d}.eml", delivery.letter_digest)
    says = letter.read(content)
    identity = identity_in(says.pdf)
    event = delivery.key.rsplit(".", 2)[0]
    checks = {
        "address": says.recipient == delivery.recipient,
        "Message-ID": says.message_id == delivery.message_id,
        "pack": digest(says.pdf) == delivery.pack_digest,
        "pack's owner": identity is not None and identity.participant == participant_id(event, delivery.number),
    }
    wrong = [what for what, right in checks.items() if not right]
    if wrong:
        raise MailError(
            f"The letter does not match its addressee: {', '.join(wrong)}",
            where=delivery.key,
            todo="do not send it; run: reportgen verify EVENT",
        )
    return content
