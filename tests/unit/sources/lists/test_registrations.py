"""Rows of a list become registrations, whatever the columns are called."""

from __future__ import annotations

import csv
import dataclasses
import os
import unicodedata
from contextlib import suppress
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from example import figures
from example.workbook import write_xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from reportgen.domain.finding import Finding, Place, Severity
from reportgen.domain.people.deduplication import joined_rows
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.participant import Name, Office, Registration, Status, full_name
from reportgen.errors import ConfigurationError, ReportgenError, SourceError
from reportgen.sources.lists.columns import FIELD_BY_HEADING
from reportgen.sources.lists.registrations import ListFile, ListVocabulary, registrations_in
from reportgen.sources.names.mail_domains import municipality_by_domain

GOOD = {
    "Aanmeldnummer": "17",
    "Voorletters": "J.W.",
    "Voornaam": "Jurre",
    "Tussenvoegsel": "van der",
    "Achternaam": "Sluis",
    "Functie": "wethouder",
    "Gemeente": "Nieuwegein",
    "E-mailadres": "j.vandersluis@nieuwegein.example",
    "Status": "bevestigd",
    "Deelnemerslijst": "ja",
    "Tafel": "3",
}


def _read(
    folder: Path, *rows: dict[str, str], name: str = "deelnemers.xlsx"
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """Reads rows from a workbook, in which a cell may hold any text."""
    headings = list(rows[0])
    path = write_xlsx(folder / name, [headings, *([row[each] for each in headings] for row in rows)])
    return registrations_in([ListFile(path)])


def _one(folder: Path, **cells: str) -> Registration:
    (registration,), _ = _read(folder, {**GOOD, **{name.replace("_", "-"): cell for name, cell in cells.items()}})
    return registration


def _csv(folder: Path, text: str) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    path = folder / "deelnemers.csv"
    path.write_text(text, "utf-8")
    return registrations_in([ListFile(path)])


def test_a_row_is_read_in_full(tmp_path: Path) -> None:
    (registration,), findings = _read(tmp_path, GOOD)
    assert findings == ()
    assert registration == Registration(
        Place("deelnemers.xlsx", 2),
        Name("J.W.", "Jurre", "van der", "Sluis"),
        function="wethouder",
        office=Office.ALDERMAN,
        organisation="Nieuwegein",
        email="j.vandersluis@nieuwegein.example",
        email_fault="",
        status=Status.COMING,
        said="bevestigd",
        consent=True,
        table=3,
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        *[("Aanmeldnummer", each) for each in ("Nr.", "Nummer", "ID", "deelnemernummer")],
        *[("Voorletters", each) for each in ("voorletters", "VOORLETTER(S)", "Initialen")],
        *[("Voornaam", each) for each in ("Roepnaam", " voornaam ")],
        *[("Tussenvoegsel", each) for each in ("Tussenvoegsel(s)", "Voorvoegsel", "voorvoegsels", "Voorvoegsel(s)")],
        *[("Achternaam", each) for each in ("ACHTERNAAM", "Familienaam", "achter-naam", "Achternaam:")],
        *[("Functie", each) for each in ("functie", "Functienaam", "Rol")],
        *[
            ("Gemeente", each)
            for each in ("Organisatie", "Organisatie/Gemeente", "Gemeente / organisatie", "Gemeentenaam")
        ],
        *[("E-mailadres", each) for each in ("E-mail", "Email", "e-mail adres", "Mail", "É-mail", "EMAILADRES")],
        *[("Status", each) for each in ("Aanmeldstatus", "status")],
        *[("Deelnemerslijst", each) for each in ("Toestemming", "Op deelnemerslijst?", "Toestemming deelnemerslijst")],
        *[("Tafel", each) for each in ("Tafelnummer", "tafel")],
    ],
)
def test_a_column_may_be_called_as_people_do(tmp_path: Path, ours: str, theirs: str) -> None:
    renamed = {theirs if name == ours else name: cell for name, cell in GOOD.items()}
    assert _read(tmp_path, renamed) == _read(tmp_path, GOOD)


def test_the_order_of_the_columns_does_not_matter(tmp_path: Path) -> None:
    assert _read(tmp_path, dict(reversed(GOOD.items()))) == _read(tmp_path, GOOD)


