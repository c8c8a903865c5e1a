"""Own texts, reports of tables, colours and logo are changed on pages; what a reader will see stands beside them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from errno import ENOSPC
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from doubles.form_client import FormClient
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from PIL import Image

from reportgen.application.build.unsaved_preview import PreviewedPack
from reportgen.interfaces.web.pages import previews
from reportgen.storage import versions

AFTERWARDS = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00
"""
HIDDEN = re.compile(r'<input type="hidden" name="(stand|voorbeeld|tekst|tafel)" value="([^"]*)"')
TYPED = re.compile(r'<textarea id="tekstveld"[^>]*>\n?([^<]*)</textarea>|<input id="tekstveld"[^>]*value="([^"]*)"')


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An event of which nothing was made yet."""
    folder = tmp_path_factory.mktemp("texts")
    event = small_event(folder)
    admit(folder / "output", "anna", "bram")
    with Served(event, folder / "output") as running:
        yield running


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    """An organiser who signed in."""
    return served.signed_in()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previews that take no time, where a test is about something else."""
    picture = _png(4, 4)

    def made(*_: object) -> PreviewedPack:
        return PreviewedPack(
            1, "A. Zwaluw", False, (picture,), ("Tekst",), {"personal": 1}, "Uw briefing", "Beste lezer"
        )

    monkeypatch.setattr(previews, "preview_unsaved", made)


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form."""
    return {name: unescape(value) for name, value in HIDDEN.findall(html)}


def typed(html: str) -> str:
    """What stands in the field with the text."""
    found = TYPED.search(html)
    assert found
    return unescape(found[1] or found[2] or "")


def finished(anna: FormClient, url: str, seconds: float = 120) -> str:
    """A page once its preview is there."""
    until = time.monotonic() + seconds
    parts = urlsplit(url)
    while time.monotonic() < until:
        html = anna.get(f"{parts.path}?{parts.query}").text
        if "duurt een paar seconden" not in html:
            return html
        time.sleep(0.3)
    raise AssertionError("the preview does not end")


def test_a_text_is_seen_before_it_is_saved_then_saved_and_put_back(served: Served, anna: FormClient) -> None:
    page = anna.get("/teksten?tekst=brief").text
    answer = anna.post("/teksten", doe="bekijken", inhoud="Neem uw laarzen mee.", deelnemer="3", **hidden(page))
    html = finished(anna, answer.url)
    assert "Neem uw laarzen mee." in html.partition("<pre")[2]
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    assert "(0003) het ziet. Dit is nog niet bewaard." in said, said[-2500:]
    assert not (served.event / "texts").exists()
    assert typed(html) == "Neem uw laarzen mee."
    answer = anna.post("/teksten", doe="bewaren", inhoud=typed(html), **hidden(html))
    assert "De tekst is bewaard." in anna.said(answer)
    assert (served.event / "texts" / "brief.txt").read_text("utf-8") == "Neem uw laarzen mee.\n"
    assert "eigen tekst geschreven (Extra alinea in de brief)" in anna.get("/werk").text
    assert "‘Neem uw laarzen mee.’" in anna.get("/teksten").text
    answer = anna.post("/teksten", doe="gewoon", inhoud="iets", **hidden(answer.text))
    assert "De gewone tekst geldt weer." in anna.said(answer)
    assert not (served.event / "texts" / "brief.txt").exists()


def test_the_page_that_a_text_stands_on_is_a_picture_beside_it(anna: FormClient) -> None:
    page = anna.get("/teksten?tekst=vragen").text
    answer = anna.post("/teksten", doe="bekijken", inhoud="Denk hier thuis over na.", **hidden(page))
    html = finished(anna, answer.url)
    shown = re.search(r'src="[^"]*(/voorbeeld\.png\?wat=\w+&amp;blad=\d+)"', html)
    assert shown
    picture = anna.get(unescape(shown[1]))
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).size == (662, 936)
    for wrong in ("wat=x&blad=1", "", "wat=" + "0" * 64 + "&blad=1", "blad=../1"):
        assert anna.get(f"/voorbeeld.png?{wrong}").status_code == 404


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("slug", "text", "said"),
    [
        ("welkom", "x" * 2001, "De tekst heeft 2001 tekens, en 2000 is het meeste."),
        ("onderwerp", "Voor {naam}", "Tussen accolades kan alleen {gemeente} of {datum} staan."),
        ("onderwerp", "y" * 151, "dit zijn er 151"),
        ("brief", "Beste [naam invullen],", "‘[naam invullen]’ wordt hier niet vanzelf ingevuld."),
        ("brief", "U zit aan tafel {tafel}.", "‘{tafel}’ wordt hier niet vanzelf ingevuld."),
        ("praktisch", "Met de \U0001f683", "kunnen niet worden gedrukt"),
    ],
)
def test_a_text_that_cannot_be_is_refused_and_stays_in_the_field(
    served: Served, anna: FormClient, slug: str, text: str, said: str
) -> None:
    page = anna.get(f"/teksten?tekst={slug}").text
    answer = anna.post("/teksten", doe="bewaren", inhoud=text, **hidden(page))
    assert said in anna.said(answer)
    assert typed(answer.text) == text
    assert 'aria-invalid="true"' in answer.text
    assert not (served.event / "texts" / f"{slug}.txt").exists()


@pytest.mark.usefixtures("quick")
def test_a_subject_may_hold_what_the_page_says_is_filled_in(served: Served, anna: FormClient) -> None:
    page = anna.get("/teksten?tekst=onderwerp").text
    answer = anna.post("/teksten", doe="bewaren", inhoud="{gemeente} op {datum}", **hidden(page))
    assert "De tekst is bewaard." in anna.said(answer)
    assert (served.event / "texts" / "onderwerp.txt").read_text("utf-8").strip() == "{gemeente} op {datum}"


@pytest.mark.usefixtures("quick")
def test_texts_are_no_way_to_other_files(served: Served, anna: FormClient) -> None:
    before = sorted(path.name for path in served.event.iterdir())
    for slug in ("../event", "welkom/../../x", "", "event.toml", "geheim"):
        assert anna.post("/teksten", tekst=slug, doe="bewaren", inhoud="x", stand="").status_code == 404
        assert anna.get("/teksten", params={"tekst": slug or "nee"}).status_code == 404
    anna.post("/teksten/weg", bestand="../event.toml")
    anna.post("/verslagen/weg", bestand="../event.toml")
    anna.post("/verslagen", tafel="../../1", doe="bewaren", inhoud="x", stand="")
    assert sorted(path.name for path in served.event.iterdir()) == before


@pytest.mark.usefixtures("quick")
def test_who_writes_a_text_that_somebody_else_wrote_meanwhile_sees_both(served: Served, anna: FormClient) -> None:
    bram, page = served.signed_in("bram"), anna.get("/teksten?tekst=praktisch").text
    bram.post("/teksten", doe="bewaren", inhoud="Met de trein.", **hidden(page))
    answer = anna.post("/teksten", doe="bewaren", inhoud="Met de bus.", **hidden(page))
    assert "bram heeft deze tekst intussen ook veranderd" in anna.said(answer)
    assert "Met de trein." in answer.text
    assert typed(answer.text) == "Met de bus."
    assert (served.event / "texts" / "praktisch.txt").read_text("utf-8") == "Met de trein.\n"
    answer = anna.post("/teksten", doe="bewaren", inhoud="Met de bus.", **hidden(answer.text))
    assert (served.event / "texts" / "praktisch.txt").read_text("utf-8") == "Met de bus.\n"
    undo = re.search(r'/versies/terug">.*?name="versie" value="(\d+)".*?name="stand" value="(\w+)"', answer.text)
    assert undo
    anna.post("/instellingen/versies/terug", versie=undo[1], stand=undo[2])
    assert (served.event / "texts" / "praktisch.txt").read_text("utf-8") == "Met de trein.\n"
    anna.post("/teksten", doe="gewoon", **hidden(anna.get("/teksten?tekst=praktisch").text))


@pytest.mark.usefixtures("quick")
def test_a_file_that_is_no_text_is_told_and_can_go(served: Served, anna: FormClient) -> None:
    (served.event / "texts").mkdir(exist_ok=True)
    (served.event / "texts" / "wlkom.txt").write_text("Welkom", "utf-8")
    assert "‘wlkom.txt’" in anna.get("/teksten").text
    answer = anna.post("/teksten/weg", bestand="wlkom.txt")
    assert "weggehaald" in anna.said(answer)
    assert not (served.event / "texts" / "wlkom.txt").exists()
    assert any(each.name.endswith("wlkom.txt") for each in (served.event / "eerder").iterdir())


@pytest.mark.usefixtures("quick")
def test_a_report_is_typed_or_taken_from_a_file_and_shown_as_it_will_be_read(served: Served, anna: FormClient) -> None:
    page = anna.get("/verslagen?tafel=2").text
    content = "# Wat er speelt\n- Huren\n- Bouwen\n\nTot slot café.".encode("cp1252")
    files = {"bestand": ("verslag.txt", BytesIO(content))}
    answer = anna.post("/verslagen", files=files, doe="inlezen", inhoud="", **hidden(page))
    assert "<h3>Wat er speelt</h3>" in answer.text
    assert "<li>Huren</li>" in answer.text
    assert "Tot slot café." in typed(answer.text)
    assert not (served.event / "verslagen").exists()
    answer = anna.post("/verslagen", doe="bewaren", inhoud=typed(answer.text), **hidden(answer.text))
    assert "Het verslag van tafel 2 is bewaard." in anna.said(answer)
    assert (served.event / "verslagen" / "tafel-2.txt").read_text("utf-8").startswith("# Wat er speelt\n- Huren\n")
    assert "‘# Wat er speelt" in anna.get("/verslagen").text
    anna.post("/verslagen", doe="weg", inhoud="", **hidden(answer.text))
    assert not (served.event / "verslagen" / "tafel-2.txt").exists()


def test_a_report_is_shown_on_the_page_as_it_will_look_for_who_sat_at_the_table(
    copy_of: Callable[[], tuple[Path, Path]],
) -> None:
    event, output = copy_of()
    with (event / "event.toml").open("a", encoding="utf-8") as file:
        file.write(AFTERWARDS)
    with Served(event, output) as served:
        anna = served.signed_in()
        page = anna.get("/verslagen?tafel=1").text
        answer = anna.post("/verslagen", doe="bekijken", inhoud="# Wat opviel\n\nGoudvinken.", **hidden(page))
        shown = finished(anna, answer.url)
        assert typed(shown).startswith("# Wat opviel")
        assert "Dit is nog niet bewaard." in shown
        assert re.search(r"<p class=.lines.>[^<]*Goudvinken", shown)
        assert not (event / "verslagen").exists()
        picture = re.search(r'<img src="[^"]*(/voorbeeld.png[^"]*)"', shown)
        assert picture
        assert anna.get(unescape(picture[1])).content.startswith(b"\x89PNG")
        anna.post("/verslagen", doe="bewaren", inhoud=typed(shown), **hidden(shown))
        assert (event / "verslagen" / "tafel-1.txt").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("name", "content"), [("v.docx", b"PK\x03\x04"), ("v.txt", b"\0\0\1"), ("v.txt", b"")])
def test_a_file_that_is_no_report_is_refused_and_what_was_typed_stays(
    anna: FormClient, name: str, content: bytes
) -> None:
    page = anna.get("/verslagen?tafel=3").text
    files = {"bestand": (name, BytesIO(content))}
    answer = anna.post("/verslagen", files=files, doe="inlezen", inhoud="Al getypt.", **hidden(page))
    assert 'class="message bad"' in answer.text
    assert typed(answer.text) == "Al getypt."
    answer = anna.post("/verslagen", doe="bewaren", inhoud="z" * 20_001, **hidden(page))
    assert "20001 tekens, en 20000 is het meeste" in anna.said(answer)


def _png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#004488").save(out, "PNG")
    return out.getvalue()


@pytest.mark.usefixtures("quick")
def test_colours_and_a_logo_are_seen_before_they_are_saved(served: Served, anna: FormClient) -> None:
    before = (served.event / "event.toml").read_text("utf-8")
    page = anna.get("/vormgeving").text
    files = {"logo": ("../../kwaad.png", BytesIO(_png(80, 40)))}
    chosen = {"kleur": "#203a7a", "eigen": "#c8741a", "logo-tekst": "Kring Wonen"}
    answer = anna.post("/vormgeving", files=files, doe="bekijken", **chosen, **hidden(page))
    html = finished(anna, answer.url)
    assert "Het nieuwe logo staat in het voorbeeld." in html
    assert "goed te lezen op wit" in html
    assert (served.event / "event.toml").read_text("utf-8") == before
    answer = anna.post("/vormgeving", doe="bewaren", **chosen, **hidden(html))
    assert "De vormgeving is bewaard." in anna.said(answer)
    after = (served.event / "event.toml").read_text("utf-8")
    assert 'subject = "#203a7a"' in after
    assert 'logo = "logo.png"' in after
    assert (served.event / "logo.png").read_bytes() == _png(80, 40)
    assert set(before.splitlines()) - set(after.splitlines()) <= {
        line for line in before.splitlines() if line.startswith(("logo", "subject", "own"))
    }
    assert anna.get("/vormgeving/logo").headers["content-type"] == "image/png"
    page = anna.get("/vormgeving").text
    anna.post("/vormgeving", doe="bewaren", **chosen, **{"logo-weg": "ja"}, **hidden(page))
    assert "logo" not in [
        line.partition(" =")[0] for line in (served.event / "event.toml").read_text("utf-8").splitlines()
    ]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("colours", "said"),
    [
        ({"kleur": "#ffee00", "eigen": "#c8741a"}, "te licht om te lezen op wit: 1,2 : 1"),
        ({"kleur": "#00616b", "eigen": "#eeeeee"}, "te licht om te zien op wit"),
        ({"kleur": "#808080", "eigen": "#808080"}, "hetzelfde grijs"),
        ({"kleur": "url(x)", "eigen": "#c8741a"}, "Kies een kleur"),
        ({"kleur": "#00616b;}", "eigen": ""}, "Kies een kleur"),
    ],
)
def test_a_colour_that_cannot_be_seen_is_told_in_words_and_not_saved(
    served: Served, anna: FormClient, colours: dict[str, str], said: str
) -> None:
    before = (served.event / "event.toml").read_bytes()
    answer = anna.post("/vormgeving", doe="bewaren", **colours, **hidden(anna.get("/vormgeving").text))
    assert said in anna.said(answer)
    assert (served.event / "event.toml").read_bytes() == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://evil.example/x.png"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        _png(3001, 1),
        b"\x89PNG\r\n\x1a\nkapot",
        b"GIF89a",
        b"x" * 1_000_001,
    ],
)
def test_a_logo_that_would_do_harm_is_refused(served: Served, anna: FormClient, content: bytes) -> None:
    before = sorted(path.name for path in served.event.iterdir())
    page = anna.get("/vormgeving").text
    files = {"logo": ("logo.svg", BytesIO(content))}
    colours = {"kleur": "#00616b", "eigen": "#c8741a"}
    answer = anna.post("/vormgeving", files=files, doe="bewaren", **colours, **hidden(page))
    assert answer.status_code == 200
    assert 'id="fout-logo"' in answer.text
    assert sorted(path.name for path in served.event.iterdir()) == before


@pytest.mark.usefixtures("quick")
def test_a_style_that_cannot_be_written_whole_is_as_it_was(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(content: bytes, colour: str) -> str:
        page, chosen = anna.get("/vormgeving").text, {"kleur": colour, "eigen": "#c8741a", "logo-tekst": "Ons logo"}
        files = {"logo": ("logo.png", BytesIO(content))}
        return anna.said(anna.post("/vormgeving", files=files, doe="bewaren", **chosen, **hidden(page)))

    written, logo = versions.replace_file, served.event / "logo.png"
    assert "De vormgeving is bewaard." in save(_png(40, 20), "#00616b")
    before = logo.read_bytes(), (served.event / "event.toml").read_bytes()

    def full(folder: Path, name: str, *rest: object) -> object:
        if name == "event.toml":
            raise OSError(ENOSPC, "No space left on device")
        return written(folder, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(versions, "replace_file", full)
    assert "de schijf van de server is vol" in save(_png(60, 20), "#7a1f5c")
    assert (logo.read_bytes(), (served.event / "event.toml").read_bytes()) == before
    monkeypatch.setattr(versions, "replace_file", written)
    assert "De vormgeving is bewaard." in save(_png(60, 20), "#7a1f5c")
    assert logo.read_bytes() == _png(60, 20)


@pytest.mark.usefixtures("quick")
def test_a_text_that_was_put_there_wrong_is_told_where_it_stands(served: Served, anna: FormClient) -> None:
    (served.event / "texts").mkdir(exist_ok=True)
    (served.event / "texts" / "onderwerp.txt").write_text("Voor {wie}", "utf-8")
    assert "klopt nog niet" in anna.get("/teksten").text
    page = anna.get("/teksten?tekst=onderwerp")
    assert "Tussen accolades kan alleen {gemeente} of {datum} staan." in anna.said(page)
    anna.post("/teksten", doe="gewoon", inhoud="", **hidden(page.text))
    assert not (served.event / "texts" / "onderwerp.txt").exists()
