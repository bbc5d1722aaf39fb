"""The language that a report is written in, where it can be told for sure. Counterclaim reads English."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.knowledge import lexicons

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = frozenset({"en"})
"""Languages that are read."""
LOOK = 4000
"""Characters that the language is judged by, from the middle of the text, where the story is."""
LEAST = 120
"""Letters below which a text in Latin letters is too short to be told from English."""
LEAST_OTHER = 20
"""The same for a text in other letters."""
SURE = 0.95
"""Probability above which a text in Latin letters is in another language."""
LATIN = 0.5
"""Share of letters that are Latin below which a text cannot be English."""
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def foreign(text: str) -> str | None:
    """The code (ISO 639-1) of the other language that `text` is in; null where it is English or cannot be told."""
    start = max(0, (len(text) - LOOK) // 2)
    sample = text[start : start + LOOK]
    letters = len(_LETTER.findall(sample))
    latin = len(_LATIN.findall(sample))
    if letters < LEAST_OTHER or (letters < LEAST and latin >= LATIN * letters):
        return None
    if latin >= LATIN * letters and _reads_as_english(sample):
        return None
    code, probability = _identifier().classify(sample)
    if code in READ:
        return None if latin >= LATIN * letters else "und"
    return str(code) if probability >= SURE or latin < LATIN * letters else None


def _reads_as_english(sample: str) -> bool:
    """A quick look that spares loading the model for what is plainly English."""
    words = _WORD.findall(sample.lower())
    known = lexicons.load("languages")
    small = frozenset(known["english"].split())
    share: float = known["english_share"]
    return sum(word in small for word in words) >= share * len(words)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
