"""Which municipality a text means, or which it may mean: codes, names, former names, provinces and suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from reportgen.domain.places.municipality import BoundaryChange, NameMatch, NameMatchKind, successors
from reportgen.sources.names import spelling
from reportgen.sources.names.former_names import ALIASES, DOUBTFUL, SUGGESTED, present_successors
from reportgen.sources.names.organisations import names_organisation
from reportgen.sources.names.provinces import PROVINCE_ITSELF, province_behind

_LONGEST = 200  # characters; the longest serious spelling has about 90, anything far beyond is no name
_CLOSE = 80  # rapidfuzz ratio in percent: about one wrong letter in five
_AT_MOST = 3  # suggestions

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

# A code has GM before it or four digits: other numbers are a column that was mistaken for one of municipalities.
_CODE = re.compile(r"(?:gemeente(?: ?code)?|gem|code)?[ .:]*(?:gm[ .:_-]*([0-9]{1,4})|([0-9]{4}))")
_APART = r"[^\s,;:/|()\[\]'\"&.\u2010-\u2015-]"  # no sign such as € or % stands against a code
_CODE_WITHIN = re.compile(rf"(?<!{_APART})(?:gm ?[0-9]{{1,4}}|[0-9]{{4}})(?!{_APART})")
_SIGNED = re.compile(r"\s*[-+\u2010-\u2015]\s*[0-9]")
_BETWEEN = re.compile(r"[/\\,;|()\[\]+&=]|\s[-\u2010-\u2015]\s|\s(?:en|of)\s")
_QUALIFIER = re.compile(r"\s*\([^)]*\)$")


class NamedMunicipality(Protocol):
    """What is asked of a municipality here: its code, names and province."""

    @property
    def code(self) -> str:
        """CBS region code, such as ``GM0344``."""
        ...

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def title(self) -> str:
        """The name in StatLine."""
        ...

    @property
    def province(self) -> str:
        """The province it lies in."""
        ...


@dataclass(frozen=True, slots=True)
class _Place:
    """What a name can mean.

    Attributes:
        label: how it is shown.
        naming: the answer it gives.
        provinces: those it lies in.
        doubtful: its name may mean another place, and only counts with the province.
    """

    code: str
    label: str
    naming: NameMatch
    provinces: frozenset[str]
    doubtful: bool = False


_Named = tuple[_Place, tuple[str, ...]]  # a place, and the official names it has


class MunicipalityNames:
    """The names of all municipalities on one day, with those before and after it.

    A present name goes before an old one, an old one before a future one. Nothing is guessed: a text gives a
    code only when all of it is accounted for. Likeness gives suggestions, never an answer.
    """

    def __init__(
        self, municipalities: Iterable[NamedMunicipality], changes: Iterable[BoundaryChange], on: date
    ) -> None:
        """Indexes the names of the municipalities of the day, and of those in changes before and after it."""
        present = {municipality.code: municipality for municipality in municipalities}
        changes = tuple(changes)
        past = tuple(change for change in changes if change.on <= on)
        future = tuple(change for change in changes if change.on > on)
        self._by_code: dict[str, _Place] = {}
        self._by_key: dict[str, list[tuple[_Place, ...]]] = {}  # the places of each rank that has some
        self._like: dict[str, tuple[_Place, ...]] = {}  # key → what to suggest for a text that looks like it
        self._starting: dict[str, tuple[_Place, ...]] = {}  # first word of a longer name → what to suggest
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
        candidates = self._suggested(spelling.folded(squeezed)) if spelling.words(spelling.folded(squeezed)) else ()
        return NameMatch(NameMatchKind.UNKNOWN, candidates=candidates)

    def meaning(self, text: str) -> NameMatch:
        """The same without suggestions, for texts that need not be the name of anything."""
        squeezed = " ".join(text.split())
        return self._remembered(squeezed) if len(squeezed) <= _LONGEST else NameMatch(NameMatchKind.UNKNOWN)

    def _meaning(self, text: str) -> NameMatch:
        folded = spelling.folded(text)
        words = spelling.words(folded)
        if not words:
            return NameMatch(NameMatchKind.UNKNOWN)
        if _SIGNED.match(folded):
            return NameMatch(NameMatchKind.UNKNOWN)
        codes, rest = _CODE_WITHIN.findall(folded), _CODE_WITHIN.sub("", folded)
        apart = _BETWEEN.split(_CODE_WITHIN.sub(r",\g<0>,", folded))
        for parts in ([folded], [*codes, rest], apart):
            meanings = [self._meant(part) for part in parts if spelling.words(part)]
            if places := _shared(meanings):
                return _answer(places)
        named_first = meanings[1:] and meanings[0] and not PROVINCE_ITSELF.fullmatch(words)
        if names_organisation(words) and not named_first:
            return NameMatch(NameMatchKind.GUEST)
        return NameMatch(NameMatchKind.UNKNOWN)

    def _meant(self, folded: str) -> tuple[_Place, ...]:
        """The places that the whole text is a code or a name of, with or without a province behind it."""
        if code := _code(folded):
            return (self._by_code[code],) if code in self._by_code else ()
        forms = tuple(_bare(spelling.words(folded)))
        for form in forms:
            for places in self._by_key.get(spelling.comparison_key(form), ()):
                if certain := tuple(place for place in places if not place.doubtful):
                    return certain
        for name, province in (behind for form in forms for behind in province_behind(form, folded)):
            ranks = [ranks for form in _bare(name) if (ranks := self._by_key.get(spelling.comparison_key(form)))]
            if ranks:
                # Hengelo in Gelderland is another place than the municipality of that name.
                inside = (tuple(place for place in places if province in place.provinces) for places in ranks[0])
                return next((places for places in inside if places), ())
        return ()

    def _suggestions(self, folded: str) -> tuple[str, ...]:
        """Names within the text, then longer names that start with it, then names that look like it.

        Where the text names a province, only those in it: "Laren (Gld.)" is none in Noord-Holland.
        """
        from rapidfuzz import fuzz, process  # for names that nobody knows, which most lists have none of

        form = tuple(_bare(spelling.words(folded)))[-1]
        behind = next(((name, province) for name, province in province_behind(form, folded) if name), None)
        if behind and len(form.removeprefix(behind[0])) <= len(" x") and "(" not in folded:
            behind = None  # the Z of "Rotterdam Z" need not be Zeeland
        found: list[_Place] = []
        for name in (form, behind[0]) if behind else (form,):
            key = spelling.comparison_key(name)
            hits = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=6)
            close = (place for hit, _, _ in hits for place in self._like[hit])
            found += [*self._within(name.split()), *self._starting.get(name, ()), *close]
        return _labels(each for each in found if not behind or behind[1] in each.provinces)[:_AT_MOST]

    def _within(self, words: list[str]) -> Iterator[_Place]:
        """The names that stand in the text as whole words; the longest where they overlap."""
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 6), start, -1):
                if ranks := self._by_key.get(spelling.comparison_key(" ".join(words[start:end]))):
                    yield from ranks[0]
                    start = end - 1
                    break
            start += 1

    def _add(self, rank: Iterable[_Named]) -> None:
        """Adds places of one rank; a name that a higher rank has already keeps its meaning, unless for its province."""
        found: dict[str, dict[_Place, None]] = {}
        for place, official in rank:
            self._by_code.setdefault(place.code, place)
            names = (*official, *ALIASES.get(place.code, ()))
            for words in (spelling.words(spelling.folded(_QUALIFIER.sub("", name))) for name in names):
                self._suggest(words, place)
                first, _, rest = words.partition(" ")
                if rest and len(first) > 3:  # not "Oud" or "Den", which start too many
                    self._starting[first] = (*self._starting.get(first, ()), place)
                for key in spelling.comparison_keys(words):
                    found.setdefault(key, {})[place] = None
            for name in SUGGESTED.get(place.code, ()):
                self._suggest(spelling.words(spelling.folded(name)), place)
        for key, places in found.items():
            self._by_key.setdefault(key, []).append(tuple(places))

    def _suggest(self, words: str, place: _Place) -> None:
        key = spelling.comparison_key(words)
        self._like[key] = (*self._like.get(key, ()), place)


def _present(present: Mapping[str, NamedMunicipality]) -> Iterator[_Named]:
    for code, it in present.items():
        place = _Place(code, _label(it), NameMatch(NameMatchKind.EXACT, code), frozenset({it.province}))
        yield place, (it.name, it.title)


def _past(present: Mapping[str, NamedMunicipality], past: tuple[BoundaryChange, ...]) -> Iterator[_Named]:
    ended = {change.old_code: change.old_name for change in past if change.old_code not in present}
    for code, name in ended.items():
        heirs, undivided = present_successors(code, present, past)
        labels = tuple(_label(present[heir]) for heir in heirs)
        since = successors(code, past, date.min)[0].on
        whole = undivided and len(heirs) == 1
        kind, heir = (NameMatchKind.SUCCESSOR, heirs[0]) if whole else (NameMatchKind.SPLIT, None)
        if heirs:
            provinces = frozenset(present[it].province for it in heirs)
            doubtful = code in DOUBTFUL
            label = labels[0] if doubtful else name
            yield _Place(code, label, NameMatch(kind, heir, labels, since), provinces, doubtful), (name,)


def _future(present: Mapping[str, NamedMunicipality], future: tuple[BoundaryChange, ...]) -> Iterator[_Named]:
    coming = {change.new_code: change for change in future if change.new_code not in present}
    for code, change in coming.items():
        parts = [present[c.old_code] for c in future if c.new_code == code and c.old_code in present]
        naming = NameMatch(NameMatchKind.FUTURE, None, tuple(_label(part) for part in parts), change.on)
        place = _Place(code, change.new_name, naming, frozenset(part.province for part in parts))
        yield place, (change.new_name,)


def _label(municipality: NamedMunicipality) -> str:
    """The name as shown in a question: with its province where StatLine adds that."""
    return municipality.title.removesuffix(" (gemeente)")


def _labels(places: Iterable[_Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.label for place in places))


def _shared(meanings: list[tuple[_Place, ...]]) -> tuple[_Place, ...]:
    """What all parts mean: "GM0356 Nieuwegein" says the same twice, "Amsterdam/Diemen" does not."""
    first, *others = meanings or [()]
    return tuple(place for place in first if all(place in other for other in others))


def _answer(places: tuple[_Place, ...]) -> NameMatch:
    """What places mean together: names of different times may lead to the same municipality of today."""
    *_, latest = places
    if latest.naming.code is not None and {place.naming.code for place in places} == {latest.naming.code}:
        return latest.naming
    return latest.naming if len(places) == 1 else NameMatch(NameMatchKind.AMBIGUOUS, None, _labels(places))


def _bare(words: str) -> Iterator[str]:
    """The words, and the words without what only says that it is a municipality."""
    yield words
    inner = _LABEL_BEHIND.sub("", words)
    for before in (_OFFICE, _OFFICE_HOLDER, _LABEL_BEFORE):
        if found := before.match(inner):
            inner = inner[found.end() :]
    if inner != words:
        yield inner


def _code(folded: str) -> str | None:
    found = _CODE.fullmatch(folded.strip(" .,;:()[]'\""))
    return f"GM{int(found[1] or found[2]):04}" if found else None
