"""Learns the weights of `counterclaim.reading.attribution.linking` on PolNeAR's train part.

    python -m training.linking --gold polnear.jsonl [--model FOLDER] [--out weights.json]

The file has one line a document, `{"doc_id", "text", "attributions": [{"source", "cue", "content"}]}`, each role a list
of `[start, end]`; the documents with `:train:` in their id are learnt from. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from counterclaim.reading import model
from counterclaim.reading.attribution import linking
from counterclaim.reading.attribution.linking import Draft, features
from counterclaim.reading.attribution.linking.seen import Seen
from counterclaim.reading.attribution.linking.weights import DECISIONS, Decision, Weights, parse
from counterclaim.reading.segment import Span, sentences, words

OUT = Path(model.__file__).parents[1] / "models" / "linking" / "weights.json"
LEAST: dict[Decision, float] = {"cue": 0.4, "content": 0.45, "later": 0.5, "source": 0.3, "whole": 0.44}
"""From which chance on the answer is yes: chosen on PolNeAR's dev part, flat within 0.1 of each."""
STRENGTH: dict[Decision, float] = {"cue": 0.05, "content": 0.2, "later": 0.2, "source": 0.2, "whole": 0.05}
"""scikit-learn's C, on the dev part."""
RARE = 6
"""Names that fewer examples have are left out."""
SMALL = 0.015
"""Weights below this are left out: they change nothing."""
FOLDS = 4
SET_ASIDE = 3
"""One document in this many teaches what is right as a whole, with weights learnt from the others."""


@dataclass
class Examples:
    """Named numbers with their answers, and the document that each comes from."""

    features: list[features.Features] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)

    def add(self, found: features.Features, answer: bool, document: int) -> None:
        self.features.append(found)
        self.answers.append(answer)
        self.documents.append(document)

    def of(self, keep: Iterable[bool]) -> Examples:
        chosen = [i for i, kept in enumerate(keep) if kept]
        return Examples(
            [self.features[i] for i in chosen],
            [self.answers[i] for i in chosen],
            [self.documents[i] for i in chosen],
        )


@dataclass
class Text:
    """A document as the linker sees it, with what people marked in it."""

    sentences: list[Seen]
    gold: list[dict[str, list[Span]]]

    def cue(self, span: Span) -> int | None:
        """The attribution whose cue shares a character with these."""
        return self._sharing("cue", span)

    def content(self, span: Span) -> int | None:
        """The attribution whose content holds most of these characters."""
        held = Counter({i: _shared(span, a["content"]) for i, a in enumerate(self.gold)}).most_common(1)
        return held[0][0] if held and held[0][1] * 2 >= span[1] - span[0] else None

    def _sharing(self, role: str, span: Span) -> int | None:
        return next((i for i, a in enumerate(self.gold) if _shared(span, a[role])), None)


def _shared(span: Span, others: Sequence[Span]) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in others)


def read(path: Path, reader: model.Reader, part: str = ":train:") -> Iterator[Text]:
    """The documents of a part, read with a model."""
    for line in path.open(encoding="utf-8"):
        document = json.loads(line)
        if part in document["doc_id"]:
            text = document["text"]
            offsets = [words(text, *span) for span in sentences(text)]
            scored = reader.scored([[text[a:b] for a, b in sentence] for sentence in offsets])
            found = [(where, *seen) for where, seen in zip(offsets, scored, strict=True)]
            yield Text(linking.look(text, found, reader.prior["attr"]), document["attributions"])


def learn(texts: Sequence[Text]) -> dict[str, Any]:
    """The weights of all decisions, as weights.json holds them."""
    cues = cue_examples(texts)
    unseen = out_of_fold(cues, STRENGTH["cue"])
    examples = {"cue": cues, **tied_examples(texts, unseen)}
    rest = {d: fit(e.of(n % SET_ASIDE > 0 for n in e.documents), d) for d, e in examples.items()}
    rest["whole"] = {"bias": 0.0, "least": LEAST["whole"], "weights": {}}
    aside = [text for n, text in enumerate(texts) if n % SET_ASIDE == 0]
    whole = fit(whole_examples(aside, parse(json.dumps(rest))), "whole")
    return {**{d: fit(e, d) for d, e in examples.items()}, "whole": whole}


def cue_examples(texts: Sequence[Text]) -> Examples:
    """All words that may be a cue, in the order of the documents."""
    found = Examples()
    for number, text in enumerate(texts):
        for seen in text.sentences:
            proposed = linking.candidates(seen)
            for cue in proposed:
                found.add(features.of_cue(seen, cue, proposed), text.cue(seen.span(cue)) is not None, number)
    return found


def out_of_fold(examples: Examples, strength: float) -> list[float]:
    """The chance of each example by weights that its document did not teach."""
    table = DictVectorizer().fit_transform(_frequent(examples.features))
    answers, chances = np.array(examples.answers), np.zeros(len(examples.answers))
    for taught, held in GroupKFold(FOLDS).split(table, answers, examples.documents):
        fitted = _regression(strength).fit(table[taught], answers[taught])
        chances[held] = fitted.predict_proba(table[held])[:, 1]
    found: list[float] = chances.tolist()
    return found


