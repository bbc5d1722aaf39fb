"""Whose words a cue has and what they cover: the model first, the tree where it is silent or cuts short."""

from __future__ import annotations

from counterclaim.reading.attribution import cues
from counterclaim.reading.attribution.model import Words
from counterclaim.reading.document import Sentence, Token

STOPS = frozenset(";—–")
LINKS = frozenset(
    "and but while whereas although though which who whom whose after before when as because since"
    " including with".split()
)
CONDITIONS = frozenset("if unless when although though while as because since until once".split())
LEAD = frozenset(("that", ",", ":", "“", '"', "and", "but", "«", "”", "‘", "’", "-", "–", "—", ";", "''", "``"))
TAIL = frozenset((",", ".", ";", ":", "”", '"', "»", "“", "and", "but", "while", "-", "–", "—", "’", "‘", "''", "``"))
NEAR = 3
"""Words that may stand between a cue and a source which is no subject of its verb."""
CLAUSAL = frozenset(("VERB", "AUX", "SCONJ", "NUM"))
"""Words of which none stands in the name of a hearer."""
INVERTED = 16
"""Words of the longest source that closes a sentence behind its verb."""
HEARD = frozenset(
    "told tell tells telling informed informs assured reminded warn warns warned warning notified alerted".split()
)
"""Verbs of saying whose object is the hearer."""
TOLD = HEARD - {"warn", "warns", "warned", "warning"}
"""Those of them behind which the hearer stands, unless nobody before them can be the source."""
UNDER_NOUN = frozenset(("acl", "ccomp", "acl:relcl", "advcl"))
"""How the clause hangs on a noun that it tells the content of."""
INTRODUCED = frozenset(("identified", "named", "known", "described"))
"""Between a person and "as" with the name."""
LEFT = 4
"""Words that may be missing at the beginning of a source."""


