"""Sentences and words as spans over the report's text.

Both functions return half-open spans in code points of the whole text, look at nothing outside the span they are given
(beyond one character of context) and take time linear in its length. Training cuts words with the same function, so
that the model meets at run time the words it was trained on.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

MAX_SENTENCE = 2_000
"""Code points after which a sentence is cut at a word border; longer ones are lists and broken markup."""


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_TITLES = _set(
    "mr mrs ms messrs dr drs gen gens sen sens rep reps gov lt col cols sgt maj capt cpl pvt cmdr cdr st ste prof",
    "spc pfc sfc ssgt msgt rev adm brig hon pres supt insp amb sec vs mt ft fr",
)
_BEFORE_DIGIT = _set("no nos art arts sec fig figs p pp vol ch para res op est approx ca c cf")
_MONTHS = _set("jan feb mar apr jun jul aug sep sept oct nov dec")
_OPEN_ENDED = _MONTHS | _set("inc corp co ltd jr sr bros dept univ assn govt mins etc ave blvd rd ph.d d.c e.g i.e al")
_CLOCK = _set("a.m p.m")
_AFTER_CLOCK = _MONTHS | _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
    "september october november december gmt utc est edt pst pdt cet cest eet eest bst msk local eastern pacific",
    "central moscow kyiv baghdad",
)
_STARTERS = _set(
    "the a an this that these those he she it they we you i his her its their our my in on at by for from with to",
    "as of and but or so yet if when while after before since until once during there here what who how why where",
    "which also however meanwhile then now no not both each some many most several all one two three according",
    "earlier later last next more other another officials police troops forces rebels witnesses residents",
    "authorities russia ukraine israel president mr",
)
_OF_A_COUNTRY = _set("officials police troops forces rebels witnesses residents authorities president")
"""Of the words above those that go on with "U.S." in a text in capitals, where letters tell nothing."""
_SPEAKING = r"(?:said|says|asked|asks|wrote|writes|added|adds|told|shouted|replied|continued)"

_OPENERS = "\"“”„‘’'«‹(\\[{"
_CLOSERS = "\"”“’'»›)\\]}"
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_STOP = re.compile(rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=\s)|(?<=[a-z]{{3}})[.!?](?=[A-Z][a-z])")
_NEXT = re.compile(rf"\s+(?:[-–—•*]+\s*)?[{_OPENERS}]*(?P<word>[^\W\d_][^\s,;:.!?{_CLOSERS}]{{0,40}}|\d)")
_SAYS = re.compile(rf"\s+(?:\S{{1,40}}\s+){{1,3}}?{_SPEAKING}\b")
_LAST = re.compile(r"[^\s(\[\"“‘'«/-]{1,24}\Z")
_WRAP = range(40, 121)
_WRAPPED_BREAKS, _WRAPPED_SHARE = 4, 0.75

_C = r"[\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200c\u200d]"  # with the marks above letters
_WORD = re.compile(
    rf"""
      [A-Za-z][a-z]*+(?=[\s,])(?<!nnot|onna|onta|anna|anta)                  # most words, which nothing below cuts
    | (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’]                    # an address on the web
    | [\w.+-]{{1,64}}@\w[\w-]{{0,62}}(?:\.\w{{1,62}})+                        # an e-mail address
    | (?:[A-Za-z]\.){{2,}}                                                    # U.S.  a.m.
    | \b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Maj|Capt|St|Jr|Sr|No|vs|Prof|Rev|Adm|Brig
         |Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|Ltd)\.
    | \d+(?:[.,:/]\d+){{0,12}}(?:st|nd|rd|th|s|m|k|bn)?(?!\w)                 # 1,000  3.5  10:30  19th  1990s  1.2bn
    | (?i:can)(?=not\b) | (?i:gon|wan)(?=(?:na|ta)\b)
    | \w+?(?=(?i:n['’]t)\b) | (?i:n['’]t)\b                                   # do n't
    | ['’](?i:s|re|ve|ll|d|m)\b                                               # 's
    | (?i:anti|non|pre|co|re|pro|ex|e|semi|multi|counter|vice|mid|sub|un|self)-\w+(?=\W|$)(?!-)
    | [^\W\d_]+['’](?!(?i:s|re|ve|ll|d|m|t)\b)[^\W\d_]{_C}*                   # Sana'a  O'Brien
    | \w{_C}* | \.{{2,}} | -{{2,}} | [^\w\s]
    """,
    re.VERBOSE,
)


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words of text[start:end], in order; every character that is not white space lies in exactly one."""
    return [m.span() for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def sentences(text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False) -> list[Span]:
    """The sentences of text[start:end], in order, without white space at their ends; no border falls inside a word.

    `wrapped` tells that the line breaks inside are the page's; where it is not said, the lines' widths tell.
    """
    stop = len(text) if end is None else end
    return [
        piece
        for passage in _passages(text, start, stop, wrapped)
        for sentence in _split(text, *passage)
        for piece in _capped(text, *sentence)
    ]


def _passages(text: str, start: int, end: int, wrapped: bool) -> Iterator[Span]:
    """Lines; a line that was broken only for the width of the page is joined to the one before."""
    lines = [m.span() for m in _LINE.finditer(text, start, end) if not _is_blank(text, *m.span())]
    wrapped = wrapped or is_wrapped(text, lines)
    at = 0
    while at < len(lines):
        begin, stop = lines[at]
        at += 1
        while at < len(lines) and _adjoin(text, stop, lines[at][0]) and (wrapped or _runs_on(text, stop, lines[at][0])):
            stop = lines[at][1]
            at += 1
        yield begin, stop


def _is_blank(text: str, start: int, end: int) -> bool:
    return text[start : min(end, start + 200)].isspace() and text[start:end].isspace()


def _adjoin(text: str, end: int, start: int) -> bool:
    """Is there a single line break, and no empty line, between the two offsets?"""
    return text[end:start] in ("\n", "\r\n", "\r")


def is_wrapped(text: str, lines: list[Span]) -> bool:
    """Was the text filled up to one width, line breaks standing where the next word would not have fitted?"""
    width = max((b - a for a, b in lines), default=0)
    if width not in _WRAP:
        return False
    breaks = [
        end - start + 1 + _first_word(text, *following) > width - 5
        for (start, end), following in pairwise(lines)
        if _adjoin(text, end, following[0])
    ]
    return len(breaks) >= _WRAPPED_BREAKS and sum(breaks) >= _WRAPPED_SHARE * len(breaks)


def _first_word(text: str, start: int, end: int) -> int:
    return len(text[start:end].split(maxsplit=1)[0])


def _runs_on(text: str, end: int, start: int) -> bool:
    """Does the line that starts at `start` go on with the sentence of the line that ends at `end`?"""
    return text[start].islower() and text[end - 1] not in ".!?:;…" and text[end - 1].isprintable()


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for m in _STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, m, end):
            yield from _trimmed(text, begin, m.end())
            begin = m.end()
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Is this full stop, question or exclamation mark, with the white space after it, the end of a sentence?"""
    if not text[stop.end() : stop.end() + 1].isspace():
        return not _in_address(text, stop.start())
    following = _NEXT.match(text, stop.end(), min(end, stop.end() + 200))
    if following is None:
        return stop.end() < end and not text[stop.end() : stop.end() + 200].isspace()
    word = following["word"]
    if word[0].islower():
        return False
    marks = stop.group()
    if marks[0] != "." or marks[:2] == "..":
        quoted = marks[-1] not in ".!?…"
        if quoted and marks[0] in "!?" and _SAYS.match(text, stop.end(), min(end, stop.end() + 200)):
            return False
        return marks[0] in "!?" or quoted or word.lower() in _STARTERS
    return _ends_after(text, begin, stop.start(), word)


def _in_address(text: str, at: int) -> bool:
    """Is the full stop at `at` part of a web or mail address?"""
    token = text[max(0, at - 200) : at + 200]
    left, right = token[: min(at, 200)].split(), token[min(at, 200) :].split()
    return any(mark in left[-1] + right[0] for mark in ("://", "www.", "@"))


def _ends_after(text: str, begin: int, dot: int, following: str) -> bool:
    """The same for a single full stop at `dot`, before which may stand an abbreviation, an initial or a list number."""
    found = _LAST.search(text, max(begin, dot - 24), dot)
    if found is None:
        return True
    last, next_word = found.group(), following.lower()
    low = last.lower()
    if found.start() == _first_ink(text, begin, dot) and (last.isdecimal() or len(last) == 1) and dot - begin < 12:
        return False
    if low in _TITLES:
        return False
    if low in _BEFORE_DIGIT and following[0].isdigit():
        return False
    if low in _CLOCK:
        return next_word not in _AFTER_CLOCK
    if low in _OPEN_ENDED or (len(last) > 1 and last[-2] == "." and last[-1].isalpha()):
        return next_word in _STARTERS and not (following.isupper() and next_word in _OF_A_COUNTRY)
    initial = len(last) == 1 and last.isalpha() and last.isupper() and last != "I"
    return not initial or next_word in _STARTERS


def _first_ink(text: str, start: int, end: int) -> int:
    return next((i for i in range(start, end) if not text[i].isspace()), end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _capped(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, cut into pieces of at most MAX_SENTENCE code points unless a single word is longer."""
    while end - start > MAX_SENTENCE:
        cut = _cut(text, start, end)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _cut(text: str, start: int, end: int) -> int:
    """The last white space of the second half, else the last word border before the limit, else the first after."""
    limit = start + MAX_SENTENCE
    for i in range(limit, start + MAX_SENTENCE // 2, -1):
        if text[i].isspace():
            return i
    border = start
    for m in _WORD.finditer(text, start, end):
        if m.end() > limit and border > start:
            break
        border = m.end()
        if border > limit:
            break
    return border
