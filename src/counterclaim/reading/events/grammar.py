"""Who does it to whom: the argument noun phrases of a word, read from the tree of its sentence."""

from __future__ import annotations

import re
from functools import cache

from counterclaim.knowledge import inflection, lexicons
from counterclaim.reading.document import Sentence, Token
from counterclaim.reading.events.patterns import classes

Span = tuple[int, int]

_CUT = (
    "acl",
    "appos",
    "parataxis",
    "advcl",
    "punct",
    "cc",
    "conj",
    "cop",
    "ccomp",
    "dep",
    "mark",
    "case",
    "aux",
    "orphan",
    "nsubj",
    "advmod",
)
_CLIMB = ("xcomp", "advcl", "acl", "conj", "ccomp")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)$")
_SETTINGS = frozenset(
    "near outside inside around on at in along across after before during by while through into beside behind between"
    " toward towards amid including among".split()
)
"""Prepositions of phrases that tell where or when somebody was, and are no part of what names him."""
_PATIENT_CASES = frozenset(("on", "of", "against", "at", "upon", "into", "over"))


@cache
def verbs(name: str) -> frozenset[str]:
    """The forms of the verbs that events.yaml lists under `grammar: NAME`."""
    return frozenset(inflection.verb_index(lexicons.load("events")["grammar"][name]))


@cache
def listed(name: str) -> frozenset[str]:
    """The words that events.yaml lists under `name`."""
    return frozenset(lexicons.load("events")[name])


def has(sentence: Sentence, i: int, *deps: str) -> bool:
    return bool(kids(sentence, i, *deps))


def kids(sentence: Sentence, i: int, *deps: str) -> list[int]:
    """The words that depend on word `i` by one of the relations, subtypes included unless one is named."""
    below = sentence.children[i]
    if not below:
        return []
    wanted, tokens = _wanted(deps), sentence.tokens
    return [child for child in below if wanted[tokens[child].dep]]


class _Wanted(dict[str, bool]):
    """Whether a relation is one of those that are named; remembered."""

    def __init__(self, deps: tuple[str, ...]) -> None:
        self._deps = deps

    def __missing__(self, dep: str) -> bool:
        self[dep] = any(dep == d or (":" not in d and dep.split(":")[0] == d) for d in self._deps)
        return self[dep]


@cache
def _wanted(deps: tuple[str, ...]) -> _Wanted:
    return _Wanted(deps)


def case_of(sentence: Sentence, i: int) -> str:
    """The preposition of the noun phrase at word `i`, lower case, "" where it has none."""
    return next((sentence.tokens[k].lower for k in kids(sentence, i, "case")), "")


def is_passive(sentence: Sentence, i: int) -> bool:
    """Whether word `i` is a passive participle: it has a passive's auxiliary or subject, or modifies a noun."""
    token = sentence.tokens[i]
    if has(sentence, i, "aux:pass"):
        return True
    if token.lower.endswith("ing") or objects(sentence, i) or _is_perfect(sentence, i):
        return False
    if has(sentence, i, "nsubj:pass") or _is_headline_passive(sentence, i):
        return True
    if token.dep == "acl":
        return not has(sentence, i, "mark", "nsubj")
    if token.dep == "advcl":
        return not has(sentence, i, "mark", "nsubj", "aux") and bool(_by_phrases(sentence, i))
    head = token.head
    return token.dep == "conj" and head >= 0 and not has(sentence, i, "nsubj", "aux") and is_passive(sentence, head)


def _is_perfect(sentence: Sentence, i: int) -> bool:
    """ "We HAVE at no moment FIRED": a perfect without a passive's auxiliary is active."""
    return any(sentence.tokens[k].lower in ("have", "has", "had", "having") for k in kids(sentence, i, "aux"))


def _is_headline_passive(sentence: Sentence, i: int) -> bool:
    """ "Three soldiers killed, two posts destroyed": a verb that needs an object and has none but a subject."""
    token = sentence.tokens[i]
    if token.lower not in verbs("headline_passives") or not token.lower.endswith(("ed", "t", "n")):
        return False
    after = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    ends = after is None or after.upos in ("PUNCT", "CCONJ", "SCONJ") or (after.upos == "ADP" and after.dep == "case")
    return ends and has(sentence, i, "nsubj") and not has(sentence, i, "aux", "ccomp", "xcomp")