def subject(sentence: Sentence, i: int, depth: int = 0) -> int | None:
    """The word that is the subject of verb `i`: its agent, its own, or that of the verb it is joined to."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    passive, subjects = False, []
    for c in sentence.children[i]:
        dep = tokens[c].dep
        if dep == "obl:agent":
            return None if depth else c
        if dep == "aux:pass":
            passive = True
        elif dep == "nsubj" or dep == "nsubj:pass":
            subjects.append(tokens[c])
    active = [t for t in subjects if t.dep == "nsubj"] if passive else subjects
    named = [(t.lower in ("this", "that", "it"), t.i) for t in active if not _marked(sentence, t.i)]
    if named:
        own = min(named)[1]
        relative = sentence.tokens[own].lower in ("who", "which", "that") and token.dep == "acl:relcl"
        return token.head if relative else own
    if depth < 4 and token.head >= 0 and token.dep in ("conj", "advcl", "xcomp", "parataxis"):
        if (nearer := _behind_stop(sentence, token.head, i)) is not None:
            return nearer
        return subject(sentence, token.head, depth + 1)
    return None


def _marked(sentence: Sentence, i: int) -> bool:
    """Whether a preposition stands before a noun, which so is no subject whatever the tree says: "according to X"."""
    return any(sentence.tokens[c].dep == "case" and c < i for c in sentence.children[i])


def _behind_stop(sentence: Sentence, head: int, i: int) -> int | None:
    """ "He left; the Front, which stayed, puts ...": a semicolon parts the verb from the one it is joined to."""
    stop = next((t.i for t in sentence.tokens[head + 1 : i] if t.text == ";"), None)
    if stop is None:
        return None
    words = sentence.tokens[stop + 1 : i]
    verb = next((t.i for t in words if t.upos in ("VERB", "AUX", "SCONJ") or t.text == ","), i)
    return next((t.i for t in reversed(sentence.tokens[stop + 1 : verb]) if t.upos in ("PROPN", "NOUN", "PRON")), None)


def inverted(sentence: Sentence, i: int) -> Words | None:
    """ "A, declared the head of the region X": the words behind a verb of saying that a comma or quotation sets off."""
    tokens = sentence.tokens
    if i < 2 or tokens[i - 1].text not in ',”"»':
        return None
    if tokens[i].lower in TOLD and (_named_before(sentence, i) or trailing(sentence, i)):
        return None
    rest = tokens[i + 1 :]
    while rest and not rest[-1].text[0].isalnum():
        rest = rest[:-1]
    aside = next((n for n, t in enumerate(rest) if t.text == "," and _goes_on(rest[n + 1 :])), len(rest))
    rest = rest[:aside]
    if len(rest) == 1 and rest[0].lower in ("he", "she", "they"):
        return i + 1, i + 2
    if not rest or len(rest) > INVERTED or not any(t.upos in ("PROPN", "NOUN") for t in rest):
        return None
    verb = any(t.upos in ("VERB", "AUX", "NUM", "SCONJ", "PRON") and t.dep != "nmod:poss" for t in rest)
    said = not verb and any(t.upos in ("VERB", "AUX", "NUM") for t in tokens[:i])
    return (i + 1, rest[-1].i + 1) if said else None


def _named_before(sentence: Sentence, i: int) -> bool:
    """Whether the model sees a source before the verb."""
    return any(r.label == "SOURCE" and r.last <= i for r in sentence.roles)


def _goes_on(rest: tuple[Token, ...]) -> bool:
    """Whether what follows a comma is a clause, a participle or a quotation, no more of the name."""
    return bool(rest) and (rest[0].lower in LINKS or rest[0].lower.endswith("ing") or rest[0].text in '“"«')


def trailing(sentence: Sentence, i: int) -> Words | None:
    """ "A, Major General X tweets.": the words between a comma and the verb of saying that ends the sentence.

    Behind a verb of telling its hearer may stand: "A, the commander of the battalion, X, told the Meridian Post."
    """
    tokens = sentence.tokens
    if i < 3:
        return None
    if tokens[i].lower in TOLD:
        behind = [t for t in tokens[i + 1 :] if t.text[0].isalnum()]
        if len(behind) > INVERTED or any(t.upos in CLAUSAL for t in behind):
            return None
    elif any(t.text[0].isalnum() for t in tokens[i + 1 :]):
        return None
    last = i - 1 if tokens[i - 1].text == "," else i
    comma = next((n for n in range(last - 1, 0, -1) if tokens[n].text in ',”"»'), 0)
    name = tokens[comma + 1 : last]
    named = any(t.upos == "PROPN" for t in name) and not any(t.upos in ("VERB", "AUX", "NUM") for t in name)
    first = _office_before(tokens, comma) if last < i else comma
    said = any(t.upos in ("VERB", "AUX", "NUM") for t in tokens[:first])
    if last < i and first == comma:
        return None
    return (first + 1, last) if comma and named and said and last - first - 1 <= INVERTED else None


def _office_before(tokens: tuple[Token, ...], comma: int) -> int:
    """The comma before "the director of the hospital, Dr X,": an office between two commas, else the comma itself."""
    before = next((n for n in range(comma - 1, 0, -1) if tokens[n].text in ',”"»'), 0)
    words = tokens[before + 1 : comma]
    office = bool(words) and words[0].upos == "DET" and not any(t.upos in ("VERB", "AUX", "NUM") for t in words)
    return before if before and office else comma


def source(sentence: Sentence, head: int, cue: Words, others: list[Words]) -> tuple[Words | None, str]:
    """Words of the source, and why: the model's SOURCE that holds the subject, the one beside the cue, the subject."""
    labels = [_opened(sentence, r.first, r.last) for r in sentence.roles if r.label == "SOURCE"]
    who = subject(sentence, head)
    if who is not None:
        held = next((span for span in labels if span[0] <= who < span[1]), None)
        if held and sentence.tokens[held[1] : held[1] + 1] and sentence.tokens[held[1]].text == ":":
            held = next((span for span in labels if gap(cue, span) == 0), held)
        if held:
            held = _antecedent(sentence, _with_name(sentence, held, cue), labels)
            return held, "the subject of the verb, and the model's source"
    near = [(gap(cue, span), span) for span in labels if not between(others, cue, span)]
    beside = min(near, default=None)
    close = beside is not None and beside[0] <= NEAR
    own = any(sentence.tokens[c].dep in ("nsubj", "obl:agent") for c in sentence.children[head])
    behind = None if close else inverted(sentence, head) or trailing(sentence, head)
    if beside and (close or not (own or behind)):
        return _antecedent(sentence, beside[1], labels), "the model's source beside the cue"
    if behind and not own:
        return behind, "a verb of saying and whose it is close the sentence"
    if who is not None:
        found = _phrase_of(sentence, who, head, cue, others)
        if found:
            return found, "the subject of the verb"
    place = cues.opens_in_place(sentence, head)
    if place:
        return place, "no subject, and the place that opens the sentence"
    return None, "the sentence names no source"


