"""Whoever is changed after the letters left: what follows is said before it happens, and nothing goes by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.small_event import PEOPLE, sheet
from doubles.web_server import Served

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger


@pytest.fixture(scope="module")
def served(copy_of: Callable[[], tuple[Path, Path]], parts: PrintedParts) -> Iterator[Served]:
    """Everyone was mailed."""
    event, output = copy_of()
    parts.lend(output)
    with Served(event, output) as running:
        anna = running.signed_in()
        page = anna.get("/vrijgeven").text
        stand = re.search(r'name="stand" value="([^"]+)"', page)
        count = re.search(r'class="lead">(\d+)', page)
        assert stand
        assert count
        anna.post("/vrijgeven", stand=stand[1], aantal=count[1])
        anna.post("/versturen")
        assert "7 brieven verstuurd" in anna.wait()
        yield running


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    return served.signed_in()


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _number(served: Served, last: str) -> int:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        return next(each.number for each in ledger.enrolled(served.event.name) if each.name.endswith(last))
    finally:
        ledger.close()


def _change(anna: FormClient, number: int, **fields: str) -> str:
    page = anna.get(f"/deelnemers/{number}/wijzigen").text
    hidden = dict(re.findall(r'<input type="hidden" name="(wie|stand)" value="([^"]*)"', page))
    values = dict(re.findall(r'name="(veld-[a-z]+)" value="([^"]*)"', page))
    for select in re.findall(r"<select.*?</select>", page, re.DOTALL):
        name, value = re.search(r'name="([^"]+)"', select), re.search(r'value="([^"]*)" selected', select)
        assert name
        assert value
        values[name[1]] = value[1]
    typed = {f"veld-{name}": text for name, text in fields.items()}
    return anna.said(anna.post("/lijst/persoon", **{**hidden, **values, **typed}, reden="belde"))


def _follows(anna: FormClient) -> str:
    for _ in range(40):
        page = _text(anna.get("/lijst/gevolgen").text)
        if "Het wordt uitgerekend" not in page:
            return page
    raise AssertionError("what follows is never there")


def test_what_follows_is_said_and_happens_to_nobody_else(served: Served, anna: FormClient) -> None:
    wulp, grutto = _number(served, "Wulp"), _number(served, "Grutto")
    assert "heeft al een brief" in _change(anna, wulp, last="Wulpen")
    assert "heeft de brief al: bij ‘Pakketten maken’ komt er een bericht van afmelding" in _change(
        anna, grutto, status="afgemeld"
    )
    follows = _follows(anna)
    assert "Tweede brief" in follows
    assert "G. Wulpen" in follows
    assert "Bericht van afmelding: 1" in follows
    assert "Eerste brief" not in follows
    anna.post("/maken")
    said = anna.wait()
    assert "1 bericht van afmelding gemaakt" in said
    assert _number(served, "Wulpen") == wulp
    assert anna.get("/lijst/gevolgen").status_code == 200
    anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet(PEOPLE[1:]).encode())})
    stand = re.search(r'aannemen">.*?name="stand" value="([^"]+)"', anna.get("/lijst").text, re.DOTALL)
    assert stand
    anna.post("/lijst/aannemen", stand=stand[1])
    page = _text(anna.get("/lijst").text)
    assert "Naam: G. Wulp → G. Wulpen" in page
    assert "Komt: aangemeld → afgemeld" in page


def test_whoever_is_in_no_list_any_more_is_added_from_what_was_known(served: Served, anna: FormClient) -> None:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    first = next(each for each in ledger.enrolled(served.event.name) if each.email == PEOPLE[0][5])
    ledger.close()
    page = anna.get(f"/deelnemers/{first.number}/wijzigen")
    assert page.url.endswith(f"/deelnemers/nieuw?nummer={first.number}")
    assert 'value="a.zwaluw@diemen.example"' in page.text
    assert "staat in geen lijst meer" in page.text
    assert anna.get("/deelnemers/999/wijzigen").status_code == 404
