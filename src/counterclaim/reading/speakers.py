"""Who is said to say it: from the words of a source to one actor, or to none.

`resolve` reads the source of an attribution; a pronoun goes on with the speaker before it, if it can mean that one and
nobody else was named since. It gives a reason, or nothing. Whose own release a report is, `authors` tells.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from counterclaim.knowledge.actors import key
from counterclaim.knowledge.actors.words import Pronoun
from counterclaim.reading.attribution import cues
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.institutions import bare
from counterclaim.reading.mentions import COLLECTIVE, NEAR, Mention, Mentions, Referent, antecedent, fits
from counterclaim.reading.phrases import Chunk
from counterclaim.records import Actor

MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "day",
        "morning",
        "evening",
        "night",
        "week",
    ]
)
DEFINITE = frozenset({"the", "this", "its", "their"})
INTRODUCE = frozenset(("known", "calling", "named", "nicknamed", "dubbed", "called", "identified", "alias", "calls"))
"""Of the words between people and their name, those of which one has to stand there."""
JOINTS = frozenset(("of", "the", "al", "el", "-", "’", "'", "for", "and", "de", "la"))
"""Words written small within a name."""
REACH = 6
"""Words within which "a report ... by" names whose it is."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker with the reason; `also` are all of "Russia, France and the United States", the first included."""

    actor: Actor
    reason: str
    also: tuple[Actor, ...] = ()
    via: tuple[Actor, ...] = ()


def resolve(
    document: Document, mentions: Mentions, start: int, end: int, previous: Resolved | None = None
) -> Resolved | None:
    """Whom the source `[start, end)` of an attribution means; None where it is nobody that could speak."""
    sentence = document.sentence_at(start)
    if sentence is None:
        return None
    words = _core(mentions, sentence, start, end)
    if words and (counted := _quantity(document, mentions, sentence, words)):
        return counted
    chunk = _head(mentions, sentence, words)
    if chunk is None:
        return None
    if chunk.pronoun:
        return _pronoun(mentions, sentence, sentence.tokens[chunk.head], previous)
    found = _mention(mentions, sentence, chunk)
    if (found is None or not found.referent.named) and (called := _introduced(document, mentions, sentence, chunk)):
        return called
    if found is None and (named := _apposed_name(mentions, sentence, chunk, words)):
        return Resolved(named.actor, f"said beside the name {named.referent.name}")
    if found is None and words and (named := _named_last(mentions, sentence, words)):
        return Resolved(named.actor, f"the name {named.referent.name} ends the source")
    if found is None:
        return _short_name(mentions, sentence, chunk) or _unknown(document, mentions, sentence, chunk, previous)
    if (seated := _seated(mentions, sentence, found)) is not None:
        return seated
    if (owned := _owned_body(document, mentions, sentence, found, words)) is not None:
        return owned
    also = _coordinated(mentions, sentence, found, words)
    found = _by_name(mentions, found, words) if not also else found
    return Resolved(found.actor, found.reason, also)


def _introduced(document: Document, mentions: Mentions, sentence: Sentence, chunk: Chunk) -> Resolved | None:
    """ "A bandit leader known as X", "a group calling itself the Y": the name behind what introduces it."""
    tokens, at = sentence.tokens, chunk.last
    while at < len(tokens) and (tokens[at].lower in cues.introducing() or tokens[at].text == ","):
        at += 1
    if at <= chunk.last or INTRODUCE.isdisjoint(t.lower for t in tokens[chunk.last : at]) or at >= len(tokens):
        return None
    here = next((m for m in mentions.of(sentence.index) if m.form == "name" and at in (m.first, m.begins)), None)
    end = at
    while end < len(tokens) and (tokens[end].text[:1].isupper() or (end > at and tokens[end].lower in JOINTS)):
        end += 1
    while end > at and tokens[end - 1].lower in JOINTS:
        end -= 1
    if here and here.last >= end:
        return Resolved(here.actor, f"introduced by the name {here.referent.name}")
    if end == at:
        return None
    start, stop = sentence.span(at, end)
    actor = Actor(name=" ".join(document.text[start:stop].split()), kind="actor", start=start, end=stop)
    return Resolved(actor, "introduced by its name")


