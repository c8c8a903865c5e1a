"""What only a set-up list tells of an event: what is not chosen yet, and what waiting letters were made with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.event.create import LIST, STARTERS
from reportgen.application.event.setup_list import Step
from reportgen.application.event.starter_texts import sealed_findings, starter_themes
from reportgen.application.passwords import ServerNotAllowed, smtp_password
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE, programme_file
from reportgen.config.mail_server_table import mail_server_in
from reportgen.domain.delivery.states import State
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.errors import ReportgenError
from reportgen.render.reports.list_report import ListReport
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.programme import programme_in
from reportgen.storage.archive.archive import Archive
from reportgen.storage.file_stamp import FileStamp, stamp_of

Faults = dict[Step, ReportgenError]
"""Why files cannot be read, by the step in which they are mended."""


def own_findings(
    workspace: Workspace, organisers: int, report: ListReport | None, faults: Faults
) -> Iterator[tuple[Step, Finding]]:
    """What only a set-up list tells, and what cannot be read."""
    settings, event = workspace.settings, workspace.event
    if _made_before(workspace):
        yield Step.PACKS, finding("setup-made-before", Severity.BLOCKING)
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
        has_server = _has_mail_server(workspace.folder)
        yield Step.MAIL, finding("setup-outbox" if has_server else "setup-no-mail-server", Severity.DOUBTFUL, here)
    else:
        try:
            smtp_password(settings.server)
        except ServerNotAllowed as refused:
            host, allowed = settings.server.host, refused.allowed
            code = "setup-other-mail-server" if allowed else "setup-unnamed-mail-server"
            yield Step.MAIL, finding(code, Severity.BLOCKING, here, host=host, allowed=allowed)
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


def _has_mail_server(folder: Path) -> bool:
    """Whether a mail server is filled in, over which letters could go."""
    with suppress(ReportgenError):
        return mail_server_in(folder) is not None
    return False


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


def _made_before(workspace: Workspace) -> bool:
    """Whether letters that wait for release were made with texts that were not filled in: releasing is refused."""
    root = workspace.paths.archive(workspace.key)
    return any(
        _is_unfinished(root, edition, stamp_of(Archive(root).bag(edition) / "data" / "edition.json"))
        for edition in workspace.ledger.overview().editions_with(workspace.key, State.PRINTED)
    )


@lru_cache(128)
def _is_unfinished(root: Path, edition: int, _: FileStamp) -> bool:
    """Whether an edition was made with texts that were not filled in; kept while its record stays as it is."""
    return any(sealed_findings(sealed_event(Archive(root), edition), Place(), ""))
