"""Packs and people are matched by who they are, never by the place where they stand in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.meeting import ANNA, COR, KEY

from reportgen.application.build import seal
from reportgen.domain.identifiers import participant_id
from reportgen.render.pdf.identity import identity_in
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.job import Document, Job, PrintFailure
from reportgen.render.printing.press import printed_packs


def _last_first(
    jobs: Sequence[Job], print_context: PrintContext, progress: Callable[[int, int], None]
) -> Iterator[Document | PrintFailure]:
    """Printed packs, the last of them first, as may happen with several processes."""
    yield from reversed(list(printed_packs(jobs, print_context, progress)))


def test_in_whatever_order_packs_come_off_the_press_everyone_gets_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "printed_packs", _last_first)
    cli = CommandLine.create(tmp_path, [ANNA, COR])
    assert cli.run("run", *IN_TIME, *JSON).json["sent"] == 2
    cli.assert_everyone_was_mailed_once(2)
    recipients = {each["number"]: each["recipient"] for each in cli.deliveries()}
    assert set(recipients.values()) == {ANNA.email, COR.email}
    for name, content in cli.outbox().items():
        number = int(name.partition(".")[0])
        message = message_from_bytes(content, policy=policy.default)
        (pdf,) = (part.get_content() for part in message.walk() if part.get_content_type() == "application/pdf")
        identity = identity_in(pdf)
        assert identity
        assert identity.participant == participant_id(KEY, number)
        assert [each.addr_spec for each in message["To"].addresses] == [recipients[number]]
        assert cli.packs()[next(each for each in cli.packs() if each.startswith(f"{number:04d}"))] == pdf
