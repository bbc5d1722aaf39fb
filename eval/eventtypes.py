"""Types of events of short texts: CASE-2021 task 2 (ACLED's sub-event types) and PLOVER's own examples.

CASE: the label of the sub-event type that `subevents.suggest` gives the text, by its words alone; a text for which
no word speaks takes the sub-event of its first event by the crosswalk.

PLOVER: what the main verb of the text does, where the crosswalk knows it for a deed that is no event of ours (lifted,
vetoed), else what the stance of its attribution says (a demand, a threat, a refusal), else the type and mode that the
crosswalk gives its first event. The examples are filed under PLOVER 0.5b1: its names for those of 2021 stand in FILED.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.knowledge import crosswalk, subevents
from counterclaim.reading import attribution, events, layout, model, parsing, stance
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events import Trigger
from counterclaim.records import make_report

LABELS = {
    "Air/drone strike": "AIR_STRIKE",
    "Chemical weapon": "CHEM_WEAP",
    "Grenade": "GRENADE",
    "Suicide bomb": "SUIC_BOMB",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Armed clash": "ARMED_CLASH",
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Headquarters or base established": "HQ_ESTABLISHED",
    "Agreement": "AGREEMENT",
    "Arrests": "ARREST",
    "Disrupted weapons use": "DISR_WEAP",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Other": "OTHER",
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Sexual violence": "SEX_VIOL",
    "Attack": "ATTACK",
    "Peaceful protest": "PEACE_PROTEST",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Violent demonstration": "VIOL_DEMONSTR",
    "Mob violence": "MOB_VIOL",
    "natural disaster": "NATURAL_DISASTER",
    "accident": "MAN_MADE_DISASTER",
    "organised crime": "ORG_CRIME",
    "diplomacy": "DIPLO",
    "attribution": "ATTRIB",
}
"""ACLED's sub-event types, and what is none, under the names that CASE gives them."""

FILED = {"REQUEST": "DEMAND", "ACCUSE": "DISAPPROVE", "SUPPORT": "AGREE"}
"""PLOVER's event types of 2021 as version 0.5b1 called them, where they differ."""
FILED_MODES = {
    ("ACCUSE", "investigate"): ("INVESTIGATE", ""),
    ("ASSAULT", "seize"): ("COERCE", "destroy"),
    ("ASSAULT", "beat"): ("ASSAULT", "primitive"),
    ("PROTEST", "hunger"): ("PROTEST", "strike-hun"),
    ("PROTEST", "boycott"): ("PROTEST", "strike-gen"),
    ("PROTEST", "riot"): ("PROTEST", "riot-spon"),
    ("COERCE", "seize"): ("COERCE", "confiscate"),
    ("COERCE", "restrict"): ("SANCTION", None),
}
"""Type and mode of 2021 as version 0.5b1 filed them."""
SAID = {
    "demands": "DEMAND",
    "appeals": "DEMAND",
    "offers": "CONCEDE",
    "promises": "AGREE",
    "supports": "SUPPORT",
    "accuses": "DISAPPROVE",
    "condemns": "DISAPPROVE",
    "denies": "REJECT",
    "doubts": "DISAPPROVE",
    "threatens": "THREATEN",
    "confirms": "CONSULT",
    "asserts": "CONSULT",
}
"""What PLOVER 0.5b1 files an attribution under whose content is no event of ours."""


CROWDS = frozenset(("protest", "riot", "blockade"))
"""What crowds do comes before what they demand by it."""


def predict_case(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """{id, label} of texts with an id."""
    for raw in documents:
        suggested = subevents.suggest(raw["text"])
        yield {"id": raw["id"], "label": LABELS[suggested.about] if suggested else _by_event(raw["text"])}


def _by_event(text: str) -> str:
    """The label of the text's first event by the crosswalk, OTHER where it has none."""
    document = _parsed(text)
    for trigger in _triggers(document):
        acled = crosswalk.codes(trigger.type, means=[m.name for m in trigger.means]).acled
        if acled:
            return LABELS.get(acled[1], "OTHER")
    return "OTHER"


def predict_plover(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """{id, event, mode} of texts with an id."""
    for raw in documents:
        event, mode = _plover(_parsed(raw["text"]))
        yield {"id": raw["id"], "event": event, "mode": mode}


def _plover(document: Document) -> tuple[str, str | None]:
    text = document.text
    done = crosswalk.deed(_main_words(document))
    judged = [_stance(document, a) for a in attribution.find(document)]
    spoken = next((SAID[s] for s in judged if s not in ("asserts", "confirms")), None)
    for trigger in (t for t in _triggers(document) if t.type in CROWDS or not (done or spoken)):
        means = [m.name for m in trigger.means]
        codes = crosswalk.codes(trigger.type, status=trigger.status, means=means, words=text).plover
        if codes:
            fought = codes[0] == "ASSAULT" and codes[2] == "military"
            return ("FIGHT", codes[1]) if fought else _filed(codes[0], codes[1])
    if done and done.plover and (spoken is None or done.plover[0] in ("ACCUSE", "CONCEDE", "RETREAT", "REJECT")):
        return ("SUPPORT", None) if done.plover[0] == "SUPPORT" else _filed(done.plover[0], done.plover[1])
    return spoken or "CONSULT", None


def _filed(kind: str, mode: str | None) -> tuple[str, str | None]:
    return FILED_MODES.get((kind, mode or ""), (FILED.get(kind, kind), mode))


def _stance(document: Document, attributed: attribution.Attribution) -> str:
    sentence = document.sentences[attributed.sentence]
    said = sentence.tokens[slice(*attributed.content)]
    return stance.judge(sentence, attributed, said, stance.Speaking(party=True)).stance


def _main_words(document: Document) -> str:
    """The main verb of the first sentence with its object and particles; what is said, not that it is said."""
    sentence = document.sentences[0]
    at = next((t.i for t in sentence.tokens if t.head < 0), 0)
    below = [c for c in sentence.children[at] if sentence.tokens[c].dep == "ccomp"]
    at = below[0] if below and sentence.tokens[at].lower in ("said", "says", "announced", "reported", "told") else at
    kept = [at, *(c for c in sentence.children[at] if sentence.tokens[c].dep in ("obj", "xcomp", "advmod", "aux"))]
    return " ".join(sentence.tokens[i].lower for i in sorted(kept))


def score_plover(gold: Path, predictions: Path) -> dict[str, float]:
    """Share of the examples whose event type is right, and whose mode is right where one is filed."""
    found = {row["id"]: row for row in _rows(predictions)}
    filed = list(_rows(gold))
    right: Counter[str] = Counter()
    for row in filed:
        said = found.get(row["id"], {})
        right["event"] += said.get("event") == row["event"]
        right["mode"] += bool(row["mode"]) and said.get("mode") == row["mode"]
    moded = sum(bool(row["mode"]) for row in filed)
    return {"event_accuracy": right["event"] / max(len(filed), 1), "mode_accuracy": right["mode"] / max(moded, 1)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _parsed(text: str, dated: date | None = None) -> Document:
    return parsing.parse(make_report(text), layout.blocks(text), dated, model.load())


def _triggers(document: Document) -> Sequence[Trigger]:
    return [t for s in document.sentences for t in _of(document, s)]


def _of(document: Document, sentence: Sentence) -> tuple[Trigger, ...]:
    return events.find(document, sentence, sentence.start, sentence.end)
