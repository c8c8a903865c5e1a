"""From an empty folder to a meeting with its set-up list: the first organiser, a colleague, and who is kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests
from doubles.form_client import FormClient
from doubles.web_server import PASSWORD, Served, ServedByCommand

from reportgen.application.organisers.accounts import FirstOrganiser
from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

NEW_PASSWORD = "heel andere woorden hier"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An installation without meetings, in which nobody may sign in yet."""
    (tmp_path / "events").mkdir()
    Ledger.open(Paths(EMBEDDED, tmp_path / "output").ledger).close()
    with Served(tmp_path / "events" / "2030-05-16-wonen", tmp_path / "output", "2030-01-07T09:00") as running:
        running.installation.first = FirstOrganiser()
        yield running


def welcome(served: Served, code: str) -> tuple[FormClient, str]:
    """A visitor, and the address of a link."""
    return FormClient(served.address, served.base), f"/welkom/{code}"


def join(client: FormClient, path: str, **fields: str) -> requests.Response:
    """Fills in the form behind a link."""
    filled = {"wachtwoord": PASSWORD, "herhaling": PASSWORD, **fields}
    return client.post(path, token=client.token(path), **filled)


def first(served: Served) -> FormClient:
    """Anna, who is the first organiser."""
    assert served.installation.first
    client, path = welcome(served, served.installation.first.code)
    answer = join(client, path, naam="Anna de Vries", email="anna@vng.example")
    assert answer.url == f"{served.address}/", answer.text
    return client


