"""What a participant receives: parts, of which only the first is personal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from example import figures
from example.meeting import event, setting, themes
from example.people import person
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.canonical_json import canonical_json, to_json_value
from reportgen.domain.figures.contrasts import TableContrastKind
from reportgen.domain.figures.facts import FactKind
from reportgen.domain.figures.headline import HeadlineKind
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.compose import Pack, compose
from reportgen.domain.pack.contents import (
    Content,
    MunicipalityPages,
    NationalPages,
    PartKind,
    Personal,
    Programme,
    Questions,
    TablePage,
)
from reportgen.domain.pack.kinds import PackKind, parse_sections
from reportgen.domain.pack.sections import Section
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import MunicipalityType, SessionKind
from reportgen.domain.programme.seating import Table, seat

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
    return compose(setting(people, seat(people, themes(), figures.comparability(), 5, {})))


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


PARTS = [each for each in PartKind if each is not PartKind.LEADING]
"""The parts of somebody who leads no session."""


def test_everyone_gets_a_pack_of_the_five_parts_in_order() -> None:
    assert sorted(_all()) == [each.number for each in PEOPLE]
    for pack in _all().values():
        assert [section.kind for section in pack.sections] == PARTS


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
        assert {name for each in page.contrasts for name in (each.one, each.other)} - {"Nederland"} <= listed
    assert any(_table(pack).contrasts and _table(pack).unnamed for pack in _all().values())


def test_who_is_of_one_municipality_at_one_table_has_the_same_table_page() -> None:
    pages: dict[tuple[int, str], set[str]] = {}
    for pack in _all().values():
        shown = {each.code for each in _table(pack).colleagues} - {COUNTRY}
        own = pack.participant.code if pack.participant.code in shown else ""
        assert _table(pack).own == own
        pages.setdefault((_personal(pack).table, own), set()).add(_text(_table(pack)))
    assert len({table for table, _ in pages}) > 1
    assert {len(each) for each in pages.values()} == {1}


def test_all_table_pages_of_one_table_tell_of_the_same_people() -> None:
    told: dict[int, set[str]] = {}
    for pack in _all().values():
        page = _table(pack)
        people = sorted(page.colleagues, key=lambda each: (each.municipality, each.name.last))
        same = replace(page, colleagues=tuple(people), contrasts=(), own="")
        told.setdefault(page.table, set()).add(_text(same))
    assert {len(each) for each in told.values()} == {1}


def test_a_table_page_begins_with_the_readers_own_municipality_and_asks_about_it_first() -> None:
    for pack in _all().values():
        page = _table(pack)
        names = list(dict.fromkeys(each.municipality for each in page.colleagues if each.code != COUNTRY))
        if page.own:
            assert page.colleagues[0].code == page.own
            assert page.own == pack.participant.code
            assert len(names) == 1 or names[0] in (page.contrasts[0].one, page.contrasts[0].other)


def test_a_kind_of_pack_without_a_page_about_the_table_has_one_part_for_everyone_at_it() -> None:
    tables = seat(PEOPLE, themes(), figures.comparability(), 5, {})
    report = PackKind("report", "verslag", parse_sections(["personal/cover", "table/table by report"]))
    own: dict[int, list[Section]] = {}
    for pack in compose(setting(PEOPLE, tables), report):
        own.setdefault(_personal(pack).table, []).append(pack.section(PartKind.TABLE))
    assert all(each is sections[0] for sections in own.values() for each in sections)


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
        pytest.param({"function": "gast", "office": Office.OTHER}, id="other offices"),
        pytest.param({"email": "iemand@gemeente.example"}, id="other addresses"),
    ],
)
def test_the_municipalitys_pages_depend_on_who_agreed_and_where_they_sit_and_on_nothing_else_of_people(
    changed: dict[str, object],
) -> None:
    people = tuple(replace(each, **changed) for each in PEOPLE)  # type: ignore[arg-type]
    tables = tuple({_personal(pack).table: None for pack in _all().values()})
    seated = {at: [n for n, pack in _all().items() if _personal(pack).table == at] for at in tables}
    same = tuple(Table(at, "", tuple(sorted(seated[at]))) for at in sorted(tables))
    for pack in compose(setting(people, same)):
        assert _municipality(pack) == _municipality(_all()[pack.participant.number])


def test_a_comparable_municipality_is_at_the_tables_of_those_who_agreed() -> None:
    at: dict[str, set[int]] = {}
    for number, pack in _all().items():
        person = next(each for each in PEOPLE if each.number == number)
        if person.consent:
            at.setdefault(person.code, set()).add(_personal(pack).table)
    rows = [row for pack in _all().values() for row in _municipality(pack).peers]
    assert any(row.tables for row in rows)
    assert all(set(row.tables) == at.get(row.code, set()) for row in rows)


def test_the_average_is_that_of_the_municipalities_it_stands_under() -> None:
    pages = _municipality(_all()[1])
    assert set(pages.average) == set(pages.subject.measures)
    for key, average in pages.average.items():
        values = [each.last.value for row in pages.peers for each in row.measures if each.key == key and each.last]
        assert len(values) == 7
        assert average.value == pytest.approx(sum(values) / 7)


def test_a_table_page_lists_the_talks_at_the_table_only() -> None:
    talks = _table(_all()[1]).talks
    assert [talk.title for talk in talks] == ["Tafelgesprek 1", "Tafelgesprek 2"]
    assert {talk.kind for talk in talks} == {SessionKind.TABLE}
    assert len(event().sessions) == 3


def test_a_table_page_is_in_order_of_municipality_and_name_after_the_own() -> None:
    for pack in _all().values():
        page = _table(pack)
        order = [
            (each.code != page.own, each.code == COUNTRY, each.municipality, each.office, each.name.last)
            for each in page.colleagues
        ]
        assert order == sorted(order)


def test_the_order_of_the_list_changes_no_pack() -> None:
    turned = {pack.participant.number: pack for pack in _packs(tuple(reversed(PEOPLE)))}
    assert turned == _all()


def test_page_one_has_a_headline_and_three_facts_with_their_strips() -> None:
    for pack in _all().values():
        first = _personal(pack)
        assert first.headline is not None
        assert len(first.facts) == len(first.strips) == 3
        for fact, strip in zip(first.facts, first.strips, strict=True):
            assert (strip is None) == (fact.kind is FactKind.WITHIN or bool(fact.scope)), (
                "a strip is of all municipalities"
            )
            if strip is not None:
                assert strip.measure == fact.measure
                assert fact.rank is not None
                assert len(strip.values) == fact.rank.of
        assert first.nearby == tuple(row.code for row in _municipality(pack).peers)


def test_what_is_beside_comparable_municipalities_is_beside_those_that_are() -> None:
    """Vaals is not like the nearest it has, so that page one tells nothing of them."""
    (vaals,) = (pack for pack in _all().values() if pack.municipality == "Vaals")
    assert not any(row.close for row in _municipality(vaals).peers)
    assert FactKind.PEERS not in {fact.kind for fact in _personal(vaals).facts}


def test_a_guest_gets_the_country_and_no_municipality() -> None:
    people = (*PEOPLE, person(99, COUNTRY, organisation="Ministerie"))
    (guest,) = (pack for pack in _packs(people) if pack.participant.code == COUNTRY)
    first, pages = _personal(guest), guest.section(PartKind.MUNICIPALITY).content
    assert isinstance(pages, NationalPages)
    assert first.headline is not None
    assert (first.headline.kind, first.nearby, first.municipality) == (HeadlineKind.ABOVE_COUNTRY, (), "Nederland")
    assert len(first.facts) == 3
    main = figures.figures().values("origin/index")
    assert pages.highest[0].name == figures.profiles()[max(main, key=main.__getitem__)].name
    assert pages.lowest[-1].name == "Urk"


def test_a_meeting_without_figures_has_no_page_of_a_municipality() -> None:
    people = PEOPLE[:6]
    tables = seat(people, themes(), Comparability(figures.figures_of("")), 5, {})
    for pack in compose(setting(people, tables, "")):
        assert [each.kind for each in pack.sections] == [each for each in PARTS if each is not PartKind.MUNICIPALITY]
        first = _personal(pack)
        assert (first.subject, first.headline, first.facts, first.map) == (None, None, (), None)
        assert _table(pack).contrasts == ()
        assert all(each.columns == () and each.standout is None for each in _table(pack).colleagues)


def test_questions_about_a_figure_are_of_the_own_municipality() -> None:
    about = replace(event().questions[0], about="origin/index")
    context = setting(PEOPLE, seat(PEOPLE, themes(), figures.comparability(), 5, {}))
    context = replace(context, event=replace(context.event, questions=(about,)))
    for pack in compose(context):
        page = pack.section(PartKind.QUESTIONS).content
        assert isinstance(page, Questions)
        (shown,) = page.figures
        assert shown is not None
        assert shown == figures.profiles()[pack.participant.code].measure("origin/index")
        assert page.municipality == pack.municipality


def test_a_person_of_a_municipality_without_a_figure_has_none_and_never_zero() -> None:
    """Of Voorne aan Zee, formed in 2023, the share of 2021 is not known."""
    of_now = figures.figures_of("housing-ageing", date(2026, 1, 1))
    (where,) = (code for code, each in of_now.data.municipalities.items() if each.name == "Voorne aan Zee")
    people = (person(1, where), person(2, "GM0363"))
    (pack, _) = compose(setting(people, (Table(1, "", (1, 2)),), "housing-ageing", date(2026, 1, 1)))
    missing = _municipality(pack).profile.measure("housing-association")
    assert (missing.figures, missing.last, missing.rank) == ((), None, None)
    assert "housing-association" not in {fact.measure for fact in _personal(pack).facts}


def test_every_source_a_pack_may_name_is_in_it() -> None:
    assert set(_municipality(_all()[1]).sources) >= {"municipalities", "origins", "districts", "national"}


def test_a_participant_is_called_by_event_and_number() -> None:
    assert participant_id("2018-12-10-test", 7) == "2018-12-10-test.0007"
    assert _personal(_all()[7]).participant == "2018-12-10-test.0007"
    assert len({_personal(pack).participant for pack in _all().values()}) == len(PEOPLE)


def test_questions_of_a_table_have_the_figures_that_its_rows_have() -> None:
    seen = 0
    for pack in _all().values():
        page = _table(pack)
        assert page.subject is not None
        rows = {
            (each.municipality, key): figure
            for each in page.colleagues
            for key, figure in zip(page.subject.columns, each.columns, strict=False)
        }
        for each in page.contrasts:
            for name, figure in ((each.one, each.one_second), (each.other, each.other_second)):
                if (name, key := each.beside or each.measure) in rows:
                    assert rows[name, key] == figure
                    seen += 1
    assert seen


def test_who_is_shown_alone_reads_what_is_different_from_the_country() -> None:
    people = tuple(
        person(number, figures.code_of(town), consent=number == 1) for number, town in enumerate(TOWNS[6:9], 1)
    )
    packs = {pack.participant.number: pack for pack in compose(setting(people, (Table(1, "wonen", (1, 2, 3)),)))}
    (contrast,) = _table(packs[1]).contrasts
    (colleague,) = _table(packs[1]).colleagues
    assert (contrast.kind, contrast.one, contrast.other) == (TableContrastKind.NATION, "Nieuwegein", "Nederland")
    assert colleague.standout is not None
    assert (contrast.one_first, contrast.other_first) == (colleague.standout.own, colleague.standout.country)
    assert _table(packs[2]).contrasts == _table(packs[3]).contrasts == ()


def test_who_is_compared_with_those_of_a_type_only_is_called_like_nobody() -> None:
    """Nearer municipalities than these may be of no type, or of another."""
    of_type = tuple(figures.codes()[::20])
    kinds = MunicipalityType("soort", "ook van de soort", of_type)
    participants = tuple(person(number, code) for number, code in enumerate(of_type, 1))
    context = setting(participants, seat(participants, themes(), figures.comparability(), 8, {}))
    comparability = Comparability(figures.figures(), (kinds,))
    context = replace(context, peers={code: comparability.peers(code) for code in of_type})
    headlines = [_personal(pack).headline for pack in compose(context)]
    assert [each.names for each in headlines if each is not None and each.kind is HeadlineKind.LIKE] == []
