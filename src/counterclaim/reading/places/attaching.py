"""Which place an event has: the one that its clause names for it, or one that it takes up from before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.knowledge.inflection import verb_forms
from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.evidence import lies_in
from counterclaim.reading.places.grouping import INSIDE, is_chain
from counterclaim.reading.places.model import PlaceMention, Role
from counterclaim.reading.places.names import is_kind_word
from counterclaim.reading.places.relations import head_of

ROLE_WEIGHT: dict[Role, float] = {
    "place": 3.0,
    "object": 2.0,
    "goal": 1.0,
    "of": 1.0,
    "modifier": 1.0,
    "other": 0.0,
    "source": -1.0,
    "agent": -9.0,
}
"""How readily a role gives an event its place; a source does so only where nothing else stands."""
PRECISION_WEIGHT = {"exact": 1.0, "near": 0.9, "admin2": 0.7, "region": 0.5, "admin1": 0.5, "country": 0.0}
SIZE = {
    "country": 4,
    "region": 3,
    "admin1": 3,
    "admin2": 2,
    "water": 3,
    "town": 1,
    "village": 1,
    "facility": 0,
    "other": 1,
}
"""Which kinds can lie in which."""
BELOW, NESTED, BESIDE, APART = 3.0, 1.5, 2.0, 0.5
OFFSET = 2.0
WAY = 10
"""Words of "X, a village some 30 kilometres north-east of Y" between the two."""
LIVE = 3
"""Entries with their hours that make a live page."""
WITNESS = 9
"""Words from "according to" to the end of whom it names."""
LEAST = 2.0
"""A place of an event has at least this: a preposition of place in its clause, or a word of the event above it."""


def place_for(
    document: Document, mentions: Sequence[PlaceMention], start: int, end: int, anchor: int
) -> PlaceMention | None:
    """The place of the event named at character `anchor` of the clause `[start, end)`; null where it has none."""
    sentence = document.sentence_at(anchor)
    if sentence is None:
        return None
    event = _word_at(sentence, anchor)
    inside = [m for m in mentions if m.sentence == sentence.index and start <= m.start and m.end <= end]
    inside = [m for m in inside if not any(_contains(m, other) or _explains(sentence, m, other) for other in inside)]
    inside = [m for m in inside if not _is_sources(sentence, m, event)]
    scored = [(_score(sentence, m, event), -abs(m.first - event), m) for m in inside]
    best = max(scored, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] >= LEAST else None


def _contains(area: PlaceMention, other: PlaceMention) -> bool:
    """Is the other a finer place within the area, named as where something is?"""
    if other.role in ("agent", "source"):
        return False
    if _is_put_into(other, area):
        return True
    return SIZE[other.entry.kind] < SIZE[area.entry.kind] and lies_in(other.entry, area.entry)


def _is_put_into(other: PlaceMention, area: PlaceMention) -> bool:
    """Has a place that no list knows the point of the unit that the report puts it into?"""
    same = (other.entry.lat, other.entry.lon) == (area.entry.lat, area.entry.lon)
    return same and other.entry.geonameid is None and other.entry.name != area.entry.name and other.start < area.start


def _is_placed_by(sentence: Sentence, mention: PlaceMention, other: PlaceMention) -> bool:
    """Does it follow the other as where that lies: "X village in the Y township", "X, north of Y"?"""
    between = sentence.tokens[other.last : mention.first]
    lies = any(token.lower in INSIDE | words_for("distance") | words_for("direction") for token in between)
    if not lies or other.last >= mention.first:
        return False
    way = between[-1].lower in ("of", "from") and len(between) <= WAY and not any(t.upos == "VERB" for t in between)
    return way or is_chain(sentence, other, mention)


def _adds_to(sentence: Sentence, mention: PlaceMention, other: PlaceMention) -> bool:
    """Does it say no more than where the other lies, or what that lies in?"""
    return _explains(sentence, mention, other) or (mention is not other and _contains(mention, other))


_EXPLAINING = ("nmod", "nmod:unmarked", "appos", "compound", "flat", "dep")


def _explains(sentence: Sentence, mention: PlaceMention, other: PlaceMention) -> bool:
    """Does it only tell where the other lies: the valley of "in X, a village in the Y valley"?"""
    if mention is other or SIZE[other.entry.kind] > SIZE[mention.entry.kind] or other.role in ("agent", "modifier"):
        return False
    if _is_placed_by(sentence, mention, other):
        return True
    top = head_of(sentence, other.first, other.last)
    return top in _phrases_above(sentence, head_of(sentence, mention.first, mention.last), _EXPLAINING)


def _phrases_above(sentence: Sentence, i: int, relations: tuple[str, ...]) -> list[int]:
    """The words above word `i` as far as these relations lead, nearest first."""
    found: list[int] = []
    while sentence.tokens[i].dep in relations and sentence.tokens[i].head >= 0 and sentence.tokens[i].head not in found:
        i = sentence.tokens[i].head
        found.append(i)
    return found


def _is_sources(sentence: Sentence, mention: PlaceMention, event: int | None) -> bool:
    """Is it where a speaker sits or spoke ("the ministry in X raised the toll", "said in X") and not where `event` is?

    Null for an event asks whether it may be one at all.
    """
    if _follows_speaking(sentence, mention) or _is_of_witness(sentence, mention):
        return True
    top = _top_noun(sentence, head_of(sentence, mention.first, mention.last))
    verb = sentence.tokens[top].head
    if verb < 0 or verb == event or sentence.tokens[verb].lower not in _saying():
        return False
    speaks = sentence.tokens[verb].lower in words_for("speaking") and (mention.first > verb or event is None)
    if not speaks and not sentence.tokens[top].dep.startswith("nsubj"):
        return False
    if event is None or sentence.tokens[event].upos == "VERB":
        return True
    return _top_noun(sentence, event) != top


def _is_of_witness(sentence: Sentence, mention: PlaceMention) -> bool:
    """Does it tell whose words they are: "according to a resident of X", "a doctor in X by text:"?"""
    before = [token.lower for token in sentence.tokens[max(mention.first - WITNESS, 0) : mention.first]]
    at = next((i for i in reversed(range(1, len(before))) if before[i - 1 : i + 1] == ["according", "to"]), None)
    return at is not None and not any(word in (",", ";", ".", ":", "-", "–", "—") for word in before[at:])


def _follows_speaking(sentence: Sentence, mention: PlaceMention) -> bool:
    """Does it stand right behind the verb: "said in X there would be no talks"?"""
    before = sentence.tokens[max(mention.first - 2, 0) : mention.first]
    return len(before) == 2 and before[0].lower in words_for("speaking") and before[1].upos == "ADP"


def _top_noun(sentence: Sentence, i: int) -> int:
    """The noun that heads the whole phrase of word `i`."""
    above = _phrases_above(sentence, i, (*_EXPLAINING, "nmod:poss", "amod", "conj", "nummod"))
    nouns = [i, *above]
    return next((a for a, b in pairwise(nouns) if sentence.tokens[b].upos == "VERB"), nouns[-1])


@cache
def _saying() -> frozenset[str]:
    """The forms of verbs that tell, judge or count what happened."""
    return frozenset(form for verb in load("times")["reactions"] for form in verb_forms(verb))


def _word_at(sentence: Sentence, anchor: int) -> int:
    return next((t.i for t in sentence.tokens if t.end > anchor), len(sentence.tokens) - 1)


def _score(sentence: Sentence, mention: PlaceMention, event: int) -> float:
    if head_of(sentence, mention.first, mention.last) == _told_of(sentence, event):
        return ROLE_WEIGHT["place"] + BELOW + PRECISION_WEIGHT[mention.place.precision]
    role = ROLE_WEIGHT[mention.role]
    tie = _tie(sentence, head_of(sentence, mention.first, mention.last), event)
    if mention.role in ("object", "of", "modifier", "goal") and tie < BELOW:
        role = min(role, 0.0)
    if mention.role == "modifier" and mention.place.precision == "country":
        return -9.0
    return role + tie + PRECISION_WEIGHT[mention.place.precision] - (OFFSET if _is_offset(mention) else 0.0)


def _told_of(sentence: Sentence, event: int) -> int:
    """The noun that a clause with "where" tells of, in which the event is: X, WHERE troops laid down arms; else -1."""
    for i in (event, *_ancestors(sentence, event)):
        token = sentence.tokens[i]
        if token.dep == "acl:relcl":
            where = any(sentence.tokens[k].lower == "where" for k in sentence.children[i])
            return token.head if where else -1
        opening = next((k for k in sentence.children[i] if sentence.tokens[k].lower == "where"), 0)
        if opening > 1 and sentence.tokens[opening - 1].text == ",":
            return opening - 2
    return -1


def _is_offset(mention: PlaceMention) -> bool:
    """Does the report say how far or which way from it: "30 km south of X"? A place that is named beats that."""
    words = (mention.place.relation or "").lower().split()
    return any(word in words_for("direction") | words_for("distance") for word in words)


def _tie(sentence: Sentence, word: int, event: int) -> float:
    """How the tree ties a name to the event: below it, below the verb that the event belongs to, or not at all."""
    above = _ancestors(sentence, word)
    if event in above or event == word:
        between = above[: above.index(event)] if event in above else []
        nested = any(sentence.tokens[i].dep == "advcl" for i in between)
        return NESTED if nested else BELOW
    verb = next((i for i in _ancestors(sentence, event) if sentence.tokens[i].upos in ("VERB", "AUX")), event)
    nearest = next((i for i in above if sentence.tokens[i].upos in ("VERB", "AUX")), -1)
    return BESIDE if verb == nearest else APART


def _ancestors(sentence: Sentence, i: int) -> list[int]:
    """The words above word `i`, nearest first."""
    found: list[int] = []
    at = sentence.tokens[i].head
    while at >= 0 and at not in found:
        found.append(at)
        at = sentence.tokens[at].head
    return found


def carried_place(
    document: Document, mentions: Sequence[PlaceMention], start: int, end: int, anchor: int
) -> PlaceMention | None:
    """A place named before that the clause takes up: "the town", "there", "the hospital", "the strike".

    Null unless exactly one place of that kind was named last.
    """
    sentence = document.sentence_at(anchor)
    if sentence is None:
        return None
    words = [t for t in sentence.words_in(start, end) if _may_take_up(t.lower)]
    definite = _is_definite(sentence, _word_at(sentence, anchor))
    if not words and not definite:
        return None
    told = [
        m
        for m in mentions
        if m.start < start and m.role not in ("agent", "goal") and m.place.precision != "country"
        if _is_of_entry(document, m, sentence)
        if m.sentence < 0 or not _is_sources(document.sentences[m.sentence], m, None)
    ]
    beside: dict[int, list[PlaceMention]] = {}
    for mention in told:
        beside.setdefault(mention.sentence, []).append(mention)
    told = [
        m for m in told if not any(_adds_to(document.sentences[m.sentence], m, other) for other in beside[m.sentence])
    ]
    before = [m for m in told if m.role != "source"]
    for token in words:
        if _is_ours(sentence, token.i) and (home := _last(told, sentence.index, _KINDS["settlement"])):
            return home
        if called := _called_so(document, before, sentence, token.i):
            return called
        kinds = _taken_up(sentence, token.i)
        if kinds and (found := _last(before, sentence.index, kinds)):
            return found
    return _only(before) if definite else None


def _is_of_entry(document: Document, mention: PlaceMention, sentence: Sentence) -> bool:
    """Does it stand in the same entry of a live page, or above all of them? Elsewhere any place may."""
    entries = document.entries
    if mention.sentence < 0 or not entries or entries[-1] < LIVE:
        return True
    return entries[document.sentences[mention.sentence].block] in (0, entries[sentence.block])


def _called_so(document: Document, before: Sequence[PlaceMention], sentence: Sentence, i: int) -> PlaceMention | None:
    """The last place that the report has called what "the camp", "the city" or "the market" takes up."""
    low = sentence.tokens[i].lower
    if (
        low in words_for("line")
        or not is_kind_word(low)
        or not _is_definite(sentence, i)
        or _is_followed_by_of(sentence, i)
    ):
        return None
    named = (m for m in reversed(before) if m.sentence >= 0 and low in _kind_words(document.sentences[m.sentence], m))
    return next(named, None)


def _is_followed_by_of(sentence: Sentence, i: int) -> bool:
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower == "of"


def _kind_words(sentence: Sentence, mention: PlaceMention) -> set[str]:
    """The words for what it is in a place's name and beside it: "Abu Shouk camp", "the market of Kadugli"."""
    tokens = sentence.tokens
    words = {token.lower for token in tokens[mention.first : mention.last + 1]}
    tying = ("of", "in") if SIZE[mention.entry.kind] <= SIZE["town"] else ("of",)
    first = mention.first - (mention.first > 0 and tokens[mention.first - 1].lower == "the")
    if first > 1 and tokens[first - 1].lower in tying:
        words.add(tokens[first - 2].lower)
    return words