def link_in(answer: requests.Response) -> str:
    """The path of the link that a page shows."""
    found = re.search(r'id="link"[^>]* value="http://127\.0\.0\.1:\d+(/welkom/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def field_fault(answer: requests.Response, name: str) -> str:
    """What a form says is wrong with a field, which must point to it."""
    found = re.search(rf'<p class="field-fault" id="fout-{name}">([^<]*)</p>', answer.text)
    assert found, answer.text
    tag = re.search(rf'<(?:input|select)[^>]* name="{name}"[^>]*>', answer.text)
    assert tag
    assert f"fout-{name}" in tag[0]
    assert 'aria-invalid="true"' in tag[0]
    return unescape(found[1])


def post_home(client: FormClient, path: str, **fields: str) -> requests.Response:
    """A form of no meeting."""
    token = re.search(r'name="bewijs" value="([^"]+)"', client.home("/").text)
    assert token
    return client.post(path, token=token[1], **fields)


def test_a_newcomer_comes_from_nothing_to_a_set_up_list(served: Served) -> None:
    anna = first(served)
    home = anna.home("/")
    assert "Er is nog geen bijeenkomst" in home.text
    assert 'href="/nieuw"' in home.text
    form = anna.get("/nieuw").text
    assert "Wonen en vergrijzing" in form
    assert "65 jaar" in form, "what a subject tells is said"
    answer = post_home(
        anna, "/nieuw", titel="Wonen <b>& zo</b>", dag="2030-05-16", plaats="Assen", begin="onderwerp:housing-ageing"
    )
    assert answer.url == f"{served.address}/bijeenkomsten/2030-05-16-wonen-b-zo-b/voorbereiding"
    assert "Wonen &lt;b&gt;&amp; zo&lt;/b&gt;" in answer.text
    assert "3 van 11 stappen klaar" in answer.text
    assert 'href="/bijeenkomsten/2030-05-16-wonen-b-zo-b/lijst"' in answer.text
    for path in set(re.findall(r'href="(/[^"#]*)"', answer.text)) - {"/uitloggen"}:
        assert anna.home(unescape(path)).status_code == 200, f"{path} leads nowhere"
    home = anna.home("/").text
    assert "Voorbereiden: nog 7 van 11 stappen" in home
    assert "bijeenkomst gemaakt" in home


def test_the_first_address_works_once(served: Served) -> None:
    assert served.installation.first
    code = served.installation.first.code
    first(served)
    eve, path = welcome(served, code)
    answer = eve.get(path)
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.text
    assert eve.post(path, token="x", naam="eve", email="eve@x.example", wachtwoord=PASSWORD).status_code == 404
    assert [each.name for each in served.installation.ledger.audit().organisers()] == ["Anna de Vries"]


def test_whoever_guesses_an_address_gets_nothing(served: Served) -> None:
    eve, _ = welcome(served, "")
    for code in ("x", "a" * 43, "a" * 5000, "..%2f..", "%00", "é"):
        answer = eve.get(f"/welkom/{code}")
        assert answer.status_code == 404, code
    assert served.installation.ledger.audit().organisers() == ()


def test_a_form_of_another_site_lets_nobody_in(served: Served) -> None:
    assert served.installation.first
    eve, path = welcome(served, served.installation.first.code)
    answer = eve.post(path, token="guessed", naam="eve", email="e@x.example", wachtwoord=PASSWORD, herhaling=PASSWORD)
    assert answer.status_code == 403
    assert served.installation.ledger.audit().organisers() == ()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"naam": "", "email": "a@x.example"}, "naam"),
        ({"naam": "anna", "email": "geen adres"}, "email"),
        ({"naam": "anna", "email": "a@x.example", "wachtwoord": "kort", "herhaling": "kort"}, "wachtwoord"),
        ({"naam": "anna", "email": "a@x.example", "herhaling": "iets anders"}, "herhaling"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_lost(served: Served, fields: dict[str, str], wrong: str) -> None:
    assert served.installation.first
    client, path = welcome(served, served.installation.first.code)
    answer = join(client, path, **fields)
    assert answer.status_code == 422
    assert field_fault(answer, wrong)
    assert f'value="{fields["email"]}"' in answer.text
    assert PASSWORD not in answer.text
    assert join(client, path, naam="anna", email="a@x.example").url == f"{served.address}/"


def test_a_colleague_comes_in_by_a_link_once(served: Served) -> None:
    anna = first(served)
    shown = post_home(anna, "/organisatoren/uitnodigen", naam="Bram", email="bram@vng.example")
    path = link_in(shown)
    assert "mailto:bram@vng.example?subject=" in shown.text
    page = anna.get("/organisatoren").text
    assert "Uitgenodigd door Anna de Vries" in page
    assert path.removeprefix("/welkom/") not in page, "nobody can look it up afterwards"
    bram, _ = welcome(served, "")
    assert "Welkom, Bram" in bram.get(path).text
    assert join(bram, path).url == f"{served.address}/"
    assert bram.get(path).status_code == 404
    assert served.signed_in("Bram").home("/").status_code == 200


def test_a_link_in_place_of_an_earlier_one_says_so(served: Served) -> None:
    anna = first(served)
    once = post_home(anna, "/organisatoren/uitnodigen", naam="Bram", email="bram@vng.example")
    assert "werkt niet meer" not in once.text
    again = post_home(anna, "/organisatoren/uitnodigen", naam="bram", email="b.de.groot@vng.example")
    assert "De link die Anna de Vries eerder voor bram@vng.example maakte, werkt niet meer." in again.text
    visitor, _ = welcome(served, "")
    assert visitor.get(link_in(once)).status_code == 404
    assert "Welkom, bram" in visitor.get(link_in(again)).text


def test_a_withdrawn_link_lets_nobody_in(served: Served) -> None:
    anna = first(served)
    path = link_in(post_home(anna, "/organisatoren/uitnodigen", naam="Bram", email="bram@vng.example"))
    bram, _ = welcome(served, "")
    token = bram.token(path)
    post_home(anna, "/organisatoren/intrekken", naam="Bram")
    assert bram.post(path, token=token, wachtwoord=PASSWORD, herhaling=PASSWORD).status_code == 404
    assert served.installation.organiser("Bram") is None


def test_a_name_that_is_taken_is_told_where_it_was_typed(served: Served) -> None:
    anna = first(served)
    answer = post_home(anna, "/organisatoren/uitnodigen", naam="anna de vries", email="x@vng.example")
    assert answer.status_code == 422
    assert "al iemand" in field_fault(answer, "naam")
    assert 'value="x@vng.example"' in answer.text


def test_a_password_is_changed_by_who_knows_it_and_other_browsers_are_out(served: Served) -> None:
    anna, elsewhere = first(served), served.signed_in("Anna de Vries")
    wrong = post_home(
        anna, "/organisatoren/wachtwoord", nu="niet dit woord", wachtwoord=NEW_PASSWORD, herhaling=NEW_PASSWORD
    )
    assert "niet uw wachtwoord" in field_fault(wrong, "nu")
    right = post_home(anna, "/organisatoren/wachtwoord", nu=PASSWORD, wachtwoord=NEW_PASSWORD, herhaling=NEW_PASSWORD)
    assert "Uw wachtwoord is veranderd." in right.text
    assert anna.home("/organisatoren").url.endswith("/organisatoren")
    assert "/inloggen" in elsewhere.home("/organisatoren").url
    assert served.signed_in("Anna de Vries", NEW_PASSWORD)


def test_who_guesses_the_password_of_an_open_session_is_signed_out(served: Served) -> None:
    anna = first(served)
    for _ in range(5):
        last = post_home(anna, "/organisatoren/wachtwoord", nu="x", wachtwoord=NEW_PASSWORD, herhaling=NEW_PASSWORD)
    assert "/inloggen" in last.url
    assert "u bent uitgelogd" in last.text


def test_the_login_form_says_where_the_first_organiser_begins(served: Served) -> None:
    visitor, _ = welcome(served, "")
    assert "Er kan nog niemand inloggen." in visitor.get("/inloggen").text
    first(served)
    assert "Er kan nog niemand inloggen." not in visitor.get("/inloggen").text


def test_who_is_removed_is_out_with_the_next_click_and_the_last_one_stays(served: Served) -> None:
    anna = first(served)
    path = link_in(post_home(anna, "/organisatoren/uitnodigen", naam="Bram", email="bram@vng.example"))
    bram, _ = welcome(served, "")
    join(bram, path)
    assert "niet meer inloggen" in anna.home("/organisatoren/verwijderen?naam=Bram").text
    assert "Bram kan niet meer inloggen." in post_home(anna, "/organisatoren/verwijderen", naam="Bram").text
    assert "/inloggen" in bram.home("/").url
    said = post_home(anna, "/organisatoren/verwijderen", naam="Anna de Vries").text
    assert "Dit is de enige die kan inloggen" in said
    assert anna.home("/organisatoren/verwijderen?naam=Niemand").status_code == 404


def test_serve_prints_the_address_of_the_first_organiser_and_none_after_that(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    event = tmp_path / "events"
    with ServedByCommand(event, tmp_path / "output", now="") as running:
        assert running.process.stdout
        printed = running.process.stdout.readline() + running.process.stdout.readline()
        address = running.process.stdout.readline().strip()
        assert "Nobody may sign in yet" in printed
        assert address.startswith(f"{running.address}/welkom/")
        client = FormClient(running.address)
        path = address.removeprefix(running.address)
        assert join(client, path, naam="anna", email="anna@vng.example").url == f"{running.address}/"
    with ServedByCommand(event, tmp_path / "output", now="") as again:
        again.process.terminate()
        assert "welkom" not in again.process.communicate(timeout=60)[0]
