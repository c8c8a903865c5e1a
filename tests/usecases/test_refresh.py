"""Figures are fetched anew when CBS revised them; whatever goes wrong, the last good ones stay in use."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path
from shutil import copytree, rmtree
from time import monotonic

import pytest
from doubles.cbs import Cbs
from doubles.cbs_faults import (
    Empty,
    Fault,
    Html,
    LinkLost,
    Modified,
    PageRepeated,
    Provisional,
    Redirect,
    RegionMissing,
    Renumbered,
    Reset,
    Retitled,
    RowLost,
    Silence,
    Status,
    Truncated,
    Valued,
    WrongLength,
)
from doubles.cbs_tables import origins_by_municipality
from doubles.workspaces import workspace_of
from example import figures
from tenacity import wait_none
from usecases.command_line import CommandLine

from reportgen.application.build.load_event import load_event
from reportgen.application.figures.diversity_index import indices_of
from reportgen.application.figures.event_figures import event_figures
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.figures.refresh import refresh
from reportgen.application.figures.refreshed import RefreshedTable, RefreshOutcome
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import SourceError
from reportgen.render.content.finding_texts import finding_text
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.groupings import eighteen_groups
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.snapshot_values import EIGHTEEN, snapshot_values
from reportgen.sources.cbs.table_source import CBS_ADDRESS
from reportgen.storage.ledger.ledger import Ledger

TODAY = datetime(2018, 11, 20, 8, tzinfo=ZONE)
LATER = datetime(2018, 12, 6, 8, tzinfo=ZONE)
KEYS = {"70072NED": "origins", "37296ned": "national", "84286NED": "districts", "84910NED": "eighteen"}
LIVE = os.environ.get("REPORTGEN_LIVE_CBS") == "1"


Done = tuple[dict[str, RefreshedTable], list[str]]
"""The result for each table, and the texts of the findings."""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A house in which nothing was fetched yet."""
    return Paths(EMBEDDED, tmp_path / "output")


@pytest.fixture
def event(tmp_path: Path) -> Path:
    """The folder of an event."""
    return CommandLine.create(tmp_path).event


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Paths, Done]:
    """Everything was fetched once, and what was said of it; only to be looked at."""
    folder = tmp_path_factory.mktemp("fetched")
    paths = Paths(EMBEDDED, folder / "output")
    with Cbs() as server:
        return paths, _refreshed(CommandLine.create(folder).event, paths, server)


@pytest.fixture(scope="module")
def fetched(first: tuple[Paths, Done]) -> Path:
    """The folder of what was fetched once, to be linked to."""
    return first[0].fetched_tables


@pytest.fixture
def filled(paths: Paths, fetched: Path) -> Paths:
    """Paths with everything fetched on the first day; its files are links, so what changes one replaces it."""
    copytree(fetched, paths.fetched_tables, copy_function=os.link)
    return paths


def _refreshed(
    event: Path, paths: Paths, cbs: Cbs | None, now: datetime = TODAY, force: bool = False, timeout: float = 10.0
) -> Done:
    """The result for each table, and the texts of the findings."""
    source = (
        CbsOpenData(cbs.address, monotonic, (1.0, timeout), 2, wait_none())
        if cbs
        else CbsOpenData(CBS_ADDRESS, monotonic)
    )
    with closing(Ledger.open_if_present(paths.ledger)) as ledger:
        workspace = workspace_of(event, paths, ledger, now)
        done, findings = refresh(workspace, source, force, lambda *_: None)
    return {each.table: each for each in done}, [" ".join(finding_text(each)) for each in findings]


def _outcomes(done: Done) -> dict[str, RefreshOutcome]:
    return {table: each.outcome for table, each in done[0].items()}


def test_what_cbs_has_is_fetched_kept_and_used(first: tuple[Paths, Done]) -> None:
    paths, done = first
    assert _outcomes(done) == dict.fromkeys(KEYS, RefreshOutcome.FETCHED)
    assert done[1] == []
    snapshot, kept = figures_in_use(paths)
    assert kept.keys() == set(KEYS.values())
    values = snapshot_values(snapshot).values
    assert min(year for code, year in values["dutch"] if code == "NL") == 1996
    for group in eighteen_groups().grouping.origins:
        assert {code for code, _ in values[EIGHTEEN + group]} == {*figures.codes(), "NL"}, group


