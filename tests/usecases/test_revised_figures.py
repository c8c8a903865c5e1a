"""CBS revises one figure of one municipality: it is told in the packs about it and those that compare with it."""

from __future__ import annotations

import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from doubles.small_event import PEOPLE, small_event
from doubles.workspaces import workspace_of

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.difference import differences_between
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

DIEMEN = "GM0384"


def _revised(folder: Path) -> Path:
    """The figures with one share of Diemen in 2018 a tenth larger, and the sum it is in."""
    copy = folder / "figures"
    shutil.copytree(EMBEDDED, copy)
    path = copy / "origins.csv"
    old = path.read_bytes()
    line = next(each for each in old.decode().splitlines() if each.startswith(f"2018,{DIEMEN},"))
    year, code, background, western, *others = line.split(",")
    new = ",".join([year, code, f"{float(background) + 0.1:.1f}", f"{float(western) + 0.1:.1f}", *others])
    content = old.replace(line.encode(), new.encode())
    path.write_bytes(content)
    manifest = copy / "snapshot.toml"
    marks = sha256(old).hexdigest(), sha256(content).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(*marks), "utf-8")
    return copy


def _gathered(event: Path, figures: Path) -> EventInputs:
    paths = Paths(figures, event.parent / "output")
    ledger = Ledger.open_if_present(paths.ledger)
    try:
        return load_event(workspace_of(event, paths, ledger, datetime(2018, 12, 3, tzinfo=ZONE)))
    finally:
        ledger.close()


def test_a_revised_figure_makes_new_the_packs_that_tell_it_and_elsewhere_moves_one_mark_of_a_strip(
    tmp_path: Path,
) -> None:
    event = small_event(tmp_path, PEOPLE)
    before, after = _gathered(event, EMBEDDED), _gathered(event, _revised(tmp_path))
    told = set()
    for old, new in zip(before.packs, after.packs, strict=True):
        codes = {each.code for side in (before, after) for each in side.context.peers.get(new.wanted.code, ())}
        was, now = (each.parts[2] for each in (old, new))
        assert was.kind is now.kind is PartKind.MUNICIPALITY
        found = differences_between(now.kind, was.content, now.content)
        assert {each.category for each in found} <= {ChangeCategory.DATA}
        beyond = {each.path for each in found if each.topic not in ("strips", "map")}
        if DIEMEN in {new.wanted.code, *codes}:
            told.add(new.wanted.number)
            assert beyond
            assert old.wanted.fingerprint != new.wanted.fingerprint
            assert {each.figure.of for each in found if each.figure} <= {"Diemen", ""}
        elif new.wanted.code != COUNTRY:
            assert not beyond
            assert old.wanted.parts[2].fingerprint == new.wanted.parts[2].fingerprint
            assert len(found) <= len(new.pack.section(PartKind.MUNICIPALITY).content.strips)  # type: ignore[union-attr]  # of a municipality
    assert told
    assert len(told) < len(before.packs)
