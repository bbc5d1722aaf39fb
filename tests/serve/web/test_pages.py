"""Pages without a browser: every text of a stranger stays text, and addresses hold what a page shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from counterclaim import crosscheck
from counterclaim.ledger.store import Ledger
from counterclaim.records import Actor
from tests.accounts import MOVEMENT, killed, report, said
from tests.serve.http.conftest import served

EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}javascript:alert(3)"
HEBREW = "דובר צה״ל"
PATHS = (
    "/", "/incidents", "/claims", "/claims?q=killed", "/map", "/timeline", "/parties", "/sources", "/review",
    "/history?machine=1", "/runs",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A desk over reports by somebody who means harm: in the title, the outlet, the names, the words."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with Ledger(path, write=True) as ledger:
        run = ledger.start("1")
        ledger.add(
            report(
                f"Outlet {EVIL}",
                12,
                said(
                    f"Five killed in Corvane, {EVIL} said",
                    {"type": "shelling", "figures": (killed(5),), "at": "Corvane"},
                    by=f"Speaker {EVIL}",
                    side=f"Side {EVIL}",
                ),
                title=f"Title {EVIL}",
            ),
            run,
        )
        words = said(
            "Nine killed in Corvane, the spokesman said",
            {"type": "shelling", "figures": (killed(9),), "at": "Corvane"},
            by=HEBREW,
            side=MOVEMENT,
        )
        ledger.add(report("Second", 12, {**words, "via": (Actor(name=f"Via {EVIL}"),)}), run)
        crosscheck.settle(ledger)
    with served(path) as client:
        yield client


class Tags(HTMLParser):
    """What elements and attributes a page really has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def addresses(client: httpx.Client) -> list[str]:
    claims = [row["claim"]["id"] for row in client.get("/claims.json").json()["items"]]
    incidents = [row["id"] for row in client.get("/incidents.json").json()["items"]]
    reports = [row["report"]["id"] for row in client.get("/claims.json").json()["items"]]
    of_each = (("claim", claims), ("incident", incidents), ("report", reports), ("review?claim", claims))
    return [*PATHS, *(f"/{kind}{'=' if '?' in kind else '/'}{one}" for kind, ids in of_each for one in ids)]


def test_what_a_stranger_wrote_stays_text(hostile: httpx.Client) -> None:
    shown = 0
    for address in addresses(hostile):
        answer = hostile.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200, address
        assert ("onerror=alert" in answer.text) == ("{{7*7}}" in answer.text), address
        shown += "onerror=alert" in answer.text
        for tag, attributes in Tags(answer.text).found:
            assert tag != "img", address
            assert not any(name.startswith("on") or name == "style" for name in attributes), address
            assert tag != "script" or str(attributes.get("src", "")).startswith("/static/"), address
            for name in ("href", "src", "action"):
                assert re.match(r"[/#?]|$", attributes.get(name) or ""), (address, attributes)
    assert shown > 5


def test_names_from_right_to_left_are_isolated(hostile: httpx.Client) -> None:
    for address in addresses(hostile):
        page = hostile.get(address, headers={"Accept": "text/html"}).text
        body = re.sub(r"<title>.*?</title>|<option.*?</option>|\w+=\"[^\"]*\"", "", page, flags=re.DOTALL)
        for at in re.finditer(HEBREW, body):
            before = body[: at.start()]
            isolated = before.rfind("<bdi") > before.rfind("</bdi>") or before.endswith("\u2068")
            assert isolated, (address, body[at.start() - 80 : at.end()])


def test_nothing_is_asked_from_elsewhere(hostile: httpx.Client) -> None:
    policy = hostile.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_page_that_is_not_there_says_so_to_people(hostile: httpx.Client) -> None:
    for address, status in (
        ("/claim/zzz", 404),
        ("/incident/zzz", 404),
        ("/report/zzz", 404),
        ("/claims?after=x", 422),
    ):
        answer = hostile.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == status
        assert "<h1>" in answer.text


def test_static_files_may_be_kept_and_change_their_address_when_they_change(hostile: httpx.Client) -> None:
    for tag, attributes in Tags(hostile.get("/map").text).found:
        if tag == "link":
            answer = hostile.get(str(attributes["href"]))
            assert "immutable" in answer.headers["Cache-Control"]
            assert re.search(r"\?v=[0-9a-f]{12}$", str(attributes["href"]))


def test_while_reports_are_read_the_lists_follow(hostile: httpx.Client, tmp_path: Path) -> None:
    rail = next(attributes for tag, attributes in Tags(hostile.get("/").text).found if attributes.get("id") == "rail")
    assert (rail["hx-get"], rail["hx-trigger"]) == ("/", "every 10s")
    with Ledger(tmp_path / "ended.db", write=True) as ledger:
        run = ledger.start("1")
        ledger.add(report("Second", 12, said("Nine killed in Corvane", {"type": "shelling", "at": "Corvane"})), run)
        ledger.finish(run)
        crosscheck.settle(ledger)
    with served(tmp_path / "ended.db") as client:
        assert "hx-get" not in client.get("/").text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Ledger(path, write=True).close()
    with served(path) as client:
        assert "counterclaim open" in client.get("/").text
        for address in PATHS:
            assert client.get(address, headers={"Accept": "text/html"}).status_code == 200


def test_characters_that_are_not_there_mark_nothing(example: Path, tmp_path: Path) -> None:
    shutil.copy(example, tmp_path / "own.db")
    with served(tmp_path / "own.db") as client:
        report = client.get("/claims.json").json()["items"][0]["report"]["id"]
        for wrong in ("9-2", "0-99999999", "x", "5-5", "-1-4"):
            page = client.get(f"/report/{report}", params={"c": wrong}).text
            assert "target" not in page
