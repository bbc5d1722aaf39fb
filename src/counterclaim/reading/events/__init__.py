"""What happened, to whom: the events that a stretch of a sentence names.

find(document, sentence, start, end)  ->  triggers, one main event and those that are really others
  1. hits       the lexicon's patterns in the words
  2. typing     what each hit is an event of: fixed, by its means, by what is taken or moves, by the report
  3. merging    a toll goes with its cause, an attack's several words are one event
  4. finishing  agents, targets, means, status, each with its reason
"""

from __future__ import annotations

from collections.abc import Iterable

from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events import typing
from counterclaim.reading.events.grammar import (
    case_of,
    doers,
    doers_of_deed,
    has,
    kids,
    listed,
    patients,
    phrase,
    subject,
    verbs,
)
from counterclaim.reading.events.history import background
from counterclaim.reading.events.merging import merged
from counterclaim.reading.events.model import Candidate, Span, Trigger
from counterclaim.reading.events.patterns import Hit, event_patterns, longest
from counterclaim.reading.events.patterns import find as find_patterns
from counterclaim.reading.events.roles import (
    are_men,
    are_people,
    body_of,
    counted,
    crowd_of,
    is_someone,
    is_struck,
    may_suffer,
    of_class,
    owners,
    wielders,
)
from counterclaim.reading.events.status import negated, status
from counterclaim.reading.events.weapons import ATTACKS, weapons
from counterclaim.records import Means

_MUTUAL = frozenset(("clash", "talks", "surrender", "withdrawal", "protest", "riot"))
"""What is done without an object, so that a passive is a misreading of the tree."""
_STILL = frozenset(("deployment", "withdrawal"))
"""What is done with one's own, so that its objects are nobody's loss."""
_BLASTS = frozenset(("bombing", "explosion", "land_mine"))
"""What things do by themselves: PAGERS blew up."""
_ASKING = frozenset(("demands", "appeals", "offers", "promises"))
"""Stances whose content is to be done: that THE WOUNDED be fetched is no toll."""
_OWNED = ("PLACE", "SITE", "GOODS", "MACHINE", "VEHICLE", "ARMED_THING")
"""What may belong to a party, which is then hit with it."""

__all__ = ["Trigger", "are_hit", "are_men", "background", "behind", "find", "goes_on", "is_help", "is_of_deed"]


def find(
    document: Document, sentence: Sentence, start: int, end: int, *, stance: str | None = None
) -> tuple[Trigger, ...]:
    """The events named in the characters `[start, end)` of the sentence, in order; `stance` is that of the claim.

    Spans are code points of the report's text. Agents and targets are the noun phrases that name them, without the
    clauses and phrases that hang on them; who that is, others find out.
    """
    words = sentence.words_in(start, end)
    if not words or typing.is_question(sentence, words[-1].i):
        return ()
    first, last = words[0].i, words[-1].i + 1
    hits = longest(find_patterns(event_patterns(), sentence, first, last))
    typed = _typed(document, sentence, hits, weapons(sentence, first, last)) if hits else []
    if stance in _ASKING:
        typed = [c for c in typed if c.section != "toll" or not is_struck(sentence, c.head)]
    found = merged(sentence, typed) if typed else []
    if not found and stance == "denies":
        found = typing.disowned(document, sentence, first, last)
    return tuple(_finished(sentence, c, (first, last), stance) for c in found)


def _typed(document: Document, sentence: Sentence, hits: list[Hit], arms: list[Hit]) -> list[Candidate]:
    """What the hits are events of, but for those that stand in a figure of speech."""
    figurative = typing.figures_of_speech(sentence)
    literal = (hit for hit in hits if hit.head not in figurative)
    return [c for hit in literal if (c := typing.candidate(document, sentence, hit, arms)) is not None]


def _finished(sentence: Sentence, c: Candidate, within: tuple[int, int], stance: str | None) -> Trigger:
    kind, why = status(sentence, c.head, *within, stance)
    if kind == "ongoing" and c.section == "toll" and sentence.tokens[c.head].upos == "NOUN":
        kind, why = "happened", "a toll that stands"
    start, end = sentence.span(c.first, c.last)
    agents = _agents(sentence, c)
    return Trigger(
        type=c.type,
        start=start,
        end=end,
        token=c.head,
        agents=_phrases(sentence, agents, c),
        targets=_phrases(sentence, _targets(sentence, c, set(agents)), c),
        means=tuple(_means(sentence, c)),
        status=kind,
        reason=f"{c.reason}; {kind}: {why}",
    )


