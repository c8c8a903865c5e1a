"""Keys of letters and ids of participants."""

from __future__ import annotations

import pytest

from reportgen.domain.identifiers import delivery_key, pack_key, participant_id, participant_in


def test_the_keys_of_letters_sort_by_participant_and_edition() -> None:
    assert delivery_key("2018-12-10-wonen", 7, 2) == "2018-12-10-wonen.0007.0002"
    keys = [delivery_key("a", number, edition) for number in (1, 9, 10, 123) for edition in (1, 2, 10)]
    assert keys == sorted(set(keys))


def test_a_briefing_goes_by_the_key_of_its_event_and_another_kind_has_a_key_of_its_own() -> None:
    assert pack_key("2018-12-10-wonen", "briefing") == "2018-12-10-wonen"
    assert pack_key("2018-12-10-wonen", "follow-up") == "2018-12-10-wonen--follow-up"


def test_the_id_of_a_participant_reads_back_as_event_and_number() -> None:
    assert participant_in(participant_id("2018-12-10-wonen", 7)) == ("2018-12-10-wonen", 7)
    assert participant_in(participant_id("2018-12-10-wonen", 12345)) == ("2018-12-10-wonen", 12345)


@pytest.mark.parametrize(
    "text", ["", "2018-12-10-wonen", ".0007", "2018-12-10-wonen.", "2018-12-10-wonen.zeven", "2018-12-10-wonen.7"]
)
def test_what_is_no_id_of_a_participant_names_nobody(text: str) -> None:
    assert participant_in(text) is None
