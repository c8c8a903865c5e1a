"""An event's folder becomes an event; whatever is wrong with it is said at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from usecases.meeting import EVENT, KEY

from reportgen.config.event_folder import is_event_key
from reportgen.config.settings import load_event_file
from reportgen.errors import ConfigurationError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a sound event.toml."""
    made = tmp_path / KEY
    made.mkdir()
    (made / "event.toml").write_text(EVENT, "utf-8")
    return made


def _mended(folder: Path, *changes: tuple[str, str]) -> None:
    text = (folder / "event.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "event.toml").write_text(text, "utf-8")


def _faults(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_event_file(folder)
    assert caught.value.where
    assert caught.value.todo
    return caught.value.what


def test_a_sound_folder_is_an_event_whose_key_is_the_folders_name(folder: Path) -> None:
    event = load_event_file(folder).event
    assert (event.key, event.title, event.day) == (KEY, "Wonen in de regio", date(2018, 12, 10))
    assert (event.doors, event.start, event.end) == (time(12), time(12, 30), time(16))
    assert [each.name for each in event.themes] == ["steden", "dorpen"]
    assert [(each.number, each.text, each.hint) for each in event.questions] == [(1, "Hoe divers is uw gemeente?", "")]


def test_what_is_left_out_is_the_safe_choice(folder: Path) -> None:
    _mended(folder, ('release = "automatic"\n', ""))
    settings = load_event_file(folder).settings
    assert not settings.automatic_release
    assert settings.lists == ((folder / "deelnemers.csv", ""),)
    assert settings.seats == 8


def test_several_lists_are_read_from_the_events_folder(folder: Path) -> None:
    _mended(folder, ("[archive]", '[lists]\nfiles = ["a.csv", {file = "b.xlsx", sheet = "Namen"}]\n[archive]'))
    assert load_event_file(folder).settings.lists == ((folder / "a.csv", ""), (folder / "b.xlsx", "Namen"))


def test_a_certificate_to_trust_stands_beside_the_event(folder: Path) -> None:
    _mended(
        folder,
        ('release = "automatic"', 'sender = "smtp"'),
        ("[archive]", '[mail]\nhost = "smtp.example.org"\nca_file = "ca.pem"\n[archive]'),
    )
    assert "ca.pem" in _faults(folder)
    (folder / "ca.pem").write_text("", "utf-8")
    server = load_event_file(folder).settings.server
    assert server is not None
    assert server.ca_file == str(folder / "ca.pem")


def test_the_organisers_own_words_for_columns_and_statuses_are_kept(folder: Path) -> None:
    words = '[columns]\nGemeente = "Stad"\nE-mail = ["Post", "Mailbox"]\nTafel = ""\n[status]\ncoming = ["Groen"]\n'
    _mended(folder, ("[archive]", words + "[archive]"))
    settings = load_event_file(folder).settings
    assert settings.columns == {"Gemeente": ("Stad",), "E-mail": ("Post", "Mailbox"), "Tafel": ("",)}
    assert (settings.coming, settings.cancelled) == (("groen",), ())


def test_the_key_is_that_of_the_real_folder_however_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert load_event_file(Path()).event.key == KEY
    assert load_event_file(Path("..") / KEY / ".").event.key == KEY


def test_all_faults_are_named_at_once(folder: Path) -> None:
    _mended(
        folder,
        ('title = "Wonen in de regio"', 'titel = "Wonen in de regio"'),
        ("date = 2018-12-10", 'date = "morgen"'),
        ('email = "secretariaat@organisatie.example"', 'email = "secretariaat"'),
        ('release = "automatic"', 'release = "automatisch"'),
        ("keep_until = 2023-12-31", "keep_until = 2023"),
    )
    said = _faults(folder)
    assert said.startswith("event.toml has 6 faults: ")
    for place in (
        "event.title",
        "event.titel",
        "event.date",
        "organiser.email",
        "delivery.release",
        "archive.keep_until",
    ):
        assert f"{place}: " in said


@pytest.mark.parametrize("table", ["[event]", "[organiser]", "[delivery]", "[archive]", "[[question]]", "[[theme]]"])
def test_a_table_that_is_missing_is_named(folder: Path, table: str) -> None:
    name = table.strip("[]")
    text = (folder / "event.toml").read_text("utf-8")
    (folder / "event.toml").write_text(text.replace(table, table.replace(name, "anders")), "utf-8")
    said = _faults(folder)
    assert f"{name}: is missing" in said
    assert "anders: there is no such key" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('start = "12.30"', 'start = "16.30"', "doors, start and end must follow each other"),
        ('doors = "12.00"', 'doors = "12.31"', "doors, start and end must follow each other"),
        ('end = "16.00"', 'end = "12.30"', "doors, start and end must follow each other"),
        ('end = "16.00"', 'end = "24.00"', "24.00 is no time of day"),
        ('end = "16.00"', 'end = "15.60"', "15.60 is no time of day"),
        ('end = "16.00"', 'end = "vier uur"', "event.end: "),
        ("not_after = 2018-12-09", "not_after = 2018-12-02", "not_before must be earlier than not_after"),
        ("not_after = 2018-12-09T18:00:00", 'not_after = "zondag"', "delivery.not_after: "),
        ("[archive]", "[tables]\nseats = 2\n[archive]", "tables.seats: "),
        ("[archive]", "[tables]\nseats = 41\n[archive]", "tables.seats: "),
        ("[archive]", '[delivery.smtp]\nhost = "x"\n[archive]', "delivery.smtp: "),
        ('release = "automatic"', 'release = "automatic"\nsender = "pigeon"', "delivery.sender: "),
        ('subtitle = "Wie', 'subtitle = "Wie\\nwaar', "event.subtitle: "),
        ('place = "Het Gebouw"', 'place = ""', "event.place: "),
        ("[archive]", "[lists]\nfiles = []\n[archive]", "lists.files: "),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    _mended(folder, (old, new))
    assert said in _faults(folder)


def test_times_may_be_written_with_a_colon(folder: Path) -> None:
    _mended(folder, ('doors = "12.00"', 'doors = "9:05"'))
    assert load_event_file(folder).event.doors == time(9, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2018-12-03T07:00:00", "2018-12-03T07:00:00+01:00"),
        ("2018-12-03T06:00:00Z", "2018-12-03T07:00:00+01:00"),
        ("2018-10-01T07:00:00", "2018-10-01T07:00:00+02:00"),
    ],
)
def test_the_window_is_dutch_time_unless_a_zone_is_written(folder: Path, written: str, meant: str) -> None:
    _mended(folder, ("not_before = 2018-12-03T07:00:00", f"not_before = {written}"))
    window = load_event_file(folder).settings.rules.window
    assert window.not_before == datetime.fromisoformat(meant)
    assert window.not_after.utcoffset() == timedelta(hours=1)


def test_a_line_that_is_no_toml_is_pointed_at(folder: Path) -> None:
    _mended(folder, ('place = "Het Gebouw"', "place = Het Gebouw"))
    said = _faults(folder)
    assert said.startswith("event.toml cannot be read: ")
    assert "line 9" in said


def test_a_file_that_is_not_utf8_is_said_to_be_unreadable(folder: Path) -> None:
    (folder / "event.toml").write_bytes(EVENT.replace("Straat", "Plé").encode("cp1252"))
    assert _faults(folder).startswith("event.toml cannot be read: ")


def test_a_folder_without_event_toml_is_no_event(tmp_path: Path) -> None:
    assert _faults(tmp_path) == "This is no event: it has no event.toml"


def test_a_file_is_no_event_either(folder: Path) -> None:
    assert _faults(folder / "event.toml").startswith("This is no event")


@pytest.mark.parametrize("name", ["2018-12-10-Klein", "klein_2018", "klein 2018", "café", "2018.12"])
def test_a_name_that_cannot_be_a_key_is_refused(folder: Path, name: str) -> None:
    renamed = folder.rename(folder.with_name(name))
    assert _faults(renamed).startswith("The folder's name is the event's key")


@pytest.mark.parametrize(
    ("name", "can"),
    [("2018-12-10-klein", True), ("a", True), ("", False), ("A", False), ("a/b", False), ("é", False), ("a.b", False)],
)
def test_keys_are_small_letters_digits_and_hyphens(name: str, can: bool) -> None:
    assert is_event_key(name) is can


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ('subject = "#00aabb"', "subject #00aabb is too pale on white: its contrast is 2.8 : 1 and must be 4.5 : 1"),
        ('own = "#ffcc00"', "own #ffcc00 is too pale"),
        ('subject = "#00616b"\nown = "#00616b"', "the same grey"),
        ('subject = "teal"', "style.subject"),
        ('logo = "../logo.png"', "style.logo"),
        ('font = "Comic Sans"', "style.font"),
    ],
)
def test_colours_that_cannot_be_told_apart_are_refused(folder: Path, style: str, said: str) -> None:
    _mended(folder, ("[archive]", f"[style]\n{style}\n\n[archive]"))
    assert said in _faults(folder)


