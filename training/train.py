"""Train the reading model: python -m training.train --data DATA --out RUN [--minutes 110] [--start RUN --rate 0.4]

A run stops after --minutes of training and goes on from its last checkpoint when it is started again. --start begins
with the weights of another run: a second run of all heads together, in which new ones join.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain as linked
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from counterclaim.reading.decoding import log_softmax, spans, viterbi
from counterclaim.reading.wordpiece import Encoded, WordPiece
from training import augment, chain, corpora, encoder, measure
from training.mentions import MENTIONS
from training.network import Network
from training.sentence import ENTITIES, NAMES, ROLES, Layer, Sentence, Tree, bio

UNKNOWN = -100
"""The target of a word whose label is not known: it does not count."""
FRAMING, MASK = (0, 101, 102), 103
"""[PAD], [CLS] and [SEP], and [MASK], in the encoder's vocabulary."""
LONGEST = 180
"""Pieces; longer sentences are left out of training."""
BATCH = 768
"""Pieces of a batch, padding counted."""
MIX = {"syntax": 0.36, "attribution": 0.48, "names": 0.16}
"""The share of steps for each kind of data, but for the small one."""
SMALL, REPEATS = "entities", 20
"""The kind of data that a run of any length passes over as often as this, evenly."""
ENCODER_RATE, HEAD_RATE = 3e-4, 1.5e-3
WARM_UP = 0.03
"""The share of the time over which the learning rates rise, before they fall to nothing at the end."""
LOSS_WEIGHT = {"upos": 0.5, "ner with tree": 0.5, "mention": 0.5}
ORDER = 0.35
"""How much the counted order of labels weighs in a layer of spans; in CHAINED it is learnt from there."""
CHAINED = {"attr", "entity", "mention"}
"""The layers of spans whose loss is that of whole chains of labels, not of single ones; see README.md."""
HIDDEN = {"attribution": 0.1, "names": 0.05, "entities": 0.1}
"""The share of pieces that a batch of a kind hides behind [MASK], so that no phrase is learnt by heart."""
CASED = 0.08
DEV_SAMPLE = {"ewt": 160, "gum": 160, "names": 200, "attribution": 240, "entities": 400}
SPANS = {"names": ("ner", NAMES), "attribution": ("attr", ROLES), "entities": ("entity", ENTITIES)}
"""The kinds of data whose spans are looked at on the way: their layer and its types."""


@dataclass(frozen=True, slots=True)
class Options:
    data: Path
    encoder: Path
    out: Path
    minutes: float
    threads: int
    without: frozenset[str]
    start: Path | None
    rate: float
    fold: str
    seed: int
    evaluations: int
    bfloat16: bool


@dataclass(slots=True)
class Example:
    """A sentence as the network takes it: targets start with one for the root, which has no label."""

    encoded: Encoded
    targets: dict[str, list[int]]