def objects(sentence: Sentence, i: int) -> list[int]:
    """The objects of verb `i`; a second subject behind a verb without a passive's auxiliary is one misread."""
    found = [k for k in kids(sentence, i, "obj") if not _is_behind_comma(sentence, i, k)]
    subjects = [] if found else kids(sentence, i, "nsubj")
    if len(subjects) < 2 or has(sentence, i, "aux:pass"):
        return found
    return [k for k in subjects if k > i] if any(k < i for k in subjects) else []


def _is_behind_comma(sentence: Sentence, verb: int, i: int) -> bool:
    """Does noun `i` open what stands behind a comma right after the verb: "87 men killed, 40 RIFLES taken"?"""
    comma = verb + 1 < i and sentence.tokens[verb + 1].text == ","
    return comma and sentence.subtree(i).start in (verb + 1, verb + 2)


def subject(sentence: Sentence, i: int) -> int | None:
    """The word that is the subject of verb `i`, shared and controlled ones included."""
    seen: set[int] = set()
    while i >= 0 and i not in seen:
        seen.add(i)
        own = [who for k in kids(sentence, i, "nsubj") if (who := _undated(sentence, k)) is not None]
        own = own or _up_to(sentence, i)
        if own:
            return _antecedent(sentence, max(own, key=lambda who: (who < i, who if who < i else -who)), i)
        token = sentence.tokens[i]
        dep = token.dep.split(":")[0]
        if token.head < 0 or dep not in _CLIMB:
            return _addressee(sentence, i) or _behind_date(sentence, i)
        head = sentence.tokens[token.head]
        if dep == "acl" and head.upos in ("NOUN", "PROPN", "PRON") and not _is_loose(sentence, i):
            return _addressee(sentence, i) or _of_noun(sentence, token, head)
        controller = _addressee(sentence, i) or _controller(sentence, head.i) if dep != "conj" else None
        if controller is not None or dep == "ccomp":
            return controller
        i = _verb_above(sentence, i) if dep == "acl" else shares_with(sentence, i)
    return None


def _up_to(sentence: Sentence, i: int) -> list[int]:
    """The subject that a tree takes for a phrase of place: UP TO 1,000 TROOPS crossed."""
    before = [k for k in kids(sentence, i, "obl") if k < i and has(sentence, k, "nummod")]
    return [k for k in before if case_of(sentence, k) == "up"]


def _is_loose(sentence: Sentence, i: int) -> bool:
    """ "X wronged Y, BOMBARDING the market": a participle behind a comma is said of the whole clause."""
    before = sentence.tokens[i - 1].text if i else ""
    return before == "," and sentence.tokens[i].lower.endswith("ing") and _verb_above(sentence, i) >= 0


def _verb_above(sentence: Sentence, i: int) -> int:
    """The nearest verb that governs word `i`, -1 where there is none."""
    at = sentence.tokens[i].head
    while at >= 0 and sentence.tokens[at].upos != "VERB":
        at = sentence.tokens[at].head
    return at


def _controller(sentence: Sentence, verb: int) -> int | None:
    """Who is to do what a verb says below it, where its object does it: urged X to leave, called on X to leave."""
    if sentence.tokens[verb].lower not in verbs("object_control"):
        return None
    on = (k for k in kids(sentence, verb, "obl") if case_of(sentence, k) in ("on", "to", "upon"))
    misread = (k for k in kids(sentence, verb, "nsubj") if k > verb)
    return next(iter((*kids(sentence, verb, "obj", "iobj"), *misread, *on)), None)


def shares_with(sentence: Sentence, i: int) -> int:
    """The verb whose subject verb `i` shares; a finite conjunct of an infinitive shares that of the verb above it."""
    head = sentence.tokens[sentence.tokens[i].head]
    finite = any(sentence.tokens[k].lower in ("has", "have", "had", "was", "were") for k in kids(sentence, i, "aux"))
    above = sentence.tokens[i].dep == "conj" and finite and _is_infinitive(sentence, head.i) and head.head >= 0
    return head.head if above else head.i


