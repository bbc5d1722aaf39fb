from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from counterclaim.serve.http.reading import RESOURCES
from tests.serve.http.conftest import contested


def ids(desk: httpx.Client) -> dict[str, str]:
    """An id for each page that wants one."""
    found = desk.get("/claims.json", params={"q": "hospital"}).json()["items"][0]
    return {
        "/incident/{id}": contested(desk),
        "/claim/{id}": found["claim"]["id"],
        "/report/{id}": found["report"]["id"],
    }


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_everything_is_json_under_its_page_and_under_the_api(desk: httpx.Client) -> None:
    known = ids(desk)
    for one in RESOURCES:
        id = known.get(one.page, "")
        page, api = desk.get(one.page.format(id=id) + ".json"), desk.get("/api/v1" + one.api.format(id=id))
        assert page.status_code == 200, one.page
        assert page.json() == api.json()
        assert page.headers["content-type"] == "application/json"


def test_what_is_a_table_is_csv(desk: httpx.Client) -> None:
    known = ids(desk)
    for one in RESOURCES:
        if one.table:
            answer = desk.get(one.page.format(id=known.get(one.page, "")) + ".csv")
            names = answer.text.partition("\n")[0].split(",")
            assert names == [column.name for column in one.table.columns], one.page
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            assert answer.headers["content-disposition"] == f'attachment; filename="{one.table.name}.csv"'


def test_what_has_places_is_geojson(desk: httpx.Client) -> None:
    known = ids(desk)
    for one in RESOURCES:
        if one.geo:
            answer = desk.get(one.page.format(id=known.get(one.page, "")) + ".geojson")
            assert answer.headers["content-type"] == "application/geo+json"
            assert answer.json()["type"] == "FeatureCollection"


def test_a_country_is_never_pinned(desk: httpx.Client) -> None:
    shown = {one["name"]: one for one in desk.get("/map.json").json()["items"]}
    wide = [one for one in shown.values() if one["precision"] in ("country", "region")]
    assert wide
    assert not any(one["pinned"] for one in wide)
    drawn = {one["properties"]["name"]: one["geometry"] for one in desk.get("/map.geojson").json()["features"]}
    assert all(drawn[one["name"]] is None for one in wide)
    assert drawn["Corvane"]["type"] == "Point"


def test_every_cell_of_an_incident_stands_on_characters(desk: httpx.Client) -> None:
    view = desk.get(f"/incident/{contested(desk)}.json").json()
    entries = [e for line in view["accounts"]["lines"] for cell in line["cells"] for e in cell["entries"]]
    assert entries
    texts = {one: text_of(desk, one) for one in {entry["report"] for entry in entries}}
    for entry in entries:
        assert 0 <= entry["start"] < entry["end"] <= len(texts[entry["report"]])
    for claim in view["claims"]:
        assert texts[claim["report"]][claim["start"] : claim["end"]] == claim["quote"]


def text_of(desk: httpx.Client, report: str) -> str:
    """A report's text, put together from its pieces."""
    return "".join(piece["text"] for piece in desk.get(f"/report/{report}.json").json()["pieces"])


def test_accounts_are_sides_third_parties_and_the_outlets_themselves(desk: httpx.Client) -> None:
    columns = desk.get(f"/incident/{contested(desk)}.json").json()["accounts"]["columns"]
    kinds = [column["kind"] for column in columns]
    assert kinds == [*["side"] * kinds.count("side"), "others", "outlet"]
    assert {"Orvessia", "Highland Defence Movement"} <= {column["side"] for column in columns}


def test_nothing_said_none_and_a_denial_are_told_apart(desk: httpx.Client) -> None:
    says = {
        cell["says"]
        for row in desk.get("/incidents.json").json()["items"]
        for line in desk.get(f"/incident/{row['id']}.json").json()["accounts"]["lines"]
        for cell in line["cells"]
    }
    assert says == {"nothing", "something", "none", "denial"}