def tied_examples(texts: Sequence[Text], chances: Sequence[float]) -> dict[Decision, Examples]:
    """What may be tied to the cues that count, given the chance of every candidate in its order."""
    found: dict[Decision, Examples] = {"content": Examples(), "later": Examples(), "source": Examples()}
    at = iter(chances)
    for number, text in enumerate(texts):
        counted = [[c for c in linking.candidates(seen) if next(at) > LEAST["cue"]] for seen in text.sentences]
        roles = [linking.decoded(seen, cues) for seen, cues in zip(text.sentences, counted, strict=True)]
        mine = [[Draft(i, cue, 0.0) for cue in cues] for i, cues in enumerate(counted)]
        for i, drafts in enumerate(mine):
            for draft in drafts:
                _teach_content(found["content"], text, draft, roles[i], number)
                _teach_source(found["source"], text, draft, roles[i], number)
            if not drafts:
                _teach_later(found["later"], text, i, roles, mine, number)
    return found


def _teach_content(examples: Examples, text: Text, draft: Draft, roles: dict[str, Any], number: int) -> None:
    seen, contents = text.sentences[draft.at], roles["CONTENT"]
    gold = text.cue(seen.span(draft.cue))
    pieces = [*((piece, "role") for piece in contents), *linking.clauses(seen, draft.cue, contents)]
    for piece, why in pieces:
        answer = gold is not None and text.content(seen.span(piece)) == gold
        examples.add(features.of_content(seen, draft.cue, piece, roles["CUE"], contents, why), answer, number)


def _teach_source(examples: Examples, text: Text, draft: Draft, roles: dict[str, Any], number: int) -> None:
    seen, sources = text.sentences[draft.at], roles["SOURCE"]
    gold = text.cue(seen.span(draft.cue))
    if gold is None:
        return
    cues = roles["CUE"]
    linked = [p for p in roles["CONTENT"] if min(cues, key=lambda c: features.distance(p, c, cues)) == draft.cue]
    for piece, why in linking.owners(seen, draft.cue, sources):
        answer = bool(_shared(seen.span(piece), text.gold[gold]["source"]))
        examples.add(features.of_source(seen, draft.cue, piece, cues, sources, linked, why), answer, number)


def _teach_later(
    examples: Examples, text: Text, i: int, roles: Sequence[dict[str, Any]], mine: Sequence[list[Draft]], number: int
) -> None:
    before = {text.content(text.sentences[i - 1].span(piece)) for piece in roles[i - 1]["CONTENT"]} if i else set()
    near = linking.neighbours(text.sentences, i, mine, lambda draft: _cue(text, draft) in before - {None})
    for draft, state in list(near):
        for piece in roles[i]["CONTENT"]:
            gold = text.content(text.sentences[i].span(piece))
            known = features.of_later(text.sentences, i, piece, roles[i]["CONTENT"], draft.at, draft.cue, state)
            examples.add(known, gold is not None and gold == _cue(text, draft), number)


def _cue(text: Text, draft: Draft) -> int | None:
    return text.cue(text.sentences[draft.at].span(draft.cue))


def whole_examples(texts: Sequence[Text], known: dict[Decision, Weights]) -> Examples:
    """Attributions put together, right where half of the content and some of the source are those of the cue's gold."""
    found = Examples()
    for number, text in enumerate(texts):
        for draft in linking.tied(text.sentences, known):
            if draft.contents:
                found.add(linking.whole(text.sentences, draft), _is_right(text, draft), number)
    return found


def _is_right(text: Text, draft: Draft) -> bool:
    index = _cue(text, draft)
    if index is None:
        return False
    gold = text.gold[index]
    source = text.sentences[draft.at].span(draft.source) if draft.source else None
    if bool(source) != bool(gold["source"]) or (source and not _shared(source, gold["source"])):
        return False
    said = _characters(text.sentences[j].span(piece) for j, piece, _ in draft.contents)
    wanted = _characters(gold["content"])
    return 2 * len(said & wanted) >= len(said | wanted)


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def fit(examples: Examples, decision: Decision) -> dict[str, Any]:
    """The weights of one decision."""
    vectors = DictVectorizer()
    table = vectors.fit_transform(_frequent(examples.features))
    fitted = _regression(STRENGTH[decision]).fit(table, examples.answers)
    named = zip(vectors.feature_names_, fitted.coef_[0].tolist(), strict=True)
    return {
        "bias": round(float(fitted.intercept_[0]), 3),
        "least": LEAST[decision],
        "weights": {name: round(weight, 3) for name, weight in sorted(named) if abs(weight) >= SMALL},
    }


def _frequent(found: Sequence[features.Features]) -> list[features.Features]:
    times = Counter(name for example in found for name in example)
    return [{name: value for name, value in example.items() if times[name] >= RARE} for example in found]


def _regression(strength: float) -> LogisticRegression:
    warnings.simplefilter("ignore", ConvergenceWarning)
    return LogisticRegression(C=strength, max_iter=300)


def learnt_from() -> str:
    """The digest of the model whose roles these weights are for."""
    meta = json.loads((files("counterclaim") / "models" / "reader" / "meta.json").read_text(encoding="utf-8"))
    return str(meta["sha256"]["model.onnx"])


def save(weights: dict[str, Any], out: Path) -> None:
    """One name a line, so that two trainings can be compared."""
    out.parent.mkdir(parents=True, exist_ok=True)
    named = {"model": learnt_from(), **{decision: weights[decision] for decision in DECISIONS}}
    out.write_text(json.dumps(named, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--gold", type=Path, required=True)
    ask.add_argument("--model", type=Path)
    ask.add_argument("--out", type=Path, default=OUT)
    given = ask.parse_args()
    texts = list(read(given.gold, model.load(given.model)))
    save(learn(texts), given.out)


if __name__ == "__main__":
    main()
