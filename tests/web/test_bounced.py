"""A letter that a report called undelivered, and that arrived after all: the page takes that back, with the reason."""

from __future__ import annotations

import mailbox
import re
import sqlite3
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest
from doubles.answering import mailed
from doubles.reports import report
from doubles.small_event import PEOPLE
from doubles.web_server import Served

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED


@pytest.fixture
def served(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[Served]:
    event, output = copy_of()
    connection = sqlite3.connect(Paths(EMBEDDED, output).ledger)
    with connection:
        connection.execute("UPDATE delivery SET state = 'bounced' WHERE number = 1")
    connection.close()
    with Served(event, output) as running:
        yield running


def test_a_letter_that_arrived_after_all_is_unmarked_with_a_reason(served: Served) -> None:
    anna = served.signed_in()
    path = "/deelnemers/1"
    assert "Waarom, als hij toch is ontvangen" in anna.get(path).text
    assert "Schrijf erbij waarom" in anna.said(anna.post(f"{path}/opgelost", ontvangen="wel"))
    assert "teruggekomen" in anna.get(path).text
    said = anna.said(anna.post(f"{path}/opgelost", ontvangen="wel", reden="gebeld: de brief is er"))
    assert "Genoteerd: wel ontvangen" in said
    page = anna.get(path).text
    assert re.search(r"opgelost: wel ontvangen.*gebeld: de brief is er", page, re.DOTALL)
    assert "Waarom, als hij toch is ontvangen" not in page


def test_where_a_newer_letter_waits_the_one_that_came_back_does_not_go_again(served: Served) -> None:
    """Nobody gets two letters, and the page says which one goes, and that it goes to the same address."""
    anna = served.signed_in()
    path = served.event / "deelnemers.csv"
    path.write_text(path.read_text("utf-8-sig").replace("wethouder", "raadslid", 1), "utf-8-sig")
    anna.post("/maken")
    assert anna.wait().startswith("4 pakketten gemaakt")  # three have a list of who sits at the table
    page = anna.get("/deelnemers/1").text
    told = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "De brief van editie 1 kwam terug en gaat niet nog eens: die van editie 2 komt ervoor in de plaats." in told
    assert f"Ook die gaat naar {PEOPLE[0][5]}. Verbeter eerst het adres" in told
    assert "Wel ontvangen" in told
    assert 'value="niet"' not in page
    assert "Een nieuwere brief aan deelnemer 1 komt in de plaats" in anna.said(
        anna.post("/deelnemers/1/opgelost", ontvangen="niet")
    )
    letters = served.context.ledger.letters_to(served.event.name, 1)
    assert [each.state for each in letters] == ["bounced", "printed"]
    warned = "de brieven aan deelnemer 1 (aantal: 1) gaan naar hetzelfde adres als een brief die terugkwam"
    assert warned in anna.get("/vrijgeven").text.replace("De brieven", "de brieven")
    assert warned not in anna.get("/vrijgeven?nummers=2").text.replace("De brieven", "de brieven")
    assert "Genoteerd" in anna.said(anna.post("/deelnemers/1/opgelost", ontvangen="wel", reden="gebeld"))
    assert "hetzelfde adres als een brief die terugkwam" not in anna.get("/vrijgeven").text
    assert "gaat niet nog eens" not in anna.get("/deelnemers/1").text


def test_a_message_that_did_not_arrive_waits_on_the_first_page_too(
    copy_of: Callable[[], tuple[Path, Path]],
) -> None:
    event, output = copy_of()
    connection = sqlite3.connect(Paths(EMBEDDED, output).ledger)
    with connection:
        connection.execute("UPDATE delivery SET state = 'bounced', kind = 'message' WHERE number = 2")
    connection.close()
    with Served(event, output) as served:
        anna = served.signed_in()
        assert "een bericht is teruggekomen" in anna.get("/").text
        waits = re.search(r'href="([^"]+)">1 teruggekomen brief', anna.home("/").text)
        assert waits
        assert "een bericht is teruggekomen" in anna.home(waits[1]).text


def test_a_report_that_is_uploaded_marks_the_letter_and_what_is_no_report_is_told(
    copy_of: Callable[[], tuple[Path, Path]],
) -> None:
    event, output = copy_of()
    with Served(event, output) as served:
        anna = served.signed_in()
        page = anna.get("/vrijgeven").text
        assert "Teruggekomen brieven" in page
        (stand,) = re.findall(r'name="stand" value="([^"]+)"', page)
        anna.post("/vrijgeven", stand=stand, aantal="7")
        anna.post("/versturen")
        assert "7 brieven verstuurd" in anna.wait()
        for name, content in (("x.pdf", b"x"), ("leeg.eml", b""), ("", b"x")):
            answer = anna.post("/teruggekomen", files={"melding": (name, content)})
            assert "Kies een bestand dat eindigt op .eml of .mbox" in anna.said(answer)
        (letter,) = (output / "outbox" / event.name).glob("*.0001.0001.eml")
        address = parseaddr(BytesParser(policy=default).parsebytes(letter.read_bytes())["To"])[1]
        came_back = report(f"rfc822; {address}", returned="", envelope=f"{event.name}.0001.0001")
        anna.post("/teruggekomen", files={"melding": ("terug.eml", came_back)})
        assert anna.wait().startswith("1 brief kwam niet aan: 0001 ")
        assert "teruggekomen" in anna.get("/").text
        anna.post("/teruggekomen", files={"melding": ("terug.eml", came_back)})
        assert anna.wait() == "0 brieven kwamen niet aan. 1 melding was al bekend."
        anna.post("/teruggekomen", files={"melding": ("antwoord.eml", mailed(address, "Ik kom graag."))})
        assert "misschien een antwoord" in anna.wait()
        assert "lees het dan in bij ‘Antwoorden’" in anna.wait()
        assert "meldingen van teruggekomen brieven inlezen" in anna.get("/werk").text


def test_what_a_mailbox_of_reports_brought_stands_on_the_page_and_its_number_in_the_bar(
    served: Served, tmp_path: Path
) -> None:
    anna = served.signed_in()
    box = mailbox.mbox(tmp_path / "terug.mbox")
    for number in range(30):
        box.add(report(f"rfc822; onbekend{number}@elders.example", returned=""))
    box.close()
    anna.post("/teruggekomen", files={"melding": ("terug.mbox", (tmp_path / "terug.mbox").read_bytes())})
    said = anna.wait()
    assert said == ("0 brieven kwamen niet aan. 30 meldingen staan bij ‘Vrijgeven’, onder ‘Teruggekomen brieven’.")
    page = anna.get("/vrijgeven").text
    section = page.partition('id="terug"')[2]
    assert "30 meldingen van" in section
    assert all(f"onbekend{number}@elders.example" in section for number in range(30))
    assert page.partition("<main")[0].count("@elders.example") == 0
    one = report("rfc822; alleen@elders.example", returned="")
    anna.post("/teruggekomen", files={"melding": ("een.eml", one)})
    assert "alleen@elders.example" in anna.wait()
    assert "onbekend1@elders.example" not in anna.get("/vrijgeven").text
