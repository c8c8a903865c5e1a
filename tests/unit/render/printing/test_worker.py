"""Batches of parts: the same bytes and the same faults as one by one, and a fault costs one part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from reportgen.domain.canonical_json import canonical_json, digest
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content.parts import Part, deciding_digest_of
from reportgen.render.pdf import pdf_part
from reportgen.render.pdf.pdf_part import NUMBERS_PER_KIND, numbers_for, pdf_part_in
from reportgen.render.printing import press, worker

Packs = Mapping[str, tuple[Part, ...]]


def personal(packs: Packs, count: int) -> list[Part]:
    """Parts of one kind, in the order of their municipalities; no two in the same place."""
    found = {}
    for code in sorted(packs):
        part = packs[code][0]
        assert part.kind is PartKind.PERSONAL
        found.setdefault(numbers_for(part.kind, len(part.folios), part.content_digest).start, part)
    assert len(found) >= count
    return list(found.values())[:count]


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files that were validated."""
    seen: list[bytes] = []
    real = worker.validation_faults_in

    def noted(pdf: bytes) -> Iterator[str]:
        seen.append(pdf)
        return real(pdf)

    monkeypatch.setattr(worker, "validation_faults_in", noted)
    return seen


def test_parts_are_validated_in_one_file_and_are_what_they_are_by_themselves(
    packs: Packs, validated: list[bytes]
) -> None:
    parts = [*personal(packs, 3), packs["GM0356"][2]]
    together = worker.printed_parts(parts)
    (seen,) = validated
    assert together == tuple(worker.printed_part(part) for part in parts)
    for each in together:
        assert isinstance(each, bytes)
        assert pdf_part_in(each).objects.content in seen


def test_parts_with_the_same_numbers_are_validated_apart(packs: Packs, validated: list[bytes]) -> None:
    part = packs["GM0356"][0]
    one, other = worker.printed_parts([part, part])
    assert isinstance(one, bytes)
    assert one == other
    assert len(validated) == 2


def test_a_part_that_fails_validation_costs_that_one(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = personal(packs, 3)
    guilty = pdf_part_in(worker.printed_part(parts[1])).objects.content
    monkeypatch.setattr(worker, "validation_faults_in", lambda pdf: ["2a: it is guilty"] if guilty in pdf else [])
    first, fault, last = worker.printed_parts(parts)
    assert isinstance(first, bytes)
    assert isinstance(last, bytes)
    assert isinstance(fault, RenderingError)
    assert "it is guilty" in fault.what
    assert fault.where == "personal"


def test_a_part_that_cannot_be_printed_costs_that_one(packs: Packs) -> None:
    good, other = personal(packs, 2)
    assert isinstance(other.content, dict)
    content = {**other.content, "erratum": "Er stond een ander cijfer. " * 4000}
    overfull = replace(
        other,
        content=content,
        content_digest=digest(canonical_json(content)),
        deciding_digest=deciding_digest_of(content),
    )
    fault, one = worker.printed_parts([overfull, good])
    assert isinstance(fault, RenderingError)
    assert "pages instead of 1" in fault.what
    assert one == worker.printed_part(good)


# Numbers


@pytest.mark.parametrize("pages", [1, 2, 4, 5, 15, 16, 17, 100])
def test_a_place_is_in_the_room_of_its_kind_and_follows_from_the_content(pages: int) -> None:
    for kind in PartKind:
        room = range(
            (list(PartKind).index(kind) + 1) * NUMBERS_PER_KIND, (list(PartKind).index(kind) + 2) * NUMBERS_PER_KIND
        )
        places = {numbers_for(kind, pages, digest(str(number).encode())) for number in range(200)}
        assert all(place.start in room and place[-1] in room for place in places)
        assert len({number for place in places for number in place}) == sum(map(len, places))
        assert len(places) == max(1, NUMBERS_PER_KIND // len(next(iter(places))))


def test_a_part_stands_in_its_place(packs: Packs) -> None:
    for part in packs["GM0356"]:
        objects = pdf_part_in(worker.printed_part(part)).objects
        place = numbers_for(part.kind, len(part.folios), part.content_digest)
        assert {*objects.placed, *objects.packed} <= set(place)


def test_one_that_needs_more_takes_all_the_room_of_its_kind(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_part, "NUMBERS_PER_SHEET", 50)
    part = packs["GM0356"][0]
    objects = pdf_part_in(worker.printed_part(part)).objects
    assert max(objects.placed) == 2 * NUMBERS_PER_KIND - 1
    assert min(objects.placed.keys() | objects.packed) == NUMBERS_PER_KIND


# At the press


class Clerk:
    """Prints what stands for a part, and fails at what it is told to."""

    def __init__(self, falls_over: Callable[[Part], bool]) -> None:
        self._falls_over = falls_over
        self.tasks: list[Any] = []

    def done(self, work: Any, tasks: Sequence[Any], seconds: float = 60) -> Iterator[tuple[Any, Any]]:
        """As a process that dies of a part loses all that it was sent with."""
        for task in tasks:
            self.tasks.append(task)
            parts = task if isinstance(task, tuple) else (task,)
            if any(map(self._falls_over, parts)):
                yield task, RenderingError("The printing process died of it, twice")
            elif work.func is worker.printed_parts:
                yield task, tuple(part.fingerprint.encode() for part in parts)
            else:
                assert work.func is worker.printed_part
                yield task, task.fingerprint.encode()


def test_many_parts_go_some_at_a_time_and_what_is_lost_with_one_is_printed_by_itself(packs: Packs) -> None:
    parts = [pack[0] for pack in packs.values()] + [pack[2] for pack in packs.values()]
    guilty = parts[7].fingerprint
    clerk = Clerk(lambda part: part.fingerprint == guilty)
    done = list(press._printed_parts(parts, clerk, 60))
    assert Counter(part.fingerprint for part, _ in done) == Counter(part.fingerprint for part in parts)
    for part, result in done:
        if part.fingerprint == guilty:
            assert isinstance(result, RenderingError)
        else:
            assert result == part.fingerprint.encode()
    groups = [task for task in clerk.tasks if isinstance(task, tuple)]
    assert len(groups) < len(parts) / 4
    assert max(map(len, groups)) == press.MAX_BATCH
    (lost,) = (group for group in groups if any(part.fingerprint == guilty for part in group))
    assert [task for task in clerk.tasks if not isinstance(task, tuple)] == list(lost)


def test_no_two_that_go_together_have_the_same_numbers(packs: Packs) -> None:
    parts = list(chain.from_iterable((pack[0], pack[2]) for pack in packs.values()))
    for group in press._batches(parts, 8):
        places = [numbers_for(part.kind, len(part.folios), part.content_digest) for part in group]
        assert len({number for place in places for number in place}) == sum(map(len, places))


def test_few_parts_go_one_by_one(packs: Packs) -> None:
    parts = [pack[0] for pack in packs.values()][: 2 * press.PARTS_PER_SLOT - 1]
    clerk = Clerk(lambda part: False)
    assert [part for part, _ in press._printed_parts(parts, clerk, 60)] == parts
    assert clerk.tasks == parts
