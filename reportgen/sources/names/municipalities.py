"""Which municipality a text means, or which it may mean: codes, names, former names, provinces and suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reportgen.domain.places.municipality import BoundaryChange, Municipality, NameMatch, NameMatchKind, successors
from reportgen.sources.names import spelling
from reportgen.sources.names.former_names import ALIASES, CHANGES_BEFORE_2018, present_successors
from reportgen.sources.names.organisations import names_organisation

_LONGEST = 200  # characters; the longest serious spelling has about 90, anything far beyond is no name
_CLOSE = 80  # rapidfuzz ratio in percent: about one wrong letter in five
_AT_MOST = 3  # suggestions

# Ways to write a province behind a name, as `_key` makes them: no blanks, dots or accents, y for ij.
# "g" (Groningen, Gelderland) and "f" (Friesland, Flevoland) say too little.
_PROVINCES = {
    "Groningen": "groningen gron gr gn",
    "Friesland": "friesland fryslan frl fr",
    "Drenthe": "drenthe drente dr",
    "Overijssel": "overyssel overysel over ov o",
    "Flevoland": "flevoland flevo fl",
    "Gelderland": "gelderland geld gld gl",
    "Utrecht": "utrecht utr ut u",
    "Noord-Holland": "noordholland nholland noordh nh",
    "Zuid-Holland": "zuidholland zholland zuidh zh",
    "Zeeland": "zeeland zeel zld zl z",
    "Noord-Brabant": "noordbrabant nbrabant noordb brabant nbr nb",
    "Limburg": "limburg limb lim lb li l",
}
_PROVINCE = {short: name for name, shorts in _PROVINCES.items() for short in shorts.split()}
_CITY_TOO = ("utrecht", "groningen")
_SET_APART = re.compile(r"(?:\(|\bprov(?:incie|\.)? ?)(?:utrecht|groningen)\W*$")
_PROVINCE_ITSELF = re.compile(r"(?:utrecht|groningen) prov(?:incie)?")

# What may stand before or behind a name without changing which municipality is meant.
_OFFICE = re.compile(
    r"(?:het )?(?:college van bw|(?:college van )?(?:b en w|benw|burgemeester en wethouders)|gemeentebestuur"
    r"|gemeenteraad|gemeentehuis|stadsbestuur|stadhuis)(?: van)? "
)
_OFFICE_HOLDER = re.compile(
    r"(?:(?:de|het) )?(?:(?:wnd|waarnemend|loco|plv|plaatsvervangend) )?"
    r"(?:burgemeester|wethouder|raadslid|gemeenteraadslid|gemeentesecretaris|griffier?|raadsgriffier?|gemeenteraad|raad"
    r"|mayor|alderman|town council|city council)"
    r"(?: (?:van|of))? "
)
_LABEL_BEFORE = re.compile(r"(?:de )?(?:gemeente|gem|stad) |(?:the )?(?:municipality|city) of ")
_LABEL_BEHIND = re.compile(r" (?:gemeente|gem|stad)$")

_CODE = re.compile(r"(?:gemeente(?: ?code)?|gem|code)?[ .:]*(?:gm)?[ .:_-]*([0-9]{1,4})(?:[.,]0+)?")
_CODE_WITHIN = re.compile(r"(?<!\w)(?:gm ?)?[0-9]{1,4}(?!\w)")
_BETWEEN = re.compile(r"[/\\,;|()\[\]+&=]|\s[-\u2010-\u2015]\s|\s(?:en|of)\s")
_QUALIFIER = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a name can mean: how it is shown, the answer it gives, the provinces it lies in."""

    code: str
    label: str
    naming: NameMatch
    provinces: frozenset[str]


_Named = tuple[_Place, tuple[str, ...]]  # a place, and the official names it has


