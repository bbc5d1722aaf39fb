"""Attribution without a verb of saying: "according to X", "X: ...", "reports of ...", "the announced objective is ...".

Each case is one function that gives the attribution or None; what they look for stands in cues.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Literal

from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.actors.words import load_words
from counterclaim.reading.attribution import cues, spans
from counterclaim.reading.attribution.model import Attribution, Words
from counterclaim.reading.document import Sentence, Token
from counterclaim.reading.phrases import POSSESSIVES

ARRIVE = frozenset(
    "come comes coming came emerge emerged emerging arrive arrived suggest suggested"
    " circulate circulated are have were".split()
)
RECEIVE = frozenset("get gets getting got receive received receiving hear heard have has had there".split())

MARKS = frozenset((":", "-", "–", "—", "--"))
"""Between what is said and "that is what X says"."""
NEWS = frozenset("latest news word update assessment line message".split())
"""What somebody may have given out besides a count."""
OWN_COUNTS = frozenset("count figure figures toll tally estimate number total".split())
STANDS = frozenset("is was are were has have had been stood stands now at already earlier only".split())
OPEN = frozenset("who what how where whether why when".split())
"""What follows "accounts of" that tells nothing itself."""
MAKER = 9
"""Words within which "that" follows "a claim by X"."""
LINE = 16
"""Words at most of a line at the end of which a dash names whose it is."""
BULLETS = frozenset("-–—•*·")
LIKEWISE = 12
"""Words at most of "So did Baku"."""
SHORT = 4
"""Words at most of a body that a colon names as the speaker."""


def find(sentence: Sentence, spoken: set[int]) -> list[Attribution]:
    """All phrases of the sentence that attribute, outside the words that are `spoken`."""
    cases = _cases()
    may = (
        case(sentence, t.i)
        for t in sentence.tokens
        if t.lower in cases and t.i not in spoken
        for case in cases[t.lower]
    )
    found = [a for a in may if a]
    if found:
        return found
    alone = _reports(sentence, spoken) or _purpose(sentence)
    return [alone] if alone else []


@cache
def _cases() -> dict[str, list[Callable[[Sentence, int], Attribution | None]]]:
    """{word: the cases that may begin at it, in the order in which they are tried}."""
    openers = (
        (_according, cues.phrase_openers()),
        (_by_count, ("by",)),
        (_own_count, POSSESSIVES),
        (_that_is, ("that", "this", "so")),
        (_claim_by, cues.report_nouns() | cues.sayings()),
    )
    found: dict[str, list[Callable[[Sentence, int], Attribution | None]]] = {}
    for case, words in openers:
        for word in words:
            found.setdefault(word, []).append(case)
    return found


def _according(sentence: Sentence, i: int) -> Attribution | None:
    """ "According to X, A", "A, according to X, and B": X says its clause and the one that goes on behind it."""
    length = cues.phrase_length(sentence.tokens, i)
    first = i + length
    if not length or first >= len(sentence.tokens) or sentence.tokens[first].lower in ("which", "whom"):
        return None
    if sentence.tokens[first].lower == "what":
        return _as_told(sentence, i, first)
    source = _made_by(sentence, _source(sentence, first))
    if cues.is_no_source(sentence.tokens[_head(sentence, source)].text) or sentence.tokens[first].upos == "NUM":
        return None
    if not sentence.tokens[i].text[0].isupper() and cues.is_measure(sentence, i):
        return None
    content, more = _covered(sentence, i, source[1])
    return Attribution(
        sentence=sentence.index, head=i, verb=None, frame="phrase", cue=(i, first), source=source, content=content,
        more=more, reason="the words behind the cue phrase",
    )  # fmt: skip


def _as_told(sentence: Sentence, i: int, what: int) -> Attribution | None:
    """ "A, according to what their families told us": the families say A."""
    told = next((t.i for t in sentence.tokens[what + 1 :] if cues.cue_verb(sentence, t.i)), None)
    if told is None or told == what + 1 or any(t.upos == "PUNCT" for t in sentence.tokens[what + 1 : told]):
        return None
    source = spans.trimmed(sentence, what + 1, told)
    end = _until(sentence, told)
    end = next((t.i for t in sentence.tokens[told:end] if t.text == ","), end)
    content, more = _covered(sentence, i, end)
    return Attribution(
        sentence=sentence.index, head=told, verb=None, frame="phrase", cue=(i, what + 1), source=source,
        content=content, more=more, reason="who told what it goes by",
    )  # fmt: skip


def _by_count(sentence: Sentence, i: int) -> Attribution | None:
    """ "A, by the UN's reckoning", "A by most estimates"."""
    last = next((t.i for t in sentence.tokens[i + 1 : i + 9] if cues.is_count_noun(t.text)), None)
    named = sentence.tokens[i + 1 : last] if last else ()
    if last is None or not named or any(t.upos in ("VERB", "PUNCT", "PRON") for t in named):
        return None
    owner = next((t.i for t in sentence.tokens[i + 1 : last] if t.text in POSSESSIVES), last + 1)
    content, more = _covered(sentence, i, last + 1)
    return Attribution(
        sentence=sentence.index, head=last, verb=None, frame="phrase", cue=(i, last + 1), source=(i + 1, owner),
        content=content, more=more, reason="whose count it is",
    )  # fmt: skip


def _own_count(sentence: Sentence, i: int) -> Attribution | None:
    """ "The agency's figure had been 147", "that is the ministry's latest count": a count and whose it is."""
    tokens = sentence.tokens
    if tokens[i].text not in POSSESSIVES or not i or tokens[i - 1].upos not in ("NOUN", "PROPN"):
        return None
    noun = next((t.i for t in tokens[i + 1 : i + 4] if t.lower in OWN_COUNTS), None)
    if noun is None:
        return None
    put = noun + 1
    while put < len(tokens) and tokens[put].lower in STANDS:
        put += 1
    counted = put > noun + 1 and any(t.upos == "NUM" for t in tokens[put : put + 4])
    closes = noun + 2 >= len(tokens) and any(t.text in MARKS for t in tokens[: i + 1])
    if not (counted or closes):
        return None
    first = i - 1
    while first and tokens[first - 1].upos in ("NOUN", "PROPN", "ADJ", "DET"):
        first -= 1
    mark = next((t.i for t in tokens if t.text in MARKS), 0)
    content = spans.trimmed(sentence, *((put, _until(sentence, put)) if counted else (0, mark)))
    return Attribution(
        sentence=sentence.index, head=noun, verb=None, frame="label", cue=(noun, put), source=(first, i),
        content=content, reason="whose count it is",
    )  # fmt: skip


def _that_is(sentence: Sentence, i: int) -> Attribution | None:
    """ "27 killed: that is the count of X", "A - that is what X is putting out", "A, so says X": X says A."""
    tokens = sentence.tokens
    opening = [t.lower for t in tokens[i : i + 2]]
    parted = i > 1 and any(t.text in MARKS or t.text == "," for t in tokens[i - 2 : i])
    opening = ["that", "is"] if opening[:1] == ["that"] and opening[1:] in (["'s"], ["’s"]) else opening
    if opening not in (["that", "is"], ["this", "is"], ["so", "says"], ["so", "say"]) or not parted:
        return None
    of = next((t.i for t in tokens[i + 3 : i + 7] if t.lower in ("of", "by", "from")), 0)
    if opening[0] == "so":
        cue, first = (i, i + 2), i + 2
    elif tokens[i + 2 : i + 3] and tokens[i + 2].lower == "what":
        verb = next((t.i for t in tokens[i + 3 :] if t.upos in ("VERB", "AUX")), i + 3)
        cue, first = (verb, _until(sentence, verb)), i + 3
    elif (whose := _relative(sentence, i + 2)) is not None:
        cue, first = (whose[1], _until(sentence, whose[1])), whose[0]
    elif of and any(t.lower in OWN_COUNTS | NEWS or cues.is_saying(t.text) for t in tokens[i + 2 : of]):
        cue, first = (i, of + 1), of + 1
    else:
        return None
    last = cue[0] if cue[0] >= first else next((t.i for t in tokens[first:] if t.text in ",;."), len(tokens))
    content = spans.trimmed(sentence, 0, i)
    if last <= first or content[0] >= content[1]:
        return None
    return Attribution(
        sentence=sentence.index, head=i, verb=None, frame="noun", cue=spans.trimmed(sentence, *cue),
        source=(first, last), content=content, reason="says that it is whose",
    )  # fmt: skip


def _relative(sentence: Sentence, i: int) -> Words | None:
    """Where whose count it is and its verb begin in "the figure (that) the army is giving"."""
    tokens = sentence.tokens
    noun = next((t.i for t in tokens[i : i + 4] if t.lower in OWN_COUNTS or cues.is_saying(t.text)), None)
    if noun is None or noun + 2 >= len(tokens) or tokens[noun + 1].lower in ("of", "by", "from"):
        return None
    first = noun + 1 + (tokens[noun + 1].lower in ("that", "which"))
    verb = next((t.i for t in tokens[first:] if t.upos in ("VERB", "AUX")), None)
    named = verb is not None and any(t.upos in ("NOUN", "PROPN", "PRON") for t in tokens[first:verb])
    return (first, verb) if verb is not None and named and tokens[first].text[0].isalnum() else None


def _head(sentence: Sentence, span: Words) -> int:
    """The word of a noun phrase that all its others depend on."""
    return next((i for i in range(*span) if not span[0] <= sentence.tokens[i].head < span[1]), span[0])


def _source(sentence: Sentence, first: int) -> Words:
    label = next((r for r in sentence.roles if r.label == "SOURCE" and r.first <= first < r.last), None)
    if label:
        return first, label.last
    last = first
    while last < len(sentence.tokens) and sentence.tokens[last].text not in ",;.:—–":
        last += 1
    return first, max(last, first + 1)


def _claim_by(sentence: Sentence, i: int) -> Attribution | None:
    """ "Asked about a claim by Pakistan that A": Pakistan says A."""
    tokens = sentence.tokens
    if tokens[i].upos != "NOUN" or i + 1 >= len(tokens) or tokens[i + 1].lower not in ("by", "of", "from"):
        return None
    that = next((t.i for t in tokens[i + 2 : i + MAKER] if t.lower == "that" and t.dep == "mark"), None)
    if that is None or cues.is_judged(sentence, i):
        return None
    if any(t.upos in ("VERB", "AUX", "PUNCT") for t in tokens[i + 2 : that]):
        return None
    last = next((t.i for t in tokens[that:] if t.text in ",;"), len(tokens))
    return Attribution(
        sentence=sentence.index, head=i, verb=None, frame="noun", cue=(i, i + 2), source=(i + 2, that),
        content=spans.trimmed(sentence, that, last), reason="whose claim it is",
    )  # fmt: skip


def _made_by(sentence: Sentence, source: Words) -> Words:
    """ "Statements made by an officer", "reports from the army": the officer and the army, where a saying is named."""
    said = next((i for i in range(*source) if cues.is_saying(sentence.tokens[i].text)), None)
    if said is None or said > source[0] + 2:
        return source
    end = next((t.i for t in sentence.tokens[said + 1 :] if t.text in ",;:—–"), len(sentence.tokens))
    told = sentence.tokens[said].lower in ("account", "testimony", "version", "statement")
    links = ("by", "from", "of") if told else ("by", "from")
    makers = (i for i in range(said + 1, min(said + 4, end)) if sentence.tokens[i].lower in links)
    by = next(makers, None)
    if by is None or any(t.upos not in ("VERB", "ADV", "ADJ") for t in sentence.tokens[said + 1 : by]):
        return source
    person = any(t.upos in ("NOUN", "PROPN") for t in sentence.tokens[by + 1 : end])
    return (by + 1, max(source[1], by + 2)) if person and by + 1 < end else source


def _covered(sentence: Sentence, start: int, end: int) -> tuple[Words, tuple[Words, ...]]:
    """The clause behind a phrase that opens the sentence; else all before it, and what "and" adds behind it."""
    if not any(t.upos in ("VERB", "AUX") for t in sentence.tokens[:start]) and not any(
        t.upos == "NUM" for t in sentence.tokens[:start]
    ):
        end = _behind_aside(sentence, end)
        return spans.trimmed(sentence, end, _until(sentence, end)), ()
    first = start
    while first and sentence.tokens[first - 1].text != ";":
        first -= 1
    content = spans.trimmed(sentence, first, start)
    rest = sentence.tokens[end : end + 2]
    if len(rest) == 2 and rest[0].text == "," and rest[1].lower == "and":
        last = _until(sentence, end)
        if any(t.upos in ("VERB", "AUX") for t in sentence.tokens[end:last]):
            return content, (spans.trimmed(sentence, end, last),)
    return content, ()


def _behind_aside(sentence: Sentence, end: int) -> int:
    """Where A begins in "According to X (XYZ), whose men were there, A" and "According to X, a union, A"."""
    tokens = sentence.tokens
    if [t.text for t in tokens[end : end + 1]] == ["("]:
        end = next((t.i + 1 for t in tokens[end : end + SHORT] if t.text == ")"), end)
    if [t.text for t in tokens[end : end + 1]] != [","] or end + 1 >= len(tokens):
        return end
    close = next((t.i for t in tokens[end + 2 :] if t.text == ","), None)
    if close is None:
        return end
    relative = tokens[end + 1].lower in ("who", "whose", "which", "whom")
    verbless = not any(t.upos in ("VERB", "AUX", "NUM") for t in tokens[end + 1 : close])
    apposed = tokens[end + 1].lower in ("a", "an", "the") and verbless
    return close if relative or apposed else end


def _until(sentence: Sentence, first: int) -> int:
    last = first
    while last < len(sentence.tokens) and sentence.tokens[last].text not in spans.STOPS:
        last += 1
    return last


def colon(sentence: Sentence) -> Attribution | None:
    """ "Governor Kyrylenko: the number of dead has risen", "Army: 11 dead": a name, a colon, a statement."""
    if ":" not in sentence.words:
        return None
    tokens = sentence.tokens
    mark = next((t.i for t in tokens[:9] if t.text == ":"), None)
    if not mark or mark + 3 > len(tokens) or any(t.upos in ("VERB", "AUX") for t in tokens[:mark]):
        return None
    opens = 2 if tokens[0].text.isdigit() and tokens[1].text in "/)" else int(tokens[0].text in BULLETS)
    if tokens[opens].lower in ("to", "for", "on", "about", "as") or cues.is_counted(tokens[mark - 1].text):
        return None
    first, last, frame = _before_colon(tokens[opens:mark])
    first, last = first + opens, last + opens
    if tokens[last - 1].upos == "ADV" and last - first > 1:
        last -= 1  # "Police there: ..."
    place = any(n.first < mark and n.label == "LOC" for n in sentence.names)
    if first >= last or (place and _a_topic(tokens[:mark])):
        return None
    named = not place and any(t.upos == "PROPN" for t in tokens[:mark])
    sourced = any(r.label == "SOURCE" and r.first < mark for r in sentence.roles) or _may_say(
        tokens[first:last], tokens[mark:]
    )
    later = [r for r in sentence.roles if r.label == "CUE" and r.first > mark]
    if later and (place or any(spans.inverted(sentence, r.last - 1) for r in later)):
        return None
    states = any(t.upos in ("VERB", "AUX", "NUM") for t in tokens[mark:]) and tokens[-1].text != "?"
    states = states and (len(tokens) - mark <= SHORT or any(t.text[0].isalpha() for t in tokens[mark:]))
    known = frame == "noun" or sourced or (named and not any(r.label == "CUE" for r in sentence.roles))
    if not states or not known:
        return None
    return Attribution(
        sentence=sentence.index, head=mark, verb=None, frame=frame, cue=(mark, mark + 1),
        source=(first, last), content=spans.trimmed(sentence, mark + 1, len(tokens)), reason="a name before a colon",
    )  # fmt: skip


def _before_colon(words: tuple[Token, ...]) -> tuple[int, int, Literal["colon", "noun"]]:
    """Whose the words before a colon are: all of them, or whose statement or count they name; nobody's is empty."""
    last = len(words)
    link = next((t.i for t in words[1:] if t.lower in ("from", "by") and _is_given(words[t.i - 1])), None)
    if link is not None:
        return link + 1, next((t.i for t in words[link + 1 :] if t.text == ","), last), "noun"
    if _is_given(words[-1]):
        owner = words[:-1]
        while owner and (owner[-1].upos in ("ADJ", "PART") or owner[-1].text in ("'s", "’s")):
            owner = owner[:-1]
        whose = bool(owner) and (_a_body(owner) or owner[-1].upos == "PROPN")
        return 0, len(owner) if whose else 0, "noun"
    return 0, last, "colon"


