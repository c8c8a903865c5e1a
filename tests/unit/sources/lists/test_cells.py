"""What stands in one cell, read as what it should be; and what cannot be read, said so."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.people.participant import Status
from reportgen.sources.lists import cells


@pytest.mark.parametrize(
    "text",
    [
        *("aangemeld", "Aangemeld", "AANGEMELD.", "her-aangemeld", "bevestigd", "Definitief", "ja", "OK", "Aanwezig"),
        *("ingeschreven (betaald)", "komt", "deelnemer", "confirmed", "Registered"),
    ],
)
def test_these_words_say_that_someone_comes(text: str) -> None:
    assert cells.status_of(text) is Status.COMING


@pytest.mark.parametrize(
    "text",
    [
        *("afgemeld", "AFGEMELD", "Afgemeld (ziek)", "geannuleerd", "annulering", "vervallen", "ingetrokken"),
        *("verhinderd", "uitgeschreven", "nee", "Niet aanwezig", "komt niet", "cancelled", "Declined"),
    ],
)
def test_these_words_say_that_someone_stays_away(text: str) -> None:
    assert cells.status_of(text) is Status.CANCELLED


@pytest.mark.parametrize(
    "text",
    [
        *("wachtlijst", "op de reservelijst", "onder voorbehoud", "misschien", "uitgenodigd", "?", "1", "-", "banaan"),
        *("niet afgemeld", "nog niet bevestigd", "aangemeld, later afgemeld", "afmelding bevestigd"),
        *("komt misschien", "geen deelnemer", "onbekend"),
    ],
)
def test_what_says_neither_or_both_is_for_a_person_to_read(text: str) -> None:
    assert cells.status_of(text) is Status.UNCLEAR


@pytest.mark.parametrize("text", ["not attending", "Attending: no", "not confirmed", "never registered"])
def test_a_no_in_english_is_not_read_as_a_yes(text: str) -> None:
    assert cells.status_of(text) in (Status.UNCLEAR, Status.CANCELLED)


@pytest.mark.parametrize("text", ["deelname onzeker", "komt wellicht", "komt mogelijk", "afmelding ingetrokken"])
def test_a_doubt_is_not_read_as_a_clear_word(text: str) -> None:
    assert cells.status_of(text) is Status.UNCLEAR


def test_a_status_of_the_organisers_own_counts_before_all_words() -> None:
    own = {"coming": ("wachtlijst", "komt niet zelf"), "cancelled": ("ok", "7")}
    assert cells.status_of("Wachtlijst", **own) is Status.COMING
    assert cells.status_of("komt niet zelf", **own) is Status.COMING
    assert cells.status_of("OK", **own) is Status.CANCELLED
    assert cells.status_of("7", **own) is Status.CANCELLED
    assert cells.status_of("op de wachtlijst", **own) is Status.UNCLEAR
    assert cells.status_of("", **own) is Status.UNSAID


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", (None, True)),
        *[(each, (True, True)) for each in ("ja", "Ja.", "JA!", "j", "x", "1", "WAAR", "✓", "akkoord")],
        *[(each, (False, True)) for each in ("nee", "Nee.", "n", "0", "onwaar", "-", "–", "niet")],
        *[(each, (False, False)) for each in ("?", "ja?", "misschien", "ja/nee", "liever niet", "later", ".")],
    ],
)
def test_consent_is_a_clear_yes_and_anything_else_is_none(text: str, said: tuple[bool | None, bool]) -> None:
    assert cells.consent_of(text) == said


@pytest.mark.parametrize("text", ["6", "6.0", "6,0", "06", "6.00", "tafel 6", "Tafel: 6", "TAFEL 06", "T6", "t. 6"])
def test_a_table_is_its_number_however_it_is_written(text: str) -> None:
    assert cells.table_number_of(text) == 6


@pytest.mark.parametrize("text", ["", "0", "-6", "6.5", "1000", "6 of 7", "zes", "tafel", "6a", "²", "6/7", "6e"])
def test_what_is_no_number_of_a_table_is_none(text: str) -> None:
    assert cells.table_number_of(text) is None


DAY = "2018-10-01 00:00"
MOMENT = "2018-10-01 14:05"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *[(each, DAY) for each in ("01-10-2018", "1-10-2018", "1/10/2018", "1.10.2018", "01 10 2018", "1-10-18")],
        *[(each, DAY) for each in ("2018-10-01", "2018-10-01 00:00:00", "2018-10-01T00:00:00")],
        *[(each, DAY) for each in ("1 oktober 2018", "1 Oktober 2018", "1 okt 2018", "1 okt. 2018", "1-okt-2018")],
        *[(each, MOMENT) for each in ("1-10-2018 14:05", "01/10/18 14:05:33", "1-10-2018, 14.05 uur")],
        *[(each, MOMENT) for each in ("2018-10-01T14:05:00", "2018-10-01 14:05:00.123", "2018-10-01T14:05:00+02:00")],
        *[(each, MOMENT) for each in ("1 oktober 2018 14:05", " 1  oktober  2018, 14.05 uur ")],
        ("29-02-2016", "2016-02-29 00:00"),
        ("12-11-2018", "2018-11-12 00:00"),
    ],
)
def test_a_day_is_read_as_dutch_lists_and_workbooks_write_it(text: str, moment: str) -> None:
    assert cells.datetime_of(text) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("month", ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"])
def test_a_month_may_be_shortened_as_excel_in_dutch_does(month: str) -> None:
    found = cells.datetime_of(f"1-{month}-2018")
    assert found
    assert found.strftime("%d-%Y") == "01-2018"


def test_a_year_of_two_figures_behind_a_month_in_letters_is_as_excel_in_dutch_writes_it() -> None:
    assert cells.datetime_of("1-okt-18") == datetime.fromisoformat(DAY)


@pytest.mark.parametrize("text", ["maandag 1 oktober 2018", "ma 1 okt 2018", "1-10-2018 om 14:05", "2018/10/01"])
def test_a_day_may_have_its_name_and_a_time_may_have_om_before_it(text: str) -> None:
    found = cells.datetime_of(text)
    assert found
    assert found.date() == datetime.fromisoformat(DAY).date()


@pytest.mark.parametrize(
    "text",
    [
        *("", "gisteren", "31-02-2018", "29-02-2018", "1-13-2018", "0-0-0000", "1 ju 2018", "1 januarie 2018"),
        *("10/1/2018 2:05 PM", "1-10-2018 25:00", "1-10-2018 en later", "1-10-20188", "2018-10", "12"),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert cells.datetime_of(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        *[(each, "mevrouw") for each in ("mevrouw", "Mevrouw", "mevr.", "mw.", "V", "MW")],
        *[(each, "heer") for each in ("de heer", "heer", "dhr.", "De Heer", "m")],
        ("Geachte mevrouw De Vries,", "Geachte mevrouw De Vries"),
        ("Beste Jan", "Beste Jan"),
        ("Hooggeachte heer Bos:", "Hooggeachte heer Bos"),
        ("Weledelgestrenge heer Bos", "Weledelgestrenge heer Bos"),
    ],
)
def test_a_salutation_is_a_whole_greeting_or_a_title(text: str, kept: str) -> None:
    assert cells.salutation_of(text) == (kept, True)


@pytest.mark.parametrize(
    "text",
    [
        *("banaan", "De Vries", "Mevrouw De Vries", "Geachte", "Beste <b>Jan</b>", "Beste {naam}", "Beste a@b.nl"),
        *("Beste Jan, zie https://x.example", f"Beste {'x' * 100}", "dhr./mevr.", "geachteheer Bos"),
    ],
)
def test_what_is_no_salutation_is_said_and_not_used(text: str) -> None:
    assert cells.salutation_of(text) == ("", False)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Jan van der Sluis-Öst d'Hooghe", ""),
        ("Sluis\u00a0Bos", ""),
        ("Slu\u202eis", "U+202E"),
        ("\x07Sluis\u2028Bos\x07", "U+0007 U+2028"),
        ("Slu\u200bis", "U+200B"),
        ("Jan\nBos", "U+000A"),
    ],
)
def test_signs_that_no_name_has_are_named(text: str, signs: str) -> None:
    assert cells.forbidden_characters(text) == signs


@given(st.text(max_size=30))
def test_no_text_makes_a_cell_fail(text: str) -> None:
    """And what is said to be usable, is."""
    shown, fault = cells.email_of(text)
    assert fault or (shown.count("@") == 1 and shown.isascii() and shown == shown.lower())
    assert not {unicodedata.category(sign) for sign in cells.cleaned(text)} & {"Cc", "Cf", "Zl", "Zp"}
    assert cells.cleaned(cells.cleaned(text)) == cells.cleaned(text)
    assert cells.consent_of(text)[0] in (None, True, False)
    assert cells.table_number_of(text) is None or 0 < (cells.table_number_of(text) or 0) < 1000
    assert cells.status_of(text) in Status
    cells.datetime_of(text)
    cells.salutation_of(text)
    cells.office_of(text)


NEARLY = st.text("0123456789-/.: tTjanmrokoeuj²٣", max_size=16)


@settings(max_examples=200)
@given(NEARLY)
def test_no_text_that_looks_like_a_day_or_a_table_makes_it_fail(text: str) -> None:
    found = cells.datetime_of(text)
    assert found is None or found.tzinfo is None
    cells.table_number_of(text)


USUAL = (
    st.text("ab1._+-", max_size=66),
    st.text("ab1.-", max_size=8),
    st.sampled_from(["nl", "example", "test", "x-", "1"]),
)


@settings(max_examples=400)
@given(*USUAL)
def test_a_usual_address_is_as_good_as_the_validator_says(local: str, domain: str, top: str) -> None:
    """Most addresses are seen to be good without asking it each time; that may make no difference."""
    address = f"{local}@{domain}.{top}"
    try:
        expected = validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email, ""
    except EmailNotValidError:
        expected = address, "bad"
    assert cells.email_of(address) == expected


@pytest.mark.parametrize(("local", "domain"), [(64, 50), (65, 50), (1, 252), (1, 254), (30, 224), (30, 226), (2, 64)])
def test_an_address_that_is_too_long_is_none(local: int, domain: int) -> None:
    """64 letters before the @, 63 in a label, 253 in a domain, 254 in the whole address."""
    labels = "b." * ((domain - 8) // 2) + "example" if domain != 64 else "b" * domain + ".nl"
    fits = local <= 64 and local + 1 + len(labels) <= 254 and domain != 64
    assert cells.email_of("a" * local + "@" + labels)[1] == ("" if fits else "bad")


@pytest.mark.parametrize("written", ["363", "0363", "363.0", "363,0", "00363"])
def test_a_bare_number_is_a_code_in_a_column_of_codes_only(written: str) -> None:
    assert cells.organisation_of(written, "Gemeentecode") == "GM0363"
    assert cells.organisation_of(written, "CBS-code") == "GM0363"
    assert cells.organisation_of(written, "Gemeente") == written


@pytest.mark.parametrize("written", ["36.3", "12345", "363%", "-363", "", "Amsterdam"])
def test_what_is_no_code_stays_as_it_is(written: str) -> None:
    assert cells.organisation_of(written, "Gemeentecode") == written


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        *((each, "bad") for each in ("mailto:a@goes.example", "Jan Jansen <a@goes.example>", "<a@goes.example>")),
        *((each, "bad") for each in ("a@goes.example.", "a@goes.example;", "a@goes.example ,", "a @goes.example")),
        *(
            (each, "bad")
            for each in ("a@goes,example", "a@goes.example (privé)", "a(at)goes.example", "e-mail: a@goes.nl")
        ),
        *((each, "several") for each in ("a@goes.nl; b@goes.nl", "a@goes.nl, b@goes.nl", "a@goes.nl b@goes.nl")),
        *(
            (each, "several")
            for each in ("a@goes.nl/b@goes.nl", "a@goes.nl en b@goes.nl", "Jan <a@goes.nl>; b@goes.nl")
        ),
        *(
            (each, "")
            for each in (" a@goes.example ", "A@Goes.Example", "a.de-boer+x@goes.example", "a@goes.example\n")
        ),
    ],
)
def test_what_is_more_or_less_than_one_address_is_never_mailed(text: str, fault: str) -> None:
    shown, found = cells.email_of(text)
    assert found == fault
    assert fault or shown == text.strip().lower()


@pytest.mark.parametrize(
    ("written", "read"),
    [("ĳzerman", "ijzerman"), ("Ĳsselstein", "IJsselstein"), ("Oﬃcier", "Officier"), ("ﬁnders", "finders")],
)
def test_letters_that_are_several_in_one_are_read_as_these(written: str, read: str) -> None:
    assert cells.cleaned(written) == read
