"""The set-up list of an event: what is done, what is still to do before its letters can leave, and what to look at.

The steps come from the findings of readiness and of the list, so that where no step is blocked releasing is not
refused either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from reportgen.application.event.create import LIST, STARTERS
from reportgen.application.event.readiness import findings_beside_figures, findings_of_editions
from reportgen.application.event.starter_texts import starter_themes
from reportgen.application.resources import smtp_password
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, PROGRAMME_WORKBOOKS, programme_file
from reportgen.config.toml_lines import table_at
from reportgen.domain.delivery.states import State
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.errors import ReportgenError
from reportgen.render.reports.list_report import ListReport
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.programme import programme_in


class Step(StrEnum):
    """A step of setting an event up, in the order in which organisers take them."""

    MEETING = "meeting"
    TEXTS = "texts"
    PROGRAMME = "programme"
    QUESTIONS = "questions"
    THEMES = "themes"
    FIGURES = "figures"
    LIST = "list"
    SENDER = "sender"
    MAIL = "mail"
    WINDOW = "window"
    RETENTION = "retention"
    STYLE = "style"
    COLLEAGUES = "colleagues"


OPTIONAL = frozenset({Step.STYLE, Step.COLLEAGUES})
"""Steps that an event can do without."""


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"  # letters can leave, and somebody should look
    BLOCKED = "blocked"  # no letter can leave until somebody does this


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A step with what is still missing.

    Attributes:
        findings: what is missing, and what to look at, from heavy to light.
        fault: why a file of this step cannot be read; None where it can.
        key: of event.toml, which the first finding is about, such as ``question.text``; empty for none.
    """

    step: Step
    state: StepState
    findings: tuple[Finding, ...] = ()
    fault: ReportgenError | None = None
    key: str = ""

    @property
    def is_optional(self) -> bool:
        """Whether an event can do without it."""
        return self.step in OPTIONAL and self.state is not StepState.BLOCKED


