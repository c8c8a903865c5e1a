"""What ``doctor`` says: green where all is well, and for each fault a line of its own with what mends it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from doubles.certificate import certificate_in, server_side
from doubles.dns_server import DnsServer
from doubles.mail_server import MailServer, Running
from doubles.upcoming import DAY
from house.modules import ROOT
from usecases.command_line import JSON, CommandLine
from usecases.meeting import ANNA, PEOPLE, changed
from usecases.test_lock import HOLDING

from reportgen.application.doctor import CHECKS, Check, bounded, context, machine, run_checks
from reportgen.application.doctor.bounded import bounded_checks
from reportgen.application.doctor.context import DoctorContext
from reportgen.application.passwords import SMTP_HOST, SMTP_PASSWORD, smtp_password
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.health import HealthCheck, Verdict
from reportgen.mail.domain_records import txt_records
from reportgen.render.content.resources import FONTS
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.printing import system_libraries
from reportgen.render.printing.layout import styles
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.file_faults import PUT_BACK

DOMAIN = "organisatie.example"
SPF, DMARC = "v=spf1 ip4:192.0.2.1 -all", "v=DMARC1; p=reject; rua=mailto:dmarc@organisatie.example"
GOOD_DNS = {DOMAIN: ("iets anders", SPF), f"_dmarc.{DOMAIN}": (DMARC,)}
SECRET = "geheim"
DATA = ("borders", "figures", "indicators", "municipalities", "subjects")
"""Folders of data that the program reads."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that runs many tests at once everything takes longer."""
    monkeypatch.setattr(bounded, "CHECK_TIMEOUT", 100.0)
    monkeypatch.setattr(bounded, "TOTAL_TIMEOUT", 200.0)
    monkeypatch.setattr(context, "PART_TIMEOUT", 100.0)


@dataclass(frozen=True)
class Office:
    """A command line whose letters go over a mail server with TLS and a login, and a DNS that knows its domain."""

    cli: CommandLine
    post: MailServer
    port: int
    dns: DnsServer
    figures: Path = EMBEDDED

    def case(self, **known: Any) -> DoctorContext:
        """What the steps look at."""
        given: dict[str, Any] = {
            "moment": datetime.now(ZONE),
            "simulated": False,
            "wall_clock": lambda: datetime.now(ZONE),
            "timer": monotonic,
            "password": smtp_password,
            "txt_lookup": lambda name: txt_records(name, self.dns.address),
        }
        return DoctorContext(self.cli.event, Paths(self.figures, self.cli.output), **{**given, **known})

    def look(self, *names: str, **known: Any) -> list[HealthCheck]:
        """Takes some steps only, as if nothing had to be mended before them."""
        return list(run_checks(self.case(**known), [replace(step, needs=()) for step in CHECKS if step.name in names]))

    def check(self, name: str, **known: Any) -> HealthCheck:
        """What one step says."""
        (found,) = self.look(name, **known)
        assert found.name == name
        return found

    def run(self, *options: str) -> Any:
        """Types the command, for a machine."""
        return self.cli.run("doctor", "--dns", self.dns.address, "--figures", str(self.figures), *options)


def _opened(cli: CommandLine, port: int, cert: Path) -> None:
    """Makes the event one that mails over a server, today."""
    cli.move_to_next_month()
    cli.replace_text("event.toml", 'release = "automatic"', 'release = "by-hand"\nsender = "smtp"')
    with (cli.event / "event.toml").open("a", encoding="utf-8") as file:
        file.write(f'[mail]\nhost = "127.0.0.1"\nport = {port}\nuser = "briefing"\nca_file = "{cert}"\na_minute = 0\n')


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return _certificate(tmp_path_factory.mktemp("certificate"), 40_000)


def _certificate(folder: Path, days: int) -> tuple[Path, ssl.SSLContext]:
    cert, key = certificate_in(folder, days)
    return cert, server_side(cert, key)


@contextmanager
def _office(cli: CommandLine, cert: Path, context: ssl.SSLContext, **server: Any) -> Iterator[Office]:
    post = MailServer()
    running = Running(post, tls=context, users={"briefing": SECRET}, **server)
    running.start()
    try:
        _opened(cli, running.port, cert)
        with DnsServer(GOOD_DNS) as dns:
            yield Office(cli, post, running.port, dns)
    finally:
        running.stop()


@pytest.fixture
def office(
    built: CommandLine, tmp_path: Path, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """Where everything is well."""
    monkeypatch.setenv(SMTP_PASSWORD, SECRET)
    with _office(built.copied(tmp_path), *certificate) as healthy:
        yield healthy


def _own_files(folder: Path) -> None:
    """Replaces files that are linked to those of other tests: their time of change follows what these do."""
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_nlink > 1:
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content)


