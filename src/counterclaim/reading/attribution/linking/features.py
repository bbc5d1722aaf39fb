"""What speaks for and against a link, as named numbers. The weights of each name are learnt: training/linking.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

from counterclaim.reading.attribution.linking.seen import SUBJECTS, Seen, logit
from counterclaim.reading.model import Labelled

Features = dict[str, float]

NEGATIONS = frozenset("not n't n’t never no without cannot neither nor".split())
FIRST_PERSON = frozenset("i we you me us my our".split())
MARKS = frozenset((",", ";", ":", "and", "that", "but", "—", "-", '"', "”", "“", ".", "who", "which", "by", "of"))
RELATIONS = frozenset("aux aux:pass mark advmod obl:agent cop obj xcomp ccomp".split())
NEAR = 12
"""Words on each side of a cue in which roles beside it are looked for."""
ACROSS_CUE = 6
"""What a cue between two roles counts, in words; 3 to 20 scored the same on PolNeAR's dev part."""
_SUFFIXES = (("ing", ""), ("ied", "y"), ("ies", "y"), ("ed", ""), ("es", ""), ("s", ""))


def stem(word: str) -> str:
    """A word without its endings: only so that its forms share a weight."""
    word = word.lower()
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)] + instead
            break
    return word[:-1] if word.endswith("e") else word


def frame(seen: Seen, head: int) -> str:
    """What the verb or noun of a cue governs."""
    below = {seen.analysis.dep[k].split(":")[0] for k in seen.below[head]}
    if seen.analysis.dep[head] == "parataxis":
        below.add("parataxis")
    order = ("ccomp", "parataxis", "xcomp", "acl", "obj", "obl", "nmod")
    return next((name for name in order if name in below), "-")


def of_cue(seen: Seen, cue: Labelled, cues: Sequence[Labelled]) -> Features:
    """For words that may be a cue, among all of the sentence that may be one."""
    head = seen.head_of(cue)
    f = _sureness(seen, cue, head)
    f |= _wording(seen, cue, head)
    f |= _grammar(seen, head)
    f |= _quoting(seen, head, [seen.head_of(other) for other in cues if other != cue])
    others = {seen.head_of(other) for other in cues if other != cue}
    over = next((i for i in seen.above(head) if i in others), None)
    if over is not None:
        f["under another"] = 1
        f["under a sure one"] = logit(float(seen.chance("CUE", over, over + 1)[0]))
    f["cues"] = min(len(cues), 5)
    f["question"] = float(seen.words[-1] == "?")
    f["short sentence"] = float(len(seen.words) < 8)
    return f


def _sureness(seen: Seen, cue: Labelled, head: int) -> Features:
    own = seen.chance("CUE", cue.start, cue.end)
    best = logit(float(own.max()))
    content = seen.chance("CONTENT", 0, len(seen.words))
    source = seen.chance("SOURCE", 0, len(seen.words))
    first, last = max(0, cue.start - NEAR), cue.end + NEAR
    f = {
        "sure": best,
        "sure twice": best * abs(best),
        "sure on average": logit(float(own.mean())),
        "sure of head": logit(float(seen.chance("CUE", head, head + 1)[0])),
        "is content": float(content[cue.start : cue.end].mean()),
        "length": min(cue.end - cue.start, 6) / 3,
        "content next": float(content[cue.end]) if cue.end < len(content) else 0.0,
    }
    sides = {"left": slice(first, cue.start), "right": slice(cue.end, last)}
    for side, where in sides.items():
        f[f"source {side}"] = float(source[where].max(initial=0))
        f[f"content {side}"] = float(content[where].max(initial=0))
    return f


def _wording(seen: Seen, cue: Labelled, head: int) -> Features:
    word, governs = stem(seen.words[head]), frame(seen, head)
    return {
        f"word={word}": 1,
        f"word={word} {governs}": 1,
        f"frame={governs}": 1,
        f"tag={seen.analysis.upos[head]}": 1,
        f"relation={seen.analysis.dep[head]}": 1,
        f"first={seen.words[cue.start].lower()}": 1,
        f"last={seen.words[cue.end - 1].lower()}": 1,
        "negated": float(any(seen.words[i].lower() in NEGATIONS for i in range(max(0, head - 3), head))),
        "infinitive": float(head > 0 and seen.words[head - 1].lower() == "to"),
    }


