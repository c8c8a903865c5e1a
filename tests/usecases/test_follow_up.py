"""A second kind of pack from the same event: made after the meeting, and beside the briefing in everything."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from doubles.workspaces import workspace_of
from pypdf import PdfReader
from usecases.command_line import IN_TIME, JSON, CommandLine, Done, asked, files_in
from usecases.conftest import Ran
from usecases.meeting import ANNA, BRAM, COR, DINA, KEY, PEOPLE, Person, changed

from reportgen.application.delivery.call_list import call_list
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.answers.answer import NO_QUESTION, Answer, AnswerOutcome
from reportgen.domain.delivery.states import Action
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.answers import AnswerRecord
from reportgen.storage.ledger.ledger import Ledger

TABLE = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00
"""

OWN = """
[[pack]]
kind = "dagblad"
title = "dagblad"
sections = ["personal/voor", "event/dag by sessions"]
not_before = 2018-12-10T08:00:00
not_after = 2018-12-11T18:00:00
release = "automatic"
"""

FOLLOW_UP = f"{KEY}--follow-up"
AFTER = ("--now", "2018-12-12T09:00")
KIND = ("--pack", "follow-up")
UTRECHT = "GM0344"

REPORT = """# Wat opviel
Veel kleine groepen & <b>weinig</b> cijfers.
- scholen zien het eerst
"""

ANSWERS = (
    Answer(2, 1, 1, "Wij kennen {{ 7 * 7 }} kleine groepen niet.", True),
    Answer(4, 1, 1, "Zonder naam <script>gezegd</script>.\nOok dit \U0001f642.", False),
    Answer(3, 1, NO_QUESTION, "Aan een andere tafel met dit thema.", False),
)
"""Of Anna, Bram and Cor."""


def answers(cli: CommandLine) -> None:
    """Puts the answers in the ledger, as they came in."""
    ledger, now = Ledger.open(cli.output / "ledger.sqlite"), datetime(2018, 12, 11, 9, tzinfo=ZONE)
    for place, each in enumerate(ANSWERS):
        texts = {each.question: each.text}
        record = AnswerRecord(AnswerOutcome.TAKEN, now, each.participant, 1, texts, each.named)
        ledger.answers(KEY).save(f"{place:064}", [record], now)
    ledger.close()


def revised(folder: Path) -> Path:
    """The figures with one share of Utrecht in 2018 a tenth larger, and the sum it is in."""
    copy = folder / "figures"
    shutil.copytree(EMBEDDED, copy)
    path, manifest = copy / "origins.csv", copy / "snapshot.toml"
    old = path.read_bytes()
    line = next(each for each in old.decode().splitlines() if each.startswith(f"2018,{UTRECHT},"))
    year, code, background, western, *others = line.split(",")
    new = ",".join([year, code, f"{float(background) + 0.1:.1f}", f"{float(western) + 0.1:.1f}", *others])
    path.write_bytes(old.replace(line.encode(), new.encode()))
    marks = sha256(old).hexdigest(), sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(*marks), "utf-8")
    return copy


def with_table(cli: CommandLine, table: str = TABLE) -> CommandLine:
    path = cli.event / "event.toml"
    path.write_text(path.read_text("utf-8") + table, "utf-8")
    return cli


def names_in(text: str, *people: Person) -> list[str]:
    """The last names of people that a content has; districts may be called as somebody is."""
    return [each.last for each in people if f'"last":"{each.last}"' in text]


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def pack_of(cli: CommandLine, number: int, key: str = FOLLOW_UP) -> bytes:
    (path,) = (cli.output / "archive" / key / "edition-0001" / "data" / "packs").glob(f"{number:04d}-*.pdf")
    return path.read_bytes()


def rebuilt(cli: CommandLine, *options: str) -> Done:
    return asked("archive", "rebuild", str(cli.event), "1", *options, "--output", str(cli.output), "--workers", "1")


