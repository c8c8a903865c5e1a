"""Which texts guests read: each that an organiser writes for them takes the place of the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from example.people import person

from reportgen.application.event.guests import guest_findings
from reportgen.domain.places.municipality import COUNTRY

EVENT = '[event]\nsubtitle = "Over uw gemeente."\nwelcome = "Welkom namens uw stad."\n{more}'
PROGRAMME = (
    "Begin;Einde;Onderdeel;Spreker;Toelichting;Toelichting voor gasten;Soort\n9.00;10.00;Opening;;{};{};plenair\n"
)
GUEST = person(1, COUNTRY, organisation="Ministerie van SZW")


def _codes(folder: Path, more: str = "", note: str = "Welkom.", guest_note: str = "", **texts: str) -> list[str]:
    (folder / "event.toml").write_text(EVENT.format(more=more), "utf-8")
    (folder / "programma.csv").write_text(PROGRAMME.format(note, guest_note), "utf-8")
    (folder / "texts").mkdir()
    for name, text in texts.items():
        (folder / "texts" / f"{name.replace('_', '-')}.txt").write_text(text, "utf-8")
    return sorted(f"{each.code} {each.place.file}" for each in guest_findings(folder, "briefing", [GUEST]))


def test_nothing_is_found_where_nobody_is_a_guest(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text(EVENT.format(more=""), "utf-8")
    assert guest_findings(tmp_path, "briefing", [person(1)]) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["text-guests-key event.toml"] * 2),
        ({"more": 'subtitle_for_guests = "Over gemeenten."\n'}, ["text-guests-key event.toml"]),
        ({"welkom_gasten": "Welkom, gast."}, ["text-guests-key event.toml"]),
        ({"welkom": "Welkom in uw dorp."}, ["text-guests-file texts/welkom.txt", "text-guests-key event.toml"]),
        ({"welkom": "Uw dorp.", "welkom_gasten": "Gast."}, ["text-guests-key event.toml"]),
        ({"welkom": "Uw dorp.", "more": 'welcome_for_guests = "Gast."\n'}, ["text-guests-key event.toml"]),
        ({"note": "Over uw raad."}, ["text-guests-column programma.csv", *["text-guests-key event.toml"] * 2]),
        ({"note": "Over uw raad.", "guest_note": "Over raden."}, ["text-guests-key event.toml"] * 2),
    ],
)
def test_a_text_for_guests_takes_the_place_of_the_other(said: dict[str, str], found: list[str], tmp_path: Path) -> None:
    assert _codes(tmp_path, **said) == found
