"""Which time belongs to an event, and which only dates a saying.

A time belongs to the word it hangs on in the tree, and to what hangs together with that word in one clause: "killed
when rockets struck the station on Friday" dates both, "whose fighters retook the town a week ago set out terms" only
the retaking. Where the tree says nothing, the only time of the content counts if no clause border lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import islice

import msgspec

from counterclaim.knowledge.inflection import verb_forms
from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Block, Document, Sentence, Token
from counterclaim.reading.times import calendar
from counterclaim.reading.times.timex import Timex
from counterclaim.records import TimeBasis, When

NIGHT = "TNI"
"""Ends a night's value: it may be that of the day before."""
LIVE = 3
"""Entries with their hours that make a live page."""
REACH = 5
"""Words in the tree beyond which a time no longer belongs to an event."""


def when_for(
    document: Document, timexes: Sequence[Timex], start: int, end: int, anchor: int
) -> tuple[Timex | None, TimeBasis | None]:
    """The time of the event whose word stands at `anchor` in the clause `[start, end)`, and the basis of its days.

    Null where none is given. Below the heading of a day in a live blog the heading's day is carried over, as `context`.
    """
    sentence = document.sentence_at(anchor)
    if sentence is None:
        return None, None
    near = [t for t in timexes if t.when is not None and sentence.start <= t.start < sentence.end]
    near = [t for t in near if not _measures(document.text, sentence, t)]
    inside = [t for t in near if start <= t.start < end and t.kind != "duration"]
    outside = [t for t in near if not start <= t.start < end and t.kind != "duration"]
    best = (
        _after(document.text, near, anchor)
        or _by_tree(sentence, inside, anchor)
        or _nearest(document, sentence, inside, anchor)
        or _by_tree(sentence, outside, anchor)
        or _reacted_to(document, sentence, outside, anchor)
    )
    if best is None and not _any(timexes, sentence, start, end):
        best = _heading(document, timexes, sentence)
    if best is None:
        best = _hour_of_the_day(document, timexes, sentence, start, end)
    return (best, best.when.basis) if best is not None and best.when is not None else (None, None)


def _after(text: str, near: Sequence[Timex], anchor: int) -> Timex | None:
    """The time of a clause that "five days after" opens: the one that the clause states, else the one counted back."""
    for timex in near:
        if timex.kind == "duration" and timex.end <= anchor and "," not in text[timex.end : anchor]:
            stated = (t for t in near if t.start >= timex.end and "," not in text[timex.end : t.start])
            return next((t for t in stated if t.kind != "duration"), timex)
    return None


def said_on(
    document: Document, timexes: Sequence[Timex], cue_start: int, cue_end: int, content: tuple[int, int] | None
) -> Timex | None:
    """The time of the saying whose cue is `[cue_start, cue_end)`: one outside the content that hangs on the cue."""
    sentence = document.sentence_at(cue_start)
    if sentence is None:
        return None
    act = content is not None and content[0] <= cue_start < content[1]
    outside = [
        t
        for t in timexes
        if t.when is not None and t.when.precision != "open" and sentence.start <= t.start < sentence.end
        if act or not (content and content[0] <= t.start < content[1])
    ]
    cue = [t for t in sentence.tokens if cue_start <= t.start < cue_end]
    hanging = [t for t in outside if any(_dates_saying(sentence, t, word) for word in cue)]
    near = [t for t in outside if _beside(document.text, t, cue_start, cue_end)]
    return next(iter(hanging or near), None)


def _by_tree(sentence: Sentence, inside: Sequence[Timex], anchor: int) -> Timex | None:
    event = _token_at(sentence, anchor)
    if event is None:
        return None
    ranked = [
        (steps, abs(t.start - anchor), t)
        for t in inside
        if (word := _governor(sentence, t)) is not None and (steps := _distance(sentence, event.i, word)) is not None
    ]
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _token_at(sentence: Sentence, offset: int) -> Token | None:
    return next((t for t in sentence.tokens if t.start <= offset < t.end), None)