def test_an_organiser_may_set_colours_a_logo_and_fields(folder: Path) -> None:
    style = '[pack]\nform = true\n\n[style]\nsubject = "#7A143C"\nown = "#2a7fb8"\nlogo = "logo.svg"\n\n[archive]'
    _mended(folder, ("[archive]", style))
    draft = load_event_file(folder)
    assert (draft.settings.subject, draft.settings.own) == ("#7a143c", "#2a7fb8")
    assert draft.settings.logo == (folder / "logo.svg", "De organisatie")
    assert draft.event.form


# Kinds of packs

FOLLOW_UP = """
[[pack]]
kind = "follow-up"
form = true
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00
"""


def _with(folder: Path, tables: str) -> Path:
    path = folder / "event.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{tables}", "utf-8")
    return folder


def test_another_kind_of_pack_has_a_key_and_a_window_of_its_own_and_waits_for_release(folder: Path) -> None:
    before = load_event_file(folder)
    _with(folder, FOLLOW_UP)
    draft = load_event_file(folder, "follow-up")
    assert draft.kinds == ("briefing", "follow-up")
    assert (draft.event.key, draft.people_key) == (f"{KEY}--follow-up", KEY)
    assert draft.settings.rules.window.not_before.replace(tzinfo=None).isoformat() == "2018-12-12T08:00:00"
    assert draft.settings.rules.waits == before.settings.rules.waits
    assert (draft.settings.automatic_release, draft.event.form) == (False, True)
    again = load_event_file(folder)
    assert (again.event, again.settings, again.kind) == (before.event, before.settings, "briefing")


