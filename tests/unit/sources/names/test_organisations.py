"""Organisations are told from municipalities by the words of their kind, and every municipality stays one."""

from __future__ import annotations

from datetime import date

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.places.municipality import Municipality, NameMatchKind
from reportgen.sources.names import spelling
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.former_names import ALIASES, DOUBTFUL
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.sources.names.organisations import names_organisation

MUNICIPALITIES = tuple(figures.figures().data.municipalities.values())
CHANGES = tuple(each for each in embedded_divisions().changes if each.old_code not in DOUBTFUL)
NAMES = MunicipalityNames(MUNICIPALITIES, embedded_divisions().changes, date(2018, 12, 10))

AS_MUNICIPALITY = (
    *("gemeente {}", "Gem. {}", "{} (gemeente)", "GEMEENTE {}", "Stad {}", "College van B&W {}", "B en W van {}"),
    *("College van burgemeester en wethouders van {}", "Burgemeester van {}", "wnd. burgemeester {}", "Wethouder {}"),
    *("Raad van {}", "De raad van de gemeente {}", "Gemeenteraad {}", "Raadslid {}", "Gemeentesecretaris {}"),
    *("Griffie {}", "Municipality of {}", "Mayor of {}"),
)
AS_ORGANISATION = (
    *("Provincie {}", "Province of {}", "Stichting Vluchtelingenwerk {}", "Vereniging Vrienden van {}", "GGD {}"),
    *("Hogeschool {}", "Universiteit van {}", "{} University", "Politie Eenheid {}", "Waterschap {}", "Regio {}"),
    *(
        "Veiligheidsregio {}",
        "Ministerie van {}",
        "{} B.V.",
        "{} N.V.",
        "Bakkerij {} BV",
        "Rechtbank {}",
        "Kamerlid {}",
    ),
    *("Protestantse Gemeente {}", "Bibliotheek {}", "{} Museum", "Rabobank {}", "Omroep {}", "Kamer van Koophandel {}"),
)

municipalities = st.sampled_from(MUNICIPALITIES)


def _written(municipality: Municipality) -> str:
    return municipality.title.removesuffix(" (gemeente)")


@given(municipalities, st.sampled_from(AS_MUNICIPALITY))
def test_a_municipality_is_one_with_any_usual_word_before_it(municipality: Municipality, form: str) -> None:
    match = NAMES.resolve(form.format(_written(municipality)))
    assert (match.kind, match.code) == (NameMatchKind.EXACT, municipality.code)


@given(municipalities, st.sampled_from(AS_ORGANISATION))
def test_an_organisation_in_a_municipality_is_a_guest(municipality: Municipality, form: str) -> None:
    match = NAMES.resolve(form.format(_written(municipality)))
    assert (match.kind, match.code, match.candidates) == (NameMatchKind.GUEST, None, ())


def test_no_name_of_a_municipality_present_or_former_names_an_organisation() -> None:
    names = {each.name for each in MUNICIPALITIES} | {each.old_name for each in CHANGES}
    names |= {each.new_name for each in CHANGES} | {alias for aliases in ALIASES.values() for alias in aliases}
    assert len(names) > 600
    assert [each for each in names if names_organisation(spelling.words(spelling.folded(each)))] == []


@pytest.mark.parametrize(
    "written",
    [
        *("Ministerie van SZW", "Min. van BZK", "Ministry of Social Affairs", "Vereniging van Nederlandse Gemeenten"),
        *("Association of Netherlands Municipalities", "COA", "UWV", "Centraal Orgaan opvang asielzoekers"),
        *("Tweede Kamerlid", "Nationale Politie", "Regio Twente", "TU Delft", "UMC Utrecht", "Erasmus MC"),
        *("Dienst Uitvoering Onderwijs", "Sociale Dienst Drechtsteden", "Foundation for Refugees", "Acme Ltd"),
        *("Kinderombudsman", "Kerk in Actie", "Marokkaans Netwerk", "Zorggroep Almere", "Wethoudersvereniging"),
        *("Gedeputeerde Staten van Utrecht", "Commissaris van de Koning", "organisatie Nieuwegijn", "zelfstandig"),
    ],
)
def test_an_organisation_is_known_by_its_kind(written: str) -> None:
    assert NAMES.resolve(written).kind is NameMatchKind.GUEST


@pytest.mark.parametrize(
    "written", ["Gemeente Amsterdam (GGD)", "Gemeente Utrecht - Dienst Wonen", "Nieuwegijn", "SWF"]
)
def test_what_may_be_a_municipality_stays_a_question(written: str) -> None:
    assert NAMES.resolve(written).kind is NameMatchKind.UNKNOWN
