"""Services that never come to an end are given up in time and in words; slow ones are read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from time import monotonic

import pytest
from doubles.scripted_server import Peer, scripted_server
from tenacity import wait_none

from reportgen.errors import SourceError
from reportgen.sources.cbs.bounded_http import HttpLimits
from reportgen.sources.cbs.odata import CbsOpenData

INFO = json.dumps({"value": [{"Title": "Kerncijfers", "Modified": "2018-12-05", "Period": "2018"}]}).encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LONG_AGO = 5.0
"""Seconds after which a service counts as waited for without end."""

SMALL = HttpLimits(seconds=0.3, max_bytes=1_000_000, all_seconds=0.6, all_bytes=2_000_000)


def _title(answer: Callable[[Peer], None], limits: HttpLimits = SMALL) -> str:
    def script(peer: Peer) -> None:
        while line := peer.line():
            while line:
                line = peer.line()
            answer(peer)

    with scripted_server(script) as port:
        begun = monotonic()
        try:
            source = CbsOpenData(f"http://127.0.0.1:{port}", monotonic, (5, 5), 2, wait_none(), limits=limits)
            return source.info("70072NED").title
        finally:
            assert monotonic() - begun < LONG_AGO


def _silence(peer: Peer) -> None:
    peer.wait()


def _status_now_and_then(peer: Peer) -> None:
    peer.drip(b"H")


def _headers_now_and_then(peer: Peer) -> None:
    peer.say(OK)
    peer.drip(b"X: a\r\n")


def _headers_at_full_speed(peer: Peer) -> None:
    peer.say(OK)
    peer.say(b"X: " + b"a" * 60_000 + b"\r\n", times=10_000)


def _continue_for_ever(peer: Peer) -> None:
    peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


def _body_now_and_then(peer: Peer) -> None:
    peer.say(OK, b"Content-Length: 100000\r\n\r\n")
    peer.drip(b" ")


def _chunks_now_and_then(peer: Peer) -> None:
    peer.say(OK, b"Transfer-Encoding: chunked\r\n\r\n")
    peer.drip(b"1\r\n \r\n")


def _body_at_full_speed(peer: Peer) -> None:
    peer.say(OK, b"\r\n")
    peer.say(b" " * 1_000_000, times=1_000)


def _bomb(peer: Peer) -> None:
    packed = gzip.compress(b" " * 100_000_000)
    peer.say(OK, b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed), packed)


def _redirection_without_end(peer: Peer) -> None:
    peer.say(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")
    peer.say(b" " * 1_000_000, times=1_000)


def _round_and_round(peer: Peer) -> None:
    peer.say(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n")


def _deep(peer: Peer) -> None:
    body = b'{"value": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    peer.say(OK, b"Content-Length: %d\r\n\r\n" % len(body), body)


def _pages_without_end(peer: Peer) -> None:
    body = json.dumps({"value": [" " * 400_000], "odata.nextLink": "http://127.0.0.1:1/"}).encode()
    peer.say(OK, b"Content-Length: %d\r\n\r\n" % len(body), body)


@pytest.mark.parametrize(
    "answer",
    [
        *(_silence, _status_now_and_then, _headers_now_and_then, _headers_at_full_speed, _continue_for_ever),
        *(_body_now_and_then, _chunks_now_and_then, _body_at_full_speed, _bomb, _redirection_without_end),
        *(_round_and_round, _deep, _pages_without_end),
    ],
)
def test_an_answer_without_end_is_given_up_in_words(answer: Callable[[Peer], None]) -> None:
    with pytest.raises(SourceError) as caught:
        _title(answer)
    assert caught.value.todo


def test_a_slow_service_is_read() -> None:
    def slowly(peer: Peer) -> None:
        peer.say(OK, b"Content-Length: %d\r\n\r\n" % len(INFO))
        for byte in INFO:
            peer.wait(0.002)
            peer.say(bytes([byte]))

    assert _title(slowly, HttpLimits()) == "Kerncijfers"


def test_a_compressed_answer_is_read() -> None:
    packed = gzip.compress(INFO)

    def answer(peer: Peer) -> None:
        peer.say(OK, b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed), packed)

    assert _title(answer, HttpLimits()) == "Kerncijfers"
