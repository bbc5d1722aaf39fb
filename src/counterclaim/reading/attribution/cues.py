"""Which words attribute. A cue is found by the lexicon in its frame, or by the model where the lexicon is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.inflection import verb_forms
from counterclaim.reading.document import Sentence, Token
from counterclaim.records import Stance

Takes = Literal["clause", "act", "label", "toll"]

CLAUSES = ("ccomp", "xcomp", "parataxis", "advcl")
LOSSES = frozenset("casualties deaths injuries losses damage victims".split())
COUNTED = frozenset("bodies corpses dead wounded injured graves victims displaced people deaths casualties".split())
TOLL = frozenset(
    "toll tally number count figure total losses dead deaths casualties estimate victims killed wounded injured missing"
    " displaced bodies corpses".split()
)

BE = frozenset("is was are were".split())
NOT = frozenset("not n't n’t never without neither nor cannot".split())
DECLINED = frozenset("refused declined failed refuses declines unable".split())
SUPPOSING = frozenset(("if", "unless"))
SUBJECTS = ("nsubj", "nsubj:pass")
VERDICT = 7
"""Words at the end of a sentence in which a verdict stands: "is a shameless lie"."""
SHRINKS = 4
"""Words before a participle in which somebody shrinks from it: "stopped short of blaming"."""
TAIL = 13
"""Words within which "responsible" follows "hold", whoever stands between."""
BOUND = 5
"""Words in which "to" follows a verb that binds somebody to something."""


class CueVerb(NamedTuple):
    """A verb of saying: its lemma, the stance it carries, and what it governs (cues.yaml says what each means)."""

    lemma: str
    stance: Stance
    takes: Takes


class _Entry(NamedTuple):
    """A verb, the words that follow it, and the objects and frames with which it says nothing."""

    tail: tuple[str, ...]
    verb: CueVerb
    idle: frozenset[str]
    excluded: tuple[Callable[[Sentence, int], bool], ...]


def _entry(tail: Iterable[str], verb: CueVerb) -> _Entry:
    known = lexicons.load("cues")
    frames = tuple(_FRAMES[frame] for frame in known["no_saying"].get(verb.lemma, ()))
    return _Entry(tuple(tail), verb, frozenset(known["idle_objects"].get(verb.lemma, ())), frames)


@cache
def _entries() -> dict[str, list[_Entry]]:
    """{first word as it may stand in a text: the verbs it may be}, longest phrases first."""
    index: dict[str, list[_Entry]] = {}
    for group in lexicons.load("cues")["verbs"]:
        for lemma in group["lemmas"]:
            first, *tail = lemma.split()
            verb = CueVerb(lemma, group["stance"], group["takes"])
            for form in verb_forms(first):
                index.setdefault(form, []).append(_entry(tail, verb))
    for verb, *tail in _acts_by_noun():
        for form in verb_forms(verb.lemma.split()[0]):
            index.setdefault(form, []).append(_entry(tail, verb))
    for entries in index.values():
        entries.sort(key=lambda e: (-len(e.tail), e.verb.takes not in ("label", "toll")))
    return index


def _acts_by_noun() -> Iterator[tuple[CueVerb, str]]:
    """ "Repeated its denial", "conveyed its condemnation": the verbs with the nouns that name an act."""
    acts = lexicons.load("cues")["acts_by_noun"]
    for verb in acts["verbs"]:
        for stance, nouns in acts["nouns"].items():
            yield from ((CueVerb(f"{verb} {noun}", stance, "act"), noun) for noun in nouns)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicons.load("cues")[name])


@cache
def _not_sayings() -> frozenset[str]:
    return frozenset(form for lemma in _words("not_sayings") for form in verb_forms(lemma))


@cache
def _opinions() -> frozenset[str]:
    return frozenset(form for lemma in _words("opinions") for form in verb_forms(lemma))


def is_no_saying(word: str) -> bool:
    """Verbs of thinking, wanting and perceiving."""
    return word.lower() in _not_sayings()


def is_opinion(word: str) -> bool:
    """Verbs of thinking that attribute when what they govern is quoted."""
    return word.lower() in _opinions()


def is_no_source(word: str) -> bool:
    """Agreements, laws and conditions: "according to" them nobody says anything."""
    return word.lower() in _words("no_source")


def possible(sentence: Sentence) -> list[Token]:
    """The words that `cue_verb` may know, by their letters alone."""
    known = _verbs()
    return [] if known.isdisjoint(sentence.words) else [t for t in sentence.tokens if t.lower in known]


@cache
def _verbs() -> frozenset[str]:
    return _opinions().union(_entries())


def report_nouns() -> frozenset[str]:
    """ "Reports", "rumours": sayings that nobody is named for."""
    return _words("report_nouns")


def sayings() -> frozenset[str]:
    """ "Statements", "testimony", "figures": what somebody gave, who is the source."""
    return _words("sayings")


def purpose_nouns() -> frozenset[str]:
    """ "Objective", "aim": what somebody announced."""
    return _words("purpose_nouns")


def cue_verb(sentence: Sentence, i: int) -> CueVerb | None:
    """The verb of saying that word `i` is in its frame, or None."""
    word = sentence.tokens[i].lower
    for entry in _entries().get(word, ()):
        if _fits(sentence, i, entry):
            return entry.verb
    if word in _opinions() and _closes_quotation(sentence, i):
        return CueVerb(word, "asserts", "clause")
    return None


def _closes_quotation(sentence: Sentence, i: int) -> bool:
    """Whether a quotation ends right before word `i`: "...," considers the minister."""
    return any(t.text in '”"»' for t in sentence.tokens[max(0, i - 2) : i])


def is_impersonal(sentence: Sentence, i: int) -> bool:
    """ "It will be recalled that ...": a saying that is nobody's."""
    if not i:
        return True
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    if not LOSSES.isdisjoint(sentence.words) and any(t.lower in LOSSES and t.dep in SUBJECTS for t in kids):
        return True
    if "it" not in sentence.words or not any(t.dep == "aux:pass" for t in kids):
        return False
    if not any(t.lower == "it" and t.dep in ("expl", *SUBJECTS) and t.i < i for t in kids):
        return False
    told = any(t.dep in ("ccomp", "csubj:pass", "csubj") for t in kids) and sentence.tokens[i].lower in _reporting()
    return not told or any(t.dep == "aux" and t.lower not in ("has", "had", "have", "'s", "’s") for t in kids)