def _everything_in(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file and folder, with when it was changed, and the digest of a file."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in (folder, *sorted(folder.rglob("*")))
    }


def _figures_of_this_year(folder: Path) -> Path:
    """The figures that come along, as if they were of the year of the meeting."""
    copy, later = folder / "figures", DAY.year - 2018
    shutil.copytree(EMBEDDED, copy)
    manifest = re.sub(r"^year = \d+", f"year = {DAY.year}", (copy / "snapshot.toml").read_text("utf-8"), flags=re.M)
    for name in ("origins.csv", "national.csv"):
        path = copy / name
        old = path.read_bytes()
        moved = re.sub(r"^\d{4}(?=,)", lambda year: str(int(year[0]) + later), old.decode(), flags=re.M)
        path.write_bytes(moved.encode())
        manifest = manifest.replace(sha256(old).hexdigest(), sha256(path.read_bytes()).hexdigest())
    (copy / "snapshot.toml").write_text(manifest, "utf-8")
    return copy


# All is well


@pytest.mark.parametrize("has_nameless_files", [True, False])
def test_a_healthy_event_is_green_throughout_and_nothing_of_it_is_touched(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_nameless_files: bool
) -> None:
    if not has_nameless_files:  # as on a file system without O_TMPFILE
        monkeypatch.setattr(tempfile, "_O_TMPFILE_WORKS", False)
    office = replace(office, figures=_figures_of_this_year(tmp_path))
    passing = tmp_path / "passing"
    passing.mkdir()
    styles(
        DEFAULT_STYLE
    )  # the printer keeps its fonts in a passing folder for as long as this process lives: not in this one
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    _own_files(office.cli.output)
    before = [_everything_in(office.cli.output), _everything_in(office.cli.event)]
    done = office.run(*JSON)
    assert [(each["name"], each["verdict"]) for each in done.json["checks"]] == [
        (step.name, "green") for step in CHECKS
    ]
    assert done.code == 0
    assert [_everything_in(office.cli.output), _everything_in(office.cli.event)] == before
    assert list(passing.glob("reportgen-*")) == []
    assert (office.post.sessions, office.post.asked, office.post.taken) == (1, {}, [])
    said = {each["name"]: each["said"] for each in done.json["checks"]}
    assert "TLSv1.3, certificate good, logged in; it takes letters up to 10.0 MB" in said["mail server"]
    assert "the first pack was printed: 8 pages" in said["printing"]
    assert "deelnemers.csv: 4 rows, 4 packs" in said["participants"]
    assert SECRET not in done.out


def test_a_person_reads_a_line_for_each_thing_and_the_next_command(office: Office, tmp_path: Path) -> None:
    done = replace(office, figures=_figures_of_this_year(tmp_path)).run()
    lines = done.out.splitlines()
    assert [line[:4] for line in lines[:-2]] == ["good"] * len(CHECKS)
    assert [line[6:22].strip() for line in lines[:-2]] == [step.name for step in CHECKS]
    assert lines[-2:] == ["All is well.", f"next:     reportgen plan {office.cli.event}"]


def test_what_a_killed_run_left_in_the_log_stays_there(office: Office) -> None:
    """Opening the ledger as others do would move the log into it."""
    path = office.cli.output / "ledger.sqlite"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE delivery SET recipient = 'in.the.log@urk.example' WHERE number = 3")
    killed = office.cli.output.with_name("killed")
    shutil.copytree(office.cli.output, killed)
    connection.close()
    before = _everything_in(killed)
    assert (killed / "ledger.sqlite-wal").stat().st_size
    found = replace(office, cli=CommandLine(office.cli.event, killed))
    assert [each.verdict for each in found.look("ledger", "archive", "disk")] == [Verdict.GREEN] * 3
    assert _everything_in(killed) == before


def test_before_the_first_run_nothing_is_made_either(office: Office, tmp_path: Path) -> None:
    nowhere = replace(office, cli=CommandLine(office.cli.event, tmp_path / "not" / "yet"))
    checks = nowhere.look("lock", "ledger", "archive", "participants", "disk", "window")
    assert {each.verdict for each in checks} == {Verdict.GREEN}
    assert "there is none yet" in checks[1].said
    assert "4 packs to print" in checks[4].said
    assert not (tmp_path / "not").exists()


def test_an_event_that_mails_nothing_is_asked_nothing_about_mail(office: Office) -> None:
    office.cli.replace_text("event.toml", 'sender = "smtp"', 'sender = "outbox"')
    (found,) = office.look("letters", "password", "mail server", "SPF", "DMARC")
    assert (found.name, found.verdict) == ("letters", Verdict.GREEN)
    assert "nothing leaves this machine" in found.said
    assert (office.post.sessions, office.dns.asked) == (0, [])


