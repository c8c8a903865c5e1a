"""A fault in a file of a meeting shows that file with the line marked, and is mended there; the rest goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests
from doubles.form_client import FormClient
from doubles.small_event import small_event
from doubles.web_server import Served, admit

from reportgen.interfaces.web.routes import PAGES
from reportgen.storage.versions import digest_in, versions_of

BROKEN = [  # what is written instead of what, on which line (0: that of its last one), and what is said
    ('title = "Div', 'title = "Div\n', 4, "Ontbreekt er een aanhalingsteken?"),
    ("[organiser]", "[organiser", 0, "Er ontbreekt een ]"),
    ("[organiser]", "[event]", 0, "Dit blok staat er al."),
    ("date = 2018-12-10", "date = 2018-13-10", 7, ""),
    ("date = 2018-12-10", 'date = "morgen"', 7, "Dag: Dit is geen dag."),
    ('doors = "12.00"', 'deuren = "12.00"', 8, "Het programma kent dit niet: ‘deuren’"),
    ('start = "12.30"\n', "", 3, "Begin: Vul dit in."),
    ("seats = 4", "seats = 5  # toch\nseats = 4", 0, "staat er al"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, FormClient]]:
    folder = tmp_path_factory.mktemp("faults")
    event = small_event(folder)
    shutil.copytree(event, folder / "first")
    admit(folder / "output", "anna", "bas")
    with Served(event, folder / "output") as served:
        yield served, served.signed_in()


@pytest.fixture
def served(running: tuple[Served, FormClient]) -> Served:
    """It, with the files of the beginning."""
    event = running[0].event
    shutil.rmtree(event)
    shutil.copytree(event.parent / "first", event)
    return running[0]


@pytest.fixture
def anna(served: Served, running: tuple[Served, FormClient]) -> FormClient:
    running[1].get("/werk")
    return running[1]


def _mend(client: FormClient, page: requests.Response, text: str, do: str = "bewaren") -> requests.Response:
    fields = dict(re.findall(r'name="(bewijs|naam|stand)" value="([^"]*)"', page.text))
    return client.post(
        "/instellingen/bestand",
        token=fields["bewijs"],
        naam=unescape(fields["naam"]),
        stand=fields["stand"],
        tekst=text,
        doen=do,
    )


def _text(page: requests.Response) -> str:
    found = re.search(r'<textarea[^>]* name="tekst"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(("there", "here", "line", "said"), BROKEN)
def test_a_fault_in_the_settings_is_shown_with_its_line_and_mended(
    served: Served, anna: FormClient, there: str, here: str, line: int, said: str
) -> None:
    path = served.event / "event.toml"
    good = path.read_text("utf-8")
    path.write_text(good.replace(there, here, 1), "utf-8")
    last = here.rpartition("\n")[2]
    lines = path.read_text("utf-8").splitlines()
    line = line or len(lines) - lines[::-1].index(last)
    page = anna.get("/cijfers")
    shown = unescape(page.text)
    assert page.status_code == 200
    assert f"<strong>Regel {line}</strong>" in shown
    assert f'<li value="{line}" class="marked">' in shown
    assert said in shown
    assert str(served.event.parent) not in shown
    assert "event.toml</h1>" not in shown
    assert _text(page) == good.replace(there, here, 1)
    refused = _mend(anna, page, good.replace(there, here, 1).replace("NBC", "XYZ"))
    assert "er is niets bewaard" in refused.text
    assert "XYZ" in _text(refused)
    assert "XYZ" not in path.read_text("utf-8")
    looked = _mend(anna, refused, good, "nakijken")
    assert "U kunt het bewaren" in looked.text
    assert path.read_text("utf-8") != good
    assert "Bewaard: De gegevens van de bijeenkomst" in anna.said(_mend(anna, looked, good))
    assert path.read_text("utf-8") == good
    assert versions_of(served.event, "event.toml")[0].who == "anna"
    assert anna.get("/cijfers").text.count("Regel ") == 0


def test_every_page_goes_on_or_shows_the_file_and_none_is_a_dead_end(served: Served, anna: FormClient) -> None:
    path = served.event / "event.toml"
    for broken in (b"[event", b"\xff\xfe", b"", path.read_bytes().replace(b"[[theme]]", b"[[thema]]")):
        path.write_bytes(broken)
        for address in PAGES:
            if "{" in address:
                continue
            page = anna.get(address)
            assert page.status_code in (200, 404), (address, page.status_code)
            if page.status_code == 200 and "kan nu niet worden getoond" in page.text:
                assert "Herstel de tekst" in page.text
            assert str(served.event.parent) not in page.text
            assert "Traceback" not in page.text


def test_a_fault_in_another_file_is_checked_before_it_is_saved(served: Served, anna: FormClient) -> None:
    page = anna.get("/instellingen/bestand?naam=programma.csv")
    text = _text(page)
    refused = _mend(anna, page, text.replace("12.", "1x.", 1))
    assert refused.status_code == 200
    assert "er is niets bewaard" in refused.text
    assert "1x." in _text(refused)
    assert b"1x." not in (served.event / "programma.csv").read_bytes()
    assert str(served.event.parent) not in refused.text
    assert "/tmp" not in refused.text
    assert "Bewaard: Het programma" in anna.said(_mend(anna, refused, text.replace("ontvangst", "inloop")))


def test_who_mends_what_another_changed_sees_both(served: Served, anna: FormClient) -> None:
    page = anna.get("/instellingen/bestand?naam=event.toml")
    text = _text(page)
    path = served.event / "event.toml"
    path.write_text(text.replace("NBC", "Van Bas"), "utf-8")
    answer = _mend(anna, page, text.replace("NBC", "Van Anna"))
    assert "Iemand heeft dit intussen veranderd" in answer.text
    assert "Van Bas" in answer.text
    assert "Van Anna" in _text(answer)
    assert "Van Bas" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *("../event.toml", "/etc/passwd", "..%2f..%2fetc/passwd", "eerder/versies.json", ".lock", "", "x\0.toml"),
        *("../2018-12-10-ander/event.toml", "event.toml/", "weg.toml", "output/ledger.sqlite"),
    ],
)
def test_no_name_leads_to_another_file(served: Served, anna: FormClient, name: str) -> None:
    other = served.event.parent / "2018-12-10-ander"
    other.mkdir(exist_ok=True)
    (other / "event.toml").write_text("geheim = 1", "utf-8")
    (served.event / "weg.toml").symlink_to(other / "event.toml")
    page = anna.session.get(anna.url("/instellingen/bestand"), params={"naam": name}, timeout=60)
    assert page.status_code == 404
    answer = anna.post(
        "/instellingen/bestand", token=anna.token("/werk"), naam=name, tekst="x", stand="", doen="bewaren"
    )
    assert answer.status_code == 404
    assert (other / "event.toml").read_text("utf-8") == "geheim = 1"


def test_versions_of_all_files_are_told_compared_and_put_back(served: Served, anna: FormClient) -> None:
    assert "nog niets veranderd" in anna.get("/instellingen/versies").text
    page = anna.get("/instellingen/bestand?naam=event.toml")
    good = _text(page)
    _mend(anna, page, good.replace("NBC Nieuwegein", "Stadhuis"))
    page = anna.get("/instellingen/bestand?naam=programma.csv")
    _mend(anna, page, _text(page) + "\n")
    found = unescape(anna.get("/instellingen/versies").text)
    assert found.count("in de tekst zelf") == 2
    assert "buiten deze bladzijde om" in found
    first = versions_of(served.event, "event.toml")[-1]
    page = anna.get(f"/instellingen/versies/verschil?een={first.number}")
    shown = unescape(page.text)
    assert "NBC Nieuwegein</td>" in shown
    assert "Stadhuis</td>" in shown
    assert '+ place = "Stadhuis"' in shown
    fields = dict(re.findall(r'name="(bewijs|versie|stand)" value="([^"]*)"', page.text))
    assert anna.get(f"/instellingen/versies/{first.number}/bestand").content.decode() == good
    stale = anna.post("/instellingen/versies/terug", token=fields["bewijs"], versie=fields["versie"], stand="x")
    assert "intussen veranderd" in anna.said(stale)
    done = anna.post(
        "/instellingen/versies/terug", token=fields["bewijs"], versie=fields["versie"], stand=fields["stand"]
    )
    assert "Teruggezet: " in anna.said(done)
    assert (served.event / "event.toml").read_text("utf-8") == good
    undo = dict(re.findall(r'name="(versie|stand)" value="([^"]*)"', done.text))
    anna.post("/instellingen/versies/terug", token=fields["bewijs"], **undo)
    assert "Stadhuis" in (served.event / "event.toml").read_text("utf-8")


@pytest.mark.parametrize("number", ["0", "999", "-1", "x", "1e9", "9" * 30, "../1"])
def test_a_version_that_is_not_there_is_not_found(served: Served, anna: FormClient, number: str) -> None:
    assert anna.get(f"/instellingen/versies/verschil?een={number}").status_code == 404
    answer = anna.post("/instellingen/versies/terug", token=anna.token("/werk"), versie=number, stand="")
    assert answer.status_code == 404


def test_a_version_with_a_fault_is_not_put_back(served: Served, anna: FormClient) -> None:
    path = served.event / "event.toml"
    good = path.read_text("utf-8")
    path.write_text("[event", "utf-8")
    _mend(anna, anna.get("/cijfers"), good)
    broken = versions_of(served.event, "event.toml")[-1]
    page = anna.get(f"/instellingen/versies/verschil?een={broken.number}")
    fields = dict(re.findall(r'name="(bewijs|versie|stand)" value="([^"]*)"', page.text))
    done = anna.post("/instellingen/versies/terug", token=fields["bewijs"], versie=broken.number, stand=fields["stand"])
    assert "In die versie klopt iets niet" in anna.said(done)
    assert path.read_text("utf-8") == good


def test_a_file_that_is_saved_as_windows_does_is_read_and_becomes_readable(served: Served, anna: FormClient) -> None:
    path = Path(served.event / "event.toml")
    text = path.read_text("utf-8")
    path.write_bytes(text.replace("NBC", "Café").encode("cp1252"))
    page = anna.get("/cijfers")
    assert "Café" in _text(page)
    _mend(anna, page, _text(page))
    assert "Café" in path.read_text("utf-8")


def test_a_file_that_is_too_large_for_a_form_is_never_cut_off(served: Served, anna: FormClient) -> None:
    path = served.event / "programma.csv"
    content = path.read_bytes() + b"\r\n" * 60_000
    path.write_bytes(content)
    page = anna.get("/instellingen/bestand?naam=programma.csv")
    assert "te groot om hier te veranderen" in page.text
    assert "<textarea" not in page.text
    stand = digest_in(served.event, "programma.csv")
    anna.post("/instellingen/bestand", token=anna.token("/werk"), naam="programma.csv", tekst="x", stand=stand)
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [None, b"PK\x03\x04 geen werkmap", b"x"])
def test_a_list_that_is_gone_or_damaged_stops_no_page(served: Served, anna: FormClient, content: bytes | None) -> None:
    event = served.event / "event.toml"
    event.write_text(event.read_text("utf-8").replace("deelnemers.csv", "deelnemers.xlsx"), "utf-8")
    if content is not None:
        (served.event / "deelnemers.xlsx").write_bytes(content)
    for address in PAGES:
        if "{" not in address:
            page = anna.get(address)
            assert page.status_code in (200, 404), (address, page.status_code)
            assert str(served.event.parent) not in page.text
    page = anna.get("/lijst/wijzigingen")
    assert "/instellingen/versies" in page.text or page.status_code == 200
