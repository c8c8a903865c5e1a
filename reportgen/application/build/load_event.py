"""Loads the inputs of an event, from its folder and the figures, and composes every pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportgen.application.build.cache import DecisionCache, PartDigests
from reportgen.application.build.followup_inputs import followup_inputs
from reportgen.application.build.input_digests import parts_base
from reportgen.application.build.named_municipalities import with_municipalities
from reportgen.application.build.prepared_pack import PreparedPack, prepared_pack_of
from reportgen.application.event.guests import guest_findings
from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.lists.enrolled_lists import enrolled_lists
from reportgen.application.sessions.plan_sessions import plan_sessions
from reportgen.application.sessions.programme_letters import printable_session
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import programme_file
from reportgen.config.settings import LoadedEvent, Settings
from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.finding import Finding, Severity, by_severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.event_context import EventContext, event_context_of
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.people.attendance import Attendance
from reportgen.domain.people.change_findings import with_accepted
from reportgen.domain.people.participant import Enrolled, Participant, Registration, Status, full_name
from reportgen.domain.people.roster import as_enrolled
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.seating import Table, seat, seats_at
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.render.content.logo import load_logo
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.style import Style
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.programme import programme_in
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.sources.texts.own_texts import with_own_texts
from reportgen.storage.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class EventInputs:
    """The inputs of an event, and the packs composed from them.

    Attributes:
        context: what all packs share.
        known: the figures of the event.
        rows: how many rows the lists have.
        absent: why everyone else with a number does not take part.
        left_out: how many people get no pack until a person mends their row.
        kind: the kind of the packs, with its templates.
        part_digests: to be cached; None where the cache has the same.
        sessions: who attends which session of a round.
    """

    context: EventContext
    event: Event
    settings: Settings
    known: EventFigures
    rows: int
    participants: tuple[Participant, ...]
    absent: Mapping[int, Attendance]
    left_out: int
    tables: tuple[Table, ...]
    packs: tuple[PreparedPack, ...]
    findings: tuple[Finding, ...]
    kind: PackKind
    part_digests: PartDigests | None
    sessions: SessionPlan

    def people(self) -> tuple[Enrolled, ...]:
        """The participants, as the ledger records them."""
        return tuple(as_enrolled(each) for each in self.participants)

    def seats(self) -> tuple[tuple[int, int, str], ...]:
        """The seats: participant, table, theme."""
        return seats_at(self.tables)


def load_event(
    workspace: Workspace,
    lists: Sequence[ListFile] = (),
    cache: DecisionCache | None = None,
    only: int | None = None,
    enrolled: Sequence[Enrolled] = (),
) -> EventInputs:
    """Loads an event's folder and the figures, and composes every pack.

    Args:
        lists: registration lists to read instead of those the event names.
        cache: the cache of decisions, if the caller has opened it already.
        only: the number of the one participant whose pack is prepared, to look at; where nobody has it, that of the
            first. None prepares all.
        enrolled: people with a number beside those of the ledger, or as they are now instead of as they are there.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    loaded, paths, folder = workspace.loaded, workspace.paths, workspace.folder
    kind = load_pack_kind(folder, loaded.kind, loaded.kind_title, loaded.entries)
    known = event_figures(loaded, paths, workspace.day)
    if not known.figures.measures:
        kind = kind.without_figures()
    event = event_with_programme(loaded, known.names)
    listed = enrolled_lists(workspace, known.names, lists, rounds_of(event.sessions), enrolled)
    participants = listed.enrolment.participants
    comparability = Comparability(known.figures, event.kinds)
    seated = workspace.ledger.seats(workspace.people_key)
    tables = seat(participants, event.themes, comparability, loaded.settings.seats, seated)
    sessions, session_findings = plan_sessions(workspace, event, participants, tables, known.municipalities)
    context = event_context_of(event, participants, tables, known.figures, comparability, known.sources, known.dated)
    cached = (cache or DecisionCache(paths.decision_cache(event.key))).part_digests(
        parts_base(event, known, context.figures_date, kind)
    )
    context = _complete_context(workspace, context, kind, cached, sessions)
    contents, style = PartFactory(cached.measures, kind), style_of(loaded.settings)
    composed = compose(context, kind)
    if only is not None:
        composed = tuple(each for each in composed if each.participant.number == only) or composed[:1]
    packs = tuple(prepared_pack_of(pack, event, contents, style) for pack in composed)
    part_digests = PartDigests(cached.base, context.peer_codes, contents.measures)
    findings = (
        *listed.findings,
        *listed.enrolment.findings,
        *known.findings,
        *session_findings,
        *guest_findings(folder, loaded.kind, participants),
        *_late_findings(listed.registrations, loaded.settings.rules.window),
        *_age_findings(known.dated, loaded.settings),
    )
    return EventInputs(
        context,
        event,
        loaded.settings,
        known,
        listed.row_count,
        participants,
        listed.absent(),
        listed.left_out,
        tables,
        packs,
        by_severity(with_accepted(findings, changes_in(folder))),
        kind,
        part_digests if part_digests != cached else None,
        sessions,
    )