_KINDS: dict[str, tuple[str, ...]] = {
    "settlement": ("town", "village"),
    "area": ("region", "admin1", "admin2"),
    "facility": ("facility", "town", "village", "other"),
}


_SPOTS = ("area", "place", "spot", "vicinity")
"""Words that take up a place of any kind behind "the same"."""


def _may_take_up(low: str) -> bool:
    """Is it a word that a place may be taken up by at all?"""
    return is_kind_word(low) or low == "there" or low in _SPOTS


def _taken_up(sentence: Sentence, i: int) -> tuple[str, ...]:
    """The kinds of places that a word takes up: "there", "the town", "the region"."""
    low = sentence.tokens[i].lower
    if low == "there" and sentence.tokens[i].dep != "expl":
        return ("town", "village", "facility", "other", "region", "admin1", "admin2")
    if not _is_definite(sentence, i) or _is_followed_by_of(sentence, i) or low in words_for("line"):
        return ()
    if low in _SPOTS and sentence.tokens[i - 1].lower == "same":
        return ("town", "village", "facility", "other")
    return next((kinds for group, kinds in _KINDS.items() if low in words_for(group)), ())


def _is_ours(sentence: Sentence, i: int) -> bool:
    """Is it the home of whoever speaks or has fled: "our village", "their town"?"""
    owner = sentence.tokens[i - 1].lower if i else ""
    return owner in ("our", "their") and sentence.tokens[i].lower in words_for("settlement") - {"capital", "port"}


