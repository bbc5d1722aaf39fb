"""Is a report about an armed conflict at all, and which of its own sentences are claims?

Sport, markets, courts, games and films speak in the words of war. What tells them apart is who is about: those who
fight and those it befalls are hardly ever figures of speech, coaches, shares and players hardly ever at the front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import get_args

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.actors import load_actors
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events.model import Trigger
from counterclaim.reading.events.patterns import forms
from counterclaim.records import EventType

ACTOR, WAR, HARM, TOPIC = 2.0, 1.5, 0.5, 1.5
"""Weights of a word that is found: the development sets of reports and their decoys lie well apart with them."""

POWER = 1.7
"""How fast the words of one topic add up: one is chance, four are a subject."""

CHANCE = 250
"""Words of text in which one word of any topic stands by chance."""

CLEAR = 1.5
"""Least evidence where nothing speaks against it: one who fights or a word of war."""

LITERAL = 2.0
"""Score of a text that says two kinds of things that are said of a war only, whatever else it speaks of."""

NEAR = 4
"""Words between a word of war and a thing that no war is fought with, at most, for the one to be said of the other."""

_STOP = re.compile(r"[.!?;:\n]")
_GAP = r"(?:\S+\s+){0,3}?"
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds|thousands|tens"
    r"|several|many|no one|nobody|bod(?:y|ies)|corpses?)\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:no (?:immediate|independent|further)|did not (?:respond|reply|comment)|could not (?:be|independently))\b",
    re.IGNORECASE,
)
_EVENTFUL = frozenset(get_args(EventType)) - {"casualties", "other"}


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much speaks for a report on an armed conflict (`score`, above 0 for it), why, and the decision."""

    score: float
    reason: str
    conflict: bool


def quick(text: str) -> bool:
    """Does any word of conflict stand in the text? Cheap, and in doubt yes: where it says no, no model need look."""
    return _words("quick").search(text) is not None


def relevance(document: Document) -> Relevance:
    """Whether the report as a whole is about an armed conflict."""
    text = "\n".join(document.text[b.start : b.end] for b in document.blocks if b.kind not in ("boilerplate", "byline"))
    return judge(text or document.text)


def judge(text: str) -> Relevance:
    """The same for a bare text."""
    literal = _figurative().sub(" ", text)
    borrowed = _borrowed(literal)
    actors, war, harms = (_found(name, _without(literal, borrowed)) for name in ("actors", "war", "harms"))
    topics = {name: found for name in lexicons.load("relevance")["topics"] if (found := _found(name, literal))}
    against = [word for found in topics.values() for word in found]
    for_it = ACTOR * len(actors) + WAR * len(war) + HARM * len(harms)
    score = for_it - TOPIC * (_weight(topics, len(text.split())) + len(borrowed))
    harmed = bool(harms) and len(against) <= len(harms) and score > 0
    plain = _literal_kinds(text)
    natural = [word for name in lexicons.load("relevance")["nature"] for word in topics.get(name, ())]
    if not war and len(natural) > 1 and not plain.keys() - {"toll"}:
        return Relevance(min(score, 0.0), f"no deed of war, and {_some(natural)}", False)
    if len(plain) > 1:
        return Relevance(max(score, LITERAL), f"said of a war: {_some(list(plain.values()))}", True)
    conflict = (for_it >= CLEAR and bool(actors or war) and score > 0) or harmed
    return Relevance(score, f"for: {_some(actors + war + harms)}; against: {_some(against)}", conflict)


def _borrowed(text: str) -> list[tuple[int, int]]:
    """Where words of war stand with what no war is fought with: an army of locusts, a scallop war."""
    things = [m.span() for m in _words("things").finditer(text)]
    plight = tuple(lexicons.load("relevance")["plight"])
    words = (m for name in ("actors", "war") for m in _words(name).finditer(text))
    found = [m.span() for m in words if not m.group().lower().startswith(plight)]
    return [span for span in dict.fromkeys(found) if any(_beside(text, span, thing) for thing in things)]


def _beside(text: str, word: tuple[int, int], thing: tuple[int, int]) -> bool:
    """Do the two stand within NEAR words of each other in one sentence?"""
    between = text[min(word[1], thing[1]) : max(word[0], thing[0])]
    return len(between.split()) <= NEAR and not _STOP.search(between)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _literal_kinds(text: str) -> dict[str, str]:
    """{kind: one piece of it} of what the text says that is said of a war only."""
    found = {kind: m for kind, pattern in _literal().items() if (m := pattern.search(text))}
    return {kind: " ".join(m.group().split()) for kind, m in found.items()}


