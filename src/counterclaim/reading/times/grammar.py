"""Expressions of time as they stand in a text: the rules of knowledge/lexicons/times.yaml at work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar

LONGEST = 4_000
"""Code points; what is longer is no sentence but one endless word, and holds no times."""
_TABLES = (
    "numbers",
    "ordinals",
    "units",
    "parts",
    "deictics",
    "seasons",
    "holidays",
    "floating_holidays",
    "sets",
    "decades",
)
_LISTS = ("vague_numbers",)
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
YEAR, DATE = "0000", "0-0"
_FIGURES = {YEAR: re.compile(r"\d{4}"), DATE: re.compile(r"\d[./-]\d"), "0:0": re.compile(r"\d[:.h]\d")}
"""What stands for figures among the words that a rule needs: for four, two parted as in a date, two as in a time."""
HYPHEN = "-"
CASED = "(?-i:"
"""Opens the part of an expression in which capitals tell."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression `[start, end)`, the rule that found it and what its named parts say, in lower case."""

    start: int
    end: int
    rule: str
    parts: dict[str, str]
    date: calendar.Written | None = None
    text: str = ""

    def part(self, *names: str) -> str:
        """What the first of the parts that says something says, empty where none does."""
        return next((self.parts[n] for n in names if n in self.parts), "")


def find(text: str, small: str, start: int, end: int) -> list[Found]:
    """The expressions of text[start:end] in order, the likelier first of those that begin alike; they may overlap.

    `small` is the text in small letters, as `in_small_letters` gives it.
    """
    if end - start > LONGEST:
        return []
    words = told_by(small[start:end])
    found: list[Found] = []
    if not words.isdisjoint(_dated_by()):
        found = [Found(d.start, d.end, "written", {}, d) for d in calendar.dates(text, start, end)]
    for rule in told_rules(words):
        for m in rule.pattern.finditer(text if rule.cased else small, start, end):
            parts = {k: v.lower().replace("’", "'") for k, v in m.groupdict().items() if v}
            if m.end() > m.start() and not _is_name(rule.read, text, m, parts):
                a, b = _trimmed(text, *m.span())
                found.append(Found(a, b, rule.read, parts, _inner_date(text, m), small[a:b]))
    return sorted(found, key=lambda f: (f.start, -f.end, f.rule != "written"))


def told_by(small: str) -> set[str]:
    """The words of a text in small letters, with what stands for figures and marks: what tells which rules to try."""
    words = set(_WORD.findall(small))
    if HYPHEN in small:
        words.add(HYPHEN)
    if _DIGIT.search(small):
        words.update(mark for mark, figures in _FIGURES.items() if figures.search(small))
    return words


@cache
def _dated_by() -> frozenset[str]:
    """The words of which one stands in every date that is written out; one of the Islamic calendar has a year."""
    return frozenset((YEAR, DATE, *calendar.months()))


def told_rules(words: set[str]) -> list[Rule]:
    """The rules that may find something where those words stand, in their order."""
    known, by_need = rules(), _rules_by_need()
    numbers = {number for word in words & by_need.keys() for number in by_need[word]}
    needed = [known[number] for number in sorted(numbers)]
    return [rule for rule in needed if not rule.also or not rule.also.isdisjoint(words)]


@cache
def _rules_by_need() -> Mapping[str, list[int]]:
    """For each word that a rule needs the numbers of those that do."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(rules()):
        for word in rule.needs:
            found[word].append(number)
    return found


def _inner_date(text: str, m: re.Match[str]) -> calendar.Written | None:
    span = m.span("date") if "date" in m.re.groupindex else None
    return next(calendar.dates(text, *span), None) if span else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at the ends, and without a full stop that ends the sentence rather than an abbreviation."""
    while start < end and text[start].isspace():
        start += 1
    if text[start : start + 3].lower() == "on ":
        start += 3
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, start + len(calendar.without_stop(text[start:end]))