def undergone(sentence: Sentence, head: int, cue: Words) -> Words:
    """ "The figure is contested by the mayor": what an act is done to; empty behind the cue where nothing is."""
    thing = next((c for c in sentence.children[head] if sentence.tokens[c].dep == "nsubj:pass"), None)
    words = sentence.subtree(thing) if thing is not None else range(0)
    return trimmed(sentence, words.start, words.stop) if 0 < words.stop <= cue[0] else (cue[1], cue[1])


def named(sentence: Sentence, noun: int, source: Words | None) -> tuple[Words | None, list[Words]]:
    """Of "Moscow's insistence that A" whose it is, without its 's, and A: the clause under the noun."""
    tokens = sentence.tokens
    if source and source[1] - source[0] > 1 and tokens[source[1] - 1].text in ("'s", "’s", "'", "’"):
        source = (source[0], source[1] - 1)
    clause = next((c for c in sentence.children[noun] if c > noun + 1 and tokens[c].dep in UNDER_NOUN), None)
    end = sentence.subtree(clause).stop if clause is not None else noun + 2
    label = next((r for r in sentence.roles if r.label == "CONTENT" and noun < r.first <= noun + 2), None)
    end = min(end, label.last) if label and clause is not None else label.last if label else end
    return source, [span for span in [trimmed(sentence, noun + 2, end)] if span[0] < span[1]]


def _antecedent(sentence: Sentence, span: Words, labels: list[Words]) -> Words:
    """For "who" of "an official who asked for silence told us" the source that it tells more of.

    So too for "Brenn" of "a captain identified only as Brenn said".
    """
    if span[0] and sentence.tokens[span[0] - 1].lower == "as":
        named = (other for other in labels if 1 < span[0] - other[1] <= NEAR)
        whole = next((other for other in named if sentence.tokens[other[1]].lower in INTRODUCED), None)
        return (whole[0], span[1]) if whole else span
    if span[1] - span[0] > 1 or sentence.tokens[span[0]].lower not in ("who", "which"):
        return span
    labelled = next((other for other in labels if other[1] == span[0]), None)
    return labelled or _told_more_of(sentence, span[0]) or span


def _told_more_of(sentence: Sentence, i: int) -> Words | None:
    """The noun phrase that a clause opened by "which" or "who" right behind it tells more of."""
    verb = sentence.tokens[i].head
    noun = sentence.tokens[verb].head if verb >= 0 and sentence.tokens[verb].dep == "acl:relcl" else -1
    if not 0 <= noun < i:
        return None
    words = sentence.subtree(noun)
    return trimmed(sentence, words.start, i)


def _with_name(sentence: Sentence, span: Words, cue: Words) -> Words:
    """ "The spokesman of its operations in the north, Colonel X, said": up to the name behind the comma."""
    name = next((n for n in sentence.names if n.label == "PER" and span[1] < n.first and n.last <= cue[0]), None)
    if name is None or cue[0] - name.last > 1:
        return span
    comma = next((n for n in range(name.first - 1, span[1] - 1, -1) if sentence.tokens[n].text == ","), None)
    between = sentence.tokens[span[1] : comma] if comma is not None else ()
    if comma is None or any(t.upos in ("VERB", "AUX") or t.text in ";:" for t in between):
        return span
    titles = sentence.tokens[comma + 1 : name.first]
    return (span[0], name.last) if all(t.text[:1].isupper() or t.text == "-" or t.text == "." for t in titles) else span


def _opened(sentence: Sentence, first: int, last: int) -> Words:
    """A source behind a comma that the model cut short: "acting UN aid chief X", "Human Rights Ombudsman X"."""
    start = first
    while start and first - start < LEFT and not _closes(sentence, start - 1):
        start -= 1
    opened = start < first and start > 0 and sentence.tokens[start - 1].text == ","
    return (start, last) if opened else (first, last)


def _closes(sentence: Sentence, i: int) -> bool:
    """Whether a noun phrase that ends behind word `i` cannot begin before it."""
    token = sentence.tokens[i]
    joint = token.upos in ("ADP", "CCONJ", "SCONJ", "AUX", "PRON", "PUNCT")
    return joint or (token.upos == "VERB" and cues.is_known(token.text))