@pytest.mark.parametrize("without", ["Achternaam", "Gemeente", "E-mailadres"])
def test_a_list_without_a_column_nobody_can_be_mailed_without_is_refused(tmp_path: Path, without: str) -> None:
    with pytest.raises(SourceError) as caught:
        _csv(tmp_path, ";".join(name for name in GOOD if name != without))
    assert caught.value.what == f"The list has no column {without}"
    assert "deelnemers.csv" in caught.value.where
    assert "Voorletters; Voornaam" in caught.value.where


def test_all_columns_that_are_missing_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Achternaam, Gemeente, E-mailadres"):
        _csv(tmp_path, "Voornaam;Telefoon\nJan;06\n")


@pytest.mark.parametrize(
    "without", ["Aanmeldnummer", "Voorletters", "Voornaam", "Tussenvoegsel", "Functie", "Status", "Tafel"]
)
def test_a_list_may_lack_the_other_columns(tmp_path: Path, without: str) -> None:
    (registration,), findings = _read(tmp_path, {name: cell for name, cell in GOOD.items() if name != without})
    assert findings == ()
    assert registration.name.last == "Sluis"


@pytest.mark.parametrize(
    ("one", "other"), [("Gemeente", "Organisatie"), ("E-mailadres", "e-mail"), ("Achternaam", "Familienaam")]
)
def test_two_columns_for_one_thing_are_a_question(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(SourceError, match=f"'{one}' and '{other}'"):
        _read(tmp_path, {**GOOD, other: "iets anders"})


def test_a_column_nobody_knows_is_noted_once_however_many_rows_there_are(tmp_path: Path) -> None:
    row = {**GOOD, "Schoenmaat": "43"}
    registrations, (found,) = _read(tmp_path, row, row, row)
    assert (found.code, found.severity) == ("column-unknown", Severity.NOTED)
    assert dict(found.facts) == {"heading": "Schoenmaat"}
    assert found.place == Place("deelnemers.xlsx", 1, "Schoenmaat")
    assert len(registrations) == 3


def test_a_column_nobody_knows_is_noted_where_it_stands(tmp_path: Path) -> None:
    _, (found,) = _csv(tmp_path, "sep=;\nAchternaam;Gemeente;E-mail;Schoenmaat\nSluis;Urk;a@urk.example;43\n")
    assert (found.place.line, found.place.column) == (2, "Schoenmaat")


@pytest.mark.parametrize("private", ["Telefoon", "Mobiel", "Dieet", "Dieetwensen", "Opmerkingen", "Schoenmaat"])
def test_what_a_pack_has_no_use_for_is_read_no_further(tmp_path: Path, private: str) -> None:
    (registration,), findings = _read(tmp_path, {**GOOD, private: "glutenvrij"})
    assert "glutenvrij" not in repr((registration, findings))
    assert [each.code for each in findings] == (["column-unknown"] if private == "Schoenmaat" else [])


def test_a_registration_has_no_place_for_a_diet_or_a_telephone() -> None:
    fields = {field.name for field in dataclasses.fields(Registration)}
    assert not fields & {"diet", "dietary", "phone", "mobile", "remarks", "notes", "reference"}
    assert len(fields) == 19


@pytest.mark.parametrize(
    ("function", "office"),
    [
        ("burgemeester", Office.MAYOR),
        ("Burgemeester", Office.MAYOR),
        ("BURGEMEESTER", Office.MAYOR),
        ("wnd. burgemeester", Office.MAYOR),
        ("wnd burgemeester", Office.MAYOR),
        ("waarnemend burgemeester", Office.MAYOR),
        ("burgemeester a.i.", Office.MAYOR),
        ("loco-burgemeester", Office.MAYOR),
        ("locoburgemeester", Office.MAYOR),
        ("loco burgemeester", Office.MAYOR),
        ("burgemeester (waarnemend)", Office.MAYOR),
        ("wethouder", Office.ALDERMAN),
        ("Wethouder Sociaal Domein", Office.ALDERMAN),
        ("wethouder onderwijs, jeugd en integratie", Office.ALDERMAN),
        ("1e wethouder", Office.ALDERMAN),
        ("wethouder ouderenzorg", Office.ALDERMAN),
        ("wethouder jeugd en ouderen", Office.ALDERMAN),
        ("wethouder Bestuurszaken", Office.ALDERMAN),
        ("wethouder beleidscoördinatie en Hoofddorp", Office.ALDERMAN),
        ("wethouder Oud-Beijerland", Office.ALDERMAN),
        ("burgemeester van Oudewater", Office.MAYOR),
        ("burgemeester Oude IJsselstreek", Office.MAYOR),
        ("wethouder en loco-burgemeester", Office.ALDERMAN),
        ("wethouder/locoburgemeester", Office.ALDERMAN),
        ("wethouder, oud-burgemeester", Office.ALDERMAN),
        ("plaatsvervangend burgemeester", Office.MAYOR),
        ("wethouder, vervanger van de burgemeester", Office.ALDERMAN),
        ("directeur", Office.OTHER),
        ("Directeur Sociaal Domein", Office.OTHER),
        ("secretaris", Office.OTHER),
        ("griffier", Office.OTHER),
        ("raadslid", Office.OTHER),
        ("beleidsmedewerker", Office.OTHER),
        ("beleidsadviseur integratie", Office.OTHER),
        ("oud-wethouder", None),
        ("oud wethouder", None),
        ("Oud-burgemeester", None),
        ("ex-wethouder", None),
        ("voormalig burgemeester", None),
        ("gewezen wethouder", None),
        ("kinderburgemeester", None),
        ("nachtburgemeester", None),
        ("kandidaat-wethouder", None),
        ("gast", None),
        ("", None),
    ],
)
def test_a_function_tells_the_office_or_leaves_it_in_doubt(
    tmp_path: Path, function: str, office: Office | None
) -> None:
    registration = _one(tmp_path, Functie=function)
    assert registration.office is office
    assert registration.function == function


@pytest.mark.parametrize(
    "function",
    [
        "secretaresse van de burgemeester",
        "bestuursadviseur burgemeester",
        "adviseur van de burgemeester",
        "beleidsadviseur wethouder De Vries",
        "assistent wethouder",
        "kabinetschef burgemeester",
        "directeur kabinet van de burgemeester",
        "chauffeur van de burgemeester",
        "PA burgemeester",
        "partner van de burgemeester",
        "echtgenote burgemeester",
        "vervanger van wethouder De Vries",
        "namens wethouder De Vries",
        "beoogd wethouder",
        "aankomend burgemeester",
    ],
)
def test_who_works_for_the_mayor_or_an_alderman_is_not_addressed_as_one(tmp_path: Path, function: str) -> None:
    assert _one(tmp_path, Functie=function).office in (None, Office.OTHER)


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("jan@urk.nl", ""),
        ("jan.van-der+sluis@sub.urk.example", ""),
        ("", "missing"),
        ("   ", "missing"),
        ("jan", "bad"),
        ("jan@", "bad"),
        ("@urk.nl", "bad"),
        ("jan@urk", "bad"),
        ("jan@urk..nl", "bad"),
        ("jan.@urk.nl", "bad"),
        ("jan@urk.nl.", "bad"),
        ("jan@@urk.nl", "bad"),
        ("jan @urk.nl", "bad"),
        ("jan@urk,nl", "bad"),
        ("Jan <jan@urk.nl>", "bad"),
        ("mailto:jan@urk.nl", "bad"),
        ("geen", "bad"),
        (f"{'x' * 250}@urk.nl", "bad"),
        ("jan@urk.nl; piet@urk.nl", "several"),
        ("jan@urk.nl,piet@urk.nl", "several"),
        ("jan@urk.nl piet@urk.nl", "several"),
        ("jan@urk.nl / piet@urk.nl", "several"),
    ],
)
def test_an_address_that_cannot_be_used_is_known_before_anything_is_mailed(
    tmp_path: Path, email: str, fault: str
) -> None:
    assert _one(tmp_path, E_mailadres=email).email_fault == fault


