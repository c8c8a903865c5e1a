"""The page with sessions: how full they are, who attends them, and moving someone to another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from doubles.browser_users import Hand, Keys, Narrow, Plain, needs_browser
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser, expect
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.meeting_with_rounds import meeting_with_rounds, told_meeting

from reportgen.interfaces.web.pages import programme_sessions


@pytest.fixture
def told(tmp_path: Path, common: Path, parts: PrintedParts) -> CommandLine:
    """A meeting whose letters went, with an organiser."""
    cli = told_meeting(common, parts).copied(tmp_path)
    admit(cli.output, "anna", "bram")
    return cli


@pytest.fixture
def new(tmp_path: Path) -> CommandLine:
    """A meeting of which nothing was made, with an organiser."""
    cli = meeting_with_rounds(tmp_path)
    admit(cli.output, "anna", "bram")
    return cli


@pytest.fixture
def anna(told: CommandLine) -> Iterator[FormClient]:
    """An organiser of the meeting whose letters went."""
    with Served(told.event, told.output) as served:
        yield served.signed_in()


def _words(page: str) -> str:
    """What a page says, without its elements."""
    text = unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))
    return re.sub(r" (?=[,.)])", "", " ".join(text.split()))


def _preview(anna: FormClient, number: int, label: str, to: str) -> tuple[str, dict[str, str]]:
    """What a page says of a move, and the fields of its form."""
    page = anna.get("/sessies/verplaatsen", params={"deelnemer": number, "ronde": label, "naar": to}).text
    form = page.partition(f'method="post" action="{anna.base}/sessies/verplaatsen"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    fields.pop("bewijs", None)
    return _words(page), fields


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that runs many tests at once the assignment takes longer than a page waits for it."""
    monkeypatch.setattr(programme_sessions, "MAX_WAIT", 60.0)


def test_each_session_tells_its_room_seats_wishes_and_who_attends_it(anna: FormClient) -> None:
    page = _words(anna.get("/sessies").text)
    assert "Ronde 1 13.00–14.00 3 eerste wensen, 1 leidt een sessie 0" in page
    assert "A Wijken Zaal 1 · 13.00–14.00 · Dina el Amrani 2 van 2 plaatsen vol" in page
    assert "Anna de Boer Verplaats Anna de Boer Utrecht · eerste wens · staat in de brief" in page
    assert "Beter kan niet" in page
    assert "D Geld Zaal 3 · 14.00–15.00 0 van 3 plaatsen" in _words(anna.get("/sessies?ronde=2").text)


def test_who_has_no_session_stands_on_top_and_on_the_first_page(new: CommandLine) -> None:
    new.replace_text("programma.csv", "Hofjes;;;workshop;1;B;Zaal 2;3;", "Hofjes;;;workshop;1;B;Zaal 2;1;")
    with Served(new.event, new.output) as served:
        anna = served.signed_in()
        page = _words(anna.get("/sessies").text)
        assert page.index("Zonder sessie: 1") < page.index("A Wijken Zaal 1")
        assert "niet B Hofjes: vol" in page
        assert "1 deelnemer zonder sessie in ronde 1" in _words(anna.get("/").text)


def test_wishes_are_chosen_where_one_names_no_session_and_in_the_form_of_a_person(new: CommandLine) -> None:
    new.replace_text("deelnemers.csv", "2;B;A;", "2;Hofdjes aan zee;A;")
    with Served(new.event, new.output) as served:
        anna = served.signed_in()
        assert "Wensen herstellen" in _words(anna.get("/sessies").text)
        page = anna.get("/lijst?kind=wens").text
        assert "Cor van Dijk wil naar ‘Hofdjes aan zee’" in _words(page)
        (form,) = re.findall(r'action="[^"]*/lijst/herstellen">(.*?)</form>', page, re.DOTALL)
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        assert set(re.findall(r'<select [^>]*name="([^"]+)"', form)) == {
            *("wens-1-0", "wens-1-1", "wens-2-0", "wens-2-1", "wens-2-2")
        }
        fields.pop("bewijs")
        wishes = {"wens-1-0": "b", "wens-1-1": "", "wens-2-0": "a", "wens-2-1": "", "wens-2-2": ""}
        done = anna.post("/lijst/herstellen", **fields, **wishes)
        assert "melding-" not in anna.get("/lijst?kind=wens&words=Hofdjes").text
        assert "Wensen: ronde 2: a → ronde 1: b; ronde 2: a" in _words(done.text)
        page = anna.get("/deelnemers/nieuw").text
        assert page.count('<select id="wens-') == 5
        who = re.search(r'/lijst/persoon\?wie=([0-9a-f]+)"', done.text)
        assert who
        page = anna.get(f"/lijst/persoon?wie={who[1]}").text
        assert '<option value="b" selected>' in page
        fields = dict(re.findall(r'type="hidden" name="(wie|stand)" value="([^"]*)"', page))
        twice = {**fields, "wensen": "ja", **wishes, "wens-2-1": "a", "reden": "gebeld"}
        answer = anna.post("/lijst/persoon", **twice)
        assert "‘A Wijken’ is twee keer gekozen" in _words(answer.text)
        anna.post("/lijst/persoon", **{**twice, "wens-2-0": "c"})
        assert "ronde 2: c, dan a" in _words(anna.get("/lijst/wijzigingen").text)
        new.replace_text("programma.csv", ";2;C;", ";2;K;")
        assert "een wens voor ‘c’, en die sessie staat niet meer" in _words(anna.get("/lijst?kind=wens").text)


