"""A text that is worked out behind the pages."""

from __future__ import annotations

from threading import Event
from weakref import ref

from reportgen.interfaces.web.background.later_text import LaterText


class People:
    """What a text is worked out from."""


def test_it_is_there_once_it_is_worked_out() -> None:
    gate = Event()

    def compute() -> str:
        gate.wait()
        return "klaar"

    later = LaterText(compute)
    assert later.wait(0.01) is None
    assert later.text is None
    gate.set()
    assert later.wait() == later.text == "klaar"


def test_what_goes_wrong_is_told_in_its_place() -> None:
    assert (LaterText(lambda: str(1 // 0)).wait() or "").startswith("Wat eruit volgt is niet uit te zoeken: ")


def test_a_text_that_waits_to_be_read_keeps_nothing_that_it_was_worked_out_from() -> None:
    people = People()
    seen = ref(people)

    def compute(people: People = people) -> str:
        return type(people).__name__

    def fail(people: People = people) -> str:
        raise ValueError(type(people).__name__)

    texts = [LaterText(compute), LaterText(fail)]
    assert all(each.wait() for each in texts)
    del people, compute, fail
    assert seen() is None