def _means(sentence: Sentence, c: Candidate) -> list[Means]:
    first = {m.pattern.label: m for m in reversed(c.means) if m.pattern.label != "air force"}
    spans = {name: sentence.span(m.first, m.last) for name, m in reversed(first.items())}
    return [Means(name=name, start=start, end=end) for name, (start, end) in spans.items()]


def _agents(sentence: Sentence, c: Candidate) -> list[int]:
    if c.agents is not None:
        return c.agents
    token = sentence.tokens[c.head]
    if c.section == "toll" and (token.upos == "ADJ" or (not c.nominal and token.lower not in verbs("harming"))):
        return []
    if c.section == "toll" and (c.nominal or is_struck(sentence, c.head)):
        return doers_of_deed(sentence, c.head)
    named = [who for i in doers(sentence, c.head, nominal=c.nominal) for who in wielders(sentence, i, c.means)]
    if c.type in _BLASTS and not c.nominal and not has(sentence, c.head, "obj"):
        named = [i for i in named if is_someone(sentence, i) and not _counts_things(sentence, i)]
    behind = [who for m in c.means for who in wielders(sentence, m.head, c.means) if who != m.head]
    if not named and not behind and c.tolls:
        hurting = [k for toll in c.tolls for k in doers(sentence, toll, nominal=False) if _hurts(sentence, toll, k)]
        return hurting or _from_ground_of(sentence, c)
    if not named and not behind and c.type in _MUTUAL and not has(sentence, c.head, "obj"):
        return [i for i in patients(sentence, c.head, nominal=False) if may_suffer(sentence, i, c)]
    return named or behind or _from_ground_of(sentence, c)


def _counts_things(sentence: Sentence, i: int) -> bool:
    """Is it many of things: THOUSANDS OF PAGERS?"""
    of = [k for k in kids(sentence, i, "nmod") if case_of(sentence, k) == "of"]
    return sentence.tokens[i].lower in listed("parts") and bool(of) and not any(is_someone(sentence, k) for k in of)


def _from_ground_of(sentence: Sentence, c: Candidate) -> list[int]:
    """Whose the ground is that fire comes from: shells fired FROM REBEL POSITIONS."""
    if c.type not in ATTACKS:
        return []
    at = (c.head, *(k for i in (c.head, *(m.head for m in c.means)) for k in kids(sentence, i, "acl")))
    grounds = (k for i in at for k in kids(sentence, i, "obl", "nmod") if case_of(sentence, k) == "from")
    return [who for k in grounds if sentence.tokens[k].lower in listed("ground") for who in owners(sentence, k)]


def _hurts(sentence: Sentence, toll: int, who: int) -> bool:
    """Is `who` the one that the toll is the doing of: rebels KILLED 70 in an ambush?"""
    return sentence.tokens[toll].lower in verbs("harming") and is_someone(sentence, who)


def _targets(sentence: Sentence, c: Candidate, doing: set[int]) -> list[int]:
    if c.section == "blame" or c.type in _STILL:
        return []
    if c.section == "custody":
        return [k for k in (subject(sentence, c.head),) if k is not None and are_people(sentence, k)]
    hit = patients(sentence, c.head, nominal=c.nominal) + _hit_by_deed(sentence, c) + _faced(sentence, c)
    killed = [who for toll in c.tolls for who in _victims(sentence, toll)]
    own = _victims(sentence, c.head) if c.section == "toll" and not c.nominal else []
    harmed = (crowd_of(sentence, counted(sentence, i)) for i in dict.fromkeys([*hit, *own, *killed]))
    suffering = [who for i in harmed if may_suffer(sentence, i, c) for who in (body_of(sentence, i) or [i])]
    things = [i for i in hit if of_class(sentence, i, *_OWNED) and not _are_only_men(sentence, i)]
    owning = {i: [k for k in owners(sentence, i) if k not in doing] for i in things}
    laden = [i for i in things if not owning[i] and of_class(sentence, i, "VEHICLE")]
    suffering = [k for k in suffering if not any(sentence.tokens[o].upos == "PROPN" for o in owning.get(k, ()))]
    if c.type in _MUTUAL:
        suffering = [k for k in suffering if k not in doing]
    return [*(k for found in owning.values() for k in found), *(suffering or laden)]


