"""The schema of event.toml: every table and key says what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reportgen.config.schema import EventFile


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models_in(each)


def _keys(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield f"{path}{name}", field
        for table in _models_in(field.annotation):
            yield from _keys(table, f"{path}{name}.")


KEYS = dict(_keys(EventFile))


def test_the_schema_is_walked_down_to_the_keys_of_inner_tables() -> None:
    assert {"event.title", "question.hint", "lists.files.sheet", "delivery.waits.full", "pack.kind"} <= KEYS.keys()


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_has_a_description_of_one_sentence(key: str) -> None:
    description = KEYS[key].description
    assert description
    assert description[0].isupper() or description[0] == "`"
    assert description.endswith(".")
