"""From the model's scores to attributions: which cues count, what each says over its sentences, and whose it is.

Each decision is a sum of named numbers whose weights were learnt on PolNeAR's train part (docs/decisions/linking.md):
the model proposes, the weights dispose. Attributions never leave their paragraph.

    seen       a sentence as the linker sees it
    features   what speaks for and against a link
    weights    what each of that counts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.reading.attribution.linking import features
from counterclaim.reading.attribution.linking.seen import QUOTATION, Seen, look
from counterclaim.reading.attribution.linking.weights import Decision, Weights, load
from counterclaim.reading.model import Labelled
from counterclaim.reading.segment import Span

if TYPE_CHECKING:
    from counterclaim.reading.decoding import Array

__all__ = ["Linked", "link", "look"]

GENEROUS = 3.0
"""Added to the score of a cue's first word for what may be one: finds 90 of 100 cues of PolNeAR's dev part, and 3 of 10
that it finds are none."""
_SURE = 60.0
"""More than any score: labels that are fixed."""
_LABELS = ("O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT")
_CUE = slice(3, 5)
_SAID = ("ccomp", "xcomp", "obj", "obl", "nmod", "acl")
_OWNERS = ("obl:agent", "nmod:poss", "nmod")
_SAME_SUBJECT = ("xcomp", "conj", "advcl", "ccomp", "acl", "acl:relcl")


@dataclass(slots=True)
class Draft:
    """A cue of sentence `at`, with what is tied to it so far and the log odds of each tie."""

    at: int
    cue: Labelled
    odds: float
    contents: list[tuple[int, Labelled, float]] = field(default_factory=list)
    source: Labelled | None = None
    source_odds: float = -3.0


@dataclass(frozen=True, slots=True)
class Linked:
    """An attribution in characters: the cue, whose it is, and what it says, in one piece or several."""

    cue: Span
    source: Span | None
    contents: tuple[Span, ...]


def link(text: str, sentences: Sequence[Seen], known: Mapping[Decision, Weights] | None = None) -> list[Linked]:
    """The attributions of a text, by the place of their cues."""
    known = known or load()
    drafts = tied(sentences, known)
    kept = [d for d in drafts if d.contents and known["whole"].odds(whole(sentences, d)) > known["whole"].least]
    quotations = [m.span() for m in QUOTATION.finditer(text)]
    return [_finished(sentences, draft, quotations) for draft in kept]


def tied(sentences: Sequence[Seen], known: Mapping[Decision, Weights]) -> list[Draft]:
    """All cues that count, each with its contents and its source."""
    counted = [accepted(seen, known["cue"]) for seen in sentences]
    roles = [decoded(seen, [cue for cue, _ in cues]) for seen, cues in zip(sentences, counted, strict=True)]
    mine = [_in_sentence(at, seen, counted[at], roles[at], known) for at, seen in enumerate(sentences)]
    for at in range(len(sentences)):
        if not mine[at]:
            _tie_later(sentences, at, roles[at]["CONTENT"], mine, known["later"])
    return [draft for drafts in mine for draft in drafts]


def accepted(seen: Seen, known: Weights) -> list[tuple[Labelled, float]]:
    """The cues of a sentence with their log odds."""
    proposed = candidates(seen)
    odds = [known.odds(features.of_cue(seen, cue, proposed)) for cue in proposed]
    return [(cue, z) for cue, z in zip(proposed, odds, strict=True) if z > known.least]


def candidates(seen: Seen) -> list[Labelled]:
    """All words that may be a cue."""
    scores = seen.scores.astype("float64")
    scores[:, _CUE.start] += GENEROUS
    return _spans(scores, seen)["CUE"]


def decoded(seen: Seen, cues: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """The best roles of the sentence given its cues."""
    scores = seen.scores.astype("float64")
    scores[:, _CUE] -= _SURE / 2
    for cue in cues:
        scores[cue.start : cue.end] -= _SURE
        scores[cue.start, _CUE.start] += 2 * _SURE
        scores[cue.start + 1 : cue.end, _CUE.start + 1] += 2 * _SURE
    roles = _spans(scores, seen)
    roles["CUE"] = list(cues)
    return roles


def _spans(scores: Array, seen: Seen) -> dict[str, list[Labelled]]:
    """The spans of each role in the best sequence of labels."""
    from counterclaim.reading.decoding import spans, viterbi

    path = viterbi(scores[None], [len(scores)], seen.prior)[0]
    found: dict[str, list[Labelled]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
    for first, last, role in spans([_LABELS[i] for i in path]):
        found[role].append(Labelled(first, last, role))
    return found


def _in_sentence(
    at: int,
    seen: Seen,
    counted: Sequence[tuple[Labelled, float]],
    roles: Mapping[str, list[Labelled]],
    known: Mapping[Decision, Weights],
) -> list[Draft]:
    """The cues of one sentence, each with its contents and its source in it."""
    cues, contents, sources = roles["CUE"], roles["CONTENT"], roles["SOURCE"]
    drafts = [Draft(at, cue, odds) for cue, odds in counted]
    for piece in contents if cues else ():
        odds = [known["content"].odds(features.of_content(seen, d.cue, piece, cues, contents, "role")) for d in drafts]
        best = max(range(len(drafts)), key=lambda k: odds[k])
        if odds[best] > known["content"].least:
            drafts[best].contents.append((at, piece, odds[best]))
    for draft in drafts:
        _tie_clauses(seen, draft, cues, contents, known["content"])
        _tie_source(seen, draft, cues, sources, known["source"])
    return drafts


def _tie_clauses(
    seen: Seen, draft: Draft, cues: Sequence[Labelled], contents: Sequence[Labelled], known: Weights
) -> None:
    """What the tree has under a cue, where the model gives it no content."""
    if draft.contents:
        return
    for piece, why in clauses(seen, draft.cue, contents):
        odds = known.odds(features.of_content(seen, draft.cue, piece, cues, contents, why))
        if odds > known.least:
            draft.contents.append((draft.at, piece, odds))


def clauses(seen: Seen, cue: Labelled, contents: Sequence[Labelled]) -> Iterator[tuple[Labelled, str]]:
    """The clauses and objects behind a cue that no content of the model's touches, and what they are to it."""
    head = seen.head_of(cue)
    for k in seen.below[head]:
        why = seen.analysis.dep[k].split(":")[0]
        first, last = seen.subtree(k)
        first = max(first, cue.end)
        if k >= cue.end and why in _SAID and not any(c.start < last and first < c.end for c in contents):
            yield Labelled(first, last, "CONTENT"), why