def _governor(sentence: Sentence, timex: Timex) -> int | None:
    """The word that it hangs on: a participle right before it ("a blockade imposed on Friday"), else the tree's."""
    words = sentence.words_in(timex.start, timex.end)
    inside = {w.i for w in words}
    before = words[0].i - 2 if words else -1
    if before >= 0 and sentence.tokens[before].dep == "acl" and sentence.tokens[before + 1].dep == "case":
        return before
    head = next((w.head for w in words if w.head >= 0 and w.head not in inside), None)
    return _said_behind(sentence, timex, head) if head is not None else None


def _said_behind(sentence: Sentence, timex: Timex, head: int) -> int:
    """ "On Monday, a bomb went off, said residents": a date before what is said, with the saying at the end, dates the
    former; else the word itself."""
    content = (c for c in sentence.children[head] if sentence.tokens[c].dep == "ccomp")
    return next((c for c in content if timex.end <= sentence.tokens[c].start and c < head), head)


def _distance(sentence: Sentence, event: int, word: int) -> int | None:
    """Steps between an event and the word a time hangs on, null where they stand in clauses of different times."""
    for steps, above in enumerate(islice(_above(sentence, event), REACH)):
        if above == word:
            return 2 * steps
    for steps, above in enumerate(islice(_below(sentence, word), REACH)):
        if above == event:
            return 2 * steps + 1
    return 1 if _tells_of(sentence, word, event) or _is_relative(sentence, event, word) else None


def _above(sentence: Sentence, event: int) -> Iterator[int]:
    """The event and the words above it whose time it shares; a reaction's time ("condemned on Monday") is its own."""
    at = event
    yield at
    while (head := sentence.tokens[at].head) >= 0 and _shares(sentence, at, "shared_above"):
        if sentence.tokens[at].dep == "acl" and sentence.tokens[at].upos == "VERB":
            return
        reacts = sentence.tokens[head].lower in _forms("reactions") and sentence.tokens[at].dep != "conj"
        if reacts and sentence.tokens[at].dep != "xcomp":
            return
        at = head
        if not reacts:
            yield at


def _below(sentence: Sentence, word: int) -> Iterator[int]:
    """The word that a time hangs on, and the events above it that share the time; "among them" sets a part apart."""
    at = word
    yield at
    while (head := sentence.tokens[at].head) >= 0 and _shares(sentence, at, "shared_below"):
        if any(sentence.tokens[c].lower in load("times")["subset_words"] for c in sentence.children[at]):
            return
        at = head
        yield at


def _shares(sentence: Sentence, at: int, relations: str) -> bool:
    """Does the word share the time of the one above it? A second clause that says "still" or "now" does not."""
    dep, words = sentence.tokens[at].dep, [sentence.tokens[c].lower for c in sentence.children[at]]
    if dep == "conj" and any(word in load("times")["present_marks"] for word in words):
        return False
    return dep in load("times")[relations] or (dep == "advcl" and _same_time(sentence, at)) or _in_which(sentence, at)


def _tells_of(sentence: Sentence, word: int, event: int) -> bool:
    """Does the verb tell of the event itself: "the blast that killed 5 on Friday", "a strike, occurred on Friday"?"""
    if sentence.tokens[word].lower in _forms("occurrence") and event < word:
        return not any(t.upos == "VERB" for t in sentence.tokens[event + 1 : word])
    return _is_relative(sentence, word, event) and sentence.tokens[word].lower not in _forms("reactions")


def _is_relative(sentence: Sentence, verb: int, noun: int) -> bool:
    """Is the noun the subject of the verb in a relative clause: "the blast of Friday that killed 5"?"""
    if sentence.tokens[verb].dep != "acl:relcl" or sentence.tokens[verb].head != noun:
        return False
    subjects = (sentence.tokens[c] for c in sentence.children[verb] if sentence.tokens[c].dep.startswith("nsubj"))
    return any(subject.lower in ("that", "which") for subject in subjects)


@cache
def _forms(verbs: str) -> frozenset[str]:
    """The forms of a list of verbs of the lexicon."""
    return frozenset(form for verb in load("times")[verbs] for form in verb_forms(verb))