@pytest.fixture(scope="session")
def followed(sent: Ran, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Everyone had a briefing; the follow-up was built, released and sent, with a figure that CBS revised meanwhile."""
    folder = tmp_path_factory.mktemp("followed")
    cli = with_table(sent.cli.copied(folder))
    (cli.event / "verslagen").mkdir()
    (cli.event / "verslagen" / "tafel-1.md").write_text(REPORT, "utf-8")
    figures = ("--figures", str(revised(folder)))
    answers(cli)
    built = cli.run("build", *AFTER, *KIND, *figures, "--judge", "all", "--workers", "1", *JSON)
    assert (built.code, built.json["made"], built.json["findings"]) == (0, len(PEOPLE), [])
    again = cli.run("build", *AFTER, *KIND, *figures, *JSON)
    assert (again.code, again.json["made"], again.json["kept"]) == (0, 0, len(PEOPLE))
    released = cli.run("release", *AFTER, *KIND)
    assert "4 letters released" in released.out
    assert f"reportgen send {cli.event} --pack follow-up" in released.out.replace("\n", " ")
    assert cli.run("send", *KIND, *IN_TIME).code == 9, "its window is not open yet"
    assert cli.run("send", *KIND, *AFTER, *JSON).json["sent"] == len(PEOPLE)
    return cli


def test_a_follow_up_goes_to_everyone_once_under_a_key_of_its_own(followed: CommandLine) -> None:
    outbox = files_in(followed.output / "outbox" / FOLLOW_UP)
    assert list(outbox) == [f"{FOLLOW_UP}.{number:04d}.0001.eml" for number in range(1, 5)]
    told = followed.run("status", *KIND, *JSON).json
    assert {each["state"] for each in told["deliveries"]} == {"sent"}
    assert followed.run("send", *KIND, *AFTER, *JSON).json["sent"] == 0
    for name, content in outbox.items():
        letter = message_from_bytes(content, policy=policy.default)
        assert letter["Message-ID"] == f"<{name.removesuffix('.eml')}@organisatie.example>"
        names = [part.get_filename() for part in letter.iter_attachments()]
        assert [str(each).partition("-")[0] for each in names] == ["terugblik"], "and no invitation to what was"


def test_people_have_the_numbers_of_their_briefing(followed: CommandLine) -> None:
    def recipients(key: str) -> list[tuple[int, str]]:
        record = json.loads((followed.output / "archive" / key / "edition-0001/data/edition.json").read_text("utf-8"))
        return [(each["number"], each["recipient"]) for each in record["packs"]]

    assert recipients(FOLLOW_UP) == recipients(KEY) == [(n, each.email) for n, each in enumerate(PEOPLE, 1)]


def test_archive_and_ledger_agree_and_a_follow_up_comes_out_again(followed: CommandLine) -> None:
    assert followed.run("verify", "--deep", *KIND).code == followed.run("verify").code == 0
    done = rebuilt(followed, *KIND)
    assert "4 of 4 packs came out as they were, byte for byte." in done.out


def test_the_briefing_is_as_it_was(sent: Ran, followed: CommandLine) -> None:
    assert followed.packs() == sent.cli.packs()
    assert followed.run("run", *AFTER, *JSON).json["made"] == 0


def test_each_page_shows_what_it_is_for(followed: CommandLine) -> None:
    pages = pages_of(pack_of(followed, 2))
    cover, table, answers, changes, contacts = pages
    assert "Terugblik" in cover
    assert "Utrecht" in cover
    assert "Dank dat u er was." in cover
    assert "Veel kleine groepen & <b>weinig</b> cijfers." in table
    assert "– scholen zien het eerst" in table
    assert "wethouder A. de Boer, Utrecht" in table or "wethouder Anna de Boer, Utrecht" in table
    assert "Hoe divers is uw gemeente?" in answers
    assert "Wij kennen {{ 7 * 7 }} kleine groepen niet." in answers
    assert "Zonder naam <script>gezegd</script>. Ook dit ?." in answers
    assert "Waar Utrecht nu staat" in changes
    assert changes.startswith("Wat er sinds uw briefing veranderde Sinds uw briefing zijn cijfers bijgesteld")
    assert "Bronnen bron in uw briefing nu CBS 84286NED" in changes
    assert "De nieuwste over Utrecht, naast die van uw briefing." in cover
    assert "secretariaat@organisatie.example" in contacts
    assert "Visser" in contacts
    assert not any(each.email in page for each in PEOPLE for page in pages)


def test_an_answer_has_a_name_only_where_that_was_agreed_to(followed: CommandLine) -> None:
    answers = pages_of(pack_of(followed, 4))[2]
    assert "Boer" in answers.partition("Wij kennen")[0]
    assert "Visser" not in answers


def test_a_table_without_a_report_has_no_page_for_it_and_reads_the_answers_of_its_theme(
    followed: CommandLine,
) -> None:
    cover, answers, *_, contacts = pages_of(pack_of(followed, 3))
    assert "Wat er aan tafel" not in cover
    assert "Verder praten" in contacts
    assert "Wat deelnemers verder schreven tafel 2 Aan een andere tafel" in answers


def test_a_figure_that_changed_stands_beside_the_one_of_the_briefing(followed: CommandLine) -> None:
    content = next(
        each
        for path in (followed.output / "archive" / FOLLOW_UP / "edition-0001/data/contents").iterdir()
        if (each := json.loads(path.read_bytes())).get("profile", {}).get("code") == UTRECHT
    )
    was = content["before"]["measures"]["origin/western"]["figure"]
    now = next(each["last"] for each in content["profile"]["measures"] if each["key"] == "origin/western")
    old, new = (f"{each['value']:.1f}".replace(".", ",") for each in (was, now))
    assert old != new
    figures = pages_of(pack_of(followed, 2))[3]
    assert f"Westers {old}% 2018 {new}% 2018 +0,1" in figures
    assert "in uw briefing" in figures
    assert "3 december 2018" in figures, "when the briefing was made"
    told = "twee cijfers zijn anders. Het aandeel met een westerse achtergrond in Utrecht in 2018: "
    assert f"{told}{old}% in uw briefing, nu {new}%" in figures
    letter = message_from_bytes(
        (followed.output / "outbox" / FOLLOW_UP / f"{FOLLOW_UP}.0002.0001.eml").read_bytes(), policy=policy.default
    )
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"{told}{old}% in uw briefing, nu {new}%" in " ".join(str(body.get_content()).split())


def test_where_nothing_changed_the_page_says_so(followed: CommandLine) -> None:
    assert "Sinds uw briefing veranderde er niets" in pages_of(pack_of(followed, 3))[2]


def test_shared_parts_name_nobody_who_did_not_agree(followed: CommandLine) -> None:
    folder = followed.output / "archive" / FOLLOW_UP / "edition-0001" / "data"
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    for pack in record["packs"]:
        for part in pack["parts"]:
            text = (folder / "contents" / f"{part['content']}.json").read_text("utf-8")
            assert not any(each.email in text for each in PEOPLE)
            if part["kind"] != "personal":
                assert not names_in(text, DINA)
                assert part["kind"] == "table" or not names_in(text, ANNA, COR, BRAM)


def test_who_had_no_briefing_gets_the_newest_figures_alone(sent: Ran, tmp_path: Path) -> None:
    cli = with_table(sent.cli.copied(tmp_path))
    newcomer = changed(COR, first="Eva", last="Zwart", municipality="Vaals", email="e.zwart@vaals.example")
    cli.write_list([*PEOPLE, newcomer])
    assert cli.run("preview", "5", *KIND, *AFTER).code == 0
    (path,) = (cli.output / "preview" / FOLLOW_UP).glob("0005-*.pdf")
    cover, *pages = pages_of(path.read_bytes())
    figures = " ".join(pages)
    assert "Er is geen briefing om ze naast te leggen." in figures
    assert "De nieuwste over Vaals." in cover
    assert "briefing" not in cover
    assert "in uw briefing" not in figures


def test_whoever_is_forgotten_is_gone_from_every_kind(followed: CommandLine, tmp_path: Path) -> None:
    cli = followed.copied(tmp_path)
    held = json.loads(cli.run("privacy", "2").out)
    assert [each["event"] for each in held["others"]] == [FOLLOW_UP]
    assert len(held["others"][0]["files"]) == 3
    cli.write_list([each for each in PEOPLE if each is not ANNA])
    proof = cli.run("forget", "2", "--yes", *AFTER, *JSON).json
    assert {each["key"] for each in proof["erased"]} == {KEY, FOLLOW_UP}
    left = [path for path in cli.output.rglob("*") if path.is_file() and ANNA.email.encode() in path.read_bytes()]
    assert left == []
    assert cli.run("verify", *KIND).code == cli.run("verify").code == 0


def test_whoever_got_no_follow_up_is_phoned_by_name(followed: CommandLine, tmp_path: Path) -> None:
    cli = followed.copied(tmp_path)
    now = datetime(2018, 12, 13, 9, tzinfo=ZONE)
    ledger = Ledger.open(cli.output / "ledger.sqlite")
    ledger.act(f"{FOLLOW_UP}.0003.0001", Action.BOUNCE, now, "550 no such user")
    (call,) = call_list(workspace_of(cli.event, Paths(EMBEDDED, cli.output), ledger, now, "follow-up"))
    ledger.close()
    assert (call.number, call.name) == (3, "Cor van Dijk")
    assert cli.run("status", *KIND, "--call-list", str(tmp_path / "bellen.xlsx")).code == 0
    assert (tmp_path / "bellen.xlsx").is_file()


def test_the_archive_of_a_kind_is_listed_shown_and_taken_along(followed: CommandLine, tmp_path: Path) -> None:
    def archive(command: str, *options: str) -> Done:
        return asked("archive", command, str(followed.event), *options, *KIND, "--output", str(followed.output))

    assert "edition 1" in archive("list").out
    assert archive("show", "1", *JSON).json["kind"]["name"] == "follow-up"
    assert archive("verify").code == 0
    assert archive("export", str(tmp_path / "weg")).code == 0
    assert (tmp_path / "weg" / "vindmiddel.csv").is_file()


def test_a_follow_up_is_made_again_by_hand_and_corrected(followed: CommandLine, tmp_path: Path) -> None:
    cli = followed.copied(tmp_path)
    says = ("--says", "Het verslag klopte niet.")
    done = asked("correct", str(cli.event), "1", *says, *KIND, *AFTER, "--output", str(cli.output), *JSON)
    assert (done.json["made"], done.json["edition"], done.json["waiting_for_release"]) == (4, 2, 4)
    pdf = next((cli.output / "archive" / FOLLOW_UP / "edition-0002" / "data" / "packs").glob("0003-*.pdf"))
    assert "Het verslag klopte niet." in pages_of(pdf.read_bytes())[0]
    assert cli.run("status", *JSON).json["deliveries"] == followed.run("status", *JSON).json["deliveries"]


def test_what_others_handed_in_stays_where_only_their_follow_up_is_gone(followed: CommandLine, tmp_path: Path) -> None:
    """Cor sits at another table: his briefing does not name Anna, and his follow-up has her answer."""
    cli = followed.copied(tmp_path)
    originals = cli.output / "answers" / KEY / "originals"
    originals.mkdir(parents=True, exist_ok=True)
    theirs = {answer.participant: originals / f"{place:064}.pdf" for place, answer in enumerate(ANSWERS)}
    for path in theirs.values():
        path.write_bytes(b"%PDF-1.7 een formulier")
    cli.write_list([each for each in PEOPLE if each is not ANNA])
    proof = cli.run("forget", "2", "--yes", *AFTER, *JSON).json
    assert "data/packs/0003-GM0184.pdf" in [each["path"] for each in proof["erased"] if each["key"] == FOLLOW_UP]
    assert {number for number, path in theirs.items() if path.exists()} == {3}


def test_a_purge_takes_every_kind_and_the_reports(followed: CommandLine, tmp_path: Path) -> None:
    cli = followed.copied(tmp_path)
    proof = cli.run("purge", "--yes", "--early", *AFTER, *JSON).json
    packs = [each["key"] for each in proof["erased"] if each["path"].startswith("data/packs/")]
    assert sorted(packs) == sorted([KEY] * 4 + [FOLLOW_UP] * 4)
    found = [path for path in cli.event.parent.rglob("*") if path.is_file() and "parts" not in path.parts]
    texts = {path: path.read_bytes() for path in found}
    assert [path for path, text in texts.items() if any(each.email.encode() in text for each in PEOPLE)] == []
    without_districts = {path: text for path, text in texts.items() if path.parent.name != "contents"}
    assert [
        path for path, text in without_districts.items() if any(each.last.encode() in text for each in PEOPLE)
    ] == []
    assert [path for path, text in texts.items() if names_in(text.decode("utf-8", "replace"), *PEOPLE)] == []
    assert not (cli.event / "verslagen").exists()
    assert cli.run("verify", *KIND).code == 0


def test_a_report_that_names_someone_stands_in_the_way_of_forgetting_them(
    followed: CommandLine, tmp_path: Path
) -> None:
    cli = followed.copied(tmp_path)
    cli.write_list([each for each in PEOPLE if each is not ANNA])
    (cli.event / "verslagen" / "tafel-1.md").write_text("Mevrouw Boer vond van niet.", "utf-8")
    done = cli.run("forget", "2", "--yes", *AFTER)
    assert done.code == 9
    assert "report of table 1" in done.err


def own_kind(cli: CommandLine) -> CommandLine:
    """A kind of pack of the organiser's own: a folder with templates, and a list of sections."""
    folder = cli.event / "templates" / "dagblad"
    folder.mkdir(parents=True)
    for file, text in {
        "voor.html": '{% from "pack/macros.html" import page, sheet %}\n{% call sheet(content, "", folio, total) %}\n'
        "<h1>Vandaag voor {{ content.name|full_name }}</h1><p>Zie {{ page(reading, 'dag') }}.</p>\n{% endcall %}\n",
        "dag.html": '{% from "pack/macros.html" import sheet %}\n{% call sheet(content, "Dag", folio, total) %}\n'
        "<h1>De dag</h1><p>{{ content.event.sessions|length }} onderdelen</p>\n{% endcall %}\n",
        "subject.txt": "Dagblad {{ personal.municipality }}",
        "letter.txt": "{{ salutation(personal.name, personal.office, personal.salutation) }}, zie de bijlage.",
        "letter.html": '<!DOCTYPE html><html lang="nl"><head><title>Dagblad</title></head><body><p>Zie de bijlage.</p>'
        "</body></html>",
    }.items():
        (folder / file).write_text(text, "utf-8")
    return with_table(cli, OWN)


def test_a_third_kind_is_a_folder_and_a_list_of_sections(tmp_path: Path) -> None:
    cli = own_kind(CommandLine.create(tmp_path, [ANNA, BRAM]))
    kind = ("--pack", "dagblad")
    when = ("--now", "2018-12-10T09:00")
    done = cli.run("run", *when, *kind, "--judge", "all", "--workers", "1", *JSON)
    assert (done.code, done.json["sent"], done.json["findings"]) == (0, 2, [])
    front, day = pages_of(pack_of(cli, 1, f"{KEY}--dagblad"))
    assert "Vandaag voor" in front
    assert "4 onderdelen" in day
    (subject,) = {
        message_from_bytes(each, policy=policy.default)["Subject"]
        for name, each in files_in(cli.output / "outbox" / f"{KEY}--dagblad").items()
        if name.endswith(".0001.0001.eml")
    }
    assert subject == "Dagblad Utrecht"
    assert not (cli.output / "archive" / KEY).exists(), "the briefing is another pack, and was not asked for"
    shutil.rmtree(cli.event / "templates")
    assert "2 of 2 packs came out as they were" in rebuilt(cli, *kind).out, "the edition kept its templates"


def test_a_kind_of_few_words_is_a_whole_file_as_well(tmp_path: Path) -> None:
    """Parts have numbers of their own, and strict readers want some bytes for each up to the highest."""
    cli = own_kind(CommandLine.create(tmp_path, [ANNA]))
    page = (cli.event / "templates" / "dagblad" / "dag.html").read_text("utf-8")
    (cli.event / "templates" / "dagblad" / "slot.html").write_text(
        re.sub("<p>.*</p>", "", page).replace("De dag", "Tot ziens"), "utf-8"
    )
    cli.replace_text("event.toml", "event/dag by sessions", "questions/slot")
    cli.replace_text("templates/dagblad/voor.html", "<p>Zie {{ page(reading, 'dag') }}.</p>", "")
    assert cli.run("build", *IN_TIME, "--pack", "dagblad", "--judge", "all", *JSON).json["findings"] == []
    pages = pages_of(pack_of(cli, 1, f"{KEY}--dagblad"))
    assert ["Vandaag" in pages[0], "Tot ziens" in pages[1]] == [True, True]


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda folder: (folder / "dag.html").unlink(), "lack dag.html"),
        (lambda folder: (folder / "letter.txt").unlink(), "lack letter.txt"),
        (lambda folder: shutil.rmtree(folder), "There are no templates for packs of the kind 'dagblad'"),
        (lambda folder: (folder / "dag.html").write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    ],
)
def test_what_a_kind_lacks_is_named_with_the_place_to_put_it(tmp_path: Path, do: object, said: str) -> None:
    cli = own_kind(CommandLine.create(tmp_path, [ANNA]))
    assert callable(do)
    do(cli.event / "templates" / "dagblad")
    done = cli.run("plan", "--pack", "dagblad", *IN_TIME)
    assert done.code == 3
    assert said in done.err
    assert str(Path("templates") / "dagblad") in done.err.replace("\n", "")
    assert cli.run("plan", *IN_TIME).code == 0, "the briefing does without"


