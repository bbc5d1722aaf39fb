"""Maps, bars, lists and forms as plain functions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from counterclaim.errors import InputError
from counterclaim.ledger.review import numbered
from counterclaim.records import Count, Incident, Place, Toll
from counterclaim.serve.http.views import IncidentRow
from counterclaim.serve.http.views.lists import Range
from counterclaim.serve.web import editing, lists, reader, times
from counterclaim.serve.web.mapping import Box, Spot, box_of, map_picture
from tests import make


def spot(name: str, lat: float | None, lon: float | None, precision: str = "exact", **fields: Any) -> Spot:
    return Spot(
        **{"country": "UA", "number": 1, "address": f"/at/{name}", **fields},
        name=name,
        lat=lat,
        lon=lon,
        precision=precision,
    )


def test_a_country_is_shaded_and_never_pinned() -> None:
    drawn = map_picture([spot("Kyiv", 50.45, 30.52), spot("Ukraine", 49.0, 32.0, "country")])
    assert drawn.count("<circle") == 1
    assert 'class="land shaded"' in drawn
    assert "the country as a whole" in drawn


def test_places_near_each_other_are_one_and_lead_closer() -> None:
    towns = [spot("Kyiv", 50.45, 30.52, number=3), spot("Vyshneve", 50.4, 30.4), spot("Lviv", 49.84, 24.03)]
    drawn = map_picture(towns, zoom=lambda box: f"/map?box={box}")
    assert drawn.count("<circle") == 2
    near = re.search(r'href="/map\?box=([^"]+)"', drawn)
    assert near
    assert box_of(near[1])
    assert map_picture(towns, box=box_of(near[1])).count("<circle") == 2


def test_how_exact_a_place_is_can_be_seen() -> None:
    drawn = map_picture([spot("A", 50.0, 30.0, "near"), spot("B", 48.0, 34.0, "admin1"), spot("C", 46.0, 31.0)])
    assert {"near", "area", "exact"} == set(re.findall(r'<a class="(\w+)"', drawn))


def test_no_place_no_map() -> None:
    assert map_picture([spot("somewhere", None, None, "region")]) == ""


@pytest.mark.parametrize("wrong", [None, "", "1,2,3", "a,b,c,d", "10,0,5,1", "0,50,1,40", "0,0,999,1", "nan,0,1,1"])
def test_what_is_no_box_is_none(wrong: str | None) -> None:
    assert box_of(wrong) is None


def test_a_box_is_read_as_it_is_written() -> None:
    assert box_of(Box(1.0, 2.0, 3.5, 4.25).text()) == Box(1.0, 2.0, 3.5, 4.25)


def test_the_last_days_are_bars_and_what_is_earlier_one_bar() -> None:
    newest = date(2024, 3, 17)
    found = [(date(2019, 5, 1), 1), *((newest - timedelta(days=at), 2) for at in range(5))]
    bars = times.bars(found, most=40)
    assert bars[0] == times.Bar(date(2019, 5, 1), date(2024, 3, 12), 1, earlier=True)
    assert [bar.number for bar in bars[1:]] == [2] * 5


@pytest.mark.parametrize(("years", "spans"), [(0, {0}), (2, {28, 27, 29, 30}), (30, {364, 365})])
def test_bars_are_as_wide_as_there_is_room(years: int, spans: set[int]) -> None:
    found = [(date(1990 + at, 6, 1), 1) for at in range(years + 1)]
    bars = times.bars(found, most=40)
    assert {(bar.last - bar.first).days for bar in bars} <= spans
    assert sum(bar.number for bar in bars) == years + 1
    assert bars[0].first <= found[0][0] <= bars[0].last


def count(number: int, day: int, speaker: str = "Ministry", **fields: Any) -> Count:
    return Count(speaker=speaker, claim=f"c{day}", min=number, max=number, said_on=date(2024, 3, day), **fields)


def test_a_changed_figure_is_told_with_what_came_after_it() -> None:
    said = (count(9, 11, superseded=True), count(17, 12, superseded=True), count(19, 14), count(30, 13, "Nurse"))
    toll = Toll(effect="killed", victims="person", low=9, high=30, by=said)
    incident = Incident(
        id="i1", type="shelling", claims=(), tolls=(toll,), place=Place(name="Corvane", precision="exact")
    )
    assert [(one.before, one.after, one.speaker) for one in lists.changes(incident)] == [
        ("17", "19", "Ministry"),
        ("9", "17", "Ministry"),
    ]


def test_a_row_tells_first_what_is_disputed() -> None:
    ranges = tuple(
        Range(effect=e, victims="person", side=None, low=low, high=high)
        for e, low, high in (("injured", 3, 3), ("killed", 9, 30))
    )  # type: ignore[arg-type]
    row = IncidentRow(
        id="i", heading="", type="shelling", when=None, place=None, sides=(), claims=1, reports=1, origins=1,
        contested=("killed", "agents"), disputes=2, revised=0, ranges=ranges, published=None, reviewed=False,
    )  # fmt: skip
    assert [(one.range, one.what, one.disputed) for one in lists.tags(row)] == [
        ("9 – 30", "killed", True),
        ("", "who did it", True),
        ("3", "injured", False),
    ]


def field(path: str) -> editing.Field:
    return next(one for one in editing.fields(numbered(make.toll(), ())) if one.path == path)


def filled(path: str, **changed: str) -> dict[str, str]:
    """The form of a field as it stands, with something changed."""
    shown = {
        one.name: "" if one.value is None else str(int(one.value) if one.kind == "check" else one.value)
        for one in editing.inputs(field(path))
    }
    return {**shown, **changed}


@pytest.mark.parametrize(
    ("path", "changed", "expected", "why"),
    [
        ("events.0.figures.0", {"min": "15"}, {"events.0.figures.0.min": 15}, "only what changed"),
        ("events.0.figures.0", {"max": "15"}, {"events.0.figures.0.max": 15}, "a bound that was open"),
        ("events.0.figures.0", {"none": "1"}, {"events.0.figures.0": None}, "there is no such figure"),
        ("speaker", {"name": "Army"}, {"speaker.name": "Army", "speaker.id": None}, "an id is the old name's"),
        ("speaker", {"start": "4", "end": "9"}, {"speaker.start": 4, "speaker.end": 9}, "other characters"),
        ("stance", {"value": "denies"}, {"stance": "denies"}, "a plain value"),
        ("hedged", {"value": "1"}, {"hedged": True}, "yes or no"),
        (
            "events.0.place",
            {"name": "Ilmet"},
            {
                "events.0.place.name": "Ilmet",
                "events.0.place.names": [],
                **dict.fromkeys(f"events.0.place.{one}" for one in ("geonameid", "lat", "lon", "country")),
            },
            "a point is the old name's",
        ),
    ],
)  # fmt: skip
def test_a_form_changes_what_was_changed_in_it(
    path: str, changed: dict[str, str], expected: dict[str, Any], why: str
) -> None:
    assert editing.changes(field(path), filled(path, **changed)) == expected, why


def test_a_field_that_held_nothing_is_filled_as_a_whole() -> None:
    found = editing.changes(field("addressee"), filled("addressee", name="Orvessia", start="0", end="6"))
    assert found["addressee"]["name"] == "Orvessia"
    assert (found["addressee"]["start"], found["addressee"]["end"]) == (0, 6)


@pytest.mark.parametrize("path", ["speaker", "stance", "events.0.when"])
def test_a_form_that_changes_nothing_is_told_so(path: str) -> None:
    with pytest.raises(InputError, match="nothing was changed"):
        editing.changes(field(path), filled(path))


def test_only_what_may_be_missing_can_be_taken_away() -> None:
    removable = {one.path for one in editing.fields(numbered(make.toll(), ())) if one.removable}
    assert "events.0.figures.0" in removable
    assert not removable & {"speaker", "stance", "hedged", "events.0.type", "events.0.status"}


def test_a_report_is_shown_to_the_character() -> None:
    record = make.record()
    shown = reader.reading(record, (6, 11))
    assert "".join(part.piece.text for part in shown.parts) == record.report.text
    assert "".join(part.piece.text for part in shown.parts if part.piece.target) == record.report.text[6:11]
    anchors = [part.anchor for part in shown.parts if part.anchor]
    assert len(anchors) == len(set(anchors))
    assert "c=6-11" in anchors
    assert [voice.number for voice in shown.voices] == list(range(1, len(shown.voices) + 1))
