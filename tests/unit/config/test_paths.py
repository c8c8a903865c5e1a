"""The folders of a run."""

from __future__ import annotations

from pathlib import Path

from reportgen.config.paths import Paths


def test_the_keys_of_an_event_are_its_own_and_those_of_kinds_of_packs_that_were_made(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "figures", tmp_path)
    for key in ("2018-12-10-wonen", "2018-12-10-wonen--follow-up", "2018-12-10-wonen-2--follow-up"):
        paths.archive(key).mkdir(parents=True)
    paths.outbox("2018-12-10-wonen--thanks").mkdir(parents=True)
    assert paths.pack_keys("2018-12-10-wonen") == (
        "2018-12-10-wonen",
        "2018-12-10-wonen--follow-up",
        "2018-12-10-wonen--thanks",
    )


def test_what_may_be_deleted_at_any_time_is_in_one_folder(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "figures", tmp_path)
    caches = (paths.part_cache, paths.decision_cache("a"))
    assert all(each.is_relative_to(tmp_path / "cache") for each in caches)