@cache
def _reporting() -> frozenset[str]:
    return frozenset(form for lemma in _words("reporting") for form in verb_forms(lemma))


def _fits(sentence: Sentence, i: int, entry: _Entry) -> bool:
    if entry.tail and not (entry.tail[0] in sentence.words and _tail_follows(sentence, i, entry.tail)):
        return False
    if entry.verb.takes == "label":
        return _names_something(sentence, i)
    if entry.verb.takes == "toll":
        return _sets_toll(sentence, i)
    if (entry.idle and _idle(sentence, i, entry.idle)) or _stands_as_noun(sentence, i, entry.verb.lemma):
        return False
    return not any(frame(sentence, i) for frame in entry.excluded)


def _unwished(sentence: Sentence, i: int) -> bool:
    """Not somebody "to do" something: "called it Tarn", "called the mayor"."""
    kids = [sentence.tokens[c] for c in sentence.children[i] if c > i]
    below = [*kids, *(sentence.tokens[c] for t in kids if t.dep == "obj" for c in sentence.children[t.i])]
    aims = [t for t in below if t.dep in ("xcomp", "advcl", "acl", "ccomp") and t.upos == "VERB"]
    wish = any(sentence.tokens[c].lower == "to" for t in aims for c in sentence.children[t.i])
    return not (wish and any(t.dep == "obj" for t in kids))


def _idle(sentence: Sentence, i: int, idle: frozenset[str]) -> bool:
    """ "Claimed eleven lives", "told his story": an object with which the verb says nothing."""
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    return any(t.dep == "obj" and t.lower in idle for t in kids) and not any(t.dep == "ccomp" for t in kids)


