"""The pages of a long list: their numbers, parts and addresses."""

from __future__ import annotations

import pytest

from reportgen.interfaces.web.access.login_sessions import LoginSession
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.rows.list_page import LAST, ListPage, asked_number


def _request(page: str) -> WebRequest:
    return WebRequest(LoginSession("anna", "", "", 0.0, 0.0), "/lijst", query={"page": page})


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("0", 1), ("-1", 1), ("x", 1), ("2", 2), ("3", 3), ("99", 3), ("9" * 400, 1)],
)
def test_a_page_that_is_not_there_is_the_nearest_one(asked: str, number: int) -> None:
    assert ListPage.of(_request(asked), 21, 10, "/lijst").number == number


def test_all_pages_together_show_the_list_once() -> None:
    pages = [ListPage.of(_request(f"{number}"), 21, 10, "/lijst") for number in (1, 2, 3)]
    assert [item for each in pages for item in each.part(range(21))] == [*range(21)]
    assert [(each.start, each.count) for each in pages] == [(0, 3), (10, 3), (20, 3)]


def test_an_empty_list_has_one_page() -> None:
    page = ListPage.of(_request("4"), 0, 10, "/lijst")
    assert (page.number, page.count, [*page.part([])]) == (1, 1, [])


def test_an_address_keeps_what_was_searched() -> None:
    page = ListPage.of(_request("2"), 21, 10, "/lijst", {"words": "a&b", "kind": ""})
    assert page.address() == "/lijst?words=a%26b&page=2"
    assert page.address(1) == "/lijst?words=a%26b"
    assert ListPage.of(_request(""), 21, 10, "/lijst").address() == "/lijst"


def test_a_list_that_is_not_counted_has_a_last_page() -> None:
    assert asked_number(_request("999999999")) == LAST
