"""Drafts of claims: which words are said by whom, one proposition a draft, before anybody asks what they mean.

An attribution gives one draft for each proposition of its content; a sentence inside a quotation without a cue of its
own belongs to the speaker of the quotation; what nobody is named for is the report's own voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.actors.words import load_words
from counterclaim.reading import interviews
from counterclaim.reading.attribution import Attribution, cues
from counterclaim.reading.document import Document, Quote, Sentence, Token
from counterclaim.reading.quotation import speech_of

Voice = Literal["said", "quoted", "told"]

BRACKETS = 8
"""Words of the longest brackets that may open a sentence."""
JOINTS = frozenset((";", ":", "and", "but", "or", "after", "upon", "following"))
"""Where one proposition may end and another begin."""
BULLETS = frozenset("-–—•*·")
FIRST_PERSON = frozenset(("i", "my", "me", "we", "our", "us"))
SUBJECTS = ("nsubj", "nsubj:pass")
ASIDE = 6
"""Words that a relative clause beside what is said has more of, to tell something of its own."""
FAR = 12
"""Words within which "to" follows whom a second demand is made to."""
POINTING = 16
"""Words at most of a sentence that says no more than whose the one before it is."""
LONG = 4
"""Words that each half of a content has at least before it is cut into two propositions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposition. Spans are characters; `source` may lie in another sentence, and is None where none is named.

    `voice`: said under a cue, quoted without one, or told by the report itself. `under` is the cue of another sentence
    whose list this is an item of.
    """

    sentence: int
    start: int
    end: int
    content: tuple[int, int]
    voice: Voice
    attribution: Attribution | None = None
    source: tuple[int, int] | None = None
    under: Attribution | None = None


def draft(document: Document, said: tuple[Attribution, ...]) -> tuple[Draft, ...]:
    """All propositions of the report in the order of its text."""
    by_sentence: dict[int, list[Attribution]] = {}
    for a in said:
        by_sentence.setdefault(a.sentence, []).append(a)
    drafts: list[Draft] = []
    recorded = _recorded(document)
    heading: Attribution | None = None
    for sentence in document.sentences:
        own = by_sentence.get(sentence.index, [])
        if sentence.index and (teller := _teller(sentence, own)):
            drafts = _handed_back(document, sentence, teller, drafts)
            continue
        if heading and not own and sentence.tokens[0].text in BULLETS:
            drafts.extend(_item(document, sentence, heading))
            continue
        heading = own[-1] if own and sentence.tokens[-1].text == ":" else None
        if own:
            drafts.extend(d for a in own if not _opens_list(a, heading) for d in _of_attribution(sentence, a))
            rest, speaker = _rest(sentence, own), recorded.get(sentence.index)
            drafts.extend(replace(d, voice="quoted", source=speaker) if speaker and not d.source else d for d in rest)
        elif sentence.index in recorded:
            drafts.extend(_pieces(sentence, _whole(sentence), "quoted", recorded[sentence.index]))
        elif _quoted(document, sentence):
            owner = _owner(document, sentence, by_sentence)
            drafts.extend(_pieces(sentence, _whole(sentence), "quoted", owner))
        else:
            carried = _carried(document, sentence, drafts) or _attitude(document, sentence)
            voice: Voice = "said" if carried else "told"
            drafts.extend(_pieces(sentence, _whole(sentence), voice, carried))
    return tuple(interviews.answered(document, drafts))


def _teller(sentence: Sentence, own: list[Attribution]) -> tuple[int, int] | None:
    """Whose the sentence before is: "That is what the mayor tells us.", "This is according to the army."."""
    if sentence.tokens[0].lower not in ("that", "this"):
        return None
    words = [t for t in sentence.tokens if t.text[0].isalnum() or t.lower in ("'s", "’s", "n't", "n’t")]
    opening = [t.lower for t in words[:2]]
    pointing = opening[1:] in (["is"], ["was"], ["'s"], ["’s"])
    told = next((t for t in words[2:5] if t.lower in ("what", "how", "according")), None)
    if not pointing or told is None or len(words) > POINTING:
        return None
    if told.lower == "according":
        return next((a.source for a in own if a.source), None)
    verb = next((t.i for t in sentence.tokens[told.i + 1 :] if cues.is_known(t.text)), None)
    return (told.i + 1, verb) if verb is not None and verb > told.i + 1 else None


def _handed_back(document: Document, sentence: Sentence, teller: tuple[int, int], drafts: list[Draft]) -> list[Draft]:
    """The drafts with what the sentence before told given to whom this one says tells it; to nobody if it is not so."""
    if {t.lower for t in sentence.tokens[:4]} & {"not", "n't", "n’t"}:
        return drafts
    source, before = sentence.span(*teller), document.sentences[sentence.index - 1]
    if before.block != sentence.block:
        return drafts
    return [
        replace(d, voice="said", source=source) if d.sentence == before.index and d.voice == "told" else d
        for d in drafts
    ]


def _opens_list(a: Attribution, heading: Attribution | None) -> bool:
    """ "We demand:" says nothing itself, the lines below do."""
    return a is heading and a.content[0] >= a.content[1]


def _item(document: Document, sentence: Sentence, heading: Attribution) -> list[Draft]:
    """A line of the list that a cue opened."""
    source = document.sentences[heading.sentence].span(*heading.source) if heading.source else None
    drafts = _pieces(sentence, _bare(sentence, *_whole(sentence)), "said", source)
    return [replace(d, under=heading) for d in drafts]


def _carried(document: Document, sentence: Sentence, drafts: list[Draft]) -> tuple[int, int] | None:
    """The source that speaks on: behind "X: ..." to its paragraph's end, and for a count that leans on one before."""
    before = drafts[-1] if drafts else None
    if before is None or before.source is None or before.sentence != sentence.index - 1:
        return None
    if document.sentences[before.sentence].block != sentence.block:
        return None
    labelled = before.attribution is not None and before.attribution.frame == "colon"
    labelled = labelled and sentence.tokens[0].lower not in ("he", "she")
    on = labelled or _leans(sentence.tokens) or _in_first_person(document, sentence, before)
    return before.source if on or _shifted(document, sentence, before) else None