class MunicipalityNames:
    """The names of all municipalities on one day, with those before and after it.

    A present name goes before an old one, an old one before a future one. Nothing is guessed: a text gives a
    code only when all of it is accounted for. Likeness gives suggestions, never an answer.
    """

    def __init__(self, municipalities: tuple[Municipality, ...], changes: tuple[BoundaryChange, ...], on: date) -> None:
        """Index the names of the municipalities that exist on the day; changes before 2018 are built in."""
        present = {municipality.code: municipality for municipality in municipalities}
        past = tuple(change for change in (*CHANGES_BEFORE_2018, *changes) if change.on <= on)
        future = tuple(change for change in changes if change.on > on)
        self._by_code: dict[str, _Place] = {}
        self._by_key: dict[str, tuple[_Place, ...]] = {}
        self._like: dict[str, str] = {}  # key → what to suggest for a text that looks like it
        self._starting: dict[str, tuple[str, ...]] = {}  # first word of a longer name → what to suggest
        for rank in (_present(present), _past(present, past), _future(present, future)):
            self._add(rank)
        self._keys = tuple(self._like)
        self._remembered = lru_cache(maxsize=4096)(self._meaning)  # lists repeat
        self._suggested = lru_cache(maxsize=4096)(self._suggestions)  # and likeness is slow

    def resolve(self, text: str) -> NameMatch:
        """What the text means, and what it may have meant. Never raises, whatever the text is."""
        naming = self.meaning(text)
        if naming.kind is not NameMatchKind.UNKNOWN or len(squeezed := " ".join(text.split())) > _LONGEST:
            return naming
        words = spelling.words(spelling.folded(squeezed))
        return NameMatch(NameMatchKind.UNKNOWN, candidates=self._suggested(words)) if words else naming

    def meaning(self, text: str) -> NameMatch:
        """The same without suggestions, for texts that need not be the name of anything."""
        squeezed = " ".join(text.split())
        return self._remembered(squeezed) if len(squeezed) <= _LONGEST else NameMatch(NameMatchKind.UNKNOWN)

    def _meaning(self, text: str) -> NameMatch:
        folded = spelling.folded(text)
        words = spelling.words(folded)
        if not words:
            return NameMatch(NameMatchKind.UNKNOWN)
        codes, rest = _CODE_WITHIN.findall(folded), _CODE_WITHIN.sub("", folded)
        apart = _BETWEEN.split(_CODE_WITHIN.sub(r",\g<0>,", folded))
        for parts in ([folded], [*codes, rest], apart):
            meanings = [self._meant(part) for part in parts if spelling.words(part)]
            if places := _shared(meanings):
                return _answer(places)
        named_first = meanings[1:] and meanings[0] and not _PROVINCE_ITSELF.fullmatch(words)
        if names_organisation(words) and not named_first:
            return NameMatch(NameMatchKind.GUEST)
        return NameMatch(NameMatchKind.UNKNOWN)

    def _meant(self, folded: str) -> tuple[_Place, ...]:
        """The places that the whole text is a code or a name of, with or without a province behind it."""
        if code := _code(folded):
            return (self._by_code[code],) if code in self._by_code else ()
        forms = tuple(_bare(spelling.words(folded)))
        for form in forms:
            if places := self._by_key.get(spelling.comparison_key(form)):
                return places
        for name, province in (behind for form in forms for behind in _province_behind(form, folded)):
            for form in _bare(name):
                if places := self._by_key.get(spelling.comparison_key(form)):
                    # Hengelo in Gelderland is another place than the municipality of that name.
                    return tuple(place for place in places if province in place.provinces)
        return ()

    def _suggestions(self, words: str) -> tuple[str, ...]:
        """Names within the text, then longer names that start with it, then names that look like it."""
        from rapidfuzz import fuzz, process  # for names that nobody knows, which most lists have none of

        form = tuple(_bare(words))[-1]
        hits = process.extract(
            spelling.comparison_key(form), self._keys, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=6
        )
        close = (self._like[key] for key, _, _ in hits)
        found = dict.fromkeys((*self._within(form.split()), *self._starting.get(form, ()), *close))
        return tuple(found)[:_AT_MOST]

    def _within(self, words: list[str]) -> Iterator[str]:
        """The names that stand in the text as whole words; the longest where they overlap."""
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 6), start, -1):
                if places := self._by_key.get(spelling.comparison_key(" ".join(words[start:end]))):
                    yield from _labels(places)
                    start = end - 1
                    break
            start += 1

    def _add(self, rank: Iterable[_Named]) -> None:
        """Add places of one rank; a name that a higher rank has already keeps its meaning."""
        found: dict[str, dict[_Place, None]] = {}
        for place, official in rank:
            self._by_code.setdefault(place.code, place)
            names = (*official, *ALIASES.get(place.code, ()))
            for words in (spelling.words(spelling.folded(_QUALIFIER.sub("", name))) for name in names):
                self._like.setdefault(spelling.comparison_key(words), place.label)
                first, _, rest = words.partition(" ")
                if rest and len(first) > 3:  # not "Oud" or "Den", which start too many
                    self._starting[first] = (*self._starting.get(first, ()), place.label)
                for key in spelling.comparison_keys(words):
                    found.setdefault(key, {})[place] = None
        for key, places in found.items():
            self._by_key.setdefault(key, tuple(places))


