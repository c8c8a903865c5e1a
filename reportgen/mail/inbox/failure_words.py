"""Recognises in words that a machine reports a letter as not delivered, in Dutch, English, German and French.

Only for reports without fields that say so (RFC 3464); ``flufl.bounce`` tells whom they name.
"""

from __future__ import annotations

import re
from email.message import Message

from reportgen.mail.inbox.report_parts import header, parts_of

_FAILED = re.compile(
    # English
    r"undeliver|delivery (status notification|failure|problem|error|report)|failure (notice|notification)|non-?delivery"
    r"|(could|can|was|were|has|have|did)\s?n[o']t\s(be\s|been\s)?(deliver|reach|sent|accept|arrive)"
    r"|(unable|failed|impossible) to (be )?deliver|deliver\w{0,9}\s(of [^.]{0,60}\s)?(has\s|have\s)?failed"
    r"|returned (mail|to sender)|returning (message|mail) to sender|(was|been) (rejected|blocked|refused|bounced)"
    r"|rejected by|blocked by|user unknown|unknown (user|recipient|address)|no such (user|mailbox|recipient)"
    r"|does not (exist|like recipient)|mailbox (is )?(full|unavailable|disabled)|over quota|address not found"
    # Dutch
    r"|onbestelbaar|onbezorgbaar|niet (kunnen )?(worden )?(bezorgd|afgeleverd|besteld|verzonden)|bezorgingsfout|"
    r"(bezorg|aflever)\w{0,9}[^.]{0,40}mislukt|niet aangekomen|adres niet gevonden|onbekende? (gebruiker|ontvanger)"
    r"|(is|werd) (geweigerd|geblokkeerd)|postvak (is )?vol|kan niet worden gevonden|kon niet"
    # German
    r"|unzustellbar|nicht (zugestellt|erreicht|ausgeliefert|gefunden)|zustell\w{0,9}[^.]{0,40}(fehl|nicht)"
    r"|fehlgeschlagen|unbekannter? (empf|benutz)|abgelehnt|zurückgewiesen|existiert nicht|postfach (ist )?voll"
    # French
    r"|non (remis|distribu|délivr)|échec de (la |l')?(remise|distribution|livraison|envoi)|introuvable|inconnue?"
    r"|n'a (pas )?pu être|pas été (remis|distribu|délivr)|impossible de (remettre|distribuer|livrer)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\bdelay|still trying|will (be retried|be re-?attempted|continue to|keep trying|retry)|not yet been delivered"
    r"|has been postponed|queued for later|no action is required on your part|transient"
    r"|vertraagd|vertraging|nog niet (bezorgd|afgeleverd)|nogmaals geprobeerd|opnieuw geprobeerd|blijven proberen"
    r"|verzögert|verzögerung|noch nicht zugestellt|weiter versucht|erneut versucht"
    r"|retardé|différé|pas encore été|nouvelle tentative",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(?<![\d.])5\d\d[ -]|(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|permanent|giv(e|ing) up|given up|gave up"
    r"|not going to try again|in the queue too long|no (further|more) (delivery )?attempts|retry time(out)? exceeded"
    r"|could not be delivered for|definitief|niet meer geprobeerd|endgültig|nicht weiter versucht|définiti",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response|responder)|on (vacation|leave|holiday)"
    r"|away from (my|the)|afwezig|automatisch antwoord|ben (ik )?(niet aanwezig|met verlof|met vakantie|vrij)"
    r"|niet op kantoor|abwesen|nicht im (büro|haus)|automatische antwort|im urlaub|absence|absent|réponse automatique"
    r"|congés|ontvangstbevestiging|confirmation of receipt",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"quarantine|quarantaine|quarantäne|on hold|held for|waiting for approval|awaiting (moderat|approval)|moderator"
    r"|tegengehouden|vastgehouden|wacht op (goedkeuring|controle|beoordeling)|pas (bezorgd|afgeleverd) nadat"
    r"|only be delivered (after|once|when)|zurückgehalten|wartet auf (freigabe|genehmigung)|en attente d"
    r"|confirm (that )?you|bevestig(en)? dat u",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(opened|read|displayed|delivered|relayed|accepted|completed|geopend|gelezen|bezorgd|doorgestuurd|geöffnet|gelesen"
    r"|zugestellt|lu|ouvert|remis)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?<![\d.])[45]\d\d[ -]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")
_MACHINES = re.compile(
    r"mailer-?daemon|postmaster|mail-?delivery|mail-?system|mdaemon|mailadmin|mail-?gateway|delivery-?(system|status)"
    r"|^mailer|^bounces?\b|microsoftexchange|exchange-?admin|spam-?(firewall|filter)|^(no-?reply|do-?not-?reply)",
    re.IGNORECASE,
)
_SERVERS = re.compile(r"mailer-?daemon|postmaster|mail-?delivery|mail-?system|mdaemon|microsoftexchange", re.IGNORECASE)


def is_by_mail_system(message: Message) -> bool:
    """Whether a message comes from a mail system by its envelope or sender, beside what ``machine_sign_of`` sees."""
    path = str(message.get("Return-Path", "?")).strip()
    name, _, address = header(message, "From").rpartition("<")
    return (
        path == "<>"
        or "X-Failed-Recipients" in message
        or bool(_MACHINES.search(address.strip(' "')) or _MACHINES.search(name.strip(' "').replace(" ", "-")))
    )


def is_by_server(message: Message) -> bool:
    """Whether a mail server says that it wrote a message."""
    return bool(_SERVERS.search(header(message, "From").replace(" ", "-")))


def is_receipt(message: Message) -> bool:
    """Whether a message says that the letter was opened, or thrown away unread (RFC 8098)."""
    return any(each.get_content_type() == "message/disposition-notification" for each in parts_of(message))


def tells_arrival(subject: str) -> bool:
    """Whether a subject says that the letter arrived, or was opened."""
    return bool(_OPENED.search(subject)) and not _FAILED.search(subject)


def tells_hold(subject: str, text: str) -> bool:
    """Whether the letter is held until somebody lets it through."""
    return bool(_HELD.search(f"{subject}\n{text}"))


def is_absence(subject: str, text: str) -> bool:
    """Whether a message of a machine says that somebody is away, or received the letter, rather than failed to."""
    return bool(_ABSENT.search(subject)) or (not _FAILED.search(f"{subject}\n{text}") and bool(_ABSENT.search(text)))


def tells_failure(subject: str, text: str) -> bool:
    """Whether something was not delivered."""
    return bool(_FAILED.search(f"{subject}\n{text}"))


def tells_delay(subject: str, text: str) -> bool:
    """Whether it is tried again, so that nothing failed yet."""
    return bool(_DELAYED.search(subject)) or (bool(_DELAYED.search(text)) and not _FINAL.search(text))


def reason_in(text: str) -> str:
    """The line of a report that says why, by its code; else the first that says that something failed."""
    lines = [" ".join(each.split()) for each in text.split("\n") if each.strip()]
    found = next((each for each in lines if _REASON.search(each)), None)
    return found or next((each for each in lines if _FAILED.search(each)), "")
