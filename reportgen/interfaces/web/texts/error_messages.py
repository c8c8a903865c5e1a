"""Errors as organisers read them on the web page: in Dutch, without commands, paths or names of the program's files."""

from __future__ import annotations

import re
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import PurePath

from reportgen.application.sessions.move_session import NoSuchSession, NotMoved, SessionFixedByList
from reportgen.errors import (
    ArchiveError,
    BusyError,
    ConfigurationError,
    LedgerDamaged,
    ReportgenError,
    SafetyRefusal,
    SourceError,
)
from reportgen.i18n.message import Message, message_of, page_words
from reportgen.interfaces.faults import kept_fault, ledger_fault
from reportgen.render.content import dutch
from reportgen.render.content.catalogue import DUTCH, translated
from reportgen.storage.ledger import database
from reportgen.storage.ledger.file_faults import is_of_disk
from reportgen.storage.ledger.transactions import is_locked

_FOLDERS = re.compile(r"(?<![\w./:])/(?:[^\s/()'\"]+/)+")
"""The folders of an absolute path: where things stand on the server is nobody's business in a browser."""

_OF_THE_PROGRAM = re.compile(
    r"reportgen|(?<![\w-])--\w|\.toml\b|\b[\w.-]+/[\w./-]+|\[\[?\w+|`|\b[a-z]+_[a-z_]+\b|[{}=]|\b(?:outbox|run|event|werkproces\w*|draad|eindcode|opdracht)\b",
    re.IGNORECASE,
)
"""What a text for a terminal names, and a page does not: commands, options, files, keys of settings."""

_SHOWN = frozenset((".csv", ".xlsx", ".xls", ".ods", ".txt", ".eml", ".mbox", ".pdf", ".png", ".jpg", ".svg"))
"""Kinds of files that organisers bring, and know by their names."""

_LINE = re.compile(r", (?:from )?line ")

LEDGER_BEYOND_REACH = (
    "Het grootboek op de server is nu niet te gebruiken: de schijf is vol, of er mag niet op geschreven worden. Er is "
    "niets verloren; vraag de beheerder om de schijf na te zien, en probeer het daarna weer. Een oudere kopie is niet "
    "nodig."
)
"""What is said of a ledger that is whole: who puts an older one back forgets which letters went."""

LEDGER_DAMAGED = (
    "Het grootboek op de server is niet te lezen. Hierdoor is niets verstuurd. Vraag de beheerder om de nieuwste kopie "
    "van het grootboek terug te zetten; verstuur tot dan niets, ook niet langs een andere weg."
)
"""What is said of a ledger of which what it holds cannot be read."""

STORAGE_FAULTS = (ReportgenError, OSError, database.LedgerUnreadable)
"""Errors with which files or the ledger could not be read or written; each has words."""

_NO_ROOM, _NOT_ALLOWED = frozenset((ENOSPC, EDQUOT)), frozenset((EACCES, EPERM, EROFS))


def error_message(error: Exception) -> str:
    """What went wrong and what the organiser can do, in Dutch; of a path only the name of the file."""
    return _FOLDERS.sub("", _message(error))


def _message(error: Exception) -> str:
    if is_locked(error):
        return _message(BusyError(""))
    if isinstance(error, database.LedgerUnreadable) and is_of_disk(error):
        return LEDGER_BEYOND_REACH
    error = ledger_fault(error) or error
    match error:
        case BusyError():
            return "Er wordt net aan iets anders gewerkt, door een collega of vanzelf. Probeer het zo weer."
        case SessionFixedByList():
            where = error.where.replace(", line ", ", regel ")
            return f"De lijst zelf zegt waar deze deelnemer heen gaat ({where}). Verander het daar, en bied die aan."
        case NoSuchSession():
            return "Die deelnemer, ronde of sessie is er niet (meer). Kijk hieronder wie waar heen gaat."
        case NotMoved():
            return "Deze deelnemer is niet (meer) met de hand verplaatst. Er is niets veranderd."
        case LedgerDamaged():
            return LEDGER_DAMAGED
        case ReportgenError() if told := page_text(error.what):
            shown = _file_shown(error.where)
            todo = page_text(error.todo) if error.todo else ""
            return f"{_sentence(told + (f' ({shown})' if shown else ''))}{f' {_sentence(todo)}' if todo else ''}"
        case SafetyRefusal():
            return "Tegengehouden, om niets verkeerd te versturen."
        case ConfigurationError():
            return (
                "De gegevens van de bijeenkomst, het programma of de teksten zijn niet te lezen. Herstel ze, of vraag "
                "het de beheerder, en ververs deze bladzijde."
            )
        case SourceError():
            return (
                "Een lijst of een tabel met cijfers is niet te lezen. Bied bij ‘Lijst’ een goede lijst aan, of vraag "
                "de beheerder om het bestand terug te zetten."
            )
        case ArchiveError():
            return (
                "Het archief op de server is niet te lezen. Vraag de beheerder om de laatste goede kopie terug te "
                "zetten; doe tot dan niets."
            )
        case ReportgenError():
            return "Dit lukte niet; er is niets verloren."
        case database.LedgerUnreadable():  # what the program wrote there is refused
            return f"Het grootboek nam dit niet aan. {_program_fault_message(error)}"
        case OSError():
            why = _why_not(error)
            return (
                f"Een bestand kon niet worden gelezen of geschreven{why}. Er is niets verloren; vraag de beheerder om "
                f"de server na te zien als het zo blijft.{'' if why else _details(error)}"
            )
    return _program_fault_message(error)


def page_text(message: str) -> str:
    """A message of the program in Dutch; empty where the catalogue does not know it, or it is for a terminal only."""
    known = message_of(message)
    told = _FOLDERS.sub("", translated(known, DUTCH, page=True))
    to_check = _without_addresses(told)
    for words in page_words(known):  # what an organiser wrote may stand in them, whatever it looks like
        to_check = to_check.replace(_FOLDERS.sub("", words), "")
    return "" if told == _FOLDERS.sub("", str(known)) or _OF_THE_PROGRAM.search(to_check) else told


def _sentence(text: str) -> str:
    return f"{dutch.capitalised(text)}{'' if text.endswith(('.', '?', '!')) else '.'}"


def _file_shown(where: str) -> str:
    """The file that an error is about, with the line where it says so; empty where organisers do not know it."""
    text = where[:]  # a plain str: pathlib takes no message
    file = PurePath(_LINE.split(text, maxsplit=1)[0]).name if text else ""
    if PurePath(file).suffix.casefold() not in _SHOWN:
        return ""
    return _FOLDERS.sub("", translated(where, DUTCH)) if isinstance(where, Message) else file


def _without_addresses(text: str) -> str:
    return re.sub(r"https?://\S+", "", text)


def _why_not(error: OSError) -> str:
    """Why a file could not be read or written, where that can be said in a few words."""
    if error.errno in _NO_ROOM:
        return ": de schijf van de server is vol"
    return ": de server mag er niet bij" if error.errno in _NOT_ALLOWED else ""


def _program_fault_message(error: Exception) -> str:
    """What is said of a fault of the program itself, whose details go to a file on the server."""
    return f"Er ging iets mis dat niet was voorzien: een fout in het programma. Er is niets verloren.{_details(error)}"


def _details(error: Exception) -> str:
    """Where whoever runs the server finds what there is to know of a fault."""
    path = kept_fault(error)
    return f" De beheerder vindt de bijzonderheden op de server onder {PurePath(path).name}." if path else ""
