"""The reading model at run time: words in; tags, tree, names and attribution out, with numpy and onnxruntime alone.

Both are imported when the first model is loaded, because a command that reads nothing should not wait for them. A
sentence gets the same analysis, to the byte, in whatever company it is analysed: docs/decisions/model-quantisation.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.errors import ModelError
from counterclaim.reading.wordpiece import Encoded, WordPiece

if TYPE_CHECKING:
    from counterclaim.reading.decoding import Array

SHIPPED = Path(__file__).resolve().parent.parent / "models" / "reader"
_SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""One operator for a sum and its norm takes onnxruntime three times as long as the two that it replaces."""
_SCORED_TOGETHER, _DECODED_TOGETHER = 512, 64
"""Sentences: how many wait for their labels to be decoded, and how many are decoded at once."""
WINDOW = 200
"""Pieces that the graph sees at once; a longer sentence is read in consecutive windows that end between words."""
_REPAIR = "reinstall counterclaim, or rebuild the model as training/README.md says"


class Labelled(NamedTuple):
    """A run of words, by their indexes in the sentence, end exclusive."""

    start: int
    end: int
    label: str


class Analysis(NamedTuple):
    """What the model sees in one sentence, one entry a word where not said otherwise."""

    upos: tuple[str, ...]
    head: tuple[int, ...]
    """The index of each word's head, -1 for the root."""
    dep: tuple[str, ...]
    names: tuple[Labelled, ...]
    """PER, ORG, LOC, NORP and EVENT, in order, never overlapping."""
    roles: tuple[Labelled, ...]
    """SOURCE, CUE and CONTENT, in order, never overlapping."""
    entities: tuple[Labelled, ...] = ()
    """Whole phrases: Organisation, Person, Location, Temporal, Weapon, MilitaryPlatform and Quantity, as for names."""


class Scores(NamedTuple):
    """What the graph says of one window: labels by their number, and what is left to decode."""

    upos: list[int]
    layers: dict[str, Array]
    """Scores [words, labels] of the layers of spans, `ner`, `attr`, `entity`: log-probabilities but for a constant."""
    heads: list[int]
    """Entry 0 stands for the root above the sentence, as in decoding.tree."""
    deps: list[int]