def _present(present: dict[str, Municipality]) -> Iterator[_Named]:
    for code, it in present.items():
        place = _Place(code, _label(it), NameMatch(NameMatchKind.EXACT, code), frozenset({it.province}))
        yield place, (it.name, it.title)


def _past(present: dict[str, Municipality], past: tuple[BoundaryChange, ...]) -> Iterator[_Named]:
    ended = {change.old_code: change.old_name for change in past if change.old_code not in present}
    for code, name in ended.items():
        heirs, undivided = present_successors(code, present, past)
        labels = tuple(_label(present[heir]) for heir in heirs)
        since = successors(code, past, date.min)[0].on
        whole = undivided and len(heirs) == 1
        kind, heir = (NameMatchKind.SUCCESSOR, heirs[0]) if whole else (NameMatchKind.SPLIT, None)
        if heirs:
            provinces = frozenset(present[it].province for it in heirs)
            yield _Place(code, name, NameMatch(kind, heir, labels, since), provinces), (name,)


def _future(present: dict[str, Municipality], future: tuple[BoundaryChange, ...]) -> Iterator[_Named]:
    coming = {change.new_code: change for change in future if change.new_code not in present}
    for code, change in coming.items():
        parts = [present[c.old_code] for c in future if c.new_code == code and c.old_code in present]
        naming = NameMatch(NameMatchKind.FUTURE, None, tuple(_label(part) for part in parts), change.on)
        place = _Place(code, change.new_name, naming, frozenset(part.province for part in parts))
        yield place, (change.new_name,)


def _label(municipality: Municipality) -> str:
    """The name as shown in a question: with its province where StatLine adds that."""
    return municipality.title.removesuffix(" (gemeente)")


def _labels(places: Iterable[_Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.label for place in places))


def _shared(meanings: list[tuple[_Place, ...]]) -> tuple[_Place, ...]:
    """What all parts mean: "GM0356 Nieuwegein" says the same twice, "Amsterdam/Diemen" does not."""
    first, *others = meanings or [()]
    return tuple(place for place in first if all(place in other for other in others))


def _answer(places: tuple[_Place, ...]) -> NameMatch:
    return places[0].naming if len(places) == 1 else NameMatch(NameMatchKind.AMBIGUOUS, None, _labels(places))


def _bare(words: str) -> Iterator[str]:
    """The words, and the words without what only says that it is a municipality."""
    yield words
    inner = _LABEL_BEHIND.sub("", words)
    for before in (_OFFICE, _OFFICE_HOLDER, _LABEL_BEFORE):
        if found := before.match(inner):
            inner = inner[found.end() :]
    if inner != words:
        yield inner


def _province_behind(words: str, folded: str) -> Iterator[tuple[str, str]]:
    """Each way to take the last words as a province: what is left, and the province."""
    tokens = words.split()
    for length in range(1, min(4, len(tokens))):
        last = " ".join(tokens[-length:])
        # "Haren/Groningen" is two municipalities, "Haren (Groningen)" is one in its province.
        if last in _CITY_TOO and tokens[:-1] != [last] and not _SET_APART.search(folded):
            continue
        if province := _PROVINCE.get(spelling.comparison_key(last)):
            rest = tokens[:-length]
            yield " ".join(rest[:-1] if rest[-1] in ("prov", "provincie") else rest), province


def _code(folded: str) -> str | None:
    found = _CODE.fullmatch(folded.strip(" .,;:()[]'\""))
    return f"GM{int(found[1]):04}" if found else None
