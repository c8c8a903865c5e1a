"""The whole job of organisers, only on the page: from an empty folder to a meeting that was sent and followed up.

On every page that they see no English word stands, and no word of the program: no name of a file, a key or a command.
Whoever hears a page can tell by their names where its links lead, what its buttons do and what its fields are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import pytest
from doubles.answering import mailed
from doubles.form_client import FormClient
from doubles.form_reader import ReadPage
from doubles.mail_server import MailServer, Running
from doubles.page_structure import structure_faults
from doubles.reports import report
from doubles.web_server import PASSWORD, Served
from requests import Response
from xlsxwriter import Workbook

from reportgen.application.organisers.accounts import FirstOrganiser
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

KEY = "2027-01-14-wonen-in-de-regio"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#7a1f5c"/></svg>'
)

HEADINGS = ("Voornaam", "Achternaam", "Functie", "Werkgever", "E-mailadres", "Status", "Ronde 1", "Ronde 2")
PEOPLE = (
    ("Anna", "Zwaluw", "burgemeester", "Diemen", "a.zwaluw@diemen.example", "", "A", "A"),
    ("Bas", "Meeuw", "wethouder", "Nieuwegien", "b.meeuw@nieuwegein.example", "", "A", "B"),
    ("Carla", "", "wethouder", "Utrecht", "c.tapuit@utrecht.example", "", "B", "A"),
    ("Dirk", "Merel", "wethouder", "Vaals", "d.merel@vaals.example; thuis@merel.example", "", "B", "Zonnepanelen"),
    ("Els", "Wulp", "adviseur", "Ministerie van BZK", "e.wulp@bzk.example", "weet nog niet", "A", "B"),
)
"""A list with the faults that lists have: a municipality, a name, two addresses, a wish, and who may come."""

PROGRAMME = (
    ("12.00", "12.30", "inloop", "Inloop", "", "", ""),
    ("12.30", "13.00", "plenair", "Opening", "Raadzaal", "", ""),
    ("13.00", "14.00", "workshop", "Doorstroming", "Zaal 1", "1", "A"),
    ("13.00", "14.00", "workshop", "Wonen met zorg", "Zaal 2", "1", "B"),
    ("14.00", "15.00", "workshop", "Doorstroming", "Zaal 1", "2", "A"),
    ("14.00", "15.00", "workshop", "Wonen met zorg", "Zaal 2", "2", "B"),
)

STRANGE = re.compile(
    r"\b(?:the|and|with|your|not|has|have|this|people|packs?|rows?|columns?|must|cannot|error|warning|unknown|missing"
    r"|failed|sent|released|printed|deferred|draft|editions?|meeting|rounds?|tables?|build|outbox|run|key|None|True"
    r"|False|undefined|reportgen|[a-z]+(?:_[a-z]+)+|\w+\.(?:toml|py|sqlite|html))\b"
    r"|(?<!\w)--[a-z]|\{\{|Traceback",
)
"""Words that are English, or the program's own."""

OF_FILES = re.compile(r"\b(?:deelnemers|programma)\.\w+")
"""Files that no organiser gave a name; only the pages of settings, where files can be chosen, name them."""

ALLOWED = ("Welkom · reportgen", "reportgen · alleen voor organisatoren")
"""What the page is called."""


Files = dict[str, tuple[str, bytes] | tuple[str, bytes, str]]
"""Files by the name of the field that takes them."""


class Clock:
    """A clock that is put on."""

    now = datetime(2026, 12, 1, 9, tzinfo=ZONE)

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


