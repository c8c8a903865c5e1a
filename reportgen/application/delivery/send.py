"""Sends the letters that are due: verifies each, claims it in the ledger, sends it and records the outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from reportgen.application.build.recover import refuse_old_ledger
from reportgen.application.crash_points import crash_point
from reportgen.application.delivery.holds import Holds
from reportgen.application.delivery.list_review import ListReview, text_findings
from reportgen.application.delivery.test_send import send_test_copies
from reportgen.application.delivery.verify_letter import VerifiedLetter, VerifiedLetters, verified_letters
from reportgen.application.event.readiness import refuse_unready
from reportgen.application.progress import Progress
from reportgen.application.workspace import Workspace
from reportgen.config.settings import Settings
from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.delivery.states import Action, Blocked, Delivery, Outcome, Stage, State
from reportgen.domain.delivery.stop_rule import StopRule
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.errors import MailError, ReportgenError, SafetyRefusal
from reportgen.i18n.message import counted, said
from reportgen.mail.sender import OnStage, Sender
from reportgen.storage.archive.watermark import Watermark
from reportgen.storage.ledger.deliveries import REDIRECT
from reportgen.storage.ledger.ledger import Ledger

ONCE_MORE = "once more, as event.toml says"
SAME_ANSWER = "the server said the same to several recipients, so it waits again"


def send(workspace: Workspace, sender: Sender, progress: Progress) -> tuple[int, list[Finding]]:
    """Sends every letter that is due, one at a time; returns how many were sent, and the findings.

    Raises:
        SafetyRefusal: letters are due and the window is not open, the event is not ready, or the clock is simulated and
            mail would be real.
        MailError: the mail server cannot be used; no letter was claimed.
        SourceError, ConfigurationError: the list or event.toml cannot be read, so nobody knows who takes part.
    """
    key, ledger, rules, now = workspace.key, workspace.ledger, workspace.settings.rules, workspace.moment
    refuse_old_ledger(key, workspace.archive, ledger)
    ledger.recover_interrupted(key, now)
    if rules.resend_uncertain:
        _release_uncertain(key, ledger, now)
    holds = Holds(workspace, ListReview(workspace))
    due = ledger.due(key, now)
    if due and workspace.clock.simulated and sender.sends_real_mail:
        raise SafetyRefusal("A made-up clock never sends real mail", todo="leave --now out")
    refuse_unready(workspace, due, "sent")
    if due:
        refuse_outside_window(rules.window, now, len(due))
    if rules.redirect_all:
        return 0, _send_redirected(due, workspace, sender, rules.redirect_all)
    if due or ledger.deliveries(key, State.HELD):
        _require_list(holds.review)
        holds.review_held()
        due = ledger.due(key, now)
    findings = [*uncertain_findings(workspace), *text_findings(holds.review, due)]
    archive = workspace.archive
    with verified_letters(due, archive) as letters, Watermark(archive.folder) as watermark:
        try:
            sent, unsent = _send_all(due, letters, watermark, holds, sender, progress)
        finally:
            ledger.make_durable()
    sender.close()
    return sent, [*findings, *holds.findings(), *unsent]


def _send_all(
    due: Sequence[Delivery],
    letters: VerifiedLetters,
    watermark: Watermark,
    holds: Holds,
    sender: Sender,
    progress: Progress,
) -> tuple[int, list[Finding]]:
    """Sends until the queue is empty, the window closes, or too many failures in a row point to the server.

    What differs from the newest list is held. It is looked at before the sender is prepared, which may wait long, and
    again just before the letter is claimed.
    """
    workspace = holds.workspace
    ledger, clock = workspace.ledger, workspace.clock.moment
    sent, tried, stop = 0, False, StopRule()
    findings: list[Finding] = []
    limit = sender.max_bytes() if due else 0
    began = holds.review.people().loaded.settings if due else workspace.settings
    for place, delivery in enumerate(due):
        try:
            letter = _letter_within(limit, letters, place)
        except ReportgenError as fault:
            ledger.make_durable()
            findings.append(finding("letter-failed", Severity.REFUSED, number=delivery.participant, reason=fault))
            continue
        try:
            if holds.is_held(delivery, letter.name):
                continue
            sender.prepare(delivery.recipient)
            now = clock()
            newest = holds.review.people().loaded.settings
            if reason := _reason_to_stop(workspace.settings, None if newest == began else newest, now):
                findings.append(finding(reason, Severity.REFUSED, count=len(due) - place))
                break
            if holds.is_held(delivery, letter.name):
                continue
        except MailError as fault:
            if not tried:
                raise
            findings.append(finding("mail-stopped", Severity.REFUSED, left=len(due) - place, reason=fault.what))
            break
        except ReportgenError as fault:
            findings.append(finding("list-stopped", Severity.REFUSED, count=len(due) - place, reason=fault.what))
            break
        tried = True
        follows = partial(_follows_at_once, place + 1, due, letters, sender)
        state, outcome = _send_one(delivery, letter.content, now, watermark, workspace, sender, follows)
        sent += state is State.SENT
        findings += _outcome_findings(delivery, state, outcome)
        progress("send", place + 1, len(due))
        stop.note(delivery, outcome)
        for each in stop.wrongly_refused:
            ledger.act(each.key, Action.RELEASE, clock(), SAME_ANSWER)
        if stop.stops:
            if left := len(due) - place - 1 + len(stop.wrongly_refused):
                findings.append(finding("mail-stopped", Severity.REFUSED, left=left, reason=outcome.answer))
            break
    return sent, findings


def _letter_within(limit: int, letters: VerifiedLetters, place: int) -> VerifiedLetter:
    """The letter at this place, verified.

    Args:
        limit: bytes that the mail server takes.

    Raises:
        ReportgenError: it is not as recorded.
        MailError: it is too large.
    """
    letter = letters.letter(place)
    crash_point("opened")
    if (size := len(letter.content)) > limit:
        raise MailError(
            said("The letter has {count} bytes, and the mail server takes {limit}", count=size, limit=limit)
        )
    return letter


def _reason_to_stop(settings: Settings, changed: Settings | None, now: datetime) -> str:
    """The code of the finding why no more letters may leave; empty where they may.

    Args:
        settings: of this run.
        changed: what event.toml says now, where that changed during the run.
    """
    if not (changed or settings).rules.window.is_open(now):
        return "window-stopped"
    if changed and (changed.rules.redirect_all or changed.server != settings.server):
        return "redirect-stopped"
    return ""


def _send_one(
    delivery: Delivery,
    content: bytes,
    now: datetime,
    watermark: Watermark,
    workspace: Workspace,
    sender: Sender,
    follows: Callable[[], bool],
) -> tuple[State, Outcome]:
    """Claims a letter, sends it, and records the outcome.

    Args:
        follows: whether the next letter is claimed at once; the outcome is then synced to disk with that claim.
    """
    ledger, clock = workspace.ledger, workspace.clock.moment
    watermark.write(ledger.claim(delivery.key, now))
    crash_point(Stage.CONNECT)
    outcome = sender.send(delivery.key, delivery.recipient, content, _stage_recorder(delivery.key, ledger, clock))
    crash_point("answered")
    waits = workspace.settings.rules.waits
    state = ledger.record_outcome(delivery, outcome, clock(), waits, durable=not follows())
    crash_point("recorded")
    return state, outcome


def _follows_at_once(place: int, due: Sequence[Delivery], letters: VerifiedLetters, sender: Sender) -> bool:
    """Whether the letter at this place can be claimed without waiting."""
    return letters.is_ready(place) and sender.is_ready(due[place].recipient)


def _outcome_findings(delivery: Delivery, state: State, outcome: Outcome) -> Iterator[Finding]:
    """A finding about a letter that was not sent."""
    if isinstance(outcome, Blocked):
        yield finding("letter-blocked", Severity.REFUSED, number=delivery.participant, reason=outcome.answer)
    elif state is State.UNCERTAIN:
        yield _uncertain_finding(delivery)
    elif state is not State.SENT:
        yield finding("letter-failed", Severity.DOUBTFUL, number=delivery.participant, reason=outcome.answer)


def uncertain_findings(workspace: Workspace) -> list[Finding]:
    """A finding about each letter of which nobody knows whether it arrived."""
    return [_uncertain_finding(each) for each in workspace.ledger.deliveries(workspace.key, State.UNCERTAIN)]


def _uncertain_finding(letter: Delivery) -> Finding:
    return finding("letter-uncertain", Severity.DOUBTFUL, number=letter.participant, recipient=letter.recipient)


def refuse_outside_window(window: DeliveryWindow, now: datetime, due: int) -> None:
    """Raises a SafetyRefusal outside the window.

    Args:
        due: how many letters are ready.
    """
    if now < window.not_before:
        raise SafetyRefusal(
            counted(
                due,
                "{count} letter is ready, and may not leave before {not_before}",
                "{count} letters are ready, and may not leave before {not_before}",
                not_before=window.not_before,
            ),
            todo="run again then; nothing is lost",
        )
    if now > window.not_after:
        raise SafetyRefusal(
            counted(
                due,
                "{count} letter is ready, and may not leave after {not_after}",
                "{count} letters are ready, and may not leave after {not_after}",
                not_after=window.not_after,
            ),
            todo="phone the participants, or move not_after in event.toml",
        )


def _send_redirected(due: Sequence[Delivery], workspace: Workspace, sender: Sender, to: str) -> list[Finding]:
    """Sends a marked copy of each letter to one address, once; the letters themselves stay due."""
    ledger = workspace.ledger
    new = [
        each for each in due if not any(step.step == REDIRECT and step.said == to for step in ledger.history(each.key))
    ]
    results = send_test_copies(
        new, workspace.archive, sender, to, lambda each: ledger.record_redirect(each.key, to, workspace.moment)
    )
    failed = [each for each in results if not each.arrived]
    if not due:
        return []
    return [
        finding("mail-redirected", Severity.NOTED, count=len(results) - len(failed), left=len(due), address=to),
        *(finding("letter-failed", Severity.DOUBTFUL, number=each.number, reason=each.answer) for each in failed),
    ]


def _release_uncertain(key: str, ledger: Ledger, now: datetime) -> None:
    """Releases every uncertain letter that is still true once more, and never a second time."""
    for each in ledger.deliveries(key, State.UNCERTAIN):
        if not ledger.is_superseded(each) and not any(step.said == ONCE_MORE for step in ledger.history(each.key)):
            ledger.act(each.key, Action.RELEASE, now, ONCE_MORE)


def _require_list(review: ListReview) -> None:
    """Reads the list for the first time.

    Raises:
        ReportgenError: it cannot be read, or event.toml cannot; it says that nothing is sent until then.
    """
    try:
        review.people()
    except ReportgenError as fault:
        fault.todo = said(
            "{todo}; until then no letter goes, because nobody knows who takes part",
            todo=fault.todo or said("mend that"),
        )
        raise


def _stage_recorder(key: str, ledger: Ledger, clock: Callable[[], datetime]) -> OnStage:
    def record(stage: Stage) -> None:
        ledger.record_stage(key, stage, clock())
        crash_point(stage)

    return record
