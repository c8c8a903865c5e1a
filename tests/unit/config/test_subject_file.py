"""Folders of subjects: read with their indicators, or refused with all their faults, each with its line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.indicator_file import EMBEDDED_INDICATORS, indicators_in
from reportgen.config.subject_file import EMBEDDED_SUBJECTS, subject_of, subjects_in
from reportgen.errors import ConfigurationError

EMBEDDED = sorted(path.name for path in EMBEDDED_SUBJECTS.iterdir() if path.is_dir())
SUBJECT = 'title = "Huren"\nindicators = ["owner-occupied"]\n'
SHARED = tuple(indicators_in([EMBEDDED_INDICATORS]))


def written(event: Path, text: str, key: str = "zorg") -> Path:
    path = event / "subjects" / key / "subject.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("key", EMBEDDED)
def test_a_subject_of_the_program_names_only_figures_that_it_has(key: str) -> None:
    subject = subject_of(key)
    known = {each.key for each in subject.measures}
    assert subject.title
    assert {subject.main, *subject.columns} <= known
    assert {each.key for each in subject.alike} <= known | {each.key for each in subject.indicators}
    assert all(each.step > 0 for each in subject.alike)


def test_an_event_has_subjects_beside_those_of_the_program_and_in_their_place(tmp_path: Path) -> None:
    written(tmp_path, 'title = "Zorg"\nindicators = ["share-80plus"]\n')
    written(tmp_path, 'title = "Anders"\nindicators = ["sale-price"]\n', EMBEDDED[0])
    assert set(subjects_in(tmp_path)) == {*EMBEDDED, "zorg"}
    assert subject_of(EMBEDDED[0], tmp_path).title == "Anders"
    assert subject_of(EMBEDDED[0]).title != "Anders"
    assert subject_of("zorg", tmp_path).main == "share-80plus", "the first figure leads where no other is named"


@given(st.lists(st.sampled_from(SHARED), min_size=1, max_size=5, unique=True), st.lists(st.sampled_from(SHARED)))
def test_more_indicators_go_behind_those_of_the_subject_and_each_is_told_once(own: list[str], more: list[str]) -> None:
    with TemporaryDirectory() as folder:
        listed = ", ".join(f'"{each}"' for each in own)
        written(Path(folder), f'title = "Zorg"\nindicators = [{listed}]\n')
        told = [each.key for each in subject_of("zorg", Path(folder), more).indicators]
    assert told == list(dict.fromkeys([*own, *more]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "Zorg"\n', "indicators: is missing"),
        ('title = "Zorg"\nindicators = []\n', "line 2: indicators"),
        ('title = "Zorg"\nindicators = ["onzin", "nog-iets"]\n', "line 2: there is no indicator onzin, nog-iets"),
        ('title = "Zorg"\nindicators = ["sale-price"]\nmain = "grey-pressure"\n', "line 3: main names grey-pressure"),
        ('title = "Zorg"\nindicators = ["sale-price"]\ncolumns = ["onzin"]\n', "line 3: columns names onzin"),
        ('title = "Zorg"\nindicators = ["sale-price"]\nsteps = [3, 2]\n', "line 3: steps: each boundary is larger"),
        ('title = "Zorg"\nindicators = ["sale-price"]\nsteps = [nan]\n', "line 3: steps.0: "),
        ('title = "Zorg"\nindicators = ["sale-price"]\nkleur = 1\n', "line 3: kleur: there is no such key"),
        (
            'title = "Zorg"\nindicators = ["sale-price"]\n[[alike]]\nindicator = "sale-price"\nstep = 0\nwords = "x"\n',
            "line 5: alike.0.step",
        ),
        ("title = [", "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
    ],
    ids=range(11),
)
def test_a_subject_with_a_fault_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    written(tmp_path, text)
    with pytest.raises(ConfigurationError) as refused:
        subject_of("zorg", tmp_path)
    assert said in refused.value.what


def test_what_is_not_there_is_refused_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        subject_of("onzin", tmp_path)
    assert all(key in refused.value.todo for key in EMBEDDED)
    with pytest.raises(ConfigurationError) as refused:
        subject_of(EMBEDDED[0], tmp_path, ["onzin"])
    assert "indicators/onzin.toml" in refused.value.todo


def subject_in(event: Path, text: str) -> None:
    folder = event / "subjects" / "huren"
    folder.mkdir(parents=True)
    (folder / "subject.toml").write_text(text, "utf-8")


def test_a_subject_of_an_event_may_have_sentences_of_its_own(tmp_path: Path) -> None:
    words = 'profile_head = "Wie huurt er {in_name}?"\n"headline last owner-occupied" = "{name} huurt het meest."\n'
    subject_in(tmp_path, f"{SUBJECT}[words]\n{words}")
    subject = subject_of("huren", tmp_path)
    assert subject.words["headline last owner-occupied"] == "{name} huurt het meest."
    assert subject.main == "owner-occupied"


@pytest.mark.parametrize("text", ["Wie woont er {waar}?", "Wie woont er {in_name:>9}?", "Wie woont er {in_name?"])
def test_a_text_with_a_place_that_nothing_is_filled_in_for_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    subject_in(tmp_path, f'{SUBJECT}[words]\nprofile_head = "{text}"\n')
    with pytest.raises(ConfigurationError) as refused:
        subject_of("huren", tmp_path)
    assert "subject.toml, line" in refused.value.what
    assert "profile_head" in refused.value.what
