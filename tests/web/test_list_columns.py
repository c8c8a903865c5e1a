"""Columns of lists are matched by choosing, and earlier lists are looked at and put back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.small_event import HEADINGS, PEOPLE, sheet, small_event
from doubles.web_server import Served, admit

from reportgen.config.settings import load_event_file

STRANGE = ("Aanmeldnummer", "Voorletters", "Achternaam", "Wat doet u?", "Waarvandaan", "Bereikbaar via", SCRIPT)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    event = small_event(tmp_path)
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    return served.signed_in()


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _columns(page: str) -> dict[str, str]:
    """The fields of the form of columns as they are filled in."""
    fields = dict(re.findall(r'<input type="hidden" name="(welke|stand)" value="([^"]*)"', page))
    for select in re.findall(r"<select.*?</select>", page, re.DOTALL):
        name, value = re.search(r'name="([^"]+)"', select), re.search(r'value="([^"]*)" selected', select)
        assert name
        fields[name[1]] = value[1] if value else ""
    return fields


def _accept(anna: FormClient) -> str:
    stand = re.search(r'aannemen">.*?name="stand" value="([^"]+)"', anna.get("/lijst").text, re.DOTALL)
    assert stand
    return anna.said(anna.post("/lijst/aannemen", stand=stand[1], korter="ja"))


def test_columns_nobody_knows_are_chosen_for_a_list_that_waits_and_kept(served: Served, anna: FormClient) -> None:
    before = (served.event / "event.toml").read_text("utf-8")
    page = anna.post("/lijst", files={"bestand": ("n.csv", sheet(PEOPLE, STRANGE).encode())}).text
    assert "De lijst mist een kolom: Gemeente, E-mailadres" in _text(page)
    assert "kies bij ‘Lijst’" not in _text(page)
    page = anna.get("/lijst/kolommen").text
    assert SCRIPT not in page
    assert "wethouder; burgemeester" in _text(page) or "burgemeester; wethouder" in _text(page)
    fields = _columns(page)
    chosen = {"kolom-0-3": "function", "kolom-0-4": "organisation", "kolom-0-5": "email", "kolom-0-6": "consent"}
    twice = anna.post("/lijst/kolommen", **{**fields, **chosen, "kolom-0-6": "email"})
    assert twice.status_code == 422
    assert "Twee kolommen zijn nu ‘e-mailadres’" in _text(twice.text)
    anna.post("/lijst/kolommen", **{**fields, **chosen})
    assert (served.event / "event.toml").read_text("utf-8") == before
    assert "7 deelnemers" in _text(anna.get("/lijst").text)
    assert "geldt nu" in _accept(anna)
    kept = load_event_file(served.event).settings.columns
    assert {"Waarvandaan", "Bereikbaar via", SCRIPT} <= {each for headings in kept.values() for each in headings}
    assert "7 deelnemers" in _text(anna.get("/lijst").text)
    anna.post("/lijst", files={"bestand": ("oud.csv", sheet(PEOPLE).encode())})
    assert "geldt nu" in _accept(anna)
    assert "Waarvandaan" not in (served.event / "event.toml").read_text("utf-8")
    assert "7 deelnemers" in _text(anna.get("/lijst").text)


def test_a_column_of_the_list_that_counts_is_chosen_and_left_out(served: Served, anna: FormClient) -> None:
    fields = _columns(anna.get("/lijst/kolommen").text)
    assert fields["kolom-0-6"] == "consent"
    anna.post("/lijst/kolommen", **{**fields, "kolom-0-6": ""})
    assert _columns(anna.get("/lijst/kolommen").text)["kolom-0-6"] == ""
    again = anna.post("/lijst/kolommen", **{**fields, "kolom-0-6": "table"})
    assert "collega" in anna.said(again)
    anna.post("/lijst/kolommen", **{**_columns(anna.get("/lijst/kolommen").text), "kolom-0-6": "consent"})
    assert _columns(anna.get("/lijst/kolommen").text)["kolom-0-6"] == "consent"
    assert "7 deelnemers" in _text(anna.get("/lijst").text)


def test_an_earlier_list_is_looked_at_and_put_back(served: Served, anna: FormClient) -> None:
    anna.post("/lijst", files={"bestand": ("kort.csv", sheet(PEOPLE[:5], HEADINGS).encode())})
    _accept(anna)
    page = anna.get("/lijst/eerder").text
    assert "geldt nu" in _text(page)
    numbers = [int(each) for each in re.findall(r"/lijst/eerder/(\d+)\"", page)]
    looked = _text(anna.get(f"/lijst/eerder/{min(numbers)}").text)
    assert "7 deelnemers" in looked
    assert "G. Wulp" in looked
    assert not list((served.output / "concept").rglob("eerder-*"))
    said = anna.said(anna.post(f"/lijst/eerder/{min(numbers)}/terug"))
    assert "staat klaar" in said
    assert "geldt nu" in _accept(anna)
    assert (served.event / "deelnemers.csv").read_bytes().decode("utf-8-sig").split() == sheet(PEOPLE).split()


@pytest.mark.parametrize("path", ["/lijst/eerder/999", "/lijst/eerder/0", "/lijst/persoon?wie=../x", "/lijst/persoon"])
def test_what_is_not_there_is_not_there(anna: FormClient, path: str) -> None:
    assert anna.get(path).status_code == 404
    assert anna.post("/lijst/kolommen", token="x").status_code == 403
    assert anna.post("/lijst/eerder/1/terug", token="x").status_code == 403


CHOOSE = "Kiezen wat er in de kolommen staat"


def test_columns_are_chosen_only_of_a_file_that_can_be_read(served: Served, anna: FormClient) -> None:
    page = anna.post("/lijst", files={"bestand": ("foto.xlsx", b"PK\x03\x04" + b"\0" * 50)}).text
    assert CHOOSE not in page
    assert "Van foto.xlsx is geen regel te lezen." in _text(page)
    assert '<a href="#nieuw">Bied dat bestand daarna hier aan</a>' in page
    anna.post("/lijst/weg")
    headings = ("Aanmeldnummer", "A", "B", "C", "D", "E", "F")
    page = anna.post("/lijst", files={"bestand": ("n.csv", sheet(PEOPLE, headings).encode())}).text
    assert CHOOSE in page
    assert "geen regel te lezen" not in page
