"""What the pages show, from what the ledger knows."""

from __future__ import annotations

from datetime import datetime
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery, State
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import UsageError
from reportgen.interfaces.web import sessions
from reportgen.interfaces.web.passwords import hashed, is_right
from reportgen.interfaces.web.sessions import LoginSessions, LoginThrottle
from reportgen.interfaces.web.views import GONE, NONE, Wish, counted, found, kind_of, rows_of
from reportgen.interfaces.web.work import Progress, Work
from reportgen.render.content.web_pages import duration_text, file_size_text, moment_text

AT = datetime(2018, 12, 3, 8, tzinfo=ZONE)


def _letter(number: int, edition: int, state: State) -> Delivery:
    name = f"e.{number:04d}.{edition:04d}"
    return Delivery(name, number, edition, f"{number}@x.example", f"<{name}>", "", "", edition > 1, state, 0, None, AT)


def _people(count: int) -> list[Enrolled]:
    return [Enrolled(number, f"{number}@x.example", f"A. Naam{number}", "GM0356") for number in range(1, count + 1)]


def test_the_last_letter_that_counts_tells_how_someone_stands() -> None:
    letters = [
        _letter(1, 1, State.SENT),
        _letter(1, 2, State.PRINTED),
        _letter(2, 1, State.SENT),
        _letter(2, 2, State.WITHDRAWN),
        _letter(3, 1, State.WITHDRAWN),
    ]
    seats = dict.fromkeys(range(1, 5), (1, "thema"))
    states = [row.state for row in rows_of(_people(5), seats, letters, {"GM0356": "Nieuwegein"})]
    assert states == [State.PRINTED, State.SENT, State.WITHDRAWN, NONE, GONE]


def test_counts_are_in_the_order_of_a_letters_life() -> None:
    letters = [_letter(1, 1, State.BOUNCED), _letter(2, 1, State.SENT), _letter(3, 1, State.PRINTED)]
    seats = dict.fromkeys(range(1, 5), (1, "thema"))
    counts = counted(rows_of(_people(4), seats, letters, {}))
    assert list(counts) == [NONE, State.PRINTED, State.SENT, State.BOUNCED]


@pytest.mark.parametrize(
    ("code", "function", "kind"),
    [
        ("GM0356", "loco-burgemeester", "burgemeester"),
        ("GM0356", "Wethouder Zorg", "wethouder"),
        ("GM0356", "adviseur", "anders"),
        ("NL", "burgemeester", "gast"),
    ],
)
def test_what_sort_someone_is(code: str, function: str, kind: str) -> None:
    assert kind_of(code, function) == kind


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_any_search_is_answered(words: str, table: str, municipality: str) -> None:
    rows = rows_of(_people(3), {1: (1, "x")}, [], {"GM0356": "Nieuwegein"})
    assert set(found(rows, Wish(words, "", table, municipality))) <= set(rows)


def test_accents_and_capitals_do_not_matter_in_a_search() -> None:
    rows = rows_of([Enrolled(1, "z@x.example", "Z. Çelik", "GM1900")], {1: (1, "x")}, [], {"GM1900": "Súdwest-Fryslân"})
    assert found(rows, Wish("celik sudwest")) == rows
    assert found(rows, Wish("", "", "", "sudwest-fryslan")) == rows


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "minder dan een minuut"),
        (61, "1 minuut"),
        (3_600, "1 uur"),
        (90_000, "1 dag en 1 uur"),
        (2 * 86_400 + 59, "2 dagen"),
        (-5, "minder dan een minuut"),
    ],
)
def test_durations_are_told_in_words(seconds: float, said: str) -> None:
    assert duration_text(seconds) == said


def test_moments_and_sizes_are_dutch() -> None:
    assert moment_text(AT) == "3 december 2018, 08.00 uur"
    assert moment_text(None) == ""
    assert (file_size_text(180_400), file_size_text(22_800_000), file_size_text(1)) == ("180 kB", "22,8 MB", "1 kB")


def test_passwords_are_kept_as_a_hash_and_known_again() -> None:
    kept = hashed("een goed wachtwoord")
    assert kept.startswith("$argon2id$")
    assert is_right(kept, "een goed wachtwoord")
    assert not is_right(kept, "een goed wachtwoord ")
    assert not is_right(None, "nobody has this password")
    assert not is_right("geen hash", "een goed wachtwoord")


@pytest.mark.parametrize("password", ["", "negen let", "x" * 201])
def test_a_password_that_keeps_nobody_out_is_refused(password: str) -> None:
    with pytest.raises(UsageError):
        hashed(password)


def test_a_session_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic()
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    signed = LoginSessions()
    key = signed.begin("anna", "hash")
    now += sessions.IDLE - 1
    assert signed.of(key)
    now += sessions.IDLE + 1
    assert signed.of(key) is None
    key = signed.begin("anna", "hash")
    for _ in range(20):
        now += sessions.IDLE - 1
        last = signed.of(key)
    assert last is None


def test_guessing_ends_for_a_name_and_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic()
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    guesses = LoginThrottle()
    for turn in range(sessions.GUESSES):
        assert guesses.may_guess("naam anna", f"van {turn}")
    assert not guesses.may_guess("naam anna", "van y")
    assert guesses.may_guess("naam bram", "van 1")
    now += sessions.MEMORY + 1
    assert guesses.may_guess("naam anna", "van y")


def test_work_goes_on_one_at_a_time_and_ends_between_two_steps() -> None:
    work = Work()
    steps: list[int] = []

    def task(progress: Progress) -> tuple[bool, str]:
        for step in range(1_000):
            steps.append(step)
            progress("send", step + 1, 1_000)
            sleep(0.002)
        return True, "klaar"

    assert work.begin("Versturen", "anna", task)
    assert not work.begin("Maken", "bram", task)
    while work.state.done < 3:
        sleep(0.001)
    work.close()
    assert len(steps) < 1_000
    assert not work.state.busy
    assert not work.begin("Maken", "bram", task)
