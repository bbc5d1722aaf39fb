"""Codes of countries, from country_codes.tsv: what the formats that others publish call a country."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Codes(NamedTuple):
    """ISO 3166-1 alpha-2, alpha-3 and numeric, FIPS 10-4, the continent, the name; null for a code it lacks."""

    iso2: str
    iso3: str | None
    numeric: int | None
    fips: str | None
    continent: str | None
    name: str


def codes(iso2: str | None) -> Codes | None:
    """The codes of the country `iso2`; null where there is none."""
    return _countries().get(iso2 or "")


def every() -> tuple[Codes, ...]:
    """The codes of all countries."""
    return tuple(_countries().values())


@cache
def _countries() -> dict[str, Codes]:
    text = (files(__package__) / "country_codes.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    return {
        row["iso2"]: Codes(
            row["iso2"],
            row["iso3"] or None,
            int(row["numeric"]) if row["numeric"] else None,
            row["fips"] or None,
            row["continent"] or None,
            row["name"],
        )
        for row in rows
    }