def test_the_briefing_may_stand_in_the_list_as_well(folder: Path) -> None:
    _with(folder, f'[[pack]]\nkind = "briefing"\nform = true\n{FOLLOW_UP.replace("form = true", "")}')
    assert load_event_file(folder).event.form
    assert not load_event_file(folder, "follow-up").event.form


def test_a_kind_that_nobody_named_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="it has briefing"):
        load_event_file(folder, "follow-up")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "follow-up"', 'kind = "Follow up"', "pack.0.kind: "),
        ('kind = "follow-up"', 'kind = "follow--up"', "pack.0.kind: "),
        ('kind = "follow-up"', "", "a briefing is as it is: not_after and not_before go with other kinds"),
        ("not_after = 2018-12-21T18:00:00", "", "must say when letters with a follow-up may leave"),
        ("2018-12-21", "2018-12-11", "not_before must be earlier than not_after"),
        ("form = true", 'sections = ["table/table"]', "the first section must be a personal one"),
        ("form = true", "sections = []", "the first section must be a personal one"),
        ("form = true", 'sections = ["personal/a", "theme/b"]', "pages are of nobody called theme"),
        ("form = true", 'sections = ["personal/a", "table/a"]', "template a stands in the list twice"),
        ("form = true", 'sections = ["personal/a", "event/b by answers"]', "event has no list answers"),
        ("form = true", 'release = "soon"', "pack.0.release: "),
        ("form = true", 'colour = "red"', "pack.0.colour: "),
    ],
)
def test_what_is_wrong_with_a_kind_of_pack_is_said(folder: Path, old: str, new: str, said: str) -> None:
    assert old in FOLLOW_UP
    assert said in _faults(_with(folder, FOLLOW_UP.replace(old, new)))


def test_a_kind_stands_in_the_list_once(folder: Path) -> None:
    assert "two tables [[pack]] with kind = 'follow-up'" in _faults(_with(folder, FOLLOW_UP * 2))


def test_two_hyphens_in_a_row_are_for_kinds_of_packs(folder: Path) -> None:
    renamed = folder.rename(folder.with_name(f"{KEY}--follow-up"))
    assert _faults(renamed).startswith("The folder's name is the event's key")


def test_a_key_under_both_its_names_is_a_fault_that_says_which_to_leave(folder: Path) -> None:
    _mended(folder, ('release = "automatic"', 'sender = "smtp"\nwaits.line = [7]\nwaits.connection = [7]'))
    both = '[stock]\n[part_cache]\n[mail]\nhost = "localhost"\na_minute = 3\nper_minute = 3\n'
    _mended(folder, ("[archive]", both + "[archive]"))
    faults = _faults(folder)
    assert "stock is the former name of part_cache; leave part_cache only" in faults
    _mended(folder, ("[stock]\n", ""))
    faults = _faults(folder)
    assert "line is the former name of connection; leave connection only" in faults
    assert "a_minute is the former name of per_minute; leave per_minute only" in faults


def test_keys_that_had_another_name_in_version_0_1_are_read_under_both(folder: Path) -> None:
    _mended(folder, ('release = "automatic"', 'sender = "smtp"\nwaits.line = [7]'))
    former = '[stock]\nmegabytes = 20\n[mail]\nhost = "localhost"\na_minute = 3\nmost_bytes = 200000\npatience = 4\n'
    _mended(folder, ("[archive]", former + "[archive]"))
    first = load_event_file(folder).settings
    _mended(
        folder,
        ("[stock]", "[part_cache]"),
        ("waits.line", "waits.connection"),
        ("a_minute", "per_minute"),
        ("most_bytes", "max_bytes"),
        ("patience", "timeout"),
    )
    assert load_event_file(folder).settings == first
    assert first.part_cache_megabytes == 20
    assert first.rules.waits.connection == (timedelta(minutes=7),)
    assert first.server is not None
    assert (first.server.per_minute, first.server.max_bytes, first.server.timeout) == (3, 200_000, 4)


def test_how_lists_are_read_is_the_organisers_choice(folder: Path) -> None:
    settings = load_event_file(folder).settings
    assert (settings.encoding, settings.hidden_rows) == ("", True)
    _mended(folder, ("[archive]", '[lists]\nencoding = "mac_roman"\nhidden_rows = "leave"\n[archive]'))
    settings = load_event_file(folder).settings
    assert (settings.encoding, settings.hidden_rows) == ("mac_roman", False)
