"""From blocks to sentences with words, tags, tree, names and roles: the one pass of the model over a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from msgspec import structs

from counterclaim.reading import quotation, segment
from counterclaim.reading.document import Block, Document, Label, Sentence, Token
from counterclaim.reading.model import Analysis, Reader
from counterclaim.records import Report

READ = ("body", "headline", "subhead")
"""Kinds of blocks whose sentences are read; dates, bylines and boilerplate are not."""


def parse(report: Report, blocks: Sequence[Block], dated: date | None, reader: Reader) -> Document:
    """The report laid out for the other rooms."""
    text = report.text
    cut = [
        (number, span, words, [text[a:b] for a, b in words])
        for number, block in enumerate(blocks)
        if block.kind in READ
        for span in segment.sentences(text, block.start, block.end, wrapped=True)
        if (words := segment.words(text, *span))
    ]
    analyses = reader.analyse([written for *_, written in cut])
    sentences = tuple(
        [_sentence(index, *piece, seen) for index, (piece, seen) in enumerate(zip(cut, analyses, strict=True))]
    )
    return Document(report, tuple(blocks), sentences, tuple(quotation.find(text, tuple(blocks))), dated)


def _sentence(
    index: int, block: int, span: segment.Span, words: list[segment.Span], written: list[str], seen: Analysis
) -> Sentence:
    starts, ends = zip(*words, strict=True)
    told = zip(count(), starts, ends, written, seen.upos, seen.head, _agents_with_by(seen))
    tokens = tuple([Token(*each) for each in told])
    spans = (tuple([Label(*label) for label in labels]) for labels in (seen.names, seen.roles, seen.entities))
    return Sentence(index, block, *span, tokens, *spans)


def _agents_with_by(seen: Analysis) -> tuple[str, ...]:
    """The relations; who is tied to a verb as the one who acts in the passive, but by no preposition, is its object."""
    if "obl:agent" not in seen.dep:
        return seen.dep
    led = {head for head, dep in zip(seen.head, seen.dep, strict=True) if dep == "case"}
    return tuple("obj" if dep == "obl:agent" and i not in led else dep for i, dep in enumerate(seen.dep))


def with_clauses(document: Document, contents: Iterable[tuple[int, int, int]]) -> Document:
    """The document with each content `(sentence, first, last)` a clause of its own: no word of it hangs on one outside.

    A tree read in one pass often gives the subject of what is said to the verb of saying ("X shelled Y, Z reported");
    where a content begins and ends is known better.
    """
    sentences = list(document.sentences)
    for index, first, last in contents:
        sentences[index] = _closed(sentences[index], first, last)
    return replace(document, sentences=tuple(sentences))


def _closed(sentence: Sentence, first: int, last: int) -> Sentence:
    outside = [t for t in sentence.tokens[first:last] if not first <= t.head < last]
    root = next(
        (t for t in outside if t.dep in ("ccomp", "root", "parataxis", "conj") and t.upos in ("VERB", "AUX")), None
    )
    root = root or next((t for t in outside if t.upos == "VERB"), None)
    if root is None or len(outside) < 2 or _leads_back(sentence, root.i, first, last):
        return sentence
    moved = {t.i for t in outside if t.i != root.i}
    tokens = tuple(structs.replace(t, head=root.i) if t.i in moved else t for t in sentence.tokens)
    return replace(sentence, tokens=tokens)


def _leads_back(sentence: Sentence, i: int, first: int, last: int) -> bool:
    """Whether the way up from word `i` leaves the words `[first, last)` and comes into them again: no clause then."""
    at = sentence.tokens[i].head
    while at >= 0:
        if first <= at < last:
            return True
        at = sentence.tokens[at].head
    return False
