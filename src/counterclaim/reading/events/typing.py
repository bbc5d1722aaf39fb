"""What a hit of the lexicon is an event of: by its words, its means, what moves or is taken, or by the report."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.inflection import verb_index
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events import taking
from counterclaim.reading.events.grammar import (
    case_of,
    doers,
    has,
    is_party,
    is_passive,
    is_place,
    is_undergone,
    kids,
    listed,
    patients,
    subject,
    verbs,
)
from counterclaim.reading.events.model import Candidate, Context, Reading
from counterclaim.reading.events.patterns import Hit, Index, classes, compile_pattern, find, indexed, is_lemma
from counterclaim.reading.events.roles import are_people, is_human, is_someone, of_class, some_of
from counterclaim.reading.events.weapons import ATTACKS, attack_with, dominant_attack, nearest, weapons
from counterclaim.records import EventType

_ARMED = ATTACKS | {"killing", "casualties", "other", "clash", "offensive", "destruction"}


_FROM_AFAR = frozenset(("air_strike", "drone_strike", "shelling"))
_COMPATIBLE = {"offensive": ATTACKS - {"shooting"}, "shooting": frozenset(("shelling",)), "air_strike": _FROM_AFAR}
"""What the report may make of an attack, of fire or of a strike that names no means."""
_CARRIERS = frozenset(("air_strike", "drone_strike"))
"""Attacks of what flies and fires munitions, so that it tells their type."""


def candidate(document: Document, sentence: Sentence, hit: Hit, arms: list[Hit]) -> Candidate | None:
    """The event that the hit names, typed; null where it names none."""
    governor = sentence.tokens[hit.head].head
    if governor >= 0 and sentence.tokens[governor].lower in listed("accompanying"):
        return None
    if not _in_company(sentence, hit) or _is_of_work(sentence, hit) or _describes_a_force(sentence, hit):
        return None
    means = nearest(sentence, hit, arms)
    reading = _READERS[hit.pattern.section](Context(document, sentence, means), hit)
    if reading is None:
        return None
    words = " ".join(t.text for t in sentence.tokens[hit.first : hit.last])
    return Candidate(
        type=cast(EventType, reading.type),
        first=hit.first,
        last=hit.last,
        head=hit.head,
        nominal=hit.pattern.kind == "noun" or is_noun(sentence, hit.head),
        section=hit.pattern.section,
        means=tuple(means) if reading.type in _ARMED else (),
        agents=reading.agents,
        reason=f"{words!r} is {reading.type}: {reading.why}",
    )


def _describes_a_force(sentence: Sentence, hit: Hit) -> bool:
    """Is it only what a force is called: the OCCUPYING army, the ATTACKING side?"""
    token = sentence.tokens[hit.head]
    called = token.dep == "amod" and token.lower.endswith("ing") and hit.last - hit.first == 1
    return called and of_class(sentence, token.head, "FORCES", "SIDES")


def disowned(document: Document, sentence: Sentence, first: int, last: int) -> list[Candidate]:
    """What a denial names and the lexicon does not: its main verb; that someone's people were somewhere.

    To have fired or launched "it" is what the report is about.
    """
    heads = [t for t in sentence.tokens[first:last] if not first <= t.head < last]
    for token in heads:
        who = next((k for k in kids(sentence, token.i, "nsubj") if of_class(sentence, k, "FORCES", "PEOPLE")), None)
        if token.lower == "presence" and any(kids(sentence, token.i, "nmod")):
            return [_bare(token.i, "deployment", "that someone is there")]
        there = token.lower in listed("presence") or case_of(sentence, token.i) in ("in", "at", "inside", "near")
        if who is not None and there and any(kids(sentence, token.i, "cop")):
            return [_bare(token.i, "deployment", "that someone was there")]
        if token.upos == "VERB" and token.lower not in listed("being") and last - first > 1:
            known = dominant_attack(document.text) if token.lower in listed("weak") else None
            return [_bare(token.i, cast(EventType, known or "other"), "what is denied, and no name for it")]
    return []


def _bare(i: int, kind: EventType, why: str) -> Candidate:
    return Candidate(type=kind, first=i, last=i + 1, head=i, nominal=False, section="fixed", reason=why)


def is_question(sentence: Sentence, at: int) -> bool:
    """Does the stretch that ends at word `at` end in a question mark?"""
    return any(t.text == "?" for t in sentence.tokens[at : at + 2])


def figures_of_speech(sentence: Sentence) -> frozenset[int]:
    """The words that stand in a figure of speech: "a salvo of condemnations"."""
    hits = find(_figurative(), sentence, 0, len(sentence.tokens))
    return frozenset(i for hit in hits for i in range(hit.first, hit.last))


@cache
def _figurative() -> Index:
    rows = lexicons.load("relevance")["figurative"]
    return indexed(compile_pattern(row, "figurative", row, "verb", classes()) for row in rows)


def is_noun(sentence: Sentence, i: int) -> bool:
    """Is word `i` a noun, participles mistaken for one left out?"""
    return sentence.tokens[i].upos in ("NOUN", "PROPN") and not sentence.tokens[i].lower.endswith("ed")


def _fixed(c: Context, hit: Hit) -> Reading | None:
    """The words say it; a blast or gunfire is what made it."""
    label = hit.pattern.label
    marching = label == "protest" and hit.pattern.kind == "verb"
    if marching and any(of_class(c.sentence, k, "FORCES") for k in doers(c.sentence, hit.head, nominal=False)):
        return Reading("offensive", "a force marches")
    if label == "offensive" and is_lemma(hit, "march on") and _are_unarmed(c.sentence, hit):
        return Reading("protest", "people march")
    own = next((m for m in c.means if label == "offensive" and _hunts(c.sentence, hit, m)), None)
    if own is not None:
        return Reading(attack_with(own), f"with {own.pattern.label}")
    made = [m for m in c.means if label == "shooting" or attack_with(m) != "shooting"]
    if label in ("explosion", "bombing", "shooting") and made:
        return _with(c._replace(means=made), hit)
    if label == "clash" and not classes()["CROWD"].isdisjoint(c.sentence.words) and _is_of_crowd(c.sentence, hit):
        return Reading("riot", "a crowd fights")
    if label == "offensive" and any(
        of_class(c.sentence, k, "CROWD") for k in doers(c.sentence, hit.head, nominal=False)
    ):
        return Reading("riot", "a crowd attacks")
    if (_modifies_next(c.sentence, hit) and label not in ATTACKS) or _recalls(c.sentence, hit):
        return None
    if _is_code_name(c.sentence, hit) or _is_side(c.sentence, hit):
        return None
    if label == "withdrawal" and _are_dragged(c.sentence, hit):
        return None
    if label == "deployment" and any(is_undergone(c.sentence, k) for k in kids(c.sentence, hit.head, "obl")):
        return None
    return Reading(label, "its words")


def _is_of_crowd(sentence: Sentence, hit: Hit) -> bool:
    """Is a crowd on one side of it, as its clause has it: clashes with protesters, not "were ambushed; a mob came"?"""
    top = hit.head
    while sentence.tokens[top].head >= 0 and sentence.tokens[top].dep not in (
        "conj",
        "parataxis",
        "advcl",
        "acl:relcl",
    ):
        top = sentence.tokens[top].head
    own = sentence.subtree(top)
    apart = [
        k
        for k in sentence.children[top]
        if sentence.tokens[k].dep in ("parataxis", "conj") and has_subject(sentence, k)
    ]
    others = {i for k in apart for i in sentence.subtree(k)}
    return any(of_class(sentence, i, "CROWD") for i in own if i not in others)


def has_subject(sentence: Sentence, i: int) -> bool:
    return any(True for _ in kids(sentence, i, "nsubj"))


def _is_side(sentence: Sentence, hit: Hit) -> bool:
    """Is "the aggression" who does it: the planes OF THE AGGRESSION, AGGRESSION warplanes?"""
    token = sentence.tokens[hit.head]
    if token.lower != "aggression" or token.head < 0:
        return False
    owning = token.dep.split(":")[0] in ("nmod", "compound") and case_of(sentence, hit.head) in ("of", "")
    return owning and of_class(sentence, token.head, "FORCES", "MACHINE", "ORDNANCE", "SIDES")


def _are_dragged(sentence: Sentence, hit: Hit) -> bool:
    """ "The driver was PULLED OUT of the car": people without arms withdraw from nowhere."""
    pulled = sentence.tokens[hit.head].lower == "pulled" and is_passive(sentence, hit.head)
    hit_by = patients(sentence, hit.head, nominal=False)
    return pulled and not any(of_class(sentence, k, "FORCES", "MACHINE", "SIDES", "PARTIES") for k in hit_by)


def _are_unarmed(sentence: Sentence, hit: Hit) -> bool:
    """Is it done by people of whom nothing says that they fight?"""
    who = doers(sentence, hit.head, nominal=False)
    return bool(who) and all(is_human(sentence, k) and not of_class(sentence, k, "FORCES", "SIDES") for k in who)


def _with(c: Context, hit: Hit, weapon: Hit | None = None) -> Reading:
    """The attack that the weapon makes, else the nearest; what is fired by a drone or a plane is its strike."""
    carrier = next((m for m in c.means if attack_with(m) in _CARRIERS and _fires(c.sentence, hit, m)), None)
    told = carrier or weapon or c.means[0]
    return Reading(attack_with(told), f"with {told.pattern.label}")


def _fires(sentence: Sentence, hit: Hit, carrier: Hit) -> bool:
    """Does the carrier do what the hit names, or comes what is fired from it?"""
    from_it = case_of(sentence, carrier.head) in ("from", "by")
    if carrier.last == hit.first and sentence.tokens[carrier.head].dep in ("compound", "nsubj"):
        return True
    return _hunts(sentence, hit, carrier) or (from_it and sentence.tokens[carrier.head].head == hit.head)


def _hunts(sentence: Sentence, hit: Hit, weapon: Hit) -> bool:
    """Is a weapon the subject of what is done: DRONES hunted down the column, AIRCRAFT carried out raids?"""
    return weapon.head in doers(sentence, hit.head, nominal=hit.pattern.kind == "noun")


def _is_code_name(sentence: Sentence, hit: Hit) -> bool:
    """An Operation with a name of its own, nobody said to have launched it."""
    following = sentence.tokens[hit.last : hit.last + 1]
    named = hit.width == 1 and sentence.tokens[hit.head].text == "Operation"
    return named and any(t.upos == "PROPN" for t in following)


def _in_company(sentence: Sentence, hit: Hit) -> bool:
    """Do the words stand with the subject and object that they need to name an event? See `company` in events.yaml."""
    needs = _company().get(sentence.tokens[hit.head].lower)
    if hit.pattern.kind != "verb" or hit.width > 1 or not needs:
        return True
    return all(_NEEDS[need](sentence, hit) for need in needs)


def _is_done_by_people(sentence: Sentence, hit: Hit) -> bool:
    doer = subject(sentence, hit.head)
    return doer is None or are_people(sentence, doer)


def _is_done_by_building(sentence: Sentence, hit: Hit) -> bool:
    doer = subject(sentence, hit.head)
    return doer is not None and of_class(sentence, doer, "SITE", "PLACE")


def _has_no_object(sentence: Sentence, hit: Hit) -> bool:
    return not has(sentence, hit.head, "obj")


def _has_object(sentence: Sentence, hit: Hit) -> bool:
    """Where the hit alone does not say what happened."""
    return hit.pattern.section != "open" or has(sentence, hit.head, "obj") or is_passive(sentence, hit.head)


def _is_done_to_people(sentence: Sentence, hit: Hit) -> bool:
    return any(are_people(sentence, k) for k in kids(sentence, hit.head, "obj"))


def _is_done_to_things(sentence: Sentence, hit: Hit) -> bool:
    return not _is_done_to_people(sentence, hit) and not _is_dismissed(sentence, hit.head)


def _is_done_to_place(sentence: Sentence, hit: Hit) -> bool:
    undergoing = patients(sentence, hit.head, nominal=False)
    return any(of_class(sentence, k, "PLACE", "SITE") or is_place(sentence, k) for k in undergoing)


def _is_done_with_weapon(sentence: Sentence, hit: Hit) -> bool:
    objects = kids(sentence, hit.head, "obj")
    named = [*objects, *(m for k in objects for m in kids(sentence, k, "compound", "nmod"))]
    if not named or any(of_class(sentence, k, "ORDNANCE", "MACHINE") for k in named):
        return True
    return any(m.head in named for m in weapons(sentence, 0, len(sentence.tokens)))


def _concerns_people(sentence: Sentence, hit: Hit) -> bool:
    doer = subject(sentence, hit.head)
    return _is_done_to_people(sentence, hit) or (doer is not None and of_class(sentence, doer, "PEOPLE"))


def _are_engaged(sentence: Sentence, hit: Hit) -> bool:
    """Is it said of forces, and not what they are engaged IN? Other words for it need none."""
    if hit.pattern.section != "fixed":
        return True
    doer = subject(sentence, hit.head)
    who = [*([] if doer is None else [doer]), *patients(sentence, hit.head, nominal=False)]
    forces = any(of_class(sentence, k, "FORCES", "MACHINE") for k in who)
    return forces and not any(case_of(sentence, k) == "in" for k in kids(sentence, hit.head, "obl"))


_NEEDS: dict[str, Callable[[Sentence, Hit], bool]] = {
    "subject: people": _is_done_by_people,
    "subject: a building": _is_done_by_building,
    "object: none": _has_no_object,
    "object: any": _has_object,
    "object: people": _is_done_to_people,
    "object: no people": _is_done_to_things,
    "object: a place": _is_done_to_place,
    "object: a weapon": _is_done_with_weapon,
    "forces": _are_engaged,
    "people": _concerns_people,
}
"""Whether a verb has the company that events.yaml says it needs."""


@cache
def _company() -> dict[str, list[str]]:
    """{form of a verb: what it needs}, of the first lemma that has the form."""
    needs = lexicons.load("events")["company"]
    return {form: needs[lemma] for form, lemma in verb_index(needs).items()}


def _is_dismissed(sentence: Sentence, verb: int) -> bool:
    """ "Three officials were FIRED": nobody is shot."""
    return is_passive(sentence, verb) and any(
        is_human(sentence, k) or sentence.tokens[k].upos == "PRON" for k in patients(sentence, verb, nominal=False)
    )


def _recalls(sentence: Sentence, hit: Hit) -> bool:
    """Is it a war that a discussion is about?"""
    token = sentence.tokens[hit.head]
    if hit.pattern.kind != "noun" or token.head < 0:
        return False
    war = hit.pattern.label in ("clash", "offensive")
    return war and (case_of(sentence, hit.head) == "about" or sentence.tokens[token.head].lower in listed("recalling"))


def _is_of_work(sentence: Sentence, hit: Hit) -> bool:
    """Is it the matter of a film, a lecture, an anniversary, or what is played again?"""
    above = sentence.tokens[hit.head].head
    if hit.pattern.kind != "noun" or above < 0:
        return False
    return sentence.tokens[above].lower in listed("playing") or _is_matter_of_work(sentence, above)


def _is_matter_of_work(sentence: Sentence, governor: int) -> bool:
    """Does a work, or what is said of a work, govern it: a FILM about the siege, the NOVEL is set in the war?"""
    if sentence.tokens[governor].upos == "NOUN":
        return sentence.tokens[governor].lower in listed("works")
    own = list(kids(sentence, governor, "nsubj"))
    return any(sentence.tokens[k].upos == "NOUN" and sentence.tokens[k].lower in listed("works") for k in own)


def _modifies_next(sentence: Sentence, hit: Hit) -> bool:
    """Is it a noun that only modifies the next: a WAR reporter, an AGREEMENT text?"""
    token = sentence.tokens[hit.head]
    if hit.width > 1 or hit.pattern.kind != "noun" or token.dep != "compound" or token.head != hit.head + 1:
        return False
    return sentence.tokens[token.head].upos in ("NOUN", "PROPN")


def _open(c: Context, hit: Hit) -> Reading | None:
    """An attack of the type that its means or the report says."""
    if c.means:
        return _with(c, hit)
    known = dominant_attack(c.document.text)
    word = c.sentence.tokens[hit.head].lower
    weak = hit.width == 1 and word in listed("weak")
    told = known is not None and is_noun(c.sentence, hit.head) and word != "fires"
    if weak and not told and not _fought(c.sentence, hit):
        return None
    if known is not None and known in _COMPATIBLE.get(hit.pattern.label, ATTACKS):
        return Reading(known, "what the report is about")
    return Reading(hit.pattern.label, "no means named")


def _fought(sentence: Sentence, hit: Hit) -> bool:
    """Is there a force, a party, people or a place about the word: who fires, who is hit?"""
    nominal = is_noun(sentence, hit.head)
    token = sentence.tokens[hit.head]
    if nominal and token.dep == "nsubj" and sentence.tokens[token.head].lower in (verbs("harming") | verbs("striking")):
        return True
    involved = [*doers(sentence, hit.head, nominal=nominal), *patients(sentence, hit.head, nominal=nominal)]
    involved += [k for i in involved for k in kids(sentence, i, "nmod")]
    involved += list(kids(sentence, hit.head, "amod", "compound", "nmod:poss")) if nominal else []
    if sentence.tokens[hit.head].lower.startswith("hit") and any(of_class(sentence, k, "CROWD") for k in involved):
        return False
    places = ("PLACE",) if nominal else ("PLACE", "SITE")
    return any(is_party(sentence, k) or of_class(sentence, k, "FORCES", "PEOPLE", *places, "MACHINE") for k in involved)


def _by_means(c: Context, hit: Hit) -> Reading | None:
    """What a weapon does, or what is done with one."""
    own = next((m for m in c.means if _wields(c.sentence, hit, m) and _attacks(c.sentence, hit, m)), None)
    return None if own is None else _with(c, hit, own)


def _attacks(sentence: Sentence, hit: Hit, weapon: Hit) -> bool:
    """Aircraft that land, fly by or drop leaflets attack no one."""
    if weapon.pattern.label != "aircraft":
        return True
    dropped = [k for k in kids(sentence, hit.head, "obj") if sentence.tokens[k].upos == "NOUN"]
    if is_lemma(hit, "drop") and not all(of_class(sentence, k, "ORDNANCE") for k in dropped):
        return False
    return any(is_lemma(hit, verb) for verb in listed("aircraft_verbs"))


def _wields(sentence: Sentence, hit: Hit, weapon: Hit) -> bool:
    """Is the verb said of the weapon: its subject, in passives and `use` its object, the noun a participle modifies?"""
    at, verb = weapon.head, hit.head
    used = hit.pattern.section == "use" or is_passive(sentence, verb)
    roles = patients(sentence, verb, nominal=False) if used else []
    doer = subject(sentence, verb)
    if doer is not None:
        roles += [doer, *some_of(sentence, doer)]
    beside = sentence.tokens[verb].head == at or sentence.tokens[at].head == verb
    return at in roles or (beside and not sentence.tokens[at].dep.startswith("obl"))


def _toll(c: Context, hit: Hit) -> Reading:
    """People killed or hurt: by means, by someone, or no more said."""
    if c.means:
        return _with(c, hit)
    token = c.sentence.tokens[hit.head]
    if token.upos == "VERB" and token.lower.startswith(tuple(listed("deliberate"))):
        doing = doers(c.sentence, hit.head, nominal=False)
        who = [k for k in doing if is_someone(c.sentence, k) or of_class(c.sentence, k, "PARTIES")]
        if who:
            return Reading("killing", f"{c.sentence.tokens[who[0]].text} did it")
    return Reading("casualties", "how is not said")


def _blame(c: Context, hit: Hit) -> Reading | None:
    """A deed laid at someone's door: the report's, unless others of the clause name it; not "was DRIVING behind"."""
    if any(t.lower.endswith("ing") and t.upos == "VERB" for t in c.sentence.tokens[hit.head + 1 : hit.last]):
        return None
    charged = _charged(c.sentence, hit)
    kind = dominant_attack(c.document.text) or "other"
    return Reading(kind, "blame for what the report is about", charged) if charged else None


def _charged(sentence: Sentence, hit: Hit) -> list[int]:
    token = sentence.tokens[hit.head]
    if token.lower in listed("being"):
        governor = token.head if token.head >= 0 and token.dep in ("cop", "aux") else hit.head
        found = subject(sentence, governor)
        return [] if found is None else [found]
    if is_passive(sentence, hit.head):
        return []
    after = [k for k in kids(sentence, hit.head, "obl") if k > hit.head and case_of(sentence, k) in ("on", "at")]
    charged = (token.lower.startswith("blam") and after) or list(kids(sentence, hit.head, "obj"))
    return [
        k for k in charged if are_people(sentence, k) or any(is_party(sentence, m) for m in _modifiers(sentence, k))
    ]


def _modifiers(sentence: Sentence, i: int) -> list[int]:
    """The modifiers of a noun and theirs: Saudi-led coalition."""
    own = list(kids(sentence, i, "amod", "compound", "nmod:poss"))
    return [*own, *(k for o in own for k in sentence.children[o])]


_READERS: dict[str, Callable[[Context, Hit], Reading | None]] = {
    "fixed": _fixed,
    "open": _open,
    "impact": _by_means,
    "use": _by_means,
    "toll": _toll,
    "blame": _blame,
    "custody": taking.custody,
    "movement": taking.movement,
    "taking": taking.taking,
    "falling": taking.falling,
    "planted": taking.planted,
}
