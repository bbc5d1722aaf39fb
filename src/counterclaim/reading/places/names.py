"""Which words name places: those that the model labels, and those that the gazetteer knows where a place must stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Label, Sentence, Token
from counterclaim.reading.places.model import Hint, Name

LONGEST = 4
"""Words that a name without a label may have."""
KNOWN_PEOPLE = 5_000
"""A name that the model takes for somebody's is a place after "in" where it has this many people."""
_ENDING = frozenset({"'s", "’s", "s'", "and", "or", "of", "in", "the"})
_JOINING = frozenset({"-", "'", "’", "al", "el", "de", "of", "and", "the", "du", "la", "ez", "as", "ash"})


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """The names of places in the order of the text; none overlaps another."""
    surnames = _surnames(document)
    found = [_in_sentence(sentence, gazetteer, surnames) for sentence in document.sentences]
    known = {_written(document.sentences[name.sentence], name.first, name.last) for group in found for name in group}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(known, key=lambda words: (-len(words), words)):
        by_first.setdefault(words[0], []).append(words)
    for sentence, group in zip(document.sentences, found, strict=True):
        group.extend(_repeated(sentence, group, by_first, gazetteer))
        group.sort(key=lambda name: name.first)
    return tuple(name for group in found for name in group)


def _surnames(document: Document) -> frozenset[str]:
    """The last words of people's full names."""
    return frozenset(
        sentence.tokens[label.last - 1].text
        for sentence in document.sentences
        for label in sentence.names
        if label.label == "PER" and label.last - label.first > 1
    )


def _written(sentence: Sentence, first: int, last: int) -> tuple[str, ...]:
    return tuple(token.text for token in sentence.tokens[first:last])


def _repeated(
    sentence: Sentence, group: Sequence[Name], known: Mapping[str, Sequence[tuple[str, ...]]], gazetteer: Gazetteer
) -> Iterator[Name]:
    """Names that the report has elsewhere as a place's and that nothing marks here; `known` are those by first word."""
    taken = {i for name in group for i in range(name.first, name.last)}
    taken |= {i for label in sentence.names if label.last - label.first > 1 for i in range(label.first, label.last)}
    for i, token in enumerate(sentence.tokens):
        for words in known.get(token.text, ()):
            last = i + len(words)
            if _written(sentence, i, last) == words and not taken & set(range(i, last)):
                taken |= set(range(i, last))
                yield _name(sentence, i, last, gazetteer, labelled=False)