@dataclass(slots=True)
class Corpus:
    """All sentences that train, by the kind of what is known of them, and samples to look at on the way."""

    trees: list[Sentence]
    named: list[Sentence]
    attributed: list[list[Sentence]]
    entities: list[list[Sentence]]
    dev: dict[str, list[Sentence]]
    names: augment.Names

    @classmethod
    def read(cls, options: Options, rng: Random) -> Corpus:
        data, without = options.data, options.without
        ewt = corpora.ewt(data) if "ewt" not in without else {}
        gum = corpora.gum(data) if "gum" not in without else {}
        demonyms = corpora.demonyms(linked(ewt.get("train", []), gum.get("train", [])))
        gum_train = corpora.gum_with_names(gum.get("train", []), demonyms)
        gum_dev = corpora.gum_with_names(gum.get("dev", []), demonyms)
        named = list(gum_train)
        if "uner-ewt" not in without:
            named += corpora.uner(data / "uner-ewt" / "en_ewt-ud-dev.iob2", demonyms)
        if "uner-pud" not in without:
            named += corpora.uner(data / "uner-pud" / "en_pud-ud-test.iob2", demonyms)
        if "crossner" not in without:
            named += corpora.crossner(data, "dev", demonyms) + corpora.crossner(data, "test", demonyms)
        attributed = corpora.polnear(data, "train") if "polnear" not in without else []
        entities, held = corpora.folds(corpora.re3d(data) if "re3d" not in without else [], options.fold)
        dev = {
            "ewt": [rows.sentence() for rows in ewt.get("dev", [])],
            "gum": gum_dev,
            "names": [sentence for sentence in gum_dev if corpora.named(sentence)],
            "attribution": list(linked(*corpora.polnear(data, "dev"))) if attributed else [],
            "entities": list(linked(*held)),
        }
        dev = {name: rng.sample(part, min(len(part), DEV_SAMPLE[name])) for name, part in dev.items()}
        trees = [rows.sentence() for rows in ewt.get("train", [])] + gum_train
        return cls(trees, named, attributed, entities, dev, augment.Names.load(data / "geonames.json", named))

    def labels(self) -> dict[str, list[str]]:
        """The labels of every layer, and the relations of the tree, in the order of the graph's outputs."""
        found = {
            "upos": sorted({str(tag) for sentence in self.trees for tag in sentence.layers["upos"]}),
            "ner": bio(NAMES),
            "attr": bio(ROLES),
            "entity": bio(ENTITIES),
            "mention": bio(MENTIONS),
            "dep": sorted({dep for sentence in self.trees if sentence.tree for dep in sentence.tree.dep}),
        }
        known = {layer for sentence in self.sentences() for layer in sentence.layers} | {"dep"}
        return {layer: labels for layer, labels in found.items() if layer in known}

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, as it was read."""
        return linked(self.trees, self.named, *self.attributed, *self.entities)

    def epoch(self, kind: str, rng: Random) -> list[Sentence]:
        """The sentences of a kind for one pass, freshly changed."""
        passes = {
            "syntax": self._syntax,
            "names": self._names,
            "attribution": self._attribution,
            "entities": self._entities,
        }
        return passes[kind](rng)

    def kinds(self) -> list[str]:
        """The kinds of data that there are."""
        parts = {
            "syntax": self.trees,
            "names": self.named,
            "attribution": self.attributed,
            "entities": self.entities,
        }
        return [kind for kind, part in parts.items() if part]

    def _syntax(self, rng: Random) -> list[Sentence]:
        return [self._changed_tree(sentence, rng) for sentence in self.trees]

    def _changed_tree(self, sentence: Sentence, rng: Random) -> Sentence:
        if "ner" in sentence.layers and rng.random() < 0.4:
            sentence = augment.other_names(sentence, self.names, rng)
        elif rng.random() < 0.3:
            sentence = augment.other_person(sentence, self.names, rng)
        if rng.random() < 0.2:
            sentence = augment.dated(sentence, rng)
        if rng.random() < 0.1:
            sentence = augment.interrupted(sentence, rng)
        if rng.random() < 0.1:
            sentence = augment.noisy(sentence, rng)
        return augment.cased(sentence, rng, CASED)

    def _names(self, rng: Random) -> list[Sentence]:
        found = []
        for sentence in self.named:
            if not corpora.named(sentence) and rng.random() < 0.5:
                continue
            flat = Sentence(sentence.words, {"ner": sentence.layers["ner"]})
            if rng.random() < 0.5:
                flat = augment.other_names(flat, self.names, rng)
            if rng.random() < 0.08:
                flat = augment.noisy(flat, rng)
            found.append(augment.cased(flat, rng, CASED))
        return found

    def _entities(self, rng: Random) -> list[Sentence]:
        return [
            augment.cased(augment.noisy(sentence, rng) if rng.random() < 0.06 else sentence, rng, CASED)
            for document in self.entities
            for sentence in _windows(document, rng)
        ]

    def _attribution(self, rng: Random) -> list[Sentence]:
        found = []
        for document in self.attributed:
            for sentence in _windows(document, rng):
                if not corpora.attributed(sentence) and rng.random() < 0.5:
                    continue
                changed = sentence
                if rng.random() < 0.15:
                    changed = augment.other_speaker(changed, self.names, rng)
                if rng.random() < 0.1:
                    changed = augment.dated(changed, rng)
                if rng.random() < 0.06:
                    changed = augment.noisy(changed, rng)
                found.append(augment.cased(changed, rng, CASED))
        return found


def _windows(document: Sequence[Sentence], rng: Random, longest: int = 100) -> Iterator[Sentence]:
    """Consecutive sentences of a document, joined by ones, twos, threes or fives of at most `longest` words."""
    at = 0
    while at < len(document):
        size, taken = rng.choice((1, 1, 1, 2, 3, 5)), [document[at]]
        at += 1
        while at < len(document) and len(taken) < size and sum(len(s.words) for s in (*taken, document[at])) <= longest:
            taken.append(document[at])
            at += 1
        yield corpora.joined(taken)


@dataclass(slots=True)
class Examples:
    """From sentences to examples and batches of tensors."""

    vocabulary: WordPiece
    labels: dict[str, list[str]]
    device: torch.device
    _ids: dict[str, dict[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self._ids = {name: {label: i for i, label in enumerate(labels)} for name, labels in self.labels.items()}

    def of(self, sentence: Sentence) -> Example | None:
        """Nothing for a sentence that is longer than LONGEST pieces."""
        encoded = self.vocabulary.encode(sentence.words)
        if len(encoded.pieces) > LONGEST:
            return None
        targets = {name: [UNKNOWN, *self._of_layer(name, layer)] for name, layer in sentence.layers.items()}
        if sentence.tree is not None:
            targets["head"] = [UNKNOWN, *(head + 1 for head in sentence.tree.head)]
            targets["dep"] = [UNKNOWN, *(self._ids["dep"][dep] for dep in sentence.tree.dep)]
        return Example(encoded, targets)

    def _of_layer(self, name: str, layer: Layer) -> Iterator[int]:
        return (UNKNOWN if label is None else self._ids[name][label] for label in layer)

    def batches(self, sentences: Sequence[Sentence], budget: int, rng: Random | None = None) -> list[list[Example]]:
        """Examples of similar length together; with `rng`, batches in random order."""
        examples = [example for sentence in sentences if (example := self.of(sentence))]
        examples.sort(key=lambda e: len(e.encoded.pieces) + (3 * rng.random() if rng else 0))
        found: list[list[Example]] = []
        for example in examples:
            if not found or (len(found[-1]) + 1) * (len(example.encoded.pieces) + 3) > budget:
                found.append([])
            found[-1].append(example)
        if rng:
            rng.shuffle(found)
        return found

    def tensors(self, batch: Sequence[Example]) -> tuple[tuple[Tensor, ...], dict[str, Tensor], Tensor]:
        """The network's inputs, the targets by layer, and which words are there [batch, words]."""
        pieces = max(len(e.encoded.pieces) for e in batch)
        words = max(len(e.encoded.first) for e in batch)

        def padded(rows: Sequence[Sequence[int]], size: int, fill: int) -> Tensor:
            return torch.tensor([[*row, *[fill] * (size - len(row))] for row in rows], device=self.device)

        inputs = (
            padded([e.encoded.pieces for e in batch], pieces, 0),
            padded([[1] * len(e.encoded.pieces) for e in batch], pieces, 0),
            padded([e.encoded.shapes for e in batch], pieces, 0),
            padded([e.encoded.first for e in batch], words, 0),
        )
        names = {name for e in batch for name in e.targets}
        targets = {name: padded([e.targets.get(name, []) for e in batch], words, UNKNOWN) for name in sorted(names)}
        present = padded([[1] * len(e.encoded.first) for e in batch], words, 0).bool()
        return inputs, targets, present