def test_a_wish_that_was_not_understood_has_its_place_and_saving_the_form_as_it_is_answers_it(
    new: CommandLine,
) -> None:
    new.replace_text("deelnemers.csv", "2;B;A;", "2;Hofdjes aan zee, B;A;")
    with Served(new.event, new.output) as served:
        anna = served.signed_in()
        page = anna.get("/lijst?kind=wens").text
        (form,) = re.findall(r'action="[^"]*/lijst/herstellen">(.*?)</form>', page, re.DOTALL)
        places = re.findall(r'name="(wens-1-\d)">.*?<option value="([^"]*)" selected>([^<]*)<', form)
        assert places == [("wens-1-0", "", "niet begrepen of leeg"), ("wens-1-1", "b", "B Hofjes")]
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        fields.pop("bewijs")
        shown = dict(re.findall(r'name="(wens-\d-\d)">.*?<option value="([^"]*)" selected>', form))
        assert "Bewaard" in anna.said(anna.post("/lijst/herstellen", **fields, **shown))
        assert "melding-" not in anna.get("/lijst?kind=wens&words=Hofdjes").text
        assert "opgeslagen zoals ze zijn" in _words(anna.get("/lijst?accepted=ja").text)


def test_a_move_says_first_what_changes_and_stands_in_the_log_and_can_be_undone(anna: FormClient) -> None:
    says, fields = _preview(anna, 3, "2", "d")
    assert "Cor van Dijk naar D Geld?" in says
    assert "In de brief aan Cor van Dijk stond A Wijken" in says
    assert "1 pakket verandert daardoor 0003 Cor van Dijk, Urk: verstuurd" in says
    done = anna.post("/sessies/verplaatsen", **fields)
    assert "Cor van Dijk (0003) gaat in ronde 2 nu naar D Geld." in anna.said(done)
    assert "Urk · geen van de wensen · in de brief stond A Wijken · met de hand gezet" in _words(done.text)
    assert "anna: in een andere sessie gezet, Cor van Dijk (ronde 2: D Geld)" in _words(anna.get("/werk").text)
    back = anna.get("/sessies/verplaatsen?deelnemer=3&ronde=2&ongedaan=ja").text
    assert "De indeling kiest dan A Wijken: eerste wens." in _words(back)
    digest = re.search(r'name="stand" value="([^"]+)"', back)
    assert digest
    done = anna.post("/sessies/verplaatsen", deelnemer=3, ronde="2", ongedaan="ja", stand=digest[1])
    assert "nu naar A Wijken" in anna.said(done)
    assert "met de hand gezet" not in _words(done.text)


def test_a_move_to_a_session_that_is_for_others_says_so(told: CommandLine) -> None:
    told.replace_text("programma.csv", "2;D;Zaal 3;3;;;", "2;D;Zaal 3;3;;burgemeesters;")
    with Served(told.event, told.output) as served:
        anna = served.signed_in()
        says, fields = _preview(anna, 3, "2", "d")
        assert "D Geld is voor burgemeesters, en daar hoort Cor van Dijk niet bij." in says
        page = _words(anna.post("/sessies/verplaatsen", **fields).text)
    assert "voor burgemeesters" in page
    assert "Cor van Dijk zit in ‘Geld’, en die sessie is voor burgemeesters" in page


def test_who_releases_sees_what_is_different_in_letters_that_follow_earlier_ones(told: CommandLine) -> None:
    told.replace_text("programma.csv", "2;A;Zaal 1;", "2;A;Bovenzaal;")
    made = told.run("build", *IN_TIME, *JSON).json["made"]
    assert made
    with Served(told.event, told.output) as served:
        page = _words(served.signed_in().get("/vrijgeven").text)
    assert re.search(rf"\b{made} [^0-9]*\b(zaal|Zaal|Bovenzaal)", page)
    assert "Bovenzaal in plaats van Zaal 1" in page


def test_a_move_that_costs_others_what_they_were_told_needs_a_tick(anna: FormClient) -> None:
    says, fields = _preview(anna, 3, "1", "a")
    assert "Cor van Dijk gaat dan in ronde 2 ook ergens anders heen: A Wijken →" in says
    assert (
        "1 ander gaat daardoor ook ergens anders heen 0002 Anna de Boer, Utrecht, ronde 1: A Wijken → B Hofjes" in says
    )
    assert "Dina el Amrani leidt een van deze sessies en houdt de lijst" in says
    refused = anna.post("/sessies/verplaatsen", **fields)
    assert "zet eerst het vinkje" in anna.said(refused)
    assert "Cor van Dijk naar A Wijken?" in _words(refused.text)
    assert "nu naar A Wijken" in anna.said(anna.post("/sessies/verplaatsen", **fields, toch="ja"))


