"""Claims against hand-made gold: python -m eval.claims GOLD_DIR PREDICTIONS.jsonl [--texts DIR] [--verbose]

GOLD_DIR holds NAME.gold.yaml, DIR (GOLD_DIR where not given) NAME.txt. PREDICTIONS.jsonl is what
`counterclaim read --json` prints: a record belongs to NAME where its report's id, url, path or title is NAME or
NAME.txt, folders aside.

Gold is a list of `claims`, each with
    key         words of the report that the claim is about; `nth` tells which occurrence, from 1
    speaker     accepted canonical names; none for the report's own voice
    stance      accepted stances
    optional    true: finding it is neither rewarded nor punished
    events      list of {type: [..], status: [..], background, place: {lat, lon, km}, when: {from, to}, agents: [..],
                targets: [..], figures: [{effect, min, max, victims}]}, each field only where it is to be scored
and of texts to `discard`, in which no claim may lie.

Measures, each over all reports of the folder:
    claim_precision, claim_recall, claim_f1       a claim is found where a prediction covers half of its key or more
    claim_strict_precision, _recall, _f1          and speaker and stance are right
    speaker, stance                               of the claims found
    event_type, event_status, background, place, when, agents, targets
                                                  of the gold's events that give the field: is it right in any event
                                                  predicted for the claim (never, where the claim was missed)
    figure_precision, _recall, _f1                (effect, min, max, victims), each counted once a report
    discarded                                     claims that lie outside the discarded text, of all in such reports
and the records' broken spans, which must be none.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]
Interval = tuple[int, int]

EARTH_KM = 6371
FOUND = 0.5
"""The least part of a gold claim's key that a prediction must cover."""
WEIGHTS = {"speaker": 4, "stance": 2, "figure": 3, "tightness": 1}
"""What makes one of several candidates the better match for a gold claim."""
RATIOS = (
    "claim_precision", "claim_recall", "claim_strict_precision", "claim_strict_recall", "speaker", "stance",
    "event_type", "event_status", "background", "place", "when", "agents", "targets", "figure_precision",
    "figure_recall", "discarded",
)  # fmt: skip


@dataclass
class Scores:
    """Right and wrong answers by measure, what went wrong, and spans that do not fit their text."""

    counts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, measure: str, right: bool, miss: str = "") -> None:
        self.counts[measure, right] += 1
        if not right:
            self.misses.append(f"{measure}: {miss}")

    def of(self, measure: str) -> int:
        return self.counts[measure, True] + self.counts[measure, False]

    def ratio(self, measure: str) -> float:
        return self.counts[measure, True] / self.of(measure) if self.of(measure) else math.nan

    def f1(self, measure: str) -> float:
        """Not a number where there was nothing to find and nothing was found."""
        precision, recall = self.ratio(f"{measure}_precision"), self.ratio(f"{measure}_recall")
        return 2 * precision * recall / (precision + recall) if precision and recall else 0.0

    def table(self) -> dict[str, float]:
        return {
            **{measure: self.ratio(measure) for measure in RATIOS},
            **{f"{measure}_f1": self.f1(measure) for measure in ("claim", "claim_strict", "figure")},
        }


@dataclass(frozen=True)
class Case:
    """One report: what the gold wants of it and what was found in it."""

    name: str
    text: str
    wanted: list[Node]
    found: list[Node]

    @cached_property
    def keys(self) -> list[Interval]:
        """Where each wanted claim's key stands."""
        return [locate(self.text, claim["key"], claim.get("nth", 1)) for claim in self.wanted]


def score_folder(gold_dir: Path, records: Iterable[Node], texts: Path | None = None) -> Scores:
    """Scores of the records against every gold file of the folder; a report without a record misses all its claims."""
    by_name: dict[str, Node] = {}
    for record in records:
        for name in _names(record):
            by_name.setdefault(name, record)
    scores = Scores()
    for path in sorted(gold_dir.glob("*.gold.yaml")):
        name = path.name.removesuffix(".gold.yaml")
        text = ((texts or gold_dir) / f"{name}.txt").read_bytes().decode("utf-8")
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        if name not in by_name:
            scores.broken.append(f"{name}: no record")
        score_report(name, text, gold, by_name.get(name, {}), scores)
    return scores


def score_report(name: str, text: str, gold: Node, record: Node, scores: Scores) -> None:
    """Adds one report's answers to the scores."""
    case = Case(name, text, gold.get("claims") or [], record.get("claims") or [])
    match = align(case)
    scores.broken += [f"{name}: {problem}" for problem in broken_spans(case.found, text, "claims")]
    for i, claim in enumerate(case.wanted):
        if not claim.get("optional"):
            _score_wanted(case, claim, case.found[match[i]] if i in match else None, scores)
    _score_found(case, {j: i for i, j in match.items()}, scores)
    _score_discarded(case, gold.get("discard") or [], scores)
    _score_figures(case, scores)