def test_the_country_has_the_known_residents_to_the_last_person(filled: Paths) -> None:
    (last,) = [line for line in figures_in_use(filled)[0].texts["national"].splitlines() if line.startswith("2018,")]
    assert last == "2018,17181084,13209225,1729016,933050,404459,396539,351681,157114"


def test_a_second_refresh_asks_one_small_thing_of_each_table(event: Path, filled: Paths, cbs: Cbs) -> None:
    assert _outcomes(_refreshed(event, filled, cbs)) == dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED)
    assert sorted((each.table, each.part) for each in cbs.asked) == sorted(
        (table.upper(), "TableInfos") for table in KEYS
    )


def test_force_fetches_what_was_not_revised(event: Path, filled: Paths, cbs: Cbs) -> None:
    assert _outcomes(_refreshed(event, filled, cbs, force=True)) == dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED)
    assert ("84910NED", "TypedDataSet") in [(each.table, each.part) for each in cbs.asked]


def test_only_the_table_that_was_revised_is_fetched_again(event: Path, filled: Paths, cbs: Cbs) -> None:
    cbs.breaks(Modified(), "70072NED")
    cbs.breaks(Provisional(), "70072NED")
    done = _refreshed(event, filled, cbs, LATER)
    assert _outcomes(done) == {**dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED), "70072NED": RefreshOutcome.FETCHED}
    assert figures_in_use(filled)[0].sources["origins"].reference.endswith("voorlopig")


PASSING: dict[str, tuple[Fault, str | None, int]] = {
    "busy": (Status(503), None, 1),
    "too many": (Status(429, retry_after="1"), "TypedDataSet", 1),
    "reset half-way": (Reset(), "TypedDataSet", 1),
    "reset at once": (Reset(0), "TableInfos", 1),
    "cut off": (Truncated(), "TypedDataSet", 1),
    "silent": (Silence(), "TableInfos", 1),
    "silent half-way": (Silence(halfway=True), "TypedDataSet", 1),
    "html": (Html(), "DataProperties", 1),
    "moved": (Redirect(), None, 1),
    "too short": (WrongLength(), "TypedDataSet", 1),
    "renumbered": (Renumbered(), None, 10_000),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_waited_for(event: Path, filled: Paths, cbs: Cbs, fault: str) -> None:
    trouble, part, times = PASSING[fault]
    rmtree(filled.fetched_tables / KEYS["70072NED"])
    cbs.breaks(trouble, "70072NED", part, times=times)
    done = _refreshed(event, filled, cbs, timeout=2.0 if isinstance(trouble, Silence) else 10.0)
    assert _outcomes(done) == {**dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED), "70072NED": RefreshOutcome.FETCHED}
    snapshot_values(figures_in_use(filled)[0])


LASTING: dict[str, tuple[Fault, str, str | None]] = {
    "busy": (Status(503), "70072NED", None),
    "silent": (Silence(), "84910NED", "TypedDataSet"),
    "reset half-way": (Reset(), "84910NED", "TypedDataSet"),
    "cut off": (Truncated(), "37296ned", "TypedDataSet"),
    "html": (Html(), "84286NED", None),
    "not there": (Status(404), "84910NED", None),
    "sent in circles": (Redirect(endless=True), "70072NED", None),
    "nothing in it": (Empty(), "70072NED", "TypedDataSet"),
    "nothing in it, national": (Empty(), "37296ned", "TypedDataSet"),
    "nothing in it, districts": (Empty(), "84286NED", "TypedDataSet"),
    "nothing in it, origins": (Empty(), "84910NED", "TypedDataSet"),
    "no link": (LinkLost(), "84910NED", "TypedDataSet"),
    "a page twice": (PageRepeated(), "84910NED", "TypedDataSet"),
    "a row lost": (RowLost(0), "84910NED", "TypedDataSet"),
    "a row lost, series": (RowLost(23), "70072NED", "TypedDataSet"),
    "Amsterdam missing": (RegionMissing("GM0363"), "70072NED", None),
    "Amsterdam missing, origins": (RegionMissing("GM0363"), "84910NED", None),
    "the country missing": (RegionMissing("NL01"), "70072NED", None),
    "other titles": (Retitled("Turkije_41", "Turkije en Cyprus"), "70072NED", None),
    "no title": (Retitled("BevolkingOp1Januari_1", "Bevolking"), "84910NED", None),
    "one too many": (Valued("Turkije_41", "GM0363", 1, "2018JJ00"), "70072NED", None),
    "a missing value": (Valued("Turkije_41", "GM0363", None, "2018JJ00"), "70072NED", None),
    "a word": (Valued("Turkije_41", "GM0363", "onbekend", "2018JJ00"), "70072NED", None),
    "half a person": (Valued("BevolkingOp1Januari_1", "GM0363", 0.5, "2018JJ00"), "84910NED", None),
}


