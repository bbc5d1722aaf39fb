"""Claims: each draft given its speaker, stance, events and figures.

Puts together what the other rooms found and finds nothing itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from counterclaim.reading import actors, events, figures, places, relevance, speakers, stance, times
from counterclaim.reading.actors import Mentions
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.events import Trigger
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.places import PlaceMention
from counterclaim.reading.propositions import Draft
from counterclaim.reading.speakers import Resolved
from counterclaim.reading.times import Timex
from counterclaim.records import Actor, Claim, Cue, Event, EventType, Figure, Span, Stance, Status, When

REPORT = Actor(name="the report", kind="report")
ADDRESSED = ("accuses", "demands", "appeals", "offers", "threatens", "condemns")
FIRST_PERSON = frozenset(("we", "i", "us"))
HARMFUL = frozenset(
    "offensive clash shelling air_strike drone_strike bombing land_mine explosion shooting killing abduction detention"
    " sexual_violence casualties riot ceasefire_violation displacement destruction".split()
)
UNNAMED: dict[str, Status] = {
    "demands": "wanted", "appeals": "wanted", "offers": "wanted", "promises": "planned", "threatens": "planned",
}  # fmt: skip
"""Stances whose content is always something to be done, with its status."""
EFFECT_TYPES: dict[str, EventType] = {"displaced": "displacement", "captured": "detention"}


@dataclass(frozen=True)
class Findings:
    """What the rooms found in one report, before claims are made of it."""

    document: Document
    mentions: Mentions
    timexes: tuple[Timex, ...]
    spots: tuple[PlaceMention, ...]


def build(findings: Findings, drafts: tuple[Draft, ...], version: str) -> tuple[Claim, ...]:
    """The claims of the report in the order of its text."""
    document = findings.document
    author = speakers.author(document, findings.mentions)
    counted = _counted(document)
    claims: list[Claim] = []
    previous: Resolved | None = None
    for draft in drafts:
        speaker = _speaker(findings, draft, previous, author)
        if speaker and draft.source:
            previous = speaker
        for claim in _claims_of(findings, draft, speaker, counted):
            claims.append(claim)
    return tuple(_identified(document, claims, version))


def _counted(document: Document) -> dict[int, tuple[CountedFigure, ...]]:
    """{sentence: its figures}, each sentence seeing those of the one before it."""
    found: dict[int, tuple[CountedFigure, ...]] = {}
    previous: tuple[CountedFigure, ...] = ()
    for sentence in document.sentences:
        previous = found[sentence.index] = figures.find(sentence, previous=previous)
    return found


def _speaker(findings: Findings, draft: Draft, previous: Resolved | None, author: Resolved | None) -> Resolved | None:
    """Who says it; None for the report's own voice, or where a source is named that is nobody."""
    document, mentions = findings.document, findings.mentions
    if draft.source:
        if document.text[slice(*draft.source)].lower() in FIRST_PERSON:
            return author or previous
        return speakers.resolve(document, mentions, *draft.source, previous=previous)
    if draft.voice == "quoted":
        return previous or author
    if draft.attribution is None:
        return author
    return _nobody(document, draft) if _passive(document, draft) else previous


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


def _claims_of(
    findings: Findings, draft: Draft, speaker: Resolved | None, counted: dict[int, tuple[CountedFigure, ...]]
) -> Iterable[Claim]:
    document = findings.document
    sentence = document.sentences[draft.sentence]
    content = sentence.words_in(*draft.content)
    mine = _figures_in(counted[draft.sentence], draft)
    judged = stance.judge(sentence, draft.attribution, content, party=speaker is not None)
    triggers = events.find(document, sentence, draft.content[0], draft.content[1], stance=judged.stance)
    if draft.voice == "told" and not _worth(document, sentence, triggers, mine, speaker):
        return
    addressee = _addressee(findings, draft, judged.stance, speaker)
    reasons = {
        "stance": judged.reason,
        "speaker": speaker.reason if speaker else "nobody is named: the report's own voice",
    }
    said_on = _said_on(findings, draft)
    built = _events(findings, draft, sentence, triggers, mine, judged.stance, speaker, addressee, reasons)
    condition = stance.condition(content)
    cue = draft.attribution
    yield Claim(
        id="",
        start=draft.start,
        end=draft.end,
        quote=document.text[draft.start : draft.end],
        speaker=speaker.actor if speaker else REPORT,
        via=_via(findings, draft, speaker),
        cue=_cue(document, sentence, cue.cue) if cue else None,
        content=Span(start=draft.content[0], end=draft.content[1]),
        stance=judged.stance,
        direct=_direct(document, draft),
        hedged=stance.hedged(sentence, content),
        condition=Span(start=condition[0], end=condition[1]) if condition else None,
        addressee=addressee,
        said_on=said_on,
        events=built,
        reasons=reasons,
    )


