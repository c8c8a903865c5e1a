"""Findings about the lists as the page shows them: with what mends each where it stands, and the filter on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from reportgen.application.lists.listed_people import ListedPeople, ListedPerson
from reportgen.application.lists.mends import Mend, MendKind, mend_of, name_suggested
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.people.change_findings import accepted_by, can_be_accepted, identity_of
from reportgen.domain.people.participant import folded
from reportgen.domain.people.person_change import UNREADABLE, PersonChange
from reportgen.interfaces.web.inputs.wish_fields import WishGroup, wish_groups
from reportgen.render.content.finding_texts import finding_text
from reportgen.render.content.web_pages import finding_cells

PAGE_SIZE = 50
"""Findings on one page."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "gemeente": ("municipality-", "guest", "domain-", "two-municipalities"),
    "wens": ("wish", "two-wishes", "change-wish"),
    "adres": ("email-", "address-", "two-addresses"),
    "naam": ("name-", "two-names", "cell-", "join-", "salutation-"),
    "functie": ("office-", "two-functions"),
    "status": ("status-", "cancelled", "cell-struck", "gone", "registered-"),
    "dubbel": ("double", "belongs-to", "two-"),
    "wijziging": ("change-",),
    "lijst": ("column", "rows-", "row-", "sheet-", "list-", "cells-", "number-"),
}
"""How codes of findings of a kind begin; what is of none is something else."""

OTHER = "anders"

NO_PAGES: Mapping[Finding, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding on the page.

    Attributes:
        id: by which forms name it.
        person: whom it is about; None where it is about nobody.
        value: what stands in the field that mends it; the parts of a name by their names.
        can_accept: whether somebody may say that it is right.
        accepted: the change that says so.
        wishes: the wishes to choose, where these mend it.
        page: where it is mended, and what that is called, if it is nothing of the list; the path is empty otherwise.
    """

    id: str
    severity: Severity
    what_happens: str
    place: str
    what: str
    todo: str
    person: ListedPerson | None
    mend: Mend | None
    value: Mapping[str, str]
    can_accept: bool
    accepted: PersonChange | None
    page: tuple[str, str] = ("", "")
    wishes: tuple[WishGroup, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are typed."""
        return tuple(self.value)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """The fields of the filter; an empty field matches every finding.

    Attributes:
        severity: one value of ``Severity``.
        kind: a key of KINDS, or OTHER.
        words: all must occur in what is wrong.
        accepted: ``ja`` shows those of which somebody said that they are right, and nothing else.
    """

    severity: str = ""
    kind: str = ""
    words: str = ""
    accepted: str = ""

    def matches(self, found: Finding, right: bool) -> bool:
        """Whether a finding is shown."""
        return (
            right == (self.accepted == "ja")
            and (not self.severity or found.severity == self.severity)
            and (not self.kind or kind_of(found) == self.kind)
            and (not self.words or all(folded(each) in folded(finding_text(found)[0]) for each in self.words.split()))
        )


def finding_id(found: Finding) -> str:
    """By which forms name a finding; another where anything in it differs."""
    place = found.place
    text = "\0".join((found.code, place.file, str(place.line), place.column, repr(found.facts)))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def kind_of(found: Finding) -> str:
    """What a finding is about, in one word."""
    kinds = (kind for kind, begins in KINDS.items() if found.code.startswith(begins))
    return next(kinds, OTHER)


def kinds_among(findings: Iterable[Finding]) -> list[str]:
    """The kinds that occur, in their order."""
    there = {kind_of(each) for each in findings}
    return [kind for kind in (*KINDS, OTHER) if kind in there]


def shown_findings(
    findings: Sequence[Finding], changes: Sequence[PersonChange], search: FindingFilter
) -> tuple[list[Finding], int]:
    """The findings that the filter shows, and how many somebody said of that they are right."""
    right = accepted_by(changes)
    accepted = [bool(right) and identity_of(each) in right for each in findings]
    shown = [each for each, is_right in zip(findings, accepted, strict=True) if search.matches(each, is_right)]
    return shown, sum(accepted)


def finding_row(
    found: Finding, people: ListedPeople | None, pages: Mapping[Finding, tuple[str, str]] = NO_PAGES
) -> FindingRow:
    """A finding with what mends it.

    Args:
        people: of the lists that it is about; None where nothing can be mended.
        pages: where findings that are of no list are mended, and what that is called.
    """
    person = people.at(found) if people else None
    mend = mend_of(found, person) if people else None
    what_happens, place, what, todo = finding_cells(found)
    accepted = accepted_by(people.changes).get(identity_of(found)) if people else None
    return FindingRow(
        finding_id(found),
        found.severity,
        what_happens,
        place,
        what,
        todo,
        person,
        mend,
        _value(mend, person),
        people is not None and can_be_accepted(found) and accepted is None and found.severity is Severity.DOUBTFUL,
        accepted,
        pages.get(found, ("", "")),
        _wishes(mend, people, person),
    )


def _wishes(mend: Mend | None, people: ListedPeople | None, person: ListedPerson | None) -> tuple[WishGroup, ...]:
    if people is None or person is None or mend is None or mend.kind is not MendKind.WISHES:
        return ()
    return wish_groups(people.rounds, person.fields["wishes"])


def _value(mend: Mend | None, person: ListedPerson | None) -> dict[str, str]:
    if mend is None or person is None or not mend.is_typed:
        return {}
    fields = person.fields
    if mend.kind is MendKind.NAME:
        return name_suggested(fields)
    return {str(mend.kind): fields[mend.kind].removesuffix(UNREADABLE)}