def test_a_fault_in_a_template_of_ones_own_is_named_with_its_line(tmp_path: Path) -> None:
    cli = own_kind(CommandLine.create(tmp_path, [ANNA]))
    cli.replace_text("templates/dagblad/dag.html", "content.event.sessions", "content.nothing")
    done = cli.run("preview", "--pack", "dagblad", *IN_TIME)
    assert done.code == 5
    assert f"{TEMPLATES.name}/dagblad/dag.html, line 3" in done.err.replace("\n", "")


def test_a_template_of_ones_own_reaches_nothing_of_the_program(tmp_path: Path) -> None:
    cli = own_kind(CommandLine.create(tmp_path, [ANNA]))
    cli.replace_text("templates/dagblad/dag.html", "content.event.sessions|length", "content.__class__.__mro__")
    assert cli.run("preview", "--pack", "dagblad", *IN_TIME).code == 5


def test_a_kind_that_is_not_there_is_named_with_those_there_are(followed: CommandLine) -> None:
    done = followed.run("status", "--pack", "nieuwsbrief")
    assert done.code == 2
    assert "briefing, follow-up" in done.err


def test_the_folder_of_a_follow_up_in_the_event_takes_the_place_of_the_programs(sent: Ran, tmp_path: Path) -> None:
    cli = with_table(sent.cli.copied(tmp_path))
    folder = cli.event / "templates" / "follow-up"
    folder.mkdir(parents=True)
    text = (TEMPLATES / "follow-up" / "contacts.html").read_text("utf-8").replace("De organisatie<", "Ons loket<")
    (folder / "contacts.html").write_text(text, "utf-8")
    (cli.event / "verslagen").mkdir()
    (cli.event / "verslagen" / "tafel-1.md").write_text(REPORT, "utf-8")
    (cli.event / "texts" / "follow-up").mkdir(parents=True)
    (cli.event / "texts" / "follow-up" / "welkom.txt").write_text("Wat een dag was het.", "utf-8")
    assert cli.run("preview", "2", *KIND, *AFTER).code == 0
    (path,) = (cli.output / "preview" / FOLLOW_UP).glob("0002-*.pdf")
    pages = pages_of(path.read_bytes())
    assert "Wat een dag was het." in pages[0]
    assert "Ons loket" in pages[-1]
