"""Is a report about an armed conflict at all, and which of its own sentences are claims?

Sport, markets, courts, games and films speak in the words of war. What tells them apart is who is about: those who
fight and those it befalls are hardly ever figures of speech, coaches, shares and players hardly ever at the front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, get_args

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.actors import load_actors
from counterclaim.reading import subject
from counterclaim.reading.document import Block, Document, Sentence
from counterclaim.reading.events.model import Trigger
from counterclaim.reading.events.patterns import forms
from counterclaim.reading.wordlists import Expression, Found, WordLists
from counterclaim.records import EventType

ACTOR, WAR, HARM, TOPIC = 2.0, 1.5, 0.5, 1.5
"""Weights of a word that is found: the development sets of reports and their decoys lie well apart with them."""

POWER = 1.7
"""How fast the words of one topic add up: one is chance, four are a subject."""

DISASTER = 2
"""Words of accident and weather that one report may have by chance; more of them than of war make it a disaster's."""

SEVERAL = 2
"""Different events of war that a sentence may tell of only where it means them."""

CHANCE = 250
"""Words of text in which one word of any topic stands by chance."""

CLEAR = 1.5
"""Least evidence where nothing speaks against it: one who fights or a word of war."""

LITERAL = 2.0
"""Score of a text that says two kinds of things that are said of a war only, whatever else it speaks of."""

OTHER = -0.25
"""Log odds of all words together up to which a contested text is about other matters."""

NEAR = 4
"""Words between a word of war and a thing that no war is fought with, at most, for the one to be said of the other."""

_STOP = re.compile(r"[.!?;:\n]")
_WORD = re.compile(r"\w+")
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
    """How much speaks for a report on an armed conflict (`score`, above 0 for it), why, and the decision.

    `certain` where it says things of two kinds that are said of a war only, `contested` where words of other matters
    were found.
    """

    score: float
    reason: str
    conflict: bool
    certain: bool = False
    contested: bool = False


def relevance(text: str, blocks: Iterable[Block]) -> Relevance:
    """Whether the report as a whole is about an armed conflict: cheap, so that no model need look where it is not."""
    told = "\n".join(text[b.start : b.end] for b in blocks if b.kind not in ("boilerplate", "byline"))
    return judge(told or text)


def judge(text: str) -> Relevance:
    """The same for a bare text: by its words of war, and where those alone do not decide, by all of its words."""
    judged = by_lists(text)
    open_to_doubt = judged.conflict and judged.contested and not judged.certain
    learnt = subject.about_conflict(text) if open_to_doubt else None
    if learnt is None or learnt > OTHER:
        return judged
    return Relevance(learnt, f"{judged.reason}; but all its words together are of other matters", False)


def by_lists(text: str) -> Relevance:
    """What the words and phrases of `knowledge/lexicons/relevance.yaml` say."""
    literal = _figurative().replaced(text.lower(), " ")
    found = _lists().find(literal)
    borrowed = _borrowed(literal, found)
    ours = _lists().find(_without(literal, borrowed)) if borrowed else found
    actors, war, harms = (_different(ours, name) for name in ("actors", "war", "harms"))
    topics = {name: _different(found, name) for name in lexicons.load("relevance")["topics"] if name in found}
    against = [word for words in topics.values() for word in words]
    for_it = ACTOR * len(actors) + WAR * len(war) + HARM * len(harms)
    score = for_it - TOPIC * (_weight(topics, len(text.split())) + len(borrowed))
    harmed = bool(harms) and len(against) <= len(harms) and score > 0
    plain = _literal_kinds(text)
    natural = [word for name in lexicons.load("relevance")["nature"] for word in topics.get(name, ())]
    if not war and len(natural) > 1 and not plain.keys() - {"toll"}:
        return Relevance(min(score, 0.0), f"no deed of war, and {_some(natural)}", False)
    disaster = topics.get("accident", [])
    if len(disaster) > max(DISASTER, len(war)) and not plain.keys() - {"toll"}:
        return Relevance(min(score, 0.0), f"a disaster: {_some(disaster)}", False)
    if len(plain) > 1:
        return Relevance(max(score, LITERAL), f"said of a war: {_some(list(plain.values()))}", True, True)
    conflict = (for_it >= CLEAR and bool(actors or war) and score > 0) or harmed
    reason = f"for: {_some(actors + war + harms)}; against: {_some(against)}"
    return Relevance(score, reason, conflict, contested=bool(against or borrowed))


def _borrowed(text: str, found: Found) -> list[tuple[int, int]]:
    """Where words of war stand with what no war is fought with: an army of locusts, a scallop war."""
    things = [m.span() for m in found.get("things", ())]
    if not things:
        return []
    plight = tuple(lexicons.load("relevance")["plight"])
    words = (m for name in ("actors", "war") for m in found.get(name, ()))
    spans = [m.span() for m in words if not m.group().startswith(plight)]
    return [span for span in dict.fromkeys(spans) if any(_beside(text, span, thing) for thing in things)]


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
    lowered = text.lower()
    words = frozenset(_WORD.findall(lowered))
    found = {
        each.kind: m
        for each in _literal()
        if not each.telling.isdisjoint(words) and (m := each.expression.search(text if each.cased else lowered))
    }
    if named := _force_names().first(text):
        found["named_force"] = named
    return {kind: " ".join(m.group().split()) for kind, m in found.items()}