def _in_which(sentence: Sentence, clause: int) -> bool:
    """ "The attack of Monday, in which 5 were killed": the relative clause tells of the same time."""
    if sentence.tokens[clause].dep != "acl:relcl":
        return False
    opening = (sentence.tokens[i] for i in range(sentence.subtree(clause).start, clause))
    words = [token.lower for token in opening if token.text.isalpha()]
    return words[:1] in (["when"], ["where"]) or words[:2] in (["in", "which"], ["during", "which"])


def _same_time(sentence: Sentence, clause: int) -> bool:
    """Does an adverbial clause tell of the same time as the one it belongs to: "when", "as", or a participle?"""
    marks = [
        sentence.tokens[c].lower for c in sentence.children[clause] if sentence.tokens[c].dep in ("mark", "advmod")
    ]
    borders, same = load("times")["clause_borders"], load("times")["same_time_marks"]
    return any(m in same for m in marks) or not any(m in borders for m in marks)


def _nearest(document: Document, sentence: Sentence, inside: Sequence[Timex], anchor: int) -> Timex | None:
    """The only time of the content, if no other clause begins between it and the event."""
    if len({(t.when.from_, t.when.to) for t in inside if t.when}) != 1:
        return None
    timex = min(inside, key=lambda t: abs(t.start - anchor))
    word, event = _governor(sentence, timex), _token_at(sentence, anchor)
    reacts_now = _reacts_now(document, sentence, timex, word)
    if (
        not reacts_now
        and event is not None
        and event.head >= 0
        and event.dep == "obj"
        and sentence.tokens[event.head].lower in _forms("reactions")
    ):
        return None
    if word is not None and not (reacts_now or _may_lend(sentence, timex, word, anchor)):
        return None
    low, high = min(timex.end, anchor), max(timex.start, anchor)
    between = re.findall(r"[\w’']+|[;:]", document.text[low:high].lower())
    borders = {*load("times")["clause_borders"], ";"}
    if any(w in borders for w in between) or timex.when is None or timex.when.precision == "open":
        return None
    return timex


def _reacted_to(document: Document, sentence: Sentence, outside: Sequence[Timex], anchor: int) -> Timex | None:
    """The day of what a reaction of the report's own day is about, where it stands at the end of its sentence."""
    event = _token_at(sentence, anchor)
    for timex in outside:
        word = _governor(sentence, timex)
        about = event is not None and word is not None and word < event.i and timex.start > anchor
        if about and _reacts_now(document, sentence, timex, word):
            return timex
    return None


def _reacts_now(document: Document, sentence: Sentence, timex: Timex, word: int | None) -> bool:
    """Does it hang on a reaction of the report's own day ("condemns the killing of 9 people, on 2 May")?

    Another day cannot be the reaction's then, so it is that of what is reacted to.
    """
    if word is None or timex.when is None or document.dated in (None, timex.when.from_):
        return False
    ours = any(sentence.tokens[c].lower in ("we", "i") for c in sentence.children[word])
    return timex.when.precision == "day" and sentence.tokens[word].lower in _present_reactions(ours)


@cache
def _present_reactions(ours: bool) -> frozenset[str]:
    """The reactions as they stand after "he" in the present, or after "we"."""
    return frozenset(verb_forms(verb)[0 if ours else 1] for verb in load("times")["reactions"])


def _may_lend(sentence: Sentence, timex: Timex, word: int, anchor: int) -> bool:
    """May a time that hangs on `word` date an event elsewhere? Not an owner's, a relative clause's or a reaction's."""
    token = sentence.tokens[word]
    owned = any(w.dep == "nmod:poss" for w in sentence.words_in(timex.start, timex.end))
    relative = token.dep == "acl:relcl" and all(sentence.tokens[i].start != anchor for i in sentence.subtree(word))
    reaction = token.lower in _forms("reactions") and token.end <= max(anchor, timex.start)
    return not (owned or relative or reaction)


def _any(timexes: Sequence[Timex], sentence: Sentence, start: int, end: int) -> bool:
    """Does the clause hold any expression that could date it, even one without certain days?"""
    return any(t.kind in ("date", "time") and start <= t.start < end and t.sentence == sentence.index for t in timexes)