def align(case: Case) -> dict[int, int]:
    """Which prediction answers which gold claim, one to one, best fits first: {index of gold: index of prediction}."""
    fits = [
        (_fit(claim, key, prediction, case.text), i, j)
        for i, (claim, key) in enumerate(zip(case.wanted, case.keys, strict=True))
        for j, prediction in enumerate(case.found)
        if _covered(key, prediction) >= FOUND * (key[1] - key[0])
    ]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(fits, key=lambda fit: -fit[0]):
        if i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    return match


def _fit(claim: Node, key: Interval, prediction: Node, text: str) -> float:
    start, end = content(prediction)
    shared = _counts([claim]) & _counts([prediction])
    return (
        WEIGHTS["speaker"] * speaker_right(claim, prediction, text)
        + WEIGHTS["stance"] * stance_right(claim, prediction)
        + WEIGHTS["figure"] * sum(shared.values())
        + WEIGHTS["tightness"] * min(_covered(key, prediction) / max(end - start, 1), 1)
    )


def _counts(claims: list[Node]) -> Counter[tuple[str, int]]:
    return Counter((figure["effect"], figure["min"]) for claim in claims for figure in figures(claim))


def _covered(key: Interval, prediction: Node) -> int:
    return max(overlap(key, content(prediction)), overlap(key, (prediction["start"], prediction["end"])))


def _score_wanted(case: Case, claim: Node, prediction: Node | None, scores: Scores) -> None:
    label = f"{case.name}: {claim['key']!r}"
    scores.add("claim_recall", prediction is not None, label)
    speaker = prediction is not None and speaker_right(claim, prediction, case.text)
    stance = prediction is not None and stance_right(claim, prediction)
    if prediction is not None:
        name = (prediction.get("speaker") or {}).get("name")
        scores.add("speaker", speaker, f"{label}: {name!r}, not {claim.get('speaker') or 'the report'}")
        scores.add("stance", stance, f"{label}: {prediction.get('stance')!r}, not {claim.get('stance')}")
    scores.add("claim_strict_recall", speaker and stance, label)
    for event in claim.get("events") or []:
        _score_event(label, event, (prediction or {}).get("events") or [], scores)


def _score_event(label: str, wanted: Node, events: list[Node], scores: Scores) -> None:
    """Each field that the gold gives, right where any predicted event has it right."""
    for measure, name in (("event_type", "type"), ("event_status", "status")):
        if accepted := wanted.get(name):
            got = [event.get(name) for event in events]
            scores.add(measure, any(value in accepted for value in got), f"{label}: {got}, not {accepted}")
    if place := wanted.get("place"):
        got = [(event.get("place") or {}).get("name") for event in events]
        scores.add("place", any(_place_right(place, event) for event in events), f"{label}: {got}, not {place}")
    if when := wanted.get("when"):
        spans = [_days(event.get("when") or {}) for event in events]
        scores.add("when", _days(when) in spans, f"{label}: {spans}, not {_days(when)}")
    for role in ("agents", "targets"):
        if names := wanted.get(role):
            got = [actor.get("name") for event in events for actor in event.get(role) or []]
            scores.add(role, not {*map(norm, names)}.isdisjoint(map(norm, got)), f"{label}: {got}, not {names}")
    if "background" in wanted:
        right = any(bool(event.get("background")) == wanted["background"] for event in events)
        scores.add("background", right, label)


def _days(when: Node) -> tuple[str, str]:
    return str(when.get("from")), str(when.get("to"))


def _place_right(wanted: Node, event: Node) -> bool:
    place = event.get("place") or {}
    return place.get("lat") is not None and kilometres(wanted, place) <= wanted.get("km", 30)


def _score_found(case: Case, match: dict[int, int], scores: Scores) -> None:
    """Precision: a prediction that answers an optional claim, or lies on one, does not count."""
    optional = [key for key, claim in zip(case.keys, case.wanted, strict=True) if claim.get("optional")]
    for j, prediction in enumerate(case.found):
        claim = case.wanted[match[j]] if j in match else None
        if claim is not None and not claim.get("optional"):
            strict = speaker_right(claim, prediction, case.text) and stance_right(claim, prediction)
            scores.add("claim_precision", True)
            scores.add("claim_strict_precision", strict, f"{case.name}: {claim['key']!r}")
        elif claim is None and not any(_mostly_shared(content(prediction), span) for span in optional):
            start, end = content(prediction)
            name = (prediction.get("speaker") or {}).get("name")
            miss = f"{case.name}: nobody asked for {case.text[start:end]!r} by {name!r}"
            scores.add("claim_precision", False, miss)
            scores.add("claim_strict_precision", False, miss)


def _mostly_shared(a: Interval, b: Interval) -> bool:
    return overlap(a, b) * 2 >= min(a[1] - a[0], b[1] - b[0])