# What packs are printed with


def _flipped(path: Path, at: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 1
    path.write_bytes(content)


def test_a_face_that_is_gone_is_named(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FONTS, "serif-italic", tmp_path / "Gone.ttf")
    found = office.check("fonts")
    assert (found.verdict, found.said) == (Verdict.RED, "Gone.ttf is not there")
    assert "-m pip install --force-reinstall --no-deps font-source-sans-pro==" in found.todo


@pytest.mark.parametrize("at", [0.0, 0.2, 0.5, 0.9])
def test_one_flipped_bit_in_a_face_is_seen(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: float
) -> None:
    copy = shutil.copyfile(FONTS["sans"], tmp_path / "Sans.ttf")
    monkeypatch.setitem(FONTS, "sans", copy)
    assert office.check("fonts").verdict is Verdict.GREEN
    _flipped(copy, at)
    found = office.check("fonts")
    assert (found.verdict, found.said.startswith("Sans.ttf is damaged")) == (Verdict.RED, True)


def test_another_face_in_the_place_of_ours_is_seen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FONTS, "sans", FONTS["serif"])
    assert "is Source Serif Pro instead of Source Sans Pro" in office.check("fonts").said


def test_libraries_that_are_missing_are_named_with_the_package_to_install(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(system_libraries.LIBRARIES, "libnowhere-1.0", "libnowhere-1.0-0")
    monkeypatch.setattr(sys, "platform", "linux")
    found = office.check("libraries")
    assert (found.verdict, found.todo) == (Verdict.RED, "sudo apt-get install libnowhere-1.0-0")
    monkeypatch.setattr("reportgen.application.doctor.printing.FASTER", {"libnowhere-1.0"})
    found = office.check("libraries")
    assert (found.verdict, "more than twice as long" in found.said) == (Verdict.YELLOW, True)


WITHOUT_PANGO = """
import ctypes, sys, cffi, typer
loads, finds = cffi.FFI.dlopen, ctypes.CDLL.__init__
def load(self, name, *more):
    if name and "pango" in name: raise OSError(f"cannot load {name}")
    return loads(self, name, *more)
def find(self, name, *more, **named):
    if name and "pango" in name: raise OSError(f"cannot load {name}")
    finds(self, name, *more, **named)
cffi.FFI.dlopen, ctypes.CDLL.__init__ = load, find
sys.argv = ["reportgen", "doctor", "x"]
from reportgen.__main__ import main
main()
"""


def test_where_the_program_cannot_start_it_says_what_to_install() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_PANGO], capture_output=True, text=True, timeout=60)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert "Stopped: libpango-1.0, libpangoft2-1.0 cannot be loaded" in done.stderr
    assert "libpango-1.0-0 libpangoft2-1.0-0" in done.stderr or "brew install" in done.stderr


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("cover.html", "templates/follow-up/cover.html, line 1"),
        ("sections.toml", "The list of sections cannot be read"),
    ],
)
def test_templates_of_another_kind_of_pack_are_looked_at_too(office: Office, file: str, said: str) -> None:
    table = '\n[[pack]]\nkind = "follow-up"\nnot_before = 2018-12-12T08:00:00\nnot_after = 2018-12-21T18:00:00\n'
    path = office.cli.event / "event.toml"
    path.write_text(path.read_text("utf-8") + table, "utf-8")
    (check,) = office.look("templates")
    assert check.verdict is Verdict.GREEN
    folder = office.cli.event / "templates" / "follow-up"
    folder.mkdir(parents=True)
    (folder / file).write_text("{% if", "utf-8")
    (check,) = office.look("templates")
    assert check.verdict is Verdict.RED
    assert said in check.said
    assert str(folder) in check.where


