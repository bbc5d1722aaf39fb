"""The events of a claim: what the lexicon found in its words, with their actors, times, places and figures.

A toll without an event of its own is one; what is demanded, offered or threatened is one, even where the lexicon has no
name for it; the event of an accusation is the accused one's doing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from counterclaim.knowledge import lexicons
from counterclaim.knowledge.actors import Entry
from counterclaim.reading import actors, events, places, times, whose
from counterclaim.reading.document import Sentence, Token
from counterclaim.reading.events import Trigger
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.figures.lexicon import lexicon
from counterclaim.reading.findings import Findings
from counterclaim.reading.mentions import antecedent
from counterclaim.reading.propositions import Draft
from counterclaim.records import Actor, Event, EventType, Figure, Stance, Status

HARMFUL = frozenset(
    "offensive clash shelling air_strike drone_strike bombing land_mine explosion shooting killing abduction detention"
    " sexual_violence casualties riot ceasefire_violation displacement destruction".split()
)
"""Types of events that a count of people killed or injured may belong to."""
SPARING = frozenset(("destruction", "displacement", "riot", "detention", "abduction"))
"""Those of them that a count belongs to only where nothing else beside them hurts people."""
UNNAMED: dict[str, Status] = {
    "demands": "wanted", "appeals": "wanted", "offers": "wanted", "promises": "planned", "threatens": "planned",
}  # fmt: skip
"""Stances whose content is always something to be done, with its status."""
EFFECT_TYPES: dict[str, tuple[EventType, ...]] = {
    "displaced": ("displacement",), "captured": ("detention", "abduction"),
}  # fmt: skip
"""Effects whose counts have types of events of their own; a count alone is of the first."""

FIGHTING = frozenset(("military", "armed_group", "police"))
"""Types of bodies that do themselves what they say they did; a ministry's is its side's doing."""
OURS = frozenset(("we", "us", "our", "ours"))
VAGUE = frozenset(("a", "an", "some", "several"))
TOWARDS = frozenset(("to", "against", "with", "by", "near", "at", "under", "for", "behind"))
NAMED = 4
"""Words from what a party calls its foe to the noun for it: "the terrorist military council"."""
_ENEMY = re.compile(r"\b([A-Z]\w+) enemy\b")
OUR_FORCES = frozenset(("forces", "troops", "army", "soldiers", "units", "military"))
THEM = frozenset(("them", "him", "her", "it"))
MEMBERSHIP = frozenset(("in", "from", "of", "within"))

Reasons = dict[str, str]


@dataclass(frozen=True)
class Saying:
    """A draft with what is known of its saying, before its events are made."""

    draft: Draft
    sentence: Sentence
    stance: Stance
    speaker: Actor | None
    addressee: Actor | None


def of(
    findings: Findings, saying: Saying, triggers: tuple[Trigger, ...], counted: tuple[CountedFigure, ...]
) -> tuple[tuple[Event, ...], Reasons]:
    """The events of one claim, and why they are what they are."""
    named = [(trigger, tuple(carried)) for trigger, carried in _carried(triggers, counted)]
    loose = [f for f in counted if not any(f in carried for _, carried in named)]
    named += [_toll(saying.sentence, kind, loose) for kind in dict.fromkeys(map(_kind, loose))]
    if saying.stance in UNNAMED and not named:
        named = [(_unnamed(saying), ())]
    built: list[Event] = []
    reasons: Reasons = {}
    for number, (trigger, figures) in enumerate(named):
        event, why = _event(findings, saying, trigger, figures)
        built.append(event)
        reasons |= {f"events.{number}{field}": text for field, text in why.items()}
    if saying.stance == "accuses" and saying.addressee:
        accused = saying.addressee
        built = [_blamed(event, saying, accused) for event in built] or [_accusation(findings, saying, accused)]
    return tuple(built), reasons


def _carried(
    triggers: tuple[Trigger, ...], counted: Sequence[CountedFigure]
) -> list[tuple[Trigger, list[CountedFigure]]]:
    """Each trigger with the figures that belong to it: those of its own kind, the harmful ones those nearest to it."""
    carried: list[tuple[Trigger, list[CountedFigure]]] = [(trigger, []) for trigger in triggers]
    for figure in counted:
        kinds = EFFECT_TYPES.get(figure.figure.effect, HARMFUL)
        fit = [pair for pair in carried if pair[0].type in kinds]
        harming = [pair for pair in fit if pair[0].type not in SPARING]
        if fit:
            min(harming or fit, key=lambda pair: abs(pair[0].start - figure.anchor))[1].append(figure)
    return carried


def _kind(counted: CountedFigure) -> EventType:
    """The type of an event that is nothing but this figure."""
    return next(iter(EFFECT_TYPES.get(counted.figure.effect, ())), "casualties")


def _toll(
    sentence: Sentence, kind: EventType, loose: Sequence[CountedFigure]
) -> tuple[Trigger, tuple[CountedFigure, ...]]:
    """A toll alone, named by the word that says what happened to the people."""
    figures = tuple(f for f in loose if _kind(f) == kind)
    anchor = next((t for t in sentence.tokens if t.start <= figures[0].anchor < t.end), sentence.tokens[0])
    status: Status = "ongoing" if kind != "casualties" and events.goes_on(sentence, anchor.i) else "happened"
    named = _trigger(kind, anchor, status, "a toll, and no more said about how")
    count = figures[0].figure
    named = msgspec.structs.replace(
        named, targets=tuple(dict.fromkeys((f.figure.start, f.figure.end) for f in figures if _known(f)))
    )
    bare = anchor.upos in ("DET", "NUM") and count.start is not None and count.start <= anchor.start < (count.end or 0)
    return msgspec.structs.replace(named, start=count.start, end=count.end) if bare else named, figures


def _known(counted: CountedFigure) -> bool:
    """Do the words of the count tell who they were, and that somebody was?"""
    figure = counted.figure
    return figure.start is not None and figure.max != 0 and figure.victims != "person"


def _unnamed(saying: Saying) -> Trigger:
    """What is wanted, offered or threatened, where the lexicon has no name for it."""
    words = saying.sentence.words_in(*saying.draft.content)
    inside = {t.i for t in words}
    heads = [t for t in words if t.head not in inside]
    verb = next((t for t in heads if t.upos == "VERB"), None)
    anchor = verb or next((t for t in heads if t.upos in ("NOUN", "PROPN")), words[0])
    kind: EventType = "aid" if verb is None and events.is_help(saying.sentence, anchor.i) else "other"
    return _trigger(kind, anchor, UNNAMED[saying.stance], f"what the speaker {saying.stance}, and no name for it")


def _trigger(kind: EventType, anchor: Token, status: Status, reason: str) -> Trigger:
    """An event named by one word and nothing more."""
    return Trigger(
        type=kind, start=anchor.start, end=anchor.end, token=anchor.i, agents=(), targets=(), means=(), status=status,
        reason=reason,
    )  # fmt: skip


def _event(
    findings: Findings, saying: Saying, trigger: Trigger, counted: tuple[CountedFigure, ...]
) -> tuple[Event, Reasons]:
    """One event and the reasons for its fields, by the fields' names; "" is the event's own."""
    document, at = findings.document, (*saying.draft.content, trigger.start)
    timex = times.when_for(document, findings.timexes, *at)[0]
    when = timex.when if timex else None
    spot = places.place_for(document, findings.spots, *at) or places.carried_place(document, findings.spots, *at)
    background, recalled = events.background(document, saying.sentence, trigger, when, document.dated)
    reasons = {"": trigger.reason, ".background": recalled}
    reasons |= {".when": timex.reason} if timex else {}
    reasons |= {".place": spot.reason} if spot else {}
    reasons |= {f".{f.figure.effect}": f.reason for f in reversed(counted)}
    agents = _actors(findings, saying, trigger.agents)
    hit = _actors(findings, saying, trigger.targets)
    doing = {actor.name for actor in (*agents, *filter(None, (saying.speaker,)))}
    event = Event(
        type=trigger.type,
        start=trigger.start,
        end=trigger.end,
        status=trigger.status,
        background=background,
        agents=agents,
        targets=tuple(a for a in hit if a.name not in doing or not _is_them(findings, a)),
        means=trigger.means,
        when=when,
        place=spot.place if spot else None,
        figures=tuple(_sided(findings, f, saying.speaker) for f in counted),
    )
    return event, reasons


def _is_them(findings: Findings, actor: Actor) -> bool:
    """Was it a pronoun that named the actor, which cannot mean who does it to them?"""
    return findings.document.text[actor.start or 0 : actor.end or 0].lower() in THEM


def _blamed(event: Event, saying: Saying, accused: Actor) -> Event:
    """The event of an accusation is the accused one's doing, where nobody but the accuser stands as its agent."""
    accuser = saying.speaker.name if saying.speaker else ""
    if any(agent.name != accuser and agent.kind != "unnamed" for agent in event.agents):
        return event
    return msgspec.structs.replace(event, agents=(accused,))