def _measures(text: str, sentence: Sentence, timex: Timex) -> bool:
    """Does it only say among what something is the most: "one of the bloodiest days this year"?"""
    if timex.when is None or timex.when.precision == "day":
        return False
    return re.search(load("times")["superlatives"], text[sentence.start : timex.start], re.IGNORECASE) is not None


def _hour_of_the_day(
    document: Document, timexes: Sequence[Timex], sentence: Sentence, start: int, end: int
) -> Timex | None:
    """For a clause that tells an hour and no day, the one day that its paragraph, else the report, told before it."""
    hours = [t for t in timexes if t.kind == "time" and t.when is None and start <= t.start < end]
    hours = [t for t in hours if not t.value.endswith(NIGHT)]
    if not hours or any(t.kind == "date" and start <= t.start < end for t in timexes):
        return None
    told = [
        t for t in timexes if t.when is not None and t.kind in ("date", "time") and 0 <= t.sentence < sentence.index
    ]
    here = [t for t in told if document.sentences[t.sentence].block == sentence.block]
    for those, which in ((here, "paragraph"), (told, "report")):
        days = {(t.when.from_, t.when.to) for t in those if t.when is not None}
        if len(days) == 1 and those[-1].when is not None and those[-1].when.precision == "day":
            carried = replace_basis(those[-1], "context")
            return replace(carried, reason=f"an hour of the only day that the {which} has told of: {those[-1].value}")
    return None


def _heading(document: Document, timexes: Sequence[Timex], sentence: Sentence) -> Timex | None:
    """The day under whose heading the sentence stands, carried over; above all headings of a live page its own day."""
    above = document.blocks[: sentence.block]
    days = [b for b in above if b.kind == "day"]
    if not days:
        return _own_day(document, sentence, above)
    heading = next((t for t in timexes if t.when is not None and days[-1].start <= t.start < days[-1].end), None)
    if heading is None or heading.when is None:
        return None
    when = replace_basis(heading, "context")
    return replace(when, reason=f"the day of the heading above: {when.value}")


def _own_day(document: Document, sentence: Sentence, above: Sequence[Block]) -> Timex | None:
    """The day of a live page, for an entry that has an hour and no day."""
    hour = next((b for b in reversed(above) if b.kind == "entry_time"), None)
    entries = sum(b.kind == "entry_time" for b in document.blocks)
    if hour is None or document.dated is None or entries < LIVE:
        return None
    first = document.text[hour.start : hour.end].split()[0].strip("•*[(.,").lower()
    day = _last(calendar.weekdays().get(first), document.dated)
    when = When(from_=day, to=day, precision="day", basis="context", start=hour.start, end=hour.end)
    reason = f"an entry of the live page of {day}"
    return Timex(sentence.index, hour.start, hour.end, "date", day.isoformat(), when, reason)


def _last(weekday: int | None, dated: date) -> date:
    """The last such weekday up to the day of the page; that day where the entry names none."""
    return dated if weekday is None else dated - timedelta(days=(dated.weekday() - weekday) % 7)


def replace_basis(timex: Timex, basis: TimeBasis) -> Timex:
    """The same time with another basis."""
    assert timex.when is not None
    return replace(timex, when=msgspec.structs.replace(timex.when, basis=basis))


def _dates_saying(sentence: Sentence, timex: Timex, cue: Token) -> bool:
    """Does the expression hang on the cue, or on what the speaker was asked or published?"""
    word = _governor(sentence, timex)
    for _ in range(REACH):
        if word is None or word < 0:
            return False
        if word == cue.i:
            return True
        token = sentence.tokens[word]
        published = token.lower in load("times")["publishing"]
        if token.dep in ("acl:relcl", "ccomp", "parataxis") or (token.dep in ("acl", "advcl") and not published):
            return False
        if token.upos == "VERB" and not published and token.dep not in ("xcomp", "conj", "aux"):
            return False
        word = token.head
    return False


def _beside(text: str, timex: Timex, start: int, end: int) -> bool:
    """ "Said on Tuesday", "on Friday said": nothing but small words between."""
    between = text[end : timex.start] if timex.start >= end else text[timex.end : start]
    words = between.split()
    return len(words) <= 3 and all(w.lower() in load("times")["beside_words"] for w in words)
