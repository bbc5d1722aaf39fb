"""Learn the numbers of eval/muc from the DEV documents: python -m training.incidents --data muc4.jsonl

Needs scikit-learn, which only this module uses, and torch. MUC-4's texts are news of 1988 to 1990 that the National
Institute of Standards and Technology handed out in 1992; xinyadu/gtt passes them on under the MIT licence. No text can
be read back from what is learnt: numbers for words and for words' places in a clause.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from counterclaim.reading import model
from eval.benchmarks import SHARED, documents
from eval.muc import network, scorer, second
from eval.muc.entities import Entity, entities
from eval.muc.network import Network
from eval.muc.reports import Read, Reports
from eval.muc.scorer import DIED, INCIDENTS, PARTS, Judged, Weights
from eval.muc.second import Company, Second
from eval.muc.templates import counted, incidents, templates
from training import roles
from training import second as learning

SOURCES = dict.fromkeys(("victim", DIED), ("victim_name", "victim_desc"))
"""The slots of the answer keys that one of ours takes together."""
FOLDS = 3
MOST_RARE, RARE_REPORTS = 4, 8
"""Rows that a feature stands in at least to have a weight, and reports that it stands in to be known to the network."""
INVERSE = {"words": 0.02, "parts": 0.15, "presence": 0.03, "deaths": 0.1}
"""Inverse strengths of the penalty on squared weights: the best of 0.02, 0.05, 0.1 and 0.2 on one fold of DEV."""
DIGITS, SMALLEST = 2, 0.02
"""Decimals of a weight that are kept, and the least that counts as one."""
START: dict[str, Any] = {
    "names": {"perp_ind": 0.255, "perp_org": 0.2525, "weapon": 0.3},
    "parts": {"perp_ind": 0.1686, "perp_org": 0.111, "target": 0.362, "victim": 0.3658, "weapon": 0.1867},
    "presence": {"ARSON": 0.1785, "ATTACK": 0.295, "BOMBING": 0.4378, "KIDNAPPING": 0.1553},
}
"""Limits to begin with, those of an earlier run; `calibrate` moves those of parts and names for the sake of micro F1
over the folds. The chance from which an incident is told stays: micro F1 hardly minds, the incidents' own F1 does."""
STEPS = (0.7, 0.85, 1.18, 1.4)
LEAST_SHARE = 0.25
"""How likely a further name of one perpetrator is at least, to the likeliest one."""


@dataclass(frozen=True)
class Example:
    """A report with its answer key."""

    report: Read
    found: list[Entity]
    key: Mapping[str, Any]

    @property
    def incidents(self) -> list[str]:
        return [i for i in INCIDENTS if any(t["incident_type"] == i for t in self.key["templates"])]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.incidents", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=SHARED / "eval" / "muc4.jsonl")
    parser.add_argument("--out", type=Path, default=scorer.WEIGHTS.parent, help="the folder for the three files")
    args = parser.parse_args()
    reports = Reports()
    learn(
        [example(reports.read(d["text"]), d) for d in documents(args.data) if d["doc_id"].startswith("DEV")], args.out
    )


def example(report: Read, key: Mapping[str, Any]) -> Example:
    return Example(report, entities(report), key)


def learn(examples: Sequence[Example], out: Path) -> None:
    """Fits everything, chooses limits on predictions for documents left out, writes the three files."""
    order = np.random.RandomState(0).permutation(len(examples))
    folds = [set(order[k::FOLDS].tolist()) for k in range(FOLDS)]
    words = [scorer.words(e.report) for e in examples]
    rows = [Row(n, i, j) for n, e in enumerate(examples) for i in e.incidents for j in range(len(e.found))]
    table = Table([scorer.parts(examples[r.document].found[r.thing], r.incident) for r in rows])
    answers = [_answers(examples[r.document], r.incident, r.thing) for r in rows]
    lessons = Lessons(examples)
    seen: dict[int, list[Seen]] = {}
    for left in folds:
        of_words = _of_words(examples, words, left)
        of_parts = _of_parts(table, rows, answers, left)
        taught = lessons.learnt(left)
        seen |= {n: _seen(examples[n], words[n], of_words, of_parts, taught) for n in sorted(left)}
    presence = {i: _presence(examples, seen, i) for i in INCIDENTS}
    looked = {n: [_looked(s, presence) for s in group] for n, group in seen.items()}
    judged = _last(lessons, looked, folds)
    limits = calibrate(examples, judged, START)
    limits["deaths"] = _deaths(examples, judged, limits)
    fitted = (_of_words(examples, words, set()), _of_parts(table, rows, answers, set()), presence, limits)
    final = Weights(*fitted, model.load().meta["sha256"]["model.onnx"])
    (out / scorer.WEIGHTS.name).write_text(json.dumps(vars(final), sort_keys=True) + "\n", encoding="utf-8")
    network.write(out / network.NETWORK.name, lessons.learnt(set()))
    second.write(out / second.SECOND.name, _taught(lessons, looked, set()))


