"""The list on the organiser's page: each finding is mended where it stands, and what follows is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.small_event import HEADINGS, PEOPLE, sheet, small_event
from doubles.web_server import Served, admit

from reportgen.application.build.plan import plan_build
from reportgen.application.workspace import Workspace
from reportgen.domain.people.participant import full_name
from reportgen.interfaces.web.background import list_check, page_timeout
from reportgen.render.reports.list_report import ListReport
from reportgen.sources.lists.change_file import CHANGES_FILE, changes_in

FAULTY = [
    (*PEOPLE[0][:4], "Utrechd", PEOPLE[0][5], "ja"),
    (*PEOPLE[1][:5], "b.meeuw@", "ja"),
    (*PEOPLE[2][:3], "voorzitter", *PEOPLE[2][4:6], "misschien"),
    *PEOPLE[3:],
]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An event with faults in its list, of which nothing was made yet."""
    event = small_event(tmp_path, FAULTY)
    admit(tmp_path / "output", "anna", "bram")
    with Served(event, tmp_path / "output") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    return served.signed_in()


def _form(page: str, action: str, about: str = "") -> dict[str, str]:
    """The hidden and filled-in fields of a form with this action, in the item of a list that has a text in it."""
    places = re.split(r"<li\b", page) if about else [page]
    for place in places:
        found = re.search(rf'<form method="post" action="[^"]*{action}">(.*?)</form>', place, re.DOTALL)
        if found and about in unescape(place):
            fields = {}
            for each in re.findall(r"<input [^>]*>", found[1]):
                name, value = re.search(r' name="([^"]*)"', each), re.search(r' value="([^"]*)"', each)
                if name and value and name[1] != "bewijs":
                    fields[name[1]] = unescape(value[1])
            return fields
    raise AssertionError(f"no form {action} with {about}")


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _sent(anna: FormClient, path: str, fields: dict[str, str], **more: str) -> str:
    return anna.said(anna.post(path, **{**fields, **more}))


def test_the_suggested_municipality_is_one_click_and_outlives_the_next_list(served: Served, anna: FormClient) -> None:
    page = anna.get("/lijst").text
    assert "Utrechd" in page
    said = _sent(anna, "/lijst/herstellen", _form(page, "/lijst/herstellen", "Utrechd"), keuze="Utrecht")
    assert "Bewaard." in said
    assert "A. Zwaluw krijgt bij ‘Pakketten maken’ een pakket" in said
    assert "de gemeente ‘Utrechd’" not in _text(anna.get("/lijst").text).partition("Wat u naast")[0]
    anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet(FAULTY[:5]).encode())})
    waiting = anna.get("/lijst").text
    anna.post("/lijst/aannemen", **_form(waiting, "/lijst/aannemen"))
    after = _text(anna.get("/lijst").text)
    assert "Utrechd → Utrecht" in after
    assert "de gemeente ‘Utrechd’ van" not in after.partition("Wat u naast")[0]
    (change,) = changes_in(served.event)
    assert (change.who, change.becomes, change.why[:12]) == ("anna", {"organisation": "Utrecht"}, "de gemeente ")


def test_an_address_is_typed_where_the_finding_stands_and_judged_first(anna: FormClient) -> None:
    fields = _form(anna.get("/lijst").text, "/lijst/herstellen", "b.meeuw@")
    answer = anna.post("/lijst/herstellen", **{**fields, "veld-email": "b.meeuw@diemen"})
    assert answer.status_code == 422
    assert 'value="b.meeuw@diemen"' in answer.text
    assert "kan niet bestaan" in answer.text
    assert "Bewaard." in _sent(anna, "/lijst/herstellen", fields, **{"veld-email": "b.meeuw@diemen.example"})
    assert "b.meeuw@ → b.meeuw@diemen.example" in _text(anna.get("/lijst").text)