@cache
def _literal() -> dict[str, re.Pattern[str]]:
    kinds = dict(lexicons.load("relevance")["literal"])
    parts = kinds.pop("parts")
    named = {"named_force": _force_names()}
    for kind, rows in kinds.items():
        written = "|".join(rows)
        for part, words in parts.items():
            written = written.replace("{" + part + "}", words)
        named[kind] = re.compile(rf"\b(?:{_spaced(written)})\b", 0 if "[A-Z]" in written else re.IGNORECASE)
    return named


def _spaced(expression: str) -> str:
    """The expression with any white space for a space."""
    return expression.replace(" ?", "~").replace(" ", r"\s+").replace("~", r"\s?")


def _force_names() -> re.Pattern[str]:
    """The names of armed groups and armies that the knowledge base has."""
    forces = (e for e in load_actors().entries if e.type in ("armed_group", "military"))
    names = {name for entry in forces for name in (entry.name, *entry.aliases) if len(name) > 2 and name[0].isupper()}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n))) + r")\b")


def _weight(topics: dict[str, list[str]], words: int) -> float:
    """How much speaks for other matters: a word or two of one is in any report, many of one are its subject."""
    excess = (len(found) - words / CHANCE for found in topics.values())
    return float(sum(max(0.0, e) ** POWER - 1 for e in excess if e > 1))


def is_conflict(sentence: Sentence) -> bool | None:
    """Whether the sentence alone speaks of a conflict; null where it does not tell."""
    text = " ".join(t.text for t in sentence.tokens)
    if _literal_kinds(text):
        return True
    literal = _figurative().sub(" ", text)
    actors, war, harms = (_found(name, literal) for name in ("actors", "war", "harms"))
    against = [word for name in lexicons.load("relevance")["topics"] for word in _found(name, literal)]
    if not actors and not war and not harms:
        return False if len(against) > 1 else None
    return len(against) < 2 or ACTOR * len(actors) + WAR * len(war) + HARM * len(harms) > TOPIC * len(against)


def worth_claiming(document: Document, sentence: Sentence, triggers: Iterable[Trigger]) -> tuple[bool, str]:
    """Whether a sentence in the report's own voice is a claim: it names an event of the conflict or a toll."""
    text = document.text[sentence.start : sentence.end]
    if sentence.end <= sentence.start or text.rstrip("\"”’'").endswith("?"):
        return False, "a question"
    named = list(triggers)
    if not named:
        return False, "no event of the conflict"
    if _UNSAID.search(text):
        return False, "tells what is not known"
    if is_conflict(sentence) is False:
        return False, "about other matters"
    if any(t.type in _EVENTFUL for t in named):
        return True, f"names {next(t.type for t in named if t.type in _EVENTFUL)}"
    if any(t.type == "casualties" for t in named) and _NUMBER.search(text):
        return True, "names a toll"
    return False, "a toll without a count"


def _found(name: str, text: str) -> list[str]:
    """The different words of a list that stand in the text, in order."""
    return list(dict.fromkeys(" ".join(m.group().lower().split()).rstrip("s") for m in _words(name).finditer(text)))


@cache
def _words(name: str) -> re.Pattern[str]:
    data = lexicons.load("relevance")
    if name == "quick":
        return _alternatives([*data["actors"], *data["war"], *data["harms"], *data["faint"]])
    return _alternatives(data[name] if name in data else data["topics"][name])


def _alternatives(words: list[str]) -> re.Pattern[str]:
    written = sorted((_written(word) for word in words), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(written) + r")\b", re.IGNORECASE)


def _written(word: str) -> str:
    stem = r"[\s-]{1,3}".join(re.escape(part) for part in re.split(r"[ -]", word.rstrip("~")))
    return stem + (r"\w*" if word.endswith("~") else "s?")


@cache
def _figurative() -> re.Pattern[str]:
    rows = [_as_expression(row) for row in lexicons.load("relevance")["figurative"]]
    return re.compile(r"\b(?:" + "|".join(sorted(rows, key=len, reverse=True)) + r")\b", re.IGNORECASE)


def _as_expression(row: str) -> str:
    first, *rest = row.split()
    out = "(?:" + "|".join(map(re.escape, sorted(forms(first, "verb", {})))) + ")"
    for word in rest:
        out += r"\s+" + (_GAP if word == "*" else "(?:" + "|".join(map(re.escape, word.split("|"))) + ")")
    return out.replace(_GAP + r"\s+", _GAP)


def _some(words: list[str]) -> str:
    return ", ".join(words[:6]) if words else "nothing"
