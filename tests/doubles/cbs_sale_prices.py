"""A table of CBS that the program does not fetch by itself, with made-up figures: prices of houses."""

from __future__ import annotations

from functools import cache

from doubles.cbs_table import Table, dimension, listing, padded, topic

REGIONS = {"NL01": "Nederland", "PV26": "Utrecht (PV)", "GM0344": "Utrecht (gemeente)", "GM0356": "Nieuwegein"}
YEARS = range(2015, 2026)


@cache
def sale_prices() -> Table:
    """83625NED: the average price of houses that were sold."""
    return Table(
        "83625NED",
        "Bestaande koopwoningen; gemiddelde verkoopprijzen, regio",
        "2015 t/m 2025",
        "2026-02-17T02:00:00",
        listing(
            dimension("RegioS", "Regio's", "GeoDimension"),
            dimension("Perioden", "Perioden", "TimeDimension"),
            topic("GemiddeldeVerkoopprijs_1", "Gemiddelde verkoopprijs", "euro"),
        ),
        {
            "RegioS": padded([{"Key": key, "Title": title, "Description": ""} for key, title in REGIONS.items()]),
            "Perioden": tuple({"Key": f"{year}JJ00", "Title": str(year), "Status": "Definitief"} for year in YEARS),
        },
        tuple(
            {
                "ID": place * len(YEARS) + year - YEARS[0],
                "RegioS": region.ljust(6),
                "Perioden": f"{year}JJ00",
                "GemiddeldeVerkoopprijs_1": 230_000 + 1_000 * place + 20_000 * (year - YEARS[0]),
            }
            for place, region in enumerate(REGIONS)
            for year in YEARS
        ),
    )
