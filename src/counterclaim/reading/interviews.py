"""Questions and answers: what stands behind the questions of an interview is said by whoever is asked.

An interview is a report in which two paragraphs at least are questions and nothing more. Its answers may be labelled
"A:" or with a name, or stand bare between the questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.reading.document import Document, Sentence

if TYPE_CHECKING:
    from counterclaim.reading.propositions import Draft

QUESTIONS = 2
"""Paragraphs that ask, from which a report is an interview."""
LONGEST = 3
"""Sentences at most of a paragraph that asks."""
LABEL = 6
"""Words at most before the colon that tells whose turn it is."""
ASKING = frozenset(("q", "question"))
ANSWERING = frozenset(("a", "answer", "r"))
SELF = frozenset(("i", "we"))
TOLD = ("body", "subhead")


def answered(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of the report; in an interview its answers given to whoever is asked, its questions left out."""
    paragraphs = _paragraphs(document)
    asked = [block for block, sentences in paragraphs.items() if _asks(document, sentences)]
    who = _asked_person(document, paragraphs, asked) if len(asked) >= QUESTIONS else None
    if who is None:
        return list(drafts)
    answers = _answers(list(paragraphs), asked)
    kept = []
    for draft in drafts:
        block = document.sentences[draft.sentence].block
        if block in asked and draft.start < document.sentences[draft.sentence].end:
            continue
        label = document.text[slice(*draft.source)].lower() if draft.source else ""
        bare = draft.voice == "told" and draft.source is None and block in answers
        kept.append(_of_asked(document, draft, who) if bare else draft)
        if label in ANSWERING or (label in SELF and block in answers):
            kept[-1] = replace(draft, source=who)
    return kept


def _of_asked(document: Document, draft: Draft, who: tuple[int, int]) -> Draft:
    """The draft as said by whoever is asked, without the label of the turn."""
    sentence = document.sentences[draft.sentence]
    mark = next((t for t in sentence.tokens[1:LABEL] if t.text == ":"), None)
    start = draft.start
    if mark and draft.start == sentence.start and all(t.text[:1].isupper() for t in sentence.tokens[: mark.i]):
        start = next((t.start for t in sentence.tokens[mark.i + 1 :]), draft.start)
    return replace(draft, voice="quoted", source=who, start=start, content=(start, draft.content[1]))


def _paragraphs(document: Document) -> dict[int, list[Sentence]]:
    """{block: its sentences} of the story's paragraphs."""
    found: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind in TOLD:
            found.setdefault(sentence.block, []).append(sentence)
    return found


def _asks(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Does a paragraph end with a question of whoever writes, in no quotation, or bear the label of one?"""
    first, last = sentences[0], sentences[-1]
    if first.tokens[0].lower in ASKING and len(first.tokens) > 1 and first.tokens[1].text in (":", "."):
        return True
    if len(sentences) > LONGEST or last.tokens[-1].text != "?":
        return False
    return not any(q.start <= last.end - 1 < q.end for q in document.quotes)


def _answers(blocks: Sequence[int], asked: Sequence[int]) -> set[int]:
    """The paragraphs between two questions, and the one behind the last."""
    found: set[int] = set()
    for n, question in enumerate(asked):
        following = [b for b in blocks if b > question]
        stop = asked[n + 1] if n + 1 < len(asked) else (following[1] if len(following) > 1 else len(blocks) + question)
        found |= {b for b in following if b < stop}
    return found


def _asked_person(
    document: Document, paragraphs: dict[int, list[Sentence]], asked: Sequence[int]
) -> tuple[int, int] | None:
    """Who is asked: the name that labels an answer, else the person named first above the questions."""
    for block, sentences in paragraphs.items():
        tokens = sentences[0].tokens
        mark = next((t.i for t in tokens[1:LABEL] if t.text == ":"), 0)
        label = tokens[0].lower in ASKING | ANSWERING
        if mark and block not in asked and not label and all(t.text[:1].isupper() for t in tokens[:mark]):
            return sentences[0].span(0, mark)
    for sentence in document.sentences:
        for name in sentence.names:
            if name.label == "PER" and sentence.block < asked[0]:
                return sentence.span(name.first, name.last)
    above = (s for s in document.sentences if s.block < asked[0])
    return next((found for sentence in above if (found := _headed(sentence))), None)


def _headed(sentence: Sentence) -> tuple[int, int] | None:
    """The office in "Interview with the commander of the garrison"."""
    for interview, link in pairwise(sentence.tokens):
        if interview.lower == "interview" and link.lower == "with" and link.i + 1 < len(sentence.tokens):
            end = next((t.i for t in sentence.tokens[link.i + 1 :] if t.text in ",.;:|"), len(sentence.tokens))
            return sentence.span(link.i + 1, end) if end > link.i + 1 else None
    return None
