"""Whatever is changed in a form comes back from the file as it was typed, and every other line stays."""

from __future__ import annotations

import tomllib
from difflib import SequenceMatcher

import tomlkit
from doubles.small_event import EXAMPLE
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.application.settings.changes import form_changes
from reportgen.application.settings.differences import setting_differences
from reportgen.application.settings.edit_settings import SettingsFile, checked_change
from reportgen.application.settings.form_values import FormRow, FormValues, columns_of, form_values
from reportgen.application.settings.groups import SettingField, setting_groups
from reportgen.config.schema_keys import ValueKind
from reportgen.config.toml_edit import edited_toml
from reportgen.errors import ConfigurationError
from reportgen.render.content.resources import TEMPLATES

FULL = (EXAMPLE / "event.toml").read_text("utf-8")
STARTER = (TEMPLATES / "event" / "event.toml").read_text("utf-8")
GROUPS = [each for each in setting_groups().values() if each.slug not in ("mailserver", "lijsten")]

LINES = st.text(st.one_of(st.characters(categories=["L", "N", "P", "S"]), st.just(" ")), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)


def _typed(field: SettingField) -> st.SearchStrategy[str]:
    """What people may type in a field."""
    match field.kind:
        case ValueKind.TEXT:
            return st.lists(LINES, min_size=1, max_size=3).map("\n".join)
        case ValueKind.LINES:
            return st.lists(LINES, min_size=1, max_size=4).map("\n".join)
        case ValueKind.CHOICE:
            return st.sampled_from(field.key.choices)
        case ValueKind.YES_NO:
            return st.sampled_from(["ja", ""])
        case ValueKind.WHOLE:
            return st.integers(3, 40).map(str)
        case ValueKind.DAY:
            return st.dates().filter(lambda day: day.year > 1000).map(lambda day: f"{day.day}-{day.month}-{day.year}")
        case ValueKind.MOMENT:
            return st.datetimes().filter(lambda at: at.year > 1000).map(lambda at: f"{at:%Y-%m-%d %H.%M}")
        case ValueKind.TIME:
            return st.times().map(lambda at: f"{at:%H.%M}")
        case ValueKind.EMAIL:
            return st.sampled_from(["a@vng.nl", "naam.achternaam@gemeente.nl"])
    return LINES


@st.composite
def changed_forms(draw: st.DrawFn) -> tuple[str, str, FormValues]:
    """A file, the slug of a group, and its form with some fields changed and rows moved, added and taken away."""
    text = draw(st.sampled_from([FULL, STARTER, FULL.replace("\n", "\r\n")]))
    group = draw(st.sampled_from(GROUPS))
    now = form_values(group, tomllib.loads(text))
    texts = {
        each.name: draw(_typed(each)) if draw(st.booleans()) else now.texts[each.name]
        for each in group.fields
        if not each.is_rows
    }
    rows = {}
    for each in group.fields:
        if not each.is_rows:
            continue
        kept = [row for row in draw(st.permutations(now.rows[each.name])) if draw(st.booleans())]
        if each.columns:
            fresh = {column.key.path: draw(_typed(column)) for column in each.columns}
            kept = [*kept, FormRow(None, fresh)]
        rows[each.name] = tuple(kept)
    return text, group.slug, FormValues(texts, rows)


@given(changed_forms())
def test_what_is_typed_is_what_the_file_says_and_other_lines_stay(form: tuple[str, str, FormValues]) -> None:
    text, slug, typed = form
    group = setting_groups()[slug]
    raw = tomllib.loads(text)
    change = form_changes(group, raw, typed, "geen-dag")
    assert not change.unreadable
    after = edited_toml(text, change.changes)
    back = form_values(group, tomllib.loads(after))
    for name, rows in typed.rows.items():
        assert [dict(row.cells) for row in back.rows[name]] == [_normal(row.cells) for row in rows], name
    for field in group.fields:
        if not field.is_rows and field.kind is not ValueKind.MOMENT:
            assert back.texts[field.name] == typed.texts[field.name].strip(), field.name
    names = {each.key.path.rpartition(".")[2] for each in group.fields}
    names |= {column.key.path for each in group.fields for column in each.columns}
    blocks = {f"[[{each.name}]]" for each in group.fields}
    gone: list[str] = []
    for kind, a, b, _, _ in SequenceMatcher(None, text.splitlines(), after.splitlines(), autojunk=False).get_opcodes():
        gone += text.splitlines()[a:b] if kind != "equal" else []
    strange = [line for line in gone if line.strip() and line.partition("=")[0].strip() not in names | blocks]
    assert [line for line in strange if not line.startswith("#") or line not in after.splitlines()] == []


def _normal(cells: object) -> dict[str, str]:
    return {name: _moment(text.strip()) for name, text in dict(cells).items()}  # type: ignore[call-overload]


def _moment(text: str) -> str:
    """A moment as forms show it, where a text is one."""
    day, _, time = text.partition(" ")
    if len(day) == 10 and day[4] == "-" and time:
        year, month, date = day.split("-")
        return f"{int(date)}-{int(month)}-{int(year)} {time}"
    return text


@given(st.text(max_size=200), st.sampled_from([each for group in GROUPS for each in group.fields if not each.is_rows]))
def test_any_text_in_any_field_is_a_fault_or_a_valid_file(text: str, field: SettingField) -> None:
    group = next(each for each in GROUPS if field in each.fields)
    file = SettingsFile(FULL, "", tomllib.loads(FULL))
    now = form_values(group, file.raw)
    change = checked_change(group, file, FormValues({**now.texts, field.name: text}, now.rows), "2018-12-10-x")
    if not change.faults:
        tomllib.loads(change.text)
    assert all(each.text and each.text[0].isupper() for each in change.faults)


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=5), st.dates(), st.floats(-1, 1)).filter(
        lambda value: value is not None
    ),
    lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(st.text(max_size=5), inside, max_size=3)),
    max_leaves=6,
)


@settings(phases=[Phase.explicit, Phase.generate])  # a failing example is small enough, and shrinking takes minutes
@given(
    st.sampled_from(sorted({each.key.steps for group in setting_groups().values() for each in group.fields})),
    ANYTHING,
    st.booleans(),
)
def test_a_file_with_anything_under_a_key_is_shown_and_changed_or_refused(
    steps: tuple[str, ...], value: object, whole_table: bool
) -> None:
    raw = tomllib.loads(FULL)
    if len(steps) == 1 or whole_table:
        raw[steps[0]] = value
    else:
        raw.setdefault(steps[0], {})[steps[1]] = value
    text = tomlkit.dumps(raw)
    file = SettingsFile(text, "", tomllib.loads(text))
    for group in setting_groups().values():
        now = form_values(group, file.raw)
        if not any(each.key.steps[0] == steps[0] for each in group.fields):
            continue
        texts = {name: f"{said}x" for name, said in now.texts.items()}
        fresh = {
            each.name: FormRow(None, dict.fromkeys(columns_of(each), "x")) for each in group.fields if each.is_rows
        }
        rows = {name: (*there, fresh[name]) for name, there in now.rows.items()}
        try:
            checked_change(group, file, FormValues(texts, rows), "2018-12-10-x")
        except ConfigurationError:
            continue
    setting_differences(file.raw, tomllib.loads(FULL))
    setting_differences(tomllib.loads(FULL), file.raw)
