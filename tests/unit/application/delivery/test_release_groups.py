"""Letters that wait for release by group, and the sample that is suggested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.delivery.release_groups import MAX_SAMPLE, ReleaseGroups, release_groups, sample_of
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.storage.archive.archive import Archive

COLLEAGUE = {"part": "table", "path": "colleagues", "old": "", "new": "", "category": "registrations"}
FIGURE = {
    "part": "municipality",
    "path": "measures.x",
    "old": "20.1",
    "new": "20.4",
    "category": "data",
    "figure": {"what": "het aandeel 65-plussers", "of": "Urk", "unit": "percent", "year": 2018, "decimals": 1},
}


def _letter(number: int, edition: int = 1, kind: LetterKind = LetterKind.PACK, is_update: bool = False) -> Delivery:
    key = f"key.{number:04d}.{edition:04d}"
    pack = "pack" if kind is LetterKind.PACK else ""
    return Delivery(
        *(key, "key", number, edition, f"{number}@urk.example", f"<{key}@x>", "letter", pack, is_update),
        *(State.PRINTED, 0, None),
        kind=kind,
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive in whose second edition two packs follow earlier ones."""
    made = Archive(tmp_path)
    data = made.bag(2) / "data"
    data.mkdir(parents=True)
    packs = [
        {"key": "key.0001.0002", "number": 1, "reasons": [FIGURE, COLLEAGUE]},
        {"key": "key.0002.0002", "number": 2, "reasons": [FIGURE]},
        {"key": "key.0003.0002", "number": 3, "reasons": []},
    ]
    (data / "edition.json").write_text(json.dumps({"packs": packs}), "utf-8")
    return made


def test_letters_are_grouped_by_what_they_are_and_by_each_thing_that_changed(archive: Archive) -> None:
    letters = [
        *(_letter(number, 2, is_update=True) for number in (1, 2, 3)),
        _letter(4),
        _letter(4, 3, LetterKind.MESSAGE),
        _letter(5, 2, LetterKind.CANCELLATION, is_update=True),
        _letter(6, 9, is_update=True),  # of an edition that cannot be read
    ]
    found = release_groups(letters, archive, {3: "Tot morgen"})
    by_key = {each.key: {key.split(".", 1)[1] for key in each.letters} for each in found.groups}
    assert by_key["first"] == {"0004.0001"}
    assert by_key["figures"] == {"0001.0002", "0002.0002"}
    assert by_key["again"] == {"0003.0002", "0006.0009"}
    assert by_key["cancellation"] == {"0005.0002"}
    assert by_key["message-3"] == {"0004.0003"}
    assert set().union(*(each.letters for each in found.groups)) == {each.key for each in letters}
    (message,) = (each for each in found.groups if each.key == "message-3")
    assert message.what == "Tot morgen"
    assert "20,1" in " ".join(found.told(letters[0]))
    assert found.told(letters[3]) == ()
    assert len(found.of(letters[0])) == 2


def test_a_sample_has_the_first_the_last_one_of_each_group_and_what_is_doubtful(archive: Archive) -> None:
    letters = [_letter(1), *(_letter(number, 2, is_update=True) for number in (2, 3)), *map(_letter, range(4, 12))]
    groups = release_groups(letters, archive)
    assert [each.participant for each in sample_of(letters, groups)] == [1, 2, 3, 11]
    assert [each.participant for each in sample_of(letters, groups, [7, 99])] == [1, 2, 3, 7, 11]
    assert sample_of([], ReleaseGroups()) == ()


@given(st.integers(1, 60), st.sets(st.integers(1, 60)))
def test_a_sample_is_of_letters_that_wait_in_their_order_and_never_long(count: int, doubtful: set[int]) -> None:
    letters = [_letter(number) for number in range(1, count + 1)]
    groups = release_groups(letters, Archive(Path("/nowhere")))
    sample = sample_of(letters, groups, doubtful)
    assert [each for each in letters if each in sample] == list(sample)
    assert len(sample) <= MAX_SAMPLE
    assert {letters[0], letters[-1]} <= set(sample)
