"""Who is erased leaves nothing behind in what waits for a person; who asks what is stored about them sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles.answered_event import LATER, AnsweredEvent, reply
from doubles.answering import mailed
from doubles.released_letters import KEY, address
from doubles.workspaces import opened
from usecases.command_line import Done, asked, files_in

from reportgen.domain.people.participant import Enrolled
from reportgen.storage.ledger.ledger import Ledger

ANNA = Enrolled(1, address(1), "Anna de Boer", "GM0356")


@pytest.fixture
def event(tmp_path: Path) -> AnsweredEvent:
    """An event of which participant 1 is called Anna de Boer, and is on no list any more."""
    event = AnsweredEvent.create(tmp_path)
    ledger = Ledger.open(event.paths.ledger)
    ledger.save_people(KEY, [ANNA], ())
    ledger.close()
    for path in event.folder.glob("deelnemers*"):
        path.write_text("Voorletters;Achternaam;Gemeente;E-mailadres;Status\nB.;Vos;Urk;b@urk.example;aangemeld\n")
    return event


def typed(event: AnsweredEvent, *words: str) -> Done:
    name, *rest = words
    return asked(*name.split(), str(event.folder), *rest, "--output", str(event.paths.output))


def left(event: AnsweredEvent, *words: str) -> list[str]:
    """Files of the output that hold one of these words, apart from the letters that they were sent."""
    return [
        name
        for name, content in files_in(event.paths.output).items()
        if not name.startswith("archive/")
        and any(word.casefold() in content.decode("latin-1").casefold() for word in words)
    ]


SECRETS = ("Geheim van haar", "Anna de Boer", address(1), "reden over haar")


def test_what_waits_of_who_is_erased_is_gone_and_of_others_it_stays_without_the_name(event: AnsweredEvent) -> None:
    event.collect(
        reply(1, "Geheim van haar, zonder nummer.", subject="Van Anna de Boer"),
        mailed(address(1), "2. Geheim van haar", answers="<test.x@vng.example>"),
        mailed(
            "kabinet@elders.example", "1. Geheim van haar, zegt het kabinet.", answers=f"<{KEY}.0001.0001@vng.example>"
        ),
        reply(2, "Wat Anna de Boer zegt, vind ik ook."),
    )
    mine, *_ = event.waiting()
    assert len(event.waiting()) == 4
    typed(event, "answers review", str(mine.id), "--answer", "1=Geheim van haar", "--reason", "reden over haar")
    done = typed(event, "forget", "1", "--yes", "--format", "json")
    assert done.code in (0, 1), done.err
    assert left(event, *SECRETS) == []
    (item,) = event.waiting()
    assert (item.number, item.text.strip()) == (2, "Wat … zegt, vind ik ook.")
    assert [each for each in event.answers() if each[0] == 1] == []
    assert event.collect(reply(1, "Geheim van haar, zonder nummer.", subject="Van Anna de Boer")).known == 1
    for words in ((str(mine.id), "--reopen"), (str(mine.id), "--participant", "2")):
        assert typed(event, "answers review", *words).code == 2, "what was erased cannot come back"


def test_what_was_decided_to_be_of_somebody_else_stays_theirs(event: AnsweredEvent) -> None:
    event.collect(reply(1, "1. Eigenlijk van twee.", "samen@elders.example"))
    (item,) = event.waiting()
    typed(event, "answers review", str(item.id), "--participant", "2")
    typed(event, "forget", "1", "--yes")
    assert event.answers() == [(2, 1, "Eigenlijk van twee.", False)]
    typed(event, "answers review", str(item.id), "--reopen")
    assert [each for each in event.answers() if each[0] == 1] == []


def test_after_a_purge_nothing_waits_and_no_text_is_left(event: AnsweredEvent) -> None:
    event.collect(reply(1, "Geheim van haar"), mailed("x@elders.example", "1. Geheim van haar"))
    typed(event, "answers review", str(event.waiting()[1].id), "--dismiss", "reden over haar")
    assert typed(event, "purge", "--yes", "--early").code in (0, 1)
    assert event.waiting() == ()
    assert left(event, *SECRETS, "x@elders.example") == []


def test_subject_access_shows_what_waits_and_what_was_decided(event: AnsweredEvent, tmp_path: Path) -> None:
    event.collect(
        reply(1, "Wacht nog, zonder nummer."),
        mailed(address(1), "Antwoord op een proef.", answers="<test.x@vng.example>"),
        reply(2, "Van een ander."),
    )
    first = next(each for each in event.waiting() if "Wacht" in each.text)
    typed(event, "answers review", str(first.id), "--dismiss", "was een vraag")
    page = tmp_path / "inzage.html"
    told = typed(event, "privacy", "1", "--page", str(page)).json
    assert sorted(each["text"].strip() for each in told["messages"]) == [
        *("Antwoord op een proef.", "Wacht nog, zonder nummer.")
    ]
    assert sum(path.startswith(f"answers/{KEY}/originals/") for path in told["files"]) == 2
    shown = page.read_text("utf-8")
    assert all(word in shown for word in ("Wacht nog", "was een vraag", "Antwoord op een proef."))
    assert "Van een ander" not in shown


def test_an_erased_participant_is_nobody_to_take_over_for(event: AnsweredEvent) -> None:
    event.collect(mailed("x@elders.example", "1. Iets."))
    with opened(event.folder, event.paths, LATER) as workspace:
        workspace.ledger.erasure().erase_people(KEY, [1])
    (item,) = event.waiting()
    assert typed(event, "answers review", str(item.id), "--participant", "1").code == 2
