"""How texts are set on pages: a number and its unit stay on one line, and apostrophes and quotes are those of print.

The one rule for all texts of pages, whoever wrote them: those of templates, of subjects and of organisers.
"""

from __future__ import annotations

import re

NO_BREAK = "\N{NO-BREAK SPACE}"

LONGEST_UNIT = 13
"""Letters of a word that still stays with the number before it: a longer one would leave a hole in a narrow column."""

_NO_UNITS = (
    "aan af als bij binnen boven buiten daar daarna dan dat de deze die dit doen door dus een en er gaan gingen had "
    "heeft hier het hoe hun ik in ingedeeld is komen komt kwam kwamen langs maar mee met mits na naar naast niet nog "
    "nu of om omdat onder ongeveer ook op over staan staat sinds te tegen terwijl tijdens toe toen tot totdat tussen "
    "uit uw vanaf via volgens voor waar waarin wanneer want was waren werd werden wie wij ze zich zij zijn zo zoals "
    "zonder zou zullen à"
)
"""Words that may begin a line after a number, as they go on with the sentence."""

_AFTER_NUMBER = re.compile(
    # Not after a year, but where a unit is meant: "2.018 inwoners" has its point.
    r"(?<!\d)(?<!\d[.,])(?P<number>[\d.,–-]*\d) (?:"
    rf"(?=[%‰°×&])|(?=(?!(?:{'|'.join(_NO_UNITS.split())}|van)\b)[^\W\d_A-Z]{{1,{LONGEST_UNIT}}}\b))"
)
_POSTCODE = re.compile(r"(?<!\w)(\d{4}) (?=[A-Z]{2}\b)")
_YEAR = re.compile(r"(?:.*[–-])?(?:18|19|20)\d\d$")
_PLACE_OF = re.compile(r"(?<=\d) (van) (?=\d)")
_BEFORE_NUMBER = re.compile(r"(?<!\w)(blz\.|bladzijde|nr\.|nummer|plaats|ronde|sessie|tafel|wijk|€|×) (?=\d)", re.I)

_PROVINCE = re.compile(r" (?=\([A-Z][A-Za-z]{0,2}\.\))")
"""What stands between a municipality and its province: ``Bergen (NH.)``."""

_PIECES = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r"<(?:a|textarea)\b")
_ADDRESS = re.compile(r"(?<![\w.+@-])[A-Za-z0-9][\w.+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?![\w@-])", re.A)
_ENTITIES = (("&#39;", "'"), ("&#34;", '"'), ("&quot;", '"'))
_ELISION = re.compile(r"(?<![\w’])'(?=(?:s|t|n|m|k|r|er|ns|kom|tis)\b)", re.I)
_QUOTED = re.compile(r"(?<![\w'])'(?=\S)([^']*?[^\s'])'(?!\w)")
_DOUBLE = re.compile(r'(?<!\w)"(?=\S)([^"]*?[^\s"])"(?!\w)')


def with_units(text: str) -> str:
    """A text in which a number stays on one line with what it counts: ``92 %``, ``1 januari``, ``3 van 380``.

    So does ``Bergen`` with its ``(NH.)``.

    Years are no numbers in this: ``in 2018 groeide`` may be broken after the year.
    """
    text = _PROVINCE.sub(NO_BREAK, text)
    text = _PLACE_OF.sub(rf"{NO_BREAK}\1{NO_BREAK}", text)
    text = _POSTCODE.sub(rf"\1{NO_BREAK}", _BEFORE_NUMBER.sub(rf"\1{NO_BREAK}", text))
    return _AFTER_NUMBER.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    return found[0] if _YEAR.match(found["number"]) else f"{found['number']}{NO_BREAK}"


def with_apostrophes(words: str) -> str:
    """Words with the apostrophes of print: ``’s-Gravenhage``."""
    return words.replace("'", "’")


def with_quotes(text: str) -> str:
    """A text with the apostrophes and quotes of print: ``’s avonds``, ``‘zo’``; addresses stay as they are."""
    if "'" not in text and '"' not in text:
        return text
    if "@" in text or "://" in text:
        return "".join(each if "@" in each or "://" in each else with_quotes(each) for each in re.split(r"(\s+)", text))
    text = _QUOTED.sub(r"‘\1’", _ELISION.sub("’", text))
    return with_apostrophes(_DOUBLE.sub(r"“\1”", text))


def set_text(html: str) -> str:
    """The HTML of pages with every text in it set, and mail addresses as links; markup stays as it is."""
    head, body, rest = html.rpartition("<body>") if "<body>" in html else ("", "", html)
    linked = False
    made = []
    for piece in _PIECES.split(rest):
        if piece.startswith("<"):
            linked = _LINK.match(piece) is not None or (linked and not piece.startswith(("</a", "</textarea")))
            made.append(piece)
        else:
            made.append(_set(piece, linked))
    return f"{head}{body}{''.join(made)}"


def _set(text: str, linked: bool) -> str:
    """One text between two tags.

    Args:
        linked: it is within a link or a field.
    """
    if not text.strip():
        return text
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    text = with_units(with_quotes(text))
    return text if linked else _ADDRESS.sub(r'<a href="mailto:\g<0>">\g<0></a>', text)
