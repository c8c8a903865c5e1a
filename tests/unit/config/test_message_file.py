"""A message comes back from its file as it was written, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.config.message_file import MAX_NAME, load_message, message_names, message_toml
from reportgen.domain.messages.message import CalendarUse, Message, Purpose
from reportgen.domain.messages.selection import Role, Selection, Standing
from reportgen.errors import ConfigurationError, UsageError

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=80)
NUMBERS = st.lists(st.integers(1, 999), max_size=4).map(tuple)

messages = st.builds(
    Message,
    st.just("naam"),
    st.sampled_from(list(Purpose)),
    TEXT,
    st.one_of(TEXT, st.sampled_from(['"""', 'a\n"""\nb', "\\", "\\u0041", "'''", '"', "a\n", "\n\na"])),
    st.builds(
        Selection,
        st.lists(st.sampled_from(list(Standing)), max_size=2).map(tuple),
        st.lists(st.sampled_from(list(Role)), max_size=2).map(tuple),
        NUMBERS,
        st.lists(st.text('1/ab ‘’"é', min_size=1, max_size=8), max_size=2).map(tuple),
        st.lists(st.sampled_from(["GM0344", "GM0363"]), max_size=2).map(tuple),
        st.lists(st.text("a b\"'\\é", min_size=1, max_size=8), max_size=2).map(tuple),
        st.booleans(),
        NUMBERS,
        NUMBERS,
    ),
    st.booleans(),
    st.sampled_from(list(CalendarUse)),
    st.booleans(),
)


@given(messages, messages)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_is_read_as_it_was_written_also_over_another_one(
    tmp_path: Path, before: Message, message: Message
) -> None:
    folder = tmp_path / "berichten"
    folder.mkdir(exist_ok=True)
    for content in (message_toml(message), message_toml(message, message_toml(before).decode())):
        (folder / "naam.toml").write_bytes(content)
        assert load_message(tmp_path, "naam") == message


def test_what_an_organiser_wrote_in_the_file_stays(tmp_path: Path) -> None:
    text = '# Van mij.\npurpose = "notice"  # mededeling\nsubject = "a"\ntext = "b"\n'
    changed = message_toml(Message("naam", Purpose.NOTICE, "c", "b", has_pack=True), text).decode()
    assert "# Van mij." in changed
    assert "# mededeling" in changed
    assert 'subject = "c"' in changed


@pytest.mark.parametrize("name", ["", "..", "../event", "A", "a--b", "a b", "nieuw", "a" * (MAX_NAME + 1), "é", "a/b"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "event.toml").write_text("", "utf-8")
    with pytest.raises(UsageError):
        load_message(tmp_path, name)


@pytest.mark.parametrize(
    "content",
    [
        "purpose = ",
        'purpose = "spam"\nsubject = "a"\ntext = "b"',
        'purpose = "notice"\nsubject = "a"',
        'purpose = "notice"\nsubject = "a"\ntext = "b"\nbcc = "x@y.example"',
        f'purpose = "notice"\nsubject = "{"a" * 200}"\ntext = "b"',
        'purpose = "notice"\nsubject = "a"\ntext = "b"\n[to]\nnumbers = [-1]',
        "[" * 5000,
        "\x00",
    ],
)
def test_a_file_that_is_no_message_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    (tmp_path / "berichten").mkdir()
    (tmp_path / "berichten" / "naam.toml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_message(tmp_path, "naam")
    assert "naam.toml" in refused.value.where
    assert message_names(tmp_path) == ("naam",)


def test_other_files_in_the_folder_are_no_messages(tmp_path: Path) -> None:
    folder = tmp_path / "berichten"
    folder.mkdir()
    for name in ("a.toml", "B.toml", ".c.toml", "d.txt", "e.toml~", "nieuw.toml"):
        (folder / name).write_text("", "utf-8")
    assert message_names(tmp_path) == ("a",)
    assert message_names(tmp_path / "elders") == ()