def _is_infinitive(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[k].lower == "to" for k in kids(sentence, i, "mark"))


def _undated(sentence: Sentence, i: int) -> int | None:
    """The subject, or what a date in its place has taken for an apposition: On Tuesday, the 19th, X offered."""
    token = sentence.tokens[i]
    if token.lower not in classes()["TIME"] and not _ORDINAL.match(token.text):
        return i
    return next((k for k in kids(sentence, i, "appos") if sentence.tokens[k].upos in ("PROPN", "NOUN", "PRON")), None)


def _behind_date(sentence: Sentence, i: int) -> int | None:
    """The subject that a tree joins to the date before it: on Saturday, around 2 p.m., A UNIT OF THE ARMY fell."""
    if sentence.tokens[i].upos != "VERB" or is_passive(sentence, i):
        return None
    todo = [k for k in kids(sentence, i, "obl") if k < i]
    while todo:
        at = todo.pop()
        token = sentence.tokens[at]
        if token.dep == "appos" and token.upos in ("NOUN", "PROPN") and token.lower not in classes()["TIME"]:
            return at
        if token.upos in ("NUM", "PROPN") or token.lower in classes()["TIME"]:
            todo += [k for k in kids(sentence, at, "nmod", "appos") if k < i]
    return None


def _addressee(sentence: Sentence, i: int) -> int | None:
    """To whom an offer or appeal is made that the infinitive `i` spells out: an offer TO X to do it."""
    mark = next((k for k in kids(sentence, i, "mark") if sentence.tokens[k].lower == "to"), 0)
    if not mark:
        return None
    before = sentence.tokens[mark - 1]
    if before.upos == "ADV" and mark > 1:
        before = sentence.tokens[mark - 2]
    governor = before.head
    if case_of(sentence, before.i) != "to" or governor < 0:
        return None
    made = [governor, *kids(sentence, governor, "obj")]
    return before.i if any(sentence.tokens[k].lower in listed("addressed") for k in made) else None


def is_cleft(sentence: Sentence, i: int) -> bool:
    """Is noun `i` set before what is said of it: it was THE ARMY that did it?"""
    copula = has(sentence, i, "cop")
    return copula and any(sentence.tokens[k].lower == "it" for k in kids(sentence, i, "nsubj", "expl"))


def _antecedent(sentence: Sentence, own: int, verb: int) -> int:
    """The noun that a relative pronoun stands for, else the word itself."""
    head = sentence.tokens[verb].head
    if (
        sentence.tokens[verb].dep in ("acl:relcl", "advcl:relcl")
        and head >= 0
        and sentence.tokens[own].lower in ("that", "which", "who")
    ):
        above = sentence.tokens[head].head
        outer = sentence.tokens[head].dep == "nmod" and above >= 0 and is_cleft(sentence, above)
        return above if outer else head
    return own


def _of_noun(sentence: Sentence, verb: Token, noun: Token) -> int | None:
    """The subject of a verb that modifies a noun: an offer TO X to do it; X doing it."""
    addressee = next((k for k in kids(sentence, noun.i, "nmod", "obl") if case_of(sentence, k) == "to"), None)
    if addressee is None and noun.head >= 0:
        addressee = next(
            (k for k in kids(sentence, noun.head, "obl") if case_of(sentence, k) == "to" and k < verb.i), None
        )
    if addressee is not None:
        return addressee
    return noun.i if verb.lower.endswith("ing") else None


def doers(sentence: Sentence, i: int, *, nominal: bool) -> list[int]:
    """The words that name who does what word `i` names."""
    if nominal:
        return _nominal_doers(sentence, i)
    if sentence.tokens[i].lower in listed("agent_follows"):
        return [k for k in kids(sentence, i, "obl") if case_of(sentence, k) == "to"]
    if (under := _undergone(sentence, i)) is not None:
        return _senders(sentence, i, under)
    if is_passive(sentence, i):
        return _by_phrases(sentence, i) or _by_behind_place(sentence, i)
    found = subject(sentence, i)
    if found is None and sentence.tokens[i].lower.endswith("ing"):
        return _by_phrases(sentence, i)
    return [] if found is None else conjuncts(sentence, found)


