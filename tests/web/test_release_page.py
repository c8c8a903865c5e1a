"""Releasing: the whole list by group, what was looked at, four eyes, and two organisers who release at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.small_event import PEOPLE
from doubles.web_server import PASSWORD, Served

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import State
from reportgen.storage.ledger.ledger import Ledger

Copy = Callable[[], tuple[Path, Path]]


def _seen_by_two(event: Path) -> None:
    said = (event / "event.toml").read_text("utf-8")
    assert 'release = "automatic"' in said
    by_two = said.replace('release = "automatic"', 'release = "by-hand"\nfour_eyes = true')
    (event / "event.toml").write_text(by_two, "utf-8")


@pytest.fixture
def alone(copy_of: Copy) -> Iterator[Served]:
    """An event of its own, of which seven letters wait."""
    with Served(*copy_of()) as running:
        yield running


@pytest.fixture
def seen_by_two(copy_of: Copy) -> Iterator[Served]:
    """The same, where who releases is somebody else than who had the letters made, which was anna."""
    event, output = copy_of()
    _seen_by_two(event)
    with Served(event, output) as running:
        yield running


def _stand(client: FormClient, path: str = "/vrijgeven") -> str:
    found = re.search(r'name="stand" value="([0-9a-f]+)"', client.get(path).text)
    return found[1] if found else ""


def _waiting(served: Served) -> int:
    ledger = Ledger.open_if_present(served.context.paths.ledger)
    try:
        return len(ledger.deliveries(served.context.key, State.PRINTED))
    finally:
        ledger.close()


def _rows(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="brief" value="\d+-(\d+)" aria-label', text)]


def test_the_number_is_asked_after_the_list_and_a_link_leads_there_at_once(alone: Served) -> None:
    said = alone.signed_in().get("/vrijgeven").text
    assert (
        said.index('href="#vrij"')
        < said.index('id="steekproef"')
        < said.index('id="brieven"')
        < said.index('id="vrij"')
    )
    assert said.index('href="#terug"') < said.index('id="steekproef"')


def test_the_whole_list_is_there_with_pack_and_letter_a_click_away(served: Served, anna: FormClient) -> None:
    said = anna.get("/vrijgeven").text
    assert _rows(said) == [1, 2, 3, 4, 5, 6, 7]
    for number in range(1, 8):
        for what in ("pakket", "brief"):
            assert f'href="{anna.base}/deelnemers/{number}/{what}/1"' in said
    assert "Eerste brieven" in said
    assert SCRIPT not in said


def test_the_list_is_searched_and_what_nobody_looked_at_is_found(served: Served) -> None:
    anna = served.signed_in()
    assert len(_rows(anna.get("/vrijgeven?woorden=urk").text)) == 1
    anna.post("/vrijgeven/bekeken", brief=["1-2", "1-3"], terug="/vrijgeven")
    assert _rows(anna.get("/vrijgeven?bekeken=nee").text) == [1, 4, 5, 6, 7]
    assert _rows(anna.get("/vrijgeven?bekeken=ja").text) == [2, 3]
    assert len(_rows(anna.get("/vrijgeven?groep=first").text)) == 7
    said = anna.get("/vrijgeven").text
    assert "7 van 7 brieven; 2 bekeken." in said
    anna.post("/vrijgeven/bekeken", brief=["1-2", "1-3"], wat="niet", terug="/vrijgeven")


@pytest.mark.parametrize(
    "query",
    [
        *("woorden=" + "x" * 3000, "groep=nergens", "groep=%00", "bekeken=misschien", "page=0", "page=-1"),
        *("page=999999999", "page=" + "9" * 400, "nummers=x", "nummers=9999", "woorden=%ff%fe", "groep[]=a"),
        "woorden=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_whatever_an_address_asks_for_the_page_stands(anna: FormClient, query: str) -> None:
    answer = anna.get(f"/vrijgeven?{query}")
    assert answer.status_code == 200
    assert SCRIPT not in answer.text


def test_a_sample_to_look_at_has_the_first_and_the_last_letter(anna: FormClient) -> None:
    said = anna.get("/vrijgeven").text
    sample = said[said.index('id="steekproef"') : said.index('id="brieven"')]
    assert [int(each) for each in re.findall(r"/deelnemers/(\d+)/brief", sample)] == [1, 7]


def test_a_letter_that_is_made_again_loses_its_tick_and_stands_beside_the_one_before(alone: Served) -> None:
    anna = alone.signed_in()
    anna.post("/vrijgeven/bekeken", brief=["1-1", "1-2"], terug="/vrijgeven")
    said = (alone.event / "deelnemers.csv").read_text("utf-8-sig")
    (alone.event / "deelnemers.csv").write_text(said.replace("Meeuw", "Meeuwen"), "utf-8-sig")
    anna.post("/maken")
    assert re.match(r"\d pakket(ten)? gemaakt", anna.wait())
    ledger = alone.context.ledger
    remade = {each.participant for each in ledger.deliveries(alone.context.key) if each.edition == 2}
    assert remade
    assert {int(each) for each in _rows(anna.get("/vrijgeven?bekeken=ja").text)} == {1, 2} - remade
    number = next(each.number for each in ledger.enrolled(alone.context.people_key) if "Meeuwen" in each.name)
    beside = anna.get(f"/deelnemers/{number}/vergelijken?a=2&b=1")
    usual = anna.get(f"/deelnemers/{number}/vergelijken")  # the earlier one stands first
    assert beside.text.partition("<main")[2] == usual.text.partition("<main")[2]
    for shown in ('<rect class="went"', '<rect class="came"', "B. Meeuwen in plaats van B. Meeuw", ": hetzelfde"):
        assert shown in beside.text, shown
    assert re.search(r"<del>.*Meeuw.*</del>", beside.text)
    assert "Kies twee verschillende edities" in anna.get(f"/deelnemers/{number}/vergelijken?a=1&b=1").text


def test_two_who_release_at_once_release_each_letter_once_and_are_told_the_truth(alone: Served) -> None:
    both = [alone.signed_in("anna"), alone.signed_in("bram")]
    tokens = [each.token() for each in both]
    stand = _stand(both[0])

    def release(at: int) -> str:
        answer = both[at].post("/vrijgeven", token=tokens[at], aantal="7", stand=stand)
        return unescape(both[at].said(answer))

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(release, (0, 1)), key=lambda each: "7 brieven vrijgegeven" not in each)
    assert told[0].startswith("7 brieven vrijgegeven")
    assert "er is niets vrijgegeven" in told[1] or "Probeer het zo weer" in told[1]
    assert _waiting(alone) == 0
    released = [
        step
        for each in alone.context.ledger.deliveries(alone.context.key)
        for step in alone.context.ledger.history(each.key)
        if step.step == "release"
    ]
    assert len(released) == 7
    assert len({each.said for each in released}) == 1
    assert "Er wacht niets op vrijgeven" in both[0].get("/vrijgeven").text


def test_who_had_letters_made_asks_a_colleague_who_releases_them(seen_by_two: Served) -> None:
    anna, bram = seen_by_two.signed_in("anna"), seen_by_two.signed_in("bram")
    said = anna.get("/vrijgeven").text
    assert "Gemaakt door <strong>anna</strong> (7)" in said
    assert "een collega moet vrijgeven" in said
    assert 'href="mailto:bram@vng.example"' in said
    assert 'name="aantal"' not in said
    stand = _stand(bram)
    assert stand
    refused = anna.said(anna.post("/vrijgeven", aantal="7", stand=stand))
    assert "anna" in refused
    assert _waiting(seen_by_two) == 7
    assert "U liet deze brieven niet maken" in bram.get("/vrijgeven").text
    assert "7 brieven vrijgegeven" in bram.said(bram.post("/vrijgeven", aantal="7", stand=stand))
    assert _waiting(seen_by_two) == 0


def _let_in(served: Served, by: FormClient, path: str, **whom: str) -> FormClient:
    """Somebody who chose a password with a link that an organiser made."""
    link = re.search(r'value="http[^"]*(/welkom/[^"]+)"', by.post(path, **whom).text)
    assert link
    there = FormClient(served.address, served.base)
    token = re.search(r'name="bewijs" value="([^"]+)"', there.home(link[1]).text)
    assert token
    there.post(link[1], token=token[1], wachtwoord=PASSWORD, herhaling=PASSWORD)
    return there


@pytest.fixture
def by_day(copy_of: Copy) -> Iterator[tuple[Served, list[datetime]]]:
    """An event whose letters anna made, where two people release, with a clock that is put on."""
    event, output = copy_of()
    _seen_by_two(event)
    now = [datetime(2018, 12, 3, 8, tzinfo=ZONE)]
    with Served(event, output, clock=lambda: now[0]) as running:
        yield running, now


def test_who_made_a_link_and_who_used_it_are_one_person_for_a_day(by_day: tuple[Served, list[datetime]]) -> None:
    served, now = by_day
    anna, stand = served.signed_in("anna"), _stand(served.signed_in("bram"))
    as_bram = _let_in(served, anna, "/organisatoren/link", naam="bram")
    as_cees = _let_in(served, as_bram, "/organisatoren/uitnodigen", naam="Cees", email="cees@vng.example")
    for one in (as_bram, as_cees):
        assert "kunt u deze brieven nog niet vrijgeven" in one.get("/vrijgeven").text
        refused = one.said(one.post("/vrijgeven", aantal="7", stand=stand))
        assert "met een link van" in refused, refused
        assert "4 december 2018" in refused
    assert "Cees kan vrijgeven vanaf" in anna.get("/vrijgeven").text
    assert "vrijgeven" in anna.get("/werk").text
    assert _waiting(served) == 7
    now[0] += timedelta(hours=24, minutes=1)
    bram = served.signed_in("bram")
    assert "7 brieven vrijgegeven" in bram.said(bram.post("/vrijgeven", aantal="7", stand=stand))


def test_who_switches_two_people_off_waits_a_day_and_all_are_told(by_day: tuple[Served, list[datetime]]) -> None:
    served, now = by_day
    anna, bram = served.signed_in("anna"), served.signed_in("bram")
    stand = _stand(bram)
    path = served.event / "event.toml"
    before = path.read_text("utf-8")
    for off in (before.replace("four_eyes = true", "four_eyes = false"), re.sub(r"(?m)^four_eyes.*\n", "", before)):
        digest = sha256(path.read_bytes()).hexdigest()
        anna.post("/instellingen/bestand", naam="event.toml", tekst=off, stand=digest)
        assert path.read_text("utf-8") == off
    refused = anna.said(anna.post("/vrijgeven", aantal="7", stand=stand))
    assert "Anna zette uit dat twee mensen brieven vrijgeven" in refused
    assert _waiting(served) == 7
    for one in (anna, bram):
        assert "anna zette uit dat een ander vrijgeeft" in one.get("/vrijgeven").text
    now[0] += timedelta(hours=24, minutes=1)
    anna = served.signed_in("anna")
    assert "zette uit" not in anna.get("/vrijgeven").text
    assert "7 brieven vrijgegeven" in anna.said(anna.post("/vrijgeven", aantal="7", stand=stand))


def test_letters_of_nobody_are_put_in_a_name_before_another_may_release_them(seen_by_two: Served) -> None:
    with Ledger.open(seen_by_two.context.paths.ledger)._db as db:
        db.execute("DELETE FROM builder")
    anna, bram = seen_by_two.signed_in("anna"), seen_by_two.signed_in("bram")
    for each in (anna, bram):
        assert "daarom kan nog niemand vrijgeven" in each.get("/vrijgeven").text
    preview_digest = seen_by_two.context.release_groups._kept
    assert preview_digest
    anna.post("/vrijgeven", aantal="7", stand=str(preview_digest[0]))
    assert _waiting(seen_by_two) == 7
    assert "op uw naam" in anna.said(anna.post("/vrijgeven/op-naam"))
    assert "al bekend" in bram.said(bram.post("/vrijgeven/op-naam"))
    assert "7 brieven vrijgegeven" in bram.said(bram.post("/vrijgeven", aantal="7", stand=_stand(bram)))


def _remind(client: FormClient, numbers: str = "") -> None:
    """Has a message made, for everyone or for some participants."""
    client.post("/berichten/nieuw", soort="reminder", naam="", deelnemers=numbers)
    seen = re.search(r'name="gezien" value="([^"]*)"', client.get("/berichten/herinnering").text)
    client.post("/berichten/herinnering/maken", gezien=seen[1] if seen else "")
    client.wait()


def test_of_letters_that_two_people_had_made_each_releases_those_of_the_other(seen_by_two: Served) -> None:
    anna, bram = seen_by_two.signed_in("anna"), seen_by_two.signed_in("bram")
    _remind(bram)
    assert _waiting(seen_by_two) == 14
    page = bram.get("/vrijgeven").text
    assert "nog geen collega" not in page
    assert "Alleen wat anna liet maken (7)" in page
    assert "Alleen wat bram liet maken" not in page
    assert "Alleen wat bram liet maken (7)" in anna.get("/vrijgeven").text
    assert not _stand(bram)
    assert not _stand(bram, "/vrijgeven?maker=bram")
    own = _stand(anna, "/vrijgeven?maker=bram")
    assert "bram liet deze maken" in bram.said(bram.post("/vrijgeven", aantal="7", stand=own, maker="bram"))
    assert _waiting(seen_by_two) == 14
    stand = _stand(bram, "/vrijgeven?maker=anna")
    assert "7 brieven vrijgegeven" in bram.said(bram.post("/vrijgeven", aantal="7", stand=stand, maker="anna"))
    assert _waiting(seen_by_two) == 7


def test_who_sees_the_letters_that_one_had_made_reads_nothing_of_those_of_another(seen_by_two: Served) -> None:
    bram = seen_by_two.signed_in("bram")
    _remind(bram, "2")
    assert _waiting(seen_by_two) == 8
    path = seen_by_two.event / "deelnemers.csv"
    path.write_text(path.read_text("utf-8-sig").replace(PEOPLE[0][5], "elders@gemeente.example"), "utf-8-sig")
    differs = "kloppen niet meer met de lijst"
    assert differs in bram.get("/vrijgeven?maker=anna").text
    assert differs not in bram.get("/vrijgeven?maker=bram").text


@pytest.mark.parametrize(
    "query",
    ["maker=niemand", "maker=Anna", "maker=" + "x" * 5000, "maker=anna%00", "maker=%ff", "nummers=99", "nummers=x"],
)
def test_where_nothing_of_what_was_chosen_waits_a_link_leads_to_what_does(anna: FormClient, query: str) -> None:
    said = anna.get(f"/vrijgeven?{query}").text
    assert "Er wacht niets op vrijgeven bij wat u koos." in said
    assert f'href="{anna.base}/vrijgeven">Kijk of er iets anders wacht</a>' in said
    assert "xxx" not in re.sub(r"<[^>]*>", "", said), "what is in an address is not what the page says"
    empty = sha256(b"").hexdigest()[:16]
    told = anna.said(anna.post("/vrijgeven", aantal="0", stand=empty, maker="niemand"))
    assert "Er wacht niets op vrijgeven bij wat u koos." in told


def test_of_whom_was_chosen_only_what_one_had_made_is_released(seen_by_two: Served) -> None:
    bram = seen_by_two.signed_in("bram")
    _remind(bram, "2")
    path = "/vrijgeven?nummers=2&maker=anna"
    assert "alleen wat anna liet maken voor wie u koos" in bram.get(path).text
    both = bram.post("/vrijgeven", aantal="1", stand=_stand(bram, path), nummer="2")
    assert "ondertussen iets veranderd" in bram.said(both), "without the maker there are two letters to them"
    assert "1 brief vrijgegeven" in bram.said(
        bram.post("/vrijgeven", aantal="1", stand=_stand(bram, path), nummer="2", maker="anna")
    )
    assert _waiting(seen_by_two) == 7