def _phrase_of(sentence: Sentence, who: int, head: int, cue: Words, others: list[Words]) -> Words | None:
    """The noun phrase of word `who`, kept clear of the cues."""
    words = sentence.subtree(who)
    first, last = words.start, words.stop
    if first <= head < last:
        first, last = (first, cue[0]) if who < head else (cue[1], last)
    for start, end in others:
        if who < start < last:
            last = start
        if first < end <= who:
            first = end
    while first < who and sentence.tokens[first].upos == "ADP":
        first += 1
    return trimmed(sentence, first, last) if first < last else None


def gap(a: Words, b: Words) -> int:
    """Words that stand between two stretches."""
    return max(b[0] - a[1], a[0] - b[1], 0)


def between(others: list[Words], a: Words, b: Words) -> bool:
    """Whether another cue stands between two stretches."""
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return any(low <= start and end <= high for start, end in others)


def contents(
    sentence: Sentence, head: int, cue: Words, source: Words | None, others: list[Words], aside: list[Words]
) -> list[Words]:
    """Stretches of words that are said under the cue, in the order of the text; `aside` are phrases set between.

    A cue in a relative clause before it parts nothing: "The rebels, who X says are backed by Y, entered, Z said".
    """
    others = [other for other in others if not (other[1] <= cue[0] and is_aside(sentence, other, cue[0]))]
    taken = [cue, *others, *aside, *([source] if source else [])]
    labels = [(r.first, r.last) for r in sentence.roles if r.label == "CONTENT"]
    own = _told_of(sentence, head, cue) if labels else (0, 0)
    labels = [span for span in labels if not own[0] <= span[0] < span[1] <= own[1] and not _dummy(sentence, head, span)]
    mine = [span for span in labels if not between(others, cue, span) and _reaches(cue, span, others)]
    mine = [span for span in mine if not (_of_conjunct(sentence, head, span) or _anothers(sentence, cue, span))]
    inside = _clause_of(sentence, head, cue)
    if inside is not None:
        return [span for span in [_without(inside, taken)] if span[0] < span[1]]
    if (_adds(sentence, head) or sentence.tokens[head].dep == "conj") and any(span[0] >= cue[1] for span in mine):
        mine = [span for span in mine if span[0] >= cue[1]]
    mine = [span for span in mine if not _asked(sentence, span, cue) or not any(other[0] >= cue[1] for other in mine)]
    if source and _behind(sentence, head, source):
        on = [span for span in mine if span[0] >= source[1] and _quoted(sentence, span[0])]
        mine = [*_by_tree(sentence, head, cue, source, others), *on] or mine
    elif not _says(sentence, mine, source):
        mine = _by_tree(sentence, head, cue, source, others) or mine
    mine = [_whole_clause(sentence, span, cue, source, others) for span in mine]
    mine = _merged(sorted(_without(_begun(sentence, cue, span), taken) for span in mine), taken)
    whole = [_own_part(sentence, _completed(sentence, span, taken, labels), cue, others) for span in mine]
    whole += _added(sentence, whole, cue, source, others)
    return _bridged(sentence, sorted(span for span in whole if span[0] < span[1]), cue, source)


def _quoted(sentence: Sentence, i: int) -> bool:
    """'A, says X, "and B"': does a quotation begin at word `i`?"""
    return any(t.text in '“"«' for t in sentence.tokens[max(i - 1, 0) : i + 1])


def _behind(sentence: Sentence, head: int, source: Words | None) -> bool:
    """Is the source one that stands beside its verb at the end of the sentence?"""
    return source is not None and (source == inverted(sentence, head) or source == trailing(sentence, head))


def _whole_clause(sentence: Sentence, span: Words, cue: Words, source: Words | None, others: list[Words]) -> Words:
    """ "The toll rose to 23 after four bodies were found, a leader said": a clause under another is said with it."""
    edge = min(cue[0], source[0] if source else cue[0])
    before = sentence.tokens[span[0] - 1] if span[0] else None
    if before is None or before.upos != "SCONJ" or not 0 <= edge - span[1] <= 1 or before.lower in CONDITIONS:
        return span
    top = next((t for t in sentence.tokens[span[0] : span[1]] if t.dep == "advcl"), None)
    if top is None or not 0 <= top.head < span[0] or any(start < edge for start, _ in others):
        return span
    return _clause_start(sentence, span[0], others), span[1]


