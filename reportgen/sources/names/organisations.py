"""Which texts name an organisation that is no municipality: by the words of what kind of organisation it is."""

from __future__ import annotations

import re

_KINDS = (
    # the state and other governments
    *("prov", "provincies?", "provinciale", "interprovinciaal", "province", "gedeputeerden?", "statenlid"),
    *("ministeries?", "ministry", "min(?= van|szw|bzk|ocw|vws)", "minszw", "minbzk", "minister", "staatssecretaris"),
    *(r"rijks\w+", "inspectie", r"(?:\w+)?ombudsman", "ambassade", "embassy", "consulaat", "consulate"),
    *("tweede kamer", "eerste kamer", r"(?:tweede |eerste )?kamerlid", "senator", "raad van state", "raad voor"),
    *("commissaris van de koning", "kamer van koophandel", "college voor de rechten van de mens"),
    *("waterschap(?:pen)?", "hoogheemraadschap", "wetterskip", "water board", "regios?", "region", r"\w+regio"),
    *("gemeenschappelijke regeling", r"samenwerkings?\w*", "omgevingsdienst", "politie", r"politie\w+", "police"),
    *("marechaussee", "brandweer", "rechtbank", "gerechtshof", "openbaar ministerie", "ggd", "ggz"),
    *(r"(?:[^\W\d_]+)?dienst(?:en)?", r"centraal (?:orgaan|bureau)", r"\w+orgaan", r"(?:\w+)?agency", "court"),
    # education, care, culture, belief
    *("universiteit", "university", r"\w+universiteit", "umc", r"\w+ mc", "tu", r"(?:hoge|volks)school", "hogescholen"),
    *("school", "scholen", r"\w+scholen", "roc", r"(?:\w+)?academ(?:ie|y)", r"(?:\w+)?institu(?:ut|te)"),
    *("ziekenhuis", "hospital", r"zorg\w+", "welzijn", r"welzijns\w+", "sociaal werk", "omroep", "rtv", "dagblad"),
    *("krant", "redactie", "museum", r"\w+museum", "bibliotheek", "schouwburg", "theater", "kerk(?:en)?", "church"),
    *("bisdom", "parochie", "moskee"),
    # forms of law, associations, companies
    *(r"(?:\w+)?stichting(?:en)?", "foundation", r"(?:\w+)?vereniging(?:en)?", "association", "genootschap", "society"),
    *(r"(?:\w+)?federat(?:ie|ion)", "unie", "union", r"(?:\w+)?bond", r"(?:\w+)?fonds", r"(?:\w+)?corporaties?"),
    *("cooperatie", "maatschap", "eenmanszaak", "zzp", "zzper", "zelfstandige?", "freelance", "particulier"),
    *("bv", "nv", "vof", "ltd", "inc", "llc", "plc", "gmbh", "holding", "groep", "group", "company", "partners"),
    *(r"(?:\w+)?bank", r"(?:\w+)?bureau", r"(?:\w+)?adviseurs?", "advies", "consultancy", "consultants?"),
    *(r"(?:\w+)?netwerk", "network", r"(?:\w+)?platform", r"(?:expertise|kennis)centrum", r"werk(?:bedrijf|plein)"),
    *(
        r"(?:[^\W\d_]+)?bedrijf",
        "rode kruis",
        "red cross",
        "leger des heils",
        "organisatie",
        "organisation",
        "gast(?:en)?",
    ),
    # abbreviations of those that come to most meetings of municipalities
    *("vng", "ipo", "divosa", "szw", "bzk", "vws", "ocw", "wrr", "cbs", "cpb", "scp", "pbl", "rivm", "uwv", "svb"),
    *("coa", "ind", "kis", "ser", "kvk", "duo", "nidos", "movisie", "platform ?31", r"vluchtelingen ?\w*"),
    *("verwey jonker", "regioplan", "berenschot", "van der? bunt", "kpmg", "deloitte", "pwc", "ecorys", "panteia"),
    "twynstra",
)
"""Whole words, without accents, that mark an organisation; no municipality has one in its name."""

_ORGANISATION = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b")

_MUNICIPAL = re.compile(r"\b(?:gem|gemeente|gemeente(?:bestuur|raad|huis)|stadsbestuur|stadhuis)\b")
"""Words that say that somebody works for a municipality after all."""

_BELIEF = re.compile(r"\b(?:protestantse|hervormde|gereformeerde|evangelische|doopsgezinde|joodse|lutherse) gemeente\b")
"""Communities of faith, which are called municipalities in Dutch."""


def names_organisation(words: str) -> bool:
    """Whether a text that is no municipality's name says what kind of organisation it names.

    Args:
        words: the words of the text as ``spelling.words`` gives them.
    """
    if _BELIEF.search(words):
        return True
    return bool(_ORGANISATION.search(words)) and not _MUNICIPAL.search(words)
