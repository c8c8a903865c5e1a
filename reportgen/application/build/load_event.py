"""Everything an event needs, read and thought through: from its folder to the packs as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.application.build.digest_cache import DigestCache, base_of, recollected
from reportgen.application.build.followup_inputs import followup_inputs
from reportgen.application.build.known import figures_known, known
from reportgen.application.build.prepared_pack import PreparedPack, ready_of
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings
from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.figures.figure import Source
from reportgen.domain.finding import Finding, Severity, by_severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.event_context import EventContext, event_context_of
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.participant import Enrolled, Participant, Registration, Status, full_name
from reportgen.domain.people.roster import as_enrolled
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.seating import Table, seat
from reportgen.errors import ConfigurationError, SourceError, UsageError
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.style import Style, load_logo
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.table_store import StoredTable, TableStore, oldest_day, stored_tables_for, with_stored_tables
from reportgen.sources.lists.programme import programme_in
from reportgen.sources.lists.registrations import ListFile, ListVocabulary, registrations_in
from reportgen.sources.names.mail_domains import municipality_by_domain
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.sources.texts.own_texts import with_own_texts
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class EventInputs:
    """An event with everything that was read, and the packs that follow from it.

    Attributes:
        rows: how many were read.
        kind: the kind of the packs, with its templates.
        known_as: the key under which the ledger knows the people, whatever the kind of their packs.
        found: what was found out about parts, where that is not what was kept of it.
    """

    setting: EventContext
    event: Event
    settings: Settings
    snapshot: str
    sources: dict[str, Source]
    municipalities: dict[str, str]
    rows: int
    participants: tuple[Participant, ...]
    tables: tuple[Table, ...]
    packs: tuple[PreparedPack, ...]
    findings: tuple[Finding, ...]
    kind: PackKind
    known_as: str
    found: DigestCache | None = None

    def people(self) -> tuple[Enrolled, ...]:
        """Who has which number, as the ledger keeps it."""
        return tuple(as_enrolled(each) for each in self.participants)

    def seats(self) -> tuple[tuple[int, int, str], ...]:
        """Who sits where: number, table, theme."""
        return tuple((number, table.number, table.theme) for table in self.tables for number in table.seated)


def figures_in_use(paths: Paths) -> tuple[Snapshot, dict[str, StoredTable]]:
    """The figures that packs are made from, and which of them were fetched.

    Raises:
        SourceError: they cannot be read.
    """
    came_along = snapshot_in(paths.figures)
    kept = stored_tables_for(came_along, TableStore(paths.fetched_tables))
    return with_stored_tables(came_along, kept), kept


def load_event(
    folder: Path,
    paths: Paths,
    ledger: Ledger,
    today: date,
    lists: Sequence[ListFile] = (),
    kind: str = BRIEFING,
    keep: bool = False,
) -> EventInputs:
    """Reads an event's folder and the figures, and composes every pack.

    Args:
        today: the day that the age of figures is counted to.
        lists: registration lists to read instead of those the event names.
        kind: which packs; people keep the numbers and seats that they have for the briefing.
        keep: keeps what event.toml and the figures come to; who only looks leaves nothing.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    draft = known(folder, paths, kind, keep)
    packs_of, known_as = load_pack_kind(folder, kind, draft.kind_title, draft.entries), draft.people_key
    snapshot, kept = figures_in_use(paths)
    dated = older_than_allowed(draft.settings, snapshot, kept, today, folder)
    statistics = figures_known(snapshot, paths, keep)
    names = MunicipalityNames(tuple(statistics.municipalities.values()), statistics.changes, draft.event.day)
    event = replace(
        with_own_texts(draft.event, folder, draft.kind, draft.kinds),
        sessions=programme_in(folder / PROGRAMME_FILE),
        themes=tuple(
            replace(theme, examples=_codes(f"Theme '{theme.name}'", theme.examples, names, folder))
            for theme in draft.event.themes
        ),
        kinds=tuple(
            replace(kind, municipalities=_codes(f"Type '{kind.name}'", kind.municipalities, names, folder))
            for kind in draft.event.kinds
        ),
    )
    registrations, read = registrations_of(draft.settings, lists)
    participants, findings = enrol(
        registrations, names.resolve, ledger.enrolled(known_as), municipality_by_domain(names.meaning)
    )
    tables = seat(
        participants,
        event.themes,
        statistics.municipalities,
        statistics.populations(),
        draft.settings.seats,
        ledger.seats(known_as),
    )
    setting = event_context_of(event, participants, tables, statistics, snapshot.sources, dated)
    before = recollected(paths.digest_cache(event.key), base_of(event, snapshot, setting.figures_date, packs_of))
    nearby = {
        code: before.nearby.get(code) or tuple(peer.code for peer in setting.peers[code]) for code in setting.peers
    }
    setting = replace(setting, errata=ledger.notes(event.key).delivered_errata(), peer_codes=nearby)
    if kind != BRIEFING:
        setting = followup_inputs(setting, packs_of, folder, known_as, Archive(paths.archive(known_as)), ledger)
    contents, style = PartFactory(before.sections, packs_of), style_of(draft.settings)
    packs = tuple(ready_of(pack, event, contents, style) for pack in compose(setting, packs_of))
    found = DigestCache(before.base, nearby, contents.measures)
    return EventInputs(
        setting,
        event,
        draft.settings,
        snapshot.name,
        dict(snapshot.sources),
        {code: each.name for code, each in statistics.municipalities.items()},
        len(registrations) + sum(each.code == "row-shifted" for each in read),
        participants,
        tables,
        packs,
        by_severity(
            (*read, *findings, *_late(registrations, draft.settings.rules.window), *_aged(dated, draft.settings))
        ),
        packs_of,
        known_as,
        found if found != before else None,
    )


