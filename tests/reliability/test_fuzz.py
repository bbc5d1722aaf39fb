"""Whatever comes in: no fault but our own error, and every span exact."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import reading
from counterclaim.errors import InputError, KnowledgeError, RecordError
from counterclaim.ingest import dates, offsets, opening, reports
from counterclaim.ingest.parts import Part
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.gazetteer.lists import read_list
from counterclaim.reading import figures, layout, quotation, segment, times
from counterclaim.reading.document import Block, Document, Sentence, Token
from counterclaim.records import make_report, record_from_json
from counterclaim.serve.demo import DATA
from counterclaim.settings import Settings, load, variable
from tests import make
from tests.checks import assert_traceable
from tests.ingest import pages
from tests.ingest.hostile import member, tarred, zipped
from tests.ingest.test_opening import pdf
from tests.ingest.webarchive import warc
from tests.reliability.fuzzing import CORPUS, bounded, damaged, data_of, pieces, pieces_of_files, rows

BOUNDS = Settings(
    max_report_chars=100_000, max_ratio=20, max_members=50, max_seconds=60, max_nested_bytes=1_000_000, max_pages=5
)
REPORTS = [path.read_text(encoding="utf-8") for path in sorted((DATA / "reports").glob("*.txt"))]
REPORTS += [make.TEXT, "", "Four", '"', "By Ada Bell\n\n" * 3]
text = damaged(REPORTS, pieces())


@given(text)
@bounded(25)
def test_any_text_is_read_with_exact_spans(words: str) -> None:
    report = make_report(words, published=date(2024, 3, 12))
    assert_traceable(reading.read(report, gated=False), report)


@pytest.mark.parametrize("row", rows("read"), ids=lambda row: row["why"])
def test_what_once_failed_is_read(row: dict[str, Any]) -> None:
    report = make_report(data_of(row).decode(), published=date(2024, 3, 12))
    assert_traceable(reading.read(report, gated=False), report)


@given(text)
@bounded(120)
def test_rooms_without_the_model_take_any_text(words: str) -> None:
    blocks = layout.blocks(words)
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(words)
        at = block.end
    for quote in quotation.find(words, blocks):
        assert 0 <= quote.start < quote.end <= len(words)
    sentences = [
        Sentence(i, n, a, b, tokens(words, a, b))
        for n, block in enumerate(blocks)
        for i, (a, b) in enumerate(segment.sentences(words, block.start, block.end, wrapped=True))
    ]
    for sentence in sentences:
        for found in figures.find(sentence):
            assert sentence.start <= found.figure.start < found.figure.end <= sentence.end
            assert found.figure.min >= 0
            assert found.figure.max is None or found.figure.min <= found.figure.max
    dated, _ = times.document_date(words, blocks, None, None)
    for timex in times.find(document(words, blocks, sentences, dated)):
        assert 0 <= timex.start < timex.end <= len(words)


def tokens(words: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(i, a, b, words[a:b]) for i, (a, b) in enumerate(segment.words(words, start, end)))


def document(words: str, blocks: tuple[Block, ...], sentences: list[Sentence], dated: date | None) -> Document:
    quotes = tuple(quotation.find(words, blocks))
    return Document(make_report(words), blocks, tuple(sentences), quotes, dated)


MAIL, JSONL, CSV = ((CORPUS / "seeds" / name).read_bytes() for name in ("mail.eml", "rows.jsonl", "rows.csv"))
SEEDS = [
    ("a.html", pages.page(3).data),
    ("b.html", pages.page(7).data),
    *((path.name, path.read_bytes()) for path in sorted((CORPUS / "seeds").iterdir())),
    ("a.mbox", b"From x Tue Mar 12 10:00:00 2024\n" + MAIL.replace(b"\r\n", b"\n")),
    ("list.json", b"[" + JSONL.splitlines()[0] + b"]"),
    ("rows.tsv", CSV.replace(b",", b"\t")),
    ("k.pdf", pdf("The ministry said four soldiers", "were killed in Corvane.")),
    ("l.warc", warc(1, packed=False)),
    ("m.warc.gz", warc(1)),
    ("n.zip", zipped({"a.txt": b"Four were killed.", "b.html": b"<p>Four.</p>", "c.zip": zipped({"d.txt": b"x"})})),
    ("o.tar", tarred(member("k.txt", size=4), member("l.txt", size=5))),
    ("q.txt", make.TEXT.encode("utf-16")),
    ("r.txt", make.TEXT.encode()),
]
named = st.sampled_from(SEEDS).flatmap(lambda seed: st.tuples(st.just(seed[0]), damaged([seed[1]], pieces_of_files())))


def taken_in(name: str, data: bytes) -> None:
    """All reports in `data`; only InputError may come out, and every character leads back into the bytes."""
    for part in parts(name, data):
        try:
            found = reports.report(part, BOUNDS)
        except InputError:
            continue
        text = found.report.text
        if found.source.offsets and found.source.kind not in ("pdf",):
            back = offsets.from_json(found.source.offsets)
            for first, last in back.pieces(text, 0, len(text)):
                assert 0 <= first < last <= len(part.data)


def parts(name: str, data: bytes) -> Iterator[Part]:
    try:
        for part in opening.of_bytes(name, data, BOUNDS):
            if isinstance(part, Part):
                yield part
            else:
                assert "\n" not in part.reason
    except InputError:
        return


@given(named)
@bounded(200)
def test_any_bytes_are_taken_in_or_refused(one: tuple[str, bytes]) -> None:
    taken_in(*one)


@pytest.mark.parametrize("row", rows("ingest"), ids=lambda row: row["why"])
def test_what_once_failed_is_taken_in_or_refused(row: dict[str, Any]) -> None:
    taken_in(row["name"], data_of(row))


WHENS = ["Tue, 12 Mar 2024 10:00:00 GMT", "2024-03-12T10:00:00+02:00", "20240312", "12 March 2024", "12.03.2024"]


@given(damaged(WHENS, pieces(), 3))
@bounded(150)
def test_any_date_is_one_or_none(words: str) -> None:
    found = dates.parse(words)
    utc = dates.utc(found)
    assert (found is None) <= (utc is None)


@given(st.dictionaries(st.sampled_from(sorted(Settings.__struct_fields__)), damaged(["1", "", "0.5", "x=y"], pieces())))
@bounded(60)
def test_any_environment_is_settings_or_told(said: dict[str, str]) -> None:
    with contextlib.suppress(InputError):
        load({variable(name): value for name, value in said.items()})


ACTORS = (DATA / "actors.yaml").read_text(encoding="utf-8")
PLACES = (DATA / "gazetteer.csv").read_text(encoding="utf-8")


@given(
    st.sampled_from(("own.yaml", "own.csv", "own.geojson")),
    damaged([ACTORS[:1500], PLACES[:800]], [*pieces(), "{", "[]", "&a", "*a", "!!python/none", "- ", "name:", ","]),
)
@bounded(60)
def test_any_file_of_knowledge_is_read_or_told(name: str, words: str) -> None:
    with tempfile.TemporaryDirectory() as made, contextlib.suppress(KnowledgeError):
        known(Path(made) / name, words.encode("utf-8", "replace"))


def known(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    if path.suffix == ".yaml":
        load_actors((path,))
    else:
        read_list(path)


@pytest.mark.parametrize("row", rows("knowledge"), ids=lambda row: row["why"])
def test_what_once_failed_is_told(row: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"; \w+"):
        known(tmp_path / row["name"], data_of(row))


def test_a_record_nested_without_end_is_refused() -> None:
    with pytest.raises(RecordError, match="not a record"):
        record_from_json(b'{"claims": ' + b"[" * 100_000, make.TEXT)


@given(damaged([make.record().to_json()], [*pieces(), "null", "-1", "{}", "[]", '"', "1e9"]))
@bounded(80)
def test_any_record_is_sound_or_refused(words: str) -> None:
    try:
        found = record_from_json(words.encode("utf-8", "replace"), make.TEXT)
    except RecordError:
        return
    assert_traceable(found, found.report)