def _in_first_person(document: Document, sentence: Sentence, before: Draft) -> bool:
    """ "I saw it burn, writes X. My house was hit first.": who spoke as "I" without quotation marks speaks on."""
    if FIRST_PERSON.isdisjoint(sentence.words):
        return False
    last = document.sentences[before.sentence]
    spoke = before.voice == "said" and not FIRST_PERSON.isdisjoint(t.lower for t in last.words_in(*before.content))
    return spoke and not _quotes_of(document, last)


def _shifted(document: Document, sentence: Sentence, before: Draft) -> bool:
    """ "The army had not withdrawn, X said. It would fight on.": what was said goes on in its shifted tense."""
    a = before.attribution
    if a is None or a.frame != "clause" or cues.tense(document.sentences[a.sentence], a.head) != "past":
        return False
    return _would(sentence)


def _would(sentence: Sentence) -> bool:
    """Whether the sentence says no more than what would be done, and on no condition."""
    if "would" not in sentence.words or sentence.tokens[-1].text == "?":
        return False
    root = next((t.i for t in sentence.tokens if t.head < 0), None)
    if root is None or sentence.words & (_words("conditions") | _words("hindsight")):
        return False
    helpers = {sentence.tokens[c].lower for c in sentence.children[root] if sentence.tokens[c].dep == "aux"}
    return "would" in helpers and "have" not in helpers


def _attitude(document: Document, sentence: Sentence) -> tuple[int, int] | None:
    """ "The minister was defiant. The army would fight on.": the subject of the sentence before speaks."""
    if not sentence.index or not _would(sentence):
        return None
    before = document.sentences[sentence.index - 1]
    root = next((t for t in before.tokens if t.head < 0), None)
    if before.block != sentence.block or root is None or root.lower not in _words("attitudes"):
        return None
    subject = next((c for c in before.children[root.i] if before.tokens[c].dep == "nsubj"), None)
    if subject is None:
        return None
    words = before.subtree(subject)
    return before.span(words.start, words.stop)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicons.load("cues")[name])


def _leans(tokens: Sequence[Token]) -> bool:
    """ "Another 109 people are wounded", "two of the injured died", "five children are among the dead"."""
    if not any(t.upos == "NUM" for t in tokens[:6]):
        return False
    words = [t.lower for t in tokens]
    leaning = lexicons.load("cues")["leaning"]
    raised = words[:1] in (["that"], ["this"]) and set(words[1:3]) & set(leaning["taking"])
    included = set(words[:2]) & set(leaning["told"]) and set(words[1:3]) & {"include", "included"}
    if raised or included:
        return True
    if set(words[:3]) & set(leaning["first"]):
        return True
    links = [i for i, w in enumerate(words[:-1]) if w in ("of", "among")]
    return any(set(words[i + 1 : i + 3]) & set(leaning["among"]) for i in links)


