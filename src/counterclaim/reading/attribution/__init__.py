"""Source attribution: which words say something, whose they are, and what is said.

The model labels stretches of a sentence SOURCE, CUE and CONTENT; the lexicon knows verbs of saying and their frames;
the tree tells whose verb it is. A cue that either finds opens an attribution, a verb that is no saying closes it again.
Attributions come in the order of the text, each within one sentence; what a quotation says over several sentences is
joined by `propositions`.

    cues      which words attribute: the lexicon's frames
    spans     whose they are and what they cover
    phrases   attribution without a verb of saying: "according to X", "X: ...", "reports of ..."
    relays    A, citing B, reported that C said
"""

from __future__ import annotations

from dataclasses import replace

from counterclaim.reading.attribution import cues, phrases, relays, spans
from counterclaim.reading.attribution.cues import CueVerb, hearing
from counterclaim.reading.attribution.model import Attribution, Words
from counterclaim.reading.document import Document, Label, Quote, Sentence
from counterclaim.records import Stance

__all__ = ["Attribution", "CueVerb", "find", "hearing", "in_sentence", "keeps_silent"]

DEALT: frozenset[Stance] = frozenset(("denies", "doubts", "condemns", "supports"))
"""What is done to a saying or deed by whom a passive names: "The figure is contested by the mayor"."""
BARE: frozenset[Stance] = DEALT | {"confirms", "accuses"}
"""Acts that say something where nothing stands beside their verb."""
READ = ("body", "headline", "subhead")


def find(document: Document) -> tuple[Attribution, ...]:
    """All attributions of the report, in the order of its text."""
    found: list[Attribution] = []
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind not in READ:
            continue
        same = phrases.likewise(sentence, found[-1]) if found else None
        found.extend([same] if same else in_sentence(sentence, document.quotes))
    return tuple(found)


def in_sentence(sentence: Sentence, quotes: tuple[Quote, ...] = ()) -> list[Attribution]:
    """The attributions of one sentence, by the place of their cues."""
    named = phrases.colon(sentence) or phrases.labelled(sentence) or phrases.signed(sentence)
    if named:
        return [named]
    spoken = _spoken(sentence, quotes)
    set_phrases = phrases.find(sentence, spoken)
    heads = _heads(sentence, spoken, set_phrases)
    if not heads and not set_phrases:
        return []
    taken = [cue for _, cue in heads.values()]
    verbs = [_build(sentence, head, verb, cue, taken, set_phrases) for head, (verb, cue) in heads.items()]
    found = [*set_phrases, *(_freed(sentence, a, set_phrases) for a in verbs if a)]
    found.sort(key=lambda a: a.cue)
    return _settled(sentence, relays.join(sentence, _chained(sentence, found)))


def _freed(sentence: Sentence, a: Attribution, aside: list[Attribution]) -> Attribution:
    """What is said without what a phrase gives to another: "Asked about a claim by X that A, she said: B".

    So too "A, according to X, who accused Y of B": what is told more of the phrase's source is apart from A.
    """
    claimed = [p.content for p in aside if p.source and (p.frame == "noun" or _tells_more(sentence, a, p.source))]
    own = [span for span in (a.content, *a.more) if not any(span[0] < c[1] and c[0] < span[1] for c in claimed)]
    return replace(a, content=own[0], more=tuple(own[1:])) if own and len(own) <= len(a.more) else a


def _tells_more(sentence: Sentence, a: Attribution, source: Words) -> bool:
    """Does the verb open a relative clause behind the source of a phrase?"""
    token = sentence.tokens[a.head]
    return token.dep == "acl:relcl" and a.cue[0] >= source[1] and source[0] <= token.head < source[1]


def _with_source(phrase: Attribution) -> Words:
    """The words of "according to X" where X stands right behind, else the phrase alone."""
    first, last = phrase.cue
    return (first, phrase.source[1]) if phrase.source and phrase.source[0] == last else (first, last)


def keeps_silent(sentence: Sentence) -> bool:
    """Whether the sentence tells that somebody did not say something."""
    for token in cues.possible(sentence):
        if token.upos == "VERB" and cues.negated(sentence, token.i):
            verb = cues.cue_verb(sentence, token.i)
            if verb and verb.stance in ("asserts", "confirms"):
                return True
    return False


def _spoken(sentence: Sentence, quotes: tuple[Quote, ...]) -> set[int]:
    """Words inside quotation marks: nobody but the quoted speaker speaks there."""
    inside = [q for q in quotes if q.inner_start < sentence.end and q.inner_end > sentence.start]
    if not inside:
        return set()
    return {t.i for t in sentence.tokens for q in inside if q.inner_start <= t.start and t.end <= q.inner_end}