def given(document: Document, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Names whose characters are known already; without those that no sentence holds or that have no capital."""
    found = []
    for start, end in sorted(spans):
        sentence = document.sentence_at(start)
        words = [t.i for t in sentence.tokens if t.start < end and t.end > start] if sentence else []
        if sentence and words and any(letter.isupper() for letter in document.text[start:end]):
            name = _name(sentence, words[0], words[-1] + 1, gazetteer, labelled=True)
            found.append(replace(name, start=start, end=end))
    return tuple(found)


def _in_sentence(sentence: Sentence, gazetteer: Gazetteer, surnames: frozenset[str]) -> list[Name]:
    taken = [False] * len(sentence.tokens)
    found: list[Name] = []
    for label in sentence.names:
        for i in range(label.first, label.last):
            taken[i] = True
        if not _is_somebody(sentence, label, surnames):
            found.extend(_from_label(sentence, label, gazetteer))
    found.extend(_after_prepositions(sentence, gazetteer, taken))
    return sorted(found, key=lambda name: name.first)


def _is_somebody(sentence: Sentence, label: Label, surnames: frozenset[str]) -> bool:
    """Is it a word that ends a person's full name in this report, where no preposition of place stands before it?"""
    alone = label.last - label.first == 1 and sentence.tokens[label.first].text in surnames
    return alone and preposition(sentence, label.first) not in words_for("locative")


def _from_label(sentence: Sentence, label: Label, gazetteer: Gazetteer) -> Iterator[Name]:
    if label.label == "LOC" and (owner := _possessive_in(sentence, label)):
        yield from _from_label(sentence, Label(label.first, owner, label.label), gazetteer)
        yield from _from_label(sentence, Label(owner + 1, label.last, label.label), gazetteer)
        return
    first, last = _trimmed(sentence, label.first, label.last)
    if first >= last or _is_never(sentence, first, last):
        return
    first = _directed(sentence, first, last, gazetteer)
    called = first > 0 and sentence.tokens[first - 1 - _is_of(sentence, first - 1)].text in words_for("settlement")
    if label.label == "LOC" or (label.label == "PER" and called):
        yield _name(sentence, first, last, gazetteer, labelled=True)
    elif label.label in ("PER", "ORG", "NORP") and _stands_as_place(sentence, first, last, gazetteer):
        yield _name(sentence, first, last, gazetteer, labelled=False)


def _is_of(sentence: Sentence, i: int) -> bool:
    return i > 0 and sentence.tokens[i].lower == "of"


def _possessive_in(sentence: Sentence, label: Label) -> int:
    """Where two places are labelled as one, "Aden's Crater", the ending between them; 0 where there is none."""
    inside = range(label.first + 1, label.last - 1)
    return next(
        (i for i in inside if sentence.tokens[i].lower in ("'s", "’s") and not _names_as_one(sentence, label)), 0
    )


def _names_as_one(sentence: Sentence, label: Label) -> bool:
    """Is it one name, as "St Mary's Hospital", rather than a place of a place?"""
    return is_kind_word(sentence.tokens[label.last - 1].lower) and sentence.tokens[label.last - 1].text[:1].isupper()


def _trimmed(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Without articles, possessive endings and words of direction around the name."""
    tokens = sentence.tokens
    while first < last and (tokens[first].lower in ("the", "a", "an") or not _has_letter(tokens[first])):
        first += 1
    while first < last and (tokens[last - 1].lower in _ENDING or not _has_letter(tokens[last - 1])):
        last -= 1
    while last - first > 1 and tokens[last - 1].lower in words_for("qualifying"):
        last -= 1
    while last - first > 1 and tokens[first].text[:1].islower() and tokens[first].lower in words_for("direction"):
        first += 1
    if last - first > 2 and tokens[first + 1].lower == "of" and tokens[first].text.islower():
        first += 2 if is_kind_word(tokens[first].lower) else 0
    while last - first > 1 and tokens[last - 1].lower == tokens[last - 1].text in words_for("direction"):
        last -= 1
    return first, last


def _is_never(sentence: Sentence, first: int, last: int) -> bool:
    return all(t.lower.strip(".") in words_for("never") for t in sentence.tokens[first:last])


def _stands_as_place(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Does a name that the model takes for somebody's stand where a place must, and is it a well-known one?"""
    known = gazetteer.lookup(_text(sentence, first, last), fuzzy=False)
    if any(entry.kind in ("country", "region") for entry in known):
        return True
    if known and _is_explained(sentence, last):
        return True
    placed = preposition(sentence, first) in words_for("locative") or _is_undergoing(sentence, first, last)
    placed = placed or _is_taken(sentence, first) or _is_within(sentence, last, gazetteer)
    placed = placed or bool(_hint_before(sentence, first))
    return placed and any(map(_well_known, known))


def _is_taken(sentence: Sentence, first: int) -> bool:
    """Does "shelled", "captured" or the like stand before it?"""
    return first > 0 and sentence.tokens[first - 1].lower in words_for("taking")


def _is_within(sentence: Sentence, last: int, gazetteer: Gazetteer) -> bool:
    """Does ", in Syria" or ", Syria," follow?"""
    rest = [token.text for token in sentence.tokens[last : last + 4] if token.lower != "in"]
    if len(rest) < 2 or rest[0] != ",":
        return False
    return any(
        (entry := gazetteer.country(text)) and entry.kind == "country" for text in (rest[1], " ".join(rest[1:3]))
    )


def _befallen(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Is it a well-known place of which "came under fire" or the like is told?"""
    if not _is_undergoing(sentence, first, last):
        return False
    return any(map(_well_known, gazetteer.lookup(_text(sentence, first, last), fuzzy=False)))


def _is_undergoing(sentence: Sentence, first: int, last: int) -> bool:
    subjects = (t for t in sentence.tokens[first:last] if t.dep.startswith("nsubj"))
    return any(
        undergoes(sentence, t.head) or ("pass" in t.dep and sentence.tokens[t.head].lower in words_for("taking"))
        for t in subjects
    )


def undergoes(sentence: Sentence, verb: int) -> bool:
    """Does the subject of the verb have something done to it: "X fell", "X came under fire"?"""
    low = sentence.tokens[verb].lower
    follows = sentence.tokens[verb + 1].lower if verb + 1 < len(sentence.tokens) else ""
    held = follows == "in" and any(token.lower == "hands" for token in sentence.tokens[verb + 2 : verb + 5])
    return low in words_for("undergoing") or held or (low in words_for("coming") and follows == "under")


def _well_known(entry: Entry) -> bool:
    return entry.population >= KNOWN_PEOPLE or entry.kind in ("admin1", "region", "country") or entry.own


def _after_prepositions(sentence: Sentence, gazetteer: Gazetteer, taken: list[bool]) -> Iterator[Name]:
    """Names without a label after a preposition of place or a word such as "village of", or before "region"."""
    last = 0
    for i in sentence.capitals:
        if i >= last and not taken[i] and sentence.tokens[i].lower.strip(".") not in words_for("never"):
            last = _longest_known(sentence, i, gazetteer, taken)
            if last > i and (_announced(sentence, i, last) or _befallen(sentence, i, last, gazetteer)):
                yield _name(sentence, i, last, gazetteer, labelled=False)


def _longest_known(sentence: Sentence, i: int, gazetteer: Gazetteer, taken: list[bool]) -> int:
    tokens = sentence.tokens
    ends: list[int] = []
    for token in tokens[i : i + LONGEST]:
        if taken[token.i]:
            break
        if token.text[:1].isupper():
            ends.append(token.i + 1)
        elif token.lower not in _JOINING:
            break
    for last in reversed(ends):
        known = gazetteer.lookup(_text(sentence, i, last), fuzzy=False)
        if known and (last - i > 1 or tokens[i].upos in ("PROPN", "X")):
            return last
    return i


def _announced(sentence: Sentence, first: int, last: int) -> bool:
    before = preposition(sentence, first)
    after = sentence.tokens[last].lower if last < len(sentence.tokens) else ""
    if after in words_for("unit") and after not in ("state", "city") and _has_letter(sentence.tokens[first]):
        return True
    if before in words_for("locative") - {"by", "over", "under"} or _hint_before(sentence, first):
        return True
    if before == "from" and after in words_for("goal"):
        return True
    return _is_taken(sentence, first) or _is_explained(sentence, last)


def _is_explained(sentence: Sentence, last: int) -> bool:
    """Does ", a town near ..." or ", 30 km south of ..." follow?"""
    rest = [token.lower for token in sentence.tokens[last : last + 6]]
    if len(rest) < 3 or rest[0] != ",":
        return False
    if any(word in words_for("distance") for word in rest[2:4]):
        return True
    return rest[1] in ("a", "the") and any(word in words_for("settlement") for word in rest[2:5])


def preposition(sentence: Sentence, first: int) -> str:
    """The preposition that governs a name from its left, across "the eastern city of"; empty where none does."""
    tokens = sentence.tokens
    i = first - 1
    while i >= 0 and first - i <= 9:
        low = tokens[i].lower
        if low == "of" and i and is_kind_word(tokens[i - 1].lower):
            if tokens[i - 1].lower in words_for("direction") or tokens[i - 1].lower in words_for("edge"):
                return "near"
            i -= 1
            continue
        if low in _governing() or tokens[i].upos == "ADP":
            return low
        if not _is_between(sentence, i):
            return ""
        i -= 1
    return ""


@cache
def _governing() -> frozenset[str]:
    """Prepositions before places."""
    return words_for("locative") | words_for("source") | words_for("goal")


def is_kind_word(low: str) -> bool:
    """Does a word say what kind of place a name is, or which part of it?"""
    return low in _kind_words() or low.removesuffix("s") in _kind_words()


@cache
def _kind_words() -> frozenset[str]:
    groups = ("settlement", "unit", "area", "facility", "edge", "direction", "part", "front")
    return frozenset().union(*map(words_for, groups))


def _is_between(sentence: Sentence, i: int) -> bool:
    """May a word stand between a preposition and the name: articles, adjectives, kinds of places and words for them?"""
    token, following = sentence.tokens[i], sentence.tokens[i + 1]
    if token.upos in ("DET", "ADJ") or token.dep in ("amod", "det") or token.lower in ("'s", "’s"):
        return True
    return is_kind_word(token.lower) or (token.upos in ("NOUN", "PROPN") and is_kind_word(following.lower))


def _hint_before(sentence: Sentence, first: int) -> Hint:
    tokens = sentence.tokens
    at = first - 1
    if at >= 1 and tokens[at].lower == "of":
        at -= 1
    elif at < 0 or not is_kind_word(tokens[at].lower):
        return ""
    return _hint_of(tokens[at].lower)


def _hint_of(low: str) -> Hint:
    singular = low.removesuffix("s")
    groups: tuple[tuple[str, Hint], ...] = (
        ("settlement", "settlement"), ("unit", "unit"), ("facility", "facility"), ("area", "area"),
    )  # fmt: skip
    return next((hint for group, hint in groups if low in words_for(group) or singular in words_for(group)), "")


def _hint_after(sentence: Sentence, last: int) -> Hint:
    tokens = sentence.tokens
    for i in range(last, min(last + 3, len(tokens))):
        if tokens[i].upos not in ("NOUN", "PROPN", "ADJ") or (tokens[i].text[:1].isupper() and i > last):
            break
        if hint := _hint_of(tokens[i].lower):
            return hint
    return ""


def _name(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer, *, labelled: bool) -> Name:
    """The name with its hint; a word of kind at its end belongs to the hint, not to the bare name."""
    tokens = sentence.tokens
    first = _undirected(sentence, first, last, gazetteer)
    last = _extended(sentence, first, last, gazetteer)
    after = _hint_after(sentence, last)
    hint = after if after == "unit" else _hint_before(sentence, first) or after
    end = last
    own = _hint_of(tokens[last - 1].lower) if last - first > 1 else ""
    if own in ("unit", "area", "facility") and tokens[last - 1].lower != "city":
        hint, end = own, last - 1
    start, stop = tokens[first].start, tokens[last - 1].end
    text, bare = _text(sentence, first, last), _text(sentence, first, end)
    return Name(sentence.index, first, last, start, stop, text, bare, hint, labelled)


def _undirected(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Without the direction of "Northern Lebanon", where no place has the whole name and an area has the rest."""
    if last - first < 2 or sentence.tokens[first].lower not in words_for("direction"):
        return first
    if gazetteer.lookup(_text(sentence, first, last), fuzzy=False):
        return first
    rest = gazetteer.lookup(_text(sentence, first + 1, last), fuzzy=False)
    return first + 1 if any(entry.kind in ("country", "region") for entry in rest) else first


def _directed(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> int:
    """With the direction before the name that belongs to it: "South Ossetia" is more than Ossetia."""
    if first == 0 or not sentence.tokens[first - 1].text[:1].isupper():
        return first
    if sentence.tokens[first - 1].lower not in words_for("direction"):
        return first
    return first - 1 if gazetteer.lookup(_text(sentence, first - 1, last), fuzzy=False) else first


def _extended(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> int:
    """With the word of kind that belongs to a name: "Lachin corridor" is more than Lachin."""
    tokens = sentence.tokens
    if last < len(tokens) and _hint_of(tokens[last].lower) in ("area", "facility"):
        longer = gazetteer.lookup(_text(sentence, first, last + 1), fuzzy=False)
        if any(entry.kind in ("region", "facility", "water", "other") for entry in longer):
            return last + 1
    return last


def _text(sentence: Sentence, first: int, last: int) -> str:
    """The words of `[first, last)` as the report has them, joined where they are joined there."""
    parts = []
    for before, token in zip((None, *sentence.tokens[first:]), sentence.tokens[first:last], strict=False):
        parts.append(("" if before is None or before.end == token.start else " ") + token.text)
    return "".join(parts)


def _has_letter(token: Token) -> bool:
    return any(letter.isalpha() for letter in token.text)


def key_of(name: Name) -> str:
    """Names of one key in one report are one place: a unit is apart from the town that it is named after."""
    return fold(name.text) + (" unit" if name.hint == "unit" else "")
