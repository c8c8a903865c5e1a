"""Who sends half a request, takes half a response, or opens connections without end keeps nobody else waiting."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import requests
from doubles.raw_http import cookies_of, exchange, multipart
from doubles.web_server import Served

from reportgen.application.feedback.report import PDF
from reportgen.interfaces.web.connections import ConnectionLimits

Copies = Callable[[], tuple[Path, Path]]

LIMITS = ConnectionLimits(
    total=40,
    per_address=30,
    head_seconds=0.4,
    body_seconds=0.4,
    body_rate=100_000,
    body_bytes=30_000_000,
    unread_seconds=0.4,
)
PATIENT = ConnectionLimits(total=40, per_address=30)
"""As few connections, with the time that people get."""

HEAD = b"Host: 127.0.0.1\r\n"
BASE = b"/bijeenkomsten/2018-12-10-klein"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def hasty(copy_of: Copies) -> Iterator[Served]:
    """The page of an event, with fractions of seconds for everything."""
    with Served(*copy_of(), limits=LIMITS) as served:
        yield served


@pytest.fixture(scope="module")
def patient(copy_of: Copies) -> Iterator[Served]:
    """The page of an event that waits for seconds."""
    with Served(*copy_of(), limits=PATIENT) as served:
        yield served


@pytest.fixture
def connect(hasty: Served) -> Iterator[Callable[[bytes], socket.socket]]:
    """Opens a connection and sends something; it stays open from this side."""
    with ExitStack() as open_ones:
        yield lambda sent: open_ones.enter_context(_connection(hasty, sent))


def _connection(served: Served, sent: bytes) -> socket.socket:
    found = socket.create_connection(("127.0.0.1", served.port), 10)
    found.sendall(sent)
    return found


def _seconds_until_closed(connection: socket.socket) -> float:
    started = time.monotonic()
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - started


def _someone_else_is_served(served: Served) -> None:
    started = time.monotonic()
    assert requests.get(served.url("/inloggen"), timeout=10).status_code == 200
    assert time.monotonic() - started < PATIENT.head_seconds / 2


HALF = {
    "nothing": b"",
    "half a line": b"GET /inl",
    "half a head": b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: ",
    "half a body": b"POST /inloggen HTTP/1.1\r\n" + FORM + b"Content-Length: 1000\r\n\r\nnaam=",
    "chunks without end": b"POST /inloggen HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nnaam=\r\n",
    "a body after its response": b"POST "
    + BASE
    + b"/maken HTTP/1.1\r\n"
    + FORM
    + b"Content-Length: 1000\r\n\r\nreden=",
    "a second head": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"\r\nGET / HTTP/1.1\r\n",
    "an upgrade": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "an expectation": b"POST /inloggen HTTP/1.1\r\n" + FORM + b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
}


@pytest.mark.parametrize("sent", HALF.values(), ids=HALF)
def test_half_a_request_is_not_waited_for_long(connect: Callable[[bytes], socket.socket], sent: bytes) -> None:
    keep_alive = 5  # uvicorn's own limit, in whole seconds, on a connection between two requests
    assert _seconds_until_closed(connect(sent)) < keep_alive


@pytest.mark.parametrize("sent", [HALF["half a head"], HALF["half a body"], HALF["a body after its response"]])
def test_a_byte_now_and_then_does_not_help(connect: Callable[[bytes], socket.socket], sent: bytes) -> None:
    connection, started = connect(sent), time.monotonic()
    with suppress(ConnectionError):
        while time.monotonic() - started < 4:
            connection.sendall(b"a")
            time.sleep(0.02)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("sent", HALF.values(), ids=HALF)
def test_many_of_them_keep_nobody_waiting(patient: Served, sent: bytes) -> None:
    with ExitStack() as open_ones:
        for _ in range(3 * PATIENT.total):
            open_ones.enter_context(_connection(patient, sent))
        _someone_else_is_served(patient)


def test_a_body_that_comes_slowly_but_steadily_is_waited_for(
    hasty: Served, connect: Callable[[bytes], socket.socket]
) -> None:
    body = multipart((b'name="bestand"; filename="a.csv"', b"a" * 200_000))
    about = b"Content-Type: multipart/form-data; boundary=grens\r\nContent-Length: %d\r\n" % len(body)
    cookies = b"Cookie: " + cookies_of(hasty.signed_in()) + b"\r\n\r\n"
    connection = connect(b"POST " + BASE + b"/lijst HTTP/1.1\r\n" + HEAD + about + cookies)
    for start in range(0, len(body), 10_000):
        connection.sendall(body[start : start + 10_000])
        time.sleep(0.05)  # twice as fast as it must be, and for longer than a body of one byte may take
    assert connection.recv(20).startswith(b"HTTP/1.1 403")  # it has no token


def test_a_response_that_nobody_takes_is_given_up(hasty: Served) -> None:
    anna = hasty.signed_in()
    report = hasty.context.paths.answers(hasty.event.name) / PDF
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_bytes(b"a" * 30_000_000)
    wanted = b"GET /antwoorden/verslag.pdf HTTP/1.1\r\n" + HEAD + b"Cookie: " + cookies_of(anna) + b"\r\n\r\n"
    with socket.socket() as idle:
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        idle.connect(("127.0.0.1", hasty.port))
        idle.sendall(wanted)
        received = len(idle.recv(1))
        hasty.wait_until_ended(idle.getsockname()[1])
        with suppress(ConnectionError):
            while piece := idle.recv(65536):
                received += len(piece)
        assert 0 < received < 20_000_000
    assert len(anna.get("/antwoorden/verslag.pdf").content) == 30_000_000
    _someone_else_is_served(hasty)


def test_a_body_without_end_ends(hasty: Served, connect: Callable[[bytes], socket.socket]) -> None:
    connection = connect(b"POST " + BASE + b"/maken HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    sent = 0
    with suppress(ConnectionError):
        while sent < 3 * LIMITS.body_bytes:
            connection.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
            sent += 65536
    assert LIMITS.body_bytes < sent < 3 * LIMITS.body_bytes
    _someone_else_is_served(hasty)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"Cookie: " + b"a=b;" * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"a: b\r\n" * 6_000 + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"a\0: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"Content-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /inloggen HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: gzip\r\n\r\n",
        b"POST /inloggen HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_request_is_answered_with_a_page(
    hasty: Served, sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = exchange(hasty.port, sent)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 "))
    assert re.search(rb"Wat de browser stuurde is niet te lezen|of wat de browser daarbij stuurde, is te lang", answer)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_body_that_breaks_after_its_response_ends_the_connection(
    hasty: Served, connect: Callable[[bytes], socket.socket], capfd: pytest.CaptureFixture[str]
) -> None:
    connection = connect(b"POST " + BASE + b"/maken HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    assert connection.recv(20).startswith(b"HTTP/1.1 303")
    connection.sendall(b"zz\r\n\r\n")
    assert _seconds_until_closed(connection) < 2
    assert "Traceback" not in "".join(capfd.readouterr())


def test_many_requests_sent_at_once_are_answered_one_after_another(
    hasty: Served, connect: Callable[[bytes], socket.socket]
) -> None:
    connection = connect((b"GET /favicon.ico HTTP/1.1\r\n" + HEAD + b"\r\n") * 200)
    received = b""
    while received.count(b"HTTP/1.1 204") < 200:
        piece = connection.recv(65536)
        assert piece
        received += piece
    _someone_else_is_served(hasty)