def _stands_as_noun(sentence: Sentence, i: int, lemma: str) -> bool:
    """ "Blame is beside the point": a bare form with "is" behind it is what the sentence is about."""
    if sentence.tokens[i].lower != lemma:
        return False
    after = sentence.tokens[i + 1 : i + 2]
    return bool(after) and after[0].lower in BE


def _tail_follows(sentence: Sentence, i: int, tail: tuple[str, ...]) -> bool:
    """The phrase's other words stand right behind the verb, or its only particle depends on it."""
    after = tuple(t.lower for t in sentence.tokens[i + 1 : i + 1 + len(tail)])
    if after == tail:
        return True
    if len(tail) > 1:
        skip = tuple(t.lower for t in sentence.tokens[i + 1 : i + 6] if t.upos in ("NOUN", "VERB", "ADP", "ADV", "DET"))
        return all(word in skip for word in tail)
    named = next((t for t in sentence.tokens[i + 1 : i + TAIL] if t.lower == tail[0]), None)
    if len(tail) == 1 and named is not None and named.upos == "ADJ" and _object(sentence, i):
        return True
    if named is not None and named.dep == "obj" and named.head == i:
        return True
    return any(
        sentence.tokens[c].lower == tail[0] and sentence.tokens[c].dep in ("compound:prt", "advmod", "xcomp") and c > i
        for c in sentence.children[i]
    )


def _names_something(sentence: Sentence, i: int) -> bool:
    """ "called it a crime", "described the strike as a mistake": an object and what it is called."""
    kids = [sentence.tokens[c] for c in sentence.children[i] if c > i]
    if sentence.tokens[i].dep == "acl":
        return False
    named = any(t.dep in ("obj", "iobj", "nsubj:pass", "xcomp") for t in kids)
    lower = {t.lower for t in sentence.tokens[i + 1 : i + 14]}
    judged = any(lower & set(words) for words in lexicons.load("cues")["labels"].values())
    quoted = any(t.text in "“\"«‘'" for t in sentence.tokens[i + 1 :])
    bare = not (judged or quoted or "as" in lower)
    if bare and any(t.dep in ("xcomp", "obj", "ccomp") and (t.upos in ("PROPN", "VERB")) for t in kids):
        return False
    label = any(t.dep in ("xcomp", "ccomp") for t in kids) or "as" in lower or judged
    objects = sum(t.dep in ("obj", "iobj", "xcomp", "obl:unmarked") for t in kids)
    return (
        named
        and (label or objects > 1)
        and not any(t.lower in ("for", "on", "upon") for t in sentence.tokens[i + 1 : i + 2])
    )


def _sets_toll(sentence: Sentence, i: int) -> bool:
    """ "put the toll at 21", "raised the death toll to 50": a toll and where it is put."""
    token = sentence.tokens[i]
    if token.dep == "advcl" and token.lower.endswith("ing") and not _is_reckoning(sentence, token.head):
        return False
    if gives_number(sentence, i):
        return True
    near = sentence.tokens[i + 1 : i + 16]
    aside = next((n for n, t in enumerate(near[1:]) if t.lower.endswith("ing") and near[n].text == ","), len(near))
    after = [t.lower for t in near[:aside]]
    links = [
        n for n, w in enumerate(after) if w in ("at", "to", "between", "of", "as") or after[n : n + 2] == ["up", "to"]
    ]
    return any(_put_at(sentence, i, after, at) for at in links)


def _put_at(sentence: Sentence, i: int, after: list[str], at: int) -> bool:
    """Does a number follow the preposition `at` words behind the verb, and a toll stand before or behind it?"""
    near = 7 if at == 0 or after[at] in ("at", "between", "as", "up") else 5
    counted = any(t.upos == "NUM" for t in sentence.tokens[i + 2 + at : i + near + at])
    behind = at + 9 if at == 0 else at + 6
    return counted and any(w in TOLL for w in (*after[: at + 1], *after[at + 2 : behind]))