def _accusation(findings: Findings, saying: Saying, accused: Actor) -> Event:
    """Somebody is blamed, and the claim does not name for what; a weapon is blamed for those who have it."""
    start, end = saying.draft.content
    behind: tuple[Actor, ...] = ()
    if accused.id is None and accused.start is not None and accused.end is not None:
        behind = _actors(findings, saying, events.behind(saying.sentence, accused.start, accused.end))
    return Event(type="other", start=start, end=end, agents=behind or (accused,))


def _actors(findings: Findings, saying: Saying, spans: tuple[tuple[int, int], ...]) -> tuple[Actor, ...]:
    """Who stands in the spans; "we" and "our fighters" are the speaker's side."""
    found = (
        _own(findings, saying, *span)
        or _saying_it(findings, saying, *span)
        or _joined(findings, *span)
        or _enemy(findings, saying, *span)
        or _named(findings, *span)
        or _speakers(findings, saying, *span)
        or _owning(findings, *span)
        or _nameless(findings, *span)
        or _titled(findings, *span)
        for span in spans
    )
    kept: dict[str, Actor] = {}
    for actor in found:
        if actor:
            kept.setdefault(actor.name, actor)
    return tuple(kept.values())


def _saying_it(findings: Findings, saying: Saying, start: int, end: int) -> Actor | None:
    """The speaker, where the words are those that name it, or a pronoun that opens what it says: "Police said THEY"."""
    who, attributed = saying.speaker, saying.draft.attribution
    if who is None or saying.draft.voice != "said" or attributed is None:
        return None
    if who.start == start and who.end == end:
        return who
    words = findings.document.text[start:end].lower()
    before = attributed.source is not None and attributed.source[1] <= attributed.cue[0]
    opens = attributed.frame == "clause" and before and start - saying.draft.content[0] <= len("that ")
    if not opens or words not in ("it", "they"):
        return None
    referent = findings.mentions.referent(who.name)
    fights = who.side is None or (referent is not None and referent.type in FIGHTING)
    return msgspec.structs.replace(who, start=start, end=end) if fights else _side_of(who, start, end)


