"""Whether it happened, goes on, is planned, wanted or denied, and on what: read from the words around an event."""

from __future__ import annotations

from functools import cache
from typing import Any

from counterclaim.knowledge import lexicons
from counterclaim.reading.document import Sentence
from counterclaim.reading.events.grammar import is_cleft, kids, listed, shares_with, verbs
from counterclaim.reading.events.patterns import classes
from counterclaim.records import Status

_FOR_STANCE: dict[str, Status] = {
    "demands": "wanted",
    "appeals": "wanted",
    "offers": "wanted",
    "promises": "planned",
    "threatens": "planned",
    "denies": "denied",
}
_TOLD_BY: tuple[tuple[str, Status], ...] = (("wanting", "wanted"), ("planning", "planned"), ("going_on", "ongoing"))
_MARKS = ("aux", "advmod", "xcomp", "mark", "amod")
_BORDERS = ("advcl", "ccomp", "acl:relcl", "parataxis", "root")


@cache
def words(name: str) -> frozenset[str]:
    """A word list of events.yaml's `status` section."""
    listed: Any = lexicons.load("events")["status"][name]
    return frozenset(listed)


def status(sentence: Sentence, i: int, first: int, last: int, stance: str | None) -> tuple[Status, str]:
    """The status of what word `i` names, within the words `[first, last)`, and what says so."""
    clause = clause_of(sentence, i)
    denied = _denied(sentence, i, clause, first, last)
    if denied:
        return "denied", denied
    if stance == "denies":
        return "denied", "the content of a denial"
    condition = _condition(sentence, first, last)
    if condition is not None and (
        stance in _FOR_STANCE or _has(sentence, clause, "modals") or _inside(sentence, i, condition)
    ):
        return "conditional", sentence.tokens[condition].lower
    if stance == "offers" and _has(sentence, clause, "planning"):
        return "planned", "an offer of one's own"
    if _is_imperative(sentence, clause[-1], first):
        return "wanted", "an order"
    if _is_any_future(sentence, i):
        return "conditional", "whatever of it may come"
    if stance in _FOR_STANCE:
        return _FOR_STANCE[stance], f"the content of what someone {stance}"
    if any(_is_cancelled(sentence, at) for at in clause if at != i):
        return "denied", "called off"
    for name, kind in _TOLD_BY:
        at = _has(sentence, clause, name)
        if at:
            return kind, at
    if any(_goes_on(sentence, at) for at in clause):
        return "ongoing", "goes on"
    if _is_awaited(sentence, i):
        return "planned", "to come, by what is said of it"
    if _progressive(sentence, i):
        return "ongoing", "the progressive"
    return "happened", "said as a fact"


def _is_awaited(sentence: Sentence, i: int) -> bool:
    """Do the words behind a noun say that it is to come: a truce DUE to begin, that WAS TO begin, talks SET for May?"""
    if sentence.tokens[i].upos == "VERB" and _is_to_be(sentence, i):
        return True
    for k in kids(sentence, i, "acl", "amod"):
        following = sentence.tokens[k + 1].lower if k + 1 < len(sentence.tokens) else ""
        if (
            k > i
            and sentence.tokens[k].lower in words("awaiting")
            and following in ("for", "to", "on", "in", "at", "next")
        ):
            return True
        if sentence.tokens[k].dep == "acl:relcl" and _is_to_be(sentence, k):
            return True
    return False


def _is_to_be(sentence: Sentence, i: int) -> bool:
    """ "Troops ARE TO deploy": is a form of "be" with "to" before the verb?"""
    if i < 2 or sentence.tokens[i - 1].lower != "to":
        return False
    return any(sentence.tokens[c].lower in listed("being") for c in sentence.children[i] if c < i - 1)


def clause_of(sentence: Sentence, i: int) -> list[int]:
    """Word `i` and the words that govern it, up to the head of its clause."""
    chain = [i]
    while (
        sentence.tokens[chain[-1]].head >= 0
        and (not sentence.tokens[chain[-1]].dep.startswith(_BORDERS) or _has_deadline(sentence, chain[-1]))
        and not _stands_alone(sentence, chain[-1])
    ):
        chain.append(shares_with(sentence, chain[-1]))
        if len(chain) > 12:
            break
    return chain


def _stands_alone(sentence: Sentence, i: int) -> bool:
    """Is it a joined clause with a subject of its own: nine remain missing, and 140 STALLS WERE BURNED?"""
    return sentence.tokens[i].dep == "conj" and any(True for _ in kids(sentence, i, "nsubj"))


def _has_deadline(sentence: Sentence, i: int) -> bool:
    """Is it what someone is given a time to do: gave the rebels a day TO LEAVE?"""
    given = sentence.tokens[sentence.tokens[i].head].lower in words("deadline")
    return given and any(sentence.tokens[k].lower == "to" for k in kids(sentence, i, "mark"))


