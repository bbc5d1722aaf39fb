"""The grammar of figures, on bare words: no tags and no tree, so that it holds where the model errs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import figures, segment
from counterclaim.reading.document import Sentence, Token

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "figures.yaml").read_text(encoding="utf-8"))


def sentence(text: str) -> Sentence:
    tokens = (Token(i, a, b, text[a:b]) for i, (a, b) in enumerate(segment.words(text)))
    return Sentence(0, 0, 0, len(text), tuple(tokens))


def shown(found: figures.CountedFigure) -> str:
    f = found.figure
    size = f"{f.min}+" if f.max is None else str(f.min) if f.min == f.max else f"{f.min}-{f.max}"
    marks = [f.victims] * (f.victims != "person") + ["sub"] * found.sub + ["old"] * found.superseded
    return " ".join([f.effect, size, *marks])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_figures(case: dict[str, Any]) -> None:
    found = figures.find(sentence(case["text"]))
    assert sorted(map(shown, found)) == sorted(case["figures"]), case["why"]
    for f in found:
        assert 0 <= f.figure.start < f.figure.end <= len(case["text"])
