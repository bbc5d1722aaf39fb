"""A report whose author wants to harm its reader, taken in as anybody would, followed to every page, table and file.

What single rooms keep out is tested beside them: tests/serve/http/test_guard.py, tests/serve/http/test_hostile.py,
tests/ingest/test_hostile.py, tests/ingest/test_web.py.
"""

from __future__ import annotations

import csv
import html
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest

from counterclaim import pipeline
from counterclaim.crosscheck import settle
from counterclaim.export import FORMATS
from counterclaim.ledger.store import Ledger
from counterclaim.serve import cli
from counterclaim.settings import Settings
from tests.serve.http.conftest import served

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</textarea></title>\x1b[2J{{7*7}}"
CELL = '=HYPERLINK("https://evil.invalid")'
SAID = (
    f"The {EVIL} Ministry said on Monday that at least 12 civilians were killed by shelling in Kharkiv.",
    f"“{CELL} {EVIL},” Colonel {EVIL} Brenn said on Tuesday, denying that Russia had shelled Kharkiv.",
    f"{CELL} Army said that it shot down two drones over Kharkiv on Monday.",
    "Ukraine's Interior Ministry said on Tuesday that 14 civilians were killed by shelling in Kharkiv on Monday.",
)
FEW = 2
Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Told:
    """Runs the program; all that it printed."""

    def run(*words: object) -> str:
        monkeypatch.setattr(sys, "argv", ["counterclaim", *map(str, words)])
        with pytest.raises(SystemExit):
            cli.main()
        return "".join(capfd.readouterr())

    return run


def page(name: str, said: tuple[str, ...]) -> str:
    evil = html.escape(f"{name} {EVIL}")
    paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in said)
    return (
        f'<html><head><title>{evil}</title><meta property="og:site_name" content="{CELL.replace(chr(34), "")} {evil}">'
        f'<meta name="author" content="{evil}"><meta name="date" content="2024-03-12">'
        f'<link rel="canonical" href="https://evil.invalid/{name}"></head>'
        f"<body><article><h1>{evil}</h1>{paragraphs}</article></body></html>"
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two pages by such an author, read with the shipped reader."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "one.html").write_text(page("one", SAID), encoding="utf-8")
    (folder / "two.html").write_text(page("two", SAID[::-1]), encoding="utf-8")
    path = folder / "evil.db"
    with Ledger(path, write=True) as store:
        for outcome in pipeline.open_all(pipeline.plan([str(folder)]), pipeline.reader(), Settings(), store):
            assert isinstance(outcome, pipeline.Done), outcome
            assert outcome.record.claims
        settle(store)
    return path


class Elements(HTMLParser):
    """Every element with its attributes, as a browser would see them."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(shown)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def assert_harmless(shown: str, where: str, scripts: str = "/static/") -> None:
    for tag, attributes in Elements(shown).found:
        assert tag not in ("img", "iframe", "object", "embed", "base"), where
        assert tag != "script" or (scripts and attributes.get("src", "").startswith(scripts)), where
        assert not any(name.startswith("on") for name in attributes), (where, attributes)
        for name in ("href", "src", "action", "formaction"):
            assert urlsplit(attributes.get(name, "")).scheme in ("", "http", "https", "mailto"), (where, attributes)


def assert_no_formula(table: str, where: str) -> None:
    """No cell that a spreadsheet would run."""
    for row in csv.reader(io.StringIO(table), delimiter="\t" if "\t" in table.partition("\n")[0] else ","):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row), (where, row)


def crawled(desk: httpx.Client) -> Iterator[tuple[str, httpx.Response]]:
    """The pages that pages of the desk lead to: the first few of each path."""
    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = desk.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        yield path, answer
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for _, attributes in Elements(answer.text).found:
            there = urldefrag(urljoin(path, attributes.get("href", "")))[0]
            kind = re.sub(r"/[cir][0-9a-f]{6,}", "/*", there.partition("?")[0])
            if there.startswith("/") and not there.startswith("/static/") and there not in seen and kinds[kind] < FEW:
                seen.add(there)
                kinds[kind] += 1
                waiting.append(there)


def test_no_page_that_can_be_reached_runs_what_a_stranger_wrote(ledger: Path) -> None:
    pages = evil = 0
    with served(ledger) as desk:
        for path, answer in crawled(desk):
            assert answer.status_code < 500, path
            assert "nosniff" in answer.headers["x-content-type-options"], path
            if answer.headers["content-type"].startswith("text/html"):
                assert_harmless(answer.text, path)
                pages += 1
                evil += "onerror=alert" in answer.text
                assert ("onerror=alert" in answer.text) <= ("{{7*7}}" in answer.text), path
            elif "csv" in answer.headers["content-type"]:
                assert_no_formula(answer.text, path)
    assert pages > 15
    assert evil > 5


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_no_file_that_is_exported_runs_it(name: str, ledger: Path, told: Told, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told("export", "--ledger", ledger, "--format", name, "--out", out)
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    assert files
    for path in files:
        shown = path.read_bytes().decode("utf-8", "replace")
        if name == "html":
            assert_harmless(shown, path.name, scripts="")
        elif name in ("ged", "acled", "hapi", "csv", "periods"):
            assert_no_formula(shown, path.name)


def test_no_table_on_a_terminal_sends_it_a_command(ledger: Path, told: Told) -> None:
    for command in ("claims", "incidents", "disputes", "sources", "skipped"):
        shown = told(command, "--ledger", ledger, "--table")
        assert "\x1b[2J" not in shown, command


SECRETS = [
    ("claims", "--ledger", "postgresql://u:sesame@127.0.0.1:1/x"),
    ("claims", "--ledger", "postgresql://u@127.0.0.1:1/x?password=sesame"),
    ("claims", "--ledger", "postgresql://u:sesame@127.0.0.1:one/x"),
    ("serve", "--ledger", "postgresql://u:sesame@127.0.0.1:1/x", "--port", "0"),
    ("db", "copy", "evil.db", "postgresql://u:sesame@127.0.0.1:1/x"),
    ("open", "https://u:sesame@127.0.0.1/x", "--ledger", "evil.db"),
    ("open", "s3://u:sesame@bucket/x", "--ledger", "evil.db"),
    ("watch", "https://u:sesame@127.0.0.1/feed", "--ledger", "evil.db", "--once"),
    ("read", "https://u:sesame@127.0.0.1/x"),
    ("cluster", "load", "s3://u:sesame@bucket/table", "--ledger", "evil.db"),
    ("cluster", "plan", "s3://u:sesame@bucket/x", "--out", "plan.jsonl"),
]


@pytest.mark.parametrize("words", SECRETS, ids=" ".join)
def test_no_password_is_shown_or_kept(
    words: tuple[str, ...], told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = told(*words)
    assert "; " in shown or "postgresql://user@host" in shown, shown
    assert "sesame" not in shown
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"sesame" not in path.read_bytes(), path.name


def test_a_body_nested_without_end_is_refused(ledger: Path) -> None:
    with served(ledger) as desk:
        claim = desk.get("/claims.json").json()["items"][0]["claim"]["id"]
        for deed in ("accept", "reject", "edit"):
            answer = desk.post(
                f"/api/v1/claims/{claim}/{deed}",
                content=b'{"by": "Ada", "x": ' + b"[" * 400_000,
                headers={"Content-Type": "application/json"},
            )
            assert answer.status_code in (404, 422), deed
        assert desk.get("/health").status_code == 200
