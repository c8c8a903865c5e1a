"""Several runs at once on one output folder: one works, the others step back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from doubles.mail_server import MailServer
from usecases.command_line import IN_TIME, JSON, ONE_WORKER, CommandLine, Done, digests_in, until
from usecases.conftest import Ran
from usecases.meeting import ANNA, KEY, PEOPLE

HOLDING = """
import sys
from pathlib import Path
from reportgen.storage.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(waiting: CommandLine) -> Iterator[CommandLine]:
    """A command line at which another process is at work."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(waiting.output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield waiting
        holder.communicate()


def test_whatever_changes_something_steps_back(held: CommandLine) -> None:
    before = digests_in(held.output)
    for command in ("run", "build", "release", "send"):
        done = held.run(command, *IN_TIME)
        assert done.code == 8
        assert "Another run is at work" in done.err
        assert "next:  wait until it is done" in done.err
    assert digests_in(held.output) == before


def test_looking_is_free_while_another_is_at_work(held: CommandLine) -> None:
    for command in ("status", "verify", "plan"):
        assert held.run(command).code == 0


@pytest.fixture(scope="module")
def runs_at_once(tmp_path_factory: pytest.TempPathFactory, sent: Ran) -> tuple[CommandLine, list[Done]]:
    """Three runs at once, of an event whose letters wait for a person."""
    cli = CommandLine.create(tmp_path_factory.mktemp("at-once"), [ANNA], sent.cli.parts)
    cli.replace_text("event.toml", '"automatic"', '"by-hand"')
    with ExitStack() as stack:
        runs = [stack.enter_context(cli.start("run", *IN_TIME, *ONE_WORKER, *JSON)) for _ in range(3)]
        told = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    return cli, [Done(code, out, err) for out, err, code in told]


def test_of_several_runs_at_once_exactly_one_makes_the_packs(runs_at_once: tuple[CommandLine, list[Done]]) -> None:
    cli, runs = runs_at_once
    assert {run.code for run in runs} <= {0, 8}
    made = [json.loads(run.out)["made"] for run in runs if run.code == 0]
    assert sorted(made) == [0] * (len(made) - 1) + [1]
    assert not any("Traceback" in run.err for run in runs)
    assert list(cli.packs()) == ["0001-GM0344.pdf"]
    assert cli.run("verify").code == 0


def test_by_hand_means_that_nothing_goes_without_release(
    runs_at_once: tuple[CommandLine, list[Done]], tmp_path: Path
) -> None:
    cli = runs_at_once[0].copied(tmp_path)
    assert cli.states() == {"0001.0001": "printed"}
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 0
    done = cli.run("run", *IN_TIME)
    assert ["letters", "waiting", "for", "release", "1"] in [line.split() for line in done.out.splitlines()]
    assert f"next:     reportgen release {cli.event}" in done.out.splitlines()
    assert not cli.outbox()


def test_by_hand_released_letters_go_with_the_next_send(
    runs_at_once: tuple[CommandLine, list[Done]], tmp_path: Path
) -> None:
    cli = runs_at_once[0].copied(tmp_path)
    released = cli.run("release", *IN_TIME)
    assert (released.code, released.out.splitlines()[-1]) == (0, f"next:     reportgen send {cli.event}")
    assert cli.run("send", *IN_TIME).code == 0
    cli.assert_everyone_was_mailed_once(1)


def test_releasing_twice_releases_nothing_more(runs_at_once: tuple[CommandLine, list[Done]], tmp_path: Path) -> None:
    cli = runs_at_once[0].copied(tmp_path)
    assert "1 letter released." in cli.run("release", *IN_TIME).out
    assert cli.run("release", *IN_TIME).out.startswith("0 letters released.")


def test_of_five_that_mail_at_once_one_works_and_four_step_back(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    """The first letter is held by the server until the four have gone."""
    server = mail[0]
    recipients = [each["recipient"] for each in cli.deliveries()]
    server.faults[recipients[0]] = ["hold"]
    with ExitStack() as stack:
        runs = [stack.enter_context(cli.start_fork("send", *JSON)) for _ in range(5)]
        until(lambda: sum(run.poll() is not None for run in runs) == 4)
        until(lambda: bool(server.taken))
        assert len(server.taken) == 1
        server.free.set()
        told = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    assert sorted(code for _, _, code in told) == [0, 8, 8, 8, 8]
    assert [json.loads(out)["sent"] for out, _, code in told if code == 0] == [4]
    assert [recipient for _, recipient, _ in server.taken] == recipients
    assert set(server.message_ids().values()) == {1}
    assert set(cli.states().values()) == {"sent"}


@pytest.mark.parametrize("replacement", ["", "1"])
def test_a_lock_file_that_is_taken_away_while_letters_go_lets_no_second_run_in(
    cli: CommandLine, mail: tuple[MailServer, int], replacement: str
) -> None:
    server = mail[0]
    recipients = [each["recipient"] for each in cli.deliveries()]
    server.faults[recipients[1]] = ["hold"]
    with cli.start_fork("send", *JSON) as first:
        until(lambda: len(server.taken) == 2)
        (cli.output / ".lock").unlink()
        if replacement:
            (cli.output / ".lock").write_text(replacement)
        for command in ("send", "run", "build", "release"):
            done = cli.run(command)
            assert (done.code, "Another run is at work" in done.err) == (8, True)
        assert cli.states()["0002.0001"] == "sending"
        server.free.set()
        out, err = first.communicate(timeout=60)
    assert (first.returncode, json.loads(out)["sent"], err) == (0, 4, "")
    assert set(server.message_ids().values()) == {1}
    assert set(cli.states().values()) == {"sent"}


@pytest.mark.parametrize("moved", ["output", "ledger.sqlite"])
def test_a_run_whose_ledger_is_moved_stops_at_the_next_letter_and_loses_nothing(
    cli: CommandLine, mail: tuple[MailServer, int], moved: str
) -> None:
    server = mail[0]
    server.faults[PEOPLE[1].email] = ["hold"]
    away = cli.output.with_name("away")
    with cli.start_fork("send") as first:
        until(lambda: len(server.taken) == 2)
        paths = [cli.output] if moved == "output" else sorted(cli.output.glob("ledger.sqlite*"))
        for path in paths:
            path.rename(away if moved == "output" else away.with_name(f"away-{path.name}"))
        server.free.set()
        _, err = first.communicate(timeout=60)
    assert first.returncode == 7
    assert "was moved, replaced or removed while this run was at work" in err
    for path in paths:
        (away if moved == "output" else away.with_name(f"away-{path.name}")).rename(path)
    assert cli.run("send", *JSON).json["sent"] == 2
    assert set(server.message_ids().values()) == {1}
    assert set(cli.states().values()) == {"sent"}


def test_two_runs_that_no_lock_keeps_apart_stop_in_words_and_send_nothing_twice(
    cli: CommandLine, mail: tuple[MailServer, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network drive that can lock no folder, when the lock file is taken away."""
    monkeypatch.setattr("fcntl.flock", lambda *_: None)
    server = mail[0]
    recipients = [each["recipient"] for each in cli.deliveries()]
    server.faults[recipients[1]] = ["hold"]
    with cli.start_fork("send", *JSON) as first:
        until(lambda: len(server.taken) == 2)
        done = cli.run("send", *JSON)
        assert done.code == 1
        assert cli.states()["0002.0001"] == "uncertain"
        server.free.set()
        _, err = first.communicate(timeout=60)
    assert first.returncode == 8
    assert "Traceback" not in err
    assert "this run stops" in err
    assert set(server.message_ids().values()) == {1}
    assert set(cli.states().values()) == {"sent"}


def test_two_output_folders_do_not_wait_for_each_other(held: CommandLine, sent: Ran, tmp_path: Path) -> None:
    other = sent.cli.copied(tmp_path / "other")
    assert other.run("run", *IN_TIME).code == 0
    assert (other.output / "archive" / KEY).is_dir()
