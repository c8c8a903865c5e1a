"""Of two who change one form, nothing is lost: what each did is known, and what both did is a conflict."""

from __future__ import annotations

import tomllib
from datetime import datetime

import pytest
from doubles.small_event import EXAMPLE

from reportgen.application.settings.consequences import consequences, kind_consequences, removed_kinds
from reportgen.application.settings.differences import difference_sentence, setting_differences
from reportgen.application.settings.form_values import FormRow, FormValues, form_values
from reportgen.application.settings.groups import setting_groups
from reportgen.application.settings.merge import merged, said_conflicts, with_theirs
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery, State

TEXT = (EXAMPLE / "event.toml").read_text("utf-8")
RAW = tomllib.loads(TEXT)
NOW = datetime(2018, 12, 3, 8, tzinfo=ZONE)


def _form(slug: str, **changes: str) -> FormValues:
    values = form_values(setting_groups()[slug], RAW)
    return FormValues(
        {**values.texts, **{name.replace("__", "."): text for name, text in changes.items()}}, values.rows
    )


def test_fields_of_one_keep_what_they_are_and_fields_of_both_conflict() -> None:
    group, base = setting_groups()["bijeenkomst"], _form("bijeenkomst")
    theirs = _form("bijeenkomst", event__title="Van hen", event__place="Zaal van hen")
    mine = _form("bijeenkomst", event__title="Van mij", event__address="Adres van mij")
    both = merged(group, base, theirs, mine)
    assert both.values.texts["event.title"] == "Van mij"
    assert both.values.texts["event.place"] == "Zaal van hen"
    assert both.values.texts["event.address"] == "Adres van mij"
    assert (both.theirs, both.conflicts) == (("event.title", "event.place"), ("event.title",))


def test_what_the_first_made_is_told_where_both_did_something_and_can_be_taken() -> None:
    group, base = setting_groups()["themas"], _form("themas")
    rows = base.rows["theme"]
    mine = FormValues({}, {"theme": (*rows, FormRow(None, {"name": "nieuw", "examples": "Urk"}))})
    theirs = FormValues({}, {"theme": rows[:1]})
    first = " – ".join(rows[0].cells.values())
    assert said_conflicts(group, merged(group, base, theirs, mine), RAW)["theme"].startswith(f"{first}; ")
    assert said_conflicts(group, merged(group, base, base, mine), RAW) == {}
    assert with_theirs(mine, theirs, ["theme"]) == theirs
    assert with_theirs(mine, theirs, []) == mine


def test_without_the_version_that_a_form_was_filled_from_all_that_differs_is_a_conflict() -> None:
    group = setting_groups()["bijeenkomst"]
    both = merged(group, None, _form("bijeenkomst", event__title="Van hen"), _form("bijeenkomst"))
    assert both.conflicts == ("event.title",)
    assert both.values.texts["event.title"] == RAW["event"]["title"]


def test_the_same_change_of_two_is_no_conflict() -> None:
    group = setting_groups()["bijeenkomst"]
    same = _form("bijeenkomst", event__title="Hetzelfde")
    assert merged(group, _form("bijeenkomst"), same, same).conflicts == ()


def test_rows_of_the_second_find_their_places_in_what_the_first_made() -> None:
    group, base = setting_groups()["themas"], _form("themas")
    rows = base.rows["theme"]
    theirs = FormValues({}, {"theme": tuple(FormRow(at, row.cells) for at, row in enumerate(reversed(rows)))})
    mine = FormValues({}, {"theme": (*rows, FormRow(None, {"name": "nieuw", "examples": "Urk"}))})
    both = merged(group, base, theirs, mine)
    assert both.conflicts == ("theme",)
    assert [row.origin for row in both.values.rows["theme"]] == [5, 4, 3, 2, 1, 0, None]


@pytest.mark.parametrize(
    ("there", "here", "sentences"),
    [
        ('title = "Div', 'title = "De div', ["Titel: ‘Diversiteit door migratie’ → ‘De diversiteit door migratie’"]),
        ("date = 2018-12-10", "date = 2018-12-11", ["Dag: ‘10 december 2018’ → ‘11 december 2018’"]),
        ('subject = "migration"', 'subject = ""', ["Onderwerp: ‘Diversiteit door migratie’ → ‘geen cijfers: alleen"]),
        (
            'sender = "outbox"',
            'sender = "smtp"',
            ["Brieven gaan: ‘naar bestanden op de server’ → ‘via de mailserver naar de deelnemers’"],
        ),
        ('name = "voorsteden"\nexamples', 'name = "voorstad"\nexamples', ["Thema 2: Naam van het thema: ‘voorsteden’"]),
        ("[lists]", '[[reading]]\ntitle = "x"\ntext = "y"\nsource = "z"\n[lists]', ["Stuk 3 erbij: ‘x’"]),
        ("[archive]", "[printing]\npart_timeout = 30\n[archive]", ["Instellingen voor de beheerder"]),
        ("[archive]", '[style]\nown = "#c8741a"\n[archive]', ["Stijl: ‘#c8741a’"]),
        ("[archive]", "# niets\n[archive]", []),
    ],
)
def test_what_differs_is_said_in_words(there: str, here: str, sentences: list[str]) -> None:
    found = [
        difference_sentence(each) for each in setting_differences(RAW, tomllib.loads(TEXT.replace(there, here, 1)))
    ]
    assert len(found) == len(sentences)
    assert all(one.startswith(other) for one, other in zip(found, sentences, strict=True)), found