def _grammar(seen: Seen, head: int) -> Features:
    analysis, f = seen.analysis, Features()
    for k in seen.below[head]:
        if analysis.dep[k] in RELATIONS:
            f[f"has {analysis.dep[k]}"] = 1
        if analysis.dep[k] in ("aux", "mark"):
            f[f"with {seen.words[k].lower()}"] = 1
    subject = seen.subject(head)
    if subject is not None:
        f["subject"] = 1
        f[f"subject={analysis.upos[subject]}"] = 1
        f[f"subject is {_name(seen, subject, subject + 1)}"] = 1
        word = seen.words[subject].lower()
        if analysis.upos[subject] == "PRON":
            f[f"subject={word}"] = 1
        if word in FIRST_PERSON:
            f["we say"] = 1
            f["we say, quoted"] = float(seen.quoted[head] >= 0)
    over = analysis.head[head]
    if over >= 0:
        f[f"under={stem(seen.words[over])}"] = 0.5
        f[f"under {analysis.upos[over]}"] = 1
    return f


def _quoting(seen: Seen, head: int, others: Sequence[int]) -> Features:
    mine = seen.quoted[head]
    if mine < 0:
        return {}
    length = sum(q == mine for q in seen.quoted)
    return {
        "quoted": 1,
        "quoted, cue outside": float(any(seen.quoted[i] != mine for i in others)),
        "quoted words": min(length / 10, 3),
        "scare quotes": float(length < 6),
        "all quoted": float(length == len(seen.words)),
    }


def _name(seen: Seen, first: int, last: int) -> str:
    return next((n.label for n in seen.analysis.names if n.start < last and first < n.end), "-")


def distance(role: Labelled, cue: Labelled, cues: Sequence[Labelled]) -> int:
    """Words between the two, and more for every cue between them."""
    first, last = (role, cue) if role.start < cue.start else (cue, role)
    return last.start - first.end + ACROSS_CUE * _between(first, last, cues)


def _between(first: Labelled, last: Labelled, others: Sequence[Labelled]) -> int:
    return sum(first.end <= other.start and other.end <= last.start for other in others)


def relation(seen: Seen, cue: Labelled, piece: Labelled) -> str:
    """How the words of a piece hang from a cue in the tree."""
    head, analysis = seen.head_of(cue), seen.analysis
    found = "none"
    for i in range(piece.start, piece.end):
        over = analysis.head[i]
        if piece.start <= over < piece.end:
            continue
        if over == head:
            return "below " + analysis.dep[i].split(":")[0]
        if cue.start <= over < cue.end:
            found = "below the cue " + analysis.dep[i].split(":")[0]
        elif piece.start <= analysis.head[head] < piece.end:
            found = "above " + analysis.dep[head]
        elif head in seen.above(i)[:4]:
            found = "far below"
    return found


def _pair(seen: Seen, cue: Labelled, piece: Labelled, cues: Sequence[Labelled], alike: Sequence[Labelled]) -> Features:
    """What any two roles of one sentence have between them; `alike` are the pieces of the same role."""
    side = "right" if piece.start >= cue.end else "left"
    first, last = (cue, piece) if side == "right" else (piece, cue)
    gap = [word.lower() for word in seen.words[first.end : last.start]]
    how = relation(seen, cue, piece)
    head = seen.head_of(cue)
    mine = distance(piece, cue, cues)
    rivals = [distance(piece, other, cues) for other in cues if other != cue]
    others = [distance(other, cue, cues) for other in alike if other != piece]
    f = {
        side: 1.0,
        f"{side} gap": min(len(gap), 20) / 5,
        f"{side} log gap": math.log1p(len(gap)),
        f"{side} touches": float(not gap),
        f"{side} cues between": min(_between(first, last, cues), 3),
        f"{side} alike between": min(_between(first, last, alike), 3),
        how: 1,
        f"{side} {how}": 1,
        f"{side} word={stem(seen.words[head])}": 1,
        f"{side} tag={seen.analysis.upos[head]}": 1,
        f"{side} frame={frame(seen, head)}": 1,
        f"{side} relation={seen.analysis.dep[head]}": 1,
        "nearest cue": float(not rivals or mine <= min(rivals)),
        "nearer than other cues": max(-10, min(10, min(rivals, default=10) - mine)) / 5,
        "nearest of its kind": float(not others or mine <= min(others)),
        "nearer than its kind": max(-10, min(10, min(others, default=10) - mine)) / 5,
        "only cue": float(len(cues) == 1),
        "only one": float(len(alike) == 1),
        "quoted": float(seen.quoted[piece.start] >= 0),
        "quoted with the cue": float(seen.quoted[piece.start] == seen.quoted[head] >= 0),
    }
    for mark in MARKS & set(gap):
        f[f"{side} has {mark}"] = 1
    return f


