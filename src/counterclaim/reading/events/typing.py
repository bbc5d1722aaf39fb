"""What a hit of the lexicon is an event of: by its words, its means, what moves or is taken, or by the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, cast

from counterclaim.knowledge import lexicons
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events.grammar import doers, is_party, is_passive, kids, patients, subject
from counterclaim.reading.events.model import Candidate
from counterclaim.reading.events.patterns import Hit, classes, compile_pattern, find, indexed, longest, means_patterns
from counterclaim.records import EventType

SHARE = 0.6
"""Share of a report's words for weapons that must be of one type before "the strike" is read as that type."""

_ATTACKS = frozenset(("shelling", "air_strike", "drone_strike", "bombing", "land_mine", "explosion", "shooting"))
_ARMED = _ATTACKS | {"killing", "casualties", "other", "clash", "offensive", "destruction"}


def weapons(sentence: Sentence, first: int, last: int) -> list[Hit]:
    """The words for weapons among the words `[first, last)`."""
    return [h for h in longest(find(means_patterns(), sentence, first, last)) if not _is_victim(sentence, h.head)]


def _is_victim(sentence: Sentence, i: int) -> bool:
    """Is the weapon what is destroyed or hit, not what does it?"""
    token = sentence.tokens[i]
    if token.head < 0 or not token.dep.startswith(("obj", "nsubj:pass", "conj")):
        return False
    low = sentence.tokens[token.head].lower
    phrase_words = {sentence.tokens[k].lower for k in sentence.children[token.head]}
    lost = lexicons.load("events")["losing"]
    return low in lost["alone"] or bool(phrase_words & {"down"} and low in lost["with_down"])


def is_question(sentence: Sentence, at: int) -> bool:
    """Does the stretch that ends at word `at` end in a question mark?"""
    return any(t.text == "?" for t in sentence.tokens[at : at + 2])


@cache
def _figurative() -> Any:
    rows = lexicons.load("relevance")["figurative"]
    return indexed(
        compile_pattern(row, "figurative", row, "verb" if row[0] != "." else "noun", classes()) for row in rows
    )


def figures_of_speech(sentence: Sentence) -> frozenset[int]:
    """The words that stand in a figure of speech: "a salvo of condemnations"."""
    hits = find(_figurative(), sentence, 0, len(sentence.tokens))
    return frozenset(i for hit in hits for i in range(hit.first, hit.last))


def candidates(document: Document, sentence: Sentence, hit: Hit, arms: list[Hit]) -> Iterator[Candidate]:
    """The event that the hit names, typed; nothing where it names none."""
    section, label = hit.pattern.section, hit.pattern.label
    kind: str | None
    agents: list[int] | None = None
    means = _means_of(sentence, hit, arms)
    if section == "fixed":
        kind, why = _fixed(sentence, hit, means)
    elif section == "open":
        kind, why = _open(document, sentence, hit, means)
    elif section in ("impact", "use"):
        kind, why = _by_means(sentence, hit, means)
    elif section == "toll":
        kind, why = _toll(sentence, hit, means)
    elif section == "blame":
        kind, why = dominant_attack(document.text) or "other", "blame for what the report is about"
        agents = _blamed(sentence, hit)
        kind = kind if agents else None
    elif section == "custody":
        kind, why = _in_custody(sentence, hit)
    else:
        kind, why = _moved_or_taken(sentence, hit, section)
    if kind is not None:
        yield Candidate(
            type=cast(EventType, kind),
            first=hit.first,
            last=hit.last,
            head=hit.head,
            nominal=hit.pattern.kind == "noun" or _is_noun(sentence, hit.head),
            section=section,
            means=tuple(means) if kind in _ARMED else (),
            agents=agents,
            reason=f"{' '.join(t.text for t in sentence.tokens[hit.first : hit.last])!r}: {kind}, {why}",
        )


def _is_noun(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].upos in ("NOUN", "PROPN") and not sentence.tokens[i].lower.endswith("ed")


def _fixed(sentence: Sentence, hit: Hit, means: list[Hit]) -> tuple[str | None, str]:
    label = hit.pattern.label
    if label in ("explosion", "bombing", "shooting") and means:
        return _attack(means), f"with {means[0].pattern.label}"
    token = sentence.tokens[hit.head]
    if label == "displacement" and token.lower.startswith("shelter") and not _any(sentence, hit.head, "PEOPLE"):
        return None, ""
    if (
        hit.width == 1
        and token.dep == "compound"
        and hit.pattern.kind == "noun"
        and token.head == hit.head + 1
        and not _any(sentence, hit.head, "FORCES")
    ):
        return (label, "its words") if label in _ATTACKS else (None, "")
    return label, "its words"


def _any(sentence: Sentence, i: int, name: str) -> bool:
    around = [i, *(sentence.children[i]), *(doers(sentence, i, nominal=False)), *(patients(sentence, i, nominal=False))]
    return any(sentence.tokens[k].lower in classes()[name] for k in around)


