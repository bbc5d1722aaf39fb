"""Claims: each draft given its speaker, stance, events and figures.

Puts together what the other rooms found and finds nothing itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from counterclaim.reading import attribution, authors, events, figures, happenings, relevance, speakers, stance, times
from counterclaim.reading.attribution import Attribution
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.events import Trigger
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.findings import Findings
from counterclaim.reading.propositions import Draft
from counterclaim.reading.speakers import Resolved
from counterclaim.records import Actor, Claim, Cue, Span, When

REPORT = Actor(name="the report", kind="report")
ADDRESSED = ("accuses", "demands", "appeals", "offers", "threatens", "condemns")
VERBS = ("VERB", "AUX")
FRAGMENT = 3
"""Words up to which a line without a verb is a heading or a label, no claim."""
REMARK = 6
"""Words up to which a plain sentence of a release is a remark, unless it names an event: "Victory is near"."""
MEMORY = 2
"""Sentences for which the figures of one are kept in mind."""
OWN = frozenset(("military", "armed_group", "police"))
"""Types of the forces of a side, of which one who speaks for it says what they did not do."""
OUTSIDERS = frozenset(("ngo", "body", "outlet", "agency", "company"))
"""Types of those without a side, who warn of what others may do."""
OUTLETS = frozenset(("outlet", "agency"))
"""Types of those who relay what they are told."""
STEPS = 5
"""Dependencies at most between an outlet and the saying that it heard: "in an interview with the daily X"."""
FIRST_PERSON = frozenset(("we", "i", "us"))


def build(findings: Findings, drafts: tuple[Draft, ...], version: str) -> tuple[Claim, ...]:
    """The claims of the report in the order of its text."""
    document = findings.document
    author = authors.author(document, findings.mentions)
    released = author is not None or authors.is_release(document, findings.mentions)
    counted = _counted(document)
    claims: list[Claim] = []
    previous: Resolved | None = None
    for draft in drafts:
        speaker = _speaker(findings, draft, previous, author)
        if speaker and draft.source:
            previous = speaker
        claim = _claim(findings, draft, speaker, counted[draft.sentence], released=released)
        if claim:
            claims.append(claim)
    return tuple(_identified(document, claims, version))


def _counted(document: Document) -> dict[int, tuple[CountedFigure, ...]]:
    """{sentence: its figures}, each sentence seeing the last ones that were told shortly before it."""
    found: dict[int, tuple[CountedFigure, ...]] = {}
    previous: tuple[CountedFigure, ...] = ()
    at = 0
    for sentence in document.sentences:
        if sentence.index - at > MEMORY:
            previous = ()
        found[sentence.index] = figures.find(sentence, previous=previous)
        if found[sentence.index]:
            previous, at = found[sentence.index], sentence.index
    return found


def _speaker(findings: Findings, draft: Draft, previous: Resolved | None, author: Resolved | None) -> Resolved | None:
    """Who says it; None for the report's own voice, or where a source is named that is nobody."""
    document, mentions = findings.document, findings.mentions
    if draft.source:
        first = document.text[slice(*draft.source)].split(" ")[0]
        first = first if first == "US" else first.lower()
        if first in FIRST_PERSON or (first == "our" and author):
            return author or (previous if _spoken(document, draft.source[0]) else None)
        return speakers.resolve(document, mentions, *draft.source, previous=previous)
    if draft.voice == "quoted":
        return previous or author
    if draft.attribution is None:
        return author
    return author or _nobody(document, draft) if _passive(document, draft) else previous


def _spoken(document: Document, at: int) -> bool:
    return any(q.start <= at < q.end for q in document.quotes)


def _passive(document: Document, draft: Draft) -> bool:
    """ "is said to have", "has been reported": said by nobody that is named."""
    sentence, cue = document.sentences[draft.sentence], draft.attribution
    return cue is not None and any(sentence.tokens[c].dep == "aux:pass" for c in sentence.children[cue.head])


def _nobody(document: Document, draft: Draft) -> Resolved | None:
    """The cue's own words for a speaker that nobody names."""
    if draft.attribution is None:
        return None
    start, end = document.sentences[draft.sentence].span(*draft.attribution.cue)
    actor = Actor(name=document.text[start:end], kind="unnamed", start=start, end=end)
    return Resolved(actor, "a passive that names nobody")


