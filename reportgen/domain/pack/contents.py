"""Contents of the parts of a pack, before they are laid out.

Contents are stored in the archive as JSON, so the names of their fields are part of its format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.domain.figures.contrasts import TableContrast
from reportgen.domain.figures.facts import Fact
from reportgen.domain.figures.figure import Figure, Source
from reportgen.domain.figures.headline import Headline
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.pack.country_map import CountryMap
from reportgen.domain.pack.earlier_figures import EarlierFigures
from reportgen.domain.pack.led_session import LedSession
from reportgen.domain.pack.spreads import Group, Spread
from reportgen.domain.pack.subject_text import Strip, SubjectText
from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.event import Event, Question, Session
from reportgen.domain.programme.own_day import OwnPart


class PartKind(StrEnum):
    """The parts a pack is bound from.

    Each is shared by all packs in which it is the same: ``event`` by everyone with the same day, ``municipality`` and
    ``questions`` by everyone of a municipality, ``table`` by everyone of a municipality at one table; ``personal`` and
    ``leading`` by none.
    """

    PERSONAL = "personal"
    EVENT = "event"
    LEADING = "leading"
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
    ``first`` is the first part of the reader's own day, of a programme with rounds or rooms; else None. ``erratum``
    says what was wrong in the earlier pack, if anything. Without figures ``subject``, ``headline`` and ``map`` are
    None. ``strips`` are those of the facts, in their order: of the changes for the past, else of the values, else None.
    ``briefed`` says whether the reader had figures of the same place before, which a later kind of pack compares.
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
    subject_line: str
    table: int
    theme: str
    subject: SubjectText | None
    headline: Headline | None
    facts: tuple[Fact, ...]
    strips: tuple[Strip | None, ...]
    map: CountryMap | None
    nearby: tuple[str, ...]
    erratum: str = ""
    first: OwnPart | None = None
    briefed: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """The reader's own day, practical information and summaries of studies.

    Attributes:
        event: without its sessions, of which the reader's own are in ``day``.
        figures: whether page one tells figures, and so has no room for a long welcome.
        day: the parts of the day in the order of the programme; the whole programme where it has no rounds and no part
            is for some people only.
    """

    meeting: Meeting
    event: Event
    figures: bool = True
    day: tuple[OwnPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """The sessions that a participant leads, in the order of the programme."""

    meeting: Meeting
    sessions: tuple[LedSession, ...]


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A comparable municipality as a pack shows it.

    Attributes:
        measures: as those of the profile.
        close: whether it is near enough to be called comparable.
        tables: those at which someone of it sits who agreed to be named.
    """

    code: str
    name: str
    residents: Figure | None
    measures: tuple[MeasureFigures, ...]
    likenesses: tuple[str, ...]
    kinds: tuple[str, ...]
    close: bool
    tables: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityPages:
    """The profile, the comparison and the sources; ``dated`` is the day of figures that are older than allowed.

    Attributes:
        average: unweighted mean of the comparable municipalities that have the figure, by measure.
        strips: by measure.
        before: figures of an earlier pack; only in kinds of packs that follow one.
        division: the day whose municipalities they are, ISO.
    """

    meeting: Meeting
    subject: SubjectText
    profile: Profile
    country: Profile
    peers: tuple[PeerRow, ...]
    average: Mapping[str, Figure]
    map: CountryMap
    strips: Mapping[str, Strip]
    sources: Mapping[str, Source]
    dated: str
    before: EarlierFigures | None = None
    division: str = ""


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A row of the list of municipalities on the national page; ``columns`` as in ``SubjectText``."""

    name: str
    residents: Figure | None
    columns: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class NationalPages:
    """The profile of the country, with the municipalities highest and lowest in the main measure.

    ``before`` and ``division`` are as in the pages about a municipality.

    Attributes:
        provinces, sizes: municipalities by province, and by number of residents, with their main figures.
        spreads: how far municipalities differ, by measure.
    """

    meeting: Meeting
    subject: SubjectText
    profile: Profile
    highest: tuple[MunicipalityRow, ...]
    lowest: tuple[MunicipalityRow, ...]
    map: CountryMap
    strips: Mapping[str, Strip]
    sources: Mapping[str, Source]
    dated: str
    before: EarlierFigures | None = None
    division: str = ""
    provinces: tuple[Group, ...] = ()
    sizes: tuple[Group, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standout:
    """The measure in which a municipality differs most from the country, in standard deviations."""

    measure: str
    own: Figure
    country: Figure | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone at the table who agreed to be named, with figures of the municipality.

    For a guest ``municipality`` is the organisation, and there are no figures: ``columns`` is empty.
    """

    name: Name
    function: str
    office: Office
    code: str
    municipality: str
    residents: Figure | None
    columns: tuple[Figure | None, ...]
    standout: Standout | None


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
    """Who sits at a table; nothing is told of all together, from which ``unnamed`` people could be worked out.

    ``report`` is what was discussed at it, ``answers`` those of all tables with its theme; both only in packs that have
    pages for them. ``own`` is the code of the municipality whose readers it is for, and empty for who is of none that
    is shown.
    """

    meeting: Meeting
    subject: SubjectText | None
    table: int
    theme: str
    talks: tuple[Session, ...]
    colleagues: tuple[Colleague, ...]
    unnamed: int
    contrasts: tuple[TableContrast, ...]
    sources: Mapping[str, Source]
    report: str = ""
    answers: tuple[AnsweredQuestion, ...] = ()
    own: str = ""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions to prepare, with lines to write on, or with ``form`` fields; the same for all of a municipality.

    ``figures`` has for each question the municipality's figures of what it is about, or None.
    """

    meeting: Meeting
    questions: tuple[Question, ...]
    form: bool
    asking: str
    subject: SubjectText | None = None
    municipality: str = ""
    figures: tuple[MeasureFigures | None, ...] = ()


Content = Personal | Programme | Leading | MunicipalityPages | NationalPages | TablePage | Questions
"""The content of a part."""
