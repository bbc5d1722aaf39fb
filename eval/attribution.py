"""Who said what, in the format of score_attribution.py: the model's spans, each source and content tied to its cue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterclaim.reading.model import Analysis, Labelled, load
from counterclaim.reading.segment import Span, sentences, words

ACROSS_CUE = 6
"""What a cue between a source and its cue counts, in words; 3 to 20 score the same on PolNeAR's dev part."""
_SUBJECTS = ("nsubj", "nsubj:pass", "expl", "csubj")
_SAME_SUBJECT = ("xcomp", "conj", "advcl")
_QUOTATION = re.compile(r'“[^“”\n]{2,3000}”|"[^"\n]{2,3000}"')
QUOTES = '"“”'


@dataclass(slots=True)
class Attribution:
    """A cue with what is tied to it, as spans of the text."""

    cue: Span
    source: Span | None = None
    content: list[Span] = field(default_factory=list)


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text"}` its `{"doc_id", "attributions"}`."""
    for document in documents:
        found = attributions(document["text"])
        yield {
            "doc_id": document["doc_id"],
            "attributions": [
                {"source": [a.source] if a.source else [], "cue": [a.cue], "content": sorted(a.content)} for a in found
            ],
        }


def attributions(text: str) -> list[Attribution]:
    """All attributions of a text, in the order of their cues."""
    offsets = [words(text, *sentence) for sentence in sentences(text)]
    analyses = load().analyse([[text[a:b] for a, b in sentence] for sentence in offsets])
    return linked(text, offsets, analyses)


def linked(text: str, offsets: Sequence[Sequence[Span]], analyses: Sequence[Analysis]) -> list[Attribution]:
    """The spans of consecutive sentences as attributions."""
    found: list[Attribution] = []
    waiting: list[Span] = []
    for where, analysis in zip(offsets, analyses, strict=True):
        own, loose = _in_sentence(where, analysis)
        if own and waiting and not own[0].content:
            own[0].content += waiting
        if not own and loose:
            if found and _goes_on(text, found[-1], loose[0]):
                found[-1].content += loose
            else:
                waiting = loose
                continue
        waiting = []
        found += own
    quotations = [m.span() for m in _QUOTATION.finditer(text)]
    for attribution in found:
        attribution.content = [_unbroken(content, attribution, quotations) for content in attribution.content]
    return [a for a in found if a.content]


def _in_sentence(where: Sequence[Span], analysis: Analysis) -> tuple[list[Attribution], list[Span]]:
    """The attributions of one sentence, and its contents if it has no cue."""
    cues = [role for role in analysis.roles if role.label == "CUE"]
    sources = [role for role in analysis.roles if role.label == "SOURCE"]
    contents = [role for role in analysis.roles if role.label == "CONTENT"]
    if not cues:
        return [], [_span(where, content) for content in contents]
    own = [Attribution(_span(where, cue)) for cue in cues]
    for cue, attribution in zip(cues, own, strict=True):
        source = _source(analysis, cue, cues, sources)
        attribution.source = _span(where, source) if source else None
    for content in contents:
        tied = min(range(len(cues)), key=lambda i: _distance(content, cues[i], cues))
        own[tied].content.append(_span(where, content))
    return own, []


def _unbroken(content: Span, attribution: Attribution, quotations: Sequence[Span]) -> Span:
    """The content with all of any quotation that it breaks off within, unless that holds the cue or the source."""
    start, end = content
    apart = [span for span in (attribution.cue, attribution.source) if span]
    for first, last in quotations:
        broken = first < end and start < last and not (start <= first and last <= end)
        if broken and not any(first < b and a < last for a, b in apart):
            start, end = min(start, first), max(end, last)
    return start, end


def _source(
    analysis: Analysis, cue: Labelled, cues: Sequence[Labelled], sources: Sequence[Labelled]
) -> Labelled | None:
    """The nearest source; without any, the cue's own subject."""
    if sources:
        return min(sources, key=lambda source: _distance(source, cue, cues))
    return _subject(analysis, cue)


def _subject(analysis: Analysis, cue: Labelled) -> Labelled | None:
    """The subject of a cue that speaks in the active, or of the verb that the cue goes on from."""
    verb = next((i for i in range(cue.start, cue.end) if analysis.upos[i] == "VERB"), None)
    while verb is not None and verb >= 0:
        below = [i for i, head in enumerate(analysis.head) if head == verb]
        subject = next((i for i in below if analysis.dep[i] in _SUBJECTS), None)
        if subject is not None:
            whole = _below(analysis, subject)
            return Labelled(whole[0], whole[-1] + 1, "SOURCE") if analysis.dep[subject] == "nsubj" else None
        verb = analysis.head[verb] if analysis.dep[verb] in _SAME_SUBJECT else None
    return None


def _below(analysis: Analysis, top: int) -> list[int]:
    """A word and all that hangs from it at any depth, in order."""
    found = {top}
    while more := {i for i, head in enumerate(analysis.head) if head in found} - found:
        found |= more
    return sorted(found)


def _distance(role: Labelled, cue: Labelled, cues: Sequence[Labelled]) -> int:
    """Words between the two, and more for every cue between them."""
    first, last = (role, cue) if role.start < cue.start else (cue, role)
    between = sum(first.end <= other.start and other.end <= last.start for other in cues)
    return last.start - first.end + ACROSS_CUE * between


def _goes_on(text: str, attribution: Attribution, content: Span) -> bool:
    """Does a content of a sentence without cue go on with what the attribution before it quotes?"""
    if not attribution.content:
        return True
    gap = text[max(end for _, end in attribution.content) : content[0]]
    return "\n\n" not in gap or text[content[0]] in QUOTES


def _span(where: Sequence[Span], role: Labelled) -> Span:
    return where[role.start][0], where[role.end - 1][1]
