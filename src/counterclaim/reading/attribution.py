"""Source attribution: which words say something, whose they are, and what is said.

The model labels stretches of a sentence SOURCE, CUE and CONTENT; the lexicon knows verbs of saying and their frames; the
tree tells whose verb it is. A cue that either finds opens an attribution, a verb that is no saying closes it again.
Attributions come in the order of the text, each within one sentence; what a quotation says over several sentences is
joined in `claims`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from counterclaim.reading import cues
from counterclaim.reading.cues import CueVerb
from counterclaim.reading.document import Document, Label, Quote, Sentence

Frame = Literal["clause", "act", "label", "toll", "phrase", "colon", "noun"]

STOPS = frozenset(";—–")
LINKS = frozenset("and but while whereas although though which who whom whose after before when as because since including with".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of one sentence that attribute. Word indexes: `head` is the cue's verb, `cue` and the others are `[first, last)`.

    `source` is None where the sentence names nobody; `content` is empty (first == last) where the cue says nothing more.
    """

    sentence: int
    head: int
    verb: CueVerb | None
    frame: Frame
    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[int, int]
    more: tuple[tuple[int, int], ...] = ()
    negated: bool = False
    reason: str = ""


def find(document: Document) -> tuple[Attribution, ...]:
    """All attributions of the report, in the order of its text."""
    found: list[Attribution] = []
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind in ("body", "headline", "subhead"):
            found.extend(in_sentence(sentence, document.quotes))
    return tuple(found)


def in_sentence(sentence: Sentence, quotes: tuple[Quote, ...] = ()) -> list[Attribution]:
    """The attributions of one sentence, by the place of their cues."""
    spoken = _spoken(sentence, quotes)
    colon = _colon(sentence)
    if colon:
        return [colon]
    heads = _heads(sentence, spoken)
    found = [_build(sentence, head, verb, span, heads) for head, (verb, span) in sorted(heads.items())]
    found += _phrases(sentence, spoken)
    found = [a for a in found if a is not None and a.content[0] <= a.content[1]]
    return _settled(sentence, sorted(found, key=lambda a: a.cue))


def _spoken(sentence: Sentence, quotes: tuple[Quote, ...]) -> set[int]:
    """Words inside quotation marks: nobody but the quoted speaker speaks there."""
    inside = [q for q in quotes if q.inner_start < sentence.end and q.inner_end > sentence.start]
    return {t.i for t in sentence.tokens for q in inside if q.inner_start <= t.start and t.end <= q.inner_end}


def _heads(sentence: Sentence, spoken: set[int]) -> dict[int, tuple[CueVerb | None, tuple[int, int]]]:
    """{word of the cue's verb: its entry in the lexicon, the cue's words}."""
    heads: dict[int, tuple[CueVerb | None, tuple[int, int]]] = {}
    for label in sentence.roles:
        if label.label == "CUE" and not cues.is_phrase(sentence.tokens, label.first):
            head = _verb_of(sentence, label)
            if head in spoken or _refused(sentence, head, label):
                continue
            heads[head] = (cues.cue_verb(sentence, head), (label.first, label.last))
    for token in sentence.tokens:
        if token.i in heads or token.i in spoken or token.upos not in ("VERB", "AUX"):
            continue
        if any(first <= token.i < last for _, (first, last) in heads.values()):
            continue
        verb = cues.cue_verb(sentence, token.i)
        if verb and _speaks(sentence, token.i, verb):
            heads[token.i] = (verb, (cues.cue_start(sentence, token.i), token.i + 1))
    return heads


def _verb_of(sentence: Sentence, label: Label) -> int:
    """The word of a cue that carries it: a verb of the lexicon, else its last verb, else its last word."""
    words = range(label.first, label.last)
    known = [i for i in words if cues.cue_verb(sentence, i)]
    verbs = [i for i in words if sentence.tokens[i].upos == "VERB"]
    return (known or verbs or [label.last - 1])[-1]


def _refused(sentence: Sentence, head: int, label: Label) -> bool:
    """A cue of the model's that is none: a verb of thinking whose content is not quoted."""
    word = sentence.tokens[head]
    if cues.cue_verb(sentence, head):
        return False
    return cues.is_no_saying(word.text) or not any(sentence.tokens[i].text.isalpha() for i in range(label.first, label.last))


