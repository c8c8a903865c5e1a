"""How texts are set on pages: numbers with their units, apostrophes and quotes; over the pages of both examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.content.typography import NO_BREAK, set_text, with_quotes, with_units

UNITS = (
    "gemeenten|inwoners|mensen|jaar|januari|december|procent|procentpunt|uur|wijken|kilometer|km|per|plaatsen|rondes"
)
LOOSE = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[.,]\d+)? (?:%|(?:{UNITS})\b)|\d van \d|(?<!\w)(?:€|blz\.|plaats|tafel) \d", re.I
)
"""What may not be left: a number with a space that may be broken before its unit."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("een aandeel van 92 % is veel", "92 %"),
        ("plaats 3 van 380", "plaats 3 van 380"),
        ("op 1 januari 2018", "1 januari"),
        ("8,5 per duizend", "8,5 per"),
        ("€ 479.527 voor een huis", "€ 479.527"),
        ("12.100 inwoners", "12.100 inwoners"),
        ("om 9.30 uur", "9.30 uur"),
        ("zie blz. 8", "blz. 8"),
        ("aan tafel 12", "tafel 12"),
        ("3511 AB Utrecht", "3511 AB"),
        ("nog 14 plaatsen", "14 plaatsen"),
        ("de 5 km naar het station", "5 km"),
        ("10–12 weken", "10–12 weken"),
    ],
)
def test_a_number_stays_on_one_line_with_what_it_counts(text: str, kept: str) -> None:
    assert kept.replace(" ", NO_BREAK) in with_units(text)


@pytest.mark.parametrize(
    "text",
    [
        "in 2018 groeide het",
        "van 4,2 naar 1,0",
        "12.100 eenpersoonshuishoudens",
        "de cijfers van 1996–2018 komen",
        "ronde een",
        "deel 3 van het plan",
        "aflevering 3 en 4",
    ],
)
def test_what_is_no_number_with_its_unit_may_be_broken(text: str) -> None:
    assert with_units(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("'s avonds in 't dorp", "’s avonds in ’t dorp"),
        ("foto's van 's-Gravenhage", "foto’s van ’s-Gravenhage"),
        ("zij zei 'nee' en \"misschien\"", "zij zei ‘nee’ en “misschien”"),
        ("'t Hoff ('zo')", "’t Hoff (‘zo’)"),
        ("mail o'neil@urk.example of foto's", "mail o'neil@urk.example of foto’s"),
        ("https://urk.example/o'neil", "https://urk.example/o'neil"),
        ('een scherm van 24"', 'een scherm van 24"'),
    ],
)
def test_apostrophes_and_quotes_are_those_of_print_and_addresses_stay_as_they_are(text: str, printed: str) -> None:
    assert with_quotes(text) == printed


@given(st.text())
def test_setting_a_text_changes_nothing_but_spaces_apostrophes_and_quotes(text: str) -> None:
    plain = {NO_BREAK: " ", "’": "'", "‘": "'", "“": '"', "”": '"'}
    was, made = (each.translate(str.maketrans(plain)) for each in (text, with_units(with_quotes(text))))
    assert made == was


@pytest.mark.parametrize(
    ("html", "made"),
    [
        (
            "<p>Mail naar a.b@urk.example.</p>",
            '<p>Mail naar <a href="mailto:a.b@urk.example">a.b@urk.example</a>.</p>',
        ),
        (
            '<a href="mailto:a@urk.example"><b>a@urk.example</b></a>',
            '<a href="mailto:a@urk.example"><b>a@urk.example</b></a>',
        ),
        ("<textarea>a@urk.example</textarea>", "<textarea>a@urk.example</textarea>"),
        ("<p>a@b, @urk en a@@urk.example</p>", "<p>a@b, @urk en a@@urk.example</p>"),
        (
            "<title>a@urk.example</title><body><p>na 5 jaar</p>",
            f"<title>a@urk.example</title><body><p>na 5{NO_BREAK}jaar</p>",
        ),
    ],
)
def test_a_mail_address_on_a_page_is_a_link(html: str, made: str) -> None:
    assert set_text(html) == set_text(made) == made


def test_setting_a_page_twice_changes_nothing_more_and_its_markup_stays() -> None:
    page = '<style>p { margin: 5 }</style><body><p class="a 5 jaar" title="\'t">Na 5 jaar &#39;klaar&#39;</p>'
    made = set_text(page)
    assert made == page.replace("Na 5 jaar &#39;klaar&#39;", f"Na 5{NO_BREAK}jaar ‘klaar’")
    assert set_text(made) == made


def test_no_page_leaves_a_number_alone_or_prints_a_straight_apostrophe(
    written: Mapping[str, tuple[str, tuple[object, ...]]],
) -> None:
    for html, _ in written.values():
        body = re.sub(r"<[^>]+>", "\n", html.partition("<body>")[2])
        texts = [unescape(each) for each in body.splitlines() if each.strip()]
        assert [each for each in texts if LOOSE.search(each)] == []
        assert [each for each in texts if re.search(r"['\"]", each) and "@" not in each] == []
