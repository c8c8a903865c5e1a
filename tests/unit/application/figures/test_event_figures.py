"""Which sources the packs of an event name."""

from __future__ import annotations

from example import figures

from reportgen.application.figures.event_figures import used_sources


def test_a_table_of_which_no_number_is_told_is_no_source() -> None:
    """The residents of 2018 are of two other tables; that of all later years has nothing of that year."""
    used = used_sources(figures.figures())
    assert used == {"municipalities", "districts", "national", "origins"}


def test_every_figure_has_a_source_that_is_named() -> None:
    known = figures.figures()
    used = used_sources(known)
    told = {
        known.source(key, code, each.year)
        for key in known.measures
        for code, series in known.series(key).items()
        for each in series.years
    }
    assert told <= used