def _by_phrases(sentence: Sentence, i: int) -> list[int]:
    return [
        word
        for k in kids(sentence, i, "obl", "nmod")
        if case_of(sentence, k) in ("by", "between") and not sentence.tokens[k].dep.endswith(("tmod", "npmod"))
        for word in (*conjuncts(sentence, k), *_other_side(sentence, k))
    ]


def _by_behind_place(sentence: Sentence, i: int) -> list[int]:
    """Whom "by" names that a tree joins to the place before it: were slain in two villages BY THE FRONT."""
    places = [
        k
        for obl in kids(sentence, i, "obl")
        if case_of(sentence, obl) in ("in", "at", "near")
        for k in (obl, *kids(sentence, obl, "conj"))
    ]
    behind = (k for at in places for k in kids(sentence, at, "nmod") if case_of(sentence, k) == "by")
    return [word for k in behind if is_party(sentence, k) for word in conjuncts(sentence, k)]


def _other_side(sentence: Sentence, i: int) -> list[int]:
    """The second of two that "between" stands before, where a tree joins it to the first one's modifier."""
    if case_of(sentence, i) != "between" or has(sentence, i, "conj"):
        return []
    return [k for of in kids(sentence, i, "nmod") for k in kids(sentence, of, "conj")][:1]


def _undergone(sentence: Sentence, i: int) -> int | None:
    """What the subject of verb `i` comes under: came under FIRE, drove into an AMBUSH."""
    if sentence.tokens[i].lower not in _governing_undergone():
        return None
    return next((k for k in kids(sentence, i, "obl") if is_undergone(sentence, k)), None)


@cache
def _governing_undergone() -> frozenset[str]:
    return verbs("undergoing") | verbs("falling_into")


def is_undergone(sentence: Sentence, i: int) -> bool:
    """Is word `i` what the subject of the verb above it comes under or falls into?"""
    governor = sentence.tokens[i].head
    if governor < 0:
        return False
    verb = sentence.tokens[governor].lower
    if verb not in _governing_undergone():
        return False
    case = case_of(sentence, i)
    if case == "under" and verb in verbs("undergoing"):
        return True
    return case == "into" and verb in verbs("falling_into") and sentence.tokens[i].lower in listed("deeds")


def _senders(sentence: Sentence, *at: int) -> list[int]:
    """The forces and parties that something comes from: under fire FROM THE MILITIA; no place is one."""
    return [
        word
        for i in at
        for k in kids(sentence, i, "obl", "nmod")
        if case_of(sentence, k) in ("from", "by") and is_side(sentence, k)
        for word in conjuncts(sentence, k)
    ]


def is_side(sentence: Sentence, i: int) -> bool:
    """Does the noun phrase at word `i` name a force or a party, and no place?"""
    token = sentence.tokens[i]
    body = is_name(sentence, i) and not is_place(sentence, i) and token.upos == "PROPN"
    return token.lower in classes()["FORCES"] or token.lower in classes()["SIDES"] or body