def _whole(sentence: Sentence) -> tuple[int, int]:
    first, last = _behind_brackets(sentence), len(sentence.tokens)
    last = next((start for start, end in _brackets(sentence) if first < start and end >= last - 1), last)
    while first < last and not sentence.tokens[first].text[0].isalnum():
        first += 1
    while last > first + 1 and not any(c.isalnum() for c in sentence.tokens[last - 1].text):
        last -= 1
    return (first, last) if first < last else (0, len(sentence.tokens))


def _behind_brackets(sentence: Sentence) -> int:
    """The word behind an editor's brackets that open a sentence: [Text], [Passage omitted]."""
    at = 0
    for first, last in _brackets(sentence):
        if first != at or last == len(sentence.tokens):
            break
        at = last
    return at


def _brackets(sentence: Sentence) -> list[tuple[int, int]]:
    """The words in square brackets, brackets and all."""
    if "[" not in sentence.words:
        return []
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for token in sentence.tokens:
        if token.text == "[":
            opened = token.i
        elif token.text == "]" and opened is not None:
            if token.i - opened <= BRACKETS:
                found.append((opened, token.i + 1))
            opened = None
    return found


def _recorded(document: Document) -> dict[int, tuple[int, int]]:
    """{sentence: who speaks} between [Begin recording] [Name] and [End recording], as transcripts have it."""
    speakers: dict[int, tuple[int, int]] = {}
    running, speaker = False, None
    for sentence in document.sentences:
        ends = False
        for first, last in _brackets(sentence):
            words = [t.lower for t in sentence.tokens[first + 1 : last - 1]]
            if words[:1] == ["begin"]:
                running, speaker = True, None
            elif words[:1] == ["end"]:
                running, ends = running and first > 0, True
            elif running and words and not cues.is_editorial(words[0]) and sentence.tokens[last - 2].upos == "PROPN":
                speaker = sentence.span(first + 1, last - 1)
        if running and speaker:
            speakers[sentence.index] = speaker
        if ends:
            running, speaker = False, None
    return speakers


def _of_attribution(sentence: Sentence, a: Attribution) -> list[Draft]:
    source = sentence.span(*a.source) if a.source else None
    spans = [a.content, *a.more] if a.content[0] < a.content[1] else [a.cue]
    mark = _quotation_behind(sentence, spans[0]) if a.frame == "act" else None
    if mark is not None:
        spans[0] = _bare(sentence, spans[0][0], mark)
        start, end = sentence.span(*_bare(sentence, mark + 2, a.content[1]))
        quoted = Draft(sentence.index, start, end, (start, end), "quoted", None, source)
        return [*_of_attribution(sentence, replace(a, content=spans[0])), quoted]
    if a.frame == "act" and a.more and cues.is_report_noun(sentence.tokens[spans[0][1] - 1].text):
        spans = [(spans[0][0], a.more[-1][1])]  # "denies the reports, spread by X, that A": act and clause are one
    second = _second_hearer(sentence, spans[0]) if a.frame == "act" else None
    if second is not None:
        first = _bare(sentence, spans[0][0], second)
        start, end = sentence.span(*_bare(sentence, second + 1, spans[0][1]))
        other = Draft(sentence.index, start, end, (start, end), "said", None, source, a)
        return [*_of_attribution(sentence, replace(a, content=first)), other]
    if a.frame in ("act", "label", "toll") or not any(t.upos in ("VERB", "AUX") for t in _tokens(sentence, spans[0])):
        parts = [spans[0]]
    else:
        parts = [piece for span in spans for piece in split(sentence, *span) if piece[1] - piece[0] > 1]
        parts = [piece for piece in parts if not _hearer(sentence, a, piece)] or parts
        parts = [piece for piece in parts if _tells(sentence, piece)] or parts
    drafts = []
    for n, part in enumerate(parts or [spans[0]]):
        words = [part, a.cue, *([a.source] if a.source else [])] if n == 0 else [part]
        start, end = _joined(sentence, words)
        drafts.append(Draft(sentence.index, start, end, sentence.span(*part), "said", a, source))
    return drafts