class Organiser:
    """Somebody with a browser that runs no script; every page that comes is read."""

    def __init__(self, served: Served) -> None:
        self.client = FormClient(served.address, f"/bijeenkomsten/{KEY}")
        self.address = ""
        self.page = ReadPage("")
        self.html = ""

    def open(self, path: str) -> str:
        """Opens a page; what it says."""
        return self._read(self.client.session.get(urljoin(self.address or self.client.url(path), path), timeout=120))

    def go(self, path: str) -> str:
        """Opens a page of the meeting."""
        return self._read(self.client.get(path))

    def follow(self, words: str) -> str:
        """Follows a link by its words."""
        return self.open(next(path for said, path in self.page.links if said == words))

    def press(self, button: str, files: Files | None = None, /, **given: str | list[str]) -> str:
        """Presses the first button with these words, on a form in which is filled in what is given."""
        form = next(self.page.forms_with(button), None)
        assert form, f"{self.address}: no button {button!r}, but {[list(each.buttons) for each in self.page.forms]}"
        sent = form.filled(button, given)
        if form.method == "get":
            return self._read(self.client.session.get(urljoin(self.address, form.action), params=sent, timeout=120))
        some = files or ({"": ("", b"")} if form.is_multipart else None)
        answer = self.client.session.post(urljoin(self.address, form.action), data=sent, files=some, timeout=120)
        return self._read(answer)

    def starting(self, words: str) -> str:
        """The first button that begins with these words."""
        return next(each for form in self.page.forms for each in form.buttons if each.startswith(words))

    def work(self, button: str, /, **given: str) -> str:
        """Presses a button that begins work; what came of it."""
        self.press(button, **given)
        said = self.client.wait()
        assert not STRANGE.search(said), said
        return said

    def _read(self, answer: Response) -> str:
        status, kind = answer.status_code, answer.headers["content-type"]
        assert status < 400, (answer.url, ReadPage(answer.text).words)
        if "html" in kind:
            self.address, self.html = answer.url, answer.text
            self.page = ReadPage(self.html)
            words = self.page.words
            for each in ALLOWED:
                words = words.replace(each, "")
            found = STRANGE.search(words) or ("/instellingen" not in self.address and OF_FILES.search(words))
            assert not found, f"{self.address}: {words[max(0, found.start() - 60) : found.end() + 60]}"
            assert structure_faults(self.html) == [], self.address
        return self.page.words


@pytest.fixture
def mail() -> Iterator[Running]:
    """A mail server on this machine."""
    running = Running(MailServer())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def served(tmp_path: Path, clock: Clock) -> Iterator[Served]:
    """An installation without meetings, in which nobody may sign in yet."""
    (tmp_path / "events").mkdir()
    Ledger.open(Paths(EMBEDDED, tmp_path / "output").ledger).close()
    with Served(tmp_path / "events" / KEY, tmp_path / "output", clock=clock) as running:
        running.installation.first = FirstOrganiser()
        yield running


def _workbook() -> bytes:
    out = BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    for number, row in enumerate((HEADINGS, *PEOPLE)):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _two_organisers(served: Served) -> tuple[Organiser, Organiser]:
    assert served.installation.first
    anna, bram = Organiser(served), Organiser(served)
    anna.open(f"{served.address}/welkom/{served.installation.first.code}")
    chosen = {"wachtwoord": PASSWORD, "herhaling": PASSWORD}
    anna.press("Beginnen", naam="Anna", email="anna@vng.example", **chosen)
    anna.follow("Voeg een collega toe")
    anna.press("Link maken", naam="Bram", email="bram@vng.example")
    link = re.search(r'value="(http[^"]*/welkom/[^"]+)"', anna.html)
    assert link
    bram.open(unescape(link[1]))
    bram.press("Wachtwoord opslaan en inloggen", **chosen)
    return anna, bram


def _save(anna: Organiser, path: str, **given: str | list[str]) -> str:
    anna.go(path)
    said = anna.press("Bewaren", **given)
    assert "Bewaard." in said, said
    return said


