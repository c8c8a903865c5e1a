"""Contents of the parts of a pack, before they are laid out.

Contents are stored in the archive as JSON, so the names of their fields are part of its format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportgen.domain.figures.contrasts import TableContrast
from reportgen.domain.figures.facts import Fact
from reportgen.domain.figures.figure import Figure, Source
from reportgen.domain.figures.profile import Profile, Share, YearFigures
from reportgen.domain.pack.map_dots import MapDot
from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.event import Event, Question, Session


class PartKind(StrEnum):
    """The parts a pack is bound from; only the first holds anything personal."""

    PERSONAL = "personal"
    EVENT = "event"
    MUNICIPALITY = "municipality"
    TABLE = "table"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What every part shows of the meeting, in running heads and on the cover."""

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


@dataclass(frozen=True, slots=True)
class Personal:
    """The letter and page one.

    For a guest ``code`` and ``municipality`` are those of the country, and ``organisation`` is where they are from.
    ``erratum`` says what was wrong in the earlier pack; empty where nothing was.
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
    """The programme, practical information and summaries of studies; the same for everyone."""

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
    """Figures of an earlier pack, as the archive has them.

    Attributes:
        mark: digest of the content they are from.
        sealed: day on which that pack was sealed, ISO.
        profile: the profile in it, as far as it is compared, as JSON.
        sources: sources of those figures, as JSON.
    """

    mark: str
    sealed: str
    profile: Mapping[str, Any]
    sources: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MunicipalityPages:
    """The profile, the comparison and the sources; ``dated`` is the day of figures that are older than allowed.

    ``before`` has the figures of an earlier pack; only in kinds of packs that follow one.
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
    """A row of the list of municipalities on the national page."""

    name: str
    residents: Figure
    last: YearFigures
    index: Figure


@dataclass(frozen=True, slots=True)
class NationalPages:
    """The profile of the country, with the highest and lowest municipalities; the same for every guest."""

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

    For a guest ``municipality`` is the organisation, and there are no figures. ``group`` is the origin group whose
    share exceeds that in the country most, and ``country`` the share there; if there is none, the largest group and
    None.
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
    """An answer to one question, with its table, and with who gave it where they agreed to be named."""

    table: int
    name: Name | None
    function: str
    office: str
    municipality: str
    text: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with the answers to it, by table; ``question`` is empty for answers to none of the questions."""

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
    """The questions to prepare, with lines to write on, or with ``form`` fields; the same for everyone."""

    meeting: Meeting
    questions: tuple[Question, ...]
    form: bool
    asking: str


Content = Personal | Programme | MunicipalityPages | NationalPages | TablePage | Questions