def _denied(sentence: Sentence, i: int, clause: list[int], first: int, last: int) -> str:
    """The word within `[first, last)` that denies word `i`: beside it or what governs it, or calling it untrue."""
    if sentence.words.isdisjoint(_denying()):
        return ""
    for at in clause:
        if at != i and not first <= at < last:
            break
        if at != i and sentence.tokens[at].lower in words("failing"):
            return sentence.tokens[at].text
        if at != i and sentence.tokens[at].lower in words("speaking"):
            break
        if at != i and _is_actor_of(sentence, i, at):
            break
        beside = [k for k in sentence.children[at] if first <= k < last]
        found = next((k for k in beside if _negates(sentence, k) and not _unlike(sentence, k, at, i)), None)
        if found is None and _negates(sentence, at):
            found = at
        if found is None and not _is_setting(sentence, clause, at):
            found = next((n for k in beside if k not in clause for n in _no_one(sentence, k, i)), None)
        if found is not None:
            return sentence.tokens[found].text
    return _not_by(sentence, i) or _disowned(sentence, i, last)


@cache
def _denying() -> frozenset[str]:
    """Words without one of which nothing is denied."""
    return words("negations") | words("failing") | words("denials") | words("untruths") | {"nothing"}


def _not_by(sentence: Sentence, i: int) -> str:
    """What denies that somebody did it who is set before it: it was NOT the enemy who did it."""
    token = sentence.tokens[i]
    if not token.dep.startswith("acl") or token.head < 0 or not is_cleft(sentence, token.head):
        return ""
    return next((sentence.tokens[k].text for k in sentence.children[token.head] if _negates(sentence, k)), "")


def negated(sentence: Sentence, i: int) -> bool:
    """Does the noun phrase at word `i` name no one: nobody, no side, none of them?"""
    return _negates(sentence, i) or any(_negates(sentence, k) for k in kids(sentence, i, "det"))


def _is_actor_of(sentence: Sentence, i: int, verb: int) -> bool:
    """Is it only the verb's own doing that is denied: the blast did not hurt anyone, the war has not been won?"""
    token = sentence.tokens[i]
    if not token.dep.startswith("nsubj") or token.head != verb or sentence.tokens[verb].upos != "VERB":
        return False
    performed = words("occurring") if token.dep == "nsubj" else words("performing") | verbs("light")
    return sentence.tokens[verb].lower not in performed


def _negates(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].lower in words("negations")


def _no_one(sentence: Sentence, k: int, i: int) -> list[int]:
    """The negation of a subject or object beside the event: NO fire was directed. Of two subjects each has its own."""
    dep = sentence.tokens[k].dep
    rival = dep.startswith("nsubj") and sentence.tokens[i].dep.startswith("nsubj")
    if rival or not dep.startswith(("nsubj", "obj", "cc")):
        return []
    return [n for n in sentence.children[k] if n < k and _negates(sentence, n)]


def _is_setting(sentence: Sentence, clause: list[int], at: int) -> bool:
    """Does the event only say when or in what it was that something was not: no figure was given AFTER THE ATTACK?"""
    place = clause.index(at)
    below = sentence.tokens[clause[place - 1]] if place else None
    return below is not None and below.dep.startswith("obl") and sentence.tokens[at].lower not in verbs("light")


def _is_cancelled(sentence: Sentence, at: int) -> bool:
    word = sentence.tokens[at].lower
    called = word in ("call", "calls", "called", "calling")
    off = called and any(sentence.tokens[k].lower == "off" for k in sentence.children[at])
    return off or word in words("cancelling")


def _goes_on(sentence: Sentence, at: int) -> bool:
    going = sentence.tokens[at].lower in words("going")
    return going and any(sentence.tokens[k].lower == "on" for k in kids(sentence, at, "compound:prt"))


def _unlike(sentence: Sentence, negation: int, at: int, i: int) -> bool:
    """Is it another's negation: "not only", one of a clause left out or coordinated before the event's own?"""
    following = sentence.tokens[negation + 1].lower if negation + 1 < len(sentence.tokens) else ""
    own = at == i or sentence.tokens[i].head < 0 or not sentence.tokens[i].dep.startswith("conj")
    elided = following in words("modals")
    return following in ("only", "least", "just") or elided or not own or _is_second_subject(sentence, negation, at)


def _is_second_subject(sentence: Sentence, negation: int, at: int) -> bool:
    """Is it the subject of a clause whose verb is left out: three were hit, NONE OF THEM SERIOUSLY?"""
    behind = negation > at and sentence.tokens[negation].dep.startswith("nsubj")
    return behind and any(k < at for k in kids(sentence, at, "nsubj"))


def _disowned(sentence: Sentence, i: int, last: int) -> str:
    """A word that calls the event untrue: a verb of denial that governs it, "is pure invention"."""
    at = i
    while not _stands_apart(sentence, at):
        said = sentence.tokens[at].dep.startswith("ccomp")
        at = sentence.tokens[at].head
        if sentence.tokens[at].lower in words("denials"):
            return sentence.tokens[at].text
        if said:
            break
    for token in sentence.tokens[i + 1 : last]:
        following = [t.lower for t in sentence.tokens[token.i : token.i + 4]]
        if following == ["nothing", "to", "do", "with"] or (
            token.lower in words("untruths") and any(kids(sentence, token.i, "cop"))
        ):
            return token.text
    return ""


