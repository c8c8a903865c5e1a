"""A meeting without figures: programme, table and questions, from the build to the organiser's page."""

from __future__ import annotations

from usecases.meeting import COR, changed

GUEST = changed(COR, last="Gast", municipality="Provincie Utrecht", email="c.gast@provincie.example", table=1)
