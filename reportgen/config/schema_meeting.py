"""Tables of event.toml about the meeting itself: when, where, whose, its questions, themes, reading and looks."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import EmailStr, Field, model_validator

from reportgen.config.schema_fields import ClockTime, Colour, Day, Line, Text, TomlTable
from reportgen.config.timezone import clock_time
from reportgen.domain.colour import APART, READABLE, VISIBLE, WHITE, contrast

GUESTS = "Guests are of no municipality: what says ‘uw gemeente’ is to say something else to them."
"""What the first key for guests says of all."""


class EventTable(TomlTable):
    """What, when and where the meeting is."""

    title: Line = Field(description="Title of the meeting, on the cover and in letters.")
    subtitle: Line = Field(description="What the meeting is about, in one sentence or question.")
    subtitle_for_guests: Line | None = Field(None, description=f"The same for guests. {GUESTS}")
    date: Day = Field(description="Day of the meeting; the same as in the folder's name, if that begins with a day.")
    moved_from: Day | None = Field(
        None,
        description="Day in the folder's name, where the meeting was moved to another day after letters were made.",
    )
    doors: ClockTime = Field(description="Time from which people can walk in.")
    start: ClockTime = Field(description="Time at which the programme starts.")
    end: ClockTime = Field(description="Time at which the programme ends.")
    place: Line = Field(description="Name of the location.")
    address: Line = Field(description="Street and town of the location.")
    arrival: Text = Field(description="How to get there; `texts/praktisch.txt` replaces it.")
    arrival_for_guests: Text | None = Field(
        None, description="The same for guests; `texts/praktisch-gasten.txt` replaces it."
    )
    welcome: Text = Field(description="Words under the salutation of the briefing; `texts/welkom.txt` replaces it.")
    welcome_for_guests: Text | None = Field(
        None, description="The same for guests; `texts/welkom-gasten.txt` replaces it."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not clock_time(self.doors) <= clock_time(self.start) < clock_time(self.end):
            raise ValueError("doors, start and end must follow each other")
        return self


class OrganiserTable(TomlTable):
    """Who organises the meeting and whom participants can turn to."""

    name: Line = Field(description="Name of the organisation.")
    contact: Line = Field(description="Person or department that answers questions.")
    email: EmailStr = Field(description="Address that letters come from and that answers go to.")
    phone: str = Field("", description="Telephone number for questions; empty for none.")


class QuestionTable(TomlTable):
    """A question that participants prepare; one table for each question."""

    text: Line = Field(description="The question.")
    text_for_guests: Line | None = Field(None, description="The question as guests read it; the same if absent.")
    hint: str = Field("", description="One sentence to think along; empty for none.")
    hint_for_guests: str = Field("", description="The same for guests; that of all if absent.")
    about: str = Field(
        "", max_length=120, description="Key of the figure that bears on it, such as `share-65plus`; empty for none."
    )


class ThemeTable(TomlTable):
    """A theme that tables talk about; one table for each theme."""

    name: Line = Field(description="Name of the theme.")
    examples: list[Line] = Field(
        [],
        description="Municipalities typical of the theme; a participant is seated at the theme whose example is most "
        "like the own municipality.",
    )


class TypeTable(TomlTable):
    """A type of municipality; members of a type are named first as comparable municipalities."""

    name: Line = Field(description="What municipalities of the type are called, for example `grensgemeenten`.")
    reason: Line | None = Field(
        None,
        description="Why two of them are comparable, for example `ook aan de grens`; made from the name if absent.",
    )
    municipalities: list[Line] = Field(min_length=1, description="Municipalities of the type.")


class ReadingTable(TomlTable):
    """A study or document that the page with the programme summarises; two fit on it."""

    title: Line = Field(description="What the study found, in a few words.")
    text: Text = Field(description="One short paragraph of summary.")
    text_for_guests: Text | None = Field(None, description="The paragraph as guests read it; the same if absent.")
    source: Line = Field(description="Title, year and where to find it.")


class TablesTable(TomlTable):
    """The tables at the meeting."""

    seats: int = Field(8, ge=3, le=40, description="People at a table.")


class SessionsTable(TomlTable):
    """The sessions of parallel rounds."""

    spread_colleagues: bool = Field(
        False, description="Whether people of one municipality are spread over the sessions of a round, after wishes."
    )


class StyleTable(TomlTable):
    """Colours and logo of the packs."""

    subject: Colour | None = Field(None, description="Colour of headings, lines and numerals, as `#rrggbb`.")
    own: Colour | None = Field(None, description="Colour of the reader's own municipality in charts, as `#rrggbb`.")
    logo: Annotated[str, Field(pattern=r"^[^/\\]+$")] | None = Field(
        None, description="File in the event's folder: svg, png or jpeg, at most 1 MB."
    )
    logo_alt: Line | None = Field(
        None, description="What a screen reader says instead of the logo; the organiser's name if absent."
    )

    @model_validator(mode="after")
    def _to_be_seen(self) -> Self:
        if self.subject and contrast(self.subject, WHITE) < READABLE:
            raise ValueError(_too_pale("subject", self.subject, READABLE))
        if self.own and contrast(self.own, WHITE) < VISIBLE:
            raise ValueError(_too_pale("own", self.own, VISIBLE))
        if self.subject and self.own and contrast(self.subject, self.own) < APART:
            raise ValueError("subject and own are the same grey when they are printed without colour")
        return self


def _too_pale(role: str, colour: str, least: float) -> str:
    found = f"{contrast(colour, WHITE):.1f}"
    return f"{role} {colour} is too pale on white: its contrast is {found} : 1 and must be {least:g} : 1; darken it"