def _stands_apart(sentence: Sentence, i: int) -> bool:
    """Does what governs word `i` say nothing of it: a root, a conjunct, a clause of time, cause or description?"""
    dep = sentence.tokens[i].dep
    if sentence.tokens[i].head < 0 or dep.startswith(("parataxis", "acl:relcl", "nsubj")):
        return True
    if dep == "conj":
        return sentence.tokens[sentence.tokens[i].head].lower in words("denials")
    return dep.startswith("advcl") and any(True for _ in kids(sentence, i, "mark", "advmod"))


def _is_imperative(sentence: Sentence, i: int, first: int) -> bool:
    """ "LAY DOWN your arms": a bare verb that opens what is said, and nobody its subject."""
    token = sentence.tokens[i]
    if token.upos != "VERB" or token.lower not in words("imperatives"):
        return False
    opens = all(t.upos in ("PUNCT", "INTJ") or t.lower == "please" for t in sentence.tokens[first:i])
    return opens and not kids(sentence, i, "nsubj", "aux", "cop")


def _is_any_future(sentence: Sentence, i: int) -> bool:
    """ "ANY ATTACK WILL be answered": what is said of every one there may be."""
    token = sentence.tokens[i]
    if token.head < 0 or not token.dep.startswith("nsubj"):
        return False
    whatever = any(sentence.tokens[k].lower in ("any", "every", "whatever") for k in kids(sentence, i, "det"))
    return whatever and _future(sentence, token.head)


def _condition(sentence: Sentence, first: int, last: int) -> int | None:
    """The word that makes a condition: "if", "on condition that", "SHOULD they persist"."""
    opening = sentence.tokens[first]
    if opening.lower in words("inverted") and opening.upos == "AUX" and opening.dep == "aux":
        return first
    if sentence.words.isdisjoint(words("conditions")) and "condition" not in sentence.words:
        return None
    for token in sentence.tokens[first:last]:
        following = sentence.tokens[token.i + 1].lower if token.i + 1 < last else ""
        marks = token.dep == "mark" or token.lower not in words("conditions_as_marks")
        if (token.lower in words("conditions") and marks) or (token.lower == "condition" and following == "that"):
            return token.i
    return None


def _inside(sentence: Sentence, i: int, condition: int) -> bool:
    """Is the event in the clause that the conjunction opens, or does that clause hang on it?"""
    head = sentence.tokens[condition].head
    at = i
    while at >= 0:
        if at == head:
            return True
        at = sentence.tokens[at].head
    return (
        sentence.tokens[head].head in clause_of(sentence, i)
        and sentence.tokens[i].upos == "VERB"
        and _future(sentence, i)
    )


def _future(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[k].lower in words("modals") for k in kids(sentence, i, "aux"))


def _has(sentence: Sentence, clause: list[int], name: str) -> str:
    """The word of the list `name` that governs the event or marks what governs it, "" where there is none."""
    wanted = words(name)
    if sentence.words.isdisjoint(wanted):
        return ""
    below = None
    for at in clause:
        if sentence.tokens[at].lower in wanted and _wants(sentence, at, below):
            return sentence.tokens[at].text
        marks = (k for k in kids(sentence, at, *_MARKS) if k != below)
        found = next((k for k in marks if sentence.tokens[k].lower in wanted and _is_to_come(sentence, k)), None)
        if found is not None:
            return sentence.tokens[found].text
        below = at
    return ""


def _is_to_come(sentence: Sentence, i: int) -> bool:
    """Is it said of what will be: likely TO strike, not likely fired by; must GO, not must HAVE gone?"""
    following = sentence.tokens[i + 1].lower if i + 1 < len(sentence.tokens) else ""
    if sentence.tokens[i].lower in words("guessing") and following == "have":
        return False
    return sentence.tokens[i].lower not in words("with_to") or following == "to"


def _wants(sentence: Sentence, at: int, below: int | None) -> bool:
    """Does the verb want what stands below it: called FOR talks, not called it talks; told X TO leave?"""
    word = sentence.tokens[at].lower
    if not _is_to_come(sentence, at):
        return False
    if word in words("deadline"):
        timed = any(sentence.tokens[k].lower in classes()["TIME"] for k in kids(sentence, at, "obj", "obl"))
        return timed and below is not None and sentence.tokens[below].upos == "VERB"
    if word.startswith("call"):
        return any(t.lower in ("for", "on", "upon", "up") for t in sentence.tokens[at + 1 : at + 3])
    if word in words("of_a_verb"):
        return below is not None and sentence.tokens[below].dep.startswith(("xcomp", "advcl", "ccomp", "obj"))
    return True


def _progressive(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].lower.endswith("ing") and any(
        sentence.tokens[k].lower in ("is", "are", "'s", "’s", "'re", "’re", "am")
        for k in kids(sentence, i, "aux", "cop")
    )
