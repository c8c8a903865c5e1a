"""Letters that do not agree with the newest list any more: the page says so, holds them, and asks about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.small_event import PEOPLE, sheet
from doubles.web_server import Served

from reportgen.config.paths import Paths
from reportgen.domain.delivery.states import State
from reportgen.interfaces.web.pages.sending import NO_MAIL
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger


@pytest.fixture
def served(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[Served]:
    with Served(*copy_of()) as running:
        yield running


def _states(served: Served) -> dict[str, State]:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        return {each.recipient.partition("@")[0]: each.state for each in ledger.deliveries(served.event.name)}
    finally:
        ledger.close()


def _number_of(organiser: FormClient, name: str) -> int:
    found = re.search(rf'href="[^"]*/deelnemers/(\d+)"[^>]*>[^<]*{name}', organiser.get("/deelnemers").text)
    assert found
    return int(found[1])


def test_held_letters_are_shown_and_settled(served: Served) -> None:
    anna = served.signed_in()
    page = anna.get("/vrijgeven").text
    assert "na het maken van deze brieven veranderd" not in page
    (served.event / "deelnemers.csv").write_text(sheet(PEOPLE[1:3]), "utf-8-sig")
    page = anna.get("/vrijgeven").text
    assert "na het maken van deze brieven veranderd: 0 nieuw, 0 gewijzigd, 5 vervallen" in page
    stand = re.search(r'name="stand" value="([^"]+)"', page)
    assert stand
    assert "7 brieven vrijgegeven" in anna.said(anna.post("/vrijgeven", stand=stand[1], aantal="7"))

    anna.post("/versturen")
    assert anna.wait().startswith(f"2 brieven verstuurd. {NO_MAIL} 5 brieven zijn aangehouden")
    assert sorted(_states(served).values()) == [State.HELD] * 5 + [State.SENT] * 2
    assert len(list((served.output / "outbox").rglob("*.eml"))) == 2
    assert anna.get("/").text.count("aangehouden: klopt niet meer met de lijst") >= 5

    merel, karekiet, grutto, wulp = (_number_of(anna, name) for name in ("Merel", "Karekiet", "Grutto", "Wulp"))
    assert "(niet meer op de lijst)" in anna.get(f"/deelnemers/{merel}").text
    assert "Schrijf erbij waarom" in anna.said(anna.post(f"/deelnemers/{merel}/toch"))
    assert "gaat met de volgende verzending mee" in anna.said(
        anna.post(f"/deelnemers/{merel}/toch", editie="1", reden="gebeld")
    )
    assert "is niet (meer) aangehouden" in anna.said(anna.post(f"/deelnemers/{merel}/toch", editie="1", reden="gebeld"))
    assert "ingetrokken" in anna.said(anna.post(f"/deelnemers/{karekiet}/intrekken", reden="komt niet"))

    page = anna.get("/vrijgeven").text
    assert page.count('type="checkbox"') == 3
    assert "Kies de brieven" in anna.said(anna.post("/aangehouden", brief=f"1-{grutto}", wat="toch"))
    done = anna.post("/aangehouden", brief=[f"1-{grutto}", f"1-{wulp}"], wat="intrekken", reden="komen niet")
    assert "2 brieven gaan niet weg" in anna.said(done)
    assert "niets gedaan" in anna.said(anna.post("/aangehouden", brief=f"1-{grutto}", wat="toch", reden="toch wel"))

    anna.post("/versturen")
    assert anna.wait().startswith(f"1 brief verstuurd. {NO_MAIL} 1 brief is aangehouden")
    states = _states(served)
    assert {states[each] for each in ("e.karekiet", "f.grutto", "g.wulp")} == {State.WITHDRAWN}
    assert (states["d.merel"], states["a.zwaluw"]) == (State.SENT, State.HELD)
    assert "toch laten versturen wat was aangehouden" in anna.get("/werk").text


def _letters_to(served: Served, number: int) -> dict[int, State]:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        return {each.edition: each.state for each in ledger.letters_to(served.event.name, number)}
    finally:
        ledger.close()


def test_of_two_letters_that_are_held_only_the_chosen_one_goes(served: Served) -> None:
    anna = served.signed_in()
    path = anna.post("/berichten/nieuw", soort="notice", naam="Zaal").url.removeprefix(anna.url(""))
    stand = re.search(r'name="stand" value="([^"]+)"', anna.get(path).text)
    assert stand
    saved = anna.post(path, stand=stand[1], onderwerp="Zaal", tekst="Zaal 2.", agenda="none").text
    seen = re.search(r'name="gezien" value="([^"]+)"', saved)
    assert seen
    anna.post(f"{path}/maken", gezien=seen[1])
    assert "7 brieven" in anna.wait()
    stand = re.search(r'name="stand" value="([^"]+)"', anna.get("/vrijgeven").text)
    assert stand
    anna.post("/vrijgeven", stand=stand[1], aantal="14")
    (served.event / "deelnemers.csv").write_text(sheet(PEOPLE[1:3]), "utf-8-sig")
    anna.post("/versturen")
    assert "10 brieven zijn aangehouden" in anna.wait()
    merel, grutto = (_number_of(anna, name) for name in ("Merel", "Grutto"))
    page = anna.get("/vrijgeven").text
    ids = re.findall(r'id="(held[^"]*)"', page)
    assert len(set(ids)) == len(ids) == 10
    assert f'value="2-{merel}"' in page
    assert anna.get(f"/deelnemers/{merel}").text.count("is aangehouden") == 2

    anna.post("/aangehouden", brief=f"2-{merel}", wat="toch", reden="gebeld")
    assert _letters_to(served, merel) == {1: State.HELD, 2: State.RELEASED}
    anna.post("/aangehouden", brief=[f"1-{merel}", f"9-{grutto}"], wat="toch", reden="gebeld")
    assert _letters_to(served, merel) == {1: State.HELD, 2: State.RELEASED}
    anna.post("/aangehouden", brief=f"1-{merel}", wat="intrekken", reden="gebeld")
    assert _letters_to(served, merel) == {1: State.WITHDRAWN, 2: State.RELEASED}
    anna.post(f"/deelnemers/{grutto}/toch", editie="2", reden="gebeld")
    assert _letters_to(served, grutto) == {1: State.HELD, 2: State.RELEASED}
