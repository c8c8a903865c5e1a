"""Pages and letters as HTML and text: whole for everyone, and what people wrote stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from example import figures, people
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content import chart_heads, chart_titles, national, page_leads, sentences
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.pages import pack_html, pack_title
from reportgen.render.content.pagination import COLLEAGUES_PER_PAGE, Sheet
from reportgen.render.content.parts import Part
from reportgen.render.content.place_names import place
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.table_pages import table_pages
from reportgen.render.content.typography import with_quotes

Packs = Mapping[str, tuple[Part, ...]]
Written = Mapping[str, tuple[str, tuple[Any, ...]]]

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))

HOSTILE = (
    "{{7*7}}<link rel=attachment href=file:///etc/passwd>",
    "<script>alert(1)</script>",
    '"><img src=http://x.example/a.png>',
    "{% include '/etc/passwd' %}",
    "</title></p></section></body>",
    "&lt;b&gt; & <b>vet</b>",
    "%(name)s {name} {0.__class__}",
)


@dataclass
class Page(HTMLParser):
    """HTML read back: its elements, its text, and whether every element is closed in its place."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.crossed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def tags(self) -> set[str]:
        """The names of all elements."""
        return {tag for tag, _ in self.elements}

    def text(self) -> str:
        """All text, spaces joined."""
        return " ".join("".join(self.texts).split())


