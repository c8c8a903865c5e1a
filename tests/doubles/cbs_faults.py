"""Everything that goes wrong with CBS open data, each as something the double can be told to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from doubles.cbs_query import Page
from doubles.cbs_table import Table, failure

MOVED = "/moved"
"""Below this address everything is found as well."""


@dataclass(frozen=True)
class Reply:
    """What goes over the line.

    Attributes:
        path: what was asked, query and all.
        cut: the part of the answer that is sent, from 0 to 1.
        reset: whether the connection is reset behind that part.
        hold: seconds of silence behind that part, ``None`` for as long as the double is there.
    """

    path: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: float = 1
    reset: bool = False
    hold: float | None = 0


class Fault:
    """Something that goes wrong in the table, in a page of it, or on the line; nothing unless it is said."""

    def on_table(self, table: Table) -> Table:
        """The table as the fault makes it."""
        return table

    def on_page(self, page: Page) -> Page:
        """The page as the fault makes it."""
        return page

    def on_reply(self, reply: Reply) -> Reply:
        """The answer as the fault makes it."""
        return reply


@dataclass(frozen=True)
class Silence(Fault):
    """No answer for some seconds, or never; with ``halfway`` the silence falls in the middle of the answer."""

    seconds: float | None = None
    halfway: bool = False

    def on_reply(self, reply: Reply) -> Reply:
        """Waits before the first byte, or in the middle."""
        return replace(reply, hold=self.seconds, cut=0.5 if self.halfway else 0)


@dataclass(frozen=True)
class Reset(Fault):
    """The connection is reset half-way through the answer; with ``cut`` 0 before its first byte."""

    cut: float = 0.5

    def on_reply(self, reply: Reply) -> Reply:
        """Breaks the connection."""
        return replace(reply, cut=self.cut, reset=True)


@dataclass(frozen=True)
class Truncated(Fault):
    """The JSON ends half-way, and the answer says that this is all of it."""

    def on_reply(self, reply: Reply) -> Reply:
        """Takes half of the body away."""
        return replace(reply, body=reply.body[: len(reply.body) // 2])


@dataclass(frozen=True)
class WrongLength(Fault):
    """Content-Length says so many bytes more (or fewer) than there are."""

    by: int = 100

    def on_reply(self, reply: Reply) -> Reply:
        """Says another length."""
        return replace(reply, headers={**reply.headers, "Content-Length": str(len(reply.body) + self.by)})


@dataclass(frozen=True)
class Html(Fault):
    """A page for people where JSON should be, with status 200."""

    def on_reply(self, reply: Reply) -> Reply:
        """Answers a page."""
        body = (
            b"<!DOCTYPE html>\r\n<html><body><h1>Onderhoud</h1><p>StatLine is even niet bereikbaar.</p></body></html>"
        )
        return replace(reply, status=200, body=body, headers={"Content-Type": "text/html; charset=utf-8"})


@dataclass(frozen=True)
class Status(Fault):
    """Another status than 200, with an English sentence: ``Status(503)``, ``Status(429, retry_after="120")``."""

    code: int = 500
    sentence: str = "An error occurred while processing this request."
    retry_after: str = ""

    def on_reply(self, reply: Reply) -> Reply:
        """Answers the status."""
        headers = {**reply.headers, **({"Retry-After": self.retry_after} if self.retry_after else {})}
        return replace(reply, status=self.code, body=failure(self.sentence), headers=headers)


@dataclass(frozen=True)
class Redirect(Fault):
    """The answer is elsewhere: below /moved, or at an address; ``endless`` ones are never found."""

    to: str = ""
    code: int = 302
    endless: bool = False

    def on_reply(self, reply: Reply) -> Reply:
        """Says where the answer is, unless this was asked there."""
        if reply.path.startswith(MOVED) and not self.endless:
            return reply
        place = self.to or f"{MOVED}{reply.path.removeprefix(MOVED)}"
        return replace(reply, status=self.code, body=b"", headers={"Location": place})


@dataclass(frozen=True)
class Empty(Fault):
    """A value without rows, with status 200."""

    def on_page(self, page: Page) -> Page:
        """Nothing is found."""
        return replace(page, found=())


@dataclass(frozen=True)
class LinkLost(Fault):
    """A page does not say that there are more."""

    def on_page(self, page: Page) -> Page:
        """Leaves the link out."""
        return replace(page, has_link=False)


@dataclass(frozen=True)
class RowLost(Fault):
    """One row of a page is not there; the others, and the pages after it, are."""

    number: int = 0

    def on_page(self, page: Page) -> Page:
        """Leaves a row out."""
        return replace(page, lost=self.number)


@dataclass(frozen=True)
class PageRepeated(Fault):
    """A page has the rows of the one before it; the link goes on as if nothing happened. Not for the first page."""

    def on_page(self, page: Page) -> Page:
        """Goes back a page."""
        return replace(page, back=page.size)


@dataclass(frozen=True)
class RegionMissing(Fault):
    """The table knows nothing of a region, neither in its rows nor in its dimension."""

    code: str

    def on_table(self, table: Table) -> Table:
        """Leaves the region out."""
        regional = [each["Key"] for each in table.properties if each["Type"] in ("GeoDimension", "GeoDetail")]
        rows = [row for row in table.rows if all(row[name].strip() != self.code for name in regional)]
        dimensions = {
            name: tuple(each for each in kept if each["Key"].strip() != self.code)
            for name, kept in table.dimensions.items()
        }
        return replace(table, rows=rows, dimensions=dimensions)


@dataclass(frozen=True)
class Renumbered(Fault):
    """The numbers behind the keys of the topics are others, their titles the same."""

    by: int = 2

    def on_table(self, table: Table) -> Table:
        """Numbers the topics anew."""
        return table.renumbered(self.by)


@dataclass(frozen=True)
class Retitled(Fault):
    """A topic has another title."""

    key: str
    title: str

    def on_table(self, table: Table) -> Table:
        """Changes the title."""
        return table.retitled(self.key, self.title)


@dataclass(frozen=True)
class Modified(Fault):
    """The table was changed at another moment."""

    moment: str = "2018-12-05T02:00:00"

    def on_table(self, table: Table) -> Table:
        """Moves the moment."""
        return replace(table, modified=self.moment)


@dataclass(frozen=True)
class Provisional(Fault):
    """The figures of a period are provisional."""

    period: str = "2018JJ00"

    def on_table(self, table: Table) -> Table:
        """Changes the status of the period."""
        periods = tuple(
            {**each, "Status": "Voorlopig"} if each["Key"] == self.period else each
            for each in table.dimensions["Perioden"]
        )
        return replace(table, dimensions={**table.dimensions, "Perioden": periods})


@dataclass(frozen=True)
class Valued(Fault):
    """One topic has another value in the rows of one region (and period), ``None`` for a missing one."""

    key: str
    region: str
    value: float | str | None
    period: str = ""

    def on_table(self, table: Table) -> Table:
        """Changes the value."""
        return replace(table, rows=[{**row, self.key: self.value} if self._is(row) else row for row in table.rows])

    def _is(self, row: Mapping[str, object]) -> bool:
        region = row.get("RegioS", row.get("WijkenEnBuurten", ""))
        return str(region).strip() == self.region and self.period in ("", row.get("Perioden"))