def _clause_of(sentence: Sentence, head: int, cue: Words) -> Words | None:
    """ "The general, who had spoken of a hit, declined to ...": what a clause set between commas says is in it."""
    tokens = sentence.tokens
    if tokens[head].dep != "acl:relcl":
        return None
    words = sentence.subtree(head)
    if words.stop <= cue[1] or words.stop >= len(tokens) - 1:
        return None
    opened = any(tokens[i].text == "," for i in (words.start, words.start - 1) if i >= 0)
    closed = any(tokens[i].text == "," for i in (words.stop - 1, words.stop) if i > head)
    return trimmed(sentence, cue[1], words.stop) if opened and closed else None


def _of_conjunct(sentence: Sentence, head: int, span: Words) -> bool:
    """ "X holds Y responsible and will lodge a complaint": what stands under a second verb of its own is not said."""
    verbs = (sentence.tokens[c] for c in sentence.children[head] if sentence.tokens[c].dep == "conj")
    return any(
        head < t.i < span[0]
        and t.upos == "VERB"
        and span[1] <= sentence.subtree(t.i).stop
        and cues.is_joined(sentence, t.i)
        for t in verbs
    )


def _anothers(sentence: Sentence, cue: Words, span: Words) -> bool:
    """ "X estimates A; Y's inquiry found B": B, behind a semicolon and a source of its own."""
    stop = next((t.i for t in sentence.tokens[cue[1] : span[0]] if t.text == ";"), None)
    return stop is not None and any(r.label == "SOURCE" and stop < r.first < span[0] for r in sentence.roles)


def _adds(sentence: Sentence, head: int) -> bool:
    """ "..., saying he was not aware": a participle behind a comma says what stands behind it."""
    token = sentence.tokens[head]
    return token.lower.endswith("ing") and token.dep == "advcl" and head > 0 and sentence.tokens[head - 1].text == ","


def _asked(sentence: Sentence, span: Words, cue: Words) -> bool:
    """ "Asked about A, she said B": what a participle that opens the sentence is about is not said."""
    opening = sentence.tokens[0]
    if opening.upos != "VERB" or opening.dep != "advcl" or span[1] > cue[0]:
        return False
    words = sentence.subtree(0)
    return span[0] < words.stop


def _dummy(sentence: Sentence, head: int, span: Words) -> bool:
    """The "it" of "it was reported that"."""
    word = sentence.tokens[span[0]]
    return span[1] - span[0] == 1 and word.lower == "it" and word.head == head


def _own_part(sentence: Sentence, span: Words, cue: Words, others: list[Words]) -> Words:
    """ "It had denied this; A, doctors reported": what another cue opens before a semicolon is not said here."""
    if span[1] > cue[0]:
        return span
    stop = next((i for i in range(span[1] - 1, span[0], -1) if sentence.tokens[i].text == ";"), None)
    if stop is None or not any(span[0] <= start and end <= stop for start, end in others):
        return span
    return trimmed(sentence, stop + 1, span[1])


def _begun(sentence: Sentence, cue: Words, span: Words) -> Words:
    """A content begins with the preposition, number or verb right behind its cue, even where the model skipped it."""
    word = sentence.tokens[cue[1]] if cue[1] < len(sentence.tokens) else None
    skipped = word is not None and span[0] - cue[1] == 1 and (word.upos in ("ADP", "NUM") or word.dep == "xcomp")
    return (cue[1], span[1]) if skipped else span


def _added(
    sentence: Sentence, found: list[Words], cue: Words, source: Words | None, others: list[Words]
) -> list[Words]:
    """ "A, X said, and B": a clause that "and" adds behind a cue set aside, by its own subject or to a verb of A."""
    edge = max(cue[1], source[1] if source else 0)
    tokens = sentence.tokens
    comma = next((t.i for t in tokens[edge : edge + 6] if t.text == ","), None)
    if not found or comma is None or any(span[1] > comma for span in found) or comma + 3 > len(tokens):
        return []
    if tokens[comma + 1].lower not in ("and", "but") or any(start > comma for start, _ in others):
        return []
    clause = tokens[comma + 2 :]
    verbs = [t for t in clause if t.upos in ("VERB", "AUX")]
    subject = any(t.dep in ("nsubj", "nsubj:pass") for t in clause[:8])
    tied = any(t.dep == "conj" and first <= t.head < last for t in verbs[:4] for first, last in found)
    return [trimmed(sentence, comma + 2, len(tokens))] if verbs and (subject or tied) else []