class Row(NamedTuple):
    """A thing of a document in view of an incident that its key has."""

    document: int
    incident: str
    thing: int


class Seen(NamedTuple):
    """An incident as the weights and the network of the other folds see it: `looks`, and `numbers` of presence."""

    found: Sequence[Entity]
    beside: Company
    incident: str
    looks: list[Any]
    numbers: list[float]


class Looked(NamedTuple):
    """An incident with its chance and what the second look is given, [things, numbers]."""

    incident: str
    chance: float
    numbers: Any


class Table:
    """Sets of features as rows of zeros and ones; `names` are the columns'."""

    def __init__(self, rows: Sequence[set[str]]) -> None:
        counts = Counter(f for row in rows for f in row)
        self.names = sorted(f for f, n in counts.items() if n >= MOST_RARE)
        index = {f: k for k, f in enumerate(self.names)}
        columns = [sorted(index[f] for f in row if f in index) for row in rows]
        starts = np.cumsum([0, *map(len, columns)])
        flat = np.fromiter((c for row in columns for c in row), dtype=np.int32)
        self.matrix = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(self.names)))


class Lessons:
    """What the network learns from: the reports whose keys have incidents of our types."""

    def __init__(self, examples: Sequence[Example]) -> None:
        counts = Counter(f for e in examples for f in set().union(*(thing.features for thing in e.found)))
        self.names = sorted(f for f, n in counts.items() if n >= RARE_REPORTS)
        known = {f: k for k, f in enumerate(self.names)}
        self.told = {n: _lesson(e, known) for n, e in enumerate(examples) if e.incidents and e.found}

    def learnt(self, left: set[int]) -> Network:
        """The network without the documents `left`."""
        return roles.learn([lesson for n, lesson in self.told.items() if n not in left], self.names)


def _looked(seen: Seen, presence: Mapping[str, Sequence[Sequence[float]]]) -> Looked:
    sure = scorer.weighed(presence[seen.incident], seen.numbers)
    k = INCIDENTS.index(seen.incident)
    return Looked(seen.incident, sure, second.numbers(seen.found, seen.beside, seen.looks, k, scorer.log_odds(sure)))


def _taught(lessons: Lessons, looked: Mapping[int, list[Looked]], left: set[int]) -> Second:
    """The second look without the documents `left`, from what the first said of documents that they did not know."""
    shape = (-1, len(INCIDENTS), len(PARTS))
    told = []
    for n in sorted(lessons.told.keys() - left):
        for incident, _, numbers in looked[n]:
            k, lesson = INCIDENTS.index(incident), lessons.told[n]
            answers, asked = (a.reshape(shape)[:, k] for a in (lesson.answers, lesson.asked))
            if asked.any():
                told.append(learning.Lesson(numbers, answers, asked))
    return learning.learn(told)


def _last(lessons: Lessons, looked: Mapping[int, list[Looked]], folds: Sequence[set[int]]) -> dict[int, list[Judged]]:
    """All documents as second looks see them that do not know them."""
    judged = {}
    for left in folds:
        last = _taught(lessons, looked, left)
        for n in sorted(left):
            judged[n] = [Judged(i, sure, scorer.chances(last.log_odds(rows))) for i, sure, rows in looked[n]]
    return judged


