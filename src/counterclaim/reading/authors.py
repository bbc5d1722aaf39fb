"""Whose own release a report is: "Statement of ...", a letterhead, a communique whose first sentence says who speaks.

In a release the issuer says whatever nobody else is named for. `author` gives the issuer with the reason, or nothing
for what an outlet wrote.
"""

from __future__ import annotations

import re
from itertools import pairwise

from counterclaim.knowledge.actors import key
from counterclaim.reading.document import Block, Document, Sentence, Token
from counterclaim.reading.institutions import bare
from counterclaim.reading.mentions import COLLECTIVE, Mention, Mentions
from counterclaim.reading.speakers import Resolved
from counterclaim.records import Actor

RELEASES = frozenset({"press release", "media release", "news release", "press statement", "official statement"})
ISSUERS = COLLECTIVE - {"state", "region", "agency", "outlet"}
"""Types of bodies that give out statements of their own; outlets report those of others."""
SEAT = 5
"""Words at most that tell where a body sits, or which of its offices speaks, behind its name: ", Colombo"."""
OFFICE = (",", "-", "–", "—", "/", "|", ":", "·")
"""What stands between the name of a body and its seat or its office: "SOUTHERN FRONT | Media Office"."""
OFFICES = 9
"""Words at most of an office that a mark parts from the body's name."""
_PARTS = re.compile(r"[,.|·]|\s[-–—]\s")
"""Between the parts of a line at the top: "Southern Front, General Staff. Press release, 9 October"."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
TITLED = 12
"""Words at most of the name of an office in a line of its own."""
SMALL = 5
"""Letters up to which a word of a title may be written small: "from"."""
JOINTS = frozenset("of the for in and to on from at de la el".split())
LABEL = 4
"""Words at most that call a text a statement: "Joint public statement"."""
ABOUT = frozenset("on about regarding concerning no no. n° # number nr following".split())
"""What follows "Statement" in a line that calls the text one, whatever it is about."""
NEXT = 3
"""Sentences behind its heading in which a statement names whose it is."""
OPENING_BLOCKS = 4
"""Blocks from the top of a report in which a release says whose it is: title, line under it, date."""
SIGNATURE = 4
"""Blocks at the end of a report in which its issuer signs: body, its region, place, date."""
HEAD_BLOCKS = 8
"""Blocks at most above the story, all of which may be a letterhead."""


def author(document: Document, mentions: Mentions) -> Resolved | None:
    """Whose own release the report is: "Statement of ...", "COMMUNIQUE FROM ..."; None for what an outlet wrote."""
    opening = len(_opening(document))
    for sentence in document.sentences:
        if sentence.block < opening and (found := _issuer(mentions, sentence)):
            return found
    cases = (_marked_release, _declared_issuer, _letterhead, _kin, _first_voice, _signed)
    return next((found for case in cases if (found := case(document, mentions))), None)


def _opening(document: Document) -> tuple[Block, ...]:
    """The blocks at the top that may tell whose the text is: four, or all above the story."""
    story = next((n for n, block in enumerate(document.blocks) if block.kind == "body"), 0)
    return document.blocks[: max(OPENING_BLOCKS, min(story, HEAD_BLOCKS))]


def is_release(document: Document, mentions: Mentions) -> bool:
    """Does a line at the top call the text a statement, whoever's it is, and no paper carry it?"""
    opening = _opening(document)
    if any(b.kind == "byline" for b in opening):
        return False
    return any(b.kind != "body" and _calls_itself(document, b, mentions) for b in opening)


def _calls_itself(document: Document, block: Block, mentions: Mentions) -> bool:
    """ "Press release No. 4, 3 May", "Statement on the raid of the 4th": no sentence, and the word comes first."""
    line = document.text[block.start : block.end]
    words = [w.strip(".,:;-–—#()[]").lower() for w in line.split()]
    if any(t.upos in ("VERB", "AUX") and t.head < 0 for t in _words_in(document, block.start, block.end)):
        return False
    called = next((n for n, w in enumerate(words[:LABEL]) if mentions.words.one(w) in mentions.words.statements), None)
    if called is None or not set(words[:called]) <= mentions.words.statement_kinds:
        return False
    return _declares(line, mentions) or words[called + 1 : called + 2] == [] or words[called + 1] in ABOUT