def hidden(pieces: Tensor, share: float) -> Tensor:
    """The pieces of words with a share of them behind [MASK]."""
    chosen = torch.rand(pieces.shape, device=pieces.device) < share
    for piece in FRAMING:
        chosen &= pieces != piece
    return pieces.masked_fill(chosen, MASK)


def losses(network: Network, words: Tensor, targets: dict[str, Tensor], present: Tensor) -> dict[str, Tensor]:
    """The loss of every head that the batch has targets for."""
    found = {}
    if "head" in targets:
        arcs = network.arcs(words).masked_fill(~present[:, None, :], -1e4)
        found["arc"] = _loss(arcs, targets["head"])
        found["dep"] = _loss(network.relations_to(words, targets["head"].clamp(min=0)), targets["dep"])
    for name, layer in network.layers.items():
        if name in targets and bool((targets[name] != UNKNOWN).any()):
            weight = LOSS_WEIGHT.get(f"{name} with tree" if "head" in targets else name, LOSS_WEIGHT.get(name, 1.0))
            scores, target = layer(words), targets[name]
            if name in CHAINED:
                part = _chain_loss(scores, target, present, network.orders[name])
            else:
                part = _loss(scores, target)
            found[name] = weight * part
    return found


def _chain_loss(scores: Tensor, target: Tensor, present: Tensor, order: Tensor) -> Tensor:
    """The loss of the sentences that have the layer, without the root's entry."""
    rows = (target != UNKNOWN).any(1)
    target = target[rows, 1:]
    allowed = torch.zeros_like(scores[rows, 1:], dtype=torch.bool).scatter_(2, target.clamp(min=0)[..., None], True)
    return chain.loss(scores[rows, 1:], allowed | (target == UNKNOWN)[..., None], present[rows, 1:], order)


