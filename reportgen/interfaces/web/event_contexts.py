"""The contexts of the meetings that are served, made when the first page of a meeting is asked for."""

from __future__ import annotations

from threading import Lock

from reportgen.config.event_folder import EVENT_FILE, is_event_key
from reportgen.domain.identifiers import pack_key, people_key_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.installation import Installation

MAX_CONTEXTS = 200
"""Meetings of which the state is kept in memory; another one takes the place of the oldest."""


class EventContexts:
    """The contexts of an installation, by the key of the packs.

    Attributes:
        installation: whose meetings they are.
    """

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._contexts: dict[str, WebContext] = {}
        self._lock = Lock()

    def get(self, key: str) -> WebContext | None:
        """The context of a kind of packs of a meeting; None where there is no such meeting or kind.

        Args:
            key: the name of the meeting's folder, with the kind of packs behind it if not the briefing.
        """
        name = people_key_of(key)
        folder = self.installation.events / name
        if not is_event_key(name) or not (folder / EVENT_FILE).is_file():
            return None
        with self._lock:
            found = self._contexts.get(key)
        if found is None:
            found = WebContext(self.installation, folder, key)
        if key != name and key not in {pack_key(name, kind) for kind in found.kinds}:
            return None
        with self._lock:
            if key not in self._contexts and len(self._contexts) >= MAX_CONTEXTS:
                self._contexts.pop(next(iter(self._contexts))).pending_check.close()
            return self._contexts.setdefault(key, found)

    def close(self) -> None:
        """Stops the running job after its current step, and the checks of uploaded lists at once."""
        with self._lock:
            contexts = list(self._contexts.values())
        for each in contexts:
            each.pending_check.close()
        self.installation.jobs.close()
