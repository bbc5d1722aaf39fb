"""Who may stand in a role: parties, forces, people, places and deeds told apart."""

from __future__ import annotations

from functools import cache

from counterclaim.reading.document import Sentence
from counterclaim.reading.events.grammar import case_of, doers, is_name, is_party, is_place, kids, listed
from counterclaim.reading.events.model import Candidate
from counterclaim.reading.events.patterns import Hit, classes_by_word

_THINGS = ("FORCES", "PLACE", "SITE", "TIME", "ORDNANCE", "MACHINE", "VEHICLE", "GOODS", "MATTERS")
_THEM = frozenset(("them", "whom", "us"))
SHORTEST = 2
"""Letters of an acronym that may be a country's; a longer one before a base or convoy is a body's."""
_NO_TARGET = ("PLACE", "SITE", "TIME", "ORDNANCE", "MACHINE")


def of_class(sentence: Sentence, i: int, *names: str) -> bool:
    """Is word `i` in one of the lexicon's classes?"""
    found = classes_by_word().get(sentence.tokens[i].lower)
    return found is not None and not found.isdisjoint(names)


def is_human(sentence: Sentence, i: int) -> bool:
    """Does word `i` name people: by its class, by a plural's ending, as "the wounded", as so many of them?"""
    token = sentence.tokens[i]
    if token.upos == "NUM" and any(sentence.tokens[k].lower in _THEM for k in kids(sentence, i, "nmod")):
        return True
    ending = token.upos == "NOUN" and token.lower.endswith(_people_endings())
    return (
        of_class(sentence, i, "PEOPLE")
        or (ending and not of_class(sentence, i, *_THINGS))
        or (token.lower == "another" and token.dep == "obj")
        or is_struck(sentence, i)
    )


@cache
def _people_endings() -> tuple[str, ...]:
    return tuple(listed("people_endings"))


def are_armed(sentence: Sentence, i: int) -> bool:
    """Are they men who come armed or masked: MASKED MEN, men IN UNIFORM?"""
    if not of_class(sentence, i, "PEOPLE"):
        return False
    beside = (*kids(sentence, i, "amod", "acl"), *kids(sentence, i, "nmod"))
    return any(sentence.tokens[k].lower in listed("arming") for k in beside)


def is_struck(sentence: Sentence, i: int) -> bool:
    """Does a participle stand for people: let THE WOUNDED leave, aimed at THE DISPLACED?"""
    token = sentence.tokens[i]
    if token.lower not in listed("struck") or token.dep in ("amod", "compound", "root", "conj"):
        return False
    return any(sentence.tokens[k].lower in ("the", "these", "our", "their", "its") for k in kids(sentence, i, "det"))


def are_men(sentence: Sentence, i: int) -> bool:
    """Does word `i` name people or a force, by no name of their own?"""
    return is_human(sentence, i) or of_class(sentence, i, "FORCES", "SIDES")


def is_someone(sentence: Sentence, i: int) -> bool:
    """Is word `i` a name, a pronoun, a force or people?"""
    token = sentence.tokens[i]
    pronoun = token.upos == "PRON" and not token.lower.endswith("thing")
    return is_name(sentence, i) or pronoun or of_class(sentence, i, "FORCES", "PEOPLE")


def may_suffer(sentence: Sentence, i: int, event: Candidate) -> bool:
    """Can word `i` be a target: someone, not a place, a day, a weapon, a deed or the event's own words?"""
    people = are_people(sentence, i)
    suffers = people or (event.type in listed("suffered_by_people") and case_of(sentence, i) not in ("at", "on"))
    return suffers and not (
        (of_class(sentence, i, *_NO_TARGET) and not of_class(sentence, i, "FORCES"))
        or is_place(sentence, i)
        or sentence.tokens[i].lower in listed("deeds")
        or (sentence.tokens[i].upos in ("VERB", "SYM") and not is_struck(sentence, i))
        or i == event.head
        or (event.first <= i < event.last and not people)
        or _in(i, event.means)
    )


def are_people(sentence: Sentence, i: int) -> bool:
    """Does word `i` name people or a party, by its class, its ending or the name that stands with it?"""
    token = sentence.tokens[i]
    named = any(
        sentence.tokens[k].text[:1].isupper() for k in kids(sentence, i, "amod", "compound", "nmod:poss", "flat")
    )
    return (
        named
        or is_someone(sentence, i)
        or of_class(sentence, i, "PARTIES")
        or token.upos == "NUM"
        or is_human(sentence, i)
    )