def _speaks(sentence: Sentence, i: int, verb: CueVerb) -> bool:
    """Whether a verb of the lexicon that the model passed over attributes: it has a subject and something said."""
    token = sentence.tokens[i]
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    clause = any(t.dep in ("ccomp", "parataxis") for t in kids) or (token.dep == "parataxis" and token.head >= 0)
    infinitive = any(t.dep == "xcomp" for t in kids)
    thing = any(t.dep in ("obj", "iobj", "obl") for t in kids)
    subject = _subject(sentence, i) is not None
    if token.dep in ("amod", "compound", "xcomp") or (token.dep == "acl" and not clause):
        return False
    if verb.takes == "clause":
        return subject and (clause or (infinitive and verb.lemma in ("claim", "say", "affirm", "tell")))
    return subject and (clause or infinitive or thing)


def _subject(sentence: Sentence, i: int, depth: int = 0) -> int | None:
    """The word that is the subject of verb `i`: its own, its agent in the passive, or that of the verb it is joined to."""
    token = sentence.tokens[i]
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    agent = next((t.i for t in kids if t.dep == "obl:agent"), None)
    if agent is not None:
        return agent
    own = next((t.i for t in kids if t.dep == "nsubj"), None)
    if own is not None:
        return own if sentence.tokens[own].lower not in ("who", "which", "that") or token.dep != "acl:relcl" else token.head
    if depth < 4 and token.head >= 0 and token.dep in ("conj", "advcl", "xcomp", "parataxis"):
        return _subject(sentence, token.head, depth + 1)
    return None


def _build(
    sentence: Sentence,
    head: int,
    verb: CueVerb | None,
    cue: tuple[int, int],
    heads: dict[int, tuple[CueVerb | None, tuple[int, int]]],
) -> Attribution | None:
    others = sorted(span for other, (_, span) in heads.items() if other != head)
    source, why = _source(sentence, head, cue, others)
    frame: Frame = verb.takes if verb else "clause"
    contents = _contents(sentence, head, cue, source, others)
    if not contents and frame == "clause":
        return None
    if verb is None and source is None:
        return None
    first, *more = contents or [(cue[1], cue[1])]
    return Attribution(
        sentence=sentence.index,
        head=head,
        verb=verb,
        frame=frame,
        cue=cue,
        source=source,
        content=first,
        more=tuple(more),
        negated=cues.negated(sentence, head),
        reason=why,
    )


def _source(
    sentence: Sentence, head: int, cue: tuple[int, int], others: list[tuple[int, int]]
) -> tuple[tuple[int, int] | None, str]:
    """Words of the source and why: the model's nearest SOURCE that no other cue stands between, else the subject."""
    labels = [r for r in sentence.roles if r.label == "SOURCE"]
    subject = _subject(sentence, head)
    if subject is not None:
        for r in labels:
            if r.first <= subject < r.last:
                return (r.first, r.last), "the subject of its verb, and the model's source"
    near = [(_gap(cue, (r.first, r.last)), r) for r in labels if not _between(others, cue, (r.first, r.last))]
    adjacent = min(near, key=lambda x: x[0], default=None)
    own = any(sentence.tokens[c].dep in ("nsubj", "obl:agent") for c in sentence.children[head])
    if adjacent and (adjacent[0] <= 3 or not own):
        return (adjacent[1].first, adjacent[1].last), "the model's source beside the cue"
    if subject is not None:
        words = sentence.subtree(subject)
        first, last = words.start, words.stop
        if first <= head < last:
            first, last = (first, cue[0]) if subject < head else (cue[1], last)
        for start, end in others:
            if subject < start < last:
                last = start
            if first < end <= subject:
                first = end
        return ((first, last) if first < last else None), "the subject of its verb"
    return None, "the sentence names no source"


def _gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(b[0] - a[1], a[0] - b[1], 0)


def _between(others: list[tuple[int, int]], a: tuple[int, int], b: tuple[int, int]) -> bool:
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return any(low <= start and end <= high for start, end in others)


