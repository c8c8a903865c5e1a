"""What a participant receives: parts, of which only the first is personal."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from example import figures
from example.meeting import event, setting, themes
from example.people import person
from hypothesis import given, settings
from hypothesis import strategies as st
from reportgen.domain.pack.map_dots import MapDot, map_dots_of

from reportgen.domain.canonical_json import canonical_json, to_json_value
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.compose import Pack, compose
from reportgen.domain.pack.contents import (
    Content,
    MunicipalityPages,
    PartKind,
    Personal,
    Programme,
    Questions,
    TablePage,
)
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.programme.event import SessionKind
from reportgen.domain.programme.seating import seat

SHARED = (PartKind.EVENT, PartKind.MUNICIPALITY, PartKind.QUESTIONS)

TOWNS = (
    *("Amsterdam", "Amsterdam", "Rotterdam", "Utrecht", "Diemen", "Zoetermeer", "Nieuwegein"),
    *("Vaals", "Kerkrade", "Heerlen", "Urk", "Staphorst", "Tubbergen", "Westerwolde"),
)
PEOPLE = tuple(
    person(number, figures.code_of(town), list(Office)[number % 3], consent=number % 4 != 0)
    for number, town in enumerate(TOWNS, 1)
)


def _packs(people: tuple[Participant, ...]) -> tuple[Pack, ...]:
    tables = seat(people, themes(), figures.statistics().municipalities, figures.populations(), 5, {})
    return compose(setting(people, tables))


@cache
def _all() -> dict[int, Pack]:
    return {pack.participant.number: pack for pack in _packs(PEOPLE)}


def _text(content: Content) -> str:
    return canonical_json(to_json_value(content)).decode()


def _table(pack: Pack) -> TablePage:
    content = pack.section(PartKind.TABLE).content
    assert isinstance(content, TablePage)
    return content


def _municipality(pack: Pack) -> MunicipalityPages:
    content = pack.section(PartKind.MUNICIPALITY).content
    assert isinstance(content, MunicipalityPages)
    return content


def _personal(pack: Pack) -> Personal:
    content = pack.section(PartKind.PERSONAL).content
    assert isinstance(content, Personal)
    return content


def test_everyone_gets_a_pack_of_the_five_parts_in_order() -> None:
    assert sorted(_all()) == [each.number for each in PEOPLE]
    for pack in _all().values():
        assert [section.kind for section in pack.sections] == list(PartKind)


@pytest.mark.parametrize("kind", SHARED)
def test_a_part_that_is_shared_names_no_participant(kind: PartKind) -> None:
    for pack in _all().values():
        text = _text(pack.section(kind).content)
        assert [each for each in PEOPLE if each.name.last in text or each.email in text] == []


def test_a_cover_names_its_own_participant_only_and_no_address() -> None:
    for number, pack in _all().items():
        text = _text(pack.section(PartKind.PERSONAL).content)
        assert [each.number for each in PEOPLE if each.name.last in text] == [number]
        assert [each for each in PEOPLE if each.email in text] == []


def test_a_table_page_names_exactly_those_at_the_table_who_agreed() -> None:
    for pack in _all().values():
        at_table = {number for number, other in _all().items() if _table(other).table == _table(pack).table}
        agreed = {each.name.last for each in PEOPLE if each.number in at_table and each.consent}
        text = _text(_table(pack))
        assert {each.name.last for each in PEOPLE if each.name.last in text} == agreed
        assert _table(pack).unnamed == len(at_table) - len(agreed)
        assert [each for each in PEOPLE if each.email in text] == []


@settings(max_examples=8)
@given(st.lists(st.booleans(), min_size=len(PEOPLE), max_size=len(PEOPLE)))
def test_who_did_not_agree_is_named_in_no_pack_but_the_own_one(consents: list[bool]) -> None:
    people = tuple(replace(each, consent=consent) for each, consent in zip(PEOPLE, consents, strict=True))
    for pack in _packs(people):
        texts = [_text(section.content) for section in pack.sections if section.kind is not PartKind.PERSONAL]
        silent = [each for each in people if not each.consent]
        assert [each for each in silent if any(each.name.last in text for text in texts)] == []


def test_questions_between_municipalities_only_speak_of_those_that_are_listed() -> None:
    """A question about a municipality would tell who of it is there, also when that person did not agree."""
    for pack in _all().values():
        page = _table(pack)
        listed = {each.municipality for each in page.colleagues}
        assert {name for each in page.contrasts for name in (each.one, each.other)} <= listed
    assert any(_table(pack).contrasts and _table(pack).unnamed for pack in _all().values())


def test_whoever_sits_at_one_table_has_the_same_table_page() -> None:
    pages: dict[int, set[str]] = {}
    for pack in _all().values():
        pages.setdefault(_personal(pack).table, set()).add(_text(_table(pack)))
    assert len(pages) > 1
    assert {len(each) for each in pages.values()} == {1}


def test_a_cover_and_a_table_page_speak_of_the_same_table() -> None:
    for pack in _all().values():
        assert (_personal(pack).table, _personal(pack).theme) == (_table(pack).table, _table(pack).theme)


def test_whoever_comes_from_one_municipality_has_the_same_pages_about_it() -> None:
    one, other = _all()[1], _all()[2]
    assert _personal(one).municipality == _personal(other).municipality == "Amsterdam"
    assert one.section(PartKind.MUNICIPALITY) is other.section(PartKind.MUNICIPALITY)


def test_programme_and_questions_are_the_same_for_everyone() -> None:
    for kind, type_ in ((PartKind.EVENT, Programme), (PartKind.QUESTIONS, Questions)):
        contents = [pack.section(kind).content for pack in _all().values()]
        assert all(isinstance(content, type_) for content in contents)
        assert len({_text(content) for content in contents}) == 1


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"consent": False}, id="nobody agreed to be named"),
        pytest.param({"function": "gast", "office": Office.OTHER}, id="other offices"),
        pytest.param({"table": 1}, id="all at one table"),
        pytest.param({"email": "iemand@gemeente.example"}, id="other addresses"),
    ],
)
def test_the_municipalitys_pages_depend_on_who_is_present_and_on_nothing_else_of_people(
    changed: dict[str, object],
) -> None:
    people = tuple(replace(each, **changed) for each in PEOPLE)  # type: ignore[arg-type]
    for pack in _packs(people):
        assert _municipality(pack) == _municipality(_all()[pack.participant.number])


def test_a_comparable_municipality_is_marked_when_somebody_of_it_comes() -> None:
    codes = {each.code for each in PEOPLE}
    rows = [row for pack in _all().values() for row in _municipality(pack).peers]
    assert {row.present for row in rows} == {True, False}
    assert all(row.present == (row.code in codes) for row in rows)


def test_one_more_participant_marks_the_own_municipality_with_its_peers_and_changes_no_more() -> None:
    diemen = _municipality(_all()[5])
    absent = next(row for row in diemen.peers if not row.present)
    packs = _packs((*PEOPLE, person(99, absent.code)))
    (changed,) = (_municipality(pack) for pack in packs if pack.participant.number == 5)
    marked = tuple(replace(row, present=row.present or row is absent) for row in diemen.peers)
    assert changed == replace(diemen, peers=marked)


def test_the_average_is_that_of_the_municipalities_it_stands_under() -> None:
    pages = _municipality(_all()[1])
    shares = [row.last.migration_background.value for row in pages.peers]
    assert len(shares) == 7
    assert pages.average.migration_background.value == pytest.approx(sum(shares) / 7)
    assert pages.average.index.value == pytest.approx(sum(row.last.index.value for row in pages.peers) / 7)
    for place, share in enumerate(pages.average.shares):
        assert share.figure.value == pytest.approx(sum(row.last.shares[place].figure.value for row in pages.peers) / 7)


def test_a_table_counts_every_municipality_once() -> None:
    together = tuple(person(number, each.code, table=1) for number, each in enumerate((*PEOPLE[:4], PEOPLE[0]), 1))
    page = _table(_packs(together)[0])
    towns = {figures.profiles()[each.code].residents.value for each in PEOPLE[:4]}
    assert page.municipalities == 3
    assert page.residents.value == sum(towns)


def test_a_table_page_lists_the_talks_at_the_table_only() -> None:
    talks = _table(_all()[1]).talks
    assert [talk.title for talk in talks] == ["Tafelgesprek 1", "Tafelgesprek 2"]
    assert {talk.kind for talk in talks} == {SessionKind.TABLE}
    assert len(event().sessions) == 3


def test_a_table_page_is_in_order_of_municipality_and_name() -> None:
    for pack in _all().values():
        order = [(each.municipality, each.office, each.name.last) for each in _table(pack).colleagues]
        assert order == sorted(order)


def test_the_order_of_the_list_changes_no_pack() -> None:
    turned = {pack.participant.number: pack for pack in _packs(tuple(reversed(PEOPLE)))}
    assert turned == _all()


def test_the_map_shows_all_380_with_small_ones_on_top() -> None:
    dots = _municipality(_all()[1]).atlas
    assert len({dot.code for dot in dots}) == 380
    assert [dot.residents for dot in dots] == sorted((dot.residents for dot in dots), reverse=True)


def test_a_figure_that_is_revised_changes_the_map_only_where_that_is_seen() -> None:
    municipalities, indices = figures.statistics().municipalities, figures.indices()

    def atlas(index: float) -> tuple[MapDot, ...]:
        return map_dots_of(municipalities, {**indices, "GM0356": index})

    seen = indices["GM0356"]
    assert atlas(seen + 0.001) == atlas(seen)
    assert atlas(0.01) != atlas(seen)


def test_every_source_a_pack_may_name_is_in_it() -> None:
    assert set(_municipality(_all()[1]).sources) >= {"municipalities", "origins", "districts", "national"}


def test_a_participant_is_called_by_event_and_number() -> None:
    assert participant_id("2018-12-10-test", 7) == "2018-12-10-test.0007"
    assert _personal(_all()[7]).participant == "2018-12-10-test.0007"
    assert len({_personal(pack).participant for pack in _all().values()}) == len(PEOPLE)