def _score_discarded(case: Case, discard: list[str], scores: Scores) -> None:
    spans = [locate(case.text, words) for words in discard]
    for prediction in case.found if spans else ():
        inside = any(overlap(content(prediction), span) for span in spans)
        quote = case.text[prediction["start"] : prediction["end"]]
        scores.add("discarded", not inside, f"{case.name}: {quote!r}")


def _score_figures(case: Case, scores: Scores) -> None:
    """Each different figure counts once a report; those of optional claims are allowed, not wanted."""
    want = _figure_set(claim for claim in case.wanted if not claim.get("optional"))
    allowed = _figure_set(claim for claim in case.wanted if claim.get("optional"))
    got = _figure_set(case.found)
    for one in want:
        scores.add("figure_recall", one in got, f"{case.name}: missed {one}")
    for one in got - allowed:
        scores.add("figure_precision", one in want, f"{case.name}: nobody asked for {one}")


def _figure_set(claims: Iterable[Node]) -> set[tuple[Any, ...]]:
    return {
        (figure["effect"], figure.get("min"), figure.get("max"), figure.get("victims", "person"))
        for claim in claims
        for figure in figures(claim)
    }


def figures(claim: Node) -> Iterator[Node]:
    for event in claim.get("events") or []:
        yield from event.get("figures") or []


def speaker_right(claim: Node, prediction: Node, text: str) -> bool:
    """By canonical name, or by the words of the mention; `unnamed` in the gold takes any speaker of that kind."""
    speaker = prediction.get("speaker") or {}
    if not claim.get("speaker"):
        return bool(speaker.get("kind") == "report")
    accepted = {*map(norm, claim["speaker"])}
    start, end = speaker.get("start"), speaker.get("end")
    mention = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
    names = {norm(speaker.get("name")), norm(mention)} - {""}
    return not names.isdisjoint(accepted) or (speaker.get("kind") == "unnamed" and "unnamed" in accepted)


def stance_right(claim: Node, prediction: Node) -> bool:
    return not claim.get("stance") or prediction.get("stance") in claim["stance"]


def content(prediction: Node) -> Interval:
    node = prediction.get("content") or prediction
    return node["start"], node["end"]


def norm(name: str | None) -> str:
    """A name without article, case and punctuation."""
    return re.sub(r"\W+", " ", re.sub(r"^(the|an|a)\s+", "", (name or "").lower())).strip()


def overlap(a: Interval, b: Interval) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def locate(text: str, words: str, nth: int = 1) -> Interval:
    """Where the words stand for the nth time; ValueError where they do not."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return at, at + len(words)


def kilometres(a: Node, b: Node) -> float:
    """Great-circle distance of two {lat, lon} in degrees."""
    south, north = math.radians(a["lat"]), math.radians(b["lat"])
    east = math.radians(b["lon"] - a["lon"])
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return EARTH_KM * 2 * math.asin(math.sqrt(chord))


def broken_spans(node: object, text: str, path: str) -> Iterator[str]:
    """Spans below `node` that are empty or outside the text, and quoted texts that do not stand there."""
    if isinstance(node, list):
        for i, child in enumerate(node):
            yield from broken_spans(child, text, f"{path}[{i}]")
    if not isinstance(node, dict):
        return
    start, end = node.get("start"), node.get("end")
    if start is not None or end is not None:
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            yield f"{path}: the span {start}:{end}"
        else:
            wrong = [k for k in ("quote", "text") if k in node and node[k] != text[start:end]]
            yield from (f"{path}.{k}: {node[k]!r} is not what stands at {start}:{end}" for k in wrong)
    for name, child in node.items():
        yield from broken_spans(child, text, f"{path}.{name}")


def _names(record: Node) -> Iterator[str]:
    for name in ("id", "url", "path", "title"):
        if value := (record.get("report") or {}).get(name):
            yield Path(str(value)).name.removesuffix(".txt")


def main() -> int:
    """Prints the measures; 1 where a report has no record or a span is broken."""
    parser = argparse.ArgumentParser(prog="python -m eval.claims", description="Score claims against hand-made gold.")
    parser.add_argument("gold_dir", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--texts", type=Path, help="folder of the reports, where it is not the gold's")
    parser.add_argument("--verbose", action="store_true", help="tell every miss")
    args = parser.parse_args()
    records = [json.loads(line) for line in args.predictions.read_text(encoding="utf-8").splitlines() if line.strip()]
    scores = score_folder(args.gold_dir, records, args.texts)
    for measure, value in scores.table().items():
        print(f"{measure:24} {value:.3f}" + (f"  of {scores.of(measure)}" if measure in RATIOS else ""))
    print(*(scores.misses if args.verbose else ()), *scores.broken, sep="\n")
    return 1 if scores.broken else 0


if __name__ == "__main__":
    sys.exit(main())
