"""Mailboxes in files, of whichever program: every message comes once, whole, and nothing of one ends up in another."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from os import mkfifo, walk
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.mail.inbox import mailboxes
from reportgen.mail.inbox.mailboxes import MAX_KEPT, mbox_messages
from reportgen.mail.inbox.submissions import SkipReason, Submission, in_maildir, submissions_in

FIRST, SECOND = "From - Tue Dec 04 09:00:00 2018\n", "From a@stad.example Tue Dec  4 10:00:00 2018\n"
HEAD = "From: a@stad.example\nSubject: RE: Uw briefing\n\n"
BODY = "1. Veertig groepen.\nFrom outside we learned this:\nde gemeente is geen eiland.\n"


def _read(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [each.decode("utf-8", "surrogateescape") for each in mbox_messages(path)]


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (f"{FIRST}{HEAD}{BODY}", [f"{HEAD}{BODY}"]),
        (f"{FIRST}{HEAD}{BODY}\n", [f"{HEAD}{BODY}"]),
        (f"{FIRST}{HEAD}een\n\n{SECOND}{HEAD}{BODY}", [f"{HEAD}een\n", f"{HEAD}{BODY}"]),
        (f"{FIRST}{HEAD}een\n{SECOND}{HEAD}twee\n", [f"{HEAD}een\n", f"{HEAD}twee\n"]),  # no empty line between
        (f"{FIRST}{HEAD}een\n\nFrom b@stad.example\n{HEAD}twee\n", [f"{HEAD}een\n", f"{HEAD}twee\n"]),  # no moment
        (f"{HEAD}{BODY}", [f"{HEAD}{BODY}"]),  # a message that was saved as a file
        (f"\n\n{HEAD}{BODY}\n", [f"{HEAD}{BODY}\n"]),
        (f"{HEAD}een\n\n{SECOND}{HEAD}twee\n", [f"{HEAD}een\n\n", f"{HEAD}twee\n"]),  # the first without a postmark
        (f"\ufeff{FIRST}{HEAD}{BODY}", [f"{HEAD}{BODY}"]),
        (f"\ufeff{HEAD}{BODY}", [f"{HEAD}{BODY}"]),
        (f"{FIRST}{HEAD}>From her\n>>From him\n> From: x\n", [f"{HEAD}From her\n>From him\n> From: x\n"]),
        (f"{HEAD}>From her\n", [f"{HEAD}>From her\n"]),  # escaped by whoever quoted it
        (f"{FIRST}{HEAD}\nFrom Jan:\nNaar de markt: ja\n", [f"{HEAD}\nFrom Jan:\nNaar de markt: ja\n"]),
        (f"{FIRST}{HEAD}half een zi", [f"{HEAD}half een zi"]),
        (f"{FIRST}Subject: half een k", ["Subject: half een k"]),
        (f"{FIRST}\nHoi", ["\nHoi"]),
        ("", []),
        ("\n\n", []),
        ("PK\x03\x04 geen post", []),
    ],
)
def test_messages_begin_where_their_postmark_or_head_does(tmp_path: Path, content: str, messages: list[str]) -> None:
    assert _read(tmp_path / "post", content) == messages
    in_crlf = [each.replace("\n", "\r\n") for each in messages]
    assert _read(tmp_path / "post", content.replace("\n", "\r\n")) == in_crlf


def test_a_length_in_the_head_counts_where_the_box_agrees(tmp_path: Path) -> None:
    body = f"een\n\n{SECOND}{HEAD}van een ander\n"
    head = f"Content-Length: {len(body)}\n{HEAD}"
    assert _read(tmp_path / "post", f"{FIRST}{head}{body}\n{SECOND}{HEAD}twee\n") == [f"{head}{body}", f"{HEAD}twee\n"]
    wrong = head.replace(str(len(body)), str(len(body) + 9))
    assert len(_read(tmp_path / "post", f"{FIRST}{wrong}{body}\n{SECOND}{HEAD}twee\n")) == 3


def test_what_is_too_large_is_cut_and_the_next_message_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "MAX_KEPT", 1000)
    for large in ("x" * 500_000, "x\n" * 500_000):
        first, second = _read(tmp_path / "post", f"{FIRST}{HEAD}{large}\n{SECOND}{HEAD}twee\n")
        assert (len(first), second) == (1000, f"{HEAD}twee\n")


def test_what_is_too_large_is_named_by_its_head(tmp_path: Path) -> None:
    with (tmp_path / "post.mbox").open("wb") as file:
        file.write(f"{FIRST}{HEAD}".encode())
        for _ in range(1 + MAX_KEPT // 1_000_000):
            file.write(b"x" * 1_000_000)
        file.write(f"\n{SECOND}{HEAD}twee\n".encode())
    first, second = submissions_in(str(tmp_path / "post.mbox"), str, lambda: 0.0)
    assert (first.skipped, first.content[: len(HEAD)]) == (SkipReason.LARGE, HEAD.encode())
    assert second.content == f"{HEAD}twee\n".encode()


@pytest.mark.parametrize("name", ["1.x:2,S", "één naam", "-f", "a\nb", "x.eml", "a:b:2,"])
def test_files_of_a_maildir_are_called_anything(tmp_path: Path, name: str) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / name).write_text(f"{HEAD}een")
    (tmp_path / "new" / ".verborgen").write_text(f"{HEAD}twee")
    (tmp_path / "cur" / "map").mkdir()
    assert [each.content for each in in_maildir(tmp_path)] == [f"{HEAD}een".encode()]


def _submitted(folder: Path, name: str, content: str) -> list[Submission]:
    (folder / name).write_text(content, "utf-8")
    return list(submissions_in(str(folder), str, lambda: 0.0))


@pytest.mark.parametrize("name", ["post.mbox", "post.MBX", "post.eml", "Inbox"])
def test_an_mbox_file_is_known_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    found = _submitted(tmp_path, name, f"{FIRST}{HEAD}een\n\n{SECOND}{HEAD}twee\n")
    assert [each.content.decode() for each in found] == [f"{HEAD}een\n", f"{HEAD}twee\n"]


@pytest.mark.parametrize("name", ["post.mbox", "post.eml"])
def test_a_saved_message_is_read_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    (found,) = _submitted(tmp_path, name, f"\ufeff{HEAD}{BODY}")
    assert found.content.decode() == f"{HEAD}{BODY}"


def test_a_file_without_any_message_is_named(tmp_path: Path) -> None:
    (found,) = _submitted(tmp_path, "post.mbox", "geen post")
    assert (found.name, found.skipped) == ("post.mbox", SkipReason.KIND)
    assert _submitted(tmp_path, "post.mbox", "") == []


@pytest.mark.parametrize("kind", ["folder", "Maildir"])
def test_what_cannot_be_read_is_named_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    folder = tmp_path / ("cur" if kind == "Maildir" else "map")
    folder.mkdir()
    for name in ("1.eml", "2.eml", "4.eml", "5.mbox", "6.eml"):
        (folder / name).write_text(f"{HEAD}{name}")
    (folder / "3.eml").symlink_to("weg.eml")
    mkfifo(folder / "3.pijp")
    opened = Path.open

    def failing(path: Path, *how: Any) -> Any:
        if path.name in ("2.eml", "5.mbox"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *how)

    monkeypatch.setattr(Path, "open", failing)
    found = list(submissions_in(str(tmp_path), str, lambda: 0.0))
    unreadable = [Path(each.name).name for each in found if each.skipped is SkipReason.UNREADABLE]
    assert unreadable == ["2.eml", "3.eml", "5.mbox"]
    assert [each.content for each in found if not each.skipped] == [f"{HEAD}{each}.eml".encode() for each in (1, 4, 6)]


def test_a_maildir_that_nobody_may_list_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cur").mkdir()

    def listed(folder: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", listed)
    (found,) = in_maildir(tmp_path)
    assert (found.name, found.skipped) == (tmp_path.name, SkipReason.UNREADABLE)


def test_an_mbox_file_that_fails_halfway_is_named_after_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> Any:
        yield f"{HEAD}een".encode()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("reportgen.mail.inbox.submissions.mbox_messages", failing)
    first, second = _submitted(tmp_path, "post.mbox", f"{FIRST}{HEAD}een\n")
    assert (first.content, second.name, second.skipped) == (f"{HEAD}een".encode(), "post.mbox", SkipReason.UNREADABLE)


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(folder: Path, onerror: Callable[[OSError], None]) -> Any:
        onerror(PermissionError(13, "Permission denied", str(folder / "dicht")))
        return walk(folder)

    monkeypatch.setattr("reportgen.mail.inbox.submissions.walk", listed)
    first, second = _submitted(tmp_path, "een.eml", HEAD)
    assert (first.name, first.skipped, second.name) == ("dicht", SkipReason.UNREADABLE, "een.eml")


_LINES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x85"), max_size=30)


@given(st.lists(st.lists(_LINES | st.sampled_from(["From x", ">From x", "", "Subject: x"]), max_size=6), max_size=4))
def test_what_python_writes_comes_back(bodies: list[list[str]]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "post"
        box = mailbox.mbox(path)
        messages = [f"{HEAD}{''.join(f'{line}{chr(10)}' for line in ['x', *body, 'x'])}".encode() for body in bodies]
        for each in messages:
            box.add(each)
        box.close()
        written = [each.replace(b"\n>From ", b"\nFrom ") for each in messages]
        assert [each.replace(b"\n>From ", b"\nFrom ") for each in mbox_messages(path)] == written