def _open(document: Document, sentence: Sentence, hit: Hit, means: list[Hit]) -> tuple[str | None, str]:
    label = hit.pattern.label
    if means:
        return _attack(means), f"with {means[0].pattern.label}"
    if (
        hit.width == 1
        and sentence.tokens[hit.head].lower in lexicons.load("events")["weak"]
        and not _military(sentence, hit)
    ):
        return None, ""
    known = dominant_attack(document.text)
    if known is not None and (label != "offensive" or known != "shooting"):
        return known, "what the report is about"
    return label, "no means named"


def _military(sentence: Sentence, hit: Hit) -> bool:
    """Is there a force, a party or a people about the word: who fires, who is hit?"""
    nominal = _is_noun(sentence, hit.head)
    involved = [*doers(sentence, hit.head, nominal=nominal), *patients(sentence, hit.head, nominal=nominal)]
    return any(
        is_party(sentence, k)
        or sentence.tokens[k].lower
        in classes()["FORCES"] | classes()["PEOPLE"] | classes()["PLACE"] | classes()["MACHINE"]
        for k in involved
    ) or (nominal and any(is_party(sentence, k) for k in kids(sentence, hit.head, "amod", "compound", "nmod:poss")))


def _by_means(sentence: Sentence, hit: Hit, means: list[Hit]) -> tuple[str | None, str]:
    near = [m for m in means if _wields(sentence, hit, m)]
    return (_attack(near), f"with {near[0].pattern.label}") if near else (None, "")


def _wields(sentence: Sentence, hit: Hit, weapon: Hit) -> bool:
    """Is the weapon what the verb is said of: its subject, or in `use` its object, or the noun that the participle modifies?"""
    head = sentence.tokens[hit.head]
    roles = (
        patients(sentence, hit.head, nominal=False)
        if hit.pattern.section == "use" or is_passive(sentence, hit.head)
        else []
    )
    subjects = [subject(sentence, hit.head)]
    inverted = head.head == weapon.head or sentence.tokens[weapon.head].head == hit.head
    return (
        weapon.head in [*roles, *subjects]
        or (inverted and not sentence.tokens[weapon.head].dep.startswith("obl"))
        or (
            hit.pattern.section == "use"
            and any(sentence.tokens[k].dep == "conj" and k == weapon.head for r in roles for k in sentence.children[r])
        )
    )


def _attack(means: list[Hit]) -> str:
    return means[0].pattern.section


def _means_of(sentence: Sentence, hit: Hit, arms: list[Hit]) -> list[Hit]:
    """The weapons of the event, those that stand nearest by the tree first."""
    inside = [m for m in arms if hit.first <= m.first and m.last <= hit.last]
    return inside + sorted((m for m in arms if m not in inside), key=lambda m: _distance(sentence, hit.head, m.head))


def _distance(sentence: Sentence, a: int, b: int) -> int:
    """Steps between two words of the tree."""
    above = {}
    at, steps = a, 0
    while at >= 0:
        above[at] = steps
        at, steps = sentence.tokens[at].head, steps + 1
    at, steps = b, 0
    while at >= 0 and at not in above:
        at, steps = sentence.tokens[at].head, steps + 1
    return steps + above.get(at, len(sentence.tokens))


def _toll(sentence: Sentence, hit: Hit, means: list[Hit]) -> tuple[str | None, str]:
    if means:
        return _attack(means), f"with {means[0].pattern.label}"
    token = sentence.tokens[hit.head]
    if token.upos == "VERB" and token.lower.startswith(("kill", "slay", "slain", "neutrali", "eliminat", "liquidat")):
        who = doers(sentence, hit.head, nominal=False)
        if who and any(_human(sentence, k) for k in who):
            return "killing", "someone did it"
    return "casualties", "how is not said"


