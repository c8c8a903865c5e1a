"""The double of CBS speaks as CBS does: keys, missing values, pages, refusals; and breaks when it is told to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from doubles.cbs import TOO_MANY, Cbs, parsed
from doubles.cbs_faults import Html, LinkLost, Redirect, Status
from doubles.cbs_recorded import recorded

NIEUWEGEIN = "RegioS eq 'GM0356' and Perioden eq '2018JJ00'"


def asked(cbs: Cbs, path: str, **more: str) -> requests.Response:
    """The answer to a plain question."""
    query = {"$format": "json", **{f"${name}": value for name, value in more.items()}}
    return requests.get(f"{cbs.address}/{path}", query, timeout=10)


def rows(cbs: Cbs, path: str, **more: str) -> list[dict[str, object]]:
    """The rows of an answer."""
    return parsed(asked(cbs, f"ODataFeed/odata/{path}", **more).content)


def test_the_service_document_names_every_part_and_each_can_be_asked(cbs: Cbs) -> None:
    parts = [each["name"] for each in rows(cbs, "70072NED/")]
    assert parts == [
        "TableInfos",
        "UntypedDataSet",
        "TypedDataSet",
        "DataProperties",
        "CategoryGroups",
        "RegioS",
        "Perioden",
    ]
    assert all(isinstance(rows(cbs, f"70072NED/{each}", top="1"), list) for each in parts)


def test_keys_are_as_wide_as_the_widest_of_their_dimension(cbs: Cbs) -> None:
    assert {len(str(each["Key"])) for each in rows(cbs, "70072NED/RegioS")} == {6}
    assert "NL01  " in [each["Key"] for each in rows(cbs, "70072NED/RegioS")]
    assert rows(cbs, "84286NED/WijkenEnBuurten", top="2")[1]["Key"] == "GM0003    "


def test_a_filter_needs_the_padding(cbs: Cbs) -> None:
    padded, bare = (
        rows(cbs, "70072NED/TypedDataSet", filter=f"RegioS eq '{key}' and Perioden eq '2018JJ00'")
        for key in ("NL01  ", "NL01")
    )
    assert (len(padded), bare) == (1, [])


def test_missing_is_null_or_a_dot_and_never_nought(cbs: Cbs) -> None:
    ended = "RegioS eq 'GM0048' and Perioden eq '2018JJ00'"
    (typed,) = rows(cbs, "70072NED/TypedDataSet", filter=ended)
    (text,) = rows(cbs, "70072NED/UntypedDataSet", filter=ended)
    assert typed["TotaleBevolking_1"] is None
    assert text["TotaleBevolking_1"] == "       ."


def test_an_unknown_period_is_an_empty_answer(cbs: Cbs) -> None:
    done = asked(cbs, "ODataFeed/odata/70072NED/TypedDataSet", filter="Perioden eq '1899JJ00'")
    assert (done.status_code, parsed(done.content)) == (200, [])


@pytest.mark.parametrize("path", ["99999NED/TableInfos", "70072NED/Leeftijd"])
def test_what_is_not_there_is_404(cbs: Cbs, path: str) -> None:
    assert asked(cbs, f"ODataFeed/odata/{path}").status_code == 404


def test_the_api_refuses_ten_thousand_rows_in_english_and_the_feed_pages(cbs: Cbs) -> None:
    refused = asked(cbs, "ODataApi/odata/70072NED/TypedDataSet")
    assert (refused.status_code, TOO_MANY in refused.text) == (500, True)
    assert asked(cbs, "ODataApi/odata/70072NED/TypedDataSet", filter=NIEUWEGEIN).status_code == 200
    page = asked(cbs, "ODataFeed/odata/70072NED/TypedDataSet", select="ID").json()
    assert len(page["value"]) == 10_000
    rest = requests.get(page["odata.nextLink"], timeout=10).json()
    assert [page["value"][-1], rest["value"][0]] == [{"ID": 9_999}, {"ID": 10_000}]
    assert "odata.nextLink" not in rest


def test_lines_end_as_in_windows_and_only_what_is_selected_comes(cbs: Cbs) -> None:
    done = asked(cbs, "ODataFeed/odata/70072NED/TypedDataSet", filter=NIEUWEGEIN, select="RegioS,TotaleBevolking_1")
    assert b"\r\n" in done.content
    assert b"\n" not in done.content.replace(b"\r\n", b"")
    assert parsed(done.content) == [{"RegioS": "GM0356", "TotaleBevolking_1": 62_426}]


@pytest.mark.parametrize("query", ["Regio eq 'GM0356'", "RegioS eq", "RegioS is 'GM0356'"])
def test_a_filter_that_makes_no_sense_is_refused(cbs: Cbs, query: str) -> None:
    assert asked(cbs, "ODataFeed/odata/70072NED/TypedDataSet", filter=query).status_code == 400


def test_whoever_does_not_ask_for_json_gets_xml(cbs: Cbs) -> None:
    assert requests.get(f"{cbs.address}/ODataFeed/odata/70072NED/TableInfos", timeout=10).text.startswith("<?xml")


def test_a_fault_comes_when_it_is_planned_and_only_there(cbs: Cbs) -> None:
    cbs.breaks(Status(503), "70072ned", "TableInfos", after=1, times=2)
    codes = [asked(cbs, "ODataFeed/odata/70072NED/TableInfos").status_code for _ in range(4)]
    assert codes == [200, 503, 503, 200]
    assert asked(cbs, "ODataFeed/odata/37296ned/TableInfos").status_code == 200
    assert cbs.parts("70072NED") == ["TableInfos"] * 4


def test_a_fault_of_one_page_leaves_the_others(cbs: Cbs) -> None:
    cbs.page = 20
    cbs.breaks(LinkLost(), part="TypedDataSet", page=1)
    first = asked(cbs, "ODataFeed/odata/37296ned/TypedDataSet").json()
    assert "odata.nextLink" in first
    assert "odata.nextLink" not in requests.get(first["odata.nextLink"], timeout=10).json()


def test_what_moved_is_found_where_it_went(cbs: Cbs) -> None:
    cbs.breaks(Redirect())
    done = asked(cbs, "ODataFeed/odata/37296ned/TableInfos")
    assert (done.status_code, len(done.history)) == (200, 1)
    assert parsed(done.content)[0]["Identifier"] == "37296ned"


def test_a_page_for_people_is_no_json(cbs: Cbs) -> None:
    cbs.breaks(Html())
    with pytest.raises(json.JSONDecodeError):
        json.loads(asked(cbs, "ODataFeed/odata/37296ned/TableInfos").content)


def test_answers_that_were_kept_are_given_again(cbs: Cbs, tmp_path: Path) -> None:
    cbs.page = 20
    for part in (each["name"] for each in rows(cbs, "37296ned/")):
        page, number = asked(cbs, f"ODataFeed/odata/37296ned/{part}"), 1
        (tmp_path / f"{part}.json").write_bytes(page.content)
        while link := page.json().get("odata.nextLink"):
            page, number = requests.get(link, timeout=10), number + 1
            (tmp_path / f"{part}-{number}.json").write_bytes(page.content)
    with Cbs([recorded(tmp_path)]) as again:
        assert rows(again, "37296NED/TypedDataSet") == list(cbs.table("37296NED").rows)
        assert rows(again, "37296NED/Perioden") == list(cbs.table("37296NED").dimensions["Perioden"])
        assert rows(again, "37296NED/TableInfos") == rows(cbs, "37296NED/TableInfos")
