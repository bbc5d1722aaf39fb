"""English inflection, one way: from a lemma to the forms it takes. Lexicons name lemmas, texts show forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from counterclaim.knowledge import lexicons

VOWELS = "aeiou"


@cache
def _irregular() -> dict[str, list[str]]:
    table: dict[str, list[str]] = lexicons.load("irregular")["verbs"]
    return table


def _doubles(verb: str) -> bool:
    """Whether the last consonant doubles: one syllable, or one of the verbs that stress the last."""
    if len(verb) < 3 or verb[-1] in VOWELS + "wxy" or verb[-2] not in VOWELS or verb[-3] in VOWELS:
        return False
    syllables = sum(1 for a, b in zip(" " + verb, verb, strict=False) if b in VOWELS and a not in VOWELS)
    return syllables == 1 or verb in lexicons.load("irregular")["doubling"]


@cache
def verb_forms(lemma: str) -> tuple[str, ...]:
    """Base, third person, past, past participle and -ing form of a verb; a particle stays behind each."""
    verb, _, particle = lemma.partition(" ")
    tail = f" {particle}" if particle else ""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    double = verb[-1] if _doubles(verb) else ""
    soft = verb[-1] == "y" and len(verb) > 1 and verb[-2] not in VOWELS
    third = verb[:-1] + "ies" if soft else verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    past = verb[:-1] + "ied" if soft else verb + "d" if verb.endswith("e") else verb + double + "ed"
    ing = verb[:-2] + "ying" if verb.endswith("ie") else stem + double + "ing"
    forms = dict.fromkeys((verb, third, *_irregular().get(verb, [past]), ing))
    return tuple(form + tail for form in forms)


def verb_index(lemmas: Iterable[str]) -> dict[str, str]:
    """{form: lemma} over the verbs' forms; where two lemmas share a form the first one has it."""
    index: dict[str, str] = {}
    for lemma in lemmas:
        for form in verb_forms(lemma):
            index.setdefault(form, lemma)
    return index
