"""The things a report names, and the contexts they stand in, as named features that weights are learnt for.

A thing is all noun phrases of a report with the same words, or that the reader takes for the same actor. A feature is a
word with what it says: `h=` the head, `w=` other words, `g=` what governs it and how, `role=` what the reader's
events make of it, `st=`, `pt=`, `nt=` events of its sentence and those before and after, `near=` the nearest event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from counterclaim.reading.document import Sentence
from counterclaim.reading.events import Trigger
from counterclaim.reading.events.patterns import classes
from counterclaim.reading.mentions import Referent
from eval.muc.reports import Read

ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
COLLECTIVE = frozenset(
    "group groups number column columns members member band unit squad dozens hundreds thousands scores series bands"
    " gang pair couple one two three some several many part most kg kilos sticks".split()
)
"""Words whose phrase goes on with what they are a number of: a group OF ARMED MEN."""
UNSAID = ("DET", "NUM", "PUNCT", "PART", "ADP", "CCONJ")
"""Tags of words that do not tell one thing from another."""
_SMALL = frozenset(("the", "a", "an", "of", "and", "in", "on", "at", "to", "by", "for", "with", "from", "s"))
INCIDENT = {
    "bombing": "BOMBING",
    "explosion": "BOMBING",
    "land_mine": "BOMBING",
    "destruction": "BOMBING",
    "abduction": "KIDNAPPING",
    "killing": "ATTACK",
    "shooting": "ATTACK",
    "offensive": "ATTACK",
    "clash": "ATTACK",
    "shelling": "ATTACK",
    "casualties": "ATTACK",
    "air_strike": "ATTACK",
}
"""The incident type that an event of the record is most likely part of."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: words `[first, last)` of a sentence, `head` its noun."""

    sentence: Sentence
    first: int
    last: int
    head: int

    @property
    def span(self) -> tuple[int, int]:
        return self.sentence.span(self.first, self.last)


@dataclass(frozen=True)
class Entity:
    """A thing with its phrases, the names it goes by, its features, how near it stands to each incident type's events
    (`votes`), and what describes it where it is a named person."""

    phrases: tuple[Phrase, ...]
    names: tuple[str, ...]
    features: frozenset[str]
    votes: Mapping[str, float]
    described: str | None

    @property
    def is_person(self) -> bool:
        """Is it a person with a name?"""
        return "ne=PER" in self.features


@dataclass(frozen=True)
class _Around:
    referents: dict[tuple[int, int], Referent]
    events: dict[int, dict[int, list[str]]]
    roles: dict[int, list[tuple[int, int, str]]]


def stem(word: str) -> str:
    """A word without its ending, crudely: what an inflected form shares with others."""
    for ending, put in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + put
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def entities(report: Read) -> list[Entity]:
    """All things that the report names, in the order of their first phrases."""
    around = _around(report)
    groups: list[list[Phrase]] = []
    known: dict[str, int] = {}
    for phrase in phrases(report):
        keys = [_key(phrase)]
        referent = around.referents.get((phrase.sentence.index, phrase.head))
        if referent and referent.named:
            keys.append(f"actor {referent.name.upper()}")
        at = next((known[k] for k in keys if k in known), None)
        if at is None:
            at = len(groups)
            groups.append([])
        groups[at].append(phrase)
        for k in keys:
            known.setdefault(k, at)
    return [_entity(report, tuple(group), around) for group in groups]


def same(a: Entity, b: Entity) -> bool:
    """Do all words of a name of one stand in a name of the other?"""
    mine, other = ([_content(n) for n in e.names] for e in (a, b))
    return any(x and y and (x <= y or y <= x) for x in mine for y in other)


@lru_cache(maxsize=100_000)
def _content(name: str) -> frozenset[str]:
    return frozenset(re.sub(r"[^a-z0-9 ]+", " ", name.lower()).split()) - _SMALL


def phrases(report: Read) -> Iterator[Phrase]:
    """The noun phrases of the report; a group of men is one."""
    for sentence in report.document.sentences:
        chunks = [c for c in report.chunks.get(sentence.index, ()) if not c.pronoun]
        starts = {c.first: c for c in chunks}
        joined: set[int] = set()
        for c in chunks:
            of = c.last < len(sentence.tokens) and sentence.tokens[c.last].lower == "of"
            if sentence.tokens[c.head].lower in COLLECTIVE and of and c.last + 1 in starts:
                whole = starts[c.last + 1]
                joined.add(whole.first)
                yield Phrase(sentence, c.first, whole.last, whole.head)
            elif c.first not in joined:
                yield Phrase(sentence, c.first, c.last, c.head)


