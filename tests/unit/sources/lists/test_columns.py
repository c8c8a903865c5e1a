"""Which column of a list holds what: as the organiser says, then by the names people give columns."""

from __future__ import annotations

import pytest

from reportgen.domain.finding import Place, Severity
from reportgen.errors import ConfigurationError, SourceError
from reportgen.sources.lists.columns import (
    FIELD_BY_HEADING,
    HEADINGS,
    IGNORED_HEADINGS,
    ColumnMapping,
    missing_columns,
    normalized_heading,
)
from reportgen.sources.lists.sheets import Row, Sheet


def _sheet(*headings: str) -> Sheet:
    return Sheet("lijst.csv", headings, (), 3)


def test_no_name_of_a_column_stands_for_two_and_each_is_plain() -> None:
    assert len(FIELD_BY_HEADING) == sum(len(synonyms) for synonyms in HEADINGS.values())
    assert not FIELD_BY_HEADING.keys() & IGNORED_HEADINGS
    assert all(normalized_heading(each) == each for each in (*FIELD_BY_HEADING, *IGNORED_HEADINGS))


@pytest.mark.parametrize("heading", ["E-mail", "É-MAIL", " e mail ", "E-mail:", "E–mail", "e_mail"])
def test_capitals_accents_spaces_and_signs_in_a_heading_do_not_matter(heading: str) -> None:
    fields, findings = ColumnMapping().fields(_sheet(heading))
    assert (fields, findings) == ({"email": heading}, ())
    assert ColumnMapping().knows(heading)


def test_what_nobody_knows_is_noted_and_what_is_private_is_passed_over() -> None:
    fields, (found,) = ColumnMapping().fields(_sheet("Achternaam", "Schoenmaat", "Dieetwensen", "Telefoon"))
    assert fields == {"last": "Achternaam"}
    assert (found.code, found.severity, found.place) == (
        "column-unknown",
        Severity.NOTED,
        Place("lijst.csv", 3, "Schoenmaat"),
    )


@pytest.mark.parametrize(
    "heading",
    ["Afgemeld", "Afmelding ontvangen op", "Aanwezig?", "Ticketstatus", "Geannuleerd", "Aanmelding", "Deelname?"],
)
def test_a_column_nobody_knows_that_may_say_who_comes_is_a_question(heading: str) -> None:
    _, (found,) = ColumnMapping().fields(_sheet("Achternaam", heading))
    assert (found.code, found.severity, found.place.column) == ("column-attendance", Severity.DOUBTFUL, heading)


@pytest.mark.parametrize("headings", [("Status", "Afgemeld op"), ("Afgemeld op", "Status")])
def test_beside_a_status_no_other_column_is_asked_about(headings: tuple[str, str]) -> None:
    _, (found,) = ColumnMapping().fields(_sheet(*headings))
    assert found.code == "column-unknown"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(("Status inschrijving", "status"), ("Status van deelnemer", "status"), ("Attendee Status", "status")),
        *(("Name", "full"), ("Surname", "last"), ("Company", "organisation"), ("Municipality", "organisation")),
        ("Job Title", "function"),
    ],
)
def test_headings_of_event_tools_are_known(heading: str, field: str) -> None:
    assert ColumnMapping().fields(_sheet(heading)) == ({field: heading}, ())


@pytest.mark.parametrize(
    ("tools", "own"),
    [("Company", "Gemeente"), ("Name", "Naam"), ("Job title", "Functie"), ("Organisation", "Gemeente")],
)
def test_what_an_event_tool_puts_in_by_itself_does_not_stand_in_the_way(tools: str, own: str) -> None:
    fields, (found,) = ColumnMapping().fields(_sheet(tools, own))
    assert list(fields.values()) == [own]
    assert (found.code, found.place.column) == ("column-unknown", tools)
    fields, (found,) = ColumnMapping({own: (tools,)}).fields(_sheet(tools, "Schoenmaat"))
    assert list(fields.values()) == [tools]


def test_the_organiser_says_which_column_it_is() -> None:
    columns = ColumnMapping({"E-mailadres": ["Contact (werk)"], "first": ["Zeg maar"]})
    fields, findings = columns.fields(_sheet("CONTACT  (WERK)", "zeg maar", "Achternaam"))
    assert fields == {"email": "CONTACT  (WERK)", "first": "zeg maar", "last": "Achternaam"}
    assert findings == ()
    assert columns.knows("contact (werk)")


def test_what_the_organiser_says_goes_before_the_names_people_give() -> None:
    columns = ColumnMapping({"email": ["E-mail werk"]})
    fields, findings = columns.fields(_sheet("E-mail", "E-mail werk"))
    assert (fields, findings) == ({"email": "E-mail werk"}, ())


def test_a_heading_may_be_given_another_meaning_than_people_give_it() -> None:
    fields, _ = ColumnMapping({"achternaam": ["Rol"], "functie": ["Naam"]}).fields(_sheet("Rol", "Naam"))
    assert fields == {"last": "Rol", "function": "Naam"}


