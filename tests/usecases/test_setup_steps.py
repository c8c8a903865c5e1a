"""The set-up list says what is still to do; where nothing on it blocks, releasing is not refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from doubles.filled_in import fill_in
from doubles.small_event import PEOPLE, small_event
from doubles.workspaces import workspace_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.application.event import setup_findings
from reportgen.application.event.create import new_event
from reportgen.application.event.readiness import blocking_findings
from reportgen.application.event.setup_list import SetupList, SetupStep, Step, StepState
from reportgen.application.event.setup_steps import list_fault, setup_list
from reportgen.application.event.starter_texts import placeholders
from reportgen.application.lists.check import check_list
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.errors import SourceError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

NOW = datetime(2030, 5, 1, 9, tzinfo=ZONE)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with closing(Ledger(connection_to(None))) as opened:
        yield opened


@pytest.fixture
def event(tmp_path: Path) -> Path:
    folder = tmp_path / "2030-05-16-wonen"
    new_event(folder)
    return folder


def steps_of(
    folder: Path, ledger: Ledger, kind: str = "briefing", organisers: int = 2, read: bool = False
) -> SetupList:
    workspace = workspace_of(folder, Paths(EMBEDDED, folder.parent / "output"), ledger, NOW, kind)
    return setup_list(workspace, organisers, check_list(workspace) if read else None)


def states(steps: SetupList) -> dict[str, str]:
    return {each.step.value: each.state.value for each in steps.steps}


def codes(steps: SetupList, step: Step) -> list[str]:
    return [finding.code for each in steps.steps if each.step is step for finding in each.findings]


def change(folder: Path, pattern: str, new: str) -> None:
    path = folder / "event.toml"
    text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    path.write_text(text, "utf-8")


def test_a_new_event_has_nearly_all_to_do(event: Path, ledger: Ledger) -> None:
    steps = steps_of(event, ledger)
    assert states(steps) == {
        "meeting": "blocked",
        "texts": "done",
        "programme": "open",
        "questions": "blocked",
        "themes": "open",
        "figures": "done",
        "list": "blocked",
        "sender": "blocked",
        "mail": "open",
        "window": "done",
        "retention": "done",
        "style": "open",
        "colleagues": "done",
    }
    assert not steps.is_ready
    assert (steps.left, steps.needed) == (7, 12)


@pytest.mark.parametrize("read", [False, True])
def test_a_filled_in_event_is_ready_with_and_without_reading_its_list(event: Path, ledger: Ledger, read: bool) -> None:
    fill_in(event)
    steps = steps_of(event, ledger, read=read)
    assert steps.is_ready
    assert {step for step, state in states(steps).items() if state == "open"} == {
        *("themes", "mail", "style"),
        *(["figures"] if read else []),  # its municipalities are those of an earlier day
    }


def test_each_text_that_is_not_filled_in_keeps_exactly_one_step_back(event: Path, ledger: Ledger) -> None:
    wanted = {"title": Step.MEETING, "welcome": Step.MEETING, "hint": Step.QUESTIONS, "contact": Step.SENDER}
    for key, step in wanted.items():
        fill_in(event)
        change(event, rf'^{key} = ".*"', next(f'{key} = "{each.text}"' for each in placeholders() if key in each.key))
        assert [each.step for each in steps_of(event, ledger).steps if each.state is StepState.BLOCKED] == [step]
        for path in event.iterdir():
            path.unlink()
        event.rmdir()
        new_event(event)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    left=st.sets(st.sampled_from([each.key for each in placeholders()])),
    day=st.dates(date(2029, 1, 1), date(2033, 1, 1)),
    keep=st.dates(date(2029, 1, 1), date(2040, 1, 1)),
)
def test_where_nothing_is_blocked_nothing_is_refused(
    tmp_path_factory: pytest.TempPathFactory, left: set[str], day: date, keep: date
) -> None:
    event = tmp_path_factory.mktemp("there") / "2030-05-16-wonen"
    new_event(event)
    fill_in(event)
    for each in placeholders():
        if each.key in left:
            change(event, rf'^{each.key.rpartition(".")[2]} = ".*"', f'{each.key.rpartition(".")[2]} = "{each.text}"')
    change(event, r"^date = .*", f"date = {day}")
    change(event, r"^keep_until = .*", f"keep_until = {keep}")
    with closing(Ledger(connection_to(None))) as ledger:
        workspace = workspace_of(event, Paths(EMBEDDED, event.parent / "output"), ledger, NOW)
        steps = setup_list(workspace, 2)
        blocking = blocking_findings(workspace)
        told = {finding for each in steps.steps if each.state is StepState.BLOCKED for finding in each.findings}
        assert told >= set(blocking)
        assert not (steps.is_ready and blocking)


def test_what_is_wrong_with_one_kind_of_packs_keeps_no_other_back(event: Path, ledger: Ledger) -> None:
    fill_in(event)
    with (event / "event.toml").open("a") as file:
        file.write(
            '\n[[pack]]\nkind = "follow-up"\nnot_before = 2020-05-18T08:00:00\nnot_after = 2020-05-25T18:00:00\n'
        )
    assert states(steps_of(event, ledger, read=True))["window"] == "done"
    assert states(steps_of(event, ledger, "follow-up"))["window"] == "blocked"


def test_a_window_that_is_over_lets_no_letter_go(event: Path, ledger: Ledger) -> None:
    fill_in(event)
    change(event, r"^not_before = .*", "not_before = 2030-04-01T07:00:00")
    change(event, r"^not_after = .*", "not_after = 2030-04-30T07:00:00")
    assert states(steps_of(event, ledger))["window"] == "blocked"


def test_a_programme_or_list_that_cannot_be_read_is_told_where_it_is_mended(event: Path, ledger: Ledger) -> None:
    fill_in(event)
    (event / "programma.csv").write_bytes(b"Begin;Einde\nvroeg;laat\n")
    steps = list_fault(steps_of(event, ledger), SourceError("The file has no rows"))
    blocked = {each.step: each.fault for each in steps.steps if each.state is StepState.BLOCKED}
    assert set(blocked) == {Step.PROGRAMME, Step.LIST}
    assert all(blocked.values())


def test_rows_to_look_at_leave_the_list_open(tmp_path: Path, ledger: Ledger) -> None:
    rows = [("1", "A.", "Zwaluw", "wethouder", "Nergenshuizen", "a@x.example", "ja"), PEOPLE[1]]
    event = small_event(tmp_path, rows)
    workspace = workspace_of(event, Paths(EMBEDDED, tmp_path / "output"), ledger, datetime(2018, 12, 3, tzinfo=ZONE))
    steps = setup_list(workspace, 2, check_list(workspace))
    assert states(steps)["list"] == "open"
    assert codes(steps, Step.LIST)


def test_a_mail_server_without_its_password_sends_nothing(
    event: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(event)
    change(event, r'^sender = "outbox".*', 'sender = "smtp"')
    with (event / "event.toml").open("a") as file:
        file.write('\n[mail]\nhost = "smtp.organisatie.nl"\nuser = "briefing"\n')
    for name in ("PASSWORD", "PASSWORD_FILE", "HOST"):
        monkeypatch.delenv(f"REPORTGEN_SMTP_{name}", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert "setup-no-password" in codes(steps_of(event, ledger), Step.MAIL)
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", "geheim")
    assert "setup-unnamed-mail-server" in codes(steps_of(event, ledger), Step.MAIL)
    monkeypatch.setenv("REPORTGEN_SMTP_HOST", "smtp.elders.nl")
    assert "setup-other-mail-server" in codes(steps_of(event, ledger), Step.MAIL)
    monkeypatch.setenv("REPORTGEN_SMTP_HOST", "smtp.elders.nl, smtp.organisatie.nl")
    assert not {each for each in codes(steps_of(event, ledger), Step.MAIL) if "password" in each or "server" in each}


def test_the_mail_server_is_filled_in_before_one_chooses_that_letters_go_over_it(event: Path, ledger: Ledger) -> None:
    fill_in(event)

    def step() -> SetupStep:
        return next(each for each in steps_of(event, ledger).steps if each.step is Step.MAIL)

    assert ([each.code for each in step().findings], step().key) == (["setup-no-mail-server"], "mail.host")
    with (event / "event.toml").open("a") as file:
        file.write('\n[mail]\nhost = "smtp.organisatie.nl"\n')
    assert ([each.code for each in step().findings], step().key) == (["setup-outbox"], "delivery.sender")


def test_who_is_alone_may_go_on(event: Path, ledger: Ledger) -> None:
    fill_in(event)
    steps = steps_of(event, ledger, organisers=1)
    assert states(steps)["colleagues"] == "open"
    assert steps.is_ready
    assert steps.left == steps_of(event, ledger).left


def test_letters_made_before_the_texts_were_filled_in_are_told(
    event: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(event)
    begun = ledger.begin_edition(event.name, NOW)
    key = f"{event.name}.0001.{begun:04d}"
    record = PackRecord(*(key, 1, "GM0344", "f", (), "d", 3, "a@x.example", f"<{key}>", "e"))
    ledger.record_edition(event.name, begun, "b", [record], NOW)
    sealed = {"title": "Titel van de bijeenkomst"}
    monkeypatch.setattr(setup_findings, "sealed_event", lambda *_: sealed)
    steps = steps_of(event, ledger)
    assert (states(steps)["packs"], steps.is_ready) == ("blocked", False)
    setup_findings._is_unfinished.cache_clear()
    sealed["title"] = "Wonen"
    assert "packs" not in states(steps_of(event, ledger))