def _tie_source(
    seen: Seen, draft: Draft, cues: Sequence[Labelled], sources: Sequence[Labelled], known: Weights
) -> None:
    linked = [piece for _, piece, _ in draft.contents]
    for piece, why in owners(seen, draft.cue, sources):
        odds = known.odds(features.of_source(seen, draft.cue, piece, cues, sources, linked, why))
        if odds > draft.source_odds:
            draft.source_odds = odds
            draft.source = piece if odds > known.least else None


def owners(seen: Seen, cue: Labelled, sources: Sequence[Labelled]) -> Iterator[tuple[Labelled, str]]:
    """Whose a cue may be, and why: the model's sources, then what the tree has for subject, agent or owner."""
    yield from ((source, "role") for source in sources)
    taken = list(sources)
    for word, why in _owners_by_tree(seen, seen.head_of(cue)):
        first, last = seen.subtree(word) if why != "noun" else (word, word + 1)
        if first < cue.end and cue.start < last:
            first, last = word, word + 1
        if not any(t.start < last and first < t.end for t in (*taken, cue)):
            taken.append(Labelled(first, last, "SOURCE"))
            yield taken[-1], why


def _owners_by_tree(seen: Seen, head: int) -> Iterator[tuple[int, str]]:
    analysis = seen.analysis
    at = head
    for steps in range(4):
        subject = seen.subject(at)
        if subject is not None:
            yield subject, f"subject {min(steps, 2)}"
            break
        if analysis.dep[at] not in _SAME_SUBJECT:
            break
        at = analysis.head[at]
    for k in seen.below[head]:
        if analysis.dep[k] in _OWNERS:
            yield k, analysis.dep[k]
    if analysis.dep[head] in ("acl", "acl:relcl"):
        yield analysis.head[head], "noun"


def _tie_later(
    sentences: Sequence[Seen], at: int, contents: Sequence[Labelled], mine: Sequence[list[Draft]], known: Weights
) -> None:
    """What a sentence without a cue goes on with or leads up to: a cue of its own paragraph."""
    near = list(neighbours(sentences, at, mine, lambda draft: any(j == at - 1 for j, _, _ in draft.contents)))
    for piece in contents:
        odds = [
            (known.odds(features.of_later(sentences, at, piece, contents, draft.at, draft.cue, state)), draft)
            for draft, state in near
        ]
        best = max(odds, key=lambda pair: pair[0], default=None)
        if best and best[0] > known.least:
            best[1].contents.append((at, piece, best[0]))


def neighbours(
    sentences: Sequence[Seen], at: int, mine: Sequence[list[Draft]], holds: Callable[[Draft], bool]
) -> Iterator[tuple[Draft, str]]:
    """The cues that content of a sentence without one may belong to, and what lies between.

    All of the nearest sentence before that has any, the first of the nearest one behind; `holds` tells whether an
    attribution holds content of the sentence right before.
    """
    paragraph = sentences[at].paragraph
    for j in range(at - 1, -1, -1):
        if sentences[j].paragraph != paragraph:
            break
        for draft in mine[j]:
            between = "next" if j == at - 1 else "held" if holds(draft) else "gap"
            yield draft, f"{between} {'last' if draft is mine[j][-1] else 'other'}"
        if mine[j]:
            break
    for j in range(at + 1, len(sentences)):
        if sentences[j].paragraph != paragraph:
            return
        if mine[j]:
            yield mine[j][0], "ahead" if j == at + 1 else "far ahead"
            return


def whole(sentences: Sequence[Seen], draft: Draft) -> features.Features:
    """What speaks for and against an attribution put together."""
    pieces = [(j, piece) for j, piece, _ in draft.contents]
    odds = [z for _, _, z in draft.contents]
    sums = (draft.odds, max(odds), min(odds), draft.source_odds)
    return features.of_whole(sentences, draft.at, draft.cue, pieces, sums)


def _finished(sentences: Sequence[Seen], draft: Draft, quotations: Sequence[Span]) -> Linked:
    seen = sentences[draft.at]
    cue = seen.span(draft.cue)
    source = seen.span(draft.source) if draft.source else None
    apart = [cue, *([source] if source else [])]
    contents = (_unbroken(sentences[j].span(piece), apart, quotations) for j, piece, _ in draft.contents)
    return Linked(cue, source, tuple(_merged(contents)))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _unbroken(content: Span, apart: Sequence[Span], quotations: Sequence[Span]) -> Span:
    """The content with all of any quotation that it breaks off within, unless that holds the cue or the source."""
    start, end = content
    for first, last in quotations:
        broken = first < end and start < last and not (start <= first and last <= end)
        if broken and not any(first < b and a < last for a, b in apart):
            start, end = min(start, first), max(end, last)
    return start, end
