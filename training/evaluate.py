"""Measure a model: python -m training.evaluate --data DATA [--model MODEL] [--what ...] [--tune]

Everything goes through the run-time reader, with the words of the corpora. --tune first chooses, on dev data, how much
the order of labels weighs against the scores of words and what is added to the score of no label, and writes that to
the model's meta.json. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, product
from pathlib import Path
from random import Random
from typing import Any

from counterclaim.reading.model import SHIPPED, Labelled, Reader
from counterclaim.reading.segment import words
from training import corpora, measure
from training.export import ONLY_TRAINED, describe
from training.sentence import ENTITIES, NAMES, ROLES, Name, Sentence, Tree

WEIGHTS = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6)
"""Weights of the order of labels that --tune tries."""
OUTSIDE = (-0.2, 0.0, 0.2, 0.4, 0.6)
"""What --tune tries to add to the score of no label."""
SLACK = {"attr": 0.5}
"""F1 that may be lost for recall: the rooms above refuse a role that is none, but cannot find one that is missed."""
SAMPLE = 600
"""Sentences of each set for the looks at capitals and lower case, drawn with seed 1."""
FRONTED = Path(__file__).with_name("fronted_dates.txt")

Result = dict[str, Any]


def trees(reader: Reader, sentences: Sequence[Sentence]) -> Result:
    """UPOS, UAS and LAS of sentences with trees."""
    found = reader.analyse([s.words for s in sentences])
    return measure.trees(
        (s.layers["upos"], s.tree, a.upos, Tree(a.head, a.dep)) for s, a in zip(sentences, found, strict=True) if s.tree
    )


def names(reader: Reader, sentences: Sequence[Sentence], kinds: Sequence[str] = NAMES) -> Result:
    """Exact names; a name that touches words of unknown type does not count."""
    gold: list[Sequence[Name]] = []
    found: list[Sequence[Name]] = []
    for sentence, analysis in zip(sentences, reader.analyse([s.words for s in sentences]), strict=True):
        layer = sentence.layers["ner"]
        gold.append(corpora.named(sentence))
        found.append([n for n in analysis.names if None not in layer[n.start : n.end]])
    return _table(measure.spans(gold, found, kinds))


def roles(reader: Reader, sentences: Sequence[Sentence]) -> Result:
    """Exact spans of sources, cues and contents."""
    found = [analysis.roles for analysis in reader.analyse([s.words for s in sentences])]
    return _table(measure.spans([corpora.attributed(s) for s in sentences], found, ROLES))


def entities(reader: Reader, sentences: Sequence[Sentence]) -> Result:
    """Exact phrases as re3d marks them."""
    found = [analysis.entities for analysis in reader.analyse([s.words for s in sentences])]
    return _table(measure.spans([corpora.marked(s, "entity") for s in sentences], found, ENTITIES))


def fronted(reader: Reader) -> Result:
    """Sentences of fronted_dates.txt: how often a word of the date is the subject, how often there is one subject."""
    rows = [line.split("|") for line in FRONTED.read_text(encoding="utf-8").splitlines() if line]
    dates = [[text[a:b] for a, b in words(text)] for text, _ in rows]
    rests = [[text[a:b] for a, b in words(text)] for _, text in rows]
    wrong, right = [], 0
    for date, rest, analysis in zip(
        dates, rests, reader.analyse([d + r for d, r in zip(dates, rests, strict=True)]), strict=True
    ):
        root = analysis.head.index(-1)
        subjects = [i for i, dep in enumerate(analysis.dep) if dep.startswith("nsubj") and analysis.head[i] == root]
        if any(i < len(date) for i in subjects):
            wrong.append(" ".join(date + rest))
        else:
            right += len(subjects) == 1
    return {"sentences": len(rows), "date as subject": len(wrong), "one subject": right, "wrong": wrong}


def tune(
    reader: Reader, layer: str, sentences: Sequence[Sentence], gold: Sequence[Sequence[Name]], kinds: Sequence[str]
) -> tuple[float, float]:
    """The weight of the label order and what is added to no label with the best exact F1; the reader keeps them.

    Of those that come within SLACK of it, the ones with the best recall.
    """
    windows = [reader.encode(s.words) for s in sentences]
    scores = [[reader.run(window) for window in group] for group in windows]
    tried = []
    for weight, outside in product(WEIGHTS, OUTSIDE):
        reader.weigh(layer, weight, outside)
        flat = iter(reader.decode([layer], list(chain(*scores)))[0])
        found = [_shifted([(next(flat), len(s.upos)) for s in group]) for group in scores]
        tried.append((measure.spans(gold, found, kinds)["all"], weight, outside))
        print(f"{layer}: weight {weight}, outside {outside}: {tried[-1][0].f1}", flush=True)
    least = max(score.f1 for score, *_ in tried) - SLACK.get(layer, 0) - 1e-9
    _, weight, outside = max((t for t in tried if t[0].f1 >= least), key=lambda t: (t[0].recall, t[0].f1))
    reader.weigh(layer, weight, outside)
    return weight, outside


def _shifted(parts: Iterable[tuple[Sequence[Labelled], int]]) -> list[Name]:
    found, shift = [], 0
    for spans, size in parts:
        found += [(a + shift, b + shift, label) for a, b, label in spans]
        shift += size
    return found


def _table(scores: dict[str, measure.Score]) -> Result:
    return {kind: {"p": s.precision, "r": s.recall, "f1": s.f1, "n": s.gold} for kind, s in scores.items()}


def cased(sentences: Sequence[Sentence], change: Callable[[str], str]) -> list[Sentence]:
    """A sample of the sentences with every word changed."""
    sample = Random(1).sample(sentences, min(SAMPLE, len(sentences)))
    return [Sentence(tuple(change(word) for word in s.words), s.layers, s.tree) for s in sample]


def digest(sentences: Iterable[Sentence]) -> str:
    """Short checksum of a set: its words and its layers, those aside that are only trained."""
    total = hashlib.sha256()
    for s in sentences:
        layers = {name: layer for name, layer in s.layers.items() if name not in ONLY_TRAINED}
        total.update(json.dumps([s.words, layers, s.tree and [s.tree.head, s.tree.dep]]).encode())
    return total.hexdigest()[:16]


def tune_all(reader: Reader, data: Path, model: Path) -> None:
    """Choose the weights of all layers of spans on dev data and keep them with the model."""
    gum = _gum_dev(data)
    chosen = {"ner": tune(reader, "ner", gum, [corpora.named(s) for s in gum], NAMES)}
    if "attr" in reader.prior:
        polnear = list(chain(*corpora.polnear(data, "dev")))
        chosen["attr"] = tune(reader, "attr", polnear, [corpora.attributed(s) for s in polnear], ROLES)
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    for layer, (weight, outside) in chosen.items():
        meta["viterbi"][layer], meta["outside"][layer] = weight, outside
    describe(meta, model)


def _gum_dev(data: Path) -> list[Sentence]:
    gum = corpora.gum(data)
    return corpora.gum_with_names(gum["dev"], corpora.demonyms(chain(corpora.ewt(data)["train"], gum["train"])))


def evaluate(reader: Reader, data: Path, what: Sequence[str], fold: str = "") -> Result:
    """All figures of the asked kinds, by set, each with the digest of its data."""
    found: Result = {}

    def add(name: str, sentences: Sequence[Sentence], figures: Callable[[Reader, Sequence[Sentence]], Result]) -> None:
        found[name] = {"data": digest(sentences), "sentences": len(sentences), **figures(reader, sentences)}
        for label, change in (("upper", str.upper), ("lower", str.lower)) if "case" in what else ():
            found[f"{name}, {label} case, sample"] = figures(reader, cased(sentences, change))
        if "case" in what:
            found[f"{name}, as is, sample"] = figures(reader, cased(sentences, str))

    if "trees" in what:
        add("EWT test", [rows.sentence() for rows in corpora.ewt(data)["test"]], trees)
        add("GUM dev", _gum_dev(data), trees)
    if "names" in what:
        add("GUM dev names", _gum_dev(data), names)
        demonyms = corpora.demonyms(chain(corpora.ewt(data)["train"], corpora.gum(data)["train"]))
        add("CrossNER politics, held out", corpora.crossner(data, "train", demonyms), names)
    if "roles" in what and "attr" in reader.prior:
        add("PolNeAR dev", list(chain(*corpora.polnear(data, "dev"))), roles)
    if "entity" in reader.prior and fold:
        _, held = corpora.folds(corpora.re3d(data), fold)
        add(f"re3d, fold {fold}", list(chain(*held)), entities)
    if "dates" in what:
        found["fronted dates"] = fronted(reader)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--what", nargs="*", default=["trees", "names", "roles", "dates"], help="also: case")
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--fold", default="", metavar="I/N", help="of re3d, as the model's run left it out")
    given = parser.parse_args()
    reader = Reader(given.model)
    if given.tune:
        tune_all(reader, given.data, given.model)
    print(json.dumps(evaluate(reader, given.data, given.what, given.fold), indent=1))


if __name__ == "__main__":
    main()