def gives_number(sentence: Sentence, i: int) -> bool:
    """ "Now gives 35": a bare number of nothing that is named here."""
    number = sentence.tokens[i + 1 : i + 2]
    if not number or number[0].upos != "NUM" or number[0].dep != "obj" or not sentence.tokens[i].lower.startswith("g"):
        return False
    after = sentence.tokens[i + 2 : i + 3]
    return not after or after[0].upos in ("PUNCT", "ADP", "CCONJ", "ADV", "SCONJ")


def _is_reckoning(sentence: Sentence, i: int) -> bool:
    """Does somebody say or count what word `i` tells: "said two more HAD DIED", not "two men died"?"""
    counting = tuple(lexicons.load("cues")["reckoning"])
    while i >= 0:
        if sentence.tokens[i].lower.startswith(counting) or cue_verb(sentence, i) is not None:
            return True
        i = sentence.tokens[i].head
    return False


def _infinitive(sentence: Sentence, i: int) -> bool:
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower == "to"


def _object(sentence: Sentence, i: int) -> bool:
    """A noun as object and no clause beside it."""
    kids = [sentence.tokens[c].dep for c in sentence.children[i]]
    return "obj" in kids and not any(d in CLAUSES for d in kids)


def _motion(sentence: Sentence, i: int) -> bool:
    """ "Slammed into", "fired on": where something goes, nothing said."""
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower in ("into", "onto", "through", "against")


def _counts_none(sentence: Sentence, i: int) -> bool:
    """ "Counted the votes": an object that tells no number of people."""
    counted = any(t.upos == "NUM" for t in sentence.tokens[i + 1 : i + 5])
    people = any(t.lower in COUNTED for t in sentence.tokens[i + 1 : i + 7])
    alone = any(t.dep == "obj" and t.head == i and t.upos == "NUM" for t in sentence.tokens[i + 1 : i + 5])
    return _object(sentence, i) and not (counted and people) and not alone


def _passive(sentence: Sentence, i: int) -> bool:
    kids = [sentence.tokens[c].dep for c in sentence.children[i]]
    token = sentence.tokens[i]
    bare = token.dep == "advcl" and token.lower.endswith("ed") and not {"nsubj", "obj"} & set(kids)
    return bare or token.dep == "acl" or "aux:pass" in kids or "nsubj:pass" in kids


def _clauseless(sentence: Sentence, i: int) -> bool:
    """No clause below it: "was found dead"."""
    return not any(sentence.tokens[c].dep == "ccomp" for c in sentence.children[i])


def _noun(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].upos not in ("VERB", "AUX")


def _intransitive(sentence: Sentence, i: int) -> bool:
    """Nothing beside it that could be what is said."""
    kids = [sentence.tokens[c].dep for c in sentence.children[i]]
    says = sentence.tokens[i].dep in ("parataxis", "ccomp") or any(d in (*CLAUSES, "obj") for d in kids)
    return not says and "“" not in (t.text for t in sentence.tokens) and '"' not in (t.text for t in sentence.tokens)


def _thing(sentence: Sentence, i: int) -> bool:
    """ "offers shelter", "offered no proof": a thing is offered, nothing is said."""
    nothing = {sentence.tokens[j].lower for j in range(i + 1, min(i + 3, len(sentence.tokens)))} & {
        "no",
        "little",
        "any",
    }
    return bool(nothing)


def _deed(sentence: Sentence, i: int) -> bool:
    """ "Committed a massacre": what somebody did, bound to nothing."""
    return not {t.lower for t in sentence.tokens[i + 1 : i + BOUND]} & {"to", "itself", "himself", "themselves"}


def _relative(sentence: Sentence, i: int) -> bool:
    """ "A militia that supports the army": what somebody is told of by."""
    return sentence.tokens[i].dep == "acl:relcl"


def _onward(sentence: Sentence, i: int) -> bool:
    """ "The shelling went on for hours": how long or where something lasts."""
    return i + 2 < len(sentence.tokens) and sentence.tokens[i + 2].upos == "ADP"