def wielders(sentence: Sentence, i: int, means: tuple[Hit, ...]) -> list[int]:
    """Who stands behind word `i`: itself; for a weapon the party that owns or fires it; for a deed no one."""
    if of_class(sentence, i, "TIME", "SITE"):
        return []
    if sentence.tokens[i].lower in listed("parts"):
        counted = [k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of"]
        found = [who for k in counted for who in wielders(sentence, k, means)]
        owned = any(who not in counted for who in found) or sentence.tokens[i].upos == "NUM"
        owned = owned or any(of_class(sentence, who, "FORCES") for who in found)
        return found if owned else [i]
    if of_class(sentence, i, "FORCES") and (both := _both(sentence, i)):
        return both
    if is_human(sentence, i) and (own := _possessors(sentence, i)):
        return own
    if of_class(sentence, i, "FORCES", "PEOPLE") and (body := body_of(sentence, i)):
        return body
    if of_class(sentence, i, "FORCES") or not (
        _in(i, means) or of_class(sentence, i, "MACHINE", "ORDNANCE", "VEHICLE")
    ):
        return [] if sentence.tokens[i].lower in listed("deeds") else [i]
    modifiers = [*kids(sentence, i, "nmod:poss", "amod", "compound"), *_beside(sentence, i)]
    owners = [k for k in modifiers if not _in(k, means) and any(is_party(sentence, m) for m in sentence.subtree(k))]
    owners = [k for k in owners if sentence.tokens[k].dep == "nmod:poss"] or owners
    fired_by = [who for k in kids(sentence, i, "acl") for who in doers(sentence, k, nominal=False) if who != i]
    of = [
        k for k in kids(sentence, i, "nmod") if case_of(sentence, k) in ("of", "by", "from") and is_party(sentence, k)
    ]
    return owners or fired_by or of or _taken_for(sentence, i)


def _both(sentence: Sentence, i: int) -> list[int]:
    """The parties whose forces word `i` names together: ARMY and FRONT units, TARNIAN and ORVESSIAN troops."""
    for k in kids(sentence, i, "compound", "amod"):
        joined = [k, *kids(sentence, k, "conj")]
        if len(joined) > 1 and all(is_name(sentence, j) for j in joined):
            return joined
    return []


def _taken_for(sentence: Sentence, i: int) -> list[int]:
    """Whose a weapon is thought to be: warplanes BELIEVED TO BE Tarnian."""
    thought = (k for k in kids(sentence, i, "acl") if sentence.tokens[k].lower in listed("thought"))
    told = [whose for k in thought for whose in kids(sentence, k, "xcomp")]
    told += [k for verb in told for k in kids(sentence, verb, "obl") if case_of(sentence, k) == "to"]
    return [whose for whose in told if is_party(sentence, whose)]


def _beside(sentence: Sentence, i: int) -> list[int]:
    """The noun right before a weapon that a tree makes a second object: blamed AN ARMY Antonov."""
    before, token = sentence.tokens[i - 1], sentence.tokens[i]
    double = i > 0 and before.upos in ("NOUN", "PROPN") and (before.head, before.dep) == (token.head, token.dep)
    return [before.i] if double and token.head >= 0 else []


def counted(sentence: Sentence, i: int) -> int:
    """Whom a bare number counts: 19 of THE WOUNDED, several dozen of THEM; else the word itself."""
    if sentence.tokens[i].upos != "NUM":
        return i
    of = (k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of")
    return next((k for k in of if sentence.tokens[k].upos in ("PRON", "NOUN", "PROPN", "ADJ", "VERB")), i)


def body_of(sentence: Sentence, i: int) -> list[int]:
    """The named body whose men they are: gunmen OF THE FRONT; none of one man, or of who has left it."""
    word = sentence.tokens[i].lower
    if word in listed("leavers") or not word.endswith(("s", "men", "people", "staff", "militia")):
        return []
    of = (k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of")
    return [k for k in of if sentence.tokens[k].upos == "PROPN" and not is_place(sentence, k)]


def crowd_of(sentence: Sentence, i: int) -> int:
    """The people that a word for many of them is of: columns OF SOLDIERS; else word `i` itself."""
    if sentence.tokens[i].lower not in listed("bands"):
        return i
    of = (k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of" and are_men(sentence, k))
    return next(of, i)


def _possessors(sentence: Sentence, i: int) -> list[int]:
    """Whose people they are, where a pronoun says it: ITS pilots."""
    owners = kids(sentence, i, "nmod:poss")
    return [k for k in owners if sentence.tokens[k].lower in ("its", "their", "our", "whose")]


def owners(sentence: Sentence, i: int) -> list[int]:
    """The party whose place or thing word `i` is: a command post OF THE MOVEMENT, a POLICE post, TARNIAN lines."""
    of = [k for k in kids(sentence, i, "nmod") if case_of(sentence, k) in ("of", "belonging")]
    beside = kids(sentence, i, "nmod:poss", "amod", "compound")
    lived_in = sentence.tokens[i].lower in listed("homes") and not any(
        sentence.tokens[k].lower in listed("drilling") for k in kids(sentence, i, "amod", "compound")
    )
    fought_from = of_class(sentence, i, "ARMED_THING") and not lived_in
    named = [k for k in of if fought_from and sentence.tokens[k].upos == "PROPN"]
    return list(dict.fromkeys((*(k for k in (*beside, *of) if _is_owner(sentence, k)), *named)))


def _is_owner(sentence: Sentence, i: int) -> bool:
    adjective = sentence.tokens[i].upos == "ADJ" and any(
        n.label == "NORP" and n.first <= i < n.last for n in sentence.names
    )
    letters = sentence.tokens[i].text.isupper() and len(sentence.tokens[i].text) > SHORTEST
    named = is_name(sentence, i) and (letters or not is_place(sentence, i)) and sentence.tokens[i].upos != "ADJ"
    many = is_human(sentence, i) and sentence.tokens[i].lower.endswith(("s", "men"))
    return adjective or named or many or of_class(sentence, i, "FORCES", "SIDES")


def _in(i: int, hits: tuple[Hit, ...]) -> bool:
    return any(hit.first <= i < hit.last for hit in hits)


def some_of(sentence: Sentence, i: int) -> list[int]:
    """The second OF TWO MISSILES, none OF OUR AIRCRAFT."""
    if sentence.tokens[i].lower not in listed("parts"):
        return []
    return [k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of"]
