"""Whatever is sent to whatever address: never a fault that was not foreseen, and nothing that is served as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT, cookies_of, multipart, request
from doubles.web_server import Served
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.interfaces.web.routes import ACTIONS, HOME_ACTIONS, HOME_PAGES, PAGES
from reportgen.interfaces.web.rows.participant_list import ParticipantFilter
from reportgen.render.content.resources import TEMPLATES

PLACES = re.compile(r"\{\w+:(?:count|key)\}")
BASE = "/bijeenkomsten/2018-12-10-klein"
OF_EVENT = [f"{BASE}{path}" for path in (*PAGES, *ACTIONS)]
PATHS = sorted(
    {
        *OF_EVENT,
        *HOME_PAGES,
        *HOME_ACTIONS,
        "/inloggen",
        "/werk/stand",
        "/vast/page.css",
        "/vast/x",
        "/favicon.ico",
        "/geen",
    }
)
NAMES = sorted(
    {"page", "nummers", "bewaar", *ParticipantFilter.__dataclass_fields__}.union(
        *(re.findall(r'\bname="(\w+)"', path.read_text("utf-8")) for path in (TEMPLATES / "web").glob("*.html"))
    )
)
"""The fields of all forms, and those of addresses."""
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X")

numbers = st.one_of(
    st.sampled_from(
        ["1", "2", "7", "0", "-1", "999", "0001", "1e3", "1.000", "²", "٣", "NaN", "1e400", "-0", "+1", "1_0", " 1"]
    ),
    st.integers(0, 10**40).map(str),
    st.sampled_from([str(2**31), str(2**63), str(2**64), "9" * 5000]),
)
odd = st.sampled_from(
    [
        *(b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"%", b"%zz", b"../..", b"\r\nX-Evil: 1", b"'; DROP TABLE deed --"),
        *(SCRIPT.encode(), "\u202e‮é".encode(), b"a" * 3000, b"{{ 7 * 7 }}", b"=,;&", b"burgemeester", b"printed,sent"),
    ]
)
values = st.one_of(numbers.map(str.encode), odd, st.binary(max_size=40), st.text(max_size=20).map(str.encode))
names = st.one_of(st.sampled_from(NAMES).map(str.encode), st.binary(min_size=1, max_size=8))
pairs = st.lists(st.tuples(names, values), max_size=6)
targets = st.builds(
    lambda path, places, behind: (
        PLACES.sub(lambda _: next(places), path) + behind  # type: ignore[arg-type]
    ),
    st.sampled_from(PATHS),
    st.lists(numbers, min_size=4, max_size=4).map(
        lambda some: iter([quote_from_bytes(each.encode()) for each in some])
    ),
    st.sampled_from(["", "", "", "/", "%00", "%0a", "%ff", "/..", ".", "%2f", ";a"]),
)
queries = st.one_of(
    st.just(""),
    pairs.map(lambda some: "?" + "&".join(f"{quote_from_bytes(a)}={quote_from_bytes(b)}" for a, b in some)),
    st.sampled_from(["?%", "?%zz=%", "?&&&=", "?" + "a=1&" * 60, "?nummers=" + "1," * 900, "?words=%ff%fe%00"]),
)

SCRIPTED = re.compile(rb"<script(?! src=\"/vast/page.js\" defer></script>)", re.IGNORECASE)


@pytest.fixture(scope="module")
def known(served: Served, anna: FormClient) -> Iterator[tuple[int, bytes, bytes]]:
    """The port, the cookies of an organiser, and the token of her forms."""
    HIDDEN.add(str(served.output.parent).encode())
    yield served.port, cookies_of(anna), anna.token().encode()
    assert "Er ging iets mis" not in anna.get("/").text  # it still stands


HIDDEN: set[bytes] = set()
"""Folders of the server."""


def _harmless(code: int, answer: bytes) -> None:
    assert code < 500, answer[:2000]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Traceback" not in body
    assert not any(each in body for each in HIDDEN)
    if body and 400 <= code < 500 and b"application/json" not in head:
        assert body.startswith(b'<!DOCTYPE html>\n<html lang="nl">')
    assert b"\r\nx-evil" not in head.lower()
    if b"text/html" in head:
        assert not SCRIPTED.search(body)
        assert b"content-security-policy" in head
    for where in re.findall(rb"(?im)^location: (.*)$", head):
        assert re.match(rb"/(?![/\\])", where)


fuzzed = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)


@fuzzed
@given(st.sampled_from(METHODS), targets, queries, st.booleans())
def test_any_address(known: tuple[int, bytes, bytes], method: str, target: str, query: str, inside: bool) -> None:
    port, cookies, _ = known
    _harmless(*request(port, method, target + query, cookies=cookies if inside else b""))


@fuzzed
@given(
    st.sampled_from(sorted(f"{BASE}{path}" for path in ACTIONS)),
    targets.map(lambda _: "1"),
    pairs,
    st.booleans(),
    st.booleans(),
)
def test_any_form(
    known: tuple[int, bytes, bytes], path: str, place: str, fields: list[tuple[bytes, bytes]], ours: bool, parts: bool
) -> None:
    port, cookies, token = known
    said = [*([(b"bewijs", token)] if ours else []), *fields]
    if parts:
        kind = b"multipart/form-data; boundary=grens"
        body = multipart(*((b'name="%b"' % name.replace(b'"', b"%22"), value) for name, value in said))
    else:
        kind = b"application/x-www-form-urlencoded"
        body = "&".join(f"{quote_from_bytes(a)}={quote_from_bytes(b)}" for a, b in said).encode()
    target = PLACES.sub(place, path)
    _harmless(*request(port, "POST", target, [b"Content-Type: " + kind], body, cookies))


kinds = st.sampled_from(
    [
        *(b"", b"text/plain", b"application/json", b"multipart/form-data", b"multipart/form-data; boundary="),
        *(
            b"multipart/form-data; boundary=grens",
            b"multipart/mixed; boundary=grens",
            b'multipart/form-data; boundary="',
        ),
        *(b"multipart/form-data; boundary=grens; charset=utf-16", b"\xff\xfe", b"application/x-www-form-urlencoded"),
        b"application/x-www-form-urlencoded; charset=utf-7",
    ]
)
pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    b"--grens",
                    b"--grens--",
                    b"\r\n",
                    b"\r\n\r\n",
                    b"\n",
                    b":",
                    b'Content-Disposition: form-data; name="',
                ),
                *(b'bestand"; filename="', b"a.csv", b'"', b"; filename*=utf-8''%ff%00", b"bewijs", b"\0", b"\xff"),
                *(b"Content-Transfer-Encoding: base64", b"Content-Type: text/html; charset=undefined", b"a=1&", b"=%"),
            ]
        ),
        st.binary(max_size=30),
    ),
    max_size=12,
).map(b"".join)


@fuzzed
@given(
    st.sampled_from([f"{BASE}/lijst", f"{BASE}/opnieuw", "/inloggen", "/uitgelogd", f"{BASE}/kiezen"]),
    kinds,
    pieces,
    st.booleans(),
)
def test_any_body(known: tuple[int, bytes, bytes], path: str, kind: bytes, body: bytes, whole: bool) -> None:
    port, cookies, token = known
    if whole and kind.endswith(b"=grens"):
        body = multipart((b'name="bewijs"', token)).removesuffix(b"--grens--\r\n") + body
    _harmless(*request(port, "POST", path, [b"Content-Type: " + kind], body, cookies))


@settings(fuzzed, max_examples=25)
@given(
    st.sampled_from([".csv", ".tsv", ".txt", ".xlsx", ".ods", ".xls"]),
    st.one_of(values, pieces),
    st.binary(max_size=300),
)
def test_any_list(known: tuple[int, bytes, bytes], kind: str, name: bytes, content: bytes) -> None:
    port, cookies, token = known
    called = re.sub(rb'[\r\n"\\]', b"", name) + kind.encode()
    body = multipart((b'name="bewijs"', token), (b'name="bestand"; filename="%b"' % called, content or b" "))
    head = [b"Content-Type: multipart/form-data; boundary=grens"]
    _harmless(*request(port, "POST", f"{BASE}/lijst", head, body, cookies))
    _harmless(*request(port, "GET", f"{BASE}/lijst", cookies=cookies))