def test_both_ends_of_a_link_are_shown_with_their_words(desk: httpx.Client) -> None:
    view = desk.get(f"/incident/{contested(desk)}.json").json()
    denial = next(link for link in view["links"] if link["relation"] == "denies")
    assert denial["from"]["quote"] in text_of(desk, denial["from"]["report"])
    assert denial["to"]["claim"] in view["incident"]["claims"]


@pytest.mark.parametrize("query", [{}, {"stance": "denies"}, {"q": "shell*"}, {"after": "2024-03-12", "q": "-aid"}])
def test_pages_of_claims_are_the_whole(desk: httpx.Client, query: dict[str, Any]) -> None:
    whole = desk.get("/claims.json", params={**query, "limit": 500}).json()
    assert whole["next"] is None
    assert walked(desk, "/claims.json", query) == [one["claim"]["id"] for one in whole["items"]]
    assert whole["total"] == len(whole["items"])


@pytest.mark.parametrize("order", ["newest", "changed", "disputes", "reports"])
def test_pages_of_incidents_are_the_whole(desk: httpx.Client, order: str) -> None:
    whole = desk.get("/incidents.json", params={"order": order, "limit": 500}).json()
    assert walked(desk, "/incidents.json", {"order": order}) == [one["id"] for one in whole["items"]]
    assert whole["total"] == len(whole["items"]) > 7


def walked(desk: httpx.Client, path: str, query: dict[str, Any]) -> list[str]:
    """The ids of all rows, taken seven at a time."""

    def id_of(row: dict[str, Any]) -> str:
        return str(row["claim"]["id"] if isinstance(row.get("claim"), dict) else row["id"])

    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = desk.get(path, params={**query, **cursor, "limit": 7}).json()
        assert len(page["items"]) <= 7
        found += [
            one["claim"]["id"] if "claim" in one and isinstance(one["claim"], dict) else one["id"]
            for one in page["items"]
        ]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


def test_facets_count_what_they_narrow_to(desk: httpx.Client) -> None:
    facets = desk.get("/claims.json").json()["facets"]
    for name, values in facets.items():
        if values:
            first = values[0]
            found = desk.get("/claims.json", params={name: first["value"], "limit": 500}).json()
            assert found["total"] == len(found["items"]) == first["claims"], name
            assert next(v for v in found["facets"][name] if v["value"] == first["value"])["chosen"]


def test_words_that_were_looked_for_are_shown(desk: httpx.Client) -> None:
    for one in desk.get("/claims.json", params={"q": "hospital"}).json()["items"]:
        marked = [one["claim"]["quote"][a:b] for a, b in one["in_quote"]]
        marked += [(one["report"]["title"] or "")[a:b] for a, b in one["in_title"]]
        assert marked
        assert all("hospital" in words.casefold() for words in marked)


def test_incidents_are_found_by_what_is_said_of_them(desk: httpx.Client) -> None:
    found = desk.get("/incidents.json", params={"q": "hospital"}).json()["items"]
    every = desk.get("/incidents.json").json()["items"]
    assert 0 < len(found) < len(every)
    assert not desk.get("/incidents.json", params={"q": "zeppelin"}).json()["items"]


def test_incidents_are_narrowed_to_contested_ones_and_to_a_box(desk: httpx.Client) -> None:
    contested_ones = desk.get("/incidents.json", params={"contested": True}).json()["items"]
    assert contested_ones
    assert all(one["contested"] and one["disputes"] for one in contested_ones)
    calm = desk.get("/incidents.json", params={"contested": False}).json()
    assert len(contested_ones) + calm["total"] == desk.get("/incidents.json").json()["total"]
    around = desk.get("/incidents.json", params={"box": "69.8,-49.3,69.9,-49.2"}).json()["items"]
    assert {one["place"]["name"] for one in around} == {"Corvane"}


