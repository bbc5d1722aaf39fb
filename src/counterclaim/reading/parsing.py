"""From blocks to sentences with words, tags, tree, names and attribution roles: the one pass of the model over a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from counterclaim.reading import quotation, segment
from counterclaim.reading.document import Block, Document, Label, Sentence, Token
from counterclaim.reading.model import Analysis, Reader
from counterclaim.records import Report

READ = ("body", "headline", "subhead", "caption")
"""Kinds of blocks whose sentences are read; dates, bylines and boilerplate are not."""


def parse(report: Report, blocks: Sequence[Block], dated: date | None, reader: Reader) -> Document:
    """The report laid out for the other rooms."""
    text = report.text
    cut = [
        (number, span, segment.words(text, *span))
        for number, block in enumerate(blocks)
        if block.kind in READ
        for span in segment.sentences(text, block.start, block.end)
    ]
    cut = [piece for piece in cut if piece[2]]
    analyses = reader.analyse([[text[a:b] for a, b in words] for _, _, words in cut])
    sentences = tuple(
        _sentence(text, index, block, span, words, analysis)
        for index, ((block, span, words), analysis) in enumerate(zip(cut, analyses, strict=True))
    )
    return Document(report, tuple(blocks), sentences, tuple(quotation.find(text, tuple(blocks))), dated)


def _sentence(
    text: str, index: int, block: int, span: tuple[int, int], words: list[tuple[int, int]], seen: Analysis
) -> Sentence:
    tokens = tuple(
        Token(i, start, end, text[start:end], upos, head, dep)
        for i, ((start, end), upos, head, dep) in enumerate(zip(words, seen.upos, seen.head, seen.dep, strict=True))
    )
    names, roles = (tuple(Label(*label) for label in labels) for labels in (seen.names, seen.roles))
    return Sentence(index, block, *span, tokens, names, roles)
