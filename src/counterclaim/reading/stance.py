"""Stance: what kind of saying a claim is. From the cue, the form of what is said, and its words, in that order."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.inflection import verb_forms
from counterclaim.reading.attribution import Attribution
from counterclaim.reading.document import Sentence, Token
from counterclaim.records import Stance

SUBJECTS = ("nsubj", "nsubj:pass", "obl:agent")
BE = frozenset(("is", "was", "are", "were", "be", "been"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "none", "no", "nobody", "neither", "nor"))
SELF = frozenset(("it", "he", "she", "they", "we", "i"))
QUOTED_SELF = frozenset(("it", "we", "i"))
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
OURS = frozenset(("our", "us", "i", "army", "movement", "group", "front"))
"""What tells of the speaker's side, beside its pronouns and the words for its own people."""


class Speaking(NamedTuple):
    """Of whoever says it: is it somebody, not the report itself; of a side, or surely of none; words for own forces."""

    party: bool = False
    sided: bool | None = None
    own: frozenset[int] = frozenset()


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


def judge(
    sentence: Sentence, attribution: Attribution | None, content: tuple[Token, ...], speaking: Speaking
) -> Judged:
    """The stance of one claim."""
    verb = attribution.verb if attribution else None
    words = [t.lower for t in content]
    if attribution and attribution.frame == "label" and attribution.sentence == sentence.index:
        return _label(sentence, attribution)
    if verb and verb.stance == "promises" and _says(" ".join(words), "menacing"):
        return Judged("threatens", f"the cue {verb.lemma!r}, of what awaits somebody")
    if verb and verb.stance not in ("asserts", "confirms", "threatens"):
        if attribution and attribution.negated and verb.stance == "denies":
            return Judged("asserts", f"does not {verb.lemma}")
        return Judged(verb.stance, f"the cue {verb.lemma!r}")
    if verb and verb.lemma == "warn":
        ordered = content and content[0].upos == "VERB" and {"you", "your"} & set(words)
        if ordered or _orders(content, words) or (attribution and _told_to_do(content, attribution.head)):
            return Judged("demands", "a warning that orders")
        return _warning(words, sided=speaking.sided)
    if verb and verb.stance == "threatens":
        return Judged("threatens", f"the cue {verb.lemma!r}")
    if verb and attribution and attribution.negated and verb.stance == "confirms":
        return Judged("doubts", f"could not {verb.lemma}")
    own = SELF if attribution else QUOTED_SELF
    formed = _by_form(content, words, own, speaking.own) if speaking.party else _due(words)
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


def _told_to_do(content: tuple[Token, ...], head: int) -> bool:
    """ "Warned residents to stay indoors": what the hearers are to do or to leave."""
    return any(to.lower == "to" and verb.upos == "VERB" and verb.head == head for to, verb in pairwise(content))


def _warning(words: list[str], *, sided: bool | None) -> Judged:
    """Of one of a side, a warning of harm is a threat; one of none tells what others may do."""
    if words[:1] in (["or"], ["otherwise"]) or ("you" in words and set(words) & {"will", "shall"}):
        return Judged("threatens", "a warning of what follows for who hears it")
    announced = _announced(words, set(words))
    if announced and announced.stance == "threatens" and sided is not False:
        return announced
    if _menaces(words) or (sided and _does_harm(words)):
        return Judged("threatens", "a warning of what awaits somebody")
    own = {"we", "our", "it", "they"} & set(words)
    if {"if", "unless", "until"} & set(words) and own and {"will", "would", "might", "shall"} & set(words):
        return Judged("threatens", "a warning with a condition")
    if {"we", "our"} & set(words) or {"answer", "unanswered"} & set(words):
        return Judged("threatens", "a warning of what the speaker will do")
    return Judged("asserts", "a warning of what may come")


