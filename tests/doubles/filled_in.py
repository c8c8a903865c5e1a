"""What an organiser fills in where ``reportgen new`` made a folder: texts, a programme and one participant."""

from __future__ import annotations

from pathlib import Path

from reportgen.application.event.starter_texts import placeholders

ROW = "\n;Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;aangemeld;ja;\n"

OWN_TEXTS = {"organiser.email": "wonen@organisatie.example", "question.text": "Wie woont er in uw gemeente?"}
"""Texts of the organiser by key; the others are their key in words."""


def fill_in(folder: Path) -> None:
    """Fills in the files of a new event, and nothing that may stay as it is."""
    path = folder / "event.toml"
    text = path.read_text("utf-8")
    for each in placeholders():
        own = OWN_TEXTS.get(each.key, f"Wonen in de regio, {each.key.rpartition('.')[2]}")
        assert f'"{each.text}"' in text
        text = text.replace(f'"{each.text}"', f'"{own}"')
    path.write_text(text, "utf-8")
    programme = folder / "programma.csv"
    programme.write_text(programme.read_text("utf-8").replace(";Opening;;", ";Opening;dagvoorzitter;"), "utf-8")
    with (folder / "deelnemers.csv").open("a", encoding="utf-8") as file:
        file.write(ROW)