class Reader:
    """A loaded model; `load` gives the one of this process."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.meta = meta = _checked_meta(folder)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW_FUSIONS,
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._words = WordPiece(folder / "vocab.txt")
        self._labels: dict[str, list[str]] = meta["labels"]
        self._root = self._labels["dep"].index("root")
        self.prior: dict[str, Array] = {}
        for layer in meta["transitions"]:
            self.weigh(layer, meta["viterbi"][layer], meta["outside"][layer])

    def weigh(self, layer: str, order: float, outside: float) -> None:
        """Weigh the order of a layer's labels against the scores of words, and add to the score of no label.

        The sentences of a corpus that train may hold more spans than a text; the second number makes up for that.
        """
        import numpy as np

        self.prior[layer] = order * np.array(self.meta["transitions"][layer], np.float64)
        self.prior[layer][:, self._labels[layer].index("O")] += outside

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        """One analysis a sentence, in order; a sentence is its words."""
        found: list[Analysis] = []
        for at in range(0, len(sentences), _SCORED_TOGETHER):
            windows = [self.encode(words) for words in sentences[at : at + _SCORED_TOGETHER]]
            parts = iter(self._analyse_windows([window for group in windows for window in group]))
            found += [_joined([next(parts) for _ in group]) for group in windows]
        return found

    def scored(self, sentences: Sequence[Sequence[str]]) -> list[tuple[Analysis, Array]]:
        """The same, each with the log-probabilities [words, labels] of the layer of roles that its roles come from."""
        import numpy as np

        from counterclaim.reading.decoding import log_softmax

        found = []
        for words in sentences:
            scores = [self.run(window) for window in self.encode(words)]
            parts = [self._analysis(*part) for part in zip(scores, *self.decode(("ner", "attr"), scores), strict=True)]
            found.append((_joined(parts), np.concatenate([log_softmax(part.layers["attr"]) for part in scores])))
        return found

    def encode(self, words: Sequence[str]) -> list[Encoded]:
        """The windows of one sentence; none without words."""
        return list(_windows(self._words, words))

    def _analyse_windows(self, windows: Sequence[Encoded]) -> list[Analysis]:
        scores = [self.run(window) for window in windows]
        spans = self.decode(("ner", "attr", "entity"), scores)
        return [self._analysis(*parts) for parts in zip(scores, *spans, strict=True)]

    def _analysis(self, scores: Scores, *spans: tuple[Labelled, ...]) -> Analysis:
        tags, deps = self._labels["upos"], self._labels["dep"]
        return Analysis(
            tuple([tags[i] for i in scores.upos]),
            tuple([head - 1 for head in scores.heads[1:]]),
            tuple([deps[i] for i in scores.deps]),
            *spans,
        )

    def inputs(self, window: Encoded) -> dict[str, Array]:
        """What the graph is given of a window, each [1, pieces] or [1, words + 1]."""
        import numpy as np

        return {name: np.array([numbers]) for name, numbers in window._asdict().items()}

    def passed(self, inputs: dict[str, Array]) -> list[Array]:
        """The bare pass: what the graph gives for it."""
        found: list[Array] = self._session.run(self._outputs, inputs)
        return found

    def run(self, window: Encoded) -> Scores:
        """One window through the graph, alone: int8 activations are scaled by the largest that go together."""
        import numpy as np

        from counterclaim.reading.decoding import tree

        found = dict(zip(self._outputs, (out[0] for out in self.passed(self.inputs(window))), strict=True))
        heads = tree(found["arc"])
        chosen = found["dep"][np.arange(1, len(heads)), :, heads[1:]]
        chosen[:, self._root] = -np.inf
        labels = chosen.argmax(-1).tolist()
        labels = [self._root if head == 0 else label for head, label in zip(heads[1:], labels, strict=True)]
        layers = {name: found[name][1:] for name in self.prior}
        return Scores(found["upos"][1:].argmax(-1).tolist(), layers, heads, labels)

    def decode(self, layers: Sequence[str], windows: Sequence[Scores]) -> list[list[tuple[Labelled, ...]]]:
        """For each layer the spans of each window, none where the layer is missing; decoded many together."""
        from counterclaim.reading.decoding import spans

        found: list[list[tuple[Labelled, ...]]] = [[()] * len(windows) for _ in layers]
        rows = [(n, i) for i in range(len(windows)) for n, layer in enumerate(layers) if layer in self.prior]
        rows.sort(key=lambda row: len(windows[row[1]].upos))
        for at in range(0, len(rows), _DECODED_TOGETHER):
            group = rows[at : at + _DECODED_TOGETHER]
            for (n, i), path in zip(group, self._paths([(layers[n], windows[i]) for n, i in group]), strict=True):
                labels = self._labels[layers[n]]
                found[n][i] = tuple(Labelled(*span) for span in spans([labels[k] for k in path]))
        return found

    def _paths(self, group: Sequence[tuple[str, Scores]]) -> list[list[int]]:
        """The best labels of a layer for each window; layers with fewer labels get some that never fit."""
        import numpy as np

        from counterclaim.reading.decoding import NEVER, viterbi

        lengths = [len(window.upos) for _, window in group]
        most = max(len(self._labels[layer]) for layer, _ in group)
        scores = np.full((len(group), max(lengths), most), NEVER)
        for row, (layer, window) in enumerate(group):
            scores[row, : lengths[row], : len(self._labels[layer])] = window.layers[layer]
        layers = list(dict.fromkeys(layer for layer, _ in group))
        priors = np.zeros((len(layers), most + 1, most))
        for prior, layer in zip(priors, layers, strict=True):
            labels = len(self._labels[layer])
            prior[:labels, :labels], prior[most, :labels] = self.prior[layer][:labels], self.prior[layer][labels]
        return viterbi(scores, lengths, priors[[layers.index(layer) for layer, _ in group]])


@cache
def load(folder: Path | None = None) -> Reader:
    """The reader of this process for a folder of weights; without one, those that are shipped."""
    return Reader(SHIPPED if folder is None else folder)


def _checked_meta(folder: Path) -> dict[str, Any]:
    """The description of the weights, once they are known to be the ones it describes."""
    for name in ("meta.json", "model.onnx", "vocab.txt"):
        if not (folder / name).is_file():
            raise ModelError(f"The reading model has no {name} in {folder}: {_REPAIR}.")
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        expected: dict[str, str] = meta["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / 'meta.json'} does not describe a reading model ({error!r}): {_REPAIR}.") from error
    for name, digest in expected.items():
        with (folder / name).open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != digest:
            raise ModelError(f"{folder / name} is not the file that was shipped (sha256 {actual}): {_REPAIR}.")
    return meta


def _windows(vocabulary: WordPiece, words: Sequence[str]) -> Iterator[Encoded]:
    """The sentence in pieces, in as few windows as hold it."""
    whole = vocabulary.encode(words)
    if len(whole.pieces) <= WINDOW:
        yield from [whole] if words else ()
        return
    begin, size = 0, 2
    for i, word in enumerate(words):
        pieces = len(vocabulary.pieces(word))
        if size + pieces > WINDOW:
            yield vocabulary.encode(words[begin:i])
            begin, size = i, 2
        size += pieces
    if begin < len(words):
        yield vocabulary.encode(words[begin:])


def _joined(parts: Sequence[Analysis]) -> Analysis:
    """One analysis from those of a sentence's windows: the roots of the later ones hang from that of the first."""
    if len(parts) == 1:
        return parts[0]
    upos: list[str] = []
    head: list[int] = []
    dep: list[str] = []
    spans: tuple[list[Labelled], ...] = ([], [], [])
    for part in parts:
        shift = len(upos)
        top = head.index(-1) if shift else -1
        upos += part.upos
        head += [h + shift if h >= 0 else top for h in part.head]
        dep += ["parataxis" if shift and h < 0 else d for h, d in zip(part.head, part.dep, strict=True)]
        for layer, found in zip(spans, (part.names, part.roles, part.entities), strict=True):
            layer += [Labelled(a + shift, b + shift, label) for a, b, label in found]
    return Analysis(tuple(upos), tuple(head), tuple(dep), *map(tuple, spans))
