"""Asking CBS's open data: whole answers, or a fault in words; asked again where that may help."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import cbsodata
import pytest
import requests
from doubles.cbs import Cbs
from doubles.cbs_faults import (
    Empty,
    Fault,
    Html,
    Redirect,
    RegionMissing,
    Reply,
    Reset,
    Silence,
    Status,
    Truncated,
    WrongLength,
)
from doubles.cbs_table import document
from tenacity import wait_none

from reportgen.errors import SourceError
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.table_source import CBS_ADDRESS, TableData, TableSource

ATTEMPTS = 3
WHERE = "RegioS eq 'GM0356' and Perioden eq '2018JJ00'"
SELECT = ("RegioS", "Perioden", "TotaleBevolking_1")

LIVE = pytest.param(
    "live",
    marks=pytest.mark.skipif(
        os.environ.get("REPORTGEN_LIVE_CBS") != "1", reason="asks CBS itself; set REPORTGEN_LIVE_CBS=1 to let it"
    ),
)


class Body(Fault):
    """JSON that is not what was asked for."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def on_reply(self, reply: Reply) -> Reply:
        """Answers something else."""
        return Reply(reply.path, 200, self.body, reply.headers)


@pytest.fixture
def data(cbs: Cbs) -> CbsOpenData:
    """The double, asked with short time-outs."""
    return CbsOpenData(cbs.address, monotonic, (5, 0.3), ATTEMPTS, wait_none(), pages=50)


def read(source: TableSource) -> TableData:
    """The residents of Nieuwegein in 2018."""
    return source.read("70072NED", SELECT, WHERE)


ASKING: dict[str, Callable[[TableSource], object]] = {
    "info": lambda source: source.info("70072NED"),
    "topics": lambda source: source.topics("70072NED"),
    "read": read,
}


# What holds for the double and for CBS itself


@pytest.fixture(params=["double", LIVE])
def source(request: pytest.FixtureRequest) -> TableSource:
    """The double, and CBS itself where that is allowed."""
    if request.param == "live":
        return CbsOpenData(CBS_ADDRESS, monotonic)
    service: Cbs = request.getfixturevalue("cbs")
    return CbsOpenData(service.address, monotonic)


def test_a_table_says_what_it_is_and_when_it_was_revised(source: TableSource) -> None:
    info = source.info("70072NED")
    assert (info.table, "egionale kerncijfers" in info.title) == ("70072NED", True)
    assert info.modified[:2] == "20"


def test_topics_have_titles_units_and_the_groups_they_stand_in(source: TableSource) -> None:
    (residents, *_) = [each for each in source.topics("70072NED") if each.key.startswith("TotaleBevolking")]
    assert (residents.title, residents.unit) == ("Totale bevolking", "aantal")
    assert residents.groups


def test_rows_have_keys_without_padding_and_dimensions_spelled_out(source: TableSource) -> None:
    (key,) = [each.key for each in source.topics("70072NED") if each.key.startswith("TotaleBevolking")]
    answer = source.read("70072NED", ["RegioS", "Perioden", key], "substringof('NL01',RegioS)")
    (row,) = [each for each in answer.rows if each["Perioden"] == "2018JJ00"]
    assert (row["RegioS"], row[key]) == ("NL01", 17_181_084)
    assert {each.status for each in answer.dimensions["Perioden"] if each.key == "2018JJ00"} == {"Definitief"}
    assert "Nieuwegein" in {each.title for each in answer.dimensions["RegioS"]}


def test_a_table_that_is_not_there_is_said_to_be_so(source: TableSource) -> None:
    with pytest.raises(SourceError, match="CBS has no table 99999NED"):
        source.info("99999NED")


# What only the double can be told


def test_one_small_request_tells_whether_a_table_was_revised(cbs: Cbs, data: CbsOpenData) -> None:
    data.info("70072NED")
    assert cbs.parts() == ["TableInfos"]


def test_many_pages_are_one_answer_and_the_same_one(cbs: Cbs, data: CbsOpenData) -> None:
    every = ("70072NED", SELECT, "substringof('GM',RegioS)")
    whole = data.read(*every)
    cbs.page = 1_000
    assert data.read(*every) == whole
    assert len(whole.rows) == len({(row["RegioS"], row["Perioden"]) for row in whole.rows}) > cbs.page


def test_what_is_missing_is_none(data: CbsOpenData) -> None:
    (row,) = data.read("70072NED", SELECT, "RegioS eq 'GM0048' and Perioden eq '2018JJ00'").rows
    assert row["TotaleBevolking_1"] is None