def _kin(document: Document, mentions: Mentions) -> Resolved | None:
    """ "Your brothers in the Front carried out ...": a group that calls itself so to whom it speaks."""
    if "your " not in document.text.lower():
        return None
    for sentence in document.sentences:
        tokens = sentence.tokens
        for yours, kin, link in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if yours.lower != "your" or kin.lower not in mentions.words.kin or link.lower not in JOINTS:
                continue
            if any(q.start <= yours.start < q.end for q in document.quotes):
                continue
            behind = (m for m in mentions.of(sentence.index) if 0 < m.first - link.i <= 1 + 1)
            group = next((m for m in behind if m.referent.type in ISSUERS), None)
            if group:
                return Resolved(group.actor, f"speaks as the kin in {group.referent.name}")
    return None


def _first_voice(document: Document, mentions: Mentions) -> Resolved | None:
    """The body that speaks first in a text which calls itself a release, its name in no line of its own."""
    if not is_release(document, mentions):
        return None
    own = _opening_voice(document, mentions)
    if own is None or own.referent.person or own.referent.type not in ISSUERS or not own.referent.named:
        return None
    return Resolved(own.actor, f"a release in which {own.referent.name} speaks first")


def _signed(document: Document, mentions: Mentions) -> Resolved | None:
    """The body in a line of its own at the end of a text that speaks as "we", which no paper carries."""
    blocks = document.blocks
    if any(b.kind in ("byline", "caption") for b in blocks) or not _we(document, mentions):
        return None
    for block in blocks[max(len(blocks) - SIGNATURE, 1) :]:
        for mention in mentions.items:
            if block.start <= mention.start and _is_line(document, block, mention) and mention.referent.type in ISSUERS:
                return Resolved(mention.actor, f"signed by {mention.referent.name}")
    return None


def _is_line(document: Document, block: Block, mention: Mention) -> bool:
    """Is the mention, of several words, all that stands in the block?"""
    alone = document.text[block.start : mention.start].strip().lower() in ("", "the")
    several = len(document.text[mention.start : mention.end].split()) > 1
    return alone and several and not document.text[mention.end : block.end].strip(" .\n")


def _declared_issuer(document: Document, mentions: Mentions) -> Resolved | None:
    """Whom "Statement of Relief United - Geneva, 3 May" in a line that is read for its date alone names."""
    for block in _opening(document):
        words = document.text[block.start : block.end].split()
        declared = len(words) > 2 and mentions.words.one(words[0].lower()) in mentions.words.statements
        if block.kind == "body" or not declared or words[1].lower() not in ("of", "by", "from"):
            continue
        named = " ".join(words[2:])
        fit = [m for m in mentions.items if m.form == "name" and not m.referent.person and _begins(named, m, document)]
        if found := max(fit, key=lambda m: m.end - m.start, default=None):
            return Resolved(found.actor, f"a statement of {found.referent.name}")
    return None


def _begins(line: str, mention: Mention, document: Document) -> bool:
    text = bare(document.text[mention.start : mention.end]).lower()
    return bare(line).lower().startswith(text) and not bare(line)[len(text) : len(text) + 1].isalnum()


def _marked_release(document: Document, mentions: Mentions) -> Resolved | None:
    """The body that a line at the top begins with, where another of them says "Press release"; no state is one."""
    opening = _opening(document)
    parts = [part for b in opening for part in _PARTS.split(document.text[b.start : b.end].lower())]
    if not any(" ".join(part.split()[:2]).rstrip(".:") in RELEASES for part in parts):
        return None
    starts = {block.start for block in opening if block.kind != "body"}
    for mention in mentions.items:
        if mention.start in starts and not mention.referent.person and mention.referent.type in ISSUERS:
            return Resolved(mention.actor, f"a press release of {mention.referent.name}")
    return None


