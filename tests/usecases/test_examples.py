"""The two example events: what they are, that every participant resolves, and both side by side in one output."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from doubles.workspaces import opened
from usecases.command_line import JSON, asked

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.event.starter_texts import EXAMPLES, EXAMPLES_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.places.division import division_on
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.guest_texts import own_municipality_in
from reportgen.domain.programme.rounds import Slot
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.pages import pack_html
from reportgen.render.content.parts import with_pages
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.municipalities import MunicipalityNames

ROOT = EMBEDDED.parents[1]
NAMES = (EXAMPLES / EXAMPLES_FILE).read_text("utf-8").split()
MIGRATION, HOUSING = (EXAMPLES / name for name in NAMES)
MOMENT = datetime(2027, 3, 11, 8, tzinfo=ZONE)


@pytest.fixture(scope="module")
def housing(tmp_path_factory: pytest.TempPathFactory) -> EventInputs:
    """The second example as a build begins."""
    with opened(HOUSING, Paths(EMBEDDED, tmp_path_factory.mktemp("out")), MOMENT) as workspace:
        return load_event(workspace)


@pytest.mark.parametrize("folder", [MIGRATION, HOUSING], ids=lambda each: each.name)
def test_the_day_in_the_name_is_that_of_the_meeting_and_letters_leave_before_it(folder: Path) -> None:
    loaded = load_event_file(folder)
    assert folder.name.startswith(loaded.event.day.isoformat())
    window = loaded.settings.rules.window
    assert window.not_before < window.not_after < datetime.combine(loaded.event.day, loaded.event.doors, ZONE)
    assert loaded.settings.keep_until > loaded.event.day


def test_sixty_people_of_the_second_example_come_from_at_least_45_municipalities(housing: EventInputs) -> None:
    codes = {each.code for each in housing.participants}
    assert len(housing.participants) == len(housing.packs) == 60
    assert len(codes - {COUNTRY}) >= 45
    known = housing.context.figures.data.municipalities
    assert codes - {COUNTRY} <= known.keys()
    named = {known[code].name for code in codes - {COUNTRY}}
    new = {"Dijk en Waard", "Land van Cuijk", "Voorne aan Zee", "Eemsdelta", "Maashorst", "Amsterdam"}
    assert new <= named
    assert len(known) == 342


@pytest.mark.parametrize("folder", [MIGRATION, HOUSING], ids=lambda each: each.name)
def test_pages_and_letters_of_guests_of_the_examples_speak_of_no_municipality_of_theirs(
    folder: Path, tmp_path: Path
) -> None:
    event = shutil.copytree(folder, tmp_path / folder.name)
    with (event / "deelnemers.csv").open("ab") as rows:
        rows.write(b"901;P.;Pia;;Gast;adviseur;Ministerie van SZW;pia@szw.example;;bevestigd;01-11-2018;ja;\r\n")
        rows.write(b"902;Q.;Qui;;Gastman;onderzoeker;Instituut Wonen;qui@iw.example;;bevestigd;01-11-2018;nee;\r\n")
    moment = datetime.fromisoformat(folder.name[:10]).replace(hour=8, tzinfo=ZONE) - timedelta(days=6)
    with opened(event, Paths(EMBEDDED, tmp_path / "out"), moment) as workspace:
        inputs = load_event(workspace)
    guests = [each for each in inputs.packs if each.pack.participant.code == COUNTRY]
    assert len(guests) >= 2
    for each in guests:
        parts = with_pages(each.parts)
        letter = letter_text(parts)
        html = pack_html(parts, "briefing", "VNG", "2018-12-10")
        for said in (html, letter.text, letter.html, letter.subject, letter.calendar):
            text = " ".join(re.sub(r"<[^>]*>|\N{SOFT HYPHEN}", "", unescape(said)).split())
            assert own_municipality_in(text) == ""
    assert [each for each in inputs.findings if each.code.startswith("text-guests")] == []


def test_a_text_for_guests_is_read_by_guests_alone(housing: EventInputs) -> None:
    for each in housing.packs:
        questions = next(part for part in each.parts if part.kind is PartKind.QUESTIONS).content["questions"]
        asked_of_guests = any("uw organisatie" in question["text"] for question in questions)
        assert asked_of_guests is (each.pack.participant.code == COUNTRY)


def test_what_is_wrong_in_the_second_example_is_what_its_description_says(housing: EventInputs) -> None:
    found = sorted((each.place.line, each.code) for each in housing.findings if each.place.file == "deelnemers.csv")
    assert found == [
        (3, "municipality-successor"),
        (10, "municipality-successor"),
        (42, "wish-unknown-suggested"),
        (59, "guest"),
        (59, "office-doubtful"),
        (60, "guest"),
        (60, "office-doubtful"),
        (61, "guest"),
        (62, "cancelled"),
    ]
    said = (HOUSING / "README.md").read_text("utf-8")
    assert {f"line {line}" in said.lower() or line in (59, 60, 61) for line, _ in found} == {True}


def test_workshops_of_the_second_example_are_as_its_description_says(housing: EventInputs) -> None:
    plan, said = housing.context.sessions, (HOUSING / "README.md").read_text("utf-8")
    assert [(each.label, len(each.sessions)) for each in plan.rounds] == [("1", 5), ("2", 5)]
    people = plan.assignment.people_by_slot()
    assert plan.assignment.proven
    assert all(len(people[slot]) <= (session.capacity or 99) for slot, session in _sessions(housing))
    assert [each for each in plan.assignment.placements if not each.session] == []
    courts = next(slot for slot, session in _sessions(housing) if session.title == "Een hofje in het dorp")
    first = sum(any(each.rank == 1 and each.meets(courts) for each in wishes) for wishes in plan.wishes.values())
    assert f"has {len(people[courts])} places, and {first} people want it first" in said
    assert f"{sum(map(bool, plan.wishes.values()))} of them say which workshops they want" in said
    assert len({number for numbers in plan.leaders.values() for number in numbers}) == 4
    assert [session.leader for _, session in _sessions(housing) if session.leader_note] == ["Henk-Jan Dwingel"]


def _sessions(inputs: EventInputs) -> list[tuple[Slot, Session]]:
    rounds = inputs.context.sessions.rounds
    return [(Slot(each.label, key), session) for each in rounds for key, session in each.sessions.items()]


def test_figures_of_the_organiser_are_those_of_the_file(housing: EventInputs) -> None:
    rows = (HOUSING / "eigen-cijfers.csv").read_text("utf-8").splitlines()[1:]
    values = housing.context.figures.values("verpleeghuis-wachtenden", 2026)
    given = {
        name: float(value.replace(",", ".")) for name, year, value in (row.split(";") for row in rows) if year == "2026"
    }
    assert {housing.context.figures.data.municipalities[code].name: value for code, value in values.items()} == given
    assert len(given) == 330
    missing = {each.code for each in housing.participants} - values.keys() - {COUNTRY}
    assert {housing.context.figures.data.municipalities[code].name for code in missing} == {"Urk", "Vaals"}


@pytest.mark.parametrize("folder", [MIGRATION, HOUSING], ids=lambda each: each.name)
def test_addresses_of_the_examples_belong_to_nobody(folder: Path) -> None:
    for path in (folder / "deelnemers.csv", folder / "event.toml"):
        addresses = re.findall(rb"[\w.+-]+@+[\w.-]+", path.read_bytes())
        assert addresses
        assert [each for each in addresses if not each.endswith((b".example", b"@example.org"))] == []


def test_two_events_live_side_by_side_in_one_output(tmp_path: Path) -> None:
    for folder, now in ((MIGRATION, "2018-12-03T08:00"), (HOUSING, "2027-03-11T08:00")):
        event = tmp_path / folder.name
        shutil.copytree(folder, event)
        head, *rows = (event / "deelnemers.csv").read_bytes().splitlines(keepends=True)
        (event / "deelnemers.csv").write_bytes(b"".join((head, *rows[:2])))
        done = asked("run", str(event), "--output", str(tmp_path / "out"), "--now", now, "--workers", "1", *JSON)
        assert (done.code in (0, 1), done.json["made"]) == (True, 2), done.out + done.err
    for folder in (MIGRATION, HOUSING):
        assert len(list((tmp_path / "out" / "outbox" / folder.name).glob("*.eml"))) == 2
        event = str(tmp_path / folder.name)
        assert asked("verify", event, "--output", str(tmp_path / "out")).code == 0
        again = asked("status", event, "--output", str(tmp_path / "out"), *JSON)
        assert again.code == 0


def test_a_municipality_with_long_reasons_for_its_likeness_gets_a_pack(housing: EventInputs, tmp_path: Path) -> None:
    number = next(each.number for each in housing.participants if each.code == "GM1982")
    options = ("--now", "2027-03-11T08:00", "--output", str(tmp_path))
    assert asked("preview", str(HOUSING), str(number), *options).code == 0


@pytest.mark.parametrize("event", NAMES)
def test_make_run_takes_the_moment_of_the_event(event: str) -> None:
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    done = subprocess.run(
        ["make", "-n", "run", f"EVENT=data/events/{event}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    opens = tomllib.loads((EXAMPLES / event / "event.toml").read_text("utf-8"))["delivery"]["not_before"]
    assert f"run data/events/{event} --now {opens.isoformat()} " in done.stdout


@pytest.mark.parametrize("day", [date(year, 1, 1) for year in range(2018, 2028)], ids=str)
def test_municipalities_that_a_new_event_names_exist_on_any_day(day: date) -> None:
    names = MunicipalityNames(division_on(day, embedded_divisions()), embedded_divisions().changes, day)
    text = (TEMPLATES / "event" / "event.toml").read_text("utf-8")
    named = re.findall(r'"([^"]+)"', "".join(re.findall(r"(?:examples|municipalities) = (\[.*\])", text)))
    assert len(named) >= 5
    assert [each for each in named if names.resolve(each).kind != "exact"] == []
