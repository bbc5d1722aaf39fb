"""An attribution, as the rooms of this package make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterclaim.reading.attribution.cues import CueVerb

Words = tuple[int, int]
"""Words `[first, last)` of one sentence."""

Frame = Literal["clause", "act", "label", "toll", "phrase", "colon", "noun"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of one sentence that attribute. `head` is the cue's verb.

    `source` is None where the sentence names nobody; `content` is empty (first == last) where the cue says nothing
    more; `more` are further stretches under the same cue; `via` are relays, outermost first.
    """

    sentence: int
    head: int
    verb: CueVerb | None
    frame: Frame
    cue: Words
    source: Words | None
    content: Words
    more: tuple[Words, ...] = ()
    via: tuple[Words, ...] = ()
    negated: bool = False
    reason: str = ""