def _letterhead(document: Document, mentions: Mentions) -> Resolved | None:
    """The body in a line of its own at the top, if a line calls the text a statement or the body then speaks in it."""
    opening = _opening(document)
    above = mentions.within(0, max((block.end for block in opening), default=0))
    heads = [m for m in above if any(_fills(document, block, m) for block in opening)]
    declared = any(_declares(document.text[b.start : b.end], mentions) for b in opening)
    own = _opening_voice(document, mentions)
    if own and declared and not own.referent.person and any(_headed(document, b, own) for b in opening):
        return Resolved(own.actor, f"under the head of {own.referent.name}, which then speaks")
    if not heads:
        return _titled(document, mentions, opening[0]) if declared else None
    head = next((m for m in heads if own and m.referent is own.referent), None)
    if head is None and (declared or _we(document, mentions) or _stands_alone(document, heads[0])):
        head = heads[0]
        below = next((b for b in opening if b.start > head.end), None)
        if below and head.referent.type == "body" and (office := _titled(document, mentions, below)):
            return office  # an office of the United Nations, not all of it
    return Resolved(head.actor, f"under the head of {head.referent.name}") if head else None


def _titled(document: Document, mentions: Mentions, block: Block) -> Resolved | None:
    """A line at the top that calls itself an office: "OFFICE OF THE SPECIAL ENVOY FOR ...", no sentence."""
    line = " ".join(document.text[block.start : block.end].split())
    words = line.split()
    kinds = mentions.words.bodies.get(words[0].lower(), ()) if words else ()
    office = len(words) > 2 and set(kinds) & (ISSUERS - {"party"}) and words[1].lower() in ("of", "for")
    if (
        block.kind == "body"
        or not office
        or len(words) > TITLED
        or not all(w[:1].isupper() or len(w) < SMALL for w in words)
    ):
        return None
    small = " ".join(w.lower() if n and w.lower() in JOINTS else w.title() for n, w in enumerate(words))
    shown = small if line.isupper() else line
    known = next((m.entry for m in mentions.knowledge.exact(shown)), None)
    name, key_of = (known.name, known.id) if known else (shown, None)
    side = known.side if known else None
    actor = Actor(name=name, id=key_of, side=side, kind="actor", start=block.start, end=block.end)
    return Resolved(actor, "an office in a line at the top")


def _stands_alone(document: Document, head: Mention) -> bool:
    """Is the line above a place and date that of a known body, or of an army or office by its own words: no paper's?"""
    opening = _opening(document)
    kinds = [block.kind for block in opening]
    dated = any(b.kind == "subhead" and _YEAR.search(document.text[b.start : b.end]) for b in opening)
    known = head.referent.id is not None or head.referent.type in ISSUERS - {"body", "ngo", "company", "party"}
    return known and (dated or "dateline" in kinds) and "byline" not in kinds


def _headed(document: Document, block: Block, voice: Mention) -> bool:
    """Does a line at the top begin with the name, whatever its letters: "COMMAND OF THE JOINT FORCES ON ..."?"""
    line = key(document.text[block.start : block.end])
    return block.kind in ("headline", "subhead") and line.startswith(key(voice.referent.name))


def _fills(document: Document, block: Block, mention: Mention) -> bool:
    """Is the mention, of a body that gives out statements, the whole line but for its seat or office?"""
    if not (block.start <= mention.start and mention.end <= block.end) or block.kind == "body":
        return False
    rest = document.text[mention.end : block.end].strip()
    whole = document.text[block.start : mention.start].strip().lower() in ("", "the")
    if any(t.upos in ("VERB", "AUX") for t in _words_in(document, mention.end, block.end)):
        return False
    if rest.startswith("(") and rest.endswith(")"):
        rest = ""
    parted = rest.startswith(OFFICE[1:]) and len(rest.split()) <= OFFICES
    near = parted or rest.startswith(OFFICE) or rest.split()[:1] in (["on"], ["in"], ["of"], ["ON"], ["IN"], ["OF"])
    seat = not rest or parted or (near and len(rest.split()) <= SEAT)
    several = len(document.text[mention.start : mention.end].split()) > 1
    return whole and seat and several and mention.referent.type in ISSUERS