def _named(findings: Findings, start: int, end: int) -> Actor | None:
    """Whom the words name; neither a place that speaks for no one nor so many people without a name is one."""
    actor = actors.actor_at(findings.document, findings.mentions, start, end) or _longer(findings, start, end)
    if actor is not None and _hangs_on(findings, start, actor):
        return None
    if actor is None or _is_of_deed(findings, start, end):
        return None
    if actor.id is not None and not _counted_nation(findings, start, end):
        return actor
    if group := _group_of(findings, start, end):
        return group
    if any(spot.start <= start and end <= spot.end for spot in findings.spots):
        return None
    sentence = findings.document.sentence_at(start)
    first = next(iter(sentence.words_in(start, end)), None) if sentence else None
    if sentence is None or first is None or not _counts(sentence, first):
        return msgspec.structs.replace(actor, name=_plain(actor.name)) if actor.id is None else actor
    bare = _nameless(findings, start, end)
    return msgspec.structs.replace(actor, name=bare.name, id=None, start=bare.start, end=bare.end) if bare else actor


def _hangs_on(findings: Findings, start: int, actor: Actor) -> bool:
    """Is the name only of whom the people stand to: gunmen LOYAL TO HARROW, protests AGAINST HIM?"""
    sentence = findings.document.sentence_at(start)
    before = sentence.words_in(start, actor.start) if sentence and actor.start is not None else ()
    people = next((t.i for t in before if sentence and events.are_men(sentence, t.i)), None)
    return people is not None and any(t.i > people and t.lower in TOWARDS for t in before)