def test_an_address_is_kept_in_small_letters(tmp_path: Path) -> None:
    assert _one(tmp_path, E_mailadres="Jan@Urk.NL\u00a0").email == "jan@urk.nl"


def test_an_address_with_an_invisible_sign_is_refused_and_the_sign_is_shown(tmp_path: Path) -> None:
    row = _one(tmp_path, E_mailadres="\u200bjan@urk.nl")
    assert (row.email, row.email_fault) == ("\ufffdjan@urk.nl", "bad")


@pytest.mark.parametrize("status", ["afgemeld", "AFGEMELD ", "geannuleerd", "vervallen"])
def test_who_cancelled_is_known(tmp_path: Path, status: str) -> None:
    assert _one(tmp_path, Status=status).status is Status.CANCELLED


@pytest.mark.parametrize("status", ["aangemeld", "bevestigd", "Definitief"])
def test_who_registered_is_known(tmp_path: Path, status: str) -> None:
    assert _one(tmp_path, Status=status).status is Status.COMING


@pytest.mark.parametrize("status", ["wachtlijst", "niet afgemeld", "banaan"])
def test_a_status_that_says_neither_is_kept_as_written(tmp_path: Path, status: str) -> None:
    registration = _one(tmp_path, Status=status)
    assert (registration.status, registration.said) == (Status.UNCLEAR, status)