def _contents(
    sentence: Sentence,
    head: int,
    cue: tuple[int, int],
    source: tuple[int, int] | None,
    others: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Stretches of words that are said under the cue, in the order of the text."""
    taken = [cue, *others, *([source] if source else [])]
    labels = [(r.first, r.last) for r in sentence.roles if r.label == "CONTENT"]
    mine = [span for span in labels if not _between(others, cue, span) and _reaches(sentence, cue, span, others)]
    if not mine:
        mine = _by_tree(sentence, head, cue, source, others)
    whole = [_completed(sentence, _without(span, taken), taken, labels) for span in mine]
    return sorted(span for span in whole if span[0] < span[1])


def _reaches(
    sentence: Sentence, cue: tuple[int, int], span: tuple[int, int], others: list[tuple[int, int]]
) -> bool:
    """A content belongs to the cue nearest to it; one that holds the cue itself belongs to the outer cue."""
    if span[0] <= cue[0] < span[1]:
        return False
    return all(_gap(cue, span) <= _gap(other, span) or span[0] <= other[0] < span[1] for other in others)


def _by_tree(
    sentence: Sentence,
    head: int,
    cue: tuple[int, int],
    source: tuple[int, int] | None,
    others: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """The complement of the cue's verb; for a verb set aside at the end or in the middle, the clause it stands in."""
    end = _clause_end(sentence, cue[1], others)
    kids = [sentence.tokens[c] for c in sentence.children[head]]
    after = [t.i for t in kids if t.i >= cue[1] and t.dep in ("ccomp", "xcomp", "obj", "iobj", "obl", "advcl")]
    before = [t.i for t in kids if t.i < cue[0] and t.dep in ("ccomp", "parataxis")]
    token = sentence.tokens[head]
    if token.dep == "parataxis" and token.head >= 0 and not any(t.dep == "ccomp" for t in kids):
        before.append(token.head)
    if before and not any(sentence.tokens[i].dep == "ccomp" for i in after):
        left = min(cue[0], source[0] if source else cue[0])
        return [(_clause_start(sentence, left, others), left)]
    if after:
        first = cue[1]
        if source and source[0] >= cue[1]:
            first = source[1]
        return [(first, end)]
    return []


def _clause_end(sentence: Sentence, start: int, others: list[tuple[int, int]]) -> int:
    """Where what begins at word `start` ends: before the next cue's clause, or with the sentence."""
    end = len(sentence.tokens)
    nxt = min((s for s, _ in others if s >= start), default=None)
    if nxt is not None:
        end = nxt
        while end > start and sentence.tokens[end - 1].lower not in (",", ";", "and", "but", "while", "—", "–"):
            end -= 1
        if end == start:
            end = nxt
    return end


def _clause_start(sentence: Sentence, end: int, others: list[tuple[int, int]]) -> int:
    """Where the clause that ends at word `end` begins: behind the last cue's clause or semicolon, or with the sentence."""
    start = max((e for _, e in others if e <= end), default=0)
    for i in range(end - 1, start - 1, -1):
        if sentence.tokens[i].text in STOPS:
            return i + 1
    return start


def _without(span: tuple[int, int], taken: list[tuple[int, int]]) -> tuple[int, int]:
    """The span less the cue and source words at its edges."""
    first, last = span
    for start, end in sorted(taken):
        if start <= first < end:
            first = end
        elif first < start < last:
            last = start
    return first, last


def _completed(
    sentence: Sentence, span: tuple[int, int], taken: list[tuple[int, int]], labels: list[tuple[int, int]]
) -> tuple[int, int]:
    """A content that the model cut short is read on to the end of its clause; marks and joints at its edges fall off."""
    first, last = span
    stop = min((s for s, _ in [*taken, *labels] if s >= last), default=len(sentence.tokens))
    while last < stop and not _breaks(sentence, last):
        last += 1
    return _trimmed(sentence, first, last)


def _breaks(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return token.text in ",;:—–" or (token.lower in LINKS and i and sentence.tokens[i - 1].text == ",")


def _trimmed(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    lead, tail = ("that", ",", ":", "“", '"', "and", "but", "«", "”", "‘", "’", "-", "–", "—", ";"), (",", ".", ";", ":", "”", '"', "»", "“", "and", "but", "while", "-", "–", "—", "’", "‘")
    while first < last and sentence.tokens[first].lower in lead and not (sentence.tokens[first].lower == "that" and sentence.tokens[first].dep in ("nsubj", "det", "obj", "nsubj:pass")):
        first += 1
    while last > first and sentence.tokens[last - 1].lower in tail:
        last -= 1
    return first, last


def _phrases(sentence: Sentence, spoken: set[int]) -> list[Attribution]:
    """"According to X, ..." and "..., according to X"."""
    found = []
    for i in range(len(sentence.tokens)):
        length = 0 if i in spoken else cues.is_phrase(sentence.tokens, i)
        if not length or i + length >= len(sentence.tokens):
            continue
        source = _phrase_source(sentence, i + length)
        if any(cues.is_no_source(sentence.tokens[j].text) for j in range(*source) if sentence.tokens[j].i == _np_head(sentence, source)):
            continue
        content = _phrase_content(sentence, i, source[1])
        found.append(
            Attribution(
                sentence=sentence.index, head=i, verb=None, frame="phrase", cue=(i, i + length), source=source,
                content=content, reason="the words behind the cue phrase",
            )
        )  # fmt: skip
    return found


def _np_head(sentence: Sentence, span: tuple[int, int]) -> int:
    """The word of a noun phrase that all its others depend on."""
    return next((i for i in range(*span) if not span[0] <= sentence.tokens[i].head < span[1]), span[0])


def _phrase_source(sentence: Sentence, first: int) -> tuple[int, int]:
    label = next((r for r in sentence.roles if r.label == "SOURCE" and r.first <= first < r.last), None)
    if label:
        return first, label.last
    last = first
    while last < len(sentence.tokens) and sentence.tokens[last].text not in ",;.:—–":
        last += 1
    return first, max(last, first + 1)


def _phrase_content(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """What the phrase covers: the clause behind it where it opens the sentence, else the clause before it."""
    lead = [t for t in sentence.tokens[:start] if t.upos in ("VERB", "AUX")]
    if not lead:
        return _trimmed(sentence, end, _until_stop(sentence, end))
    first = start
    while first and sentence.tokens[first - 1].text not in STOPS:
        first -= 1
    return _trimmed(sentence, first, start)


def _until_stop(sentence: Sentence, first: int) -> int:
    last = first
    while last < len(sentence.tokens) and sentence.tokens[last].text not in STOPS:
        last += 1
    return last


def _colon(sentence: Sentence) -> Attribution | None:
    """"Governor Kyrylenko: the number of dead has risen": a name, a colon, a statement; and "..., 14 killed - prosecutors"."""
    tokens = sentence.tokens
    colon = next((t.i for t in tokens[:8] if t.text == ":"), None)
    if not colon or colon + 3 > len(tokens) or any(t.upos in ("VERB", "AUX") for t in tokens[:colon]):
        return None
    named = any(n.first < colon and n.label in ("PER", "ORG", "LOC") for n in sentence.names)
    says = any(t.upos in ("VERB", "AUX") for t in tokens[colon:])
    if not (named and says) or any(r.label == "CUE" for r in sentence.roles):
        return None
    return Attribution(
        sentence=sentence.index, head=colon, verb=None, frame="colon", cue=(colon, colon + 1), source=(0, colon),
        content=_trimmed(sentence, colon + 1, len(tokens)), reason="a name before a colon",
    )  # fmt: skip


def _settled(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """Contents no longer overlap: what lies under a later cue's clause leaves the earlier content."""
    settled: list[Attribution] = []
    for a in found:
        first, last = a.content
        for b in found:
            if b is a or b.content == a.content:
                continue
            edge = min(b.cue[0], b.source[0] if b.source and first < b.source[0] else b.cue[0])
            if first < edge < last and b.frame != "phrase":
                last = edge
        first, last = _trimmed(sentence, first, last)
        settled.append(replace(a, content=(first, last)))
    kept = [a for a in settled if a.content[0] < a.content[1] or a.frame != "clause"]
    return [_chained(sentence, a, kept[:n]) for n, a in enumerate(kept)]


def _chained(sentence: Sentence, a: Attribution, before: list[Attribution]) -> Attribution:
    """"..., adding that B", "..., promising to C": a participle speaks for the source of the clause it hangs on."""
    bare = a.cue[1] - a.cue[0] == 1 or sentence.tokens[a.cue[0]].upos == "ADV"
    if not (bare and sentence.tokens[a.head].lower.endswith("ing") and before):
        return a
    main = next((b for b in reversed(before) if b.source), None)
    return replace(a, source=main.source, reason=f"a participle: the source of {_words(sentence, main.cue)!r}") if main else a


def _words(sentence: Sentence, span: tuple[int, int]) -> str:
    return " ".join(t.text for t in sentence.tokens[span[0] : span[1]])