def _is_given(token: Token) -> bool:
    """Is it a count or a saying that somebody gives out: "toll", "statement"?"""
    return token.lower in OWN_COUNTS or cues.is_saying(token.text)


def _may_say(name: tuple[Token, ...], behind: tuple[Token, ...]) -> bool:
    """Can the common noun before a colon speak: "Army: 11 dead", "A nurse, by text: "They came ...""?"""
    said = any(t.upos in ("VERB", "AUX") for t in behind)
    if name and (said or any(t.upos == "NUM" for t in behind)) and _a_body(name):
        return True
    comma = next((n for n, t in enumerate(name) if t.text == ","), len(name))
    quoted = behind[1].text in '“"«' and any(t.upos in ("VERB", "AUX", "NUM") for t in behind)
    one = any(t.lower in ("a", "an", "one", "the") for t in name[:1])
    return quoted and one and _an_office(name[:comma])


def _a_topic(tokens: tuple[Token, ...]) -> bool:
    """A land or town before a colon is what a line is about, where it is no capital that stands for who rules."""
    name = " ".join(t.text for t in tokens)
    found = load_actors().exact(name) or load_actors().exact(name.title())
    if not found:
        return not any(t.upos in ("NOUN", "ADJ") for t in tokens)  # a town: "Beni: eight dead"
    return found[0].entry.type in ("state", "region") and found[0].how != "metonym"