def of_content(
    seen: Seen, cue: Labelled, piece: Labelled, cues: Sequence[Labelled], contents: Sequence[Labelled], why: str
) -> Features:
    """For words that may be what a cue of their sentence says; `why` they are taken for content."""
    f = _pair(seen, cue, piece, cues, contents)
    sure = seen.chance("CONTENT", piece.start, piece.end)
    before = seen.words[piece.start - 1].lower() if piece.start else "^"
    right = piece.start >= cue.end
    beyond = any(other.end <= cue.start if right else other.start >= cue.end for other in contents)
    f |= {
        f"found by {why}": 1,
        f"found by {why}, tied": f["nearest cue"],
        "sure": logit(float(sure.mean())) / 3,
        "least sure": logit(float(sure.min())) / 3,
        "words": min(piece.end - piece.start, 40) / 10,
        "log words": math.log(piece.end - piece.start),
        "has a verb": float(any(seen.analysis.upos[i] in ("VERB", "AUX") for i in range(piece.start, piece.end))),
        "content on the other side": float(beyond),
        "opens the sentence": float(piece.start <= 1),
        "closes the sentence": float(piece.end >= len(seen.words) - 2),
        f"behind={before}": 0.7,
    }
    return f


def of_later(
    sentences: Sequence[Seen], i: int, piece: Labelled, alike: Sequence[Labelled], j: int, cue: Labelled, state: str
) -> Features:
    """For content in sentence `i` that has no cue, and a cue of sentence `j` of the same paragraph.

    `alike` are the contents of sentence `i`; `state` tells what lies between the two.
    """
    seen, other = sentences[i], sentences[j]
    side = "later" if i > j else "earlier"
    quoted, quotes = seen.quoted[piece.start] >= 0, any(q >= 0 for q in other.quoted)
    head = other.head_of(cue)
    sure = logit(float(seen.chance("CONTENT", piece.start, piece.end).mean())) / 3
    covered = sum(p.end - p.start for p in alike) / len(seen.words)
    whole = piece.start <= 1 and piece.end >= len(seen.words) - 2
    kind = f"{side} {'quoted' if quoted else 'plain'}"
    f = {
        side: 1.0,
        "sentences between": float(abs(i - j)),
        f"{side} {min(abs(i - j), 4)}": 1,
        kind: 1,
        f"{kind} after {'quoted' if quotes else 'plain'}": 1,
        f"{side} same quotation": float(quoted and seen.quoted[piece.start] in other.quoted),
        f"{kind} sure": sure,
        f"{side} covered": covered,
        f"{kind} covered": covered,
        f"{side} whole={whole}": 1,
        f"{side} state={state}": 1,
        f"{side} first={seen.words[0].lower()}": 1,
        f"{side} word={stem(other.words[head])}": 1,
        f"{side} tag={other.analysis.upos[head]}": 1,
        f"{side} frame={frame(other, head)}": 1,
        f"{side} cue closes": float(cue.end >= len(other.words) - 6),
        f"{side} cue's place": cue.start / len(other.words),
        f"{side} cue's sureness": logit(float(other.chance("CUE", head, head + 1)[0])) / 3,
        f"{side} source here": float(seen.chance("SOURCE", 0, len(seen.words)).max()),
        f"{side} cue here": float(seen.chance("CUE", 0, len(seen.words)).max()),
        "words": min(len(seen.words), 40) / 10,
    }
    if quoted:
        f[f"{side} share quoted"] = sum(q == seen.quoted[piece.start] for q in seen.quoted) / len(seen.words)
    return f


