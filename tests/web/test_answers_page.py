"""On the organiser's page answers are taken in, counted and reported, by whoever signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from doubles.answering import filled, mailed
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.small_event import PEOPLE, small_event
from doubles.web_server import Served, admit
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

MEEUW, TAPUIT, MEREL = (person[5] for person in PEOPLE[1:4])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An event whose packs have fields, and are made and sent."""
    folder = tmp_path_factory.mktemp("answering")
    event = small_event(folder, PEOPLE[:4], "[pack]\nform = true\n")
    admit(folder / "output", "anna")
    with Served(event, folder / "output") as running:
        anna = running.signed_in()
        anna.post("/maken")
        anna.wait()
        anna.post("/vrijgeven", alles="ja", aantal="4")
        yield running


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    return served.signed_in()


def brings(anna: FormClient, name: str, content: bytes) -> str:
    """Offers a file; what came of it."""
    anna.post("/antwoorden", files={"bestand": (name, content)})
    return anna.wait()


def number_of(served: Served, email: str) -> int:
    from reportgen.config.paths import Paths
    from reportgen.sources.cbs.embedded import EMBEDDED
    from reportgen.storage.ledger.ledger import Ledger

    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    found = next(each.number for each in ledger.enrolled(served.event.name) if each.email == email)
    ledger.close()
    return found


def pack_of(served: Served, number: int) -> bytes:
    packs: Path = served.output / "archive" / served.event.name / "edition-0001" / "data" / "packs"
    return next(packs.glob(f"{number:04d}-*.pdf")).read_bytes()


def test_a_morning_with_answers(served: Served, anna: FormClient) -> None:
    assert "Er zijn nog geen antwoorden" in anna.get("/antwoorden").text
    assert anna.get("/antwoorden/verslag.pdf").status_code == 404
    assert "Er zijn nog geen antwoorden." in anna.said(anna.post("/antwoorden/verslag"))

    meeuw, tapuit, merel = (number_of(served, each) for each in (MEEUW, TAPUIT, MEREL))
    form = filled(pack_of(served, meeuw), {"vraag-1": f"Divers {SCRIPT}", "vraag-2": "Zo.", "met-naam": "ja"})
    assert brings(anna, "terug.pdf", form) == "2 antwoorden van 1 deelnemer ingelezen."
    assert brings(anna, "terug.pdf", form) == "0 antwoorden van 0 deelnemers ingelezen. 1 was al bekend."
    mark = f"<{served.event.name}.{tapuit:04d}.0001@vng.example>"
    assert brings(anna, "x.eml", mailed(TAPUIT, "3. Geld.", answers=mark)).startswith("1 antwoord van 1 deelnemer")
    other = mailed(TAPUIT, "Bijgaand.", forms=[filled(pack_of(served, merel), {"vraag-1": "x"})])
    assert f"dit is het pakket of antwoord van deelnemer {merel}" in brings(anna, "y.eml", other)

    page = anna.get("/antwoorden").text
    assert "2 van de" in page
    assert "het kwam van iemand anders; niet meegeteld" in page
    anna.post("/antwoorden/verslag")
    assert anna.wait() == "Het verslag is gemaakt, met de antwoorden van 2 deelnemers."
    report = anna.get("/antwoorden/verslag.pdf")
    assert report.headers["X-Content-Type-Options"] == "nosniff"
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(report.content)).pages).split())
    assert f"Divers {SCRIPT}" in text
    assert "B. Meeuw, Diemen" in text
    assert "Tapuit" not in text
    rows = CalamineWorkbook.from_filelike(BytesIO(anna.get("/antwoorden/werkblad.xlsx").content)).get_sheet_by_index(0)
    assert len(rows.to_python()) == 4


def test_what_is_found_in_many_messages_fills_no_telephone(anna: FormClient) -> None:
    strangers = [mailed(f"vreemd{at}@elders.example", "1. Wij bouwen.") for at in range(6)]
    told = brings(
        anna, "veel.mbox", b"\n".join(b"From x@y.example Mon Dec 10 10:00:00 2018\n" + each for each in strangers)
    )
    assert "6 meldingen staan bij ‘Antwoorden’. " in told
    assert told.endswith("berichten wachten op u.")
    assert len(told) < 160
    page = anna.get("/antwoorden").text
    assert all(f"vreemd{at}@elders.example" in page for at in range(6))


def test_what_a_machine_wrote_is_told_and_can_be_looked_at(anna: FormClient) -> None:
    absence = mailed("afwezig@elders.example", "Ik ben er niet.", subject="Afwezig", automatic=True)
    told = brings(anna, "afwezig.eml", absence)
    assert "1 automatisch bericht telt niet mee" in told
    page = anna.get("/antwoorden").text
    (number,) = re.findall(r'<a href="[^"]*/antwoorden/(\d+)">afwezig@elders.example</a>', page)
    assert "1 bericht dat niet meetelt" in page
    assert "Ik ben er niet." in anna.get(f"/antwoorden/{number}").text


@pytest.mark.parametrize(
    ("name", "content"),
    [("lijst.csv", b"a;b"), ("leeg.pdf", b""), ("", b"x"), ("x.exe", b"MZ"), ("x.msg", b"\xd0\xcf")],
)
def test_other_files_are_refused_in_words(anna: FormClient, name: str, content: bytes) -> None:
    answer = anna.post("/antwoorden", files={"bestand": (name, content)})
    assert "Kies een bestand dat eindigt op .pdf, .eml, .mbox" in answer.text
    assert ("Outlook" in anna.said(answer)) is name.endswith(".msg")


def test_nonsense_is_told_and_nothing_is_lost(served: Served, anna: FormClient) -> None:
    assert "kan niet worden gelezen" in brings(anna, f"{SCRIPT}.pdf", b"%PDF-1.7 nonsens")
    assert SCRIPT not in anna.get("/antwoorden").text
    kept = served.output / "answers" / served.event.name / "originals"
    assert any(path.read_bytes() == b"%PDF-1.7 nonsens" for path in kept.iterdir())