def _key(phrase: Phrase) -> str:
    words = phrase.sentence.tokens[phrase.first : phrase.last]
    kept = [t.lower for t in words if t.upos not in UNSAID and t.text not in ("[", "]", '"')]
    return " ".join(kept) or phrase.sentence.tokens[phrase.head].lower


def _around(report: Read) -> _Around:
    around = _Around({}, {}, defaultdict(list))
    for m in report.mentions:
        if m.form != "pronoun":
            for i in range(m.first, m.last):
                around.referents.setdefault((m.sentence, i), m.referent)
    for sentence, triggers in zip(report.document.sentences, report.triggers, strict=True):
        here = around.events.setdefault(sentence.index, {})
        for t in triggers:
            here.setdefault(t.token, []).append(
                t.type + ("" if t.status in ("happened", "ongoing") else f":{t.status}")
            )
            around.roles[sentence.index] += _roles(t)
    return around


def _roles(t: Trigger) -> list[tuple[int, int, str]]:
    roles = [(a, b, f"agent:{t.type}") for a, b in t.agents] + [(a, b, f"target:{t.type}") for a, b in t.targets]
    return roles + [(m.start, m.end, f"means:{t.type}") for m in t.means]


def _entity(report: Read, group: tuple[Phrase, ...], around: _Around) -> Entity:
    features = set().union(*(_features(p, around) for p in group))
    features |= {f"n={min(len(group), 5)}", f"first={min(group[0].sentence.index, 8)}"}
    text = report.document.text
    names = dict.fromkeys(" ".join(text[slice(*p.span)].split()) for p in group)
    described = next((d for p in group if (d := _description(p))), None)
    return Entity(group, tuple(names), frozenset(features), _votes(group, around), described)


def _votes(group: tuple[Phrase, ...], around: _Around) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for p in group:
        for beside in (0, -1, 1):
            for at, kinds in around.events.get(p.sentence.index + beside, {}).items():
                for kind in kinds:
                    incident = INCIDENT.get(kind.split(":")[0])
                    if incident:
                        votes[incident] += 0.05 if beside else 1 / (1 + abs(at - p.head))
    return dict(votes)


def _description(phrase: Phrase) -> str | None:
    """What a named person is said to be: GOVERNOR so-and-so, so-and-so, A TEACHER."""
    sentence = phrase.sentence
    name = next((n for n in sentence.names if n.label == "PER" and n.first <= phrase.head < n.last), None)
    if name is None:
        return None
    tokens = sentence.tokens
    before = [t for t in tokens[phrase.first : name.first] if t.upos in ("NOUN", "PROPN", "ADJ")]
    before = [t for t in before if t.lower.rstrip(".") not in ("mr", "mrs", "the")]
    if before:
        return " ".join(t.text for t in tokens[before[0].i : name.first])
    beside = [k for k in sentence.children[phrase.head] if tokens[k].dep == "appos" and tokens[k].upos == "NOUN"]
    head = tokens[phrase.head]
    if head.dep == "appos" and head.head >= 0 and tokens[head.head].upos == "NOUN":
        beside.append(head.head)
    return tokens[beside[0]].text if beside else None


def _features(p: Phrase, around: _Around) -> set[str]:
    f = {*_own(p), *_neighbours(p), *_named(p, around), *_governed(p, around), *_below(p, around), *_events(p, around)}
    f.add(f"sp={min(p.sentence.index, 6)}")
    return f


def _own(p: Phrase) -> Iterator[str]:
    tokens = p.sentence.tokens
    head = tokens[p.head]
    yield from (f"h={stem(head.lower)}", f"hs={head.lower[-3:]}", f"hp={head.upos}", f"len={min(p.last - p.first, 4)}")
    yield from (f"hc={name}" for name in _classes_of().get(head.lower, ()))
    words = tokens[p.first : p.last]
    yield from (f"w={stem(t.lower)}" for t in words if t.i != p.head)
    if any(t.upos == "NUM" for t in words):
        yield "num"
    if words[0].upos == "DET":
        yield f"det={words[0].lower}"


@cache
def _classes_of() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in classes().items():
        for word in words:
            found[word].append(name)
    return found


def _neighbours(p: Phrase) -> Iterator[str]:
    tokens = p.sentence.tokens
    for o in (1, 2, 3):
        left, right = p.first - o, p.last - 1 + o
        yield f"l{o}=" + (stem(tokens[left].lower) if left >= 0 else "<")
        yield f"r{o}=" + (stem(tokens[right].lower) if right < len(tokens) else ">")