def _hearer(sentence: Sentence, a: Attribution, piece: tuple[int, int]) -> bool:
    """ "We warn those who are still there: ...": whom the words before a colon are said to."""
    behind = sentence.tokens[piece[1] : piece[1] + 1]
    told = a.verb is not None and a.verb.lemma in _words("addressing") and 0 <= piece[0] - a.cue[1] <= 1
    tops = [t for t in _tokens(sentence, piece) if not piece[0] <= t.head < piece[1] and t.upos != "PUNCT"]
    return told and bool(behind) and behind[0].text == ":" and all(t.upos in ("NOUN", "PROPN", "PRON") for t in tops)


def _tells(sentence: Sentence, piece: tuple[int, int]) -> bool:
    """Whether one of several pieces says something itself: "in one of the bloodiest days", "for comment" do not."""
    words = _tokens(sentence, piece)
    return any((t.upos in ("VERB", "AUX", "NUM") and t.lower != "one") or t.lower in _words("nobody") for t in words)


def _second_hearer(sentence: Sentence, span: tuple[int, int]) -> int | None:
    """The "and" of "on the coalition to stop bombing and on the movement to lift the siege": two acts of one verb."""
    words = [t.lower for t in sentence.tokens]
    for i in range(span[0] + LONG, span[1] - LONG):
        called = words[i] == "and" and words[i + 1] in ("on", "upon")
        if called and "to" in words[span[0] : i] and "to" in words[i + 2 : min(i + FAR, span[1])]:
            return i
    return None


def _quotation_behind(sentence: Sentence, span: tuple[int, int]) -> int | None:
    """The colon of "dismissed the charge: "We were not there"", where a whole quotation stands behind it."""
    for i in range(span[0] + 1, span[1] - LONG):
        if sentence.tokens[i].text == ":" and sentence.tokens[i + 1].text in '“"«' and _verbs(sentence, i, span[1]):
            return i
    return None


def _tokens(sentence: Sentence, span: tuple[int, int]) -> tuple[Token, ...]:
    return sentence.tokens[span[0] : span[1]]