def _lesson(e: Example, known: Mapping[str, int]) -> roles.Lesson:
    answers = np.zeros((len(e.found), len(INCIDENTS), len(PARTS)), bool)
    asked = np.zeros_like(answers)
    for i in e.incidents:
        for j in range(len(e.found)):
            fills, optional = (_answers(e, i, j, optional=o) for o in (False, True))
            answers[j, INCIDENTS.index(i)] = [part in fills for part in PARTS]
            asked[j, INCIDENTS.index(i)] = [part in fills or part not in optional for part in PARTS]
    shape = (len(e.found), -1)
    return roles.Lesson(network.things(e.found, e.report.vectors, known), answers.reshape(shape), asked.reshape(shape))


def _of_words(examples: Sequence[Example], words: Sequence[set[str]], left: set[int]) -> dict[str, dict[str, float]]:
    """{incident: {feature: weight}}, without the documents `left`."""
    here = [n for n in range(len(examples)) if n not in left]
    table = Table([words[n] for n in here])
    fitted = {i: _fit(table.matrix, [i in examples[n].incidents for n in here], INVERSE["words"]) for i in INCIDENTS}
    return {
        i: {f: float(w) for f, w in zip(["", *table.names], column, strict=True) if abs(w) >= SMALLEST or not f}
        for i, column in fitted.items()
    }


def _of_parts(table: Table, rows: Sequence[Row], answers: Sequence[set[str]], left: set[int]) -> dict[str, list[float]]:
    """{feature: its weight for each of PARTS}, without the documents `left`."""
    kept = np.array([r.document not in left for r in rows])
    matrix = table.matrix[kept]
    columns = [_fit(matrix, [s in a for a, k in zip(answers, kept, strict=True) if k], INVERSE["parts"]) for s in PARTS]
    grouped = zip(["", *table.names], *columns, strict=True)
    return {f: [float(w) for w in row] for f, *row in grouped if not f or max(map(abs, row)) >= SMALLEST}


def _fit(matrix: csr_matrix, answers: Sequence[bool], inverse: float) -> Any:
    """The bias and the weights of a logistic regression; what is never so has a bias against it and no weights."""
    if not any(answers):
        return np.array([scorer.log_odds(0), *np.zeros(matrix.shape[1])])
    fitted = LogisticRegression(C=inverse, max_iter=200, tol=1e-4).fit(matrix, np.array(answers))
    return np.round([fitted.intercept_[0], *fitted.coef_[0]], DIGITS)


def _seen(
    e: Example,
    words: set[str],
    of_words: Mapping[str, Mapping[str, float]],
    of_parts: Mapping[str, Sequence[float]],
    taught: Network,
) -> list[Seen]:
    if not e.found:
        return []
    said = {i: scorer.total(of_words[i], words) for i in INCIDENTS}
    looks = [scorer.alone(e.found, of_parts), scorer.heard(e.report, e.found, taught)]
    beside, seen = second.company(e.found), []
    for k, i in enumerate(INCIDENTS):
        if said[i] > scorer.RULED_OUT:
            row = scorer.presence(e.report, i, said, scorer.chances(np.mean(looks, 0)[:, k]))
            seen.append(Seen(e.found, beside, i, looks, row))
    return seen


def _answers(e: Example, incident: str, j: int, *, optional: bool | None = None) -> set[str]:
    """Which of PARTS the thing is in the key's templates of that type: its head is the first in a fill's words.

    Of all fills, or only of those that are optional or are not.
    """
    return {part for part in PARTS if any(_in(e, j, span) for span in _spans(e.key, incident, part, optional))}


def _spans(key: Mapping[str, Any], incident: str, part: str, optional: bool | None) -> Iterable[tuple[int, int]]:
    for t in key["templates"]:
        if t["incident_type"] == incident:
            dead = {
                alt.get("ref") for f in t.get("victim_effect") or [] for alt in f["alts"] if alt["value"] == "DEATH"
            }
            for source in SOURCES.get(part, (part,)):
                for f in t.get(source) or []:
                    if optional in (None, bool(f.get("optional"))):
                        alts = [alt for alt in f["alts"] if part != DIED or alt.get("string") in dead]
                        yield from ((a, b) for alt in alts for a, b in alt.get("spans") or [])