def test_templates_that_cannot_be_read_are_named_and_nothing_is_printed_with_them(
    office: Office, tmp_path: Path
) -> None:
    paths = tmp_path / "house"
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("reportgen", "templates", *(f"data/{each}" for each in DATA)):
        shutil.copytree(ROOT / folder, paths / folder, ignore=ignored)
    for file, old, new in (("pack/table.html", "{%", "{% if"), ("mail/letter.txt", "{{", "{{ |")):
        path = paths / "templates" / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    typed = ("doctor", office.cli.event, "--output", office.cli.output, "--dns", office.dns.address, *JSON)
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *map(str, typed)],
        cwd=paths,
        env={**os.environ, "PYTHONPATH": str(paths)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (1, "")
    checks = {each["name"]: each for each in json.loads(done.stdout)["checks"]}
    assert checks["templates"]["verdict"] == "red"
    assert "templates/mail/letter.txt, line " in checks["templates"]["said"]
    assert "templates/pack/table.html, line " in checks["templates"]["said"]
    assert "put the folder templates back" in checks["templates"]["todo"]
    assert checks["printing"]["said"] == "not looked at: mend templates first"
    assert {name for name, each in checks.items() if each["verdict"] != "green"} == {
        "templates",
        "printing",
        "age of figures",
    }


def test_words_that_cannot_be_read_are_named(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", copy)
    monkeypatch.setattr("reportgen.render.printing.self_check.TEMPLATES", copy)
    assert office.check("templates").verdict is Verdict.GREEN
    (copy / "findings.toml").write_text("[cancelled", "utf-8")
    (copy / "words.toml").unlink()
    found = office.check("templates")
    assert found.verdict is Verdict.RED
    assert "templates/words.toml: " in found.said
    assert "templates/findings.toml: " in found.said


def test_a_title_in_letters_that_our_fonts_lack_is_seen_in_the_proof(office: Office) -> None:
    office.cli.replace_text("event.toml", "Wonen in de regio", "Wonen in de regio \U00020bb7田")
    _, found = office.look("participants", "printing")
    assert (found.verdict, ".notdef" in found.said) == (Verdict.RED, True)


# What an event is made from


def test_with_a_broken_event_toml_all_the_rest_is_examined(office: Office) -> None:
    office.cli.replace_text("event.toml", 'title = "Wonen in de regio"\n', "")
    office.cli.replace_text("event.toml", "keep_until = ", "keep_until = 2023 #")
    done = office.run()
    assert done.code == 1
    assert "Traceback" not in done.out + done.err
    verdicts = {line[6:22].strip(): line[:4].strip() for line in done.out.splitlines()[:-1] if line[:4].strip()}
    grey = {
        "age of figures",
        "texts and days",
        "participants",
        "window",
        "letters",
        "password",
        "mail server",
        "SPF",
        "DMARC",
    }
    assert verdicts == {step.name: "–" if step.name in grey else "good" for step in CHECKS} | {"event.toml": "mend"}
    assert "event.toml has 2 faults: line " in done.out
    assert f"where: {office.cli.event / 'event.toml'}" in done.out
    assert "a pack of an event that was made up for it was printed" in done.out
    assert done.out.splitlines()[-1] == "1 to mend before a run. Begin at the top, and look again."


def test_what_is_no_event_at_all_is_said_in_words(office: Office) -> None:
    shutil.rmtree(office.cli.event)
    event, programme = office.look("event.toml", "programme")
    assert (event.verdict, event.todo) == (
        Verdict.RED,
        "name an event's folder, or start one with: reportgen new FOLDER",
    )
    assert programme.verdict is Verdict.RED


def test_a_bad_programme_says_all_its_lines(office: Office) -> None:
    office.cli.replace_text("programma.csv", "Opening", "")
    office.cli.replace_text("programma.csv", "borrel", "feest")
    found = office.check("programme")
    assert found.verdict is Verdict.RED
    assert "line 3: the part has no title; line 5: kind 'feest' is none of" in found.said


def test_a_list_that_cannot_be_read_says_what_check_says(office: Office) -> None:
    office.cli.replace_text("deelnemers.csv", "E-mailadres", "Adres")
    found = office.check("participants")
    assert (found.verdict, found.said) == (Verdict.RED, "The list has no column E-mailadres")
    assert "name them under [columns] in event.toml" in found.todo


@pytest.mark.parametrize(
    ("people", "verdict", "said"),
    [
        (
            [changed(ANNA, first="Eva", last="Zand", email=""), *PEOPLE],
            Verdict.YELLOW,
            "5 rows, 4 packs; people left out until someone acts: 1, findings to look at: 0",
        ),
        ([], Verdict.RED, "4 of the 4 people of the last list are gone"),
    ],
)
def test_what_is_wrong_with_people_is_counted(office: Office, people: Any, verdict: Verdict, said: str) -> None:
    office.cli.write_list(people)
    found = office.check("participants")
    assert (found.verdict, said in found.said) == (verdict, True), found
    assert f"reportgen check {office.cli.event}" in found.todo


def test_an_event_to_which_nobody_comes_is_looked_at(office: Office, tmp_path: Path) -> None:
    office.cli.write_list([])
    found = replace(office, cli=CommandLine(office.cli.event, tmp_path / "new")).check("participants")
    assert (found.verdict, "nobody takes part yet" in found.said) == (Verdict.YELLOW, True)


def test_a_flipped_bit_in_the_figures_is_seen_and_no_pack_is_made_from_them(office: Office, tmp_path: Path) -> None:
    figures = tmp_path / "figures"
    shutil.copytree(EMBEDDED, figures)
    _flipped(figures / "districts.csv", 0.5)
    done = replace(office, figures=figures).run(*JSON)
    checks = {each["name"]: each for each in done.json["checks"]}
    assert done.code == 1
    assert (checks["figures"]["verdict"], checks["figures"]["where"]) == ("red", str(figures / "districts.csv"))
    assert "its SHA-256 differs" in checks["figures"]["said"]
    assert checks["figures"]["todo"] == "restore the folder data/figures"
    for name in ("age of figures", "participants", "printing"):
        assert (checks[name]["verdict"], checks[name]["said"]) == ("grey", "not looked at: mend figures first")


@pytest.mark.parametrize(("when_older", "verdict"), [("label", Verdict.YELLOW), ("refuse", Verdict.RED)])
def test_figures_that_are_too_old_are_to_be_fetched(office: Office, when_older: str, verdict: Verdict) -> None:
    table = f'[figures]\nmax_age = 30\nwhen_older = "{when_older}"\n[archive]'
    office.cli.replace_text("event.toml", "[archive]", table)
    found = office.check("age of figures", moment=datetime(2090, 1, 1, tzinfo=ZONE))
    assert (found.verdict, "older than the 30 days" in found.said) == (verdict, True)
    assert found.todo.endswith(f"reportgen refresh {office.cli.event}")


# What a run works with on this machine


def test_who_holds_the_lock_is_said(office: Office) -> None:
    _own_files(office.cli.output)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(office.cli.output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        before = _everything_in(office.cli.output)
        found = office.check("lock")
        later = office.check("lock", wall_clock=lambda: datetime.now(ZONE) + timedelta(hours=4))
        assert office.check("ledger").verdict is Verdict.GREEN
        assert _everything_in(office.cli.output) == before
        holder.communicate()
    assert (found.verdict, f"process {holder.pid} has been at work since" in found.said) == (Verdict.YELLOW, True)
    assert found.todo == f"wait until it is done; see what it does with: ps -fp {holder.pid}"
    assert "longer than a run takes" in later.said
    assert office.check("lock").verdict is Verdict.GREEN


def test_a_damaged_ledger_is_seen(office: Office) -> None:
    path = office.cli.output / "ledger.sqlite"
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    found = office.check("ledger")
    assert (found.verdict, found.where) == (Verdict.RED, str(path))
    assert found.todo == str(PUT_BACK)
    assert found.todo.startswith("put back the newest copy of the ledger, and leave the archive as it is")


def _unknown_edition(cli: CommandLine) -> None:
    shutil.copytree(cli.edition(1), cli.edition(2))


def _no_edition(cli: CommandLine) -> None:
    shutil.rmtree(cli.edition(1))


def _a_letter_less(cli: CommandLine) -> None:
    (cli.edition(1) / "data" / "letters" / "0002.eml").unlink()


def _half_a_pack(cli: CommandLine) -> None:
    path = cli.edition(1) / "data" / "packs" / "0002-GM0344.pdf"
    path.write_bytes(path.read_bytes()[:1000])


def _another_manifest(cli: CommandLine) -> None:
    _flipped(cli.edition(1) / "manifest-sha256.txt", 0.1)


def _another_bag(cli: CommandLine) -> None:
    cli.execute_sql("UPDATE edition SET bag = ?", "0" * 64)


def _no_tags(cli: CommandLine) -> None:
    (cli.edition(1) / "tagmanifest-sha256.txt").unlink()


@pytest.mark.parametrize(
    ("meddle", "said", "todo"),
    [
        (_unknown_edition, "The archive holds edition 2, which this ledger does not know", "the newest ledger.sqlite"),
        (_no_edition, "edition 1 is gone", "put it back from a copy"),
        (_a_letter_less, "edition 1 is damaged: data is changed", "reportgen verify"),
        (_half_a_pack, "edition 1 is damaged: data is changed", "reportgen verify"),
        (_another_manifest, "edition 1 is damaged: manifest-sha256.txt is changed", "reportgen verify"),
        (_another_bag, "edition 1 is damaged: it is not the one that was promised", "reportgen verify"),
        (_no_tags, "edition 1 is damaged: tagmanifest-sha256.txt is missing", "reportgen verify"),
    ],
)
def test_an_archive_that_is_not_what_it_was_is_seen(
    office: Office, meddle: Callable[[CommandLine], None], said: str, todo: str
) -> None:
    assert office.check("archive").verdict is Verdict.GREEN
    meddle(office.cli)
    found = office.check("archive")
    assert (found.verdict, said in found.said, todo in found.todo) == (Verdict.RED, True, True), found


@pytest.mark.parametrize("below", ["", "deeper"])
def test_an_output_folder_that_cannot_be_written_is_named(office: Office, tmp_path: Path, below: str) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    found = replace(office, cli=CommandLine(office.cli.event, taken / below)).check("disk")
    assert (found.verdict, found.where) == (Verdict.RED, str(taken))
    assert found.todo == "choose an output folder that can be written, with --output"
    assert taken.read_text("utf-8") == "a file"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here in which nobody can write")
def test_a_folder_in_which_nobody_can_write_is_named(office: Office) -> None:
    found = replace(office, cli=CommandLine(office.cli.event, Path("/proc/packs"))).check("disk")
    assert (found.verdict, "nothing can be written there" in found.said) == (Verdict.RED, True)


def test_too_little_room_is_said_beside_what_is_needed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(office.cli.output).free
    monkeypatch.setattr(machine, "FIXED_BYTES", free * 2)
    assert office.check("disk").verdict is Verdict.RED
    monkeypatch.setattr(machine, "FIXED_BYTES", int(free * 0.7))
    found = office.check("disk")
    assert (found.verdict, found.todo) == (
        Verdict.YELLOW,
        "make room, or choose another output folder with --output",
    )


@pytest.mark.parametrize(
    ("shift", "verdict", "said"),
    [
        (timedelta(days=-20_000), Verdict.RED, "this program was installed on"),
        (timedelta(minutes=7), Verdict.YELLOW, "and the disk"),
        (timedelta(seconds=2), Verdict.GREEN, "as the disk says"),
    ],
)
def test_a_clock_that_is_wrong_is_seen(office: Office, shift: timedelta, verdict: Verdict, said: str) -> None:
    found = office.check("clock", wall_clock=lambda: datetime.now(ZONE) + shift)
    assert (found.verdict, said in found.said) == (verdict, True)
    assert verdict is Verdict.GREEN or "timedatectl" in found.todo


# How letters leave


@pytest.mark.parametrize(
    ("moment", "verdict", "said"),
    [
        (datetime(2018, 11, 23, 7, 0, tzinfo=ZONE), Verdict.GREEN, "opens in 10 days, on 3 December 2018, 07:00"),
        (datetime(2018, 12, 3, 4, 0, tzinfo=ZONE), Verdict.GREEN, "opens in 3 hours"),
        (datetime(2018, 12, 3, 6, 50, tzinfo=ZONE), Verdict.GREEN, "opens in 10 minutes"),
        (datetime(2018, 12, 5, 6, 50, tzinfo=ZONE), Verdict.GREEN, "open until 9 December 2018, 18:00"),
        (datetime(2018, 12, 9, 17, 59, tzinfo=ZONE), Verdict.YELLOW, "the last of 4 letters leaves about"),
        (datetime(2018, 12, 9, 18, 1, tzinfo=ZONE), Verdict.RED, "closed since 9 December 2018, 18:00"),
    ],
)
def test_the_window_is_told_as_it_stands(office: Office, moment: datetime, verdict: Verdict, said: str) -> None:
    office.cli.move_back_to_2018()
    found = office.check("window", moment=moment, simulated=True)
    assert (found.verdict, said in found.said) == (verdict, True), found
    assert verdict is Verdict.GREEN or "under [delivery]" in found.todo


def test_a_window_that_closed_behind_the_last_letter_is_well(office: Office) -> None:
    office.cli.move_back_to_2018()
    office.cli.execute_sql("UPDATE delivery SET state = 'sent'")
    found = office.check("window")
    assert (found.verdict, "no letter waits" in found.said) == (Verdict.GREEN, True)


def test_a_trial_is_not_taken_for_the_real_thing(office: Office) -> None:
    office.cli.replace_text("event.toml", 'sender = "smtp"', 'sender = "smtp"\nredirect_all = "ik@example.org"')
    found = office.check("letters")
    assert (found.verdict, "ik@example.org" in found.said) == (Verdict.YELLOW, True)
    assert "redirect_all" in found.todo


def test_without_a_password_nobody_knocks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SMTP_PASSWORD)
    done = office.run(*JSON)
    checks = {each["name"]: each for each in done.json["checks"]}
    assert (checks["password"]["verdict"], SMTP_PASSWORD in checks["password"]["todo"]) == ("red", True)
    assert checks["mail server"]["said"] == "not looked at: mend password first"
    assert office.post.sessions == 0


def test_a_password_file_that_is_not_there_or_empty_is_named(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SMTP_PASSWORD)
    file = tmp_path / "smtp-password"
    monkeypatch.setenv(f"{SMTP_PASSWORD}_FILE", str(file))
    found = office.check("password")
    assert (found.verdict, found.where) == (Verdict.RED, str(file))
    file.write_text("\n", "utf-8")
    assert office.check("password").said == "it is empty"


def test_a_server_that_the_password_is_not_for_is_not_talked_to(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP_HOST, "smtp.example.org")
    checks = {each["name"]: each for each in office.run(*JSON).json["checks"]}
    assert (checks["password"]["verdict"], checks["password"]["where"]) == ("red", SMTP_HOST)
    assert "smtp.example.org" in checks["password"]["said"]
    assert office.post.sessions == 0
    monkeypatch.setenv(SMTP_HOST, f"smtp.example.org briefing@127.0.0.1:{office.port}")
    assert office.check("mail server").verdict is Verdict.GREEN


def test_a_wrong_password_is_said_and_not_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SMTP_PASSWORD, "verkeerd")
    found = office.check("mail server")
    assert (found.verdict, "does not let us in: 535" in found.said) == (Verdict.RED, True)
    assert found.todo == f"check user in event.toml, and the password in {SMTP_PASSWORD}"
    assert "verkeerd" not in repr(found)


def test_a_server_without_tls_is_not_talked_to(office: Office, mail: tuple[MailServer, int]) -> None:
    office.cli.replace_text("event.toml", f"port = {office.port}", f"port = {mail[1]}")
    found = office.check("mail server")
    assert (found.verdict, "offers no STARTTLS" in found.said) == (Verdict.RED, True)
    assert mail[0].asked == {}


def test_a_certificate_nobody_trusts_is_said(office: Office) -> None:
    text = (office.cli.event / "event.toml").read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("ca_file")]
    office.cli.replace_text("event.toml", line, "")
    found = office.check("mail server")
    assert (found.verdict, "cannot be trusted" in found.said) == (Verdict.RED, True)


