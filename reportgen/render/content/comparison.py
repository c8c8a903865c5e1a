"""The newest figures beside those of the briefing, by measure: table rows, sources, and a sentence on what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.domain.figures.substance import LEAST_SHARE
from reportgen.render.content import dutch
from reportgen.render.content.chart_values import last_figure, measure_figures
from reportgen.render.content.fact_texts import rank_text
from reportgen.render.content.measure_words import change_text, period_text
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

MAIN, LITTLE = 1000, 0.001
"""What a change of the main measure, and one of a share of hardly anything, counts for beside that of another."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A figure in the briefing and now, as they are printed.

    Attributes:
        label: what it is called in a table. noun: in a sentence. key: of the measure; empty for residents.
        then, then_year: empty and 0 where the briefing had none, or one that cannot be compared.
        newest, year: that of now; empty and 0 where there is none any more.
        difference: as printed; of figures of the same year what was revised.
        other_definition: the briefing told something else under this name.
        weight: how much its change says: that of the main measure most, that of hardly anything least.
    """

    label: str
    noun: str
    then: str
    then_year: int
    newest: str
    year: int
    difference: str
    other_definition: bool = False
    weight: float = 0.0
    key: str = ""

    @property
    def changed(self) -> bool:
        """Whether another number is printed now."""
        return bool(self.then and self.newest) and self.then != self.newest

    @property
    def is_later(self) -> bool:
        """Whether it is of a later year than that of the briefing."""
        return bool(self.then and self.newest) and self.year > self.then_year


def rows(content: Content) -> list[ComparisonRow]:
    """Residents and every measure of the subject that has a figure now, or had one in the briefing that is compared."""
    profile, before, subject = content["profile"], content["before"] or {}, content["subject"]
    told = {} if before.get("joined") or before.get("name") != profile["name"] else before.get("measures", {})
    said = pack_words()["comparison"]
    made = []
    if profile["residents"]:
        then = before.get("residents") if told else None
        made.append(_row(said["residents"], said["residents_noun"], then, profile["residents"]))
    for each in profile["measures"]:
        measure, was = subject["measures"][each["key"]], told.get(each["key"])
        other = was is not None and any(was[name] != measure[name] for name in ("definition", "unit", "period"))
        then = was["figure"] if was and not other else None
        if each["last"] or then:
            noun = measure["wording"]["noun"]
            main = each["key"] == subject["main"]
            row = _row(dutch.capitalised(measure["short"]), noun, then, each["last"], other, main)
            made.append(replace(row, key=each["key"]))
    return made


def has_earlier(content: Content) -> bool:
    """Whether any figure of the briefing can be compared with one of now."""
    return any(each.then for each in rows(content))


def head(content: Content) -> str:
    """The head of the page: whether anything changed since the briefing, or there is nothing to compare."""
    said = pack_words()["comparison"]["head"]
    return str(said["changed" if has_changes(content) else "same" if has_earlier(content) else "newest"])


def has_changes(content: Content) -> bool:
    """Whether any figure is printed otherwise than in the briefing."""
    return any(each.changed for each in rows(content))


def stands(content: Content, keys: Sequence[str]) -> bool:
    """Whether there is a figure of now for any of these measures."""
    return any(last_figure(content["profile"], key) for key in keys)


def standing(content: Content, row: ComparisonRow) -> str:
    """Where a figure stands among all municipalities: its place, or for the country the ends; empty for none."""
    found = measure_figures(content["profile"], row.key) if row.key else None
    if not found:
        return ""
    if found["rank"]:
        return rank_text(found["rank"])
    spread = content.get("spreads", {}).get(row.key)
    if not spread:
        return ""
    ends = ((spread["low"], spread["lowest"]), (spread["high"], spread["highest"]))
    return " – ".join(f"{dutch.figure(figure)} {place(name)}".strip() for figure, name in ends)


def change_sentence(content: Content) -> str:
    """A sentence on what changed since the briefing; also when nothing did, or there was nothing to compare with."""
    said, before, name = pack_words()["comparison"], content["before"], content["profile"]["name"]
    found = rows(content)
    if not before:
        return str(said["alone"]).format(name=place(name), year=_years(found))
    if before["name"] != name:
        return str(said["other"]).format(name=place(name), was=place(before["name"]))
    if before["joined"]:
        key = "joined" if len(before["joined"]) == 1 else "joined_many"
        return str(said[key]).format(name=place(name), joined=dutch.listed(map(place, before["joined"])))
    changed = [each for each in found if each.changed]
    if not any(each.then for each in found):
        return str(said["apart"]).format(name=place(name), year=_years(found))
    if not changed:
        later = any(each.is_later for each in found)
        return str(said["same_later" if later else "same"]).format(name=place(name), year=_years(found))
    largest = max(changed, key=lambda each: each.weight)
    key = "later" if largest.is_later else "revised"
    return str(said[key]).format(
        count=_counted(len(changed)),
        Noun=dutch.capitalised(largest.noun),
        in_name=in_place(name),
        then=largest.then,
        was=largest.then_year,
        now=largest.newest,
        year=largest.year,
    )


def redefined(content: Content) -> str:
    """Which figures mean something else than in the briefing, so that they are not compared; empty for none."""
    labels = [each.label for each in rows(content) if each.other_definition]
    text = str(pack_words()["comparison"]["redefined"])
    return text.format(labels=dutch.listed(dict.fromkeys(labels))) if labels else ""


def sealed_on(content: Content) -> str:
    """The day on which the briefing was sealed, in Dutch; empty without one."""
    return dutch.day(content["before"]["sealed"]) if content["before"] else ""


def source_pairs(content: Content) -> Iterator[tuple[str, Content | None, Content]]:
    """The sources of these figures and those beside them, by table: that of the briefing, if it had one, and of now."""
    before, profile = (content["before"] or {}).get("sources", {}), content["profile"]
    figures = [profile["residents"], *(each["last"] for each in profile["measures"])]
    drawn = [each["low"] for each in content.get("spreads", {}).values()]
    drawn += [each["last"] for peer in content.get("peers", ()) for each in peer["measures"]]
    used = {each["source"] for each in (*figures, *drawn) if each}
    for key, each in sorted(content["sources"].items()):
        if key in used:
            yield key, before.get(key), each


def periods(content: Content) -> list[str]:
    """When the figures of now are of, a sentence for each period."""
    by_period: dict[str, list[str]] = {}
    for each in content["profile"]["measures"]:
        if each["last"]:
            measure = content["subject"]["measures"][each["key"]]
            by_period.setdefault(period_text(measure, each["last"]["year"]), []).append(measure["short"])
    return [f"{dutch.capitalised(period)}: {dutch.listed(shorts)}." for period, shorts in by_period.items()]


def _row(
    label: str, noun: str, then: Content | None, now: Content | None, other: bool = False, main: bool = False
) -> ComparisonRow:
    was, shown = (dutch.figure(each) if each else "" for each in (then, now))
    difference, weight = "", 0.0
    if then and now:
        one, two = dutch.rounded(then), dutch.rounded(now)
        difference = change_text(now, then) if was != shown else str(pack_words()["comparison"]["none"])
        hardly = now["unit"] == "percent" and max(one, two) < LEAST_SHARE
        weight = (MAIN if main else LITTLE if hardly else 1) * abs(two - one) / (max(abs(one), abs(two)) or 1)
    years = (each["year"] if each else 0 for each in (then, now))
    return ComparisonRow(label, noun, was, next(years), shown, next(years), difference, other, weight)


def _years(found: list[ComparisonRow]) -> str:
    """The years of the newest figures: ``2025``, ``2021 tot en met 2025``."""
    years = sorted({each.year for each in found if each.year})
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]} tot en met {years[-1]}"


def _counted(count: int) -> str:
    said = pack_words()["comparison"]
    return str(said["one"] if count == 1 else said["many"].format(count=dutch.count_word(count)))
