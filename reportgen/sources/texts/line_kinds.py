"""Lines of a reply that are no answer: greetings, farewells, signatures, what programs add."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GREETS = re.compile(
    r"^\W*(?:beste|geachte|dag|hallo|hoi|ha|goede\s?(?:morgen|middag|avond|dag)|goedemorgen|goedemiddag|"
    r"l\.?\s?s\.?|dear|hi|hello|"
    r"good (?:morning|afternoon)|guten (?:tag|morgen)|sehr geehrte\w*|liebe\w*|bonjour|bonsoir|madame|monsieur|"
    r"ch[èe]re?s?)\b[^.?!:]{0,80}[,!.:]?\s*$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^\W*(?:(?:met|with|mit|avec|nogmaals|alvast)\s+)*(?:(?:een\s+)?(?:vriendelijke|hartelijke|collegiale|beste|"
    r"warme|lieve|"
    r"zonnige|vr\.?|vriendel\.?|hoogachtende|freundlichen?|vielen?|besten?|herzlichen?|lieben?|sch[öo]nen?|kind|"
    r"best|warm|"
    r"warmest|many|bien|tr[èe]s|sinc[èe]res|meilleures|mes|nos|salutations|distingu[ée]es)\s+)*"
    r"(?P<word>groet(?:en|jes)?|gr\.?|gr[uü](?:ß|ss)e?n?|gruss|regards|wishes|greetings|salutations|cordialement|"
    r"amicalement)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"^\W*(?:hoogachtend|met (?:de meeste |verschuldigde )?hoogachting|(?:fijn|prettig|goed) weekend|(?:fijne|"
    r"prettige) dag|m\.?v\.?g\.?(?=\W|$)|mfg\b|hochachtungsvoll|sincerely|yours (?:sincerely|faithfully|"
    r"truly)|cheers|"
    r"bien [àa] vous|bedankt|dank u(?: wel)?|alvast (?:hartelijk )?(?:bedankt|dank)|thanks|thank you|many thanks|"
    r"vielen dank|"
    r"danke|merci|tot (?:dan|ziens|maandag|dinsdag|woensdag|donderdag|vrijdag|de tiende)|hartelijks)\b"
    r"(?P<rest>[\s,.!]*(?:[\w'’.-]+\s*){0,4})$|"
    r"^\W*(?:veuillez agr[ée]er|je vous prie d['’]agr[ée]er)\b.*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:\s*(?:van|de|der|den|ter|ten|te|het|'t|’t|in|el|al|ben|von|zu|du|la|le|und|en|&|/|namens|uit|vanuit|"
    r"from|aus)\b)*"
    r"(?:\s*[A-ZÀ-Þ][\w'’.-]*,?|\s*(?:van|de|der|den|ter|ten|te|het|'t|’t|el|al|ben|von|zu|du|la|le|und|en|&|"
    r"namens|uit|vanuit)\b){0,6}"
    r"\s*[,!]?\s*$"
)
_NAMENS = re.compile(r"\W*(?:Mede n|N)amens (?:het|de|burgemeester)\b[^.?!:;]{0,50}(?:,|[A-Z&]\w*)?\s*$")
_ON_BEHALF = re.compile(r"(?:mede |also )?(?:namens|on behalf of|im namen|au nom)\b[^.?!]{0,60}$", re.IGNORECASE)
_DEVICE = re.compile(
    r"^\W*(?:(?:verstuurd|verzonden|gestuurd)\s+(?:vanaf|vanuit|van|via|met|door|mit|op)\b|sent (?:from|with|"
    r"via|by)\b|"
    r"(?:diese nachricht wurde )?(?:von meinem?r?|gesendet (?:von|mit|aus|über)|mit .{2,30} gesendet)\b|"
    r"envoy[ée] (?:de(?:puis)?|d['’]un|[àa] partir|avec|via)\b|(?:get|download|haal|obtenir|t[ée]l[ée]chargez?|"
    r"outlook)\b.{0,20}"
    r"\b(?:outlook|ios|android)\b|outlook (?:voor|for|f[üu]r|pour)\b)",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"^\s*(?:\[(?:cid:|image|afbeelding|inline|bild|https?:)[^\]]*\]|<image\d*\.\w+>)\s*$", re.IGNORECASE
)
_DEVICES = re.compile(
    r"\b(?:i ?phone|i ?pad|ios|android\w*|samsung\w*|galaxy|outlook|(?:e-?)?mail|mobiel\w*|mobile?\w*|telefoon|"
    r"handy|tablet|"
    r"smartphone|blackberry|huawei|xiaomi|windows\w*|yahoo|proton\w*|phone|device|apparaat|toestel|gmail|mac|app)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"^\W*(?:t|m|tel(?:efoon)?|mob(?:iel)?|phone|fax|telefon)\b\W{0,4}[+(]?\d[\d ()/.+-]{5,}", re.IGNORECASE
)
_PLACE = re.compile(r"^\W*(?:postbus\s\d|(?:bezoek|post)adres\b|kvk\b|besuchsadresse)", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^\W*(?:disclaimer|vertrouwelijkheid|proclaimer|confidentialit|(?:de|het|dit|deze|this|the|diese|die|ce|"
    r"cette|aan|bent|indien|"
    r"als|any|if|le|(?:je|u) (?:hebt|heeft|ontvangt|krijgt)|you (?:received|are receiving|don)|sie (?:erhalten|"
    r"haben)|vous recevez|la|let op|caution|denk|please|think|save|pensez|bitte|externe?r?|\[?extern|"
    r"a?vis)\b.{0,120})",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"vertrouwelijk|geadresseerde|uitsluitend bestemd|geen rechten|aansprakelijk|confidential|intended (?:solely|"
    r"only|for|recipient)|"
    r"vertraulich|confidentiel|destinataire|virus|milieu voordat|environment before|before you print|disclaimer|"
    r"aangemeld bij de groep|je wilt afmelden|u wilt afmelden|unsubscribe|subscribed to (?:the|this)|abbestellen|"
    r"van buiten de organisatie|niet vaak e-?mail|often get email|outside (?:of )?(?:the|your) organi[sz]ation|"
    r"externe afzender|rechtsverbindlich|"
    r"umwelt|l['’]environnement|klik niet|do not click|externe e-?mail",
    re.IGNORECASE,
)
_GATEWAY = re.compile(
    r"^\W*(?:disclaimer|vertrouwelijkheid\b|proclaimer|confidentialit|let op\b|caution|denk\b|think\b|please\b|"
    r"save\b|bitte\b|"
    r"pensez\b|\[?extern|(?:aan |de informatie in |de inhoud van )?(?:deze|dit) (?:e-?mail|bericht)|(?:bent|"
    r"indien|als) u niet|the information|if you are not|this (?:e-?mail|message)|diese (?:e-?mail|nachricht)|"
    r"ce (?:message|courriel)|(?:je|u) (?:hebt|heeft|ontvangt|krijgt)\b|you\b)",
    re.IGNORECASE,
)
_DASHES = re.compile(r"^\s*(?:--|—|–|[-_=*~–—]{3,})\s*$")
_CLOSES = re.compile(
    r"^\W*(?:hopende\b|in de hoop\b|(?:alvast |nogmaals )(?:\w+ )?(?:dank|bedankt)\b|(?:hartelijk |"
    r"veel )?(?:dank|bedankt) voor (?:de|het|uw)\b|(?:mocht|als|heeft) u (?:hierover )?(?:nog |verder |"
    r"nadere )?(?:vragen|opmerkingen)|"
    r"ik hoop (?:u )?hiermee|(?:voor|bij) (?:nadere |verdere |eventuele )?vragen|"
    r"(?:ik|wij) (?:kijk|kijken) (?:er ?naar )?uit(?: naar (?:de|het|uw|onze|een) (?:bijeenkomst|gesprek|dag|"
    r"ontmoeting|reactie))|"
    r"(?:ik|wij) (?:zie|zien) u graag|graag tot|tot (?:de )?\d|if you have any|please (?:let me know|"
    r"do not hesitate)|"
    r"(?:i |we )?look(?:ing)? forward to (?:the|our|your|meeting|seeing)|bei (?:r[üu]ck)?fragen|ich freue mich auf|"
    r"n['’]h[ée]sitez|je reste [àa]|dans l['’]attente|(?:nog )?een (?:fijne|mooie|goede) (?:dag|week|"
    r"avond))\b.{0,120}$",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:(?:mijn|onze|de|my|our|the|meine|unsere|mes|nos)\s+)?(?:antwoord(?:en)?|reacties?|answers?|antworten|"
    r"r[ée]ponses?)\b"
    r".{0,30}\b(?:in|en|are)\b.{0,15}\b(?:rood|rode|blauw\w*|groen\w*|geel|gele|paars|oranje|kleur|red|blue|"
    r"green|rot|blau|gr[üu]n|"
    r"rouge|bleu|vert)\b.{0,20}\W*|"
    r"(?:antwoord(?:en)?|answers?|antworten|r[ée]ponses?|zie|see|siehe|"
    r"voir)\b.{0,30}\b(?:hier)?(?:onder(?:staand)?|below|"
    r"unten|ci-dessous)\W*|"
    r"(?:(?:hierbij|hieronder|bijgaand|onderstaand|bij deze|zie|namens|ik|wij|u|conform|op verzoek|mijn|onze|de|"
    r"dit|dat|in|here|below|please|find|"
    r"my|our|the|anbei|nachstehend|"
    r"hier|meine|unsere|die|voici|ci-dessous|ci-joint|mes|nos|veuillez|vous)\b.{0,90}?\b(?:antwoord(?:en)?|"
    r"reacties?|answers?|repl(?:y|ies)|"
    r"antwort(?:en)?|r[ée]ponses?|hieronder|below|onderstaande|unten|ci-dessous)\b.{0,60}|"
    r"(?:(?:hartelijk |veel |heel |alvast )?(?:dank|bedankt)|dank(?: u| je)?(?: wel)?|thanks?(?: you)?|"
    r"vielen dank|danke|merci)\b"
    r".{0,60}(?:bericht|mail|uitnodiging|briefing|pakket|message|invitation|briefing|nachricht|einladung|"
    r"invitation|courriel|vragen|stukken))"
    r"\W*",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?:(?:hier)?onder(?:staand)?|below|unten|ci-dessous)\b", re.IGNORECASE)
_TABLE_HEAD = re.compile(
    r"\W*(?:nr|nummer|vra(?:ag|gen)|questions?|fragen?)?\W*(?:antwoord(?:en)?|answers?|antworten)\W*", re.IGNORECASE
)
_TITLE = re.compile(
    r"\W*(?:de |mijn |onze )?(?:antwoord(?:en)?|beantwoording|reactie|answers?|antworten|"
    r"r[ée]ponses)\b[^.?!:]{0,60}:?",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\?|\b(?:(?:ik|wij|we|i) (?:graag |nog )?(?:ontvang\w*|verwacht\w*|wacht\w*|hoor\w*|krijg\w*|verneem|"
    r"vernemen|await|expect)|"
    r"tegemoet|"
    r"niet|geen|afwezig|later|helaas|maar|not|but|late|absent|nicht|aber|leider|pas|mais|vervang\w*|vraag \d)\b",
    re.IGNORECASE,
)


def is_greeting(line: str) -> bool:
    """Whether a line greets, as the first line of a letter does."""
    return bool(_GREETS.match(line))


def is_farewell(line: str, *, also_thanks: bool = True) -> bool:
    """Whether a line says goodbye, and no more: at most a name or place comes after it.

    ``Groeten uit een stad vol talen.`` is a sentence.

    Args:
        also_thanks: as well as words that may stand at the beginning of a letter, such as ``Dank u wel!``
    """
    if len(line) > 120:
        return False
    if found := _FAREWELL.match(line):
        rest = found["rest"].strip(" ,.!;:")
        is_short = len(line) <= 60 and line.rstrip().endswith(",")
        return not rest or is_short or bool(_NAME.match(rest) or _ON_BEHALF.match(rest))
    if _NAMENS.match(line) and len(line.split()) <= 7:
        return True
    ends = _ENDS.match(line) if also_thanks else None
    return ends is not None and bool(_NAME.match((ends["rest"] or "").strip(" ,.!")))


def closes(lines: Sequence[str], at: int) -> bool:
    """Whether a line is what people write between their answers and a farewell: ``Als u vragen heeft, bel gerust.``"""
    if not _CLOSES.match(lines[at]) or not at or lines[at - 1].strip():
        return False
    after = next((each for each in lines[at + 1 : at + 6] if each.strip()), "")
    return not after or is_farewell(after) or is_divider(after)


def is_program_line(line: str) -> bool:
    """Whether a program wrote a line: ``Verstuurd vanaf mijn iPad``, the name of a picture and the like."""
    if len(line) <= 300 and _PICTURE.match(line):
        return True
    return len(line) <= 110 and bool(_DEVICE.match(line)) and bool(_DEVICES.search(line)) and len(line.split()) <= 14


def is_divider(line: str) -> bool:
    """Whether a line divides text from a signature."""
    return bool(_DASHES.match(line))


def is_contact_line(line: str, author: frozenset[str]) -> bool:
    """Whether a line of a signature begins: a telephone number, a postal address, or the name of the writer.

    Args:
        author: words of the writer's name, in lower case.
    """
    if _PERSONAL.match(line) or _PLACE.match(line):
        return True
    words = re.findall(r"[^\W\d_]+", line.casefold())
    known = author | {each[0] for each in author if each}
    return (
        bool(words)
        and len(words) <= 6
        and known.issuperset(words)
        and not author.isdisjoint(words)
        and not line.strip().endswith(("?", ":"))
    )


def is_disclaimer(lines: Sequence[str], at: int, *, is_below: bool) -> bool:
    """Whether a line begins a text that a mail gateway adds: who may read it, or that it came from outside.

    Args:
        is_below: it stands below a farewell; elsewhere a sentence with one word of such a text may be the writer's.
    """
    if not _DISCLAIMER.match(lines[at]):
        return False
    found = {each[0].casefold() for each in _LEGAL.finditer(" ".join(lines[at : at + 4])[:600])}
    return len(found) >= (1 if is_below or _GATEWAY.match(lines[at]) else 2)


def is_courtesy(text: str) -> bool:
    """Whether a text only introduces the answers, or thanks for a message."""
    if _TABLE_HEAD.fullmatch(text[:80]) or (_TITLE.fullmatch(text[:80]) and not _NEWS.search(text)):
        return True
    sentences = [each for each in re.split(r"(?<=[.!:])\s+", " ".join(text.split())) if each]
    return len(text) < 400 and all(_COURTESY.fullmatch(each) and not _NEWS.search(each) for each in sentences)


def points_below(text: str) -> bool:
    """Whether a text only says that answers stand further on."""
    return is_courtesy(text) and bool(_BELOW.search(text))


def is_sentence(text: str) -> bool:
    """Whether somebody wrote a line to be read, unlike the lines of a signature."""
    words = text.split()
    return len(words) >= 9 or (len(words) >= 5 and text.rstrip().endswith((".", "?", "!")))
