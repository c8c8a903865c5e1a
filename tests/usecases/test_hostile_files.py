"""Files of an event that are too deep, too large or never end: a clear refusal, no traceback, and the lock let go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from usecases.command_line import IN_TIME, ONE_WORKER, CommandLine, adds

from reportgen.storage.lock import holder_of

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="40" height="40">{}</svg>'
OWN = """
[[pack]]
kind = "eigen"
sections = ["personal/cover"]
not_before = 2018-12-03T07:00:00
not_after = 2018-12-09T18:00:00

[printing]
part_timeout = 1
"""


def logo(drawn: str) -> Callable[[CommandLine], None]:
    """Gives the event such a logo."""

    def give(cli: CommandLine) -> None:
        (cli.event / "logo.svg").write_text(LOGO.format(drawn), "utf-8")
        adds("event.toml", '\n[style]\nlogo = "logo.svg"\n')(cli)

    return give


def own_cover(cli: CommandLine, text: str) -> None:
    """Gives the event packs of its own, with such a cover."""
    folder = cli.event / "templates" / "eigen"
    folder.mkdir(parents=True)
    for name in ("subject.txt", "letter.txt", "letter.html"):
        (folder / name).write_text("dag", "utf-8")
    (folder / "cover.html").write_text(f'<section class="cover"><h1>Dag</h1>{text}</section>', "utf-8")
    adds("event.toml", OWN)(cli)


def sessions(count: int) -> Callable[[CommandLine], None]:
    """Gives the event a programme of so many parts."""
    return adds("programma.csv", "".join(f"15.00;15.30;Deel {n};;;plenair\n" for n in range(count)))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (adds("event.toml", f"\na = {'[' * 5000}\n"), 3),
        (adds("event.toml", f"\na = {'{a = ' * 5000}\n"), 3),
        (adds("event.toml", f"\na = 1{'0' * 5000}\n"), 3),
        (adds("event.toml", "\n[printing]\npart_timeout = nan\n"), 3),
        (adds("event.toml", "\n[printing]\npart_timeout = 1e400\n"), 3),
        (adds("event.toml", "#" * 1_000_001), 3),
        (adds("deelnemers.csv", f"{'A' * 10_000_000};B\n"), 4),
        (adds("deelnemers.csv", f"{'x;' * 1_000_000}\n"), 4),
        (sessions(100_000), 3),
        (logo('<path d="M0 0h9v9z 5"/>'), 3),
        (logo("<g>" * 500 + "</g>" * 500), 3),
    ],
)
def test_a_file_that_is_too_deep_or_too_large_is_refused_by_name(
    spoil: Callable[[CommandLine], None], code: int, tmp_path: Path
) -> None:
    cli = CommandLine.create(tmp_path)
    spoil(cli)
    begun = monotonic()
    done = cli.run("check")
    assert monotonic() - begun < 30
    assert done.code == code, done
    done.assert_clear()
    assert "next:" in done.err
    assert len(done.err) < 5000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "goes on without end"),
        ("{{ 'x' * 10**10 }}", "beyond all bounds"),
        ("<div>" * 3000 + "</div>" * 3000, "too deep"),
        ("{% for i in range(20000) %}<p>dag</p>{% endfor %}", "more than 1 seconds"),
    ],
)
def test_pages_that_never_end_fail_by_themselves_and_the_lock_is_let_go(text: str, said: str, tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    own_cover(cli, text)
    begun = monotonic()
    done = cli.run("build", "--pack", "eigen", *IN_TIME, *ONE_WORKER)
    assert monotonic() - begun < 60
    assert done.code == 1
    assert said in done.out
    assert "could not be made" in done.out
    assert "Nothing to do" not in done.out
    assert holder_of(cli.output) is None
