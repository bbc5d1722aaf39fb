"""The lines of a report and what each is for: headline, date line, byline, entry of a live blog, story, boilerplate.

What lines look like stands in knowledge/lexicons/layout.yaml. A line is boilerplate only where that is sure: to keep an
advert costs little, to lose a claim much. Takes time linear in the text, whatever its lines are like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from counterclaim import records
from counterclaim.knowledge.lexicons import load
from counterclaim.reading import segment
from counterclaim.reading.document import Block, BlockKind
from counterclaim.reading.times import calendar

LOOK = 400
"""Code points at either end of a line that its kind is judged by."""
HEAD = 6
"""Lines at the top among which a headline, a byline and a date line may stand in any order."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_SEGMENTS = re.compile(r"\s*[|·•▪■◆►]\s*|\s+//\s+")
_BAR = re.compile(r"[|·•▪■◆►/]")
"""What a line of several segments has in it; most lines have none."""
_EDGES = " \t\xa0\u200b-–—*•>»«<[]_=~"
_CLOSERS, _ENDS = "\"”“’'»›)]", frozenset(".!?…,")
_WORD = re.compile(r"[^\W\d_][\w.'’&-]*")
_DASHES = re.compile(r"[-–—:]")
_DASH = re.compile(
    r"\s+(?:-{1,3}|[–—―])\s+|\s*[–—―]\s*|\s+-{1,2}(?=[A-Z\"“])|(?<=[A-Z]{2})-\s+(?=[A-Z\"“])|--\s*|:\s+(?=[A-Z\"“])"
)
_YEAR_STOP = re.compile(r",.*\d(?:\s*[A-Za-z.]{1,5})?\.(?!\d)")
"""A figure, perhaps "AH", and a full stop somewhere behind a comma: what a date of a year after a place ends with."""
TELLING = 5
"""Words that a story goes on with behind a date line, where they are no whole sentence."""
_AGENCY = re.compile(r"\(([^()]{2,40})\)|/([^/]{2,40})/")
_SERVICE = re.compile(r",\s*([A-Z]{2,10})\s*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without white space around it: its first and last LOOK characters; `gap`: an empty line precedes."""

    start: int
    end: int
    text: str
    tail: str
    gap: bool

    @property
    def long(self) -> bool:
        return self.end - self.start > LOOK

    @property
    def finished(self) -> bool:
        """Does it end as a sentence does?"""
        return _is_finished(self.tail)


@dataclass
class _State:
    """What has been seen on the way down the page."""

    headline: bool = False
    story: bool = False
    dated: bool = False
    list_of_links: bool = False
    after: BlockKind | None = None
    seen: int = 0
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: BlockKind, start: int, end: int, why: str = "") -> None:
        self.blocks.append(Block(kind, start, end, why))
        self.after = kind
        self.headline |= kind == "headline"
        self.dated |= kind == "dateline"
        self.story |= kind == "body"


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in reading order; they do not overlap, and only white space lies between them."""
    lines = _lines(text)
    state = _State()
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        _read(line, following, state)
        state.seen += 1
    return tuple(_joined(text, state.blocks)) if _wrapped(text, lines) else tuple(state.blocks)


def discarded(found: tuple[Block, ...]) -> tuple[records.Discarded, ...]:
    """The blocks that are no part of the story, each with the reason."""
    why = {"byline": "byline", "caption": "caption"}
    return tuple(
        records.Discarded(start=b.start, end=b.end, why=b.why or why[b.kind])
        for b in found
        if b.kind == "boilerplate" or b.kind in why
    )


def title(text: str, found: tuple[Block, ...]) -> str | None:
    """The headline, null where the report has none."""
    return next((text[b.start : b.end] for b in found if b.kind == "headline"), None)


def outlet(text: str, found: tuple[Block, ...]) -> str | None:
    """Who carries the report: as its head says, else the agency in its date line, else who reprinted or broadcast it.

    Null where none of them is named.
    """
    return _in_the_head(text, found) or _agency_of(text, found) or _carrier(text, found)


def _in_the_head(text: str, found: tuple[Block, ...]) -> str | None:
    """The paper of "Strait Telegraph | World" and of "Radio Kelp, Monday 3 May 2021" above the story."""
    for block in found[:HEAD]:
        if block.kind == "body":
            return None
        if block.kind == "dateline" or block.why == "page furniture":
            line = text[block.start : min(block.end, block.start + LOOK)]
            written = next(calendar.dates(line), None)
            if block.kind == "dateline" and written is None:
                continue
            head = line[: written.start] if written else line
            for name in (part.strip(_EDGES) for part in re.split(r"[|,]", head)):
                if _is_outlet(name):
                    return name
    return None


def _is_outlet(name: str) -> bool:
    """Has it a word of papers or stations in it, and nothing that a name has not?"""
    words = name.split()
    nouns = load("layout")["outlet_nouns"]
    named = all(w[0].isupper() or w in ("of", "the", "and") for w in words) and 2 <= len(words) <= 6
    return named and not _AGENCY.search(name) and (words[0].lower() in nouns or words[-1].lower() in nouns)


def _carrier(text: str, found: tuple[Block, ...]) -> str | None:
    """The paper of "Reprinted by The Reef Courier", the station of "Broadcast by Radio Kelp, 97.2 MHz"."""
    pattern = re.compile(load("layout")["carried_by"], re.IGNORECASE)
    for block in found:
        if block.why == "credit" and (m := pattern.match(text, block.start, min(block.end, block.start + LOOK))):
            name = m["name"].strip(" .")
            if name[:1].isupper():
                return name
    return None


def _agency_of(text: str, found: tuple[Block, ...]) -> str | None:
    """The agency in the brackets of the first date line that has one."""
    for block in found:
        if block.kind == "dateline":
            opening = text[block.start : block.end]
            for m in (*_AGENCY.finditer(opening), *_SERVICE.finditer(opening.rstrip(" -–—"))):
                name = str(next(filter(None, m.groups()))).strip()
                if name[:1].isupper() and not any(calendar.dates(name)) and not re.search(r"\d", name):
                    return name
    return None


def _is_finished(text: str) -> bool:
    """Does it end with the mark that ends a sentence, or with a comma inside quotation marks or brackets?"""
    bare = text.rstrip(_CLOSERS)
    return bare[-1:] in _ENDS and (bare[-1:] != "," or len(bare) < len(text))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    last = 0
    for m in _LINE.finditer(text):
        start, end = _trimmed(text, *m.span())
        if start < end:
            gap = text.count("\n", last, start) > 1 or text.count("\r", last, start) > 1
            found.append(
                _Line(start, end, text[start : min(end, start + LOOK)], text[max(start, end - LOOK) : end], gap)
            )
            last = end
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\ufeff\u200b"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "\ufeff\u200b"):
        end -= 1
    return start, end


def _read(line: _Line, following: _Line | None, state: _State) -> None:
    """Add the blocks of one line."""
    story, credit = _without_credit(line)
    if story.long:
        _story(story, state)
    else:
        _short(story, following, state)
    if credit:
        state.add("boilerplate", line.end - credit, line.end, "credit")


def _without_credit(line: _Line) -> tuple[_Line, int]:
    """The line without the bracketed credit that ends it, and how long that is."""
    found = _credit().search(line.tail)
    if found is None or found.start() == 0:
        return line, 0
    tail = line.tail[: found.start()].rstrip()
    end = line.end - len(line.tail) + len(tail)
    return _Line(line.start, end, line.text[: end - line.start], tail, line.gap), len(found[0])


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(rf"(?:{load('layout')['trailing_credit']})\W*\Z", re.IGNORECASE)


def _short(line: _Line, following: _Line | None, state: _State) -> None:
    why = _boilerplate(line, state) or ("page furniture" if _is_masthead(line, following, state) else "")
    kind = _kind(line, following, state)
    if why and kind not in ("dateline", "byline"):
        state.add("boilerplate", line.start, line.end, why)
    elif kind == "entry_time":
        _entry(line, state)
    elif kind == "body":
        _story(line, state)
    else:
        label = _wire_label().match(line.text) if kind == "headline" else None
        start = line.start + label.end() if label else line.start
        if label:
            state.add("boilerplate", line.start, start, "label of a wire story")
        state.add(kind, start, line.end)


@cache
def _wire_label() -> re.Pattern[str]:
    """ "UPDATE 2-" before a headline, which is no part of it."""
    return re.compile(load("layout")["wire_label"])


def _kind(line: _Line, following: _Line | None, state: _State) -> BlockKind:
    """What a short line is, were it not boilerplate."""
    if _clock_and_day(line.text):
        return "day"
    if _entry_time(line.text):
        return "entry_time"
    if _is_byline(line, following, state):
        return "byline"
    if _weekday_only(line.text) and following is not None and _entry_time(following.text):
        return "day"
    if _is_date_line(line, state):
        return "day" if _is_day(line, following, state) else "dateline"
    if _matches(line.text, tuple(load("layout")["captions"])):
        return "caption"
    if _is_headline(line, following, state):
        return "headline"
    return "subhead" if _is_subhead(line, following, state) else "body"


def _story(line: _Line, state: _State) -> None:
    """A paragraph, apart from the date line at its start."""
    opening = _dateline(line.text)
    start = line.start + opening
    if opening:
        state.add("dateline", line.start, line.start + len(line.text[:opening].rstrip()))
        start += len(line.text[opening:]) - len(line.text[opening:].lstrip())
    if start < line.end:
        state.add("body", start, line.end)


def _entry(line: _Line, state: _State) -> None:
    """An entry of a live blog that begins with its time."""
    cut = _entry_time(line.text)
    stop = len(line.text[:cut].rstrip(" \t-–—:|,"))
    state.add("entry_time", line.start, line.start + stop)
    if cut < len(line.text):
        rest = _Line(line.start + cut, line.end, line.text[cut:], line.text[cut:], False)
        kind: BlockKind = "body" if rest.finished or len(rest.text) > load("layout")["longest_subhead"] else "subhead"
        state.add(kind, rest.start, rest.end)
    state.headline = True


@cache
def _entry_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"[•*\[(]?\s*(?:(?:{calendar.names(calendar.weekdays())})\b[.,]?\s+)?(?:{calendar.CLOCK}){calendar.ZONE}\s*[\])]?(?:\s*\Z|\s*(?:[-–—|]+|:\s)\s*|\s+(?=[A-Z\"“‘]))",
        re.IGNORECASE,
    )


def _entry_time(text: str) -> int:
    """How many characters the clock time takes with which an entry begins, its weekday included; 0 without one."""
    m = _entry_pattern().match(text)
    if m is None or (
        m.end() < len(text)
        and not (text[m.end()].isupper() or text[m.end()] in "\"“‘'" or m[0].rstrip()[-1:] in "-–—|:")
    ):
        return 0
    return m.end()


def _clock_and_day(text: str) -> bool:
    """'4:42 p.m. ET, October 17, 2023': the time and the day of an entry."""
    found = next(calendar.dates(text), None) if len(text) < LOOK // 4 else None
    opening = text[: found.start].strip(" ,|-–—•") if found else ""
    clock = re.fullmatch(rf"(?:{calendar.CLOCK})(?:\s*[A-Z]{{1,5}})?", opening, re.IGNORECASE)
    return found is not None and clock is not None and not text[found.end :].strip(_EDGES + ".,:")


def _boilerplate(line: _Line, state: _State) -> str:
    """Why the line is no part of the story; empty where it may be."""
    rules = load("layout")
    if line.end - line.start > rules["longest_boilerplate"]:
        state.list_of_links = False
        return ""
    if state.list_of_links and not line.gap and (not line.finished or line.text.endswith("?")):
        return "related link"
    segments = [s for s in _segments(line.text) if s]
    if not segments:
        return "page furniture"
    reasons = [_reason(s) for s in segments]
    if len(segments) > 1 and reasons[0] in _whole_lines():
        return reasons[0]
    small = [r or len(s.split()) <= 3 for s, r in zip(segments, reasons, strict=True)]
    why = next(filter(None, reasons), "")
    if not all(small) or not (why or len(segments) >= 4):
        state.list_of_links = False
        return ""
    state.list_of_links = len(segments) == 1 and _opens_list(segments[0])
    return why or "page furniture"


def _segments(text: str) -> list[str]:
    """What bars, bullets and double slashes part, without the marks around it."""
    return [part.strip(_EDGES) for part in (_SEGMENTS.split(text) if _BAR.search(text) else (text,))]


def _reason(segment: str) -> str:
    return next((why for why, pattern in _rules() if pattern.fullmatch(segment)), "")


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (rule["why"], re.compile("|".join(f"(?:{p})" for p in rule["patterns"]), re.IGNORECASE))
        for rule in load("layout")["boilerplate"]
    )


@cache
def _whole_lines() -> frozenset[str]:
    """Reasons that hold for all of a line, whatever stands behind a | on it."""
    return frozenset(rule["why"] for rule in load("layout")["boilerplate"] if rule.get("whole_line"))


def _opens_list(segment: str) -> bool:
    opening = tuple(p for rule in load("layout")["boilerplate"] if rule.get("opens_list") for p in rule["patterns"])
    return _matches(segment, opening)


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


def _matches(segment: str, patterns: tuple[str, ...]) -> bool:
    return _compiled(patterns).fullmatch(segment) is not None


def _is_date_line(line: _Line, state: _State) -> bool:
    """A line that says a day and little else; below the beginning of the story, nothing else."""
    if len(line.text) > load("layout")["longest_dateline"]:
        return False
    if _weekday_only(line.text):
        return state.story or state.dated
    found = next(calendar.dates(line.text), None)
    if found is None:
        return False
    before, after = line.text[: found.start], _after_date(line.text[found.end :])
    if state.story or found.year is None:
        return not after and not before.strip(_EDGES + ",:(")
    return not after and _may_open_date_line(before)


def _weekday_only(text: str) -> bool:
    return text.strip(_EDGES + ":").lower() in calendar.weekdays()


def _after_date(rest: str) -> str:
    """What is left after a date once the clock, brackets and what stands behind a bar are gone."""
    rest = rest.split("|")[0]
    clock = re.match(rf"[\s,.;·–-]*(?:at\s+)?(?:{calendar.CLOCK}){calendar.ZONE}", rest, re.IGNORECASE)
    rest = rest[clock.end() :] if clock else rest
    return re.sub(r"\([^()]*\)", "", rest).strip(_EDGES + ".,:)")


def _may_open_date_line(before: str) -> bool:
    """'Bamako, ', 'Last updated: ', 'Released by the press office, Gaza, ': few words, or a comma after more."""
    words = _WORD.findall(before)
    openers = load("layout")["date_line_openers"]
    if all(w[0].isupper() or w.lower() in openers for w in words) and len(words) <= 6:
        return True
    return len(words) <= 12 and (
        before.rstrip()[-1:] in set(",|:–—(") or words[-1].lower() in load("layout")["date_line_verbs"]
    )


def _is_day(line: _Line, following: _Line | None, state: _State) -> bool:
    """Does the date head the entries below it, rather than date the report?"""
    found = next(calendar.dates(line.text), None)
    entry = following is not None and bool(_entry_time(following.text))
    if state.story or found is None or found.year is None:
        return True
    return entry and state.headline and (state.dated or line.text.isupper())


def _is_byline(line: _Line, following: _Line | None, state: _State) -> bool:
    """'By Ada Bell in Kyiv', 'Newsline Middle East service': at the top, or as the last line."""
    if (
        line.finished
        or (state.story and following is not None)
        or (not state.seen and not line.text.lower().startswith("by "))
    ):
        return False
    words = _WORD.findall(line.text.split("|")[0])
    rules = load("layout")
    if any(name in line.text.lower() for name in rules["no_bylines"]):
        return False
    small = [w.lower() for w in words if w.lower() in rules["byline_words"]]
    if not 1 < len(words) <= 14 or any(w[0].islower() and w.lower() not in rules["byline_words"] for w in words):
        return False
    return words[0].lower() == "by" or (len(words) <= 8 and any(w in rules["byline_nouns"] for w in small))


def _is_masthead(line: _Line, following: _Line | None, state: _State) -> bool:
    """'Strait Telegraph | World' or 'ANALYSIS' above the headline: the paper and its section, the kind of piece."""
    if state.seen or following is None:
        return False
    if line.text.strip(_EDGES).lower() in load("layout")["lone_labels"]:
        return True
    segments = _segments(line.text)
    if len(segments) < 2 or following.finished or following.gap:
        return False
    labels = load("layout")["labels"]
    words = [w for s in segments for w in s.split()]
    return all(0 < len(s.split()) <= 3 and s.lower() not in labels for s in segments) and all(
        w[0].isupper() for w in words
    )


def _is_headline(line: _Line, following: _Line | None, state: _State) -> bool:
    if state.headline or state.story or following is None or state.seen >= HEAD:
        return False
    if len(line.text) > load("layout")["longest_headline"] or _dateline(line.text) or _goes_on(following):
        return False
    return not line.finished or line.text.isupper() or (line.text[-1] in "?!" and line.text.count(".") == 0)


def _is_subhead(line: _Line, following: _Line | None, state: _State) -> bool:
    """A short unfinished line above others: the headline of an entry, a heading between paragraphs."""
    if (
        line.finished
        or following is None
        or len(line.text) > load("layout")["longest_subhead"]
        or line.text[-1] in ",;:"
    ):
        return False
    return state.headline and line.text[0] not in "-–—•*" and not (line.text[0].islower()) and not _goes_on(following)


def _goes_on(following: _Line) -> bool:
    return not following.gap and following.text[0].islower()


def _dateline(text: str) -> int:
    """How many characters 'GAZA, Oct 17, 2023 (Newsline) - ' takes with the dash, 0 where there is no such opening."""
    longest = load("layout")["longest_dateline"]
    for m in _DASH.finditer(text, 0, longest) if _DASHES.search(text, 0, longest) else ():
        if _names_place(text[: m.start()], m[0].strip().startswith(":")):
            return m.end() if any(calendar.dates(text[: m.start()])) or _tells(text[m.end() :]) else 0
        if m.start() > 100:
            break
    dotted = re.match(
        r"[^.\n]{3,40}\.(?:[^.\n]{3,20}\.)?\s*(?:/[^/\n]{2,30}/|\([^()\n]{2,30}\)|[A-Z-]{3,20}\s*[-–—])\s*[.-–—]*\s*",
        text,
    )
    if dotted and dotted.end() < len(text) and _names_place(text[: dotted.end()], False):
        return dotted.end()
    return _full_stop_after_date(text)


def _full_stop_after_date(text: str) -> int:
    """How many characters 'Bunia, February 2, 2022. ' takes before a story, 0 where there is no such opening."""
    longest = load("layout")["longest_dateline"]
    if not _YEAR_STOP.search(text, 0, longest + 1):
        return 0
    found = next(calendar.dates(text, 0, min(len(text), longest)), None)
    if found is None or found.year is None or not text[: found.start].rstrip().endswith(","):
        return 0
    stop = re.compile(r"\.\s+(?=[A-Z\"“‘])").match(text, found.end)
    return stop.end() if stop and _names_place(text[: found.end], False) and _tells(text[stop.end() :]) else 0


def _tells(rest: str) -> bool:
    """Does a story go on here, and not the name of an office: "SOUTHERN FRONT - Official Spokesman"?"""
    return bool(rest.strip()) and (len(rest.split()) >= TELLING or _is_finished(rest.rstrip()))


def _names_place(opening: str, colon: bool) -> bool:
    """Is it the name of a place, in capitals or beside a date or the name of an agency?"""
    dates = list(calendar.dates(opening))
    agency = _AGENCY.search(opening) or _SERVICE.search(opening)
    rest = opening
    for d in reversed(dates):
        rest = rest[: d.start] + " " + rest[d.end :]
    rest = _AGENCY.sub(" ", rest)
    rest = re.sub(
        rf"{calendar.CLOCK}{calendar.ZONE}|\b(?:{calendar.names(calendar.weekdays())})\b\.?",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    words = re.findall(r"[^\s,/.;()]+", rest.strip(" -–—,"))
    lexicon = load("layout")
    if not words or len(words) > 8 or rest.strip(" -–—,./").lower() in lexicon["labels"]:
        return bool(not words and agency)
    if not all(w[0].isupper() or w.lower() in lexicon["dateline_words"] for w in words) or any(
        c.isdigit() for c in rest
    ):
        return False
    capitals = words[0].isupper() and len(words[0]) > 2 and words[0].lower() not in lexicon["labels"]
    return (
        bool(dates and not colon)
        or (agency is not None and not colon)
        or (capitals and len(words) <= 5 and bool(dates or agency or not colon))
    )


def _wrapped(text: str, lines: list[_Line]) -> bool:
    """Was the text broken at a fixed width? Then its lines are one paragraph as far as no empty line parts them."""
    return not any(n.long for n in lines) and segment.is_wrapped(text, [(n.start, n.end) for n in lines])


def _joined(text: str, found: list[Block]) -> Iterator[Block]:
    """Lines of story with only one line break between them become one paragraph."""
    kept: Block | None = None
    for block in found:
        joinable = block.kind in ("body", "subhead")
        if kept and joinable and re.fullmatch(r"[ \t]*\r?\n[ \t]*", text[kept.end : block.start]):
            kept = Block("body", kept.start, block.end)
            continue
        if kept:
            yield kept
        kept = block if joinable else None
        if not joinable:
            yield block
    if kept:
        yield kept