def _aside(sentence: Sentence, i: int) -> bool:
    """ "They stood by while men burned the market": nothing that they stand by."""
    behind = sentence.tokens[i + 2 : i + 3]
    return not behind or behind[0].upos in ("PUNCT", "SCONJ", "ADV", "CCONJ")


def _uncharged(sentence: Sentence, i: int) -> bool:
    """ "Charged the barricade", "charged with murder": neither somebody whom a party charges with a deed."""
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    if any(t.dep in ("ccomp", "parataxis") for t in kids):
        return False
    charged = any(t.dep == "obj" for t in kids) and "with" in {t.lower for t in sentence.tokens[i + 1 : i + TAIL]}
    return not charged or any(t.dep == "aux:pass" for t in kids)


def _clausal(sentence: Sentence, i: int) -> bool:
    """ "Police suspect that A": what somebody takes to be so, whoever did it."""
    return any(sentence.tokens[c].dep in ("ccomp", "xcomp") for c in sentence.children[i])


def _to_do(sentence: Sentence, i: int) -> bool:
    """ "Take responsibility for protecting civilians": an office taken over, no deed owned up to."""
    behind = [t.lower for t in sentence.tokens[i + 2 : i + 2 + BOUND]]
    return "for" in behind and any(w.endswith("ing") for w in behind[behind.index("for") + 1 :])


def _with(sentence: Sentence, i: int) -> bool:
    """ "Responds with rockets": what somebody answers with is no word."""
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower == "with"


def _unto(sentence: Sentence, i: int) -> bool:
    """Nothing that it is laid to: "attributed the attack to X" is an accusation, "attributed" alone is none."""
    thing = next((sentence.tokens[c] for c in sentence.children[i] if sentence.tokens[c].dep == "obj"), None)
    behind = sentence.tokens[thing.i + 1 : thing.i + 1 + BOUND] if thing else ()
    return not any(t.lower == "to" and t.upos == "ADP" for t in behind)


def _anonymous(sentence: Sentence, i: int) -> bool:
    """ "who asked not to be named": a wish about the saying, no saying."""
    return bool({t.lower for t in sentence.tokens[i + 1 : i + 6]} & {"named", "identified", "anonymity"})


_FRAMES = {
    "anonymous": _anonymous,
    "object": _object,
    "infinitive": _infinitive,
    "motion": _motion,
    "uncounted": _counts_none,
    "passive": _passive,
    "noun": _noun,
    "clauseless": _clauseless,
    "unwished": _unwished,
    "intransitive": _intransitive,
    "thing": _thing,
    "deed": _deed,
    "relative": _relative,
    "with": _with,
    "onward": _onward,
    "uncharged": _uncharged,
    "aside": _aside,
    "clausal": _clausal,
    "to_do": _to_do,
    "unto": _unto,
}


def is_supposed(sentence: Sentence, i: int) -> bool:
    """ "if both sides promise it": a saying on a condition has not been said."""
    if SUPPOSING.isdisjoint(sentence.words):
        return False
    kids = (sentence.tokens[c] for c in sentence.children[i])
    return any(t.dep == "mark" and t.lower in SUPPOSING for t in kids)


def is_nobodys(sentence: Sentence, i: int) -> bool:
    """ "No group claimed the attack", "nobody denied it": a subject that is nobody."""
    nobody = _words("nobody")
    if nobody.isdisjoint(sentence.words):
        return False
    subjects = [c for c in sentence.children[i] if sentence.tokens[c].dep in SUBJECTS and c < i]
    return any(sentence.tokens[k].lower in nobody for c in subjects for k in (c, *sentence.children[c][:1]))


def is_to_come(sentence: Sentence, i: int) -> bool:
    """ "He will announce the names": what somebody is going to say has not been said."""
    to_come = _words("to_come")
    if to_come.isdisjoint(sentence.words):
        return False
    kids = (sentence.tokens[c] for c in sentence.children[i] if c < i)
    return any(t.dep == "aux" and t.lower in to_come for t in kids)