def _claim(
    findings: Findings,
    draft: Draft,
    speaker: Resolved | None,
    counted: tuple[CountedFigure, ...],
    *,
    released: bool,
) -> Claim | None:
    """The claim that a draft makes, without its id; None where the report's own words say nothing of the conflict.

    `released`: the text is somebody's own statement, in which every assertion is a claim.
    """
    document, sentence = findings.document, findings.document.sentences[draft.sentence]
    content, mine = sentence.words_in(*draft.content), _figures_in(counted, draft)
    own = speaker is not None or (released and draft.attribution is None)
    speaking = _speaking(findings, sentence, content, speaker, own=own)
    judged = stance.judge(sentence, draft.attribution or draft.under, content, speaking)
    triggers = events.find(document, sentence, *draft.content, stance=judged.stance)
    denied = bool(content) and content[0].lower in stance.NEGATIONS
    remark = judged.stance == "asserts" and len(content) <= REMARK and not denied
    if not (triggers or mine) and (_bare_question(document, draft, content) or _scrap(draft, judged.stance, content)):
        return None
    if draft.voice == "told" and not _worth(document, sentence, triggers, mine, own and not remark):
        return None
    actor = speaker.actor if speaker else None
    addressee = _addressee(findings, draft, judged.stance, speaker)
    saying = happenings.Saying(draft, sentence, judged.stance, actor, addressee)
    made, reasons = happenings.of(findings, saying, triggers, mine)
    condition = stance.condition(content)
    why = {"stance": judged.reason, "speaker": speaker.reason if speaker else "nobody is named: the report's own voice"}
    return Claim(
        id="",
        start=draft.start,
        end=draft.end,
        quote=document.text[draft.start : draft.end],
        speaker=actor or REPORT,
        via=_via(findings, draft, speaker),
        cue=_cue(document, sentence, draft.attribution.cue) if draft.attribution else None,
        content=Span(start=draft.content[0], end=draft.content[1]),
        stance=judged.stance,
        direct=_direct(document, draft),
        hedged=stance.hedged(content),
        condition=Span(start=condition[0], end=condition[1]) if condition else None,
        addressee=addressee,
        said_on=_said_on(findings, draft),
        events=made,
        reasons=why | reasons,
    )


def _speaking(
    findings: Findings, sentence: Sentence, content: tuple[Token, ...], speaker: Resolved | None, *, own: bool
) -> stance.Speaking:
    """What the stance of a claim asks of its speaker; the own forces only where something is negated."""
    side = speaker.actor.side if speaker else None
    if speaker is None or side is None:
        referent = findings.mentions.referent(speaker.actor.name) if speaker else None
        return stance.Speaking(own, False if referent and referent.type in OUTSIDERS else None)
    if stance.NEGATIONS.isdisjoint(sentence.words):
        return stance.Speaking(own, True)
    kinds = OWN | {"state"} if content and content[-1].lower in stance.NEGATIONS else OWN
    forces = (m for m in findings.mentions.of(sentence.index) if m.referent.type in kinds and m.form != "pronoun")
    own_words = (range(m.first, m.last) for m in forces if side in (m.referent.side, m.referent.name))
    return stance.Speaking(own, True, frozenset(i for words in own_words for i in words))


def _bare_question(document: Document, draft: Draft, content: tuple[Token, ...]) -> bool:
    """A short question in somebody's words: "Where are they?"."""
    asks = document.text[draft.content[1] : draft.content[1] + 1] == "?"
    return asks and draft.attribution is None and len(content) <= REMARK


def _scrap(draft: Draft, judged: str, content: tuple[Token, ...]) -> bool:
    """Words that say nothing by themselves: "as foreign", "one another"; and prayers and greetings of a release."""
    cue = draft.attribution
    if cue is None:
        return stance.is_formula(content)
    if cue.frame != "clause" or judged != "asserts" or cue.verb is None or " " in cue.verb.lemma:
        return False
    few = len([t for t in content if t.text[0].isalnum()]) <= FRAGMENT
    return few and not any(t.upos in (*VERBS, "NUM", "PROPN") for t in content)


def _worth(
    document: Document,
    sentence: Sentence,
    triggers: tuple[Trigger, ...],
    counted: tuple[CountedFigure, ...],
    own: bool,
) -> bool:
    """Whether a sentence that nobody is named for says something of the conflict; a headline must state it.

    `own`: it is its issuer's assertion in a release.
    """
    if document.blocks[sentence.block].kind != "body":
        root = next((t for t in sentence.tokens if t.head < 0), None)
        states = root is not None and root.upos == "VERB" and any(t.token == root.i for t in triggers)
        return bool(counted) or states
    told = any(t.upos in VERBS for t in sentence.tokens)
    placed = bool(triggers) and any(t.upos == "PROPN" for t in sentence.tokens)
    if not (told or counted or placed) and len([t for t in sentence.tokens if t.text[0].isalnum()]) <= FRAGMENT:
        return False
    if not own and attribution.keeps_silent(sentence):
        return False
    if not (triggers or counted) and sentence.tokens[-1].text == ":":
        return False  # it only introduces what follows
    if not (triggers or told):
        return False
    return bool(counted) or own or relevance.worth_claiming(document, sentence, triggers)[0]


def _via(findings: Findings, draft: Draft, speaker: Resolved | None) -> tuple[Actor, ...]:
    """Who relays it, outermost first; nobody relays himself. Where nobody else does, the outlet that heard it."""
    if not draft.attribution or not speaker:
        return ()
    sentence = findings.document.sentences[draft.attribution.sentence]
    relays = (
        speakers.resolve(findings.document, findings.mentions, *sentence.span(*words))
        for words in draft.attribution.via
    )
    named = tuple(r.actor for r in relays if r and r.actor.name != speaker.actor.name)
    return named or _heard_by(findings, draft.attribution, sentence, speaker)


