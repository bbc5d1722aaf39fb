"""Lists of places as people have them: what is read from each form, and how a mistake is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer import open_gazetteer, own
from counterclaim.knowledge.gazetteer.lists import read_list

# An invented country, XQ, in GeoNames' nineteen columns.
DUMP = [
    "900001\tOrvessia Province\tOrvessia Province\t\t-49.2\t69.9\tA\tADM1\tXQ\t\t01\t\t\t\t4000\t\t\t\t2020-01-01",
    "900002\tLonn District\tLonn District\t\t-49.1\t69.8\tA\tADM2\tXQ\t\t01\t0101\t\t\t900\t\t\t\t2020-01-01",
    "900003\tQuillmar\tQuillmar\tKvilmar,QLM,Квильмар\t-49.15\t69.81\tP\tPPL\tXQ\t\t01\t0101\t\t\t700\t\t\t\t2020-01-01",
    "900004\tBrennhavn\tBrennhavn\t\t-49.3\t69.95\tP\tPPLA\tXQ\t\t01\t\t\t\t12000\t\t\t\t2020-01-01",
    "900005\tBrennhavn Airfield\tBrennhavn Airfield\t\t-49.31\t69.96\tS\tAIRF\tXQ\t\t01\t\t\t\t0\t\t\t\t2020-01-01",
    "900006\tLonn Road\tLonn Road\t\t-49.31\t69.96\tR\tRD\tXQ\t\t01\t\t\t\t0\t\t\t\t2020-01-01",
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "XQ.txt"
    path.write_text("\n".join(DUMP) + "\n", encoding="utf-8")
    return path


def test_a_geonames_dump_names_the_units_of_its_places(dump: Path) -> None:
    read = read_list(dump)
    assert [(row.name, row.kind) for row in read.rows] == [
        ("Orvessia Province", "admin1"),
        ("Lonn District", "admin2"),
        ("Quillmar", "village"),
        ("Brennhavn", "town"),
        ("Brennhavn Airfield", "facility"),
    ], "a road is no place"
    assert (read.form, read.first) == ("geonames", False)
    with open_gazetteer([dump]) as gazetteer:
        (village,) = gazetteer.lookup("Kvilmar", fuzzy=False)
        assert (village.geonameid, village.admin1, village.admin2) == (900003, "Orvessia Province", "Lonn District")
        assert (village.source, village.own) == ("XQ", False)
        assert "GeoNames" in gazetteer.credit


def test_a_zip_holds_one_list_beside_its_readme(dump: Path) -> None:
    packed = dump.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(dump, "XQ.txt")
        archive.writestr("readme.txt", "columns and licence")
    assert len(read_list(packed).rows) == 5
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("more.csv", "name")
    with pytest.raises(KnowledgeError, match="holds 2 lists"):
        read_list(packed)


NATIONAL = [
    ("admin1Name_en,admin2Name_en,featureName,latitude,longitude,type\nNorth,Lonn,Sel,-49.1,69.8,Village\n", "village"),
    ("name;name_fr;Lat;Long;pop;type\nSel;Selle;-49.1;69.8;120.0;Kolkhoz\n", "other"),
    ("ADM1_EN\tADM2_EN\ty\tx\nNorth\tSel\t-49.1\t69.8\n", "admin2"),
]


@pytest.mark.parametrize(("text", "kind"), NATIONAL, ids=[kind for _, kind in NATIONAL])
def test_a_national_list_is_known_by_its_header(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "national.csv"
    path.write_text(text, encoding="utf-8")
    (row,) = read_list(path, country="XQ").rows
    assert (row.name, row.lat, row.lon, row.country, row.kind) == ("Sel", -49.1, 69.8, "XQ", kind)


def _geojson(*features: tuple[dict[str, object], object]) -> str:
    shaped = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    return json.dumps({"type": "FeatureCollection", "features": shaped})


def test_geojson_gives_points_and_the_middle_of_shapes(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    square = {"type": "Polygon", "coordinates": [[[69, -50], [70, -50], [70, -49], [69, -49], [69, -50]]]}
    point = {"type": "Point", "coordinates": [69.8, -49.1]}
    path.write_text(_geojson(({"ADM1_EN": "North"}, square), ({"name": "Sel", "country": "XQ"}, point)), "utf-8")
    area, village = read_list(path).rows
    assert (area.name, area.kind, area.lat, area.lon) == ("North", "admin1", -49.5, 69.5)
    assert area.extent == pytest.approx(66, abs=2)
    assert (village.name, village.lat, village.lon, village.extent) == ("Sel", -49.1, 69.8, None)


MISTAKES = [
    ("XQ.txt", DUMP[0] + "\n" + DUMP[2][:40] + "\n", ":2: 4 fields instead of GeoNames' 19"),
    ("a.txt", DUMP[2].replace("-49.15", "north"), ":1: 'north', '69.81' is no latitude"),
    ("a.csv", "featureName,lat\nSel,1\n", ":1: no column of the header"),
    ("a.csv", "name,lat,lon\nSel,1,2\n,1,2\n", ":3: name is empty"),
    ("a.csv", "name,lat,lon\n", "holds no place"),
    ("a.geojson", "{", "is no JSON"),
    ("a.geojson", "[]", "no list of features"),
    ("a.geojson", _geojson(({"name": "Sel"}, None)), ": feature 1: has no point"),
    ("a.geojson", _geojson(({"height": 3}, {"type": "Point", "coordinates": [1, 2]})), "is a name"),
    ("a.pdf", "x", "give .csv"),
    ("a.zip", "x", "cannot be read"),
]


@pytest.mark.parametrize(("name", "text", "cause"), MISTAKES, ids=[cause for *_, cause in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_the_next_step(tmp_path: Path, name: str, text: str, cause: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_list(path)
    assert cause in str(caught.value)
    assert str(path) in str(caught.value)
    assert ";" in str(caught.value)


def test_bytes_of_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name,lat,lon\nSel,1,2\nÖst,1,2\n".encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"a\.csv:3: is not UTF-8"):
        read_list(path)


def test_rows_with_mistakes_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,lat,lon\nSel,1,2\n,1,2\nOst,3,400\n", encoding="utf-8")
    read = read_list(path, lenient=True)
    assert [row.name for row in read.rows] == ["Sel"]
    assert [line.partition(": ")[0] for line in read.left_out] == [f"{path}:3", f"{path}:4"]


def test_lists_are_kept_listed_and_removed(tmp_path: Path, dump: Path) -> None:
    folder = tmp_path / "kept" / "places"
    added = own.add(folder, read_list(dump), source=dump.name)
    assert (added.name, added.places, added.countries, added.source) == ("XQ", 5, "XQ", "XQ.txt")
    assert own.add(folder, read_list(dump), source=dump.name) == added, "the same list again changes nothing"
    own.add(folder, read_list(dump, first=True), name="again")
    assert [each.name for each in own.listed(folder)] == ["XQ", "again"]
    assert own.one(folder, "again").first
    assert own.one(folder, "bundled").places > 250_000
    with open_gazetteer([own.remove(folder, "again").with_name("XQ.sqlite")]) as gazetteer:
        assert [entry.geonameid for entry in gazetteer.lookup("Brennhavn", fuzzy=False)] == [900004]
    assert [each.name for each in own.listed(folder)] == ["XQ"]
    with pytest.raises(KnowledgeError, match="no list 'again'"):
        own.remove(folder, "again")
    with pytest.raises(KnowledgeError, match="is no name"):
        own.add(folder, read_list(dump), name="../out")


def test_a_place_of_two_files_is_one(tmp_path: Path) -> None:
    path = tmp_path / "UA.txt"
    line = (
        DUMP[3].replace("900004", "703845").replace("Brennhavn", "Kramatorsk").replace("-49.3\t69.95", "48.73\t37.56")
    )
    path.write_text(line.replace("XQ", "UA"), encoding="utf-8")
    with open_gazetteer([path]) as gazetteer:
        found = [entry for entry in gazetteer.lookup("Kramatorsk", fuzzy=False) if entry.kind == "town"]
    assert [(entry.source, entry.lat) for entry in found if entry.geonameid == 703845] == [("UA", 48.73)]