def without_lines(page: Page) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a page but the lines to write on, of which there are as many as there is room for."""
    return [each for each in page.elements if each != ("div", {"class": "line"})]


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


@pytest.fixture(scope="session")
def read_back(written: Written) -> Mapping[str, Page]:
    return {code: read(html) for code, (html, _) in written.items()}


def altered(parts: tuple[Part, ...], kind: PartKind, **changes: Any) -> tuple[Part, ...]:
    """A pack in which some values of one part are others."""

    def content(part: Part) -> Any:
        assert isinstance(part.content, dict)
        return {**part.content, **changes}

    return tuple(replace(part, content=content(part)) if part.kind is kind else part for part in parts)


def html_of(parts: tuple[Part, ...]) -> str:
    return pack_html(parts, pack_title(parts), "VNG", "2018-12-10")


# All 380


def test_every_page_of_every_pack_is_well_formed(read_back: Mapping[str, Page]) -> None:
    assert [code for code, page in read_back.items() if page.open or page.crossed] == []


def test_nothing_of_a_template_is_left_in_a_page(read_back: Mapping[str, Page]) -> None:
    left = re.compile(r"[{}]|\bNone\b|\bnan\b|\bUndefined\b|Markup\(|<[a-z]|&[a-z]+;|\[\]|\bTrue\b|\bFalse\b")
    wrong = [(code, found[0]) for code, page in read_back.items() if (found := left.search(page.text()))]
    assert wrong == []


def test_pages_are_in_dutch_have_a_title_and_one_head_each(read_back: Mapping[str, Page], packs: Packs) -> None:
    for code, page in read_back.items():
        assert page.elements[0] == ("html", {"lang": "nl"})
        sheets = [attributes for tag, attributes in page.elements if tag == "section"]
        heads = [tag for tag, _ in page.elements if tag == "h1"]
        assert len(sheets) == len(heads) == packs[code][0].total, code
        assert place(figures.profiles()[code].name) in page.text()


def test_heads_never_skip_a_level(read_back: Mapping[str, Page]) -> None:
    wrong = []
    for code, page in read_back.items():
        levels = [0, *(int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag))]
        if any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append((code, levels))
    assert wrong == []


def test_pages_are_numbered_in_the_order_they_stand_in(read_back: Mapping[str, Page], packs: Packs) -> None:
    for code, page in read_back.items():
        total = packs[code][0].total
        folios = [attributes["data-folio"] for tag, attributes in page.elements if tag == "section"]
        numbers = [re.findall(r"\d+", folio or "") for folio in folios]
        assert numbers == [[str(number), str(total)] for number in range(1, total + 1)]


def test_every_row_of_a_table_has_as_many_cells_as_its_head(written: Written) -> None:
    wrong = []
    for code, (html, _) in written.items():
        for table in re.findall(r"<table.*?</table>", html, re.S):
            widths = {
                sum(int(span or 1) for span in re.findall(r'<t[hd]\b(?:[^>]*?colspan="(\d+)")?[^>]*>', row))
                for row in re.findall(r"<tr.*?</tr>", table, re.S)
            }
            if len(widths) != 1:
                wrong.append((code, widths))
    assert wrong == []


def test_every_head_of_a_row_or_column_says_which_it_is(read_back: Mapping[str, Page]) -> None:
    scopes = {
        attributes.get("scope") for page in read_back.values() for tag, attributes in page.elements if tag == "th"
    }
    assert scopes == {"row", "col"}


def test_pages_bring_in_nothing_but_their_charts(read_back: Mapping[str, Page]) -> None:
    sources = {
        (tag, name, value)
        for page in read_back.values()
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href", "data", "poster", "background", "srcset", "action")
    }
    # The charts were taken out when the pages were read; a link brings nothing in, it only leads somewhere.
    assert {each for each in sources if each[:2] != ("a", "href")} == set()
    ways = {(value or "").partition(":")[0] for _, _, value in sources if not (value or "").startswith("#")}
    assert ways <= {"mailto", "https", "tel", "pack"}  # the last leads to another page
    tags = {tag for page in read_back.values() for tag in page.tags()}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "style", "base"})


def test_every_template_of_a_pack_stands_in_a_pack(
    packs: Packs, guest: tuple[Part, ...], leader: tuple[Part, ...]
) -> None:
    used = {sheet.template for parts in (*packs.values(), guest, leader) for part in parts for sheet, _ in part.folios}
    there = {path.stem for path in (TEMPLATES / "pack").glob("*.html")}
    assert there - used == {"pack", "macros"}
    assert used <= there


def test_every_rule_for_sentences_is_used_by_a_page() -> None:
    written = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*/*.*") if path.suffix in (".html", ".txt"))
    rules = {
        name: module
        for module in (page_leads, chart_heads, chart_titles, sentences, national)
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    for path in Path(str(sentences.__file__)).parent.glob("*.py"):
        written += re.sub(r"def \w+", "", path.read_text("utf-8"))
    assert len(rules) > 10
    assert {name for name in rules if f"{name}(" not in written} == set()


def test_the_kinds_of_municipalities_that_need_care_are_among_the_380(packs: Packs) -> None:
    profiles = figures.profiles().values()
    measures = [each for profile in profiles for each in profile.measures]
    assert any(all(each.districts is None for each in profile.measures) for profile in profiles)
    assert any(len(each.figures) == 1 for each in measures)
    assert any(profile.becomes for profile in profiles)
    assert any(profile.joined for profile in profiles)
    assert len(packs) == len(profiles)


# Long lists


def test_a_list_that_goes_on_on_another_page_names_everyone_once(packs: Packs) -> None:
    parts = packs["GM0356"]
    table = next(part for part in parts if part.kind is PartKind.TABLE)
    content: Any = table.content
    names = [f"Kwikstaart{number:02d}" for number in range(5 * COLLEAGUES_PER_PAGE)]
    colleagues = [
        {
            **content["colleagues"][0],
            "name": {**content["colleagues"][0]["name"], "last": last},
            "municipality": f"Gemeente {last}",
        }
        for last in names
    ]
    changed = {**content, "colleagues": colleagues}
    count = len(table_pages(changed))
    folio = table.folios[0][1]
    assert count > 2
    folios = tuple((Sheet(PartKind.TABLE, "table", turn), folio + turn) for turn in range(count))
    longer = replace(table, content=changed, folios=folios)
    html = html_of(tuple(longer if part is table else part for part in parts))
    assert [len(re.findall(f"A. {name}", html)) for name in names] == [1] * len(names)
    pages = html.split('<section class="sheet')
    assert f"A. {names[-1]}" not in pages[folio]
    assert f"A. {names[0]}" in pages[folio]


# Nothing left undefined


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PartKind.PERSONAL, "welcome"),
        (PartKind.EVENT, "event"),
        (PartKind.MUNICIPALITY, "average"),
        (PartKind.TABLE, "theme"),
        (PartKind.QUESTIONS, "questions"),
    ],
)
def test_a_value_that_is_not_there_is_an_error_and_no_gap(packs: Packs, kind: PartKind, value: str) -> None:
    parts = packs["GM0356"]

    def without(part: Part) -> Any:
        assert isinstance(part.content, dict)
        return {key: each for key, each in part.content.items() if key != value}

    with pytest.raises(RenderingError, match=value) as caught:
        html_of(tuple(replace(part, content=without(part)) if part.kind is kind else part for part in parts))
    assert re.match(r"templates/pack/\w+\.html, line \d+$", caught.value.where)


# What people write


def personal(last: str, function: str = "wethouder") -> dict[str, Any]:
    return {"name": {"initials": "J.", "first": "Jan", "infix": "", "last": last}, "function": function}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_or_function_prints_as_it_is_written(packs: Packs, text: str) -> None:
    plain, hostile = (
        read(html_of(altered(packs["GM0356"], PartKind.PERSONAL, **personal(last, last)))) for last in ("Smit", text)
    )
    assert with_quotes(text) in hostile.text()
    assert len(hostile.elements) == len(plain.elements)
    assert hostile.crossed == []
    assert "49<" not in hostile.text()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_colleague_prints_as_written_for_the_whole_table(packs: Packs, text: str) -> None:
    def page(last: str) -> Page:
        content: Any = next(part.content for part in packs["GM0356"] if part.kind is PartKind.TABLE)
        colleagues = [{**each, **personal(last)} for each in content["colleagues"]]
        return read(html_of(altered(packs["GM0356"], PartKind.TABLE, colleagues=colleagues)))

    assert page(text).text().count(" ".join(with_quotes(text).split())) == 8
    assert page(text).tags() == page("Smit").tags()
    assert page(text).crossed == []


@pytest.mark.parametrize("text", HOSTILE)
def test_an_organiser_cannot_break_a_page_either(leader: tuple[Part, ...], text: str) -> None:
    parts = leader
    for kind in PartKind:
        content: Any = next(part.content for part in parts if part.kind is kind)
        parts = altered(parts, kind, meeting={**content["meeting"], "title": text, "organiser": text, "contact": text})
    html = pack_html(parts, pack_title(parts), text, "2018-12-10")
    page = read(html)
    assert len(without_lines(page)) == len(without_lines(read(html_of(leader))))
    assert page.crossed == []
    assert ("meta", {"name": "author", "content": text}) in page.elements


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_programme_with_rounds_breaks_a_page_or_a_letter(leader: tuple[Part, ...], text: str) -> None:
    def written(changed: str) -> tuple[Page, Page]:
        told = dict.fromkeys(("title", "speaker", "note", "room", "leader", "code"), changed)
        contents: dict[PartKind, Any] = {part.kind: part.content for part in leader}
        day = [{**each, "session": {**each["session"], **told}} for each in contents[PartKind.EVENT]["day"]]
        parts = altered(leader, PartKind.EVENT, day=[{**each, "beside": [f"{changed} x"]} for each in day])
        led = [{**each, "session": {**each["session"], **told}} for each in contents[PartKind.LEADING]["sessions"]]
        people = [{**personal(changed, changed), "office": "other", "municipality": changed}]
        parts = altered(parts, PartKind.LEADING, sessions=[{**each, "people": people, "note": changed} for each in led])
        parts = altered(parts, PartKind.PERSONAL, first=day[0])
        return read(html_of(parts)), read(letter_text(parts).html)

    for printed, plain, hostile in zip((with_quotes(text), text), written("Smit"), written(text), strict=True):
        assert hostile.tags() == plain.tags()
        assert hostile.crossed == []
        assert " ".join(printed.split()) in hostile.text()


# Letters


def test_the_letter_of_every_participant_is_whole_and_of_one_line_subject(packs: Packs) -> None:
    left = re.compile(r"[{}]|\bNone\b|\bnan\b|Undefined|Markup\(")
    wrong = []
    for code, parts in packs.items():
        letter = letter_text(parts)
        name = place(figures.profiles()[code].name)
        texts = (letter.subject, letter.text, read(letter.html).text(), letter.calendar)
        if any(left.search(text) for text in texts) or name not in letter.subject or name not in letter.text:
            wrong.append((code, texts))
        if "\n" in letter.subject or read(letter.html).crossed:
            wrong.append((code, texts))
    assert wrong == []


def test_text_and_html_of_a_letter_say_the_same_facts(packs: Packs) -> None:
    for code in list(packs)[::20]:
        letter = letter_text(packs[code])
        numerals = re.findall(r"\n\n  (\S.*)\n  \S", letter.text)
        assert len(numerals) == 3
        assert all(numeral in read(letter.html).text() for numeral in numerals)


def test_a_letter_sends_its_reader_to_the_pages_that_are_there(packs: Packs) -> None:
    parts = packs["GM0356"]
    first_pages, letter = dict(parts[0].first_pages), letter_text(parts)
    assert first_pages["cover"] == 1
    assert len(set(first_pages.values())) == len(first_pages)
    assert f"bladzijde {first_pages['profile']} " in letter.text
    assert f"bladzijde {first_pages['table']} " in letter.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_letter_to_a_hostile_name_opens_with_that_name(packs: Packs, text: str) -> None:
    parts = altered(packs["GM0356"], PartKind.PERSONAL, **personal(text))
    letter = letter_text(parts)
    assert text in letter.text
    assert text in read(letter.html).text()
    assert len(read(letter.html).elements) == len(read(letter_text(packs["GM0356"]).html).elements)


def test_whatever_people_write_a_letter_keeps_its_elements(packs: Packs) -> None:
    parts = packs["GM0356"]
    elements = [tag for tag, _ in read(letter_text(parts).html).elements]

    @given(last=st.text(max_size=60), welcome=st.text(max_size=60).map(lambda text: "x" + text.replace("\n\n", "\n")))
    @example("O'Brien & Zn.", "welkom <i>in</i> Nieuwegein")
    @example("'", '"')
    def holds(last: str, welcome: str) -> None:
        page = read(letter_text(altered(parts, PartKind.PERSONAL, **personal(last), welcome=welcome)).html)
        assert [tag for tag, _ in page.elements] == elements
        assert page.crossed == []

    holds()


def test_a_letter_names_nobody_but_its_reader(packs: Packs) -> None:
    letter = letter_text(packs["GM0003"])
    own, *others = (people.person(number).name.last for number in range(1, 9))
    assert own in letter.text
    assert [name for name in others if name in letter.text or name in letter.html] == []


def test_a_pack_is_titled_with_the_meeting_and_the_municipality(packs: Packs) -> None:
    title = pack_title(packs["GM0344"])
    assert "Diversiteit door migratie" in title
    assert "Utrecht" in title
    assert f"<title>{title}</title>" in html_of(packs["GM0344"])


def test_the_invitation_holds_the_day_hour_by_hour_with_the_own_table(packs: Packs) -> None:
    calendar = letter_text(packs["GM0356"]).calendar.splitlines()
    table = next(part.content for part in packs["GM0356"] if part.kind is PartKind.TABLE)
    assert isinstance(table, dict)
    assert calendar[0].startswith(f"Tafel {table['table']}, voorsteden.")
    assert calendar[1:] == [
        "",
        "Uw dag:",
        "12.30 Opening",
        f"13.00 Tafelgesprek 1 (uw tafel: {table['table']})",
        f"14.00 Tafelgesprek 2 (uw tafel: {table['table']})",
    ]
