"""CBS revises one figure of one municipality: only the packs that show it are made again."""

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


def test_only_packs_that_show_a_revised_figure_are_others(tmp_path: Path) -> None:
    event = small_event(tmp_path, PEOPLE)
    before, after = _gathered(event, EMBEDDED), _gathered(event, _revised(tmp_path))
    changed, shown = set(), set()
    for old, new in zip(before.packs, after.packs, strict=True):
        kinds = {mark.kind for was, mark in zip(old.wanted.parts, new.wanted.parts, strict=True) if was != mark}
        changed |= {new.wanted.number} if "municipality" in kinds else set()
        peers = {peer.code for peer in after.context.peers.get(new.wanted.code, ())}
        old_peers = {peer.code for peer in before.context.peers.get(new.wanted.code, ())}
        if DIEMEN in {new.wanted.code, *peers, *old_peers} or new.wanted.code == COUNTRY or peers != old_peers:
            shown.add(new.wanted.number)
    assert changed
    assert changed <= shown
    assert len(changed) < len(before.packs)