def _merged(found: list[Words], taken: list[Words]) -> list[Words]:
    """Contents that nothing of an attribution parts are one."""
    merged: list[Words] = []
    for span in found:
        if merged and not any(merged[-1][1] <= start < span[0] for start, _ in taken):
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _told_of(sentence: Sentence, head: int, cue: Words) -> Words:
    """The words that describe the subject before its verb, relative clauses and all: nothing in them is said."""
    who = subject(sentence, head)
    if who is None or who >= cue[0]:
        return 0, 0
    words = sentence.subtree(who)
    return (words.start, words.stop) if words.stop <= cue[0] else (0, 0)


def _says(sentence: Sentence, mine: list[Words], source: Words | None) -> bool:
    """Whether the model's contents are more than the subject of a clause that the cue interrupts."""
    return bool(mine) and not all(
        source is not None
        and span[1] <= source[0]
        and not any(sentence.tokens[i].upos in ("VERB", "AUX", "NUM") for i in range(*span))
        for span in mine
    )


def _reaches(cue: Words, span: Words, others: list[Words]) -> bool:
    """A content belongs to the cue nearest to it; one that holds the cue itself belongs to the outer cue."""
    if span[0] <= cue[0] < span[1] or any(other[1] == span[0] and span[1] <= cue[0] for other in others):
        return False
    return all(gap(cue, span) <= gap(other, span) or span[0] <= other[0] < span[1] for other in others)


def _by_tree(sentence: Sentence, head: int, cue: Words, source: Words | None, others: list[Words]) -> list[Words]:
    """The complement of the cue's verb; for a verb set aside at the end or in the middle, the clause it stands in."""
    kids = [sentence.tokens[c] for c in sentence.children[head]]
    token = sentence.tokens[head]
    left, right = min(cue[0], source[0] if source else cue[0]), max(cue[1], source[1] if source else cue[1])
    inner = [t for t in kids if t.i >= cue[1] and t.dep in _complements(token)]
    verbs = any(t.upos in ("VERB", "AUX") for t in sentence.tokens[:left])
    if source and _behind(sentence, head, source):
        edge = min(cue[0], source[0])
        parted = any(end <= edge for _, end in others) or any(t.text == ":" for t in sentence.tokens[:edge])
        return [(_clause_start(sentence, edge, others) if parted else 0, edge)]
    aside = left > 1 and sentence.tokens[left - 1].text in ',”"»’' and not inner
    if aside and token.dep in ("parataxis", "advcl", "root", "conj", "acl:relcl", "ccomp") and verbs:
        return [(_clause_start(sentence, left, others), left)]
    if aside and token.dep == "parataxis" and right < len(sentence.tokens):
        return [(_clause_start(sentence, left, others), left), (right, _clause_end(sentence, right, others))]
    if token.dep == "acl" and left:
        return [(_clause_start(sentence, left, others), left)]
    after = [
        t for t in kids if t.i >= cue[1] and t.dep in ("ccomp", "xcomp", "obj", "iobj", "obl", "advcl", "parataxis")
    ]
    first = right if source and source[0] >= cue[1] else cue[1]
    rest = sentence.tokens[first : _clause_end(sentence, first, others)]
    if after or inner or any(t.upos in ("VERB", "NUM") for t in rest):
        return [(first, first + len(rest))]
    return []


def _complements(verb: Token) -> tuple[str, ...]:
    """What may stand behind a verb of saying as what is said; "told reporters" names the hearer."""
    return ("ccomp", "xcomp") if verb.lower in HEARD else ("ccomp", "xcomp", "obj")


def _clause_end(sentence: Sentence, start: int, others: list[Words]) -> int:
    """Where what begins at word `start` ends: before the next cue's clause, or with the sentence."""
    following = min((s for s, _ in others if s >= start), default=None)
    if following is None:
        return len(sentence.tokens)
    end = following
    while end > start and sentence.tokens[end - 1].lower not in (",", ";", "and", "but", "while", "—", "–"):
        end -= 1
    return end if end > start else following


