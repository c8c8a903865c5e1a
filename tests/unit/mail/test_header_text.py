"""Headers of mail as people read them."""

from __future__ import annotations

import pytest

from reportgen.mail.header_text import header_text


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