def _heads(
    sentence: Sentence, spoken: set[int], set_phrases: list[Attribution]
) -> dict[int, tuple[CueVerb | None, Words]]:
    """{word of the cue's verb: its entry in the lexicon, the cue's words}."""
    covered = {i for a in set_phrases for i in range(*a.cue)}
    heads: dict[int, tuple[CueVerb | None, Words]] = {}
    for label in sentence.roles:
        if label.label != "CUE" or covered & set(range(label.first, label.last)):
            continue
        head = _verb_of(sentence, label)
        if head not in spoken and not _refused(sentence, head, label, bool(spoken)):
            verb = cues.cue_verb(sentence, head) or cues.noun_cue(sentence, head)
            last = _next_verb(sentence, head, label.last)
            heads[head] = (verb, (label.first, min(last, cues.cue_end(sentence, head, verb, last))))
    for token in cues.possible(sentence):
        if token.i in spoken or token.i in covered or (verb := cues.cue_verb(sentence, token.i)) is None:
            continue
        closing = _closing(sentence, token.i, verb)
        if token.upos not in ("VERB", "AUX") and not closing:
            continue
        if any(first <= token.i < last for _, (first, last) in heads.values()):
            continue
        if closing or _speaks(sentence, token.i, verb, bool(spoken)):
            heads[token.i] = (verb, (cues.cue_start(sentence, token.i), token.i + 1))
    return {head: heads[head] for head in sorted(heads)}


def _closing(sentence: Sentence, i: int, verb: CueVerb) -> bool:
    """Whether a verb of saying and its source close the sentence, whatever the tagger makes of the verb."""
    if verb.takes != "clause" or cues.is_impersonal(sentence, i):
        return False
    return bool(spans.inverted(sentence, i) or spans.trailing(sentence, i))


def _verb_of(sentence: Sentence, label: Label) -> int:
    """The word of a cue that carries it: a verb of the lexicon, else its last verb, else its last word.

    Of "denies supporting" the act, not what it is about.
    """
    words = range(label.first, label.last)
    known = [i for i in words if cues.cue_verb(sentence, i)]
    known = [i for i in known if not (sentence.tokens[i].dep == "xcomp" and sentence.tokens[i].head in known)]
    verbs = [i for i in words if sentence.tokens[i].upos == "VERB"]
    known = [i for i in known if i in verbs] or known  # "said in a tweet"
    return (known or verbs or [label.last - 1])[-1]


def _next_verb(sentence: Sentence, head: int, last: int) -> int:
    """Where a cue ends before what its act is about: "denies | supporting"."""
    later = (i for i in range(head + 1, last) if cues.cue_verb(sentence, i) and sentence.tokens[i].head == head)
    return next((i for i in later if sentence.tokens[i].dep == "xcomp"), last)


def _refused(sentence: Sentence, head: int, label: Label, quoting: bool) -> bool:
    """A cue of the model's that is none: a verb of thinking, a known verb in a frame that says nothing, a bare mark."""
    word = sentence.tokens[head]
    verb = cues.cue_verb(sentence, head)
    if word.upos == "NOUN" and cues.is_judged(sentence, head):
        return True
    if verb:
        return _empty(sentence, head, verb)
    if not any(sentence.tokens[i].text[0].isalpha() for i in range(label.first, label.last)):
        return True
    if cues.is_told_of(sentence, head):
        return True
    if word.upos == "NOUN" and cues.noun_cue(sentence, head):
        return False
    if cues.is_no_saying(word.text):
        return not (cues.is_opinion(word.text) and (quoting or cues.opens_in_place(sentence, head)))
    return cues.is_known(word.text) or cues.negated(sentence, head) or not _says_clause(sentence, head)


def _empty(sentence: Sentence, head: int, verb: CueVerb) -> bool:
    """A verb of saying that says nothing: "what he says", "did not mention", "calls on them to condemn"."""
    if verb.stance == "asserts" and (cues.negated(sentence, head) or cues.is_done(sentence, head, verb)):
        return True
    if cues.is_not_done(sentence, head, verb):
        return True
    if verb.stance not in ("promises", "offers") and cues.is_to_come(sentence, head):
        return True
    return any(test(sentence, head) for test in _UNSAID)


def _asks_what(sentence: Sentence, head: int) -> bool:
    """ "What Kyiv says about it is false": the saying is a thing that another clause speaks of."""
    if "what" not in sentence.words:
        return False
    token = sentence.tokens[head]
    after = sentence.tokens[head + 1 : head + 2]
    if after and after[0].lower in ("is", "was", "are", "were"):
        return False
    before = [sentence.tokens[i].lower for i in range(max(0, head - 8), head)]
    if _denied(sentence, head):
        return True
    if "what" not in before or "," in before[before.index("what") :]:
        return False
    if any(sentence.tokens[c].lower == "what" for c in sentence.children[head]):
        return True
    if token.dep not in ("acl:relcl", "csubj", "ccomp", "acl", "advcl"):
        return False
    return not any(sentence.tokens[c].dep == "ccomp" for c in sentence.children[head])


