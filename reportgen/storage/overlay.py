"""A second folder that shows what a folder holds, and takes new files that the first one never sees."""

from __future__ import annotations

from pathlib import Path


def link_contents(folder: Path, overlay: Path) -> None:
    """Puts a symbolic link to everything in a folder into another; hidden files, as unsealed editions, are left out."""
    if not folder.is_dir():
        return
    overlay.mkdir(parents=True, exist_ok=True)
    for each in folder.iterdir():
        if not each.name.startswith("."):
            (overlay / each.name).symlink_to(each.resolve())
