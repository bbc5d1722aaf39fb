"""WikiEvents, its types of conflict: attacks, deaths, injuries, arrests, each with its words and who took part.

Prediction: {doc_id, events: [{type, start, end, args: [{role, start, end}]}]}. An attack or an arrest is a trigger of
`events.find`; deaths and injuries are the words that say them: triggers of tolls, and the anchors of figures, whose
counts are their victims and no targets of the attack. Agents
are Attacker, Killer or Jailer by the type, targets Target, Victim or Detainee, means Instrument or ExplosiveDevice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from counterclaim.reading import events, figures, layout, model, parsing
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events import Trigger
from counterclaim.records import make_report

BLASTS = frozenset(("bombing", "land_mine", "explosion", "shelling", "air_strike", "drone_strike"))
ATTACKS = BLASTS | {"offensive", "clash", "shooting", "killing"}
SCORED = ("Conflict.Attack", "Life.Die", "Life.Injure", "Justice.ArrestJailDetain")
EFFECTS = {"killed": "Life.Die", "injured": "Life.Injure"}
DYING = ("kill", "die", "dead", "death", "slain", "murder", "assassin", "massacre", "execut", "fatal", "slay", "perish")
INJURING = ("injur", "wound", "hurt", "maim")
ROLES = {
    "Conflict.Attack": ("Attacker", "Target", "Instrument"),
    "Life.Die": ("Killer", "Victim", "Instrument"),
    "Life.Injure": ("Injurer", "Victim", "Instrument"),
    "Justice.ArrestJailDetain": ("Jailer", "Detainee", "Instrument"),
}


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events of every document, in order."""
    reader = model.load()
    for raw in documents:
        text = raw["text"]
        document = parsing.parse(make_report(text), layout.blocks(text), None, reader)
        found = [event for sentence in document.sentences for event in _events(document, sentence)]
        yield {"doc_id": raw["doc_id"], "events": found}


def _events(document: Document, sentence: Sentence) -> Iterator[dict[str, Any]]:
    taken: set[int] = set()
    counts = [c for c in figures.find(sentence) if c.figure.effect in EFFECTS and c.figure.max != 0]
    hurt = [{"role": "Victim", "start": c.figure.start, "end": c.figure.end} for c in counts]
    for trigger in events.find(document, sentence, sentence.start, sentence.end):
        kind = _kind(trigger, document.text[trigger.start : trigger.end].lower())
        if kind:
            taken.add(trigger.start)
            args = [a for a in _args(trigger, kind) if a["role"] != "Target" or not any(_overlap(a, v) for v in hurt)]
            yield {"type": kind, "start": trigger.start, "end": trigger.end, "args": args}
    for anchor in dict.fromkeys(c.anchor for c in counts if c.anchor not in taken):
        kind = next(EFFECTS[c.figure.effect] for c in counts if c.anchor == anchor)
        end = next((t.end for t in sentence.tokens if t.start == anchor), anchor + 1)
        args = [v for c, v in zip(counts, hurt, strict=True) if c.anchor == anchor]
        yield {"type": kind, "start": anchor, "end": end, "args": args}


def _kind(trigger: Trigger, words: str) -> str | None:
    if trigger.type == "detention":
        return "Justice.ArrestJailDetain"
    if trigger.type in ("casualties", "killing"):
        if any(stem in words for stem in INJURING):
            return "Life.Injure"
        return "Life.Die" if any(stem in words for stem in DYING) else None
    return "Conflict.Attack" if trigger.type in ATTACKS else None


def _args(trigger: Trigger, kind: str) -> Iterator[dict[str, Any]]:
    doer, sufferer, tool = ROLES[kind]
    for role, spans in ((doer, trigger.agents), (sufferer, trigger.targets)):
        yield from ({"role": role, "start": a, "end": b} for a, b in spans)
    yield from ({"role": tool, "start": m.start, "end": m.end} for m in trigger.means)


def score(gold: Path, predictions: Path) -> dict[str, float]:
    """F1 of triggers (characters shared, same type) and of their arguments (characters shared, same role)."""
    found = {row["doc_id"]: row["events"] for row in _rows(predictions)}
    c: Counter[str] = Counter()
    for row in _rows(gold):
        wanted = [_gold(e) for e in row["events"] if _family(e["type"])]
        pairs = _aligned(wanted, found.get(row["doc_id"], []))
        c.update(tn=len(pairs), tr=len(wanted), tp=len(found.get(row["doc_id"], [])))
        c.update(ar=sum(len(g["args"]) for g in wanted), ap=sum(len(p["args"]) for p in found.get(row["doc_id"], [])))
        c.update(an=sum(_shared(g["args"], p["args"]) for g, p in pairs))
    return {"trigger_f1": _f1(c["tn"], c["tp"], c["tr"]), "argument_f1": _f1(c["an"], c["ap"], c["ar"])}


def _family(kind: str) -> str:
    return next((family for family in SCORED if kind.startswith(family)), "")


def _gold(event: dict[str, Any]) -> dict[str, Any]:
    family, trigger = _family(event["type"]), event["trigger"]
    args = [a for a in event["args"] if a["role"] in (*ROLES[family], "ExplosiveDevice", "BodyPart")]
    return {"type": family, "start": trigger["start"], "end": trigger["end"], "args": args}


def _aligned(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each gold event with the first free prediction of its type that shares a character with it."""
    free, pairs = list(found), []
    for g in gold:
        p = next((p for p in free if p["type"] == g["type"] and _overlap(g, p)), None)
        if p is not None:
            free.remove(p)
            pairs.append((g, p))
    return pairs


def _shared(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> int:
    same = {"ExplosiveDevice": "Instrument"}
    return sum(any(same.get(g["role"], g["role"]) == p["role"] and _overlap(g, p) for p in found) for g in gold)


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _f1(n: int, p: int, r: int) -> float:
    return 2 * n / (p + r) if p + r else 0.0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
