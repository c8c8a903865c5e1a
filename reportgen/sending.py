"""Carrying letters out of the house: each checked, claimed before and recorded after, and stopped where it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from reportgen.adopting import refuse_old_ledger
from reportgen.breaking import passes
from reportgen.domain.delivery import Act, Delivery, Stage, State
from reportgen.domain.edition import digest
from reportgen.domain.finding import Finding, Gravity, finding
from reportgen.domain.pack import participant_id
from reportgen.domain.retry import MOST_FAILURES, tells_of_the_server
from reportgen.domain.rules import Rules, Window
from reportgen.errors import MailError, ReportgenError, SafetyRefusal, UsageError
from reportgen.gathering import House
from reportgen.mail import letter
from reportgen.mail.sender import OnStage, Sender
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.records.promise import REDIRECT
from reportgen.trying import copies_sent

if TYPE_CHECKING:
    from reportgen.sealing import Progress

ONCE_MORE = "once more, as event.toml says"


def send(
    key: str,
    house: House,
    ledger: Ledger,
    sender: Sender,
    rules: Rules,
    clock: Callable[[], datetime],
    made_up_clock: bool,
    progress: Progress,
) -> tuple[int, list[Finding]]:
    """Carries every letter that is due, one at a time, each claimed before and recorded after.

    Raises:
        SafetyRefusal: letters are due and the window is not open, or a made-up clock would send real mail.
        MailError: the mail server takes no letter at all; none was touched.
    """
    now, window = clock(), rules.window
    archive = Archive(house.archive(key))
    refuse_old_ledger(key, archive, ledger)
    ledger.recover(key, now)
    if rules.resend_uncertain:
        _release_uncertain(key, ledger, now)
    due = ledger.due(key, now)
    if due and made_up_clock and sender.leaves_the_machine:
        raise SafetyRefusal("A made-up clock never sends real mail", todo="leave --now out")
    if due:
        _refuse_outside(window, now, len(due))
    if rules.redirect_all:
        return 0, _redirected(due, archive, ledger, sender, rules.redirect_all, clock)
    sent = 0
    findings = [
        finding("letter-uncertain", Gravity.DOUBTFUL, number=each.number, recipient=each.recipient)
        for each in ledger.deliveries(key, State.UNCERTAIN)
    ]
    limit = sender.limit() if due else 0
    failures = 0
    for done, (delivery, letter_of) in enumerate(_checked_ahead(due, archive), 1):
        try:
            content = letter_of()
            passes("opened")
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
        passes(Stage.CONNECT)
        outcome = sender.send(delivery.key, delivery.recipient, content, _noting(delivery.key, ledger, clock))
        passes("answered")
        state = ledger.record(delivery, outcome, clock(), rules.waits)
        passes("recorded")
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


def _redirected(
    due: Sequence[Delivery],
    archive: Archive,
    ledger: Ledger,
    sender: Sender,
    to: str,
    clock: Callable[[], datetime],
) -> list[Finding]:
    """A trial: a marked copy of every letter goes elsewhere, once; the letters themselves stay as they are."""
    going = [
        each for each in due if not any(step.step == REDIRECT and step.said == to for step in ledger.history(each.key))
    ]
    tried = copies_sent(going, archive, sender, to, lambda each: ledger.redirect(each.key, to, clock()))
    failed = [each for each in tried if not each.arrived]
    return [
        finding("mail-redirected", Gravity.NOTED, count=len(tried) - len(failed), left=len(due), address=to),
        *(finding("letter-failed", Gravity.DOUBTFUL, number=each.number, reason=each.answer) for each in failed),
    ]


def _release_uncertain(key: str, ledger: Ledger, now: datetime) -> None:
    """Lets every uncertain letter go once more, and never a second time."""
    for each in ledger.deliveries(key, State.UNCERTAIN):
        if not any(step.said == ONCE_MORE for step in ledger.history(each.key)):
            ledger.act(each.key, Act.RELEASE, now, ONCE_MORE)


def _noting(key: str, ledger: Ledger, clock: Callable[[], datetime]) -> OnStage:
    def note(stage: Stage) -> None:
        ledger.stage(key, stage, clock())
        passes(stage)

    return note


def _checked_ahead(due: Sequence[Delivery], archive: Archive) -> Iterator[tuple[Delivery, Callable[[], bytes]]]:
    """Each letter with its checked bytes, which are made while the one before it waits for the server."""
    if not due:
        return
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(_checked_letter, due[0], archive)
        for at, delivery in enumerate(due):
            now, following = coming, due[at + 1 : at + 2]
            if following:
                coming = reader.submit(_checked_letter, following[0], archive)
            yield delivery, now.result


def _checked_letter(delivery: Delivery, archive: Archive) -> bytes:
    """The exact bytes that were promised, if they are for the addressee through and through.

    Raises:
        ReportgenError: the bytes, the address, the attachment or the pack's owner is not what was promised.
    """
    content = archive.read(delivery.edition, f"letters/{delivery.number:04d}.eml", delivery.letter_digest)
    from reportgen.render.binder import identity_in  # only a letter that goes is worth loading pikepdf for

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
