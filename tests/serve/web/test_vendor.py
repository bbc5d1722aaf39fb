"""What is vendored is what its makers published, with their licence beside it; nothing of it comes from elsewhere."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest

from counterclaim.serve import web

STATIC = Path(web.__file__).parent / "static"
FOLDERS = (STATIC / "vendor", Path(__file__).parent / "vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=("wheel", "tests"))
def test_vendored_files_are_those_of_the_manifest(folder: Path) -> None:
    packages = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["packages"]
    listed = {name: sha for package in packages for name, sha in package["files"].items()}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed} == listed
    for package in packages:
        assert (folder / package["licence_file"]).stat().st_size > 100
    others = {"manifest.json", "world-atlas-LICENSE.txt", "axe-core-LICENSE-3RD-PARTY.txt"}
    assert {path.name for path in folder.iterdir()} - others == listed.keys() | {p["licence_file"] for p in packages}


def test_no_outline_of_a_country_leaps_over_the_180th_degree() -> None:
    shapes = json.loads((STATIC / "countries.geojson").read_text(encoding="utf-8"))["features"]
    assert {"RU", "FJ", "AQ", "UA", "XK"} <= {shape["properties"]["iso2"] for shape in shapes}
    for shape in shapes:
        for polygon in shape["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
                steps = [abs(a[0] - b[0]) for a, b in pairwise(ring) if a[1] > -89]
                assert max(steps) < 180, shape["properties"]