def pack_of(inputs: EventInputs, participant: int | None, folder: Path) -> PreparedPack:
    """The pack of a participant by number; of the first without one.

    Raises:
        UsageError: there is no such participant.
    """
    ready = next((each for each in inputs.packs if participant in (None, each.wanted.number)), None)
    if ready is None:
        raise UsageError(
            "There are no participants" if participant is None else f"There is no participant {participant}",
            where=str(folder),
            todo=f"see who there is with: reportgen check {folder}",
        )
    return ready


def registrations_of(
    settings: Settings, lists: Sequence[ListFile] = ()
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The rows of an event's lists, or of other lists in their place, and what there is to say of them.

    Raises:
        SourceError: a list cannot be read at all.
    """
    own = ListVocabulary(settings.columns, settings.coming, settings.cancelled)
    files = lists or [ListFile(path, sheet) for path, sheet in settings.lists]
    return registrations_in(files, own, str(settings.folder / EVENT_FILE))


def older_than_allowed(
    settings: Settings, snapshot: Snapshot, kept: Mapping[str, StoredTable], today: date, folder: Path
) -> date | None:
    """The day of the oldest figures, when they are older than the event allows; an error where it refuses such."""
    if settings.max_age is None:
        return None
    oldest = oldest_day(snapshot, kept)
    if (today - oldest).days <= settings.max_age:
        return None
    if settings.refuse_older:
        raise SourceError(
            f"The figures are of {oldest}, older than the {settings.max_age} days this event allows",
            where=str(folder / EVENT_FILE),
            todo=f"fetch them with: reportgen refresh {folder}",
        )
    return oldest


def _aged(dated: date | None, settings: Settings) -> Iterator[Finding]:
    if dated is not None:
        yield finding("figures-old", Severity.DOUBTFUL, day=dated, days=settings.max_age)


def _late(registrations: Sequence[Registration], window: DeliveryWindow) -> Iterator[Finding]:
    """Who registered when letters may not leave any more."""
    last = window.not_after.replace(tzinfo=None)
    for row in registrations:
        if row.registered and row.registered > last and row.status is not Status.CANCELLED:
            facts = {"name": full_name(row.name), "day": row.registered.date(), "last": last.date()}
            yield finding("registered-late", Severity.DOUBTFUL, row.at("registered"), **facts)


def _codes(who: str, written: Sequence[str], names: MunicipalityNames, folder: Path) -> tuple[str, ...]:
    named = {each: names.resolve(each) for each in written}
    unknown = [each for each, naming in named.items() if naming.code is None]
    if unknown:
        raise ConfigurationError(
            f"{who} names municipalities that are not known: {', '.join(unknown)}",
            where=str(folder / EVENT_FILE),
            todo="write the municipality's name as CBS does, or its code",
        )
    return tuple(naming.code for naming in named.values() if naming.code)


def style_of(settings: Settings) -> Style:
    """The look of an event."""
    paths = Style()
    logo, kind = load_logo(settings.logo[0]) if settings.logo else (b"", "")
    alternative = settings.logo[1] if settings.logo else ""
    return Style(settings.subject or paths.subject, settings.own or paths.own, logo, kind, alternative)