def _loss(scores: Tensor, target: Tensor) -> Tensor:
    return cross_entropy(scores.flatten(0, -2), target.flatten(), ignore_index=UNKNOWN)


class Training:
    """The network with its optimiser, its data and how far it has come."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.rng = Random(options.seed)
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.corpus = Corpus.read(options, Random(options.seed + 4))
        labels = self.corpus.labels()
        self.examples = Examples(WordPiece(options.encoder / "vocab.txt"), labels, self.device)
        self.network = Network(options.encoder, labels).to(self.device)
        self.network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        inner = [p for p in self.network.bert.parameters() if p.requires_grad]
        heads = {name: p for name, p in self.network.named_parameters() if not name.startswith("bert.")}
        self.parameters = [*inner, *heads.values()]
        fresh = self._start(options.start) if options.start else set()
        groups = [
            {"params": inner, "base": ENCODER_RATE * options.rate},
            {"params": [p for name, p in heads.items() if name not in fresh], "base": HEAD_RATE * options.rate},
            {"params": [p for name, p in heads.items() if name in fresh], "base": HEAD_RATE},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.step, self.elapsed = 0, 0.0
        self.mean: dict[str, float] = {}
        self.curve: list[dict[str, Any]] = []
        self.queues: dict[str, list[list[Example]]] = {}
        self.sizes: dict[str, int] = {}
        self.passes: Counter[str] = Counter()
        self.mix = {kind: share for kind, share in MIX.items() if kind in self.corpus.kinds()}

    def _start(self, run: Path) -> set[str]:
        """Take the weights of the run that this one starts from; the names of the parameters that it does not have."""
        state = torch.load(run / "checkpoint.pt", weights_only=False)["network"]
        return set(self.network.load_state_dict(state, strict=False).missing_keys)

    def order_labels(self) -> None:
        """Begin the order of labels with that of the data, in the layers of spans that have learnt none."""
        for name, order in self.network.orders.items():
            if not order.any():
                layers = [s.layers[name] for s in self.corpus.sentences() if name in s.layers]
                counted = torch.tensor(chain.counted(layers, self.examples.labels[name]))
                order.data.copy_(counted.clamp(min=chain.NEVER) * ORDER)

    def describe(self) -> None:
        """Write what the export needs to know besides the weights."""
        meta = {"labels": self.examples.labels, "without": sorted(self.options.without)}
        (self.options.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")

    def run(self) -> None:
        """Train until the time is up, with a checkpoint every few minutes."""
        total = self.options.minutes * 60
        next_evaluation = next_checkpoint = 0.0
        self.network.train()
        started, before = time.monotonic(), self.elapsed
        while self.elapsed < total:
            self._step(self.elapsed / total)
            self.elapsed = before + time.monotonic() - started
            if self.step % 50 == 0:
                self._say(total)
            if self.elapsed >= next_checkpoint:
                next_checkpoint = self.elapsed + 240
                self.save()
            if self.elapsed >= next_evaluation and self.step > 1:
                next_evaluation = self.elapsed + total / self.options.evaluations
                self.evaluate()
        self.evaluate()
        self.save()

    def _step(self, done: float) -> None:
        rate = min(1.0, done / WARM_UP) * max(0.0, 1 - done)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * rate
        kind = self._next_kind(done)
        (pieces, *others), targets, present = self.examples.tensors(self._batch_of(kind))
        inputs = (hidden(pieces, HIDDEN.get(kind, 0)), *others)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.options.bfloat16):
            words = self.network.words(*inputs)
        found = losses(self.network, words.float(), targets, present)
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(torch.stack(list(found.values())).sum())
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.step += 1
        for name, loss in found.items():
            self.mean[name] = 0.98 * self.mean.get(name, loss.item()) + 0.02 * loss.item()

    def _next_kind(self, done: float) -> str:
        """The kind of the batch after a share of the run: the small one where that is behind, else one by its share."""
        if SMALL in self.corpus.kinds() and self._seen(SMALL) <= REPEATS * done:
            return SMALL
        return self.rng.choices(list(self.mix), list(self.mix.values()))[0]

    def _seen(self, kind: str) -> float:
        """Passes over a kind so far."""
        return self.passes[kind] - len(self.queues.get(kind, ())) / max(1, self.sizes.get(kind, 1))

    def _batch_of(self, kind: str) -> list[Example]:
        if not self.queues.get(kind):
            self.queues[kind] = self.examples.batches(self.corpus.epoch(kind, self.rng), BATCH, self.rng)
            self.sizes[kind] = len(self.queues[kind])
            self.passes[kind] += 1
            print(f"pass {self.passes[kind]} over {kind}: {len(self.queues[kind])} batches", flush=True)
        return self.queues[kind].pop()

    def _say(self, total: float) -> None:
        means = " ".join(f"{name} {value:.3f}" for name, value in sorted(self.mean.items()))
        speed = self.step / max(1.0, self.elapsed)
        print(f"step {self.step}, {self.elapsed:.0f} of {total:.0f} s, {speed:.2f} steps/s: {means}", flush=True)

    @torch.inference_mode()
    def evaluate(self) -> None:
        """Dev samples: enough to see the curve."""
        self.network.eval()
        found: dict[str, Any] = {"step": self.step, "seconds": round(self.elapsed)}
        dev = self.corpus.dev
        for name in ("ewt", "gum"):
            found[name] = self._tree_scores(dev[name])
        for name, (layer, kinds) in SPANS.items():
            if layer in self.examples.labels and dev[name]:
                found[name] = self._span_score(dev[name], layer, kinds)
        self.curve.append(found)
        print("dev", json.dumps(found), flush=True)
        (self.options.out / "curve.json").write_text(json.dumps(self.curve, indent=1) + "\n", encoding="utf-8")
        self.network.train()

    def _span_score(self, sentences: Sequence[Sentence], layer: str, kinds: Sequence[str]) -> float:
        gold, found = [], []
        labels, order = self.examples.labels[layer], self.network.orders[layer].cpu().numpy()
        for example, words in self._represented(sentences):
            scores = log_softmax(self.network.layers[layer](words)[1:].float().cpu().numpy())
            best = viterbi(scores[None], [len(scores)], order)[0]
            gold.append(spans(["O" if i < 0 else labels[i] for i in example.targets[layer][1:]]))
            found.append(spans([labels[i] for i in best]))
        return measure.spans(gold, found, kinds)["all"].f1

    def _tree_scores(self, sentences: Sequence[Sentence]) -> dict[str, float]:
        tags, deps = self.examples.labels["upos"], self.examples.labels["dep"]
        pairs = []
        for example, words in self._represented(sentences):
            batch = words[None]
            heads = self.network.arcs(batch).argmax(-1)
            relations = self.network.relations_to(batch, heads).argmax(-1)
            found = Tree(tuple(h - 1 for h in heads[0, 1:].tolist()), tuple(deps[i] for i in relations[0, 1:].tolist()))
            target = example.targets
            gold = Tree(tuple(h - 1 for h in target["head"][1:]), tuple(deps[i] for i in target["dep"][1:]))
            upos = [tags[i] for i in self.network.layers["upos"](words).argmax(-1).tolist()[1:]]
            pairs.append(([tags[i] for i in target["upos"][1:]], gold, upos, found))
        return measure.trees(pairs)

    def _represented(self, sentences: Sequence[Sentence]) -> Iterator[tuple[Example, Tensor]]:
        """Each example with its words [words, width], entry 0 the root."""
        for batch in self.examples.batches(sentences, 2 * BATCH):
            inputs, _, _ = self.examples.tensors(batch)
            words = self.network.words(*inputs)
            for example, row in zip(batch, words, strict=True):
                yield example, row[: len(example.encoded.first)]

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "rng": self.rng.getstate(),
            "torch_rng": torch.get_rng_state(),
            "passes": dict(self.passes),
            "step": self.step,
            "elapsed": self.elapsed,
            "mean": self.mean,
            "curve": self.curve,
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def resume(self) -> None:
        """Go on from the checkpoint of the run's folder if there is one; the pass that was under way starts anew."""
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=False)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        self.passes = Counter(state["passes"])
        self.step, self.elapsed = state["step"], state["elapsed"]
        self.mean, self.curve = state["mean"], state["curve"]
        print(f"goes on from step {self.step} after {self.elapsed:.0f} s", flush=True)

    @property
    def checkpoint(self) -> Path:
        return self.options.out / "checkpoint.pt"


def arguments() -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add: Callable[..., Any] = parser.add_argument
    add("--data", type=Path, required=True, help="the folder of the corpora")
    encoder.add_argument(parser)
    add("--out", type=Path, required=True, help="the folder of this run")
    add("--minutes", type=float, default=110, help="time to train, loading and dev samples aside")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--without", nargs="*", default=[], choices=corpora.SOURCES, help="sources to leave out")
    add("--start", type=Path, help="a run to start from: its weights, with a warm-up of the rates")
    add("--rate", type=float, default=1.0, help="share of the learning rates for what another run has learnt")
    add("--fold", default="", metavar="I/N", help="leave every N-th document of re3d out, from the I-th on")
    add("--seed", type=int, default=1)
    add("--evaluations", type=int, default=6, help="looks at dev samples on the way")
    add("--bfloat16", action=argparse.BooleanOptionalAction, default=True, help="the encoder's products in bfloat16")
    given = parser.parse_args()
    return Options(**(vars(given) | {"without": frozenset(given.without)}))


def main() -> None:
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(asdict(options) | {"without": sorted(options.without)}, default=str), flush=True)
    training = Training(options)
    training.describe()
    training.order_labels()
    training.resume()
    training.run()


if __name__ == "__main__":
    main()
