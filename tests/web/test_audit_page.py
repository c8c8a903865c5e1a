"""The page with what was done says what became of it, by name, and is searched."""

from __future__ import annotations

import re

from doubles.form_client import FormClient
from doubles.web_server import Served


def _lines(page: str) -> list[str]:
    found = re.search(r'<ul class="audit">(.*?)</ul>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in lines]


def test_work_that_made_nothing_and_what_was_refused_are_told_as_such(served: Served, anna: FormClient) -> None:
    anna.post("/versturen")
    anna.wait()
    anna.post("/lijst", files={"bestand": ("lijst.doc", b"geen lijst")})
    refused, sent, made = _lines(anna.get("/werk").text)[:3]
    assert "anna: lijst niet aangeboden (lijst.doc: Kies een bestand dat eindigt op" in refused
    assert sent.endswith(
        "anna: versturen wat is vrijgegeven: Er is niets te versturen: niets is vrijgegeven, of alles is al weg."
    )
    assert "anna: pakketten maken: 7 pakketten gemaakt" in made


def test_what_was_done_is_found_by_person_kind_and_organiser(served: Served, anna: FormClient) -> None:
    number = re.search(r'/deelnemers/(\d+)">B\. Meeuw', anna.get("/deelnemers").text)
    assert number
    anna.post(f"/deelnemers/{number[1]}/intrekken", reden="kan niet komen")
    (withdrawn,) = _lines(anna.get("/werk?wie=meeuw").text)
    assert withdrawn.endswith("anna: ingetrokken, B. Meeuw (kan niet komen)")
    assert _lines(anna.get(f"/werk?wie={int(number[1]):04d}").text) == [withdrawn]
    assert _lines(anna.get("/werk?wat=withdraw&door=anna").text) == [withdrawn]
    assert "Niets gevonden" in anna.get("/werk?wat=withdraw&door=bram").text
    assert "Niets gevonden" in anna.get("/werk?wie=zwaluw").text
    for odd in ("/werk?page=999999999", "/werk?page=x", "/werk?wie=" + "9" * 400, "/werk?wat=%00", "/werk?door='"):
        assert anna.get(odd).status_code == 200


def test_the_log_of_an_edition_and_of_a_participant_is_in_words(served: Served, anna: FormClient) -> None:
    assert "Editie 1" in anna.get("/archief/1").text
    assert "Wat organisatoren deden" in anna.get("/deelnemers/2").text
