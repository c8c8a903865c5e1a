"""The parts of a pack: which pages they have, what marks them, and that shared ones are nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from example import figures, meeting, people, rounds
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, to_json_value
from reportgen.domain.pack.compose import Pack, compose
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.kinds import parse_sections
from reportgen.domain.pack.sections import Section
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.event import Question, SessionKind
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.seating import Table
from reportgen.render.content import part_factory
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.pages import pack_html
from reportgen.render.content.pagination import (
    COLLEAGUES_PER_PAGE,
    QUESTIONS_PER_PAGE,
    SESSIONS_PER_PAGE,
    list_lengths,
    pack_layout,
    pack_shape,
)
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part

Packs = Mapping[str, tuple[Part, ...]]

LONG = 40
"""Sessions of a programme that takes two pages."""

DAY_OF_2026 = date(2026, 1, 1)

LISTED = (
    "personal/cover",
    "event/day by sessions",
    "table/table by colleagues",
    "questions/questions by questions",
)
"""Sections of a kind whose pages are counted in rows."""


def composed(*participants: Participant, sessions: int = 3, questions: int = 1) -> tuple[Pack, ...]:
    """Packs of people who sit at one table, with a programme and a list of questions of some length."""
    setting = meeting.setting(participants, (Table(1, "voorsteden", tuple(each.number for each in participants)),))
    plenary = next(each for each in setting.event.sessions if each.kind is SessionKind.PLENARY)
    event = replace(
        setting.event,
        sessions=(*setting.event.sessions, *[plenary] * sessions)[:sessions],
        questions=tuple(Question(number, "Hoe divers is uw gemeente?", "") for number in range(1, questions + 1)),
    )
    return compose(replace(setting, event=event))


def divided(pack: Pack) -> tuple[Part, ...]:
    return PartFactory().parts(pack.sections)


def prints(made: tuple[Part, ...]) -> dict[str, str]:
    return {each.kind: each.digest().fingerprint for each in made}


# Pages


def test_every_page_of_every_pack_has_a_number_of_its_own_from_one_on(packs: Packs) -> None:
    wrong = [
        code
        for code, made in packs.items()
        if sorted(folio for part in made for _, folio in part.folios) != list(range(1, made[0].total + 1))
        or len({part.total for part in made}) != 1
    ]
    assert wrong == []


def test_a_pack_of_few_districts_has_eight_pages_at_most_and_begins_with_its_cover(packs: Packs) -> None:
    totals = Counter(made[0].total for made in packs.values())
    assert {*totals} <= {7, 8, 9}
    assert totals[9] < 0.05 * len(packs)
    for made in packs.values():
        first = next(sheet for part in made for sheet, folio in part.folios if folio == 1)
        assert first.kind is PartKind.PERSONAL


def test_a_pack_of_another_subject_with_a_full_table_has_eight_pages_at_most() -> None:
    codes = sorted(figures.figures_of("housing-ageing", DAY_OF_2026).data.municipalities)[::42]
    sitting = tuple(people.person(number, code) for number, code in enumerate(codes, 1))[:8]
    table = Table(1, "voorsteden", tuple(each.number for each in sitting))
    packs = compose(meeting.setting(sitting, (table,), "housing-ageing", DAY_OF_2026))
    assert len(packs) == 8
    assert max(divided(pack)[0].total for pack in packs) <= 8


@pytest.mark.parametrize("code", ["GM1963", "GM1970", "GM1980", "GM1982", "GM1991"])
def test_what_there_is_to_know_of_a_merger_takes_no_page_of_its_own(code: str) -> None:
    sitting = (people.person(1, code),)
    (pack,) = compose(meeting.setting(sitting, (Table(1, "voorsteden", (1,)),), "housing-ageing", DAY_OF_2026))
    assert divided(pack)[0].total <= 8


def test_every_part_has_pages_of_its_own_kind_only(packs: Packs) -> None:
    for made in packs.values():
        assert [part.kind for part in made] == [kind for kind in PartKind if kind is not PartKind.LEADING]
        assert all(part.folios and all(sheet.kind is part.kind for sheet, _ in part.folios) for part in made)


@given(
    sessions=st.integers(0, 60),
    colleagues=st.integers(0, 60),
    questions=st.integers(0, 20),
)
def test_a_list_takes_as_many_pages_as_it_needs_and_at_least_one(
    sessions: int, colleagues: int, questions: int
) -> None:
    lengths = {
        PartKind.EVENT: (sessions, 1),
        PartKind.MUNICIPALITY: (1, 0, 1),
        PartKind.TABLE: (colleagues, 0, 0, 0, 1),
        PartKind.QUESTIONS: (questions,),
    }
    kind = replace(BRIEFING, entries=parse_sections(LISTED))
    layout = pack_layout(pack_shape(kind, lengths))
    sheets = [sheet for folios in layout.folios.values() for sheet, _ in folios]
    for kind, length, a_page in (
        (PartKind.EVENT, sessions, SESSIONS_PER_PAGE),
        (PartKind.TABLE, colleagues, COLLEAGUES_PER_PAGE),
        (PartKind.QUESTIONS, questions, QUESTIONS_PER_PAGE),
    ):
        turns = [sheet.turn for sheet in sheets if sheet.kind is kind]
        assert turns == list(range(len(turns)))
        assert (len(turns) - 1) * a_page <= length
        assert len(turns) * a_page >= length
        assert len(turns) == 1 or (len(turns) - 1) * a_page < length
    assert len(set(sheets)) == len(sheets)


def test_a_municipality_with_nothing_within_or_over_time_has_no_page_about_it() -> None:
    shapes = [pack_shape(BRIEFING, {PartKind.MUNICIPALITY: (1, within, 2)}) for within in (0, 1)]
    without, with_page = (dict(pack_layout(shape).first_pages) for shape in shapes)
    assert "within" not in without
    assert with_page["within"] == without["peers"]
    assert [pack_layout(shape).total for shape in shapes] == [8, 9]


def test_a_longer_programme_moves_the_pages_behind_it(packs: Packs) -> None:
    (usual,) = composed(people.person(1))
    (pack,) = composed(people.person(1), sessions=LONG)
    made = {part.kind: part for part in divided(pack)}
    assert made[PartKind.PERSONAL].total == divided(usual)[0].total + 1
    assert [folio for _, folio in made[PartKind.EVENT].folios] == [2, 3]
    assert made[PartKind.MUNICIPALITY].folios[0][1] == 4


# Fingerprints


def test_the_same_pack_has_the_same_fingerprints(packs: Packs) -> None:
    one, other = (divided(composed(people.person(1), people.person(2))[0]) for _ in range(2))
    assert prints(one) == prints(other)


def test_every_part_of_a_pack_has_a_fingerprint_of_its_own(packs: Packs) -> None:
    for made in packs.values():
        assert len(set(prints(made).values())) == len(made)


def test_packs_of_different_municipalities_differ_in_their_own_parts_only(packs: Packs) -> None:
    everyone = [prints(made) for made in packs.values()]
    assert len({each[PartKind.MUNICIPALITY] for each in everyone}) == 380
    assert len({each[PartKind.PERSONAL] for each in everyone}) == 380
    numberings = {(made[0].first_pages, made[0].total) for made in packs.values()}
    assert len({each[PartKind.EVENT] for each in everyone}) == len(numberings)
    contents = {
        kind: {part.content_digest for made in packs.values() for part in made if part.kind is kind}
        for kind in PartKind
    }
    assert len(contents[PartKind.EVENT]) == len(contents[PartKind.QUESTIONS]) == 1
    assert len(contents[PartKind.TABLE]) == 380, "each begins with the own municipality"
    tables: list[Any] = [part.content for made in packs.values() for part in made if part.kind is PartKind.TABLE]
    assert len({each["table"] for each in tables}) == 48


@pytest.mark.parametrize("kind", PartKind)
def test_what_is_said_in_one_part_marks_that_part_only(kind: PartKind) -> None:
    (pack,) = compose(rounds.setting((people.person(1),), {1: ("Hofjes", "Buren")}, {1: ("Hofjes",)}))
    changed = tuple(
        Section(each.kind, partial(replace, each.content, meeting=replace(each.content.meeting, phone="030-1234567")))
        if each.kind is kind
        else each
        for each in pack.sections
    )
    before, after = prints(divided(pack)), prints(PartFactory().parts(changed))
    assert {each for each in PartKind if before[each] != after[each]} == {kind}


def test_the_pages_a_part_stands_on_are_in_its_fingerprint() -> None:
    (short,) = composed(people.person(1))
    (long,) = composed(people.person(1), sessions=LONG)
    one, other = (PartFactory().parts(pack.sections) for pack in (short, long))
    assert all(prints(one)[kind] != prints(other)[kind] for kind in prints(one))
    assert prints(one).keys() == prints(other).keys()


def test_parts_with_one_fingerprint_are_printed_alike() -> None:
    sitting = [people.person(number) for number in range(1, COLLEAGUES_PER_PAGE + 2)]
    one, other = (
        divided(composed(*sitting)[0]),  # two pages of table, one of programme
        divided(composed(*sitting[:3], sessions=LONG)[0]),  # the other way round
    )
    covers = [pack_html(made, "x", "x", "2018-12-10").partition("</section>")[0] for made in (one, other)]
    assert prints(one)[PartKind.PERSONAL] != prints(other)[PartKind.PERSONAL] or covers[0] == covers[1]


# What is shared


def test_people_of_one_municipality_and_table_share_every_part_but_the_first() -> None:
    one, other = (divided(pack) for pack in composed(people.person(1), people.person(2)))
    assert prints(one)[PartKind.PERSONAL] != prints(other)[PartKind.PERSONAL]
    shared = prints(one).keys() - {PartKind.PERSONAL}
    assert len(shared) == 4
    assert {kind: prints(one)[kind] for kind in shared} == {kind: prints(other)[kind] for kind in shared}


def test_the_pages_of_shared_parts_are_the_same_to_the_letter() -> None:
    one, other = (
        pack_html(divided(pack), "x", "x", "2018-12-10").split('<section class="sheet')
        for pack in composed(people.person(1), people.person(2))
    )
    assert len(one) == len(other) == 1 + divided(composed(people.person(1))[0])[0].total
    assert one[1] != other[1]
    assert one[2:] == other[2:]


def test_no_shared_part_holds_anyone_who_did_not_agree_to_be_named() -> None:
    shy = people.person(2, consent=False, function="zeldzame functie")
    for pack in composed(people.person(1), shy, people.person(3)):
        for part in divided(pack):
            text = canonical_json(part.content).decode()
            named = {
                number: people.person(number).name.last
                for number in (1, 2, 3)
                if people.person(number).name.last in text
            }
            own = {pack.participant.number} if part.kind is PartKind.PERSONAL else set()
            assert set(named) == (own or ({1, 3} if part.kind is PartKind.TABLE else set()))
            assert part.kind is PartKind.PERSONAL or "zeldzame functie" not in text


def test_no_part_holds_the_address_of_a_participant(packs: Packs) -> None:
    domain = people.person(1).email.rpartition("@")[2]
    for made in packs.values():
        for part in made:
            if part.kind is not PartKind.MUNICIPALITY:
                assert f"@{domain}".encode() not in canonical_json(part.content)


def test_only_the_first_part_knows_the_participant(packs: Packs) -> None:
    for number, code in enumerate(figures.codes(), 1):
        if number % 40:
            continue
        mark = f"{meeting.event().key}.{number:04d}".encode()
        holding = {part.kind for part in packs[code] if mark in canonical_json(part.content)}
        assert holding == {PartKind.PERSONAL}


def test_packs_that_share_what_they_hold_have_the_same_marks_as_each_by_itself() -> None:
    """Shared values are made plain, written and digested once; digests are those of the whole canonical form."""
    packs = composed(
        *(people.person(number, code) for number, code in enumerate(["GM0356", "GM0356", "GM0363", "NL"], 1))
    )
    contents = PartFactory()
    together = [contents.parts(pack.sections) for pack in packs]
    for pack, made in zip(packs, together, strict=True):
        assert prints(made) == prints(divided(pack))
        for section, part in zip(pack.sections, made, strict=True):
            assert part.content == to_json_value(section.content)
            assert part.content_digest == digest(canonical_json(to_json_value(section.content)))
    first, second = together[:2]
    assert [one is other for one, other in zip(first, second, strict=True)] == [False, True, True, True, True]


def test_the_pages_of_what_packs_share_are_divided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    divisions: list[PartKind] = []

    def counted(kind: PartKind, content: JsonValue) -> tuple[int, ...]:
        divisions.append(kind)
        return list_lengths(kind, content)

    monkeypatch.setattr(part_factory, "list_lengths", counted)
    packs = composed(*(people.person(number, "GM0356") for number in (1, 2)))
    contents = PartFactory()
    for pack in (*packs, *packs):
        contents.parts(pack.sections)
    assert sorted(divisions) == sorted([each.kind for each in packs[0].sections] + [PartKind.PERSONAL])


def _marks(pack: Pack) -> dict[str, str]:
    return {each.kind: each.fingerprint for each in PartFactory().part_digests(pack.sections)}


def test_a_longer_list_of_people_marks_no_part_of_who_leads_the_session_however_many_pages_it_takes() -> None:
    leader = {1: ("Hofjes",)}
    everyone = tuple(people.person(number) for number in range(1, 81))
    attended = {each.number: ("Hofjes", "Buren") for each in everyone}
    alone, *_ = compose(rounds.setting(everyone, {1: ("Hofjes", "Buren")}, leader))
    full, *_ = compose(rounds.setting(everyone, attended, leader))
    few, many = ({each.kind: each for each in divided(pack)} for pack in (alone, full))
    assert few[PartKind.LEADING].total < many[PartKind.LEADING].total
    assert few[PartKind.LEADING].content != many[PartKind.LEADING].content
    assert _marks(alone) == _marks(full)


def test_what_runs_beside_the_own_sessions_marks_no_part() -> None:
    setting = rounds.setting((people.person(1),), {1: ("Hofjes", "Buren")}, {})
    (pack,) = compose(setting)
    fewer = tuple(each for each in setting.event.sessions if each.title != "Torens")
    event, plan = replace(setting.event, sessions=fewer), replace(setting.sessions, rounds=rounds_of(fewer))
    (changed,) = compose(replace(setting, event=event, sessions=plan))
    assert changed.section(PartKind.EVENT).content != pack.section(PartKind.EVENT).content
    assert _marks(changed) == _marks(pack)