def _worth(
    document: Document,
    sentence: Sentence,
    triggers: tuple[Trigger, ...],
    counted: tuple[CountedFigure, ...],
    author: Resolved | None,
) -> bool:
    """Whether a sentence that nobody is named for says something of the conflict; a headline must state it."""
    if document.blocks[sentence.block].kind != "body":
        root = next((t for t in sentence.tokens if t.head < 0), None)
        states = root is not None and root.upos == "VERB" and any(t.token == root.i for t in triggers)
        return bool(counted) or states
    if not any(t.upos in ("VERB", "AUX") for t in sentence.tokens) and not triggers:
        return False
    return bool(counted) or author is not None or relevance.worth_claiming(document, sentence, triggers)[0]


def _via(findings: Findings, draft: Draft, speaker: Resolved | None) -> tuple[Actor, ...]:
    """Who relays it, outermost first; nobody relays himself."""
    if not draft.attribution or not speaker:
        return ()
    sentence = findings.document.sentences[draft.sentence]
    relays = (
        speakers.resolve(findings.document, findings.mentions, *sentence.span(*words))
        for words in draft.attribution.via
    )
    return tuple(r.actor for r in relays if r and r.actor.name != speaker.actor.name)


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
    return resolved.actor if resolved and resolved.actor.kind == "actor" else None


