"""Whether a name may stand beside an answer is told from what somebody says, and never more than that."""

from __future__ import annotations

import pytest

from reportgen.sources.texts.naming_consent import NamingConsent, is_yes, naming_consent_in


@pytest.mark.parametrize(
    ("text", "agrees"), [("ja", True), ("JA!", True), ("x", True), ("", False), ("nee, ja", False)]
)
def test_who_agrees(text: str, agrees: bool) -> None:
    assert is_yes(text) is agrees


@pytest.mark.parametrize(
    ("line", "consent"),
    [
        ("Met naam, graag hoor", NamingConsent(True)),
        ("met naam s.v.p.", NamingConsent(True)),
        ("Liever zonder naam", NamingConsent(False)),
        ("met naam: nee", NamingConsent(False)),
        ("Met naam, maar niet bij vraag 2", NamingConsent(False, has_condition=True)),
        ("Met naam en toenaam kent men hier iedereen die zich inzet voor de wijk.", None),
        ("Dat is een goede naam.", None),
    ],
)
def test_what_a_line_says_of_the_name_of_its_writer(line: str, consent: NamingConsent | None) -> None:
    assert naming_consent_in(line, "") == consent


def test_the_line_of_our_letter_that_asks_for_it_gives_no_consent() -> None:
    assert naming_consent_in("met naam", "Wilt u met naam genoemd worden, schrijft: ") == NamingConsent(None)