def _heard_by(findings: Findings, said: Attribution, sentence: Sentence, speaker: Resolved) -> tuple[Actor, ...]:
    """ "A nurse told the Meridian Post that A", "in an interview with Radio Lonn": the outlet that was told it."""
    for mention in findings.mentions.of(sentence.index):
        if mention.referent.type not in OUTLETS or mention.form == "pronoun" or mention.begins < 1:
            continue
        linked = sentence.tokens[mention.begins - 1].lower in attribution.hearing()
        apart = mention.referent.name != speaker.actor.name and not _within(mention.first, said)
        if linked and apart and _hangs_on(sentence, mention.first, said):
            return (mention.actor,)
    return ()


def _within(i: int, said: Attribution) -> bool:
    return any(first <= i < last for first, last in (said.content, *said.more))


def _hangs_on(sentence: Sentence, i: int, said: Attribution) -> bool:
    """Does the word depend on the saying or its source, by few steps?"""
    for _ in range(STEPS):
        i = sentence.tokens[i].head
        if i < 0:
            return False
        if i == said.head or (said.source and said.source[0] <= i < said.source[1]):
            return True
    return False


def _cue(document: Document, sentence: Sentence, words: tuple[int, int]) -> Cue:
    start, end = sentence.span(*words)
    return Cue(start=start, end=end, text=document.text[start:end])


def _direct(document: Document, draft: Draft) -> bool:
    """Whether the content stands inside quotation marks from end to end."""
    start, end = draft.content
    return any(q.inner_start <= start and end <= q.inner_end for q in document.quotes)


def _figures_in(found: tuple[CountedFigure, ...], draft: Draft) -> tuple[CountedFigure, ...]:
    start, end = draft.content if draft.voice == "said" and not _act(draft) else (draft.start, draft.end)
    return tuple(f for f in found if not f.superseded and start <= f.figure.start and f.figure.end <= end)


def _act(draft: Draft) -> bool:
    return draft.attribution is not None and draft.attribution.frame in ("act", "label", "toll")


def _said_on(findings: Findings, draft: Draft) -> When | None:
    if not draft.attribution:
        return None
    sentence = findings.document.sentences[draft.sentence]
    start, end = sentence.span(*draft.attribution.cue)
    timex = times.said_on(findings.document, findings.timexes, start, end, draft.content)
    return timex.when if timex else None


def _addressee(findings: Findings, draft: Draft, judged: str, speaker: Resolved | None) -> Actor | None:
    """To whom a demand, an appeal, an offer or a threat is made, or whom an accusation blames: the verb's object."""
    if judged not in ADDRESSED or not draft.attribution:
        return None
    sentence = findings.document.sentences[draft.sentence]
    words = _object(sentence, draft.attribution.head)
    if words is None:
        return None
    resolved = speakers.resolve(findings.document, findings.mentions, *sentence.span(*words), previous=speaker)
    # "They blame separatists": nobody's name, and yet whom they blame.
    known = resolved is not None and findings.mentions.referent(resolved.actor.name) is not None
    return resolved.actor if resolved and (resolved.actor.kind == "actor" or known) else None


def _object(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """Words of whom the verb is addressed to: "accused X of", "blamed it on X", "called on X to", "X was accused"."""
    kids = [sentence.tokens[c] for c in sentence.children[head]]
    behind = [t for t in kids if t.i > head]
    on = next((t for t in behind if t.dep == "obl" and _case(sentence, t.i) in ("on", "upon", "to", "at")), None)
    direct = next((t for t in behind if t.dep in ("obj", "iobj")), None)
    chosen = on or direct or next((t for t in kids if t.dep == "nsubj:pass"), None)
    if chosen is None:
        return None
    words = sentence.subtree(chosen.i)
    first, last = words.start, words.stop
    while first < chosen.i and sentence.tokens[first].upos == "ADP":
        first += 1
    stop = next(
        (
            t.i
            for t in sentence.tokens[chosen.i + 1 : last]
            if t.lower in ("of", "to", "for", "over", ",") and t.upos != "PROPN"
        ),
        last,
    )
    return (first, stop) if first < stop else None


def _case(sentence: Sentence, i: int) -> str:
    return next((sentence.tokens[c].lower for c in sentence.children[i] if sentence.tokens[c].dep == "case"), "")


def _identified(document: Document, claims: list[Claim], version: str) -> Iterable[Claim]:
    """The claims with ids that depend on the report's text, the reader's version and the claim's place alone."""
    seen: dict[str, int] = {}
    for claim in claims:
        key = f"{version}|{document.report.id}|{claim.start}|{claim.end}|{claim.content.start}|{claim.content.end}"
        nth = seen[key] = seen.get(key, -1) + 1
        digest = hashlib.sha256(f"{key}|{nth}".encode()).hexdigest()[:16]
        yield msgspec.structs.replace(claim, id="c" + digest)