_UNSAID = (
    cues.is_told_more,
    cues.is_impersonal,
    cues.is_aim,
    cues.is_supposed,
    cues.is_nobodys,
    cues.is_called_false,
    cues.is_relative,
    cues.is_urged,
    _asks_what,
)


def _denied(sentence: Sentence, head: int) -> bool:
    """ "We deny what they repeat": the saying is the very thing that an act is aimed at."""
    above = sentence.tokens[head].head
    verb = cues.cue_verb(sentence, above) if 0 <= above < head else None
    aimed = verb is not None and verb.takes == "act" and sentence.tokens[head].dep in ("ccomp", "acl:relcl", "advcl")
    return aimed and any(t.lower == "what" and t.i > above for t in sentence.tokens[:head])


def _says_clause(sentence: Sentence, head: int) -> bool:
    """An unknown verb says something only where a clause or a quotation stands under it."""
    kids = {sentence.tokens[c].dep for c in sentence.children[head]}
    quoted = any(t.text in '“”"«»' for t in sentence.tokens)
    return "ccomp" in kids or quoted or sentence.tokens[head].dep == "parataxis"


def _speaks(sentence: Sentence, i: int, verb: CueVerb, quoting: bool) -> bool:
    """Whether a verb of the lexicon that the model passed over attributes: it has a subject and something said."""
    token = sentence.tokens[i]
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    clause = any(t.dep in ("ccomp", "parataxis") for t in kids) or (token.dep == "parataxis" and token.head >= 0)
    infinitive = any(t.dep == "xcomp" for t in kids)
    thing = any(t.dep in ("obj", "iobj", "obl") and t.i > i for t in kids)
    subject = (
        spans.subject(sentence, i) is not None or _has_source(sentence, i) or bool(cues.opens_in_place(sentence, i))
    )
    if token.dep in ("amod", "compound", "xcomp") or _empty(sentence, i, verb):
        return False
    if verb.takes == "clause" and (spans.inverted(sentence, i) or _participle(sentence, i)):
        return True
    if _second(sentence, i) and (clause or (verb.takes == "act" and (infinitive or thing))):
        return True
    if verb.stance == "denies" and subject and not any(t.text[0].isalnum() for t in sentence.tokens[i + 1 :]):
        return True
    if token.dep == "acl" and not clause:
        return verb.takes == "act" and any(t.dep == "obl:agent" for t in kids)
    if token.dep == "acl:relcl" and verb.stance == "denies":
        return subject
    if verb.takes != "clause":
        passive = token.dep == "root" and any(t.dep == "obl:agent" for t in kids) and verb.stance in DEALT
        return subject and (clause or infinitive or thing or passive or sentence.tokens[-1].text == ":")
    counted = any(t.upos == "NUM" for t in sentence.tokens[i + 1 : i + 5]) and not clause
    phrase = " " in verb.lemma and thing
    return subject and (clause or phrase or counted or quoting or (infinitive and verb.lemma in ("claim", "affirm")))


def _second(sentence: Sentence, i: int) -> bool:
    """ "Conceded that two names had been counted double but MAINTAINED that ...": joined to a passive that is said."""
    token = sentence.tokens[i]
    joined = any(sentence.tokens[c].lower in ("and", "but") and c == i - 1 for c in sentence.children[i])
    if token.dep != "conj" or not joined or token.head < 0:
        return False
    above = sentence.tokens[token.head]
    passive = any(sentence.tokens[c].dep == "nsubj:pass" for c in sentence.children[above.i])
    return passive and above.dep == "ccomp" and cues.cue_verb(sentence, above.head) is not None


def _participle(sentence: Sentence, i: int) -> bool:
    """ "..., adding that B", "while stressing that B": a participle with a clause behind it."""
    before, after = sentence.tokens[i - 1 : i], sentence.tokens[i + 1 : i + 2]
    joined = bool(before and after) and before[0].lower in (",", "while") and after[0].lower == "that"
    return joined and sentence.tokens[i].lower.endswith("ing")


def _has_source(sentence: Sentence, i: int) -> bool:
    """Whether the model sees a source right before the verb."""
    return any(r.label == "SOURCE" and 0 <= i - r.last <= 1 for r in sentence.roles)