def _joined(sentence: Sentence, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Characters from the content outwards over cue and source, as far as nothing long stands between them."""
    first, last = spans[0]
    for start, end in spans[1:]:
        if end <= first and first - end <= 6:
            first = start
        elif start >= last and start - last <= 6:
            last = end
        elif start < first and end > first:
            first = start
    return sentence.span(first, last)


def _rest(sentence: Sentence, own: list[Attribution]) -> list[Draft]:
    """Clauses of an attributed sentence that stand outside every attribution, and those that tell of its source."""
    heads = {a.head for a in own}
    covered = {
        i for a in own for span in (a.cue, a.content, *a.more, *_sources_of(sentence, a, heads)) for i in range(*span)
    }
    drafts: list[Draft] = []
    for first, last in _runs(sentence, covered):
        if not _is_clause(sentence, first, last) or _only_condition(sentence, own, first, last):
            continue
        before = [a for a in own if a.source and a.content[1] <= first]
        leans = bool(before) and _leans(sentence.tokens[first:last])
        voice: Voice = "said" if leans else "told"
        source = sentence.span(*before[-1].source) if leans and before[-1].source else None
        drafts.extend(_pieces(sentence, _bare(sentence, first, last), voice, source))
    for span in dict.fromkeys(a.source for a in own if a.source):
        drafts.extend(_asides(sentence, *span))
    return drafts


def _only_condition(sentence: Sentence, own: list[Attribution], first: int, last: int) -> bool:
    """ "If they come back, the army reserves the right to fire": the condition of an act, and no more."""
    acts = (a.source[0] for a in own if a.frame == "act" and a.source and a.source[0] >= last)
    opens = sentence.tokens[first].lower in ("if", "unless")
    return opens and any(start - last <= 1 for start in acts)


def _asides(sentence: Sentence, first: int, last: int) -> list[Draft]:
    """Relative clauses inside a source: "Pashinyan, who had mobilised reservists, said" tells something itself."""
    drafts = []
    for token in sentence.tokens[first:last]:
        if token.dep != "acl:relcl":
            continue
        words = sentence.subtree(token.i)
        inside = first <= words.start and words.stop <= last and len(words) > LONG
        if inside and cues.tense(sentence, token.i) == "past":
            drafts.extend(_pieces(sentence, _bare(sentence, words.start, words.stop), "told", None))
    return drafts


def _sources_of(sentence: Sentence, a: Attribution, heads: set[int]) -> list[tuple[int, int]]:
    """The sources that stand for sayings alone: the subject of another verb stays with that verb."""
    return [span for span in (a.source, *a.via) if span and not _is_shared(sentence, a, span, heads)]


def _is_shared(sentence: Sentence, a: Attribution, span: tuple[int, int], heads: set[int]) -> bool:
    first, last = span
    outside = [t.head for t in sentence.tokens[first:last] if t.dep in SUBJECTS and not first <= t.head < last]
    return any(head >= 0 and head not in heads and not a.cue[0] <= head < a.cue[1] for head in outside)


def _runs(sentence: Sentence, covered: set[int]) -> list[tuple[int, int]]:
    """Stretches of words that nothing covers, cut at semicolons."""
    stops = covered | {t.i for t in sentence.tokens if t.text == ";"}
    runs: list[tuple[int, int]] = []
    for i in range(len(sentence.tokens)):
        if i in stops:
            continue
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _is_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words hold a main verb with its subject."""
    if cues.is_known(sentence.tokens[last - 1].text) and sentence.tokens[last - 1].lower.endswith("ing"):
        last -= 1 + (sentence.tokens[last - 2].text == ",")
    if last - first < LONG:
        return False
    subjects = [t for t in sentence.tokens[first:last] if t.dep in SUBJECTS]
    heads = [sentence.tokens[t.head] for t in subjects if first <= t.head < last]
    parted = first > 0 and sentence.tokens[first - 1].text == ";"
    if any(h.dep in ("root", "conj", "parataxis") or (parted and h.dep == "ccomp") for h in heads):
        return True
    return last - first > ASIDE and any(h.dep.split(":")[0] in ("acl", "advcl") for h in heads)


def _pieces(sentence: Sentence, span: tuple[int, int], voice: Voice, owner: tuple[int, int] | None) -> list[Draft]:
    drafts = []
    for part in split(sentence, *span):
        start, end = sentence.span(*part)
        drafts.append(Draft(sentence.index, start, end, (start, end), voice, None, owner))
    return drafts


def split(sentence: Sentence, first: int, last: int) -> list[tuple[int, int]]:
    """The propositions in the words `[first, last)`: cut at semicolons and before clauses that stand alone."""
    joints = (t.i for t in sentence.tokens[first + 1 : last - 1] if t.lower in JOINTS)
    cuts = [i for i in joints if _cuts(sentence, first, last, i)]
    parts: list[tuple[int, int]] = []
    for start, end in zip([first, *cuts], [*cuts, last], strict=True):
        parts.append(_bare(sentence, start, end))
    parts = [p for p in parts if p[0] < p[1]]
    return parts or [(first, last)]


def _cuts(sentence: Sentence, first: int, last: int, i: int) -> bool:
    """Does a new proposition begin at word `i`, one of JOINTS?"""
    token = sentence.tokens[i]
    if min(i - first, last - i) < LONG:
        return False
    if token.text == ";":
        return True
    if token.text == ":" and _verbs(sentence, first, i) and _verbs(sentence, i, last):
        return sentence.tokens[i - 1].lower not in ("follows", "following", "this", "these")
    follows = sentence.tokens[i + 1].lower
    if token.lower in ("after", "upon", "following") and follows == "which" and sentence.tokens[i - 1].text == ",":
        return _verbs(sentence, first, i) and _verbs(sentence, i, last)
    if (
        token.lower in ("and", "but")
        and follows == "that"
        and sentence.tokens[i + 1].dep in ("mark", "SCONJ", "nsubj", "det")
    ):
        return sentence.tokens[i + 1].dep == "mark" or sentence.tokens[i + 1].upos == "SCONJ"
    if follows in ("no", "nobody", "none"):
        return False
    if token.lower == "or" and sentence.tokens[i - 1].text == "," and follows in ("you", "they", "we", "else"):
        ahead = {t.lower for t in sentence.tokens[i + 2 : i + 5]} & {"will", "shall", "'ll", "’ll"}
        return bool(ahead) and _verbs(sentence, first, i)
    joined = token.lower in ("and", "but") and sentence.tokens[i - 1].text == ","
    return joined and i - first > LONG and _own_clause(sentence, i + 1, last) and _verbs(sentence, first, i)


def _verbs(sentence: Sentence, first: int, last: int) -> bool:
    return any(t.upos in ("VERB", "AUX") for t in sentence.tokens[first:last])


def _own_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a clause with a subject of its own begins at word `first`."""
    subject = next((t for t in sentence.tokens[first : min(first + 8, last)] if t.dep in SUBJECTS), None)
    return (
        subject is not None
        and first <= subject.head < last
        and sentence.tokens[subject.head].dep in ("conj", "parataxis")
    )


def _bare(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    while first < last and sentence.tokens[first].lower in ("and", "but", "that", ";", ",", ":", "–", "—", "-"):
        first += 1
    while last > first and (sentence.tokens[last - 1].text in (",", ";", ".") or _hangs(sentence, last)):
        last -= 1
    return first, last


def _hangs(sentence: Sentence, last: int) -> bool:
    """Whether the word before `last` is a preposition or joint for what others say: "... excuses, by" | accusing X."""
    word = sentence.tokens[last - 1]
    joint = word.upos in ("ADP", "CCONJ", "SCONJ") and word.dep in ("case", "mark", "cc")
    return joint and last < len(sentence.tokens) and word.head >= last


def _quoted(document: Document, sentence: Sentence) -> bool:
    """Whether most words of the sentence stand inside quotation marks."""
    quotes = _quotes_of(document, sentence)
    if not quotes:
        return False
    words = [t for t in sentence.tokens if t.text[0].isalnum()]
    inside = sum(any(q.inner_start <= t.start and t.end <= q.inner_end for q in quotes) for t in words)
    return bool(words) and inside * 10 > len(words) * 7


def _quotes_of(document: Document, sentence: Sentence) -> list[Quote]:
    return [q for q in document.quotes if q.inner_start < sentence.end and q.inner_end > sentence.start]


def _speech(document: Document, sentence: Sentence) -> list[Quote]:
    """The quotations that the sentence stands in, with the paragraphs that they go on in."""
    touched = {q.start for q in _quotes_of(document, sentence)}
    indexes = {k for i, q in enumerate(document.quotes) if q.start in touched for k in speech_of(document.quotes, i)}
    return [document.quotes[i] for i in sorted(indexes)]


def _owner(document: Document, sentence: Sentence, by_sentence: dict[int, list[Attribution]]) -> tuple[int, int] | None:
    """The source of a quotation without a cue here: the cue beside the quotation, else the last speaker's."""
    here = sentence.index
    quotes = _speech(document, sentence)
    for other in document.sentences[here + 1 : here + 12]:
        if not any(q.start < other.end and q.end > other.start for q in quotes):
            break
        source = _first_source(other, by_sentence)
        if source:
            return source
    introduced: tuple[int, int] | None = None
    for other in reversed(document.sentences[max(0, here - 30) : here]):
        if other.block != sentence.block and introduced:
            return introduced
        source = _last_source(other, by_sentence)
        if source:
            return source
        if not _quoted(document, other):
            subject = _subject(other) or (_person(other) if other.block == sentence.block else None)
            if subject:
                return subject
            introduced = introduced or (_somebody(other) if other.block == sentence.block else None)
    return introduced


def _person(sentence: Sentence) -> tuple[int, int] | None:
    """The person named as the subject of any clause: "That is not how Dicko tells it."."""
    for name in sentence.names:
        if name.label == "PER" and any(t.dep == "nsubj" for t in sentence.tokens[name.first : name.last]):
            return sentence.span(name.first, name.last)
    return None


def _somebody(sentence: Sentence) -> tuple[int, int] | None:
    """The person without a name who is the subject of a sentence before a speech: "A nurse shakes her head."."""
    root = next((t.i for t in sentence.tokens if t.head < 0), None)
    subject = next((c for c in sentence.children[root] if sentence.tokens[c].dep == "nsubj"), None) if root else None
    if subject is None or load_words().one(sentence.tokens[subject].lower) not in load_words().people:
        return None
    words = sentence.subtree(subject)
    return sentence.span(words.start, words.stop)


def _first_source(sentence: Sentence, by_sentence: dict[int, list[Attribution]]) -> tuple[int, int] | None:
    return next((sentence.span(*a.source) for a in by_sentence.get(sentence.index, []) if a.source), None)


def _last_source(sentence: Sentence, by_sentence: dict[int, list[Attribution]]) -> tuple[int, int] | None:
    return next((sentence.span(*a.source) for a in reversed(by_sentence.get(sentence.index, [])) if a.source), None)


def _subject(sentence: Sentence) -> tuple[int, int] | None:
    """The named subject of a sentence that introduces a speech."""
    root = next((t.i for t in sentence.tokens if t.head < 0), None)
    if root is None:
        return None
    subject = next((c for c in sentence.children[root] if sentence.tokens[c].dep == "nsubj"), None)
    if subject is None or sentence.tokens[subject].upos != "PROPN":
        return None
    words = sentence.subtree(subject)
    return sentence.span(words.start, words.stop)
