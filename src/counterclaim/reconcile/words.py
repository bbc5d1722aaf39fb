"""What reconcile takes from words: families of events, sites, hours, and the words that point back to a deed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from counterclaim.knowledge.lexicons import load

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = r"(?:\W+[\w'’-]+){0,8}?\W+"
"""Up to eight words between two."""
_SHORT = r"(?:\W+[\w'’-]+){0,3}?\W+"
"""Up to three."""
_NAME = r"[A-ZÀ-Þ][\w'’-]+"
"""A word that begins with a capital."""
_NO = r"(?:\b{}\b|n['’]t\b)"
STEM = 6
"""Letters by which the forms of a word are one."""
NEAR = 4
"""Words between a pointer and its deed: "the second rocket strike"."""


@dataclass(frozen=True)
class Words:
    """knowledge/lexicons/incidents.yaml, laid out for looking up."""

    family: dict[str, str]
    loose: frozenset[str]
    specific: frozenset[str]
    kin: tuple[frozenset[str], ...]
    heard: frozenset[str]
    afar: frozenset[str]
    sites: dict[str, tuple[str, ...]]
    hours: dict[str, str]
    pointing: re.Pattern[str]
    backward: re.Pattern[str]
    anew: re.Pattern[str]
    away: re.Pattern[str]
    origin: re.Pattern[str]
    bearing: re.Pattern[str]
    part_before: re.Pattern[str]
    part_behind: re.Pattern[str]
    beside: re.Pattern[str]
    among: re.Pattern[str]
    replaced: re.Pattern[str]
    own_count: re.Pattern[str]
    taken_in: re.Pattern[str]
    bodies: re.Pattern[str]
    intake: re.Pattern[str]
    ordinal: re.Pattern[str]
    asides: re.Pattern[str]
    habits: re.Pattern[str]
    generic: frozenset[str]
    dull: frozenset[str]
    deed_kinds: dict[str, tuple[str, ...]]
    located: re.Pattern[str]
    vague_voice: re.Pattern[str]
    former: re.Pattern[str]
    formerly: re.Pattern[str]
    current: re.Pattern[str]
    body: re.Pattern[str]
    army: re.Pattern[str]
    army_voice: re.Pattern[str]
    rebels: re.Pattern[str]
    bands: frozenset[str]
    units: frozenset[str]
    crowd: re.Pattern[str]
    of_body: re.Pattern[str]
    offices: frozenset[str]
    rejected_number: re.Pattern[str]
    asked: re.Pattern[str]
    negation: re.Pattern[str]
    owning: re.Pattern[str]
    own_number: re.Pattern[str]
    unaware: re.Pattern[str]
    deserted: re.Pattern[str]
    stopped: re.Pattern[str]
    struck: re.Pattern[str]
    ground: re.Pattern[str]
    habitual: re.Pattern[str]
    disguise: re.Pattern[str]
    no_fighters: re.Pattern[str]
    no_civilians: re.Pattern[str]
    were_fighters: re.Pattern[str]
    at_fighters: re.Pattern[str]
    were_civilians: re.Pattern[str]

    def sites_in(self, text: str) -> frozenset[str]:
        """What kind of place was struck; not where the wounded were taken."""
        return frozenset(site for word in _tokens(self.away.sub(" ", text)) for site in self.sites.get(word, ()))

    def hours_in(self, text: str) -> frozenset[str]:
        return frozenset(self.hours[word] for word in _tokens(text) if word in self.hours)


@cache
def words() -> Words:
    """The words, read once."""
    raw = load("incidents")
    pairs = [(kind, family) for family, kinds in raw["families"].items() for kind in kinds]
    return Words(
        family=dict(pairs),
        loose=frozenset(raw["loose"]),
        specific=frozenset(raw["specific"]),
        heard=frozenset(raw["heard"]),
        afar=frozenset(raw["afar"]),
        kin=tuple(frozenset(row) for row in raw["kin"]),
        sites=_by_word(raw["sites"]),
        hours={word: hour for hour, names in raw["hours"].items() for word in names},
        pointing=re.compile(rf"\b{_any(raw['pointers'])}\s+(?:[\w'’-]+\s+){{0,{NEAR}}}?{_any(raw['deeds'])}\b", re.I),
        backward=re.compile(rf"\b{_any(raw['backward'])}\b", re.I),
        anew=re.compile(rf"\b{_any(raw['anew'])}\b", re.I),
        away=re.compile(rf"\b{_any(raw['away'])}\b[^.;,]*", re.I),
        origin=re.compile(rf"\b{_any([*raw['origin'], *raw['held']])}\b[^.;,]*$", re.I),
        bearing=re.compile(
            rf"\b[\w.,]+ {_any(raw['bearings']['units'])}(?: {_any(raw['bearings']['ways'])})*"
            rf" (?:of|from) {_NAME}(?: {_NAME})*"
        ),
        part_before=re.compile(rf"\b{_any(raw['parts']['before'])}\b", re.I),
        part_behind=re.compile(rf"\b{_any(raw['parts']['behind'])}\b", re.I),
        beside=re.compile(rf"\b{_any(raw['parts']['beside'])}\b", re.I),
        replaced=re.compile(rf"\b{_any(raw['replaced'])}\b", re.I),
        among=re.compile(rf"\b{_any(raw['parts']['among'])}\b", re.I),
        own_count=re.compile(rf"\b{_any(raw['parts']['own'])}\b", re.I),
        ordinal=re.compile(rf"\b{_any(raw['parts']['ordinal'])}\b", re.I),
        bodies=re.compile(rf"\b{_any(raw['parts']['bodies'])}\b", re.I),
        intake=re.compile(rf"\b{_any(raw['parts']['intake'])}\b", re.I),
        taken_in=re.compile(rf"\b{_any(raw['parts']['taken_in'])}\b", re.I),
        habits=re.compile(rf"\b{_any(raw['habits'])}\b", re.I),
        body=re.compile(rf"\b{_any(raw['bodies'])}\b", re.I),
        army=re.compile(rf"\b(?:the )?{_any(raw['armies'])}\b", re.I),
        rebels=re.compile(rf"\b{_any(raw['rebels'])}\b", re.I),
        bands=frozenset(raw["bands"]),
        units=frozenset(raw["units"]),
        army_voice=re.compile(rf"\b{_any(raw['armies'])}(?:['’]s?)? {_any(raw['speaking_for'])}\b", re.I),
        crowd=re.compile(rf"\b{_any(raw['crowds'])}\b", re.I),
        of_body=re.compile(
            rf"^(?:an? |the |one )?(?:\w+ ){{0,2}}{_any(raw['speaking_for'])} (?:of|from|at|in|for) ", re.I
        ),
        offices=frozenset(raw["offices"]),
        dull=frozenset(word[:STEM] for word in raw["generic"]),
        deed_kinds=_by_word(raw["deed kinds"]),
        located=re.compile(rf"\b(?i:{_any(raw['located'])})\s+(?:the\s+)?(?P<name>{_NAME}(?:\s+{_NAME})*)"),
        generic=frozenset(word[:STEM] for word in (*raw["generic"], *raw["deeds"])),
        former=re.compile(rf"\b{_any(raw['former'])}\b", re.I),
        formerly=re.compile(rf"\b{_any(raw['formerly'])}\b", re.I),
        current=re.compile(rf"\b{_any(raw['current'])}\b", re.I),
        vague_voice=re.compile(rf"{_any(raw['vague_voices'])}\b", re.I),
        asides=re.compile(rf"\b{_any(raw['asides'])}\b", re.I),
        rejected_number=re.compile(rf"\b{_any(raw['rejected_numbers'])}\b", re.I),
        asked=re.compile(rf"\b{_any(raw['asked'])}\b", re.I),
        owning=re.compile(rf"\b{_any(raw['owning'])}\b", re.I),
        negation=re.compile(_NO.format(_any(raw["negations"])), re.I),
        own_number=re.compile(rf"\b(?:its|their|his|her|own)\s+(?:\w+\s+)?{_any(raw['rejected_numbers'])}\b", re.I),
        unaware=re.compile(rf"\b{_any(raw['unaware'])}\b", re.I),
        deserted=re.compile(rf"\b{_any(raw['deserted'])}\b", re.I),
        stopped=re.compile(rf"\b{_any(raw['outcomes']['stopped'])}\b", re.I),
        struck=re.compile(rf"\b{_any(raw['outcomes']['struck'])}\b", re.I),
        ground=re.compile(rf"\b{_any(raw['ground']['fired'])}\b[^.;,]*\b{_any(raw['ground']['of'])}\b[^.;,]*", re.I),
        **_targets(raw),
    )


def _by_word(rows: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """For each word the names of the rows that it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, row in rows.items():
        for word in row:
            found[word] = (*found.get(word, ()), name)
    return found