def _clause_start(sentence: Sentence, end: int, others: list[Words]) -> int:
    """Where the clause that ends at word `end` begins: behind the last cue's clause or a stop, or with the sentence."""
    start = max((e for _, e in others if e <= end), default=0)
    for i in range(end - 1, start - 1, -1):
        if sentence.tokens[i].text in STOPS or sentence.tokens[i].text == ":":
            return i + 1
    return start


def is_aside(sentence: Sentence, cue: Words, end: int) -> bool:
    """Does a cue stand in a relative clause between commas that is over before word `end`?"""
    verb = next((t.i for t in sentence.tokens[cue[0] : cue[1]] if t.upos == "VERB"), None)
    while verb is not None and verb >= 0:
        token = sentence.tokens[verb]
        if token.dep == "acl:relcl":
            words = sentence.subtree(verb)
            opened = sentence.tokens[words.start].text, sentence.tokens[max(words.start - 1, 0)].text
            return words.stop < end - 1 and "," in opened
        verb = token.head
    return False


def _without(span: Words, taken: list[Words]) -> Words:
    """The span less the cue and source words at its edges."""
    first, last = span
    for start, end in sorted(taken):
        if start <= first < end:
            first = end
        elif first < start < last:
            last = start
    return first, last


def _completed(sentence: Sentence, span: Words, taken: list[Words], labels: list[Words]) -> Words:
    """A content that the model cut short is read on to the end of its clause."""
    first, last = span
    stop = min((s for s, _ in [*taken, *labels] if s >= last), default=len(sentence.tokens))
    if sentence.tokens[last - 1].text in '”"»':
        stop = last
    while last < stop and not _breaks(sentence, last):
        last += 1
    return trimmed(sentence, first, last)


def _breaks(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return token.text in ",;:—–" or (token.lower in LINKS and i > 0 and sentence.tokens[i - 1].text == ",")


def _bridged(sentence: Sentence, found: list[Words], cue: Words, source: Words | None) -> list[Words]:
    """ "The purpose, it claimed, was to ...": a subject and its verb that the cue parts are one content."""
    if len(found) != 2 or not found[0][1] <= cue[0] < found[1][0]:
        return found
    right = max(end for _, end in [cue, *([source] if source else [])])
    between = sentence.tokens[right : found[1][0]]
    goes_on = bool(between) or sentence.tokens[found[1][0]].upos in ("VERB", "AUX", "PART")
    heard = sentence.tokens[cue[1] - 1].lower in TOLD  # '"The bridge," he told reporters in Tarn, "was hit"'
    tight = goes_on and (heard or all(t.upos in ("PUNCT", "VERB", "AUX", "SCONJ", "ADV") for t in between))
    if _conditional(sentence, found[0]) or _conditional(sentence, found[1]):
        return [(found[0][0], found[1][1])]
    cut = sentence.tokens[found[0][1] - 1].upos == "AUX"  # "It was, he said, a lie"
    broken = sentence.tokens[found[0][0]].lower in CONDITIONS or not any(
        sentence.tokens[i].upos in ("VERB", "AUX") for i in range(*found[0])
    )
    broken = broken or cut
    return [(found[0][0], found[1][1])] if tight and broken else found


def _conditional(sentence: Sentence, span: Words) -> bool:
    """Is it no more than a condition: "if it goes on", "should they come back"?"""
    words = sentence.tokens[span[0] : span[1]]
    opens = words[0].lower in ("if", "unless", "should", "provided") and words[0].text != "?"
    return opens and not any(t.text in ",;" for t in words)


def trimmed(sentence: Sentence, first: int, last: int) -> Words:
    """The stretch without the marks and joints at its edges."""
    while first < last and _leads(sentence.tokens[first]) and not _stands_for(sentence, first):
        first += 1
    while last > first and sentence.tokens[last - 1].lower in TAIL:
        last -= 1
    return first, last


def _leads(token: Token) -> bool:
    """Is it a joint or mark that opens nothing said, or the bullet of a list, whatever its shape?"""
    return token.lower in LEAD or not any(c.isalnum() or c in "([$€£" for c in token.text)


def _stands_for(sentence: Sentence, i: int) -> bool:
    """ "That" as a pronoun or article, not as the word that opens a clause."""
    token = sentence.tokens[i]
    return token.lower == "that" and token.dep in ("nsubj", "nsubj:pass", "det", "obj")
