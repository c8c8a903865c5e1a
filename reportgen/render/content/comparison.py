"""The newest figures beside those of the briefing: table rows, bars, sources, and a sentence on what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A figure in the briefing and now, as they are printed; ``then`` is empty where they cannot be compared."""

    label: str
    then: str
    newest: str
    difference: str

    @property
    def changed(self) -> bool:
        """Whether another number is printed now."""
        return bool(self.then) and self.then != self.newest


def rows(content: Content) -> list[ComparisonRow]:
    """The figures, the main ones first and last; those of the briefing beside them where there was one."""
    now, then = content["profile"], (content["before"] or {}).get("profile")
    last, before = now["years"][-1], then["years"][-1] if then else None
    said = pack_words()["comparison"]
    made = [
        _row(said["residents"], then and then["residents"], now["residents"]),
        _row(said["migration_background"], before and before["migration_background"], last["migration_background"]),
    ]
    shares = {each["origin"]: each["figure"] for each in (before["shares"] if before else ())}
    for share in last["shares"]:
        made.append(_row(pack_words()["origin"][share["origin"]]["name"], shares.get(share["origin"]), share["figure"]))
    made.append(_row(_index(now["series_grouping"]), before and before["index"], last["index"]))
    if now["grouping"] != now["series_grouping"]:
        same = then["index"] if then and then["grouping"] == now["grouping"] else None
        made.append(_row(_index(now["grouping"]), same, now["index"]))
    return made


def column_heads(content: Content) -> tuple[str, str]:
    """The column heads of the comparison: the days of the briefing's figures (empty without one) and of the newest."""
    now, then = content["profile"]["years"][-1], (content["before"] or {}).get("profile")
    said = pack_words()["comparison"]
    before = said["then"].format(year=then["years"][-1]["year"]) if then else ""
    return before, said["now"].format(year=now["year"])


def change_sentence(content: Content) -> str:
    """A sentence on what changed since the briefing; also when nothing did, or there was no briefing."""
    said, now, before = pack_words()["comparison"], content["profile"], content["before"]
    year = now["years"][-1]["year"]
    if not before:
        return str(said["alone"]).format(name=now["name"], year=year)
    was = before["profile"]["years"][-1]["year"]
    found = [each for each in rows(content) if each.changed]
    if not found:
        if was == year:
            return str(said["same"]).format(name=now["name"], year=year)
        return str(said["same_later"]).format(name=now["name"], year=year, was=was)
    largest = found[1] if found[0].label == said["residents"] and len(found) > 1 else found[0]
    key = "revised" if was == year else "later"
    return str(said[key]).format(
        name=now["name"],
        year=year,
        was=was,
        count=_counted(len(found)),
        label=largest.label,
        then=largest.then,
        now=largest.newest,
    )


def sealed_on(content: Content) -> str:
    """The day on which the briefing was sealed, in Dutch; empty without one."""
    return dutch.day(content["before"]["sealed"]) if content["before"] else ""


def source_pairs(content: Content) -> Iterator[tuple[str, Content | None, Content]]:
    """The sources of these figures by table: that of the briefing, where it had one, and the one in use now."""
    before = (content["before"] or {}).get("sources", {})
    profile = content["profile"]
    used = {profile["residents"]["source"], profile["years"][-1]["index"]["source"], profile["index"]["source"]}
    for key, each in sorted(content["sources"].items()):
        if key in used:
            yield key, before.get(key), each


def composition_bars(content: Content) -> list[tuple[str, Content]]:
    """The rows of the bars: now first, then the briefing where its figures are others, and the country."""
    said, profile = pack_words()["comparison"], content["profile"]
    bars = [
        (str(said["bar_now"]).format(name=profile["name"], year=profile["years"][-1]["year"]), profile["years"][-1])
    ]
    if any(each.changed for each in rows(content)):
        then = content["before"]["profile"]["years"][-1]
        bars.append((str(said["bar_then"]).format(year=then["year"]), then))
    country = content.get("country")
    if country:
        year = country["years"][-1]
        bars.append((str(said["bar_country"]).format(year=year["year"]), year))
    return bars


def _index(grouping: str) -> str:
    return str(pack_words()["comparison"]["index"]).format(grouping=pack_words()["grouping"][grouping])


def _counted(count: int) -> str:
    said = pack_words()["comparison"]
    return str(said["one"] if count == 1 else said["many"].format(count=dutch.count_word(count)))


def _row(label: str, then: Content | None, now: Content) -> ComparisonRow:
    if not then:
        return ComparisonRow(label, "", dutch.figure(now), "")
    was, shown = dutch.figure(then), dutch.figure(now)
    return ComparisonRow(
        label, was, shown, _difference(then, now) if was != shown else str(pack_words()["comparison"]["none"])
    )


def _difference(then: Content, now: Content) -> str:
    """Between the numbers as they are printed."""
    decimals = dutch.DECIMALS.get(now["unit"], 0)
    change = round(now["value"], decimals) - round(then["value"], decimals)
    return f"{'+' if change > 0 else ''}{dutch.number(change, decimals)}"
