"""Each text of an event.toml that participants read has its line, however it is written."""

from __future__ import annotations

from reportgen.config.event_texts import texts_in, texts_to_fill_in
from reportgen.render.content.resources import TEMPLATES

WRITTEN = '''question = [{text = "Eerste?"}]

[event]   # de bijeenkomst
"title" = "Wonen"  # invullen
welcome = """
Welkom
hier."""

[[theme]]
name = "steden"
examples = ["Urk"]

[[theme]]
name = "dorpen"

[style]
logo = "TODO.svg"
logo_alt = "De organisatie"

[mail]
host = "smtp.example.org"
'''


def test_texts_have_their_line_and_key() -> None:
    assert [(each.key, each.text, each.place.line) for each in texts_in(WRITTEN)] == [
        ("question.text", "Eerste?", 1),
        ("event.title", "Wonen", 4),
        ("event.welcome", "Welkom\nhier.", 5),
        ("theme.name", "steden", 10),
        ("theme.name", "dorpen", 14),
        ("style.logo_alt", "De organisatie", 18),
    ]


def test_what_is_to_be_filled_in_has_a_comment_behind_it() -> None:
    assert [each.text for each in texts_to_fill_in(WRITTEN)] == ["Wonen"]


def test_the_template_marks_every_text_but_the_names_of_themes() -> None:
    text = (TEMPLATES / "event" / "event.toml").read_text("utf-8")
    marked = {each.key for each in texts_to_fill_in(text)}
    kept = {each.key for each in texts_in(text) if each.text} - marked
    assert kept == {"event.doors", "event.start", "event.end", "theme.name"}
