"""The records of a domain are looked up in few questions, however long its name is."""

from __future__ import annotations

from reportgen.mail.domain_records import dmarc_of


def test_a_long_name_is_asked_about_a_few_times_only() -> None:
    asked: list[str] = []

    def ask(name: str) -> tuple[str, ...]:
        asked.append(name)
        return ()

    assert dmarc_of(".".join(["a"] * 60 + ["vng", "example"]), ask) == ""
    assert len(asked) == 5
    assert asked[-1] == "_dmarc.vng.example"


def test_the_own_record_counts_before_that_of_a_domain_above() -> None:
    records = {"_dmarc.vng.example": ("v=DMARC1; p=none",), "_dmarc.mail.vng.example": ("v=DMARC1; p=reject",)}
    assert dmarc_of("mail.vng.example", lambda name: records.get(name, ())) == "v=DMARC1; p=reject"
    assert dmarc_of("post.vng.example", lambda name: records.get(name, ())) == "v=DMARC1; p=none"
    assert dmarc_of("example", lambda name: records.get(name, ())) == ""