def is_aim(sentence: Sentence, i: int) -> bool:
    """ "calls on them to condemn": an infinitive names what is wanted, unless it only goes on or begins."""
    token = sentence.tokens[i]
    if not i or token.head < 0:
        return False
    if token.dep == "ccomp" and token.head < i and tense(sentence, i) == "other":
        above = cue_verb(sentence, token.head)
        return above is not None and above.stance in ("demands", "appeals")
    return sentence.tokens[i - 1].lower == "to" and sentence.tokens[token.head].lower not in _goes_on()


@cache
def _goes_on() -> frozenset[str]:
    return frozenset(form for lemma in _words("goes_on") for form in verb_forms(lemma))


def tense(sentence: Sentence, i: int) -> str:
    """Present, past or neither, by the verb's form and its auxiliaries."""
    helpers = {sentence.tokens[c].lower for c in sentence.children[i] if sentence.tokens[c].dep in ("aux", "aux:pass")}
    word = sentence.tokens[i].lower
    if helpers & {"had", "was", "were", "did"}:
        return "past"
    if helpers & {"has", "have", "is", "are", "does", "do"}:
        return "present"
    if helpers:
        return "other"
    return "past" if word.endswith("ed") or word in _past_forms() else "present" if word.endswith("s") else "other"


@cache
def _past_forms() -> frozenset[str]:
    return frozenset(form for forms in lexicons.load("irregular")["verbs"].values() for form in forms)


def negated(sentence: Sentence, i: int) -> bool:
    """Whether the cue itself is negated: "did not say", "refused to say"; not in "Not so, say they"."""
    for before in sentence.tokens[max(0, i - 3) : i]:
        if before.lower in NOT and before.text != "Without":
            return before.head == i or all(t.text != "," for t in sentence.tokens[before.i : i])
    token = sentence.tokens[i]
    return token.dep == "xcomp" and token.head >= 0 and sentence.tokens[token.head].lower in DECLINED


def cue_start(sentence: Sentence, i: int) -> int:
    """First word of the cue with the auxiliaries and adverbs that stand right before it."""
    first = i
    while (
        first
        and sentence.tokens[first - 1].head == i
        and sentence.tokens[first - 1].dep in ("aux", "aux:pass", "advmod")
    ):
        first -= 1
    return first


def noun_cue(sentence: Sentence, i: int) -> CueVerb | None:
    """ "Moscow's insistence that A": the noun as the saying that it names, unless its verb says what came of it."""
    noun = _nouns_of_saying().get(sentence.tokens[i].lower)
    after = sentence.tokens[i + 1 : i + 2]
    if noun is None or sentence.tokens[i].upos != "NOUN" or not after or after[0].lower != "that":
        return None
    above = sentence.tokens[i].head
    return None if above >= 0 and cue_verb(sentence, above) else noun


@cache
def _nouns_of_saying() -> dict[str, CueVerb]:
    nouns = lexicons.load("cues")["nouns_of_saying"]
    return {noun: CueVerb(noun, stance, "clause") for stance, names in nouns.items() for noun in names}


def introducing() -> frozenset[str]:
    """The words between people and the name that they go by: "known as X", "calling itself X"."""
    return _words("introducing")


def holding_to() -> frozenset[str]:
    """What people are to whom they hold: "forces LOYAL to X"."""
    return _words("holding_to")


def hearing() -> frozenset[str]:
    """The words behind which who hears a saying stands: "told X", "in an interview with X"."""
    return _words("hearing")


def is_thing(word: str) -> bool:
    """Nouns that say nothing themselves: findings, figures, a raid."""
    return word.lower() in _words("things")


def is_done(sentence: Sentence, i: int, verb: CueVerb) -> bool:
    """ "is called", "are still counted": a passive without an agent, of a verb that does not report."""
    deps = {sentence.tokens[c].dep for c in sentence.children[i]}
    nobodys = "aux:pass" in deps and "obl:agent" not in deps
    if nobodys and verb.lemma in _words("reporting"):
        return "nsubj:pass" in deps and not deps & {"ccomp", "xcomp", "csubj", "csubj:pass"} and _there(sentence, i)
    return nobodys