def test_rows_that_change_places_are_told_as_such() -> None:
    moved = {**RAW, "theme": [RAW["theme"][1], RAW["theme"][0], *RAW["theme"][2:]]}
    (found,) = setting_differences(RAW, moved)
    assert found.label == "Thema: volgorde"


def _letter(number: int, state: State) -> Delivery:
    return Delivery(f"x.{number}", "x", number, 1, "a@b.nl", "", "", "", False, state, 0, None)


LETTERS = [_letter(1, State.SENT), _letter(2, State.SENT), _letter(3, State.RELEASED), _letter(4, State.PRINTED)]


@pytest.mark.parametrize(
    ("there", "here", "codes"),
    [
        ("date = 2018-12-10", "date = 2018-12-11", [("invited", 2), ("waiting", 2)]),
        ('place = "NBC', 'place = "Zaal', [("invited", 2), ("waiting", 2)]),
        ('arrival = "Met', 'arrival = "Zonder', []),
        ("not_after = 2018-12-09T18", "not_after = 2018-12-09T19", [("window", 1)]),
        (
            "not_before = 2018-12-03T07:00:00  # Nederlandse tijd\nnot_after = 2018-12-09T18:00:00",
            "not_before = 2018-12-01T07:00:00\nnot_after = 2018-12-02T18:00:00",
            [("window", 1), ("closed", 0)],
        ),
        ('sender = "outbox"', 'sender = "smtp"', [("real-mail", 1)]),
        ('subject = "migration"', 'subject = ""', [("figures-sent", 2), ("figures-waiting", 2)]),
        ("[archive]", "# niets\n[archive]", []),
    ],
)
def test_what_follows_from_a_change_is_told_with_how_many_it_is_about(
    there: str, here: str, codes: list[tuple[str, int]]
) -> None:
    after = tomllib.loads(TEXT.replace(there, here, 1))
    assert [(each.code, each.count) for each in consequences(RAW, after, LETTERS, NOW)] == codes
    assert consequences(RAW, RAW, LETTERS, NOW) == ()


def test_release_without_a_person_and_the_end_of_a_trial_are_told() -> None:
    by_hand = tomllib.loads(TEXT.replace('release = "automatic"', 'release = "by-hand"'))
    assert [each.code for each in consequences(by_hand, RAW, (), NOW)] == ["automatic"]
    trial = tomllib.loads(TEXT.replace("[archive]", 'redirect_all = "a@vng.nl"\n[archive]'))
    assert [each.code for each in consequences(trial, RAW, (), NOW)] == ["no-trial"]


def test_what_follows_for_another_kind_of_packs_is_told_with_its_title() -> None:
    moment = datetime(2018, 12, 18, 8, tzinfo=ZONE)
    table = {"kind": "follow-up", "title": "Terugblik", "not_before": moment, "not_after": moment.replace(day=20)}
    before = {**RAW, "pack": [table]}

    def found(now: datetime = NOW, **changes: object) -> list[tuple[str, int, str]]:
        after = {**RAW, "pack": [{**table, **changes}]}
        return [
            (each.code, each.count, each.kind) for each in kind_consequences(before, after, "follow-up", LETTERS, now)
        ]

    assert found() == []
    assert found(title="Verslag") == []
    assert found(not_after=moment.replace(day=21)) == [("kind-window", 1, "Terugblik")]
    late = NOW.replace(year=2030)
    assert found(late, not_after=moment.replace(day=21))[1:] == [("kind-closed", 0, "Terugblik")]
    assert found(release="automatic") == [("kind-automatic", 0, "Terugblik")]
    assert found(release="by-hand") == []
    assert [each.code for each in kind_consequences(RAW, before, "follow-up", LETTERS, NOW)] == []


def test_kinds_of_packs_that_go_are_known() -> None:
    packs = [{"kind": "briefing"}, {"kind": "follow-up"}]
    assert removed_kinds({"pack": packs}, {"pack": packs[:1]}) == ["follow-up"]
    assert removed_kinds({"pack": packs}, {}) == ["follow-up"]
    assert removed_kinds({"pack": {"form": True}}, {"pack": "x"}) == []
