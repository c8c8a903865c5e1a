"""What the files of a meeting are called on the page."""

from __future__ import annotations

from pathlib import PurePosixPath

from reportgen.render.content.words import web_words


def file_label(name: str) -> str:
    """What a file is called, by its name from the meeting's folder: ``Het programma``, ``Tekst: welkom``."""
    words = web_words()["event_file"]
    path = PurePosixPath(name)
    if name in words:
        return str(words[name])
    if len(path.parts) == 1 and f"{path.stem}.*" in words:
        return str(words[f"{path.stem}.*"])
    folder = f"{path.parts[0]}/"
    stem = path.stem.replace("-", " ")
    if len(path.parts) > 1 and folder in words:
        return str(words[folder]).format(name=stem)
    return str(words["other"]).format(name=path.name)
