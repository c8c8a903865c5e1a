"""Words of fixed sets that commands show, such as states of letters; the catalogue has each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from reportgen.application.doctor import CHECKS
from reportgen.application.figures.refreshed import RefreshOutcome
from reportgen.config.validation import FAULTS
from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.domain.answers.review import DecisionKind
from reportgen.domain.delivery.participant_counts import ParticipantCounts
from reportgen.domain.delivery.states import LetterKind, State
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import IndicatorKind
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.domain.people.attendance import Attendance
from reportgen.domain.programme.assignment import WhyNot

OF_THE_SYSTEM = (
    *("No such file or directory", "Permission denied", "Operation not permitted", "Is a directory"),
    *("Not a directory", "File exists", "Directory not empty", "No space left on device", "Read-only file system"),
    *("Input/output error", "File too large", "File name too long", "Too many open files", "Broken pipe"),
    *("Disk quota exceeded", "Too many levels of symbolic links", "Cannot allocate memory", "Invalid argument"),
    *("Connection refused", "Connection reset by peer", "Connection timed out", "Network is unreachable"),
    *("No route to host", "Name or service not known", "Temporary failure in name resolution", "timed out"),
    *("Address already in use", "Device or resource busy", "Resource temporarily unavailable"),
)
"""What the operating system says is wrong with a file or a connection."""

WORD_SETS: Mapping[str, Iterable[str]] = {
    "": (*FAULTS.values(), *OF_THE_SYSTEM),
    "state": State,
    "letter": LetterKind,
    "people": [each.name.replace("_", " ") for each in fields(ParticipantCounts)],
    "attendance": Attendance,
    "refresh": RefreshOutcome,
    "plan": ("print", "withdraw", "cancel"),
    "category": ChangeCategory,
    "decision": DecisionKind,
    "answer": AnswerOutcome,
    "why-not": WhyNot,
    "unit": Unit,
    "indicator": IndicatorKind,
    "check": [each.name for each in CHECKS],
    "venue": (*("people", "attendance lists", "badges", "table signs", "told otherwise", "untold", "left out"),),
}
"""Words by the name of their set, which is their context in the catalogue."""
