"""Former names of municipalities that may mean another place, and other names in use beside the official one."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from reportgen.domain.places.municipality import BoundaryChange, successors

DOUBTFUL = frozenset(
    [
        *("GM0142", "GM0159", "GM0188"),  # Ambt Delden, Den Ham, Weerselo: were divided, though the list names one heir
        *("GM0231", "GM0161", "GM0526"),  # Elst, Hasselt, Heerjansdam
        *("GM0248", "GM0923", "GM0929"),  # Hengelo (Gld.), Horst, Kessel
        *("GM0329", "GM0644", "GM0600"),  # Loenen, Ouderkerk, Rozenburg
        *("GM0619", "GM0276", "GM0137"),  # Valkenburg (ZH.), Rossum (Gld.), Zuidwolde (Dr.)
        *("GM0212", "GM0752", "GM0833"),  # Brakel, Berlicum, Putte
    ]
)
"""Codes of former municipalities whose name may mean another place: it is asked, unless the province is named too."""

# Names in use beside the official one, by code: the common name, the Dutch or the Frisian one, and how the
# Frisian letters look after a wrong encoding. Nothing is in here that could be a region
# (Noordoost-Friesland) or another place (Alphen, Krimpen, Kaag).
ALIASES: dict[str, tuple[str, ...]] = {
    "GM0058": ("Dongeradiel",),
    "GM0060": ("It Amelân",),
    "GM0063": ("It Bildt",),
    "GM0070": ("Frjentsjerteradiel",),
    "GM0072": ("Harns",),
    "GM0074": ("It Hearrenfean",),
    "GM0079": ("Kollumerland", "Kollumerland ca", "Kollumerlân en Nijkrúslân"),
    "GM0080": ("Ljouwert",),
    "GM0081": ("Ljouwerteradiel",),
    "GM0085": ("Eaststellingwerf",),
    "GM0086": ("Opsterlân",),
    "GM0088": ("Skiermûntseach",),
    "GM0090": ("Smellingerlân",),
    "GM0093": ("Skylge",),
    "GM0096": ("Flylân",),
    "GM0140": ("Littenseradeel",),
    "GM0352": ("Wijk b Duurstede",),
    "GM0393": ("Haarlemmerliede", "Haarlemmerliede ca"),
    "GM0518": ("Den Haag", "The Hague"),
    "GM0531": ("H I Ambacht",),
    "GM0683": ("Wymbritseradeel",),
    "GM0710": ("Wonseradeel",),
    "GM0736": ("Ronde Venen",),
    "GM0737": ("Tietjerksteradeel", "Tietjerksteradiel", "Tytsjerksteradeel"),
    "GM0796": ("Den Bosch",),
    "GM0820": ("Nuenen", "Nuenen ca", "Nuenen cs"),
    "GM1722": ("Ferwerderadeel",),
    "GM1735": ("Hof v Twente",),
    "GM1891": ("Dantumadeel",),
    "GM1900": ("Sudwest Friesland", "S dwest Frysl n"),
    "GM1940": ("Fryske Marren", "De Friese Meren", "Friese Meren"),
}


SUGGESTED: dict[str, tuple[str, ...]] = {
    "GM0748": ("BoZ",),
    "GM1900": ("SWF", "Zuidwest Friesland", "Zuidwest Fryslân"),
}
"""Names by code that may mean a municipality or something else; they are suggested, and decide nothing."""


def present_successors(
    code: str, present: Container[str], past: tuple[BoundaryChange, ...], after: date = date.min
) -> tuple[tuple[str, ...], bool]:
    """Follow an ended municipality to those of today: which, and whether nothing was divided on the way."""
    if code in present:
        return (code,), True
    steps = successors(code, past, after)
    ways = [present_successors(step.new_code, present, past, step.on) for step in steps]
    undivided = all(step.whole for step in steps) and all(whole for _, whole in ways)
    return tuple(dict.fromkeys(heir for heirs, _ in ways for heir in heirs)), undivided