def is_agentless(sentence: Sentence, i: int) -> bool:
    """ "The claims were refuted": a passive that tells nobody who did it."""
    deps = {sentence.tokens[c].dep for c in sentence.children[i]}
    return "aux:pass" in deps and "obl:agent" not in deps


def is_told_more(sentence: Sentence, i: int) -> bool:
    """ "The claims are baseless and are refuted": a second predicate of what has been judged already."""
    token = sentence.tokens[i]
    if token.dep != "conj" or token.head < 0 or sentence.tokens[token.head].lower not in _words("denying"):
        return False
    own = any(sentence.tokens[c].dep == "nsubj:pass" for c in sentence.children[i])
    return not own and is_agentless(sentence, i)


def is_judged(sentence: Sentence, i: int) -> bool:
    """ "Claims that A are baseless", "he rejects claims that A": another's saying that somebody speaks of."""
    token = sentence.tokens[i]
    if _ends_as_false(sentence, i):
        return True
    if token.head < 0:
        return False
    above = cue_verb(sentence, token.head)
    acted = above is not None and above.takes == "act"
    return acted or (token.dep.startswith("nsubj") and sentence.tokens[token.head].lower in _words("denying"))


def _ends_as_false(sentence: Sentence, i: int) -> bool:
    """ "The army's claim that A is a lie": what the noun names is what the end of the sentence calls untrue."""
    tokens = sentence.tokens
    that = any(t.lower == "that" for t in tokens[i + 1 : i + 3])
    words = [t.lower for t in tokens[-VERDICT:]]
    be = max((n for n, w in enumerate(words) if w in BE), default=None)
    return that and be is not None and any(w in _words("denying") for w in words[be:])


def is_told_of(sentence: Sentence, i: int) -> bool:
    """ "Allegations relayed by some papers", "a man identified as X": a participle that tells more of a noun."""
    token = sentence.tokens[i]
    if token.dep not in ("acl", "advcl") or not token.lower.endswith("ed") or is_known(token.text):
        return False
    return not any(sentence.tokens[c].dep.startswith("aux") for c in sentence.children[i])


def is_called_false(sentence: Sentence, i: int) -> bool:
    """ "It is false that the army has asked for a truce": a saying that a clause above calls untrue."""
    token = sentence.tokens[i]
    if token.head < 0 or sentence.tokens[token.head].lower not in _words("denying"):
        return False
    if token.dep == "advcl" and token.lower.endswith("ing"):
        return False  # "rejected the account, saying that ..."
    return token.dep in ("csubj", "csubj:pass", "ccomp", "advcl") or token.dep.startswith("nsubj")


def is_not_done(sentence: Sentence, i: int, verb: CueVerb) -> bool:
    """ "The army did not order it", "stopped short of blaming them": an act that somebody did not do is none."""
    if sentence.tokens[i].lower.endswith("ing"):
        shrinking = _words("shrinking")
        if any(t.lower in shrinking for t in sentence.tokens[max(0, i - SHRINKS) : i]):
            return True
    acted = verb.takes == "act" and verb.stance not in ("denies", "doubts")
    return acted and negated(sentence, i)


def is_joined(sentence: Sentence, i: int) -> bool:
    """Is a second verb joined by "and" or "but" that says nothing itself?"""
    return any(sentence.tokens[c].dep == "cc" for c in sentence.children[i]) and cue_verb(sentence, i) is None


def is_urged(sentence: Sentence, i: int) -> bool:
    """ "Residents told to stay in": a participle of headlines, its subject those who hear."""
    if sentence.tokens[i].lower not in _words("heard"):
        return False
    after = sentence.tokens[i + 1 : i + 3]
    to_do = len(after) > 1 and after[0].lower == "to" and after[1].upos in ("VERB", "AUX")
    return to_do and not any(sentence.tokens[c].dep.startswith("aux") for c in sentence.children[i])


