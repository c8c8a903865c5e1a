"""Kinds of text, colours, times and waits that a key of event.toml can hold, and the base of its tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reportgen.config.timezone import local_time
from reportgen.i18n.message import said

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$"), BeforeValidator(lambda given: str(given).lower())]
Minutes = Annotated[list[Annotated[float, Field(ge=0, le=10_080)]], Field(min_length=1, max_length=20)] | None
Day = date  # a key of event.toml is called date, and would hide the type
ClockTime = Annotated[str, Field(pattern=r"^\d{1,2}[.:]\d{2}$")]


class TomlTable(BaseModel):
    """A table of event.toml; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", defer_build=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _under_one_name(cls, given: object) -> object:
        for field in cls.model_fields.values():
            if isinstance(given, dict) and isinstance(field.validation_alias, AliasChoices):
                name, former = (str(each) for each in field.validation_alias.choices)
                if name in given and former in given:
                    raise ValueError(
                        said("{former} is the former name of {name}; leave {name} only", former=former, name=name)
                    )
        return given


def or_formerly(name: str, former: str) -> AliasChoices:
    """The names of a key: today's, and the one it had in version 0.1, which is read still."""
    return AliasChoices(name, former)


def check_window(not_before: datetime, not_after: datetime) -> None:
    """Checks that a delivery window opens before it closes.

    Raises:
        ValueError: it does not.
    """
    if local_time(not_before) >= local_time(not_after):
        raise ValueError("not_before must be earlier than not_after")
