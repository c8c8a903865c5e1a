"""The documentation as tests read it: its pages, the commands and settings in their blocks, and their links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from house.modules import ROOT

PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md")))

EVENT = "data/events/2030-05-16-wonen"
"""The event that commands of every page are tried on."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
_ASSIGNMENT = re.compile(r"[A-Z_]+=.*")


@dataclass(frozen=True)
class Page:
    """One page of the documentation."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text("utf-8")

    @cached_property
    def prose(self) -> str:
        """All of it but its blocks."""
        return _BLOCK.sub("", self.text)

    @property
    def spans(self) -> list[str]:
        """What stands between backticks in its prose."""
        return re.findall(r"`([^`\n]+)`", self.prose)

    def blocks(self, *languages: str) -> Iterator[str]:
        """Its blocks in some languages."""
        return (text for language, text in _BLOCK.findall(self.text) if language in languages)

    def commands(self) -> Iterator[tuple[str, ...]]:
        """The words of each command in its blocks, comments, prompts and variables before it left out."""
        for block in self.blocks("sh", "console"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                while words and (_ASSIGNMENT.fullmatch(words[0]) or words[0] == "sudo"):
                    words = words[1:]
                if words:
                    yield tuple(words)

    def anchors(self) -> set[str]:
        """What a link can name behind a # on it."""
        heads = re.findall(r"^#+ (.*)$", self.prose, re.M)
        return {re.sub(r"[^\w\- ]", "", head.casefold()).replace(" ", "-") for head in heads}

    def links(self) -> Iterator[tuple[Path, str]]:
        """The file and the place in it of each link to the tree; links to the web are left out."""
        for target in re.findall(r"\]\(([^)\s]+)\)", self.prose):
            if "://" not in target:
                file, _, anchor = target.partition("#")
                yield (self.path.parent / file).resolve() if file else self.path, anchor


def pages() -> tuple[Page, ...]:
    """All pages."""
    return tuple(map(Page, PAGES))


def reportgen_commands(page: Page) -> Iterator[tuple[str, ...]]:
    """The words behind the name of the program, of each of its commands on a page."""
    return (words[1:] for words in page.commands() if words[0].rpartition("/")[2] == "reportgen")
