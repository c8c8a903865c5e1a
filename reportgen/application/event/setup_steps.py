"""The set-up list of an event: what is done, what is still to do before its letters can leave, and what to look at.

The steps come from the findings of readiness and of the list, so that where no step is blocked releasing is not
refused either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from reportgen.application.event.readiness import findings_beside_figures
from reportgen.application.event.setup_findings import Faults, own_findings
from reportgen.application.event.setup_list import SetupList, SetupStep, Step, StepState
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, PROGRAMME_WORKBOOKS
from reportgen.config.toml_lines import table_at
from reportgen.domain.finding import Finding, Severity
from reportgen.errors import ReportgenError
from reportgen.render.reports.list_report import ListReport

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

_KEYS = {
    "setup-outbox": "delivery.sender",
    **dict.fromkeys(("setup-no-mail-server", "setup-other-mail-server", "setup-unnamed-mail-server"), "mail.host"),
}
"""The key of event.toml that a finding is mended by, where the finding is about no line of it."""

_WEIGHT = list(Severity)

_BESIDE_LISTS = (
    *("text-placeholder", "text-unfinished", "text-of-example", "texts-like-example", "text-other-day"),
    "text-twice-",
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
    for each in (*findings_beside_figures(workspace), *of_list):
        found[where(each)].append(each)
    for step, own in own_findings(workspace, organisers, report, faults):
        found[step].append(own)
    return SetupList(
        tuple(
            _step(step, found[step], faults.get(step), text) for step in Step if step is not Step.PACKS or found[step]
        )
    )


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
    if findings and findings[0].code in _KEYS:
        return _KEYS[findings[0].code]
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
