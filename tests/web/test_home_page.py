"""The page with all meetings, the one for a new meeting, and the set-up list."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests
from doubles.browser_users import NARROW, WIDE, Hand, faults, needs_browser
from doubles.filled_in import fill_in
from doubles.form_client import FormClient
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser

from reportgen.application.event.create import new_event
from reportgen.config.settings import load_event_file

KINDS = '\n[[pack]]\nkind = "follow-up"\nnot_before = 2018-12-12T08:00:00\nnot_after = 2018-12-21T18:00:00\n'
ASKED = {"titel": "Wonen", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A meeting of today with two kinds of packs, one that is new, and a past one."""
    event = small_event(tmp_path, more=KINDS)
    new_event(tmp_path / "2019-03-18-nieuw")
    old = tmp_path / "2018-03-18-oud"
    new_event(old)
    fill_in(old)
    admit(tmp_path / "output", "anna", "bram")
    with Served(event, tmp_path / "output") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    return served.signed_in()


def home_links(client: FormClient) -> list[tuple[str, str]]:
    """The links of the page with all meetings: address and words, as they are heard."""
    text = client.home("/").text.partition('<main id="inhoud"')[2].partition("</main>")[0]
    return [
        (unescape(path), unescape(re.sub(r"<[^>]+>", "", words)))
        for path, words in re.findall(r'<a [^>]*href="([^"]+)">(.+?)</a>', text)
    ]


def make(client: FormClient, **fields: str) -> requests.Response:
    """Fills in the form for a new meeting."""
    return client.post("/nieuw", **{**ASKED, **fields})


def test_meetings_stand_in_order_with_what_waits(served: Served, anna: FormClient) -> None:
    links = home_links(anna)
    titles = [path for path, _ in links if re.fullmatch(r"/bijeenkomsten/[^/]+/", path) and "--" not in path]
    assert list(dict.fromkeys(titles)) == [
        "/bijeenkomsten/2018-12-10-klein/",
        "/bijeenkomsten/2019-03-18-nieuw/",
        "/bijeenkomsten/2018-03-18-oud/",
    ]
    assert ("/bijeenkomsten/2018-12-10-klein--follow-up/", "Terugblik van Diversiteit door migratie") in links
    assert any(path.endswith("nieuw/voorbereiding") and "van 12 stappen" in words for path, words in links)
    assert not any("oud/voorbereiding" in path for path, _ in links), "a past meeting is not prepared any more"


def test_a_meeting_that_cannot_be_read_is_told_and_the_others_stay(served: Served, anna: FormClient) -> None:
    (served.event / "event.toml").write_text('[event\ntitle = "<script>"', "utf-8")
    strange = served.event.parent / "Met Hoofdletters"
    shutil.copytree(served.event.parent / "2018-03-18-oud", strange)
    page = anna.home("/")
    assert page.status_code == 200
    assert "kunnen niet gelezen worden" in page.text
    assert "<script>" not in page.text.replace("<script src=", "")
    assert "Met Hoofdletters" in page.text
    links = home_links(anna)
    assert any(path.startswith("/bijeenkomsten/2018-12-10-klein/instellingen") for path, _ in links)
    assert any(path == "/bijeenkomsten/2019-03-18-nieuw/" for path, _ in links)
    assert str(served.event.parent) not in page.text


def test_what_waits_leads_to_where_it_is_done(served: Served, anna: FormClient) -> None:
    anna.post("/maken")
    assert anna.wait().startswith("7 pakketten gemaakt")
    assert (
        "/bijeenkomsten/2018-12-10-klein/vrijgeven",
        "7 brieven om vrij te geven bij Briefing van Diversiteit door migratie",
    ) in home_links(anna)


def test_a_meeting_is_made_and_a_second_one_gets_a_number(served: Served, anna: FormClient) -> None:
    assert make(anna).url.endswith("/bijeenkomsten/2019-05-16-wonen/voorbereiding")
    assert make(anna).url.endswith("/bijeenkomsten/2019-05-16-wonen-2/voorbereiding")
    entries = served.installation.ledger.audit().entries("2019-05-16-wonen")
    assert [(each.who, each.what, each.about) for each in entries] == [("anna", "event-new", "Wonen")]


def test_a_meeting_begins_as_an_earlier_one(served: Served, anna: FormClient) -> None:
    form = anna.get("/nieuw?van=2018-12-10-klein").text
    assert re.search(r'<option value="2018-12-10-klein" selected>', form)
    make(anna, begin="eerder", eerdere="2018-12-10-klein")
    made, earlier = (
        load_event_file(served.event.parent / name).event for name in ("2019-05-16-wonen", "2018-12-10-klein")
    )
    assert (made.title, made.themes) == ("Wonen", earlier.themes)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"titel": ""}, "titel"),
        ({"titel": "x" * 201}, "titel"),
        ({"plaats": " "}, "plaats"),
        ({"dag": "2018-12-02"}, "dag"),
        ({"dag": "31-31-2019"}, "dag"),
        ({"begin": ""}, "begin"),
        ({"begin": "onderwerp:../../etc"}, "begin"),
        ({"begin": "leeg", "eerdere": "2018-12-10-klein"}, "begin"),
        ({"begin": "eerder", "eerdere": ""}, "eerdere"),
        ({"begin": "eerder", "eerdere": "../output"}, "eerdere"),
    ],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    served: Served, anna: FormClient, fields: dict[str, str], field: str
) -> None:
    before = sorted(served.event.parent.iterdir())
    answer = make(anna, **fields)
    assert answer.status_code == 422
    assert f'id="fout-{field}"' in answer.text
    typed = {**ASKED, **fields}
    assert f'name="plaats" type="text" required value="{typed["plaats"].strip()}"' in answer.text
    assert sorted(served.event.parent.iterdir()) == before


