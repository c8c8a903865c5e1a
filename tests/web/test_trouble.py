"""The page while something goes wrong around it: files that go, other runs, colleagues, and a server that must stop."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests
from doubles.form_client import FormClient
from doubles.mail_server import MailServer, Running
from doubles.small_event import sheet
from doubles.upcoming import upcoming
from doubles.web_server import PASSWORD, Served, ServedByCommand, ServedEvent, admit, ledger_locked
from usecases.command_line import asked

from reportgen.config.paths import Paths
from reportgen.domain.delivery.states import State
from reportgen.errors import ArchiveError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage import disk_space
from reportgen.storage.ledger import transactions
from reportgen.storage.ledger.audit import AuditLog
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked
from reportgen.storage.versions import digest_in, replace_file

Copies = Callable[[], tuple[Path, Path]]

HELD = "c.tapuit@utrecht.example"
"""To whom a letter is in hand for as long as a test wants."""

PAGES = ("/", "/deelnemers", "/deelnemers/1", "/lijst", "/tafels", "/cijfers", "/vrijgeven", "/archief", "/werk")


def _states(served: ServedEvent) -> Counter[State]:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        return Counter(each.state for each in ledger.deliveries(served.event.name))
    finally:
        ledger.close()


def _offer(organiser: FormClient) -> str:
    found = re.search(r'name="stand" value="([^"]+)"', organiser.get("/vrijgeven").text)
    assert found
    return found[1]


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def _in_dutch(answer: requests.Response, *says: str) -> None:
    assert "Traceback" not in answer.text
    assert '<html lang="nl">' in answer.text
    assert answer.status_code in (200, 503)
    for each in says:
        assert each in answer.text


# Files that go


def test_an_event_that_breaks_while_it_is_served(served: Served, anna: FormClient) -> None:
    path = served.event / "event.toml"
    whole, token = path.read_text("utf-8"), anna.token()
    try:
        for broken in ("titel = ", "[event]\n", "\udcff", ""):
            path.write_text(broken, "utf-8", errors="surrogateescape")
            for page in PAGES:
                _in_dutch(anna.get(page))
            _in_dutch(anna.get("/cijfers"), "Herstel")
            for act in ("/maken", "/versturen", "/vrijgeven", "/lijst/aannemen", "/deelnemers/1/proef"):
                _in_dutch(anna.post(act, token=token, stand="x"))
            form = requests.get(served.url("/inloggen"), timeout=60)
            assert form.status_code == 200
            assert str(served.event) not in form.text
        path.unlink()
        assert anna.get("/").status_code == 404  # what has no event.toml is no meeting
    finally:
        path.write_text(whole, "utf-8")
    assert anna.get("/").status_code == 200


def test_a_list_that_goes_while_it_is_served(served: Served, anna: FormClient) -> None:
    path = served.event / "deelnemers.csv"
    whole = path.read_bytes()
    path.unlink()
    try:
        _in_dutch(anna.get("/lijst"), "deelnemers.csv", "Dit bestand is er niet")
        for page in PAGES:
            _in_dutch(anna.get(page))
        assert anna.post("/maken").status_code == 200
        assert "deelnemers.csv" in anna.wait()
        page = anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet().encode())}).text
        mark = re.search(r'name="stand" value="([^"]+)"', page)
        assert mark
        assert "geldt nu" in anna.said(anna.post("/lijst/aannemen", stand=mark[1]))
    finally:
        path.write_bytes(whole)


def test_a_list_that_the_event_does_not_have_any_more_is_left(served: Served, anna: FormClient) -> None:
    path = served.event / "event.toml"
    whole = path.read_text("utf-8")
    two = whole.replace('files = ["deelnemers.csv"]', 'files = ["deelnemers.csv", "gasten.csv"]')
    (served.event / "gasten.csv").write_text(sheet(), "utf-8")
    try:
        path.write_text(two, "utf-8")
        page = anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet().encode())}, welke="1").text
        mark = re.search(r'name="stand" value="([^"]+)"', page)
        assert mark
        path.write_text(whole, "utf-8")
        _in_dutch(anna.get("/lijst"), 'role="alert"')
        _in_dutch(anna.post("/lijst/aannemen", stand=mark[1]), 'role="alert"')
        assert "weggegooid" in anna.said(anna.post("/lijst/weg"))
    finally:
        path.write_text(whole, "utf-8")
        (served.event / "gasten.csv").unlink()


@pytest.mark.parametrize("left", [None, b"geen grootboek" * 1000])
def test_a_ledger_that_goes_while_it_is_served(copy_of: Copies, left: bytes | None) -> None:
    with Served(*copy_of()) as served:
        anna = served.signed_in()
        token, ledger = anna.token(), Paths(EMBEDDED, served.output).ledger
        beside = [ledger.with_name(ledger.name + more) for more in ("", "-wal", "-shm")]
        kept = {path: path.read_bytes() for path in beside if path.exists()}
        for path in beside:
            path.unlink(missing_ok=True)
        if left is not None:
            ledger.write_bytes(left)
        for page in PAGES:
            _in_dutch(anna.get(page), "grootboek", "beheerder")
        for act in ("/maken", "/versturen", "/vrijgeven", "/lijst/weg"):
            _in_dutch(anna.post(act, token=token, stand="x"), "grootboek", "beheerder")
        answer = FormClient(served.address, served.base).post("/inloggen", naam="anna", wachtwoord=PASSWORD)
        _in_dutch(answer, "Inloggen kan nu niet", "beheerder")
        assert str(served.output) not in answer.text
        assert ledger.exists() is (left is not None)
        for path in beside:
            path.unlink(missing_ok=True)
        for path, content in kept.items():
            path.write_bytes(content)
        assert served.signed_in().get("/deelnemers/1").status_code == 200


# Others


def test_another_run_at_work_is_said_and_nothing_is_done(served: Served, anna: FormClient) -> None:
    stand, before = _offer(anna), _states(served)
    with locked(served.output):
        for page in PAGES:
            assert anna.get(page).status_code == 200
        for act, fields in {
            "/vrijgeven": {"stand": stand, "aantal": "7"},
            "/deelnemers/2/intrekken": {"reden": "weg"},
            "/tafels/verplaatsen": {"deelnemer": "2", "naar": "1"},
            "/lijst/aannemen": {"stand": "x"},
            "/lijst/weg": {},
        }.items():
            answer = anna.post(act, **fields)
            assert (answer.status_code, "wordt net aan iets anders gewerkt" in anna.said(answer)) == (200, True), act
        answer = anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet().encode())})
        assert "wordt net aan iets anders gewerkt" in anna.said(answer)
        assert "Aangeboden lijst" not in answer.text
        for act in ("/maken", "/versturen", "/archief/controleren", "/deelnemers/2/proef"):
            assert anna.post(act).status_code == 200
            assert "wordt net aan iets anders gewerkt" in anna.wait()
    assert _states(served) == before


def test_while_another_program_writes_in_the_ledger_nothing_is_half_done(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "WAIT", 0.05)
    stand, before = _offer(anna), _states(served)
    kept = _contents(served)
    anna.get("/")  # and with it what was said before
    with ledger_locked(served.output):
        for act, fields in {
            "/vrijgeven": {"stand": stand, "aantal": "7"},
            "/teksten": {"tekst": "welkom", "stand": "", "inhoud": "Welkom allemaal."},
            "/organisatoren/uitnodigen": {"naam": "Dora", "email": "dora@vng.example"},
            "/nieuw": {"titel": "Wonen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"},
        }.items():
            assert "wordt net aan iets anders gewerkt" in anna.post(act, **fields).text, act
    assert _states(served) == before
    assert _contents(served) == kept


@contextmanager
def _no_line_in_the_log(output: Path) -> Iterator[None]:
    """The audit log alone cannot be written, whatever else can."""
    with closing(sqlite3.connect(Paths(EMBEDDED, output).ledger, isolation_level=None)) as ledger:
        ledger.execute("CREATE TRIGGER no_line BEFORE INSERT ON deed BEGIN SELECT RAISE(ABORT, 'no room'); END")
        yield
        ledger.execute("DROP TRIGGER no_line")


def _welcome(served: Served) -> object:
    return sorted((each.name, each.read_bytes()) for each in served.event.glob("texts/*"))


def _of_letters(served: Served) -> object:
    return _states(served)


def _seat_of_two(served: Served) -> object:
    return served.context.ledger.seats(served.event.name)[2]


def _meetings(served: Served) -> object:
    return sorted(each.name for each in served.event.parent.glob("20*"))


def _settings(served: Served) -> object:
    return (served.event / "event.toml").read_bytes()


@pytest.mark.parametrize(
    ("act", "fields", "changed"),
    [
        ("/teksten", {"tekst": "welkom", "stand": "", "inhoud": "Welkom allemaal."}, _welcome),
        ("/deelnemers/2/intrekken", {"reden": "weg"}, _of_letters),
        ("/vrijgeven", {"aantal": "7"}, _of_letters),
        ("/tafels/verplaatsen", {"deelnemer": "2"}, _seat_of_two),
        ("/instellingen/versies/terug", {"versie": "1"}, _settings),
        ("/nieuw", {"titel": "Wonen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"}, _meetings),
    ],
)
def test_what_is_done_is_said_to_be_done_though_the_log_cannot_tell_of_it(
    copy_of: Copies, act: str, fields: dict[str, str], changed: Callable[[Served], object]
) -> None:
    with Served(*copy_of()) as served:
        anna = served.signed_in()
        if act == "/vrijgeven":
            fields = {**fields, "stand": _offer(anna)}
        if act == "/tafels/verplaatsen":
            table, _ = served.context.ledger.seats(served.event.name)[2]
            fields = {**fields, "naar": str(3 - table)}
        if act == "/instellingen/versies/terug":
            toml = (served.event / "event.toml").read_bytes()
            replace_file(served.event, "event.toml", toml + b"\n# anders\n", "anna", served.context.clock())
            fields = {**fields, "stand": digest_in(served.event, "event.toml")}
        before = changed(served)
        with _no_line_in_the_log(served.output):
            answer = anna.post(act, **fields)
        said = anna.said(answer)
        assert answer.status_code == 200
        assert said.count("Dit is gedaan, maar het staat niet in het logboek") == 1
        assert "niets" not in said.replace("Er is nog niets verstuurd", "")
        assert changed(served) != before


@pytest.mark.parametrize(
    ("act", "fields", "kept"),
    [
        ("/organisatoren/uitnodigen", {"naam": "Dora", "email": "dora@vng.example"}, ("Dora", "dora@vng.example")),
        ("/organisatoren/verwijderen", {"naam": "bram", "zeker": "ja"}, ()),
        ("/organisatoren/link", {"naam": "bram"}, ()),
    ],
)
def test_who_may_sign_in_is_changed_with_its_line_in_the_log_or_not_at_all(
    served: Served, anna: FormClient, act: str, fields: dict[str, str], kept: tuple[str, ...]
) -> None:
    def accounts() -> object:
        audit = served.installation.ledger.audit()
        return audit.organisers(), audit.invitations().all()

    before = accounts()
    with _no_line_in_the_log(served.output):
        answer = anna.post(act, **fields)
    assert answer.status_code == 200
    assert "grootboek" in anna.said(answer)
    assert "gedaan" not in anna.said(answer)
    assert accounts() == before
    for each in kept:
        assert f'value="{each}"' in answer.text


def test_work_of_which_the_log_cannot_tell_the_end_tells_its_own(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise ArchiveError("The ledger cannot be written")

    monkeypatch.setattr(AuditLog, "end", refused)
    anna.post("/archief/controleren")
    said = anna.wait()
    assert "1 editie" in said
    assert "Hoe dit afliep, kon niet in het logboek worden geschreven" in said


def test_a_form_that_could_not_be_kept_comes_back_as_it_was_filled_in(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_space, "MIN_FREE", 1 << 60)
    meeting = {"titel": "Wonen in het groen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"}
    colleague = {"naam": "Dora", "email": "dora@vng.example"}
    for act, fields, shown in (
        ("/nieuw", meeting, ("Wonen in het groen", "2019-05-16", "Assen")),
        ("/organisatoren/uitnodigen", colleague, ("Dora", "dora@vng.example")),
        ("/organisatoren/verwijderen", {"naam": "bram", "zeker": "ja"}, ()),
        ("/organisatoren/link", {"naam": "bram"}, ()),
    ):
        answer = anna.post(act, **fields)
        assert answer.status_code == 200, act
        assert "bijna vol, en er is niets veranderd" in anna.said(answer), act
        for each in shown:
            assert f'value="{each}"' in answer.text, act


def test_on_a_disk_that_is_nearly_full_nothing_is_begun(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand, before = _offer(anna), _states(served)
    kept = _contents(served)
    anna.get("/")
    monkeypatch.setattr(disk_space, "MIN_FREE", 1 << 60)
    for act, fields in {
        "/vrijgeven": {"stand": stand, "aantal": "7"},
        "/teksten": {"tekst": "welkom", "stand": "", "inhoud": "Welkom allemaal."},
        "/deelnemers/2/intrekken": {"reden": "weg"},
        "/organisatoren/uitnodigen": {"naam": "Dora", "email": "dora@vng.example"},
        "/nieuw": {"titel": "Wonen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"},
    }.items():
        page = anna.post(act, **fields).text
        assert "De schijf van de server is bijna vol, en er is niets veranderd" in page, act
        assert "vraag de beheerder om ruimte op de schijf te maken" in page, act
    for page in PAGES:
        assert anna.get(page).status_code == 200
    assert (_states(served), _contents(served)) == (before, kept)


def _contents(served: ServedEvent) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in served.event.parent.glob("20*/**/*") if each.is_file()}


def test_who_may_not_sign_in_any_more_is_out_at_once(served: Served, anna: FormClient) -> None:
    admit(served.output, "cora")
    cora = served.signed_in("cora")
    stolen = FormClient(served.address, served.base)
    stolen.session.cookies.update(cora.session.cookies)
    admit(served.output, "cora")  # another password, or the same one anew
    assert stolen.home("/").url == served.url("/inloggen")
    cora = served.signed_in("cora")
    token = cora.token()
    assert asked("organiser", "remove", "cora", "--output", str(served.output)).code == 0
    before = _states(served)
    answer = cora.post("/deelnemers/2/intrekken", token=token, reden="weg")
    assert answer.url == served.url("/inloggen?niets=gedaan")
    assert cora.get("/werk/stand").status_code == 403
    assert _states(served) == before
    assert anna.get("/").status_code == 200


@pytest.mark.parametrize(
    ("page", "fields", "pattern"),
    [
        ("/nieuw", {"titel": "Wonen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"}, "20*-wonen*"),
        ("/berichten/nieuw", {"soort": "notice", "naam": "Andere zaal"}, "*/berichten/andere-zaal*"),
    ],
)
def test_a_form_that_makes_something_makes_it_once_by_a_double_click(
    served: Served, anna: FormClient, page: str, fields: dict[str, str], pattern: str
) -> None:
    def opened() -> dict[str, str]:
        found = re.search(r'name="eenmaal" value="([^"]+)"', anna.get(page).text)
        assert found
        return {**fields, "eenmaal": found[1]}

    def count() -> int:
        return len(list(served.event.parent.glob(pattern)))

    form, token, came = opened(), anna.token(), list[str]()
    clicks = [threading.Thread(target=lambda: came.append(anna.post(page, token=token, **form).url)) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert (count(), came[0]) == (1, came[1])
    name = "titel" if "titel" in fields else "naam"
    for changed in (opened(), {**form, name: f"{fields[name]} en meer"}):  # opened anew; gone back to, and changed
        anna.post(page, token=token, **changed)
    assert count() == 3


def test_two_organisers_at_once_release_and_send_everything_once(copy_of: Copies) -> None:
    with Served(*copy_of()) as served:
        organisers = [served.signed_in(name) for name in ("anna", "bram") * 3]
        tokens, stand = [each.token() for each in organisers], _offer(organisers[0])

        def at_once(act: str, **fields: str) -> str:
            said: list[str] = []
            together = threading.Barrier(len(organisers))

            def one(organiser: FormClient, token: str) -> None:
                together.wait()
                answer = organiser.post(act, token=token, **fields)
                said.append(organiser.said(answer))

            threads = [threading.Thread(target=one, args=each) for each in zip(organisers, tokens, strict=True)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            return " ".join(said)

        assert at_once("/vrijgeven", stand=stand, aantal="7").count("7 brieven vrijgegeven") == 1
        at_once("/versturen")
        organisers[0].wait()
        assert _states(served) == {State.SENT: 7}
        ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
        steps = Counter(
            (each.participant, step.step)
            for each in ledger.deliveries(served.event.name)
            for step in ledger.history(each.key)
            if step.step in ("release", "claim", "accept")
        )
        deeds = Counter((each.what, each.number) for each in ledger.audit().entries(served.event.name, most=500))
        ledger.close()
        assert (len(steps), set(steps.values())) == (21, {1})
        assert deeds["release", 1] == 1


# Sending goes on, and ends as it should


@pytest.fixture
def post(copy_of: Copies) -> Iterator[tuple[ServedByCommand, MailServer]]:
    """The page with all letters released, by the real clock, and a mail server that holds on to one."""
    state = MailServer(faults={HELD: ["hold"]})
    running = Running(state)
    running.start()
    event, output = copy_of()
    path = event / "event.toml"
    said = upcoming(path.read_text("utf-8")).replace('sender = "outbox"', 'sender = "smtp"')
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {running.port}\ntls = "none"\na_minute = 0\n'
    path.write_text(f"{said}\n{mail}", "utf-8")
    made = asked("build", str(event), "--output", str(output))
    assert made.code == 1, made.err  # its figures are older than the meeting
    try:
        with ServedByCommand(event, output, now="") as served:
            yield served, state
    finally:
        state.free.set()
        running.stop()


def _sending(served: ServedEvent, state: MailServer) -> FormClient:
    """An organiser who sends; the letter that the mail server holds on to is in hand."""
    anna = served.signed_in()
    assert "7 brieven vrijgegeven" in anna.said(anna.post("/vrijgeven", stand=_offer(anna), aantal="7"))
    anna.post("/versturen")
    _until(lambda: any(to == HELD for _, to, _ in state.taken))
    return anna


def test_a_browser_that_closes_stops_nothing(post: tuple[ServedByCommand, MailServer]) -> None:
    served, state = post
    anna = _sending(served, state)
    stream = anna.session.get(served.url("/werk/stroom"), stream=True, timeout=60)
    assert next(stream.iter_lines()).startswith(b"data: ")
    stream.close()
    anna.session.close()
    state.free.set()
    assert served.signed_in("bram").wait() == "7 brieven verstuurd."
    assert (_states(served), len(state.taken)) == ({State.SENT: 7, State.WITHDRAWN: 7}, 7)


def test_a_server_that_stops_finishes_the_letter_in_hand(post: tuple[ServedByCommand, MailServer]) -> None:
    served, state = post
    anna = _sending(served, state)
    stream = anna.session.get(served.url("/werk/stroom"), stream=True, timeout=60)
    served.process.send_signal(signal.SIGTERM)
    for _ in stream.iter_lines():
        pass  # it ends
    assert served.process.poll() is None
    state.free.set()
    said, _ = served.process.communicate(timeout=60)
    assert "Traceback" not in said
    sent = len(state.taken)
    assert 0 < sent < 7
    assert state.taken[-1][1] == HELD
    assert _states(served) == {State.SENT: sent, State.RELEASED: 7 - sent, State.WITHDRAWN: 7}
    with Served(served.event, served.output, now="") as again:
        bram = again.signed_in("bram")
        bram.post("/versturen")
        assert bram.wait().startswith(f"{7 - sent} brie")
        assert set(state.message_ids().values()) == {1}
        assert len(state.taken) == 7


def test_a_ledger_that_is_damaged_while_letters_leave_sends_none_twice_and_an_older_copy_sends_none(
    post: tuple[ServedByCommand, MailServer],
) -> None:
    served, state = post
    ledger = Paths(EMBEDDED, served.output).ledger
    anna = served.signed_in()
    assert "7 brieven vrijgegeven" in anna.said(anna.post("/vrijgeven", stand=_offer(anna), aantal="7"))
    with (
        closing(sqlite3.connect(ledger)) as now,
        closing(sqlite3.connect(served.output / "ledger-kopie.sqlite")) as copy,
    ):
        now.backup(copy)
    anna.post("/versturen")
    _until(lambda: any(to == HELD for _, to, _ in state.taken))
    for path in (ledger, ledger.with_name(f"{ledger.name}-wal")):
        with path.open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(0)
            file.write(b"\x55" * size)
    page = anna.get("/vrijgeven")
    state.free.set()
    assert "Het grootboek is niet te lezen" in page.text
    assert "Naast het grootboek ligt een kopie" in page.text
    with pytest.raises(subprocess.TimeoutExpired):
        served.process.wait(3)
    left = len(state.taken)
    assert set(state.message_ids().values()) == {1}, "what the sender has read already may do for all"
    served.process.terminate()
    assert "Traceback" not in served.process.communicate(timeout=60)[0]
    for suffix in ("-wal", "-shm"):
        ledger.with_name(ledger.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(served.output / "ledger-kopie.sqlite", ledger)
    with Served(served.event, served.output, now="") as again:
        bram = again.signed_in("bram")
        bram.post("/versturen")
        assert "oude kopie" in bram.wait()
    assert len(state.taken) == left
    assert set(state.message_ids().values()) == {1}