class _Literal(NamedTuple):
    """A kind of things that are said of a war only; `telling` are words, one of which each of them holds.

    `cased` where capitals tell.
    """

    kind: str
    expression: re.Pattern[str]
    telling: frozenset[str]
    cased: bool


@cache
def _literal() -> tuple[_Literal, ...]:
    kinds = dict(lexicons.load("relevance")["literal"])
    parts, telling = kinds.pop("parts"), kinds.pop("telling")
    found = []
    for kind, rows in kinds.items():
        written = "|".join(rows)
        for part, words in parts.items():
            written = written.replace("{" + part + "}", words)
        expression = re.compile(rf"\b(?:{_spaced(written)})\b")
        found.append(_Literal(kind, expression, frozenset(telling[kind]), "[A-Z]" in written))
    return tuple(found)


def _spaced(expression: str) -> str:
    """The expression with any white space for a space."""
    return expression.replace(" ?", "~").replace(" ", r"\s+").replace("~", r"\s?")


@cache
def _force_names() -> WordLists:
    """The names of armed groups and armies that the knowledge base has."""
    forces = (e for e in load_actors().entries if e.type in ("armed_group", "military"))
    names = {name for entry in forces for name in (entry.name, *entry.aliases) if len(name) > 2 and name[0].isupper()}
    return WordLists({"names": [Expression(_first(name), re.escape(name)) for name in names]})


def _weight(topics: dict[str, list[str]], words: int) -> float:
    """How much speaks for other matters: a word or two of one is in any report, many of one are its subject."""
    excess = (len(found) - words / CHANCE for found in topics.values())
    return float(sum(max(0.0, e) ** POWER - 1 for e in excess if e > 1))


def is_conflict(sentence: Sentence) -> bool | None:
    """Whether the sentence alone speaks of a conflict; null where it does not tell."""
    text = " ".join(t.text for t in sentence.tokens)
    if _literal_kinds(text):
        return True
    found = _lists().find(_figurative().replaced(text.lower(), " "))
    actors, war, harms = (_different(found, name) for name in ("actors", "war", "harms"))
    against = [word for name in lexicons.load("relevance")["topics"] for word in _different(found, name)]
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
    eventful = {t.type for t in named if t.type in _EVENTFUL}
    if len(eventful) < SEVERAL and is_conflict(sentence) is False:
        return False, "about other matters"
    if eventful:
        return True, f"names {next(t.type for t in named if t.type in _EVENTFUL)}"
    casualties = any(t.type == "casualties" for t in named)
    if casualties and _NUMBER.search(text):
        return True, "names a toll"
    if casualties and any(name.label == "PER" for name in sentence.names):
        return True, "names the dead"
    return False, "a toll without a count"


def _different(found: Found, name: str) -> list[str]:
    """The different words of a list that were found, in order."""
    return list(dict.fromkeys(" ".join(m.group().split()).rstrip("s") for m in found.get(name, ())))


@cache
def _lists() -> WordLists:
    data = lexicons.load("relevance")
    lists = {name: data[name] for name in ("actors", "war", "harms", "things")} | data["topics"]
    return WordLists({name: [e for word in words for e in _written(word.lower())] for name, words in lists.items()})


def _written(word: str) -> Iterator[Expression]:
    """A word of the lists as what it stands for: with what follows a ~, with or without the s of the plural."""
    stem = r"[\s-]{1,3}".join(re.escape(part) for part in re.split(r"[ -]", word.rstrip("~")))
    first = _first(word)
    if word.endswith("~"):
        yield Expression(first, stem + r"\w*", stem=first == word[:-1])
        return
    yield Expression(first, stem + "s?")
    if first == word:
        yield Expression(first + "s", stem + "s?")


def _first(phrase: str) -> str:
    """The first word of a phrase that begins with one."""
    found = _WORD.match(phrase)
    return found.group() if found else phrase


@cache
def _figurative() -> WordLists:
    rows = lexicons.load("relevance")["figurative"]
    firsts = {row: forms(row.split()[0], "verb", {}) for row in rows}
    return WordLists(
        {"figurative": [Expression(_first(form), _as_expression(row)) for row in rows for form in firsts[row]]}
    )


def _as_expression(row: str) -> str:
    first, *rest = row.split()
    out = "(?:" + "|".join(map(re.escape, sorted(forms(first, "verb", {})))) + ")"
    for word in rest:
        out += r"\s+" + (_GAP if word == "*" else "(?:" + "|".join(map(re.escape, word.split("|"))) + ")")
    return out.replace(_GAP + r"\s+", _GAP)


def _some(words: list[str]) -> str:
    return ", ".join(words[:6]) if words else "nothing"