def test_a_claim_says_why_for_each_field(desk: httpx.Client) -> None:
    claim = ids(desk)["/claim/{id}"]
    view = desk.get(f"/claim/{claim}.json").json()
    text = text_of(desk, view["report"]["id"])
    for field in view["fields"]:
        if field["start"] is not None:
            assert text[field["start"] : field["end"]] == field["words"]
    assert {"speaker", "stance"} <= {field["path"] for field in view["fields"]}
    assert any(field["reason"] for field in view["fields"])


def test_a_beginning_is_enough_and_two_are_too_many(desk: httpx.Client) -> None:
    claim = ids(desk)["/claim/{id}"]
    assert desk.get(f"/claim/{claim[:9]}.json").json()["claim"]["id"] == claim
    answer = desk.get("/claim/c.json")
    assert answer.status_code == 404
    assert "several ids begin with c" in answer.json()["error"]["message"]


def test_what_is_unchanged_is_not_sent_again(desk: httpx.Client) -> None:
    first = desk.get("/incidents.json")
    again = desk.get("/incidents.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = desk.get("/incidents.json", params={"limit": 1}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_head_tells_of_what_get_gives(desk: httpx.Client) -> None:
    got, told = desk.get("/incidents.json"), desk.head("/incidents.json")
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["etag"] == got.headers["etag"]
    assert told.headers["content-length"] == got.headers["content-length"]


def test_the_first_page_has_a_few_of_each(desk: httpx.Client) -> None:
    view = desk.get("/desk.json").json()
    assert all(one["contested"] for one in view["contested"])
    assert all(not one["reviewed"] for one in view["unreviewed"])
    assert all(one["revised"] for one in view["revised"])
    assert view["incidents"] == desk.get("/incidents.json").json()["total"]


def test_formulas_in_csv_are_text(desk: httpx.Client) -> None:
    for row in rows(desk.get("/claims.csv")):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row.values() if cell)


def test_days_and_their_incidents(desk: httpx.Client) -> None:
    view = desk.get("/timeline.json").json()
    days = [one["day"] for one in view["items"]]
    assert days == sorted(days)
    assert [row["when"]["from"] for row in view["rows"]] == sorted(row["when"]["from"] for row in view["rows"])
    assert sum(one["incidents"] for one in view["items"]) == len(view["rows"])


def test_sources_and_parties_add_up(desk: httpx.Client) -> None:
    outlets = desk.get("/sources.json").json()["items"]
    assert sum(one["reports"] for one in outlets) == 16
    assert {one["name"] for one in outlets} >= {"Meridian", "Radio Lonn"}
    sides = {one["name"]: one["claims"] for one in desk.get("/parties.json").json()["items"]}
    assert sides["Orvessia"] == desk.get("/claims.json", params={"side": "Orvessia"}).json()["total"]
    assert set(desk.get("/parties.json", params={"beginning": "Orv"}).json()["items"][0]) == {"name", "claims"}


def test_the_log_tells_people_and_on_asking_the_machine(desk: httpx.Client) -> None:
    assert desk.get("/history.json").json()["items"] == []
    found = desk.get("/history.json", params={"machine": True, "limit": 3}).json()
    assert len(found["items"]) == 3
    more = desk.get("/history.json", params={"machine": True, "limit": 3, "cursor": found["next"]}).json()
    assert [one["key"] for one in found["items"] + more["items"]] == sorted(
        (one["key"] for one in found["items"] + more["items"]), reverse=True
    )


def test_runs_tell_what_was_read(desk: httpx.Client) -> None:
    (run,) = desk.get("/runs.json").json()["items"]
    assert (run["readings"], run["skipped"]) == (16, 0)


def test_metrics_are_what_prometheus_reads(desk: httpx.Client) -> None:
    desk.get("/claims.json")
    answer = desk.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert 'counterclaim_rows{table="reports"} 16' in lines
    asked = next(line for line in lines if line.startswith("counterclaim_answers_total") and '"/claims.json"' in line)
    assert 'method="GET"' in asked
    assert all(line.startswith("#") or len(line.rsplit(" ", 1)) == 2 for line in lines)


def test_the_desk_is_well(desk: httpx.Client) -> None:
    assert desk.get("/health").json()["status"] == "ok"
