"""Everything that the log of the web page can say has Dutch words."""

from __future__ import annotations

import re
from pathlib import Path

import reportgen
from reportgen.render.content.words import web_words
from reportgen.storage.ledger import audit
from reportgen.storage.ledger.audit import OutcomeState

SOURCE = "\n".join(
    path.read_text("utf-8")
    for folder in ("interfaces/web", "application")
    for path in sorted((Path(reportgen.__file__).parent / folder).rglob("*.py"))
)

RECORDED = re.compile(
    r"""(?:\.record\(ledger,\s[\w.]+,|audit(?:\(\))?\.append\(\s*[\w.()]+,\s*[\w.]+,)\s*"([\w-]+)\"""",
)
NAMED = re.compile(r"""(?:audit(?:\(\))?\.append\(\s*[\w.()]+,\s*[\w.]+,)\s*([A-Z]+)\b(?!\[)""")
WORK = re.compile(r"""start_job\(\s*context,\s*request,\s*[^,]+,\s*\w+,\s*"([\w-]+)\"""")
REFUSED = re.compile(r"""record_refusal\(\s*[\w.]+,\s*"([\w-]+)\"""")


def test_every_action_that_is_recorded_has_words() -> None:
    found = {*RECORDED.findall(SOURCE), *(f"{each}-refused" for each in REFUSED.findall(SOURCE))}
    found |= {getattr(audit, name) for name in NAMED.findall(SOURCE)}
    assert {"release", "bring", "organiser-join", "release-refused"} <= found
    assert found - web_words()["action"].keys() == set()


def test_every_kind_of_work_has_words_for_beginning_and_end() -> None:
    found = {*WORK.findall(SOURCE)}
    assert {"build", "send", "trial", "again"} <= found
    assert found - web_words()["work"].keys() == set()
    assert found - web_words()["action"].keys() == set(), "of what older programs recorded"
    assert {*OutcomeState, "interrupted"} <= web_words()["outcome"].keys()
