"""The set-up list of a meeting: what is done, and what is still to do before its letters can leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.application.event.setup_list import SetupList, SetupStep, Step
from reportgen.application.event.setup_steps import list_fault, setup_list
from reportgen.application.workspace import Workspace
from reportgen.config.settings import Settings
from reportgen.domain.finding import Finding
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.page_timeout import timeout_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.navigation import page_name
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import finding_cells
from reportgen.render.content.words import settings_words, web_words

MAX_WAIT = 3.0
"""Seconds that is waited for a list of some hundreds of people to be read."""

SHOWN = 3
"""What is missing in a step that the list tells; the page of the step tells all."""

OF_INSTALLATION = (Step.COLLEAGUES,)
"""Steps that are done on a page of no meeting."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as pages show it.

    Attributes:
        state: a key of the words for states; an optional step that is open has one of its own.
        path: of the page where it is done.
        missing: what is missing and what to do, in sentences.
        more: how many of those are not shown.
        told: how it is now, of what nobody should find out too late; empty for most.
    """

    step: str
    state: str
    name: str
    help: str
    path: str
    missing: tuple[tuple[str, str], ...]
    more: int
    told: str = ""


def setup(context: WebContext, request: WebRequest) -> Page:
    """The set-up list."""
    workspace = context.workspace(context.ledger)
    steps, is_checked = setup_of(context, workspace)
    told = {Step.MAIL: _where_letters_go(workspace.settings)}
    rows = [replace(each, told=told.get(Step(each.step), "")) for each in step_rows(steps, context.base)]
    nobody = any(found.code == "setup-no-people" for each in steps.steps for found in each.findings)
    return page(context, request, "setup", steps=steps, rows=rows, list_checked=is_checked, nobody=nobody)


def setup_of(context: WebContext, workspace: Workspace) -> tuple[SetupList, bool]:
    """The set-up list of a meeting, and whether its list was read as it is now: nothing of an older one is told."""
    check = context.list_check
    is_checked = check.wait(timeout_of(context, MAX_WAIT))
    organisers = len(workspace.ledger.audit().organisers())
    steps = setup_list(workspace, organisers, check.value if is_checked else None)
    error = check.error
    if is_checked and error and all(each.fault is None for each in steps.steps):
        steps = list_fault(steps, error if isinstance(error, ReportgenError) else ReportgenError(str(error)))
    return steps, is_checked


def step_rows(steps: SetupList, base: str) -> list[StepRow]:
    """The rows of a set-up list.

    Args:
        base: beginning of the addresses of the meeting.
    """
    return [_row(each, base) for each in steps.steps]


def pages_of_findings(steps: SetupList, base: str) -> dict[Finding, tuple[str, str]]:
    """The page on which each finding is mended, with what it is called; those of the list stand where they are."""
    rows = zip(steps.steps, step_rows(steps, base), strict=True)
    return {
        finding: (row.path, row.name) for each, row in rows if each.step is not Step.LIST for finding in each.findings
    }


def _row(each: SetupStep, base: str) -> StepRow:
    words = web_words()["setup_step"][each.step]
    missing = [(error_message(each.fault), "")] if each.fault else []
    missing += [(what, todo) for _, _, what, todo in map(finding_cells, each.findings)]
    prefix = "" if each.step in OF_INSTALLATION else base
    path = _settings_path(each.key) or words["path"]
    name = words.get("name") or page_name(path)
    part = f": {words['part']}" if "part" in words and path == words["path"] else ""
    return StepRow(
        each.step,
        "optional" if each.is_left_out else each.state,
        f"{name}{part}",
        words["help"],
        f"{prefix}{path}",
        tuple(missing[:SHOWN]),
        max(0, len(missing) - SHOWN),
    )


def _where_letters_go(settings: Settings) -> str:
    """To whom letters are mailed, and by which server: a meeting made from another one has taken that along.

    Empty where none is mailed, which is a finding of its own.
    """
    server, words = settings.server, web_words()["letters_go"]
    if server is None:
        return ""
    facts = {"host": server.host, "address": settings.rules.redirect_all}
    return str(words["trial" if settings.rules.redirect_all else "mail"]).format(**facts)


def _settings_path(key: str) -> str:
    """The page with the form that has a key of event.toml; empty where there is none."""
    table = key.partition(".")[0]
    groups = settings_words()["group"].items()
    return next(
        (f"/instellingen/{name}" for name, group in groups if key in group["keys"] or table in group["keys"]), ""
    )
