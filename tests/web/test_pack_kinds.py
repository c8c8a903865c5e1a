"""Each kind of packs of a meeting has pages of its own: the same people, with other letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.answering import mailed
from doubles.form_client import FormClient
from doubles.web_server import Served

TABLE = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-20T18:00:00
"""


@pytest.fixture(scope="module")
def organiser(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[FormClient]:
    """Someone after the meeting, when the follow-up was made."""
    event, output = copy_of()
    path = event / "event.toml"
    path.write_text(path.read_text("utf-8") + TABLE, "utf-8")
    with Served(event, output, now="2018-12-12T09:00") as served:
        anna = served.signed_in()
        yield anna


def _of_follow_up(organiser: FormClient) -> FormClient:
    """The same organiser at the pages of the follow-up."""
    other = FormClient(organiser.address, f"{organiser.base}--follow-up")
    other.session = organiser.session
    return other


def test_a_follow_up_has_the_people_of_the_meeting_and_letters_of_its_own(organiser: FormClient) -> None:
    follow_up = _of_follow_up(organiser)
    before = organiser.get("/deelnemers").text
    assert "nog geen pakket" in follow_up.get("/deelnemers").text
    follow_up.post("/maken")
    assert re.match(r"\d+ pakketten gemaakt", follow_up.wait())
    numbers = re.findall(r"/deelnemers/(\d+)\"", follow_up.get("/deelnemers").text)
    assert numbers == re.findall(r"/deelnemers/(\d+)\"", before)
    assert "wacht op vrijgeven" in follow_up.get("/deelnemers").text
    assert organiser.get("/deelnemers").text.count("state-") == before.count("state-")
    assert follow_up.get(f"/deelnemers/{numbers[0]}").status_code == 200
    waiting = [
        int(re.findall(r"(\d+) brie\w+ wacht", each.get("/vrijgeven").text)[0]) for each in (organiser, follow_up)
    ]
    follow_up.post("/vrijgeven", aantal=str(waiting[1]), stand=_stand(follow_up))
    assert "wacht op vrijgeven" not in follow_up.get("/deelnemers").text
    assert re.findall(r"(\d+) brie\w+ wacht", organiser.get("/vrijgeven").text)[0] == str(waiting[0])


def test_the_kinds_lead_to_each_other_and_one_that_is_not_there_is_not_found(organiser: FormClient) -> None:
    page = organiser.get("/").text
    assert f'href="{organiser.base}--follow-up/"' in page
    assert f'href="{organiser.base}/" aria-current="true"' in page
    assert _of_follow_up(organiser).get("/").status_code == 200
    for strange in ("--extra", "--", "--follow-up--follow-up", "-x"):
        assert organiser.home(f"{organiser.base}{strange}/").status_code == 404


def test_answers_are_those_of_the_meeting_whatever_the_kind_that_is_looked_at(organiser: FormClient) -> None:
    follow_up = _of_follow_up(organiser)
    assert follow_up.get("/antwoorden").url == organiser.url("/antwoorden")
    reply = {"bestand": ("twee.eml", mailed("iemand@elders.example", "Wij doen veel."))}
    said = follow_up.post("/antwoorden", files=reply)
    assert said.url == organiser.url("/antwoorden")
    assert "Er is niets ingelezen" in said.text
    organiser.post("/antwoorden", files=reply)
    organiser.wait()
    assert "iemand@elders.example" in follow_up.get("/antwoorden").text


def test_title_and_header_of_each_page_say_of_which_kind_it_is(organiser: FormClient) -> None:
    for pages, kind in ((organiser, "Briefing"), (_of_follow_up(organiser), "Terugblik")):
        for path in ("/", "/deelnemers", "/vrijgeven"):
            page = pages.get(path).text
            assert f" · {kind} · Diversiteit door migratie</title>" in page
            assert f' href="{pages.base}/">Diversiteit door migratie · {kind}</a>' in page


def test_the_log_of_a_meeting_tells_of_all_kinds(organiser: FormClient) -> None:
    logs = {
        re.sub(r"--follow-up", "", each.get("/werk").text.partition("<main")[2])
        for each in (organiser, _of_follow_up(organiser))
    }
    assert len(logs) == 1


def _stand(organiser: FormClient) -> str:
    found = re.search(r'name="stand" value="(\w+)"', organiser.get("/vrijgeven").text)
    assert found
    return found[1]
