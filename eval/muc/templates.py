"""From judged incidents to templates: who passes the limits, which names mean one, and when, where, how many died."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from counterclaim.reading import places, times
from counterclaim.reading.document import Sentence
from counterclaim.reading.events import Trigger
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.figures.lexicon import lowered
from counterclaim.reading.figures.number import Number
from counterclaim.reading.figures.numbers import numbers
from counterclaim.reading.places import PlaceMention
from eval.muc.entities import INCIDENT, Entity, Phrase
from eval.muc.reports import Read
from eval.muc.scorer import DIED, SLOTS, Judged

SAME_PARTY = {"perp_ind": 4, "perp_org": 2, "weapon": 3}
"""Slots that hold one thing in 95 of 100 of DEV's templates: up to how many names it is called by."""
MOST = {"target": 4, "victim": 10}
"""How many things the other slots hold at most."""
DOUBT = 0.5
"""How much the chance of an incident weighs on that of its parts, as an exponent: the best of 0, 0.5 and 1 on DEV."""
MOST_APART = 4
NAMES = 4
"""Names of one entity that are given."""
SMALL = frozenset(("the", "a", "an", "of", "and", "in", "on", "at", "to", "by", "for", "with", "from", "s"))
FATAL = 0.4
"""From which chance on a thing is held to have died: the best of 0.1 to 0.4 on DEV."""
UNSAID = "-"
"""What the answer keys put for the description of a named victim of whom the report says nothing; they have one for
seven in eight of those they name."""
PLURAL = ("s", "people", "men", "women", "children")
Template = dict[str, Any]
Limits = Mapping[str, Any]
Told = Sequence[tuple[Sentence, Trigger]]
"""Events of an incident with their sentences."""
Things = dict[str, list[list[Entity]]]
"""For each slot the things that fill it, each with all entities that are it."""


def templates(
    report: Read, found: Sequence[Entity], judged: Sequence[Judged], limits: Limits, *, circumstances: bool = True
) -> list[Template]:
    """The templates of a report, the likeliest incident first; without time, place and deaths where not asked for."""
    kept = [j for j in judged if j.chance > limits["presence"][j.incident]]
    kept.sort(key=lambda j: -j.chance)
    return [made for j in kept for made in _templates(report, found, j, limits, circumstances)]


def _templates(
    report: Read, found: Sequence[Entity], judged: Judged, limits: Limits, circumstances: bool
) -> Iterator[Template]:
    """One template, or one for each day or town that the incident's victims and targets stand beside."""
    triggers = [
        (sentence, t)
        for sentence, here in zip(report.document.sentences, report.triggers, strict=True)
        for t in here
        if INCIDENT.get(t.type) == judged.incident
    ]
    doubt = judged.chance**DOUBT
    parts = {slot: [c * doubt for c in chances] for slot, chances in judged.parts.items()}
    chosen = {slot: fills(found, slot, parts[slot], limits) for slot in SLOTS}
    died = [e for e, fatal in zip(found, judged.parts[DIED], strict=True) if fatal >= FATAL]
    apart = _apart(report, triggers, chosen)
    for own, things in apart:
        made = _filled(judged.incident, things)
        if circumstances:
            here = [thing for thing in things["victim"] if any(e is d for e in thing for d in died)]
            made |= _circumstances(report, own, _distinct(died) if len(apart) == 1 else here)
        yield made


def _filled(incident: str, things: Things) -> Template:
    out: Template = {"incident_type": incident}
    for slot, fill in things.items():
        out["victim_name" if slot == "victim" else slot] = [{"alts": [{"string": n} for n in _names(t)]} for t in fill]
    named = [thing for thing in things["victim"] if _is_person(thing)]
    out["victim_desc"] = [{"alts": [{"value": _described(t), "ref": t[0].names[0]}]} for t in named]
    return out


def _is_person(thing: Sequence[Entity]) -> bool:
    return any(e.is_person for e in thing)


def _described(thing: Sequence[Entity]) -> str:
    return next((e.described for e in thing if e.described), UNSAID)


def _apart(report: Read, triggers: Told, chosen: Things) -> list[tuple[Told, Things]]:
    """The incident's events with its fills, parted by the days and towns of their sentences where those differ.

    Victims and targets go to the day or town that they stand beside most, those beside none to the first; who did it
    did all of it. Up to MOST_APART incidents: what has more is a list, not news.
    """
    settings = _settings(report, triggers)
    groups: dict[str, Things] = {}
    loose: Things = {slot: [] for slot in MOST}
    for slot in MOST:
        for thing in chosen[slot]:
            beside = [settings[p.sentence.index] for e in thing for p in e.phrases if p.sentence.index in settings]
            if beside:
                key = Counter(beside).most_common(1)[0][0]
                groups.setdefault(key, {s: [] for s in MOST})[slot].append(thing)
            else:
                loose[slot].append(thing)
    if not 1 < len(groups) <= MOST_APART:
        return [(triggers, chosen)]
    for slot, things in next(iter(groups.values())).items():
        things += loose[slot]
    apart: list[tuple[Told, Things]] = []
    for key, own in groups.items():
        mine = [(sentence, t) for sentence, t in triggers if settings.get(sentence.index) == key]
        apart.append((mine, {**chosen, **own}))
    return apart


def _settings(report: Read, triggers: Told) -> dict[int, str]:
    """{sentence: the day of its first event, else its town}, where it tells one."""
    found: dict[int, str] = {}
    for sentence, t in triggers:
        day, spot = _day(report, sentence, t), _spot(report, sentence, t)
        town = spot.entry.name if spot and spot.entry.kind in ("town", "village", "admin2") else None
        if (day or town) and sentence.index not in found:
            found[sentence.index] = str(day[0]) if day else str(town)
    return found


