"""A run: a person's agreement limits it, its report says what stopped it, and the organiser is mailed if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from doubles.released_letters import KEY, MONDAY, output_with_letters
from doubles.workspaces import EXAMPLE, clock_at, mailing

from reportgen.application import run as runs
from reportgen.application.delivery import notify
from reportgen.application.delivery.release import release, release_preview
from reportgen.application.run import RunOptions, run
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.config.settings import load_event_file
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.rules import DeliveryWindow, WindowState
from reportgen.domain.delivery.states import State
from reportgen.errors import MailError, SafetyRefusal, SourceError
from reportgen.render.printing.context import PrintContext
from reportgen.render.processes.executors import InlineExecutor
from reportgen.storage.ledger.ledger import Ledger

SERVER = SmtpServer("mail.example", 25, Tls.NONE, "", "", 60, 0, 10_000_000, "post@vng.example", False, 60, 600)
PRINTER = PrintContext(InlineExecutor())


@contextmanager
def _workspace(
    output: Path, *, opens: timedelta = timedelta(0), automatic: bool = True, server: SmtpServer | None = None
) -> Iterator[Workspace]:
    """A workspace with two printed letters, and a window that opens so long from now."""
    paths = output_with_letters(output, 2, released=False)
    ledger = Ledger.open(paths.ledger)
    window = DeliveryWindow(MONDAY + opens, MONDAY + opens + timedelta(days=2))
    rules = replace(load_event_file(EXAMPLE).settings.rules, window=window, redirect_all="")
    workspace = mailing(KEY, paths, ledger, rules, clock_at(MONDAY))
    settings = replace(workspace.settings, automatic_release=automatic, server=server)
    yield replace(workspace, loaded=replace(workspace.loaded, settings=settings))
    ledger.close()


def _ignore(*_: Any) -> None:
    """Nobody looks at progress here."""


@pytest.fixture
def notified(monkeypatch: pytest.MonkeyPatch) -> list[RunReport]:
    """The reports that the organiser would be mailed about; nothing has to be built."""
    reports: list[RunReport] = []
    monkeypatch.setattr(notify, "notify_of", lambda workspace, report: reports.append(report))
    monkeypatch.setattr(runs, "build", lambda workspace, *_: RunReport(workspace.key))
    return reports


def test_automatic_release_sends_first_letters_to_the_outbox(tmp_path: Path, notified: list[RunReport]) -> None:
    with _workspace(tmp_path) as workspace:
        report = run(workspace, RunOptions(), PRINTER, _ignore)
        assert (report.released, report.sent, report.waiting, report.refusal) == (2, 2, 0, None)
        assert len(list(workspace.paths.outbox(KEY).glob("*.eml"))) == 2
    assert notified == []


def test_without_automatic_release_letters_wait_for_a_person(tmp_path: Path, notified: list[RunReport]) -> None:
    with _workspace(tmp_path, automatic=False) as workspace:
        report = run(workspace, RunOptions(), PRINTER, _ignore)
    assert (report.released, report.sent, report.waiting, report.refusal) == (0, 0, 2, None)


@pytest.mark.parametrize("agreed", [None, 1])
def test_the_first_letters_over_a_real_server_wait_until_a_person_agrees_to_their_number(
    tmp_path: Path, notified: list[RunReport], agreed: int | None
) -> None:
    with _workspace(tmp_path, server=SERVER) as workspace:
        report = run(workspace, RunOptions(agreed=agreed), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.PRINTED)) == 2
    assert isinstance(report.refusal, SafetyRefusal)
    assert (report.released, report.waiting, report.needs_a_person) == (0, 2, True)
    assert "2 first letters wait" in report.stopped


def test_agreed_letters_are_released(
    tmp_path: Path, notified: list[RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "send_letters", _ignore)
    with _workspace(tmp_path, server=SERVER) as workspace:
        report = run(workspace, RunOptions(agreed=2), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.RELEASED)) == 2
    assert (report.released, report.refusal) == (2, None)


def test_what_stops_sending_is_in_the_report_and_the_organiser_is_mailed_about_it(
    tmp_path: Path, notified: list[RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise MailError("The mail server is down")

    monkeypatch.setattr(runs, "send_letters", fails)
    with _workspace(tmp_path) as workspace:
        report = run(workspace, RunOptions(notify=True), PRINTER, _ignore)
    assert (report.released, report.stopped) == (2, "The mail server is down")
    assert report.projection is not None
    assert notified == [report]


def test_a_run_that_notifies_waits_for_the_window_without_a_failure(tmp_path: Path, notified: list[RunReport]) -> None:
    with _workspace(tmp_path, opens=timedelta(hours=1)) as workspace:
        report = run(workspace, RunOptions(notify=True), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.PRINTED)) == 2
    assert (report.released, report.sent, report.refusal) == (0, 0, None)


def test_another_run_refuses_to_send_what_a_person_released_before_the_window(
    tmp_path: Path, notified: list[RunReport]
) -> None:
    with _workspace(tmp_path, opens=timedelta(hours=1)) as workspace:
        release(release_preview(KEY, workspace.ledger, workspace.archive), workspace.ledger, MONDAY, "by hand")
        report = run(workspace, RunOptions(), PRINTER, _ignore)
    assert isinstance(report.refusal, SafetyRefusal)


@pytest.mark.parametrize("notify", [True, False])
def test_an_agreement_to_the_first_letters_is_kept_for_the_window(
    tmp_path: Path, notified: list[RunReport], notify: bool
) -> None:
    with _workspace(tmp_path, opens=timedelta(hours=1), server=SERVER) as workspace:
        report = run(workspace, RunOptions(agreed=2, notify=notify), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.PRINTED)) == 2
    stopped = "2 first letters wait, and a run releases none before 3 December 2018, 09:00"
    assert report.stopped == ("" if notify else stopped)


def test_after_the_window_nothing_is_made_or_released_and_all_is_well(
    tmp_path: Path, notified: list[RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def built(*_: Any) -> RunReport:
        raise AssertionError("it is over")

    monkeypatch.setattr(runs, "build", built)
    with _workspace(tmp_path, opens=timedelta(days=-900)) as workspace:
        report = run(workspace, RunOptions(notify=True), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.PRINTED)) == 2
    assert (report.window, report.made, report.released, report.sent) == (WindowState.OVER, 0, 0, 0)
    assert (report.waiting, report.needs_a_person) == (2, False)


def test_after_the_window_letters_that_did_not_leave_are_told(tmp_path: Path, notified: list[RunReport]) -> None:
    with _workspace(tmp_path, opens=timedelta(days=-900)) as workspace:
        release(release_preview(KEY, workspace.ledger, workspace.archive), workspace.ledger, MONDAY, "by hand")
        report = run(workspace, RunOptions(notify=True), PRINTER, _ignore)
    assert "2 letters are ready, and may not leave after" in report.stopped
    assert notified == [report]


def test_a_window_that_closes_while_packs_are_made_releases_nothing(
    tmp_path: Path, notified: list[RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [MONDAY]

    def built(workspace: Workspace, *_: Any) -> RunReport:
        moments.append(MONDAY + timedelta(days=3))
        return RunReport(workspace.key)

    monkeypatch.setattr(runs, "build", built)
    with _workspace(tmp_path) as opened:
        workspace = replace(opened, clock=clock_at(lambda: moments[-1]))
        report = run(workspace, RunOptions(), PRINTER, _ignore)
        assert len(workspace.ledger.deliveries(KEY, State.PRINTED)) == 2
    assert (report.window, report.released, report.sent) == (WindowState.OVER, 0, 0)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_organiser_is_mailed_when_nothing_can_be_built(
    tmp_path: Path, notified: list[RunReport], monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    fault = SourceError("There is no list")

    def fails(*_: Any) -> RunReport:
        raise fault

    monkeypatch.setattr(runs, "build", fails)
    with _workspace(tmp_path) as workspace, pytest.raises(SourceError):
        run(workspace, RunOptions(notify=wanted), PRINTER, _ignore)
    assert [each.refusal for each in notified] == ([fault] if wanted else [])