def _complete_context(
    workspace: Workspace, context: EventContext, kind: PackKind, cached: PartDigests, sessions: SessionPlan
) -> EventContext:
    """What all packs share, with what comes from the ledger, from packs of before and from the cache."""
    peers = {code: cached.peers.get(code) or tuple(peer.code for peer in context.peers[code]) for code in context.peers}
    errata = workspace.ledger.notes(context.event.key).delivered_errata()
    context = replace(context, errata=errata, peer_codes=peers, sessions=sessions)
    if workspace.loaded.kind == BRIEFING:
        return context
    briefings = Archive(workspace.paths.archive(workspace.people_key))
    return followup_inputs(context, kind, workspace.folder, workspace.people_key, briefings, workspace.ledger)


def event_with_programme(loaded: LoadedEvent, names: MunicipalityNames) -> Event:
    """The event with its own texts, its programme, and the municipalities in event.toml by code.

    Raises:
        ConfigurationError: a municipality is unknown, or the programme cannot be read.
    """
    folder = loaded.settings.folder
    event = with_own_texts(loaded.event, folder, loaded.kind, loaded.kinds)
    sessions = tuple(map(printable_session, programme_in(programme_file(folder))))
    return with_municipalities(replace(event, sessions=sessions), names, folder)


def pack_of(inputs: EventInputs, participant: int | None) -> PreparedPack:
    """The pack of a participant by number; of the first without one.

    Raises:
        UsageError: there is no such participant.
    """
    pack = next((each for each in inputs.packs if participant in (None, each.wanted.number)), None)
    if pack is None:
        numbers = [each.wanted.number for each in inputs.packs]
        raise UsageError(
            "There are no participants"
            if participant is None
            else said("There is no participant {participant}", participant=participant),
            where=str(inputs.settings.folder),
            todo=(
                said("choose a number from {numbers} to {highest}", numbers=min(numbers), highest=max(numbers))
                if numbers
                else said("see why with: reportgen check {folder}", folder=inputs.settings.folder)
            ),
        )
    return pack


def _age_findings(dated: date | None, settings: Settings) -> Iterator[Finding]:
    if dated is not None:
        yield finding("figures-old", Severity.DOUBTFUL, day=dated, days=settings.max_age)


def _late_findings(registrations: Sequence[Registration], window: DeliveryWindow) -> Iterator[Finding]:
    """A finding for each registration after the delivery window."""
    last = window.not_after.replace(tzinfo=None)
    for row in registrations:
        if row.registered and row.registered > last and row.status is not Status.CANCELLED:
            facts = {"name": full_name(row.name), "day": row.registered.date(), "last": last.date()}
            yield finding("registered-late", Severity.DOUBTFUL, row.at("registered"), **facts)


def style_of(settings: Settings) -> Style:
    """The style of an event: its organiser's colours and logo, or the defaults."""
    default = Style()
    logo, kind = load_logo(settings.logo[0]) if settings.logo else (b"", "")
    alternative = settings.logo[1] if settings.logo else ""
    return Style(settings.subject or default.subject, settings.own or default.own, logo, kind, alternative)
