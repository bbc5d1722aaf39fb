"""A report whose author wants it to run in a reviewer's browser: title, outlet, speaker, place, words, all of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import msgspec
import pytest

from counterclaim.crosscheck import settle
from counterclaim.ledger.store import Ledger
from counterclaim.records import Actor, Record
from tests import make
from tests.serve.http.conftest import Start

SCRIPT = "<script>alert('%s')</script><img src=x onerror=alert(1)>\"'"
TEXT = f"{SCRIPT % 'text'} said at least 12 people were killed on Tuesday by rockets in Corvane civilians.\n"


@pytest.fixture
def hostile(start: Start, tmp_path: Path) -> httpx.Client:
    """A desk over a ledger of one such report."""
    path = tmp_path / "hostile.db"
    report = make.report(TEXT, title=SCRIPT % "title", outlet=SCRIPT % "outlet", url="javascript:alert(1)", path="x")
    words = TEXT.rstrip("\n")
    claim = make.toll(make.TEXT)
    speaker = Actor(name=SCRIPT % "speaker", side=SCRIPT % "side")
    event = msgspec.structs.replace(
        claim.events[0],
        **make.span(TEXT, "killed"),
        agents=(Actor(name=SCRIPT % "agent", side="=cmd()"),),
        targets=(),
        means=(),
        when=None,
        place=msgspec.structs.replace(claim.events[0].place, name=SCRIPT % "place", **make.span(TEXT, "Corvane")),
        figures=(msgspec.structs.replace(claim.events[0].figures[0], **make.span(TEXT, "at least 12")),),
    )
    said = make.claim(TEXT, words, id="c1", speaker=speaker, events=(event,))
    with Ledger(path, write=True) as ledger:
        ledger.add(Record(report=report, claims=(said,)), ledger.start("<b>1</b>"))
        settle(ledger)
    return start(path)


def pages(desk: httpx.Client) -> list[str]:
    incident = desk.get("/incidents.json").json()["items"][0]["id"]
    report = desk.get("/claims.json").json()["items"][0]["report"]["id"]
    lists = ["/", "/incidents", "/claims", "/map", "/timeline", "/parties", "/sources", "/review", "/history", "/runs"]
    looked_for = f"/claims?q={SCRIPT % 'query'}&side={SCRIPT % 'facet'}"
    return [*lists, looked_for, f"/incident/{incident}", "/claim/c1", f"/report/{report}", f"/claim/{SCRIPT % 'id'}"]


def test_nothing_of_it_becomes_markup(hostile: httpx.Client) -> None:
    for path in pages(hostile):
        answer = hostile.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 404), path
        assert answer.headers["content-type"].startswith("text/html"), path
        for tag, attributes in elements(answer.text):
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/"), path
            assert not any(name.startswith("on") or name == "style" for name in attributes), path
            assert not (attributes.get("href") or "").casefold().startswith("javascript:"), path
            assert tag != "img", path


class Elements(HTMLParser):
    """Every element of a page as a browser would see it, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(page)
    parser.close()
    assert parser.found
    return parser.found


def test_data_says_what_it_is(hostile: httpx.Client) -> None:
    for path in ("/incidents.json", "/claims.csv", "/incidents.geojson"):
        answer = hostile.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not answer.headers["content-type"].startswith("text/html")


def test_no_cell_of_a_table_runs(hostile: httpx.Client) -> None:
    incident = hostile.get("/incidents.json").json()["items"][0]["id"]
    for path in ("/claims.csv", f"/incident/{incident}.csv", "/parties.csv", "/claim/c1.csv"):
        assert not re.search(r'(^|,)"?=', hostile.get(path).text, re.MULTILINE), path


def test_metrics_hold_no_name(hostile: httpx.Client) -> None:
    hostile.get(f"/claim/{SCRIPT % 'id'}.json")
    assert "script" not in hostile.get("/metrics").text.casefold()