def _set_up(anna: Organiser, mail: Running) -> None:
    anna.open("/")
    anna.follow("Nieuwe bijeenkomst")
    anna.press(
        "Bijeenkomst maken",
        titel="Wonen in de regio",
        dag="2027-01-14",
        plaats="Stadhuis",
        begin="onderwerp:housing-ageing",
    )
    assert anna.address.endswith(f"{KEY}/voorbereiding")
    for path in dict.fromkeys(path for _, path in anna.page.links if path.startswith(f"/bijeenkomsten/{KEY}")):
        anna.open(path)
    _save(
        anna,
        "/instellingen/bijeenkomst",
        **{"event.subtitle": "Hoe dan?", "event.address": "Plein 1, Utrecht", "event.arrival": "Met de trein."},
        **{"event.welcome": "Fijn dat u komt."},
    )
    _save(anna, "/instellingen/vragen", **{"question.0.text": "Wat doet u al?", "question.0.hint": ""})
    _save(anna, "/instellingen/themas", **{"theme.0.name": "Doorstroming", "theme.1.name": "Zorg"})
    sender = {"organiser.name": "VNG", "organiser.contact": "Anna", "organiser.email": "anna@vng.example"}
    _save(anna, "/instellingen/organisator", **sender)
    _no_dead_end_before_the_mail_server(anna)
    server = {"mail.host": "127.0.0.1", "mail.port": str(mail.port), "mail.tls": "none", "mail.per_minute": "0"}
    _save(anna, "/instellingen/mailserver", **server)
    assert "is bereikt" in anna.press("Probeer de mailserver")
    anna.go("/instellingen/versturen")
    assert "brieven echt" in anna.press("Bewaren", **{"delivery.sender": "smtp", "delivery.four_eyes": "ja"})
    anna.press("Toch bewaren")
    anna.go("/programma")
    for _ in range(2):
        anna.press("Onderdeel toevoegen")
    names = ("begin", "einde", "soort", "titel", "zaal", "ronde", "code")
    rows = {f"{name}-{n}": each for n, row in enumerate(PROGRAMME) for name, each in zip(names, row, strict=True)}
    assert "Het programma is bewaard" in anna.press("Bewaren", **rows)
    anna.go("/vormgeving")
    assert "bewaard" in anna.press("Bewaren", {"logo": ("logo.svg", LOGO, "image/svg+xml")}, kleur="#7a1f5c")


def _no_dead_end_before_the_mail_server(anna: Organiser) -> None:
    """Whoever chooses to mail before there is a server is told where that is filled in, with a link."""
    anna.go("/instellingen/versturen")
    form = next(anna.page.forms_with("Bewaren"))
    sent = form.filled("Bewaren", {"delivery.sender": "smtp"})
    answer = anna.client.session.post(urljoin(anna.address, form.action), data=sent)
    assert answer.status_code == 422
    assert ("Naar Mailserver", f"/bijeenkomsten/{KEY}/instellingen/mailserver") in ReadPage(answer.text).links


def _mend(anna: Organiser) -> None:
    """Brings the list, with a logo there already, and mends every fault of it where it stands."""
    anna.go("/lijst")
    anna.press("Bekijken wat dit geeft", {"bestand": ("aanmeldingen.xlsx", _workbook())})
    assert "5 regels: 1 deelnemer" in anna.page.words, anna.page.words
    assert "De vorige is bewaard" not in anna.press("Deze lijst aannemen")
    for begins, given in (
        ("Nieuwegein voor", {}),
        ("Opslaan bij Carla", {"veld-last": "Tapuit"}),
        ("d.merel@vaals.example voor", {}),
        ("komt voor Els", {}),
    ):
        anna.go("/lijst")
        assert "Bewaard." in anna.press(anna.starting(begins), **given)
    said = anna.go("/lijst")
    assert "5 regels: 5 deelnemers" in said
    assert "bied de lijst opnieuw aan" in said.lower(), "a wish that is no session says where it is mended"
    assert any("/cijfers" in path for words, path in anna.page.links if words.startswith("Naar "))
    assert "Niets houdt de brieven nog tegen" in anna.go("/voorbereiding")


def _release(organiser: Organiser, base: str = "") -> int:
    organiser.go(f"{base}/vrijgeven")
    found = re.search(r"(\d+) brie\w+ wacht", organiser.page.words)
    assert found, organiser.page.words
    assert "vrijgegeven" in organiser.press("Vrijgeven", aantal=found[1])
    said = organiser.work("Nu versturen")
    assert re.match(rf"{found[1]} brie\w+ verstuurd", said), said
    return int(found[1])


def _look(anna: Organiser, base: str = "") -> None:
    """Looks at one pack and its letter, and sends a test copy."""
    anna.go(f"{base}/deelnemers/1")
    assert any(words == "Bekijken en vrijgeven" for words, _ in anna.page.links)
    anna.follow("Alle bladzijden bekijken")
    anna.follow("De brief")
    assert "De proef is verstuurd" in anna.work("Proef naar mij")