def _seated(mentions: Mentions, sentence: Sentence, found: Mention) -> Resolved | None:
    """ "The ministry in Baku": that of the state whose capital is named, where another's was spoken of before."""
    link = sentence.tokens[found.last : found.last + 1]
    if found.form != "description" or found.referent.side is None or not link or link[0].lower != "in":
        return None
    seat = next((m.referent for m in mentions.of(sentence.index) if m.begins == found.last + 1), None)
    side = found.referent.side
    if seat is None or seat.type != "state" or seat.name == side or not found.referent.name.endswith(f" of {side}"):
        return None
    name = found.referent.name.removesuffix(side) + seat.name
    known = next((m.entry for m in mentions.knowledge.exact(name)), None)
    actor = Actor(
        name=name, id=known.id if known else None, kind="actor", side=seat.name, start=found.start, end=found.end
    )
    return Resolved(actor, f"of the state that sits in the capital named, {seat.name}")


def _owned_body(
    document: Document, mentions: Mentions, sentence: Sentence, owner: Mention, words: list[Token]
) -> Resolved | None:
    """ "The archbishop's legal aid office": the body, where the phrase found is only whose it is."""
    tokens = sentence.tokens
    if owner.last >= len(tokens) or tokens[owner.last].lower not in ("'s", "’s", "'", "’"):
        return None
    last = next((t.i for t in words if t.i > owner.last and t.text in (",", "(")), words[-1].i + 1)
    if last <= owner.last + 1 or mentions.words.one(tokens[last - 1].lower) not in mentions.words.bodies:
        return None
    start, end = sentence.span(owner.first, last)
    name = bare(document.text[start:end])
    return Resolved(
        Actor(name=name, kind="actor", side=owner.referent.side, start=start, end=end), "a body of somebody"
    )


def _short_name(mentions: Mentions, sentence: Sentence, chunk: Chunk) -> Resolved | None:
    """The one person of the report whose name ends with the single word that the source is: "tweets Brenn"."""
    words = sentence.tokens[chunk.first : chunk.last]
    if len(words) != 1 or not words[0].text[:1].isupper():
        return None
    named = {m.referent.name: m.referent for m in mentions.items if m.referent.type == "person" and m.form == "name"}
    fit = [r for r in named.values() if len(key(r.name).split()) > 1 and key(r.name).split()[-1] == key(words[0].text)]
    if len(fit) != 1:
        return None
    return Resolved(fit[0].actor(words[0].start, words[0].end), f"the family name of {fit[0].name}")


def _core(mentions: Mentions, sentence: Sentence, start: int, end: int) -> list[Token]:
    """The words of the source from its noun phrase on: without "asked by ...," and prepositions before it."""
    words = list(sentence.words_touching(start, end))
    if words and words[0].upos == "VERB":
        commas = [n for n, t in enumerate(words) if t.text == ","]
        words = words[commas[0] + 1 :] if commas else words
    while words and (
        words[0].upos in ("ADP", "PUNCT", "ADV", "SCONJ", "CCONJ", "VERB", "AUX")
        and words[0].lower not in ("one", "some")
    ):
        words = words[1:]
    while len(words) > 2 and words[1].text == "." and mentions.words.one(words[0].lower) in mentions.words.titles:
        words = words[2:]
    return words


def _head(mentions: Mentions, sentence: Sentence, words: list[Token]) -> Chunk | None:
    """The phrase that the source is: its first, a date before it left out ("the 19th of May, Freedonia")."""
    if not words:
        return None
    first, last = words[0].i, words[-1].i + 1
    inside = [
        c
        if first <= c.first and c.last <= last
        else structs.replace(c, first=max(c.first, first), last=min(c.last, last))
        for c in mentions.chunks[sentence.index]
        if c.last > first and c.first < last
    ]
    for chunk in inside:
        if _where(sentence, chunk) and any(c.first == chunk.last for c in inside):
            continue
        head = sentence.tokens[min(chunk.head, chunk.last - 1)]
        if head.text[:1].isdigit() or (head.upos == "NUM" and len(inside) > 1):
            continue
        named = [m for m in mentions.of(sentence.index) if m.first == chunk.first]
        if any(m.last == words[-1].i + 1 for m in named) and len(words) == chunk.last - chunk.first:
            return chunk
        if not _is_date(sentence, chunk):
            return max((c for c in inside if c.first == chunk.first), key=lambda c: c.last)
    return None