def fills(found: Sequence[Entity], slot: str, chances: Sequence[float], limits: Limits) -> list[list[Entity]]:
    """The things of a slot, each with all entities that are it, the likeliest first."""
    least, share = limits["parts"][slot], limits["names"].get(slot, 1.0)
    order = sorted(range(len(found)), key=lambda j: (-chances[j], j))
    likely = [j for j in order if chances[j] > least * share]
    if slot in SAME_PARTY:
        if not likely or chances[likely[0]] <= least:
            return []
        near = [j for j in likely if chances[j] >= share * chances[likely[0]]]
        return [[found[j] for j in near[: SAME_PARTY[slot]]]]
    return _distinct([found[j] for j in likely])[: MOST[slot]]


def _distinct(likely: Sequence[Entity]) -> list[list[Entity]]:
    """Entities as things, those together that share a name."""
    things: list[list[Entity]] = []
    for entity in likely:
        same = next((t for t in things if any(_same(entity, e) for e in t)), None)
        if same is None:
            things.append([entity])
        else:
            same.append(entity)
    return things


def _names(thing: Sequence[Entity]) -> list[str]:
    return [name for entity in thing for name in entity.names[:NAMES]]


def _same(a: Entity, b: Entity) -> bool:
    """Do all words of a name of one stand in a name of the other?"""
    mine, other = ([_content(n) for n in e.names] for e in (a, b))
    return any(x and y and (x <= y or y <= x) for x in mine for y in other)


@lru_cache(maxsize=100_000)
def _content(name: str) -> frozenset[str]:
    return frozenset(re.sub(r"[^a-z0-9 ]+", " ", name.lower()).split()) - SMALL


def _circumstances(report: Read, triggers: Told, dead: list[list[Entity]]) -> Template:
    """When, where and how many died, from the first of the incident's events that tells."""
    country, names = _where(report, triggers)
    deaths = _deaths(report, triggers, dead)
    out: Template = {"date": [_date(report, triggers)], "location": {"country": country, "places": names}}
    return out if deaths is None else out | {"deaths_exact": deaths}


def _date(report: Read, triggers: Told) -> dict[str, str | None]:
    """The day of the first event with one; else some day before the report."""
    day = next((d for sentence, t in triggers if (d := _day(report, sentence, t))), None)
    if day:
        return {"lo": day[0], "hi": day[1]}
    dated = report.document.dated
    return {"lo": None, "hi": str(dated) if dated else None}


def _day(report: Read, sentence: Sentence, t: Trigger) -> tuple[str, str] | None:
    timex = times.when_for(report.document, report.timexes, sentence.start, sentence.end, t.start)[0]
    when = timex.when if timex else None
    return (str(when.from_), str(when.to)) if when and when.precision == "day" else None


def _spot(report: Read, sentence: Sentence, t: Trigger) -> PlaceMention | None:
    return places.place_for(report.document, report.spots, sentence.start, sentence.end, t.start)


def _where(report: Read, triggers: Told) -> tuple[str, list[str]]:
    """The country that most places of the report lie in, and the places that the first located event names."""
    seen = Counter(s.entry.country for s in report.spots if s.entry.country)
    code = seen.most_common(1)[0][0] if seen else None
    country = report.countries.get(code or "", "").upper()
    for sentence, t in triggers:
        spot = _spot(report, sentence, t)
        if spot and spot.entry.kind != "country":
            return country, [name.upper() for name in _chain(report, sentence, spot)]
    return country, []


def _chain(report: Read, sentence: Sentence, spot: PlaceMention) -> Iterator[str]:
    """The place and the others that its sentence names beside it."""
    text = report.document.text
    yield " ".join(text[spot.start : spot.end].split())
    for other in report.spots:
        if other is not spot and other.sentence == sentence.index and other.entry.kind != "country":
            yield " ".join(text[other.start : other.end].split())


def _deaths(report: Read, triggers: Told, dead: list[list[Entity]]) -> int | None:
    """How many died: the sum over the victims who did, of those said to be some number; else the first exact count.

    A group as large as those who are named is them: FIVE PEASANTS and their five names.
    """
    named = sum(_is_person(thing) for thing in dead)
    groups = [_number(report, thing) or 0 for thing in dead if not _is_person(thing)]
    counted = named + sum(n for n in groups if n != named or n == 1)
    if counted:
        return counted
    for index in dict.fromkeys(sentence.index for sentence, _ in triggers):
        for told in report.figures[index]:
            f = told.figure
            if f.effect == "killed" and f.min == f.max and f.min > 0 and not (told.sub or told.superseded):
                return f.min
    return None


def _number(report: Read, thing: Sequence[Entity]) -> int | None:
    """How many people a thing is: as figures or its own words count it, one for a singular; else null."""
    phrases = [p for entity in thing for p in entity.phrases]
    killed = [f.figure for p in phrases for f in _counting(report, p) if f.figure.effect == "killed"]
    if exact := [f.min for f in killed if f.min == f.max]:
        return max(exact)
    if said := [n.min for p in phrases for n in _own_numbers(p) if n.min == n.max]:
        return max(said)
    heads = [p.sentence.tokens[p.head].lower for p in phrases]
    return None if any(head.endswith(PLURAL) for head in heads) else 1


def _own_numbers(phrase: Phrase) -> tuple[Number, ...]:
    tokens = phrase.sentence.tokens[phrase.first : phrase.last]
    return numbers(tokens, lowered(tokens))


def _counting(report: Read, phrase: Phrase) -> list[CountedFigure]:
    """The figures that count the people of a phrase."""
    start, end = phrase.span
    return [f for f in report.figures[phrase.sentence.index] if f.figure.start < end and start < f.figure.end]