def test_what_is_right_is_said_with_a_reason_and_asked_again_when_wanted(anna: FormClient) -> None:
    fields = _form(anna.get("/lijst").text, "/lijst/klopt", "voorzitter")
    assert "Schrijf erbij waarom" in _sent(anna, "/lijst/klopt", fields)
    _sent(anna, "/lijst/klopt", fields, reden="zo heet het daar")
    assert "voorzitter" not in _text(anna.get("/lijst").text).partition("Nieuwe lijst")[0]
    right = anna.get("/lijst?accepted=ja").text
    assert "zo heet het daar" in right
    _sent(anna, "/lijst/terugdraaien", _form(right, "/lijst/terugdraaien", "zo heet het daar"))
    assert "voorzitter" in _text(anna.get("/lijst").text)


def test_what_follows_is_told_before_anything_was_made(served: Served, anna: FormClient) -> None:
    def first() -> list[str]:
        page = _text(anna.get("/lijst/gevolgen").text)
        plan = plan_build(served.context.workspace(served.context.ledger))
        names = [full_name(each.pack.participant.name) for each in plan.printing]
        assert f"Eerste brief: {len(names)} " in page
        assert all(each in page for each in names)
        return names

    faulty = _form(anna.get("/lijst").text, "/lijst/herstellen", "b.meeuw@")
    before = first()
    anna.post("/lijst/herstellen", **{**faulty, "veld-email": "b.meeuw@diemen.example"})
    assert [each for each in first() if each not in before] == ["B. Meeuw"]