def _where(sentence: Sentence, chunk: Chunk) -> bool:
    """Does the phrase tell where, with another right behind it: "said in Corvane the mayor"?"""
    return chunk.first > 0 and sentence.tokens[chunk.first - 1].lower in ("in", "at", "near")


def _is_date(sentence: Sentence, chunk: Chunk) -> bool:
    words = [t for t in sentence.tokens[chunk.first : chunk.last] if t.upos != "DET"]
    return bool(words) and all(t.text[:1].isdigit() or t.lower in MONTHS for t in words)


def _mention(mentions: Mentions, sentence: Sentence, chunk: Chunk) -> Mention | None:
    """The mention that the phrase is: its head's, the widest."""
    own = [
        m
        for m in mentions.of(sentence.index)
        if (
            m.begins == chunk.first
            or chunk.first <= m.first < chunk.last
            or (m.form == "name" and m.first < chunk.first < m.last)
        )
    ]
    here = [m for m in own if m.last >= chunk.last]
    return max(here, key=lambda m: (m.begins == chunk.first, m.form == "name", m.end - m.start), default=None)


def _apposed_name(mentions: Mentions, sentence: Sentence, chunk: Chunk, words: list[Token]) -> Mention | None:
    """The person named behind a comma: "his Russian counterpart, X"."""
    if chunk.last >= len(sentence.tokens) or sentence.tokens[chunk.last].text != ",":
        return None
    after = [m for m in mentions.within(sentence.tokens[chunk.last].end, words[-1].end) if m.form == "name"]
    return after[0] if after and after[0].begins == chunk.last + 1 and after[0].referent.person else None


def _named_last(mentions: Mentions, sentence: Sentence, words: list[Token]) -> Mention | None:
    """The person that 'occupation "governor" X' ends with, whatever stands between quotation marks before."""
    quoted = any(t.text in ('"', "“", "”", "'", "‘", "’") for t in words[:-1])
    last = [m for m in mentions.of(sentence.index) if m.form == "name" and m.last == words[-1].i + 1]
    return next((m for m in last if m.referent.type == "person" and m.first >= words[0].i), None) if quoted else None


def _by_name(mentions: Mentions, found: Mention, words: list[Token]) -> Mention:
    """For "the mayor, X" the name, where both mean one."""
    if found.form != "description" or not words:
        return found
    inside = mentions.within(found.start, words[-1].end)
    named = [m for m in inside if m.form == "name"]
    return next((m for m in named if m.referent is found.referent), _name_at_end(mentions, found, named, words))


def _name_at_end(mentions: Mentions, found: Mention, named: list[Mention], words: list[Token]) -> Mention:
    """For "the coordinator, Rescue Operations, Col. X" the person that the source ends with, behind a comma."""
    last = named[-1] if named else found
    tokens = mentions.document.sentences[found.sentence].tokens
    before = last.first - 1
    while before > found.last and tokens[before].text != "," and not tokens[before].text[:1].islower():
        before -= 1
    ends = last.last >= next((t.i + 1 for t in reversed(words) if t.text[:1].isalnum()), 0)
    speaks = any(mentions.words.one(t.lower) in mentions.words.spokespeople for t in tokens[found.first : found.last])
    office = speaks or (found.referent.type in ("person", "people") and not found.referent.plural)
    apart = before > found.last and tokens[before].text == ","
    return last if office and ends and apart and last.referent.type == "person" else found


