"""The file in which changes of organisers beside the lists are kept, and rows with these changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.domain.finding import Place
from reportgen.domain.people.participant import Name, Registration
from reportgen.domain.people.person_change import (
    FIELDS,
    NAME_PARTS,
    ChangeKind,
    Closing,
    ListedAs,
    PersonChange,
)
from reportgen.domain.programme.wish import wishes_in
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said
from reportgen.sources.lists import cells

CHANGES_FILE = "wijzigingen.json"
"""The file in the event's folder."""

ADDED = "toegevoegd"
"""What stands for the name of a list at people who are in none."""

MAX_BYTES = 20_000_000
FORMAT = 1


def changes_in(folder: Path) -> tuple[PersonChange, ...]:
    """The changes to the people of an event, in the order in which they were made; none where there is no file.

    Raises:
        ConfigurationError: the file cannot be read. Without it people would get what somebody changed.
    """
    path = folder / CHANGES_FILE
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("it is too large")
        return changes_of(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ConfigurationError(
            "The changes to people beside the list cannot be read",
            where=str(path),
            todo=said("put back an earlier version of this file ({name})", name=type(fault).__name__),
        ) from None


def changes_of(content: bytes) -> tuple[PersonChange, ...]:
    """The changes in the content of the file.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is not as this program writes it.
    """
    read = json.loads(content.decode("utf-8"))
    if read["format"] != FORMAT:
        raise ValueError("of another format")
    changes = tuple(_change(each) for each in read["changes"])
    if len({each.id for each in changes}) != len(changes):
        raise ValueError("two changes have one number")
    return changes


def content_of(changes: Sequence[PersonChange]) -> bytes:
    """The content of the file, which people can read as well."""
    told = {"format": FORMAT, "changes": [_told(each) for each in changes]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def rewritten(row: Registration, given: Mapping[str, str]) -> Registration:
    """A row with other fields, each read as the cell of a list is.

    Args:
        given: texts by field, of ``person_change.FIELDS``.
    """
    values: dict[str, Any] = {}
    if any(part in given for part in NAME_PARTS):
        parts = (cells.cleaned(given[part]) if part in given else getattr(row.name, part) for part in NAME_PARTS)
        values |= {"name": Name(*parts), "name_fault": ""}
    for name, text in given.items():
        match name:
            case "function":
                values |= {"function": cells.cleaned(text), "office": cells.office_of(cells.cleaned(text))}
            case "organisation":
                values["organisation"] = cells.cleaned(text)
            case "email":
                values["email"], values["email_fault"] = cells.email_of(text)
            case "salutation":
                values["salutation"] = cells.salutation_of(cells.cleaned(text))[0]
            case "consent":
                values["consent"] = cells.consent_of(cells.cleaned(text))[0]
            case "status":
                values |= {"status": cells.status_of(cells.cleaned(text)), "said": cells.cleaned(text)}
            case "wishes":
                with suppress(ValueError):
                    values["wishes"] = wishes_in(text)
    return replace(row, **values)


def added_row(change: PersonChange) -> Registration:
    """The row of somebody who is in no list."""
    place = Place(ADDED, change.id)
    return rewritten(Registration(place, Name("", "", "", "")), dict(change.becomes))


def _change(raw: Mapping[str, Any]) -> PersonChange:
    closed = raw.get("closed")
    return PersonChange(
        id=_number(raw["id"]),
        subject=_number(raw["subject"]),
        kind=ChangeKind(raw["kind"]),
        person=_listed(raw["person"]),
        who=_text(raw["who"]),
        at=datetime.fromisoformat(raw["at"]),
        why=_text(raw["why"]),
        number=_number(raw.get("number", 0)),
        alone=raw.get("alone", True) is True,
        was=_fields(raw.get("was", {})),
        becomes=_fields(raw.get("becomes", {})),
        other=_listed(raw["other"]) if raw.get("other") else None,
        code=_text(raw.get("code", "")),
        facts=tuple((_text(name), _text(text)) for name, text in raw.get("facts", {}).items()),
        settled=tuple(_field(each) for each in raw.get("settled", ())),
        closing=Closing(closed["how"]) if closed else None,
        closed_by=_text(closed["who"]) if closed else "",
        closed_at=datetime.fromisoformat(closed["at"]) if closed else None,
    )


def _told(change: PersonChange) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": change.id,
        "subject": change.subject,
        "kind": str(change.kind),
        "who": change.who,
        "at": change.at.isoformat(),
        "why": change.why,
        "person": _listed_told(change.person),
    }
    optional: dict[str, Any] = {
        "number": change.number,
        "was": dict(change.was),
        "becomes": dict(change.becomes),
        "other": _listed_told(change.other) if change.other else None,
        "code": change.code,
        "facts": dict(change.facts),
        "settled": list(change.settled),
    }
    told |= {name: value for name, value in optional.items() if value}
    if not change.alone:
        told["alone"] = False
    if change.closing and change.closed_at:
        told["closed"] = {"how": str(change.closing), "who": change.closed_by, "at": change.closed_at.isoformat()}
    return told


def _listed(raw: Mapping[str, Any]) -> ListedAs:
    name = Name(*(_text(raw.get(part, "")) for part in NAME_PARTS))
    return ListedAs(name, _text(raw.get("organisation", "")), _text(raw.get("email", "")))


def _listed_told(person: ListedAs) -> dict[str, str]:
    told = {part: str(getattr(person.name, part)) for part in NAME_PARTS}
    told |= {"organisation": person.organisation, "email": person.email}
    return {name: text for name, text in told.items() if text}


def _fields(raw: Mapping[str, Any]) -> dict[str, str]:
    return {_field(name): _text(text) for name, text in raw.items()}


def _field(name: Any) -> str:
    if name not in FIELDS:
        raise ValueError("an unknown field")
    return str(name)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("no text")
    return raw


def _number(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise TypeError("no number")
    return raw