@dataclass(frozen=True, slots=True)
class SetupList:
    """All steps, in their order."""

    steps: tuple[SetupStep, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps the letters back."""
        return not any(each.state is StepState.BLOCKED for each in self.steps)

    @property
    def left(self) -> int:
        """How many steps are not done, without those that an event can do without."""
        return sum(each.state is not StepState.DONE and not each.is_optional for each in self.steps)

    @property
    def needed(self) -> int:
        """How many steps an event needs."""
        return sum(not each.is_optional for each in self.steps)


Faults = dict[Step, ReportgenError]

_CODES = {
    "date": Step.MEETING,
    "meeting": Step.MEETING,
    "mailed": Step.MEETING,
    "programme": Step.PROGRAMME,
    "round": Step.PROGRAMME,
    "session": Step.PROGRAMME,
    "question": Step.QUESTIONS,
    "figures": Step.FIGURES,
    "municipalities": Step.FIGURES,
    "indicator": Step.FIGURES,
    "own": Step.FIGURES,
    "window": Step.WINDOW,
    "keep": Step.RETENTION,
    "sender": Step.SENDER,
}
"""Steps by how codes of findings begin, whatever file these are about."""

_TABLES = {
    "question": Step.QUESTIONS,
    "theme": Step.THEMES,
    "type": Step.THEMES,
    "tables": Step.THEMES,
    "reading": Step.TEXTS,
    "figures": Step.FIGURES,
    "lists": Step.LIST,
    "columns": Step.LIST,
    "status": Step.LIST,
    "organiser": Step.SENDER,
    "mail": Step.MAIL,
    "delivery": Step.WINDOW,
    "archive": Step.RETENTION,
    "style": Step.STYLE,
}
"""Steps by the tables of event.toml; what stands in others is of the meeting."""

_WEIGHT = list(Severity)

_BESIDE_LISTS = (
    *("text-placeholder", "text-unfinished", "text-of-example", "texts-like-example", "text-other-day"),
    *("programme-untouched", "programme-elsewhere", "programme-outside-hours", "date-", "meeting-", "mailed-before"),
    *("window-", "keep-", "sender-reserved"),
)
"""How codes begin of findings that need no list: a report on a list has them for the briefing, and for all kinds."""

_BLOCKS_BY_ITSELF = ("window-past",)
"""Findings that block nothing that is refused, but after which no letter leaves."""


def setup_list(workspace: Workspace, organisers: int, report: ListReport | None = None) -> SetupList:
    """The set-up list of an event, for its kind of packs.

    Args:
        organisers: how many people may sign in.
        report: on the event's list, with what is to be looked at in rows and figures; None where lists and figures
            are not read: then the steps are those that block letters, and what is cheap to see.
    """
    faults: Faults = {}
    text = _event_toml(workspace)
    where = _step_of(workspace, text)
    found: dict[Step, list[Finding]] = {step: [] for step in Step}
    of_list = [each for each in report.findings if not each.code.startswith(_BESIDE_LISTS)] if report else []
    for each in (*findings_beside_figures(workspace), *_made_before(workspace), *of_list):
        found[where(each)].append(each)
    for step, own in _own_findings(workspace, organisers, report, faults):
        found[step].append(own)
    return SetupList(tuple(_step(step, found[step], faults.get(step), text) for step in Step))


def list_fault(steps: SetupList, fault: ReportgenError) -> SetupList:
    """The set-up list where the list of the event cannot be read."""
    with_fault = SetupStep(Step.LIST, StepState.BLOCKED, (), fault)
    return SetupList(tuple(with_fault if each.step is Step.LIST else each for each in steps.steps))


def _step(step: Step, findings: Iterable[Finding], fault: ReportgenError | None, text: str) -> SetupStep:
    shown = tuple(sorted(dict.fromkeys(findings), key=lambda each: _WEIGHT.index(each.severity)))
    if fault or any(each.severity is Severity.BLOCKING or each.code in _BLOCKS_BY_ITSELF for each in shown):
        return SetupStep(step, StepState.BLOCKED, shown, fault, _key(shown, text))
    is_open = any(each.severity in (Severity.REFUSED, Severity.DOUBTFUL) for each in shown)
    return SetupStep(step, StepState.OPEN if is_open else StepState.DONE, shown, None, _key(shown, text))


def _key(findings: Sequence[Finding], text: str) -> str:
    """The key of event.toml that the first of some findings is about."""
    if not findings or findings[0].place.file != EVENT_FILE or not findings[0].place.line:
        return ""
    return f"{table_at(text, findings[0].place.line)}.{dict(findings[0].facts).get('key', '')}".rstrip(".")


def _event_toml(workspace: Workspace) -> str:
    with suppress(OSError, ValueError):
        return (workspace.folder / EVENT_FILE).read_text("utf-8")
    return ""


def _step_of(workspace: Workspace, text: str) -> Callable[[Finding], Step]:
    """Says which step a finding is of.

    Args:
        text: event.toml.
    """
    programmes = (PROGRAMME_FILE, *PROGRAMME_WORKBOOKS)
    own = tuple(path.name for path, _ in workspace.settings.own_figures)

    def step_of(each: Finding) -> Step:
        if (step := _CODES.get(each.code.partition("-")[0])) is not None:
            return step
        file = each.place.file
        if file == EVENT_FILE:
            return _TABLES.get(table_at(text, each.place.line), Step.MEETING)
        if file in programmes:
            return Step.PROGRAMME
        if own and file.startswith(own):
            return Step.FIGURES
        return Step.TEXTS if file.endswith(".txt") or each.code.startswith("text-") else Step.LIST

    return step_of


def _made_before(workspace: Workspace) -> tuple[Finding, ...]:
    """Findings about the texts that letters were made with which wait for release: releasing would be refused."""
    waiting = {each.edition for each in workspace.ledger.deliveries(workspace.key, State.PRINTED)}
    return tuple(findings_of_editions(workspace, waiting))


def _own_findings(
    workspace: Workspace, organisers: int, report: ListReport | None, faults: Faults
) -> Iterator[tuple[Step, Finding]]:
    """What only a set-up list tells, and what cannot be read."""
    settings, event = workspace.settings, workspace.event
    here = Place(EVENT_FILE)
    try:
        programme_in(programme_file(workspace.folder))
    except ReportgenError as fault:
        faults[Step.PROGRAMME] = fault
    if event.themes == starter_themes():
        yield Step.THEMES, finding("setup-themes-untouched", Severity.DOUBTFUL, here)
    if not settings.figures_subject:
        yield Step.FIGURES, finding("setup-no-subject", Severity.NOTED, here)
    if not _has_people(workspace, report):
        yield Step.LIST, finding("setup-no-people", Severity.BLOCKING)
    if settings.server is None:
        yield Step.MAIL, finding("setup-outbox", Severity.DOUBTFUL, here)
    else:
        try:
            smtp_password(settings.server)
        except (ReportgenError, OSError):
            yield Step.MAIL, finding("setup-no-password", Severity.BLOCKING, here, host=settings.server.host)
    if not (settings.logo or settings.subject or settings.own):
        yield Step.STYLE, finding("setup-usual-style", Severity.DOUBTFUL, here)
    if organisers < 2:
        yield Step.COLLEAGUES, _alone(getattr(settings, "four_eyes", False))


def _alone(needs_two: bool) -> Finding:
    """A finding about the only organiser, who cannot let go what they made themselves where two are needed."""
    if needs_two:
        return finding("setup-alone-of-two", Severity.BLOCKING)
    return finding("setup-alone", Severity.DOUBTFUL)


def _has_people(workspace: Workspace, report: ListReport | None) -> bool:
    if report:
        return report.tally.participants > 0
    starter = (STARTERS / LIST).read_bytes()
    for path, _ in workspace.settings.lists:
        with suppress(OSError):
            if path.read_bytes() != starter:
                return True
    with suppress(ReportgenError):
        return bool(changes_in(workspace.folder))
    return False
