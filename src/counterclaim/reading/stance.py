"""Stance: what kind of saying a claim is. From the cue, the form of what is said, and its words, in that order."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.inflection import verb_forms
from counterclaim.reading.attribution import Attribution
from counterclaim.reading.document import Sentence, Token
from counterclaim.records import Stance

BE = frozenset(("is", "was", "are", "were", "be", "been"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "none", "no", "nobody", "neither", "nor"))
SELF = frozenset(("it", "he", "she", "they", "we"))
QUOTED_SELF = frozenset(("it", "we"))
"""Of those, the ones by which speakers call themselves where nothing stands between them and the reader."""
AHEAD = frozenset(("will", "shall", "'ll", "’ll", "would", "to"))
HARM = 6
"""Words behind the auxiliary in which its verb stands."""
SIDE = 6
"""Words at the opening of what is said in which its subject stands."""
LABEL = 3
"""Words behind a naming verb before which no comma ends the name."""
PREDICATE = 5
"""Words behind "is" in which a predicate stands."""


class Judged(NamedTuple):
    """A stance and why it is taken."""

    stance: Stance
    reason: str


@cache
def _words(*path: str) -> frozenset[str]:
    node = lexicons.load("cues")
    for name in path:
        node = node[name]
    return frozenset(node)


def judge(sentence: Sentence, attribution: Attribution | None, content: tuple[Token, ...], *, party: bool) -> Judged:
    """The stance of one claim; `party` tells that its speaker is somebody, not the report itself."""
    verb = attribution.verb if attribution else None
    words = [t.lower for t in content]
    if attribution and attribution.frame == "label" and attribution.sentence == sentence.index:
        return _label(sentence, attribution)
    if verb and verb.stance not in ("asserts", "confirms", "threatens"):
        if attribution and attribution.negated and verb.stance == "denies":
            return Judged("asserts", f"does not {verb.lemma}")
        return Judged(verb.stance, f"the cue {verb.lemma!r}")
    if verb and verb.lemma == "warn":
        ordered = content and content[0].upos == "VERB" and {"you", "your"} & set(words)
        return Judged("demands", "a warning that orders") if ordered else _warning(words)
    if verb and verb.stance == "threatens":
        return Judged("threatens", f"the cue {verb.lemma!r}")
    if verb and attribution and attribution.negated and verb.stance == "confirms":
        return Judged("doubts", f"could not {verb.lemma}")
    formed = _by_form(content, words, SELF if attribution else QUOTED_SELF) if party else _due(words)
    if formed:
        return formed
    if verb:
        return Judged(verb.stance, f"the cue {verb.lemma!r}")
    return Judged("asserts", "said without more")


def _label(sentence: Sentence, attribution: Attribution) -> Judged:
    """ "called it a lie" denies, "called it a crime" condemns."""
    last = max(attribution.content[1], attribution.cue[1])
    words = sentence.tokens[attribution.cue[0] : last]
    end = next((n for n, t in enumerate(words) if t.text == "," and n > LABEL), len(words))
    named = [t.lower for t in words[:end]]
    stances: tuple[Stance, ...] = ("denies", "condemns", "supports")
    for stance in stances:
        word = next((w for w in named if w in _words("labels", stance)), None)
        if word:
            return Judged(stance, f"calls it {word!r}")
    return Judged("asserts", "names it without judging")


def _due(words: list[str]) -> Judged | None:
    """ "Safe passage must be granted": what the report's own voice can do no more with than to demand it."""
    at = words.index("must") if "must" in words else -1
    wanted = at > 0 and words[at + 1 : at + 2] in (["be"], ["stop"], ["end"], ["cease"])
    return Judged("demands", "says what must be done") if wanted else None


def _warning(words: list[str]) -> Judged:
    if words[:1] in (["or"], ["otherwise"]) or ("you" in words and set(words) & {"will", "shall"}):
        return Judged("threatens", "a warning of what follows for who hears it")
    announced = _announced(words, set(words))
    if announced and announced.stance == "threatens":
        return announced
    own = {"we", "our", "it", "they"} & set(words)
    if {"if", "unless", "until"} & set(words) and own and {"will", "would", "might", "shall"} & set(words):
        return Judged("threatens", "a warning with a condition")
    if {"we", "our"} & set(words) or {"answer", "unanswered"} & set(words):
        return Judged("threatens", "a warning of what the speaker will do")
    return Judged("asserts", "a warning of what may come")


