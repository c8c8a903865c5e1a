"""The folder that letters are put in: whole or not at all, and never double."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.domain.delivery.states import Accepted, Stage
from reportgen.mail.letter_identity import identity_of
from reportgen.mail.sender import Outbox
from reportgen.storage.atomic import write_atomically

KEY = "2018-12-10-diversiteit.0017.0001"
TO = "a.vandermeer@nieuwegein.example"


def not_noted(stage: Stage) -> None:
    """The folder has no stages worth noting."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "output" / "outbox" / "2018-12-10-diversiteit"


def test_a_letter_in_the_outbox_is_the_bytes_that_were_sent(folder: Path, letter: Callable[..., bytes]) -> None:
    outcome = Outbox(folder, write_atomically).send(KEY, TO, letter(), not_noted)
    (file,) = folder.iterdir()
    assert isinstance(outcome, Accepted)
    assert file.name in outcome.answer
    assert file.name == f"{KEY}.eml"
    assert file.read_bytes() == letter()
    assert identity_of(file.read_bytes()).recipient == TO


def test_a_letter_that_is_sent_twice_is_there_once(folder: Path, letter: Callable[..., bytes]) -> None:
    for _ in range(2):
        Outbox(folder, write_atomically).send(KEY, TO, letter(), not_noted)
    assert [path.name for path in folder.iterdir()] == [f"{KEY}.eml"]


def test_a_correction_is_a_letter_of_its_own(folder: Path, letter: Callable[..., bytes]) -> None:
    outbox = Outbox(folder, write_atomically)
    outbox.send(KEY, TO, letter(), not_noted)
    outbox.send(f"{KEY[:-1]}2", TO, letter(text="verbeterd"), not_noted)
    assert len(list(folder.iterdir())) == 2


def test_a_disk_that_runs_full_leaves_no_half_letter_under_its_name(
    folder: Path, letter: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Outbox(folder, write_atomically).send(KEY, TO, letter(), not_noted)
    assert list(folder.glob("*.eml")) == []
    monkeypatch.undo()
    Outbox(folder, write_atomically).send(KEY, TO, letter(), not_noted)
    assert [path.name for path in folder.iterdir()] == [f"{KEY}.eml"]


def test_letters_in_a_folder_have_not_left_the_machine(folder: Path) -> None:
    assert not Outbox(folder, write_atomically).sends_real_mail