def _human(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return (
        token.upos in ("PROPN", "PRON")
        or token.lower in classes()["FORCES"] | classes()["PEOPLE"]
        or token.text[:1].isupper()
    )


def _blamed(sentence: Sentence, hit: Hit) -> list[int]:
    low = sentence.tokens[hit.head].lower
    if hit.pattern.elements[0] is not None and "be" in hit.pattern.elements[0]:
        found = (
            subject(sentence, hit.head)
            if sentence.tokens[hit.head].head < 0
            else subject(sentence, sentence.tokens[hit.head].head)
        )
        return [] if found is None else [found]
    if is_passive(sentence, hit.head):
        return []
    blamed = list(kids(sentence, hit.head, "obj"))
    on = [
        k
        for k in kids(sentence, hit.head, "obl")
        if sentence.tokens[k].i > hit.head
        and any(sentence.tokens[c].lower in ("on", "at") for c in kids(sentence, k, "case"))
    ]
    out = on if on and low.startswith("blam") else blamed
    return [
        k
        for k in out
        if _human(sentence, k) or is_party(sentence, k) or any(is_party(sentence, c) for c in sentence.children[k])
    ]


def _in_custody(sentence: Sentence, hit: Hit) -> tuple[str | None, str]:
    governor = sentence.tokens[hit.last - 1]
    chain: list[int] = []
    at = governor.i
    while at >= 0 and len(chain) < 6:
        chain.append(at)
        at = sentence.tokens[at].head
    subjects = [s for s in (subject(sentence, k) for k in chain) if s is not None]
    if any(sentence.tokens[s].lower in classes()["PLACE"] or is_place(sentence, s) for s in subjects):
        return "territory_change", "a place is held"
    if any(
        sentence.tokens[s].lower in classes()["PEOPLE"] | classes()["FORCES"] or sentence.tokens[s].upos == "NUM"
        for s in subjects
    ):
        return "detention", "people are held"
    return None, ""


def _moved_or_taken(sentence: Sentence, hit: Hit, section: str) -> tuple[str | None, str]:
    rows = lexicons.load("events")[section]
    lemma = next((v for v in sorted(rows["verbs"], key=len, reverse=True) if _is_lemma(hit, v)), None)
    if lemma is None:
        return None, ""
    if section == "movement":
        who = subject(sentence, hit.head) if not is_passive(sentence, hit.head) else None
        return _by_class(
            sentence, lemma, rows, [] if who is None else [who], ("forces", "FORCES"), ("people", "PEOPLE")
        )
    taken = patients(sentence, hit.head, nominal=False)
    return _by_class(sentence, lemma, rows, taken, ("place", "PLACE"), ("people", "PEOPLE"), ("people", "FORCES"))


def _by_class(
    sentence: Sentence, lemma: str, rows: dict[str, Any], heads: list[int], *named: tuple[str, str]
) -> tuple[str | None, str]:
    for row, name in named:
        for i in heads:
            low = sentence.tokens[i].lower
            inside = low in classes()[name] or (name == "PLACE" and is_place(sentence, i))
            if inside and lemma in rows[row]:
                return rows[row][lemma], f"{sentence.tokens[i].text} {lemma}"
    return None, ""


def _is_lemma(hit: Hit, verb: str) -> bool:
    first, *rest = verb.split()
    return bool(hit.pattern.elements[0] and first in hit.pattern.elements[0]) and len(hit.pattern.elements) == 1 + len(
        rest
    )


def is_place(sentence: Sentence, i: int) -> bool:
    """Does the model name word `i` as a place?"""
    return any(n.label == "LOC" and n.first <= i < n.last for n in sentence.names)


def wielders(sentence: Sentence, i: int, means: tuple[Hit, ...]) -> list[int]:
    """Who stands behind word `i`: itself, or for a weapon or an attack the party that modifies it."""
    if (
        not any(m.first <= i < m.last for m in means)
        and sentence.tokens[i].lower not in classes()["MACHINE"] | classes()["ORDNANCE"]
    ):
        return [] if _is_deed(sentence, i) else [i]
    owners = [
        k
        for k in kids(sentence, i, "nmod:poss", "amod", "compound")
        if is_party(sentence, k) and not any(m.first <= k < m.last for m in means)
    ]
    made = [who for k in kids(sentence, i, "acl") for who in doers(sentence, k, nominal=False) if who != i]
    of = [
        k
        for k in kids(sentence, i, "nmod")
        if any(sentence.tokens[c].lower in ("of", "by", "from") for c in kids(sentence, k, "case"))
        and is_party(sentence, k)
    ]
    return owners or made or of


def _is_deed(sentence: Sentence, i: int) -> bool:
    """Is word `i` an event itself ("the bombardment killed"), not a doer?"""
    return sentence.tokens[i].lower in lexicons.load("events")["deeds"]


@lru_cache(maxsize=64)
def dominant_attack(text: str) -> str | None:
    """The one type of attack that the report's words for weapons and strikes agree on, null where they do not."""
    counts = Counter(kind for kind, pattern in _report_words().items() for _ in pattern.finditer(text))
    if not counts:
        return None
    (kind, n), total = counts.most_common(1)[0], sum(counts.values())
    return kind if n >= SHARE * total else None


@cache
def _report_words() -> dict[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for entry in lexicons.load("means").values():
        words.setdefault(entry["attack"], []).extend(entry["words"])
    for kind in ("shelling", "air_strike", "drone_strike", "land_mine"):
        words.setdefault(kind, []).extend(lexicons.load("events")["nouns"][kind])
    return {
        kind: re.compile(
            r"\b(?:"
            + "|".join(sorted((re.escape(w.replace(" - ", "-")) for w in listed), key=len, reverse=True))
            + r")s?\b",
            re.IGNORECASE,
        )
        for kind, listed in words.items()
        if kind in _ATTACKS
    }