def _longer(findings: Findings, start: int, end: int) -> Actor | None:
    """The body whose name goes on around the words: AL-QAEDA in the Arabian Peninsula, a RED CROSS convoy."""
    sentence = findings.document.sentence_at(start)
    around = [m for m in findings.mentions.of(sentence.index) if m.referent.id is not None] if sentence else []
    wider = (m for m in around if m.start == start or (m.form == "name" and m.start <= start and end == m.end))
    wider = (m for m in wider if end <= m.end)
    return next((m.actor for m in wider), None)


def _group_of(findings: Findings, start: int, end: int) -> Actor | None:
    """The armed group that names its men: ISLAMIC STATE gunmen."""
    sentence = findings.document.sentence_at(start)
    words = [t for t in sentence.words_in(start, end) if t.upos != "DET"] if sentence else []
    if sentence is None or not words or not events.are_men(sentence, words[-1].i):
        return None
    spans = ((first, last) for first in range(len(words) - 1) for last in range(len(words) - 1, first, -1))
    for first, last in spans:
        begins, ends = words[first].start, words[last - 1].end
        found = findings.mentions.knowledge.exact(findings.document.text[begins:ends], on=findings.document.dated)
        entry = found[0].entry if len(found) == 1 else None
        if entry is not None and entry.type == "armed_group":
            return Actor(name=entry.name, id=entry.id, side=entry.side, start=begins, end=ends)
    return None


def _joined(findings: Findings, start: int, end: int) -> Actor | None:
    """The force that people are said to be in: your brothers IN THE FRONT, men FROM THE MOVEMENT."""
    sentence = findings.document.sentence_at(start)
    for word in sentence.words_in(start, end) if sentence else ():
        behind = sentence.tokens[word.i + 1 : word.i + 4] if sentence else ()
        if sentence is None or len(behind) < 2 or behind[0].lower not in MEMBERSHIP:
            continue
        begins = {t.start for t in behind[1:] if t.i == behind[1].i or behind[1].upos == "DET"}
        forces = (m for m in findings.mentions.of(sentence.index) if m.start in begins and m.form == "name")
        own = next((m.actor for m in forces if m.referent.type in FIGHTING and m.referent.id), None)
        if own is not None and events.are_men(sentence, word.i):
            return own
    return None


def _plain(name: str) -> str:
    """What people are called without their number and whose they vaguely are: "70 drivers of a convoy" are drivers."""
    words = name.split()
    counting = lexicon().number_starts
    while len(words) > 1 and (words[0].lower() in counting or words[0][0].isdigit()) and not _is_unit(words):
        words = words[1:]
    whose = (n for n, (of, behind) in enumerate(pairwise(words)) if of == "of" and n and _is_vague(behind))
    return " ".join(words[: next(whose, len(words))])


def _is_unit(words: Sequence[str]) -> bool:
    """Is the number one of a unit's name: "58 Division", "14th Battalion"?"""
    named = len(words) == len(("58", "Division")) and words[1][:1].isupper() and not words[1].endswith("s")
    return words[0][0].isdigit() and (named or not words[0][-1].isdigit())


