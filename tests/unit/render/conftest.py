"""A pack for every municipality, composed once, as the tests of printing begin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from doubles.session_files import once
from doubles.workspaces import workspace_of
from example import figures, meeting, people, rounds

from reportgen.application.build.load_event import load_event
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table
from reportgen.render.content.pages import pack_title, pages_of
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part
from reportgen.render.printing.job import Document, Job
from reportgen.render.printing.press import printed_pack
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

EVENT = Path(__file__).parents[3] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"

SEATS = 8

_CHART = re.compile(r'<img class="chart" alt="([^"]*)" src="(chart:[0-9a-f]+)"/>')


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it stands in the page: the drawing, and what is said to who does not see it."""

    drawn: str
    alternative: str


@pytest.fixture(scope="session")
def packs(common: Path) -> Mapping[str, tuple[Part, ...]]:
    """The parts of the pack of one participant from each of the 380, by municipality, eight at a table."""

    def made(_: Path) -> Mapping[str, tuple[Part, ...]]:
        return _composed(tuple(people.person(number, code) for number, code in enumerate(figures.codes(), 1)))

    return once(common / "packs", made)


@pytest.fixture(scope="session")
def guest() -> tuple[Part, ...]:
    """The parts of the pack of a guest of no municipality, at a table with others."""
    visitor = people.person(1, COUNTRY, Office.OTHER, organisation="Ministerie van SZW")
    return _composed((visitor, people.person(2, "GM0356"), people.person(3, "GM0184")))[COUNTRY]


@pytest.fixture(scope="session")
def leader() -> tuple[Part, ...]:
    """The parts of the pack of somebody who leads one session of a meeting with rounds, and attends another."""
    there = people.person(1), people.person(2, "GM0184"), people.person(3, "GM0363", consent=False)
    given = {1: ("Hofjes", "Torens"), 2: ("Hofjes", "Buren"), 3: ("Hofjes", "")}
    context = rounds.setting(there, given, {1: ("Hofjes",)})
    return PartFactory().parts(compose(context)[0].sections)


def _composed(participants: Sequence[Participant]) -> Mapping[str, tuple[Part, ...]]:
    numbers = [each.number for each in participants]
    tables = tuple(
        Table(start // SEATS + 1, "voorsteden", tuple(numbers[start : start + SEATS]))
        for start in range(0, len(numbers), SEATS)
    )
    contents = PartFactory()
    made = compose(meeting.setting(tuple(participants), tables))
    return {pack.participant.code: contents.parts(pack.sections) for pack in made}


@pytest.fixture(scope="session")
def contents(packs: Mapping[str, tuple[Part, ...]]) -> Mapping[str, Mapping[PartKind, Any]]:
    """What stands in each part of each pack, in plain form."""
    return {code: {part.kind: part.content for part in parts} for code, parts in packs.items()}


@pytest.fixture(scope="session")
def pages(contents: Mapping[str, Mapping[PartKind, Any]]) -> Mapping[str, Any]:
    """The municipality part of each of the 380."""
    return {code: each[PartKind.MUNICIPALITY] for code, each in contents.items()}


@pytest.fixture(scope="session")
def written(common: Path, packs: Mapping[str, tuple[Part, ...]]) -> Mapping[str, tuple[str, tuple[Chart, ...]]]:
    """The HTML of each of the 380 packs without its charts, and the charts."""

    def made(_: Path) -> Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]:
        return {code: _written(parts) for code, parts in packs.items()}

    return {
        code: (html, tuple(Chart(*each) for each in charts))
        for code, (html, charts) in once(common / "written", made).items()
    }


def _written(parts: tuple[Part, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    pages = pages_of(parts, pack_title(parts), "VNG", "2018-12-10")
    charts = tuple(
        (pages.charts[address], unescape(alternative)) for alternative, address in _CHART.findall(pages.html)
    )
    return _CHART.sub("", pages.html), charts


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The first pack of the event that comes along."""
    paths = Paths(EMBEDDED, tmp_path_factory.mktemp("output"))
    ledger = Ledger.open(paths.ledger)
    inputs = load_event(workspace_of(EVENT, paths, ledger, datetime(2018, 12, 3, tzinfo=ZONE)))
    ledger.close()
    return inputs.packs[0].job


@pytest.fixture(scope="session")
def document(job: Job) -> Document:
    """That pack, printed in this process."""
    return printed_pack(job)
