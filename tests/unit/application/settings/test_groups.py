"""Every key of event.toml stands in a form with a label and a sentence of help, or is named with the reason why not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from reportgen import config
from reportgen.application.settings.faults import setting_faults
from reportgen.application.settings.groups import group_of, setting_groups
from reportgen.config.schema_keys import SchemaKey, schema_keys
from reportgen.render.content.words import settings_words

WORDS = settings_words()


def _all_keys() -> list[str]:
    """Paths of all keys, those in lists of tables included."""
    found = []
    for key in schema_keys().values():
        found.append(key.path)
        found += [f"{key.path}.{column.path}" for column in key.columns]
    return found


def test_every_key_has_a_place_in_a_form_or_a_reason_why_not() -> None:
    in_forms = {name for group in WORDS["group"].values() for name in group["keys"]}
    columns = {f"{name}.{column.path}" for name in in_forms if name in schema_keys() for column in _columns(name)}
    elsewhere = set(WORDS["elsewhere"]) | set(WORDS["advanced"])
    missing = [each for each in _all_keys() if each not in in_forms | columns | elsewhere]
    assert missing == [], "give these a place and words in templates/settings.toml, or a reason under [advanced]"
    assert all(WORDS["advanced"].values())


def _columns(name: str) -> tuple[SchemaKey, ...]:
    return tuple(each for each in schema_keys()[name].columns if f"{name}.{each.path}" not in WORDS["advanced"])


@pytest.mark.parametrize("name", [each for each in _all_keys() if each not in WORDS["advanced"] | WORDS["elsewhere"]])
def test_every_key_in_a_form_has_a_label_and_one_sentence_of_help(name: str) -> None:
    words = WORDS["key"][name]
    assert words["label"][0].isupper()
    assert words["help"].endswith((".", "?"))
    assert "event.toml" not in words["help"]
    field = next(each for group in setting_groups().values() for each in group.fields if name.startswith(each.name))
    key = next((each for each in field.key.columns if f"{field.name}.{each.path}" == name), field.key)
    if key.choices:
        assert set(words["choices"]) == set(key.choices)


def test_no_key_stands_in_two_forms_and_none_that_is_not_there() -> None:
    names = [name for group in WORDS["group"].values() for name in group["keys"]]
    assert len(set(names)) == len(names)
    assert set(names) - schema_keys().keys() == set()


def test_the_group_of_a_place_in_the_file_is_found() -> None:
    for name, slug in (("event.title", "bijeenkomst"), ("question.2.text", "vragen"), ("theme", "themas")):
        group = group_of(name)
        assert group is not None
        assert group.slug == slug
    assert group_of("mail.timeout") is None
    assert group_of("") is None


def test_every_fault_that_the_schema_says_itself_has_words() -> None:
    folder = Path(config.__file__).parent
    said = []
    for path in (*folder.glob("schema*.py"), folder / "timezone.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                said.append("".join(_strings(node.exc)))
    known = [each.removesuffix(" #") for each in WORDS["fault_of_several"]]
    assert [each for each in said if each and not any(begins in each for begins in known)] == []


def _strings(node: ast.AST) -> list[str]:
    """The texts in a call, in order; those that make a text of several are whole."""
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@pytest.mark.parametrize(
    ("raw", "field", "said"),
    [
        ({}, "event", "Vul dit in."),
        ({"event": {"title": 5}}, "event.title", "Dit klopt niet."),
        ({"event": {"nieuw": 5}}, "event.nieuw", "Het programma kent dit niet: ‘nieuw’. Haal het weg."),
        ({"mail": {"port": 0}}, "mail.port", "Dit moet ten minste 1 zijn."),
        ({"theme": [{"examples": ["a\nb"]}]}, "theme.0.examples", "Regel 1: dit moet op één regel"),
        ({"lists": {"files": [{"file": "x"}]}}, "lists.files.0.sheet", "Vul dit in."),
        ({"delivery": {"sender": "duif"}}, "delivery.sender", "Kies een van de mogelijkheden."),
        ({"event": {"doors": "99"}}, "event.doors", "Dit is geen tijd."),
        ({"event": {"date": "morgen"}}, "event.date", "Dit is geen dag."),
        ({"question": [{}] * 13}, "question", "Dit zijn er te veel: er mogen er 12 zijn."),
    ],
)
def test_a_fault_stands_beside_its_field_in_dutch(raw: dict[str, object], field: str, said: str) -> None:
    found = [each.text for each in setting_faults(raw) if each.field == field]
    assert any(each.startswith(said) for each in found), found
