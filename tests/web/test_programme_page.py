"""The programme is edited on its page: every fault is told beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from usecases.meeting_with_rounds import told_meeting

FIELD = re.compile(
    r'<(?:input|textarea)[^>]* name="([a-z]+-\d+|stand|rijen|gezien)"'
    r'[^>]*?(?: value="([^"]*)"[^>]*>|>\n?([^<]*)</textarea>)'
)
SELECT = re.compile(r'<select id="(soort-\d+)".*?</select>', re.DOTALL)
CHOSEN = re.compile(r"<option selected>([^<]*)")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An event of which nothing was made yet."""
    event = small_event(tmp_path)
    admit(tmp_path / "output", "anna", "bram")
    with Served(event, tmp_path / "output") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    """An organiser who signed in."""
    return served.signed_in()


def form_of(html: str) -> dict[str, str]:
    """The fields of the form with the programme, as a browser would send them."""
    found = {name: unescape(value or text) for name, value, text in FIELD.findall(html)}
    for select in SELECT.finditer(html):
        chosen = CHOSEN.search(select[0])
        found[select[1]] = chosen[1] if chosen else ""
    return found


def said_in(served: Served) -> str:
    """The programme of the event, which is in the encoding of Windows as long as it can."""
    content = (served.event / "programma.csv").read_bytes()
    return content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252")


