"""What is wrong with how a page is built, for whoever hears it: names that are the same, and what leads nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urldefrag

VOID = ("input", "img", "link", "meta", "br", "hr", "source", "wbr", "col")
FIELDS = ("input", "select", "textarea")


class Element:
    """An element of a page, with what stands in it."""

    def __init__(self, tag: str, has: dict[str, str], around: Element | None) -> None:
        self.tag, self.has, self.around = tag, has, around
        self.inside: list[Element | str] = []

    def __iter__(self) -> Iterator[Element]:
        """It and all elements in it, as they stand."""
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each

    def all(self, *tags: str) -> list[Element]:
        """The elements in it of some tags."""
        return [each for each in self if each.tag in tags]

    @property
    def words(self) -> str:
        """What is heard of it."""
        if self.has.get("aria-hidden") == "true" or "hidden" in self.has:
            return ""
        said = "".join(each if isinstance(each, str) else each.words for each in self.inside)
        return " ".join(f"{self.has.get('alt', '')} {said} ".split()) + " " * (self.tag not in ("b", "strong", "em"))

    def within(self, *tags: str) -> Element | None:
        """The nearest of some tags around it; ``group`` stands for elements of that role."""
        at = self.around
        while at and at.tag not in tags and not ("group" in tags and at.has.get("role") == "group"):
            at = at.around
        return at


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.page = self._at = Element("", {}, None)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._at.tag == "option" and self._at.around:  # one ends where the next begins
            self._at = self._at.around
        new = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.inside.append(new)
        if tag not in VOID:
            self._at = new

    def handle_data(self, data: str) -> None:
        self._at.inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        at: Element | None = self._at
        while at and at.tag != tag:
            at = at.around
        if at and at.around:
            self._at = at.around


def structure_faults(html: str) -> list[str]:
    """What is wrong with a page."""
    page = _Reader(html).page
    ids: dict[str, list[Element]] = defaultdict(list)
    for each in page:
        if "id" in each.has:
            ids[each.has["id"]].append(each)
    labels = {each.has.get("for", ""): each for each in page.all("label")}
    return [
        *(f"two have the id {name}" for name, found in ids.items() if len(found) > 1),
        *_lost(page, ids),
        *_headings(page),
        *(f"a table without a caption: {each.words[:60]}" for each in page.all("table") if not each.all("caption")),
        *(f"a row without a header: {each.words[:60]}" for each in page.all("tbody") for each in each.all("tr")[:1]
          if not each.all("th")),
        *_empty_places(page),
        *_choices(page),
        *_long_ways(page),
        *_same_links(page),
        *_same_buttons(page),
        *_same_fields(page, ids, labels),
    ]  # fmt: skip


def _lost(page: Element, ids: dict[str, list[Element]]) -> Iterator[str]:
    for each in page:
        for name in ("aria-describedby", "aria-labelledby", "for", "list"):
            yield from (f"{name} leads nowhere: {id}" for id in each.has.get(name, "").split() if id not in ids)
        to = each.has.get("href", "") if each.tag == "a" else ""
        if to.startswith("#") and to[1:] not in ids:
            yield f"a link leads nowhere: {to}"
        if each.has.get("aria-invalid") == "true" and not each.has.get("aria-describedby"):
            yield f"nothing says what is wrong with {each.has.get('name')}"


def _headings(page: Element) -> Iterator[str]:
    levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4", "h5")]
    if levels[:1] != [1] or levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings: {levels}"


def _empty_places(page: Element) -> Iterator[str]:
    for each in page:
        named = each.has.get("aria-label") or each.has.get("aria-labelledby")
        is_place = each.tag in ("nav", "main", "aside") or (each.tag == "section" and named)
        is_place = is_place or each.has.get("role") in ("region", "search")
        if is_place and not each.words.strip() and not each.all("img", "iframe", "svg"):
            yield f"a place with nothing in it: {each.has}"


def _choices(page: Element) -> Iterator[str]:
    for each in page.all("input"):
        if each.has.get("type") == "radio" and not each.within("fieldset", "group"):
            yield f"a choice that does not say of what: {each.has}"


MOST_ROWS = 5
"""Rows with a box that the keyboard goes through before what is done with them; past more leads a link."""


def _long_ways(page: Element) -> Iterator[str]:
    leads = {each.has.get("href", "") for each in page.all("a")}
    for form in page.all("form"):
        boxes = [
            each for table in form.all("table") for each in table.all("input") if each.has.get("type") == "checkbox"
        ]
        after = [each for each in form.all("fieldset") if not each.within("table")]
        if len(boxes) > MOST_ROWS and not any(f"#{each.has.get('id', '')}" in leads for each in after):
            yield f"no link leads past {len(boxes)} rows to what is done with them: {form.has.get('action')}"


def _named(each: Element) -> str:
    return (each.has.get("aria-label") or each.words).strip()


def _same_links(page: Element) -> Iterator[str]:
    led: dict[str, set[str]] = defaultdict(set)
    for each in page.all("a"):
        if "href" in each.has:
            led[_named(each)].add(urldefrag(each.has["href"]).url)
    yield from (
        f"links of one name lead to {sorted(to)}: {name!r}" for name, to in led.items() if len(to) > 1 or not name
    )


def _same_buttons(page: Element) -> Iterator[str]:
    done: dict[str, set[str]] = defaultdict(set)
    for each in page.all("button", "summary"):
        if each.has.get("aria-hidden") == "true" or "hidden" in each.has:
            continue
        form = each.within("form") if each.tag == "button" else None
        act = [each.has.get("formaction") or (form.has.get("action", "") if form else ""), each.has.get("value", "")]
        hidden = [one.has for one in form.all("input") if one.has.get("type") == "hidden"] if form else []
        act += [f"{has['name']}={has.get('value')}" for has in hidden if has.get("name") != "bewijs"]
        done[_named(each)].add(" ".join(act) if each.tag == "button" else str(id(each)))
    yield from (
        f"buttons of one name do {len(acts)} things: {name!r}"
        for name, acts in done.items()
        if len(acts) > 1 or not name
    )


def _same_fields(page: Element, ids: dict[str, list[Element]], labels: dict[str, Element]) -> Iterator[str]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for each in page.all(*FIELDS):
        if each.has.get("type") == "hidden":
            continue
        label = labels.get(each.has.get("id", ""))
        name = each.has.get("aria-label") or (label.words if label else "")
        if not name.strip():
            yield f"a field without a name: {each.has}"
        group = each.within("fieldset", "group")
        around = ""
        if group:
            by = ids.get(group.has.get("aria-labelledby", ""), [])
            around = " ".join(one.words for one in by or group.all("legend")[:1])
        found[name.strip(), around] += 1
    yield from (f"{count} fields are called {name!r} {around}" for (name, around), count in found.items() if count > 1)