def test_two_organisers_do_the_whole_job_on_the_page(served: Served, mail: Running, clock: Clock) -> None:
    anna, bram = _two_organisers(served)
    _set_up(anna, mail)
    _mend(anna)
    anna.go("/")
    assert anna.work("Pakketten maken").startswith("5 pakketten gemaakt")
    _look(anna)
    clock.now = datetime(2027, 1, 8, 9, tzinfo=ZONE)
    assert "een collega moet vrijgeven" in anna.go("/vrijgeven")
    assert _release(bram) == 5

    anna.go("/deelnemers/1/wijzigen")
    assert "afgemeld" in anna.press("Bewaren", **{"veld-status": "afgemeld"})
    anna.go("/programma")
    said = anna.press("Bewaren", **{"zaal-2": "Zaal 9"})
    assert "in Zaal 9 in plaats van Zaal 1" in said, said
    anna.press("Bewaren, want zo moet het")
    bram.go("/")
    assert "Zaal 9 in plaats van Zaal 1" in bram.work("Pakketten maken")
    anna.go("/vrijgeven")
    anna.open(next(path for _, path in anna.page.links if path.endswith("/vergelijken")))
    _release(anna)
    anna.go("/deelnemers/1/wijzigen")
    anna.press("Bewaren", **{"veld-status": "aangemeld"})

    anna.go("/berichten/nieuw")
    anna.press("Verder", soort="reminder")
    anna.press("Bewaren en bekijken", deelnemers="2-3")
    assert "2 brieven" in anna.work("2 brieven maken")
    assert _release(bram) == 2
    letter = next(each for each in mail._state.taken if each[1] == "b.meeuw@nieuwegein.example")
    mark = re.search(rb"Message-ID:\s*<([^@>]+)@", letter[2], re.IGNORECASE)
    assert mark
    bounce = report("rfc822; b.meeuw@nieuwegein.example", returned="", envelope=mark[1].decode())
    anna.go("/vrijgeven")
    anna.press("Inlezen", {"melding": ("terug.eml", bounce, "message/rfc822")})
    anna.client.wait()
    for path in ("/", "/deelnemers", "/tafels", "/sessies", "/presentie", "/cijfers", "/archief"):
        anna.go(path)
    anna.go("/presentie")
    assert "badges voor 5 deelnemers" in anna.work("Lijsten en badges maken")

    clock.now = datetime(2027, 1, 15, 9, tzinfo=ZONE)
    assert "Een terugblik erbij maken" in anna.go("/verslagen")
    anna.open(f"/bijeenkomsten/{KEY}/verslagen?tafel=1")
    anna.press("Bewaren", inhoud="Wij spraken over wonen.")
    anna.go("/verslagen")
    anna.follow("Een terugblik erbij maken")
    anna.press("Soort pakket toevoegen")
    kind = {"kind": "follow-up", "not_before": "15-1-2027 08.00", "not_after": "22-1-2027 18.00"}
    assert "Terugblik" in anna.press("Bewaren", **{f"pack.0.{name}": value for name, value in kind.items()})
    after = f"/bijeenkomsten/{KEY}--follow-up"
    anna.go(f"{after}/")
    assert re.match("5 pakketten gemaakt", anna.work("Pakketten maken"))
    _look(anna, after)
    assert _release(bram, after) == 5

    reply = mailed("b.meeuw@nieuwegein.example", "1. Veel.", answers=f"<{mark[1].decode()}@vng.example>")
    for name, content in (("een.eml", reply), ("twee.eml", mailed("iemand@elders.example", "Wij doen veel."))):
        anna.go("/antwoorden")
        anna.press("Inlezen", {"bestand": (name, content)})
        anna.client.wait()
    anna.go("/antwoorden")
    anna.follow("iemand@elders.example")
    anna.press("Overnemen", deelnemer="3")
    anna.go("/antwoorden")
    anna.work("Verslag maken")
    anna.go("/archief")
    anna.work("Archief controleren")
    for path in ("/", "/werk", "/antwoorden", "/lijst/wijzigingen", "/instellingen/versies"):
        anna.go(path)
