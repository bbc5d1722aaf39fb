"""The reading model: what it promises whatever its weights say, and a few things that they have to say."""

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from counterclaim.errors import ModelError
from counterclaim.reading.model import SHIPPED, WINDOW, Analysis, Labelled, Reader, load
from counterclaim.reading.segment import sentences, words

REPORT = (
    "On Tuesday, the 19th of September, Azerbaijan announced the start of “anti-terrorism operations” in the region. "
    "Armenian Prime Minister Nikol Pashinyan says the country’s army is not involved in clashes. "
    "Otherwise the operations will continue to the end,” Azerbaijan announced. "
    "According to the separatists, five people have been killed and 80 have been injured so far. "
    "COLONEL SMITH SAID THE ARMY HAD LEFT THE CITY. "
    "Explosions are heard in Stepanakert, the capital city. Yes. No! "
    "The ministry of defence said on Monday that at least 12 soldiers and three civilians were killed when rockets hit "
    "a market in the town of Lachin, adding that a further 40 people, among them children, were in hospital. "
    "Rebels denied it. He added: “We did not fire.” 5 March 2023"
)


def cut(text: str) -> list[list[str]]:
    return [[text[x:y] for x, y in words(text, a, b)] for a, b in sentences(text)]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


def holds_together(sentence: Sequence[str], analysis: Analysis) -> None:
    """One label a word, one root, no cycle, spans in order and inside the sentence."""
    size = len(sentence)
    assert len(analysis.upos) == len(analysis.head) == len(analysis.dep) == size
    assert [i for i, head in enumerate(analysis.head) if head == -1] == [
        i for i, dep in enumerate(analysis.dep) if dep == "root"
    ]
    assert analysis.head.count(-1) == (1 if size else 0)
    for i in range(size):
        seen = set()
        while i != -1:
            assert i not in seen
            seen.add(i)
            i = analysis.head[i]
    for spans, labels in (
        (analysis.names, {"PER", "ORG", "LOC", "NORP", "EVENT"}),
        (analysis.roles, {"SOURCE", "CUE", "CONTENT"}),
        (
            analysis.entities,
            {"Organisation", "Person", "Location", "Temporal", "Weapon", "MilitaryPlatform", "Quantity"},
        ),
    ):
        borders = [border for span in spans for border in (span.start, span.end)]
        assert borders == sorted(borders)
        assert all(0 <= span.start < span.end <= size and span.label in labels for span in spans)


def test_gives_typed_spans_and_a_tree(reader: Reader) -> None:
    report = cut(REPORT)
    for sentence, analysis in zip(report, reader.analyse(report), strict=True):
        assert isinstance(analysis, Analysis)
        assert all(isinstance(span, Labelled) for span in (*analysis.names, *analysis.roles, *analysis.entities))
        holds_together(sentence, analysis)


def test_reads_who_says_what(reader: Reader) -> None:
    sentence = cut(REPORT)[1]
    analysis = reader.analyse([sentence])[0]
    found = {span.label: " ".join(sentence[span.start : span.end]) for span in analysis.roles}
    assert found["CUE"] == "says"
    assert found["SOURCE"].endswith("Pashinyan")
    assert found["CONTENT"].startswith("the country")
    assert ("PER", "Nikol Pashinyan") in [(n.label, " ".join(sentence[n.start : n.end])) for n in analysis.names]


def test_reads_whole_phrases(reader: Reader) -> None:
    sentence = cut(REPORT)[1]
    analysis = reader.analyse([sentence])[0]
    found = [(e.label, " ".join(sentence[e.start : e.end])) for e in analysis.entities]
    assert ("Person", "Armenian Prime Minister Nikol Pashinyan") in found


@pytest.mark.parametrize("seed", range(6))
def test_company_changes_nothing(reader: Reader, seed: int) -> None:
    report = cut(REPORT) * 2
    alone = [reader.analyse([sentence])[0] for sentence in report]
    rng = random.Random(seed)
    order = rng.sample(range(len(report)), len(report))
    found: dict[int, Analysis] = {}
    while order:
        batch = [order.pop() for _ in range(min(len(order), rng.randint(1, 9)))]
        found.update(zip(batch, reader.analyse([report[i] for i in batch]), strict=True))
    assert [found[i] for i in range(len(report))] == alone


def test_threads_change_nothing(reader: Reader) -> None:
    report = cut(REPORT)
    windows = [window for sentence in report for window in reader.encode(sentence)]
    parallel = Reader(SHIPPED, threads=2)
    for window in windows:
        one, two = reader.run(window), parallel.run(window)
        assert (one.heads, one.deps, one.upos) == (two.heads, two.deps, two.upos)
        assert all((one.layers[layer] == two.layers[layer]).all() for layer in one.layers)


@pytest.mark.parametrize(
    "sentence",
    [
        [],
        ["."],
        ["a" * 1_000_000],
        ["x"] * (3 * WINDOW),
        ["Nagorno", "-", "Karabakh"] * WINDOW,
        ["\u200b", "\ufffd", "中文", "сказал", "\U0001f4a5"],
        [""],
    ],
    ids=["no word", "a full stop", "an endless word", "many words", "many pieces", "strange letters", "an empty word"],
)
def test_never_fails_on_a_sentence(reader: Reader, sentence: list[str]) -> None:
    holds_together(sentence, reader.analyse([sentence])[0])


def test_the_parts_of_a_long_sentence_hang_together(reader: Reader) -> None:
    sentence = cut(REPORT)[0]
    long = sentence * 20
    analysis = reader.analyse([long])[0]
    holds_together(long, analysis)
    assert len(reader.encode(long)) > 1
    assert "parataxis" in analysis.dep


def test_is_loaded_once() -> None:
    assert load() is load()


def test_the_shipped_files_are_those_described() -> None:
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    assert set(meta["sha256"]) == {"model.onnx", "vocab.txt"}
    assert (SHIPPED / "model.onnx").stat().st_size < 30_000_000
    Reader(SHIPPED)


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt", "meta.json"])
def test_says_which_file_is_missing(tmp_path: Path, name: str) -> None:
    shutil.copytree(SHIPPED, tmp_path / "reader")
    (tmp_path / "reader" / name).unlink()
    with pytest.raises(ModelError, match=name):
        Reader(tmp_path / "reader")


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt"])
def test_refuses_a_file_that_was_changed(tmp_path: Path, name: str) -> None:
    shutil.copytree(SHIPPED, tmp_path / "reader")
    with (tmp_path / "reader" / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(ModelError, match=f"{name} is not the file that was shipped"):
        Reader(tmp_path / "reader")


def test_refuses_a_description_that_is_none(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "reader")
    (tmp_path / "reader" / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="does not describe"):
        Reader(tmp_path / "reader")
