"""Looking at packs and letters: all pages, larger, as text; the mail as it looks; what others sent stays theirs."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT, cookies_of, request
from doubles.small_event import PEOPLE, small_event
from doubles.web_server import Served, admit
from PIL import Image


def _picture(anna: FormClient, path: str) -> Image.Image:
    answer = anna.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png"), path
    return Image.open(BytesIO(answer.content))


def test_every_page_of_a_pack_can_be_leafed_to_and_back(anna: FormClient) -> None:
    here = "/deelnemers/2/pakket/1"
    first = anna.get(here).text
    count = int(re.findall(r"Bladzijde 1 van (\d+)", first)[0])
    assert count > 3
    path, seen = here, []
    while path:
        said = anna.get(path).text
        seen += re.findall(r"<h2 id=\"blad\">Bladzijde (\d+) van", said)
        assert said.count("/klein.png") == count
        following = re.findall(r'rel="next" href="([^"]+)"', said)
        path = following[0] if following else ""
    assert [int(each) for each in seen] == list(range(1, count + 1))
    assert 'rel="prev"' not in first


def test_a_page_can_be_enlarged_and_its_words_are_there_for_who_sees_nothing(anna: FormClient) -> None:
    small, plain, large = (_picture(anna, f"/deelnemers/2/pakket/1/1{each}.png") for each in ("/klein", "", "/groot"))
    assert small.width < plain.width / 3
    assert large.width > 2 * plain.width
    for path in ("/deelnemers/2/pakket/1", "/deelnemers/2/pakket/1/1"):
        said = anna.get(path).text
        assert "Tekst van deze bladzijde" in said
        assert "Wanneer" in said
        assert 'alt="Bladzijde 1 van het pakket van ' in said


def test_a_drawn_page_is_kept_and_the_rest_of_memory_stays_free(served: Served, anna: FormClient) -> None:
    pictures = served.context.installation.pictures
    for _ in range(2):
        _picture(anna, "/deelnemers/3/pakket/1/1.png")
    assert 0 < pictures.size <= pictures._max_bytes
    drawn = [key for key in pictures._kept if isinstance(key, tuple) and key[1:] == (1, 80)]
    assert drawn


@pytest.mark.parametrize("look", ["", "?als=breed", "?als=smal", "?als=donker"])
def test_the_mail_is_in_a_frame_that_runs_and_reaches_nothing(anna: FormClient, look: str) -> None:
    said = anna.get(f"/deelnemers/2/brief/1{look}").text
    (frame,) = re.findall(r"<iframe[^>]*>", said)
    assert " sandbox " in frame
    (source,) = re.findall(r'src="([^"]+)"', frame)
    answer = anna.get(source)
    policy = answer.headers["content-security-policy"]
    assert {"sandbox", "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"} <= set(policy.split("; "))
    assert "script" not in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert re.search(r"Geachte\s", answer.text)
    assert ("invert" in answer.text) == ("donker" in look)


def test_the_letter_is_read_as_text_with_its_head_in_words(anna: FormClient) -> None:
    said = anna.get("/deelnemers/2/brief/1?als=tekst").text
    assert "<iframe" not in said
    assert '<pre class="letter"' in said
    for word in ("Van", "Aan", "Onderwerp", "Bijlagen"):
        assert f"<dt>{word}</dt>" in said
    assert re.search(r"bijeenkomst\.ics \(\d+ kB\)", said)


def test_what_a_letter_puts_in_the_calendar_is_told_in_words(anna: FormClient) -> None:
    said = anna.get("/deelnemers/2/brief/1").text
    assert "Komt erin:" in said
    assert "maandag 10 december 2018, 12.30–16.00 uur" in said


def test_with_one_edition_there_is_nothing_to_compare_and_that_is_said(anna: FormClient) -> None:
    assert "nog maar één editie" in anna.get("/deelnemers/2/vergelijken").text


NOT_THERE = (
    *("/deelnemers/999/pakket/1", "/deelnemers/2/pakket/9", "/deelnemers/2/pakket/1?blad=0"),
    *("/deelnemers/2/pakket/1?blad=999", "/deelnemers/2/pakket/1?blad=-1", "/deelnemers/2/pakket/1?blad=x"),
    *("/deelnemers/2/pakket/1?blad=%00", "/deelnemers/2/pakket/1?blad=" + "9" * 400, "/deelnemers/2/pakket/1/999"),
    *("/deelnemers/2/pakket/1/999/groot.png", "/deelnemers/2/pakket/1/999999999/klein.png"),
    *("/deelnemers/999999999/brief/1", "/deelnemers/2/brief/999999999", "/deelnemers/2/brief/9/opmaak"),
    *("/deelnemers/999/vergelijken", "/deelnemers/2/vergelijken?a=1&b=9", "/deelnemers/2/vergelijken?a=x&b=1"),
    *("/deelnemers/2/vergelijken?a=-1", "/deelnemers/2/vergelijken?b=" + "1" * 300, "/deelnemers/2/pakket/1/0"),
    *("/deelnemers/2/pakket/1/1/../../../../../../etc/passwd", "/deelnemers/2/pakket/1/1/%2e%2e"),
)


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_is_not_there_is_not_found(served: Served, anna: FormClient, path: str) -> None:
    code, answer = request(served.port, "GET", anna.base + path, cookies=cookies_of(anna))
    assert (code, "Die bladzijde is er niet" in answer.decode()) == (404, True)


def test_a_name_with_a_script_is_text_on_every_page_about_it(anna: FormClient) -> None:
    for path in ("pakket/1", "pakket/1/1", "brief/1", "brief/1?als=tekst", "brief/1/opmaak", "vergelijken"):
        answer = anna.get(f"/deelnemers/1/{path}")
        assert answer.status_code == 200
        assert SCRIPT not in answer.text, path


@pytest.mark.parametrize("kind", ["brief", "pakket"])
def test_letters_lead_to_letters_and_packs_to_packs(anna: FormClient, kind: str) -> None:
    page = anna.get(f"/deelnemers/2/{kind}/1").text
    assert re.findall(r'href="[^"]*/deelnemers/(\d+)/(\w+)/1">(?:vorige|volgende) brief', page) == [
        ("1", kind),
        ("3", kind),
    ]
    assert f'name="terug" value="/deelnemers/3/{kind}/1"' in page


def test_a_letter_is_ticked_off_by_who_looked_and_the_tick_can_be_taken_back(served: Served, anna: FormClient) -> None:
    bram = served.signed_in("bram")
    after = anna.post("/vrijgeven/bekeken", brief="1-2", terug="/deelnemers/3/pakket/1")
    assert after.url.endswith("/deelnemers/3/pakket/1")
    assert anna.said(after) == "1 brief afgevinkt als bekeken."
    assert "U hebt deze brief bekeken" in anna.get("/deelnemers/2/brief/1").text
    other = bram.get("/deelnemers/2/pakket/1").text
    assert "Bekeken door anna" in other
    assert "U hebt deze brief bekeken" not in other
    anna.post("/vrijgeven/bekeken", brief="1-2", wat="niet", terug="/deelnemers/2/brief/1")
    assert "Bekeken door anna" not in bram.get("/deelnemers/2/pakket/1").text
    assert "vinkje ‘bekeken’ weggehaald" in anna.get("/werk").text


@pytest.mark.parametrize("letter", ["", "x", "1-999", "9-2", "0-2", "1-2 ", "1-" + "9" * 90, "1-2-3", "１-２", SCRIPT])
def test_a_tick_for_a_letter_that_does_not_wait_ticks_nothing(served: Served, letter: str) -> None:
    looks = served.context.ledger.looks(served.event.name)
    before = looks.by_letter()
    anna = served.signed_in()
    said = anna.said(anna.post("/vrijgeven/bekeken", brief=letter, terug="/vrijgeven"))
    assert said.startswith(("Vink eerst aan", "Er is ondertussen iets veranderd"))
    assert looks.by_letter() == before


def test_a_test_copy_is_of_the_letter_that_is_looked_at(served: Served, anna: FormClient) -> None:
    after = anna.post("/deelnemers/2/proef", editie="1", terug="/deelnemers/2/brief/1")
    assert "/deelnemers/2/brief/1" in after.url
    assert anna.wait().startswith("De proef is verstuurd naar anna@vng.example")
    anna.post("/deelnemers/2/proef", editie="9", terug="/deelnemers/2/brief/1")
    assert anna.wait() == "Er is geen brief aan deelnemer 2 van deze editie."


def test_a_name_with_an_elided_prefix_is_spelled_in_one_way(tmp_path: Path) -> None:
    event = small_event(tmp_path, [(*PEOPLE[0][:2], "d' Hondt", *PEOPLE[0][3:]), *PEOPLE[1:4]])
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as served:
        anna = served.signed_in()
        anna.post("/maken")
        assert anna.wait().startswith("4 pakketten gemaakt")
        paths = ("/deelnemers/1/brief/1?als=tekst", "/deelnemers", "/deelnemers/1", "/tafels", "/vrijgeven")
        pages = [unescape(anna.get(path).text) for path in paths]
        assert re.search(r"<dt>Aan</dt><dd>\S+ d'Hondt <", pages[0])
        assert re.search(r"Geachte [^<]* d'Hondt", pages[0])
        for path, page in zip(paths, pages, strict=True):
            assert {each.replace("’", "'") for each in re.findall("d['’] ?Hondt", page)} == {"d'Hondt"}, path
