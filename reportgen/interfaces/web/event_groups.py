"""The groups of settings as a meeting has them: its own subjects, indicators and kinds are called by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.application.settings.choices import event_choices
from reportgen.application.settings.groups import SettingGroup, groups_with
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext


def event_groups(context: WebContext, raw: Mapping[str, Any]) -> Mapping[str, SettingGroup]:
    """The groups of settings.

    Args:
        raw: event.toml.
    """
    return groups_with(event_choices(context.folder, raw, subject_figures(context)))


def subject_figures(context: WebContext) -> SubjectFigures | None:
    """The figures of the meeting; None where they cannot be read."""
    try:
        return context.figures()[0].figures
    except (ReportgenError, OSError):
        return None