def _in(e: Example, j: int, span: tuple[int, int]) -> bool:
    for p in e.found[j].phrases:
        head = p.sentence.tokens[p.head].start
        if span[0] <= head < span[1] and not any(
            span[0] <= other < head for other in _heads(e).get(p.sentence.index, ())
        ):
            return True
    return False


def _heads(e: Example) -> dict[int, list[int]]:
    """{sentence: where the heads of its things stand}, kept with the example."""
    known: dict[int, list[int]] | None = e.__dict__.get("heads")
    if known is None:
        known = {}
        for entity in e.found:
            for p in entity.phrases:
                known.setdefault(p.sentence.index, []).append(p.sentence.tokens[p.head].start)
        e.__dict__["heads"] = known
    return known


def _presence(examples: Sequence[Example], seen: Mapping[int, list[Seen]], i: str) -> list[list[float]]:
    """Means, scales, and weights with the bias last, of the numbers that tell of an incident that the key demands."""
    rows = [(n, s.numbers) for n in range(len(examples)) for s in seen[n] if s.incident == i]
    keys = [examples[n].key["templates"] for n, _ in rows]
    demanded = [any(t["incident_type"] == i and not t["optional"] for t in key) for key in keys]
    return _weighing(np.array([numbers for _, numbers in rows]), np.array(demanded), INVERSE["presence"])


def _weighing(table: Any, answers: Any, inverse: float) -> list[list[float]]:
    """Means, scales, and weights with the bias last, of a logistic regression."""
    mean, scale = table.mean(0), np.maximum(table.std(0), 0.01)
    fitted = LogisticRegression(C=inverse, max_iter=200).fit((table - mean) / scale, answers)
    return [np.round(row, 4).tolist() for row in (mean, scale, [*fitted.coef_[0], fitted.intercept_[0]])]


def _deaths(examples: Sequence[Example], judged: Mapping[int, list[Judged]], limits: Mapping[str, Any]) -> list[Any]:
    """Means, scales, and weights with the bias last, of what speaks for a number of dead that the key has."""
    rows, right = [], []
    for n, e in enumerate(examples):
        for incident in incidents(e.report, e.found, judged[n], limits):
            same = (t["deaths_exact"] for t in e.key["templates"] if t["incident_type"] == incident.type)
            asked = {deaths for deaths in same if deaths is not None}
            for number, row in counted(e.report, incident).items() if asked else ():
                rows.append(row)
                right.append(number in asked)
    return _weighing(np.array(rows, float), np.array(right), INVERSE["deaths"])


def calibrate(
    examples: Sequence[Example], judged: Mapping[int, list[Judged]], limits: dict[str, Any]
) -> dict[str, Any]:
    """The limits of parts and names moved one at a time as long as micro F1 rises; all documents judged by weights that
    never saw it."""
    score = _scorer(examples, judged)
    best = score(limits)
    for group in ("parts", "names"):
        for name in limits[group]:
            for step in STEPS:
                moved = round(limits[group][name] * step, 4)
                if group == "names" and moved < LEAST_SHARE:
                    continue
                tried = {**limits, group: {**limits[group], name: moved}}
                found = score(tried)
                if found > best:
                    best, limits = found, tried
    sys.stderr.write(f"micro F1 over the folds: {best:.3f}\n")
    return limits


def _scorer(examples: Sequence[Example], judged: Mapping[int, list[Judged]]) -> Any:
    sys.path.insert(0, str(SHARED / "score"))
    import score_muc

    keys = [[score_muc.template(t) for t in e.key["templates"]] for e in examples]

    def score(limits: Mapping[str, Any]) -> float:
        counted: Counter[Any] = Counter()
        for n, e in enumerate(examples):
            made = templates(e.report, e.found, judged[n], limits, circumstances=False)
            counted.update(score_muc.count(keys[n], [score_muc.template(t) for t in made]))
        return float(score_muc.measure(counted)["micro_f1"])

    return score


if __name__ == "__main__":
    main()