def test_a_list_without_a_status_leaves_it_unsaid(tmp_path: Path) -> None:
    (registration,), _ = _read(tmp_path, {name: cell for name, cell in GOOD.items() if name != "Status"})
    assert registration.status is Status.UNSAID


@pytest.mark.parametrize("word", ["ja", "Ja", "JA ", "j", "x", "X", "yes", "1", "waar", "true"])
def test_a_clear_yes_is_consent(tmp_path: Path, word: str) -> None:
    assert _one(tmp_path, Deelnemerslijst=word).consent


@pytest.mark.parametrize("word", ["", "nee", "n", "0", "onwaar", "?", "ja?", "misschien", "niet", "later", "ja/nee"])
def test_anything_else_is_no_consent(tmp_path: Path, word: str) -> None:
    assert not _one(tmp_path, Deelnemerslijst=word).consent


def test_a_list_that_does_not_ask_for_consent_has_none(tmp_path: Path) -> None:
    (registration,), _ = _read(tmp_path, {name: cell for name, cell in GOOD.items() if name != "Deelnemerslijst"})
    assert registration.consent is None


@pytest.mark.parametrize(
    ("cell", "table"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("999", 999),
        ("", None),
        ("0", None),
        ("1000", None),
        ("-1", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_the_organisers_own_table_is_a_number_from_1_to_999(tmp_path: Path, cell: str, table: int | None) -> None:
    assert _one(tmp_path, Tafel=cell).table == table


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ait  el\tSluis ", "Ait el Sluis"),
        ("Slu\u00adis\u200b", "Sluis"),
        ("Sluis\u2028Bos", "Sluis Bos"),
        ("\u202eSluis", "Sluis"),
        ("Zoe\u0308", "Zoë"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("O'Brien-\u00d8degaard", "O'Brien-\u00d8degaard"),
    ],
)
def test_a_name_is_kept_as_written_but_for_blanks_and_invisible_signs(tmp_path: Path, written: str, kept: str) -> None:
    assert _one(tmp_path, Achternaam=written).name.last == kept


def test_a_row_whose_cells_stand_one_column_too_far_is_asked_about(tmp_path: Path) -> None:
    """A semicolon was typed in a cell; read as it stands, somebody who cancelled would get a pack."""
    registrations, findings = _csv(
        tmp_path,
        "Achternaam;Gemeente;E-mail;Telefoon;Status\nSluis;Urk;a@urk.example; b@urk.example;06;afgemeld\n",
    )
    refused = [each.place.line for each in findings if each.severity is Severity.REFUSED]
    assert (registrations, refused) == ((), [2])


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)


@given(st.lists(st.lists(TEXT, min_size=8, max_size=8), max_size=4))
def test_no_text_in_any_cell_makes_it_fail(table: list[list[str]]) -> None:
    headings = ["Achternaam", "Gemeente", "E-mail", "Functie", "Voornaam", "Status", "Deelnemerslijst", "Tafel"]
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (headings, *table)]
    whole = "\n".join(quoted)
    controls = sum(unicodedata.category(sign) == "Cc" for sign in whole)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deelnemers.csv"
        path.write_text(whole, "utf-8", newline="")
        try:
            registrations, _ = registrations_in([ListFile(path)])
        except SourceError:
            registrations = None
    if registrations is None:
        assert controls > len(whole) / 50, "only many of them are a program or a picture"
        return
    assert len(registrations) <= len(table)
    for each in registrations:
        texts = (*dataclasses.astuple(each.name), each.function, each.organisation, each.email)
        assert all(text == " ".join(text.split()) for text in texts)
        assert not {unicodedata.category(sign) for text in texts for sign in text} & {"Cc", "Cf", "Zl", "Zp"}
        assert each.email_fault or each.email.count("@") == 1


