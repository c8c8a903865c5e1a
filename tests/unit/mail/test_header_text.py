"""Headers of mail as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reportgen.mail.header_text import header_moment, header_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Anna de Boer", "Anna de Boer"),
        ("=?utf-8?q?Zo=C3=AB?= Smit", "Zoë Smit"),
        ("=?no-such-charset?q?a?=", "unknown"),
        ("", ""),
    ],
)
def test_encoded_words_are_decoded_where_that_is_possible(value: str, text: str) -> None:
    assert header_text(value, "unknown") == text


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 3 Dec 2018 08:00:00 +0100", datetime(2018, 12, 3, 7, tzinfo=UTC)),
        ("3 Dec 2018 08:00", datetime(2018, 12, 3, 8, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:00 -0100", None),
        ("gisteren", None),
        ("", None),
    ],
)
def test_a_date_is_a_moment_where_it_can_be_one(value: str, moment: datetime | None) -> None:
    assert header_moment(value) == moment
