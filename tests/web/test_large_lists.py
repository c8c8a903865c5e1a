"""With a large list no page waits until everything is worked out: it says that it is, and shows it after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from doubles.form_client import FormClient
from doubles.web_server import Served

from reportgen.application.messages import people as message_people
from reportgen.interfaces.web import context
from reportgen.interfaces.web.background import list_check, page_timeout
from reportgen.interfaces.web.pages import archive, tables

WORKING = "Dit wordt nu uitgezocht"
FOLLOWS = "Wat eruit volgt wordt uitgezocht."


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Opens what is worked out behind the pages of a meeting of which every list is large."""
    opened = Event()

    def held(module: Any, name: str) -> None:
        compute = getattr(module, name)

        def when_open(*args: Any) -> Any:
            assert opened.wait(60)
            return compute(*args)

        monkeypatch.setattr(module, name, when_open)

    held(context, "listed_people")
    held(context, "event_figures")
    held(context, "next_build")
    held(list_check, "check_list")
    held(message_people, "current_people")
    monkeypatch.setattr(page_timeout, "LARGE", 0)
    monkeypatch.setattr(page_timeout, "TIMEOUT", 0.0)
    yield opened
    opened.set()


@pytest.fixture
def fresh(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[Served]:
    """The event, served, of which no page was asked for yet."""
    with Served(*copy_of()) as running:
        yield running


@pytest.fixture
def anna(fresh: Served) -> FormClient:
    """An organiser who signed in."""
    return fresh.signed_in()


@pytest.mark.parametrize(
    "path",
    [
        *("/deelnemers/1/wijzigen", "/lijst/persoon?wie=x", "/lijst/wijzigingen?page=2"),
        *("/cijfers", "/instellingen/vragen"),
    ],
)
def test_a_page_about_people_or_figures_says_that_they_are_being_read(gate: Event, anna: FormClient, path: str) -> None:
    page = anna.get(path).text
    assert WORKING in page
    assert f'href="{anna.base}{path}">Ververs' in page


def test_it_is_there_once_they_are_read(gate: Event, fresh: Served, anna: FormClient) -> None:
    assert WORKING in anna.get("/deelnemers/2/wijzigen").text
    gate.set()
    fresh.context.people_check.wait()
    page = anna.get("/deelnemers/2/wijzigen").text
    assert WORKING not in page
    assert 'name="veld-last"' in page


def test_the_overview_is_there_before_the_figures(gate: Event, fresh: Served, anna: FormClient) -> None:
    assert "De cijfers worden gelezen." in anna.get("/").text
    gate.set()
    fresh.context.figures_check.wait()
    assert "De cijfers worden gelezen." not in (page := anna.get("/").text)
    assert "van het CBS" in page


def test_a_form_that_was_sent_waits_for_them(gate: Event, anna: FormClient) -> None:
    gate.set()
    answer = anna.post("/deelnemers/nieuw", **{"veld-last": "Lijster"})
    assert WORKING not in answer.text
    assert "Lijster" in answer.text


def test_the_page_of_the_list_is_there_before_its_check(gate: Event, fresh: Served, anna: FormClient) -> None:
    page = anna.get("/lijst").text
    assert "De lijst wordt nagekeken; wat er op te merken is staat hier zo." in page
    assert "Nieuwe lijst aanbieden" in page
    gate.set()
    fresh.context.list_check.wait()
    fresh.context.people_check.wait()
    assert "De lijst wordt nagekeken" not in anna.get("/lijst").text


def test_the_first_page_tells_nothing_of_a_list_or_texts_that_changed_since(
    gate: Event, fresh: Served, anna: FormClient
) -> None:
    file = fresh.event / "deelnemers.csv"
    head, first, *others = file.read_text("utf-8").splitlines()
    file.write_text("\n".join((head, first.replace("@", " "), *others)), "utf-8")
    gate.set()
    fresh.context.list_check.wait()
    assert "<strong>2</strong> meldingen over de lijst en de bijeenkomst om te bekijken" in anna.get("/").text
    gate.clear()
    file.write_text(head, "utf-8")
    for path in ("/", "/voorbereiding"):
        page = anna.get(path).text
        assert "om te bekijken" not in page.partition('id="wacht"')[2].partition('id="doen"')[0]
        assert "nagekeken; wat er op te merken is staat hier zo" in page


def test_the_page_of_a_message_says_that_its_readers_are_looked_up(
    gate: Event, fresh: Served, anna: FormClient
) -> None:
    anna.post("/berichten/nieuw", naam="hier", soort="reminder")
    assert WORKING in anna.get("/berichten/hier").text
    gate.set()
    fresh.context.message_check.wait()
    assert WORKING not in anna.get("/berichten/hier").text


def test_what_a_move_changes_is_worked_out_behind_the_page(gate: Event, fresh: Served, anna: FormClient) -> None:
    tables = re.findall(r'data-drop="(\d+)"', anna.get("/tafels").text)
    number = re.findall(r'data-number="(\d+)"', anna.get("/tafels").text)[0]
    path = f"/tafels/verplaatsen?deelnemer={number}&naar={tables[-1]}"
    assert WORKING in anna.get(path).text
    gate.set()
    fresh.context.next_build.wait()
    assert WORKING not in (page := anna.get(path).text)
    assert "veranderen daardoor" in page


def test_an_edition_shows_each_of_its_letters_on_one_page(anna: FormClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = re.findall(r'data-as="Nummer">(\d+)', anna.get("/archief/1").text)
    assert len(whole) == 7
    monkeypatch.setattr(archive, "PAGE_SIZE", 3)
    pages = [anna.get(f"/archief/1?page={each}").text for each in (1, 2, 3)]
    assert [number for each in pages for number in re.findall(r'data-as="Nummer">(\d+)', each)] == whole
    assert all("7 pakketten" in each for each in pages)


def test_the_tables_stand_on_several_pages_and_who_moved_is_shown(
    anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = re.findall(r'data-drop="(\d+)"', anna.get("/tafels").text)
    assert len(whole) > 1
    monkeypatch.setattr(tables, "PAGE_SIZE", 1)
    pages = [anna.get(f"/tafels?page={each}").text for each, _ in enumerate(whole, 1)]
    assert [table for each in pages for table in re.findall(r'data-drop="(\d+)"', each)] == whole
    number = re.findall(r'data-number="(\d+)"', pages[0])[0]
    assert "Verplaats" in pages[0]
    there = f"{anna.base}/tafels?page={len(whole)}"
    moved = anna.post("/tafels/verplaatsen", deelnemer=number, naar=whole[-1])
    assert moved.url.endswith(there)
    assert f'data-number="{number}"' in moved.text
    assert f'href="{there}">Niet doen' in anna.get(f"/tafels/verplaatsen?deelnemer={number}&naar={whole[0]}").text


def test_what_follows_from_a_change_of_one_person_is_told_once_it_is_worked_out(
    gate: Event, fresh: Served, anna: FormClient
) -> None:
    gate.set()
    fresh.context.people_check.wait()
    page = anna.get("/deelnemers/2/wijzigen").text
    fields = dict(re.findall(r'name="(wie|stand)" value="([^"]+)"', page))
    gate.clear()
    anna.post("/lijst/persoon", **fields, **{"veld-function": "raadslid", "reden": "gebeld"})
    for path in ("/deelnemers/2", "/lijst"):  # as long as it is not told, each page says that it will be
        page = anna.get(path).text
        assert f"Bewaard. {FOLLOWS}" in page
        assert "Ongedaan maken" in page
    assert WORKING in anna.get("/deelnemers/2/wijzigen").text
    gate.set()
    fresh.context.people_check.wait()
    while FOLLOWS in (page := anna.get("/deelnemers/2", headers={"Only-Looks": "1"}).text):
        sleep(0.05)
    assert "Bewaard. " in page
    assert "een nieuwe brief" in page
    assert anna.get("/deelnemers/2").text.count("Bewaard. ") == 1, "a script that looked has not shown it"
    assert "Bewaard. " not in anna.get("/deelnemers/2").text