def test_no_mend_waits_for_the_check_that_follows_on_the_one_before(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = anna.get("/lijst").text
    may_end, check = Event(), list_check.check_list

    def slow(workspace: Workspace) -> ListReport:
        assert may_end.wait(60)
        return check(workspace)

    monkeypatch.setattr(list_check, "check_list", slow)
    monkeypatch.setattr(page_timeout, "LARGE", 0)
    try:
        typed = {"veld-email": "b.meeuw@diemen.example"}
        assert "Bewaard." in _sent(anna, "/lijst/herstellen", _form(page, "/lijst/herstellen", "b.meeuw@"), **typed)
        assert "Bewaard." in _sent(anna, "/lijst/herstellen", _form(page, "/lijst/herstellen", "Utrechd"), keuze="Goes")
        right = _form(page, "/lijst/klopt", "voorzitter")
        assert "Bewaard." in _sent(anna, "/lijst/klopt", right, reden="zo heet het daar")
    finally:
        may_end.set()
    served.context.list_check.wait()
    served.context.people_check.wait()
    assert "voorzitter" not in _text(anna.get("/lijst").text).partition("Nieuwe lijst")[0]


def test_somebody_is_changed_with_what_the_list_says_beside_it_and_back(anna: FormClient) -> None:
    page = anna.get("/lijst").text
    link = re.search(r'href="[^"]*(/lijst/persoon\?wie=[^"]+)">Alles van A. Zwaluw', page)
    assert link
    form = _form(anna.get(link[1]).text, "/lijst/persoon")
    typed = {**form, "veld-last": "Zwaluwen", "veld-status": "afgemeld", "veld-consent": "ja"}
    answer = anna.post("/lijst/persoon", **typed)
    assert "Schrijf erbij waarom" in anna.said(answer)
    assert 'value="Zwaluwen"' in answer.text
    assert "Bewaard." in _sent(anna, "/lijst/persoon", typed, reden="belde")
    there = anna.get(link[1]).text
    assert "In de lijst staat: Zwaluw." in _text(there)
    assert "Naam: A. Zwaluw → A. Zwaluwen; Komt: aangemeld → afgemeld" in _text(there)
    _sent(anna, "/lijst/terugdraaien", _form(there, "/lijst/terugdraaien"))
    assert "In de lijst staat: Zwaluw." not in _text(anna.get(link[1]).text)


def test_two_organisers_at_once_see_what_the_other_did(served: Served, anna: FormClient) -> None:
    bram = served.signed_in("bram")
    fields = _form(anna.get("/lijst").text, "/lijst/herstellen", "b.meeuw@")
    theirs = re.search(r'href="[^"]*(/lijst/persoon\?wie=[^"]+)">Alles van B. Meeuw', bram.get("/lijst").text)
    assert theirs
    form = _form(bram.get(theirs[1]).text, "/lijst/persoon")
    _sent(anna, "/lijst/herstellen", fields, **{"veld-email": "meeuw@diemen.example"})
    typed = {**form, "veld-email": "bm@diemen.example", "veld-status": "aangemeld", "veld-consent": "ja", "reden": "x"}
    answer = bram.post("/lijst/persoon", **typed)
    assert answer.status_code == 422
    assert "Nu staat er: meeuw@diemen.example." in _text(answer.text)
    assert 'value="bm@diemen.example"' in answer.text
    again = {**typed, "stand": _form(answer.text, "/lijst/persoon")["stand"]}
    assert "Bewaard." in _sent(bram, "/lijst/persoon", again)
    assert "deze persoon is intussen iets veranderd" in _sent(anna, "/lijst/herstellen", fields, keuze="").replace(
        "Van d", "d"
    )


NEW = {
    "veld-initials": "K.",
    "veld-last": "Mol",
    "veld-organisation": "Utrecht",
    "veld-email": "k.mol@utrecht.example",
    "veld-function": "wethouder",
    "veld-consent": "ja",
}


def test_what_is_wrong_with_a_field_is_a_sentence_also_of_who_has_no_name_yet(anna: FormClient) -> None:
    empty = {**dict.fromkeys(NEW, ""), "veld-consent": "ja"}
    said = _text(anna.post("/deelnemers/nieuw", **empty, reden="x").text)
    for each in ("Vul de achternaam in.", "Vul de gemeente in.", "Vul het adres in, of bel de deelnemer."):
        assert each in said
    assert "()" not in said
    assert "Bij staat" not in said
    said = _text(anna.post("/deelnemers/nieuw", **{**empty, "veld-email": "k.mol"}, reden="x").text)
    assert "van deze persoon kan niet bestaan" in said


def test_what_is_wrong_with_fields_and_a_missing_reason_is_one_alert(anna: FormClient) -> None:
    for fields in (NEW, {**NEW, "veld-email": "k.mol"}):
        page = anna.post("/deelnemers/nieuw", **fields, reden="   ").text
        assert page.count('role="alert"') == 1
        assert "blijft bewaard." in page.partition('role="alert"')[2].partition("<form")[0]


def test_somebody_is_added_once(served: Served, anna: FormClient) -> None:
    answer = anna.post("/deelnemers/nieuw", **{**NEW, "veld-email": "k.mol", "veld-organisation": "Utrechd"}, reden="x")
    assert answer.status_code == 422
    assert 'value="k.mol"' in answer.text
    assert "2 velden klopt iets niet" in _text(answer.text)
    said = anna.said(anna.post("/deelnemers/nieuw", **NEW, reden="belde"))
    assert "K. Mol krijgt bij ‘Pakketten maken’ een pakket" in said
    assert "staat al in de lijst" in _text(anna.post("/deelnemers/nieuw", **NEW, reden="belde").text)
    assert len(changes_in(served.event)) == 1


@pytest.mark.parametrize(
    "path",
    ["/lijst/herstellen", "/lijst/klopt", "/lijst/terugdraaien", "/lijst/rijen", "/lijst/dezelfde", "/lijst/persoon"],
)
def test_forms_from_elsewhere_or_about_nobody_change_nothing(served: Served, anna: FormClient, path: str) -> None:
    assert anna.post(path, token="x", wie="x").status_code == 403
    strange = {
        "wie": SCRIPT,
        "stand": "x",
        "wijziging": "999999999",
        "nummer": "-1",
        "bevinding": "../../x",
        "doe": "telt:99999999999",
        "veld": "__class__",
        "keuze": "x" * 90_000,
        "veld-email": "x" * 90_000,
        "terug": "//evil.example/",
    }
    answer = anna.post(path, **strange)
    assert answer.status_code == 200
    assert answer.url.startswith(served.address)
    assert SCRIPT not in answer.text
    assert not (served.event / CHANGES_FILE).exists()


def test_a_name_like_a_script_is_only_a_name(anna: FormClient) -> None:
    answer = anna.post(
        "/deelnemers/nieuw", **{**NEW, "veld-last": SCRIPT, "veld-email": "k@utrecht.example"}, reden=SCRIPT
    )
    assert SCRIPT not in answer.text
    assert SCRIPT not in anna.get("/lijst").text
    assert SCRIPT not in anna.get("/lijst/wijzigingen").text


def test_a_shrunk_list_asks_where_it_is_accepted(anna: FormClient) -> None:
    anna.post("/maken")
    anna.wait()
    anna.post("/lijst", files={"bestand": ("kort.csv", sheet(PEOPLE[3:4], HEADINGS).encode())})
    form = _form(anna.get("/lijst").text, "/lijst/aannemen")
    form.pop("korter", None)
    assert "Meer dan de helft" in _sent(anna, "/lijst/aannemen", form)
    assert "geldt nu" in _sent(anna, "/lijst/aannemen", form, korter="ja")


def test_a_shrunk_list_asks_before_any_pack_is_made(anna: FormClient) -> None:
    anna.post("/lijst", files={"bestand": ("kort.csv", sheet(PEOPLE[3:4], HEADINGS).encode())})
    seen = anna.get("/lijst").text
    form = _form(seen, "/lijst/aannemen")
    form.pop("korter", None)
    assert "meer dan de helft van de" in _text(seen)
    assert "Meer dan de helft" in _sent(anna, "/lijst/aannemen", form)
    assert "geldt nu" in _sent(anna, "/lijst/aannemen", form, korter="ja")


def test_a_list_is_compared_with_the_one_that_counts_and_not_with_that_of_the_packs(anna: FormClient) -> None:
    anna.post("/maken")
    anna.wait()
    for place in (slice(3, 6), slice(3, 7)):
        offered = ("lijst.csv", sheet(PEOPLE[place], HEADINGS).encode())
        anna.post("/lijst", files={"bestand": offered})
        seen = anna.get("/lijst").text
        _sent(anna, "/lijst/aannemen", _form(seen, "/lijst/aannemen"), korter="ja")
    assert "1 nieuw, 0 gewijzigd, 0 vervallen" in seen


def test_double_rows_are_decided_and_two_people_are_one(served: Served, anna: FormClient) -> None:
    more = [
        ("8", "H.", "Fuut", "wethouder", "Delft", "h.fuut@delft.example", "ja"),
        ("9", "Hans", "Fuut", "wethouder", "Delft", "hans.fuut@delft.example", "ja"),
        ("10", "Piet", "Vis", "wethouder", "Goes", "p.vis@goes.example", "ja"),
        ("11", "Piet", "Vis", "wethouder", "Gouda", "p.vis@gouda.example", "ja"),
    ]
    (served.event / "deelnemers.csv").write_text(sheet([*PEOPLE, *more]), "utf-8-sig")
    anna.post("/maken")
    anna.wait()
    link = re.search(r'href="[^"]*(/lijst/persoon\?wie=[^"#]+)#rijen', anna.get("/lijst").text)
    assert link
    form = _form(anna.get(link[1]).text, "/lijst/rijen")
    assert "regel is er niet" in _sent(anna, "/lijst/rijen", form, doe="telt:7")
    assert "Bewaard." in _sent(anna, "/lijst/rijen", form, doe="telt:1")
    form = _form(anna.get(link[1]).text, "/lijst/rijen")
    apart = _sent(anna, "/lijst/rijen", form, doe="apart:1")
    assert "Fuut krijgt bij ‘Pakketten maken’ een pakket" in apart
    fish = sorted(set(re.findall(r'/deelnemers/(\d+)">Piet Vis<', anna.get("/deelnemers").text)), key=int)
    assert len(fish) == 2
    page = anna.get(f"/deelnemers/{fish[0]}/wijzigen").text
    said = _sent(anna, "/lijst/dezelfde", _form(page, "/lijst/dezelfde", "Piet Vis"), reden="belde")
    assert "Piet Vis doet niet meer mee" in said
    assert "geen deelnemer met dit nummer" in _sent(
        anna, "/lijst/dezelfde", {**_form(anna.get("/lijst").text, "/lijst/herstellen"), "nummer": "98765"}
    )


def test_what_is_no_answer_is_refused_beside_its_field(anna: FormClient) -> None:
    for field, value in (("consent", "misschien"), ("salutation", "hoi")):
        answer = anna.post("/deelnemers/nieuw", **{**NEW, f"veld-{field}": value}, reden="x")
        assert answer.status_code == 422
        assert f"‘{value}’" in _text(answer.text)
