"""Rows of tests/cases/attribution.yaml, through the shipped model."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import attribution, layout, model, parsing, propositions
from counterclaim.reading.document import Document
from counterclaim.records import make_report

ROWS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "attribution.yaml").read_text(encoding="utf-8"))


def parsed(text: str) -> Document:
    return parsing.parse(make_report(text), layout.blocks(text), None, model.load())


def words(document: Document, sentence: int, span: tuple[int, int] | None) -> str | None:
    if span is None or span[0] >= span[1]:
        return None
    start, end = document.sentences[sentence].span(*span)
    return document.text[start:end]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_who_says_what(row: dict[str, Any]) -> None:
    document = parsed(row["text"])
    found = attribution.find(document)
    said = [
        {"source": words(document, a.sentence, a.source), "content": words(document, a.sentence, a.content)}
        for a in found
    ]
    assert len(said) == len(row["said"]), (row["why"], said)
    for want, got in zip(row["said"], said, strict=True):
        if want["source"] is None:
            assert got["source"] is None, (row["why"], got)
        else:
            assert got["source"] is not None, (row["why"], got)
            assert got["source"].startswith(want["source"]), (row["why"], got)
        assert got["content"] == want.get("content", got["content"]), (row["why"], got)


VOICES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "attribution_voice.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", VOICES, ids=[row["why"] for row in VOICES])
def test_whose_voice(row: dict[str, Any]) -> None:
    document = parsed(row["text"])
    drafts = propositions.draft(document, attribution.find(document))
    text = document.text
    voices = [[text[slice(*d.source)] if d.source else None, text[slice(*d.content)]] for d in drafts]
    assert voices == row["voices"], row["why"]
