"""What the readers of corpora make of mentions and phrases: cores, the longest of nested ones, sure ones alone."""

import json
from pathlib import Path

import pytest

from training import corpora
from training.mentions import phrases_of_mentions
from training.sentence import Sentence, Tree

WORDS = ("The", "rebels", "in", "Goma", "left", "the", "city", "of", "Bukavu", ",", "which", "fell")
XPOS = ("DT", "NNS", "IN", "NNP", "VBD", "DT", "NN", "IN", "NNP", ",", "WDT", "VBD")
TREE = Tree(
    (1, 4, 3, 1, -1, 6, 4, 8, 6, 6, 11, 6),
    ("det", "nsubj", "case", "nmod", "root", "det", "obj", "case", "nmod", "punct", "nsubj", "acl:relcl"),
)
MISC = (
    "Entity=(1-person-new-cf1", "_", "_", "Entity=(2-place-new-cf2)1)", "_", "Entity=(3-place-new-cf3", "_", "_",
    "Entity=(4-place-new-cf4)", "_", "_", "Entity=3)",
)  # fmt: skip


def test_phrases_are_the_cores_of_mentions() -> None:
    found = phrases_of_mentions(WORDS, XPOS, MISC, TREE)
    assert found == [(0, 2, "PEOPLE"), (3, 4, "PLACE"), (5, 9, "PLACE")]


def document(source: str = "CENTCOM") -> str:
    text = "The army left Goma. It was quiet."
    entities = [
        {"start": 0, "end": 8, "type": "Organisation", "confidence": 0.9},
        {"start": 4, "end": 8, "type": "Organisation", "confidence": 1},
        {"start": 14, "end": 18, "type": "Location", "confidence": 0.5},
        {"start": 20, "end": 22, "type": "Person", "confidence": 0.4},
        {"start": 9, "end": 13, "type": "Nationality", "confidence": 1},
    ]
    return json.dumps({"doc_id": "re3d:1", "source": source, "text": text, "entities": entities})


def test_phrases_of_re3d_are_the_sure_ones_and_of_nested_ones_the_longest(tmp_path: Path) -> None:
    (tmp_path / "re3d.jsonl").write_text(document() + "\n" + document("BBC Online") + "\n", encoding="utf-8")
    [sentences] = corpora.re3d(tmp_path)
    assert [corpora.marked(s, "entity") for s in sentences] == [[(0, 2, "Organisation"), (3, 4, "Location")], []]


@pytest.mark.parametrize("size", [2, 3])
def test_every_document_is_held_out_once(size: int) -> None:
    documents = [[Sentence((str(i),))] for i in range(7)]
    held = []
    for first in range(size):
        kept, out = corpora.folds(documents, f"{first}/{size}")
        assert sorted(s.words for d in (*kept, *out) for s in d) == sorted(s.words for d in documents for s in d)
        held += out
    assert sorted(s.words for d in held for s in d) == sorted(s.words for d in documents for s in d)
    assert corpora.folds(documents, "") == (documents, [])