def _is_vague(word: str) -> bool:
    return word in VAGUE or word[0].isdigit()


def _is_of_deed(findings: Findings, start: int, end: int) -> bool:
    """Is it a pronoun for what happened: "The war broke out in April. IT has killed thousands"?"""
    sentence = findings.document.sentence_at(start)
    if sentence is None or not sentence.index or findings.document.text[start:end].lower() != "it":
        return False
    before = findings.document.sentences[sentence.index - 1]
    return before.block == sentence.block and events.is_of_deed(before)


def _counted_nation(findings: Findings, start: int, end: int) -> bool:
    """Are they so many of a nation, no deed of which is meant: "44 ethnic Albanians"?"""
    sentence = findings.document.sentence_at(start)
    words = sentence.words_in(start, end) if sentence else ()
    plural = bool(words) and words[-1].text.istitle() and words[-1].lower.endswith(("s", "ese", "ish"))
    return sentence is not None and plural and len(words) > 1 and _counts(sentence, words[0])


def _is_nation(sentence: Sentence, words: Sequence[Token]) -> bool:
    """Are they a people by name, of whom no state is known: "the Yazidis"?"""
    plural = len(words) == 2 and words[0].lower == "the" and words[1].text.istitle() and words[1].lower.endswith("s")
    named = any(n.label in ("NORP", "LOC") and n.first <= words[-1].i < n.last for n in sentence.names)
    return plural and (named or words[1].upos == "ADJ")


def _speakers(findings: Findings, saying: Saying, start: int, end: int) -> Actor | None:
    """The body that speaks, where its own reported words say "its" and nobody else is meant."""
    who, attributed = saying.speaker, saying.draft.attribution
    if who is None or who.kind != "actor" or saying.draft.voice != "said" or attributed is None:
        return None
    first = findings.document.text[start:end].lower().split()[:1]
    return _side_of(who, start, end) if first in (["its"], ["their"]) else None


def _enemy(findings: Findings, saying: Saying, start: int, end: int) -> Actor | None:
    """Whom "the enemy" means: the state that the report calls so elsewhere, else the one foe of the speaker's side.

    So too "the occupying army", "jets of the terrorist council": the force that a party calls names, without its own.
    """
    words = findings.document.text[start:end].split()
    known = findings.mentions.knowledge
    if not (_reviled([w.lower() for w in words]) and not any(known.demonym(w) for w in words)):
        return None
    called = (known.demonym(found[1]) for found in _ENEMY.finditer(findings.document.text))
    told = next((entry for entry in called if entry), None)
    who = saying.speaker
    foes = known.opponents(who.side or who.name, findings.document.dated) if who and not told else ()
    foe = told or _foe(findings, foes)
    return Actor(name=foe.name, id=foe.id, side=foe.side, start=start, end=end) if foe else None


def _foe(findings: Findings, foes: Sequence[str]) -> Entry | None:
    """The only foe, or the only one that the report names, or the state that is fought first of all."""
    known = findings.mentions.knowledge
    told = [name for name in foes if findings.mentions.referent(name)] if len(foes) > 1 else list(foes)
    if len(told) == 1:
        return known.named(told[0])
    first = known.named(foes[0]) if foes else None
    return first if first and first.type == "state" else None


def _reviled(words: list[str]) -> bool:
    """Is it "the enemy", or a force behind a word that a party gives its foe?"""
    if words[-1:] == ["enemy"] and len(words) <= len(("the", "enemy")):
        return True
    names = lexicons.load("cues")["foes"]
    called = next((n for n, w in enumerate(words) if w in names["called"]), None)
    return called is not None and any(w in names["forces"] for w in words[called + 1 : called + NAMED])