def is_relative(sentence: Sentence, i: int) -> bool:
    """ "The pictures that it describes as foreign": a noun told of by what somebody says of it, nothing said itself."""
    if sentence.tokens[i].dep != "acl:relcl":
        return False
    kids = [sentence.tokens[c] for c in sentence.children[i]]
    about = any(t.dep == "obj" and t.lower in ("that", "which", "whom") and t.i < i for t in kids)
    told = any(t.dep in ("ccomp", "xcomp", "parataxis") for t in kids)
    if told or not about:
        return False
    verb = cue_verb(sentence, i)
    return verb is not None and verb.takes == "clause"


def is_earlier(sentence: Sentence, i: int) -> bool:
    """ "Had fallen": the past before the past."""
    return any(sentence.tokens[c].lower == "had" and sentence.tokens[c].dep == "aux" for c in sentence.children[i])


def _there(sentence: Sentence, i: int) -> bool:
    """ "Fighting was reported east of the city": a happening with its place or time, told by who reports it here."""
    return any(
        sentence.tokens[c].dep in ("obl", "advmod", "obl:unmarked") and c > i for c in sentence.children[i]
    ) and not any(t.lower == "by" for t in sentence.tokens[i + 1 :])


def cue_end(sentence: Sentence, i: int, verb: CueVerb | None, last: int) -> int:
    """Where a cue of the model's ends: a verb that takes a clause keeps no preposition that is not its own particle."""
    if verb is None or verb.takes != "clause" or i + 1 >= last:
        return last
    own = i + 1 + verb.lemma.count(" ")
    return own if sentence.tokens[own : own + 1] and sentence.tokens[own].upos == "ADP" else last


def phrase_openers() -> Iterable[str]:
    """The words that a cue phrase may begin with."""
    return _phrases()


def phrase_length(tokens: tuple[Token, ...], i: int) -> int:
    """How many words of a cue phrase such as "according to" begin at word `i`; 0 where none does."""
    for words in _phrases().get(tokens[i].lower, ()):
        if [t.lower for t in tokens[i : i + len(words)]] == words:
            return len(words)
    return 0


@cache
def _phrases() -> dict[str, list[list[str]]]:
    """The cue phrases by their first words, in their order."""
    found: dict[str, list[list[str]]] = {}
    for phrase in lexicons.load("cues")["phrases"]:
        found.setdefault(phrase["words"][0], []).append(phrase["words"])
    return found


def is_measure(sentence: Sentence, i: int) -> bool:
    """ "per" as in "tons per year"."""
    return sentence.tokens[i].lower == "per"


def is_report_noun(word: str) -> bool:
    """Is it one of `report_nouns`?"""
    return word.lower() in report_nouns()


def is_saying(word: str) -> bool:
    """Is it one of `sayings`?"""
    return word.lower() in sayings()


def is_editorial(word: str) -> bool:
    """What an editor puts in brackets that is nobody's name: [Text], [Passage omitted], [Signed]."""
    return word.lower() in _words("editorial")


def is_counted(word: str) -> bool:
    """ "Civilians: 3 dead", "Injured: 12": those who are counted, not who counts them."""
    return word.lower() in _words("counted")


def is_count_noun(word: str) -> bool:
    """ "by the UN's reckoning": a count and whose it is."""
    return word.lower() in _words("count_nouns")


def is_participle_of_saying(word: str) -> bool:
    """ "announced", "stated", "declared" before a noun."""
    return is_known(word) and word.lower().endswith("ed")


def is_known(word: str) -> bool:
    """Whether the lexicon has the word alone as a verb of saying, in whatever frame."""
    return word.lower() in _single()


@cache
def _single() -> frozenset[str]:
    return frozenset(form for form, entries in _entries().items() if any(not entry.tail for entry in entries))


def opens_in_place(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """ "In Moscow reject that ...": a verb of saying without a subject, and a place that opens the sentence for one."""
    tokens = sentence.tokens
    if i < 2 or tokens[0].lower != "in" or any(tokens[c].dep == "nsubj" and c < i for c in sentence.children[i]):
        return None
    name = next((n for n in sentence.names if n.first == 1 and n.label in ("LOC", "ORG", "PER")), None)
    if name is None or i - name.last > 8 or any(t.text == "," for t in tokens[name.last : i]):
        return None
    return name.first, name.last