def test_the_example_list_is_read_with_each_line_at_its_place() -> None:
    events = Path(__file__).parents[4] / "data" / "events"
    path = events / "2018-12-10-diversiteit-door-migratie" / "deelnemers.csv"
    registrations, findings = registrations_in([ListFile(path)])
    lines = path.read_bytes().decode("cp1252").splitlines()
    assert findings == ()
    assert registrations
    for each in registrations:
        assert each.place.file == path.name
        assert each.name.last in lines[each.place.line - 1]
    assert os.sep not in registrations[0].place.file


def test_a_whole_name_in_one_cell_is_divided_and_a_doubtful_one_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "deelnemers.csv"
    path.write_text(
        "Naam;Gemeente;E-mail\nJ.A. van der Berg;Urk;j@urk.example\nMaria García López;Urk;m@urk.example\n", "utf-8"
    )
    (sure, doubtful), findings = registrations_in([ListFile(path)])
    assert (sure.name.initials, sure.name.infix, sure.name.last) == ("J.A.", "van der", "Berg")
    assert doubtful.name.last == "López"
    assert [(each.code, each.place.line) for each in findings] == [("name-doubtful", 3)]


def test_beside_a_first_name_the_column_naam_is_the_surname(tmp_path: Path) -> None:
    path = tmp_path / "deelnemers.csv"
    path.write_text("Voornaam;Naam;Gemeente;E-mail\nMaria;García López;Urk;m@urk.example\n", "utf-8")
    (registration,), findings = registrations_in([ListFile(path)])
    assert (registration.name.first, registration.name.last, findings) == ("Maria", "García López", ())


@pytest.mark.parametrize(("first", "last"), [("Voornaam", "Jan van der Sluis"), ("Voorletters", "J. Sluis")])
def test_a_surname_that_begins_with_the_given_name_is_doubtful(tmp_path: Path, first: str, last: str) -> None:
    row = {first: last.split()[0], "Naam": last, "Gemeente": "Urk", "E-mail": "sluis@urk.example"}
    _, (found,) = _read(tmp_path, row)
    assert (found.code, found.severity, found.place.column) == ("name-doubtful", Severity.DOUBTFUL, "Naam")
    assert dict(found.facts) == {"written": last, "last": last}


def test_a_prefix_in_the_cell_of_the_surname_is_set_apart(tmp_path: Path) -> None:
    written = {**GOOD, "Tussenvoegsel": "", "Achternaam": "van der Sluis"}
    assert _read(tmp_path, written) == _read(tmp_path, GOOD)


def test_beside_a_column_of_prefixes_the_column_naam_is_the_surname(tmp_path: Path) -> None:
    (registration,), findings = _csv(tmp_path, "Naam;Tussenvoegsel;Gemeente;E-mail\nVries;de;Urk;d@urk.example\n")
    assert (registration.name, findings) == (Name("", "", "de", "Vries"), ())


