"""A meeting without figures has programme, table and questions, in packs, letters, follow-ups and on the web page."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from doubles.printed_parts import PrintedParts
from doubles.web_server import Served, admit
from pypdf import PdfReader
from usecases.command_line import IN_TIME, JSON, ONE_WORKER, CommandLine, asked
from usecases.meeting import ANNA, COR, DINA, changed

from reportgen.render.pdf.conformance import faults_in
from reportgen.render.pdf.identity import identity_in

GUEST = changed(COR, last="Gast", municipality="Provincie Utrecht", email="c.gast@provincie.example", table=1)
FOLLOW_UP = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00

[delivery]"""
AFTER = ("--now", "2018-12-12T09:00")
WELCOME = "Dit pakket laat zien hoe uw gemeente verandert."
OF_FIGURES = re.compile(r"migratie|procent|%|\bindex\b|vergelijkbare gemeenten", re.IGNORECASE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> CommandLine:
    """A meeting without figures with three people, one of them a guest, of which the letters went out."""
    cli = CommandLine.create(tmp_path_factory.mktemp("none"), [DINA, ANNA, GUEST], parts)
    cli.replace_text("event.toml", "[delivery]", f'[figures]\nsubject = ""\n{FOLLOW_UP}')
    done = cli.run("run", *IN_TIME, *ONE_WORKER, *JSON)
    assert (done.code, done.json["made"]) == (1, 3)
    about_texts = {each["line"] for each in done.json["findings"] if each["code"].startswith("text-guests-")}
    assert about_texts == {12, 20}, "what a guest reads of a municipality: the welcome, and a question"
    assert {each["line"] for each in done.json["findings"]} - about_texts == {4}, "that of the guest"
    parts.keep(cli.output)
    return cli


def text_of(pack: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pack)).pages]


def test_packs_have_a_cover_the_programme_the_table_and_the_questions(built: CommandLine) -> None:
    for name, pack in built.packs().items():
        pages = text_of(pack)
        assert len(pages) == 4, name
        for page, said in zip(pages, ("Wonen in de regio", "Programma", "Tafel", "Hoe divers"), strict=True):
            assert said in page
        assert not [page for page in pages if OF_FIGURES.search(page)], name
        assert [WELCOME in " ".join(page.split()) for page in pages] == [True, False, False, False], name
        assert [page for page in pages if "CBS" in page] == [page for page in pages if "inwoners" in page], name


def test_packs_are_accessible_archival_pdf(built: CommandLine) -> None:
    for pack in built.packs().values():
        identity = identity_in(pack)
        assert identity is not None
        assert faults_in(pack, identity, 4) == ()


def test_letters_and_the_table_name_no_figures(built: CommandLine) -> None:
    letters = sorted((built.output / "outbox" / built.key).glob("*.eml"))
    assert len(letters) == 3
    for path in letters:
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        assert not OF_FIGURES.search(body.get_content())


def test_a_follow_up_needs_no_figures_either(built: CommandLine, tmp_path: Path) -> None:
    cli = built.copied(tmp_path)
    (cli.event / "verslagen").mkdir()
    (cli.event / "verslagen" / "tafel-1.txt").write_text("Er werd veel gezegd over wonen.", "utf-8")
    done = cli.run("build", *AFTER, *ONE_WORKER, *JSON, "--pack", "follow-up")
    assert (done.code, done.json["made"]) == (1, 3)
    packs = list((cli.output / "archive" / f"{cli.key}--follow-up" / "edition-0001" / "data" / "packs").iterdir())
    assert len(packs) == 3
    for path in packs:
        pages = text_of(path.read_bytes())
        assert not [page for page in pages if OF_FIGURES.search(page)], path.name
        assert [page for page in pages if "CBS" in page] == [page for page in pages if "inwoners" in page], path.name


def test_doctor_explain_and_refresh_know_that_there_are_none(built: CommandLine, tmp_path: Path) -> None:
    cli = built.copied(tmp_path)
    cli.run("doctor", *IN_TIME).assert_clear()
    assert cli.run("plan", *IN_TIME, *JSON).code == 1
    done = asked("figures", "explain", str(cli.event), "1", *IN_TIME, "--output", str(cli.output))
    done.assert_clear()


def test_the_organisers_page_shows_a_meeting_without_figures(built: CommandLine, tmp_path: Path) -> None:
    cli = built.copied(tmp_path)
    admit(cli.output, "anna")
    with Served(cli.event, cli.output) as served:
        anna = served.signed_in()
        for path in ("/", "/cijfers", "/deelnemers", "/deelnemers/1", "/tafels", "/vrijgeven"):
            answer = anna.get(path)
            assert answer.status_code == 200, path
