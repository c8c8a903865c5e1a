"""What cbsodata 1.3.5 does that sources/odata.py leans on or guards against; a newer one that differs is seen here."""

from __future__ import annotations

import cbsodata
import pytest
import requests
from doubles.cbs import Cbs
from doubles.cbs_faults import Html, Reset, Silence, Status

TABLE = "37296ned"
NIEUWEGEIN = {"select": ["RegioS", "TotaleBevolking_1"], "filters": "RegioS eq 'GM0356' and Perioden eq '2018JJ00'"}
QUICK = {"timeout": (5, 0.3)}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without https, as the double is; the switch is one for the whole process."""
    monkeypatch.setattr(cbsodata.options, "use_https", False)


def test_the_name_of_typed_is_turned_round(cbs: Cbs) -> None:
    as_it_comes = cbsodata.download_data(TABLE, catalog_url=cbs.host)
    typed = cbsodata.download_data(TABLE, catalog_url=cbs.host, typed=True)
    assert isinstance(as_it_comes["TypedDataSet"][-2]["TotaleBevolking_1"], int)
    assert "UntypedDataSet" not in as_it_comes
    assert isinstance(typed["UntypedDataSet"][-2]["TotaleBevolking_1"], str)
    assert "TypedDataSet" not in typed


def test_keys_stay_with_download_data_and_are_lost_with_get_data(cbs: Cbs) -> None:
    (kept,) = cbsodata.download_data("70072NED", catalog_url=cbs.host, **NIEUWEGEIN)["TypedDataSet"]
    (lost,) = cbsodata.get_data("70072NED", catalog_url=cbs.host, **NIEUWEGEIN)
    assert (kept["RegioS"], lost["RegioS"]) == ("GM0356", "Nieuwegein")


def test_padding_stays(cbs: Cbs) -> None:
    rows = cbsodata.download_data("70072NED", catalog_url=cbs.host, filters="RegioS eq 'NL01  '")["TypedDataSet"]
    assert {row["RegioS"] for row in rows} == {"NL01  "}


def test_every_part_is_downloaded_each_time_and_all_from_the_feed(cbs: Cbs) -> None:
    cbsodata.download_data(TABLE, catalog_url=cbs.host)
    assert cbs.parts() == ["", "TableInfos", "TypedDataSet", "DataProperties", "CategoryGroups", "Perioden"]
    assert {each.path.split("/")[1] for each in cbs.asked} == {"ODataFeed"}


def test_it_waits_for_ever_unless_it_is_told_otherwise(cbs: Cbs, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    send = requests.Session.send
    monkeypatch.setattr(
        requests.Session, "send", lambda self, what, **how: told.append(how.get("timeout")) or send(self, what, **how)
    )
    cbsodata.get_info(TABLE, cbs.host)
    cbsodata.get_info(TABLE, cbs.host, timeout=(5, 6))
    assert told == [None, (5, 6)]


def test_keyword_arguments_reach_requests_from_every_door(cbs: Cbs) -> None:
    cbs.breaks(Silence())
    for ask in (
        lambda: cbsodata.get_info(TABLE, cbs.host, **QUICK),
        lambda: cbsodata.get_meta(TABLE, "Perioden", cbs.host, **QUICK),
        lambda: cbsodata.download_data(TABLE, catalog_url=cbs.host, **QUICK),
    ):
        with pytest.raises(requests.ReadTimeout):
            ask()


def test_it_asks_once_and_never_again(cbs: Cbs) -> None:
    cbs.breaks(Status(503), times=1)
    with pytest.raises(requests.HTTPError):
        cbsodata.get_info(TABLE, cbs.host)
    assert len(cbs.asked) == 1


def test_address_and_scheme_are_those_of_the_whole_process(cbs: Cbs, monkeypatch: pytest.MonkeyPatch) -> None:
    module = cbsodata.cbsodata3
    monkeypatch.setattr(module, "CBSOPENDATA", "nergens.example")
    cbsodata.options.catalog_url = cbs.host
    assert cbs.host == module.CBSOPENDATA
    assert cbsodata.get_info(TABLE)["Identifier"] == TABLE
    assert cbsodata.options is module.options
    cbsodata.options.use_https = True
    with pytest.raises(requests.exceptions.SSLError):
        cbsodata.get_info(TABLE, **QUICK)


def test_a_refusal_comes_without_the_answer(cbs: Cbs) -> None:
    with pytest.raises(requests.HTTPError, match=r"failed\. 404 Client Error") as caught:
        cbsodata.get_info("99999NED", cbs.host)
    assert caught.value.response is None
    assert isinstance(caught.value.__cause__, requests.HTTPError)


def test_other_faults_pass_through(cbs: Cbs) -> None:
    cbs.breaks(Reset(), times=1)
    with pytest.raises(requests.RequestException):
        cbsodata.get_info(TABLE, cbs.host)
    cbs.breaks(Html(), times=1)
    with pytest.raises(ValueError, match="Expecting value"):
        cbsodata.get_info(TABLE, cbs.host)


def test_every_page_has_a_session_of_its_own(cbs: Cbs, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = []
    send = requests.Session.send
    monkeypatch.setattr(
        requests.Session, "send", lambda self, what, **how: sessions.append(self) or send(self, what, **how)
    )
    cbs.page = 10
    assert len(cbsodata.get_meta(TABLE, "Perioden", cbs.host)) == 24
    assert len({id(each) for each in sessions}) == len(cbs.parts()) == 3


def test_a_table_without_information_has_none(cbs: Cbs) -> None:
    assert cbsodata.get_info("70072NED", cbs.host, filters="ID eq 7") is None