def _coordinated(mentions: Mentions, sentence: Sentence, first: Mention, words: list[Token]) -> tuple[Actor, ...]:
    """All actors of "A, B and C", where the source is such a list."""
    found, at = [first], first
    for mention in mentions.of(sentence.index):
        if mention.first < at.last or not words or mention.last > words[-1].i + 1:
            continue
        gap = sentence.tokens[at.last : mention.first]
        if first.referent.person and mention.form == "description" and gap and gap[0].text == ",":
            break
        between = [t.lower for t in gap if t.upos != "DET"]
        if between and set(between) <= {",", "and", "or", "as", "well", "&"}:
            found.append(mention)
            at = mention
    joined = any(t.lower in ("and", "or", "&") for t in sentence.tokens[first.last : at.first])
    distinct = {m.referent.name: m.actor for m in found}
    return tuple(distinct.values()) if joined and len(distinct) > 1 else ()


def _quantity(document: Document, mentions: Mentions, sentence: Sentence, words: list[Token]) -> Resolved | None:
    """ "One of them", "some of the residents": people without a name, by these words."""
    if words[0].lower not in mentions.words.quantities or len(words) < 2 or words[1].lower != "of":
        return None
    last = next((t.i for t in words if t.text in (",", "(") or t.lower in ("who", "which")), words[-1].i + 1)
    start, end = sentence.span(words[0].i, last)
    behind = (m for m in mentions.within(end, words[-1].end) if m.begins == last + 1 and m.form == "name")
    if (named := next(behind, None)) and named.referent.person:
        return Resolved(named.actor, f"said beside the name {named.referent.name}")
    return Resolved(
        Actor(name=" ".join(document.text[start:end].split()), kind="unnamed", start=start, end=end),
        "some of those spoken of, without a name",
    )


def _pronoun(mentions: Mentions, sentence: Sentence, token: Token, previous: Resolved | None) -> Resolved | None:
    """The speaker before, if the pronoun can mean it and nobody was named since; else who stands nearest."""
    word = mentions.words.possessives.get(token.lower, token.lower)
    pronoun = mentions.words.pronouns.get(word)
    if pronoun is None:
        return None
    if (spoken := _opening_body(mentions, sentence, token, previous)) and fits(spoken, pronoun):
        return Resolved(
            spoken.actor(token.start, token.end), f"{token.text!r} means {spoken.name}, who opens the sentence"
        )
    for mention in mentions.within(sentence.start, token.start):
        if mention.source and mention.subject and not mention.quoted and fits(mention.referent, pronoun):
            actor = mention.referent.actor(token.start, token.end)
            return Resolved(actor, f"{token.text!r} means who speaks in the sentence, {actor.name}")
    before = _referent(mentions, previous)
    if previous and before and pronoun.kind == "person" and _for_another(mentions, sentence, previous.actor, pronoun):
        actor = before.actor(token.start, token.end)
        return Resolved(actor, f"{token.text!r} goes on with who speaks for {actor.name}")
    since = _named_since(mentions, sentence, previous, pronoun)
    if previous and before and fits(before, pronoun) and since is None:
        actor = before.actor(token.start, token.end)
        return Resolved(actor, f"{token.text!r} goes on with the speaker before, {actor.name}")
    referent = (
        since.referent
        if since
        else antecedent(mentions.near(sentence.index), pronoun, sentence.index, sentence.start)
        or antecedent(mentions.near(sentence.index), pronoun, sentence.index, token.start)
    )
    if referent is None:
        referent = _only_speaker(mentions, sentence, pronoun)
    if referent is None:
        return None
    return Resolved(
        referent.actor(token.start, token.end), f"{token.text!r} means {referent.name}, spoken of nearest before"
    )


def _opening_body(mentions: Mentions, sentence: Sentence, token: Token, previous: Resolved | None) -> Referent | None:
    """The named body that opens a paragraph in which nobody has spoken: "The mission condemned it, it said"."""
    before = mentions.document.sentences[sentence.index - 1] if sentence.index else None
    if (before and before.block == sentence.block) or token.i == 0:
        return None
    if token.lower != "it" or token.i + 1 >= len(sentence.tokens) or sentence.tokens[token.i - 1].text != ",":
        return None
    first = next(iter(mentions.of(sentence.index)), None)
    opens = first is not None and first.begins <= 1 and first.subject and not first.quoted and first.form != "pronoun"
    apart = previous is None or first is None or first.referent.name != previous.actor.name
    return first.referent if first and opens and apart and first.referent.type in COLLECTIVE - {"state"} else None