def _object(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """Words of whom the verb is addressed to: "accused X of", "blamed it on X", "called on X to"."""
    kids = [sentence.tokens[c] for c in sentence.children[head] if c > head]
    on = next((t for t in kids if t.dep == "obl" and _case(sentence, t.i) in ("on", "upon", "to")), None)
    direct = next((t for t in kids if t.dep in ("obj", "iobj")), None)
    chosen = on or direct
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


def _events(
    findings: Findings,
    draft: Draft,
    sentence: Sentence,
    triggers: tuple[Trigger, ...],
    counted: tuple[CountedFigure, ...],
    judged: Stance,
    speaker: Resolved | None,
    addressee: Actor | None,
    reasons: dict[str, str],
) -> tuple[Event, ...]:
    """The draft's events with their actors, times, places and figures; a toll without an event of its own is one."""
    carried = _carriers(triggers, counted)
    built = [_event(findings, draft, sentence, t, carried[n], reasons, n) for n, t in enumerate(triggers)]
    loose = carried[len(triggers)]
    for kind in dict.fromkeys(_kind(f) for f in loose):
        group = tuple(f for f in loose if _kind(f) == kind)
        built.append(_toll(findings, draft, sentence, group, kind, reasons, len(built)))
    if judged in UNNAMED and not built:
        built.append(_unnamed(findings, draft, sentence, judged, reasons))
    if judged == "accuses" and addressee:
        built = [_blamed(e, addressee, speaker) for e in built] or [_accusation(draft, addressee)]
    return tuple(built)


def _unnamed(findings: Findings, draft: Draft, sentence: Sentence, judged: Stance, reasons: dict[str, str]) -> Event:
    """What is wanted, offered or threatened, where the lexicon has no name for it."""
    words = sentence.words_in(*draft.content)
    inside = {t.i for t in words}
    anchor = next((t for t in words if t.head not in inside and t.upos == "VERB"), words[0])
    trigger = _trigger("other", anchor, UNNAMED[judged], f"what the speaker {judged}, and no name for it")
    return _event(findings, draft, sentence, trigger, [], reasons, 0)


def _trigger(kind: EventType, anchor: Token, status: Status, reason: str) -> Trigger:
    """An event named by one word and nothing more."""
    return Trigger(
        type=kind, start=anchor.start, end=anchor.end, token=anchor.i, agents=(), targets=(), means=(), status=status,
        background_hint=None, reason=reason,
    )  # fmt: skip


def _blamed(event: Event, addressee: Actor, speaker: Resolved | None) -> Event:
    """The event of an accusation is the accused one's doing, where nobody but the accuser stands as its agent."""
    accuser = speaker.actor.name if speaker else ""
    if any(agent.name != accuser for agent in event.agents):
        return event
    return Event(
        **{name: getattr(event, name) for name in event.__struct_fields__ if name != "agents"}, agents=(addressee,)
    )


def _accusation(draft: Draft, addressee: Actor) -> Event:
    return Event(type="other", start=draft.content[0], end=draft.content[1], agents=(addressee,))


def _kind(counted: CountedFigure) -> EventType:
    """The type of an event that is nothing but this figure."""
    return EFFECT_TYPES.get(counted.figure.effect, "casualties")


def _carriers(triggers: tuple[Trigger, ...], counted: tuple[CountedFigure, ...]) -> list[list[CountedFigure]]:
    """For each trigger the figures it carries, and at the end those that no trigger does."""
    carried: list[list[CountedFigure]] = [[] for _ in range(len(triggers) + 1)]
    for figure in counted:
        carried[_carrier(triggers, figure)].append(figure)
    return carried


def _carrier(triggers: tuple[Trigger, ...], counted: CountedFigure) -> int:
    """The trigger that a figure belongs to: one of its own kind, else the nearest that hurts people."""
    kind = EFFECT_TYPES.get(counted.figure.effect)
    fit = [n for n, t in enumerate(triggers) if (t.type == kind if kind else t.type in HARMFUL)]
    if not fit:
        return len(triggers)
    return min(fit, key=lambda n: abs(triggers[n].start - counted.anchor))


def _event(
    findings: Findings,
    draft: Draft,
    sentence: Sentence,
    trigger: Trigger,
    counted: list[CountedFigure],
    reasons: dict[str, str],
    number: int,
) -> Event:
    document = findings.document
    start, end = draft.content
    timex = times.when_for(document, findings.timexes, start, end, trigger.start)
    spot = places.place_for(document, findings.spots, start, end, trigger.start) or places.carried_place(
        document, findings.spots, start, end, trigger.start
    )
    when = timex[0].when if timex[0] else None
    background, why = events.background(document, sentence, trigger, when, document.dated)
    reasons[f"events.{number}"] = trigger.reason
    reasons[f"events.{number}.background"] = why
    if timex[0]:
        reasons[f"events.{number}.when"] = timex[0].reason
    if spot:
        reasons[f"events.{number}.place"] = spot.reason
    for f in counted:
        reasons[f"events.{number}.{f.figure.effect}"] = f.reason
    return Event(
        type=trigger.type,
        start=trigger.start,
        end=trigger.end,
        status=trigger.status,
        background=background,
        agents=_actors(findings, trigger.agents),
        targets=_actors(findings, trigger.targets),
        means=trigger.means,
        when=when,
        place=spot.place if spot else None,
        figures=tuple(_sided(findings, f) for f in counted),
    )


def _toll(
    findings: Findings,
    draft: Draft,
    sentence: Sentence,
    counted: tuple[CountedFigure, ...],
    effect: EventType,
    reasons: dict[str, str],
    number: int,
) -> Event:
    """An event of a toll alone, anchored at the word that says what happened to the people."""
    anchor = sentence.tokens[0]
    for token in sentence.tokens:
        if token.start <= counted[0].anchor < token.end:
            anchor = token
    trigger = _trigger(effect, anchor, "happened", "a toll, and no more said about how")
    return _event(findings, draft, sentence, trigger, list(counted), reasons, number)


def _actors(findings: Findings, spans: tuple[tuple[int, int], ...]) -> tuple[Actor, ...]:
    found = (actors.actor_at(findings.document, findings.mentions, start, end) for start, end in spans)
    return tuple(actor for actor in found if actor)


def _sided(findings: Findings, counted: CountedFigure) -> Figure:
    """The figure with the side of its people, where the report's words tell it."""
    if counted.figure.side or not counted.side_words:
        return counted.figure
    actor = actors.actor_at(findings.document, findings.mentions, *counted.side_words)
    if not actor or not actor.side:
        return counted.figure
    return Figure(
        **{n: getattr(counted.figure, n) for n in counted.figure.__struct_fields__ if n != "side"}, side=actor.side
    )


def _identified(document: Document, claims: list[Claim], version: str) -> Iterable[Claim]:
    """The claims with ids that depend on the report's text, the reader's version and the claim's place alone."""
    seen: dict[str, int] = {}
    for claim in claims:
        key = f"{version}|{document.report.id}|{claim.start}|{claim.end}|{claim.content.start}|{claim.content.end}"
        nth = seen[key] = seen.get(key, -1) + 1
        digest = hashlib.sha256(f"{key}|{nth}".encode()).hexdigest()[:16]
        yield Claim(**{n: getattr(claim, n) for n in claim.__struct_fields__ if n != "id"}, id="c" + digest)