ONE_OF_EACH_TABLE = ("busy", "cut off", "html", "reset half-way")
"""What stays in use depends on the table and on what was fetched before, not on what goes wrong."""


@pytest.mark.parametrize(
    ("fault", "before"), [*((each, True) for each in LASTING), *((each, False) for each in ONE_OF_EACH_TABLE)]
)
def test_what_does_not_pass_leaves_the_last_good_figures_in_use(
    event: Path, paths: Paths, cbs: Cbs, fetched: Path, fault: str, before: bool
) -> None:
    trouble, table, part = LASTING[fault]
    copytree(fetched, paths.fetched_tables, copy_function=os.link)
    if not before:
        rmtree(paths.fetched_tables / KEYS[table])
    texts = dict(figures_in_use(paths)[0].texts)
    cbs.page = 9_000
    cbs.breaks(Modified(), table.upper())
    cbs.breaks(trouble, table.upper(), part)
    done = _refreshed(event, paths, cbs, LATER, timeout=1.0 if isinstance(trouble, Silence) else 10.0)
    assert _outcomes(done) == {**dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED), table: RefreshOutcome.FAILED}
    (told,) = done[1]
    assert table in told
    if before or table != "84910NED":
        day = "20 november 2018" if before else "23 november 2026"
        assert f"De cijfers die op {day} zijn vastgelegd blijven in gebruik" in told
    else:
        assert "kon niet worden gelezen" in told
    assert figures_in_use(paths)[0].texts == texts
    snapshot_values(figures_in_use(paths)[0])


def test_two_divisions_of_other_people_are_not_used_together(event: Path, filled: Paths, cbs: Cbs) -> None:
    """Each adds up by itself, but they disagree on how many have a Dutch background."""
    table = origins_by_municipality()
    moved = {"1012600": -9_000, "2012605": 9_000, "H008531": 9_000, "T001040": 0}
    rows = [
        {**row, "BevolkingOp1Januari_1": row["BevolkingOp1Januari_1"] + moved[row["Migratieachtergrond"]]}
        if row["RegioS"].strip() in ("GM0363", "NL01")
        and row["Migratieachtergrond"] in moved
        and (row["Geslacht"], row["Generatie"]) == ("T001038", "T001040")
        else row
        for row in table.rows
    ]
    cbs.holds(type(table)(**{**{name: getattr(table, name) for name in table.__dataclass_fields__}, "rows": rows}))
    rmtree(filled.fetched_tables / "eighteen")
    done = _refreshed(event, filled, cbs)
    assert _outcomes(done)["84910NED"] is RefreshOutcome.FAILED
    assert "Het aandeel met een Nederlandse achtergrond van GM0363 is niet in beide indelingen hetzelfde" in done[1][0]


def test_what_is_kept_but_not_whole_is_passed_over(event: Path, filled: Paths, cbs: Cbs) -> None:
    (table,) = filled.fetched_tables.glob("origins/*/table.csv")
    damaged = table.read_bytes()[:-10]
    table.unlink()  # a link to what all tests share
    table.write_bytes(damaged)
    snapshot, kept = figures_in_use(filled)
    assert "origins" not in kept
    assert snapshot.texts["origins"] == figures.snapshot().texts["origins"]
    assert _outcomes(_refreshed(event, filled, cbs))["70072NED"] is RefreshOutcome.FETCHED


