"""Packs with files that are not saved yet, made in the background: one at a time, and the newest are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic

from reportgen.application.build.unsaved_preview import PreviewedPack, UnsavedFiles
from reportgen.domain.canonical_json import canonical_json, digest, to_json_value

MAX_KEPT = 12
"""Previews of all organisers that are kept in memory; each is about a megabyte."""

Report = Callable[[str, int, int], None]
"""Takes the name of a stage, and how many steps of how many are done."""

Make = Callable[[UnsavedFiles, Report], PreviewedPack]


@dataclass(slots=True)
class Preview:
    """A preview that is being made, or was.

    Attributes:
        key: of the packs.
        files: what it was made with that is not saved.
        pack: None until it is there, and where it cannot be made.
        error: why it cannot be made.
        stage: what is done now; ``done`` of ``total`` steps.
    """

    id: str
    key: str
    files: Mapping[str, bytes | None]
    pack: PreviewedPack | None = None
    error: Exception | None = None
    stage: str = ""
    done: int = 0
    total: int = 3
    started: float = field(default_factory=monotonic)
    thread: Thread | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing is to come any more."""
        return self.pack is not None or self.error is not None

    def wait(self, seconds: float) -> bool:
        """Waits until it is finished, or so long; returns whether it is."""
        if self.thread:
            self.thread.join(seconds)
        return self.is_finished


class UnsavedPreviews:
    """The previews of an installation."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Preview] = OrderedDict()
        self._lock = Lock()
        self._turn = Lock()

    def of(self, key: str, state: object, unsaved: UnsavedFiles, make: Make) -> Preview:
        """The preview of a pack; it is begun where there is none yet of this state.

        Args:
            key: of the packs.
            state: of everything that is saved.
            make: makes it; may raise anything.
        """
        files = {name: None if content is None else digest(content) for name, content in unsaved.files.items()}
        about = (key, repr(state), files, unsaved.number, unsaved.guest, unsaved.printed)
        id = digest(canonical_json(to_json_value(about)))
        with self._lock:
            if id in self._kept:
                self._kept.move_to_end(id)
                return self._kept[id]
            preview = self._kept[id] = Preview(id, key, unsaved.files)
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        preview.thread = Thread(target=self._make, args=(unsaved, preview, make), name="preview", daemon=True)
        preview.thread.start()
        return preview

    def find(self, key: str, id: str) -> Preview | None:
        """A preview of the packs with this key; None where it is not kept any more."""
        with self._lock:
            found = self._kept.get(id)
        return found if found and found.key == key else None

    def _make(self, unsaved: UnsavedFiles, preview: Preview, make: Make) -> None:
        def report(stage: str, done: int, total: int) -> None:
            preview.stage, preview.done, preview.total = stage, done, total

        with self._turn:
            with self._lock:
                if preview.id not in self._kept:  # so many came behind it that nobody waits for it
                    preview.error = TimeoutError()
                    return
            try:
                preview.pack = make(unsaved, report)
            except Exception as error:  # whatever a file holds, the page must show that it was tried
                preview.error = error
