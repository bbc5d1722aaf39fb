"""How a name of a place stands in its sentence: its role, and words such as "20 km south of"."""

from __future__ import annotations

from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Sentence, Token
from counterclaim.reading.places.model import Role
from counterclaim.reading.places.names import is_kind_word, preposition, undergoes

_SKIPPED = frozenset({"the", "a", "an", "of", "some", "about", "around", "nearly", "just", "roughly", "over"})


LABEL = 8
"""Words of a label at the head of a sentence, its colon included, at most."""


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The word of a name that hangs from a word outside it."""
    for i in range(first, last):
        if not first <= sentence.tokens[i].head < last:
            return i
    return last - 1


def role_of(sentence: Sentence, first: int, last: int) -> Role:
    """The role, from the preposition before the name where there is one, else from the tree."""
    before = preposition(sentence, first)
    if _is_joined(sentence, last):
        return "modifier"
    if is_label(sentence, first):
        return "place"
    if before == "with" and _borders(sentence, first):
        return "modifier"
    if before == "on" and first > 1 and sentence.tokens[first - 2].lower in words_for("topic"):
        return "other"
    by_preposition: Role | None = _preposition_role(before)
    if by_preposition:
        return by_preposition
    previous = _coordinated(sentence, first)
    if previous is not None:
        return role_of(sentence, previous, previous + 1)
    return _tree_role(sentence, head_of(sentence, first, last))


def _is_joined(sentence: Sentence, last: int) -> bool:
    """Does a participle join it to what it modifies: IRAN-BACKED militants, a SAUDI-LED alliance?"""
    after = sentence.tokens[last : last + 2]
    return len(after) == 2 and after[0].text in ("-", "–") and after[1].lower.endswith(("ed", "led", "run", "held"))


def is_label(sentence: Sentence, first: int) -> bool:
    """Does it open its sentence as where all that follows happened: "Kayna: ...", "Kayna, Orvessia: ..."?"""
    if first:
        return False
    colon = next((token.i for token in sentence.tokens[:LABEL] if token.text == ":"), 0)
    return colon > 0 and all(
        t.upos == "PROPN" or t.text in (",", "-", "'s", "’s") or is_kind_word(t.lower) for t in sentence.tokens[:colon]
    )


def _borders(sentence: Sentence, first: int) -> bool:
    """Is it the neighbour of "on the border with X", where nothing happens?"""
    before = [token.lower for token in sentence.tokens[max(first - 4, 0) : first]]
    return "with" in before and before[: before.index("with")][-1:] in (["border"], ["borders"], ["frontier"])


def _preposition_role(word: str) -> Role | None:
    if not word:
        return None
    groups: tuple[tuple[str, Role], ...] = (("locative", "place"), ("source", "source"), ("goal", "goal"))
    found = next((role for group, role in groups if word in words_for(group)), None)
    return found or ("of" if word == "of" else "other")


def _coordinated(sentence: Sentence, first: int) -> int | None:
    """The name before "and" or a comma that this one stands beside."""
    tokens = sentence.tokens
    if first >= 2 and tokens[first - 1].lower in ("and", "or", ",", "/") and tokens[first - 2].upos == "PROPN":
        at = first - 2
        while at > 0 and tokens[at - 1].upos == "PROPN" and tokens[at - 1].text[:1].isupper():
            at -= 1
        return at
    return None


def _tree_role(sentence: Sentence, i: int) -> Role:
    token = sentence.tokens[i]
    of_kind = False
    for _ in range(4):
        kind = _names_kind(sentence, token)
        if token.head >= 0 and (token.dep in ("conj", "appos") or kind):
            of_kind |= kind
            token = sentence.tokens[token.head]
            if before := _preposition_role(preposition(sentence, token.i)):
                return before
    if token.dep.startswith("nsubj"):
        if "pass" in token.dep or undergoes(sentence, token.head):
            return "object"
        speaks = sentence.tokens[token.head].lower in words_for("speaking")
        return "modifier" if of_kind and not speaks else "agent"
    if token.dep in ("obj", "iobj"):
        return "object"
    if token.dep in ("compound", "amod", "nmod:poss", "flat", "nmod"):
        return "modifier"
    return "place" if token.dep.startswith("obl") else "other"


def _names_kind(sentence: Sentence, token: Token) -> bool:
    """Does it hang from a word that says what it is: "the railway station of X", "X hospital"?"""
    tied = token.dep.startswith(("nmod", "compound", "flat", "amod"))
    return tied and is_kind_word(sentence.tokens[token.head].lower)


def relation_of(sentence: Sentence, first: int, last: int) -> tuple[int, str]:
    """Where the words begin that keep the point from being exact, and which they are; (first, "") where none do.

    "20 km south of X", "near X", "the outskirts of X", "between X and Y", "the hospital in X", "X railway station".
    """
    tokens = sentence.tokens
    begin, governed = first, False
    for i in range(first - 1, max(first - 10, -1), -1):
        low = tokens[i].lower
        if _is_offset(sentence, i) or low in words_for("edge") or (low in words_for("near") and not governed):
            begin = i
        elif begin < first and (low in words_for("distance") or _counts_distance(sentence, i)):
            begin = i  # how far it is: "20 km" of "20 km south of"
        elif (begin == i + 1 and _is_half(sentence, i)) or (
            low in words_for("facility") and _leads_to(sentence, i, first)
        ):
            begin = i
        elif low not in _SKIPPED and low not in words_for("settlement") and tokens[i].upos not in ("ADJ", "DET", "ADP"):
            break
        governed = governed or (tokens[i].upos == "ADP" and low != "of")
    if begin < first:
        start, end = tokens[begin].start, tokens[first - 1].end
        words = " ".join(t.text for t in tokens[begin:first] if start <= t.start and t.end <= end)
        return begin, words.replace(" - ", "-")
    if _ends_between(sentence, first):
        return first, "between"
    return first, _facility_after(sentence, last)


def _counts_distance(sentence: Sentence, i: int) -> bool:
    """Is it the number of "20 km", or the half of "half a mile"?"""
    following = [token.lower for token in sentence.tokens[i + 1 : i + 3]]
    return sentence.tokens[i].upos == "NUM" and any(word in words_for("distance") for word in following)


def _ends_between(sentence: Sentence, first: int) -> bool:
    """Is it the second name of "between X and Y"?"""
    before = [token.lower for token in sentence.tokens[max(first - 6, 0) : first]]
    return before[-1:] == ["and"] and "between" in before[:-2]


def _is_offset(sentence: Sentence, i: int) -> bool:
    """ "south" in "south of X", not in "the south"."""
    tokens = sentence.tokens
    return tokens[i].lower in words_for("direction") and i + 1 < len(tokens) and tokens[i + 1].lower in ("of", "from")


def _is_half(sentence: Sentence, i: int) -> bool:
    """Is it the "north" or the hyphen of "north-west of"?"""
    following = sentence.tokens[i + 1].lower
    if sentence.tokens[i].text in ("-", "–"):
        return following in words_for("direction")
    return following in ("-", "–") and sentence.tokens[i].lower in words_for("direction")


def _leads_to(sentence: Sentence, i: int, first: int) -> bool:
    """Is a facility's word followed by "in", "of", "at" and the name?"""
    between = [t.lower for t in sentence.tokens[i + 1 : first]]
    return bool(between) and between[0] in ("in", "of", "at", "near", "outside", "on")


def _facility_after(sentence: Sentence, last: int) -> str:
    tokens = sentence.tokens
    for i in range(last, min(last + 3, len(tokens))):
        if tokens[i].lower in words_for("facility"):
            return tokens[i].text
        if tokens[i].upos not in ("NOUN", "PROPN", "ADJ") and tokens[i].lower not in ("'s", "’s"):
            return ""
    return ""