def _words_in(document: Document, start: int, end: int) -> list[Token]:
    """The words of the characters `[start, end)`, whatever sentences they stand in."""
    return [t for s in document.sentences if s.start < end and s.end > start for t in s.words_in(start, end)]


def _declares(line: str, mentions: Mentions) -> bool:
    """Does a line call the text a statement: "Communiqué No. 14", "Public statement: After the flood"?"""
    words = line.partition(":")[0].partition(",")[0].lower().split()
    return len(words) <= LABEL and any(mentions.words.one(w) in mentions.words.statements for w in words)


def _opening_voice(document: Document, mentions: Mentions) -> Mention | None:
    """Who is the source in the first sentence of the body."""
    first = next((s for s in document.sentences if document.blocks[s.block].kind == "body"), None)
    here = mentions.within(first.start, first.end) if first else ()
    return next((m for m in here if m.source and not m.quoted), None)


def _we(document: Document, mentions: Mentions) -> bool:
    """Does the text itself speak as "we demand", "we condemn", outside quotations?"""
    said = [
        token
        for sentence in document.sentences
        if "we" in sentence.words
        for token, verb in pairwise(sentence.tokens)
        if token.lower == "we" and verb.lower in mentions.words.declaring
    ]
    said += [s.tokens[0] for s in document.sentences if s.tokens[0].lower in ("our", "we")]
    return any(not any(q.start <= token.start < q.end for q in document.quotes) for token in said)


def _issuer(mentions: Mentions, sentence: Sentence) -> Resolved | None:
    """Whom "Statement of the ... movement" at the top of a report names."""
    opening = [t.lower for t in sentence.tokens[:4]]
    at = next(
        (
            n
            for n, w in enumerate(opening)
            if mentions.words.one(w)
            in mentions.words.documents | {"information", "appeal", "message", "released", "issued"}
        ),
        None,
    )
    if at is None:
        return None
    if [t.lower for t in sentence.tokens[at + 1 : at + 3]] == ["attributable", "to"]:
        at += 1
    elif sentence.tokens[at + 1 : at + 2] and sentence.tokens[at + 1].lower not in ("of", "by", "from"):
        return None
    behind = [m for m in mentions.of(sentence.index) if at < m.first <= at + 3]
    issuer = max((m for m in behind if m.begins == behind[0].begins), key=lambda m: m.end, default=None)
    if issuer is None or any(t.upos in ("VERB", "AUX") and t.head < 0 for t in sentence.tokens[issuer.last :]):
        return None
    issuer = _named_holder(mentions, sentence, issuer)
    return Resolved(issuer.actor, f"the report is {issuer.referent.name}'s own")


def _named_holder(mentions: Mentions, sentence: Sentence, office: Mention) -> Mention:
    """The person named in the next sentences with the office that a statement is by, else the office as it is called.

    What the statement is about, "on the truce", is no part of the office.
    """
    if office.form == "name" or office.referent.type != "person":
        return office
    words = [w.lower() for w in office.referent.name.split()]
    about = next((n for n, w in enumerate(words) if w in ABOUT and n), len(words))
    called = set(words[:about]) - JOINTS
    behind = (m for m in mentions.items if sentence.index < m.sentence <= sentence.index + NEXT and not m.quoted)
    named = next((m for m in behind if m.form == "name" and called and called <= m.referent.called), None)
    if named is not None:
        return named
    within = [m for m in mentions.of(sentence.index) if m.begins == office.begins and m.end < office.end]
    return max(within, key=lambda m: m.end, default=office) if about < len(words) else office
