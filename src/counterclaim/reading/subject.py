"""What a text is about, by all of its words: learnt weights for words and pairs of words (training/subject.py).

Words of war stand in reports of matches, films, drills and accidents too; there the words around them are others.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).resolve().parent.parent / "models" / "subject" / "weights.json"
LEAST = 60
"""Words from which a text tells enough by all of its words."""
LEAD = 300
"""Characters at the beginning, whose words count once more: a report says first what it is about."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")


def about_conflict(text: str) -> float | None:
    """Above 0 where the words are those of reports about armed conflicts, log odds; null where they are too few."""
    if len(text.split()) < LEAST:
        return None
    bias, weights = _weights()
    found = features(text)
    return bias + sum(weights[name] for name in sorted(found & weights.keys())) / math.sqrt(len(found))


def features(text: str) -> set[str]:
    """The words, the pairs of words, and the words of the lead; any number is a 0."""
    words = _words(text)
    return {*words, *(f"{a} {b}" for a, b in pairwise(words)), *(f"^{word}" for word in _words(text[:LEAD]))}


def _words(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(text.lower())]


@cache
def _weights() -> tuple[float, dict[str, float]]:
    """The bias and the weight of each feature."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return raw["bias"], raw["weights"]
