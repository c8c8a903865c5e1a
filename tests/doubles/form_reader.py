"""What a page offers to whoever has no script: its words, links, and forms with what is filled in already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = ("script", "style", "title", "code")
"""Elements whose words nobody reads on a page, or that hold what somebody wrote."""

VOID = ("input", "img", "link", "meta", "br", "hr", "source", "wbr", "col")


@dataclass
class Form:
    """A form with what it sends as it stands.

    Attributes:
        labels: the names of its fields, by their labels.
        buttons: name and value of each button, by its words.
    """

    action: str
    method: str
    is_multipart: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)

    def filled(self, button: str, given: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
        """What it sends by one of its buttons; ``given`` holds values by label or name."""
        sent = list(self.fields)
        names = {name for name, _ in self.fields} | set(self.labels.values())
        for key, value in given.items():
            name = self.labels.get(key, key)
            assert name in names, f"there is no field {key!r} among {sorted(self.labels)} and {sorted(names)}"
            values = [value] if isinstance(value, str) else value
            sent = [each for each in sent if each[0] != name] + [(name, each) for each in values]
        name, value = self.buttons[button]
        return [*sent, (name, value)] if name else sent


class ReadPage(HTMLParser):
    """A page that was read.

    Attributes:
        words: all that is read on it, with its labels and descriptions.
        links: the addresses that its links lead to, each with their words.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._said: list[str] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._form: Form | None = None
        self._is_open_choice = False
        self._ids: dict[str, tuple[Form, str]] = {}
        self._labels: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        for of, label in self._labels:
            if of in self._ids:
                form, name = self._ids[of]
                form.labels.setdefault(label, name)

    @property
    def words(self) -> str:
        """All that is read on the page."""
        return _plain(self._said)

    def forms_with(self, button: str) -> Iterator[Form]:
        """The forms that have a button."""
        return (each for each in self.forms if button in each.buttons)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins an element."""
        has = {name: value or "" for name, value in attrs}
        self._said += [f" {has[each]} " for each in ("aria-label", "alt", "placeholder") if has.get(each)]
        if tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get"), "multipart" in has.get("enctype", ""))
            self.forms.append(self._form)
        if self._form and has.get("name") and tag in ("input", "select", "textarea"):
            self._field(tag, has)
        if tag not in VOID:
            self._open.append((tag, has, len(self._said)))
        if tag not in ("a", "b", "span", "strong", "em", "textarea"):
            self._said.append(" ")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not any(tag in UNSEEN for tag, _, _ in self._open):
            self._said.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Ends an element."""
        while self._open:
            name, has, since = self._open.pop()
            said = _plain(self._said[since:])
            if name == "a" and "href" in has:
                self.links.append((said, has["href"]))
            elif name == "button" and self._form:
                self._form.buttons.setdefault(said, (has.get("name", ""), has.get("value", "")))
            elif name == "option" and self._form:
                self._option(has, said)
            elif name == "label":
                self._labels.append((has.get("for", ""), said))
            elif name == "textarea" and self._form:
                self._form.fields[-1] = (self._form.fields[-1][0], "".join(self._said[since:]).removeprefix("\n"))
                del self._said[since:]
            elif name == "form":
                self._form = None
            if name == tag:
                break

    def _field(self, tag: str, has: dict[str, str]) -> None:
        assert self._form
        name, kind = has["name"], has.get("type", "text")
        if has.get("id"):
            self._ids[has["id"]] = (self._form, name)
        if tag == "input" and kind in ("checkbox", "radio"):
            self._form.labels.setdefault(name, name)
            if "checked" in has:
                self._form.fields.append((name, has.get("value", "on")))
        elif tag == "input" and kind != "file":
            self._form.fields.append((name, has.get("value", "")))
        elif tag != "input":
            self._form.fields.append((name, ""))
            self._is_open_choice = True

    def _option(self, has: dict[str, str], said: str) -> None:
        assert self._form
        name, _ = self._form.fields[-1]
        if "selected" in has or self._is_open_choice:
            self._form.fields[-1] = (name, has.get("value", said))
            self._is_open_choice = False


def _plain(said: list[str]) -> str:
    return " ".join("".join(said).split())