def signed(sentence: Sentence) -> Attribution | None:
    """ "Two civilians killed: police", "Toll climbs to 40 - governor": a statement, a mark, and whose it is.

    A dash does so only at the end of a short line.
    """
    if MARKS.isdisjoint(sentence.words):
        return None
    tokens = sentence.tokens
    words = [t for t in tokens if t.text[0].isalnum()]
    marks = MARKS if len(words) <= LINE else (":",)
    mark = next((t.i for t in reversed(tokens[:-1]) if t.text in marks and _apart(sentence, t.i)), None)
    if not mark or mark < SHORT or not words or words[-1].i <= mark:
        return None
    last = next((t.i for t in tokens[mark + 2 :] if t.lower in ("on", "about", "after")), words[-1].i + 1)
    name = tokens[mark + 1 : last]
    if len(name) > SHORT or any(t.upos in ("VERB", "AUX", "NUM", "PUNCT") or t.text[:1].isdigit() for t in name):
        return None
    said = any(t.upos in ("VERB", "AUX", "NUM") for t in tokens[:mark])
    known = _a_body(name) or _an_office(name) or _a_person(sentence, mark + 1, last)
    if not said or not known or (last <= words[-1].i and not _an_office(name)):
        return None
    if any(t.text in '“"”' or t.lower == "by" for t in tokens[mark:]):
        return None
    return Attribution(
        sentence=sentence.index, head=mark, verb=None, frame="noun", cue=(mark, mark + 1),
        source=(mark + 1, last), content=spans.trimmed(sentence, 0, mark), reason="a name behind a colon",
    )  # fmt: skip


