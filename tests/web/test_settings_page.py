"""Everything of a meeting is changed in forms: faults stand beside fields, changes are told, nothing is lost."""

from __future__ import annotations

import re
import shutil
import socket
import tomllib
from collections.abc import Callable, Iterator
from errno import ENOSPC
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from doubles.form_client import FormClient
from doubles.mail_server import MailServer, Running
from doubles.small_event import small_event
from doubles.web_server import Served, admit

from reportgen.application.event.setup_list import Step
from reportgen.application.settings import own_figures_file
from reportgen.application.settings.groups import setting_groups
from reportgen.config.indicator_file import EMBEDDED_INDICATORS
from reportgen.storage.versions import replace_file, versions_of

MAIL = "/instellingen/mailserver"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, FormClient, bytes]]:
    """A meeting of which nothing was made, an organiser who signed in, and its settings as they are at first."""
    folder = tmp_path_factory.mktemp("settings")
    event = small_event(folder)
    admit(folder / "output", "anna", "bas")
    with Served(event, folder / "output") as served:
        yield served, served.signed_in(), (event / "event.toml").read_bytes()


@pytest.fixture
def served(running: tuple[Served, FormClient, bytes]) -> Served:
    """It, with the settings of the beginning and no versions of them."""
    served, _, content = running
    (served.event / "event.toml").write_bytes(content)
    shutil.rmtree(served.event / "eerder", ignore_errors=True)
    return served


@pytest.fixture
def anna(served: Served, running: tuple[Served, FormClient, bytes]) -> FormClient:
    running[1].get("/instellingen")  # what earlier tests left to say
    return running[1]


def form(page: str) -> dict[str, Any]:
    """What the form of a group holds: its fields with their values, as a browser sends them."""
    (main,) = re.findall(r'<form class="settings-form".*?</form>', page, re.DOTALL)
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        names = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if names.get("type") == "checkbox" and " checked" not in tag:
            continue
        if "name" in names:
            fields.setdefault(unescape(names["name"]), []).append(unescape(names.get("value", "")))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', main, re.DOTALL):
        fields[name] = unescape(text)
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside) or re.search(r'<option value="([^"]*)"', inside)
        fields[name] = unescape(chosen[1]) if chosen else ""
    fields["token"] = fields.pop("bewijs")[0]
    return fields


def saved(client: FormClient, slug: str, **changes: object) -> Any:
    """The form of a group, sent with other values."""
    fields = form(client.get(f"/instellingen/{slug}").text)
    return client.post(f"/instellingen/{slug}", **{**fields, **changes})


def toml(served: Served) -> dict[str, Any]:
    return tomllib.loads((served.event / "event.toml").read_text("utf-8"))


@pytest.mark.parametrize("slug", setting_groups())
def test_a_form_that_is_sent_as_it_came_changes_nothing(served: Served, anna: FormClient, slug: str) -> None:
    before = (served.event / "event.toml").read_bytes()
    answer = saved(anna, slug)
    assert answer.status_code == 200
    assert "Er is niets veranderd" in anna.said(answer)
    assert (served.event / "event.toml").read_bytes() == before
    assert not versions_of(served.event, "event.toml")


