"""A ledger that is damaged while it is served: every page and form says so, and what to do; nothing is sent twice."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.web_server import PASSWORD, Served
from usecases.command_line import DUTCH, asked, files_in

from reportgen.config.paths import Paths
from reportgen.interfaces.web.routes import ACTIONS, HOME_PAGES, PAGES
from reportgen.sources.cbs.embedded import EMBEDDED

Copies = Callable[[], tuple[Path, Path]]
Damage = Callable[[Path, bytes], None]

PAGE = 4096


def _overwritten(share: float) -> Damage:
    """Overwrites two pages of the file, at a share of its size."""

    def damage(path: Path, content: bytes) -> None:
        chance = random.Random(share)
        with path.open("r+b") as file:
            file.seek(max(100, int(len(content) * share) // PAGE * PAGE))
            file.write(bytes(chance.randrange(256) for _ in range(min(2 * PAGE, len(content) - file.tell()))))

    return damage


def _replaced(old: bytes, new: bytes) -> Damage:
    """Overwrites a value wherever it stands, which SQLite itself does not see."""

    def damage(path: Path, content: bytes) -> None:
        places = [each.start() for each in re.finditer(re.escape(old), content)]
        assert places
        with path.open("r+b") as file:
            for each in places:
                file.seek(each)
                file.write(new)

    return damage


def _cut_off(path: Path, content: bytes) -> None:
    os.truncate(path, len(content) // 2)


def _no_ledger(path: Path, content: bytes) -> None:
    path.write_bytes(b"geen grootboek" * 1000)


def _gone(path: Path, content: bytes) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _emptied(path: Path, content: bytes) -> None:
    _gone(path, content)
    path.touch()


DAMAGES: dict[str, Damage] = {
    **{f"at {share}": _overwritten(share) for share in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95)},
    "states": _replaced(b"printed", b"prXnted"),
    "moments": _replaced(b"2018-12-03T", b"2018-99-03T"),
    "letters": _replaced(b"2018-12-10-klein.0002.0001", b"\xff" * 26),
    "cut off": _cut_off,
    "no ledger": _no_ledger,
    "gone": _gone,
    "empty": _emptied,
}


@pytest.fixture
def damaged(copy_of: Copies, request: pytest.FixtureRequest) -> Iterator[tuple[Served, FormClient, str]]:
    """The page, an organiser who signed in, and the token of their forms; the ledger is damaged since."""
    event, output = copy_of()
    path = Paths(EMBEDDED, output).ledger
    with Served(event, output) as served:
        anna = served.signed_in()
        token = anna.token()
        with closing(sqlite3.connect(path)) as ledger:
            ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        DAMAGES[request.param](path, path.read_bytes())
        yield served, anna, token


def _addresses(table: object) -> list[str]:
    return [re.sub(r"\{[^}]*\}", "1", path) for path in table]  # type: ignore[attr-defined]


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
def test_every_page_and_form_says_what_happened_and_what_to_do(damaged: tuple[Served, FormClient, str]) -> None:
    served, anna, token = damaged
    before = files_in(served.output / "outbox")
    answers = [*map(anna.get, _addresses(PAGES)), *map(anna.home, _addresses(HOME_PAGES))]
    answers += [anna.post(each, token=token, stand="x") for each in _addresses(ACTIONS)]
    for each in answers:
        assert each.status_code in (200, 404, 422, 503), each.url
        assert '<html lang="nl">' in each.text or each.status_code != 503
        for secret in (str(served.output), "Traceback", "sqlite", "laatste goede kopie"):
            assert secret not in each.text, each.url
        if each.status_code == 503:
            assert "Het grootboek is niet te lezen" in each.text, each.url
            assert "Hierdoor is niets verstuurd" in each.text
            assert "maak de bijeenkomst niet opnieuw" in each.text
    assert files_in(served.output / "outbox") == before


@pytest.mark.parametrize("damaged", ["states", "at 0", "cut off", "no ledger", "gone", "empty"], indirect=True)
def test_the_first_page_of_a_meeting_names_the_copies_there_are(damaged: tuple[Served, FormClient, str]) -> None:
    served, anna, _ = damaged
    page = anna.get("/").text
    assert "Naast het grootboek ligt geen kopie" in page
    good = Paths(EMBEDDED, served.output).ledger.with_name("ledger.sqlite.format-8")
    with closing(sqlite3.connect(good)) as copy:
        copy.executescript(f"PRAGMA application_id = {0x52504C47}; CREATE TABLE a (b);")
    os.utime(good, (1_543_820_400, 1_543_820_400))
    (served.output / "ledger-notities.txt").write_text("geen kopie")
    page = anna.get("/").text
    assert "Naast het grootboek ligt een kopie van 3 december 2018, 08.00 uur" in page
    assert "format-8" not in page


@pytest.mark.parametrize("damaged", ["cut off", "no ledger", "gone", "empty"], indirect=True)
def test_nobody_signs_in_and_the_form_says_why(damaged: tuple[Served, FormClient, str]) -> None:
    served, _, _ = damaged
    answer = FormClient(served.address, served.base).post("/inloggen", naam="anna", wachtwoord=PASSWORD)
    assert answer.status_code == 503
    assert "Inloggen kan nu niet" in answer.text


@pytest.mark.parametrize(
    ("damage", "command"),
    [
        *((each, "status") for each in ("states", "moments", "letters")),
        *((each, command) for each in ("at 0", "at 0.5", "no ledger") for command in ("status", "send", "release")),
    ],
)
def test_a_command_says_it_in_three_parts_with_the_exit_code_of_the_ledger(
    copy_of: Copies, damage: str, command: str
) -> None:
    event, output = copy_of()
    path = Paths(EMBEDDED, output).ledger
    with closing(sqlite3.connect(path)) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    DAMAGES[damage](path, path.read_bytes())
    kept = shutil.copyfile(path, path.with_name("x"))
    done = asked(command, str(event), "--output", str(output), "--now", "2018-12-03T08:00", *DUTCH)
    told = " ".join((done.out + done.err).split())
    assert done.code == 7, told
    assert "Traceback" not in told
    assert "Het grootboek kan niet worden gelezen" in told
    assert "laat het archief zoals het is" in told
    assert path.read_bytes() == kept.read_bytes(), "it is left as it is, for who mends it"