def _apart(sentence: Sentence, i: int) -> bool:
    """Is the mark a colon, or a dash with room on both sides, not one within a word?"""
    tokens = sentence.tokens
    if tokens[i].text == ":":
        return True
    return tokens[i - 1].end < tokens[i].start and i + 1 < len(tokens) and tokens[i].end < tokens[i + 1].start


def _a_person(sentence: Sentence, first: int, last: int) -> bool:
    """Is it a person's name and no more: "- Syniehubov"?"""
    if any(n.label == "PER" and n.first == first and n.last == last for n in sentence.names):
        return True
    found = load_actors().exact(" ".join(t.text for t in sentence.tokens[first:last]))
    return bool(found) and found[0].entry.type == "person"


def _an_office(tokens: tuple[Token, ...]) -> bool:
    """ "police chief", "SSP Poonch", "witnesses": an office, people that are sources, or a rank and a name."""
    words = load_words()
    names = words.officeholders | words.people | words.spokespeople | words.offices
    ranked = (a.lower.rstrip(".") in words.titles and b.text[:1].isupper() for a, b in pairwise(tokens))
    return any(ranked) or any(words.one(t.lower.rstrip(".")) in names for t in tokens)


def _a_body(tokens: tuple[Token, ...]) -> bool:
    """ "Health ministry: ...", "Army: ...": a body of few words."""
    words = load_words()
    of = next((n for n, t in enumerate(tokens) if n and t.lower == "of"), len(tokens))
    last = tokens[of - 1].lower
    kinds = set(words.bodies.get(words.one(last), ()))
    if {"outlet", "agency"} & kinds or kinds <= {"region", "state"}:
        return False
    return len(tokens) <= SHORT and words.one(last) in words.bodies and last not in ("state", "country")