def test_a_server_that_is_not_there_is_said(office: Office) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office.cli.replace_text("event.toml", f"port = {office.port}", f"port = {port}")
    found = office.check("mail server")
    assert (found.verdict, found.where) == (Verdict.RED, f"127.0.0.1:{port}")
    assert "check host and port in event.toml" in found.todo


def test_a_server_that_takes_small_letters_only_is_seen(
    built: CommandLine, tmp_path: Path, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP_PASSWORD, SECRET)
    with _office(built.copied(tmp_path), *certificate, size=100_000) as office:
        found = office.check("mail server")
    assert (found.verdict, "takes letters up to 100 kB" in found.said) == (Verdict.RED, True)


def test_a_certificate_that_ends_before_the_window_is_seen(
    built: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP_PASSWORD, SECRET)
    with _office(built.copied(tmp_path), *_certificate(tmp_path, 2)) as office:
        found = office.check("mail server")
    assert (found.verdict, "its certificate ends on" in found.said) == (Verdict.YELLOW, True)
    assert "renew" in found.todo


# What the domain says


@contextmanager
def _answering(office: Office, records: dict[str, Sequence[str]], silent: bool = False) -> Iterator[Office]:
    with ExitStack() as stack:
        yield replace(office, dns=stack.enter_context(DnsServer(records, silent)))


