"""The page of figures tells what the packs are about, of which year each figure is, and where it is from."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from doubles.small_event import EXAMPLE, small_event
from doubles.web_server import Served, admit

HOUSING = EXAMPLE.parent / "2027-03-18-wonen-en-vergrijzing"


def _seen(event: Path, output: Path, now: str) -> tuple[str, str]:
    """The page of figures and the first page, as an organiser sees them."""
    admit(output, "anna")
    with Served(event, output, now=now) as served:
        anna = served.signed_in()
        return anna.get("/cijfers").text, anna.get("/").text


def _years(seen: str) -> list[tuple[str, list[str], str]]:
    """The table of years: a year, the figures of it, and whether that is old for the meeting."""
    table = seen.partition('id="jaren"')[2].partition("</tbody>")[0].partition("<tbody>")[2]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", table)]
    plain = [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in rows]
    return [(year, names.split(", "), verdict) for year, names, verdict in plain]


def _about(subject: str, folder: Path) -> Path:
    """The small event about another subject."""
    event = small_event(folder)
    path = event / "event.toml"
    head, found, rest = path.read_text("utf-8").partition("[figures]\n")
    kept = "".join(line for line in rest.splitlines(keepends=True) if not line.startswith("subject = "))
    path.write_text(f'{head}\n[figures]\nsubject = "{subject}"\n{kept}' if found else "", "utf-8")
    return event


def test_a_subject_is_told_with_its_measures_their_year_and_their_source(tmp_path: Path) -> None:
    seen, first = _seen(small_event(tmp_path), tmp_path / "output", "2018-12-03T08:00")
    assert "Diversiteit door migratie" in seen
    assert "380 gemeenten van 1 januari 2018" in seen
    assert "Diversiteitsindex" in seen
    assert "CBS 70072NED" in seen
    assert "Bij een bijeenkomst in 2018" in seen
    assert [each for year, names, _ in _years(seen) if year == "2018" for each in names if each == "herkomst"]
    assert {verdict for _, _, verdict in _years(seen)} == {"past"}
    assert "tabellen van het CBS" in first


def test_figures_that_are_older_than_the_meeting_are_named_with_their_year(tmp_path: Path) -> None:
    event = tmp_path / HOUSING.name
    copytree(HOUSING, event)
    seen, first = _seen(event, tmp_path / "output", "2027-03-01T08:00")
    assert "342 gemeenten van 1 januari 2026" in seen
    assert "Wonen en vergrijzing" in seen
    assert "Bij een bijeenkomst in 2027" in seen
    assert ("2021", ["corporatiewoningen"], "oud") in _years(seen)
    assert ("2025", ["verkoopprijs"], "past") in _years(seen)
    assert sum(len(names) for _, names, verdict in _years(seen) if verdict == "oud") == 9
    assert "9 cijfers zijn oud voor deze bijeenkomst" in first
    assert "eigen cijfers" in seen
    assert "eigen cijfers" in first


def test_a_meeting_without_figures_says_so(tmp_path: Path) -> None:
    seen, first = _seen(_about("", tmp_path), tmp_path / "output", "2018-12-03T08:00")
    assert "heeft geen onderwerp met cijfers" in seen
    assert "kunnen niet worden gelezen" not in first


def test_a_subject_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    seen, first = _seen(_about("bestaat-niet", tmp_path), tmp_path / "output", "2018-12-03T08:00")
    assert "bestaat-niet" in seen
    assert "kunnen niet worden gelezen" in first
