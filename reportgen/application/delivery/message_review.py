"""What holds letters of messages, and what messages hold: packs that were replaced, and a meeting that is off."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from reportgen.application.archive.recorded_message import sealed_letters
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.list_differences import HoldReason, LetterDifference
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.storage.ledger.messages import MadeMessage


class MessageReview:
    """Compares letters with the messages and packs that the ledger has."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entries: dict[int, dict[int, dict[str, Any]]] = {}

    def differences(self, letter: Delivery) -> tuple[LetterDifference, ...]:
        """Why the letter of a message is not true any more beside who it is for: it carries an older pack."""
        newest = self._newest_packs.get(letter.participant, "")
        if letter.pack_digest and newest and newest != letter.pack_digest:
            return (LetterDifference(HoldReason.PACK, letter.pack_digest[:8], newest[:8]),)
        return ()

    def meeting_differences(self, letter: Delivery) -> tuple[LetterDifference, ...]:
        """Why a letter should not leave: a message says that the meeting does not take place.

        No letter with a pack leaves then, of whichever kind, nor an earlier message that says nothing of it.
        """
        if self._stopped is None:
            return ()
        message = self._made.get(letter.edition) if letter.kind is LetterKind.MESSAGE else None
        is_true = message is not None and (message.stops_packs or message.at > self._stopped)
        return () if is_true else (LetterDifference(HoldReason.MEETING),)

    def code(self, letter: Delivery) -> str:
        """The municipality that the letter of a message was made for; empty where nothing tells it."""
        if letter.kind is not LetterKind.MESSAGE:
            return ""
        if letter.edition not in self._entries:
            self._entries[letter.edition] = sealed_letters(self._workspace.archive, letter.edition)
        return str(self._entries[letter.edition].get(letter.participant, {}).get("code", ""))

    @cached_property
    def _newest_packs(self) -> dict[int, str]:
        """The digest of the newest pack of each participant whose letter was not withdrawn."""
        return {
            each.participant: each.pack_digest
            for each in self._workspace.ledger.deliveries(self._workspace.key)
            if each.kind is LetterKind.PACK and each.state is not State.WITHDRAWN
        }

    @cached_property
    def _made(self) -> dict[int, MadeMessage]:
        """The messages among these packs, by edition."""
        return {each.edition: each for each in self._workspace.ledger.messages(self._workspace.key).made()}

    @cached_property
    def _stopped(self) -> datetime | None:
        """When the newest message was made that says that the meeting does not take place, with packs of any kind."""
        workspace = self._workspace
        keys = {*workspace.paths.pack_keys(workspace.people_key), workspace.key}
        moments = [workspace.ledger.messages(each).stopped_at() for each in sorted(keys)]
        return max((each for each in moments if each is not None), default=None)