@pytest.mark.parametrize(
    ("records", "spf", "dmarc"),
    [
        (GOOD_DNS, (Verdict.GREEN, SPF), (Verdict.GREEN, "p=reject")),
        ({DOMAIN: ("v=spf10 no",)}, (Verdict.YELLOW, "has no SPF record"), (Verdict.YELLOW, "has no DMARC record")),
        ({DOMAIN: ()}, (Verdict.YELLOW, "has no SPF record"), (Verdict.YELLOW, "has no DMARC record")),
        ({DOMAIN: (SPF, "v=spf1 ~all")}, (Verdict.YELLOW, "2 SPF records"), (Verdict.YELLOW, "no DMARC")),
        ({DOMAIN: ("v=spf1 -all",)}, (Verdict.YELLOW, "nobody sends mail"), (Verdict.YELLOW, "no DMARC")),
        (
            {DOMAIN: (f"v=spf1 {'ip4:192.0.2.1 ' * 40}-all",), f"_dmarc.{DOMAIN}": ("v=DMARC1",)},
            (Verdict.GREEN, "ip4:192.0.2.1 -all"),
            (Verdict.GREEN, "v=DMARC1"),
        ),
    ],
)
def test_what_the_domain_says_of_its_mail_is_a_hint(
    office: Office, records: dict[str, Sequence[str]], spf: tuple[Verdict, str], dmarc: tuple[Verdict, str]
) -> None:
    with _answering(office, records) as asked:
        for found, (verdict, said) in zip(asked.look("SPF", "DMARC"), (spf, dmarc), strict=True):
            assert (found.verdict, said in found.said) == (verdict, True), found
            assert verdict is Verdict.GREEN or f"ask who runs the DNS of {DOMAIN}" in found.todo