def _by_form(
    content: tuple[Token, ...], words: list[str], own: frozenset[str], forces: frozenset[int]
) -> Judged | None:
    """What a plain saying turns out to be by its own words.

    `own` are the pronouns that may mean its speaker, `forces` the words that name the speaker's own forces.
    """
    have, text = set(words), " ".join(words)
    verbless = len(words) <= SIDE and not any(t.upos in ("VERB", "AUX") for t in content)
    if (verbless or len(words) <= PREDICATE - 3) and have & _words("denying"):
        return Judged("denies", "says no more than that it is false")
    if _called_false(words, have):
        return Judged("denies", "says that it is false")
    if words[:1] in (["we"], ["i"]) and words[1:2]:
        acts: tuple[Stance, ...] = tuple(lexicons.load("cues")["performing"])
        act = words[2] if words[1].endswith("ly") and words[2:] else words[1]
        spoken = next((stance for stance in acts if act in _words("performing", stance)), None)
        spoken = "accuses" if act == "hold" and have & _words("answerable") else spoken
        if spoken:
            return Judged(spoken, f"says {' '.join(words[:2])!r}")
    if _says(text, "reserving"):
        return Judged("threatens", "keeps a free hand")
    if _menaces(words):
        return Judged("threatens", "says what awaits somebody")
    if _stands_apart(words, own) and _says(text, "no_part"):
        return Judged("denies", "says that the speaker's side has no part in it")
    ahead = have & {"will", "shall", "would", "if", "who", "whoever"}
    negated = not NEGATIONS.isdisjoint(have)
    if not ahead and not negated and _says(text, "blaming"):
        return Judged("accuses", "says who is to blame")
    if _says(text, "untruths"):
        return Judged("denies", "says that it is not so")
    if negated and words[:2] == ["contrary", "to"]:
        return Judged("denies", "says it against what others say")
    if negated and _none_of_its_own(words):
        return Judged("denies", "says that none of the speaker's side did it")
    if negated and (_own_negated(content, own, forces) or (words[-1] in NEGATIONS and _bare_denial(words, own))):
        return Judged("denies", "says what the speaker's side did not do")
    if _ready(words):
        return Judged("offers", "says what the speaker is ready to do")
    if (
        words[:1]
        and words[0] in own
        and words[1:2] in (["would"], ["will"])
        and words[:2] != ["i", "would"]
        and len(content) > 2
        and content[2].upos == "VERB"
        and words[2] not in _words("states")
    ):
        hostile = words[2] in _hostile()
        return Judged("threatens" if hostile else "promises", "says what the speaker will do")
    if _obliged(words):
        return Judged("demands", "says what must be done")
    if _orders(content, words):
        return Judged("demands", "orders or asks, with no subject")
    return _announced(words, have)


def _menaces(words: list[str]) -> bool:
    """Does it say what awaits somebody?"""
    return not _words("ahead").isdisjoint(words) and _says(" ".join(words), "menacing")


def _says(text: str, name: str) -> bool:
    """Is one of the phrases of the list in the text?"""
    return any(map(text.__contains__, _words(name)))


def _stands_apart(words: list[str], own: frozenset[str]) -> bool:
    """Does it tell of the speaker's own side: "we", "our", "it", or forces?"""
    near = set(words[:SIDE])
    return bool(near & own or near & OURS or near & _words("own_people"))


def _none_of_its_own(words: list[str]) -> bool:
    """ "None of his men were there", "no units of ours": the speaker's own people, and none of them."""
    at = next((n for n, w in enumerate(words) if w in ("none", "no", "neither", "not")), None)
    if at is None or (words[at + 1 : at + 2] not in (["of"], ["one"]) and words[at + 2 : at + 4] != ["of", "ours"]):
        return False
    near = words[at + 1 : at + 5]
    people = _words("own_people")
    owned = any(w in ("our", "ours", "his", "her", "its", "their") for w in near)
    return owned and any(w in people or f"{w}s" in people for w in near)


def _bare_denial(words: list[str], own: frozenset[str]) -> bool:
    """ "It didn't", "they had not": no more than that the speaker did not."""
    return len(words) <= PREDICATE - 1 and words[0] in own


def _own_negated(content: tuple[Token, ...], own: frozenset[str], forces: frozenset[int]) -> bool:
    """Is something denied of "we" or the speaker's own: more than knowing or wanting, and nothing that is to come?"""
    at = {t.i: t for t in content}
    for negation in (t for t in content if t.lower in NEGATIONS):
        verb = at.get(negation.head)
        verb = (
            at.get(verb.head) if verb and verb.dep.startswith("ob") else verb
        )  # "at no moment fired", "fired no shell"
        below = [t for t in content if verb and t.head == verb.i and t.i != negation.i]
        led = (t for t in below if t.dep in SUBJECTS)
        ours = any(t.lower == "we" or t.i in forces or _owned(content, t, own, forces) for t in led)
        ahead = any(t.lower in ("will", "shall", "would", "must", "should", "'ll", "’ll") for t in below)
        if ours and verb is not None and not ahead and verb.lower not in _words("reserved"):
            return True
    return False


def _owned(content: tuple[Token, ...], noun: Token, own: frozenset[str], forces: frozenset[int]) -> bool:
    """Is it said of the noun that it is ours, or by others of a body that it is its own: "said its forces"?"""
    people = noun.lower in _words("own_people")
    if people and any(t.head == noun.i and t.i in forces for t in content):
        return True
    ours = ("our", "us", "its", "their") if own is SELF and people else ("our", "us")
    return any(t.head == noun.i and t.lower in ours for t in content)


def _called_false(words: list[str], have: set[str]) -> bool:
    """ "It is a shameless lie", "the accusation was absurd", "nothing but propaganda"."""
    plain = have & _words("denying") | have & _words("dismissing")
    return bool(plain) and any(
        w in BE and not plain.isdisjoint(words[n + 1 : n + 1 + PREDICATE]) for n, w in enumerate(words)
    )