def first(found: list[Found], at: int) -> int:
    """Which candidate to read first from `at` on: the first to begin, unless one across it is twice as long."""
    best = at
    for n in range(at + 1, len(found)):
        each, kept = found[n], found[best]
        if each.start >= kept.end:
            break
        longer = each.end - each.start > 2 * (kept.end - kept.start)
        if longer or (each.rule == "written" and kept.rule in ("year", "duration", "nth_day", "clock", "weekday")):
            best = n
    return best


def _is_name(rule: str, text: str, m: re.Match[str], parts: dict[str, str]) -> bool:
    """'May' the verb, 'April' the person, 'March' the word, a bare 'Sat'."""
    if rule != "month" or any(parts.get(k) for k in ("year", "yearrel", "short", "rel", "mod")):
        return False
    before, after = text[max(0, m.start() - 24) : m.start()].lower(), text[m.end() : m.end() + 24]
    if m[0].endswith(".") and parts["month"].rstrip(".") not in load("times")["abbreviations"]:
        after = ""  # the sentence ends with the month
    if re.match(rf"\s*(?:-|–|—|to|and|or)\s*(?:{_capitalised(calendar.months())})\b", after):
        return False
    if not re.search(rf"\b(?:{calendar.names(load('times')['month_openers'])})\s+\Z", before):
        weak = parts["month"].rstrip(".") in load("times")["weak_months"]
        return weak or bool(re.match(r"\s+[A-Z]|['’-]\w", after) and not re.match(r"['’]s\s", after))
    return bool(re.match(r"\s+[A-Z][a-z]+(?:'s)?\b", after)) and parts["month"] in load("times")["weak_months"]


@dataclass(frozen=True)
class Rule:
    """A rule: who reads what it finds, the words in small letters of which a text needs one, and one of those it needs
    `also`, if any, and its expression.

    One that is `cased` tells capitals and wants the text as it is; the others want it in small letters.
    """

    read: str
    needs: frozenset[str]
    also: frozenset[str]
    written: str

    @cached_property
    def cased(self) -> bool:
        return CASED in self.written

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression compiled, when it is first needed."""
        return re.compile(self.written, re.VERBOSE | (re.IGNORECASE if self.cased else re.NOFLAG))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the lexicon, in its order."""
    lexicon = load("times")
    pieces = {name: _alternatives(lexicon[name]) for name in (*_TABLES, *_LISTS)}
    pieces["months"] = _capitalised(calendar.months())
    pieces["full_weekdays"] = _capitalised(dict.fromkeys(lexicon["full_weekdays"], 0))
    pieces["weekdays"] = _capitalised(calendar.weekdays())
    pieces["references"] = _alternatives([w for words in lexicon["references"].values() for w in words])
    pieces["units"] = pieces["units"].removesuffix(r"\b")
    pieces["units_plural"] = _alternatives([_plural(u) for u in lexicon["units"]])
    pieces["written"] = re.sub(r"\(\?P<\w+>", "(?:", calendar.written().pattern).replace("(?P=mark)", "[./-]")
    for name, pattern in lexicon["pieces"].items():
        pieces[name] = _filled(pattern, pieces)
    return tuple(
        Rule(
            rule["read"],
            frozenset(word for need in rule["needs"] for word in _needed(need)),
            frozenset(rule.get("also", ())),
            rf"(?<!\w)(?:{_filled(rule['pattern'], pieces)})",
        )
        for rule in lexicon["rules"]
    )


def _needed(need: str) -> set[str]:
    """The word, or one word of each entry of the table of that name, with their plurals."""
    table = load("times").get(need, [need])
    entries = [e for row in table.values() for e in row] if need == "references" else table
    words = {max(_WORD.findall(entry), key=len, default=entry) for entry in entries}
    return words | {_plural(word) for word in words} | {word + "s" for word in words}


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: pieces[m[1]], pattern)


def _plural(unit: str) -> str:
    if unit.endswith("ies"):
        return unit
    return unit.removesuffix("y") + "ies" if unit.endswith("ry") else unit + "s"


def _alternatives(words: list[str] | dict[str, object]) -> str:
    ordered = sorted(map(str, words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in ordered) + r")\b"


def _capitalised(table: dict[str, int]) -> str:
    forms = {form for word in table for form in (word.capitalize(), word.upper())}
    return CASED + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")"