def _owning(findings: Findings, start: int, end: int) -> Actor | None:
    """Whom "its" and "their" mean by place: "The army took revenge. ITS drones bombed the market"."""
    words, sentence = findings.mentions.words, findings.document.sentence_at(start)
    pronoun = words.pronouns.get(words.possessives.get(findings.document.text[start:end].lower(), ""))
    if pronoun is None or sentence is None:
        return None
    meant = antecedent(findings.mentions.near(sentence.index), pronoun, sentence.index, start)
    return meant.actor(start, end) if meant else None


def _titled(findings: Findings, start: int, end: int) -> Actor | None:
    """A body that nobody knows, by the name that the model sees: "the Highland Self-Defence Forces"."""
    sentence = findings.document.sentence_at(start)
    for label in sentence.names if sentence else ():
        first, last = sentence.span(label.first, label.last) if sentence else (0, 0)
        if label.label == "ORG" and start <= first and last == end:
            return Actor(name=" ".join(findings.document.text[first:last].split()), start=first, end=last)
    return None


def _nameless(findings: Findings, start: int, end: int) -> Actor | None:
    """People without a name, in the words of the text but for their number: "soldiers", "men in uniform"."""
    sentence = findings.document.sentence_at(start)
    words = sentence.words_in(start, end) if sentence else ()
    named = (
        any(events.are_hit(sentence, t.i) for t in words if t.upos in ("NOUN", "ADJ", "VERB")) if sentence else False
    )
    if sentence is None or not (named or _counted_nation(findings, start, end) or _is_nation(sentence, words)):
        return None
    kept = next((t for t in words if t.upos not in ("DET", "PUNCT") and not _counts(sentence, t)), words[-1])
    name = " ".join(findings.document.text[kept.start : end].split())
    return Actor(name=_plain(name), kind="unnamed", start=kept.start, end=end)


def _counts(sentence: Sentence, token: Token) -> bool:
    """Is it a word of a number: "at least six", "some thirty"; no unit's own: "58 Division"?"""
    following = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else token
    if token.text.isdigit() and following.upos == "PROPN" and not following.lower.endswith("s"):
        return False
    at = token
    for _ in range(3):
        if at.dep.startswith("nummod"):
            return True
        if at.head < 0 or at.dep not in ("advmod", "case", "fixed", "nmod", "obl", "compound"):
            return False
        at = sentence.tokens[at.head]
    return False


def _own(findings: Findings, saying: Saying, start: int, end: int) -> Actor | None:
    words = findings.document.text[start:end].lower().split()
    who = saying.speaker
    if who is None or who.kind != "actor" or not words or words[0] not in OURS:
        return None
    return _forces_of(findings, who, words[-1], start, end) or _side_of(who, start, end)


def _forces_of(findings: Findings, who: Actor, noun: str, start: int, end: int) -> Actor | None:
    """The army that "our forces" are where a state's men speak; an army's own are itself."""
    known, on = findings.mentions.knowledge, findings.document.dated
    referent, side = findings.mentions.referent(who.name), known.named(who.side or who.name)
    if noun not in OUR_FORCES or side is None or side.type not in ("state", "region"):
        return None
    if referent is not None and referent.type == "military":
        return msgspec.structs.replace(who, start=start, end=end)
    army = next((m.entry for m in known.lookup(f"{noun} of {side.name}", on=on) if m.entry.type == "military"), None)
    return Actor(name=army.name, id=army.id, side=army.side, start=start, end=end) if army else None


def _side_of(who: Actor, start: int, end: int) -> Actor:
    """The side that somebody speaks for, else himself, mentioned at `[start, end)`."""
    name = who.side or who.name
    return Actor(name=name, id=who.id if name == who.name else None, side=who.side, start=start, end=end)


def _sided(findings: Findings, counted: CountedFigure, speaker: Actor | None) -> Figure:
    """The figure with the side and class of its people, where the report's words tell it."""
    figure = whose.classed(findings, counted, speaker)
    if figure.side or not counted.side_words:
        return figure
    actor = actors.actor_at(findings.document, findings.mentions, *counted.side_words)
    return msgspec.structs.replace(figure, side=actor.side) if actor and actor.side else figure
