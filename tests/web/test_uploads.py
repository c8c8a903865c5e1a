"""Lists that someone brings to do harm, and forms that are too much."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import requests
from doubles.form_client import FormClient, full_path
from doubles.raw_http import SCRIPT, cookies_of, multipart, request
from doubles.small_event import PEOPLE, sheet
from doubles.web_server import Served

from reportgen.application.lists.replace import pending_list
from reportgen.config.paths import Paths
from reportgen.interfaces.web.background import pending_check
from reportgen.sources.cbs.embedded import EMBEDDED

MEGABYTE = b"a" * 1_000_000


def _concept(served: Served) -> str | None:
    found = pending_list(Paths(EMBEDDED, served.output), served.event.name)
    return found and found.name


@pytest.fixture(autouse=True)
def _nothing_waits(anna: FormClient) -> Iterator[None]:
    yield
    anna.post("/lijst/weg")


@cache
def _bomb(bytes_unpacked: int) -> bytes:
    """A workbook that is small, until it is read."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as inside:
        for _ in range(bytes_unpacked // len(MEGABYTE)):
            inside.write(MEGABYTE)
    return packed.getvalue()


def test_a_list_of_more_than_20_megabytes_is_refused(served: Served, anna: FormClient) -> None:
    for size in (20_000_001, 25_000_000, 60_000_000):
        answer = anna.post("/lijst", files={"bestand": ("groot.csv", b"a" * size)})
        assert "hoogstens 20 MB" in answer.text
        assert answer.status_code == (200 if size < 21_000_000 else 413)
    assert _concept(served) is None


def test_it_is_refused_as_well_when_its_size_is_not_told(served: Served, anna: FormClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="groot.csv"\r\n\r\n'
        for _ in range(25):
            yield MEGABYTE

    kind = {"Content-Type": "multipart/form-data; boundary=grens"}
    answer = anna.session.post(served.url("/lijst"), data=pieces(), headers=kind, timeout=60)
    assert (answer.status_code, "hoogstens 20 MB" in answer.text) == (413, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.xlsx", None),
        ("bom.ods", None),
        ("stuk.xlsx", b"PK\x03\x04" + b"\xff" * 200),
        ("stuk.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600),
        ("leeg.xlsx", BytesIO().getvalue() or b" "),
        ("nul.csv", b"\0" * 1000),
        ("niets.csv", b"\xff\xfe\xff"),
        ("regel.tsv", b"a" * 200_000),
        ("kolommen.txt", b";" * 200_000),
        ("leeg.csv", b"\n" * 3_000_000),
        ("zip.csv", b"PK\x03\x04" + b"\0" * 50),
    ],
)
def test_a_list_that_cannot_be_read_is_said_to_be_so_and_left(
    served: Served, anna: FormClient, name: str, content: bytes | None
) -> None:
    content = _bomb(250_000_000) if content is None else content
    page = anna.post("/lijst", files={"bestand": (name, content)})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "Deze lijst aannemen" not in page.text
    waits = pending_list(Paths(EMBEDDED, served.output), served.event.name)
    assert waits
    before = (served.event / "deelnemers.csv").read_bytes()
    anna.post("/lijst/aannemen", stand=waits.digest)
    assert (served.event / "deelnemers.csv").read_bytes() == before
    anna.post("/lijst/weg")
    assert _concept(served) is None


def test_a_list_that_takes_long_to_check_keeps_nobody_waiting(served: Served, anna: FormClient) -> None:
    bram, token = served.signed_in("bram"), anna.token()
    many = b";".join(b"k%d" % number for number in range(300_000))
    pages: list[requests.Response] = []

    def upload() -> None:
        pages.append(anna.post("/lijst", token=token, files={"bestand": ("m.csv", many)}))

    uploads = [Thread(target=upload) for _ in range(4)]
    for each in uploads:
        each.start()
    others = 0
    while any(each.is_alive() for each in uploads):
        assert bram.get("/deelnemers").elapsed.total_seconds() < 5
        others += 1
    assert others > 1
    assert [(each.status_code, 'role="alert"' in each.text) for each in pages] == [(200, True)] * 4
    assert "De lijst heeft meer dan 200 kolommen (m.csv, regel 1)." in anna.get("/lijst").text


def test_a_check_that_never_ends_is_ended_and_the_next_one_works(
    served: Served, anna: FormClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    million = b";".join(b"k%d" % number for number in range(1_000_000))
    with monkeypatch.context() as hurried:
        hurried.setattr(pending_check, "MAX_SECONDS", 0.01)
        page = anna.post("/lijst", files={"bestand": ("m.csv", million)})
        assert (page.status_code, "vraagt te veel tijd of geheugen" in page.text) == (200, True)
    page = anna.post("/lijst", files={"bestand": ("goed.csv", sheet().encode())})
    assert "Deze lijst aannemen" in page.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../event.csv", "event.csv"),
        ("C:\\Users\\anna\\lijst.csv", "lijst.csv"),
        ("/etc/passwd.csv", "passwd.csv"),
        (f"{SCRIPT}.csv", "script>.csv"),
        ("a%0d%0aSet-Cookie: x=1.csv", "a%0d%0aSet-Cookie: x=1.csv"),
        ("event.toml", None),
        ("over.json", None),
        (".csv", None),
        ("..", None),
        ("lijst.csv\0.exe", None),
        ("", None),
    ],
)
def test_the_name_of_a_file_is_only_a_name(served: Served, anna: FormClient, name: str, kept: str | None) -> None:
    before = sorted(path for path in served.output.parent.rglob("*") if "concept" not in path.parts)
    body = multipart(
        (b'name="bewijs"', anna.token().encode()),
        (f'name="bestand"; filename="{name}"'.encode().replace(b"\\", b"\\\\"), sheet().encode()),
    )
    kind = b"Content-Type: multipart/form-data; boundary=grens"
    code, answer = request(served.port, "POST", full_path(served.base, "/lijst"), [kind], body, cookies_of(anna))
    assert (code, b"x=1" in answer) == (303, False)
    assert _concept(served) == kept
    page = anna.get("/lijst").text
    assert SCRIPT not in page
    assert sorted(path for path in served.output.parent.rglob("*") if "concept" not in path.parts) == before


@pytest.mark.parametrize("charset", ["utf-7", "undefined", "unicode_escape", "raw_unicode_escape", "idna", "nergens"])
def test_a_form_in_another_alphabet_is_not_read(served: Served, anna: FormClient, charset: str) -> None:
    body = multipart(
        (b'name="bewijs"', anna.token().encode()),
        (b'name="bestand"; filename="+2AA-\\ud800.csv"', b"a"),
        (b'name="terug"', b"\\ud800"),
    )
    kind = f"Content-Type: multipart/form-data; boundary=grens; charset={charset}".encode()
    for path in ("/lijst", "/inloggen"):
        cookies = cookies_of(anna) if path == "/lijst" else b"bezoek=x"
        assert request(served.port, "POST", full_path(served.base, path), [kind], body, cookies)[0] == 400


@pytest.mark.parametrize("body", [b"a&" * 1_000_000, b"nummer=1&" * 30_000, b"reden=" + b"a" * 200_000])
def test_a_form_of_too_much_is_not_read(served: Served, anna: FormClient, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert anna.session.post(served.url("/opnieuw"), data=body, headers=kind, timeout=60).status_code == 400


@pytest.mark.parametrize("path", ["/lijst", "/inloggen"])
@pytest.mark.parametrize(
    ("boundary", "body"),
    [
        (b"grens", b'--grens\r\nContent-Disposition: form-data; name="nummer"\r\n\r\n1\r\n' * 100_000 + b"--grens--"),
        (b"grens", b'--grens\r\nContent-Disposition: form-data; name="' + b"a" * 5_000_000),
        (b"grens", b"--grens\r\n" + b"X: y\r\n" * 700_000),
        (b"grens", b"x" * 5_000_000),
        (b"g" * 20_000, b"--" + b"g" * 20_000),
    ],
)
def test_a_form_of_parts_without_end_is_answered_with_a_page(
    served: Served, anna: FormClient, path: str, boundary: bytes, body: bytes
) -> None:
    organiser = anna if path == "/lijst" else FormClient(served.address, served.base)
    headers = {"Content-Type": b"multipart/form-data; boundary=" + boundary}
    answer = organiser.session.post(served.url(path), data=body, headers=headers, timeout=20)
    assert (answer.status_code in (400, 413), "<h1>" in answer.text) == (True, True)


@pytest.mark.parametrize("size", [100_001, 101_000, 150_000, 300_000, 3_000_000])
def test_a_login_form_that_is_too_large_is_answered_at_once(served: Served, size: int) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = requests.post(served.url("/inloggen"), data=b"a" * size, headers=kind, timeout=20)
    assert (answer.status_code, "<h1>" in answer.text) == (413, True)


def test_it_is_answered_so_however_little_of_it_came_at_first(served: Served) -> None:
    address = full_path(served.base, "/inloggen").encode()
    head = b"POST %b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n" % (address, served.port)
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 300000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 20) as there:
        there.sendall(head + kind + b"a" * 50_000)
        time.sleep(0.5)
        there.sendall(b"a" * 250_000)
        assert there.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_form_with_more_files_than_one_list_is_not_read(served: Served, anna: FormClient) -> None:
    files = [("bestand", (f"{number}.csv", b"a")) for number in range(3)]
    assert anna.post("/lijst", files=files).status_code == 400


def test_script_in_what_someone_types_stays_text(anna: FormClient) -> None:
    page = anna.get(f"/deelnemers?words={SCRIPT}&state=x,{SCRIPT}&municipality={SCRIPT}&table={SCRIPT}&page={SCRIPT}")
    assert (page.status_code, SCRIPT in page.text) == (200, False)
    anna.post("/deelnemers/2/intrekken", reden=f"{SCRIPT}\0")
    page = anna.get("/deelnemers/2")
    assert (page.status_code, SCRIPT in page.text) == (200, False)
    assert re.search(r"door anna: &lt;script&gt;alert\(1\)&lt;/script&gt;<", page.text)


def test_a_list_that_lost_most_of_its_people_says_what_to_do_on_the_page(anna: FormClient) -> None:
    seen = anna.post("/lijst", files={"bestand": ("kort.csv", sheet(PEOPLE[:2]).encode("utf-8"))}).text
    assert "meer dan de helft van de 7 mensen" in seen
    assert "Kijk of de lijst heel is" in seen
    assert "Meer dan de helft van de mensen staat er niet meer in. Dat klopt." in seen
    assert "--" not in seen.partition("Let op: ")[2].partition("</p>")[0]
