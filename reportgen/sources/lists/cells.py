"""Cells of a list as values: office, address, status, consent, table, date and salutation, or that they are unclear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from reportgen.domain.people.participant import Office, Status

COMING = frozenset(
    [
        *("aangemeld", "bevestigd", "ingeschreven", "geregistreerd", "heraangemeld", "aanwezig", "akkoord"),
        *("definitief", "betaald", "geaccepteerd", "goedgekeurd", "toegelaten", "deelnemer", "deelname", "komt"),
        *("ja", "ok", "oke", "actief", "voltooid", "registered", "confirmed", "attending", "accepted"),
    ]
)
CANCELLED = frozenset(
    [
        *("afgemeld", "geannuleerd", "annulering", "vervallen", "ingetrokken", "afgezegd", "verhinderd", "afwezig"),
        *("uitgeschreven", "afmelding", "cancelled", "canceled", "declined"),
    ]
)
UNDECIDED = frozenset(
    [
        *("wachtlijst", "reserve", "reservelijst", "voorlopig", "optie", "voorbehoud", "misschien", "uitgenodigd"),
        *("niet", "geen", "nog", "onbekend", "pending", "waitlist", "wacht", "nee", "mits", "tenzij", "onzeker"),
        *("wellicht", "mogelijk", "waarschijnlijk", "not", "no", "never", "unconfirmed", "maybe", "tentative"),
    ]
)
"""Words in a status; a status without any, or with contradicting ones, is unclear."""

YES = frozenset(["ja", "j", "yes", "y", "waar", "true", "1", "x", "v", "✓", "✔", "akkoord", "ok"])
NO = frozenset(["nee", "neen", "n", "no", "onwaar", "false", "0", "-", "–", "niet"])

FORMER = re.compile(
    r"\b(?:oud|ex|gewezen|voormalig|kandidaat|beoogd|aankomend|aanstaand|toekomstig)e?"
    r"[ -]+(?:wethouder|(?:loco[ -]?)?burgemeester)\b"
)
ALDERMAN = re.compile(r"\bwethouder\b")
MAYOR = re.compile(r"\b(?:loco[ -]?)?burgemeester\b")  # who acts or stands in as mayor is addressed as mayor
STAFF = re.compile(
    r"\w*(?:secretar|assisten|adviseur|kabinet|medewerker|woordvoerder|voorlichter|griffier|raadslid|ambtenaar"
    r"|manager|directeur|commissaris|coördinator|stagiai|hoofd\b|chauffeur|ondersteuner|vervanger|vervangster)\w*"
    r"|\b(?:pa|p\.a\.|bode|namens|partner|echtgeno\w*)(?!\w)"
)
"""Staff of a mayor or an alderman: when this precedes the office in a function, the person does not hold it."""

GREETING = re.compile(
    r"(?:geachte|beste|lieve|waarde|hooggeachte|excellentie|edelachtbare|(?:hoog)?edelgestrenge"
    r"|(?:wel|hoog)(?:ge|edel)\w*|dag|hallo|goede\w*)\b",
    re.IGNORECASE,
)
TITLES = {
    **dict.fromkeys(("dhr", "de heer", "heer", "hr", "m", "man"), "heer"),
    **dict.fromkeys(("mevr", "mevrouw", "mw", "mw mevrouw", "v", "vrouw"), "mevrouw"),
}

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_WEEKDAY = re.compile(r"^(?:ma|di|wo|do|vr|za|zo)(?:[a-z]*dag)?\.?,? ")
_WRITTEN = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})(?!\d)")
_TIME = re.compile(r"(?:[T ,]|OM )+(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?uur)?(?:Z|[+-]\d\d:?\d\d)?")
_TABLE = re.compile(r"(?:tafel|t)?[ .:]*0*([1-9]\d{0,2})(?:[.,]0+)?")

_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories that have no place in a name or an address: control, bidi, surrogates, line ends."""


_LIGATURES = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "Ĳĳﬀﬁﬃﬄﬅﬆ"}
"""Letters that are two or three in one; not ﬂ, which is the ß of Windows where a Mac read it."""

_BARE_CODE = re.compile(r"0*([0-9]{1,4})(?:[.,]0+)?")


def forbidden_characters(text: str) -> str:
    """The control and bidi characters in a text, as ``U+202E U+0007``; empty when there are none."""
    if text.isprintable():  # nearly always, and quick to see
        return ""
    found = dict.fromkeys(sign for sign in text if unicodedata.category(sign) in _FORBIDDEN)
    return " ".join(f"U+{ord(sign):04X}" for sign in found)