def _faced(sentence: Sentence, c: Candidate) -> list[int]:
    """Before whose place a protest is: burnt tyres BEFORE THE BASE."""
    if c.type != "protest" or c.nominal:
        return []
    behind = (*kids(sentence, c.head, "obl"), *kids(sentence, c.last - 1, "nmod"))
    return [k for k in behind if case_of(sentence, k) in ("before", "outside", "against", "at")]


def _hit_by_deed(sentence: Sentence, c: Candidate) -> list[int]:
    """What the verb hits whose subject the deed is: the strike HIT A CONVOY."""
    token = sentence.tokens[c.head]
    if not c.nominal or token.dep != "nsubj" or sentence.tokens[token.head].lower not in verbs("striking"):
        return []
    return patients(sentence, token.head, nominal=False)


def _victims(sentence: Sentence, toll: int) -> list[int]:
    """Who was killed or hurt; the subject of verbs without an object: five soldiers died."""
    if sentence.tokens[toll].upos == "NOUN":
        return patients(sentence, toll, nominal=True)
    hit = patients(sentence, toll, nominal=False)
    if sentence.tokens[toll].upos == "ADJ":
        return hit or list(kids(sentence, toll, "nsubj"))
    transitive = sentence.tokens[toll].lower in verbs("hurting")
    return hit or ([] if transitive else doers(sentence, toll, nominal=False))


def _phrases(sentence: Sentence, heads: list[int], c: Candidate) -> tuple[Span, ...]:
    nouns = (
        i for i in heads if sentence.tokens[i].upos != "NUM" and sentence.tokens[i].lower not in listed("no_names")
    )
    named = (i for i in nouns if not negated(sentence, i))
    return tuple(
        _side_by_side(sentence, dict.fromkeys(phrase(sentence, i, without=range(c.first, c.last)) for i in named))
    )


def _side_by_side(sentence: Sentence, spans: Iterable[Span]) -> list[Span]:
    """Spans that stand side by side are of one name: SAUDI-LED COALITION jets."""
    joined: list[Span] = []
    for start, end in spans:
        between = [t for t in sentence.tokens if joined and joined[-1][1] <= t.start and t.end <= start]
        near = bool(joined) and start - joined[-1][1] >= 0 and all(t.text in "-–" or t.lower == "led" for t in between)
        if near:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def behind(sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """Who stands behind the weapon that the characters `[start, end)` name: an ARMY jet; none where it is no weapon."""
    arms = weapons(sentence, 0, len(sentence.tokens))
    words = sentence.words_in(start, end)
    held = [m for m in arms for t in words if m.head == t.i]
    return tuple(phrase(sentence, k) for m in held for k in wielders(sentence, m.head, tuple(arms)) if k != m.head)


def goes_on(sentence: Sentence, i: int) -> bool:
    """Does what word `i` names still go on: the five are STILL being held?"""
    return status(sentence, i, 0, len(sentence.tokens), None)[0] == "ongoing"


def is_help(sentence: Sentence, i: int) -> bool:
    """Does word `i` name goods that help people: food, blankets, blood?"""
    return of_class(sentence, i, "SUPPLIES")


def is_of_deed(sentence: Sentence) -> bool:
    """Is the subject of the sentence a deed: the WAR broke out?"""
    root = next((t.i for t in sentence.tokens if t.head < 0), None)
    own = kids(sentence, root, "nsubj") if root is not None else ()
    return any(sentence.tokens[k].lower in listed("deeds") for k in own)


def _are_only_men(sentence: Sentence, i: int) -> bool:
    """Are they people or a force, and no convoy or column of somebody's?"""
    return are_men(sentence, i) and sentence.tokens[i].lower not in listed("bands")


def are_hit(sentence: Sentence, i: int) -> bool:
    """May word `i` name whom an attack hits, by no name of their own: the displaced, lorries, a convoy?"""
    return are_men(sentence, i) or of_class(sentence, i, "VEHICLE", "PARTIES")
