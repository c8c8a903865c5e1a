"""Writes an indicator into an event's folder: of a measure of CBS, with its values, or of a column of own figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from reportgen.application.figures.indicator_series import indicators_of
from reportgen.config.indicator_draft import IndicatorDraft, write_draft
from reportgen.config.indicator_file import INDICATORS_FOLDER
from reportgen.config.paths import Paths
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Degree, Indicator, Period, Variable, own_variable
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.cbs.dataset import Dataset, DatasetReader, Measure
from reportgen.sources.cbs.indicator_values import embedded_values
from reportgen.sources.cbs.value_reading import described_with, measure_in, refuse_unfit, values_of
from reportgen.sources.cbs.value_store import ValueStore, asked_of
from reportgen.sources.lists.numbers import decimal_sign, number_in
from reportgen.sources.lists.sheets import Sheet, sheet_in

SHORT, LINE, TEXT = 40, 200, 1_900
"""Most characters of a name in a table, of a line and of a definition."""

UNITS = {
    "%": (Unit.PERCENT, 1),
    "procent": (Unit.PERCENT, 1),
    "aantal": (Unit.COUNT, 1),
    "euro": (Unit.EURO, 1),
    "jaar": (Unit.YEARS, 1),
    "per 1 000 inwoners": (Unit.PER_THOUSAND, 1),
    "‰": (Unit.PER_THOUSAND, 1),
    "aantal per km²": (Unit.PER_KM2, 1),
    "aantal per km2": (Unit.PER_KM2, 1),
    "x 1 000": (Unit.COUNT, 1_000),
    "1 000": (Unit.COUNT, 1_000),
    "1 000 euro": (Unit.EURO, 1_000),
    "x 1 000 euro": (Unit.EURO, 1_000),
    "mln euro": (Unit.EURO, 1_000_000),
}
"""Units of CBS, and what its numbers are multiplied by to be in ours."""


def add_from_cbs(
    event: Path,
    key: str,
    table: str,
    measure: str,
    at: Mapping[str, str],
    readers: Sequence[DatasetReader],
    paths: Paths,
    now: datetime,
) -> tuple[Path, Indicator, int]:
    """Writes the indicator of a measure, and stores its values; nothing is written where there are none.

    Args:
        key: of the indicator; empty for one made from the title.
        measure: its key or its title.
        at: category by dimension.

    Returns:
        The file, the indicator, and how many values were stored.

    Raises:
        UsageError: the key is taken.
        SourceError: there is no such measure, a category is missing, or CBS does not answer.
    """
    dataset, reader = described_with(table, [measure], readers)
    found = measure_in(dataset, measure)
    assert found is not None  # the table was described with it
    draft = _draft(dataset, found, at, key or key_of(found.title))
    _refuse_taken(event, draft.key)
    variable = Variable(str(draft.value["column"]), table, measure, dict(at), _times(found))
    values = values_of(dataset, [variable], reader)
    refuse_unfit(table, [variable], values, {})
    path, indicator = write_draft(event / INDICATORS_FOLDER, draft)
    store = ValueStore(paths.fetched_values)
    before = store.newest(table)
    kept = {name: of for name, of in before.values.items() if name not in values} if before else {}
    described = table, dataset.title, dataset.period
    store.save(described, dataset.modified, asked_of([variable]), {**kept, **values}, now)
    return path, indicator, sum(map(len, values.values()))


def add_own(event: Path, key: str, file: Path, sheet: str, column: str) -> tuple[Path, Indicator]:
    """Writes the indicator of a column of own figures.

    Raises:
        UsageError: there is no such column, or the key is taken.
        SourceError: the file cannot be read as a table.
    """
    table = sheet_in(file, lambda heading: own_variable(heading) == own_variable(column), sheet, numbers=True)
    heading = next((each for each in table.headings if own_variable(each) == own_variable(column)), "")
    if not heading:
        raise UsageError(
            said("The file has no column '{column}'", column=column),
            where=table.file,
            todo=said("take one of: {headings}", headings="; ".join(table.headings)),
        )
    unit, decimals = _unit_of(table, heading)
    title = re.sub(r"\s*[(\[]?\s*[%€]\s*[)\]]?\s*", " ", heading).strip() or heading
    _refuse_taken(event, key or key_of(title))
    draft = IndicatorDraft(
        key or key_of(title),
        _cut(title, SHORT),
        _cut(title, LINE),
        unit,
        decimals,
        f"meer {_lower(title)}",
        f"{title}.",
        Period.DAY,
        noun_of(title, unit),
        {"column": heading},
        source="Eigen cijfers van de organisator",
        degree=_degree(unit),
        doubtful=frozenset(["short", "unit", "period", "decimals", "higher", "definition", "source"]),
    )
    return write_draft(event / INDICATORS_FOLDER, draft)


def key_of(title: str) -> str:
    """A key made from a title: small letters, digits and hyphens, of whole words."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)))
    key = ""
    for word in words:
        if key and len(key) + len(word) > SHORT:
            break
        key = f"{key}-{word}" if key else word[:SHORT]
    return key