@lru_cache(maxsize=8192)  # most cells of a list stand in it many times
def cleaned(text: str) -> str:
    """The text on one line, in Unicode form NFC, without invisible characters."""
    text = text if text.isascii() else text.translate(_LIGATURES)
    if text.isprintable():
        return " ".join(unicodedata.normalize("NFC", text).split())
    kept = (sign if sign.isspace() or unicodedata.category(sign) not in _FORBIDDEN else "" for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


@lru_cache(maxsize=8192)
def office_of(function: str) -> Office | None:
    """The office a function names; None when it names none that we know, or a former one."""
    text = FORMER.sub(" ", function.casefold())
    alderman, mayor, staff = ALDERMAN.search(text), MAYOR.search(text), STAFF.search(text)
    held = alderman or mayor
    if staff and (held is None or staff.start() < held.start()):
        return Office.OTHER
    if held is None:
        return None
    return Office.ALDERMAN if alderman else Office.MAYOR


def email_of(text: str) -> tuple[str, str]:
    """A mail address in small letters, and why it cannot be used: ``missing``, ``several``, ``bad``, or empty."""
    text = text.strip()
    shown = text.lower() if text.isprintable() else "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    if not shown:
        return shown, "missing"
    if shown.count("@") > 1 and re.search(r"[\s;,/]", shown):
        return shown, "several"
    if usual := _USUAL.fullmatch(shown):
        good = len(usual[1]) <= _LOCAL and len(shown) <= _WHOLE and _is_domain(usual[2])
        return shown, "" if good else "bad"
    valid = _validated(text.lower())
    return (shown, "bad") if valid is None else ((valid or shown).lower(), "")


_USUAL = re.compile(r"([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)@((?!.*xn--)[a-z0-9.-]+)")
"""The usual form of an address, of which only the domain needs to be checked, once for all who share it."""

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:nl|eu|org|net|com|example)")
"""The usual form of a domain; any other, and one with two adjacent hyphens, goes to the validator."""

_LOCAL, _WHOLE = 64, 254
"""The most letters before the @, and of the whole address (RFC 5321, 4.5.3.1)."""


@lru_cache(maxsize=4096)
def _is_domain(domain: str) -> bool:
    if _DOMAIN.fullmatch(domain) and "--" not in domain:
        return True
    return _validated(f"a@{domain}") is not None


def _validated(address: str) -> str | None:
    """The address in ASCII, empty where it has no such form; None when it is none."""
    from email_validator import EmailNotValidError, validate_email  # for the few unusual ones only

    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError:
        return None


def status_of(text: str, coming: Collection[str] = (), cancelled: Collection[str] = ()) -> Status:
    """The status that a text means.

    Args:
        coming, cancelled: whole statuses of the organiser's own, in small letters, that mean this.
    """
    if not text:
        return Status.UNSAID
    if text.casefold() in coming:
        return Status.COMING
    if text.casefold() in cancelled:
        return Status.CANCELLED
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    comes, stays_away, undecided = words & COMING, words & CANCELLED, words & UNDECIDED
    if text.casefold() in ("nee", "niet aanwezig", "komt niet", "geen deelname", "neemt niet deel"):
        return Status.CANCELLED
    undone = words & {"afmelding", "annulering"} and words & {"ingetrokken", "vervallen", "geannuleerd"}
    if undecided or undone or bool(comes) == bool(stays_away):
        return Status.UNCLEAR
    return Status.COMING if comes else Status.CANCELLED


def consent_of(text: str) -> tuple[bool | None, bool]:
    """Whether someone may be named, None when the text is empty; and whether the text is clear."""
    if not text:
        return None, True
    said = text.casefold().strip(" .!,")
    if said in YES:
        return True, True
    return False, said in NO or text in NO


def organisation_of(text: str, heading: str) -> str:
    """The municipality or organisation in a cell.

    A bare number is a code only in a column of codes, where spreadsheets leave its zeros out or add a decimal; it gets
    the ``GM`` that makes it one.

    Args:
        heading: of the column.
    """
    if "code" in heading.casefold() and (found := _BARE_CODE.fullmatch(text)):
        return f"GM{int(found[1]):04}"
    return text


def table_number_of(text: str) -> int | None:
    """The number of a table, ``6``, ``6.0`` or ``tafel 6``; None when it is none."""
    found = _TABLE.fullmatch(text.casefold())
    return int(found[1]) if found else None


@lru_cache(maxsize=8192)
def datetime_of(text: str) -> datetime | None:
    """A day, with or without a time, as Dutch lists and workbooks write it; None when it is none.

    ``01-10-2018``, ``1/10/18 14:05``, ``2018-10-01T14:05:00``, ``1 oktober 2018``; the day before the month.
    """
    text = _WEEKDAY.sub("", " ".join(text.casefold().split()))
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DATE.match(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    elif found := _WRITTEN.match(text):
        named = [number for number, name in enumerate(MONTHS, 1) if name.startswith(found[2])]
        named = [3] if found[2] == "mrt" else named
        day, month, year = int(found[1]), named[0] if len(named) == 1 else 0, int(found[3])
        year += 2000 if year < 100 else 0
    else:
        return None
    rest = text[found.end() :].upper().replace("UUR", "uur")
    clock = _TIME.fullmatch(rest)
    if rest and not clock:
        return None
    try:
        return datetime(year, month, day, *((int(clock[1]), int(clock[2])) if clock else ()))  # noqa: DTZ001 - local time, as the list has it
    except ValueError:
        return None


def salutation_of(text: str) -> tuple[str, bool]:
    """How someone wants to be addressed: a whole greeting, ``heer`` or ``mevrouw``; and whether it can be used."""
    said = text.strip(" ,.;:")
    if title := TITLES.get(plain_words(said)):
        return title, True
    if GREETING.match(said) and " " in said and len(said) <= 100 and not re.search(r"[<>{}@]|https?:", said):
        return said, True
    return "", not said


def plain_words(text: str) -> str:
    """A text in small letters without signs, its words one blank apart."""
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