def _nominal_doers(sentence: Sentence, i: int) -> list[int]:
    found = [k for k in kids(sentence, i, "nmod:poss", "amod") if is_party(sentence, k)]
    found += [k for k in kids(sentence, i, "compound") if is_party(sentence, k) and not is_place(sentence, k)]
    found += _by_phrases(sentence, i) + _senders(sentence, i)
    if sentence.tokens[i].lower in listed("fire_of"):
        found += [k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of"]
    found += [k for of in kids(sentence, i, "nmod") if case_of(sentence, of) == "of" for k in _by_phrases(sentence, of)]
    done = (v for v in kids(sentence, i, "acl") if sentence.tokens[v].lower not in listed("told_by"))
    found += [k for v in done for k in _by_phrases(sentence, v)]
    token = sentence.tokens[i]
    if token.dep.startswith("nsubj"):
        between = [k for k in kids(sentence, token.head, "obl") if case_of(sentence, k) == "between"]
        found += [word for k in between for word in (k, *_other_side(sentence, k))]
    found += _laid_on(sentence, i)
    if found and not all(sentence.tokens[k].lower in ("its", "their") for k in found):
        return [word for k in found for word in conjuncts(sentence, k)]
    return _owning_subject(sentence, i) or found or _supported(sentence, i)


def _owning_subject(sentence: Sentence, i: int) -> list[int]:
    """Whom "its" and "their" mean where the noun is the object of its verb: X paused THEIR offensive."""
    token = sentence.tokens[i]
    if not has(sentence, i, "nmod:poss") or token.dep != "obj" or sentence.tokens[token.head].upos != "VERB":
        return []
    found = subject(sentence, token.head)
    return [] if found is None or sentence.tokens[found].upos == "PRON" else conjuncts(sentence, found)


def _supported(sentence: Sentence, i: int) -> list[int]:
    """The subject of the light verb that a noun goes with: X carried out a strike, X took part in clashes."""
    for _ in range(3):
        token = sentence.tokens[i]
        if token.head < 0:
            return []
        head = sentence.tokens[token.head]
        if token.dep.split(":")[0] == "nsubj" and is_passive(sentence, head.i):
            return _by_phrases(sentence, head.i)
        if token.dep.split(":")[0] not in ("obj", "obl", "nmod", "xcomp", "compound"):
            return []
        if is_undergone(sentence, i):
            return _senders(sentence, head.i)
        if case_of(sentence, i) in listed("settings"):
            return []
        if head.upos == "VERB":
            return doers(sentence, head.i, nominal=False) if head.lower in verbs("light") else []
        i = head.i
    return []


def patients(sentence: Sentence, i: int, *, nominal: bool) -> list[int]:
    """The words that name who suffers what word `i` names."""
    if nominal:
        cases = _PATIENT_CASES - {"of"} if sentence.tokens[i].lower in listed("fire_of") else _PATIENT_CASES
        found = [k for k in kids(sentence, i, "nmod", "obl") if case_of(sentence, k) in cases]
        found += _coming_under(sentence, i) + _stolen(sentence, i)
        found = [k for k in found if k not in _laid_on(sentence, i)]
    elif _undergone(sentence, i) is not None:
        found = _shared_subject(sentence, i)
    elif is_passive(sentence, i):
        token = sentence.tokens[i]
        own = next((_antecedent(sentence, k, i) for k in kids(sentence, i, "nsubj")), None)
        found = [own] if own is not None else [token.head] if token.dep == "acl" else _shared_subject(sentence, i)
    else:
        found = objects(sentence, i)
        found += [
            who for k in found if sentence.tokens[k].lower in listed("deeds") for who in doers_of_deed(sentence, k)
        ]
        behind = [(k, case_of(sentence, k)) for k in kids(sentence, i, "obl")]
        with_whom = [k for k, case in behind if case == "with" and is_opponent(sentence, k)]
        found += [k for k, case in behind if case in ("at", "on", "against", "upon")] + with_whom
        if sentence.tokens[i].lower in verbs("ramming"):
            found += [k for k in kids(sentence, i, "obl") if case_of(sentence, k) in ("into", "onto")]
        if sentence.tokens[i].lower in verbs("wresting"):
            found += [k for k in kids(sentence, i, "obl") if case_of(sentence, k) == "from"]
    return [word for k in found for word in conjuncts(sentence, k)]


def is_opponent(sentence: Sentence, i: int) -> bool:
    """May it be fought or met WITH: a party, people, a crowd, and no thing?"""
    known = classes()
    return is_party(sentence, i) or any(
        sentence.tokens[i].lower in known[name] for name in ("PEOPLE", "CROWD", "PARTIES")
    )


def _laid_on(sentence: Sentence, i: int) -> list[int]:
    """Whom a deed is laid on: an attack blamed ON THE FRONT, blamed the shelling ON THE ARMY."""
    token = sentence.tokens[i]
    by = [k for k in kids(sentence, i, "acl") if sentence.tokens[k].lower in verbs("laying")]
    if token.head >= 0 and sentence.tokens[token.head].lower in verbs("laying"):
        by += [i, token.head]
    return [k for at in by for k in kids(sentence, at, "obl", "nmod") if case_of(sentence, k) == "on"]


def _stolen(sentence: Sentence, i: int) -> list[int]:
    """Whom the words right behind a noun name that a tree gives to its verb: were hurt in a strike ON A CONVOY."""
    above = sentence.tokens[i].head
    if above < 0 or sentence.tokens[i].dep.split(":")[0] != "obl":
        return []
    behind = (k for k in kids(sentence, above, "obl") if k > i and case_of(sentence, k) in ("on", "against"))
    return [k for k in behind if any(c == i + 1 for c in kids(sentence, k, "case"))]


def doers_of_deed(sentence: Sentence, i: int) -> list[int]:
    """Whose deed word `i` is, by its own modifiers: repelled an assault BY REBELS, beat back an RSF assault."""
    modifiers = kids(sentence, i, "nmod:poss", "amod", "compound")
    own = [k for k in modifiers if is_party(sentence, k) and not is_place(sentence, k)]
    return own + _by_phrases(sentence, i) + _senders(sentence, i)


def _coming_under(sentence: Sentence, i: int) -> list[int]:
    """Who suffers what he comes under: THE REBELS came under fire."""
    found = subject(sentence, sentence.tokens[i].head) if is_undergone(sentence, i) else None
    return [] if found is None else [found]


def _shared_subject(sentence: Sentence, i: int) -> list[int]:
    found = subject(sentence, i)
    return [] if found is None else [found]


def conjuncts(sentence: Sentence, i: int) -> list[int]:
    """Word `i` and the nouns coordinated with it."""
    return [i, *(k for k in kids(sentence, i, "conj") if sentence.tokens[k].upos in ("NOUN", "PROPN", "PRON", "ADJ"))]


def is_party(sentence: Sentence, i: int) -> bool:
    """Whether a modifier may name a party: a name, a demonym, a force or side, a pronoun."""
    token = sentence.tokens[i]
    sided = token.lower in classes()["FORCES"] or token.lower in classes()["SIDES"]
    return is_name(sentence, i) or sided or token.upos == "PRON"


def is_place(sentence: Sentence, i: int) -> bool:
    """Does the model name word `i` as a place?"""
    return any(n.label == "LOC" and n.first <= i < n.last for n in sentence.names)


def is_name(sentence: Sentence, i: int) -> bool:
    """Whether word `i` is a name: the model says so, or it has a capital where not every letter is one."""
    token = sentence.tokens[i]
    labelled = any(n.first <= i < n.last and n.label != "EVENT" for n in sentence.names)
    capital = token.text[:1].isupper() and not token.text.isupper() and (i > 0 or token.upos == "ADJ")
    return labelled or token.upos == "PROPN" or capital


def phrase(sentence: Sentence, i: int, without: range = range(0)) -> Span:
    """Characters of the noun phrase at word `i`: no preposition, clause, apposition, conjunct, or word of `without`."""
    kept = {i}
    todo = [i]
    while todo:
        for child in sentence.children[todo.pop()]:
            dep = sentence.tokens[child].dep.split(":")[0]
            inner = dep == "case" and sentence.tokens[child].head != i
            if dep == "nmod" and _is_setting(sentence, child):
                continue
            worn = dep == "acl" and sentence.tokens[child].lower in listed("worn")
            if (inner or worn or dep not in _CUT) and (child not in without or i in without):
                kept.add(child)
                todo.append(child)
    first = last = i
    while first - 1 in kept or (first > 1 and first - 2 in kept and _hyphen(sentence, first - 1)):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and _hyphen(sentence, last + 1)):
        last += 1
    return sentence.span(first, last + 1)


def _is_setting(sentence: Sentence, i: int) -> bool:
    """Does a phrase tell where or when somebody was, not what he is like: men OUTSIDE HIS HOME, not men in masks?"""
    token, case = sentence.tokens[i], case_of(sentence, i)
    somewhere = is_place(sentence, i) or token.upos == "PROPN" or token.lower in classes()["PLACE"] | classes()["TIME"]
    return token.upos in ("NOUN", "PROPN") and case in _SETTINGS and (case != "in" or somewhere)


def _hyphen(sentence: Sentence, i: int) -> bool:
    """Does word `i` join its neighbours without a space: Al-Shabaab?"""
    before, mark, after = sentence.tokens[i - 1 : i + 2]
    return mark.text in "-–'’" and before.end == mark.start and mark.end == after.start