def noun_of(title: str, unit: Unit) -> str:
    """What a sentence calls the figure, with an article: made from its title, and to be looked at."""
    plain = _lower(title)
    if found := re.match(r"(?:percentage|aandeel) (.+)", plain):
        return f"het aandeel {found[1]}"
    if plain.startswith("aantal "):
        return f"het {plain}"
    if plain.startswith(("gemiddelde ", "totale ")):
        return f"de {plain}"
    if plain.startswith(("gemiddeld ", "totaal ")):
        return f"het {plain}"
    begins = {Unit.PERCENT: "het aandeel", Unit.COUNT: "het aantal"}
    return f"{begins.get(unit, 'de')} {plain}"


def _draft(dataset: Dataset, measure: Measure, at: Mapping[str, str], key: str) -> IndicatorDraft:
    unit, times = UNITS.get(_unit_text(measure), (Unit.COUNT, 1))
    decimals = max(0, (measure.decimals or 0) - (len(str(times)) - 1))
    said = " ".join(measure.definition.split())
    column = key.replace("-", "_")
    if column in embedded_values().values:
        column = f"{column}_{dataset.table.lower()}"
    average = measure.title.casefold().startswith(("gemiddeld", "mediaan"))
    value: dict[str, object] = {"column": column, "table": dataset.table, "measure": measure.title}
    if measure_in(dataset, measure.title) is None:  # several have that title
        value["measure"] = measure.key
    doubtful = {"short", "higher", "period"} | ({"unit"} if _unit_text(measure) not in UNITS else set())
    return IndicatorDraft(
        key,
        _cut(measure.title, SHORT),
        _cut(measure.title, LINE),
        unit,
        min(4, decimals),
        f"meer {_lower(measure.title)}" if not average else f"een hoger cijfer: {_lower(measure.title)}",
        _cut(said, TEXT) or f"{measure.title}, volgens tabel {dataset.table} van CBS.",
        _period(measure),
        noun_of(measure.title, unit),
        {**value, **({"at": dict(at)} if at else {}), **({"times": float(times)} if times > 1 else {})},
        summable=unit is Unit.COUNT and not average and decimals == 0,
        degree=_degree(unit),
        doubtful=frozenset(doubtful | {"summable"} | (set() if said else {"definition"})),
    )


def _refuse_taken(event: Path, key: str) -> None:
    if key in indicators_of(event):
        raise UsageError(said("There is an indicator {key} already", key=key), todo="name another key with --key")


def _times(measure: Measure) -> float | None:
    times = UNITS.get(_unit_text(measure), (Unit.COUNT, 1))[1]
    return float(times) if times > 1 else None


def _unit_text(measure: Measure) -> str:
    return " ".join(measure.unit.casefold().split())


def _period(measure: Measure) -> Period:
    """What a year means: the title or the definition names a day, else it is the whole year."""
    said = f"{measure.title} {' '.join(measure.groups)} {measure.definition}".casefold()
    if "31 december" in said or "eindstand" in measure.title.casefold():
        return Period.END
    return Period.DAY if "1 januari" in said or "beginstand" in measure.title.casefold() else Period.YEAR


def _degree(unit: Unit) -> Degree:
    return Degree.LARGE if unit in (Unit.PERCENT, Unit.COUNT) else Degree.HIGH


def _unit_of(sheet: Sheet, heading: str) -> tuple[Unit, int]:
    """The unit and decimals that a heading and the cells below it show."""
    cells = [row.cells.get(heading, "") for row in sheet.rows if row.cells.get(heading)]
    shown = f"{heading} {' '.join(cells[:200])}".casefold()
    unit = Unit.PERCENT if "%" in shown or "procent" in shown or "aandeel" in shown else Unit.COUNT
    unit = Unit.EURO if "€" in shown or "euro" in shown else unit
    signs = {decimal_sign(each) for each in cells} - {""}
    read = (number_in(each, unit, 1, next(iter(signs), "")) for each in cells)
    places = [-int(each.normalize().as_tuple().exponent) for each in read if isinstance(each, Decimal)]
    return unit, min(2, max([0, *places]))


def _lower(title: str) -> str:
    """A title inside a sentence: with a small letter, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]


def _cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
