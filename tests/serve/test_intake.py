from __future__ import annotations

import json
from pathlib import Path

from tests.ingest import pages
from tests.ingest.detag import detag
from tests.serve.conftest import Command


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_dry_run_tells_what_would_be_read(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "rows.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    said = command("open", folder, "missing", "--ledger", "l.db", "--dry-run")
    assert said.code == 0
    assert f"{folder}/rows.jsonl: 2 parts (text)" in said.out
    assert said.out.endswith("3 sources, 4 parts; nothing was read into a ledger\n")
    assert "there is no such file" in said.err
    assert not (tmp_path / "l.db").exists()


def test_sources_and_skipped_tell_where_from_and_why_not(command: Command, folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    (folder / "french.txt").write_text("Quatre soldats ont été tués lundi, a annoncé le ministère de la Défense. " * 4)
    said = command("open", folder, "--ledger", "l.db")
    assert said.code == 1
    assert said.out == "l.db: 2 reports read, 3 claims, 0 already known, 1 skipped, 1 in other languages (1 fr)\n"
    found = rows(command("sources", "--ledger", "l.db", "--json").out)
    assert [(row["path"], row["kind"], row["language"]) for row in found] == [
        (f"{folder}/corvane.txt", "text", None),
        (f"{folder}/french.txt", "text", "fr"),
        (f"{folder}/quiet.txt", "text", None),
    ]
    (left,) = rows(command("skipped", "--ledger", "l.db", "--json").out)
    assert left["kind"] == "refused"
    assert "damaged ZIP" in str(left["reason"])


def test_where_shows_the_bytes_of_a_claim(command: Command, folder: Path) -> None:
    data = pages.page(1).data
    (folder / "page.html").write_bytes(data)
    command("open", folder / "page.html", folder / "quiet.txt", "--ledger", "l.db")
    for claim in rows(command("claims", "--ledger", "l.db", "--json").out):
        (place,) = rows(command("where", str(claim["id"]), "--ledger", "l.db", "--json").out)
        read = Path(str(place["path"])).read_bytes()
        pieces = place["bytes"]
        assert isinstance(pieces, list)
        said = detag("".join(read[first:last].decode() for first, last in pieces))
        assert said == " ".join(str(claim["quote"]).split())


def test_columns_and_processes_are_options(command: Command, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a,b\nOne.,Title\n")
    said = command("read", "rows.csv", "--columns", "text=a,title=b", "--json")
    (record,) = rows(said.out)
    assert record["report"]["title"] == "Title"  # type: ignore[index]
    assert command("read", "rows.csv", "--jobs", "0").code == 2


def test_an_address_that_is_no_web_page_is_told(command: Command) -> None:
    said = command("read", "gopher://lonn.invalid/1")
    assert said.code == 1
    assert "Protocol not known: gopher; give a file by its path" in said.err
    assert "own network" in command("read", "http://127.0.0.1/").err
    assert "own network" in command("watch", "http://127.0.0.1/feed", "--once", "--ledger", "l.db").err