def test_a_fetch_that_broke_off_while_it_was_kept_is_not_used(
    event: Path, paths: Paths, cbs: Cbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        _refreshed(event, paths, cbs)
    monkeypatch.undo()
    assert figures_in_use(paths)[1] == {}
    assert _outcomes(_refreshed(event, paths, cbs)) == dict.fromkeys(KEYS, RefreshOutcome.FETCHED)


@pytest.fixture
def known(event: Path, filled: Paths) -> SubjectFigures:
    """The figures of the event, from what was fetched."""
    return event_figures(load_event_file(event), filled, LATER.date()).figures


def test_a_municipality_that_merged_has_the_sum_of_its_parts_before(known: SubjectFigures, filled: Paths) -> None:
    values = snapshot_values(figures_in_use(filled)[0]).values
    series = {each.year: each for each in known.series("origin/total")[figures.code_of("Westerwolde")].years}
    for year in range(1996, 2018):
        people = [values["population"][code, year] for code in ("GM0007", "GM0048")]
        dutch = [values["dutch"][code, year] for code in ("GM0007", "GM0048")]
        share = sum(count * each for count, each in zip(people, dutch, strict=True)) / sum(people)
        assert series[year].value == pytest.approx(100 - share)
        assert series[year].parts == ("GM0007", "GM0048")
    divided = known.series("origin/total")[figures.code_of("Waadhoeke")]
    assert [each.year for each in divided.years] == [2018]


def test_every_share_is_that_of_the_people_cbs_counted(known: SubjectFigures, cbs: Cbs) -> None:
    rows = {row["RegioS"].strip(): row for row in cbs.table("70072NED").rows if row["Perioden"] == "2018JJ00"}
    for key, column in {"origin/turkey": "Turkije_41", "origin/total": "TotaalMetMigratieachtergrond_35"}.items():
        for code, value in known.values(key).items():
            assert value == pytest.approx(100 * rows[code][column] / rows[code]["TotaleBevolking_1"], abs=1e-5)


def _is_strict(event: Path, when_older: str) -> None:
    with (event / "event.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[figures]\nmax_age = 10\nwhen_older = "{when_older}"\n')


@pytest.mark.parametrize(("now", "dated"), [(TODAY, ""), (LATER, "2018-11-20")])
def test_figures_that_are_older_than_the_event_allows_carry_their_day(
    event: Path, paths: Paths, fetched: Path, now: datetime, dated: str
) -> None:
    copytree(fetched, paths.fetched_tables, copy_function=os.link)
    _is_strict(event, "label")
    ledger = Ledger.open(paths.ledger)
    inputs = load_event(workspace_of(event, paths, ledger, now))
    ledger.close()
    assert {ready.pack.section(PartKind.MUNICIPALITY).content.dated for ready in inputs.packs} == {dated}
    assert [each.code for each in inputs.findings if each.code == "figures-old"] == ["figures-old"] * bool(dated)


def test_figures_that_are_older_than_the_event_allows_stop_it_until_they_are_asked_again(
    event: Path, paths: Paths, cbs: Cbs, fetched: Path
) -> None:
    """CBS need not revise anything: it is enough that it says so."""
    copytree(fetched, paths.fetched_tables, copy_function=os.link)
    _is_strict(event, "refuse")
    ledger = Ledger.open(paths.ledger)
    with pytest.raises(SourceError, match="figures are of 20 November 2018, older than the 10 days") as told:
        load_event(workspace_of(event, paths, ledger, LATER))
    assert told.value.todo == f"fetch them with: reportgen refresh {event}"
    assert _outcomes(_refreshed(event, paths, cbs, LATER)) == dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED)
    load_event(workspace_of(event, paths, ledger, LATER))
    ledger.close()


@pytest.mark.parametrize(("region", "year"), [("GM0363", 2018), ("NL01", 2018)])
def test_the_index_of_a_region_is_asked_straight_from_cbs(region: str, year: int, cbs: Cbs) -> None:
    coarse, fine = indices_of(region, year, CbsOpenData(cbs.address, monotonic, (1.0, 2.0), 1, wait_none()))
    assert coarse.residents == fine.residents
    assert coarse.index < fine.index
    with pytest.raises(SourceError, match="no figures of GM9999 in 2018"):
        indices_of("GM9999", year, CbsOpenData(cbs.address, monotonic, (1.0, 2.0), 1, wait_none()))


@pytest.mark.skipif(not LIVE, reason="asks the real CBS, only with REPORTGEN_LIVE_CBS=1")
def test_the_real_cbs_gives_the_known_figures(event: Path, paths: Paths) -> None:
    coarse, fine = indices_of("GM0363", 2019, CbsOpenData(CBS_ADDRESS, monotonic))
    assert (round(coarse.index, 3), round(fine.index, 3)) == (0.725, 0.767)
    assert _outcomes(_refreshed(event, paths, None)) == dict.fromkeys(KEYS, RefreshOutcome.FETCHED)
    assert _outcomes(_refreshed(event, paths, None)) == dict.fromkeys(KEYS, RefreshOutcome.UNCHANGED)