def labelled(sentence: Sentence) -> Attribution | None:
    """ "[Rodriguez] "We know him."": a name in brackets before a quotation, as transcripts have it."""
    tokens = sentence.tokens
    if tokens[0].text != "[":
        return None
    close = next((t.i for t in tokens[1:8] if t.text == "]"), None)
    if not close or close < 2 or close + 2 >= len(tokens) or tokens[close + 1].text not in '“"':
        return None
    if cues.is_editorial(tokens[1].text):
        return None
    return Attribution(
        sentence=sentence.index, head=close, verb=None, frame="colon", cue=(close, close + 1), source=(1, close),
        content=spans.trimmed(sentence, close + 1, len(tokens)), reason="a name in brackets before a quotation",
    )  # fmt: skip


def likewise(sentence: Sentence, before: Attribution) -> Attribution | None:
    """ "So did Baku": the saying of the sentence before, by another."""
    words = [t.lower for t in sentence.tokens[:2]]
    if words[0] not in ("so", "neither", "nor") or words[1:] not in (["did"], ["has"], ["does"], ["have"], ["do"]):
        return None
    if len(sentence.tokens) > LIKEWISE:
        return None
    last = next((t.i for t in sentence.tokens if t.i > 2 and t.text in ",.;"), len(sentence.tokens))
    return Attribution(
        sentence=sentence.index, head=1, verb=before.verb, frame=before.frame, cue=(0, 2), source=(2, last),
        content=(2, 2),
        reason="does what the one before did",
    )  # fmt: skip