@pytest.mark.parametrize(
    ("heading", "cell", "code", "severity"),
    [
        ("Deelnemerslijst", "ja?", "consent-unclear", Severity.DOUBTFUL),
        ("Tafel", "zes", "table-unclear", Severity.DOUBTFUL),
        ("Aanhef", "banaan", "salutation-unclear", Severity.DOUBTFUL),
        ("Aanmelddatum", "gisteren", "registered-unclear", Severity.NOTED),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_where_it_stands(
    tmp_path: Path, heading: str, cell: str, code: str, severity: Severity
) -> None:
    _, (found,) = _read(tmp_path, {**GOOD, heading: cell})
    assert (found.code, found.severity, found.place) == (code, severity, Place("deelnemers.xlsx", 2, heading))
    assert dict(found.facts) == {"name": "Jurre van der Sluis", "written": cell}


def test_of_who_cancelled_nothing_is_asked(tmp_path: Path) -> None:
    _, findings = _read(tmp_path, {**GOOD, "Status": "afgemeld", "Tafel": "zes", "Deelnemerslijst": "ja?"})
    assert findings == ()


def test_the_salutation_and_the_day_of_registration_are_read(tmp_path: Path) -> None:
    (registration,), findings = _read(
        tmp_path, {**GOOD, "Aanhef": "Geachte mevrouw De Vries,", "Datum aanmelding": "1-10-2018 14:05"}
    )
    assert findings == ()
    assert registration.salutation == "Geachte mevrouw De Vries"
    assert registration.registered == datetime.fromisoformat("2018-10-01 14:05")


def test_a_day_in_a_workbook_is_read_whatever_it_looks_like_there(tmp_path: Path) -> None:
    path = tmp_path / "deelnemers.xlsx"
    moment = datetime.fromisoformat("2018-10-01 14:05")
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Achternaam", "Gemeente", "E-mail", "Tafel", "Aanmelddatum"])
    for line, shown in enumerate(("dd-mm-yyyy", "d mmm yy", "mm/dd/yy hh:mm"), 1):
        sheet.write_row(line, 0, ["Sluis", "Urk", "sluis@urk.example", 6.0])
        sheet.write_datetime(line, 4, moment, book.add_format({"num_format": shown}))
    book.close()
    registrations, findings = registrations_in([ListFile(path)])
    assert findings == ()
    assert [(each.registered, each.table) for each in registrations] == [(moment, 6)] * 3


@pytest.mark.parametrize("heading", ["Voornaam", "Achternaam", "Tussenvoegsel", "Voorletters"])
@pytest.mark.parametrize("sign", ["\u202e", "\u2028", "\u200b", "\n"])
def test_signs_that_no_name_has_are_named_in_whichever_part_they_stand(tmp_path: Path, heading: str, sign: str) -> None:
    registration = _one(tmp_path, **{heading: f"a{sign}b"})
    assert registration.name_fault == f"U+{ord(sign):04X}"


def test_a_finding_about_a_row_can_point_at_the_column_by_its_heading(tmp_path: Path) -> None:
    registration = _one(tmp_path)
    assert registration.at("email") == Place("deelnemers.xlsx", 2, "E-mailadres")
    assert registration.at("salutation") == Place("deelnemers.xlsx", 2, "")


def _lists(folder: Path, *texts: str) -> list[ListFile]:
    """Lists as files, ``lijst1.csv`` and on."""
    paths = [folder / f"lijst{number}.csv" for number in range(1, len(texts) + 1)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8", newline="")
    return [ListFile(path) for path in paths]


MAIN = "Voornaam;Achternaam;Gemeente;E-mail;Functie\nJan;Bos;Urk;jan.bos@urk.example;wethouder\n"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("E-mail;Tafel\njan.bos@urk.example;4\n", id="addresses only"),
        pytest.param("Naam;Tafel\nJan Bos;4\n", id="names only"),
        pytest.param("Voorletters;Achternaam;Tafelnr.\nJ.;Bos;tafel 4\n", id="names with initials"),
        pytest.param("Naam;Gemeente;Tafel\nBos, Jan;gemeente Urk;4.0\n", id="no addresses"),
        pytest.param("Naam;E-mail;Tafel\nJan Bos;JAN.BOS@urk.example;4\n", id="no municipalities"),
    ],
)
def test_a_list_is_completed_by_another_whichever_comes_first(tmp_path: Path, other: str) -> None:
    lists = _lists(tmp_path, MAIN, other)
    for each in (lists, lists[::-1]):
        registrations, read = registrations_in(each)
        enrolment = enrol(registrations, figures.names().resolve)
        (person,), findings = enrolment.participants, enrolment.findings
        assert (full_name(person.name), person.email, person.table) == ("Jan Bos", "jan.bos@urk.example", 4)
        assert (read, findings) == ((), ())


def test_lists_together_must_have_what_nobody_can_be_mailed_without(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        registrations_in(_lists(tmp_path, "Achternaam;Tafel\nBos;4\n", "Naam;E-mail\nJan Bos;j@urk.example\n"))
    assert caught.value.what == "The list has no column Gemeente"


def test_a_list_that_does_not_say_about_whom_it_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Achternaam, E-mailadres") as caught:
        registrations_in(_lists(tmp_path, MAIN, "Gemeente;Tafel\nUrk;4\n"))
    assert caught.value.where.startswith("lijst2.csv, line 1")


def test_lists_with_one_name_in_two_folders_do_not_mix_up_their_lines(tmp_path: Path) -> None:
    """Line 2 of one is refused for its address; line 2 of the other has nothing to do with it."""
    heading = "Voornaam;Achternaam;Gemeente;E-mail;Functie\n"
    texts = {
        "a": "Piet;Dijk;Urk;jan.bos@urk.example;wethouder\nJan;Bos;Urk;jan.bos@urk.example;wethouder\n",
        "b": "Anna;Zwart;Goes;zwart@goes.example;wethouder\n",
    }
    for folder, rows in texts.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "deelnemers.csv").write_text(heading + rows, "utf-8")
    registrations, _ = registrations_in([ListFile(tmp_path / folder / "deelnemers.csv") for folder in texts])
    enrolment = enrol(registrations, figures.names().resolve)
    people = enrolment.participants
    assert {each.name.last for each in people} == {"Bos", "Zwart"}


def test_the_organisers_words_say_which_column_and_which_status(tmp_path: Path) -> None:
    text = "Wie;Waar;Contact;Staat\nJan Bos;Urk;bos@urk.example;Wachtlijst\nPiet Dijk;Urk;dijk@urk.example;Doet mee\n"
    columns = {"naam": ["Wie"], "gemeente": ["Waar"], "e-mail": ["Contact"], "status": ["staat"]}
    own = ListVocabulary(columns, coming=("doet mee",), cancelled=("wachtlijst",))
    registrations, findings = registrations_in(_lists(tmp_path, text), own, "event.toml")
    assert findings == ()
    assert [(each.name.last, each.organisation, each.email, each.status) for each in registrations] == [
        ("Bos", "Urk", "bos@urk.example", Status.CANCELLED),
        ("Dijk", "Urk", "dijk@urk.example", Status.COMING),
    ]


def test_a_column_that_is_named_wrongly_is_told_with_the_file_it_is_named_in(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no list has: Contact") as caught:
        registrations_in(_lists(tmp_path, MAIN), ListVocabulary({"e-mail": ["Contact"]}), "event.toml")
    assert caught.value.where == "event.toml"


HEADINGS = st.one_of(
    st.sampled_from(sorted(FIELD_BY_HEADING)), st.sampled_from(sorted(FIELD_BY_HEADING)), st.text(max_size=8)
)
CELLS = st.one_of(
    st.sampled_from(["Jan", "Joke", "J.", "Bos", "Jan Bos", "Dijk", "van der Sluis", "Urk", "Goes", "VNG", "Bergen"]),
    st.sampled_from(["a@urk.example", "bos@urk.example", "a@utrecht.nl; b@x.nl", "afgemeld", "wachtlijst", "ja", "6"]),
    st.sampled_from(["1-10-2018", "2018-10-02 00:00:00", "tafel 6", "wethouder", "", "", 'a";b\r\nc', "\u202eBos"]),
    st.text(max_size=8),
)
TABLES = st.tuples(
    st.lists(HEADINGS, max_size=3),
    st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=5),
    st.sampled_from([["naam", "gemeente", "email"], ["voornaam", "achternaam", "gemeente", "email"], ["naam"], []]),
).map(lambda parts: [[*parts[2], *parts[0]], *(row[: len(parts[0]) + len(parts[2])] for row in parts[1])])
"""Tables with headings people use, and others; with cells people write, and others."""


@settings(max_examples=200)
@given(st.lists(TABLES, min_size=1, max_size=2), st.sampled_from(";,\t"))
def test_whatever_the_lists_hold_each_row_is_somebodys_or_is_told_of(
    tables: list[list[list[str]]], delimiter: str
) -> None:
    """From the bytes of the files to people with numbers: nothing fails but in words, and no row vanishes."""
    with TemporaryDirectory() as folder, suppress(ReportgenError):
        texts = []
        for table in tables:
            text = StringIO(newline="")
            csv.writer(text, delimiter=delimiter).writerows(table)
            texts.append(text.getvalue().encode("utf-8", "replace").decode("utf-8"))
        registrations, read = registrations_in(_lists(Path(folder), *texts))
        resolve = figures.names().resolve
        enrolment = enrol(registrations, resolve, (), municipality_by_domain(resolve))
        people, findings = enrolment.participants, enrolment.findings
        told = {(each.place.file, each.place.line) for each in (*people, *read, *findings)}
        taking_part = {each.place for each in people}
        for person in joined_rows(registrations, resolve):
            for row in person.rows:
                joined = row.place.file != person.row.place.file and person.row.place in taking_part
                assert (row.place.file, row.place.line) in told or joined
        assert sorted(each.number for each in people) == list(range(1, len(people) + 1))
        assert all(each.email and each.name.last for each in people)