def test_an_unknown_period_has_no_rows(data: CbsOpenData) -> None:
    assert data.read("70072NED", SELECT, "Perioden eq '1899JJ00'").rows == ()


PASSING = [Silence(), Silence(halfway=True), Reset(), Reset(0), Truncated(), WrongLength(), WrongLength(-100), Html()]
PASSING += [Status(500), Status(502), Status(503), Status(504), Status(429, retry_after="1"), Status(408)]


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_what_passes_leaves_no_trace(cbs: Cbs, data: CbsOpenData, fault: Fault, asking: str) -> None:
    whole = ASKING[asking](data)
    cbs.breaks(fault, times=ATTEMPTS - 1)
    assert ASKING[asking](data) == whole


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_what_lasts_is_said_in_words_after_some_attempts(
    cbs: Cbs, data: CbsOpenData, fault: Fault, asking: str
) -> None:
    cbs.breaks(fault)
    with pytest.raises(SourceError) as caught:
        ASKING[asking](data)
    assert "CBS gives no usable answer about table 70072NED: " in caught.value.what
    assert (caught.value.where, "try again later" in caught.value.todo) == (cbs.address, True)
    assert len(cbs.asked) == ATTEMPTS


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Silence(), "it does not answer in time"),
        (Silence(halfway=True), "it does not answer in time"),
        (Reset(), "the connection breaks off"),
        (Reset(0), "the connection breaks off"),
        (WrongLength(), "the connection breaks off"),
        (Truncated(), "what it answers is no data"),
        (Html(), "what it answers is no data"),
        (Status(503), "it answers 503"),
    ],
    ids=repr,
)
def test_it_says_why(cbs: Cbs, data: CbsOpenData, fault: Fault, said: str) -> None:
    cbs.breaks(fault)
    with pytest.raises(SourceError, match=said):
        data.info("70072NED")


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_plain_no_is_not_asked_again(cbs: Cbs, data: CbsOpenData, code: int) -> None:
    cbs.breaks(Status(code))
    with pytest.raises(SourceError, match="has no table" if code == 404 else f"it answers {code}"):
        data.info("70072NED")
    assert len(cbs.asked) == 1


def test_what_moved_is_followed(cbs: Cbs, data: CbsOpenData) -> None:
    whole = read(data)
    cbs.breaks(Redirect())
    assert read(data) == whole


def test_what_moves_for_ever_is_given_up(cbs: Cbs, data: CbsOpenData) -> None:
    cbs.breaks(Redirect(endless=True))
    with pytest.raises(SourceError, match="it sends us from one address to the next"):
        data.info("70072NED")
    assert len(cbs.asked) < 50


def test_where_nobody_listens_is_said(cbs: Cbs) -> None:
    with Cbs([]) as closed:
        gone = closed.address
    with pytest.raises(SourceError, match="the connection breaks off"):
        CbsOpenData(gone, monotonic, (5, 0.3), 2, wait_none()).info("70072NED")


@pytest.mark.parametrize("address", ["", "opendata.cbs.example", "ftp://opendata.example", "http://", "/tmp"])
def test_what_is_no_address_is_refused_before_anything_is_asked(address: str) -> None:
    with pytest.raises(SourceError, match="no address of open data"):
        CbsOpenData(address, monotonic)


SHAPES = [
    b"[]",
    b"{}",
    b"null",
    b"7",
    b'{"value": null}',
    b'{"value": 7}',
    b'{"value": "text"}',
    b'{"value": [null]}',
    b'{"value": [7]}',
    b'{"value": ["text"]}',
    b'{"value": [[]]}',
    b'{"value": [{}]}',
    b'{"value": [{"ID": 1}]}',
    b'{"value": [], "odata.nextLink": 7}',
    b'{"value": [{"Key": [], "name": {}}], "odata.nextLink": "nowhere"}',
    b"\xff\xfe",
    b"",
]
PARTS = ("", "TableInfos", "TypedDataSet", "DataProperties", "CategoryGroups", "RegioS", "Perioden")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("body", SHAPES)
def test_json_of_another_shape_is_a_fault_in_words_or_an_answer_without_it(
    cbs: Cbs, data: CbsOpenData, body: bytes, part: str
) -> None:
    whole = {name: ask(data) for name, ask in ASKING.items()}
    cbs.breaks(Body(body), part=part)
    for name, ask in ASKING.items():
        cbs.asked.clear()
        try:
            found = ask(data)
        except SourceError:
            continue
        assert found == whole[name] or (isinstance(found, TableData) and not found.rows)