def of_source(
    seen: Seen,
    cue: Labelled,
    piece: Labelled,
    cues: Sequence[Labelled],
    sources: Sequence[Labelled],
    linked: Sequence[Labelled],
    why: str,
) -> Features:
    """For words that may be whose a cue is; `linked` are the contents of the cue in its sentence."""
    f = _pair(seen, cue, piece, cues, sources)
    side = "right" if piece.start >= cue.end else "left"
    head = seen.head_of(cue)
    subject = seen.subject(head)
    passive = float(any(seen.analysis.dep[k] == "aux:pass" for k in seen.below[head]))
    f |= {
        f"found by {why}": 1,
        f"{side} found by {why}": 1,
        f"{side} {seen.analysis.dep[head]} {relation(seen, cue, piece)}": 1,
        "sure": logit(float(seen.chance("SOURCE", piece.start, piece.end).max())) / 3,
        "subject": float(subject is not None and piece.start <= subject < piece.end),
        "not the subject": float(subject is not None and not piece.start <= subject < piece.end),
        f"is {_name(seen, piece.start, piece.end)}": 1,
        "said by itself": float(any(content.start <= piece.start < content.end for content in linked)),
        f"{side} beyond the content": float(any(_lies_between(cue, content, piece) for content in linked)),
        "participle": float(seen.words[head].lower().endswith("ing")),
        "passive": passive,
        f"{side} passive": passive,
    }
    if piece.end - piece.start == 1 and seen.analysis.upos[piece.start] == "PRON":
        f[f"pronoun={seen.words[piece.start].lower()}"] = 1
    return f


def _lies_between(cue: Labelled, content: Labelled, piece: Labelled) -> bool:
    if piece.start >= cue.end:
        return cue.end <= content.start and content.end <= piece.start
    return piece.end <= content.start and content.end <= cue.start


def of_whole(
    sentences: Sequence[Seen], i: int, cue: Labelled, pieces: Sequence[tuple[int, Labelled]], sums: Sequence[float]
) -> Features:
    """For an attribution put together: the cue of sentence `i`, its contents with their sentences.

    `sums` are the log odds of the cue, of its surest and its least sure content, and of its source (-3 for none).
    """
    seen, head = sentences[i], sentences[i].head_of(cue)
    of_cue, best, least, source = (max(-4.0, min(4.0, z)) for z in sums)
    words = sum(piece.end - piece.start for _, piece in pieces)
    sure = [c for j, p in pieces for c in sentences[j].chance("CONTENT", p.start, p.end).tolist()]
    open_end = [float(sentences[j].chance("CONTENT", p.end, p.end + 1).max(initial=0)) for j, p in pieces]
    first, piece = pieces[0]
    return {
        "cue": of_cue,
        "cue, doubted": min(of_cue, 0.0),
        "content": best,
        "least content": least,
        "source": source,
        "no source": float(source <= -3),
        "least of all": min(of_cue, best, source),
        "pieces": min(len(pieces), 4),
        "in another sentence": float(any(j != i for j, _ in pieces)),
        "log words": math.log(words),
        "one word": float(words == 1),
        "three words": float(words <= 3),
        "sure": logit(sum(sure) / len(sure)) / 3,
        "least sure": logit(min(sure)) / 3,
        "goes on": sum(open_end) / len(open_end),
        "has a verb": float(
            any(sentences[j].analysis.upos[k] in ("VERB", "AUX") for j, p in pieces for k in range(p.start, p.end))
        ),
        f"word={stem(seen.words[head])}": 1,
        f"frame={frame(seen, head)}": 1,
        f"tag={seen.analysis.upos[head]}": 1,
        f"no source {seen.analysis.upos[head]}": float(source <= -3),
        "quoted cue": float(seen.quoted[head] >= 0),
        "quoted": float(sentences[first].quoted[piece.start] >= 0),
        f"begins={sentences[first].words[piece.start].lower()}": 1,
    }


__all__ = ["SUBJECTS", "Features", "distance", "of_content", "of_cue", "of_later", "of_source", "of_whole"]