def test_saving_a_form_that_nobody_touched_changes_no_byte(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    form = form_of(anna.get("/programma").text)
    assert form["titel-1"] == "Opening en welkom"
    assert form["soort-1"] == "plenair"
    answer = anna.post("/programma", doe="bewaren", **form)
    assert "Er was niets veranderd." in anna.said(answer)
    assert (served.event / "programma.csv").read_bytes() == before


def test_the_buttons_above_and_below_the_parts_are_told_apart(anna: FormClient) -> None:
    page = anna.get("/programma").text
    assert re.findall(r'<div class="bar" role="group" aria-label="([^"]+)">', page) == [
        *("Boven de onderdelen", "Onder de onderdelen"),
    ]
    assert all(each.endswith(": ") for each in re.findall(r'<span class="hidden">( van onderdeel [^<]+)</span>', page))


def test_each_part_and_the_upload_are_one_link_away_from_the_top(anna: FormClient) -> None:
    html = anna.get("/programma").text
    top, parts = html.split('<ol class="rows">', 1)
    assert '<a href="#aanbieden">Een bestand aanbieden</a>' in top
    numbers = re.findall(r'<li id="onderdeel-(\d+)"', parts)
    assert len(numbers) > 3
    assert re.findall(r'<a href="#onderdeel-(\d+)">\d', top) == numbers


def test_a_change_is_saved_said_and_taken_back(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    form = form_of(anna.get("/programma").text) | {"zaal-1": "Grote zaal", "spreker-1": "D. Roodborst"}
    answer = anna.post("/programma", doe="bewaren", **form)
    assert "Het programma is bewaard: 1 onderdeel veranderd." in anna.said(answer)
    after = said_in(served).splitlines()
    assert after[0].endswith(";Soort;Zaal")
    assert "D. Roodborst" in after[2]
    assert after[3:] == before.decode("cp1252").splitlines()[3:]
    assert "programma veranderd" in anna.get("/werk").text
    undo = dict(re.findall(r'name="(versie|stand)" value="([^"]*)"', answer.text[answer.text.index('class="undo"') :]))
    answer = anna.post("/programma/terug", **undo)
    assert "weer zoals het was" in anna.said(answer)
    assert (served.event / "programma.csv").read_bytes() == before


def test_what_is_wrong_is_told_beside_its_field_with_what_was_typed(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    form = form_of(anna.get("/programma").text) | {
        "begin-1": "kwart voor een",
        "titel-2": "",
        "plaatsen-3": "veel",
        "toelichting-4": "x" * 6000,
    }
    answer = anna.post("/programma", doe="bewaren", **form)
    assert "Er is nog niets bewaard" in anna.said(answer)
    form = form_of(answer.text)
    assert form["toelichting-4"] == "x" * 6000
    assert "Dit zijn 6000 tekens, en 5000 is het meeste." in answer.text
    answer = anna.post("/programma", doe="bewaren", **form | {"toelichting-4": "kort"})
    for said in ("‘kwart voor een’ is geen tijd", "Geef het onderdeel een titel.", "‘veel’ is geen aantal mensen"):
        assert said in answer.text
    form = form_of(answer.text)
    assert (form["begin-1"], form["titel-2"], form["plaatsen-3"]) == ("kwart voor een", "", "veel")
    assert re.search(r'id="begin-1"[^>]*aria-invalid="true" aria-describedby="begin-1-fout"', answer.text)
    assert (served.event / "programma.csv").read_bytes() == before


def test_rows_come_go_and_move_without_anything_being_saved_before_the_button(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    form = form_of(anna.get("/programma").text)
    count = int(form["rijen"])
    html = anna.post("/programma", doe="erbij", **form).text
    form = form_of(html)
    assert int(form["rijen"]) == count + 1
    form |= {
        f"begin-{count}": "12.00",
        f"einde-{count}": "12.10",
        f"titel-{count}": "Koffie",
        f"soort-{count}": "inloop",
    }
    form = form_of(anna.post("/programma", doe="weg-0", **form).text)
    assert form["weg-0"] == "ja"
    form = form_of(anna.post("/programma", doe="terug-0", **form).text)
    assert "weg-0" not in form
    form = form_of(anna.post("/programma", doe="weg-0", **form).text)
    form = form_of(anna.post("/programma", doe="volgorde", **form).text)
    assert form["titel-1"] == "Koffie"
    form = form_of(anna.post("/programma", doe="op-1", **form).text)
    assert form["titel-0"] == "Koffie"
    assert (served.event / "programma.csv").read_bytes() == before
    answer = anna.post("/programma", doe="bewaren", **form)
    assert "1 onderdeel erbij, 1 onderdeel weg" in anna.said(answer)
    lines = said_in(served).splitlines()
    assert lines[1].startswith("12.00;12.10;Koffie;")
    assert "Inloop en ontvangst" not in lines[2]


def test_after_each_button_the_focus_is_where_one_goes_on_or_on_what_is_said(anna: FormClient) -> None:
    form = form_of(anna.get("/programma").text)
    last = int(form["rijen"]) - 1

    def focused(button: str, **more: str) -> list[str]:
        page = anna.post("/programma", doe=button, **form | more).text
        return [
            (re.findall(r'(?:value|id)="([^"]+)"', each) or [page.partition("autofocus>")[2].partition("<")[0]])[-1]
            for each in re.findall(r"<[^>]+ autofocus>", page)
        ]

    assert focused("neer-0") == ["neer-1"]
    assert focused("op-2") == ["op-1"]
    assert focused("op-1") == ["neer-0"]
    assert focused(f"neer-{last - 1}") == [f"op-{last}"]
    assert focused("volgorde") == ["De onderdelen staan op volgorde van tijd. Er is nog niets bewaard."]
    form = form_of(anna.post("/programma", doe="erbij", **form).text)
    assert focused(f"weg-{last + 1}") == ["Het lege onderdeel is weg. Er is nog niets bewaard."]


def test_two_people_at_once_lose_nothing(served: Served, anna: FormClient) -> None:
    bram = served.signed_in("bram")
    form = form_of(anna.get("/programma").text)
    bram.post("/programma", doe="bewaren", **form | {"zaal-1": "Hal", "spreker-2": "B. Specht"})
    answer = anna.post("/programma", doe="bewaren", **form | {"spreker-2": "A. Valk", "titel-3": "Slot"})
    assert "bram heeft het programma intussen ook veranderd" in anna.said(answer)
    assert "Nu staat er: ‘B. Specht’" in answer.text
    form = form_of(answer.text)
    assert (form["zaal-1"], form["spreker-2"], form["titel-3"]) == ("Hal", "A. Valk", "Slot")
    assert "bewaard" in anna.said(anna.post("/programma", doe="bewaren", **form))
    said = said_in(served)
    assert "Hal" in said
    assert "A. Valk" in said
    assert "Slot" in said


def test_a_workbook_becomes_csv_only_after_it_was_asked(served: Served, anna: FormClient) -> None:
    import pandas as pd

    rows = [["9.00", "9.30", "Inloop", "", "", "inloop", "taart"], ["9.30", "10.00", "Opening", "", "", "plenair", ""]]
    headings = ["Begin", "Einde", "Onderdeel", "Spreker", "Toelichting", "Soort", "Catering"]
    (served.event / "programma.csv").unlink()
    pd.DataFrame(rows, columns=headings).to_excel(served.event / "programma.xlsx", index=False, engine="xlsxwriter")
    form = form_of(anna.get("/programma").text) | {"zaal-0": "Foyer"}
    answer = anna.post("/programma", doe="bewaren", **form)
    assert "Het programma is nu een werkmap." in answer.text
    assert not (served.event / "programma.csv").exists()
    anna.post("/programma", doe="bewaren", **form_of(answer.text))
    assert not (served.event / "programma.xlsx").exists()
    said = said_in(served).splitlines()
    assert said[0].endswith(";Zaal;Catering")
    assert said[1].endswith(";Foyer;taart")
    assert any(each.name.endswith("programma.xlsx") for each in (served.event / "eerder").iterdir())


def test_an_uploaded_programme_is_looked_at_before_it_is_saved(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    content = before.replace(b"Opening en welkom", b"Opening") + b"17.30;18.00;Naborrel;;;;borrel\n"
    answer = anna.post("/programma/bestand", files={"bestand": ("../../nieuw.csv", BytesIO(content))})
    assert "Dit staat in ‘nieuw.csv’. Er is nog niets veranderd" in anna.said(answer)
    assert (served.event / "programma.csv").read_bytes() == before
    answer = anna.post("/programma", doe="bewaren", **form_of(answer.text))
    assert "1 onderdeel veranderd, 1 onderdeel erbij" in anna.said(answer)
    for name, content in (
        ("foto.png", b"\x89PNG"),
        ("leeg.csv", b""),
        ("kwaad.xlsx", b"PK\x03\x04kapot"),
        ("p.csv", b"\0\1\2" * 99),
    ):
        answer = anna.post("/programma/bestand", files={"bestand": (name, BytesIO(content))})
        assert answer.status_code == 200
        assert 'class="message bad"' in answer.text
        assert ("Dat bestand is leeg." in answer.text) == (name == "leeg.csv")


@pytest.mark.parametrize(
    "field", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\0\x07regel\x1b[2J", "\u202eomgekeerd", "a;b\"c'd"]
)
def test_nothing_typed_is_more_than_a_text(served: Served, anna: FormClient, field: str) -> None:
    form = form_of(anna.get("/programma").text) | {"spreker-1": field}
    answer = anna.post("/programma", doe="bewaren", **form)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    said = said_in(served)
    assert "\x1b" not in said
    assert "\n=" not in said
    assert ";=cmd" not in said


def test_a_form_that_was_tampered_with_touches_no_other_row(served: Served, anna: FormClient) -> None:
    form = form_of(anna.get("/programma").text)
    form |= {"regel-0": "999", "regel-1": "3", "regel-2": "3", "rijen": "99999999"}
    answer = anna.post("/programma", doe="bewaren", **form)
    assert answer.status_code == 200
    for button in ("weg-99999", "op--1", "neer-x", "", "weg-", "drop table"):
        assert anna.post("/programma", doe=button, **form).status_code == 200
    assert anna.post("/programma/kiezen", bestand="../event.toml").status_code == 200
    assert (served.event / "event.toml").is_file()
    assert anna.post("/programma/terug", versie="1", stand="x").status_code == 200


def test_who_changes_what_letters_told_sees_first_how_many_read_it(
    tmp_path: Path, common: Path, parts: PrintedParts
) -> None:
    cli = told_meeting(common, parts).copied(tmp_path)
    admit(cli.output, "anna")
    before = (cli.event / "programma.csv").read_bytes()
    with Served(cli.event, cli.output) as served:
        anna = served.signed_in()
        form = form_of(anna.get("/programma").text) | {"zaal-2": "Kelder", "begin-1": "12.35"}
        answer = anna.post("/programma", doe="bewaren", **form)
        said = " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
        assert "4 mensen lazen in hun brief iets dat dan anders is" in said
        assert "Kelder in plaats van Zaal 1 (2 mensen)" in said
        assert "gaat pas weg als u hem vrijgeeft" in said
        assert (cli.event / "programma.csv").read_bytes() == before
        form = form_of(answer.text)
        again = anna.post("/programma", doe="bewaren", **form | {"zaal-2": "Zolder"})
        assert "Zolder in plaats van Zaal 1" in unescape(again.text)
        assert (cli.event / "programma.csv").read_bytes() == before
        assert "Het programma is bewaard" in anna.said(anna.post("/programma", doe="bewaren", **form))
        assert b"Kelder" in (cli.event / "programma.csv").read_bytes()
        earlier = anna.get("/instellingen/versies?naam=programma.csv").text
        difference = anna.get(
            f"/instellingen/versies/verschil?een={min(re.findall(r'een=([0-9]+)', earlier), key=int)}"
        )
        said = " ".join(unescape(re.sub(r"<[^>]+>", " ", difference.text)).split())
        assert "4 mensen lazen in hun brief iets dat dan anders is" in said
        assert "Zaal 1 in plaats van Kelder (2 mensen)" in said
        assert "Na het terugzetten gebeurt er nog niets" in said
        gone = form_of(anna.get("/programma").text) | {"weg-3": "ja"}
        said = anna.post("/programma", doe="bewaren", **gone).text
        assert "die dan een andere sessie krijgen" in said


def test_a_programme_that_cannot_be_read_is_replaced_on_the_page(served: Served, anna: FormClient) -> None:
    before = (served.event / "programma.csv").read_bytes()
    (served.event / "programma.csv").write_bytes(b"<html>geen tabel</html>")
    page = anna.get("/programma")
    assert page.status_code == 200
    assert "geen tabel, wat de naam ook zegt" in anna.said(page)
    answer = anna.post("/programma/bestand", files={"bestand": ("goed.csv", BytesIO(before))})
    answer = anna.post("/programma", doe="bewaren", **form_of(answer.text))
    assert "Het programma is bewaard" in anna.said(answer)
    assert "Opening en welkom" in said_in(served)
    (served.event / "programma.csv").write_bytes(b"")
    form = form_of(anna.post("/programma", doe="erbij", **form_of(anna.get("/programma").text)).text)
    form |= {"begin-0": "9.00", "einde-0": "10.00", "titel-0": "Inloop", "soort-0": "inloop"}
    assert "Het programma is bewaard: 1 onderdeel erbij." in anna.said(anna.post("/programma", doe="bewaren", **form))


def test_kinds_written_with_a_capital_are_not_changed_by_saving(served: Served, anna: FormClient) -> None:
    content = (
        (served.event / "programma.csv").read_bytes().replace(b";plenair", b";Plenair").replace(b";tafel", b";sessie")
    )
    (served.event / "programma.csv").write_bytes(content)
    answer = anna.post("/programma", doe="bewaren", **form_of(anna.get("/programma").text))
    assert "Er was niets veranderd." in anna.said(answer)
    assert (served.event / "programma.csv").read_bytes() == content


def test_of_two_programmes_one_is_chosen_and_the_other_is_kept(served: Served, anna: FormClient) -> None:
    (served.event / "programma.xlsx").write_bytes(b"PK\x03\x04")
    assert "Er zijn twee programma’s." in anna.said(anna.get("/programma"))
    anna.post("/programma/kiezen", bestand="programma.csv")
    assert not (served.event / "programma.xlsx").exists()
    assert "Opening en welkom" in anna.get("/programma").text


def test_texts_and_look_say_how_many_have_a_pack_already(tmp_path: Path, common: Path, parts: PrintedParts) -> None:
    cli = told_meeting(common, parts).copied(tmp_path)
    admit(cli.output, "anna")
    with Served(cli.event, cli.output) as served:
        anna = served.signed_in()
        for path in ("/teksten?tekst=welkom", "/vormgeving"):
            assert "4 mensen kregen het pakket al." in anna.get(path).text
