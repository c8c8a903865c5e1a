"""Moments, durations and sizes as the organisers' pages write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from reportgen.config.timezone import ZONE
from reportgen.domain.finding import Severity, finding
from reportgen.render.content.web_pages import (
    duration_text,
    file_size_text,
    finding_cells,
    moment_text,
    short_moment_text,
    step_note,
)

AT = datetime(2018, 12, 3, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "minder dan een minuut"),
        (61, "1 minuut"),
        (3_600, "1 uur"),
        (90_000, "1 dag en 1 uur"),
        (2 * 86_400 + 59, "2 dagen"),
        (-5, "minder dan een minuut"),
    ],
)
def test_durations_are_written_in_words(seconds: float, said: str) -> None:
    assert duration_text(seconds) == said


def test_moments_and_sizes_are_dutch() -> None:
    assert moment_text(AT) == "3 december 2018, 08.00 uur"
    assert moment_text(None) == ""
    assert (short_moment_text(AT), short_moment_text(None)) == ("3 dec 2018, 08.00", "")
    assert short_moment_text(AT.replace(month=3)) == "3 mrt 2018, 08.00"
    assert (file_size_text(180_400), file_size_text(22_800_000), file_size_text(1)) == ("180 kB", "22,8 MB", "1 kB")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("replaced by edition 2", "vervangen door editie 2"),
        (
            "replaced, or not on the list any more, while it was being sent",
            "vervangen, of niet meer op de lijst, terwijl hij werd verstuurd",
        ),
        ("the pack is as the delivered one again", "het pakket is weer als dat wat de deelnemer heeft"),
        ("made again", "opnieuw gemaakt"),
        ("forgotten", "de deelnemer is vergeten"),
    ],
)
def test_why_the_program_withdrew_a_letter_is_said_in_dutch(said: str, words: str) -> None:
    note, foreign = step_note("withdraw", said)
    assert (note.startswith(words), foreign) == (True, False)


def test_the_page_names_no_command_to_type_and_no_folder_of_the_server() -> None:
    facts = {"key": "title", "text": "Titel van de bijeenkomst", "folder": "/srv/wonen"}
    *_, what, todo = finding_cells(finding("text-placeholder", Severity.BLOCKING, **facts))
    assert "Titel van de bijeenkomst" in what
    assert todo == "Schrijf er uw eigen tekst."