def test_the_policy_of_a_domain_above_holds_for_those_below(office: Office) -> None:
    office.cli.replace_text("event.toml", f"@{DOMAIN}", f"@post.{DOMAIN}")
    with _answering(office, GOOD_DNS) as asked:
        assert asked.check("DMARC").verdict is Verdict.GREEN
        assert asked.dns.asked == [f"_dmarc.post.{DOMAIN}", f"_dmarc.{DOMAIN}"]


def test_an_envelope_of_another_domain_is_seen_where_the_policy_is_strict(office: Office) -> None:
    office.cli.replace_text("event.toml", "a_minute = 0", 'a_minute = 0\nenvelope_sender = "b@mailer.example"')
    with _answering(office, GOOD_DNS) as asked:
        spf, dmarc = asked.look("SPF", "DMARC")
    assert (spf.verdict, "mailer.example has no SPF record" in spf.said) == (Verdict.YELLOW, True)
    assert (dmarc.verdict, "DKIM" in dmarc.todo) == (Verdict.YELLOW, True)


def test_where_dns_does_not_answer_nothing_is_wrong_and_it_says_whom_to_ask(office: Office) -> None:
    with _answering(office, GOOD_DNS, silent=True) as asked:
        found = asked.check("SPF")
    assert (found.verdict, "could not be looked up" in found.said) == (Verdict.GREY, True)
    assert f"ask who runs the DNS of {DOMAIN}" in found.todo


