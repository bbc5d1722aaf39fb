from __future__ import annotations

import codecs
import io
import os
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import InputError
from counterclaim.ingest import opening, reports, text
from counterclaim.ingest.parts import Ingested, Part
from counterclaim.settings import Settings

CASES = yaml.safe_load(Path(__file__).parent.parent.joinpath("cases/encodings.yaml").read_text("utf-8"))


def read(path: str, settings: Settings) -> Ingested:
    """The one report in a file, as the pipeline gets it."""
    (part,) = opening.parts(path, settings)
    if not isinstance(part, Part):
        raise InputError(part.reason)
    return reports.report(part, settings)


LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1).filter(
    str.strip
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_encodings(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case.get("bom", "")) + case["text"].encode(case["saved"])
    decoded = text.decode(data, "f.txt")
    assert decoded.text == case["text"]
    assert decoded.encoding == case["encoding"]
    assert case.get("note", "") in decoded.note
    assert bool(decoded.note) == ("note" in case)


@given(LETTERS)
def test_utf8_is_never_altered(words: str) -> None:
    assert text.decode(words.encode(), "f.txt") == (words, "utf-8", "")


@given(LETTERS)
def test_a_marked_encoding_is_never_altered(words: str) -> None:
    assert text.decode(codecs.BOM_UTF16_BE + words.encode("utf-16-be"), "f.txt").text == words


def test_damaged_utf8_stays_utf8() -> None:
    decoded = text.decode("“One” – “two” – “three”".encode() + b"\xe2\x80", "f.txt")
    assert decoded.text == "“One” – “two” – “three”\ufffd"
    assert decoded.encoding == "utf-8"
    assert "1 damaged" in decoded.note


def test_a_named_encoding_is_taken() -> None:
    assert text.decode("déjà".encode("cp850"), "f.txt", "cp850").text == "déjà"


@pytest.mark.parametrize(
    ("data", "encoding", "cause"),
    [
        (b"", "", "empty"),
        (b" \r\n\t", "", "empty"),
        ("\ufeff \n".encode("utf-8"), "", "nothing but blanks"),
        (bytes(range(256)) * 20, "", "binary data"),
        (b"killed\x00five", "", "binary data"),
        (b"%PDF-1.7 \xff\xfe", "", "a PDF document"),
        (b"PK\x03\x04....", "", "a ZIP archive"),
        (b"SQLite format 3\x00", "", "an SQLite database"),
        (b"\xff\xfea", "", "begins as utf-16-le"),
        ("déjà vu".encode("latin-1"), "utf-8", "byte 1 is not utf-8"),
        (b"plain", "martian", "no encoding is called martian"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, encoding: str, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as error:
        text.decode(data, "f.txt", encoding)
    assert str(error.value).startswith("f.txt: ")
    assert "\n" not in str(error.value)
    assert "; " in str(error.value), "no next step"


def test_a_report_knows_its_file_and_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(codecs.BOM_UTF8 + b"Nobody was hurt.\r\n")
    found = read(str(file), Settings())
    report = found.report
    assert (report.text, report.path, report.encoding, found.note) == (
        "Nobody was hurt.\r\n",
        str(file),
        "utf-8-sig",
        "",
    )
    copy = tmp_path / "b.txt"
    copy.write_bytes(b"Nobody was hurt.\r\n")
    other = read(str(copy), Settings()).report
    assert other.id == report.id, "the same text is the same report"
    assert other.sha256 != report.sha256, "from other bytes"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Nobody was hurt.")))
    assert read("-", Settings()).report.text == "Nobody was hurt."


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(100_000_000)
    tracemalloc.start()
    with pytest.raises(InputError, match=r"longer than 2,000,000 characters.*COUNTERCLAIM_MAX_REPORT_CHARS"):
        read(str(file), Settings())
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_an_endless_stream_is_refused() -> None:
    with pytest.raises(InputError, match="longer than 1,000 characters"):
        read("/dev/zero", Settings(max_report_chars=1000))


def test_the_bound_counts_characters(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("é" * 1000, "utf-8")
    assert len(read(str(file), Settings(max_report_chars=1000)).report.text) == 1000
    with pytest.raises(InputError, match="longer than 999 characters"):
        read(str(file), Settings(max_report_chars=999))


def test_a_folder_or_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(InputError, match="cannot be read"):
            read(str(path), Settings())


def test_a_name_that_is_no_utf8_can_be_shown(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(file)).write_text("Nobody was hurt.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    report = read(os.fsdecode(file), Settings()).report
    assert report.path is not None
    assert report.path.endswith("caf\\xe9.txt")