def _build(
    sentence: Sentence, head: int, verb: CueVerb | None, cue: Words, taken: list[Words], aside: list[Attribution]
) -> Attribution | None:
    others = [span for span in taken if span != cue]
    source, why = spans.source(sentence, head, cue, [*others, *(a.cue for a in aside)])
    if verb and verb.takes == "act" and cues.is_agentless(sentence, head):
        source, why = None, "a passive that names nobody"
    contents = spans.contents(sentence, head, cue, source, others, [_with_source(a) for a in aside])
    opens = (
        verb is not None
        and verb.takes == "act"
        and sentence.tokens[-1].text == ":"
        and cue[1] + 1 >= len(sentence.tokens)
    )
    if verb and sentence.tokens[head].upos == "NOUN" and cues.noun_cue(sentence, head):
        source, contents = spans.named(sentence, head, source)
    if verb and verb.takes == "toll" and cues.gives_number(sentence, head):
        contents = [(head + 1, head + 2)]
    if not contents and not opens and (verb is None or verb.stance not in BARE):
        return None
    if source is None and (verb is None or sentence.tokens[head].upos == "NOUN"):
        return None
    if verb and verb.takes == "label" and source and cues.is_no_source(sentence.tokens[source[1] - 1].text):
        return None
    first, *more = contents or [spans.undergone(sentence, head, cue)]
    return Attribution(
        sentence=sentence.index,
        head=head,
        verb=verb,
        frame=verb.takes if verb else "clause",
        cue=cue,
        source=source,
        content=first,
        more=tuple(more),
        negated=cues.negated(sentence, head),
        reason=why,
    )


def _chained(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """ "..., adding that B", "..., promising to C": a participle speaks for the source of the clause it hangs on."""
    chained: list[Attribution] = []
    for a in found:
        bare = all(sentence.tokens[i].upos in ("VERB", "ADV", "SCONJ", "ADP") for i in range(*a.cue))
        main = next((b for b in reversed(chained) if b.source), None)
        if a.frame != "phrase" and bare and main and sentence.tokens[a.head].lower.endswith("ing"):
            a = replace(a, source=main.source, reason="a participle: the source of the clause it hangs on")
        elif main and _borrows(sentence, a, main):
            a = replace(a, source=main.source, reason="a second verb of the same source")
        chained.append(a)
    return chained


def _borrows(sentence: Sentence, a: Attribution, main: Attribution) -> bool:
    """ "X said the raid was over and accused Y", "X says six died and calls it a crime": the second verb of one source.

    So where a verb without a subject of its own would take one from what is said, and that one only is or suffers
    something, or stands in another tense than the two verbs of saying.
    """
    own = any(sentence.tokens[c].dep in ("nsubj", "nsubj:pass", "obl:agent") for c in sentence.children[a.head])
    parted = any(t.text == ";" for t in sentence.tokens[main.head : a.head])
    if a.source is None and not own and not parted and _second(sentence, a.head):
        return True
    if own or parted or not a.source:
        return False
    who = spans.subject(sentence, a.head)
    if who is None:
        return False
    verb = sentence.tokens[sentence.tokens[who].head]
    beside = verb.dep == "acl:relcl" and main.content[0] <= verb.head < main.content[1]
    if not main.content[0] <= a.source[0] < main.content[1] and not beside:
        return False
    thing = cues.is_thing(sentence.tokens[who].text)
    passive = thing or sentence.tokens[who].dep == "nsubj:pass" or verb.upos != "VERB"
    same = cues.tense(sentence, a.head) == cues.tense(sentence, main.head)
    other = cues.tense(sentence, verb.i) != cues.tense(sentence, main.head) or cues.is_earlier(sentence, verb.i)
    return passive or (same and other and not cues.is_earlier(sentence, main.head))


def _settled(sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """Contents no longer overlap: what lies under a later cue's clause leaves the earlier content."""
    settled: list[Attribution] = []
    for a in found:
        first, last = a.content
        for b in found:
            if b is a or b.content == a.content or b.frame == "phrase":
                continue
            if last <= a.cue[0] and spans.is_aside(sentence, b.cue, last + 1):
                continue
            edge = b.source[0] if b.source and first < b.source[0] < b.cue[0] else b.cue[0]
            if first < edge < last:
                last = edge
        if _only_named(sentence, a, (first, last), found):
            continue
        content = spans.trimmed(sentence, first, last)
        settled.append(a if content == a.content else replace(a, content=content))
    return [a for a in settled if a.content[0] < a.content[1] or a.frame != "clause"]


def _only_named(sentence: Sentence, a: Attribution, left: tuple[int, int], found: list[Attribution]) -> bool:
    """ "..., contradicting a source who had said B": a participle whose object is no more than who says B."""
    hanging = a.frame == "act" and sentence.tokens[a.head].lower.endswith("ing")
    return hanging and any(b.source and b is not a and left[0] <= b.source[0] < left[1] <= b.cue[0] for b in found)
