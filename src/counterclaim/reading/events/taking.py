"""What is taken, held, left or falls, who moves where, what is laid: readings by whom or what it is done to."""

from __future__ import annotations

from functools import cache
from typing import Any

from counterclaim.knowledge import lexicons
from counterclaim.reading.document import Sentence
from counterclaim.reading.events.grammar import (
    case_of,
    doers,
    is_party,
    is_passive,
    is_place,
    is_undergone,
    kids,
    listed,
    objects,
    patients,
    subject,
)
from counterclaim.reading.events.model import Context, Reading
from counterclaim.reading.events.patterns import Hit, classes, is_lemma
from counterclaim.reading.events.roles import are_armed, is_human, of_class, some_of
from counterclaim.reading.events.weapons import attack_with


def custody(c: Context, hit: Hit) -> Reading | None:
    """In someone's hands: a place is territory, people are prisoners."""
    last = c.sentence.tokens[hit.last - 1]
    holders = [last.head] if last.lower == "of" and last.head >= 0 else None
    if holders and c.sentence.tokens[last.i - 1].lower == "control" and c.sentence.tokens[last.i - 2].lower == "in":
        return _in_control(c.sentence, last.i - 1, holders[0])
    if last.lower == "hands":
        holders = [k for k in kids(c.sentence, last.i, "amod", "compound", "nmod:poss") if is_party(c.sentence, k)]
        if not holders:
            return None
    at, subjects = last.i, []
    for _ in range(6):
        found = subject(c.sentence, at)
        subjects += [] if found is None else [found]
        at = c.sentence.tokens[at].head
        if at < 0:
            break
    if any(of_class(c.sentence, s, "PLACE") or is_place(c.sentence, s) for s in subjects):
        return Reading("territory_change", "a place is held", holders)
    if any(of_class(c.sentence, s, "PEOPLE", "FORCES") or c.sentence.tokens[s].upos == "NUM" for s in subjects):
        return Reading("detention", "people are held", holders)
    return None


def _in_control(sentence: Sentence, control: int, held: int) -> Reading | None:
    """Somebody is IN CONTROL OF a place."""
    if not (of_class(sentence, held, "PLACE") or is_place(sentence, held)):
        return None
    who = subject(sentence, control)
    return Reading("territory_change", "a place is held", [] if who is None else [who])


def movement(c: Context, hit: Hit) -> Reading | None:
    """Forces that leave withdraw, people that leave are displaced."""
    rows, lemma = _row(hit)
    if any(is_undergone(c.sentence, k) for k in kids(c.sentence, hit.head, "obl")):
        return None
    if lemma == "leave" and any(is_human(c.sentence, k) for k in objects(c.sentence, hit.head)):
        return None
    who = None if is_passive(c.sentence, hit.head) else subject(c.sentence, hit.head)
    if who is None or c.sentence.tokens[who].upos == "PRON" or c.sentence.tokens[who].lower in ("those", "region"):
        return _moved_pronoun(c.sentence, hit, lemma, rows, who)
    bears = lemma in rows["supplies"] and of_class(c.sentence, who, "VEHICLE", "SUPPLIES", "SITE")
    if bears and not classes()["SUPPLIES"].isdisjoint(c.sentence.words):
        return Reading(rows["supplies"][lemma], f"supplies {lemma}")
    moving = [who, *some_of(c.sentence, who)]
    named = (("forces", "FORCES"), ("people", "PEOPLE"), ("people", "VEHICLE"), ("machines", "MACHINE"))
    return _by_class(c.sentence, lemma, rows, moving, *named)


def _moved_pronoun(sentence: Sentence, hit: Hit, lemma: str, rows: dict[str, Any], who: int | None) -> Reading | None:
    """It left the town: a force; they left: people; people after the verb, as translations have it."""
    around = [k for k in sentence.children[hit.head] if sentence.tokens[k].dep.startswith(("obj", "obl", "nsubj"))]
    if lemma in rows["people"] and any(of_class(sentence, k, "PEOPLE") and k > hit.head for k in around):
        return Reading(rows["people"][lemma], f"people {lemma}")
    if who is None or sentence.tokens[who].lower in listed("single_persons"):
        return None
    name = "forces" if sentence.tokens[who].lower == "it" else "people"
    somewhere = any(is_place(sentence, k) or of_class(sentence, k, "PLACE") for k in around)
    alone = lemma in ("run", "flee", "run away") or (name == "people" and not any(kids(sentence, hit.head, "obj")))
    return Reading(rows[name][lemma], f"{name} {lemma}") if lemma in rows[name] and (somewhere or alone) else None