# The looking itself


def test_a_look_that_breaks_is_a_line_and_the_others_go_on(office: Office) -> None:
    def breaks(case: DoctorContext) -> HealthCheck:
        raise ZeroDivisionError("division by zero")

    case = DoctorContext(
        office.cli.event,
        Paths(EMBEDDED, office.cli.output),
        datetime.now(ZONE),
        False,
        lambda: datetime.now(ZONE),
        monotonic,
        smtp_password,
        lambda name: (),
    )
    broken, after = run_checks(
        case, [Check("arithmetic", breaks), next(each for each in CHECKS if each.name == "lock")]
    )
    assert (broken.name, broken.verdict) == ("arithmetic", Verdict.RED)
    assert broken.said == "looking at it failed: ZeroDivisionError: division by zero"
    assert broken.todo
    assert after.verdict is Verdict.GREEN


def never_ends(_: DoctorContext) -> HealthCheck:
    """As a library that looks at nothing any more."""
    while True:
        with suppress(BaseException):
            time.sleep(100)


def dies(_: DoctorContext) -> HealthCheck:
    """As a process that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_check_that_never_ends_or_dies_is_ended_and_said_and_the_others_go_on(office: Office) -> None:
    lock = next(each for each in CHECKS if each.name == "lock")
    after = Check("after", lock.examine, needs=("endless",))
    checks = [lock, Check("endless", never_ends), Check("fatal", dies), after, Check("nothing", lambda _: None), lock]
    begun = monotonic()
    found = list(bounded_checks(office.case(), checks, each=0.5, total=60))
    assert monotonic() - begun < 20
    assert [each.name for each in found] == ["lock", "endless", "fatal", "after", "lock"]
    assert [str(each.verdict) for each in found] == ["green", "yellow", "yellow", "grey", "green"]
    assert "nothing came of it within" in found[1].said
    assert "died" in found[2].said


def test_the_checks_that_time_did_not_suffice_for_are_named(office: Office) -> None:
    lock = next(each for each in CHECKS if each.name == "lock")
    checks = [Check("endless", never_ends), lock, lock]
    begun = monotonic()
    found = list(bounded_checks(office.case(), checks, each=9, total=0.5))
    assert monotonic() - begun < 8
    assert [each.verdict for each in found] == [Verdict.YELLOW] * 3
    assert all("not looked at" in each.said for each in found[1:])


def test_a_step_needs_only_steps_before_it() -> None:
    names = [step.name for step in CHECKS]
    assert len(set(names)) == len(names)
    for at, step in enumerate(CHECKS):
        assert set(step.needs) <= set(names[:at])


@pytest.mark.parametrize("address", ["nameserver", "127.0.0.1:x", "127.0.0.1:0", "1.2.3"])
def test_a_dns_server_without_an_address_is_refused(office: Office, address: str) -> None:
    done = office.cli.run("doctor", "--dns", address)
    assert (done.code, "192.0.2.1:5353" in done.err) == (2, True)


def test_what_stands_in_a_file_is_shown_without_what_a_terminal_obeys(office: Office) -> None:
    office.cli.replace_text("event.toml", '"Urk", "Vaals"', '"[red]Urk[/]\\u001b[2J"')
    done = office.run()
    assert done.code == 1
    assert "Theme 'dorpen' names municipalities that are not known: [red]Urk[/]\ufffd[2J" in done.out
    assert "\x1b" not in done.out
