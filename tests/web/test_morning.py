"""The morning of an organiser, without a browser: everything by plain forms, as without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.small_event import PEOPLE, sheet, small_event
from doubles.web_server import Served, admit

from reportgen.config.paths import Paths
from reportgen.domain.delivery.states import State
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.versions import versions_of

KEY = "2018-12-10-klein"

HALF_PAST = "2018-12-03T08:30"
"""When the server starts. Its clock runs on from there: half an hour before the hours left on the page change."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("office")
    event = small_event(folder)
    admit(folder / "output", "anna", "bram")
    parts.lend(folder / "output")
    with Served(event, folder / "output", now=HALF_PAST) as running:
        yield running
    parts.keep(folder / "output")


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    return served.signed_in()


def _ledger(served: Served) -> Ledger:
    return Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)


def _states(served: Served) -> dict[int, State]:
    ledger = _ledger(served)
    try:
        return {each.participant: each.state for each in ledger.deliveries(KEY)}
    finally:
        ledger.close()


def _number_of(organiser: FormClient, name: str) -> int:
    found = re.search(rf'<a href="[^"]*/deelnemers/(\d+)">{name}</a>', organiser.get("/deelnemers").text)
    assert found, name
    return int(found[1])


def test_a_morning(served: Served, anna: FormClient) -> None:
    # Nothing is made yet, and the page says what to do.
    page = anna.get("/").text
    assert "Er zijn nog geen pakketten" in page
    assert "6 dagen en 9 uur" in page

    # A list with a fault is looked at, left, mended, and accepted.
    wrong = [*PEOPLE, ("8", "H.", "Spreeuw", "wethouder", "Nieuwegijn", "h.spreeuw@nieuwegein.example", "ja")]
    seen = anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet(wrong).encode("cp1252"))}).text
    assert "Nieuwegijn" in seen
    assert "Nieuwegein" in seen
    assert "8 regels: 7 deelnemers" in seen
    assert "Nieuwegijn" not in (served.event / "deelnemers.csv").read_text("utf-8-sig")
    anna.post("/lijst/weg")
    right = [*wrong[:-1], (*wrong[-1][:4], "Nieuwegein", *wrong[-1][5:])]
    seen = anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet(right).encode("utf-8"))}).text
    mark = re.search(r'name="stand" value="([^"]+)"', seen)
    assert mark
    assert "8 regels: 8 deelnemers" in seen
    assert "geldt nu" in anna.said(anna.post("/lijst/aannemen", stand=mark[1]))
    assert "Spreeuw" in (served.event / "deelnemers.csv").read_text("utf-8")
    assert [each.who for each in versions_of(served.event, "deelnemers.csv")] == ["anna", ""]

    # Packs are made, and looked at.
    anna.post("/maken")
    assert anna.wait() == "8 pakketten gemaakt. 8 brieven wachten op vrijgeven."
    zwaluw = _number_of(anna, "A. Zwaluw")
    assert "A. Zwaluw" in anna.get(f"/deelnemers/{zwaluw}").text
    assert anna.get(f"/deelnemers/{zwaluw}/pakket/1.pdf").content.startswith(b"%PDF")
    assert anna.get(f"/deelnemers/{zwaluw}/pakket/1/1.png").content.startswith(b"\x89PNG")
    assert "Geachte burgemeester Zwaluw" in anna.get(f"/deelnemers/{zwaluw}/brief/1?als=tekst").text

    # A trial goes to the organiser and to nobody else.
    anna.post(f"/deelnemers/{zwaluw}/proef")
    assert "anna@vng.example" in anna.wait()
    assert len(list((served.output / "test" / KEY).glob("*.eml"))) == 1
    assert set(_states(served).values()) == {State.PRINTED}

    # Release: the wrong number releases nothing, the right one everything.
    page = anna.get("/vrijgeven").text
    stand = re.search(r'name="stand" value="([^"]+)"', page)
    assert stand
    assert "8 brieven wachten" in page
    assert "u typte 7" in anna.said(anna.post("/vrijgeven", stand=stand[1], aantal="7"))
    assert set(_states(served).values()) == {State.PRINTED}
    bram = served.signed_in("bram")
    assert "8 brieven vrijgegeven" in bram.said(bram.post("/vrijgeven", stand=stand[1], aantal="8"))
    assert "ondertussen iets veranderd" in anna.said(anna.post("/vrijgeven", stand=stand[1], aantal="8"))
    anna.post("/versturen")
    told = "Wat verstuurd is staat in de map met brieven; er gaat geen echte post uit."
    assert anna.wait() == f"8 brieven verstuurd. {told}"
    assert set(_states(served).values()) == {State.SENT}
    assert len(list((served.output / "outbox" / KEY).glob("*.eml"))) == 8
    anna.post("/versturen")
    assert anna.wait().startswith("Er is niets te versturen")

    # Someone is made again: the same pack is not mailed again.
    assert "waarom" in anna.said(anna.post("/opnieuw", nummer="5", terug="/deelnemers/5"))
    anna.post("/opnieuw", nummer="5", reden="gevraagd", terug="/deelnemers/5")
    assert anna.wait().startswith("0 pakketten gemaakt, 1 pakket")

    # A table move: whose packs change is shown, and then they are made.
    ledger = _ledger(served)
    seats = ledger.seats(KEY)
    ledger.close()
    number, (here, _) = next(iter(seats.items()))
    there = next(table for table, _ in seats.values() if table != here)
    shown = anna.get(f"/tafels/verplaatsen?deelnemer={number}&naar={there}").text
    assert "veranderen daardoor" in shown
    seated = anna.said(anna.post("/tafels/verplaatsen", deelnemer=number, naar=there))
    assert re.search(rf"[A-Z]\. [A-Z]\S+ \({number:04d}\) zit nu aan tafel {there}", seated)
    anna.post("/maken")
    assert "wachten op vrijgeven" in anna.wait()
    assert f"tafel {there}" in anna.get(f"/deelnemers/{number}").text

    # One of the new letters is taken back, and made again.
    assert "ingetrokken" in anna.said(anna.post(f"/deelnemers/{number}/intrekken", reden="toch niet"))
    anna.post("/opnieuw", nummer=number, reden="toch wel", terug=f"/deelnemers/{number}")
    assert anna.wait().startswith("1 pakket gemaakt")

    # The archive is whole, and a bag can be taken along.
    anna.post("/archief/controleren")
    assert anna.wait().startswith("Het archief is heel")
    assert anna.get("/archief/1.zip").content.startswith(b"PK")
    assert "8 pakketten" in anna.get("/archief/1").text

    # Every act has a name.
    ledger = _ledger(served)
    deeds = [(each.who, each.what) for each in reversed(ledger.audit().entries(KEY, most=500))]
    ledger.close()
    assert ("bram", "release") in deeds
    assert {"bring", "leave", "accept", "build", "trial", "send", "again", "move", "withdraw", "verify"} <= {
        what for who, what in deeds if who == "anna"
    }
    assert "aan een andere tafel gezet" in anna.get("/werk").text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("words=meeuw", ["B. Meeuw"]),
        ("words=tapuit%40utrecht", ["C. Tapuit"]),
        ("municipality=Diemen", ["A. Zwaluw", "B. Meeuw"]),
        ("kind=burgemeester", ["A. Zwaluw", "D. Merel"]),
        ("words=niemand", []),
        ("state=gone", []),
        ("page=999&kind=burgemeester", ["A. Zwaluw", "D. Merel"]),
    ],
)
def test_participants_are_found(anna: FormClient, query: str, names: list[str]) -> None:
    if "0 van 0" in anna.get("/deelnemers").text:
        anna.post("/maken")
        anna.wait()
    page = anna.get(f"/deelnemers?{query}").text
    assert sorted(re.findall(r'<th scope="row"><a href="[^"]*/deelnemers/\d+">([^<]+)</a>', page)) == names


def test_participants_on_more_than_one_page_are_all_reached_by_the_links(
    anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.interfaces.web.pages.participants.PAGE_SIZE", 2)
    if "0 van 0" in anna.get("/deelnemers").text:
        anna.post("/maken")
        anna.wait()
    path, names = "/deelnemers?words=a", list[str]()
    while path:
        page = anna.get(path).text
        names += re.findall(r'<th scope="row"><a href="[^"]*/deelnemers/\d+">([^<]+)</a>', page)
        onward = re.search(r'<a href="([^"]+)">volgende</a>', page)
        assert not onward or onward[1].startswith(f"{anna.base}/deelnemers?words=a&amp;page=")
        path = unescape(onward[1]).removeprefix(anna.base) if onward else ""
    assert len(names) == len(set(names)) > 2
