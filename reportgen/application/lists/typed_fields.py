"""What somebody typed of a person, judged before it is kept, by the same rules as the cells of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Name, Registration, Status
from reportgen.domain.people.person_change import FIELDS, NAME_PARTS, NO, YES
from reportgen.domain.people.row_findings import field_findings, letter_findings, municipality_findings
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.domain.programme.rounds import Round, session_name
from reportgen.domain.programme.wish import wishes_in
from reportgen.render.content.text_pages import unprintable_letters
from reportgen.sources.lists import cells
from reportgen.sources.lists.change_file import rewritten
from reportgen.sources.names.municipalities import MunicipalityNames

MAX_TEXT = 200
"""Characters of a function, an organisation or a salutation."""

_HEADINGS = {name: name for name in FIELDS}


def typed_faults(
    typed: Mapping[str, str],
    names: MunicipalityNames,
    now: Registration | None = None,
    rounds: Sequence[Round] = (),
) -> dict[str, Finding]:
    """What is wrong with typed fields, by field; at most one of each.

    Args:
        typed: texts by field; other fields are not judged.
        now: the person as they are; None for somebody new.
        rounds: of the programme, whose sessions can be wanted.
    """
    bare = now or Registration(Place(), Name("", "", "", ""))
    row = rewritten(replace(bare, headings=_HEADINGS, unclear=(), place=Place("", 1)), typed)
    match = names.resolve(row.organisation) if row.organisation else NameMatch(NameMatchKind.UNKNOWN)
    faults: dict[str, Finding] = {}
    for each in (*_own_faults(typed), *_wish_faults(typed.get("wishes", ""), rounds), *_of_row(row, match)):
        if each.severity is Severity.REFUSED and (field := _field_of(each, typed)):
            faults.setdefault(field, each)
    return faults


def _of_row(row: Registration, match: NameMatch) -> Iterator[Finding]:
    yield from field_findings(row)
    yield from municipality_findings(row, match)
    yield from letter_findings(row, match, unprintable_letters)


def _wish_faults(text: str, rounds: Sequence[Round]) -> Iterator[Finding]:
    """Wishes for what is no session of the round, and a session that is wanted twice in one round."""
    place = Place(column="wishes")
    try:
        wishes = wishes_in(text)
    except ValueError:
        yield finding("wishes-unusable", Severity.REFUSED, place, written=text)
        return
    sessions = {(each.label, key): session for each in rounds for key, session in each.sessions.items()}
    sessions |= {("", key): session for (_, key), session in sessions.items()}
    wanted: set[tuple[str, tuple[str, ...]]] = set()
    for each in wishes:
        titles = [session_name(sessions[each.round, key]) for key in each.sessions if (each.round, key) in sessions]
        if not titles:
            yield finding("wishes-unusable", Severity.REFUSED, place, written="/".join(each.sessions))
        elif (each.round, each.sessions) in wanted:
            yield finding("wishes-double", Severity.REFUSED, place, title=titles[0])
        wanted.add((each.round, each.sessions))


def _own_faults(typed: Mapping[str, str]) -> Iterator[Finding]:
    for name in ("function", "organisation", "salutation", "initials", "infix"):
        if len(typed.get(name, "")) > MAX_TEXT:
            yield finding("field-long", Severity.REFUSED, Place(column=name), most=MAX_TEXT)
    consent, status = cells.cleaned(typed.get("consent", "")), cells.cleaned(typed.get("status", ""))
    if "consent" in typed and consent not in (YES, NO):
        yield finding("consent-unusable", Severity.REFUSED, Place(column="consent"), written=consent)
    if "status" in typed and cells.status_of(status) not in (Status.COMING, Status.CANCELLED):
        yield finding("status-unusable", Severity.REFUSED, Place(column="status"), written=status)
    salutation = cells.cleaned(typed.get("salutation", ""))
    if salutation and not cells.salutation_of(salutation)[0]:
        yield finding("salutation-unusable", Severity.REFUSED, Place(column="salutation"), written=salutation)


def _field_of(found: Finding, typed: Mapping[str, str]) -> str:
    column = found.place.column
    if column in typed:
        return column
    of_name = [name for name in NAME_PARTS if name in typed]
    return ("last" if "last" in typed else of_name[0]) if column in NAME_PARTS and of_name else ""
