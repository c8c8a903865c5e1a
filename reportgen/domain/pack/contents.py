"""What the parts of a pack hold, before it is paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportgen.domain.figures.contrasts import TableContrast
from reportgen.domain.figures.facts import Fact
from reportgen.domain.figures.figure import Figure, Source
from reportgen.domain.figures.profile import Profile, Share, YearFigures
from reportgen.domain.people.participant import Name, Office
from reportgen.domain.places.municipality import Municipality
from reportgen.domain.programme.event import Event, Question, Session


class PartKind(StrEnum):
    """The parts a pack is bound from. Nothing personal stands in any but the first."""

    PERSONAL = "personal"
    EVENT = "event"
    MUNICIPALITY = "municipality"
    TABLE = "table"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What every part says of the meeting, in running heads and on the cover."""

    key: str
    title: str
    day: str
    doors: str
    start: str
    end: str
    place: str
    organiser: str
    contact: str
    email: str
    phone: str


INDEX_STEPS = (0.15, 0.25, 0.4)
"""Where the four tints of the index meet: about the quartiles of all municipalities, in round numbers."""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A municipality on the dot map: a point in WGS84 degrees, residents, and the tint of its diversity index.

    No more than is seen there: residents in two digits, and of the index between which steps it is. So a figure of one
    municipality that is revised leaves the map in the packs of all others as it was.
    """

    code: str
    longitude: float
    latitude: float
    residents: int
    tint: int


def map_dots_of(municipalities: Mapping[str, Municipality], indices: Mapping[str, float]) -> tuple[MapDot, ...]:
    """All municipalities with an index as dots, the largest first so that small ones stay visible on top."""
    dots = (
        MapDot(
            each.code,
            each.longitude,
            each.latitude,
            int(float(f"{each.residents:.1e}")),
            sum(indices[each.code] >= step for step in INDEX_STEPS),
        )
        for each in municipalities.values()
        if each.code in indices
    )
    return tuple(sorted(dots, key=lambda dot: (-dot.residents, dot.code)))


@dataclass(frozen=True, slots=True)
class Personal:
    """The cover: the letter and page one in one minute.

    Of a guest ``code`` and ``municipality`` are those of the country, and ``organisation`` is where they are from.
    ``erratum`` says what was wrong in the pack they had before; empty where nothing was.
    """

    meeting: Meeting
    participant: str
    name: Name
    function: str
    office: Office
    salutation: str
    code: str
    municipality: str
    organisation: str
    welcome: str
    letter: str
    subject: str
    table: int
    theme: str
    facts: tuple[Fact, ...]
    atlas: tuple[MapDot, ...]
    nearby: tuple[str, ...]
    erratum: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme, the practical things and what was studied; the same for everyone."""

    meeting: Meeting
    event: Event


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A comparable municipality as a pack shows it; ``present`` when someone of it takes part."""

    code: str
    name: str
    residents: Figure
    last: YearFigures
    index: Figure
    index_by_year: tuple[Figure, ...]
    likenesses: tuple[str, ...]
    kinds: tuple[str, ...]
    present: bool


@dataclass(frozen=True, slots=True)
class Average:
    """The unweighted means over the comparable municipalities; ``series_index`` is on the grouping of the years."""

    migration_background: Figure
    index: Figure
    series_index: Figure
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """The figures of the briefing in hand, as they were kept.

    Attributes:
        mark: the digest under which they were kept.
        sealed: the day on which that briefing was sealed, ISO.
        profile: the profile in it, as far as it is compared, in plain form.
        sources: where those figures were from, in plain form.
    """

    mark: str
    sealed: str
    profile: Mapping[str, Any]
    sources: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MunicipalityPages:
    """The profile, the comparison and the sources; ``dated`` is the day of figures that are older than allowed.

    ``before`` is what a briefing said; only in packs that follow one.
    """

    meeting: Meeting
    profile: Profile
    country: Profile
    peers: tuple[PeerRow, ...]
    average: Average
    atlas: tuple[MapDot, ...]
    sources: Mapping[str, Source]
    dated: str
    before: EarlierFigures | None = None


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality as the national page lists it."""

    name: str
    residents: Figure
    last: YearFigures
    index: Figure


@dataclass(frozen=True, slots=True)
class NationalPages:
    """The profile of the country with the ends of the list of municipalities; the same for every guest."""

    meeting: Meeting
    profile: Profile
    highest: tuple[MunicipalityRow, ...]
    lowest: tuple[MunicipalityRow, ...]
    atlas: tuple[MapDot, ...]
    sources: Mapping[str, Source]
    dated: str
    before: EarlierFigures | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone at the table who agreed to be named, with the main figures of the municipality.

    Of a guest ``municipality`` is the organisation, and there are no figures. ``group`` is the origin group of which
    it has most beyond the country, whose share is ``country``; without one its largest group, and no ``country``.
    """

    name: Name
    function: str
    office: Office
    code: str
    municipality: str
    residents: Figure | None
    migration_background: Figure | None
    index: Figure | None
    group: Share | None
    country: Figure | None


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """An answer to one question, by its table; with who gave it where they agreed to be named."""

    table: int
    name: Name | None
    function: str
    office: str
    municipality: str
    text: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with the answers to it, by table; ``question`` is empty for what answers none of them."""

    question: str
    replies: tuple[PrintedAnswer, ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """Who sits at a table; the same for everyone at it. ``unnamed`` did not agree to be named.

    ``municipalities`` and ``residents`` leave guests out. ``report`` is what was discussed at it, ``answers`` those of
    all tables with its theme; both only in packs that have pages for them.
    """

    meeting: Meeting
    table: int
    theme: str
    talks: tuple[Session, ...]
    colleagues: tuple[Colleague, ...]
    unnamed: int
    municipalities: int
    residents: Figure
    grouping: str
    series_grouping: str
    contrasts: tuple[TableContrast, ...]
    report: str = ""
    answers: tuple[AnsweredQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions to prepare, with room to write, or with ``form`` fields; the same for everyone."""

    meeting: Meeting
    questions: tuple[Question, ...]
    form: bool
    asking: str


Content = Personal | Programme | MunicipalityPages | NationalPages | TablePage | Questions