def test_pages_that_link_to_themselves_end(cbs: Cbs, data: CbsOpenData) -> None:
    link = f"{cbs.address}/ODataFeed/odata/70072NED/TypedDataSet?$format=json&$top=0"
    row = {"RegioS": "GM0356", "Perioden": "2018JJ00", "TotaleBevolking_1": 1}
    cbs.breaks(Body(document("", [row], link)), part="TypedDataSet")
    with pytest.raises(SourceError, match="no end: more than 50 pages"):
        read(data)
    assert len(cbs.asked) == 50


def test_groups_of_columns_that_stand_in_each_other_end(cbs: Cbs, data: CbsOpenData) -> None:
    rows = [{"ID": 0, "Key": "", "Title": "A", "Type": "TopicGroup", "ParentID": 1}]
    rows += [{"ID": 1, "Key": "", "Title": "B", "Type": "TopicGroup", "ParentID": 0}]
    rows += [{"ID": 2, "Key": "Residents_1", "Title": "Residents", "Type": "Topic", "ParentID": 0}]
    cbs.breaks(Body(document("", rows, None)), part="DataProperties")
    (topic,) = data.topics("70072NED")
    assert topic.groups == ("A", "B")


def test_pages_that_never_come_to_an_end_end(cbs: Cbs, data: CbsOpenData) -> None:
    class Onward(Fault):
        """Each page has a following one that was not there before."""

        count = 0

        def on_reply(self, reply: Reply) -> Reply:
            self.count += 1
            link = f"{cbs.address}/ODataFeed/odata/70072NED/TypedDataSet?$format=json&$top=0&$skip={self.count}"
            return Reply(reply.path, 200, document("", [], link), reply.headers)

    cbs.breaks(Onward(), part="TypedDataSet")
    with pytest.raises(SourceError, match="no end"):
        read(data)


@pytest.mark.parametrize("fault", [RegionMissing("GM0356"), Empty()], ids=repr)
@pytest.mark.parametrize("part", ["RegioS", "Perioden"])
def test_rows_whose_keys_are_in_no_dimension_are_not_whole(
    cbs: Cbs, data: CbsOpenData, fault: Fault, part: str
) -> None:
    if fault == RegionMissing("GM0356") and part == "Perioden":
        pytest.skip("regions are not in that dimension")
    cbs.breaks(fault, part=part)
    with pytest.raises(SourceError, match=part):
        read(data)


def test_a_column_that_is_not_there_is_refused(data: CbsOpenData) -> None:
    with pytest.raises(SourceError):
        data.read("70072NED", (*SELECT, "Inwoners_1"), WHERE)


def test_asking_leaves_the_switch_of_the_process_as_it_was(data: CbsOpenData) -> None:
    assert cbsodata.options.use_https
    read(data)
    assert cbsodata.options.use_https


def test_two_services_asked_at_once_do_not_mix(cbs: Cbs) -> None:
    """One scheme, one session and one limit of pages for each, though cbsodata keeps them in globals of its module."""
    every = ("70072NED", SELECT, "substringof('GM',RegioS) and Perioden eq '2018JJ00'")
    cbs.page = 50
    whole = CbsOpenData(cbs.address, monotonic, (5, 5), 1, wait_none()).read(*every)
    pages = len(cbs.asked)
    with Cbs([cbs.table("70072NED").retitled("TotaleBevolking_1", "Bewoners")], page=cbs.page) as other:
        sources = [CbsOpenData(each.address, monotonic, (5, 5), 1, wait_none(), pages) for each in (cbs, other)]
        secure = CbsOpenData(cbs.address.replace("http:", "https:"), monotonic, (5, 5), 1, wait_none())

        def title(source: CbsOpenData) -> str:
            assert source.read(*every).rows == whole.rows
            return next(topic.title for topic in source.topics("70072NED") if topic.key == "TotaleBevolking_1")

        with ThreadPoolExecutor(3) as pool:
            read = [(pool.submit(title, source), pool.submit(secure.info, "70072NED")) for source in sources * 4]
            assert [title.result() for title, _ in read] == ["Totale bevolking", "Bewoners"] * 4
            assert all(isinstance(refused.exception(), SourceError) for _, refused in read)
        assert len(other.asked) == 4 * (pages + 1)
    assert cbsodata.options.use_https
    assert cbsodata.cbsodata3.Session is requests.Session