def taking(c: Context, hit: Hit) -> Reading | None:
    """A place taken is territory, people taken are prisoners."""
    rows, lemma = _row(hit)
    if lemma == "take" and _is_brought(c.sentence, hit.head):
        return None
    where = ("at", "on", "with", "against", "upon")
    taken = [k for k in patients(c.sentence, hit.head, nominal=False) if case_of(c.sentence, k) not in where]
    named = (("people", "PEOPLE"), ("people", "FORCES"))
    return (
        _by_class(c.sentence, lemma, rows, [k for t in taken for k in (t, *some_of(c.sentence, t))], ("place", "PLACE"))
        or _by_class(c.sentence, lemma, rows, [k for t in taken for k in (t, *some_of(c.sentence, t))], *named)
        or _position(c.sentence, hit, lemma, taken)
    )


def _is_brought(sentence: Sentence, verb: int) -> bool:
    """Is somebody only brought somewhere, or taken for something: took them TO HOSPITAL, took him SERIOUSLY?"""
    whither = (case_of(sentence, k) for k in kids(sentence, verb, "obl") if not of_class(sentence, k, "TIME"))
    told = any(case in ("to", "into", "for", "as", "in", "on", "out", "through") for case in whither)
    pronoun = all(sentence.tokens[k].upos == "PRON" for k in kids(sentence, verb, "obj"))
    return told or (pronoun and any(True for _ in kids(sentence, verb, "advmod", "xcomp", "obl", "compound")))


def _position(sentence: Sentence, hit: Hit, lemma: str, taken: list[int]) -> Reading | None:
    """What troops overrun or capture and is no one, no weapon and no goods is a position."""
    kind = lexicons.load("events")["taking"]["else"].get(lemma)
    forced = any(of_class(sentence, k, "FORCES") for k in doers(sentence, hit.head, nominal=False))
    goods = any(of_class(sentence, k, "GOODS", "MACHINE", "ORDNANCE", "VEHICLE") for k in taken)
    if kind is None or not taken or goods or not (forced or lemma == "overrun"):
        return None
    return Reading(kind, f"{sentence.tokens[taken[0]].text} {lemma}")


def falling(c: Context, hit: Hit) -> Reading | None:
    """A place that falls is taken by the other side."""
    if is_passive(c.sentence, hit.head) and is_lemma(hit, "fall"):
        return None
    who = subject(c.sentence, hit.head)
    somewhere = who is not None and (_is_unlabelled(c.sentence, who) or of_class(c.sentence, who, "PLACE"))
    behind = (k for k in kids(c.sentence, hit.head, "obl") if not of_class(c.sentence, k, "TIME"))
    around = any(case_of(c.sentence, k) in ("on", "within", "under", "by", "from") for k in behind)
    return Reading("territory_change", "a place falls") if somewhere and not around else None


def _is_unlabelled(sentence: Sentence, i: int) -> bool:
    """Is word `i` a name, and no person's or body's that the model knows of?"""
    labels = {n.label for n in sentence.names if n.first <= i < n.last}
    return sentence.tokens[i].upos == "PROPN" and labels <= {"LOC"}


def planted(c: Context, hit: Hit) -> Reading | None:
    """A mine or bomb that someone puts somewhere."""
    own = next(
        (m for m in c.means if attack_with(m) in ("land_mine", "bombing") and _handled(c.sentence, hit, m)), None
    )
    return None if own is None else Reading(attack_with(own), f"{own.pattern.label} put there")


def _handled(sentence: Sentence, hit: Hit, weapon: Hit) -> bool:
    return weapon.head in patients(sentence, hit.head, nominal=False)


def _row(hit: Hit) -> tuple[dict[str, Any], str]:
    rows = lexicons.load("events")[hit.pattern.section]
    return rows, next((verb for verb in _longest_first(hit.pattern.section) if is_lemma(hit, verb)), "")


@cache
def _longest_first(section: str) -> tuple[str, ...]:
    return tuple(sorted(lexicons.load("events")[section]["verbs"], key=len, reverse=True))


def _by_class(
    sentence: Sentence, lemma: str, rows: dict[str, Any], heads: list[int], *named: tuple[str, str]
) -> Reading | None:
    for row, name in named:
        for i in heads:
            people = name == "PEOPLE" and (is_human(sentence, i) or _is_some_of_them(sentence, i))
            armed = name == "FORCES" and are_armed(sentence, i)
            belongs = people or armed or of_class(sentence, i, name) or (name == "PLACE" and is_place(sentence, i))
            if belongs and lemma in rows[row]:
                return Reading(rows[row][lemma], f"{sentence.tokens[i].text} {lemma}")
    return None


def _is_some_of_them(sentence: Sentence, i: int) -> bool:
    """A pronoun for people who are taken, or a bare number of them: captured SEVEN."""
    token = sentence.tokens[i]
    alone = token.upos == "NUM" and not any(True for _ in kids(sentence, i, "nmod"))
    return token.lower in listed("them") or (alone and token.dep == "obj")