@pytest.mark.parametrize("nothing", [[], [""]])
def test_a_column_may_be_left_out(nothing: list[str]) -> None:
    columns = ColumnMapping({"tafel": nothing})
    fields, findings = columns.fields(_sheet("Achternaam", "Tafel"))
    assert (fields, findings) == ({"last": "Achternaam"}, ())
    columns.refuse_absent([_sheet("Achternaam")])


def test_lists_may_call_one_column_by_two_names_but_one_list_may_not() -> None:
    columns = ColumnMapping({"email": ["Contact", "Post"]})
    assert [columns.fields(_sheet(each))[0] for each in ("Contact", "Post")] == [
        {"email": "Contact"},
        {"email": "Post"},
    ]
    with pytest.raises(SourceError, match="'Contact' and 'Post'") as caught:
        columns.fields(_sheet("Contact", "Post"))
    assert caught.value.where == "lijst.csv"
    assert "[columns]" in caught.value.todo


def test_a_list_without_the_heading_the_organiser_named_for_another_is_not_read_without_a_word() -> None:
    """One list calls it Contact, the next one E-mail: its addresses are read, or the column is told of."""
    fields, findings = ColumnMapping({"email": ["Contact"]}).fields(_sheet("Achternaam", "E-mail"))
    assert "email" in fields or [each.place.column for each in findings] == ["E-mail"]


@pytest.mark.parametrize("ours", ["Schoenmaat", "Telefoon", ""])
def test_a_column_that_is_none_of_ours_is_refused_with_those_to_choose_from(ours: str) -> None:
    with pytest.raises(ConfigurationError, match="no column that is read") as caught:
        ColumnMapping({ours: ["Contact"]}, "event.toml")
    assert caught.value.where == "event.toml"
    assert "achternaam" in caught.value.todo


def test_one_heading_for_two_columns_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="'contact' twice"):
        ColumnMapping({"email": ["Contact"], "naam": ["contact"]}, "event.toml")


def test_a_heading_that_no_list_has_is_refused_with_those_there_are() -> None:
    columns = ColumnMapping({"email": ["Contact", "Post"]}, "event.toml")
    columns.refuse_absent([_sheet("Contact"), _sheet("Post")])
    with pytest.raises(ConfigurationError, match="no list has: Post") as caught:
        columns.refuse_absent([_sheet("Contact", "Naam"), _sheet("Gemeente")])
    assert (caught.value.where, caught.value.todo) == ("event.toml", "the lists have: Contact; Naam; Gemeente")


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("Naam",), {"full": "Naam"}),
        (("Voornaam", "Naam"), {"first": "Voornaam", "last": "Naam"}),
        (("Naam", "Voorletters"), {"initials": "Voorletters", "last": "Naam"}),
        (("Naam", "Achternaam"), {"last": "Achternaam"}),
        (("Tussenvoegsel", "Naam"), {"infix": "Tussenvoegsel", "last": "Naam"}),
    ],
)
def test_naam_is_the_whole_name_unless_parts_of_it_stand_beside_it(
    headings: tuple[str, ...], fields: dict[str, str]
) -> None:
    assert ColumnMapping().fields(_sheet(*headings))[0] == fields


def test_what_nobody_can_be_mailed_without_is_named_as_we_call_it() -> None:
    assert list(missing_columns({})) == ["Achternaam", "Gemeente", "E-mailadres"]
    assert list(missing_columns({"full": "Naam", "email": "Contact"})) == ["Gemeente"]


def _sheet_with(heading: str, *cells: str) -> Sheet:
    rows = tuple(Row(at, {"Achternaam": "Boer", heading: cell}) for at, cell in enumerate(cells, 2))
    return Sheet("lijst.csv", ("Achternaam", heading), rows)


@pytest.mark.parametrize("cells", [["de", "", "van der", "Maria"], ["", "de"], ["Maria", "van den", "Els"]])
def test_a_column_of_prefixes_that_nobody_knows_is_refused_as_names_would_be_wrong_without_it(cells: list[str]) -> None:
    sheet = _sheet_with("Middle name", *cells)
    with pytest.raises(SourceError, match="Middle name"):
        ColumnMapping().fields(sheet)
    assert ColumnMapping({"Tussenvoegsel": ["Middle name"]}).fields(sheet)[0]["infix"] == "Middle name"
    assert "infix" not in ColumnMapping({"Tussenvoegsel": [""]}).fields(sheet)[0]


@pytest.mark.parametrize("cells", [["nl", "nl", "de"], ["Maria", "El", "Els"]])
def test_a_column_with_few_prefixes_is_only_noted(cells: list[str]) -> None:
    _, (found,) = ColumnMapping().fields(_sheet_with("Middle name", *cells))
    assert found.code == "column-unknown"
