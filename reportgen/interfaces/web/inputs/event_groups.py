"""The groups of settings as a meeting has them: its own subjects, indicators and kinds are called by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.application.settings.choices import event_choices
from reportgen.application.settings.groups import SettingGroup, groups_with
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.page_timeout import figures_for_page
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest


def event_groups(context: WebContext, request: WebRequest, raw: Mapping[str, Any]) -> Mapping[str, SettingGroup]:
    """The groups of settings.

    Args:
        raw: event.toml.

    Raises:
        StillWorking: the figures are being read.
    """
    return groups_with(event_choices(context.folder, raw, subject_figures(context, request)))


def subject_figures(context: WebContext, request: WebRequest) -> SubjectFigures | None:
    """The figures of the meeting; None where they cannot be read.

    Raises:
        StillWorking: they are being read.
    """
    try:
        return figures_for_page(context, request)[0].figures
    except (ReportgenError, OSError):
        return None
