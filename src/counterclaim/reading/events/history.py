"""History that a report recalls, told from its news."""

from __future__ import annotations

import re
from datetime import date, timedelta

from counterclaim.reading.document import Block, Document, Sentence
from counterclaim.reading.events.grammar import kids
from counterclaim.reading.events.model import Trigger
from counterclaim.reading.letters import in_small_letters
from counterclaim.records import When

RECENT = timedelta(days=10)
"""How far back news reaches; the sets of reports have no news older than nine days and no history younger than ten."""

RECOUNTED = timedelta(days=3)
"""The same for what is told in the past perfect or as what began on a day: a look back of the report's own."""

# All but the names of months are searched for in small letters.
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_DECADE = re.compile(r"\b(?:the )?(?:(?:early|mid|late)[- ])?(?:1[89]\d0|20\d0|['’]?\d0)['’]?s\b")
_LONG_AGO = re.compile(
    r"\b(?:years? ago|decades? (?:ago|of)|months ago|last year|in an earlier|century|soviet era|colonial|anniversary"
    r"|that (?:year|decade|spring|summer|autumn|winter)|years of (?:civil )?(?:war|fighting|conflict)"
    r"|long been|historically|formerly|once part)\b"
)
_GOES_ON = re.compile(r"\b(?:then|afterwards|later|it|this|that|these|those|since)\b")
_RECENT_DAY = re.compile(r"\b(?:today|yesterday|overnight|\w+day)\b")
_MONTH = re.compile(
    r"\b(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?(?: of)? )?"
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: (?P<after>\d{1,2})(?!\d))?\b"
)
LEADING = ("headline", "body")
"""Blocks that a report may open with."""
CARRIED = 3
"""Sentences over which history goes on without a new date."""


def background(
    document: Document, sentence: Sentence, trigger: Trigger, when: When | None, dated: date | None
) -> tuple[bool, str]:
    """Whether the event is history that the report recalls, and why. `when` is its time, `dated` the report's day."""
    if trigger.status in ("planned", "wanted", "conditional"):
        return False, f"{trigger.status}, so no history"
    ended = when.to if when is not None else None
    if ended and dated and ended < dated - RECOUNTED and looks_back(sentence, trigger.token):
        return True, f"looks back {(dated - ended).days} days"
    if _is_lead(document, sentence):
        return False, "the report opens with it"
    if ended and dated:
        old = ended < dated - RECENT
        if old and _lead_names(document, sentence):
            return False, "the day that the report opens with"
        return old, f"ended {(dated - ended).days} days before the report"
    return _by_words(document, sentence, dated)


def looks_back(sentence: Sentence, i: int) -> bool:
    """Does the report itself tell it in the past perfect, or only say when it began?"""
    at = i
    while sentence.tokens[at].upos != "VERB" and sentence.tokens[at].head >= 0:
        at = sentence.tokens[at].head
    told = sentence.tokens[at].dep in ("root", "conj", "acl:relcl", "advcl")
    perfect = any(sentence.tokens[k].lower == "had" for k in kids(sentence, at, "aux"))
    began = sentence.tokens[at].lower in ("began", "begun", "started") and at != i
    return told and (perfect or began)


def _by_words(document: Document, sentence: Sentence, dated: date | None) -> tuple[bool, str]:
    text = document.text[sentence.start : sentence.end]
    small, year = in_small_letters(text), dated.year if dated else None
    marker = _history_marker(text, small, year)
    if marker:
        return (False, "the day that the report opens with") if _lead_names(document, sentence) else (True, marker)
    if not _GOES_ON.search(small) or _RECENT_DAY.search(small):
        return False, "no sign of history"
    for before in document.sentences[max(0, sentence.index - CARRIED) : sentence.index][::-1]:
        if _is_lead(document, before):
            break
        text = document.text[before.start : before.end]
        small = in_small_letters(text)
        if marker := _history_marker(text, small, year):
            return True, f"goes on from: {marker}"
        if _RECENT_DAY.search(small):
            break
    return False, "no sign of history"


def _history_marker(text: str, small: str, year: int | None) -> str:
    """The words of the text that place it in history; `small` is the text in small letters."""
    decade = _DECADE.search(small) if "0" in small else None
    if decade:
        return text[slice(*decade.span())]
    for found in _YEAR.finditer(small):
        if year is None or int(found.group()) < year:
            return found.group()
    ago = _LONG_AGO.search(small)
    return text[slice(*ago.span())] if ago else ""


def _opening(document: Document) -> tuple[Block, ...]:
    """The blocks up to the first paragraph."""
    first = next((n for n, b in enumerate(document.blocks) if b.kind == "body"), len(document.blocks))
    return document.blocks[: first + 1]


def _is_lead(document: Document, sentence: Sentence) -> bool:
    """Does the report open with it: is it of a headline or of the first paragraph?"""
    return document.blocks[sentence.block].kind in LEADING and sentence.block < len(_opening(document))


def _lead_names(document: Document, sentence: Sentence) -> bool:
    """Does the opening of the report name a day, or at least the month, that the sentence names?"""
    named = _dates(document.text[sentence.start : sentence.end])
    if not named:
        return False
    opening = (b for b in _opening(document) if b.kind in LEADING)
    lead = _dates(" ".join(document.text[b.start : b.end] for b in opening))
    return any(month == m and (not day or not d or day == d) for month, day in named for m, d in lead)


def _dates(text: str) -> set[tuple[str, str]]:
    """The days of the year that the text names, as (month, day), day "" where only a month stands."""
    return {(m["month"][:3].lower(), m["before"] or m["after"] or "") for m in _MONTH.finditer(text)}
