"""Lists in the encodings that people's programs save: each name is read right, or asked about; never another name."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.unclear_cells import CellDoubt, Why
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import rounds_of
from reportgen.errors import SourceError
from reportgen.sources.lists.csv_encoding import Encoding
from reportgen.sources.lists.misread import doubt_of, is_error
from reportgen.sources.lists.registrations import ListFile, ListVocabulary, registrations_in
from reportgen.sources.lists.sheets import ReadOptions, Row, sheet_in

PEOPLE = {
    "Dutch": "Zoë Brûlé;Daniël Coëlho;René Poortvliet;Michaël Geïsoleerd;Chloé Oriënt;Loïs Reünie;Desirée André",
    "Frisian": "Tsjêrd Hâns;Wytske Sânstra;Jelle Bûter;Fryslân Súdwest;Ynskje Skûtsjesyl;Nynke Noardeast-Fryslân",
    "Turkish, with the letters that all have": "Ömer Çelik;Gül Öztürk;Hüsnü Gökçe;Özlem Ünal;Gürkan Köprülü",
    "Moroccan": "Saïd Benaïssa;Naïma El Aïssati;Aïcha Aït Benali;Mériem Zoubaïr;Loubna Fassi-Fihri;Idrïs Haïdar",
    "German": "Jürgen Günther;Jörg Weiß;Käthe Bäcker;Sören Öhler;Übelhör Müller;Schröder Groß",
    "French": "Françoise Lefèvre;François Carrière;Benoît Côté;Hélène Crêpe;Geneviève Fenêtre;Jérôme Noël",
    "Spanish and Portuguese": "José García;Mónica Peña;Iñigo Ibáñez;Martínez Núñez;Inês Simões;Álvaro Ordóñez",
    "Scandinavian": "Björn Åkesson;Göran Ångström;Håkan Sjögren;Åsa Lindström;Märta Öberg",
}
POLISH = "Łukasz Wójcik;Małgorzata Gęsicka;Żaneta Dąbrowska;Ślązak Ćwik;Świętosława Źrebiec"
ONE_BYTE = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")
ENCODINGS = (*ONE_BYTE, "utf-8", "utf-8-sig", "utf-16")
HEAD = "Naam;Functie;Gemeente;E-mailadres"


def _list(names: list[str], encoding: str, others: int = 0) -> bytes:
    rows = [HEAD, *(f"{name};wethouder;Goes;p{at}@goes.example" for at, name in enumerate(names))]
    rows += [f"Jan Jansen{at};wethouder;Urk;j{at}@urk.example" for at in range(others)]
    return ("\r\n".join(rows) + "\r\n").encode(encoding, "ignore")


def _rows(content: bytes, encoding: str = "") -> tuple[Row, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lijst.csv"
        path.write_bytes(content)
        return sheet_in(path, lambda text: text in HEAD.split(";"), options=ReadOptions(encoding)).rows


def _can_be_saved(name: str, encoding: str) -> bool:
    return name.encode(encoding, "ignore").decode(encoding) == name


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", PEOPLE)
def test_a_list_of_some_people_is_read_as_it_was_saved(language: str, encoding: str) -> None:
    names = [each for each in PEOPLE[language].split(";") if _can_be_saved(each, encoding)]
    rows = _rows(_list(names, encoding, 4))
    assert [row.cells["Naam"] for row in rows[: len(names)]] == names
    assert not any(row.doubts for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_of_poland_turkey_and_further_are_never_doubted_in_unicode(encoding: str) -> None:
    names = [*POLISH.split(";"), "Şahin Yıldız", "Đorđe Šešelj", "Nguyễn Thị Phượng", "Иван Петров", "Γιώργος Παπάς"]
    names += ["李伟", "محمد علي", "Sigurður Þórsson", "Ḥasan ʿAlī", "Jan 😀", "Māra Bērziņa", "Ștefan Țurcanu"]
    rows = _rows(_list(names, encoding))
    assert [row.cells["Naam"] for row in rows] == names
    assert not any(row.doubts for row in rows)


NAMES = sorted({name for group in PEOPLE.values() for name in group.split(";")})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), st.sampled_from(ONE_BYTE), st.integers(0, 9))
@example(["Noël"], "cp850", 0)
@example(["Boško"], "cp1252", 0)
def test_in_a_list_of_any_size_a_name_is_right_or_asked_about(names: list[str], encoding: str, others: int) -> None:
    kept = [each for each in names if _can_be_saved(each, encoding)]
    for name, row in zip(kept, _rows(_list(kept, encoding, others)), strict=False):
        assert row.cells["Naam"] == name or row.doubts["Naam"].why in (Why.LETTERS, Why.EITHER)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("utf-8", *ONE_BYTE))), min_size=2, max_size=10))
def test_in_a_list_of_several_encodings_a_name_is_right_or_asked_about(people: list[tuple[str, str]]) -> None:
    kept = [(name, encoding) for name, encoding in people if _can_be_saved(name, encoding)]
    lines = [f"{name};wethouder;Goes;p{at}@goes.example\n".encode(each) for at, (name, each) in enumerate(kept)]
    for (name, _), row in zip(kept, _rows(f"{HEAD}\n".encode() + b"".join(lines)), strict=True):
        assert row.cells["Naam"] == name or "Naam" in row.doubts


def test_half_a_list_in_utf_8_and_half_in_windows_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(_list(["Zoë Brûlé"], "cp1252") + "Chloé Añez;wethouder;Urk;c@urk.example\n".encode())
    rows, findings = registrations_in([ListFile(path)])
    assert [row.name.last for row in rows] == ["Brûlé", "Añez"]
    assert [each.code for each in findings] == ["list-mixed-encodings"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zo‘ BržlŽ", "Zoë Brûlé"),
        ("Br–l‚", "Brûlé"),
        ("ZoÃ«", "Zoë"),
        ("ZoÃƒÂ«", "Zoë"),
        ("Zo√´", "Zoë"),
        ("Zo├½", "Zoë"),
        ("Å\xa0ahin", "Šahin"),
        ("SÃºdwest-FryslÃ¢n", "Súdwest-Fryslân"),
        ("Zo&euml;", "Zoë"),
        ("Zo&#235;", "Zoë"),
        ("Zo&amp;euml;", "Zoë"),
        ("Zo&euml Br&ucirc;l&eacute", "Zoë Brûlé"),
        ("Zo&#xEB;", "Zoë"),
        ("Jan &amp; Zonen", "Jan & Zonen"),
        ("Zo=C3=AB", "Zoë"),
        ("Zo%C3%AB", "Zoë"),
        ("Zo\\u00eb", "Zoë"),
        ("Garc’a", "García"),
        ("Wa³êsa", "Wałęsa"),
        ("Kovaèeviæ", "Kovačević"),
        ("Zo\ufffd", ""),
        ("Zo\x91", "Zoë"),
        ("K∅ben", ""),
    ],
)
def test_letters_that_cannot_be_those_of_a_name_are_asked_about_with_what_is_meant(written: str, meant: str) -> None:
    found = doubt_of(written)
    assert found is not None
    assert (found.why, found.likely) == (Why.LETTERS, meant)


@pytest.mark.parametrize(
    "text",
    [
        *("’s-Gravenhage", "‘t Zand", "D’Angelo", "foto’s", "M’hamed", "N’Golo", "Sa’id", "O´Neill", "Jan – Piet"),
        *(
            "Müller–Lüdenscheidt",
            "Zoë “Zo” Bos",
            "Zorg & Welzijn",
            "R&B;",
            "100% zeker",
            "€ 25",
            "5°",
            "Co. ®",
            "3½ jaar",
        ),
        *(
            "JOSÉ MÜLLER",
            "McÉwan",
            "Kjær",
            "Malmø",
            "Cañón",
            "São Tomé",
            "Jan\xa0Jansen",
            "n.v.t.",
            "#GroenLinks",
            "#1",
        ),
    ],
)
def test_letters_and_signs_that_lists_have_are_not_doubted(text: str) -> None:
    assert doubt_of(text) is None


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_no_text_makes_it_fail(text: str) -> None:
    found = doubt_of(text)
    assert found is None or found.likely != text


@pytest.mark.parametrize(("name", "turkish"), [("Yýlmaz", "Yılmaz"), ("Aydoðan", "Aydoğan"), ("Þahin", "Şahin")])
def test_letters_of_iceland_in_a_list_of_windows_may_be_turkish_and_are_asked_about(name: str, turkish: str) -> None:
    (row,) = _rows(_list([name], "cp1252"))
    assert row.doubts == {"Naam": CellDoubt(Why.EITHER, turkish)}
    (row,) = _rows(_list([name], "cp1252"), "cp1254")
    assert (row.cells["Naam"], row.doubts) == (turkish, {})


def test_what_the_organiser_names_as_the_encoding_counts_and_is_not_doubted() -> None:
    (row,) = _rows(_list(["Boško Šimi"], "cp1252"), "cp1252")
    assert (row.cells["Naam"], row.doubts) == ("Boško Šimi", {})
    (row,) = _rows(_list(["Noël"], "cp850"), "cp850")
    assert (row.cells["Naam"], row.doubts) == ("Noël", {})
    assert doubt_of("Kovaèeviæ", Encoding("utf-8", given=True)) is None


def test_who_has_such_letters_waits_and_the_finding_says_what_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(_list(["Zo‘ BržlŽ", "Anna de Boer"], "utf-8"))
    rows, findings = registrations_in([ListFile(path)], ListVocabulary({}))
    enrolment = enrol(rows, lambda name: NameMatch(NameMatchKind.EXACT, "GM0664"))
    assert [each.name.last for each in enrolment.participants] == ["Boer"]
    assert enrolment.left_out == 1
    (found,) = [*findings, *enrolment.findings]
    assert (found.code, found.place.line, found.place.column) == ("cell-letters-meant", 2, "Naam")
    assert dict(found.facts)["likely"] == "Zoë Brûlé"


@pytest.mark.parametrize(
    "column", ["Functie", "Gemeente", "Status", "Deelnemerslijst", "Tafel", "Aanmelddatum", "Aanhef"]
)
@pytest.mark.parametrize("error", ["#N/A", "#VERW!", "Err:502"])
def test_an_error_in_any_column_that_decides_something_makes_the_person_wait(
    tmp_path: Path, column: str, error: str
) -> None:
    cells = {"Naam": "Anna de Boer", "Gemeente": "Goes", "E-mailadres": "a@goes.example", column: error}
    path = tmp_path / "lijst.csv"
    path.write_text(f"{';'.join(cells)};Dieet\n{';'.join(cells.values())};#N/A\n", "utf-8")
    rows, _ = registrations_in([ListFile(path)])
    known = NameMatch(NameMatchKind.EXACT, "GM0664")
    enrolment = enrol(rows, lambda name: known if name == "Goes" else NameMatch(NameMatchKind.UNKNOWN))
    assert (enrolment.participants, enrolment.left_out) == ((), 1)
    assert [(each.code, each.place.column) for each in enrolment.findings] == [("cell-error", column)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((each, True) for each in ("#REF!", "#VERW!", "#N/A", "#N/B", "#DIV/0!", "#DEEL/0!", "#NAME?", "#NAAM?")),
        *(
            (each, True)
            for each in ("#WAARDE!", "#VALUE!", "#GETAL!", "#LEEG!", "#####", "Err:502", "Fout:508", "#FOUT")
        ),
        *((each, False) for each in ("#1", "#GroenLinks", "nr. 5", "Fout", "Erna", "#", "n/a", "C#", "")),
    ],
)
def test_errors_of_excel_and_libreoffice_are_known_in_both_languages(text: str, expected: bool) -> None:
    assert is_error(text) is expected


def test_a_question_mark_within_a_word_of_a_function_or_an_organisation_is_a_lost_letter(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(
        f"{HEAD}\nAnna de Boer;wethouder financi?n;Goes;a@goes.example\nBo Bos;waarom?;Goes;b@goes.example\n"
    )
    rows, _ = registrations_in([ListFile(path)])
    assert [[each.place.column for each in row.unclear] for row in rows] == [["Functie"], []]


@pytest.mark.parametrize("cell", ["#N/A", "Err:502", "Zo‘ BržlŽ"])
def test_a_wish_that_cannot_be_read_makes_the_person_wait(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(f"{HEAD};Ronde 1\nAnna de Boer;wethouder;Goes;a@goes.example;{cell}\n", "utf-8")
    session = Session(time(10), time(11), "Samen wonen", "", "", SessionKind.WORKSHOP, code="A", round="1")
    rows, _ = registrations_in([ListFile(path)], rounds=rounds_of([session]))
    assert [(each.place.column, each.written) for each in rows[0].unclear] == [("Ronde 1", cell)]


def test_a_long_list_in_an_encoding_nobody_knows_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(_list([f"{chr(0x4E00 + at)}{chr(0x5200 + 7 * at % 900)}" for at in range(300)], "gb18030"))
    with pytest.raises(SourceError, match="encoding that is not known"):
        registrations_in([ListFile(path)])


def _doubts_of(names: str, encoding: str, others: int = 0) -> list[dict[str, CellDoubt]]:
    kept = names.split(";")
    return [dict(row.doubts) for row in _rows(_list(kept, encoding, others))[: len(kept)]]


SLOVENIAN = ";".join(f"Ana {name}" for name in ("Rožman", "Žagar", "Lešnik", "Hribernik", "Šinkovec", "Božič"))


@pytest.mark.parametrize("times", [1, 3, 9])
def test_many_names_with_letters_that_an_old_mac_has_elsewhere_do_not_make_it_the_file_of_one(times: int) -> None:
    vowels = "aeiouy"
    names = [name.replace("n", vowels[at % 6]) for at in range(times) for name in SLOVENIAN.split(";")]
    names = [each for each in names if _can_be_saved(each, "cp1252")]
    for name, row in zip(names, _rows(_list(names, "cp1252")), strict=True):
        assert row.cells["Naam"] == name or row.doubts["Naam"].why is Why.EITHER


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp852", "Łukasz Wójcik;Małgorzata Gęsicka;Bo Śliwa"),
        ("iso8859_16", "Ștefan Țurcanu;Ana Brânză"),
        ("cp1257", "Šarūnas Žukauskas;Ona Šimkūnė"),
        ("cp1250", "Łukasz Wałęsa;Bo Śliwa;Jan Dąbrowski"),
        ("mac_latin2", "Łukasz Wałęsa;Bo Śliwa;Jan Dąbrowski"),
    ],
)
def test_in_a_file_that_may_be_in_another_encoding_every_word_that_it_changes_is_asked_about(
    encoding: str, names: str
) -> None:
    assert all("Naam" in each for each in _doubts_of(names, encoding, 4))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso8859_15"])
@pytest.mark.parametrize("name", ["Seán Ó Briain", "Ö Öztürk", "Ç Çelik", "É Dubois", "Á. Ódor", "Ø Åkesson"])
def test_an_initial_with_an_accent_is_not_doubted(name: str, encoding: str) -> None:
    assert _doubts_of(f"{name};Zoë Brûlé;René Noël", encoding) == [{}, {}, {}]


def test_a_single_letter_of_dos_is_never_read_as_greek() -> None:
    names = "Dora Ó Briain;Chloé Brûlé;Zoë André;Desirée Noël"
    for name, row in zip(names.split(";"), _rows(_list(names.split(";"), "cp850")), strict=True):
        assert row.cells["Naam"] == name or "Naam" in row.doubts


def test_names_of_iceland_with_letters_that_turkish_ones_never_have_are_not_asked_about() -> None:
    assert _doubts_of("Sigríður Þórsdóttir;Guðrún Ástþrúðar", "cp1252") == [{}, {}]


@pytest.mark.parametrize(
    "name",
    ["Bakker\u200b", "\u200eSmit", "Hosseini\u200czadeh", "Soft\u00adwerk", "\ufeffBos", "ﬁscher", "Bram\u2009Vos"],
)
def test_a_sign_that_nobody_sees_is_no_wrong_letter(name: str) -> None:
    assert doubt_of(name) is None


def test_what_a_file_of_dos_ends_with_is_no_row() -> None:
    assert len(_rows(_list(["Zoë Brûlé"], "cp850") + b"\x1a")) == 1
