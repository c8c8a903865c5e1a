"""Recognises absence notices by their wording, where no header tells that a machine wrote them."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"\b(?:ik ben|ben ik|wij zijn|zijn wij|bin ich|am i|suis|momenteel|op dit moment|vandaag|i am|i['’]m|"
    r"ich bin|je suis|nous sommes)\b(?:[^.!?]|\d\.){0,80}?"
    r"\b(?:afwezig|niet aanwezig|niet bereikbaar|met (?:vakantie|verlof|zwangerschapsverlof)|op vakantie|"
    r"buiten (?:het )?kantoor|"
    r"niet op kantoor|vrij|out of (?:the |my )?office|away|on (?:leave|vacation|holiday|annual leave|"
    r"maternity leave)|not in the office|"
    r"abwesend|nicht (?:im b[üu]ro|erreichbar|im haus)|im urlaub|au(?:ß|ss)er haus|absente?s?|en cong[ée]s?|"
    r"en vacances|en d[ée]placement|"
    r"hors du bureau)\b|\b(?:werk ik niet|(?:ik )?werk niet(?: meer)?\b|niet meer werkzaam|no longer work\w*|"
    r"nicht mehr (?:bei|t[äa]tig|im)|ne travaill\w+ plus)\b|"
    r"\b(?:dit is een automatisch|this is an automat\w+|dies ist eine automatische|ceci est un(?:e)? (?:message|"
    r"r[ée]ponse) automatique|"
    r"ich bin (?:bis|vom|ab)|bedankt voor uw (?:e-?mail|bericht)[.,!]? ik ben)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:dringend\w*|spoed\w*|urgent\w*|in de tussentijd|bij mijn terugkomst|na terugkomst|niet (?:gelezen|"
    r"doorgestuurd|door ?gezonden)|"
    r"contact (?:op|opnemen)|voor (?:\w+ )?vragen|wordt (?:\w+ ){0,4}gelezen|kunt u (?:zich wenden|terecht|"
    r"bellen|mailen)|wenden tot|vervang\w*|weer (?:aanwezig|"
    r"bereikbaar|terug)|"
    r"automatisch\w*|t/m|tot en met|emergenc\w+|please contact|contact my|will (?:be back|return|respond)|"
    r"limited access|until|"
    r"on my return|automat\w+|dringend\w*|vertretung|wenden sie sich|weitergeleitet|ab dem|bis zum|zur[üu]ck|"
    r"en cas d['’]urgence|contacter|jusqu['’]au|de retour|retour le|adressez|transf[ée]r[ée])\b",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\b(?:(?:uw|je) (?:e-?mail|bericht|melding|verzoek|aanvraag|vraag|mail) (?:\w+ ){0,3}(?:is|hebben wij|"
    r"heb ik|wordt)"
    r"(?: \w+){0,3} (?:ontvangen|geregistreerd|in behandeling)|(?:ontvangst|eingangs)bevestiging|"
    r"(?:hebben|heeft) (?:wij |we )?(?:uw|je) (?:e-?mail|bericht|melding|verzoek|aanvraag|vraag|"
    r"mail) (?:\w+ ){0,3}ontvangen|"
    r"your (?:e-?mail|message|request|enquiry|ticket)(?: \S{1,20})? (?:has been|was|is) (?:received|registered|"
    r"logged|created)|"
    r"(?:we|i) (?:have )?received your (?:e-?mail|message|request)|ihre (?:anfrage|nachricht|e-?mail)\b[^.]{0,60}"
    r"\b(?:eingegangen|erhalten)|nous avons bien re[çc]u votre)\b",
    re.IGNORECASE,
)
_REGISTERED = re.compile(
    r"\b(?:registratienummer|meldingsnummer|zaaknummer|dossiernummer|kenmerk|onder (?:het )?nummer|ticket\w*|"
    r"case number|"
    r"reference number|is being (?:reviewed|processed)|(?:above|boven) (?:this|deze) (?:line|regel)|automati\w+|"
    r"(?:binnen|within|innerhalb von|sous) (?:\w+ )?(?:\d+|twee|drie|vijf|two|"
    r"three|five)\b"
    r".{0,20}\b(?:dagen|uur|days|hours|tagen?|jours|werkdagen|weken|weeks)|vorgangsnummer|zo spoedig mogelijk|"
    r"as soon as possible|dans les (?:meilleurs|plus brefs) d[ée]lais)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:(?:mijn|onze|de|volgende|alvast|toch|wel|hierbij|hieronder|op)\s+(?:\w+\s+){0,2}antwoord(?:en)?|"
    r"(?:be)?antwoord(?:en|ing)? (?:op |van )?(?:uw |de |mijn )?(?:drie |twee |vier )?vra(?:ag|gen)|"
    r"reactie op (?:uw|de) vragen|my answers?|answers? (?:to (?:the|your) questions?|below)|"
    r"(?:meine|unsere|die) antworten|beantworte\w* .{0,20}fragen|"
    r"mes r[ée]ponses|r[ée]ponses? (?:[àa] (?:la|vos)|aux|ci))\b",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"\bautomati\w+[ -](?:antwoord|gegenereerd|bericht|reply|response|antwort|r[ée]ponse)\w*", re.IGNORECASE
)
MAX_LENGTH = 3000
"""Characters of a text in which the wording of a notice is looked for."""


def is_absence_notice(text: str) -> bool:
    """Whether a text tells that somebody is away and what to do instead, and not that these are their answers.

    The same for a text that tells that a message was received and registered, or will be handled in some days.

    Args:
        text: what the writer wrote, without quotations.
    """
    beginning = " ".join(text[:MAX_LENGTH].split())
    is_away = _ABSENT.search(beginning) and _INSTEAD.search(beginning)
    if not is_away and not (_RECEIVED.search(beginning) and _REGISTERED.search(beginning)):
        return False
    return not _ANSWERS.search(_AUTOMATIC.sub("", beginning))
