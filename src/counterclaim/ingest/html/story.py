"""Which blocks of a page are its story. Counts, not opinions: prose is long, ends in full stops and is hardly linked.

The story is the prose around the element that holds most of it, with the headings and short lines within. The numbers
were set on pages of many makers; tests/ingest/pages holds a labelled set, docs/decisions/html.md the scores.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from counterclaim.ingest.html.blocks import Block, Page

PROSE = 60
"""Characters from which a block with the end of a sentence in it counts as prose."""
LONG = 140
"""Characters from which a block counts as prose whatever it ends with."""
MAX_LINKED = 0.5
"""Share of characters within links above which a block is a list of links."""
SHARES = (1.0, 1.0, 0.7, 0.4, 0.2)
"""How much of a block's prose speaks for the element it is, the one around it, and so on."""
ARTICLE = 1.5
"""How much more an element within an article counts."""
WRAPPER = 0.45
"""Share of a page's prose from which an element is the page's own wrapper, whatever its name sounds like."""
SECOND = 0.15
"""Share of the best element's prose from which another element of the same article is story too."""
CAPTION = "figcaption"
"""What stands below a picture is no part of the story; reading sets captions aside, too."""
CLOSE = 0.03
"""The same for an element within the two next around the best one."""
NEAR = 3
"""Blocks within which a short line must have story on either side to be part of it."""
_SENTENCE = re.compile(r"[.!?…。؟][\"”“’'»›)\]]*(?:\s|\Z)|[.!?…][\"”’]")
_WORD = re.compile(r"\w+")


def choose(page: Page) -> list[bool]:
    """For each block of the page whether it is story."""
    blocks = page.blocks
    prose = [_prose(block) for block in blocks]
    wrappers = _wrappers(blocks, prose)
    aside = [block.aside or any(mark not in wrappers for mark in block.marks) for block in blocks]
    if not any(weight and not out for weight, out in zip(prose, aside, strict=True)):
        aside = [block.aside for block in blocks]
    weights = [0.0 if out else weight for weight, out in zip(prose, aside, strict=True)]
    best = _best(blocks, weights)
    if best is None:
        return [not out and not _is_links(block) for block, out in zip(blocks, aside, strict=True)]
    sure = _sure(blocks, weights, best)
    chosen = [
        sure[n] or (not out and _belongs(blocks, sure, n, best))
        for n, (block, out) in enumerate(zip(blocks, aside, strict=True))
    ]
    headline = _headline(page, chosen)
    if headline is not None:
        chosen[headline] = True
    return chosen


def _prose(block: Block) -> float:
    text = block.text
    if _is_links(block) or len(text) < PROSE or block.tag == CAPTION:
        return 0.0
    if len(text) < LONG and not _SENTENCE.search(text):
        return 0.0
    return float(len(text) - block.linked)


def _is_links(block: Block) -> bool:
    return block.linked > MAX_LINKED * sum(len(piece.text) for piece in block.pieces)


def _wrappers(blocks: Sequence[Block], prose: Sequence[float]) -> set[int]:
    """Elements that hold so much of the page that their names do not matter."""
    held: Counter[int] = Counter()
    for block, weight in zip(blocks, prose, strict=True):
        for mark in block.marks:
            held[mark] += int(weight)
    return {mark for mark, weight in held.items() if weight > WRAPPER * sum(prose)}


def _best(blocks: Sequence[Block], weights: Sequence[float]) -> int | None:
    """The number of the element that most prose speaks for."""
    score: Counter[int] = Counter()
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for number, share in zip(block.parents, SHARES, strict=False):
                score[number] += int(weight * share * (ARTICLE if block.story else 1.0))
    return max(score, key=lambda number: (score[number], -number), default=None)


def _sure(blocks: Sequence[Block], weights: Sequence[float], best: int) -> list[bool]:
    """The prose of the story: that within the best element, between its parts, and in good parts close beside it."""
    inside = [best in block.parents for block in blocks]
    own = sum(weight for weight, within in zip(weights, inside, strict=True) if within)
    beside: Counter[int] = Counter()
    for block, weight, within in zip(blocks, weights, inside, strict=True):
        if not within and len(block.parents) > 1:
            beside[block.parents[1]] += int(weight)
    here = [n for n, within in enumerate(inside) if within and weights[n]]
    in_story = any(blocks[n].story for n in here)
    around = frozenset(number for n in here[:1] for number in _above(blocks[n], best))
    return [
        bool(weight)
        and (
            within
            or here[0] < n < here[-1]
            or (
                len(block.parents) > 1
                and block.story >= in_story
                and beside[block.parents[1]] >= (CLOSE if around & frozenset(block.parents) else SECOND) * own
            )
        )
        for n, (block, weight, within) in enumerate(zip(blocks, weights, inside, strict=True))
    ]


def _above(block: Block, best: int) -> Sequence[int]:
    """The two elements next around the best one."""
    at = block.parents.index(best)
    return block.parents[at + 1 : at + 3]


def _belongs(blocks: Sequence[Block], sure: Sequence[bool], n: int, best: int) -> bool:
    """Whether a short line is part of the story: within its element, between two of its paragraphs."""
    block = blocks[n]
    if best not in block.parents or _is_links(block) or block.tag == CAPTION:
        return False
    before = any(sure[max(0, n - NEAR) : n])
    after = any(sure[n + 1 : n + 1 + NEAR])
    if before and after:
        return True
    if before:
        return block.tag in ("li", "dd", "td") or bool(_SENTENCE.search(block.text))
    return after


def _headline(page: Page, chosen: Sequence[bool]) -> int | None:
    """The heading above the story that the page's title repeats, or else the nearest first-level heading."""
    first = next((n for n, story in enumerate(chosen) if story), None)
    if first is None:
        return None
    title = _key(page.title)
    headings = [n for n in range(first + 1) if page.blocks[n].tag in ("h1", "h2", "h3") and not page.blocks[n].aside]
    named = [n for n in headings if (key := _key(page.blocks[n].text)) and len(key) > 8 and key in title]
    if named:
        return named[-1]
    return next((n for n in reversed(headings) if page.blocks[n].tag == "h1"), None)


def _key(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()
