"""Learn what reports about armed conflicts are told by, word by word: python -m training.subject --data FOLDER

Needs scikit-learn. Learns from texts of our own (training/texts: invented reports about real and invented conflicts,
and about other matters in the words of war) and from public corpora in FOLDER: MUC-4's DEV documents with a template,
re3d and WikiEvents are about conflicts; ECB+ but for its topics of riots and pirates, and GeoVirus, are not; of
PolNeAR, TimeBank, AQUAINT, GUM, LGL, GWN and TR-News those that the lists of words in `reading/relevance` are sure of.
No text can be read back from the weights.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from counterclaim.reading import relevance, subject
from eval.bench import DEMO
from eval.benchmarks import SHARED, documents

TEXTS = Path(__file__).parent / "texts"
RIOTS = frozenset({"8", "11", "12", "19"})
"""Topics of ECB+ that somebody may look for here: deadly protests, a vote under force, pirates, riots."""
SILVER = ("geo_LGL", "time_gum", "polnear", "time_timebank", "time_aquaint", "geo_GWN", "geo_TR-News")
SURE = 10.0
"""Score of the lists of words from which a text of a silver corpus counts as about a conflict; below 0, as not."""
OWN, OLD = 3.0, 0.3
"""How much a text of our own counts, and one of MUC-4, whose wars are of one decade and continent."""
RARE, RARE_PAIR = 3, 6
"""Texts that a word stands in at least, and a pair of words, to be learnt."""
INVERSE, SMALLEST, DIGITS = 10.0, 0.3, 2
"""Inverse strength of the penalty on squared weights; the least weight that is kept, and its decimals."""


class Text(NamedTuple):
    words: str
    conflict: bool
    weight: float = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.subject", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=SHARED / "eval")
    parser.add_argument("--out", type=Path, default=subject.WEIGHTS)
    args = parser.parse_args()
    bias, weights = learn([*own(), *public(args.data)])
    args.out.write_text(json.dumps({"bias": bias, "weights": weights}, indent=0, sort_keys=True) + "\n", "utf-8")


def own() -> Iterator[Text]:
    """The texts of our own, one a line, and the demonstration's reports."""
    for name, conflict in (("conflict", True), ("other_matters", False)):
        for line in (TEXTS / f"{name}.txt").read_text("utf-8").splitlines():
            yield Text(line, conflict, OWN)
    for report in sorted(DEMO.glob("*.txt")):
        yield Text(report.read_text("utf-8"), relevance.by_lists(report.read_text("utf-8")).conflict, OWN)


def public(folder: Path) -> Iterator[Text]:
    """Those of the corpora."""
    for d in documents(folder / "ecbplus.jsonl"):
        if d["topic"] not in RIOTS:
            yield Text(d["text"], False)
    for d in documents(folder / "geo_GeoVirus.jsonl"):
        yield Text(d["text"], False)
    for d in documents(folder / "muc4.jsonl"):
        if d["doc_id"].startswith("DEV") and d["templates"]:
            yield Text(d["text"], True, OLD)
    for name in ("re3d", "wikievents"):
        for d in documents(folder / f"{name}.jsonl"):
            yield Text(d["text"], True)
    for name in SILVER:
        for d in documents(folder / f"{name}.jsonl"):
            judged = relevance.by_lists(d["text"])
            if judged.score > SURE if judged.conflict else judged.score < 0:
                yield Text(d["text"], judged.conflict)


def learn(texts: list[Text]) -> tuple[float, dict[str, float]]:
    """The bias, and the weight of each feature that counts."""
    found = [subject.features(text.words) for text in texts]
    counts = Counter(name for features in found for name in features)
    names = sorted(name for name, n in counts.items() if n >= (RARE_PAIR if " " in name else RARE))
    index = {name: k for k, name in enumerate(names)}
    rows = [(n, index[name], len(f) ** -0.5) for n, f in enumerate(found) for name in sorted(f & index.keys())]
    at, columns, values = zip(*rows, strict=True)
    matrix = csr_matrix((values, (at, columns)), shape=(len(texts), len(names)))
    model = LogisticRegression(C=INVERSE, max_iter=500, class_weight="balanced")
    model.fit(matrix, np.array([t.conflict for t in texts]), sample_weight=np.array([t.weight for t in texts]))
    kept = {name: round(float(w), DIGITS) for name, w in zip(names, model.coef_[0], strict=True) if abs(w) >= SMALLEST}
    return round(float(model.intercept_[0]), DIGITS), kept


if __name__ == "__main__":
    main()
