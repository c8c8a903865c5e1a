"""The schema of event.toml: every table and key it may hold, with type, default, limits and meaning.

The tables themselves stand in ``schema_meeting`` and ``schema_delivery``; ``docs/event-toml.md`` is generated from
the descriptions of their fields.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from reportgen.config.schema_delivery import (
    ArchiveTable,
    DeliveryTable,
    MailTable,
    PackTable,
    PartCacheTable,
    PrintingTable,
)
from reportgen.config.schema_fields import Day, Key, Line, TomlTable, or_formerly
from reportgen.config.schema_meeting import (
    EventTable,
    OrganiserTable,
    QuestionTable,
    ReadingTable,
    SessionsTable,
    StyleTable,
    TablesTable,
    ThemeTable,
    TypeTable,
)
from reportgen.i18n.message import said


class ListFile(TomlTable):
    """A sheet of a workbook."""

    file: Line = Field(description="Name of the workbook in the event's folder.")
    sheet: Line = Field(description="Name of the sheet.")


class ListsTable(TomlTable):
    """The files with registrations."""

    files: list[Line | ListFile] = Field(
        ["deelnemers.csv"],
        min_length=1,
        description="Files in the event's folder, or sheets of a workbook; their rows are joined on the person.",
    )
    encoding: Literal["auto", "utf-8", "cp1252", "iso8859_15", "mac_roman", "cp850", "cp437", "cp1250", "cp1254"] = (
        Field(
            "auto",
            description="Encoding of the lists, where the letters of names do not show it: Windows is `cp1252`, an old "
            "Mac `mac_roman`, DOS `cp850` or `cp437`, Central Europe `cp1250`, Turkey `cp1254`. When it is named, no "
            "letters are doubted for it.",
        )
    )
    hidden_rows: Literal["take", "leave"] = Field(
        "take", description="Whether rows that a workbook hides, by a filter or by hand, take part."
    )


class FiguresTable(TomlTable):
    """What the meeting is about, and the figures that tell of it."""

    subject: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)] = Field(
        "migration",
        description="Subject that packs take their figures from, for example `housing-ageing`; empty for no figures.",
    )
    indicators: list[Key] = Field(
        [],
        max_length=12,
        description="Indicators that are told after those of the subject: of the program, or of the event's folder "
        "`indicators/`.",
    )
    own: list[Line | ListFile] = Field(
        [],
        max_length=12,
        description="Files in the event's folder with own figures, or sheets of a workbook: `eigen-cijfers.csv`.",
    )
    municipalities: Day | None = Field(
        None,
        description="Day of the municipal division; absent: the last 1 January on or before the meeting that is known.",
    )
    tables: dict[
        Literal["origins", "national", "districts", "eighteen"], Annotated[str, Field(pattern=r"^[0-9A-Za-z]{5,12}$")]
    ] = Field({}, description="Codes of CBS tables to fetch instead of the usual ones, for example `83482NED`.")
    max_age: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Days after which figures count as old; no limit if absent."
    )
    when_older: Literal["label", "refuse"] = Field(
        "label", description="What happens with older figures: packs tell their age, or no pack is made."
    )

    @model_validator(mode="after")
    def _has_a_subject(self) -> Self:
        if not self.subject and (self.indicators or self.own):
            raise ValueError("indicators and own go with a subject; name one, or make one in the folder subjects/")
        return self


class StatusTable(TomlTable):
    """Words of your own in the column `Status`, besides the usual ones."""

    coming: list[Line] = Field([], description="Words for people who come.")
    cancelled: list[Line] = Field([], description="Words for people who cancelled.")


def _in_a_list(given: object) -> object:
    return [given] if isinstance(given, dict) else given


class EventFile(TomlTable):
    """A whole event.toml."""

    event: EventTable = Field(description="What, when and where the meeting is.")
    organiser: OrganiserTable = Field(description="Who organises the meeting and whom participants can turn to.")
    question: list[QuestionTable] = Field(
        min_length=1, max_length=12, description="Questions that participants prepare, one `[[question]]` for each."
    )
    theme: list[ThemeTable] = Field(min_length=1, description="Themes of the tables, one `[[theme]]` for each.")
    type: list[TypeTable] = Field(
        [], description="Types of municipalities that belong together, a `[[type]]` for each."
    )
    reading: list[ReadingTable] = Field([], description="Studies to summarise, one `[[reading]]` for each.")
    lists: ListsTable = Field(ListsTable(), description="The files with registrations.")
    columns: dict[Line, str | list[str]] = Field(
        {},
        description="Our name of a column = its heading in your list, or several; an empty heading leaves it out.",
    )
    status: StatusTable = Field(StatusTable(), description="Words of your own in the column `Status`.")
    figures: FiguresTable = Field(FiguresTable(), description="Which figures of CBS are used and how old they may be.")
    tables: TablesTable = Field(TablesTable(seats=8), description="The tables at the meeting.")
    sessions: SessionsTable = Field(
        SessionsTable(spread_colleagues=False), description="The sessions of parallel rounds, where there are any."
    )
    pack: Annotated[list[PackTable], BeforeValidator(_in_a_list)] = Field(
        [], description="Kinds of packs, one `[[pack]]` for each; a single `[pack]` is that of the briefing."
    )
    style: StyleTable = Field(StyleTable(), description="Colours and logo of the packs.")
    delivery: DeliveryTable = Field(description="When and how letters leave.")
    mail: MailTable | None = Field(None, description='The mail server; required with `sender = "smtp"`.')
    part_cache: PartCacheTable = Field(
        PartCacheTable(),
        validation_alias=or_formerly("part_cache", "stock"),
        description="The cache of printed parts on disk.",
    )
    printing: PrintingTable = Field(PrintingTable(), description="Bounds of printing.")
    archive: ArchiveTable = Field(description="How long packs and letters are stored.")

    @model_validator(mode="after")
    def _each_kind_once(self) -> Self:
        kinds = [each.kind for each in self.pack]
        if twice := [kind for kind in kinds if kinds.count(kind) > 1]:
            raise ValueError(said("there are two tables [[pack]] with kind = {twice!r}; leave one", twice=twice[0]))
        return self

    @model_validator(mode="after")
    def _is_seen_by_two(self) -> Self:
        automatic = [each.kind for each in self.pack if each.release == "automatic"]
        if self.delivery.four_eyes and automatic:
            raise ValueError(
                said(
                    'four_eyes needs release = "by-hand" for the packs {kind!r} too: nobody looks at what is released '
                    "by itself",
                    kind=automatic[0],
                )
            )
        return self

    @model_validator(mode="after")
    def _has_a_server(self) -> Self:
        if self.delivery.sender == "smtp" and self.mail is None:
            raise ValueError('sender = "smtp" needs a table [mail] with the host of the mail server')
        return self
