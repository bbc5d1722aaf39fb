"""Nested attribution: A, citing B, reported that C said. The innermost named voice speaks, the others are `via`."""

from __future__ import annotations

from dataclasses import replace

from counterclaim.reading.attribution import cues, spans
from counterclaim.reading.attribution.model import Attribution, Words
from counterclaim.reading.document import Sentence

CITING = frozenset(("citing", "quoting"))
PRONOUNS = frozenset(("it", "he", "she", "they"))
QUOTES = frozenset(("quoted", "quotes", "cited", "cites", "quote"))


def join(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """The attributions of a sentence with those that only relay folded into the ones they relay."""
    if not found:
        return found
    found = _quoted_as_saying(sentence, found)
    found = _quoted_by(sentence, found)
    found = _cited(sentence, found)
    found = _according(found)
    return _nested(sentence, found)


def _quoted_as_saying(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """ "X quoted Y as saying that C", "C, X quoted Y as saying": Y says C, via X."""
    if "saying" not in sentence.words and ("as" not in sentence.words or QUOTES.isdisjoint(sentence.words)):
        return found
    words = [t.lower for t in sentence.tokens]
    outer = next((a for a in found if words[a.head] in QUOTES), None) or _unheard(sentence, found)
    at = next((i for i in range(len(words) - 1) if outer and i > outer.head and _as_saying(words, i)), None)
    if outer is None or at is None:
        return found
    if words[at + 1] != "saying":
        return _quoted_as_telling(sentence, found, outer, at)
    quoting = outer.head
    who = spans.trimmed(sentence, outer.cue[1], at)
    via = (outer.source,) if outer.source else ()
    passive = next((c for c in sentence.children[outer.head] if sentence.tokens[c].dep == "nsubj:pass"), None)
    if passive is not None:
        via = ((who[0] + 1, who[1]),) if who[0] + 1 < who[1] and words[who[0]] == "by" else ()
        subject = sentence.subtree(passive)
        who = spans.trimmed(sentence, subject.start, subject.stop)
        outer = replace(outer, source=who)
    behind = spans.trimmed(sentence, at + 2, len(words))
    before = spans.trimmed(sentence, 0, outer.source[0] if outer.source else outer.cue[0])
    said = replace(
        outer, head=at + 1, frame="clause", cue=(at, at + 2), source=who, more=(), reason="quoted as saying",
        content=before if behind[0] >= behind[1] or _says_where(sentence, behind, before) else behind, via=via,
    )  # fmt: skip
    return [said, *(a for a in found if a.head != quoting and words[a.head] != "saying")]


def _as_saying(words: list[str], i: int) -> bool:
    return words[i] == "as" and words[i + 1].endswith("ing") and cues.is_known(words[i + 1])


def _quoted_as_telling(sentence: Sentence, found: list[Attribution], outer: Attribution, at: int) -> list[Attribution]:
    """ "X quoted Y as putting the toll at 29", "as denying it": what the participle says is Y's, via X."""
    told = next((a for a in found if a.head == at + 1), None)
    passive = any(sentence.tokens[c].dep == "nsubj:pass" for c in sentence.children[outer.head])
    who = spans.trimmed(sentence, outer.cue[1], at)
    if told is None or passive or who[0] >= who[1]:
        return found
    via = (outer.source,) if outer.source else ()
    said = replace(told, source=who, via=via, reason="quoted as telling")
    return [said if a is told else a for a in found if a is not outer]


def _says_where(sentence: Sentence, behind: Words, before: Words) -> bool:
    """ "... X quoted Y as saying in Pale": what is behind tells no more than where, what is before is said."""
    told = any(t.upos in ("VERB", "AUX", "NUM") for t in sentence.tokens[slice(*behind)])
    return not told and any(t.upos in ("VERB", "AUX") for t in sentence.tokens[slice(*before)])


def _quoted_by(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """ "X, quoted by Y, says that C": X says C, via Y."""
    if QUOTES.isdisjoint(sentence.words):
        return found
    words = [t.lower for t in sentence.tokens]
    aside = next((i for i in range(2, len(words) - 2) if words[i] in QUOTES and words[i + 1] == "by"), None)
    if aside is None or sentence.tokens[aside].dep != "acl" or words[aside - 1] != ",":
        return found
    close = next((i for i in range(aside, len(words)) if words[i] == ","), None)
    main = next((a for a in found if close and a.head > close and a.frame != "phrase"), None)
    who = sentence.tokens[aside].head
    if main is None or close is None or not 0 <= who < aside:
        return found
    source = spans.trimmed(sentence, sentence.subtree(who).start, aside - 1)
    said = replace(main, source=source, via=((aside + 2, close), *main.via), reason="quoted by the one who relays it")
    return [said if a is main else a for a in found if a.head != aside]


def _unheard(sentence: Sentence, found: list[Attribution]) -> Attribution | None:
    """The quoting on which a "saying" hangs that alone was taken for a cue."""
    for inner in found:
        over = sentence.tokens[inner.head].head
        if over >= 0 and sentence.tokens[inner.head].lower == "saying" and sentence.tokens[over].lower in QUOTES:
            return replace(inner, head=over, cue=(over, over + 1), source=None)
    return None


def _cited(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """ "X, citing Y, reported that C": Y says C, via X."""
    if CITING.isdisjoint(sentence.words) and (QUOTES.isdisjoint(sentence.words) or "which" not in sentence.words):
        return found
    citing = next((t.i for t in sentence.tokens if t.lower in CITING or _which_cites(sentence, t.i)), None)
    if citing is None:
        return found
    found = [_parted(sentence, a, citing) if a.cue[0] <= citing < a.cue[1] else a for a in found]
    rest = [a for a in found if not a.cue[0] <= citing < a.cue[1]]
    main = min(rest, key=lambda a: spans.gap(a.cue, (citing, citing + 1)), default=None)
    if main is None or main.frame == "noun":
        return found
    who = _object(sentence, citing, main)
    if who is None:
        return found
    relayed = replace(
        main, source=who, via=(main.source,) if main.source else (), reason="cited by the one who reports"
    )
    return [relayed if a is main else a for a in rest]


def _which_cites(sentence: Sentence, i: int) -> bool:
    """ "According to X, which cited Y, A"."""
    return sentence.tokens[i].lower in QUOTES and i > 0 and sentence.tokens[i - 1].lower == "which"


def _parted(sentence: Sentence, a: Attribution, citing: int) -> Attribution:
    """ "X said, citing Y, that C": the saying that the participle parts from its content."""
    head = sentence.tokens[citing].head
    verb = cues.cue_verb(sentence, head) if 0 <= head < citing else None
    comma = next((t.i for t in sentence.tokens[citing:] if t.text == ","), None)
    if verb is None or verb.takes != "clause" or comma is None or not a.content[0] <= comma < a.content[1]:
        return a
    if sentence.tokens[comma + 1].lower != "that":
        return a
    said = spans.trimmed(sentence, comma + 1, a.content[1])
    return replace(a, head=head, verb=verb, frame="clause", cue=(head, head + 1), content=said)


def _object(sentence: Sentence, citing: int, main: Attribution) -> Words | None:
    """Whom the participle cites: its words up to the comma or the main cue."""
    first = citing + 1
    last = first
    while last < len(sentence.tokens) and sentence.tokens[last].text not in ",;." and last != main.cue[0]:
        last += 1
    return (first, last) if first < last else None


def _according(found: list[Attribution]) -> list[Attribution]:
    """ "C, Y said, according to X": X relays where its phrase covers nothing but what Y says already."""
    kept = list(found)
    for phrase in [a for a in found if a.frame == "phrase"]:
        overlapping = [
            a
            for a in kept
            if a.frame == "clause"
            and a.source
            and a.source != phrase.source
            and (_overlap(a.content, phrase.content) or spans.gap(a.cue, phrase.cue) <= 1)
        ]
        said = min(overlapping, key=lambda a: spans.gap(_reach(a), phrase.cue), default=None)
        if said and phrase.source:
            kept = [replace(a, via=(phrase.source, *a.via)) if a is said else a for a in kept if a is not phrase]
    return kept


def _reach(a: Attribution) -> Words:
    """From the first to the last word of a saying, cue and content."""
    return min(a.cue[0], a.content[0]), max(a.cue[1], a.content[1])


def _overlap(a: Words, b: Words) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])


def _nested(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """A cue whose content is another's saying relays it; an act told of in the past perfect is no saying."""
    kept = list(found)
    for outer in found:
        if outer.frame == "act":
            kept = _told_within(sentence, outer, kept)
        if outer.frame not in ("clause", "phrase"):
            continue
        inner = [a for a in kept if a is not outer and a.source and _relays(sentence, outer, a, a.source)]
        told = [a for a in inner if (a.frame == "act" or _of_its_own(sentence, a)) and _had(sentence, a)]
        if told:
            whole = (outer.content[0], max(a.content[1] for a in told))
            kept = [replace(a, content=whole) if a is outer else a for a in kept if a not in told]
        elif inner:
            kept = [_relayed(sentence, outer, a) if a in inner else a for a in kept if a is not outer]
    return kept


def _relayed(sentence: Sentence, outer: Attribution, inner: Attribution) -> Attribution:
    """The inner saying via the outer's source; "X said it would support Y" is X's own."""
    if not outer.source:
        return inner
    same = inner.source is not None and inner.source[1] - inner.source[0] == 1 and outer.cue[1] <= inner.cue[0]
    if inner.source and same and sentence.tokens[inner.source[0]].lower in PRONOUNS:
        return replace(inner, source=outer.source, cue=(outer.cue[0], inner.cue[1]), reason="what it says of itself")
    return replace(inner, via=(outer.source, *inner.via))


def _told_within(sentence: Sentence, outer: Attribution, found: list[Attribution]) -> list[Attribution]:
    """ "Denied reports by which he had accused X": an act that had been done, told in what another act is aimed at."""
    inside = [
        a
        for a in found
        if a.frame == "act" and a.source and a.head > outer.head and sentence.tokens[a.head].head >= 0
        if sentence.tokens[a.head].dep in ("acl:relcl", "acl") and _had(sentence, a)
        if sentence.tokens[a.source[0]].lower in PRONOUNS and outer.content[0] <= a.source[0]
    ]
    if not inside:
        return found
    whole = (outer.content[0], max(max(a.content[1], a.cue[1]) for a in inside))
    return [replace(a, content=whole) if a is outer else a for a in found if a not in inside]


def _of_its_own(sentence: Sentence, a: Attribution) -> bool:
    """ "The charity said its volunteers had counted ...": what a speaker's own people did."""
    return a.source is not None and sentence.tokens[a.source[0]].lower in ("its", "his", "her", "their", "our")


def _had(sentence: Sentence, a: Attribution) -> bool:
    return any(sentence.tokens[c].lower == "had" for c in sentence.children[a.head])


def _relays(sentence: Sentence, outer: Attribution, inner: Attribution, source: Words) -> bool:
    """Whether an outer content begins with the inner saying, or is the inner one's, its own cue set behind both."""
    beyond = sentence.tokens[sentence.subtree(inner.head).stop : outer.content[1]]
    if sentence.tokens[inner.head].dep == "acl:relcl" and any(t.upos == "VERB" for t in beyond):
        return False  # "The rebels, who X says are backed by Y, entered the town"
    same = outer.content == inner.content and inner.cue[1] <= inner.content[0] and outer.content[1] <= outer.cue[0]
    return same or _opens(sentence, inner, source, outer.content)


def _opens(sentence: Sentence, inner: Attribution, source: Words, content: Words) -> bool:
    """Whether a content begins with another's saying: its source and cue side by side, and no verb before them."""
    first = min(source[0], inner.cue[0])
    if any(t.text == ";" for t in sentence.tokens[inner.cue[1] : content[1]]):
        return False
    if not _overlap(source, content) or spans.gap(source, inner.cue) > spans.NEAR:
        return False
    between = sentence.tokens[min(source[1], inner.cue[1]) : max(source[0], inner.cue[0])]
    before = sentence.tokens[content[0] : first]
    if any(t.upos == "NUM" for t in before) and any(t.lower in ("and", "but", "while") for t in before):
        return False  # "the rebels said 12 civilians, and the chief said he had buried nine"
    return not any(t.upos in ("VERB", "AUX") for t in (*between, *before))
