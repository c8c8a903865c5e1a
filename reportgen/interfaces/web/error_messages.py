"""Errors as organisers read them: in Dutch, with the program's own English message behind it where useful."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.application.sessions.move_session import NoSuchSession, NotMoved, SessionFixedByList
from reportgen.errors import ArchiveError, BusyError, ConfigurationError, ReportgenError, SafetyRefusal, SourceError
from reportgen.interfaces.faults import fault_line, kept_fault
from reportgen.render.content.web_pages import fault_text
from reportgen.storage.ledger import database

_FOLDERS = re.compile(r"(?<![\w./:])/(?:[^\s/()'\"]+/)+")
"""The folders of an absolute path: where things stand on the server is nobody's business in a browser."""


def error_message(error: Exception) -> str:
    """What went wrong and what the organiser can do, in Dutch; of a path only the name of the file."""
    return _FOLDERS.sub("", _message(error))


def _message(error: Exception) -> str:
    match error:
        case BusyError():
            return "Er is net een andere run bezig, van een collega of van de planner. Probeer het zo weer."
        case SessionFixedByList():
            where = error.where.replace(", line ", ", regel ")
            return f"De lijst zelf zegt waar deze deelnemer heen gaat ({where}). Verander het daar, en bied die aan."
        case NoSuchSession():
            return "Die deelnemer, ronde of sessie is er niet (meer). Kijk hieronder wie waar heen gaat."
        case NotMoved():
            return "Deze deelnemer is niet (meer) met de hand verplaatst. Er is niets veranderd."
        case ReportgenError() if known := fault_text(error):
            return known
        case SafetyRefusal():
            return f"Tegengehouden door een veiligheidsregel. De melding (Engels): {error}"
        case ConfigurationError():
            return (
                "De gegevens van de bijeenkomst op de server (event.toml, het programma of de teksten) zijn niet te "
                f"lezen. Herstel ze, of vraag het de beheerder, en ververs deze bladzijde. De melding (Engels): {error}"
            )
        case SourceError():
            return (
                "Een lijst of een tabel met cijfers is niet te lezen. Bied bij ‘Lijst’ een goede lijst aan, of vraag "
                f"de beheerder om het bestand terug te zetten. De melding (Engels): {error}"
            )
        case ArchiveError() | database.LedgerUnreadable():
            return (
                "Het grootboek of het archief op de server is niet te lezen. Vraag de beheerder om de laatste goede "
                f"kopie terug te zetten; doe tot dan niets. De melding (Engels): {error}"
            )
        case ReportgenError():
            return f"Dit lukte niet; er is niets verloren. De melding (Engels): {error}"
        case OSError():
            return (
                f"Een bestand kon niet worden gelezen of geschreven: {error.strerror or error}. Er is niets verloren; "
                "vraag de beheerder om de server na te zien als het zo blijft."
            )
    return _program_fault_message(error)


def _program_fault_message(error: Exception) -> str:
    """What is said of a fault of the program itself, whose details go to a file on the server."""
    path = kept_fault(error)
    details = (
        f" De bijzonderheden staan op de server in het bestand {Path(path).name}, in de map voor tijdelijke bestanden."
        if path
        else ""
    )
    return (
        "Er ging iets mis dat niet was voorzien: een fout in het programma. Er is niets verloren."
        f"{details} De melding (Engels): {fault_line(error)}"
    )
