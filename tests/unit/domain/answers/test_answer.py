"""A reference is found in whatever surrounds it, and is of one letter only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from reportgen.domain.answers.answer import reference_of, references_in


@given(some.integers(1, 99_999), some.integers(1, 9_999), some.text(max_size=20))
def test_a_reference_is_found_wherever_it_stands(number: int, edition: int, fingerprint: str) -> None:
    reference = reference_of(number, edition, "sleutel", fingerprint)
    assert references_in(f"> Kenmerk: {reference}.\nen nog eens {str(reference).lower()}") == (reference,)
    assert reference != reference_of(number, edition, "sleutel", f"{fingerprint}x")