def _named(p: Phrase, around: _Around) -> Iterator[str]:
    labels = {n.label for n in p.sentence.names if n.first <= p.head < n.last}
    inside = {n.label for n in p.sentence.names if n.first < p.last and n.last > p.first}
    yield from (f"ne={label}" for label in sorted(labels or {"O"}))
    yield from (f"nein={label}" for label in sorted(inside - labels))
    referent = around.referents.get((p.sentence.index, p.head))
    if referent:
        yield f"rt={referent.type}"
        if referent.named:
            yield f"rn={referent.type}"
        if referent.id:
            yield f"rid={referent.id}"
        if referent.side:
            yield f"rside={referent.side.lower()}"


def governor(s: Sentence, i: int) -> tuple[str, int]:
    """How word `i` stands in its clause, conjuncts and parts of names like their head, and below which word."""
    t = s.tokens[i]
    for _ in range(4):
        if t.head < 0 or t.dep.split(":")[0] not in ("conj", "flat", "appos", "compound"):
            break
        t = s.tokens[t.head]
    if t.head < 0:
        return "root", -1
    base = t.dep.split(":")[0]
    if base in ("obl", "nmod"):
        case = next((s.tokens[k].lower for k in s.children[t.i] if s.tokens[k].dep == "case"), "")
        return f"{base}:{'poss' if t.dep == 'nmod:poss' else case}", t.head
    passive = base == "nsubj" and any(s.tokens[k].dep == "aux:pass" for k in s.children[t.head])
    return ("obj" if passive or t.dep == "nsubj:pass" else base), t.head


def _governed(p: Phrase, around: _Around) -> Iterator[str]:
    s, tokens = p.sentence, p.sentence.tokens
    relation, g = governor(s, p.head)
    yield f"rel={relation}"
    if g < 0:
        return
    yield from _under("g=", relation, s, g, around)
    above, further = governor(s, g)
    if tokens[g].upos in ("NOUN", "PROPN", "NUM") or above in ("xcomp", "advcl", "acl", "ccomp", "conj"):
        yield from _under(f"gg={relation}>", above, s, further, around)
    if relation == "nsubj":
        if tokens[g].upos == "VERB" and tokens[g].dep == "conj":
            yield from _under("g=", relation, s, tokens[g].head, around)
        for k in s.children[g]:
            if tokens[k].dep.startswith(("obj", "xcomp")):
                yield f"so={stem(tokens[g].lower)}_{stem(tokens[k].lower)}"
                yield f"sobj={stem(tokens[k].lower)}"


def _under(mark: str, relation: str, s: Sentence, g: int, around: _Around) -> Iterator[str]:
    if g >= 0:
        word = stem(s.tokens[g].lower)
        yield f"{mark}{relation}_{word}"
        yield f"{mark}_{word}"
        yield from (f"{mark}t:{relation}_{kind}" for kind in around.events.get(s.index, {}).get(g, ()))


def _below(p: Phrase, around: _Around) -> Iterator[str]:
    """What a clause, an apposition or a genitive says of it."""
    s, tokens = p.sentence, p.sentence.tokens
    for k in s.children[p.head]:
        dep, word = tokens[k].dep, stem(tokens[k].lower)
        if dep.startswith("acl"):
            bare = dep == "acl" and not tokens[k].lower.endswith("ing")
            passive = bare or any(tokens[m].dep == "aux:pass" for m in s.children[k])
            mark = "aclp" if passive else "acl"
            yield f"{mark}={word}"
            yield from (f"{mark}t={kind}" for kind in around.events.get(s.index, {}).get(k, ()))
        elif dep.startswith("appos"):
            yield f"app={word}"
            yield from (f"appc={name}" for name in _classes_of().get(tokens[k].lower, ()))
        elif dep.startswith("nmod"):
            yield f"of={word}"
    head = tokens[p.head]
    if head.dep == "appos" and head.head >= 0:
        yield f"appof={stem(tokens[head.head].lower)}"


def _events(p: Phrase, around: _Around) -> Iterator[str]:
    """The events of the sentence and those beside it, and what the phrase is to them."""
    at, start = p.sentence.index, p.sentence.tokens[p.head].start
    for a, b, role in around.roles.get(at, ()):
        if a <= start < b:
            yield from (f"role={role}", f"role={role.split(':')[0]}")
    here = around.events.get(at, {})
    yield from (f"st={kind}" for kind in sorted({k for kinds in here.values() for k in kinds} or {"none"}))
    for beside, mark in ((-1, "pt"), (1, "nt")):
        yield from (f"{mark}={k}" for kinds in around.events.get(at + beside, {}).values() for k in kinds)
    if here:
        nearest = min(here, key=lambda i: abs(i - p.head))
        side = "b" if nearest < p.head else "a"
        yield from (f for k in here[nearest] for f in (f"near={k}", f"near={k}:{side}"))
        yield f"nd={min(abs(nearest - p.head) // 2, 6)}"
    root = next((t for t in p.sentence.tokens if t.head < 0), None)
    if root:
        yield f"root={stem(root.lower)}"