def test_a_move_that_does_something_else_by_now_is_looked_at_once_more(told: CommandLine) -> None:
    with Served(told.event, told.output) as served:
        anna, bram = served.signed_in(), served.signed_in("bram")
        _, fields = _preview(anna, 3, "2", "d")
        _, others = _preview(bram, 3, "2", "c")
        assert "nu naar C Bouwen" in bram.said(bram.post("/sessies/verplaatsen", **others))
        again = anna.post("/sessies/verplaatsen", **fields)
        assert "Intussen is er iets veranderd" in anna.said(again)
        assert "Nu bij C Bouwen" in _words(again.text)


def test_what_the_list_fixes_says_where_to_change_it(new: CommandLine) -> None:
    new.replace_text("deelnemers.csv", "Ronde 1;", "Ronde 1!;")
    with Served(new.event, new.output) as served:
        anna = served.signed_in()
        assert "vast in de lijst (deelnemers.csv, regel 4)" in _words(anna.get("/sessies").text)
        says = _words(anna.get("/sessies/verplaatsen?deelnemer=3&ronde=1").text)
        assert "De lijst zelf zegt waar deze deelnemer heen gaat: deelnemers.csv, regel 4" in says
        done = anna.post("/sessies/verplaatsen", deelnemer=3, ronde="1", naar="a", stand="")
        assert "De lijst zelf zegt waar deze deelnemer heen gaat (deelnemers.csv, regel 4)" in anna.said(done)


def test_a_participant_is_told_with_their_sessions(told: CommandLine) -> None:
    told.replace_text("deelnemers.csv", "b.visser@vaals.example;1;Workshop B;A;", "b.visser@vaals.example;1;A;A;")
    with Served(told.event, told.output) as served:
        anna = served.signed_in()
        anna.get("/sessies")  # which works it out
        says = _words(anna.get("/deelnemers/4").text)
    assert "Ronde 1, 13.00 uur: B Hofjes, Zaal 2 geen van de wensen · staat in de brief · niet A Wijken" in says
    assert "Ronde 2, 14.00 uur: A Wijken, Zaal 1 eerste wens" in says


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/sessies/verplaatsen?deelnemer=99&ronde=1", "Die deelnemer of die ronde is er niet (meer)"),
        ("/sessies/verplaatsen?deelnemer=3&ronde=9", "Die deelnemer of die ronde is er niet (meer)"),
        ("/sessies/verplaatsen?deelnemer=3&ronde=1&naar=zz", "Die deelnemer, ronde of sessie is er niet (meer)"),
        ("/sessies/verplaatsen?deelnemer=3&ronde=1&ongedaan=ja", "niet (meer) met de hand verplaatst"),
    ],
)
def test_a_move_that_cannot_be_is_told_in_dutch(new: CommandLine, path: str, says: str) -> None:
    with Served(new.event, new.output) as served:
        anna = served.signed_in()
        assert says in anna.said(anna.get(path))


def test_a_programme_without_rounds_and_a_list_that_cannot_be_read_say_so(tmp_path: Path, new: CommandLine) -> None:
    (new.event / "deelnemers.csv").write_text("hallo", "utf-8")
    with Served(new.event, new.output) as served:
        assert "De lijst mist een kolom" in served.signed_in().said(served.signed_in().get("/sessies"))
    event = small_event(tmp_path / "other")
    admit(tmp_path / "other" / "output", "anna")
    with Served(event, tmp_path / "other" / "output") as served:
        assert "heeft geen rondes" in served.signed_in().get("/sessies").text


@needs_browser
@pytest.mark.parametrize("kind", [Hand, Keys, Narrow, Plain])
def test_someone_is_moved_by_mouse_by_keyboard_on_a_telephone_and_without_script(
    new: CommandLine, browser: Browser, kind: type[Hand]
) -> None:
    with Served(new.event, new.output) as served:
        hand = kind(browser, served)
        hand.go("/")
        hand.sign_in()
        hand.go("/sessies?ronde=2")
        person = hand.page.locator("li", has_text="Cor van Dijk")
        if kind is Hand:
            person.drag_to(hand.page.locator("[data-drop='d']"))
            hand.page.wait_for_url("**/verplaatsen?*")
            hand.look()
        else:
            hand.press(person.get_by_role("link", name="Verplaats"))
            choice = hand.page.get_by_role("radio", name="D Geld")
            if isinstance(hand, Keys):
                hand.reach(hand.page.get_by_role("radio").first)
                hand.page.keyboard.press("ArrowDown")
                expect(choice).to_be_checked()
            else:
                hand.tick(choice)
            hand.press(hand.button("Bekijk wat dat verandert"))
        expect(hand.page.get_by_role("heading", level=1)).to_have_text("Cor van Dijk naar D Geld?")
        hand.press(hand.button("Verplaatsen"))
        expect(hand.page.get_by_role("status").filter(has_text="nu naar D Geld")).to_be_focused()
        expect(hand.page.locator("[data-drop='d']")).to_contain_text("met de hand gezet")
        hand.context.close()
