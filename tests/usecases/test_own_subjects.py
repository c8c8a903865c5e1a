"""An event brings its own subject: with one indicator, of districts only, or of figures of the organiser's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from doubles.workspaces import opened
from usecases.command_line import IN_TIME, JSON, CommandLine

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.config.indicator_file import EMBEDDED_INDICATORS
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.sources.cbs.embedded import EMBEDDED

MOMENT = datetime(2018, 12, 3, 8, tzinfo=ZONE)

WORDS = '[words]\nnoun = "het aandeel lezers"\nstatement = "van de inwoners leest"\n'
FIGURE = """kind = "value"
short = "lezers"
title = "Inwoners die lezen"
unit = "percent"
decimals = 1
higher = "meer lezers"
definition = "Aandeel van de inwoners dat leest."
source = "De Leeskring, eigen peiling"

[value]
column = "lezers"

"""
DISTRICTS = """kind = "share"
short = "niet-westers"
title = "Inwoners met een niet-westerse achtergrond"
unit = "percent"
decimals = 1
higher = "meer"
definition = "Aandeel van de inwoners."

[numerator]
column = "nergens"
table = "83765NED"

[denominator]
column = "nergens_alle"
table = "83765NED"

[districts]
columns = ["non_western"]
denominator = "residents"

"""
OWN = (
    "gemeente;jaar;lezers\nUtrecht;2018;61,5\nUrk;2018;40,25\nVaals;2018;onbekend\nDen Haag;2018;55\nDelft;2018;70,1\n"
)


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    """An event of 2018 with four people."""
    return CommandLine.create(tmp_path)


def own_subject(cli: CommandLine, indicators: str, figures: str = "", **files: str) -> None:
    """Gives the event a subject of its own."""
    for name, text in {
        "subjects/eigen/subject.toml": f'title = "Eigen"\nindicators = [{indicators}]\n',
        **files,
    }.items():
        (cli.event / name).parent.mkdir(parents=True, exist_ok=True)
        (cli.event / name).write_text(text, "utf-8")
    cli.replace_text("event.toml", "[delivery]", f'[figures]\nsubject = "eigen"\n{figures}\n[delivery]')


def inputs_of(cli: CommandLine) -> EventInputs:
    """What a build would begin with."""
    with opened(cli.event, Paths(EMBEDDED, cli.output), MOMENT) as workspace:
        return load_event(workspace)


def test_a_subject_may_have_one_indicator(cli: CommandLine) -> None:
    own_subject(cli, '"sale-price"')
    context = inputs_of(cli).context
    assert list(context.figures.measures) == ["sale-price"]
    assert context.subject is not None
    assert (context.subject.title, context.subject.main) == ("Eigen", "sale-price")
    assert context.figures.year("sale-price") == 2017, "that of 2018 was not over at the meeting"
    assert cli.run("preview", *IN_TIME).code == 0


def test_a_subject_may_have_districts_only(cli: CommandLine) -> None:
    own_subject(cli, '"wijken"', **{"subjects/eigen/indicators/wijken.toml": DISTRICTS + WORDS})
    context = inputs_of(cli).context
    assert list(context.figures.measures) == ["wijken"]
    (told,) = context.profiles["GM0344"].measures
    assert told.districts is not None
    assert len(told.districts.districts) == 10
    assert cli.run("preview", *IN_TIME, "2").code == 0


def test_a_subject_may_be_made_of_figures_of_the_organiser(cli: CommandLine) -> None:
    files = {"indicators/lezers.toml": FIGURE + WORDS, "peiling.csv": OWN}
    own_subject(cli, '"lezers"', 'own = ["peiling.csv"]', **files)
    inputs = inputs_of(cli)
    values = inputs.context.figures.values("lezers")
    assert values == {"GM0344": 61.5, "GM0184": 40.25, "GM0518": 55, "GM0503": 70.1}
    assert [each.place.line for each in inputs.findings if each.place.file == "peiling.csv"] == [4]
    assert any("De Leeskring" in str(each) for each in inputs.known.sources.values())
    assert "left out until" not in cli.run("check").out, "a row with figures is nobody of the list"
    for number in ("1", "2", "4"):
        assert cli.run("preview", *IN_TIME, number).code == 0


def test_an_indicator_goes_behind_those_of_the_subject(cli: CommandLine) -> None:
    files = {"indicators/lezers.toml": FIGURE + WORDS, "peiling.csv": OWN}
    own_subject(cli, '"sale-price"', 'indicators = ["lezers", "sale-price"]\nown = ["peiling.csv"]', **files)
    assert list(inputs_of(cli).context.figures.measures) == ["sale-price", "lezers"]


FOLLOW_UP = """[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00

[delivery]"""


def test_many_figures_with_long_words_fit_on_their_pages(cli: CommandLine) -> None:
    word = "Woningbouwverenigingshuurdersbelangenorganisatiebestuurslidmaatschap"
    keys = [f"cijfer-{number}" for number in range(9)]
    figure = (FIGURE + WORDS).replace("Inwoners die lezen", f"{word}en en {word}").replace("inwoners leest", word * 2)
    figure = figure.replace("het aandeel lezers", f"het aandeel {word}")
    figure = figure.replace("dat leest.", "dat leest. " + "Zo is het. " * 150)
    rows = ["gemeente;jaar;" + ";".join(keys)]
    for place, share in (("Utrecht", 61), ("Urk", 40), ("Vaals", 20), ("Den Haag", 55), ("Delft", 71)):
        for year in (2016, 2018):
            rows.append(f"{place};{year};" + ";".join(str(share + (each * year) % 13) for each in range(9)))
    files = {f"indicators/{key}.toml": figure.replace('column = "lezers"', f'column = "{key}"') for key in keys}
    files["peiling.csv"] = "\n".join(rows)
    own_subject(cli, ", ".join(f'"{key}"' for key in keys), 'own = ["peiling.csv"]', **files)
    assert cli.run("preview", *IN_TIME, "2").code == 0


def test_rows_of_own_figures_are_not_counted_as_rows_of_the_list(cli: CommandLine) -> None:
    files = {"indicators/lezers.toml": FIGURE + WORDS, "peiling.csv": OWN}
    own_subject(cli, '"lezers"', 'own = ["peiling.csv"]', **files)
    rows = cli.run("check", *IN_TIME, *JSON).json["rows"]
    assert (rows["left_out"], rows["joined"]) == (0, 0)


def test_a_subject_of_all_indicators_is_told_over_as_many_pages_as_it_needs(cli: CommandLine) -> None:
    own_subject(cli, ", ".join(f'"{each.stem}"' for each in sorted(EMBEDDED_INDICATORS.glob("*.toml"))))
    cli.replace_text("event.toml", "[delivery]", FOLLOW_UP)
    assert len(inputs_of(cli).context.figures.measures) > 8
    for number in ("1", "2"):
        assert cli.run("preview", *IN_TIME, number).code == 0
        assert cli.run("preview", "--now", "2018-12-12T09:00", number, "--pack", "follow-up").code == 0


def test_an_indicator_without_any_figure_is_told(cli: CommandLine) -> None:
    own_subject(cli, '"sale-price", "lezers"', **{"indicators/lezers.toml": FIGURE + WORDS})
    told = cli.run("check", *IN_TIME, *JSON).json
    assert any("lezers" in each["what"] for each in told["findings"] if "figure" in each["code"])


def test_all_faults_of_an_own_indicator_and_its_subject_stop_the_run_with_lines(cli: CommandLine) -> None:
    own_subject(cli, '"lezers"', **{"indicators/lezers.toml": FIGURE.replace("decimals = 1", "decimals = 11") + WORDS})
    done = cli.run("check", *IN_TIME)
    assert (done.code, "lezers.toml, line 5: decimals" in done.err) == (3, True)
    (cli.event / "indicators" / "lezers.toml").unlink()
    done = cli.run("check", *IN_TIME)
    assert (done.code, "subject.toml, line 2: there is no indicator lezers" in done.err) == (3, True)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ('subject = "onzin"', "There is no subject 'onzin'"),
        ('indicators = ["onzin"]', "there is no indicator onzin"),
        ('subject = ""\nindicators = ["population"]', "indicators and own go with a subject"),
        ("municipalities = 2017-12-31", "no list of municipalities goes back to 31 December 2017"),
    ],
    ids=["subject", "indicator", "nothing to go with", "before the first list"],
)
def test_figures_that_cannot_be_had_are_refused_in_words(cli: CommandLine, figures: str, said: str) -> None:
    cli.replace_text("event.toml", "[delivery]", f"[figures]\n{figures}\n\n[delivery]")
    done = cli.run("check", *IN_TIME)
    assert (done.code, said in done.err) == (3, True)


def test_a_question_about_a_figure_that_is_not_there_is_told_with_its_line(cli: CommandLine) -> None:
    cli.replace_text("event.toml", 'uw gemeente?"\n', 'uw gemeente?"\nabout = "origin/onzin"\n')
    told = cli.run("check", *IN_TIME, *JSON).json
    lines = (cli.event / "event.toml").read_text("utf-8").splitlines()
    (found,) = [each for each in told["findings"] if each["code"] == "question-about-unknown"]
    assert lines[found["line"] - 1].startswith("about")
    assert "origin/total" in found["todo"]


def test_municipalities_of_a_day_without_a_list_are_told(cli: CommandLine) -> None:
    cli.replace_text("event.toml", "[delivery]", "[figures]\nmunicipalities = 2031-01-01\n\n[delivery]")
    told = cli.run("check", *IN_TIME, *JSON).json
    (found,) = [each for each in told["findings"] if each["code"] == "municipalities-not-listed"]
    assert "those of 1 January 2031" in found["what"]


def test_a_theme_with_a_municipality_of_later_says_from_when_it_is(cli: CommandLine) -> None:
    cli.replace_text("event.toml", '["Amsterdam", "Rotterdam"]', '["Amsterdam", "Dijk en Waard"]')
    done = cli.run("check", *IN_TIME)
    assert (done.code, "Dijk en Waard (only from 1 January 2022)" in done.err) == (3, True)
