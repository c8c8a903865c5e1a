"""Tables of event.toml about packs, delivery, mail and what is stored afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import EmailStr, Field, model_validator

from reportgen.config.schema_fields import Line, Minutes, TomlTable, check_window, or_formerly
from reportgen.domain.delivery.mail_server import LOOPBACK
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.kinds import KIND_PATTERN, parse_sections
from reportgen.i18n.message import said

PART_CACHE_MEGABYTES = 500
"""Size of the cache of printed parts where nobody sets another; a part takes 5 to 60 kB, so thousands of them."""


class PackTable(TomlTable):
    """A kind of pack; one table for each kind besides the briefing, which every event has."""

    kind: Annotated[str, Field(pattern=KIND_PATTERN, max_length=40)] = Field(
        BRIEFING, description="Name of the kind in small letters, for example `follow-up`; `--pack` takes it."
    )
    title: Line | None = Field(None, description="What participants read as the kind of pack; not for a briefing.")
    form: bool = Field(False, description="Whether questions have fields that can be filled in on a screen.")
    sections: list[str] | None = Field(
        None, description="Pages of the pack, in order; the usual ones of its kind if absent; not for a briefing."
    )
    not_before: datetime | None = Field(
        None, description="Moment before which no letter with this pack leaves; required but for a briefing."
    )
    not_after: datetime | None = Field(
        None, description="Moment after which no letter with this pack leaves; required but for a briefing."
    )
    release: Literal["automatic", "by-hand"] = Field(
        "by-hand", description="Whether letters with this pack are released by themselves."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == BRIEFING:
            if own := sorted(self.model_fields_set - {"kind", "form"}):
                raise ValueError(
                    said("a briefing is as it is: {own} go with other kinds, or in [delivery]", own=" and ".join(own))
                )
            return self
        if self.sections is not None:
            parse_sections(self.sections)
        if self.not_before is None or self.not_after is None:
            raise ValueError(
                said("not_before and not_after must say when letters with a {kind} may leave", kind=self.kind)
            )
        check_window(self.not_before, self.not_after)
        return self


class WaitsTable(TomlTable):
    """Minutes before the second, third … attempt to send a letter; the last of a row repeats."""

    later: Minutes = Field(None, description="Waits after the server put a letter off, as greylisting does.")
    full: Minutes = Field(None, description="Waits after the mailbox or the server had no space.")
    connection: Minutes = Field(
        None,
        validation_alias=or_formerly("connection", "line"),
        description="Waits after the connection broke or the server closed.",
    )


class DeliveryTable(TomlTable):
    """When and how letters leave."""

    not_before: datetime = Field(description="Moment before which no letter leaves; Dutch time if it names no zone.")
    not_after: datetime = Field(description="Moment after which no letter leaves; Dutch time if it names no zone.")
    release: Literal["automatic", "by-hand"] = Field(
        "by-hand", description="Whether letters wait for `reportgen release` or are released once they are printed."
    )
    sender: Literal["outbox", "smtp"] = Field(
        "outbox", description="Where letters go: to files in `output/outbox`, or over the mail server of `[mail]`."
    )
    four_eyes: bool = Field(
        False,
        description="Whether letters are released on the web page only, by somebody else than who had them made.",
    )
    when_uncertain: Literal["ask", "resend-once"] = Field(
        "ask", description="What follows when nobody knows whether a letter arrived: a person decides, or one resend."
    )
    redirect_all: EmailStr | None = Field(
        None, description="Address that gets a marked copy of every letter instead of the participants, for a trial."
    )
    cancellation_letters: bool = Field(
        True,
        description="Whether who had a letter and does not take part any more gets a short one that says so, with a "
        "cancellation for the calendar; it always waits for release.",
    )
    waits: WaitsTable = Field(WaitsTable(), description="Waits between attempts to send a letter.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_window(self.not_before, self.not_after)
        if self.four_eyes and self.release == "automatic":
            raise ValueError('four_eyes needs release = "by-hand": nobody looks at what is released by itself')
        return self


class MailTable(TomlTable):
    """The mail server; its password is in the environment (`REPORTGEN_SMTP_PASSWORD`), never in this file."""

    host: Line = Field(description="Name of the mail server.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(587, description="Port of the mail server.")
    tls: Literal["starttls", "implicit", "none"] = Field(
        "starttls", description="Encryption of the connection; `none` only for a server on the same machine."
    )
    user: str = Field("", description="Name to log in with; empty to send without.")
    ca_file: str = Field(
        "", description="Certificate in the event's folder that is trusted instead of those of the machine."
    )
    per_minute: Annotated[int, Field(ge=0)] = Field(
        60, validation_alias=or_formerly("per_minute", "a_minute"), description="Most letters a minute; 0 for no limit."
    )
    per_minute_per_domain: Annotated[int, Field(ge=0)] = Field(
        0,
        validation_alias=or_formerly("per_minute_per_domain", "a_minute_per_domain"),
        description="Most letters a minute to one domain; 0 for no limit.",
    )
    max_bytes: Annotated[int, Field(ge=100_000)] = Field(
        10_000_000,
        validation_alias=or_formerly("max_bytes", "most_bytes"),
        description="Size of the largest letter in bytes, attachments encoded.",
    )
    envelope_sender: EmailStr | None = Field(
        None, description="Address that reports of failure go to; the organiser's if absent."
    )
    verp: bool = Field(
        False, description="Whether the envelope sender names the letter, for servers whose reports do not."
    )
    timeout: Annotated[float, Field(gt=0, le=600)] = Field(
        60, validation_alias=or_formerly("timeout", "patience"), description="Seconds to wait for a whole answer."
    )
    timeout_after_data: Annotated[float, Field(gt=0, le=1800)] = Field(
        600,  # RFC 5321, 4.5.3.2.6
        validation_alias=or_formerly("timeout_after_data", "patience_at_the_dot"),
        description="Seconds to wait for the answer after the whole letter was sent.",
    )

    @model_validator(mode="after")
    def _private(self) -> Self:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError('tls = "none" is for a server on this machine only; mail never goes in plain text')
        return self


class PartCacheTable(TomlTable):
    """The cache of printed parts on disk."""

    megabytes: Annotated[int, Field(ge=10)] = Field(
        PART_CACHE_MEGABYTES, description="Most space in millions of bytes that printed parts take."
    )


class PrintingTable(TomlTable):
    """Printing."""

    part_timeout: Annotated[float, Field(ge=1, le=3600)] = Field(
        60, description="Seconds that one part of a pack may take to print; one that takes longer fails by itself."
    )


class ArchiveTable(TomlTable):
    """The archive of sealed packs and letters."""

    keep_until: date = Field(
        description="Last day on which personal data is stored; `reportgen purge` erases it after."
    )