def _only_speaker(mentions: Mentions, sentence: Sentence, pronoun: Pronoun) -> Referent | None:
    """The one person who has spoken in the report so far, however far back."""
    if pronoun.kind != "person":
        return None
    spoke = {m.referent.name: m.referent for m in mentions.before(sentence.start) if m.source and m.referent.person}
    fit = [r for r in spoke.values() if fits(r, pronoun)]
    return fit[0] if len(fit) == 1 else None


def _for_another(mentions: Mentions, sentence: Sentence, actor: Actor, pronoun: Pronoun) -> bool:
    """Did a spokesperson without a name speak last, and was nobody named since whom the pronoun can mean?"""
    if actor.start is None or actor.end is None:
        return False
    words = key(mentions.document.text[actor.start : actor.end]).split()
    if not any(mentions.words.one(w) in mentions.words.spokespeople for w in words):
        return False
    since = mentions.within(actor.end, sentence.start)
    return not any(m.form == "name" and not m.quoted and fits(m.referent, pronoun) for m in since)


def _referent(mentions: Mentions, previous: Resolved | None) -> Referent | None:
    """The referent of the speaker before; one made of the actor where the mention was not kept."""
    if previous is None:
        return None
    actor = previous.actor
    first, _, rest = actor.name.lower().partition(" ")
    if actor.kind == "unnamed" and first == "one" and rest.startswith("of "):
        return Referent(actor.name, "people", side=actor.side, named=False)
    return mentions.referent(actor.name) or Referent(
        actor.name,
        "thing" if actor.kind == "unnamed" and not actor.name[:1].isupper() else "body",
        id=actor.id,
        side=actor.side,
        named=actor.kind == "actor",
    )


def _named_since(mentions: Mentions, sentence: Sentence, previous: Resolved | None, pronoun: Pronoun) -> Mention | None:
    """Who was named as a subject after the last speaker and before this sentence, and fits.

    Nobody of the sentence that the speaker opens: those are in what he said.
    """
    if previous is None:
        return None
    after = previous.actor.end or 0
    spoke = mentions.document.sentence_at(previous.actor.start) if previous.actor.start is not None else None
    told = spoke.index if spoke and _opens(mentions, spoke, previous.actor) else None
    apart = spoke is not None and spoke.block != sentence.block
    before = _referent(mentions, previous)
    one = (
        before is not None and not before.plural and before.named
    )  # "The command said A. Villagers disagree. They say"
    for mention in mentions.before(sentence.start):
        if mention.start < after:
            return None
        here = apart and mentions.document.sentences[mention.sentence].block == sentence.block
        forms = ("name", "description") if here else ("name",)
        plural = pronoun.number == "many" and mention.form == "description" and mention.referent.plural
        named = mention.subject and (mention.form in forms or (plural and one)) and not mention.quoted
        if named and mention.sentence != told and fits(mention.referent, pronoun):
            return mention
    return None


def _opens(mentions: Mentions, sentence: Sentence, actor: Actor) -> bool:
    """Is the speaker the first subject of the sentence outside quotations?"""
    first = next((m for m in mentions.within(sentence.start, sentence.end) if m.subject and not m.quoted), None)
    return (
        first is not None and actor.start is not None and first.start <= (actor.end or 0) and first.end >= actor.start
    )


