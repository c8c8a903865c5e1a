"""The days to the meeting, played beforehand: what would happen is told, and nothing of it happens."""

from __future__ import annotations

import re
import signal
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from doubles.mail_server import MailServer
from usecases.command_line import JSON, ONE_WORKER, CommandLine, Done, digests_in, until
from usecases.conftest import Ran
from usecases.meeting import ANNA, OPEN, PEOPLE

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.simulation import Faults
from reportgen.mail.simulated_server import random_faults
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.printing.layout import styles
from reportgen.storage.lock import locked

WEEKS_BEFORE = ("--now", "2018-11-20T10:00")
MAIL = '\n[mail]\nhost = "smtp.nowhere.example"\n'
CLOSES = "not_after = 2018-12-09T18:00:00"


OPENING = datetime(2018, 12, 3, 7, 5, tzinfo=ZONE)


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of everything that runs here."""
    folder = tmp_path / "passing"
    folder.mkdir()
    styles(
        DEFAULT_STYLE
    )  # the printer keeps its fonts in a passing folder for as long as this process lives: not in this one
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def ready(built: CommandLine, tmp_path: Path, passing: Path) -> CommandLine:
    """Packs are printed; letters will leave by a mail server, one a second, and not before a person lets them go."""
    cli = built.copied(tmp_path)
    cli.replace_text("event.toml", 'release = "automatic"\n', 'release = "by-hand"\nsender = "smtp"\n')
    _adds(cli, MAIL)
    return cli


def _adds(cli: CommandLine, text: str) -> None:
    with (cli.event / "event.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def _rehearsed(cli: CommandLine, *options: str, code: int = 0) -> Any:
    done = cli.run("rehearse", *(options or WEEKS_BEFORE), *JSON)
    assert done.code == code, done.err
    return done.json


def _letters(told: Any, state: str) -> list[tuple[str, Any]]:
    """When, by the bell, which letters came to be so."""
    return [(tick["at"], each) for tick in told["ticks"] for each in tick["letters"] if each["state"] == state]


def _asked(told: Any) -> list[str]:
    return [f"{each['what']} {each['command']}" for tick in told["ticks"] for each in tick["asks"]]


def _all_files(cli: CommandLine) -> dict[str, str]:
    return {path: digest for path, digest in digests_in(cli.event.parent).items() if not path.endswith(".lock")}


def _drawn(seed: int) -> Faults:
    return random_faults([each.email for each in PEOPLE], OPENING, Random(seed))


# Nothing of it happens


@pytest.mark.parametrize("options", [(), ("--faults", "none")])
def test_what_is_real_stays_byte_for_byte_as_it_was(ready: CommandLine, passing: Path, options: Sequence[str]) -> None:
    before = _all_files(ready)
    told = _rehearsed(ready, *WEEKS_BEFORE, *options)
    assert told["sent"] > 0
    assert _all_files(ready) == before
    assert digests_in(passing) == {}
    assert list(passing.iterdir()) == []


def test_an_event_that_was_never_run_has_no_output_afterwards_either(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path, [ANNA])
    done = cli.run_process("rehearse", *WEEKS_BEFORE, *ONE_WORKER, TMPDIR=str(tmp_path))
    assert done.code == 0, done.err
    assert "1 pack made" in done.out
    assert "1 letter released, as event.toml says" in done.out
    assert "In time: " in done.out
    assert [path.name for path in tmp_path.iterdir()] == [cli.event.name]


@pytest.mark.parametrize("redirect", ["", 'redirect_all = "proef@organisatie.example"\n'])
def test_the_real_mail_server_gets_no_connection(
    ready: CommandLine, mail: tuple[MailServer, int], redirect: str
) -> None:
    own = f'\n[mail]\nhost = "127.0.0.1"\nport = {mail[1]}\ntls = "none"\na_minute = 0\n'
    ready.replace_text("event.toml", MAIL, own)
    ready.replace_text("event.toml", 'sender = "smtp"\n', f'sender = "smtp"\n{redirect}')
    told = _rehearsed(ready)
    assert told["sent"] > 0
    assert (mail[0].sessions, mail[0].taken) == (0, [])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_rehearsal_that_is_stopped_by_hand_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    cli = CommandLine.create(tmp_path)
    passing = cli.output.with_name("passing")
    with cli.start("rehearse", *WEEKS_BEFORE) as process:
        until(lambda: list(passing.glob("reportgen-rehearsal-*/ledger.sqlite")))
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, "Stopped by hand" in err) == (1, True), out + err
    assert [path.name for path in passing.iterdir() if path.name.startswith("reportgen-")] == []


def test_while_another_run_is_at_work_nothing_is_copied(ready: CommandLine, passing: Path) -> None:
    with locked(ready.output):
        assert ready.run("rehearse", *WEEKS_BEFORE).code == 8
    assert list(passing.iterdir()) == []


# What would happen is told


def test_the_same_seed_tells_the_same_and_another_one_hits_others(ready: CommandLine) -> None:
    first, again, other = (ready.run("rehearse", *WEEKS_BEFORE, "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again
    assert first.out.replace("--seed 1", "--seed 2") != other.out


def test_each_fault_shows_what_becomes_of_its_letter(ready: CommandLine) -> None:
    told = _rehearsed(ready)
    faults = told["faults"]
    ((_, refused),) = _letters(told, "refused")
    ((_, uncertain),) = _letters(told, "uncertain")
    assert (refused["recipient"], refused["answer"][:3]) == (faults["unknown"], "550")
    assert uncertain["recipient"] == faults["lost"]
    put_off = {each["recipient"] for _, each in _letters(told, "deferred")}
    assert faults["full"] in put_off
    assert {each.partition("@")[2] for each in put_off - {faults["full"]}} == set(faults["greylisted"])
    (down,) = (tick for tick in told["ticks"] if "cannot be reached" in tick["stopped"])
    assert down["at"][:13] == faults["down"][:13]
    assert (told["sent"], told["refused"], told["uncertain"], told["waiting"]) == (2, 1, 1, 0)


def test_what_is_asked_of_the_organiser_comes_with_the_command_to_type(ready: CommandLine) -> None:
    told = _rehearsed(ready)
    ((_, uncertain),) = _letters(told, "uncertain")
    ((_, refused),) = _letters(told, "refused")
    release, *others = _asked(told)
    assert release.endswith(f"reportgen release {ready.event}")
    assert any(each.endswith(f"reportgen resolve {ready.event} {uncertain['number']} --sent") for each in others)
    assert any(f"mend the address of participant {refused['number']} " in each for each in others)


@pytest.mark.parametrize(("wait", "again"), [(10, "T08:05"), (130, "T10:05")])
def test_what_greylisting_puts_off_goes_again_after_the_wait_of_event_toml(
    ready: CommandLine, wait: int, again: str
) -> None:
    _adds(ready, f"\n[delivery.waits]\nlater = [{wait}]\n")
    seed = next(each for each in range(100) if _drawn(each).down == OPENING.replace(hour=9, minute=0))
    told = _rehearsed(ready, *WEEKS_BEFORE, "--seed", str(seed))
    (domain,) = told["faults"]["greylisted"]
    ((at, put_off),) = [each for each in _letters(told, "deferred") if each[1]["recipient"].endswith(f"@{domain}")]
    assert "T07:05" in at
    assert again in put_off["again"]
    assert again in {each["number"]: at for at, each in _letters(told, "sent")}[put_off["number"]]


def test_without_faults_everything_leaves_when_the_window_opens_at_the_pace_of_event_toml(ready: CommandLine) -> None:
    _adds(ready, "a_minute = 2\n")
    told = _rehearsed(ready, *WEEKS_BEFORE, "--faults", "none")
    hours = [each["at"][:16] for _, each in _letters(told, "sent")]
    assert hours == ["2018-12-03T07:05", "2018-12-03T07:05", "2018-12-03T07:06", "2018-12-03T07:06"]
    assert (told["sent"], told["in_time"]) == (4, True)


def test_a_window_too_short_is_told_and_ends_with_one(ready: CommandLine) -> None:
    ready.replace_text("event.toml", CLOSES, "not_after = 2018-12-03T07:06:30")
    _adds(ready, "a_minute = 1\n")
    told = _rehearsed(ready, *WEEKS_BEFORE, "--faults", "none", code=1)
    assert (told["sent"], told["waiting"], told["in_time"]) == (2, 2, False)
    assert len(told["ticks"][0]["findings"]) == 1, "warned on the first day"
    assert _asked(told)[-1].startswith("phone 2 participants, or move not_after")
    done = ready.run("rehearse", *WEEKS_BEFORE, "--faults", "none")
    assert (done.code, "Too late: 2 letters would not leave in time" in done.out) == (1, True)


def test_a_window_between_two_rings_lets_nothing_leave(ready: CommandLine) -> None:
    ready.replace_text("event.toml", CLOSES, "not_after = 2018-12-03T07:04:00")
    told = _rehearsed(ready, code=1)
    assert (told["sent"], told["waiting"]) == (0, 4)


def test_what_cannot_go_again_before_the_deadline_is_told(ready: CommandLine) -> None:
    ready.replace_text("event.toml", CLOSES, "not_after = 2018-12-03T07:30:00")
    seed = next(each for each in range(100) if _drawn(each).down == OPENING.replace(hour=9, minute=0))
    done = ready.run("rehearse", *WEEKS_BEFORE, "--seed", str(seed))
    assert (done.code, done.out.count("not again before the deadline")) == (1, 2)


def test_by_hand_it_says_until_when_and_does_it_in_the_organisers_place(ready: CommandLine) -> None:
    done = ready.run("rehearse", *WEEKS_BEFORE, "--faults", "none")
    today, opening = re.split(r"^Monday 3 December 2018", done.out, flags=re.M)
    assert "you would have to look at 4 letters and let them go, before Monday 3 December 2018 07:00" in today
    assert f"reportgen release {ready.event}" in today
    assert "4 letters released by the rehearsal, in your place" in opening
    assert "asked of you         1   Tuesday 20 November 2018" in opening


def test_automatic_release_still_asks_for_the_first_letters_over_a_real_server(ready: CommandLine) -> None:
    ready.replace_text("event.toml", 'release = "by-hand"', 'release = "automatic"')
    told = _rehearsed(ready, *WEEKS_BEFORE, "--faults", "none")
    (asked,) = _asked(told)
    assert "automatic release waits for a person" in asked
    assert [tick["released_for_you"] for tick in told["ticks"]] == [0, 4]


def test_a_letter_in_doubt_goes_once_more_by_itself_where_event_toml_says_so(ready: CommandLine) -> None:
    ready.replace_text("event.toml", 'sender = "smtp"\n', 'sender = "smtp"\nwhen_uncertain = "resend-once"\n')
    told = _rehearsed(ready)
    ((_, uncertain),) = _letters(told, "uncertain")
    assert uncertain["number"] in [each["number"] for _, each in _letters(told, "sent")]
    assert (told["sent"], told["uncertain"]) == (3, 0)
    assert not any("resolve" in each for each in _asked(told))


def test_past_the_window_it_begins_three_days_before_and_says_so(ready: CommandLine) -> None:
    done = ready.run("rehearse", "--now", "2025-01-01T12:00", "--faults", "none")
    assert "The window is past, so the clock begins on Friday 30 November 2018 07:00." in done.out
    assert (done.code, "In time: " in done.out) == (0, True)
    assert _rehearsed(ready, "--now", "2025-01-01T12:00")["window_was_past"] is True


def test_what_has_left_already_does_not_leave_again(sent: Ran, passing: Path) -> None:
    told = _rehearsed(sent.cli)
    assert (told["left_before"], told["sent"], told["waiting"], told["ticks"]) == (4, 0, 0, [])


def test_figures_that_grow_too_old_on_the_way_are_told_on_their_day(ready: CommandLine) -> None:
    """The snapshot that comes along is of 23 November 2026."""
    ready.replace_text("event.toml", OPEN, "2026-12-05T07:00:00")
    ready.replace_text("event.toml", CLOSES, "not_after = 2026-12-09T18:00:00")
    _adds(ready, '\n[figures]\nmax_age = 10\nwhen_older = "refuse"\n')
    told = _rehearsed(ready, "--now", "2026-12-01T08:00", code=1)
    (broken,) = (tick for tick in told["ticks"] if "older than the 10 days" in tick["stopped"])
    assert broken["at"].startswith("2026-12-04T00:05")
    assert (broken["waiting"], told["sent"], told["waiting"]) == (4, 0, 4)


# What stops a run stops a rehearsal


def test_a_broken_event_gives_the_usual_error(ready: CommandLine, passing: Path) -> None:
    ready.replace_text("event.toml", 'title = "Wonen in de regio"\n', "")
    done = ready.run("rehearse")
    assert (done.code, "event.title: is missing" in done.err) == (3, True)
    assert list(passing.iterdir()) == []


def test_a_broken_archive_is_named_by_its_real_place(ready: CommandLine, passing: Path) -> None:
    ready.edition(1).rename(ready.edition(2))
    done: Done = ready.run("rehearse", *WEEKS_BEFORE)
    assert done.code == 7
    assert f"where: {ready.edition(2)}" in done.err
    assert list(passing.iterdir()) == []


def test_a_letter_that_cannot_be_trusted_does_not_leave_and_is_told_once(ready: CommandLine) -> None:
    (ready.edition(1) / "data" / "letters" / "0002.eml").write_bytes(b"no letter")
    ready.replace_text("event.toml", CLOSES, "not_after = 2018-12-03T12:00:00")
    told = _rehearsed(ready, *WEEKS_BEFORE, "--faults", "none", code=1)
    assert (told["sent"], told["waiting"]) == (3, 1)
    findings = [each for tick in told["ticks"] for each in tick["findings"]]
    assert len(findings) == 1
    assert str(ready.edition(1)) in findings[0]
