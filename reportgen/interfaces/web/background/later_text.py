"""What follows from a change, told once it is worked out behind the pages, which takes long for thousands."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from reportgen.interfaces.web.texts.error_messages import error_message


class LaterText:
    """Works out in a thread what follows from a change that was made.

    Args:
        compute: what follows, in words; what it raises is told in its place.
    """

    def __init__(self, compute: Callable[[], str]) -> None:
        self._text: str | None = None
        # The thread lets go of what it runs: a message that nobody comes to read keeps no thousands of people.
        self._thread = Thread(target=self._run, args=(compute,), name="later-text", daemon=True)
        self._thread.start()

    @property
    def text(self) -> str | None:
        """The text; None as long as it is being worked out."""
        return self._text

    def wait(self, seconds: float | None = None) -> str | None:
        """The text; None where it is still being worked out.

        Args:
            seconds: for which it is waited for at most; None for as long as it takes.
        """
        self._thread.join(seconds)
        return self._text

    def _run(self, compute: Callable[[], str]) -> None:
        try:
            self._text = compute()
        except Exception as error:  # whatever went wrong, what was done before is done, and the page has to say so
            self._text = f"Wat eruit volgt is niet uit te zoeken: {error_message(error)}"
