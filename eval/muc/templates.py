"""From judged incidents to templates: who passes the limits, which names mean one, and when, where, how many died."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterclaim.reading import places, times
from counterclaim.reading.document import Sentence
from counterclaim.reading.events import Trigger
from counterclaim.reading.places import PlaceMention
from eval.muc.deaths import LIKELY, candidates, dead, killed, likeliest
from eval.muc.entities import INCIDENT, Entity, same
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
UNSAID = "-"
"""What the answer keys put for the description of a named victim of whom the report says nothing; they have one for
seven in eight of those they name."""
Template = dict[str, Any]
Limits = Mapping[str, Any]
Told = Sequence[tuple[Sentence, Trigger]]
"""Events of an incident with their sentences."""
Things = dict[str, list[list[Entity]]]
"""For each slot the things that fill it, each with all entities that are it."""


class Incident(NamedTuple):
    """One incident of a report: how likely, its events, what fills its slots, and what may have died in it with
    the chance that it did."""

    type: str
    chance: float
    triggers: Told
    things: Things
    died: list[tuple[list[Entity], float]]


def templates(
    report: Read, found: Sequence[Entity], judged: Sequence[Judged], limits: Limits, *, circumstances: bool = True
) -> list[Template]:
    """The templates of a report, the likeliest incident first; without time, place and deaths where not asked for."""
    made = []
    for incident in incidents(report, found, judged, limits):
        made.append(_filled(incident.type, incident.things))
        if circumstances:
            made[-1] |= _circumstances(report, incident, limits["deaths"])
    return made


def incidents(report: Read, found: Sequence[Entity], judged: Sequence[Judged], limits: Limits) -> Iterator[Incident]:
    """Those of the types judged likely enough, one for each day or town that victims and targets stand beside."""
    for j in sorted(judged, key=lambda j: -j.chance):
        if j.chance > limits["presence"][j.incident]:
            yield from _incidents(report, found, j, limits)


def _incidents(report: Read, found: Sequence[Entity], judged: Judged, limits: Limits) -> Iterator[Incident]:
    triggers = [
        (sentence, t)
        for sentence, here in zip(report.document.sentences, report.triggers, strict=True)
        for t in here
        if INCIDENT.get(t.type) == judged.incident
    ]
    doubt = judged.chance**DOUBT
    parts = {slot: [c * doubt for c in chances] for slot, chances in judged.parts.items()}
    chosen = {slot: fills(found, slot, parts[slot], limits) for slot in SLOTS}
    fatal = sorted(zip(judged.parts[DIED], range(len(found)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    likely = [(found[j], chance) for chance, j in fatal if chance > LIKELY]
    apart = _apart(report, triggers, chosen)
    for own, things in apart:
        victims = [e for thing in things["victim"] for e in thing]
        mine = [(e, c) for e, c in likely if len(apart) == 1 or any(e is v for v in victims)]
        died = [
            (thing, max(c for e, c in mine if any(e is d for d in thing))) for thing in _distinct([e for e, _ in mine])
        ]
        yield Incident(judged.incident, judged.chance, own, things, died)


def counted(report: Read, incident: Incident) -> dict[int, list[float]]:
    """{number: what speaks for it} of how many died in the incident."""
    beside = list(dict.fromkeys(sentence.index for sentence, _ in incident.triggers))
    return candidates(dead(report, incident.died), killed(report, beside), killed(report, range(len(report.figures))))


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
        known = next((t for t in things if any(same(entity, e) for e in t)), None)
        if known is None:
            things.append([entity])
        else:
            known.append(entity)
    return things


def _names(thing: Sequence[Entity]) -> list[str]:
    return [name for entity in thing for name in entity.names[:NAMES]]


def _circumstances(report: Read, incident: Incident, weights: Sequence[Sequence[float]]) -> Template:
    """When and where, from the first of the incident's events that tells, and how many died."""
    country, names = _where(report, incident.triggers)
    deaths = likeliest(counted(report, incident), weights, incident.chance)
    out: Template = {"date": [_date(report, incident.triggers)], "location": {"country": country, "places": names}}
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