def _unknown(
    document: Document, mentions: Mentions, sentence: Sentence, chunk: Chunk, previous: Resolved | None
) -> Resolved | None:
    """A source that is no actor known: who issued a document; nobody for agreements; else its own words."""
    noun = mentions.words.one(sentence.tokens[chunk.head].lower)
    start, end = sentence.span(chunk.first, chunk.last)
    if chunk.last - chunk.first == 1 and noun in mentions.words.possessives:
        return _pronoun(mentions, sentence, sentence.tokens[chunk.first], previous)
    limb = noun in mentions.words.limbs or sentence.tokens[chunk.head].lower.removesuffix("s") in mentions.words.limbs
    if (noun in mentions.words.evidence or limb) and (giver := _given_by(mentions, sentence, chunk)):
        return Resolved(giver.actor, f"{noun} of {giver.referent.name}")
    if noun in mentions.words.nobody or _speechless(mentions, noun):
        return None
    told = noun in mentions.words.documents or noun in mentions.words.sources
    if told and sentence.tokens[chunk.first].lower in mentions.words.possessives:
        return _pronoun(mentions, sentence, sentence.tokens[chunk.first], previous)
    if noun in mentions.words.documents and (issued := _issued_by(mentions, sentence, chunk)):
        return Resolved(issued.referent.actor(start, end), f"the {noun} is by {issued.referent.name}")
    if noun in mentions.words.statements and previous and sentence.tokens[chunk.first].lower in DEFINITE:
        actor = structs.replace(previous.actor, start=start, end=end)
        return Resolved(actor, f"the {noun} of who spoke before, {actor.name}")
    end = _named_end(sentence, chunk, end)
    text = " ".join(document.text[start:end].split())
    shown = (
        text.split(" ", 1)[1]
        if key(text) != key(text.split(" ", 1)[0]) and text.lower().startswith(("the ", "a ", "an "))
        else text
    )
    return Resolved(Actor(name=shown, kind="unnamed", start=start, end=end), "a source by its own words")


def _named_end(sentence: Sentence, chunk: Chunk, end: int) -> int:
    """Where "the Catholic diocese of Butembo-Beni", "forces loyal to X" ends: with the names behind the link."""
    tokens, at = sentence.tokens, chunk.last + 1
    linked = tokens[chunk.last : at] and tokens[chunk.last].lower
    if linked == "of" or (linked == "to" and tokens[chunk.last - 1].lower in cues.holding_to()):
        while at < len(tokens) and (tokens[at].upos == "PROPN" or (tokens[at].text == "-" and at > chunk.last + 1)):
            at += 1
    return tokens[at - 1].end if at > chunk.last + 1 else end


def _given_by(mentions: Mentions, sentence: Sentence, chunk: Chunk) -> Mention | None:
    """Whose data they are: the body behind "of" or "from"."""
    link = sentence.tokens[chunk.last : chunk.last + 1]
    if not link or link[0].lower not in ("of", "from", "by"):
        return None
    here = mentions.within(link[0].end, sentence.end)
    return next((m for m in here if m.begins == chunk.last + 1 and m.referent.type in COLLECTIVE), None)


def _speechless(mentions: Mentions, noun: str) -> bool:
    """Is it a noun for a doing or a thing that nobody lists among sources?"""
    words = mentions.words
    known = (words.sources, words.documents, words.people, words.bodies)
    return noun.islower() and noun.endswith(words.nobody_endings) and not any(noun in nouns for nouns in known)


def _issued_by(mentions: Mentions, sentence: Sentence, chunk: Chunk) -> Mention | None:
    """Whose report or statement it is: in the phrase itself, or as the report said when it spoke of it first."""
    inside = [m for m in mentions.of(sentence.index) if m.first >= chunk.first and m.last < chunk.last]
    if inside or sentence.tokens[chunk.first].lower not in DEFINITE:
        return inside[-1] if inside else None
    noun = mentions.words.one(sentence.tokens[chunk.head].lower)
    for mention in mentions.items:
        if mention.start > sentence.end:
            break
        tokens = mentions.document.sentences[mention.sentence].tokens
        before = [mentions.words.one(t.lower) for t in tokens[max(0, mention.first - REACH) : mention.first]]
        if before and before[-1] in ("by", "of", "from") and noun in before and not mention.referent.plural:
            return mention
    return _released_by(mentions, sentence) if noun in mentions.words.statements else None


def _released_by(mentions: Mentions, sentence: Sentence) -> Mention | None:
    """Who spoke "in a statement" in one of the sentences before."""
    for back in range(1, NEAR + 1):
        before = mentions.document.sentences[max(sentence.index - back, 0) : sentence.index - back + 1]
        if not before or not mentions.words.documents & {mentions.words.one(t.lower) for t in before[0].tokens}:
            continue
        spoke = [m for m in mentions.of(before[0].index) if (m.source or m.subject) and not m.quoted]
        return min(spoke, key=lambda m: (not m.source, m.start), default=None)
    return None
