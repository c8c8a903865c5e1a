"""Who cancelled, on the organiser's page: a state and numbers of their own, and letters told apart from packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.raw_http import SCRIPT
from doubles.small_event import HEADINGS, PEOPLE, sheet
from doubles.web_server import Served

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.lists.change_file import changes_in
from reportgen.storage.ledger.ledger import Ledger


def _list(*status: str) -> str:
    everyone = [("1", "A.", SCRIPT, f"wethouder {SCRIPT}", *PEOPLE[0][4:]), *PEOPLE[1:]]
    rows = [(*each, said) for each, said in zip(everyone, status, strict=True) if said]
    return sheet(rows, (*HEADINGS, "Status"))


@pytest.fixture(scope="module")
def served(copy_of: Callable[[], tuple[Path, Path]], parts: PrintedParts) -> Iterator[Served]:
    """Everyone was mailed; then one cancelled, and one is gone from the list."""
    event, output = copy_of()
    parts.lend(output)
    with Served(event, output) as running:
        anna = running.signed_in()
        _release(anna)
        anna.post("/versturen")
        assert "7 brieven verstuurd" in anna.wait()
        (event / "deelnemers.csv").write_text(_list(*["aangemeld"] * 5, "", "afgemeld"), "utf-8")
        anna.post("/maken")
        anna.wait()
        yield running


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    return served.signed_in()


def _release(anna: FormClient, path: str = "/vrijgeven", **fields: object) -> str:
    page = anna.get(path).text
    stand = re.search(r'name="stand" value="([^"]+)"', page)
    count = re.search(r'class="lead">(\d+)', page)
    assert stand
    assert count
    return anna.said(anna.post("/vrijgeven", stand=stand[1], aantal=count[1], **fields))


def _number(anna: FormClient, name: str) -> int:
    found = re.search(rf'<a href="[^"]*/deelnemers/(\d+)">{name}</a>', anna.get("/deelnemers").text)
    assert found
    return int(found[1])


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_overview_counts_them_apart(anna: FormClient) -> None:
    page = _text(anna.get("/").text)
    assert "1 afgemeld" in page
    assert "1 niet meer op de lijst" in page
    assert "waarvan 2 berichten van afmelding" in page


def test_the_overview_asks_about_who_is_gone_without_a_word(anna: FormClient) -> None:
    said = _text(anna.get("/").text)
    assert said.count("staat niet meer op de lijst, zonder afmelding. Vraag of dat klopt") == 1


def test_the_list_finds_them_by_state(anna: FormClient) -> None:
    assert "G. Wulp" in anna.get("/deelnemers?state=cancelled").text
    gone = anna.get("/deelnemers?state=gone").text
    assert "F. Grutto" in gone
    assert "Wulp" not in gone
    assert "bericht: klaar, wacht op vrijgeven" in _text(gone)


def test_a_participants_page_tells_what_happened_and_shows_the_pack_they_had(anna: FormClient) -> None:
    number = _number(anna, "G. Wulp")
    page = anna.get(f"/deelnemers/{number}").text
    assert "afgemeld in de lijst" in page
    assert "Editie 2, bericht van afmelding" in page
    assert f'href="{anna.base}/deelnemers/{number}/pakket/1.pdf"' in page
    assert f'href="{anna.base}/deelnemers/{number}/pakket/2.pdf"' not in page
    assert anna.get(f"/deelnemers/{number}/pakket/2.pdf").status_code == 404
    assert anna.get(f"/deelnemers/{number}/pakket/2/1.png").status_code == 404
    letter = anna.get(f"/deelnemers/{number}/brief/2?als=tekst").text
    assert "U bent afgemeld." in letter
    assert "bijeenkomst.ics" in letter


def test_releasing_tells_them_apart_from_packs(anna: FormClient) -> None:
    page = _text(anna.get("/vrijgeven").text)
    assert "2 berichten van afmelding" in page
    assert re.search(
        r"F\. Grutto brief aan F\. Grutto f\.grutto@gouda\.example "
        r"(?:(?!@).)*staat niet meer op de lijst, zonder afmelding",
        page,
    )
    assert re.search(r"G\. Wulp brief aan G\. Wulp g\.wulp@delft\.example (?:(?!@).)*afgemeld, volgens de lijst", page)


def test_the_letter_to_who_cancelled_goes_and_that_to_who_is_gone_can_be_held_back(
    anna: FormClient, served: Served
) -> None:
    wulp, grutto = _number(anna, "G. Wulp"), _number(anna, "F. Grutto")
    assert "1 brief vrijgegeven" in _release(anna, f"/vrijgeven?nummers={wulp}", nummer=wulp)
    said = anna.said(anna.post(f"/deelnemers/{grutto}/intrekken", reden="komt toch"))
    assert "ingetrokken" in said
    assert "Opnieuw maken" not in said
    anna.post("/versturen")
    assert "1 brief verstuurd" in anna.wait()
    anna.post("/maken")
    anna.wait()
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    letters = [(each.participant, each.state) for each in ledger.deliveries(served.event.name) if not each.pack_digest]
    ledger.close()
    assert sorted(letters) == sorted([(wulp, "sent"), (grutto, "withdrawn")])
    assert "verstuurd" in _text(anna.get("/deelnemers?state=cancelled").text)


def test_the_archive_names_letters_without_a_pack(anna: FormClient) -> None:
    assert "2 berichten van afmelding" in _text(anna.get("/archief").text)
    edition = anna.get("/archief/2").text
    assert "2 berichten van afmelding" in _text(edition)
    assert f'href="{anna.base}/deelnemers/{_number(anna, "G. Wulp")}/brief/2"' in edition
    assert "van afmelding, verzegeld" not in anna.get("/archief/1").text


def test_somebody_is_signed_off_and_registered_again_on_their_own_page(anna: FormClient, served: Served) -> None:
    number = _number(anna, "C. Tapuit")
    path = f"/deelnemers/{number}"
    assert "Weer aanmelden" not in _text(anna.get(path).text)
    assert anna.said(anna.post(f"{path}/afmelden", reden=" ")) == "Schrijf erbij waarom; dat blijft bewaard."
    assert 'aria-invalid="true"' in anna.post(f"{path}/afmelden", reden="").text
    answer = anna.post(f"{path}/afmelden", reden="is ziek", terug=path)
    assert answer.url.endswith(path)
    assert "C. Tapuit is afgemeld en heeft de brief al" in anna.said(answer)
    page = anna.get(path).text
    assert "anna meldde C. Tapuit af" in _text(page)
    assert "is ziek" in _text(page)
    assert f"{path}/afmelden" not in page
    assert "Het is al zo." in anna.said(anna.post(f"{path}/afmelden", reden="nog eens"))
    assert "C. Tapuit doet weer mee" in anna.said(anna.post(f"{path}/aanmelden", reden="komt toch", terug=path))
    page = anna.get(path).text
    assert "meldde" not in page
    assert f"{path}/afmelden" in page
    kept = [(each.becomes, each.why) for each in changes_in(served.event)]
    assert kept == [({"status": "afgemeld"}, "is ziek"), ({"status": "aangemeld"}, "komt toch")]
    cancelled = anna.get(f"/deelnemers/{_number(anna, 'G. Wulp')}").text
    assert "/afmelden" not in cancelled
    assert "/aanmelden" not in cancelled