def _reports(sentence: Sentence, spoken: set[int]) -> Attribution | None:
    """The first phrase that tells of reports, outside the words that are `spoken`."""
    nouns = cues.report_nouns()
    if nouns.isdisjoint(sentence.words):
        return None
    may = (_reported(sentence, t.i) for t in sentence.tokens if t.lower in nouns and t.i not in spoken)
    return next((a for a in may if a), None)


def _reported(sentence: Sentence, i: int) -> Attribution | None:
    """ "Reports are coming in about A", "we are getting reports of A", "reports that A": nobody is named."""
    token = sentence.tokens[i]
    if token.upos != "NOUN" or cues.is_judged(sentence, i):
        return None
    words = sentence.tokens
    verb = words[token.head] if token.head >= 0 else token
    if verb.lower in RECEIVE and verb.dep == "ccomp" and verb.head >= 0 and cues.cue_verb(sentence, verb.head):
        return None  # "the office said it had received reports that A": the office says A
    before = {t.lower for t in words[max(0, i - 4) : i]}
    after = [t.lower for t in words[i + 1 : i + 8]]
    link = next((n for n, w in enumerate(after) if w in ("of", "about", "that")), None)
    comes = i == 0 and (after[:1] in (["of"], ["that"], ["about"]) or ARRIVE & set(after))
    if link is not None and after[link + 1 : link + 2] and after[link + 1] in OPEN:
        return None
    if link is None or "no" in before or not (comes or (RECEIVE & before and link == 0)):
        return None
    first = i + 2 + link
    last = next((t.i for t in words[first:] if t.text in ",;—–"), len(words))
    content = spans.trimmed(sentence, first, last)
    if content[1] - content[0] < 2:
        return None
    return Attribution(
        sentence=sentence.index, head=i, verb=None, frame="noun", cue=(i, first), source=(i, i + 1), content=content,
        reason="reports that nobody is named for",
    )  # fmt: skip


def _purpose(sentence: Sentence) -> Attribution | None:
    """ "The announced objective is A": said by whoever was spoken of last."""
    nouns = cues.purpose_nouns()
    if nouns.isdisjoint(sentence.words):
        return None
    words = sentence.tokens
    for t in words[:5]:
        if t.i and t.lower in nouns and cues.is_participle_of_saying(words[t.i - 1].text):
            return Attribution(
                sentence=sentence.index, head=t.i - 1, verb=None, frame="noun", cue=(t.i - 1, t.i), source=None,
                content=spans.trimmed(sentence, 0, len(words)), reason="an aim that its owner announced",
            )  # fmt: skip
    return None