def test_what_is_changed_is_told_in_words_kept_as_a_version_and_taken_back(served: Served, anna: FormClient) -> None:
    before = (served.event / "event.toml").read_text("utf-8")
    answer = saved(anna, "bijeenkomst", **{"event.title": "Wonen & <zorg>", "event.doors": "12.15"})
    said = anna.said(answer)
    assert "Titel: ‘Diversiteit door migratie’ → ‘Wonen & <zorg>’; Inloop vanaf: ‘12.00’ → ‘12.15’" in said
    after = (served.event / "event.toml").read_text("utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b for _, b in changed] == ['title = "Wonen & <zorg>"', 'doors = "12.15"']
    newest, first = versions_of(served.event, "event.toml")
    assert (newest.who, first.who) == ("anna", "")
    assert newest.about.startswith("Titel: ‘Diversiteit door migratie’ → ")
    assert "<zorg>" not in answer.text.replace("&lt;zorg&gt;", "")
    undo = re.search(r'action="([^"]+/terug)">.*?name="versie" value="(\d+)".*?name="stand" value="(\w+)"', answer.text)
    assert undo
    answer = anna.post("/instellingen/versies/terug", versie=undo[2], stand=undo[3])
    assert "Teruggezet: " in anna.said(answer)
    assert (served.event / "event.toml").read_text("utf-8") == before
    assert versions_of(served.event, "event.toml")[0].about == f"teruggezet: versie {first.number}"
    log = anna.get("/werk").text
    assert "instellingen veranderd (De bijeenkomst)" in log
    assert "eerdere versie teruggezet (De gegevens van de bijeenkomst)" in log


def test_each_fault_stands_beside_its_field_and_what_was_typed_stays(served: Served, anna: FormClient) -> None:
    before = (served.event / "event.toml").read_bytes()
    typed = {"event.title": "", "event.date": "31-2-2030", "event.place": "x" * 201, "event.end": "3 uur"}
    answer = saved(anna, "bijeenkomst", **typed)
    assert answer.status_code == 422
    for text in ("Vul dit in.", "Dit is geen dag.", "Dit is te lang: er passen 200 tekens in.", "Dit is geen tijd."):
        assert text in answer.text, text
    assert 'id="veld-event-title-fout"' in answer.text
    fields = form(answer.text)
    assert fields["event.date"] == ["31-2-2030"]
    assert fields["event.place"] == "x" * 201
    assert fields["event.end"] == ["3 uur"]
    assert (served.event / "event.toml").read_bytes() == before


def test_questions_are_added_moved_and_taken_away_before_anything_is_saved(served: Served, anna: FormClient) -> None:
    before = (served.event / "event.toml").read_bytes()
    page = saved(anna, "vragen", rij="question:erbij:0")
    fields = form(page.text)
    assert fields["question.n"] == ["4"]
    fields["question.3.text"] = "Nieuw?"
    page = anna.post("/instellingen/vragen", **fields, rij="question:omhoog:3")
    assert re.findall(r'name="([^"]*)"[^>]* autofocus', page.text) == ["question.2.text"], "who moved it goes on there"
    page = anna.post("/instellingen/vragen", **form(page.text), rij="question:weg:0")
    assert re.findall(r'name="([^"]*)"[^>]* autofocus', page.text) == ["question.0.text"]
    fields = form(page.text)
    assert (served.event / "event.toml").read_bytes() == before
    answer = anna.post("/instellingen/vragen", **fields)
    assert "erbij: ‘Nieuw?’" in anna.said(answer)
    assert [each["text"][:10] for each in toml(served)["question"]] == ["Hoe antici", "Nieuw?", "Hoe kunnen"]
    assert toml(served)["question"][0]["about"] == "origin/total"


@pytest.mark.parametrize("slug", setting_groups())
def test_nothing_can_be_chosen_twice_also_in_a_row_that_was_added(anna: FormClient, slug: str) -> None:
    page = anna.get(f"/instellingen/{slug}").text
    for each in setting_groups()[slug].fields:
        if each.is_rows:
            page = anna.post(f"/instellingen/{slug}", **form(page), rij=f"{each.name}:erbij:0").text
    for choices in re.findall(r"<select[^>]*>(.*?)</select>", page, re.DOTALL):
        labels = re.findall(r"<option[^>]*>(.*?)</option>", choices)
        assert len(labels) == len(set(labels)), labels


def test_a_kind_of_pack_that_is_added_is_no_briefing_and_is_released_by_hand(anna: FormClient) -> None:
    fields = form(saved(anna, "pakketten", rij="pack:erbij:0").text)
    assert (fields["pack.0.kind"], fields["pack.0.release"]) == ("follow-up", "by-hand")


def test_the_figure_of_a_question_is_chosen_from_those_of_the_subject(served: Served, anna: FormClient) -> None:
    page = anna.get("/instellingen/vragen").text
    options = re.findall(r'<option value="([^"]*)"', page)
    assert "origin/index" in options
    assert "" in options
    answer = saved(anna, "vragen", **{"question.2.about": "origin/total"})
    assert "Cijfer bij de vraag" in anna.said(answer)
    assert toml(served)["question"][2]["about"] == "origin/total"


def test_an_indicator_of_the_meeting_is_called_by_its_title_wherever_it_is_told(
    served: Served, anna: FormClient
) -> None:
    text = (EMBEDDED_INDICATORS / "share-80plus.toml").read_text("utf-8")
    own = re.sub("^title = .*", 'title = "Wie op een verpleeghuis wacht"', text, flags=re.MULTILINE)
    (served.event / "indicators").mkdir()
    (served.event / "indicators" / "verpleeghuis-wachtenden.toml").write_text(own, "utf-8")
    try:
        answer = saved(anna, "cijfers", **{"figures.indicators": "verpleeghuis-wachtenden"})
        assert anna.said(answer) == "Bewaard. Nog meer cijfers: ‘Wie op een verpleeghuis wacht’."
        index = anna.get("/instellingen").text
        assert "Wie op een verpleeghuis wacht" in index
        assert "verpleeghuis-wachtenden" not in re.sub("<[^>]*>", "", index)
    finally:
        shutil.rmtree(served.event / "indicators")


def test_two_at_once_see_what_the_other_did_and_choose(served: Served, anna: FormClient) -> None:
    bas = served.signed_in("bas")
    fields = form(bas.get("/instellingen/bijeenkomst").text)
    saved(anna, "bijeenkomst", **{"event.title": "Van Anna", "event.place": "Zaal Anna"})
    answer = bas.post("/instellingen/bijeenkomst", **{**fields, "event.title": "Van Bas", "event.address": "Straat 2"})
    assert "anna heeft intussen iets veranderd: Titel" in unescape(answer.text)
    assert "Intussen staat er: ‘Van Anna’" in unescape(answer.text)
    assert toml(served)["event"]["title"] == "Van Anna"
    both = form(answer.text)
    assert (both["event.title"], both["event.place"]) == (["Van Bas"], ["Zaal Anna"])
    assert both["event.address"] == ["Straat 2"]
    bas.post("/instellingen/bijeenkomst", **{**both, "neem": "event.title"})
    event = toml(served)["event"]
    assert (event["title"], event["place"], event["address"]) == ("Van Anna", "Zaal Anna", "Straat 2")


def test_an_unknown_municipality_is_said_beside_its_theme(served: Served, anna: FormClient) -> None:
    answer = saved(anna, "themas", **{"theme.1.examples": "Diemen\nNieuwegijn"})
    assert answer.status_code == 422
    assert "Er is geen gemeente ‘Nieuwegijn’." in unescape(answer.text)
    assert 'id="veld-theme-1-examples-fout"' in answer.text


def test_another_day_says_itself_that_the_meeting_was_moved(served: Served, anna: FormClient) -> None:
    saved(anna, "bijeenkomst", **{"event.date": "11-12-2018"})
    assert str(toml(served)["event"]["moved_from"]) == "2018-12-10"
    saved(anna, "bijeenkomst", **{"event.date": "10-12-2018"})
    assert "moved_from" not in toml(served)["event"]


def test_real_mail_and_release_without_a_person_have_to_be_confirmed(served: Served, anna: FormClient) -> None:
    saved(anna, "mailserver", **{"mail.host": "localhost", "mail.tls": "none", "mail.port": "1"})
    answer = saved(anna, "versturen", **{"delivery.sender": "smtp"})
    assert "Vanaf nu gaan brieven echt naar de deelnemers" in answer.text
    assert toml(served)["delivery"]["sender"] == "outbox"
    anna.post("/instellingen/versturen", **form(answer.text))
    assert toml(served)["delivery"]["sender"] == "smtp"


def test_the_mail_server_is_tried_and_what_went_wrong_is_said_in_dutch(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nog geen mailserver ingevuld" in anna.said(anna.post("/instellingen/mailserver/proberen"))
    saved(anna, "mailserver", **{"mail.host": "localhost", "mail.tls": "none", "mail.port": "1"})
    assert "neemt op poort 1 geen post aan" in anna.said(anna.post("/instellingen/mailserver/proberen"))
    saved(anna, "mailserver", **{"mail.user": "briefing"})
    assert "geen wachtwoord klaar voor briefing" in anna.said(anna.post("/instellingen/mailserver/proberen"))
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", "geheim-woord")
    page = anna.get("/instellingen/mailserver").text
    assert "Er staat een wachtwoord klaar" in page
    assert "geheim-woord" not in page


def test_the_way_to_mail_leads_to_the_mail_server_first(served: Served, anna: FormClient) -> None:
    steps = r'<a href="[^"]*/instellingen/(mailserver|versturen)">(Mailserver|Vrijgeven en versturen: echt mailen)</a>'
    assert [each[0] for each in re.findall(steps, anna.get("/voorbereiding").text)] == ["mailserver"]
    saved(anna, "mailserver", **{"mail.host": "localhost", "mail.tls": "none", "mail.port": "1"})
    assert [each[0] for each in re.findall(steps, anna.get("/voorbereiding").text)] == ["versturen"]


def test_of_a_mail_server_without_encryption_no_certificate_is_praised(served: Served, anna: FormClient) -> None:
    mail = Running(MailServer())
    mail.start()
    try:
        saved(anna, "mailserver", **{"mail.host": "127.0.0.1", "mail.tls": "none", "mail.port": str(mail.port)})
        said = anna.said(anna.post(f"{MAIL}/proberen"))
    finally:
        mail.stop()
    assert "is bereikt en laat ons binnen, zonder versleuteling" in said
    assert "te vertrouwen" not in said


def test_the_password_is_sent_to_no_server_that_an_organiser_fills_in(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", "geheim-woord")
    with socket.create_server(("127.0.0.2", 0)) as theirs:
        theirs.settimeout(0)
        port = theirs.getsockname()[1]
        other = {"mail.host": "127.0.0.2", "mail.tls": "implicit", "mail.port": str(port), "mail.user": "a_b"}
        saved(anna, "mailserver", **other)
        assert "niet gezegd dat het wachtwoord voor 127.0.0.2 is" in anna.said(anna.post(f"{MAIL}/proberen"))
        monkeypatch.setenv("REPORTGEN_SMTP_HOST", "smtp.example.org")
        assert "De beheerder staat toe: smtp.example.org." in anna.said(anna.post(f"{MAIL}/proberen"))
        assert "op de server, voor smtp.example.org." in anna.get(MAIL).text
        with pytest.raises(BlockingIOError):
            theirs.accept()


def test_no_certificate_is_trusted_because_an_organiser_names_it(served: Served, anna: FormClient) -> None:
    saved(anna, "mailserver", **{"mail.host": "localhost"})
    path = served.event / "event.toml"
    before = path.read_text("utf-8")
    text = re.sub(r'^host = "localhost"$', 'host = "localhost"\nca_file = "deelnemers.csv"', before, flags=re.MULTILINE)
    assert text != before
    stand = sha256(path.read_bytes()).hexdigest()
    answer = anna.post("/instellingen/bestand", naam="event.toml", tekst=text, stand=stand)
    assert "verandert alleen de beheerder van de server" in answer.text
    assert path.read_text("utf-8") == before
    path.write_text(text, "utf-8")  # the administrator did
    stand = sha256(path.read_bytes()).hexdigest()
    answer = anna.post("/instellingen/bestand", naam="event.toml", tekst=f"{text}\n# zo\n", stand=stand)
    assert path.read_text("utf-8").endswith("# zo\n"), answer.text
    path.write_text(before, "utf-8")


HOSTILE = [
    *(
        '"""',
        "'''",
        '\\"""\n[mail]\nhost="x"',
        '"]\n[x]',
        "a\r\nb: c",
        "\0",
        "\x1b[2J",
        "../../etc/passwd",
        "{{ 7*7 }}",
    ),
    *("<script>alert(1)</script>", "\u202eevil", "x" * 99_000, "%00", "=cmd|' /C calc'!A0", '" onfocus="alert(1)'),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_is_typed_breaks_the_file_or_the_page(served: Served, anna: FormClient, hostile: str) -> None:
    before = toml(served)
    for slug, field in (
        ("bijeenkomst", "event.title"),
        ("bijeenkomst", "event.welcome"),
        ("vragen", "question.0.hint"),
        ("themas", "theme.0.name"),
        ("lijsten", "status.coming"),
        ("mailserver", "mail.host"),
        ("bewaren", "archive.keep_until"),
        ("pakketten", "pack.n"),
        ("cijfers", "figures.subject"),
    ):
        answer = saved(anna, slug, **{field: hostile})
        assert answer.status_code in (200, 422), (slug, field)
        assert "<script>alert" not in answer.text
        assert ' onfocus="alert' not in answer.text
        now = toml(served)
        assert now.keys() - before.keys() <= {"status", "mail"}
    assert anna.get("/instellingen").status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["question:erbij", "question:weg:99", "question:omhoog:0", "x:weg:0", "event.title:weg:0", "question:weg:²"],
)
def test_a_button_that_is_not_there_changes_nothing(served: Served, anna: FormClient, asked: str) -> None:
    page = saved(anna, "vragen", rij=asked)
    assert page.status_code == 200
    assert form(page.text)["question.n"] == ["3"]


def test_rows_that_name_the_same_place_twice_lose_nothing(served: Served, anna: FormClient) -> None:
    answer = saved(anna, "vragen", **{"question.1.origin": "0", "question.2.origin": "77"})
    assert answer.status_code == 200
    assert len(toml(served)["question"]) == 3


OWN = "gemeente;jaar;Buurthuizen\nDiemen;2018;3\nUtrecht;2018;12\n"


def test_a_file_with_own_figures_is_brought_checked_and_replaced(served: Served, anna: FormClient) -> None:
    def bring(name: str, content: bytes, **fields: str) -> str:
        token = form(anna.get("/instellingen/cijfers").text)["token"]
        files = {"bestand": (name, content)}
        return anna.said(anna.post("/instellingen/cijfers/bestand", token=token, files=files, **fields))

    assert "Kies een bestand" in bring("leeg.csv", b"")
    assert "Er is niets bewaard." in bring("plaatje.png", b"x")
    assert "Er is niets bewaard." in bring("../../deelnemers.xlsx", b"geen werkmap")
    before = (served.event / "deelnemers.csv").read_bytes()
    assert "Bewaard als eigen-cijfers.csv." in bring("../deelnemers.csv", OWN.encode())
    assert toml(served)["figures"]["own"] == ["eigen-cijfers.csv"]
    assert (served.event / "deelnemers.csv").read_bytes() == before
    assert "Bewaard als eigen-cijfers.csv." in bring(
        "nieuw.csv", OWN.replace("12", "13").encode(), instead="eigen-cijfers.csv"
    )
    assert len(versions_of(served.event, "eigen-cijfers.csv")) == 2
    assert "Bewaard als eigen-cijfers-2.csv." in bring("x.csv", OWN.encode(), instead="deelnemers.csv")
    assert toml(served)["figures"]["own"] == ["eigen-cijfers.csv", "eigen-cijfers-2.csv"]
    (served.event / "eigen-cijfers.csv").unlink()
    (served.event / "eigen-cijfers-2.csv").unlink()


def test_a_file_with_own_figures_that_is_kept_is_good_news_also_with_something_wrong_in_it(
    served: Served, anna: FormClient
) -> None:
    files = {"bestand": ("eigen.csv", OWN.replace("Diemen", "Nergenshuizen").encode())}
    answer = anna.post("/instellingen/cijfers/bestand", files=files)
    assert re.search("Bewaard als eigen-cijfers.csv. .*Nergenshuizen", anna.said(answer))
    assert "<title>Fout:" not in answer.text
    assert 'role="alert"' not in answer.text
    assert "Nergenshuizen" in anna.get("/cijfers").text
    (served.event / "eigen-cijfers.csv").unlink()


def test_who_brings_own_figures_without_a_subject_is_told_to_choose_one_first(served: Served, anna: FormClient) -> None:
    event = served.event / "event.toml"
    event.write_text(event.read_text("utf-8").replace('subject = "migration"', 'subject = ""'), "utf-8")
    said = anna.said(anna.post("/instellingen/cijfers/bestand", files={"bestand": ("eigen.csv", OWN.encode())}))
    assert "Kies eerst bij ‘Onderwerp’" in said
    for word in ("indicators", "own", "subjects", "regel"):
        assert word not in said


def test_another_day_after_packs_were_made_tells_first_what_follows(copy_of: Callable[[], tuple[Path, Path]]) -> None:
    event, output = copy_of()
    before = (event / "event.toml").read_bytes()
    with Served(event, output) as served:
        anna = served.signed_in()
        answer = saved(anna, "bijeenkomst", **{"event.date": "12-12-2018", "event.title": "Later"})
        shown = unescape(answer.text)
        assert "Dit gebeurt er als u het bewaart:" in shown
        assert "7 brieven liggen klaar en kloppen dan niet meer." in shown
        assert "U verandert: Titel: ‘Diversiteit door migratie’ → ‘Later’; Dag: ‘10 december 2018’" in shown
        assert (event / "event.toml").read_bytes() == before
        done = anna.post("/instellingen/bijeenkomst", **form(answer.text))
        assert "Bewaard." in anna.said(done)
        assert "Kijk ook wanneer brieven weg mogen" in anna.said(done)
        assert str(toml(served)["event"]["date"]) == "2018-12-12"
        window = {"delivery.not_after": "1-12-2018 18.00", "delivery.not_before": "30-11-2018 8.00"}
        other = saved(anna, "versturen", **window)
        assert "Het laatste moment is al voorbij" in other.text


def test_a_file_with_own_figures_that_was_kept_by_half_is_the_same_one_the_next_time(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bring() -> str:
        files = {"bestand": ("eigen.csv", OWN.encode())}
        return anna.said(anna.post("/instellingen/cijfers/bestand", files=files))

    def full(folder: Path, name: str, *rest: object) -> object:
        if name == "event.toml":
            raise OSError(ENOSPC, "No space left on device")
        return replace_file(folder, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(own_figures_file, "replace_file", full)
    assert "Er is niets bewaard." in bring()
    monkeypatch.undo()
    assert "own" not in toml(served).get("figures", {})
    assert "Bewaard als eigen-cijfers.csv." in bring()
    assert toml(served)["figures"]["own"] == ["eigen-cijfers.csv"]
    assert "Bewaard als eigen-cijfers-2.csv." in bring()  # it is asked for: the first is in use
    for each in served.event.glob("eigen-cijfers*"):
        each.unlink()


def test_what_is_wrong_is_told_in_the_order_of_the_page(anna: FormClient) -> None:
    wrong = {"event.title": "", "event.date": "31-2-2027", "event.end": "half drie", "event.address": ""}
    page = saved(anna, "bijeenkomst", **wrong).text
    assert re.findall(r'<li><a href="#veld-event-(\w+)">', page) == ["title", "date", "end", "address"]


def test_long_texts_are_cut_in_what_is_said_after_saving(anna: FormClient) -> None:
    said = anna.said(saved(anna, "bijeenkomst", **{"event.title": "Wonen en zorg in de regio " * 3}))
    assert "Titel: ‘Diversiteit door migratie’ → ‘Wonen en zorg in de regio Wonen en zorg…’." in said
    assert "Alles staat bij ‘Eerdere versies’." in said


def test_a_step_of_the_set_up_list_is_called_as_the_page_it_leads_to(anna: FormClient) -> None:
    setup = anna.get("/voorbereiding").text
    steps = re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', setup)
    assert len(steps) == len({*Step} - {Step.PACKS}), "nothing was made yet"
    for path, name in steps:
        page = anna.session.get(f"{anna.address}{path}", timeout=120).text
        called, _, _ = name.partition(": ")
        assert f"<h1>{called}</h1>" in page, name
        assert f"<title>{called} ·" in page or f"<title>{called}</title>" in page, name
    for path, name in re.findall(r'<li><a href="([^"]+)"(?: aria-current="page")?>([^<]+)</a></li>', setup):
        assert f"<h1>{name}</h1>" in anna.get(path).text, name
