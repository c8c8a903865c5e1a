"""What the library for CBS's open data does and leaves, on which our reading stands; an upgrade may change it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import cbsodata
import pytest
import requests
from doubles.cbs import CBS
from doubles.cbs_faults import Silence, Status
from doubles.cbs_tables import national_key_figures, regional_key_figures


@pytest.fixture
def cbs() -> Iterator[CBS]:
    """A CBS with two tables, asked over http."""
    with CBS(national_key_figures(), regional_key_figures()) as server:
        before = cbsodata.options.use_https
        cbsodata.options.use_https = False
        yield server
        cbsodata.options.use_https = before


def _host(cbs: CBS) -> str:
    return cbs.address.removeprefix("http://")


def test_everything_is_asked_of_the_interface_without_a_limit(cbs: CBS) -> None:
    paths = []
    real = cbs.reply
    cbs.reply = lambda path: (paths.append(path), real(path))[1]  # type: ignore[method-assign,func-returns-value]
    cbsodata.get_info("37296ned", _host(cbs))
    assert [path.split("?")[0] for path in paths] == ["/ODataFeed/odata/37296ned/TableInfos"]


@pytest.mark.parametrize(("typed", "given"), [(False, "TypedDataSet"), (True, "UntypedDataSet")])
def test_its_flag_for_types_means_the_opposite(cbs: CBS, typed: bool, given: str) -> None:
    data = cbsodata.download_data("37296ned", typed=typed, catalog_url=_host(cbs))
    assert [name for name in data if name.endswith("DataSet")] == [given]


def test_keys_are_lost_in_get_data_and_kept_in_download_data(cbs: CBS) -> None:
    where = "Perioden eq '2018JJ00' and RegioS eq 'GM0363'"
    (row,) = cbsodata.get_data("70072NED", filters=where, catalog_url=_host(cbs))
    assert row["RegioS"] == "Amsterdam"
    (row,) = cbsodata.download_data("70072NED", filters=where, catalog_url=_host(cbs))["TypedDataSet"]
    assert row["RegioS"] == "GM0363"


def test_keys_come_as_wide_as_the_widest(cbs: CBS) -> None:
    data = cbsodata.download_data("70072NED", filters="Perioden eq '2018JJ00'", catalog_url=_host(cbs))
    assert "NL01  " in {row["RegioS"] for row in data["TypedDataSet"]}


def test_it_has_no_time_out_of_its_own_and_hands_ours_on(cbs: CBS, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    real = requests.Session.send

    def sent(self: requests.Session, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:
        given.append(kwargs.get("timeout"))
        return real(self, request, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", sent)
    cbsodata.get_info("37296ned", _host(cbs))
    cbsodata.get_info("37296ned", _host(cbs), timeout=5)
    assert given == [None, 5]
    cbs.misbehaves(Silence())
    with pytest.raises(requests.Timeout):
        cbsodata.get_info("37296ned", _host(cbs), timeout=0.1)


def test_a_refusal_comes_without_the_answer_and_once(cbs: CBS) -> None:
    cbs.misbehaves(Status(503))
    with pytest.raises(requests.HTTPError, match=r"503 Server Error") as told:
        cbsodata.get_info("37296ned", _host(cbs))
    assert told.value.response is None
    assert cbs.asked == [("37296ned", "TableInfos")]


def test_what_is_no_data_is_a_fault_of_json(cbs: CBS) -> None:
    cbs.has(national_key_figures())
    cbs.misbehaves(Status(200, "<html>"))
    with pytest.raises((json.JSONDecodeError, KeyError)):
        cbsodata.get_info("37296ned", _host(cbs))


def test_a_new_session_is_begun_for_every_page(cbs: CBS, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    real = requests.Session.__init__
    monkeypatch.setattr(requests.Session, "__init__", lambda self: (begun.append(1), real(self))[1])  # type: ignore[func-returns-value]
    cbs.page = 10
    rows = cbsodata.get_meta("37296ned", "TypedDataSet", _host(cbs))
    assert len(rows) == len(national_key_figures().rows)
    assert len(begun) == -(-len(rows) // 10)


def test_where_and_how_it_asks_is_one_place_for_everyone() -> None:
    before = cbsodata.options.catalog_url
    assert before == "opendata.cbs.nl"
    cbsodata.options.catalog_url = "example.org"
    assert cbsodata.options.catalog_url == "example.org"
    cbsodata.options.catalog_url = before
    assert cbsodata.options.use_https is True