def test_a_meeting_that_cannot_be_read_is_no_beginning(served: Served, anna: FormClient) -> None:
    form = anna.get("/nieuw").text
    (served.event / "programma.csv").write_bytes(b"Begin;Einde\nvroeg;laat\n")
    answer = make(anna, begin="eerder", eerdere=served.event.name)
    assert (answer.status_code, 'id="fout-eerdere"' in answer.text) == (422, True)
    assert served.event.name in form


def test_work_says_for_which_meeting_it_is_on_the_pages_of_all(served: Served, anna: FormClient) -> None:
    anna.post("/maken")
    anna.wait()
    other = anna.home("/bijeenkomsten/2019-03-18-nieuw/").text
    assert "<strong>Pakketten maken voor ‘Diversiteit door migratie’</strong>" in other


def test_the_set_up_list_says_whether_letters_really_leave(served: Served, anna: FormClient) -> None:
    assert "er gaat geen echte post uit" in anna.get("/voorbereiding").text
    file = served.event / "event.toml"
    table = '[mail]\nhost = "mail.example"\n'
    file.write_text(file.read_text("utf-8").replace('sender = "outbox"', 'sender = "smtp"') + table, "utf-8")
    assert "Brieven gaan echt naar de deelnemers, via mail.example." in anna.get("/voorbereiding").text
    trial = file.read_text("utf-8").replace('sender = "smtp"', 'sender = "smtp"\nredirect_all = "proef@example.org"')
    file.write_text(trial, "utf-8")
    assert "Alle brieven gaan als proef naar proef@example.org, via mail.example." in anna.get("/voorbereiding").text


def test_a_meeting_made_by_mistake_is_removed_after_a_question(served: Served, anna: FormClient) -> None:
    base = make(anna).url.removeprefix(served.address).removesuffix("/voorbereiding")
    assert "Dat is niet terug te halen" in anna.home(f"{base}/verwijderen").text
    asked = anna.post(f"{base}/verwijderen")
    assert "Vink eerst aan" in asked.text
    answer = anna.post(f"{base}/verwijderen", zeker="ja")
    assert answer.url == f"{served.address}/"
    assert "‘Wonen’ is verwijderd." in unescape(answer.text)
    assert not (served.event.parent / "2019-05-16-wonen").exists()
    assert anna.home(f"{base}/").status_code == 404


def test_a_meeting_with_people_is_not_removed(served: Served, anna: FormClient) -> None:
    assert "mensen op de lijst" in anna.get("/verwijderen").text
    anna.post("/verwijderen", zeker="ja")
    assert served.event.is_dir()


def test_the_set_up_list_shrinks_as_things_are_filled_in(served: Served, anna: FormClient) -> None:
    folder = served.event.parent / "2019-03-18-nieuw"
    path = f"/bijeenkomsten/{folder.name}/voorbereiding"
    assert "gaat er geen brief weg" in anna.home(path).text
    fill_in(folder)
    served.installation.list_checks[folder.name].wait(60)
    ready = anna.home(path).text
    assert "Niets houdt de brieven nog tegen." in ready
    assert "Nog voor te bereiden" not in anna.home(f"/bijeenkomsten/{folder.name}/").text


def test_pages_of_the_installation_have_no_word_of_the_program(anna: FormClient) -> None:
    pages = ("/", "/nieuw", "/organisatoren", "/bijeenkomsten/2019-03-18-nieuw/voorbereiding")
    for path in pages:
        text = re.sub(r"<[^>]+>", " ", anna.home(path).text)
        for word in ("event.toml", ".csv", "reportgen ", "subtitle", "not_before", "keep_until", "/tmp", "output"):
            assert word not in text.replace("reportgen ·", ""), (path, word)


@needs_browser
def test_all_can_be_used_by_keyboard_and_on_a_narrow_screen(browser: Browser, served: Served) -> None:
    hand = Hand(browser, served)
    hand.go("/")
    hand.sign_in()
    page = hand.page
    for path in ("/", "/nieuw", "/organisatoren", "/organisatoren/verwijderen?naam=bram"):
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            page.goto(f"{served.address}{path}")
            assert faults(page) == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), path
    page.goto(f"{served.address}/nieuw")
    page.get_by_label("Titel").focus()
    page.keyboard.type("Wonen")
    page.keyboard.press("Tab")
    page.get_by_label("Dag").fill("2019-05-16")
    page.get_by_label("Plaats").focus()
    page.keyboard.type("Assen")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/voorbereiding")
    assert faults(page) == []
    hand.context.close()
