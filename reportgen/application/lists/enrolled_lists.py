"""Who the lists of an event enrol: rows become participants with their numbers, or findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.application.lists.read_lists import registrations_of
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.people.attendance import Attendance, absences_of
from reportgen.domain.people.enrolment import Enrolment, enrol
from reportgen.domain.people.participant import Enrolled, Registration
from reportgen.domain.programme.rounds import Round
from reportgen.render.content.text_pages import unprintable_letters
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.names.mail_domains import municipality_by_domain
from reportgen.sources.names.municipalities import MunicipalityNames


@dataclass(frozen=True, slots=True)
class EnrolledLists:
    """What the lists hold: their rows, and who these enrol.

    Attributes:
        findings: about the rows as they are.
        known: everyone who had a number already.
    """

    registrations: tuple[Registration, ...]
    findings: tuple[Finding, ...]
    known: tuple[Enrolled, ...]
    enrolment: Enrolment

    @property
    def row_count(self) -> int:
        """How many rows the lists have; of a row that is shifted nothing was read."""
        return len(self.registrations) + sum(each.code == "row-shifted" for each in self.findings)

    @property
    def left_out(self) -> int:
        """How many people get no pack until a person mends their row."""
        return self.enrolment.left_out + len(_unread_rows(self.findings, self.registrations))

    def absent(self) -> dict[int, Attendance]:
        """Why people do not take part; as long as a row cannot be read, who is missing may be the one in it."""
        cancelled = {each.number: each.cancelled for each in self.enrolment.absentees}
        absent = absences_of(self.known, {each.number for each in self.enrolment.participants}, cancelled)
        unreadable = any(each.code == "row-shifted" for each in self.findings)
        return {
            number: Attendance.LEFT_OUT if unreadable and state is Attendance.GONE else state
            for number, state in absent.items()
        }


def enrolled_lists(
    workspace: Workspace,
    names: MunicipalityNames,
    lists: Sequence[ListFile],
    rounds: Sequence[Round],
    enrolled: Sequence[Enrolled],
) -> EnrolledLists:
    """Reads the lists of an event, or other lists instead, and says who takes part.

    Args:
        names: the municipalities on the day of the event.
        rounds: those of the programme, whose sessions people may want.
        enrolled: people with a number beside those of the ledger, or as they are now instead of as they are there.

    Raises:
        ReportgenError: a list or the changes cannot be read at all.
    """
    registrations, findings = registrations_of(workspace.settings, names, lists, rounds)
    numbered = {each.number: each for each in (*workspace.ledger.enrolled(workspace.people_key), *enrolled)}
    known = tuple(numbered.values())
    return EnrolledLists(registrations, findings, known, enrolment_of(registrations, names, known))


def enrolment_of(
    registrations: Sequence[Registration], names: MunicipalityNames, enrolled: Sequence[Enrolled]
) -> Enrolment:
    """Who takes part according to the rows of a list, with their numbers.

    Args:
        enrolled: everyone who has a number already.
    """
    owner = municipality_by_domain(names.meaning)
    return enrol(registrations, names.resolve, enrolled, owner, unprintable_letters)


def _unread_rows(findings: Iterable[Finding], registrations: Iterable[Registration]) -> set[tuple[str, int]]:
    """File and line of the rows that gave no registration at all, because of what findings say."""
    read = {(each.place.file, each.place.line) for each in registrations}
    return {(each.place.file, each.place.line) for each in findings if each.severity is Severity.REFUSED} - read