def _targets(raw: dict[str, Any]) -> dict[str, Any]:
    """How it is said who was hit."""
    hit = raw["hit"]
    no, fighters, civilians = _NO.format(_any(raw["negations"])), _any(hit["fighters"]), _any(hit["civilians"])
    objects = _any(hit["objects"])
    were = rf"\b{_any(hit['those'])}\b{_GAP}{_any(hit['were'])}{_SHORT}"
    return {
        "habitual": re.compile(rf"\b{_any(hit['habits'])}\b", re.I),
        "disguise": re.compile(rf"\b{_any(hit['disguise'])}\W+(?:\w+\W+)?\w+", re.I),
        "no_fighters": re.compile(rf"{no}{_GAP}(?:{fighters}|{objects})\b", re.I),
        "no_civilians": re.compile(rf"{no}{_GAP}{civilians}\b", re.I),
        "were_fighters": re.compile(rf"{were}(?:{fighters}|{objects})\b", re.I),
        "at_fighters": re.compile(rf"\b{_any(hit['aimed'])}\b{_SHORT}{objects}\b", re.I),
        "were_civilians": re.compile(rf"{were}{_any([*hit['civilians'], *hit['residents']])}\b", re.I),
    }


def _any(names: list[str]) -> str:
    """An alternation of words and phrases, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


def _tokens(text: str) -> list[str]:
    """The small words of `text`, and every two that stand side by side."""
    single = [word.lower() for word in WORD.findall(text)]
    return single + [f"{a} {b}" for a, b in pairwise(single)]