def _obliged(words: list[str]) -> bool:
    """ "Must", "should": what is to be done, not what must have been ("somebody must have taken them")."""
    at = next((n for n, w in enumerate(words) if w in _words("obligation")), None)
    if "needs" in words[1:SIDE] and words[words.index("needs") + 1 : words.index("needs") + 2] == ["to"]:
        return True
    if not at or {"n't", "n’t"} & set(words):
        return False
    return words[at + 1 : at + 2] != ["have"] and words[at + 1 : at + 3] != ["to", "have"]


def _orders(content: tuple[Token, ...], words: list[str]) -> bool:
    """ "Lay down your arms", "let them publish the names", "to the families: leave the town": an imperative."""
    at = next((n + 1 for n, w in enumerate(words) if w == ":"), 0) if words[:1] == ["to"] else 0
    while at < len(words) and words[at] in _words("before_orders"):
        at += 1
    first = next(iter(content[at:]), None)
    if first is None or len(content) - at < LABEL - 1:
        return False
    if first.lower == "let":
        return words[at + 1 : at + 2] not in (["us"], ["me"])
    past = first.lower.endswith(("ed", "ing", "s")) or first.lower in _past_forms() or words[at + 1] == "that"
    if first.upos != "VERB" or past or first.lower in _words("no_orders"):
        return False
    below = [t for t in content if t.head == first.i]
    led = any(t.dep in SUBJECTS or (t.dep.startswith("aux") and t.lower not in ("do", "don")) for t in below)
    return not led and not any(first.head == t.i and t.i < first.i for t in content)


@cache
def _past_forms() -> frozenset[str]:
    """Irregular past forms that are no base form as well: "shot", not "put"."""
    verbs = lexicons.load("irregular")["verbs"]
    return frozenset(form for base, forms in verbs.items() for form in forms if form != base)


def _ready(words: list[str]) -> bool:
    """ "It stood ready to assist", "our readiness to open the roads": help or peace on offer."""
    ready = [n for n, w in enumerate(words) if w in _words("readiness") and words[n + 1 : n + 2] == ["to"]]
    ready = [n for n in ready if "not" not in words[max(0, n - 3) : n]]
    offered = (words[n + 2 : n + 2 + HARM] for n in ready)
    return any(set(near) & _words("helping") and not set(near[:3]) & _hostile() for near in offered)


def _announced(words: list[str], have: set[str]) -> Judged | None:
    """What will be done, and on what condition: a threat where it hurts, a promise where it ends something."""
    opened = words[:1] in (["should"], ["any"], ["those"], ["whoever"], ["anyone"])
    if not opened and not {"if", "unless", "otherwise", "until"} & have:
        return None
    text = " ".join(words)
    future = bool({"will", "shall", "'ll", "’ll"} & have) or "has to" in text or "have to" in text
    if future and have & _words("reckonings") and not have & _words("peaceful"):
        return Judged("threatens", "says what will follow for whom, and when")
    if words[:1] == ["otherwise"] and future:
        return Judged("threatens", "says what follows otherwise")
    if (future or "would" in have) and (_does_harm(words) or "no longer" in text):
        return Judged("threatens", "says whom it will hurt, and when")
    if future and _main(words) & {"we", "our", "us"}:
        kind: Stance = "promises" if have & _words("peaceful") or _yielding(words) else "threatens"
        return Judged(kind, "says what it will do on a condition")
    return None


def _main(words: list[str]) -> set[str]:
    """The words of what follows, without the condition that opens or ends it."""
    start = next((n for n, w in enumerate(words) if w in ("if", "unless", "until", "should")), len(words))
    end = next((n for n, w in enumerate(words) if w == "," and n > start), len(words))
    return set(words[:start] + words[end:])


def _yielding(words: list[str]) -> bool:
    """Is the condition that somebody gives way: "if the owners pledge to ..."?"""
    start = next((n for n, w in enumerate(words) if w == "if"), None)
    if start is None:
        return False
    end = next((n for n, w in enumerate(words) if w == "," and n > start), len(words))
    return bool(set(words[start:end]) & _words("yielding")) and not set(words[start:end]) & NEGATIONS


def _does_harm(words: list[str]) -> bool:
    """Whether a hostile verb is what will be, would be or has to be done."""
    ahead = [n for n, w in enumerate(words) if w in AHEAD]
    return any(set(words[n + 1 : n + HARM]) & _hostile() for n in ahead)


@cache
def _hostile() -> frozenset[str]:
    return frozenset(form for lemma in _words("hostile") for form in verb_forms(lemma))


def is_formula(content: tuple[Token, ...]) -> bool:
    """Whether it is a prayer, a salute or a greeting: "Praise be to God", "Long live the Republic"."""
    opening = " ".join(t.lower for t in content[:PREDICATE] if t.text[0].isalnum())
    return opening.startswith(_formulas())


@cache
def _formulas() -> tuple[str, ...]:
    return tuple(_words("formulas"))


def hedged(content: tuple[Token, ...]) -> bool:
    """Whether what is said is said with reserve: allegedly, may have, is believed to."""
    reserve = _words("hedges")
    return any(t.text != "May" for t in content if t.lower in reserve)


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
