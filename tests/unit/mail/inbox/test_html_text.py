"""Text of HTML, as mail programs write it, and as nobody does."""

from __future__ import annotations

from time import monotonic

import pytest

from reportgen.mail.inbox.html_text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<style><!-- p {a:b} --></style><!--[if mso]><p>Outlook</p><![endif]--><p>Dag</p>", "Dag"),
        ("<![if !supportLists]>1.<![endif]> Dag", "1. Dag"),
        ("a<!-->b<!---->c<!-- <p> -->d", "abcd"),
        ("Ja, < 5 en > 3 <!-- nooit af", "Ja, < 5 en > 3 nooit af"),
        ("1 &lt; 2 <b>en</b> 3 <4", "1 < 2 en 3 <4"),
        ("<![CDATA[x]]>Dag", "Dag"),
        ('Dag <a href="x', 'Dag <a href="x'),
    ],
)
def test_comments_go_and_text_stays(html: str, text: str) -> None:
    assert " ".join(text_of_html(html).split()) == text


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<!-- >", "<![CDATA[", "<![CDATA[ >", "<!DOCTYPE", "<?", "</", "</a", "<a ", '<a x="', "<![if", "&#", "<"],
)
@pytest.mark.parametrize("end", ["", ">", "-->"])
def test_html_that_begins_much_and_ends_nothing_is_read_at_once(piece: str, end: str) -> None:
    begun = monotonic()
    text_of_html(piece * 50_000 + end)
    assert monotonic() - begun < 20