def _by_form(content: tuple[Token, ...], words: list[str], own: frozenset[str]) -> Judged | None:
    """What a plain saying turns out to be by its own words; `own` are the pronouns that may mean its speaker."""
    have = set(words)
    if len(words) <= PREDICATE - 3 and have & _words("denying"):
        return Judged("denies", "says no more than that it is false")
    if any(w in BE and set(words[n + 1 : n + 1 + PREDICATE]) & _words("denying") for n, w in enumerate(words)):
        return Judged("denies", "says that it is false")
    if words[:1] in (["we"], ["i"]) and words[1:2]:
        acts: tuple[Stance, ...] = ("demands", "appeals")
        spoken = next((stance for stance in acts if words[1] in _words("performing", stance)), None)
        if spoken:
            return Judged(spoken, f"says {' '.join(words[:2])!r}")
    text = " ".join(words)
    if any(phrase in text for phrase in _words("reserving")):
        return Judged("threatens", "keeps a free hand")
    if _stands_apart(words, own) and any(phrase in text for phrase in _words("no_part")):
        return Judged("denies", "says that the speaker's side has no part in it")
    ahead = have & {"will", "shall", "would", "if", "who", "whoever"}
    if any(phrase in text for phrase in _words("blaming")) and not ahead and not have & NEGATIONS:
        return Judged("accuses", "says who is to blame")
    if any(phrase in text for phrase in _words("untruths")):
        return Judged("denies", "says that it is not so")
    if words[:2] == ["contrary", "to"] and have & NEGATIONS:
        return Judged("denies", "says it against what others say")
    if _none_of_its_own(words):
        return Judged("denies", "says that none of the speaker's side did it")
    if _own_negated(words) and not have & {"will", "shall", "would", "must"}:
        return Judged("denies", "says what the speaker's side did not do")
    if _ready(words):
        return Judged("offers", "says what the speaker is ready to do")
    if (
        words[:1]
        and words[0] in own
        and words[1:2] in (["would"], ["will"])
        and len(content) > 2
        and content[2].upos == "VERB"
        and words[2] not in _words("states")
    ):
        hostile = words[2] in _hostile()
        return Judged("threatens" if hostile else "promises", "says what the speaker will do")
    if words[:1] != ["should"] and have & _words("obligation") and "n't" not in have:
        return Judged("demands", "says what must be done")
    return _announced(words, have)


def _stands_apart(words: list[str], own: frozenset[str]) -> bool:
    """Does it tell of the speaker's own side: "we", "our", "it", or forces?"""
    return bool(
        set(words[:SIDE]) & (own | {"our", "us", "i"} | _words("own_people") | {"army", "movement", "group", "front"})
    )


def _none_of_its_own(words: list[str]) -> bool:
    """ "None of his men were there", "no units of ours": the speaker's own people, and none of them."""
    at = next((n for n, w in enumerate(words) if w in ("none", "no", "neither", "not")), None)
    if at is None or words[at + 1 : at + 2] not in (["of"], ["one"]):
        return False
    near = words[at + 1 : at + 5]
    return any(w in ("our", "his", "her", "its", "their") for w in near) and any(
        w in _words("own_people") for w in near
    )


def _own_negated(words: list[str]) -> bool:
    """Is something denied of "we", "our" or "us" that is more than knowing, saying or wanting?"""
    denied = [n for n, w in enumerate(words) if w in NEGATIONS]
    done = [n for n in denied if words[n + 1 : n + 2] and words[n + 1] not in _words("reserved")]
    return bool(done) and bool({"we", "our", "us"} & set(words))


def _ready(words: list[str]) -> bool:
    """ "It stood ready to assist", "our readiness to open the roads": help or peace on offer."""
    ready = [n for n, w in enumerate(words) if w in _words("readiness") and words[n + 1 : n + 2] == ["to"]]
    ready = [n for n in ready if "not" not in words[max(0, n - 3) : n]]
    offered = (words[n + 2 : n + 2 + HARM] for n in ready)
    return any(set(near) & _words("helping") and not set(near[:3]) & _hostile() for near in offered)


def _announced(words: list[str], have: set[str]) -> Judged | None:
    """What will be done, and on what condition: a threat where it hurts, a promise where it ends something."""
    text = " ".join(words)
    future = bool({"will", "shall", "'ll", "’ll"} & have) or "has to" in text or "have to" in text
    conditional = bool({"if", "unless", "otherwise", "until"} & have) or words[:1] in (["should"], ["any"], ["those"])
    hurts = _does_harm(words) or "no longer" in text
    if future and conditional and have & _words("reckonings") and not have & _words("peaceful"):
        return Judged("threatens", "says what will follow for whom, and when")
    if words[:1] == ["otherwise"] and future:
        return Judged("threatens", "says what follows otherwise")
    if (future or (conditional and "would" in have)) and hurts and conditional:
        return Judged("threatens", "says whom it will hurt, and when")
    if future and conditional and have & {"we", "our", "us"}:
        return Judged("promises" if have & _words("peaceful") else "threatens", "says what it will do on a condition")
    return None


def _does_harm(words: list[str]) -> bool:
    """Whether a hostile verb is what will be, would be or has to be done."""
    ahead = [n for n, w in enumerate(words) if w in AHEAD]
    return any(set(words[n + 1 : n + HARM]) & _hostile() for n in ahead)


@cache
def _hostile() -> frozenset[str]:
    return frozenset(form for lemma in _words("hostile") for form in verb_forms(lemma))


def hedged(content: tuple[Token, ...]) -> bool:
    """Whether what is said is said with reserve: allegedly, may have, is believed to."""
    return any(t.lower in _words("hedges") and not (t.lower == "may" and t.text == "May") for t in content)


def condition(content: tuple[Token, ...]) -> tuple[int, int] | None:
    """Characters of the condition under which something is said: "if they surrender", "unless the bombing stops"."""
    starts = [
        n
        for n, t in enumerate(content)
        if t.lower in ("if", "unless", "until", "provided") and t.upos in ("SCONJ", "ADP", "VERB")
    ]
    if not starts:
        return None
    first = starts[0]
    if first and content[first - 1].lower in ("as", "even", "what"):
        return None
    last = first + 1
    opens = (
        first == 0 or content[first - 1].text in ',“"‘' or content[first - 1].lower in ("that", "and", "but", "said")
    )
    while last < len(content):
        if content[last].text in (";", "—", "–") or (content[last].text == "," and opens and last - first > 2):
            break
        last += 1
    return content[first].start, content[last - 1].end