def _is_definite(sentence: Sentence, i: int) -> bool:
    """Does "the", "this", "that" or "the same" stand before a noun, with no verb between?"""
    if sentence.tokens[i].upos != "NOUN":
        return False
    for token in reversed(sentence.tokens[max(i - 3, 0) : i]):
        if token.lower in ("the", "this", "that", "same"):
            return True
        if token.upos in ("VERB", "AUX", "ADP"):
            return False
    return False


def _last(before: Sequence[PlaceMention], sentence: int, kinds: tuple[str, ...]) -> PlaceMention | None:
    """The place of such a kind in the nearest sentence that names just one, at most three back or the headline."""
    fitting = [m for m in before if m.entry.kind in kinds]
    for index in sorted({m.sentence for m in fitting}, reverse=True):
        group = {_spot(m): m for m in fitting if m.sentence == index}
        if sentence - index > 3 and index > 1:
            continue
        return next(iter(group.values())) if len(group) == 1 else None
    return None


def _only(before: Sequence[PlaceMention]) -> PlaceMention | None:
    """The one settlement or facility that has been named, where there is no other."""
    fine = {_spot(m): m for m in before if m.place.precision in ("exact", "near")}
    return next(iter(fine.values())) if len(fine) == 1 else None


def _spot(mention: PlaceMention) -> tuple[float, float] | str:
    """What tells one place from another: its point, else its name."""
    lat, lon = mention.place.lat, mention.place.lon
    return (lat, lon) if lat is not None and lon is not None else mention.place.name
